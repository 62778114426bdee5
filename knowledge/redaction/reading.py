"""A text as the patterns read it: one form of each digit, space, dash and letter, so that no pattern knows of full-width or accented ones.

Accents fall but for ñ and ç, capitals stay. Invisible characters are left out; every other character keeps its place, so what is found can be
cut out of the text itself.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.redaction.kinds import MARK

# Stands where something was taken out, or a mark stood before. No pattern matches it; next to a number it counts as a digit, so that
# taking one thing out never uncovers another.
BARRIER = "\0"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read; `places[n]` is where its n-th character stands in the text, and the last one is the text's length."""

    text: str
    places: Sequence[int]


def read(text: str) -> Reading:
    """Return `text` as the patterns read it, its marks as barriers."""
    bare = MARK.sub(lambda mark: BARRIER * len(mark[0]), text)
    if bare.isascii():
        return Reading(bare, range(len(text) + 1))
    forms = [_form(character) for character in bare]
    return Reading("".join(forms), [*(place for place, form in enumerate(forms) if form), len(text)])


def covered(text: str, spans: Iterable[Span], by: str = BARRIER) -> str:
    """Return a reading's text with `spans`, in ascending order, covered by as many barriers as they have characters."""
    parts: list[str] = []
    place = 0
    for start, end in spans:
        parts += (text[place:start], by * (end - start))
        place = end
    return "".join((*parts, text[place:]))


@lru_cache(maxsize=4096)
def _form(character: str) -> str:
    """Return one character as it is read, or nothing where it cannot be seen."""
    if character in "ñÑçÇ":
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zs":
        return " "
    if category == "Pd" or character == "−":
        return "-"
    if category in ("No", "Lo"):  # superscripts and ordinals: they are not part of a number
        return character
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn")
    return plain if len(plain) == 1 else character
