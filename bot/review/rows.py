"""How groups and steps are kept: their rows, and what has to hold between them.

A part keeps its questions, so that taking it out of a group again restores both exactly. A group that is shown (`root = id`) counts its parts'
questions too.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.review.values import Step
from knowledge.database import Tables, to_milliseconds, to_moment
from knowledge.review import Decision, Standing, State

# What follows from a group's questions, its parts' too. A question that is nobody's (any more) counts as somebody's where there is no other.
_COUNT = """UPDATE unanswered SET (questions, askers, last_at) = (
    SELECT count(*), max(count(DISTINCT nullif(asker, '')), count(*) > 0), coalesce(max(at), opened_at) FROM unanswered_question
    WHERE member_of IN (SELECT id FROM unanswered AS part WHERE part.root = unanswered.id)) WHERE id = ? AND root = id"""
# The wording that most people used; of several the earliest.
_BEST = """SELECT question.text AS text, question.language AS language FROM unanswered_question AS member JOIN question ON question.event = member.event
    WHERE member_of IN (SELECT id FROM unanswered WHERE root = ?) AND question.text <> ''
    GROUP BY lower(trim(question.text, ' ¿?!¡.')) ORDER BY count(*) DESC, min(member.rowid) LIMIT 1"""


@cache
def _decisions() -> TypeAdapter[Decision]:
    return TypeAdapter(Decision)


@cache
def _standings() -> TypeAdapter[Standing]:
    return TypeAdapter(Standing)


def standing_of(row: Mapping[str, Any]) -> Standing:
    """Return where the group of a row of `unanswered` stands."""
    return Standing(State(row["state"]), _decisions().validate_json(row["decision"]), row["part_of"])


def step_of(row: Mapping[str, Any]) -> Step:
    """Return the step of a row of `review_step`."""
    before, after = (_standings().validate_json(row[name]) for name in ("before", "after"))
    return Step(row["id"], row["subject"], to_moment(row["at"]), row["by"], row["action"], row["remark"], before, after)


def insert(tables: Tables, text: str, language: str, at: datetime) -> int:
    """Open a group; return its id."""
    moment = to_milliseconds(at)
    cursor = tables.conn.execute(
        """INSERT INTO unanswered (root, part_of, state, revision, text, language, opened_at, last_at, questions, askers, decision)
        VALUES (0, NULL, ?, 1, ?, ?, ?, ?, 0, 0, ?)""",
        (State.NEW, text, language, moment, moment, _decisions().dump_json(Decision()).decode()),
    )
    tables.conn.execute("UPDATE unanswered SET root = id WHERE id = ?", (cursor.lastrowid,))
    return int(cursor.lastrowid or 0)


def change(tables: Tables, group: int, before: Standing, after: Standing, action: str, by: str, remark: str, at: datetime) -> None:
    """Put a group where a step leaves it, and keep the step."""
    tables.conn.execute(
        "UPDATE unanswered SET state = ?, decision = ?, part_of = ?, revision = revision + 1 WHERE id = ?",
        (after.state, _decisions().dump_json(after.decision).decode(), after.part_of, group),
    )
    tables.conn.execute(
        "INSERT INTO review_step (subject, at, by, action, remark, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (group, to_milliseconds(at), by, action, remark, *(_standings().dump_json(one).decode() for one in (before, after))),
    )
    if before.part_of != after.part_of:
        _move(tables, group, before, after)


def _move(tables: Tables, group: int, before: Standing, after: Standing) -> None:
    """Show a group within another, or by itself, with all that is part of it."""
    roots = [row[0] for row in tables.conn.execute("SELECT root FROM unanswered WHERE id IN (?, ?)", (group, before.part_of or group))]
    new_root = tables.conn.execute("SELECT root FROM unanswered WHERE id = ?", (after.part_of,)).fetchone()[0] if after.part_of else group
    tables.conn.execute(
        """WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT unanswered.id FROM unanswered JOIN below ON unanswered.part_of = below.id)
        UPDATE unanswered SET root = ? WHERE id IN below""",
        (group, new_root),
    )
    for root in sorted({*roots, new_root}):
        tables.conn.execute("UPDATE unanswered SET revision = revision + 1 WHERE id = ? AND id <> ?", (root, group))
        recount(tables, root)


def has_asked(tables: Tables, root: int, asker: str) -> bool:
    """Tell whether a person asked one of a group's questions."""
    found = tables.conn.execute(
        "SELECT 1 FROM unanswered_question WHERE asker = ? AND member_of IN (SELECT id FROM unanswered WHERE root = ?) LIMIT 1", (asker, root)
    )
    return found.fetchone() is not None


def told(tables: Tables, question: str, platform: str, asker: str, version: int) -> None:
    """Mark what a person asked as answered to them, in the whole group of `question`, and forget where they are reached about it."""
    alike = """SELECT event FROM unanswered_question WHERE member_of IN (SELECT id FROM unanswered WHERE root = (
        SELECT root FROM unanswered JOIN unanswered_question ON member_of = unanswered.id WHERE event = ?))"""
    tables.conn.execute(f"UPDATE unanswered_question SET told_in = ? WHERE asker = ? AND event IN ({alike})", (version, asker, question))  # noqa: S608
    tables.conn.execute(
        f"DELETE FROM contact WHERE platform = ? AND asker = ? AND (question = ? OR question IN ({alike}))",  # noqa: S608
        (platform, asker, question, question),
    )


def count_one(tables: Tables, root: int, at: datetime, *, is_new_asker: bool) -> None:
    """Count one more question of a group, without looking at its others."""
    tables.conn.execute(
        "UPDATE unanswered SET questions = questions + 1, askers = askers + ?, last_at = ? WHERE id = ?", (is_new_asker, to_milliseconds(at), root)
    )


def recount(tables: Tables, root: int) -> None:
    """Work out anew what follows from a group's questions; nothing where it is a part."""
    tables.conn.execute(_COUNT, (root,))
    best = tables.conn.execute(_BEST, (root,)).fetchone()
    if best:
        tables.conn.execute("UPDATE unanswered SET text = ?, language = ? WHERE id = ? AND root = id", (best["text"], best["language"], root))
