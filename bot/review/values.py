"""What the review deals in: groups of like questions, their questions, the steps taken, and what a reviewer may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.review import Cause, Draft, Standing, State


@dataclass(frozen=True, slots=True)
class Group:
    """Like questions, as they are listed.

    `text` is the group's best wording, in `language`. `questions` and `askers` count those of its parts too. `revision` is what a reviewer has seen:
    every step raises it. `lately` and `before` are the questions of the last seven days and of the seven before those.
    """

    id: int
    revision: int
    text: str
    language: str
    standing: Standing
    opened_at: datetime
    last_at: datetime
    questions: int
    askers: int
    causes: Mapping[Cause, int]
    platforms: tuple[str, ...]
    departments: tuple[str, ...]
    parts: tuple[int, ...]
    lately: int
    before: int


@dataclass(frozen=True, slots=True)
class Member:
    """A question of a group.

    `told_in` is the version whose answer its asker was told; 0 for none. `can_be_told` where it is known where somebody waits for the answer.
    """

    event: str
    text: str
    language: str
    channel: str
    platform: str
    department: str
    cause: Cause
    at: datetime
    part: int
    told_in: int
    can_be_told: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to a group, by whom (empty for Una Voz itself), when and why."""

    id: int
    group: int
    at: datetime
    by: str
    action: str
    remark: str
    before: Standing
    after: Standing


class Order(StrEnum):
    """How the list is sorted."""

    ASKERS = "askers"
    LATEST = "latest"
    GROWING = "growing"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which groups are listed. What is empty does not restrict; `words` all stand in one of the group's questions."""

    states: tuple[State, ...] = (State.NEW, State.IN_REVIEW, State.REGRESSION)
    cause: Cause | None = None
    platform: str = ""
    department: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    order: Order = Order.ASKERS


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the groups that a filter lets through, and how many it lets through in all."""

    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Take:
    """I look into it."""


@dataclass(frozen=True, slots=True)
class Release:
    """I do not look into it any more."""


@dataclass(frozen=True, slots=True)
class Link:
    """The entry with this id answers it."""

    entry: str


@dataclass(frozen=True, slots=True)
class Propose:
    """An entry is to be made for it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Refer:
    """A department is to say."""

    department: str
    remark: str


@dataclass(frozen=True, slots=True)
class Archive:
    """It needs no answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """It is to be looked at again."""


@dataclass(frozen=True, slots=True)
class Merge:
    """It is the same as another group, and becomes part of that one."""

    into: int


@dataclass(frozen=True, slots=True)
class Unmerge:
    """It is not the same as the group that it became part of."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The last step was a mistake."""


Action = Take | Release | Link | Propose | Refer | Archive | Reopen | Merge | Unmerge | Undo


@dataclass(frozen=True, slots=True)
class Done:
    """The group after the action."""

    group: Group


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was first: the group as it is now, and the last step, which whoever acted had not seen."""

    group: Group
    last: Step


class Refused(StrEnum):
    """Why an action is not possible, whoever asks."""

    NO_SUCH_GROUP = "no_such_group"
    NO_SUCH_ENTRY = "no_such_entry"
    NOT_POSSIBLE_NOW = "not_possible_now"
    NEEDS_REASON = "needs_reason"
    NOTHING_TO_UNDO = "nothing_to_undo"


Result = Done | Conflict | Refused
