"""What a matcher gives: matches, and the thresholds at which they may be answered with."""

from dataclasses import dataclass
from typing import Protocol

from knowledge.model import EntryKey


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a question may ask for.

    `score` is the estimated probability, from 0 to 1, that the entry is the one asked for; 1 for an exact phrasing only.
    `phrasing` is the way of asking that came nearest, and `words` the words of the question that it explains.
    """

    entry: EntryKey
    score: float
    phrasing: str
    words: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.score == 1.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores from which a match is answered with, and from which it is suggested.

    `answered_from` is above 1 where the catalogue has too few phrasings to promise the precision asked for: then only an exact phrasing is
    answered with, and everything else suggested.
    """

    answered_from: float
    suggested_from: float

    @property
    def is_promised(self) -> bool:
        return self.answered_from <= 1.0


class Matcher(Protocol):
    """What answers need of a matcher: entries for a question, the best first, one match an entry and language."""

    def rank(self, question: str) -> tuple[Match, ...]: ...

    def thresholds(self, precision: float) -> Thresholds:
        """Return the thresholds at which, of 100 automatic answers, `precision` times 100 are right."""
        ...
