"""What did we say then: the words of a day, who approved them, how often they were given, to be read, printed and handed over."""

from datetime import datetime

from starlette.responses import Response

from adapters.web.drawing import draw
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Visit, beginning_of
from bot.audit import said, verifying
from knowledge.versions import NoSuchVersion

PATH = "/dijimos"


def show(visit: Visit) -> Response:
    """Show what was said to a question, or by an entry, on the day of the address."""
    desk, zone = visit.console.desk, visit.console.settings.zone
    asked, channel = visit.asked("q").strip(), visit.asked("canal")
    day = beginning_of(visit.asked("dia"), zone)
    catalogue = desk.catalogue()
    channel = channel if catalogue.channel(channel) else ""
    missing = bool(visit.asked("q") or visit.asked("dia")) and not (asked and day)
    words, given = _found(visit, asked, channel, day) if asked and day else ([], [])
    return visit.page(
        "said.html",
        asked=asked,
        channel=channel,
        day=visit.asked("dia"),
        shown_day=day.date() if day else None,
        channels=catalogue.channels,
        missing=missing,
        is_asked=bool(asked and day),
        words_then=[(one, draw(one.reply, visit.words)) for one in words],
        given=given,
        head=verifying.head(visit.console.service.database),
        zone=zone,
        now=desk.clock().astimezone(zone),
    )


def _found(visit: Visit, asked: str, channel: str, day: datetime) -> tuple[list[said.Words], list[said.Given]]:
    desk = visit.console.desk
    since, until = said.day_span(desk, day.date())
    try:
        words = said.words_on(desk, asked, since, until, channel=channel)
    except NoSuchVersion:
        words = []
    return words, said.given_on(desk, asked, since, until)


ROUTES = (Route("GET", PATH, Role.REVIEWER, show),)
