"""Whether anything was altered afterwards: each version's link, its parts and their content, the workbooks, and what is sealed of the ledger.

Whoever may write the file may make the whole chain anew: a head that was written down elsewhere is what proves it against them too (docs/operators.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.audit import sealing
from knowledge import canonical, chain
from knowledge.database import Database
from knowledge.versions import Versions, Workbook, link_of


class Wrong(StrEnum):
    """What is not as it was sealed."""

    LINK = "link"  # a version's record
    MISSING_VERSION = "missing_version"
    PARTS = "parts"  # which parts a version has
    CONTENT = "content"  # what a part says
    WORKBOOK = "workbook"
    EVENT = "event"
    DELETED_EVENT = "deleted_event"
    ADDED_EVENT = "added_event"
    SEAL = "seal"
    HEAD = "head"


_SHOWN = 32  # hexadecimal digits of a link: 128 bits, which nobody finds twice
_HEAD = re.compile(rf"v(\d{{1,9}})-([0-9a-f]{{{_SHOWN}}})-e(\d{{1,12}})-([0-9a-f]{{{_SHOWN}}})")


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that is not as it was: `where` is a version's number, a part's name, a key of an event, a seal's number."""

    wrong: Wrong
    where: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, what is wrong, and the chain's head: a link that holds all before it."""

    head: str
    versions: int
    events: int
    not_sealed: int
    deleted: int
    alterations: tuple[Alteration, ...] = ()


def head(database: Database) -> str:
    """Return the head of both chains: `v7-…-e1234-…`, the latest version and the latest sealed event, each with half of its link."""
    version = database.rows("SELECT number, chain FROM version ORDER BY number DESC LIMIT 1")
    seal = database.rows("SELECT last, chain FROM seal ORDER BY last DESC LIMIT 1")
    number, link = (version[0]["number"], version[0]["chain"]) if version else (0, "0" * _SHOWN)
    last, sealed = (seal[0]["last"], seal[0]["chain"]) if seal else (0, "0" * _SHOWN)
    return f"v{number}-{link[:_SHOWN]}-e{last}-{sealed[:_SHOWN]}"


def is_head(written: str) -> bool:
    """Tell whether a text has the form of a head."""
    return _HEAD.fullmatch(written.strip().lower()) is not None


def verify(database: Database, expected: str = "") -> Verification:
    """Look at everything. `expected` is a head that was written down, of now or of any earlier time."""
    wrong = [*_versions(database), *_content(database), *_ledger(database)]
    if expected and not _was_head(database, expected):
        wrong.append(Alteration(Wrong.HEAD, expected))
    counted = database.rows(
        """SELECT (SELECT count(*) FROM version) AS versions, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM sealed) AS sealed,
        (SELECT count(*) FROM sealed WHERE event = '') AS deleted"""
    )[0]
    open_ = counted["events"] - (counted["sealed"] - counted["deleted"])
    return Verification(head(database), counted["versions"], counted["events"], max(open_, 0), counted["deleted"], tuple(wrong))


def _was_head(database: Database, written: str) -> bool:
    """Tell whether what was written down is what stands there now for that version and that event."""
    found = _HEAD.fullmatch(written.strip().lower())
    if found is None:
        return False
    number, link, last, sealed = found.groups()
    version = database.rows("SELECT chain FROM version WHERE number = ?", (int(number),))
    seal = database.rows("SELECT chain FROM seal WHERE last = ?", (int(last),))
    is_version = version[0]["chain"].startswith(link) if version else int(number) == 0
    return is_version and (seal[0]["chain"].startswith(sealed) if seal else int(last) == 0)


def _versions(database: Database) -> Iterator[Alteration]:
    before, expected = chain.START, 1
    versions = Versions(database)
    for version in reversed(versions.all()):
        if version.number != expected:
            yield Alteration(Wrong.MISSING_VERSION, str(expected))
            expected = version.number
        if link_of(version, before) != version.chain:
            yield Alteration(Wrong.LINK, str(version.number))
        rows = database.rows("SELECT hash FROM version_part WHERE version = ? ORDER BY position", (version.number,))
        if canonical.digest("\n".join(row["hash"] for row in rows)) != version.digest:
            yield Alteration(Wrong.PARTS, str(version.number))
        before, expected = version.chain, expected + 1


def _content(database: Database) -> Iterator[Alteration]:
    names = {
        row["hash"]: f"{row['key']} (v{row['version']})"
        for row in database.rows("SELECT hash, key, min(version) AS version FROM version_part GROUP BY hash")
    }
    found = set()
    for row in database.rows("SELECT hash, kind, content FROM part"):
        found.add(row["hash"])
        if canonical.digest(f"{row['kind']}\n{row['content']}") != row["hash"]:
            yield Alteration(Wrong.CONTENT, names.get(row["hash"], row["hash"]))
    yield from (Alteration(Wrong.CONTENT, name) for hash_, name in names.items() if hash_ not in found)
    for row in database.rows("SELECT hash, name, content FROM workbook"):
        if Workbook(row["name"], row["content"]).hash != row["hash"]:
            yield Alteration(Wrong.WORKBOOK, row["name"])


def _ledger(database: Database) -> Iterator[Alteration]:
    last = chain.START
    seals = {row["last"]: row["chain"] for row in database.rows("SELECT last, chain FROM seal")}
    fields = sealing.SEALED_FIELDS
    number = 0
    for row in database.rows(
        f"""SELECT number, sealed.event AS event, sealed.hash AS hash, {fields} FROM sealed
        LEFT JOIN event ON event.key = sealed.event AND sealed.event <> '' LEFT JOIN reply ON reply.event = event.key ORDER BY number"""  # noqa: S608
    ):
        number = row["number"]
        if row["event"] and row["key"] is None:
            yield Alteration(Wrong.DELETED_EVENT, row["event"])
        elif row["event"] and sealing.leaf(row) != row["hash"]:
            yield Alteration(Wrong.EVENT, row["event"])
        last = chain.link(last, row["hash"])
        if seals.get(number, last) != last:
            yield Alteration(Wrong.SEAL, str(number))
            last = seals[number]
    if seals and max(seals) != number:
        yield Alteration(Wrong.SEAL, str(max(seals)))
    for row in database.rows(
        """SELECT key FROM event WHERE received_at < (SELECT max(until) FROM seal) - ?
        AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.event = event.key AND sealed.event <> '')""",
        (sealing.to_milliseconds_of(sealing.CLOCKS_DIFFER),),
    ):
        yield Alteration(Wrong.ADDED_EVENT, row["key"])
