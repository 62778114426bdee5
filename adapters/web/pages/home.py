"""The start page: where each can go from here."""

from starlette.responses import Response

from adapters.web.roles import Door
from adapters.web.routes import Route
from adapters.web.visits import Visit
from knowledge.translation import marked as _

# What stands under the name of a page on the start page, by its path.
_ABOUT = {
    "/sin-respuesta": _("What people asked and no approved answer covers: look, decide, answer."),
    "/respuestas": _("Every approved answer: read it, see where it is used and how it changed."),
    "/probar": _("Ask as a citizen would, and copy the approved answer word for word."),
    "/borrador": _("Paste what you are about to send: what differs from the approved answer is pointed at."),
    "/actividad": _("How much is asked, how much is answered, and whose answers helped."),
    "/resumen": _("What is new, what grows, what expires, and whom to thank."),
    "/publicar": _("Check a workbook, see what would change, put it into service, go back."),
}


def show(visit: Visit) -> Response:
    cards = [(place, _ABOUT.get(place.path, "")) for place in visit.console.navigation if visit.may(place.access)]
    return visit.page("home.html", cards=cards, catalogue=visit.console.desk.catalogue())


ROUTES = (Route("GET", "/", Door.SIGNED_IN, show),)
