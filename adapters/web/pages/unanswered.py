"""Unanswered: the groups of questions that no approved answer covers, filtered by what stands in the address, and what is done with several at once."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.responses import Response

from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, beginning_of, number_in
from bot import wording
from bot.review import telling
from bot.review.values import Action, Archive, Done, Filter, Group, Merge, Order, Result, Take
from knowledge.review import OPEN, Cause, State
from knowledge.translation import Translations

PATH = "/sin-respuesta"

_A_PAGE = 25
# What the filter for the state may be, beside one state.
TO_DO = "pendientes"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, as it stands in the address."""

    state: str
    cause: str
    platform: str
    department: str
    since: str
    until: str
    text: str
    order: str

    def address(self, page: int = 1, **changed: str) -> str:
        """Return the part of an address that asks for this, with some of it changed."""
        wanted = replace(self, **changed)
        fields = {
            "estado": wanted.state if wanted.state != TO_DO else "",
            "motivo": wanted.cause,
            "plataforma": wanted.platform,
            "area": wanted.department,
            "desde": wanted.since,
            "hasta": wanted.until,
            "q": wanted.text,
            "orden": wanted.order if wanted.order != Order.ASKERS else "",
            "pagina": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def is_everything(self) -> bool:
        return not self.address(order=Order.ASKERS)


def wanted_by(visit: Visit) -> Wanted:
    """Return what the address asks for; what it says that is nothing of the kind is passed over."""
    state, cause, order = (visit.asked(name) for name in ("estado", "motivo", "orden"))
    return Wanted(
        state if state in tuple(State) else TO_DO,
        cause if cause in tuple(Cause) else "",
        visit.asked("plataforma").strip(),
        visit.asked("area").strip(),
        visit.asked("desde").strip(),
        visit.asked("hasta").strip(),
        visit.asked("q").strip(),
        order if order in tuple(Order) else Order.ASKERS,
    )


def filter_of(wanted: Wanted, visit: Visit) -> Filter:
    """Return the filter that an address stands for; its days begin and end where the administration is."""
    zone = visit.console.settings.zone
    return Filter(
        OPEN if wanted.state == TO_DO else (State(wanted.state),),
        Cause(wanted.cause) if wanted.cause else None,
        wanted.platform,
        wanted.department,
        beginning_of(wanted.since, zone),
        beginning_of(wanted.until, zone, days=1),
        wanted.text,
        Order(wanted.order),
    )


def show(visit: Visit) -> Response:
    wanted = wanted_by(visit)
    desk, words = visit.console.desk, visit.words
    listing, now = desk.review.listing, desk.clock()
    number = number_in(visit.asked("pagina")) or 1
    chosen = filter_of(wanted, visit)
    page = listing.page(chosen, now, (max(1, number) - 1) * _A_PAGE, _A_PAGE)
    pages = max(1, -(-page.total // _A_PAGE))
    if number > pages:
        number, page = pages, listing.page(chosen, now, (pages - 1) * _A_PAGE, _A_PAGE)
    counts = listing.counts()
    every = [(state, said_state(state, words), counts[state]) for state in State]
    states = [(TO_DO, words.gettext("To do"), sum(counts[state] for state in OPEN)), *every]
    return visit.page(
        "unanswered.html",
        wanted=wanted,
        page=page,
        number=max(1, number),
        pages=pages,
        states=states,
        causes=[(str(cause), wording.cause(cause, words)) for cause in Cause],
        orders=[(str(order), _order(order, words)) for order in Order],
        used=[[(name, wording.platform_name(name, words)) for name in names] for names in listing.used()],
        day=lambda moment: wording.day(desk.day_of(moment), words),
        growth=lambda group: said_growth(group, words),
        platforms=lambda group: said_platforms(group, words),
        may_act=visit.may(Role.REVIEWER),
        may_add=visit.may(Role.EDITOR) and "://" not in visit.console.settings.workbook,
    )


def said_state(state: State, words: Translations) -> str:
    text = wording.state(state, words)
    return text[:1].upper() + text[1:]


def said_growth(group: Group, words: Translations) -> str:
    """Return how a group goes on: the last week beside the one before."""
    if group.lately > group.before:
        return words.gettext("↑ {lately} this week, {before} the week before").format(lately=group.lately, before=group.before)
    if group.lately < group.before:
        return words.gettext("↓ {lately} this week, {before} the week before").format(lately=group.lately, before=group.before)
    return words.gettext("= {lately} this week, as the week before").format(lately=group.lately) if group.lately else ""


def said_platforms(group: Group, words: Translations) -> str:
    return ", ".join(wording.platform_name(name, words) for name in group.platforms)


def _order(order: Order, words: Translations) -> str:
    return {
        Order.ASKERS: words.gettext("Most people first"),
        Order.GROWING: words.gettext("Growing most"),
        Order.LATEST: words.gettext("Asked last"),
        Order.OLDEST: words.gettext("Waiting longest"),
    }[order]


def act_on_several(visit: Visit) -> Response:
    """Do one thing with every group that was ticked, each in the revision that was seen."""
    ticked = [one.split(".") for one in visit.chosen("grupo")]
    named = [(number_in(one[0]), number_in(one[1])) for one in ticked if len(one) == 2]
    seen = [(group, revision) for group, revision in named if group is not None and revision is not None]
    if not seen:
        return visit.go(_back(visit), visit.words.gettext("Tick the groups first."))
    done, others = 0, 0
    first, *_ = seen
    for group, revision in seen:
        action = _action(visit, first[0])
        if isinstance(action, Merge) and group == first[0]:
            continue
        result = act(visit, group, revision, action)
        done += isinstance(result, Done)
        others += not isinstance(result, Done)
    said = visit.words.ngettext("Done with {n} group.", "Done with {n} groups.", done).format(n=done)
    if others:
        missed = visit.words.ngettext(
            "{n} was left as it is: somebody else changed it, or it cannot be done with it now.",
            "{n} were left as they are: somebody else changed them, or it cannot be done with them now.",
            others,
        )
        said = f"{said} {missed.format(n=others)}"
    return visit.go(_back(visit), said)


def _action(visit: Visit, first: int) -> Action:
    match visit.sent("hacer"):
        case "revisar":
            return Take()
        case "archivar":
            return Archive(visit.sent("razon"))
        case "unir":
            return Merge(first)
    raise Problem(400)


def act(visit: Visit, group: int, seen: int, action: Action) -> Result:
    """Do what a reviewer wants with a group that they saw in the revision `seen`; what follows from it at once, follows."""
    return telling.decide(visit.console.desk, group, seen, action, visit.person.name)


def _back(visit: Visit) -> str:
    """Return the list as it was filtered; nothing else that is sent is believed to be an address of ours."""
    query = visit.sent("volver")
    return f"{PATH}?{query}" if query else PATH


ROUTES = (
    Route("GET", PATH, Role.READER, show),
    Route("POST", PATH, Role.REVIEWER, act_on_several),
)
