"""What is still to be sent: messages that a platform owes, each recorded in the transaction of its event.

    sending, until the lease ends -> sent | undeliverable | uncertain

Whoever records a message, or claims it, holds it until the lease ends, and renews the lease as long as they have it in hand; a process that dies loses
its leases, and another one sends. So an answer to somebody who waits is sent at least once, and twice only where a process dies, or the platform does
not say whether it took it, between the sending and the mark; of one in several messages, the first ones also where a later one fails.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from knowledge.database import Database, Tables, to_milliseconds, to_moment

LEASE = timedelta(seconds=60)
# What failed is tried again after one lease, two, three… up to so many; and given up a day after its event.
MOST_LEASES = 15
GIVEN_UP_AFTER = timedelta(days=1)
# So many are looked at in one go.
_BATCH = 100

_log = structlog.get_logger("unavoz.outbox")


@dataclass(frozen=True, slots=True)
class Message:
    """The reply to an event, owed to `recipient` at `send_to`, a name and an address in the platform's own form.

    `about` is the event that this one is about; `since` when it is owed; `attempts` how often it was tried so that it may have been sent.
    """

    event: str
    kind: str
    recipient: str
    send_to: str
    about: str
    since: datetime
    attempts: int = 0


class Outbox:
    """The outbox kept in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, event: str, now: datetime, send_to: str = "", attempts: int | None = None) -> bool:
        """Tell whether the message of an event is to be sent by whoever asks: it was not sent, and nobody holds it.

        One that could not be delivered may be claimed too, by a person's second attempt; `send_to` is that attempt's address, if another. Whoever has
        seen the message after so many `attempts` does not get it after more: another process may have sent it since, and nobody knows.
        """
        sql = """SELECT attempts FROM outgoing
            WHERE event = ? AND (state = 'undeliverable' OR (state = 'sending' AND lease_until <= ?)) AND attempts = coalesce(?, attempts)"""
        if not self._database.rows(sql, (event, to_milliseconds(now), attempts)):
            return False
        with self._database.write() as tables:
            due = tables.conn.execute(sql, (event, to_milliseconds(now), attempts)).fetchone()
            if due is None:
                return False
            lease = LEASE * min(due["attempts"] + 1, MOST_LEASES)
            tables.conn.execute(
                """UPDATE outgoing SET state = 'sending', lease_until = ?, attempts = attempts + 1, send_to = coalesce(nullif(?, ''), send_to)
                WHERE event = ?""",
                (to_milliseconds(now + lease), send_to, event),
            )
        return True

    def overdue(self, platform: str, now: datetime) -> list[Message]:
        """Return the messages of `platform` whose lease has ended, in the order of recording; each is to be claimed before it is sent."""
        rows = self._database.rows(
            # CROSS JOIN: the few that wait first. Left to itself, SQLite may go through every event of the platform.
            """SELECT event, kind, recipient, send_to, about, received_at, attempts FROM outgoing CROSS JOIN event ON event.key = outgoing.event
            WHERE state = 'sending' AND lease_until <= ? AND platform = ? ORDER BY event.rowid LIMIT ?""",
            (to_milliseconds(now), platform, _BATCH),
        )
        given_up = to_milliseconds(now - GIVEN_UP_AFTER)
        found = []
        for row in rows:
            if row["received_at"] < given_up:
                self.undeliverable(row["event"])
            else:
                found.append(_message(row))
        return found

    def waiting_at(self, send_to: str) -> list[Message]:
        """Return what is owed at an address where nobody is called, but looks for themselves; the oldest first."""
        rows = self._database.rows(
            """SELECT event, kind, recipient, send_to, about, received_at, attempts FROM outgoing JOIN event ON event.key = outgoing.event
            WHERE state = 'sending' AND send_to = ? ORDER BY event.rowid LIMIT ?""",
            (send_to, _BATCH),
        )
        return [_message(row) for row in rows]

    def renew(self, events: Iterable[str], now: datetime) -> None:
        """Keep the leases of the messages that somebody has in hand."""
        with self._database.write() as tables:
            tables.conn.executemany(
                "UPDATE outgoing SET lease_until = max(lease_until, ?) WHERE event = ? AND state = 'sending'",
                [(to_milliseconds(now + LEASE), event) for event in events],
            )

    def is_sent(self, event: str) -> bool:
        return self._is(event, "sent")

    def is_undeliverable(self, event: str) -> bool:
        return self._is(event, "undeliverable")

    def _is(self, event: str, state: str) -> bool:
        return bool(self._database.rows("SELECT 1 FROM outgoing WHERE event = ? AND state = ?", (event, state)))

    def undeliverable(self, event: str) -> None:
        """Mark a message that its platform refuses for good, or that is too old; one that was sent meanwhile stays sent."""
        _log.error("undeliverable", key=event)
        with self._database.write() as tables:
            tables.conn.execute("UPDATE outgoing SET state = 'undeliverable' WHERE event = ? AND state = 'sending'", (event,))

    def not_sent(self, event: str) -> None:
        """Take back an attempt of which it is known that nothing was sent."""
        with self._database.write() as tables:
            tables.conn.execute("UPDATE outgoing SET attempts = max(attempts - 1, 0) WHERE event = ? AND state = 'sending'", (event,))

    def uncertain(self, event: str) -> None:
        """Mark a message of which nobody can tell whether it was sent, and which is not to be sent twice; forget where it was to go."""
        with self._database.write() as tables:
            tables.conn.execute("UPDATE outgoing SET state = 'uncertain', send_to = '', recipient = '' WHERE event = ? AND state = 'sending'", (event,))


def _message(row: Mapping[str, Any]) -> Message:
    since = to_moment(row["received_at"])
    return Message(row["event"], row["kind"], row["recipient"], row["send_to"], row["about"], since, row["attempts"])


def owe(tables: Tables, event: str, send_to: str, recipient: str, now: datetime, *, is_held: bool) -> None:
    """Record, in the transaction of its event, that its reply is owed; `is_held` where whoever records it is about to send it."""
    lease_until = to_milliseconds(now + LEASE if is_held else now)
    tables.conn.execute(
        "INSERT INTO outgoing (event, send_to, recipient, state, lease_until, attempts) VALUES (?, ?, ?, 'sending', ?, ?)",
        (event, send_to, recipient, lease_until, int(is_held)),
    )


def mark_sent(tables: Tables, events: Iterable[str]) -> None:
    """Mark, inside a transaction, the messages of these events as sent, and forget where that was."""
    tables.conn.executemany("UPDATE outgoing SET state = 'sent', send_to = '', recipient = '' WHERE event = ?", [(event,) for event in events])
