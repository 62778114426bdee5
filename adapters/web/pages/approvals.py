"""What waits for a second person: a list, and each change with its differences, to be approved, rejected, or put into service in a hurry.

A form says which change it is about and which difference was seen, and nothing else; what waits is looked up. What nobody has approved yet is shown to
those who may decide it, and to editors, lest a reader takes it for an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import structlog
from starlette.responses import Response

from adapters.web.pages.publish import ChangeShown, shown_change
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit
from bot import approval_wording, wording
from bot.approvals.deciding import Approvals
from bot.approvals.values import Decided, Outcome, Pending, Person
from knowledge.approval import Subject, changed_facts
from knowledge.publication import changes_of

PATH = "/pendiente"
_MOST_REASON = 500

_log = structlog.get_logger("unavoz.web")


@dataclass(frozen=True, slots=True)
class Listed:
    """A change on the list: its name, since when it waits, who edited it, who may approve it, and where it is shown."""

    title: str
    since: str
    editors: str
    approvers: str
    address: str
    is_mine: bool


def approvals_of(visit: Visit) -> Approvals:
    service, settings = visit.console.service, visit.console.settings
    return Approvals(visit.console.desk.versions, settings.approval.rule, service.encoder, settings.language)


def person_of(visit: Visit) -> Person:
    return Person(visit.person.id, visit.person.name, visit.may(Role.ADMIN))


def show(visit: Visit) -> Response:
    approvals, person = approvals_of(visit), person_of(visit)
    listed = [_listed(visit, one, approvals, person) for one in approvals.waiting() if _may_see(visit, one, approvals, person)]
    rejections = []
    if visit.may(Role.EDITOR):
        rejections = [(one.subject.key, approval_wording.record(one, _day(visit, one.at), visit.words)) for one in approvals.rejections()]
    return visit.page("approvals.html", waiting=sorted(listed, key=lambda one: not one.is_mine), rejections=rejections, rule=approvals.rule)


def review(visit: Visit) -> Response:
    """Show a change: its texts side by side, its facts, and what this person may do."""
    approvals, person = approvals_of(visit), person_of(visit)
    subject = Subject(visit.asked("parte"), visit.asked("clave"))
    pending = approvals.find(subject)
    if pending is None or not _may_see(visit, pending, approvals, person):
        raise Problem(404, visit.words.gettext("That change does not wait any more, or is not yours to decide."))
    refused = approvals.refusal(pending, person)
    changes: Sequence[ChangeShown] = [shown_change(change, visit.words) for change in changes_of(pending.before, pending.parts)]
    return visit.page(
        "approvals_change.html",
        pending=pending,
        listed=_listed(visit, pending, approvals, person),
        changes=changes,
        facts=changed_facts(pending.before, pending.parts),
        refused=approval_wording.refused(refused, visit.words) if refused else "",
        may_override=person.is_admin,
    )


def decide(visit: Visit) -> Response:
    """Decide a change as it was seen."""
    approvals, person, desk = approvals_of(visit), person_of(visit), visit.console.desk
    subject, seen, reason = Subject(visit.sent("parte", 40), visit.sent("clave", 400)), visit.sent("visto", 64), visit.sent("motivo", _MOST_REASON)
    match visit.sent("accion", 20):
        case "aprobar":
            decided = approvals.approve(subject, seen, person, desk.clock(), desk.today())
        case "rechazar":
            decided = approvals.reject(subject, seen, person, reason, desk.clock())
        case "urgente":
            decided = approvals.override(subject, seen, person, reason, desk.clock(), desk.today())
        case _:
            raise Problem(400)
    return _told(visit, subject, decided)


def _told(visit: Visit, subject: Subject, decided: Decided) -> Response:
    said = approval_wording.decided(decided, visit.words)
    _log.info("change decided", person=visit.person.id, outcome=str(decided.outcome), version=decided.version)
    if decided.outcome is Outcome.CHANGED:
        raise Problem(409, said)
    if decided.outcome in (Outcome.NOT_ALLOWED, Outcome.OWN):
        raise Problem(403, said)
    return visit.go(PATH if decided.outcome in (Outcome.DONE, Outcome.ALREADY) else _address(subject), said)


def _may_see(visit: Visit, pending: Pending, approvals: Approvals, person: Person) -> bool:
    return visit.may(Role.EDITOR) or approvals.refusal(pending, person) is not Outcome.NOT_ALLOWED


def _listed(visit: Visit, pending: Pending, approvals: Approvals, person: Person) -> Listed:
    return Listed(
        approval_wording.title(pending, visit.words),
        _day(visit, pending.at),
        approval_wording.edited_by(pending, visit.words),
        ", ".join(approvals.may_be_approved_by(pending)) or visit.words.gettext("an admin of the console"),
        _address(pending.subject),
        approvals.refusal(pending, person) is None,
    )


def _address(subject: Subject) -> str:
    return f"{PATH}/cambio?{urlencode({'parte': subject.kind, 'clave': subject.key})}"


def _day(visit: Visit, moment: datetime) -> str:
    return wording.day(visit.console.desk.day_of(moment), visit.words)


ROUTES = (
    Route("GET", PATH, Role.READER, show),
    Route("GET", f"{PATH}/cambio", Role.READER, review),
    Route("POST", f"{PATH}/cambio", Role.READER, decide),
)
