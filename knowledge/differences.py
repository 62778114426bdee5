"""Two wordings compared word by word, as a reader would mark them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Comparing takes as long as the product of both lengths: texts of more words than these are compared by lines.
_MOST_PIECES = 4_000


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of one or both of two texts."""

    mark: Mark
    text: str


def by_words(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order: kept and removed ones together are `before`, kept and added ones `after`."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) + len(new) > _MOST_PIECES:
        old, new = _LINE.findall(before), _LINE.findall(after)
    found: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(Mark.KEPT, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece(Mark.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece(Mark.ADDED, "".join(new[new_from:new_to])))
    return found
