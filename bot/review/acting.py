"""What reviewers do: one action on one group that they have seen, in one transaction; whoever comes second is shown what the first one did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.review import rows
from bot.review.listing import Listing
from bot.review.values import (
    Action,
    Archive,
    Conflict,
    Done,
    Link,
    Merge,
    Propose,
    Refer,
    Refused,
    Release,
    Reopen,
    Result,
    Step,
    Take,
    Undo,
    Unmerge,
)
from knowledge import review
from knowledge.database import Database, Tables
from knowledge.model import Catalogue
from knowledge.review import OPEN, Standing, State

_ENDED = (State.ANSWERED, State.ARCHIVED)


def without_personal_data(action: Action, clean: Callable[[str], str]) -> Action:
    """Return the action with what its reviewer wrote made fit to be kept by `clean`."""
    match action:
        case Archive(reason=reason):
            return Archive(clean(reason))
        case Refer(department=department, remark=remark):
            return Refer(clean(department), clean(remark))
        case Propose(draft=draft):
            wordings = tuple((channel, clean(text)) for channel, text in draft.wordings)
            return Propose(
                replace(
                    draft,
                    question=clean(draft.question),
                    answer=clean(draft.answer),
                    wordings=wordings,
                    owner=clean(draft.owner),
                    topic=clean(draft.topic),
                )
            )
        case _:
            return action


def act(database: Database, catalogue: Catalogue, group: int, seen: int, action: Action, by: str, at: datetime) -> Result:
    """Do `action` to a group of which somebody has seen the revision `seen`. Its parts are left as they are."""
    listing = Listing(database)
    with database.write() as tables:
        row = tables.conn.execute("SELECT * FROM unanswered WHERE id = ?", (group,)).fetchone()
        if row is None:
            return Refused.NO_SUCH_GROUP
        last = _last_step(tables, group)
        if row["revision"] != seen:
            now = listing.group(group, at)
            assert now, "it was there a moment ago"
            return Conflict(now, last or _opened(row, now.opened_at))
        after = _after(tables, catalogue, dict(row), last, action, by)
        if isinstance(after, Refused):
            return after
        rows.change(tables, group, rows.standing_of(row), after, _name(action), by, _remark(action, last), at)
        changed = listing.group(group, at)
    assert changed, "it was changed just now"
    return Done(changed)


def _after(tables: Tables, catalogue: Catalogue, row: dict[str, Any], last: Step | None, action: Action, by: str) -> Standing | Refused:
    """Return where the group stands after the action."""
    now = rows.standing_of(row)
    if isinstance(action, Undo):
        return _undone(tables, row["id"], now, last)
    if isinstance(action, Unmerge):
        return review.unmerged(now) if now.part_of else Refused.NOT_POSSIBLE_NOW
    if now.part_of:  # it is the group that it became part of that is decided on
        return Refused.NOT_POSSIBLE_NOW
    if isinstance(action, Merge):
        return _merged(tables, row["id"], now, action.into)
    if isinstance(action, Reopen):
        return review.reopened(now) if now.state in _ENDED else Refused.NOT_POSSIBLE_NOW
    if now.state not in OPEN:
        return Refused.NOT_POSSIBLE_NOW
    return _decided(catalogue, row, now, action, by)


def _undone(tables: Tables, group: int, now: Standing, last: Step | None) -> Standing | Refused:
    if last is None or not last.by or last.action == _name(Undo()):
        return Refused.NOTHING_TO_UNDO
    if last.before.part_of and last.before.part_of != now.part_of:
        again = _merged(tables, group, now, last.before.part_of)
        if isinstance(again, Refused):
            return again
    return last.before


def _merged(tables: Tables, group: int, now: Standing, into: int) -> Standing | Refused:
    """Return a group as part of the one within which `into` is shown. An open one in one that is ended would be forgotten."""
    target = tables.conn.execute("SELECT id, state FROM unanswered WHERE id = (SELECT root FROM unanswered WHERE id = ?)", (into,)).fetchone()
    if target is None:
        return Refused.NO_SUCH_GROUP
    is_forgotten = now.state in OPEN and State(target["state"]) not in OPEN
    return Refused.NOT_POSSIBLE_NOW if target["id"] == group or is_forgotten else review.merged(now, target["id"])


def _decided(catalogue: Catalogue, row: dict[str, Any], now: Standing, action: Action, by: str) -> Standing | Refused:
    match action:
        case Take():
            return review.taken(now, by)
        case Release():
            return review.released(now) if now.state is State.IN_REVIEW else Refused.NOT_POSSIBLE_NOW
        case Link(entry=entry):
            return review.linked(now, entry, by) if any(True for _ in catalogue.in_languages(entry)) else Refused.NO_SUCH_ENTRY
        case Propose(draft=draft):
            return review.drafted(now, draft, by) if draft.question.strip() else Refused.NEEDS_REASON
        case Refer(department=department, remark=remark):
            return review.referred(now, department, remark, by) if department.strip() else Refused.NEEDS_REASON
        case Archive(reason=reason):
            return review.archived(now, reason, row["questions"], by) if reason.strip() else Refused.NEEDS_REASON
        case _:
            return Refused.NOT_POSSIBLE_NOW


def _last_step(tables: Tables, group: int) -> Step | None:
    row = tables.conn.execute("SELECT * FROM review_step WHERE subject = ? ORDER BY id DESC LIMIT 1", (group,)).fetchone()
    return rows.step_of(row) if row else None


def _opened(row: Any, at: datetime) -> Step:
    """Return, for a group that only its questions and parts have changed, a step that says so."""
    standing = rows.standing_of(row)
    return Step(0, row["id"], at, "", "asked", "", standing, standing)


def _name(action: Action) -> str:
    return type(action).__name__.lower()


def _remark(action: Action, last: Step | None) -> str:
    match action:
        case Archive(reason=reason):
            return reason
        case Refer(remark=remark):
            return remark
        case Undo():
            return last.action if last else ""
        case _:
            return ""
