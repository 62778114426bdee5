"""What speaks for a candidate beside its likeness: how much of the question its nearest phrasings explain, and how alike they are spelt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.matching.features import Told

# A word of at least so many letters may be a known one, misspelt, from this likeness (of 100) on.
_SHORTEST_MISSPELT = 4
_MISSPELT_FROM = 75.0


@dataclass(frozen=True, slots=True)
class Explained:
    """The share of a question's weight that phrasings explain, its heaviest word that they do not, and the words that they do, as typed."""

    share: float
    heaviest_left: float
    words: tuple[str, ...]


def explained(asked: Told, weights: Mapping[str, float], nearest: Sequence[Told]) -> Explained:
    """Return what the `nearest` phrasings explain of the question.

    A stem counts whole where one of them has it, and in part where one has it spelt nearly so. `weights` holds every stem of the question.
    """
    known = {stem for told in nearest for stem in told.stems}
    spelt = [stem for stem in known if len(stem) >= _SHORTEST_MISSPELT]
    total, found, heaviest_left = 0.0, 0.0, 0.0
    words: list[str] = []
    seen: set[str] = set()
    for word, stem in zip(asked.words, asked.stems, strict=True):
        if stem in seen:
            continue
        seen.add(stem)
        total += weights[stem]
        if stem in known:
            found += weights[stem]
            words.append(word)
        elif (best := _nearest(stem, spelt)) > 0:
            found += weights[stem] * (best - 50) / 50
            words.append(word)
        else:
            heaviest_left = max(heaviest_left, weights[stem])
    return Explained(found / total if total else 0.0, heaviest_left, tuple(words))


def _nearest(stem: str, spelt: Sequence[str]) -> float:
    if len(stem) < _SHORTEST_MISSPELT or not spelt:
        return 0.0
    found = process.extractOne(stem, spelt, scorer=fuzz.ratio, score_cutoff=_MISSPELT_FROM)
    return float(found[1]) if found else 0.0


def spelt_alike(asked: Told, nearest: Sequence[Told]) -> tuple[float, float]:
    """Return how alike the question and the nearest phrasing are with their words sorted, and at best as they stand; from 0 to 1."""
    in_order = fuzz.ratio(" ".join(sorted(asked.words)), " ".join(sorted(nearest[0].words))) / 100
    line = asked.line
    return in_order, max(fuzz.ratio(line, told.line) for told in nearest) / 100
