"""What a change of an answer weighs for those who were given the former text.

1. An answer that is not given any more is *withdrawn*, or *suspended*; one that is given again after that is *resumed*.
2. Where the facts of both texts differ the change is *major*: each fact with both its values. So it is where two of them have changed places: "adults
   5 €, children 3 €" is not what "adults 3 €, children 5 €" said, though every fact is there.
3. Other words with the same facts are a *minor* change; the very same text is none.

An answer that ended on the day that its stamp had said was not changed: whoever was given it was told the day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.draft_swaps import swaps
from knowledge.facts import Comparison, Fact, FactKind, Pair, compare, facts


class Weight(StrEnum):
    """What a change is, the gravest first."""

    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    MAJOR = "major"
    RESUMED = "resumed"
    MINOR = "minor"
    NONE = "none"

    @property
    def is_told(self) -> bool:
        """Whether those who hold the former text are told without anybody asking for it."""
        return self not in (Weight.MINOR, Weight.NONE)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is another one now, as both texts write it (a condition by its value); `former` is empty for a new one, `present` for a lost one."""

    kind: FactKind
    former: str = ""
    present: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a text that somebody was given; `given_on` is the day of that, where it is said."""

    weight: Weight
    facts: tuple[FactChange, ...] = ()
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What an entry gives: its text and language; an empty text where it gives none, and `is_suspended` where that is for the time being."""

    text: str
    language: str = "es"
    is_suspended: bool = False


def weigh(former: Text, present: Text) -> Change:
    """Return what the change from one text to the other weighs."""
    if former.text == present.text:
        return Change(Weight.NONE)
    if not present.text:
        return Change(Weight.SUSPENDED if present.is_suspended else Weight.WITHDRAWN)
    if not former.text:
        return Change(Weight.RESUMED)
    compared, swapped = compared_with_places(former.text, former.language, present.text, present.language)
    return Change(Weight.MAJOR, _fact_changes(compared, swapped)) if swapped or not compared.is_equal else Change(Weight.MINOR)


def compared_with_places(former: str, language: str, present: str, present_language: str) -> tuple[Comparison, tuple[Pair, ...]]:
    """Return how the facts of two texts compare, and those that have changed places; of texts in two languages that is not told."""
    compared = compare(facts(former, language), facts(present, present_language))
    return compared, swaps(former, present, compared.same) if language == present_language else ()


def _fact_changes(compared: Comparison, swapped: tuple[Pair, ...]) -> tuple[FactChange, ...]:
    """Return what differs, in the order of the former text, what is new after that; each once, however often it is said."""
    different = (*compared.different, *swapped)
    changed = [(pair.approved, FactChange(pair.approved.kind, _said(pair.approved), _said(pair.given))) for pair in different]
    changed += [(fact, FactChange(fact.kind, former=_said(fact))) for fact in compared.missing]
    changed.sort(key=lambda one: one[0].start)
    new = [FactChange(fact.kind, present=_said(fact)) for fact in compared.extra]
    return tuple(dict.fromkeys([*(change for _, change in changed), *new]))


def _said(fact: Fact) -> str:
    """Return a fact as its text writes it; a condition by its value, for "no" alone says nothing."""
    return fact.value if fact.kind is FactKind.POLARITY else fact.written
