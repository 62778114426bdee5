"""The ledger: every question and its reply, with the version that answered. Append-only.

An event is recorded once. Delivered again (platforms do), it gets the reply that was recorded the first time.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from bot.events import Asked, Event
from knowledge.answering import Reply
from knowledge.database import Database
from knowledge.model import EntryKey


@dataclass(frozen=True, slots=True)
class PickedSuggestion:
    """A question, and the entry that was picked of its suggestions."""

    question: str
    entry: EntryKey


@cache
def _replies() -> TypeAdapter[Reply]:
    """Return the codec of replies; made at first use, for it takes longer than most commands."""
    return TypeAdapter(Reply)


class Ledger:
    """The ledger kept in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reply_to(self, event_key: str) -> Reply | None:
        """Return the reply that was recorded for an event, or None for a new one."""
        rows = self._database.rows("SELECT content FROM reply WHERE event = ?", (event_key,))
        return _replies().validate_json(rows[0]["content"]) if rows else None

    def picked(self) -> list[PickedSuggestion]:
        """Return what was asked where one of its suggestions was then picked by whoever asked, in the order of picking.

        The question meant is that person's latest before the pick, if its suggestions hold the entry.
        """
        rows = self._database.rows(
            """SELECT question.text AS question, asked.content AS asked, picked.entry AS entry, picked.language AS language
            FROM event AS pick
            JOIN reply AS picked ON picked.event = pick.key
            JOIN event AS ask ON ask.rowid = (
                SELECT earlier.rowid FROM event AS earlier
                WHERE earlier.kind = 'asked' AND earlier.platform = pick.platform AND earlier.asker = pick.asker AND earlier.rowid < pick.rowid
                ORDER BY earlier.rowid DESC LIMIT 1)
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

    def record(self, event: Event, reply: Reply, at: datetime) -> Reply:
        """Record `event` with `reply` in one transaction, and return the reply on record: the earlier one if another process was first."""
        received_at = int(at.timestamp() * 1000)
        with self._database.write() as tables:
            if earlier := self.reply_to(event.key):
                return earlier
            kind = type(event).__name__.lower()
            tables.table("event").insert({"key": event.key, "received_at": received_at, "kind": kind, "platform": event.platform, "asker": event.asker})
            if isinstance(event, Asked):
                asked = event.question
                tables.table("question").insert({"event": event.key, "text": asked.text, "channel": asked.channel, "language": asked.language})
            tables.table("reply").insert(
                {
                    "event": event.key,
                    "outcome": str(reply.outcome),
                    "version": reply.version,
                    "entry": reply.entry,
                    "channel": reply.channel,
                    "language": reply.language,
                    "confidence": reply.confidence,
                    "text": reply.text,
                    "content": _replies().dump_json(reply).decode(),
                }
            )
        return reply
