"""What did we say then? What the desk answered to a question on a day, or would have: the words in force, who approved them, how many were given them.

Of a moment, it is the version in service at that moment with the shared facts of its day, and the holding lines of the topics that were frozen
then; of a day without a time, every version that was in service on it, and each freeze that an admin ordered, or ended, from when on it held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.approvals import store
from bot.approvals.values import Approval
from bot.desk import Desk
from bot.publishing import matcher_of
from knowledge import canonical, freezing, text
from knowledge.answering import Note, Outcome, Question, Reply, answer, give
from knowledge.database import Database, to_milliseconds
from knowledge.model import Catalogue, Entry, EntryKey
from knowledge.versions import NoSuchVersion, Version, Versions

MOST_GIVEN = 50


@dataclass(frozen=True, slots=True)
class Words:
    """What was in force: the version, from when until when it answered so (None for still), the reply, its row, and how often it was given then.

    `row` is None for a holding line. `approval` is the record of a second person's approval, where there is one.
    """

    version: Version
    since: datetime
    until: datetime | None
    reply: Reply
    row: Entry | None
    given: int
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One reply on record to the same question, asked in the same words: when, on which platform, for which channel, what was given."""

    at: datetime
    platform: str
    channel: str
    entry: str
    version: int
    text: str
    outcome: str


def words_on(desk: Desk, asked: str, since: datetime, until: datetime, *, channel: str = "", language: str = "") -> list[Words]:
    """Return what answered `asked` (a question, or the id of an entry) between two moments, the earliest first."""
    found: list[Words] = []
    called = desk.versions.entry_id(asked)
    for version, version_begins, version_ends in _in_service(desk.versions, since, until):
        catalogue = desk.versions.catalogue(version.number)
        spans: list[tuple[datetime, datetime | None, Reply]] = []
        for begins, ends in _between_orders(desk, version_begins, version_ends, since, until):
            reply = _reply(desk, catalogue, asked, called, max(begins, since), channel, language)
            if spans and spans[-1][2] == reply:  # an order that was none of its topic's
                spans[-1] = (spans[-1][0], ends, reply)
            else:
                spans.append((begins, ends, reply))
        for begins, ends, reply in spans:
            # Whoever approved an entry has not approved what is said in its place while its topic is frozen.
            is_own = bool(reply.entry) and Note.FROZEN not in reply.notes
            row = catalogue.entries.get(EntryKey(reply.entry, reply.language)) if is_own else None
            given = _times(desk.ledger.database, reply, max(begins, since), ends if ends and ends < until else until)
            approval = store.approved_by(desk.ledger.database, canonical.hash_of(row)) if row else None
            found.append(Words(version, begins, ends, reply, row, given, approval))
    return found


def _between_orders(
    desk: Desk, begins: datetime, ends: datetime | None, since: datetime, until: datetime
) -> Iterable[tuple[datetime, datetime | None]]:
    """Return the time that a version was in service, in pieces: another one from each moment at which an admin froze a topic, or ended that."""
    moments = desk.freezes.changed_between(max(begins, since), ends if ends and ends < until else until)
    return zip([begins, *moments], [*moments, ends], strict=True)


def _reply(desk: Desk, catalogue: Catalogue, asked: str, called: str, moment: datetime, channel: str, language: str) -> Reply:
    """Return what was answered at a moment. `called` is the id of the entry that `asked` may be."""
    day = desk.day_of(moment)
    frozen = freezing.frozen_on(catalogue, day, desk.freezes.ordered_at(moment, day))
    if not catalogue.in_languages(called):
        return answer(Question(asked, channel, language), catalogue, matcher_of(catalogue, desk.versions), day, frozen=frozen)
    row = catalogue.in_language(called, language)
    return give(catalogue, row.key, Question("", channel, language), day, frozen=frozen) if row else Reply(Outcome.UNANSWERED, catalogue.version)


def given_on(desk: Desk, asked: str, since: datetime, until: datetime) -> list[Given]:
    """Return what was really given to the same question, whatever its case, accents and punctuation, the earliest first, up to `MOST_GIVEN`."""
    key = text.key(asked)
    if not key:  # as that of every question whose text was erased
        return []
    rows = desk.ledger.database.rows(
        """SELECT received_at, platform, question.text AS asked, reply.channel AS channel, reply.entry AS entry, version, reply.text AS text,
        reply.outcome AS outcome FROM event JOIN question ON question.event = event.key JOIN reply ON reply.event = event.key
        WHERE received_at >= ? AND received_at < ? AND kind = 'asked' ORDER BY received_at""",
        (to_milliseconds(since), to_milliseconds(until)),
    )
    return [
        Given(
            desk.to_zone(row["received_at"]), row["platform"], row["channel"], row["entry"], row["version"], row["text"], row["outcome"]
        )
        for row in rows
        if text.key(row["asked"]) == key
    ][:MOST_GIVEN]  # fmt: skip


def _in_service(versions: Versions, since: datetime, until: datetime) -> list[tuple[Version, datetime, datetime | None]]:
    """Return the versions that answered between two moments, each with when it began and ended."""
    newest_first = versions.all()
    found = []
    ends: datetime | None = None
    for version in newest_first:
        if version.published_at < until and (ends is None or ends > since):
            found.append((version, version.published_at, ends))
        ends = version.published_at
    if not found:
        raise NoSuchVersion(since.isoformat())
    return found[::-1]


def _times(database: Database, reply: Reply, since: datetime, until: datetime) -> int:
    """Return how often the entry's very text was given between two moments."""
    if not reply.text:
        return 0
    rows = database.rows(
        """SELECT count(*) AS times FROM event JOIN reply ON reply.event = event.key
        WHERE event.entry = ? AND event.entry <> '' AND received_at >= ? AND received_at < ? AND event.outcome = 'answered' AND reply.text = ?""",
        (reply.entry, to_milliseconds(since), to_milliseconds(until), reply.text),
    )
    return int(rows[0]["times"])


def day_span(desk: Desk, day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends, where the administration is."""
    return desk.midnight(day), desk.midnight(day + timedelta(days=1))
