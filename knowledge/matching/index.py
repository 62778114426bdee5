"""Phrasings by their marks: how alike a text is to every one of them, in one pass over what they share.

Likeness is the sum of the blocks' cosines. A mark weighs the square root of its inverse document frequency (Spärck Jones 1972) times the
logarithm of how often it stands in the text. Marks that no phrasing has do not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.matching.features import BLOCK_BITS, SHARES, Hashes, Marks
from knowledge.matching.postings import Floats, Places, Postings, ranges

_SHARES = np.array(SHARES, np.float32)
_COLUMNS = 2_048


@dataclass(frozen=True, slots=True)
class Vector:
    """A text's marks that the index knows, as positions in it, with their weights."""

    places: Places
    weights: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """The phrasings' vectors: that of row i is `values[starts[i]:starts[i + 1]]` at the marks `places[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    values: Floats

    def likenesses(self, chosen: Places) -> Floats:
        """Return how alike the chosen phrasings are to each other, a square matrix.

        Marks that share one of so many columns count as one (feature hashing: Weinberger and others 2009): few do, and sorting them all out would take
        most of a question's time.
        """
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        at = ranges(self.starts[chosen], lengths)
        number, values = np.arange(len(chosen)).repeat(lengths), self.values[at]
        cells = np.zeros(len(chosen) * _COLUMNS, np.float32)
        np.add.at(cells, number * _COLUMNS + self.places[at] % _COLUMNS, values)
        dense = cells.reshape(len(chosen), _COLUMNS)
        alike: Floats = dense @ dense.T
        alike[np.diag_indices_from(alike)] = np.bincount(number, weights=values * values, minlength=len(chosen))
        return alike


@dataclass(frozen=True, slots=True)
class Index:
    """The phrasings that have each mark, and what each mark weighs."""

    postings: Postings
    weights: Floats

    @property
    def count(self) -> int:
        return self.postings.count

    def vector(self, marks: Marks) -> Vector:
        """Return the vector of a text."""
        place, found = self.postings.find(marks.hashes)
        place = place[found]
        weights = (1 + np.log(marks.times[found])).astype(np.float32) * self.weights[place]
        block = (marks.hashes[found] >> BLOCK_BITS).astype(np.intp)
        lengths = np.bincount(block, weights=weights * weights, minlength=len(SHARES))
        return Vector(place, weights * _scales(lengths)[block])

    def weights_of(self, hashes: Hashes) -> Floats:
        """Return the weight of each mark, 0 for one that the index does not know."""
        place, found = self.postings.find(hashes)
        weights = np.zeros(len(hashes), np.float32)
        weights[found] = self.weights[place[found]]
        return weights

    def likeness(self, vector: Vector, most: int) -> Floats:
        """Return how alike a text is to each phrasing, from 0 to 1, looking at no more than `most` postings: those of its rarest marks."""
        return self.postings.sums(vector.places, vector.weights, most)

    def matrix(self) -> sparse.csr_matrix:
        """Return the phrasings' vectors as the rows of a matrix, a column for each mark."""
        kept = self.postings
        return sparse.csr_matrix(sparse.csc_matrix((kept.values, kept.owners, kept.starts), shape=(kept.count, len(kept.known))))

    def likenesses(self) -> Floats:
        """Return how alike all phrasings are to each other, a square matrix."""
        rows = self.matrix()
        alike: Floats = (rows @ rows.T).toarray()
        return alike

    def rows(self) -> Rows:
        """Return the phrasings' vectors."""
        matrix = self.matrix()
        return Rows(matrix.indptr.astype(np.int64), matrix.indices, matrix.data)


def _scales(lengths: NDArray[np.number]) -> Floats:
    """Return what the weights of each block are multiplied with, for it to have its share of a likeness; `lengths` are squared."""
    scales: Floats = np.sqrt(_SHARES / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scales


def build(texts: Sequence[Marks]) -> Index:
    """Return the index over the marks of each phrasing."""
    if not texts:
        nothing = Postings(0, np.empty(0, np.uint64), np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
        return Index(nothing, np.empty(0, np.float32))
    hashes = np.concatenate([marks.hashes for marks in texts])
    # Each text's marks are sorted, so that a stable sort keeps its phrasings in order and has little to do.
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    is_first = np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]
    known, starts = hashes[is_first], np.append(np.flatnonzero(is_first), len(hashes))
    del hashes, is_first
    frequency = np.diff(starts)
    weights = np.sqrt(np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    values = np.concatenate([marks.times for marks in texts]).astype(np.float32)[order]
    np.log(values, out=values)
    values += 1
    values *= weights.repeat(frequency)
    owners = np.arange(len(texts), dtype=np.int32).repeat([len(marks.hashes) for marks in texts])[order]
    del order
    cell = owners * np.int32(len(SHARES)) + (known >> BLOCK_BITS).astype(np.int32).repeat(frequency)
    lengths = np.bincount(cell, weights=values * values, minlength=len(texts) * len(SHARES))
    values *= _scales(lengths.reshape(-1, len(SHARES))).ravel()[cell]
    return Index(Postings(len(texts), known, starts, owners, values), weights)
