"""Two texts side by side: which words of the one are gone, and which words of the other are new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing takes the square of this; longer texts are shown whole, one beside the other.
_MOST_TOKENS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether the other text lacks it."""

    text: str
    is_only_here: bool


def word_by_word(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces. Joined, the pieces are the texts."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        return list(_whole(before, after)), list(_whole(after, before))
    left, right = [], []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if end > start:
            left.append(Piece("".join(old[start:end]), kind != "equal"))
        if other_end > other_start:
            right.append(Piece("".join(new[other_start:other_end]), kind != "equal"))
    return left, right


def _whole(text: str, other: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, text != other)
