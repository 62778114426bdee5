"""What is still to be sent: messages that a platform owes, each recorded in the transaction of its event.

    sending, until the lease ends -> sent | undeliverable

Whoever records a message, or claims it, holds it until the lease ends; a process that dies loses its lease, and another one sends. So an answer to
somebody who waits is sent at least once, and only ever twice where a process dies between the sending and the mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.database import Database, Tables

LEASE = timedelta(seconds=60)
# So often a message is tried by one process after another before it is given up.
MOST_ATTEMPTS = 8

_SENT, _UNDELIVERABLE = "sent", "undeliverable"
_GIVE_UP = "UPDATE outgoing SET state = 'undeliverable' WHERE event = ? AND state = 'sending' AND lease_until <= ? AND attempts >= ?"
_TAKE = "UPDATE outgoing SET lease_until = ?, attempts = attempts + 1 WHERE event = ? AND state = 'sending' AND lease_until <= ?"


@dataclass(frozen=True, slots=True)
class Message:
    """The reply to an event, owed to `asker` at `send_to`, an address in the platform's own form. `about` is the event that this one is about."""

    event: str
    kind: str
    asker: str
    send_to: str
    about: str


class Outbox:
    """The outbox kept in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, event: str, now: datetime) -> bool:
        """Tell whether the message of an event is to be sent by whoever asks: it was never sent, and nobody holds it."""
        due = self._database.rows("SELECT event FROM outgoing WHERE event = ? AND state = 'sending' AND lease_until <= ?", (event, _milliseconds(now)))
        return bool(due and self._claim([event], now))

    def overdue(self, platform: str, now: datetime) -> list[Message]:
        """Claim every message of `platform` whose lease has ended, and return them in the order of recording."""
        waiting = self._database.rows(
            """SELECT event, kind, asker, send_to, about FROM outgoing JOIN event ON event.key = outgoing.event
            WHERE state = 'sending' AND lease_until <= ? AND platform = ? ORDER BY event.rowid""",
            (_milliseconds(now), platform),
        )
        claimed = self._claim([row["event"] for row in waiting], now) if waiting else set()
        return [Message(**row) for row in waiting if row["event"] in claimed]

    def sent(self, events: Iterable[str]) -> None:
        """Mark the messages of these events as sent."""
        self._mark(events, _SENT)

    def undeliverable(self, event: str) -> None:
        """Mark a message that its platform refuses for good."""
        self._mark([event], _UNDELIVERABLE)

    def hold(self, event: str, until: datetime) -> None:
        """Keep the lease until then: its holder was told to wait."""
        with self._database.write() as tables:
            tables.conn.execute("UPDATE outgoing SET lease_until = ? WHERE event = ?", (_milliseconds(until + LEASE), event))

    def _claim(self, events: list[str], now: datetime) -> set[str]:
        """Take the lease of those that are still due, and return them; one that was tried too often is given up."""
        claimed = set()
        with self._database.write() as tables:
            for event in events:
                tables.conn.execute(_GIVE_UP, (event, _milliseconds(now), MOST_ATTEMPTS))
                if tables.conn.execute(_TAKE, (_milliseconds(now + LEASE), event, _milliseconds(now))).rowcount:
                    claimed.add(event)
        return claimed

    def _mark(self, events: Iterable[str], state: str) -> None:
        with self._database.write() as tables:
            tables.conn.executemany("UPDATE outgoing SET state = ? WHERE event = ?", [(state, event) for event in events])


def owe(tables: Tables, event: str, send_to: str, now: datetime, *, is_held: bool) -> None:
    """Record, in the transaction of its event, that its reply is owed to `send_to`; `is_held` where whoever records it is about to send it."""
    lease_until = now + LEASE if is_held else now
    tables.conn.execute("INSERT INTO outgoing VALUES (?, ?, 'sending', ?, ?)", (event, send_to, _milliseconds(lease_until), int(is_held)))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
