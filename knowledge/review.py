"""What becomes of a question that no approved answer covered: the states of a group of like questions, and the steps from one to the next.

    new -> in review -> answered | archived         answered -> regression, archived -> new: when it is asked again

Pure: a step takes a group and gives the group as it is then. Who took it, when and why is kept beside it (`bot.review`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where a group stands."""

    NEW = "new"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    REGRESSION = "regression"


class Cause(StrEnum):
    """Why a question is on the list."""

    UNANSWERED = "unanswered"  # nothing was found
    REFUSED = "refused"  # none of the suggestions was meant
    UNHELPFUL = "unhelpful"  # the answer was judged not useful
    WRONG = "wrong"  # the answer was reported as an error
    NOT_IN_FORCE = "not_in_force"  # its entry has expired, is suspended, or has no value for a fact


class Decided(StrEnum):
    """What a reviewer decided."""

    NOTHING = ""
    LINKED = "linked"  # an entry that there is answers it
    DRAFTED = "drafted"  # an entry that there is not yet will answer it
    REFERRED = "referred"  # a department is to say
    ARCHIVED = "archived"  # it needs no answer


OPEN = (State.NEW, State.IN_REVIEW, State.REGRESSION)

# An archived group returns when it was asked as many times again, and at least this often in all.
_RETURNS_AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that a reviewer proposes. `wordings` are pairs of a channel and its text."""

    question: str
    answer: str = ""
    wordings: tuple[tuple[str, str], ...] = ()
    owner: str = ""
    topic: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a group, and by whom. `entry` is set where it was linked; `version` where a version closed it."""

    kind: Decided = Decided.NOTHING
    entry: str = ""
    draft: Draft | None = None
    department: str = ""
    reason: str = ""
    returns_at: int = 0
    version: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a step may change of a group: all of it, and nothing else."""

    state: State
    decision: Decision = Decision()
    part_of: int | None = None


def taken(now: Standing, by: str) -> Standing:
    """Somebody looks into it."""
    return replace(now, state=State.IN_REVIEW, decision=replace(now.decision, by=by))


def released(now: Standing) -> Standing:
    """Whoever looked into it does not any more."""
    return replace(now, state=State.NEW, decision=Decision())


def linked(now: Standing, entry: str, by: str) -> Standing:
    return replace(now, state=State.IN_REVIEW, decision=Decision(Decided.LINKED, entry=entry, by=by))


def drafted(now: Standing, draft: Draft, by: str) -> Standing:
    return replace(now, state=State.IN_REVIEW, decision=Decision(Decided.DRAFTED, draft=draft, by=by))


def referred(now: Standing, department: str, remark: str, by: str) -> Standing:
    return replace(now, state=State.IN_REVIEW, decision=Decision(Decided.REFERRED, department=department, reason=remark, by=by))


def archived(now: Standing, reason: str, questions: int, by: str) -> Standing:
    """It needs no answer, until it is asked well beyond what it was: `questions` is how often that is by now."""
    returns_at = max(_RETURNS_AT_LEAST, 2 * questions)
    return replace(now, state=State.ARCHIVED, decision=Decision(Decided.ARCHIVED, reason=reason, returns_at=returns_at, by=by))


def reopened(now: Standing) -> Standing:
    """An answered or archived one is to be looked at again."""
    return replace(now, state=State.NEW, decision=Decision())


def closed(now: Standing, entry: str, version: int, *, is_decided: bool) -> Standing:
    """A version answers it, with the entry that was decided on or, unless `is_decided`, with one that the question finds by itself."""
    decision = now.decision if is_decided else Decision()
    return replace(now, state=State.ANSWERED, decision=replace(decision, entry=entry, version=version))


def asked_again(now: Standing, questions: int) -> Standing:
    """It was asked again, `questions` times in all by now."""
    if now.state is State.ANSWERED:
        return replace(now, state=State.REGRESSION, decision=Decision())
    if now.state is State.ARCHIVED and questions >= now.decision.returns_at:
        return replace(now, state=State.NEW, decision=Decision())
    return now


def merged(now: Standing, into: int) -> Standing:
    return replace(now, part_of=into)


def unmerged(now: Standing) -> Standing:
    return replace(now, part_of=None)
