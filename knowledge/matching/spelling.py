"""A question's words spelt as the catalogue spells them: `kiero` for `quiero`, `enpadronarme` for `empadronarme`.

Only a word that no phrasing has is corrected: to a word that sounds the same in the languages of Spain, else to one that is an edit away, or
two where it is long (Damerau 1964).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words are too like others to be corrected.
_SHORTEST_BY_SOUND = 4
_SHORTEST_BY_EDIT = 6
_SHORTEST_BY_TWO_EDITS = 9

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ch", "x"), (r"qu(?=[ei])|q", "k"), (r"gu(?=[ei])", "g\x00"), (r"g(?=[ei])", "j"), ("\x00", ""), (r"c(?=[ei])|z", "s"), (r"c", "k"),
        (r"v|w", "b"), (r"ll", "y"), (r"h", ""), (r"m(?=[bpv])", "n"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return how a folded word sounds, letters that are pronounced alike being one."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a catalogue: `known` all of them, `by_sound` the commonest of each sound, `long` those that may be an edit away.

    The long ones go by their first letter, which few mistype: what is further away is left to the letters in a row.
    """

    known: frozenset[str]
    by_sound: dict[str, str]
    long: dict[str, tuple[str, ...]]

    def corrected(self, word: str) -> str:
        """Return the catalogue's word for one that is misspelt; any other word itself."""
        if word in self.known or len(word) < _SHORTEST_BY_SOUND or not word.isalpha():
            return word
        if alike := self.by_sound.get(sound(word)):
            return alike
        if len(word) < _SHORTEST_BY_EDIT:
            return word
        edits = 2 if len(word) >= _SHORTEST_BY_TWO_EDITS else 1
        found = process.extractOne(word, self.long.get(word[0], ()), scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else word


def learn(words: Iterable[str]) -> Spelling:
    """Return the spelling of a catalogue with these words, each as often as it stands there."""
    counted = Counter(words)
    by_sound: dict[str, str] = {}
    for word in sorted(counted, key=lambda word: (-counted[word], word)):
        if len(word) >= _SHORTEST_BY_SOUND and word.isalpha():
            by_sound.setdefault(sound(word), word)
    long: dict[str, list[str]] = {}
    for word in sorted(counted):
        if len(word) >= _SHORTEST_BY_EDIT - 1 and word.isalpha():
            long.setdefault(word[0], []).append(word)
    return Spelling(frozenset(counted), by_sound, {letter: tuple(found) for letter, found in long.items()})
