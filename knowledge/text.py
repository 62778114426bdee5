"""Text as people type it, brought to forms that can be compared.

Nothing here changes an approved answer: these forms are for finding and checking only.
"""

import re
import unicodedata

# Combining Diacritical Marks: the accents that people leave out. The marks of other scripts
# (Devanagari vowels, Arabic points) carry meaning and stay.
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
# The dot of Catalan "col·legi" joins; every other mark separates.
_JOINERS = re.compile("[·\u2027'’`´]")
# C0 but tab and line break, C1, lone surrogates, the marks that turn the reading direction round, and the two that no XML can hold.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def fold(text: str) -> str:
    """Return `text` without case, accents, compatibility forms and invisible characters."""
    decomposed = unicodedata.normalize("NFKD", text)
    # Upper before casefold: the Turkish dotless ı has a capital I but no folding of its own.
    folded = unicodedata.normalize("NFKD", decomposed.upper().casefold())
    plain = _ACCENTS.sub("", folded)
    return plain if plain.isascii() else "".join(c for c in plain if unicodedata.category(c) != "Cf")


def key(text: str) -> str:
    """Return what stays of `text` without case, accents, spaces and punctuation.

    Two texts with one key count as the same question. Empty where `text` has no letter and no digit.
    """
    return "".join(_WORD.findall(_JOINERS.sub("", fold(text))))


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    return _WORD.findall(_JOINERS.sub("", fold(text)))


def places(text: str, sought: str) -> list[tuple[int, int]]:
    """Return where `sought` stands in `text`, whatever the case and the accents: the first character of each place, and the one after its last."""
    needle = fold(sought)
    if not needle or needle not in fold(text):
        return []
    pieces = [fold(character) for character in text]
    origin = [position for position, piece in enumerate(pieces) for _ in piece]
    folded = "".join(pieces)
    found: list[tuple[int, int]] = []
    at = folded.find(needle)
    while at >= 0:
        first, end = origin[at], origin[at + len(needle) - 1] + 1
        while end < len(text) and not pieces[end]:  # the accents of its last letter, where they are characters of their own
            end += 1
        if not found or first >= found[-1][1]:
            found.append((first, end))
        at = folded.find(needle, at + len(needle))
    return found


def control_characters(text: str) -> list[str]:
    """Return the characters of `text` that must not stand in a cell, as `U+XXXX`.

    These are the control characters but line break and tab, and the marks that turn the reading direction
    round (Unicode TR36, "bidirectional text spoofing"), for they show another text than the one approved.
    """
    return sorted({f"U+{ord(c):04X}" for c in _CONTROLS.findall(text)})


def without_controls(text: str) -> str:
    """Return `text` without the characters of `control_characters`, for a screen that would obey them."""
    return _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Return `text` safe to stand inside a line of output: no line break, no control character."""
    return " ".join(_CONTROLS.sub(" ", text).split())
