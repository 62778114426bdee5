"""A group of questions without an answer: what was asked, what is near it, what was done with it, and what a reviewer can do."""

from dataclasses import dataclass

from starlette.responses import Response

from adapters.web.pages.unanswered import PATH, act, said_growth, said_platforms, said_state
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, number_in
from bot import privacy, review_wording, wording
from bot.review.preview import PROVISIONAL, Moved, Phrasing, moves
from bot.review.values import (
    Action,
    Archive,
    Conflict,
    Group,
    Link,
    Member,
    Merge,
    Propose,
    Refer,
    Refused,
    Release,
    Reopen,
    Take,
    Undo,
    Unmerge,
)
from knowledge.model import Catalogue, Entry
from knowledge.review import OPEN, Decided, Draft, State
from knowledge.text import key

_NEAREST, _SIMILAR, _MEMBERS = 5, 5, 100
_LIKELY_FROM = 0.02


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that may be meant, and how likely that is, from 0 to 1."""

    entry: Entry
    likely: float


def show(visit: Visit) -> Response:
    return _page(visit, _found(visit))


def _page(
    visit: Visit, group: Group, status: int = 200, conflict: Conflict | None = None, problem: str = "", moved: list[Moved] | None = None
) -> Response:
    console, words = visit.console, visit.words
    desk = console.desk
    listing = desk.review.listing
    members = listing.members(group.id, _MEMBERS)
    parts = [part for number in group.parts if (part := listing.group(number, desk.clock()))]
    catalogue = desk.catalogue()
    return visit.page(
        "group.html",
        status=status,
        group=group,
        members=_alike(members),
        parts=parts,
        told=sum(bool(member.told_in) for member in members),
        unreachable=sum(not member.told_in and not member.can_be_told for member in members),
        steps=[(step, review_wording.step(step, words)) for step in listing.steps(group.id)],
        nearest=_nearest(visit, group),
        similar=_similar(visit, group),
        channels=catalogue.channels,
        owners=sorted({entry.owner for entry in catalogue.entries.values()} - {""} | {one.name for one in catalogue.departments}),
        topics=sorted({entry.topic for entry in catalogue.entries.values()} - {""}),
        entries=_entries(catalogue),
        draft=group.standing.decision.draft or Draft(group.text, language=console.settings.language),
        typed=visit.form,
        conflict=conflict,
        conflict_said=review_wording.step(conflict.last, words) if conflict else "",
        problem=problem,
        moved=moved,
        called=lambda entry: {"": words.gettext("no answer"), PROVISIONAL: words.gettext("the new answer")}.get(entry, entry),
        named_platforms=said_platforms(group, words),
        is_open=group.standing.state in OPEN,
        state=said_state(group.standing.state, words),
        growth=said_growth(group, words),
        day=lambda moment: wording.day(desk.day_of(moment), words),
        hour=lambda moment: moment.astimezone(console.settings.zone).strftime("%H:%M"),
        may_act=visit.may(Role.REVIEWER),
        State=State,
        Decided=Decided,
    )


def _entries(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the id of every entry with its question, as its first row has it."""
    return [(entry_id, catalogue.in_languages(entry_id)[0].question) for entry_id in dict.fromkeys(one.id for one in catalogue.entries)]


def do(visit: Visit) -> Response:
    """Do what was pressed; where somebody else was faster, show what they did, and keep what was typed."""
    group = _found(visit)
    action = _action(visit)
    if visit.sent("mirar") and isinstance(action, Link | Propose):
        return _look_ahead(visit, group, action)
    seen = visit.sent("revision")
    result = act(visit, group.id, number_in(seen) or 0, action)
    if isinstance(result, Conflict):
        return _page(visit, result.group, 409, conflict=result)
    if isinstance(result, Refused):
        return _page(visit, group, 422, problem=review_wording.refusal(result, visit.words))
    onto = result.group.standing.part_of or group.id
    return visit.go(f"{PATH}/{onto}", review_wording.done(action, result, visit.words))


def erase_question(visit: Visit) -> Response:
    """Take a question's text away for good: it held personal data that were not recognised."""
    group = _found(visit)
    asked = visit.sent("pregunta")
    desk = visit.console.desk
    if asked not in {member.event for member in desk.review.listing.members(group.id)}:
        raise Problem(404)
    privacy.erase_event(visit.console.service.database, asked, visit.person.name, desk.clock())
    return visit.go(f"{PATH}/{group.id}", visit.words.gettext("The text of that question is erased. That it was asked stays counted."))


def _look_ahead(visit: Visit, group: Group, action: Link | Propose) -> Response:
    """Show which known questions would find another answer by what is about to be decided; nothing is decided by it."""
    console = visit.console
    settings = console.settings
    proposed: Draft | Phrasing
    if isinstance(action, Propose):
        proposed = action.draft
    else:
        entry = console.desk.catalogue().in_language(action.entry, settings.language)
        if entry is None:
            return _page(visit, group, 422, problem=review_wording.refusal(Refused.NO_SUCH_ENTRY, visit.words))
        proposed = Phrasing(entry.key, group.text)
    found = moves(console.desk, proposed, console.service.encoder, language=settings.language, precision=settings.precision)
    return _page(visit, group, moved=found)


def _found(visit: Visit) -> Group:
    number = visit.request.path_params["group"]
    group = visit.console.desk.review.listing.group(number_in(number) or 0, visit.console.desk.clock())
    if group is None:
        raise Problem(404, visit.words.gettext("There is no group {number}.").format(number=number))
    return group


def _action(visit: Visit) -> Action:
    def kept(name: str) -> str:
        return visit.sent(name).strip()

    match visit.sent("hacer"):
        case "revisar":
            return Take()
        case "soltar":
            return Release()
        case "enlazar":
            return Link(visit.sent("entrada").strip())
        case "proponer":
            catalogue = visit.console.desk.catalogue()
            wordings = tuple((one.name, text) for one in catalogue.channels if (text := kept(f"canal:{one.name}")))
            return Propose(Draft(kept("pregunta"), kept("respuesta"), wordings, kept("responsable"), kept("tema"), visit.sent("idioma")[:8]))
        case "pasar":
            return Refer(kept("area"), kept("nota"))
        case "archivar":
            return Archive(kept("razon"))
        case "reabrir":
            return Reopen()
        case "unir":
            return Merge(number_in(visit.sent("con")) or 0)
        case "separar":
            return Unmerge()
        case "deshacer":
            return Undo()
    raise Problem(400)


def _alike(members: list[Member]) -> list[tuple[Member, int]]:
    """Return the latest of those that were asked in the same words for the same reason, each with how many these are."""
    found: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        found.setdefault((key(member.text) or member.event, member.cause), []).append(member)
    return [(alike[0], len(alike)) for alike in found.values()]


def _nearest(visit: Visit, group: Group) -> list[Near]:
    desk, language = visit.console.desk, visit.console.settings.language
    catalogue = desk.catalogue()
    found = []
    for entry_id, likely in desk.likely(group.text)[:_NEAREST]:
        entry = catalogue.in_language(entry_id, language)
        if entry and likely >= _LIKELY_FROM:
            found.append(Near(entry, likely))
    return found


def _similar(visit: Visit, group: Group) -> list[Group]:
    if group.standing.part_of:
        return []
    review, now = visit.console.desk.review, visit.console.desk.clock()
    found = [other for other in review.arrivals.similar(group.text, group.language, 3 * _SIMILAR) if other != group.id and other not in group.parts]
    return review.listing.similar(list(dict.fromkeys(found)), now)[:_SIMILAR]


ROUTES = (
    Route("GET", f"{PATH}/{{group}}", Role.READER, show),
    Route("POST", f"{PATH}/{{group}}", Role.REVIEWER, do),
    Route("POST", f"{PATH}/{{group}}/borrar", Role.REVIEWER, erase_question),
)
