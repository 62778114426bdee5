"""Who is signed in, kept in the database: a session ends after half an hour without use, and after eight hours in any case.

A token is 256 bits of chance; only its hash is stored, so that whoever reads the database cannot sign in with what they find. So is a login code.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.web.roles import Person, Role
from knowledge.database import Database, to_milliseconds

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
CODE_FOR = timedelta(minutes=10)
# A session's last use is written down this often at most: a page is no reason to wait for the disk.
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in. `secret` is what their forms carry, so that no other site can send them."""

    hash: str
    person: Person
    secret: str


class Sessions:
    """The sessions kept in `database`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def open(self, person: Person) -> str:
        """Begin a session and return its token, which is nowhere kept. Sessions that ended are forgotten on the way."""
        token, now = _chance(), self._clock()
        row = (_hash(token), person.id, person.name, _to_text(person.roles), person.department, _chance(), *(to_milliseconds(now),) * 2)
        with self._database.write() as tables:
            tables.conn.execute("DELETE FROM session WHERE seen_at <= ? OR opened_at <= ?", _ended(now))
            tables.conn.execute(
                "INSERT INTO session (hash, person, name, role, department, secret, opened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
            )
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token that still holds, and note that it is used."""
        now = self._clock()
        rows = self._database.rows("SELECT * FROM session WHERE hash = ? AND seen_at > ? AND opened_at > ?", (_hash(token), *_ended(now)))
        if not rows:
            return None
        row = rows[0]
        if row["seen_at"] <= to_milliseconds(now - _NOTED_EVERY):
            with self._database.write() as tables:
                tables.conn.execute("UPDATE session SET seen_at = ? WHERE hash = ?", (to_milliseconds(now), row["hash"]))
        return Session(row["hash"], _to_person(row), row["secret"])

    def close(self, session: Session) -> None:
        """End a session here, whatever the browser keeps."""
        with self._database.write() as tables:
            tables.conn.execute("DELETE FROM session WHERE hash = ?", (session.hash,))

    def close_all_of(self, person: str) -> int:
        """End every session of a person, and return how many there were."""
        with self._database.write() as tables:
            return tables.conn.execute("DELETE FROM session WHERE person = ?", (person,)).rowcount


class Codes:
    """One-time codes that sign somebody in: good for one use within ten minutes."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def issue(self, person: Person) -> str:
        """Return a new code for `person`."""
        code = _chance()
        row = (_hash(code), person.id, person.name, _to_text(person.roles), to_milliseconds(self._clock() + CODE_FOR))
        with self._database.write() as tables:
            tables.conn.execute("INSERT INTO login_code (hash, person, name, role, ends_at) VALUES (?, ?, ?, ?, ?)", row)
        return code

    def use(self, code: str) -> Person | None:
        """Return whom the code signs in, and make it useless; None where it is not known, used, or too old."""
        now = to_milliseconds(self._clock())
        with self._database.write() as tables:
            found = tables.conn.execute("SELECT * FROM login_code WHERE hash = ? AND ends_at > ?", (_hash(code), now)).fetchone()
            tables.conn.execute("DELETE FROM login_code WHERE hash = ? OR ends_at <= ?", (_hash(code), now))
        return _to_person({**dict(found), "department": ""}) if found else None


def _ended(now: datetime) -> tuple[int, int]:
    return to_milliseconds(now - IDLE), to_milliseconds(now - LONGEST)


def _chance() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _to_text(roles: frozenset[Role]) -> str:
    return " ".join(sorted(roles))


def _to_person(row: dict[str, Any]) -> Person:
    return Person(row["person"], row["name"], frozenset(map(Role, row["role"].split())), row["department"])
