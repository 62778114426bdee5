"""What speaks for a candidate beside its likeness: how much of the question its nearest phrasings explain, and how alike they are spelt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.matching.features import Told

# A word of at least so many letters may be a known one, misspelt, from this likeness (of 100) on.
_SHORTEST_MISSPELT = 4
_MISSPELT_FROM = 75.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question, and what each of its distinct stems weighs.

    `stems` holds (word as typed, stem, weight, whether the catalogue knows it), `total` is the sum of the weights, and `unknown` the share of
    the stems that no phrasing of the catalogue has.
    """

    told: Told
    stems: tuple[tuple[str, str, float, bool], ...]
    total: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Explained:
    """The share of a question's weight that phrasings explain, its heaviest word that they do not, and the words that they do, as typed."""

    share: float
    heaviest_left: float
    words: tuple[str, ...]


def weigh(told: Told, weights: Sequence[float], heaviest: float) -> Weighed:
    """Return a question whose stems weigh `weights`, in their order: 0 for one that no phrasing has, which then weighs most of all."""
    stems: dict[str, tuple[str, str, float, bool]] = {}
    for word, stem, weight in zip(told.words, told.stems, weights, strict=True):
        stems.setdefault(stem, (word, stem, weight or heaviest, weight > 0))
    total, unknown = sum(weight for _, _, weight, _ in stems.values()), sum(not is_known for *_, is_known in stems.values())
    return Weighed(told, tuple(stems.values()), total, unknown / max(len(stems), 1))


def explained(asked: Weighed, nearest: Sequence[Told]) -> Explained:
    """Return what the `nearest` phrasings explain of the question.

    A stem counts whole where one of them has it, and in part where one has it spelt nearly so; one that the catalogue knows is not misspelt.
    """
    known = frozenset().union(*[told.distinct for told in nearest])
    found, heaviest_left = 0.0, 0.0
    words: list[str] = []
    for word, stem, weight, is_known in asked.stems:
        if stem in known:
            found += weight
            words.append(word)
        elif not is_known and (best := _nearest(stem, known)) > 0:
            found += weight * (best - 50) / 50
            words.append(word)
        elif weight > heaviest_left:
            heaviest_left = weight
    return Explained(found / asked.total if asked.total else 0.0, heaviest_left, tuple(words))


def _nearest(stem: str, known: Iterable[str]) -> float:
    if len(stem) < _SHORTEST_MISSPELT:
        return 0.0
    spelt = [one for one in known if len(one) >= _SHORTEST_MISSPELT]
    found = process.extractOne(stem, spelt, scorer=fuzz.ratio, processor=None, score_cutoff=_MISSPELT_FROM)
    return found[1] if found else 0.0


def spelt_alike(asked: Told, nearest: Sequence[Told]) -> float:
    """Return how alike the question and the `nearest` phrasings are spelt as a whole, the likest of them, from 0 to 1."""
    ratio, line = fuzz.ratio, asked.line
    return max([ratio(line, told.line) for told in nearest]) / 100
