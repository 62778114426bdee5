"""The ledger's seal: a hash of what is kept for ever of each event, chained. Made by housekeeping, not while somebody waits.

What is personal (who asked, what they typed, reasons) is not in it, for that is lawfully erased; an event that is deleted when its period is over
leaves its hash, so that the chain can still be followed. What is sealed: when it happened, what kind of act it was, on which platform, what came of
it, with which entry of which version, for which channel, in which language, and the hash of the text that was given.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from knowledge import canonical, chain
from knowledge.database import Database, to_milliseconds

SEALED_FIELDS = """event.key AS key, received_at, kind, platform, event.outcome AS outcome, event.entry AS entry, reply.version AS version,
    reply.channel AS channel, reply.language AS language, reply.text AS text"""
# Another process may still be writing what it received so long ago.
_SETTLED_AFTER = timedelta(seconds=30)
CLOCKS_DIFFER = timedelta(hours=1)
_BATCH = 5_000


def leaf(row: Mapping[str, Any]) -> str:
    """Return the hash of an event, from a row of `SEALED_FIELDS`."""
    fields = (row[name] for name in ("received_at", "kind", "platform", "outcome", "entry", "version", "channel", "language"))
    return chain.link("", *fields, canonical.digest(row["text"] or ""))


def seal(database: Database, now: datetime) -> int:
    """Seal every event that is not sealed yet, and is settled; return how many."""
    sealed = 0
    while found := _seal_some(database, now):
        sealed += found
        if found < _BATCH:
            break
    return sealed


def _seal_some(database: Database, now: datetime) -> int:
    last = database.rows("SELECT last, until, chain FROM seal ORDER BY last DESC LIMIT 1")
    number, until, before = (last[0]["last"], last[0]["until"], last[0]["chain"]) if last else (0, 0, chain.START)
    waiting = f"""SELECT {SEALED_FIELDS} FROM event LEFT JOIN reply ON reply.event = event.key
        WHERE received_at >= ? AND received_at <= ? AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.event = event.key AND sealed.event <> '')
        ORDER BY received_at, event.key LIMIT ?"""  # noqa: S608 (our own words)
    since, settled = until - to_milliseconds_of(CLOCKS_DIFFER), to_milliseconds(now - _SETTLED_AFTER)
    if not database.rows(waiting, (since, settled, 1)):
        return 0
    with database.write() as tables:
        current = tables.conn.execute("SELECT coalesce(max(last), 0) AS last FROM seal").fetchone()["last"]
        if current != number:  # another process has just done it
            return _BATCH
        rows = tables.conn.execute(waiting, (since, settled, _BATCH)).fetchall()
        leaves = [leaf(row) for row in rows]
        tables.conn.executemany(
            "INSERT INTO sealed (number, event, hash) VALUES (?, ?, ?)",
            [(number + place, row["key"], hash_) for place, (row, hash_) in enumerate(zip(rows, leaves, strict=True), 1)],
        )
        tables.conn.execute(
            "INSERT INTO seal (last, until, chain, at) VALUES (?, ?, ?, ?)",
            (number + len(rows), max(until, rows[-1]["received_at"]), chain.chained(before, leaves), to_milliseconds(now)),
        )
    return len(rows)


def to_milliseconds_of(length: timedelta) -> int:
    return int(length.total_seconds() * 1000)
