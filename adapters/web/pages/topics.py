"""Freeze a topic: until a day its questions get its approved holding line, and nothing else."""

import structlog
from starlette.responses import Response

from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit
from bot import approval_wording, wording
from bot.freezes import Freezing
from knowledge import freezing
from knowledge.workbook.dates import to_date

PATH = "/temas"
_MOST_REASON = 500

_log = structlog.get_logger("unavoz.web")


def show(visit: Visit) -> Response:
    desk, words = visit.console.desk, visit.words
    catalogue, frozen = desk.catalogue(), desk.frozen()
    names = freezing.names_of(catalogue)
    ordered = {one.topic: one for one in desk.freezes.standing(desk.today())}
    now = [(names.get(key, ordered[key].name if key in ordered else key), wording.day(until, words), ordered.get(key)) for key, until in frozen.items()]
    lines = [(topic.name, topic.language, topic.holding_line) for topic in catalogue.topics]
    past = [(one, wording.day(desk.day_of(one.at), words), wording.day(one.until, words)) for one in desk.freezes.all(30)]
    return visit.page("topics.html", frozen=now, lines=lines, names=sorted(names.values()), past=past, today=desk.today().isoformat())


def freeze(visit: Visit) -> Response:
    desk, until = visit.console.desk, to_date(visit.sent("hasta", 20))
    if until is None:
        raise Problem(400, visit.words.gettext("Write the last day as 31/12/2026."))
    topic, reason = visit.sent("tema", 200), visit.sent("motivo", _MOST_REASON)
    person = visit.person
    done = desk.freezes.freeze(
        desk.catalogue(), topic, until=until, reason=reason, person=person.id, by=person.name, at=desk.clock(), today=desk.today()
    )
    if done is not Freezing.DONE:
        return visit.go(PATH, approval_wording.freezing(done, visit.words))
    _log.info("topic frozen", person=person.id, until=until.isoformat())
    return visit.go(PATH, visit.words.gettext("“{topic}” is frozen until {day}.").format(topic=topic, day=wording.day(until, visit.words)))


def end(visit: Visit) -> Response:
    desk, topic = visit.console.desk, visit.sent("tema", 200)
    done = desk.freezes.end(topic, desk.frozen(), by=visit.person.name, at=desk.clock(), today=desk.today())
    if done is not Freezing.DONE:
        return visit.go(PATH, approval_wording.freezing(done, visit.words))
    _log.info("topic let go", person=visit.person.id)
    if desk.is_frozen(topic, desk.frozen()):
        return visit.go(PATH, visit.words.gettext("“{topic}” is frozen by the workbook now.").format(topic=topic))
    return visit.go(PATH, visit.words.gettext("“{topic}” is not frozen any more.").format(topic=topic))


ROUTES = (
    Route("GET", PATH, Role.ADMIN, show),
    Route("POST", PATH, Role.ADMIN, freeze),
    Route("POST", f"{PATH}/fin", Role.ADMIN, end),
)
