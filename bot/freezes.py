"""Topics that an admin froze, at once and until a day: who, why, and who ended it early. What the workbook freezes needs no record here.

Only a topic with a holding line in the version in service can be frozen: what is said in place of its answers is approved.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge import text
from knowledge.database import Database, to_milliseconds, to_moment
from knowledge.freezing import Frozen, names_of
from knowledge.model import Catalogue


class Freezing(StrEnum):
    """What became of the wish to freeze a topic, or to end that."""

    DONE = "done"
    NO_LINE = "no_line"
    NO_REASON = "no_reason"
    PAST = "past"
    NOT_FROZEN = "not_frozen"
    BY_WORKBOOK = "by_workbook"


@dataclass(frozen=True, slots=True)
class Freeze:
    """A topic that an admin froze. `ended_by` is who ended it before `until`, empty where nobody did."""

    topic: str
    name: str
    until: date
    reason: str
    by: str
    at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""


class Freezes:
    """The orders kept in `database`. One topic has one that stands; a new one takes its place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ordered(self, today: date) -> Frozen:
        """Return the topics that an order holds today, each with its last day."""
        rows = self._database.rows("SELECT topic, until FROM freeze WHERE ended_at IS NULL")
        return {row["topic"]: until for row in rows if (until := date.fromisoformat(row["until"])) >= today}

    def ordered_at(self, moment: datetime, day: date) -> Frozen:
        """Return the topics that an order held at a moment of a day, each with its last day."""
        rows = self._database.rows(
            "SELECT topic, until FROM freeze WHERE at <= ? AND (ended_at IS NULL OR ended_at > ?) AND until >= ? ORDER BY id",
            (to_milliseconds(moment), to_milliseconds(moment), day.isoformat()),
        )
        return {row["topic"]: date.fromisoformat(row["until"]) for row in rows}

    def changed_between(self, since: datetime, until: datetime) -> list[datetime]:
        """Return the moments after `since` and before `until` at which an order was given or ended, the earliest first."""
        rows = self._database.rows(
            "SELECT at AS moment FROM freeze UNION SELECT ended_at FROM freeze WHERE ended_at IS NOT NULL ORDER BY moment",
        )
        return [to_moment(row["moment"]) for row in rows if to_milliseconds(since) < row["moment"] < to_milliseconds(until)]

    def standing(self, today: date) -> list[Freeze]:
        """Return the orders that hold today, the latest first."""
        return [
            one for one in map(_to_freeze, self._database.rows("SELECT * FROM freeze WHERE ended_at IS NULL ORDER BY id DESC")) if one.until >= today
        ]

    def all(self, limit: int = 100) -> list[Freeze]:
        """Return the latest orders, ended ones included, the latest first."""
        return [_to_freeze(row) for row in self._database.rows("SELECT * FROM freeze ORDER BY id DESC LIMIT ?", (limit,))]

    def freeze(self, catalogue: Catalogue, topic: str, *, until: date, reason: str, person: str, by: str, at: datetime, today: date) -> Freezing:
        """Freeze a topic of the version in service until a day, which is included. A day that is over, or no reason, freezes nothing."""
        key, names = text.key(topic), names_of(catalogue)
        if key not in names:
            return Freezing.NO_LINE
        if until < today:
            return Freezing.PAST
        if not reason.strip():
            return Freezing.NO_REASON
        with self._database.write() as tables:
            tables.conn.execute("UPDATE freeze SET ended_at = ?, ended_by = ? WHERE topic = ? AND ended_at IS NULL", (to_milliseconds(at), by, key))
            tables.conn.execute(
                "INSERT INTO freeze (topic, name, until, reason, person, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, names[key], until.isoformat(), text.one_line(reason)[:500], person, by, to_milliseconds(at)),
            )
        return Freezing.DONE

    def end(self, topic: str, frozen: Frozen, *, by: str, at: datetime, today: date) -> Freezing:
        """End an order before its day. What the workbook froze (in `frozen`, without an order) is ended there."""
        key = text.key(topic)
        if key not in self.ordered(today):
            return Freezing.BY_WORKBOOK if key in frozen else Freezing.NOT_FROZEN
        with self._database.write() as tables:
            tables.conn.execute("UPDATE freeze SET ended_at = ?, ended_by = ? WHERE topic = ? AND ended_at IS NULL", (to_milliseconds(at), by, key))
        return Freezing.DONE


def _to_freeze(row: dict[str, Any]) -> Freeze:
    ended = row["ended_at"]
    return Freeze(
        row["topic"], row["name"], date.fromisoformat(row["until"]), row["reason"], row["by"], to_moment(row["at"]),
        to_moment(ended) if ended is not None else None, row["ended_by"],
    )  # fmt: skip
