"""The seal over what is append-only: a hash of what is kept for ever of each event, approval, freeze and record of erasure, chained.

Made by housekeeping, not while somebody waits. What is personal (who asked, what they typed, reasons) is not in it, for that is lawfully erased; an
event that is deleted when its period is over leaves its hash and its moment, so that the chain can still be followed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from knowledge import canonical, chain
from knowledge.database import Database, to_milliseconds

# Another process may still be writing what it received so long ago.
_SETTLED_AFTER = timedelta(seconds=30)
CLOCKS_DIFFER = timedelta(hours=1)
_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of record that is sealed: a query of its rows, with their `subject` (what `sealed` calls them) and moment `at`, and what of them."""

    name: str
    rows: str
    fields: tuple[str, ...]
    hashed: tuple[str, ...] = ()  # long texts: their hash is sealed

    def leaf(self, row: Mapping[str, Any]) -> str:
        """Return the hash of a row."""
        texts = (canonical.digest(str(row[name] or "")) for name in self.hashed)
        return chain.link(self.name, *(row[name] for name in self.fields), *texts)


EVENTS = Source(
    "event",
    """SELECT event.key AS subject, received_at AS at, kind, platform, event.outcome AS outcome, event.entry AS entry, reply.outcome AS reply_outcome,
        version, reply.entry AS reply_entry, reply.channel AS channel, reply.language AS language, text, content
    FROM event LEFT JOIN reply ON reply.event = event.key""",
    ("at", "kind", "platform", "outcome", "entry", "reply_outcome", "version", "reply_entry", "channel", "language"),
    ("text", "content"),
)
SOURCES = (
    EVENTS,
    Source(
        "approval",
        "SELECT 'approval:' || id AS subject, at, kind, key, hash, decision, way, person, name, reason, version FROM approval",
        ("at", "kind", "key", "hash", "decision", "way", "person", "name", "reason", "version"),
    ),
    Source(
        "freeze",
        "SELECT 'freeze:' || id AS subject, at, topic, name, until, reason, person, by FROM freeze",
        ("at", "topic", "name", "until", "reason", "person", "by"),
    ),
    Source(
        "unfreeze",
        "SELECT 'unfreeze:' || id AS subject, ended_at AS at, topic, ended_by FROM freeze WHERE ended_at IS NOT NULL",
        ("at", "topic", "ended_by"),
    ),
    Source(
        "evidence", "SELECT 'evidence:' || id AS subject, at, kind, by, detail FROM evidence", ("at", "kind", "by"), ("detail",)
    ),
)  # fmt: skip


def seal(database: Database, now: datetime) -> int:
    """Seal every record that is not sealed yet, and is settled; return how many.

    All in one transaction, so that whatever is older than the latest record sealed, and is not sealed, has been put in afterwards.
    """
    since = last_moment(database) - to_milliseconds_of(CLOCKS_DIFFER)
    until = to_milliseconds(now - _SETTLED_AFTER)
    if not any(_waiting(database, source, since, until) for source in SOURCES):
        return 0
    with database.write() as tables:  # looked at again within, for another process may have sealed or erased some meanwhile
        last, before = _latest(database)
        leaves = sorted(leaf for source in SOURCES for leaf in _leaves(database, source, since, until))
        if not leaves:
            return 0
        tables.conn.executemany(
            "INSERT INTO sealed (number, at, subject, source, hash) VALUES (?, ?, ?, ?, ?)",
            [(number, *leaf) for number, leaf in enumerate(leaves, last + 1)],
        )
        after = chained(before, ((at, source, hash_) for at, _, source, hash_ in leaves))
        tables.conn.execute("INSERT INTO seal (last, chain, at) VALUES (?, ?, ?)", (last + len(leaves), after, to_milliseconds(now)))
    return len(leaves)


def chained(before: str, leaves: Iterable[tuple[int, str, str]]) -> str:
    """Return the link after these leaves, each its moment, its source and its hash."""
    for leaf in leaves:
        before = chain.link(before, *leaf)
    return before


def last_moment(database: Database) -> int:
    """Return the moment of the latest record that is sealed, in milliseconds; 0 for none."""
    return int(database.rows("SELECT coalesce(max(at), 0) AS at FROM sealed")[0]["at"])


def _latest(database: Database) -> tuple[int, str]:
    rows = database.rows("SELECT last, chain FROM seal ORDER BY last DESC LIMIT 1")
    return (rows[0]["last"], rows[0]["chain"]) if rows else (0, chain.START)


def _leaves(database: Database, source: Source, since: int, until: int) -> Iterator[tuple[int, str, str, str]]:
    """Yield what is not sealed of a source, page by page: moment, subject, source and hash."""
    after = ""
    while rows := _waiting(database, source, since, until, after=after, most=_PAGE):
        for row in rows:
            yield row["at"], row["subject"], source.name, source.leaf(row)
        since, after = rows[-1]["at"], rows[-1]["subject"]


def _waiting(database: Database, source: Source, since: int, until: int, *, after: str = "", most: int = 1) -> list[dict[str, Any]]:
    """Return up to `most` records that are not sealed, of the moment `since` those called later than `after`, and later ones."""
    return database.rows(
        f"""SELECT * FROM ({source.rows}) AS record WHERE (at, subject) > (?, ?) AND at <= ?
        AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.subject = record.subject AND sealed.subject <> '')
        ORDER BY at, subject LIMIT ?""",  # noqa: S608
        (since, after, until, most),
    )


def to_milliseconds_of(length: timedelta) -> int:
    return int(length.total_seconds() * 1000)
