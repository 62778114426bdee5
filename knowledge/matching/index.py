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

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

_SHARES = np.array(SHARES, np.float32)


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
        """Return how alike the chosen phrasings are to each other, a square matrix."""
        starts = self.starts[chosen]
        lengths = self.starts[chosen + 1] - starts
        at = np.arange(int(lengths.sum())) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        number, values = np.repeat(np.arange(len(chosen)), lengths), self.values[at]
        order = np.argsort(self.places[at])
        place = self.places[at][order]
        # What one phrasing has alone is in its own length only.
        is_new = np.concatenate(([True], place[1:] != place[:-1]))
        is_shared = ~(is_new & np.append(is_new[1:], True))
        column = np.cumsum(is_new[is_shared]) - 1
        dense = np.zeros((len(chosen), int(column[-1]) + 1 if len(column) else 1), np.float32)
        dense[number[order][is_shared], column] = values[order][is_shared]
        alike: Floats = dense @ dense.T
        alike[np.diag_indices_from(alike)] = np.bincount(number, weights=values * values, minlength=len(chosen))
        return alike


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of `count` phrasings: those of mark `known[j]` stand from `starts[j]` to `starts[j + 1]`."""

    count: int
    known: Hashes
    weights: Floats
    starts: NDArray[np.int64]
    phrasings: NDArray[np.int32]
    values: Floats

    def vector(self, marks: Marks) -> Vector:
        """Return the vector of a text."""
        place, found = self._find(marks.hashes)
        place = place[found]
        weights = (1 + np.log(marks.times[found])).astype(np.float32) * self.weights[place]
        block = (marks.hashes[found] >> BLOCK_BITS).astype(np.intp)
        lengths = np.bincount(block, weights=weights * weights, minlength=len(SHARES))
        return Vector(place, weights * _scales(lengths)[block])

    def weights_of(self, hashes: Hashes) -> Floats:
        """Return the weight of each mark, 0 for one that the index does not know."""
        place, found = self._find(hashes)
        return np.where(found, self.weights[place], np.float32(0)) if len(self.known) else np.zeros(len(hashes), np.float32)

    def likeness(self, vector: Vector, most: int) -> Floats:
        """Return how alike a text is to each phrasing, from 0 to 1, looking at no more than `most` postings: those of its rarest marks."""
        starts = self.starts[vector.places]
        lengths = self.starts[vector.places + 1] - starts
        weights = vector.weights
        total = int(lengths.sum())
        if total > most:
            rarest = np.argsort(lengths, kind="stable")
            kept = np.sort(rarest[np.cumsum(lengths[rarest]) <= most])
            starts, lengths, weights = starts[kept], lengths[kept], weights[kept]
            total = int(lengths.sum())
        at = np.arange(total) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        shared = np.bincount(self.phrasings[at], weights=self.values[at] * np.repeat(weights, lengths), minlength=self.count)
        return shared.astype(np.float32)

    def matrix(self) -> sparse.csr_matrix:
        """Return the phrasings' vectors as the rows of a matrix, a column for each mark."""
        shape = (self.count, len(self.known))
        return sparse.csr_matrix(sparse.csc_matrix((self.values, self.phrasings, self.starts), shape=shape))

    def likenesses(self) -> Floats:
        """Return how alike all phrasings are to each other, a square matrix."""
        rows = self.matrix()
        alike: Floats = (rows @ rows.T).toarray()
        return alike

    def rows(self) -> Rows:
        """Return the phrasings' vectors."""
        matrix = self.matrix()
        return Rows(matrix.indptr.astype(np.int64), matrix.indices, matrix.data)

    def _find(self, hashes: Hashes) -> tuple[Places, NDArray[np.bool_]]:
        place = np.searchsorted(self.known, hashes)
        place[place == len(self.known)] = 0
        return place, self.known[place] == hashes if len(self.known) else np.zeros(len(hashes), bool)


def _scales(lengths: NDArray[np.number]) -> Floats:
    """Return what the weights of each block are multiplied with, for it to have its share of a likeness; `lengths` are squared."""
    scales: Floats = np.sqrt(_SHARES / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scales


def build(texts: Sequence[Marks]) -> Index:
    """Return the index over the marks of each phrasing."""
    if not texts:
        return Index(0, np.empty(0, np.uint64), np.empty(0, np.float32), np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
    known, place, frequency = np.unique(np.concatenate([marks.hashes for marks in texts]), return_inverse=True, return_counts=True)
    weights = np.sqrt(np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    values = np.concatenate([marks.times for marks in texts]).astype(np.float32)
    np.log(values, out=values)
    values += 1
    values *= weights[place]
    row = np.repeat(np.arange(len(texts), dtype=np.int32), [len(marks.hashes) for marks in texts])
    block = row.astype(np.int64) * len(SHARES) + (known >> BLOCK_BITS).astype(np.int64)[place]
    lengths = np.bincount(block, weights=values * values, minlength=len(texts) * len(SHARES))
    values *= _scales(lengths.reshape(-1, len(SHARES))).ravel()[block]
    del block
    order = np.argsort(place, kind="stable")
    starts = np.zeros(len(known) + 1, np.int64)
    np.cumsum(frequency, out=starts[1:])
    return Index(len(texts), known, weights, starts, row[order], values[order])
