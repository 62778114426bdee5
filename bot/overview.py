"""What a person sees without asking: their questions and how these stand, what changed lately, what others ask most."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from bot.desk import Desk
from bot.ledger import AskedQuestion
from knowledge.answering import Outcome, Reply, can_be_given
from knowledge.model import Catalogue, Entry
from knowledge.publication import ChangeKind, changes
from knowledge.versions import NoSuchVersion, Versions

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
        is_followed = reply.outcome is not Outcome.ANSWERED and "followed" in desk.ledger.done_with(asked.event, platform, asker)
        found.append(MyQuestion(asked, desk.day_of(asked.at), reply, is_followed))
    return found


def changed_lately(desk: Desk, language: str, limit: int) -> list[LateChange]:
    """Return entries whose text changed, or that were added, `LATELY` (at most since the first version), in `language` where they have it."""
    catalogue = desk.catalogue()
    if not catalogue.version:
        return []
    try:
        before = desk.versions.in_service_at(desk.clock() - LATELY).number
    except NoSuchVersion:
        before = 1
    today = desk.today()
    in_force = (
        LateChange(entry, is_new)
        for entry_id, is_new in _said_since(desk.versions, before, catalogue.version)
        if (entry := _in_force(catalogue, entry_id, language, today))
    )
    return list(islice(in_force, limit))


@lru_cache(maxsize=4)  # the same for everybody until the next publication, or the next day
def _said_since(versions: Versions, before: int, after: int) -> tuple[tuple[str, bool], ...]:
    """Return the ids of the entries that say something else in one version than in another before it, each with whether it is new."""
    found: dict[str, bool] = {}
    for change in changes(versions.catalogue(before), versions.catalogue(after)):
        is_said = change.kind is ChangeKind.ADDED or any(field.field == "answer" or field.field.startswith("wording:") for field in change.fields)
        if change.part == "entry" and change.kind is not ChangeKind.REMOVED and is_said:
            found.setdefault(change.name, change.kind is ChangeKind.ADDED)
    return tuple(found.items())


def starters(desk: Desk, language: str, limit: int) -> list[Entry]:
    """Return entries to begin with, in `language`: those that people got most lately, then the catalogue's first."""
    catalogue, today = desk.catalogue(), desk.today()
    given = desk.ledger.most_given(desk.clock() - LATELY, 2 * limit)
    found: dict[str, Entry] = {}
    for entry_id in (*given, *(key.id for key in catalogue.entries)):
        if len(found) == limit:
            break
        if entry_id not in found and (entry := _in_force(catalogue, entry_id, language, today)):
            found[entry_id] = entry
    return list(found.values())


def _in_force(catalogue: Catalogue, entry_id: str, language: str, today: date) -> Entry | None:
    rows = {entry.language: entry for entry in catalogue.in_languages(entry_id) if can_be_given(entry, catalogue, today)}
    return rows.get(language) or next(iter(rows.values()), None)
