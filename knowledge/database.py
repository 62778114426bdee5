"""The embedded SQLite file: the only place that knows how it is opened, written and migrated.

Every change is made inside `with database.write() as tables:`, one `BEGIN IMMEDIATE` transaction: a deferred one, as sqlite-utils opens by itself,
fails with "database is locked" when two processes write, whatever the busy timeout (SQLite does not wait when a reader becomes a writer).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from knowledge import chain

Tables = sqlite_utils.Database

_BUSY_TIMEOUT = 10_000  # milliseconds

# Versions without the WAL-reset bug, which can corrupt a file that two connections use (sqlite.org/wal.html#walresetbug):
# from the first number of a pair up to, not including, the second.
_WAL_IS_SAFE = (((3, 44, 6), (3, 45, 0)), ((3, 50, 7), (3, 51, 0)), ((3, 51, 3), (4, 0, 0)))

# The schema, one step a release that changed it; a step is never edited once released. `version` and `version_part` are
# append-only; `part` and `workbook` are named by the hash of their content.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE workbook (hash TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL)",
        "CREATE TABLE part (hash TEXT PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL)",
        """CREATE TABLE version (
            number INTEGER PRIMARY KEY, digest TEXT NOT NULL, published_at INTEGER NOT NULL, published_by TEXT NOT NULL,
            workbook TEXT REFERENCES workbook(hash), rollback_to INTEGER, remark TEXT NOT NULL)""",
        """CREATE TABLE version_part (
            version INTEGER NOT NULL REFERENCES version(number), position INTEGER NOT NULL, kind TEXT NOT NULL,
            key TEXT NOT NULL, hash TEXT NOT NULL REFERENCES part(hash), PRIMARY KEY (version, position)) WITHOUT ROWID""",
        "CREATE INDEX version_part_key ON version_part (kind, key, version)",
        """CREATE TABLE event (
            key TEXT PRIMARY KEY, received_at INTEGER NOT NULL, kind TEXT NOT NULL, platform TEXT NOT NULL, asker TEXT NOT NULL)""",
        """CREATE TABLE question (
            event TEXT PRIMARY KEY REFERENCES event(key), text TEXT NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL)""",
        """CREATE TABLE reply (
            event TEXT PRIMARY KEY REFERENCES event(key), outcome TEXT NOT NULL, version INTEGER NOT NULL, entry TEXT NOT NULL,
            channel TEXT NOT NULL, language TEXT NOT NULL, confidence REAL NOT NULL, text TEXT NOT NULL, content TEXT NOT NULL)""",
        "CREATE INDEX reply_entry ON reply (entry, version)",
    ),
    # What was learnt of a catalogue, by the digest of the versions that have it. It can always be learnt again.
    ("CREATE TABLE matcher (digest TEXT PRIMARY KEY, content BLOB NOT NULL)",),
    # What people do with a reply, each an event about an earlier one; and what a platform still has to send.
    (
        "ALTER TABLE event ADD COLUMN about TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE event ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX event_about ON event (about, asker) WHERE about <> ''",
        "CREATE INDEX event_asker ON event (platform, asker, kind)",
        """CREATE TABLE outgoing (
            event TEXT PRIMARY KEY REFERENCES event(key), send_to TEXT NOT NULL, state TEXT NOT NULL, lease_until INTEGER NOT NULL,
            attempts INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX outgoing_waiting ON outgoing (lease_until) WHERE state = 'sending'",
    ),
    # Questions that no approved answer covered: a group of like ones each (`unanswered`), one of which may have become part of another (`part_of`,
    # `root` the one that is shown); what was decided of them, append-only (`review_step`). Where people are reached stands apart (`contact`), until it
    # is used or too old. Who is signed in to the console; what was erased, and when (`evidence`).
    (
        "ALTER TABLE event ADD COLUMN department TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE question ADD COLUMN reads TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE outgoing ADD COLUMN recipient TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE contact (
            event TEXT PRIMARY KEY REFERENCES event(key), question TEXT NOT NULL, platform TEXT NOT NULL, asker TEXT NOT NULL,
            recipient TEXT NOT NULL, send_to TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE INDEX contact_question ON contact (question)",
        """CREATE TABLE unanswered (
            id INTEGER PRIMARY KEY, root INTEGER NOT NULL, part_of INTEGER, state TEXT NOT NULL, revision INTEGER NOT NULL,
            text TEXT NOT NULL, language TEXT NOT NULL, opened_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
            questions INTEGER NOT NULL, askers INTEGER NOT NULL, decision TEXT NOT NULL)""",
        "CREATE INDEX unanswered_root ON unanswered (root)",
        "CREATE INDEX unanswered_queue ON unanswered (state, askers, last_at) WHERE part_of IS NULL",
        """CREATE TABLE unanswered_question (
            event TEXT PRIMARY KEY REFERENCES event(key), member_of INTEGER NOT NULL REFERENCES unanswered(id), cause TEXT NOT NULL,
            asker TEXT NOT NULL, at INTEGER NOT NULL, told_in INTEGER NOT NULL DEFAULT 0,
            platform TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX unanswered_question_group ON unanswered_question (member_of, at)",
        "CREATE INDEX unanswered_question_asker ON unanswered_question (asker, member_of)",
        "CREATE INDEX unanswered_question_lately ON unanswered_question (at, member_of)",
        "CREATE INDEX unanswered_question_from ON unanswered_question (platform, department, cause, member_of)",
        """CREATE TABLE review_step (
            id INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES unanswered(id), at INTEGER NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL,
            remark TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL)""",
        "CREATE INDEX review_step_subject ON review_step (subject, id)",
        """CREATE TABLE session (
            hash TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, department TEXT NOT NULL, secret TEXT NOT NULL,
            opened_at INTEGER NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE login_code (
            hash TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE evidence (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, by TEXT NOT NULL, detail TEXT NOT NULL)""",
        "CREATE INDEX event_received ON event (received_at)",
    ),
    # What became of an event stands beside it too, for counting: a hundred thousand replies are too far apart to be read for a chart.
    (
        "ALTER TABLE event ADD COLUMN outcome TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE event ADD COLUMN entry TEXT NOT NULL DEFAULT ''",
        """UPDATE event SET (outcome, entry) = (SELECT reply.outcome, reply.entry FROM reply WHERE reply.event = event.key)
            WHERE key IN (SELECT event FROM reply)""",
        "CREATE INDEX event_outcome ON event (kind, received_at, outcome, platform, department, entry)",
        "CREATE INDEX event_entry ON event (entry, received_at, kind, outcome, platform, department, asker) WHERE entry <> ''",
        "CREATE INDEX reply_channel ON reply (channel, entry) WHERE channel <> '' AND outcome = 'answered'",
    ),
    # What proves that nothing was altered afterwards (docs/operators.md): a link of a chain with each version, and a hash of what is kept for ever of
    # each event, approval, freeze and erasure (`sealed`), chained up to each `seal`. An event that is lawfully deleted leaves its hash, under no key.
    (
        "ALTER TABLE version ADD COLUMN chain TEXT NOT NULL DEFAULT ''",
        """UPDATE version SET chain = (
            WITH RECURSIVE linked(number, chain) AS (
                SELECT 0, '' UNION ALL
                SELECT later.number, version_link(linked.chain, later.number, later.digest, later.published_at, later.published_by, later.workbook,
                    later.rollback_to, later.remark)
                FROM linked JOIN version AS later ON later.number = linked.number + 1)
            SELECT linked.chain FROM linked WHERE linked.number = version.number)""",
        """CREATE TABLE sealed (
            number INTEGER PRIMARY KEY, source TEXT NOT NULL, subject TEXT NOT NULL, at INTEGER NOT NULL, hash TEXT NOT NULL)""",
        "CREATE INDEX sealed_subject ON sealed (subject) WHERE subject <> ''",
        "CREATE INDEX sealed_latest ON sealed (at)",
        "CREATE TABLE seal (last INTEGER PRIMARY KEY, chain TEXT NOT NULL, at INTEGER NOT NULL)",
    ),
    # The entries' web pages as they were read last, and what the latest round over them found.
    (
        """CREATE TABLE web_page (
            address TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, text TEXT NOT NULL, fetched_at INTEGER NOT NULL) WITHOUT ROWID""",
        "CREATE TABLE web_round (at INTEGER PRIMARY KEY, reports TEXT NOT NULL)",
    ),
    # Changes that wait for a second person, each with the file that it came from, and what was decided of them (`approval`, append-only); topics
    # that an admin froze.
    (
        """CREATE TABLE pending (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, base TEXT NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL,
            workbook TEXT REFERENCES workbook(hash), at INTEGER NOT NULL, submitter TEXT NOT NULL, submitted_by TEXT NOT NULL, editors TEXT NOT NULL,
            state TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX pending_waiting ON pending (kind, key) WHERE state = 'waiting'",
        "CREATE INDEX pending_subject ON pending (kind, key, hash)",
        """CREATE TABLE approval (
            id INTEGER PRIMARY KEY, pending INTEGER UNIQUE REFERENCES pending(id), kind TEXT NOT NULL, key TEXT NOT NULL, entry TEXT NOT NULL,
            language TEXT NOT NULL, hash TEXT NOT NULL, decision TEXT NOT NULL, way TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL,
            at INTEGER NOT NULL, reason TEXT NOT NULL, version INTEGER NOT NULL)""",
        "CREATE INDEX approval_hash ON approval (kind, hash)",
        "CREATE INDEX approval_entry ON approval (entry, at) WHERE entry <> ''",
        "CREATE INDEX approval_at ON approval (at)",
        """CREATE TABLE freeze (
            id INTEGER PRIMARY KEY, topic TEXT NOT NULL, name TEXT NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
            by TEXT NOT NULL, at INTEGER NOT NULL, ended_at INTEGER, ended_by TEXT NOT NULL DEFAULT '')""",
        "CREATE UNIQUE INDEX freeze_standing ON freeze (topic) WHERE ended_at IS NULL",
    ),
    # Who is to be told that an answer which they were given is another one: a change each (`recall`), a notice for each of them (`recall_notice`).
    # Where people are reached for that (`reach`), apart from what they asked, and until nothing that they were given can be changed under them.
    (
        """CREATE TABLE recall (
            id INTEGER PRIMARY KEY, entry TEXT NOT NULL, version INTEGER NOT NULL, day TEXT NOT NULL, at INTEGER NOT NULL, weight TEXT NOT NULL,
            UNIQUE (entry, version, day))""",
        """CREATE TABLE recall_notice (
            event TEXT PRIMARY KEY REFERENCES event(key), recall INTEGER NOT NULL REFERENCES recall(id), entry TEXT NOT NULL, platform TEXT NOT NULL,
            asker TEXT NOT NULL, at INTEGER NOT NULL, is_reachable INTEGER NOT NULL, reminders INTEGER NOT NULL DEFAULT 0,
            acknowledged_at INTEGER NOT NULL DEFAULT 0, ended TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX recall_notice_recall ON recall_notice (recall)",
        "CREATE INDEX recall_notice_open ON recall_notice (at) WHERE acknowledged_at = 0 AND ended = ''",
        "CREATE INDEX recall_notice_person ON recall_notice (platform, asker, entry)",
        """CREATE TABLE reach (
            platform TEXT NOT NULL, asker TEXT NOT NULL, recipient TEXT NOT NULL, seen_at INTEGER NOT NULL,
            PRIMARY KEY (platform, asker)) WITHOUT ROWID""",
        "CREATE INDEX reach_seen ON reach (seen_at)",
        "CREATE INDEX outgoing_at ON outgoing (send_to) WHERE state = 'sending'",
    ),
)


def to_milliseconds(moment: datetime) -> int:
    """Return how a moment, with its time zone, is kept: in milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def to_moment(milliseconds: int) -> datetime:
    """Return the moment that `to_milliseconds` was given."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


class StorageFailed(Exception):
    """The database cannot be opened, or was written by a newer release."""


def journal_mode(sqlite_version: tuple[int, ...]) -> str:
    """Return the journal mode that is safe with this version of SQLite."""
    return "wal" if any(low <= sqlite_version < high for low, high in _WAL_IS_SAFE) else "truncate"


class Database:
    """An open database. Threads may share it; a write excludes all others, a read sees committed data only."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, making it (readable to its owner only) and migrating it where needed. Raises StorageFailed."""
        self.path = path
        try:
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = self._connect(path)
            self._lock = threading.RLock()
            self._tables = sqlite_utils.Database(connection)
            connection.create_function("version_link", 8, chain.link, deterministic=True)
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StorageFailed(f"{path}: {error}") from error

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
            connection.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, where it stands
        except sqlite3.Error:
            connection.close()
            raise
        connection.row_factory = sqlite3.Row
        return connection

    @contextmanager
    def write(self) -> Iterator[Tables]:
        """Give the tables inside one transaction: all of it is kept when the block ends, none of it when it raises."""
        with self._lock:
            self._tables.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self._tables
                self._tables.conn.execute("COMMIT")  # which fails, without the write-ahead log, where somebody reads for longer than the timeout
            except BaseException:
                if self._tables.conn.in_transaction:
                    self._tables.conn.execute("ROLLBACK")
                raise

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """Return what a query gives, each row by the names of its columns."""
        with self._lock:
            return [dict(row) for row in self._tables.conn.execute(sql, parameters)]

    def scrub(self) -> bool:
        """Write the file anew, so that nothing deleted is left in it or in its journal; tell whether it was possible.

        `secure_delete` alone leaves copies behind of rows that moved from page to page while they were alive. Another connection that is in the midst
        of reading, or a full disk, prevents it; nothing is lost then.
        """
        with self._lock:
            try:
                self._tables.conn.execute("VACUUM")
                is_busy, *_ = self._tables.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:
                return False
            return not is_busy

    def make_quick(self) -> None:
        """Wait for no disk from now on: for a database that is thrown away with the process, as a demonstration's is."""
        with self._lock:
            self._tables.conn.execute("PRAGMA synchronous = OFF")
            self._tables.conn.execute("PRAGMA journal_mode = MEMORY")

    def close(self) -> None:
        with self._lock:
            self._tables.conn.close()

    def _migrate(self) -> None:
        if self._schema() == len(_MIGRATIONS):
            return
        with self.write() as tables:
            found = self._schema()
            if found > len(_MIGRATIONS):
                raise StorageFailed(f"{self.path}: written by a newer release of Una Voz (schema {found}, this one knows {len(_MIGRATIONS)})")
            for step in _MIGRATIONS[found:]:
                for statement in step:
                    tables.conn.execute(statement)
            tables.conn.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    def _schema(self) -> int:
        return int(self._tables.conn.execute("PRAGMA user_version").fetchone()[0])
