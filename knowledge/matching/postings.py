"""Lists of who has what: for each mark those that have it, with what it counts there.

One pass over the lists of a text's marks compares it with all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.features import Hashes

Floats = NDArray[np.float32]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Postings:
    """Those of `count` owners that have mark `known[j]` are `owners[starts[j]:starts[j + 1]]`, and it counts `values` there."""

    count: int
    known: Hashes
    starts: NDArray[np.int64]
    owners: NDArray[np.int32]
    values: Floats

    def find(self, hashes: Hashes) -> tuple[Places, NDArray[np.bool_]]:
        """Return where each of `hashes` stands in `known`, and whether it does."""
        if not len(self.known):
            return np.zeros(len(hashes), np.intp), np.zeros(len(hashes), bool)
        place = np.minimum(self.known.searchsorted(hashes), len(self.known) - 1)
        return place, self.known[place] == hashes

    def sums(self, places: Places, weights: Floats, most: int) -> Floats:
        """Return for each owner the sum of what the marks at `places` count there times their `weights`.

        No more than `most` postings are looked at: those of the rarest marks, and those of one at least.
        """
        lengths = self.starts[places + 1] - self.starts[places]
        if int(lengths.sum()) > most:
            rarest = np.argsort(lengths, kind="stable")
            kept = np.sort(rarest[: max(1, int((np.cumsum(lengths[rarest]) <= most).sum()))])
            places, weights, lengths = places[kept], weights[kept], lengths[kept]
        at = ranges(self.starts[places], lengths)
        found = np.bincount(self.owners[at], weights=self.values[at] * weights.repeat(lengths), minlength=self.count)
        return found.astype(np.float32)


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Places:
    """Return the numbers from each start on, as many as its length, one after another."""
    ends = lengths.cumsum()
    numbers: Places = np.arange(ends[-1] if len(ends) else 0) + (starts - ends + lengths).repeat(lengths)
    return numbers
