"""What waits for a second person, and what was decided: rows that change their state once, and a record that is only added to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.approvals.values import Approval, Decision, Pending, Person, Way
from knowledge import approval, canonical
from knowledge.approval import Difference, Parts, Subject
from knowledge.database import Database, Tables, to_milliseconds, to_moment
from knowledge.model import Catalogue, Entry

# Whoever handed in the same words is told with them, also where these were taken back meanwhile.
_PENDING = """SELECT *, (SELECT json_group_array(json_array(submitter, submitted_by)) FROM pending AS same WHERE same.kind = pending.kind
    AND same.key = pending.key AND same.hash = pending.hash AND same.submitter <> '') AS handed FROM pending"""


class Gone(Exception):
    """What was to be decided does not wait any more."""


@dataclass(frozen=True, slots=True)
class Handed:
    """Who handed a workbook in (an id, empty where it was found changed), how they are called, and who saved it last as it says itself."""

    submitter: str = ""
    submitted_by: str = ""
    editor: str = ""


def waiting(database: Database, in_service: Catalogue) -> list[Pending]:
    """Return everything that waits, the longest waiting first, each with what it would take the place of."""
    now = approval.subjects(in_service)
    return [_to_pending(row, now) for row in database.rows(f"{_PENDING} WHERE state = 'waiting' ORDER BY id")]


def find(database: Database, subject: Subject, in_service: Catalogue) -> Pending | None:
    """Return what waits of one subject."""
    rows = database.rows(f"{_PENDING} WHERE kind = ? AND key = ? AND state = 'waiting'", subject)
    return _to_pending(rows[0], approval.subjects(in_service)) if rows else None


def settled(database: Database, subject: Subject, seen: str) -> str:
    """Return what became of the difference `seen`: `approved`, `rejected`, `superseded`; empty for one that never waited."""
    rows = database.rows("SELECT base, hash, state FROM pending WHERE kind = ? AND key = ? AND state <> 'waiting' ORDER BY id DESC", subject)
    return next((row["state"] for row in rows if approval.mark(row["base"], row["hash"]) == seen), "")


def rejected(database: Database, difference: Difference) -> Approval | None:
    """Return the rejection of exactly this difference, where it is the last thing that was decided of it."""
    rows = database.rows(
        """SELECT pending.state AS state, approval.* FROM pending LEFT JOIN approval ON approval.pending = pending.id
        WHERE pending.kind = ? AND pending.key = ? AND pending.hash = ? AND base = ? AND state IN ('approved', 'rejected')
        ORDER BY pending.id DESC LIMIT 1""",
        (*difference.subject, difference.hash, difference.base),
    )
    return _to_approval(rows[0]) if rows and rows[0]["state"] == "rejected" else None


def rejections(database: Database, limit: int = 20) -> list[Approval]:
    """Return the latest rejections, for the editors to read."""
    rows = database.rows("SELECT * FROM approval WHERE decision = 'rejected' ORDER BY id DESC LIMIT ?", (limit,))
    return [_to_approval(row) for row in rows]


def approved_by(database: Database, hash_: str, kind: str = "entry") -> Approval | None:
    """Return who approved the content that has this hash (`canonical.hash_of`), the latest where several did; None where no record says so."""
    rows = database.rows("SELECT * FROM approval WHERE kind = ? AND hash = ? AND decision = 'approved' ORDER BY id DESC LIMIT 1", (kind, hash_))
    return _to_approval(rows[0]) if rows else None


def approvals_of(database: Database, entry_id: str) -> list[Approval]:
    """Return everything that was decided of an entry, in all its languages, the latest first."""
    return [_to_approval(row) for row in database.rows("SELECT * FROM approval WHERE entry = ? ORDER BY at DESC, id DESC", (entry_id,))]


def decided_between(database: Database, start: datetime, end: datetime, way: Way) -> list[Approval]:
    """Return what got into service in one way from `start` up to, not including, `end`."""
    rows = database.rows(
        "SELECT * FROM approval WHERE at >= ? AND at < ? AND way = ? AND decision = 'approved' ORDER BY id",
        (to_milliseconds(start), to_milliseconds(end), str(way)),
    )
    return [_to_approval(row) for row in rows]


def hold(tables: Tables, differences: Iterable[Difference], handed: Handed, workbook: str | None, at: datetime) -> None:
    """Let these differences wait, and nothing else: what the workbook does not say any more is superseded.

    What waits already in the same words waits on as it is. Who edited the same words before, in whichever file, still did.
    """
    wanted = {difference.subject: difference for difference in differences}
    for row in tables.conn.execute("SELECT id, kind, key, hash, base FROM pending WHERE state = 'waiting'").fetchall():
        difference = wanted.get(Subject(row["kind"], row["key"]))
        if difference and (row["hash"], row["base"]) == (difference.hash, difference.base):
            del wanted[difference.subject]
        else:
            tables.conn.execute("UPDATE pending SET state = 'superseded' WHERE id = ?", (row["id"],))
    for subject, difference in wanted.items():
        earlier = tables.conn.execute("SELECT editors FROM pending WHERE kind = ? AND key = ? AND hash = ?", (*subject, difference.hash)).fetchall()
        names = [*(name for row in earlier for name in json.loads(row["editors"])), handed.editor]
        tables.conn.execute(
            """INSERT INTO pending (kind, key, base, hash, content, workbook, at, submitter, submitted_by, editors, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')""",
            (
                *subject,
                difference.base,
                difference.hash,
                json.dumps([canonical.to_json(part) for part in difference.after], ensure_ascii=False),
                workbook,
                to_milliseconds(at),
                handed.submitter,
                handed.submitted_by,
                json.dumps([name for name in dict.fromkeys(names) if name], ensure_ascii=False),
            ),
        )


def settle(tables: Tables, pending: Pending, decision: Decision, way: Way, person: Person, at: datetime, reason: str, version: int) -> None:
    """Decide what waits, once. Raises Gone where somebody else did."""
    changed = tables.conn.execute(
        "UPDATE pending SET state = ?, base = ? WHERE id = ? AND state = 'waiting'", (str(decision), approval.hash_of(pending.before), pending.id)
    )
    if not changed.rowcount:
        raise Gone(pending.id)
    record(tables, pending.difference, decision, way, person, at, reason, version, pending.id)


def record(
    tables: Tables,
    difference: Difference,
    decision: Decision,
    way: Way,
    person: Person,
    at: datetime,
    reason: str = "",
    version: int = 0,
    pending: int | None = None,
) -> None:
    """Write down what was decided."""
    part = next(iter(difference.after or difference.before))
    entry = part if isinstance(part, Entry) else None
    tables.conn.execute(
        """INSERT INTO approval (pending, kind, key, entry, language, hash, decision, way, person, name, at, reason, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            pending,
            *difference.subject,
            entry.id if entry else "",
            entry.language if entry else "",
            difference.hash,
            str(decision),
            str(way),
            person.id,
            person.name,
            to_milliseconds(at),
            reason,
            version,
        ),
    )


def _to_pending(row: Mapping[str, Any], now: Mapping[Subject, Parts]) -> Pending:
    subject, handed = Subject(row["kind"], row["key"]), json.loads(row["handed"])
    return Pending(
        row["id"],
        subject,
        row["base"],
        row["hash"],
        tuple(canonical.from_json(subject.kind, content) for content in json.loads(row["content"])),
        row["workbook"] or "",
        to_moment(row["at"]),
        tuple(dict.fromkeys(submitter for submitter, _ in handed)),
        tuple(dict.fromkeys(name for _, name in handed if name)),
        tuple(json.loads(row["editors"])),
        row["state"],
        now.get(subject, ()),
    )


def _to_approval(row: Mapping[str, Any]) -> Approval:
    return Approval(
        Subject(row["kind"], row["key"]),
        row["hash"],
        Decision(row["decision"]),
        Way(row["way"]),
        row["person"],
        row["name"],
        to_moment(row["at"]),
        row["reason"],
        row["version"],
        row["entry"],
        row["language"],
    )
