"""A text as its facts are read: one form of each letter, digit, space and dash. What is found is cut out of the text itself.

Case and accents fall, for on social media people leave both out. Every character becomes one or none, so that places can be told back.
"""

import unicodedata
from collections.abc import Sequence

_MOST_FORMS = 4096
# Signs with a meaning of their own, which NFKD would make into letters and digits.
_AS_IT_IS = frozenset("ºª²³½¼¾…€£·")
_QUOTES = frozenset("’‘ʼ´`′")


class _Forms(dict[int, str]):
    """Each character's form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        form = _form(chr(code))
        if len(self) < _MOST_FORMS:
            self[code] = form
        return form


def _form(character: str) -> str:
    if character in _AS_IT_IS or character == "\n":
        return character
    if character in _QUOTES:
        return "'"
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if category == "Pd" or character == "−":
        return "-"
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn").lower()
    return plain if len(plain) == 1 else character


_FORMS = _Forms()


def read(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` as read, and for each of its characters (and for its end) where it stands in `text`."""
    read_as = text.translate(_FORMS)
    if len(read_as) == len(text):
        return read_as, range(len(text) + 1)
    return read_as, [*(place for place, character in enumerate(text) if _FORMS[ord(character)]), len(text)]
