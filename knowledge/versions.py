"""The published versions of the catalogue: append-only, content-addressed, each readable for ever.

A version is a list of parts (entries, facts, channels, departments, synonyms, topics), each named by the hash of its canonical JSON. What did not
change keeps its hash and is stored once. The workbook that a version came from is kept with it, byte for byte.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knowledge import canonical, chain, text
from knowledge.canonical import Part
from knowledge.channels import Channel
from knowledge.database import Database, Tables, to_milliseconds, to_moment
from knowledge.model import Catalogue, Department, Entry, SharedFact, Synonyms, Topic

# Matchers are large, and can be learnt again: those of so many of the latest versions are kept, for a rollback to be quick.
_KEPT_MATCHERS = 3


class OutOfDate(Exception):
    """Somebody else published since the version that this publication was prepared against."""


class NoSuchVersion(LookupError):
    """There is no version with that number, or none was in force at that time."""


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a version beside its content. `rollback_to` is the number of the version whose content it brought back.

    `chain` is its link of the chain of all versions (`knowledge.chain`).
    """

    number: int
    digest: str
    published_at: datetime
    published_by: str
    workbook: str = ""
    rollback_to: int | None = None
    remark: str = ""
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The file that a version is published from."""

    name: str
    content: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of an entry from a version on, until the next of its language; `entry` is None where the version has it no more."""

    version: Version
    language: str
    entry: Entry | None


class Versions:
    """The versions kept in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        return self._database

    def current_number(self) -> int:
        """Return the number of the version in service; 0 where nothing was published yet."""
        return int(self._database.rows("SELECT coalesce(max(number), 0) AS number FROM version")[0]["number"])

    def all(self) -> list[Version]:
        """Return every version, the newest first."""
        return [_to_version(row) for row in self._database.rows("SELECT * FROM version ORDER BY number DESC")]

    def get(self, number: int) -> Version:
        """Return one version. Raises NoSuchVersion."""
        rows = self._database.rows("SELECT * FROM version WHERE number = ?", (number,))
        if not rows:
            raise NoSuchVersion(number)
        return _to_version(rows[0])

    def in_service_at(self, moment: datetime) -> Version:
        """Return the version that answered at `moment` (with a time zone). Raises NoSuchVersion before the first."""
        rows = self._database.rows("SELECT * FROM version WHERE published_at <= ? ORDER BY number DESC LIMIT 1", (to_milliseconds(moment),))
        if not rows:
            raise NoSuchVersion(moment.isoformat())
        return _to_version(rows[0])

    def catalogue(self, number: int) -> Catalogue:
        """Return the catalogue of a version, exactly as it was published; number 0 is the empty one. Raises NoSuchVersion."""
        if number == 0:
            return Catalogue(0)
        self.get(number)
        parts: dict[type[Part], list[Any]] = {kind: [] for kind in canonical.KINDS.values()}
        for row in self._database.rows(
            "SELECT part.kind, part.content FROM version_part JOIN part ON part.hash = version_part.hash"
            " WHERE version_part.version = ? ORDER BY version_part.position",
            (number,),
        ):
            part = canonical.from_json(row["kind"], row["content"])
            parts[type(part)].append(part)
        return Catalogue(
            version=number,
            entries={entry.key: entry for entry in parts[Entry]},
            facts=tuple(parts[SharedFact]),
            channels=tuple(parts[Channel]),
            departments=tuple(parts[Department]),
            synonyms=tuple(parts[Synonyms]),
            topics=tuple(parts[Topic]),
        )

    def entry_id(self, written: str) -> str:
        """Return the id of an entry of any version that somebody wrote, whatever its case and with or without its hyphens; empty for none."""
        wanted = text.key(written)
        keys = self._database.rows("SELECT key, max(version) AS latest FROM version_part WHERE kind = 'entry' GROUP BY key ORDER BY latest DESC")
        ids = [row["key"].rpartition("/")[0] for row in keys]
        exact = written.strip()
        return exact if exact in ids else next((one for one in ids if wanted and text.key(one) == wanted), "")

    def revisions(self, entry_id: str) -> list[Revision]:
        """Return every change of an entry's rows, the newest first; empty for an id that no version ever had."""
        kept: dict[str, dict[int, str]] = {}
        for row in self._database.rows(
            "SELECT version, key, hash FROM version_part WHERE kind = 'entry' AND key >= ? || '/' AND key < ? || '0'", (entry_id, entry_id)
        ):
            kept.setdefault(row["key"].removeprefix(f"{entry_id}/"), {})[row["version"]] = row["hash"]
        found = []
        for version in reversed(self.all()):
            for language, hashes in sorted(kept.items()):
                now = hashes.get(version.number, "")
                if now != hashes.get(version.number - 1, ""):
                    found.append(Revision(version, language, self._entry(now)))
        return found[::-1]

    def _entry(self, hash_: str) -> Entry | None:
        rows = self._database.rows("SELECT content FROM part WHERE hash = ?", (hash_,))
        entry = canonical.from_json("entry", rows[0]["content"]) if rows else None
        return entry if isinstance(entry, Entry) else None

    def workbook(self, number: int) -> Workbook | None:
        """Return the file that a version was published from, or None for one that came from no file. Raises NoSuchVersion."""
        return self.kept_workbook(self.get(number).workbook)

    def kept_workbook(self, hash_: str) -> Workbook | None:
        """Return the file that has this hash, or None where none is kept."""
        rows = self._database.rows("SELECT name, content FROM workbook WHERE hash = ?", (hash_,))
        return Workbook(rows[0]["name"], rows[0]["content"]) if rows else None

    def matcher(self, number: int) -> bytes:
        """Return what was learnt of a version's catalogue, empty where it is not kept. Raises NoSuchVersion."""
        rows = self._database.rows("SELECT content FROM matcher WHERE digest = ?", (self.get(number).digest,))
        return bytes(rows[0]["content"]) if rows else b""

    def keep_matcher(self, number: int, content: bytes) -> None:
        """Keep what was learnt of a version's catalogue. Raises NoSuchVersion."""
        digest = self.get(number).digest
        with self._database.write() as tables:
            _keep_matcher(tables, digest, content)

    def publish(
        self,
        catalogue: Catalogue,
        *,
        after: int,
        at: datetime,
        by: str,
        workbook: Workbook | None = None,
        matcher: bytes = b"",
        rollback_to: int | None = None,
        remark: str = "",
        also: Callable[[Tables, int], None] | None = None,
    ) -> Version:
        """Keep `catalogue` as the next version and put it in service, in one transaction; with it, `also` is done for the version then in service.

        `matcher` is what was learnt of it, if that was done. `after` is the number of the version that it was prepared against; raises OutOfDate
        where another is in service by now. Where the content equals that of the version in service nothing is written, and that version is returned.
        """
        parts = [(canonical.kind_of(part), canonical.key_of(part), canonical.to_json(part)) for part in _parts(catalogue)]
        hashes = [canonical.digest(f"{kind}\n{content}") for kind, _, content in parts]
        digest = canonical.digest("\n".join(hashes))
        with self._database.write() as tables:
            current = self.current_number()
            if current != after:
                raise OutOfDate(f"version {current} was published meanwhile")
            if current and (in_service := self.get(current)).digest == digest:
                if also:
                    also(tables, current)
                return in_service
            version = Version(current + 1, digest, at, by, workbook.hash if workbook else "", rollback_to, remark)
            version = replace(version, chain=link_of(version, self.get(current).chain if current else chain.START))
            if workbook:
                keep_workbook(tables, workbook)
            tables.table("version").insert(_to_row(version))
            if matcher:
                _keep_matcher(tables, digest, matcher)
            tables.conn.executemany(
                "INSERT INTO part (hash, kind, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                ((hash_, kind, content) for hash_, (kind, _, content) in zip(hashes, parts, strict=True)),
            )
            tables.conn.executemany(
                "INSERT INTO version_part (version, position, kind, key, hash) VALUES (?, ?, ?, ?, ?)",
                ((version.number, position, kind, key, hash_) for position, (hash_, (kind, key, _)) in enumerate(zip(hashes, parts, strict=True))),
            )
            if also:
                also(tables, version.number)
        return version


def link_of(version: Version, before: str) -> str:
    """Return the link of a version in the chain, after the one `before` it."""
    row = _to_row(version)
    fields = (row[name] for name in ("number", "digest", "published_at", "published_by", "workbook", "rollback_to", "remark"))
    return chain.link(before, *fields)


def keep_workbook(tables: Tables, workbook: Workbook) -> None:
    """Keep a file, once."""
    tables.conn.execute(
        "INSERT INTO workbook (hash, name, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (workbook.hash, workbook.name, workbook.content)
    )


def _keep_matcher(tables: Tables, digest: str, content: bytes) -> None:
    """Keep `content`, and drop what was learnt of catalogues that are no longer among the latest versions."""
    tables.conn.execute("INSERT OR REPLACE INTO matcher (digest, content) VALUES (?, ?)", (digest, content))
    tables.conn.execute(
        "DELETE FROM matcher WHERE digest <> ? AND digest NOT IN (SELECT digest FROM version ORDER BY number DESC LIMIT ?)", (digest, _KEPT_MATCHERS)
    )


def _parts(catalogue: Catalogue) -> Iterable[Part]:
    yield from sorted(catalogue.entries.values(), key=lambda entry: entry.key)
    yield from sorted(catalogue.facts, key=canonical.key_of)
    yield from catalogue.channels
    yield from sorted(catalogue.departments, key=canonical.key_of)
    yield from sorted(catalogue.synonyms, key=canonical.key_of)
    yield from sorted(catalogue.topics, key=canonical.key_of)


def _to_row(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "digest": version.digest,
        "published_at": to_milliseconds(version.published_at),
        "published_by": version.published_by,
        "workbook": version.workbook or None,
        "rollback_to": version.rollback_to,
        "remark": version.remark,
        "chain": version.chain,
    }


def _to_version(row: dict[str, Any]) -> Version:
    return Version(
        number=row["number"],
        digest=row["digest"],
        published_at=to_moment(row["published_at"]),
        published_by=row["published_by"],
        workbook=row["workbook"] or "",
        rollback_to=row["rollback_to"],
        remark=row["remark"],
        chain=row["chain"],
    )
