"""Try it: a chat with the bot, for whoever has no other platform, and for whoever looks after the answers."""

from collections.abc import Sequence

from starlette.responses import Response

from adapters.web import asking
from adapters.web.asking import Exchange
from adapters.web.drawing import Shown, draw
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, new_name
from bot import overview
from knowledge.answering import Question
from knowledge.channels import Channel

PATH = "/probar"
_STARTERS = 4
_MOST_QUESTION = 4_000


def show(visit: Visit) -> Response:
    return _page(visit, None)


def ask(visit: Visit) -> Response:
    """Somebody asks. The reply has an address of its own, so that loading it again asks nothing again."""
    text = visit.sent("pregunta", _MOST_QUESTION).strip()
    if not text:
        return _page(visit, None, missing=True)
    if not visit.console.pace.allows(visit.person.id):
        raise Problem(429)
    name = _once(visit)
    channel = _channel(visit.sent("canal"), visit.console.desk.catalogue().channels)
    asking.ask(visit.console.desk, visit.person, name, Question(text, channel, reads=visit.language))
    return visit.go(f"{PATH}/{name}#exchange")


def look(visit: Visit) -> Response:
    """Show a reply that was asked for before."""
    return _page(visit, _exchange(visit))


def press(visit: Visit) -> Response:
    """Somebody pressed a button of a reply."""
    shown = _exchange(visit)
    if not visit.console.pace.allows(visit.person.id):
        raise Problem(429)
    onward = asking.press(visit.console.desk, visit.person, shown, visit.sent("act", 40), _once(visit), visit.sent("reason", 1_000).strip())
    if onward is None:
        raise Problem(400)
    return visit.go(f"{PATH}/{onward}#exchange")


def acknowledge(visit: Visit) -> Response:
    """Somebody has seen an answer that they waited for."""
    if not asking.acknowledge(visit.console.desk, visit.person, visit.sent("aviso", 400)):
        raise Problem(404)
    return visit.go(PATH, visit.words.gettext("Noted: you have seen it."))


def _page(visit: Visit, shown: Exchange | None, *, missing: bool = False) -> Response:
    desk = visit.console.desk
    looks = Shown(visit.url(f"{PATH}/{shown.name}"), visit.token, new_name(), shown.done) if shown else Shown()
    return visit.page(
        "tryit.html",
        fragment="tryit_talk.html",
        status=422 if missing else 200,
        once=new_name(),
        exchange=shown,
        drawn=draw(shown.reply, visit.words, looks) if shown else "",
        missing=missing,
        channels=desk.catalogue().channels,
        starters=[] if shown else overview.starters(desk, visit.language, _STARTERS),
        notices=[(notice, draw(notice.reply, visit.words)) for notice in asking.notices(desk, visit.person)],
        mine=asking.mine(desk, visit.person),
        name_of=asking.name_of,
    )


def _exchange(visit: Visit) -> Exchange:
    name = visit.request.path_params["name"]
    shown = asking.exchange(visit.console.desk, visit.person, name) if asking.is_name(name) else None
    if shown is None:
        raise Problem(404)
    return shown


def _once(visit: Visit) -> str:
    sent = visit.sent("once", 40)
    return sent if asking.is_name(sent) else new_name()


def _channel(name: str, channels: Sequence[Channel]) -> str:
    """Return the channel of that name; the general answer for any other."""
    return next((channel.name for channel in channels if channel.name == name), "")


ROUTES = (
    Route("GET", PATH, Role.READER, show),
    Route("POST", PATH, Role.READER, ask),
    Route("POST", f"{PATH}/avisos", Role.READER, acknowledge),
    Route("GET", f"{PATH}/{{name}}", Role.READER, look),
    Route("POST", f"{PATH}/{{name}}", Role.READER, press),
)
