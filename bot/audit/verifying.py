"""Whether anything was altered afterwards: each version's link, its parts and their content, the workbooks, and what is sealed of the ledger.

Whoever may write the file may make the whole chain anew: a head that was written down elsewhere is what proves it against them too (docs/operators.md).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.audit import sealing
from knowledge import canonical, chain
from knowledge.database import Database, to_milliseconds
from knowledge.versions import Versions, Workbook, link_of


class Wrong(StrEnum):
    """What is not as it was sealed."""

    LINK = "link"  # a version's record
    MISSING_VERSION = "missing_version"
    PARTS = "parts"  # which parts a version has
    CONTENT = "content"  # what a part says
    WORKBOOK = "workbook"
    RECORD = "record"  # an event, an approval, a freeze, a record of evidence
    DELETED_RECORD = "deleted_record"
    ADDED_RECORD = "added_record"
    SEAL = "seal"
    HEAD = "head"


_SHOWN = 32  # hexadecimal digits of a link: 128 bits, which nobody finds twice
_NOTHING = "0" * _SHOWN
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
    number, link = (version[0]["number"], version[0]["chain"]) if version else (0, _NOTHING)
    last, sealed = (seal[0]["last"], seal[0]["chain"]) if seal else (0, _NOTHING)
    return f"v{number}-{link[:_SHOWN]}-e{last}-{sealed[:_SHOWN]}"


def is_head(written: str) -> bool:
    """Tell whether a text has the form of a head."""
    return _HEAD.fullmatch(written.strip().lower()) is not None


def verify(database: Database, now: datetime, expected: str = "") -> Verification:
    """Look at everything. `expected` is a head that was written down, of now or of any earlier time.

    What is wrong is looked at twice: other processes publish, seal and delete between one query and the next, and an alteration stays.
    """
    if wrong := list(_altered(database, now)):
        again = set(_altered(database, now))
        wrong = [one for one in wrong if one in again]
    if expected and not _was_head(database, expected):
        wrong.append(Alteration(Wrong.HEAD, expected))
    counted = database.rows(
        """SELECT (SELECT count(*) FROM version) AS versions, (SELECT count(*) FROM event) AS events,
        (SELECT count(*) FROM sealed WHERE source = 'event') AS sealed, (SELECT count(*) FROM sealed WHERE subject = '') AS deleted"""
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
    return _stands(version, int(number), link) and _stands(seal, int(last), sealed)


def _stands(rows: list[dict[str, Any]], number: int, link: str) -> bool:
    return bool(rows[0]["chain"].startswith(link)) if rows else number == 0 and link == _NOTHING


def _altered(database: Database, now: datetime) -> Iterator[Alteration]:
    yield from _versions(database)
    yield from _content(database)
    yield from _ledger(database, to_milliseconds(now + sealing.CLOCKS_DIFFER))


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
    parts = {row["hash"]: row for row in database.rows("SELECT hash, kind, content FROM part")}
    for row in parts.values():
        if canonical.digest(f"{row['kind']}\n{row['content']}") != row["hash"]:
            yield Alteration(Wrong.CONTENT, _called(database, row["hash"]))
    for row in database.rows("SELECT hash, kind, key, min(version) AS version FROM version_part GROUP BY hash, kind, key"):
        part = parts.get(row["hash"])
        if part is None:
            yield Alteration(Wrong.CONTENT, f"{row['key']} (v{row['version']})")
        elif row["kind"] != part["kind"] or row["key"] != _key_of(part):
            yield Alteration(Wrong.PARTS, f"{row['version']} ({row['key']})")
    books = {row["hash"]: row for row in database.rows("SELECT hash, name, content FROM workbook")}
    for row in books.values():
        if not isinstance(row["content"], bytes) or Workbook(row["name"], row["content"]).hash != row["hash"]:
            yield Alteration(Wrong.WORKBOOK, row["name"])
    for row in database.rows("SELECT number, workbook FROM version WHERE workbook IS NOT NULL"):
        if row["workbook"] not in books:
            yield Alteration(Wrong.WORKBOOK, f"v{row['number']}")


def _called(database: Database, hash_: str) -> str:
    rows = database.rows("SELECT key, version FROM version_part WHERE hash = ? ORDER BY version LIMIT 1", (hash_,))
    return f"{rows[0]['key']} (v{rows[0]['version']})" if rows else hash_


def _key_of(part: Mapping[str, Any]) -> str:
    """Return under which key a part stands; empty for one whose content is none any more."""
    try:
        return canonical.key_of(canonical.from_json(part["kind"], part["content"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""


def _ledger(database: Database, future: int) -> Iterator[Alteration]:
    """Follow the chain of what is sealed; then look at each sealed record, and for records that were put in afterwards."""
    yield from _chain(database)
    for source in sealing.SOURCES:
        yield from _records(database, source, future)
    lawful = _lawfully_deleted_before(database, future)
    for row in database.rows("SELECT number FROM sealed WHERE subject = '' AND (at >= ? OR source <> ?)", (lawful, sealing.EVENTS.name)):
        yield Alteration(Wrong.DELETED_RECORD, str(row["number"]))


def _records(database: Database, source: sealing.Source, future: int) -> Iterator[Alteration]:
    found = database.rows(
        f"""SELECT record.*, sealed.subject AS sealed_subject, sealed.hash AS sealed_hash FROM sealed
        LEFT JOIN ({source.rows}) AS record ON record.subject = sealed.subject WHERE sealed.source = ? AND sealed.subject <> ''""",  # noqa: S608
        (source.name,),
    )
    for row in found:
        if row["subject"] is None:
            yield Alteration(Wrong.DELETED_RECORD, row["sealed_subject"])
        elif source.leaf(row) != row["sealed_hash"]:
            yield Alteration(Wrong.RECORD, row["subject"])
    added = database.rows(
        f"""SELECT subject FROM ({source.rows}) AS record WHERE (at < ? OR at > ?)
        AND NOT EXISTS (SELECT 1 FROM sealed WHERE sealed.subject = record.subject AND sealed.subject <> '')""",  # noqa: S608
        (sealing.last_moment(database) - sealing.to_milliseconds_of(sealing.CLOCKS_DIFFER), future),
    )  # a record of the future would never be sealed
    yield from (Alteration(Wrong.ADDED_RECORD, row["subject"]) for row in added)


def _chain(database: Database) -> Iterator[Alteration]:
    last, number = chain.START, 0
    seals = {row["last"]: row["chain"] for row in database.rows("SELECT last, chain FROM seal")}
    for row in database.rows("SELECT number, at, source, hash FROM sealed ORDER BY number"):
        number = row["number"]
        last = sealing.chained(last, ((row["at"], row["source"], row["hash"]),))
        if seals.get(number, last) != last:
            yield Alteration(Wrong.SEAL, str(number))
            last = seals[number]
    if max(seals, default=0) != number:
        yield Alteration(Wrong.SEAL, str(max(seals, default=0)))


def _lawfully_deleted_before(database: Database, future: int) -> int:
    """Return before which moment retention has deleted events, as its own records say: those that are sealed, or too fresh to be.

    A round that is not over has told of each of its steps (`erased`), with its policy.
    """
    latest = 0
    fresh = sealing.last_moment(database) - sealing.to_milliseconds_of(sealing.CLOCKS_DIFFER)
    evidence = database.rows(
        """SELECT at, detail FROM evidence WHERE kind IN ('retention', 'erased') AND at <= ?
        AND (at >= ? OR EXISTS (SELECT 1 FROM sealed WHERE sealed.subject = 'evidence:' || evidence.id))""",
        (future, fresh),
    )
    for row in evidence:
        try:
            days = int(json.loads(row["detail"])["policy"]["audit_days"])
            before = row["at"] - sealing.to_milliseconds_of(timedelta(days=days))
        except (KeyError, TypeError, ValueError, OverflowError):  # not of a retention, or altered by hand: its own record says so
            continue
        if days > 0:
            latest = max(latest, before)
    return latest
