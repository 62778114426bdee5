"""What a sentence model adds to the likeness of two texts, where the operator gives one. Off unless there is an encoder.

The two likenesses are mixed before anything is learnt, so that entries, evidence and confidence follow by the same rules as without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.features import Marks
from knowledge.matching.postings import Floats

# The sentence model's share of a likeness. Chosen by leaving phrasings out of the public catalogues.
SHARE = 0.5


class Encoder(Protocol):
    """A sentence model. `name` differs between any two models that encode differently."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Return a row for each text; texts that mean alike point into like directions."""
        ...


@dataclass(frozen=True, slots=True)
class Sense:
    """A text as the model compares it: its marks, and its direction of length 1 where there is an encoder."""

    marks: Marks
    direction: Floats | None = None


def senses(texts: Sequence[str], marks: Sequence[Marks], encoder: Encoder | None) -> list[Sense]:
    """Return the sense of each text."""
    if encoder is None or not texts:
        return [Sense(one) for one in marks]
    vectors = np.nan_to_num(np.asarray(encoder.encode(list(texts)), np.float32))
    directions = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return [Sense(one, direction) for one, direction in zip(marks, directions, strict=True)]


def mixed(likeness: NDArray[np.floating], meant: NDArray[np.floating]) -> Floats:
    """Return the likeness by marks and that by meaning as one."""
    both: Floats = ((1 - SHARE) * likeness + SHARE * meant).astype(np.float32)
    return both
