"""What an entry says of itself, beside its phrasings: its answer, its topic, and its id where that is made of words.

A catalogue whose entries are asked in one or two ways each is found by these, too: people ask with words of the answer. How much of a question
an entry covers is BM25 (Robertson and Zaragoza 2009) over stems, as a share of what the question weighs.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.features import Marks, Reading, stem_marks, stems_of
from knowledge.matching.postings import Floats, Places, Postings
from knowledge.model import Entry

# The usual ones.
_SATURATION, _BY_LENGTH = 1.2, 0.75
# Postings that a question looks at, at most.
_MOST_POSTINGS = 20_000
_WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class About:
    """The entries whose own text has each stem, and what each stem weighs."""

    postings: Postings
    weights: Floats

    def covered(self, marks: Marks) -> Floats:
        """Return the share of a question's weight, from 0 to below 1, that each entry's own text covers."""
        hashes = stems_of(marks)
        place, found = self.postings.find(hashes)
        place = place[found]
        weights = self.weights[place]
        total = float(weights.sum()) + self._heaviest * (len(hashes) - len(place))
        return self.postings.sums(place, weights / np.float32(max(total, 1e-12)), _MOST_POSTINGS)

    def of(self, chosen: Places) -> "About":
        """Return what these entries alone say, in their order, a stem weighing what it weighs among all."""
        postings = self.postings
        number = np.full(postings.count, -1, np.int32)
        number[chosen] = np.arange(len(chosen), dtype=np.int32)
        owners = number[postings.owners]
        is_kept = owners >= 0
        starts = np.concatenate(([0], np.cumsum(is_kept)))[postings.starts]
        return About(Postings(len(chosen), postings.known, starts, owners[is_kept], postings.values[is_kept]), self.weights)

    @property
    def _heaviest(self) -> float:
        """What a stem weighs that no entry has."""
        return math.log(1 + (self.postings.count + 0.5) / 0.5)


def name_of(entry: Entry) -> str:
    """Return what an entry is called: its topic, and its id where that is made of words (`tasa-basura`, but not `TRIB-014`, nor `PAD`)."""
    words = _WORDS.findall(entry.id)
    is_code = any(letter.isdigit() for letter in entry.id) or (len(words) < 2 and entry.id.isupper())
    return f"{entry.topic} {'' if is_code else ' '.join(words)}".strip()


def _without_addresses(answer: str) -> str:
    return " ".join(word for word in answer.split() if not any(sign in word for sign in ("://", "www.", "@")))


def learn(entries: Sequence[Entry], reading: Reading) -> About:
    """Return what `entries`, in their order, say of themselves: of a long answer, what its first lines say (`features.MAX_WORDS`)."""
    stems = [reading.read(f"{name_of(entry)} {_without_addresses(entry.answer)}", entry.language).stems for entry in entries]
    known, place = np.unique(stem_marks([one for each in stems for one in each]), return_inverse=True)
    lengths = np.array([len(each) for each in stems], np.intp)
    # Each stem of each entry once, with how often it stands there.
    pairs, times = np.unique(place * max(len(entries), 1) + np.repeat(np.arange(len(entries)), lengths), return_counts=True)
    place, entry = np.divmod(pairs, max(len(entries), 1))
    frequency = np.bincount(place, minlength=len(known))
    weights = np.log1p((len(entries) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    long = (1 - _BY_LENGTH) + _BY_LENGTH * lengths[entry] / max(lengths.mean() if len(lengths) else 0, 1)
    values = (times / (times + _SATURATION * long)).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(frequency)))
    return About(Postings(len(entries), known, starts, entry.astype(np.int32), values), weights)
