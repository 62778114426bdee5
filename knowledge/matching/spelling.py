"""A question's words spelt as the catalogue spells them: `kiero` for `quiero`, `enpadronarme` for `empadronarme`, `prev.` for `previa`.

Only a word that the catalogue has nowhere, and that is no common word of its language, is corrected, and only to words of its language:

1. chat shorthand to what it stands for (`xq`); a single letter not at the end, where it may name something;
2. else one that is cut and has a full stop to the word that begins so, where that can be only one;
3. else to a word that sounds the same in the languages of Spain;
4. else to one that is an edit away, or two where it is long (Damerau 1964).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import text
from knowledge.matching.common_words import shorthand, stop_words

# Shorter words are too like others to be corrected.
_SHORTEST_BY_SOUND = 4
_SHORTEST_BY_EDIT = 6
_SHORTEST_BY_TWO_EDITS = 9
_SHORTEST_BY_START = 3
# Cut words end so, and hardly any whole word of Spanish does: a sentence that ends in `bar.` or `gas.` has no cut word.
_CUT = re.compile(r"\b([^\W\d_]{2,}[bcfghjkmpqtvw])\.(?:\s|$)")

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
class Words:
    """The words of the phrasings in one language: `by_sound` the commonest of each sound, `by_start` those that begin alike, and `long` those that
    may be an edit away.

    The long ones go by their first letter, which few mistype: what is further away is left to the letters in a row.
    """

    by_sound: Mapping[str, str]
    by_start: Mapping[str, Sequence[str]]
    long: Mapping[str, Sequence[str]]

    def in_full(self, cut: str) -> str:
        """Return the word that begins so; empty where none does, or words that say different things."""
        found = [word for word in self.by_start.get(cut[:_SHORTEST_BY_START], ()) if word.startswith(cut)]
        shortest = min(found, key=len, default="")
        return shortest if all(word.startswith(shortest[:-1]) for word in found) else ""

    def alike(self, word: str) -> str:
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


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a catalogue: all that it `knows`, those of its answers and synonyms too, and those that are corrected to, by language."""

    knows: frozenset[str]
    words: Mapping[str, Words]

    def corrected(self, words: Sequence[str], sentence: str, language: str) -> tuple[str, ...]:
        """Return the folded words of `sentence`, which is in `language`, as the catalogue spells them."""
        own = self.words.get(language, _NONE)
        common, short = stop_words(language), shorthand(language)
        cut = frozenset(_CUT.findall(text.fold(sentence))) if "." in sentence else frozenset()
        spelt = []
        for place, word in enumerate(words):
            if word not in self.knows and word in short and (len(word) > 1 or place + 1 < len(words)):
                spelt.append(short[word])
            elif word in self.knows or word in common:
                spelt.append(word)
            else:
                spelt.append((own.in_full(word) if word in cut else "") or own.alike(word))
        return tuple(spelt)


_NONE = Words({}, {}, {})


def learn(phrasings: Iterable[tuple[str, str]], knows: frozenset[str]) -> Spelling:
    """Return the spelling of a catalogue with these phrasings, (language, text) each; `knows` are the words that stand elsewhere in it."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for language, phrasing in phrasings:
        counted[language].update(text.words(phrasing))
    return Spelling(knows.union(*counted.values()), {language: _arranged(counts) for language, counts in counted.items()})


def _arranged(counted: Counter[str]) -> Words:
    by_sound: dict[str, str] = {}
    by_start: dict[str, list[str]] = defaultdict(list)
    long: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counted, key=lambda word: (-counted[word], word)):
        if word.isalpha() and len(word) >= _SHORTEST_BY_SOUND:
            by_sound.setdefault(sound(word), word)
    for word in sorted(counted):
        if word.isalpha() and len(word) > _SHORTEST_BY_START:
            by_start[word[:_SHORTEST_BY_START]].append(word)
        if word.isalpha() and len(word) >= _SHORTEST_BY_EDIT - 1:
            long[word[0]].append(word)
    return Words(by_sound, dict(by_start), dict(long))
