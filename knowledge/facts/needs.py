"""What a rule cannot do without: most texts have no word of most rules, which are then not tried.

A rule needs one sign of each of its parts that may not be left out, of a part with alternatives one of any of them.
"""

import re
from collections.abc import Callable, Iterator

_PIECE = re.compile(r"\(\?P<\w+>|\(\?:|\(\?<?[=!]|\(|\)|\||[A-Za-z_]+'?|\{\d+,?\d*\}|\?|\[[^\]]*\]|\\.|\S")

Signs = frozenset[str]
# The signs of which a name of a rule needs one; None where it needs none.
SignsOf = Callable[[str], Signs | None]


def needs(rule: str, signs_of: SignsOf) -> tuple[Signs, ...]:
    """Return the sets of signs of which a text must have one each for `rule` to match; an empty set says that it never does."""
    return tuple(_alternatives(_Pieces(rule), signs_of))


class _Pieces:
    """A rule's pieces, read from left to right."""

    def __init__(self, rule: str) -> None:
        self._pieces = _PIECE.findall(rule)
        self._place = 0

    def peek(self) -> str:
        return self._pieces[self._place] if self._place < len(self._pieces) else ""

    def next(self) -> str:
        piece = self.peek()
        self._place += 1
        return piece


def _alternatives(pieces: _Pieces, signs_of: SignsOf) -> list[Signs]:
    """Return what a group needs, up to its end."""
    branches = [list(_sequence(pieces, signs_of))]
    while pieces.peek() == "|":
        pieces.next()
        branches.append(list(_sequence(pieces, signs_of)))
    if len(branches) == 1:
        return branches[0]
    possible = [needed for needed in branches if frozenset() not in needed]
    if not possible:
        return [frozenset()]
    if not all(possible):
        return []
    return [frozenset().union(*(min(needed, key=len) for needed in possible))]


def _sequence(pieces: _Pieces, signs_of: SignsOf) -> Iterator[Signs]:
    """Yield what a sequence needs, up to the next alternative or the end of its group."""
    while (piece := pieces.peek()) and piece not in ("|", ")"):
        pieces.next()
        needed: list[Signs] = []
        if piece.startswith("("):
            needed = _alternatives(pieces, signs_of)
            pieces.next()
            if piece in ("(?=", "(?!", "(?<=", "(?<!"):  # looks ahead or behind
                needed = []
        elif piece.startswith("\\"):
            needed = [frozenset(piece[1:])]
        elif not piece.startswith("["):
            signs = signs_of(piece)
            needed = [] if signs is None else [signs]
        is_left_out = False
        if pieces.peek() == "?" or pieces.peek().startswith("{"):
            is_left_out = pieces.next().startswith(("?", "{0"))
        if not is_left_out:
            yield from needed
