"""What a person sees without asking: their questions and how these stand, what changed lately, what others ask most."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.desk import Desk
from bot.ledger import AskedQuestion
from knowledge.answering import Outcome, Reply, can_be_given
from knowledge.model import Entry
from knowledge.publication import ChangeKind, changes
from knowledge.versions import NoSuchVersion

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """A question that a person asked, what it would be answered with now, and whether they wait to be told."""

    asked: AskedQuestion
    day: date
    now: Reply
    is_followed: bool


@dataclass(frozen=True, slots=True)
class LateChange:
    """An entry that is new, or says something else than it did `LATELY` ago."""

    entry: Entry
    is_new: bool


def my_questions(desk: Desk, platform: str, asker: str, limit: int) -> list[MyQuestion]:
    """Return what a person asked last, the latest first."""
    found = []
    for asked in desk.ledger.latest_asked_by(platform, asker, limit):
        reply = desk.preview(asked.question)
        is_followed = reply.outcome is not Outcome.ANSWERED and "followed" in desk.ledger.done_with(asked.event, asker)
        found.append(MyQuestion(asked, desk.day_of(asked.at), reply, is_followed))
    return found


def changed_lately(desk: Desk, language: str, limit: int) -> list[LateChange]:
    """Return entries whose text changed, or that were added, `LATELY` (at most since the first version), in `language` where they have it."""
    catalogue = desk.catalogue()
    if not catalogue.version:
        return []
    try:
        before = desk.versions.catalogue(desk.versions.in_service_at(desk.clock() - LATELY).number)
    except NoSuchVersion:
        before = desk.versions.catalogue(1)
    found: dict[str, LateChange] = {}
    for change in changes(before, catalogue):
        is_said = change.kind is ChangeKind.ADDED or any(field.field == "answer" or field.field.startswith("wording:") for field in change.fields)
        if change.part != "entry" or change.kind is ChangeKind.REMOVED or not is_said or change.name in found:
            continue
        if entry := _in_force(desk, change.name, language, desk.today()):
            found[change.name] = LateChange(entry, change.kind is ChangeKind.ADDED)
    return list(found.values())[:limit]


def starters(desk: Desk, language: str, limit: int) -> list[Entry]:
    """Return entries to begin with, in `language`: those that people got most lately, then the catalogue's first."""
    catalogue, today = desk.catalogue(), desk.today()
    given = desk.ledger.most_given(desk.clock() - LATELY, 2 * limit)
    found: dict[str, Entry] = {}
    for entry_id in (*given, *(key.id for key in catalogue.entries)):
        if len(found) == limit:
            break
        if entry_id not in found and (entry := _in_force(desk, entry_id, language, today)):
            found[entry_id] = entry
    return list(found.values())


def _in_force(desk: Desk, entry_id: str, language: str, today: date) -> Entry | None:
    catalogue = desk.catalogue()
    rows = {entry.language: entry for entry in catalogue.in_languages(entry_id) if can_be_given(entry, catalogue, today)}
    return rows.get(language) or next(iter(rows.values()), None)
