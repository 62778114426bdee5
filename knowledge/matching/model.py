"""What is learnt of a catalogue's phrasings, and the candidates that it finds for a question.

Three sizes of catalogue are learnt in three ways, each as exact as there is room for: `Kind` says which.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.matching import evidence, index, linear
from knowledge.matching.about import About
from knowledge.matching.evidence import Weighed
from knowledge.matching.features import Told, stem_marks
from knowledge.matching.index import Index, Rows, Vector
from knowledge.matching.meaning import Sense, mixed
from knowledge.matching.phrasings import Phrasings
from knowledge.matching.postings import Floats, Places


class Kind(StrEnum):
    """How entries are learnt: a weight for each phrasing, or for each mark, or for each question anew from its nearest phrasings."""

    BY_PHRASING = "by_phrasing"
    BY_MARK = "by_mark"
    NEAREST = "nearest"


# Up to so many phrasings their likenesses to each other fit into a matrix; above, up to so many entries each mark has a weight for each.
_MOST_BY_PHRASING = 3_000
_MOST_BY_MARK = 60_000
_MOST_ENTRIES_BY_MARK = 400
# Postings that a question looks at, at most.
_MOST_POSTINGS = {Kind.BY_PHRASING: 10_000, Kind.BY_MARK: 60_000, Kind.NEAREST: 8_000}

# Candidates that are looked at closely, and the nearest phrasings of each that are compared with the question.
_LOOKED_AT = 5
_NEAREST = 3
# What speaks for a candidate, in the measure of its learnt score. Learnt by leaving phrasings out of the public catalogues, all together.
_OF_MEAN, _OF_ABOUT, _OF_EXPLAINED, _OF_SPELLING = 0.50, 0.40, 0.20, 0.25
# The nearest phrasings that the classes are learnt from, where that is done for each question.
_LEARNT_FROM = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry looked at closely.

    `score` is all that speaks for it, `plain` the part of it that every entry gets (by its marks, and by what it says of itself), and `nearest` the
    likeness of its nearest phrasing, which is row `row`. `left` is the weight of the question's heaviest word that it does not explain, as a share
    of the heaviest there can be.
    """

    entry: int
    score: float
    plain: float
    nearest: float
    explained: float
    left: float
    row: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The index over the phrasings, and the `weights` of phrasings or marks (rows) for each entry (columns); none for `Kind.NEAREST`.

    `about` is what the entries say of themselves; `directions` are the phrasings' meanings (a row each) where there is an encoder.
    """

    phrasings: Phrasings
    about: About
    index: Index
    kind: Kind
    weights: Floats
    rows: Rows | None = None
    directions: Floats | None = None

    def candidates(self, asked: Weighed, sense: Sense, trust: Floats | None = None) -> list[Candidate]:
        """Return the candidates for a question, the best first; none where it shares nothing with any phrasing.

        What the marks say for each entry is multiplied with its `trust`, where that is given.
        """
        vector = self.index.vector(sense.marks)
        if not len(vector.places):
            return []
        likeness = self.index.likeness(vector, _MOST_POSTINGS[self.kind])
        if self.directions is not None and sense.direction is not None:
            likeness = mixed(likeness, self.directions @ sense.direction)
        entries, plain = self._of_all(vector, likeness) if self.rows is None else self._of_near(likeness, self.rows)
        plain = plain + np.float32(_OF_ABOUT) * self.about.covered(sense.marks)[entries]
        if trust is not None:
            plain *= trust[entries]
        best = _largest(plain, _LOOKED_AT)
        found = [self._look(asked, entry, score, likeness) for entry, score in zip(entries[best].tolist(), plain[best].tolist(), strict=True)]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.entry))

    def weigh(self, told: Told) -> Weighed:
        """Return a question with what each of its stems weighs here."""
        return evidence.weigh(told, self.index.weights_of(stem_marks(told.stems)).tolist(), self._heaviest)

    def _of_all(self, vector: Vector, likeness: Floats) -> tuple[Places, Floats]:
        """Return every entry, and what speaks for it by marks alone."""
        entries = np.arange(len(self.phrasings.keys))
        if self.kind is Kind.BY_MARK:
            scores: Floats = vector.weights @ self.weights[vector.places]
            return entries, scores
        mean: Floats = np.add.reduceat(likeness, self.phrasings.starts[:-1]) * self.phrasings.shares
        total: Floats = likeness @ self.weights + np.float32(_OF_MEAN) * mean
        return entries, total

    def _of_near(self, likeness: Floats, rows: Rows) -> tuple[Places, Floats]:
        """Return the entries of the nearest phrasings, and what speaks for each as a class learnt from these phrasings alone."""
        near = _largest(likeness, _LEARNT_FROM)
        entries, place = np.unique(self.phrasings.entries[near], return_inverse=True)
        own = np.bincount(place, weights=linear.of_nearest(self._likenesses(near, rows), likeness[near]))
        bounds = zip(self.phrasings.starts[entries].tolist(), self.phrasings.starts[entries + 1].tolist(), strict=True)
        mean = [float(likeness[start:end].sum()) / (end - start) for start, end in bounds]
        return entries, (own + _OF_MEAN * np.array(mean)).astype(np.float32)

    def _likenesses(self, near: Places, rows: Rows) -> Floats:
        """Return how alike the phrasings `near` are to each other."""
        alike = rows.likenesses(near)
        return alike if self.directions is None else mixed(alike, self.directions[near] @ self.directions[near].T)

    def _look(self, asked: Weighed, entry: int, plain: float, likeness: Floats) -> Candidate:
        start, end = int(self.phrasings.starts[entry]), int(self.phrasings.ends[entry])
        alike = likeness[start:end].tolist()
        near = sorted(range(len(alike)), key=lambda row: -alike[row])[:_NEAREST]
        told = [self.phrasings.told(start + row) for row in near]
        explained = evidence.explained(asked, told)
        score = plain + _OF_EXPLAINED * explained.share + _OF_SPELLING * evidence.spelt_alike(asked.told, told)
        left = explained.heaviest_left / self._heaviest
        return Candidate(entry, round(score, 6), plain, alike[near[0]], explained.share, left, start + near[0], explained.words)

    @property
    def _heaviest(self) -> float:
        """The weight of a mark that no phrasing has."""
        return math.sqrt(math.log(1 + self.index.count) + 1)


def _largest(values: Floats, count: int) -> Places:
    """Return where the `count` largest values stand, in any order."""
    if len(values) <= count:
        return np.arange(len(values))
    # Mostly few come near the largest one, and the others need no sorting.
    for part in (2, 4):
        near = np.flatnonzero(values >= values.max() / part)
        if len(near) >= count:
            return near[np.argpartition(values[near], -count)[-count:]]
    return np.argpartition(values, -count)[-count:]


def learn(phrasings: Phrasings, senses: Sequence[Sense], about: About) -> Model:
    """Return the model of `phrasings`, whose `senses` are given, and of what their entries say of themselves."""
    built = index.build([sense.marks for sense in senses])
    found = [sense.direction for sense in senses if sense.direction is not None]
    directions = np.stack(found) if found else None
    entries, count = phrasings.entries, len(phrasings.keys)
    if 0 < len(senses) <= _MOST_BY_PHRASING:
        likenesses = built.likenesses() if directions is None else mixed(built.likenesses(), directions @ directions.T)
        return Model(phrasings, about, built, Kind.BY_PHRASING, linear.of_phrasings(likenesses, entries, count), directions=directions)
    if 0 < len(senses) <= _MOST_BY_MARK and count <= _MOST_ENTRIES_BY_MARK and directions is None:
        weights = linear.of_marks(built, entries, count)
        weights += np.float32(_OF_MEAN) * linear.means(built, entries, count)
        return Model(phrasings, about, built, Kind.BY_MARK, weights)
    return Model(phrasings, about, built, Kind.NEAREST, np.empty((0, 0), np.float32), built.rows(), directions)
