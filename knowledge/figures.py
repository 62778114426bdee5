"""How right a matcher is, on questions whose entry is known. The field's measures, computed the same for every matcher.

Matthews' correlation is the multi-class one (Gorodkin 2004), "no answer" being a class like every entry.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NO_ANSWER = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question's true entry (`NO_ANSWER` where nothing answers it), the entries found, the best first, and the first one's score."""

    gold: str
    found: tuple[str, ...]
    score: float

    @property
    def first(self) -> str:
        return self.found[0] if self.found else NO_ANSWER

    @property
    def is_right(self) -> bool:
        return bool(self.gold) and self.first == self.gold


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some questions, of which `answerable` have an answer.

    `first`, `in_three` and `reciprocal_rank` (P@1, R@3, MRR) are means over the answerable ones; `best_mcc` is Matthews' correlation at the
    best threshold of the score; `auroc` the chance that an answerable question scores above one that is not, None where either is missing.
    """

    questions: int
    answerable: int
    first: float
    in_three: float
    reciprocal_rank: float
    best_mcc: float
    auroc: float | None


@dataclass(frozen=True, slots=True)
class Automatic:
    """What answering by itself from a threshold on comes to: how many questions, how many of them rightly, and which share of the answerable."""

    answered: int
    right: int
    coverage: float

    @property
    def precision(self) -> float | None:
        return self.right / self.answered if self.answered else None


def figures(asked: Sequence[Ranked]) -> Figures:
    """Return the figures of `asked`."""
    answerable = [one for one in asked if one.gold]
    ranks = [one.found.index(one.gold) + 1 if one.gold in one.found else 0 for one in answerable]
    count = max(len(answerable), 1)
    return Figures(
        questions=len(asked),
        answerable=len(answerable),
        first=sum(rank == 1 for rank in ranks) / count,
        in_three=sum(1 <= rank <= 3 for rank in ranks) / count,
        reciprocal_rank=sum(1 / rank for rank in ranks if rank) / count,
        best_mcc=max((value for _, value in _correlations(asked)), default=0.0),
        auroc=_auroc([one.score for one in answerable], [one.score for one in asked if not one.gold]),
    )


def correlation(asked: Sequence[Ranked], threshold: float) -> float:
    """Return Matthews' correlation where questions that score below `threshold` get no answer."""
    best = 0.0
    for score, value in _correlations(asked):
        if score < threshold:
            break
        best = value
    return best


def automatic(asked: Iterable[Ranked], threshold: float) -> Automatic:
    """Return what answering from `threshold` on comes to."""
    held = list(asked)
    answered = [one for one in held if one.score >= threshold and one.first]
    right = sum(one.is_right for one in answered)
    return Automatic(len(answered), right, right / max(sum(bool(one.gold) for one in held), 1))


def coverage_at(asked: Sequence[Ranked], precision: float) -> float:
    """Return the largest share of the answerable questions that are answered rightly by a threshold whose answers are right so often."""
    ordered = sorted(asked, key=lambda one: -one.score)
    answered = right = best = 0
    for place, one in enumerate(ordered):
        answered += bool(one.first)
        right += one.is_right
        is_last = place + 1 == len(ordered) or ordered[place + 1].score != one.score
        if is_last and answered and right >= precision * answered:
            best = max(best, right)
    return best / max(sum(bool(one.gold) for one in asked), 1)


def _correlations(asked: Sequence[Ranked]) -> list[tuple[float, float]]:
    """Return (threshold, correlation) for every score that there is, the highest first."""
    gold = Counter(one.gold for one in asked)
    said = Counter({NO_ANSWER: len(asked)})
    total, agreed = len(asked), gold[NO_ANSWER]
    together = len(asked) * gold[NO_ANSWER]
    gold_squared, said_squared = sum(count**2 for count in gold.values()), len(asked) ** 2
    ordered = sorted(asked, key=lambda one: -one.score)
    found = []
    for place, one in enumerate(ordered):
        if one.first:
            agreed += one.is_right - (not one.gold)
            together += gold[one.first] - gold[NO_ANSWER]
            said_squared += 2 * (said[one.first] - said[NO_ANSWER] + 1)
            said[one.first] += 1
            said[NO_ANSWER] -= 1
        if place + 1 == total or ordered[place + 1].score != one.score:
            spread = math.sqrt((total**2 - said_squared) * (total**2 - gold_squared))
            found.append((one.score, (agreed * total - together) / spread if spread else 0.0))
    return found


def _auroc(answerable: Sequence[float], others: Sequence[float]) -> float | None:
    if not answerable or not others:
        return None
    scores = Counter(answerable), Counter(others)
    below, wins = 0, 0.0
    for score in sorted(scores[0].keys() | scores[1].keys()):
        wins += scores[0][score] * (below + scores[1][score] / 2)
        below += scores[1][score]
    return wins / (len(answerable) * len(others))
