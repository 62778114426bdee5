"""A question's words spelt as the catalogue spells them: `kiero` for `quiero`, `enpadronarme` for `empadronarme`, `prev.` for `previa`.

Only a word that no phrasing has, and that is no common word of its language, is corrected:

1. one with a full stop to the commonest word that begins so;
2. else to a word that sounds the same in the languages of Spain;
3. else to one that is an edit away, or two where it is long (Damerau 1964).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import text
from knowledge.matching.common_words import stop_words

# Shorter words are too like others to be corrected.
_SHORTEST_BY_SOUND = 4
_SHORTEST_BY_EDIT = 6
_SHORTEST_BY_TWO_EDITS = 9
_SHORTEST_BY_START = 3
_WITH_FULL_STOP = re.compile(r"([^\W\d_]{3,})\.")

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
    """The words of a catalogue: `known` all of them, `by_sound` the commonest of each sound, `by_start` those that begin alike, the commonest
    first, and `long` those that may be an edit away.

    The long ones go by their first letter, which few mistype: what is further away is left to the letters in a row.
    """

    known: frozenset[str]
    by_sound: Mapping[str, str]
    by_start: Mapping[str, Sequence[str]]
    long: Mapping[str, Sequence[str]]

    def corrected(self, words: Sequence[str], sentence: str, language: str) -> tuple[str, ...]:
        """Return the words of `sentence`, which is in `language`, as the catalogue spells them."""
        common = stop_words(language)
        begun = frozenset(found for cut in _WITH_FULL_STOP.findall(sentence) for found in text.words(cut)) if "." in sentence else frozenset()
        return tuple([
            word if word in self.known or word in common else (self._begun(word) if word in begun else "") or self._alike(word)
            for word in words
        ])  # fmt: skip

    def _begun(self, word: str) -> str:
        """Return the commonest word that begins so; empty where none does."""
        return next((known for known in self.by_start.get(word[:_SHORTEST_BY_START], ()) if known.startswith(word)), "")

    def _alike(self, word: str) -> str:
        """Return the word that sounds the same or is an edit away; the word itself where none is."""
        if len(word) < _SHORTEST_BY_SOUND or not word.isalpha():
            return word
        if same := self.by_sound.get(sound(word)):
            return same
        if len(word) < _SHORTEST_BY_EDIT:
            return word
        edits = 2 if len(word) >= _SHORTEST_BY_TWO_EDITS else 1
        found = process.extractOne(word, self.long.get(word[0], ()), scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else word


def learn(words: Iterable[str]) -> Spelling:
    """Return the spelling of a catalogue with these words, each as often as it stands there."""
    counted = Counter(words)
    by_sound: dict[str, str] = {}
    by_start: dict[str, list[str]] = defaultdict(list)
    long: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counted, key=lambda word: (-counted[word], word)):
        if word.isalpha() and len(word) > _SHORTEST_BY_START:
            by_start[word[:_SHORTEST_BY_START]].append(word)
        if word.isalpha() and len(word) >= _SHORTEST_BY_SOUND:
            by_sound.setdefault(sound(word), word)
    for word in sorted(counted):
        if word.isalpha() and len(word) >= _SHORTEST_BY_EDIT - 1:
            long[word[0]].append(word)
    return Spelling(frozenset(counted), by_sound, dict(by_start), dict(long))
