"""A text in pieces that a platform's messages hold: split, never cut, where a person would split it."""

from collections.abc import Callable

Length = Callable[[str], int]

# Where a text is best split, from best to worst.
_BREAKS = ("\n\n", "\n", ". ", " ")


def utf16(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Slack's and Microsoft's clients count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, length: Length = utf16) -> list[str]:
    """Return `text` in pieces of at most `limit` each, which joined are `text` again; split after a paragraph, line, sentence or word if it can be.

    `length` counts as the platform does.
    """
    pieces = []
    while length(text) > limit:
        end = prefix(text, limit, length)
        window = text[:end]
        at = next((window.rindex(mark) + len(mark) for mark in _BREAKS if mark in window[end // 2 :]), window.rfind(" ") + 1 or end)
        # A text of spaces alone is refused: where the best place leaves one before it or next after it, the last place, or one before the last word.
        places = (at, end, max(1, len(window.rstrip()) - 1))
        at = next((place for place in places if text[:place].strip() and _begins_with_words(text[place:], limit, length)), at)
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def prefix(text: str, limit: int, length: Length = utf16) -> int:
    """Return how many characters of `text` fit into `limit`; at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if length(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _begins_with_words(text: str, limit: int, length: Length) -> bool:
    """Tell whether the next piece of `text` has more in it than spaces."""
    return bool(text[: limit if length(text[:limit]) <= limit else prefix(text, limit, length)].strip())
