"""Which changes people were told of, and who has read it: for the owner of the answer, who sees counts, and those who have not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge.changes import Weight
from knowledge.database import Database, to_moment


class Stand(StrEnum):
    """How it stands with a person's notice, what asks for most attention first."""

    UNREACHABLE = "unreachable"  # it was not known where they can be told
    UNDELIVERABLE = "undeliverable"
    UNCERTAIN = "uncertain"
    SILENT = "silent"  # not acknowledged, after the last reminder
    WAITING = "waiting"  # not sent yet, or not looked at where they look for themselves
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"  # told of a later change before they had acknowledged this one


_STAND = """CASE WHEN acknowledged_at > 0 THEN 'acknowledged' WHEN ended = 'superseded' THEN 'superseded' WHEN is_reachable = 0 THEN 'unreachable'
    WHEN state IN ('undeliverable', 'uncertain') THEN state WHEN ended = 'silent' THEN 'silent'
    WHEN state = 'sent' THEN 'told' ELSE 'waiting' END"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people hold the former text of a change, by how it stands with their notices."""

    acknowledged: int = 0
    told: int = 0
    waiting: int = 0
    silent: int = 0
    undeliverable: int = 0
    uncertain: int = 0
    unreachable: int = 0
    superseded: int = 0

    @property
    def given(self) -> int:
        return (
            self.acknowledged
            + self.told
            + self.waiting
            + self.silent
            + self.undeliverable
            + self.uncertain
            + self.unreachable
            + self.superseded
        )  # fmt: skip

    @property
    def pending(self) -> int:
        """How many may still acknowledge it by themselves."""
        return self.told + self.waiting

    @property
    def missing(self) -> int:
        """How many somebody has to speak to."""
        return self.silent + self.undeliverable + self.uncertain + self.unreachable


@dataclass(frozen=True, slots=True)
class RecallShown:
    """A change that people were told of. `sample` is the event of one of its notices, which says what changed."""

    id: int
    entry: str
    version: int
    day: date
    at: datetime
    weight: Weight
    sample: str
    counts: Counts

    @property
    def is_open(self) -> bool:
        return bool(self.counts.pending)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person who was to be told. `recipient` is the platform's own name for them, empty once it is forgotten; `channel` that of their wording."""

    platform: str
    recipient: str
    department: str
    channel: str
    state: Stand
    reminders: int
    at: datetime


def recalls(database: Database, *, entry: str = "", recall: int = 0, limit: int = 100) -> list[RecallShown]:
    """Return the latest changes, the latest first; those of one entry, or one alone, where they are named."""
    rows = database.rows(
        """SELECT recall.id AS id, entry, version, day, at, weight,
        (SELECT event FROM recall_notice WHERE recall_notice.recall = recall.id ORDER BY recall_notice.rowid LIMIT 1) AS sample FROM recall
        WHERE (:entry = '' OR entry = :entry) AND (:recall = 0 OR id = :recall) ORDER BY id DESC LIMIT :limit""",
        {"entry": entry, "recall": recall, "limit": limit},
    )
    return [_shown(database, row) for row in rows]


def people(database: Database, recall: int) -> list[PersonShown]:
    """Return who was to be told of a change, those first who have not read it."""
    rows = database.rows(
        f"""SELECT recall_notice.platform AS platform, coalesce(reach.recipient, '') AS recipient,
        event.department AS department, reply.channel AS channel,
        {_STAND} AS stand, reminders, recall_notice.at AS at FROM recall_notice JOIN event ON event.key = recall_notice.event
        JOIN reply ON reply.event = event.key LEFT JOIN outgoing ON outgoing.event = recall_notice.event
        LEFT JOIN reach ON reach.platform = recall_notice.platform AND reach.asker = recall_notice.asker WHERE recall_notice.recall = ?""",  # noqa: S608 (our own words)
        (recall,),
    )
    found = [
        PersonShown(row["platform"], row["recipient"], row["department"], row["channel"], Stand(row["stand"]), row["reminders"], to_moment(row["at"]))
        for row in rows
    ]
    return sorted(found, key=lambda one: (list(Stand).index(one.state), one.department, one.recipient))


def waiting_for(database: Database, platform: str, asker: str) -> list[str]:
    """Return the notices that a person has not acknowledged, the oldest first; those that a later one has replaced are left out."""
    rows = database.rows(
        """SELECT event FROM recall_notice WHERE platform = ? AND asker = ? AND acknowledged_at = 0 AND ended <> 'superseded' AND is_reachable = 1
        ORDER BY recall_notice.rowid""",
        (platform, asker),
    )
    return [row["event"] for row in rows]


def _shown(database: Database, row: Mapping[str, Any]) -> RecallShown:
    counted = database.rows(
        f"""SELECT {_STAND} AS stand, count(*) AS n FROM recall_notice LEFT JOIN outgoing ON outgoing.event = recall_notice.event
        WHERE recall = ? GROUP BY 1""",  # noqa: S608 (our own words)
        (row["id"],),
    )
    counts = Counts(**{one["stand"]: one["n"] for one in counted})
    day, at = date.fromisoformat(row["day"]), to_moment(row["at"])
    return RecallShown(row["id"], row["entry"], row["version"], day, at, Weight(row["weight"]), row["sample"] or "", counts)


def reminders_of(database: Database, notice: str, asker: str) -> list[str]:
    """Return the events that reminded a person of a notice."""
    rows = database.rows("SELECT key FROM event WHERE about = ? AND about <> '' AND asker = ? AND kind = 'reminded'", (notice, asker))
    return [row["key"] for row in rows]
