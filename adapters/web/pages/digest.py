"""The digest, as the comms team would get it today."""

from starlette.responses import Response

from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Visit
from bot.digest import digest, sections, title

PATH = "/resumen"


def show(visit: Visit) -> Response:
    console, is_weekly = visit.console, visit.asked("de") != "ayer"
    settings = console.settings
    value = digest(console.desk, console.service.database, settings.zone, weekly=is_weekly, language=settings.language)
    return visit.page("digest.html", title=title(value, visit.words), sections=sections(value, visit.words), is_empty=value.is_empty, weekly=is_weekly)


ROUTES = (Route("GET", PATH, Role.READER, show),)
