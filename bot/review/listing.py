"""The list as reviewers read it: counts, pages of groups, one group with its questions and its history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.review import rows
from bot.review.values import Filter, Group, Member, Order, Page, Step
from knowledge.database import Database, to_milliseconds, to_moment
from knowledge.review import Cause, State

_WEEK = timedelta(days=7)
_ORDERS = {
    Order.ASKERS: "askers DESC, questions DESC, last_at DESC, id",
    Order.LATEST: "last_at DESC, id",
    Order.OLDEST: "opened_at, id",
    Order.GROWING: "coalesce(growth, 0) DESC, askers DESC, last_at DESC, id",
}
# The questions of the groups that are shown as `root`.
_MEMBERS = "FROM unanswered AS part JOIN unanswered_question AS member ON member.member_of = part.id"
# How many more questions than in the week before there were in the last one, of the groups that had any.
_GROWTH = """LEFT JOIN (SELECT part.root AS grown, total(CASE WHEN member.at >= ? THEN 1 ELSE -1 END) AS growth
    FROM unanswered_question AS member JOIN unanswered AS part ON part.id = member.member_of WHERE member.at >= ? GROUP BY part.root)
    ON grown = id"""


@dataclass(frozen=True, slots=True)
class _About:
    """What is gathered of a group's questions for its line in the list."""

    causes: dict[Cause, int]
    platforms: set[str]
    departments: set[str]
    lately: int
    before: int


class Listing:
    """The list kept in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[State, int]:
        """Return how many groups stand where."""
        found = self._database.rows("SELECT state, count(*) AS number FROM unanswered WHERE part_of IS NULL GROUP BY state")
        return {state: next((row["number"] for row in found if row["state"] == state), 0) for state in State}

    def page(self, chosen: Filter, now: datetime, offset: int = 0, limit: int = 50) -> Page:
        """Return the groups that `chosen` lets through, from the `offset`th on."""
        where, parameters = _where(chosen)
        growth = _GROWTH if chosen.order is Order.GROWING else ""
        weeks = [to_milliseconds(now - _WEEK), to_milliseconds(now - 2 * _WEEK)] if growth else []
        total = self._database.rows(f"SELECT count(*) AS number FROM unanswered WHERE {where}", parameters)[0]["number"]  # noqa: S608 (our own words)
        found = self._database.rows(
            f"SELECT unanswered.* FROM unanswered {growth} WHERE {where} ORDER BY {_ORDERS[chosen.order]} LIMIT ? OFFSET ?",  # noqa: S608
            [*weeks, *parameters, limit, offset],
        )
        return Page(tuple(self._groups(found, now)), total)

    def used(self) -> tuple[list[str], list[str]]:
        """Return the platforms and the departments from which there are questions on the list."""
        found = self._database.rows("SELECT DISTINCT platform, department FROM unanswered_question")
        return sorted({row["platform"] for row in found}), sorted({row["department"] for row in found} - {""})

    def similar(self, found: Sequence[int], now: datetime) -> list[Group]:
        """Return the groups with these ids that are shown by themselves, in that order."""
        rows_ = self._database.rows(f"SELECT * FROM unanswered WHERE part_of IS NULL AND id IN ({_marks(found)})", found)  # noqa: S608 (marks)
        return sorted(self._groups(rows_, now), key=lambda group: found.index(group.id))

    def group(self, group: int, now: datetime) -> Group | None:
        """Return a group, or None where there is none with that id. A part of another is given as it is, with `part_of` in its standing."""
        found = self._database.rows("SELECT * FROM unanswered WHERE id = ?", (group,))
        return next(iter(self._groups(found, now)), None)

    def members(self, group: int, limit: int = 1_000) -> list[Member]:
        """Return a group's questions, its parts' too, the latest first."""
        found = self._database.rows(
            f"""SELECT member.event AS event, question.text AS text, question.language AS language, question.channel AS channel, platform, department,
            cause, at, member_of AS part, told_in, EXISTS (SELECT 1 FROM contact WHERE contact.question = member.event) AS can_be_told
            {_MEMBERS} JOIN question ON question.event = member.event WHERE part.root = ? OR part.id = ? ORDER BY member.rowid DESC LIMIT ?""",  # noqa: S608
            (group, group, limit),
        )
        return [Member(**row | {"cause": Cause(row["cause"]), "at": to_moment(row["at"]), "can_be_told": bool(row["can_be_told"])}) for row in found]

    def steps(self, group: int) -> list[Step]:
        """Return what was done to a group and to its parts, the latest first."""
        found = self._database.rows(
            "SELECT * FROM review_step WHERE subject IN (SELECT id FROM unanswered WHERE root = ? OR id = ?) ORDER BY id DESC", (group, group)
        )
        return [rows.step_of(row) for row in found]

    def _groups(self, found: Sequence[dict[str, Any]], now: datetime) -> Iterable[Group]:
        about = self._about([row["id"] for row in found], now)
        parts = self._parts([row["id"] for row in found])
        for row in found:
            told = about.get(row["id"], _About({}, set(), set(), 0, 0))
            yield Group(
                id=row["id"],
                revision=row["revision"],
                text=row["text"],
                language=row["language"],
                standing=rows.standing_of(row),
                opened_at=to_moment(row["opened_at"]),
                last_at=to_moment(row["last_at"]),
                questions=row["questions"],
                askers=row["askers"],
                causes=told.causes,
                platforms=tuple(sorted(told.platforms)),
                departments=tuple(sorted(filter(None, told.departments))),
                parts=tuple(parts.get(row["id"], ())),
                lately=told.lately,
                before=told.before,
            )

    def _about(self, ids: Sequence[int], now: datetime) -> dict[int, _About]:
        gathered: dict[int, _About] = {}
        for row in self._database.rows(
            f"""SELECT part.root AS root, cause, platform, department, count(*) AS number,
            sum(at >= ?) AS lately, sum(at < ? AND at >= ?) AS before {_MEMBERS}
            WHERE part.root IN ({_marks(ids)}) GROUP BY part.root, cause, platform, department""",
            [to_milliseconds(now - _WEEK), to_milliseconds(now - _WEEK), to_milliseconds(now - 2 * _WEEK), *ids],
        ):
            one = gathered.get(row["root"], _About({}, set(), set(), 0, 0))
            cause = Cause(row["cause"])
            gathered[row["root"]] = _About(
                one.causes | {cause: one.causes.get(cause, 0) + row["number"]},
                one.platforms | {row["platform"]},
                one.departments | {row["department"]},
                one.lately + row["lately"],
                one.before + row["before"],
            )
        return gathered

    def _parts(self, ids: Sequence[int]) -> dict[int, list[int]]:
        gathered: dict[int, list[int]] = {}
        for row in self._database.rows(f"SELECT id, part_of FROM unanswered WHERE part_of IN ({_marks(ids)}) ORDER BY id", ids):  # noqa: S608
            gathered.setdefault(row["part_of"], []).append(row["id"])
        return gathered


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _where(chosen: Filter) -> tuple[str, list[Any]]:
    """Return the condition under which a group is let through, and its parameters."""
    terms, parameters = ["part_of IS NULL"], list[Any]()
    if chosen.states:
        terms.append(f"state IN ({_marks(chosen.states)})")
        parameters += chosen.states
    if chosen.since:
        terms.append("last_at >= ?")
        parameters.append(to_milliseconds(chosen.since))
    if chosen.until:
        terms.append("opened_at <= ?")
        parameters.append(to_milliseconds(chosen.until))
    of_members = [
        (f"{column} = ?", value)
        for column, value in (("cause", chosen.cause), ("platform", chosen.platform), ("department", chosen.department))
        if value
    ]
    of_members += [("question.text LIKE ? ESCAPE '\\'", f"%{_literal(word)}%") for word in chosen.words.split()[:8]]
    if of_members:
        held = " AND ".join(term for term, _ in of_members)
        joined = "JOIN question ON question.event = member.event" if chosen.words else ""
        terms.append(f"id IN (SELECT part.root {_MEMBERS} {joined} WHERE {held})")
        parameters += [value for _, value in of_members]
    return " AND ".join(terms), parameters


def _literal(word: str) -> str:
    """Return `word` as LIKE takes it for itself."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
