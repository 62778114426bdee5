"""An entry's revisions, the newest first: who published and approved each, what it changed, and how often it was given while it held, by channel."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from knowledge.database import Database, to_milliseconds
from knowledge.model import Entry
from knowledge.publication import FieldChange, field_changes
from knowledge.versions import Revision, Versions


@dataclass(frozen=True, slots=True)
class Held:
    """A revision, until when it held (None for still), what it changed, and how often it was given, by channel."""

    revision: Revision
    until: datetime | None
    changes: tuple[FieldChange, ...]
    given: Counter[str]


def history(versions: Versions, database: Database, entry_id: str) -> list[Held]:
    """Return every revision of an entry's rows, the newest first; empty for an id that no version ever had."""
    found: list[Held] = []
    later: dict[str, datetime] = {}
    revisions = versions.revisions(entry_id)
    for place, revision in enumerate(revisions):
        before = next((one.entry for one in revisions[place + 1 :] if one.language == revision.language), None)
        until = later.get(revision.language)
        given = _given(database, entry_id, revision.language, revision.version.published_at, until) if revision.entry else Counter[str]()
        found.append(Held(revision, until, tuple(field_changes(before, revision.entry)), given))
        later[revision.language] = revision.version.published_at
    return found


def _given(database: Database, entry_id: str, language: str, since: datetime, until: datetime | None) -> Counter[str]:
    rows = database.rows(
        """SELECT reply.channel AS channel, count(*) AS times FROM event JOIN reply ON reply.event = event.key
        WHERE event.entry = ? AND event.entry <> '' AND received_at >= ? AND received_at < ? AND event.outcome = 'answered' AND reply.language = ?
        GROUP BY reply.channel""",
        (entry_id, to_milliseconds(since), to_milliseconds(until) if until else 2**62, language),
    )
    return Counter({row["channel"]: row["times"] for row in rows})


def as_data(held: Held) -> dict[str, Any]:
    """Return a revision as plain values."""
    entry: Entry | None = held.revision.entry
    version = held.revision.version
    return {
        "version": version.number,
        "published_at": version.published_at.isoformat(timespec="seconds"),
        "published_by": version.published_by,
        "until": held.until.isoformat(timespec="seconds") if held.until else None,
        "language": held.revision.language,
        "approved_by": entry.approved_by if entry else None,
        "approved_on": entry.approved_on if entry else None,
        "is_withdrawn": entry is None,
        "remark": version.remark,
        "changes": [{spec.name: getattr(change, spec.name) for spec in fields(change)} for change in held.changes],
        "given": dict(held.given),
    }
