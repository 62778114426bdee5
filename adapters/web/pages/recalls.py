"""Changes of answers that people had been given: for each person what they are told, for reviewers and editors who has read it."""

from collections import Counter

from starlette.responses import Response

from adapters.web import noticing
from adapters.web.drawing import draw
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, number_in
from bot import recall_wording
from bot.recalls import listing, telling
from bot.recalls.listing import Stand
from knowledge.text import without_controls

MINE, PATH = "/avisos", "/cambios"


def mine(visit: Visit) -> Response:
    """Show what waits for a person."""
    shown = []
    for notice in noticing.notices(visit.console.desk, visit.person):
        change = notice.reply.change
        lines = recall_wording.lines(change, visit.words) if change else [recall_wording.announced_by(notice.name, visit.words)]
        shown.append((notice, lines, draw(notice.reply, visit.words)))
    return visit.page("notices.html", notices=shown)


def acknowledge(visit: Visit) -> Response:
    if not noticing.acknowledge(visit.console.desk, visit.person, visit.sent("aviso", 400)):
        raise Problem(404)
    return visit.go(MINE, visit.words.gettext("Noted: you have read it."))


def show(visit: Visit) -> Response:
    """Show the changes that people were told of."""
    database, ledger = visit.console.service.database, visit.console.desk.ledger
    found = listing.recalls(database, entry=visit.asked("entrada"))
    replies = ledger.replies_to([one.sample for one in found]) if found else {}
    return visit.page("recalls.html", recalls=[(one, replies.get(one.sample)) for one in found], says=recall_wording, zone=visit.console.settings.zone)


def one(visit: Visit) -> Response:
    """Show one change: what it changed, and who has not read it; who that is only to those who answer for the texts."""
    database, ledger = visit.console.service.database, visit.console.desk.ledger
    number = number_in(visit.request.path_params["recall"])
    found = listing.recalls(database, recall=number) if number else []
    if not found:
        raise Problem(404)
    people = listing.people(database, found[0].id)
    missing = [person for person in people if person.state not in (Stand.ACKNOWLEDGED, Stand.SUPERSEDED)]
    return visit.page(
        "recall.html",
        recall=found[0],
        reply=ledger.reply_to(found[0].sample),
        departments=sorted(Counter(person.department for person in missing).items()),
        people=people if visit.may(Role.EDITOR) else [],
        says=recall_wording,
        zone=visit.console.settings.zone,
    )


def tell(visit: Visit) -> Response:
    """Tell those who hold an entry's former text, although its facts are the same."""
    entry = without_controls(visit.sent("entrada", 40)).strip()
    desk = visit.console.desk
    if not desk.catalogue().in_languages(entry):
        raise Problem(404, visit.words.gettext("No version has an entry {entry}.").format(entry=entry))
    told = telling.tell(desk, visit.console.settings.recall, entry, minor=True)
    said = visit.words.ngettext("{n} person is told.", "{n} people are told.", told).format(n=told)
    return visit.go(PATH, said)


ROUTES = (
    Route("GET", MINE, Role.READER, mine),
    Route("POST", MINE, Role.READER, acknowledge),
    Route("GET", PATH, Role.REVIEWER, show),
    Route("POST", PATH, Role.EDITOR, tell),
    Route("GET", f"{PATH}/{{recall}}", Role.REVIEWER, one),
)
