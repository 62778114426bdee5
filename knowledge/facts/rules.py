"""What a rule of facts is: a pattern over a text's signs, and what it makes of a place where the pattern matches."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.facts.shape import Shape
from knowledge.facts.values import FactKind


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and the tokens that say it, from the first to the last; `shorter` is how many characters of the last one are not part of it."""

    kind: FactKind
    value: str
    first: int
    last: int
    shorter: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a shape where a rule's pattern matches, in tokens."""

    shape: Shape
    match: re.Match[str]

    @property
    def first(self) -> int:
        return self.match.start()

    @property
    def last(self) -> int:
        return self.match.end() - 1

    def at(self, name: str) -> int:
        """Return the first token of a named part, -1 where the part is missing."""
        return self.match.start(name)

    def last_of(self, name: str) -> int:
        return self.match.end(name) - 1

    def has(self, name: str) -> bool:
        return name in self.match.re.groupindex and self.match.start(name) >= 0

    def number(self, name: str) -> Decimal:
        return self.shape.number(self.match.start(name))

    def word(self, name: str) -> str:
        return " ".join(self.shape.words[self.match.start(name) : self.match.end(name)])

    def month_number(self, token: int) -> int | None:
        return self.shape.alphabet.months.get(self.shape.words[token])

    def weekday(self, token: int) -> str:
        return _WEEKDAYS[self.shape.alphabet.weekdays[self.shape.words[token]] - 1]

    def is_one(self, token: int) -> bool:
        return self.shape.words[token] in self.shape.alphabet.composer.ones

    def is_first_day(self, token: int) -> bool:
        """Say whether a token is a word for the first of a month."""
        return self.is_one(token) or self.shape.words[token] in self.shape.alphabet.set_of("FIRSTDAY")


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# What a match says, perhaps nothing (what is named by a number is nobody's count); None leaves the place to the rules that follow.
Reads = Callable[[Match], Sequence[Said] | None]


def nothing(_: Match) -> Sequence[Said] | None:
    """What is claimed and says nothing: a number that names something counts nothing, "no obstante" denies nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern as alphabet.py reads them, and what a match of it says; where it names a part "only", the rest is its context and still others'."""

    pattern: str
    reads: Reads


Rules = Sequence[Rule]
