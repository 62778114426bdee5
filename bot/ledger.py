"""The ledger: every question and its reply, with the version that answered. Append-only.

An event is recorded once. Delivered again (platforms do), it gets the reply that was recorded the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.events import Asked, Drafted, Event, Explained, Rated
from bot.outbox import Outbox, mark_sent, owe
from bot.pseudonyms import Pseudonyms
from knowledge.answering import Question, Reply
from knowledge.database import Database, Tables, to_milliseconds, to_moment
from knowledge.model import EntryKey


@dataclass(frozen=True, slots=True)
class PickedSuggestion:
    """A question, and the entry that was picked of its suggestions."""

    question: str
    entry: EntryKey


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question on record: the key of its event, and when it was asked."""

    event: str
    question: Question
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """An event with its reply, to be recorded; who did it stands in it by their pseudonym.

    Where `send_to` is an address the reply is owed there, to `recipient`, the platform's own name for them; `is_held` where whoever records it
    sends it.
    """

    event: Event
    reply: Reply
    send_to: str = ""
    recipient: str = ""
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The reply on record, and whether it was recorded just now."""

    reply: Reply
    is_new: bool


@cache
def _replies() -> TypeAdapter[Reply]:
    """Return the codec of replies; made at first use, for it takes longer than most commands."""
    return TypeAdapter(Reply)


Also = Callable[[Tables, Record], None]


class Ledger:
    """The ledger kept in `database`. People stand in it by their `pseudonyms`; where they are named, their name is turned into it."""

    def __init__(self, database: Database, pseudonyms: Pseudonyms) -> None:
        self.database = database
        self.pseudonyms = pseudonyms
        self.outbox = Outbox(database)

    def reply_to(self, event_key: str) -> Reply | None:
        """Return the reply that was recorded for an event, or None for a new one."""
        return self.replies_to([event_key]).get(event_key)

    def replies_to(self, event_keys: Sequence[str]) -> dict[str, Reply]:
        """Return the replies that were recorded for these events, by the events' keys; new ones have none."""
        marks = ", ".join("?" * len(event_keys))
        rows = self.database.rows(f"SELECT event, content FROM reply WHERE event IN ({marks})", event_keys)  # noqa: S608 (question marks alone)
        return {row["event"]: _replies().validate_json(row["content"]) for row in rows}

    def picked(self) -> list[PickedSuggestion]:
        """Return what was asked where one of its suggestions was then picked, in the order of picking.

        The question meant is the one that the pick names; where it names none, that person's latest before it, if its suggestions hold the entry.
        """
        rows = self.database.rows(
            """SELECT question.text AS question, asked.content AS asked, picked.entry AS entry, picked.language AS language
            FROM event AS pick
            JOIN reply AS picked ON picked.event = pick.key
            JOIN event AS ask ON ask.rowid = CASE WHEN pick.about <> '' THEN (SELECT rowid FROM event WHERE key = pick.about) ELSE (
                SELECT earlier.rowid FROM event AS earlier
                WHERE earlier.kind = 'asked' AND earlier.platform = pick.platform AND earlier.asker = pick.asker AND earlier.rowid < pick.rowid
                ORDER BY earlier.rowid DESC LIMIT 1) END
            JOIN question ON question.event = ask.key
            JOIN reply AS asked ON asked.event = ask.key
            WHERE pick.kind = 'picked' AND picked.outcome = 'answered' AND asked.outcome = 'suggested'
            ORDER BY pick.rowid"""
        )
        found = []
        for row in rows:
            suggested = {suggestion.entry for suggestion in _replies().validate_json(row["asked"]).suggestions}
            if row["entry"] in suggested:
                found.append(PickedSuggestion(row["question"], EntryKey(row["entry"], row["language"])))
        return found

    def asked(self, event_key: str) -> AskedQuestion | None:
        """Return the question that an event asked, or that the reply it is about was asked with; None where there was none."""
        rows = self.database.rows(
            """WITH RECURSIVE chain(key, about, at) AS (
                SELECT key, about, received_at FROM event WHERE key = ?
                UNION SELECT event.key, event.about, event.received_at FROM event JOIN chain ON event.key = chain.about)
            SELECT key, text, channel, language, reads, at FROM chain JOIN question ON question.event = chain.key LIMIT 1""",
            (event_key,),
        )
        if not rows:
            return None
        return _asked(rows[0])

    def latest_asked_by(self, platform: str, asker: str, limit: int) -> list[AskedQuestion]:
        """Return what a person asked last, the latest first."""
        rows = self.database.rows(
            """SELECT key, text, channel, language, reads, received_at AS at FROM event JOIN question ON question.event = event.key
            WHERE platform = ? AND asker = ? AND kind = 'asked' ORDER BY event.rowid DESC LIMIT ?""",
            (platform, self.pseudonyms.of(platform, asker), limit),
        )
        return [_asked(row) for row in rows]

    def done_with(self, event_key: str, platform: str, asker: str) -> frozenset[str]:
        """Return what a person did with the reply to an event: kinds of event (`followed`, `shared`), and verdicts (`useful`).

        What is to be sent counts as done once it is sent.
        """
        rows = self.database.rows(
            """SELECT kind, detail FROM event LEFT JOIN outgoing ON outgoing.event = event.key
            WHERE about = ? AND about <> '' AND asker = ? AND (state IS NULL OR state = 'sent')""",  # the second as the index has it
            (event_key, self.pseudonyms.of(platform, asker)),
        )
        return frozenset(row["detail"] if row["kind"] == "rated" else row["kind"] for row in rows)

    def most_given(self, since: datetime, limit: int) -> list[str]:
        """Return the ids of the entries that were given most since then, the most given first."""
        rows = self.database.rows(
            """SELECT entry, count(*) AS times FROM event
            WHERE received_at >= ? AND outcome = 'answered' GROUP BY entry ORDER BY times DESC, entry LIMIT ?""",
            (to_milliseconds(since), limit),
        )
        return [row["entry"] for row in rows]

    def record(self, records: Sequence[Record], at: datetime, sent: Sequence[str] = (), also: Also | None = None) -> list[Recorded]:
        """Record events with their replies, and mark the messages of `sent` as sent, all in one transaction; for each new one do `also` in it.

        Returns the replies on record: an earlier one where another process, or an equal event before it in `records`, was first.
        """
        found = []
        with self.database.write() as tables:
            for record in records:
                is_new = _insert(tables, record, at)
                found.append(Recorded(record.reply if is_new else self.replies_to([record.event.key])[record.event.key], is_new))
                if is_new and also:
                    also(tables, record)
            if sent:
                mark_sent(tables, sent)
        return found


def _asked(row: Mapping[str, Any]) -> AskedQuestion:
    return AskedQuestion(row["key"], Question(row["text"], row["channel"], row["language"], row["reads"]), to_moment(row["at"]))


def _insert(tables: Tables, record: Record, at: datetime) -> bool:
    """Record an event with its reply; tell whether it was new."""
    event, reply = record.event, record.reply
    execute = tables.conn.execute  # sqlite-utils reads the schema at every insert, and this is the path of every question
    about = "" if isinstance(event, Asked) else event.about
    department = event.department if isinstance(event, Asked | Drafted) else ""
    inserted = execute(
        """INSERT INTO event (key, received_at, kind, platform, asker, about, detail, department, outcome, entry)
        VALUES (?, ?, ?, ?, ?, ?, ?, coalesce((SELECT department FROM event WHERE key = ?), ?), ?, ?) ON CONFLICT (key) DO NOTHING""",
        (
            event.key,
            to_milliseconds(at),
            type(event).__name__.lower(),
            event.platform,
            event.asker,
            about,
            _detail(record),
            about,  # what is done with a reply is done for the department that asked
            department,
            str(reply.outcome),
            reply.entry,
        ),
    )
    if not inserted.rowcount:
        return False
    if isinstance(event, Asked) or (isinstance(event, Drafted) and event.question.text):
        asked = event.question
        execute(
            "INSERT INTO question (event, text, channel, language, reads) VALUES (?, ?, ?, ?, ?)",
            (event.key, asked.text, asked.channel, asked.language, asked.reads),
        )
    execute(
        "INSERT INTO reply (event, outcome, version, entry, channel, language, confidence, text, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.key,
            str(reply.outcome),
            reply.version,
            reply.entry,
            reply.channel,
            reply.language,
            reply.confidence,
            reply.text,
            _replies().dump_json(reply).decode(),
        ),
    )
    if record.send_to:
        owe(tables, event.key, record.send_to, record.recipient, at, is_held=record.is_held)
    return True


def _detail(record: Record) -> str:
    match record.event:
        case Drafted():
            return str(record.reply.judgement.verdict) if record.reply.judgement else ""
        case Rated(verdict=verdict):
            return str(verdict)
        case Explained(reason=reason):
            return reason
        case _:
            return ""
