"""A reviewer's look at one group of like questions, away from the console: what was asked, what is near it, what can be decided, what became of that.

What takes a longer look (a new answer's text, merging, other people's steps) is the console's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import structlog

from bot import review_wording
from bot.desk import Desk
from bot.review import telling
from bot.review.values import Action, Archive, Conflict, Done, Group, Link, Refer, Release, Take
from knowledge.review import OPEN, State
from knowledge.translation import Translations

_NEAREST, _ASKED = 5, 5
_MOST_DIGITS = 18  # of a number that the database counts

_log = structlog.get_logger("unavoz.review")


class Decision(StrEnum):
    """What can be decided."""

    TAKE = "take"
    RELEASE = "release"
    LINK = "link"
    REFER = "refer"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a reviewer chose or typed beside a decision: an entry's id, a department's name, a reason."""

    entry: str = ""
    department: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A group as a reviewer sees it: other wordings of it, the entries that may answer it (id and question), the departments that may be asked.

    `said` is what became of what was decided just now.
    """

    group: Group
    others: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    departments: tuple[str, ...]
    said: str = ""

    @property
    def seen(self) -> str:
        """What a decision names: the group, and the revision that was seen."""
        return f"{self.group.id}.{self.group.revision}"

    @property
    def is_open(self) -> bool:
        return self.group.standing.state in OPEN and not self.group.standing.part_of

    @property
    def is_taken(self) -> bool:
        return self.group.standing.state is State.IN_REVIEW


def look(desk: Desk, seen: str) -> Looked | None:
    """Return the group that `seen` names, as it is now, or the one that it became part of; None where there is no such group."""
    group = desk.review.listing.group(_numbers(seen)[0], desk.clock())
    while group and group.standing.part_of:
        group = desk.review.listing.group(group.standing.part_of, desk.clock())
    return _looked(desk, group) if group else None


def decide(desk: Desk, seen: str, decision: Decision, typed: Typed, by: str, words: Translations) -> Looked | None:
    """Do what a reviewer decides of the group that they have seen; return it as it is then, None where there is no such group.

    Whoever comes second is shown what the first one did.
    """
    number, revision = _numbers(seen)
    before = desk.review.listing.group(number, desk.clock())
    if before is None:
        return None
    action = _action(decision, typed)
    result = telling.decide(desk, number, revision, action, by)
    _log.info("group decided", action=str(decision), result=type(result).__name__)
    match result:
        case Done():
            after = desk.review.listing.group(number, desk.clock()) or result.group  # what is linked is answered at once
            return replace(_looked(desk, after), said=review_wording.done(action, result, words))
        case Conflict():
            first = words.gettext("Somebody was faster: {what}.").format(what=review_wording.step(result.last, words))
            return replace(_looked(desk, result.group), said=first)
        case _:
            return replace(_looked(desk, before), said=review_wording.refusal(result, words))


def decision_named(name: str) -> Decision | None:
    """Return the decision that a button names; None for any other."""
    return Decision(name) if name in frozenset(Decision) else None


def _looked(desk: Desk, group: Group) -> Looked:
    catalogue = desk.catalogue()
    others = dict.fromkeys(member.text for member in desk.review.listing.members(group.id, _ASKED) if member.text != group.text)
    likely = [entry for entry, _ in desk.likely(group.text)[:_NEAREST]]
    near: Mapping[str, str] = {entry: rows[0].question for entry in likely if (rows := catalogue.in_languages(entry))}
    return Looked(group, tuple(others), tuple(near.items()), tuple(one.name for one in catalogue.departments))


def _action(decision: Decision, typed: Typed) -> Action:
    match decision:
        case Decision.TAKE:
            return Take()
        case Decision.RELEASE:
            return Release()
        case Decision.LINK:
            return Link(typed.entry)
        case Decision.REFER:
            return Refer(typed.department, "")
        case Decision.ARCHIVE:
            return Archive(typed.reason)


def _numbers(seen: str) -> tuple[int, int]:
    """Return the group, and its revision, that a button names; 0 for what it does not."""
    group, _, revision = seen.partition(".")
    return _number(group), _number(revision)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0
