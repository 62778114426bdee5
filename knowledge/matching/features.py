"""A text as marks: stems, stems together, and the letters in a row across all its words and across those that carry its content.

A mark is a 64-bit hash whose two highest bits name its block, so that a catalogue of any size needs no strings as keys, and all letter
n-grams of a text come out of a few array operations. The hashes are arithmetic of our own: the same in every process, on every machine.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from knowledge import text
from knowledge.matching.common_words import stop_words
from knowledge.matching.spelling import Spelling

Hashes = NDArray[np.uint64]

# What is asked stands within the first lines; time and memory stay bounded.
MAX_CHARACTERS = 1_000
MAX_WORDS = 80
_MAX_TOGETHER = 14  # distinct stems that are paired with each other

# The blocks of marks, in the order of their numbers, with the share of each in the likeness of two texts.
STEM, TOGETHER, LETTERS, CONTENT = range(4)
SHARES = (0.25, 0.20, 0.25, 0.30)
BLOCK_BITS = np.uint64(62)
# How many letters in a row: long ones across all the words, short ones across those of content.
_LONG, _SHORT = (4, 5), (2, 3, 4)

# Galician has no stemmer in Snowball; Portuguese is its nearest kin. A language without one keeps its words whole.
_STEMMERS = {
    "es": "spanish", "ca": "catalan", "gl": "portuguese", "eu": "basque", "en": "english", "pt": "portuguese", "fr": "french",
    "de": "german", "it": "italian", "ro": "romanian", "nl": "dutch", "ru": "russian", "ar": "arabic",
}  # fmt: skip
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIXED = np.uint64(29)
_WITHOUT_BLOCK = np.uint64((1 << 62) - 1)
_BLOCKS = np.arange(len(SHARES), dtype=np.uint64) << BLOCK_BITS


@dataclass(frozen=True, slots=True)
class Marks:
    """The distinct marks of a text, in ascending order, and how often each stands in it."""

    hashes: Hashes
    times: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Told:
    """A text as the matcher reads it: its folded words as typed, and their stems in the same order; the words spelt right, as a line.

    `content` is the line without the words that any text may have (`stop_words`); the line itself where nothing else would be left.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    distinct: frozenset[str]
    line: str
    content: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one catalogue's texts are read. `synonyms` gives the stem that stands for a stem of its group."""

    synonyms: Mapping[str, str]

    def read(self, sentence: str, language: str, spelling: Spelling | None = None) -> Told:
        """Return `sentence` as it is read; where a `spelling` is given, spelt so."""
        sentence = sentence[:MAX_CHARACTERS]
        words = tuple(text.words(sentence)[:MAX_WORDS])
        spelt = spelling.corrected(words, sentence, language) if spelling else words
        stems = tuple(self.synonyms.get(found, found) for found in (stem(word, language) for word in spelt))
        line = " ".join(spelt)
        content = " ".join([word for word in spelt if word not in stop_words(language)])
        return Told(words, stems, frozenset(stems), line, content or line)


def reading(groups: Iterable[Sequence[str]], languages: Iterable[str]) -> Reading:
    """Return the reading under which the single words of each group of synonyms mean the same, in each of `languages`."""
    canonical: dict[str, str] = {}
    for group in groups:
        words = [found[0] for found in map(text.words, group) if len(found) == 1]
        stems = [stem(word, language) for word in words for language in languages]
        for one in stems:
            canonical.setdefault(one, canonical.get(stems[0], stems[0]))
    return Reading(canonical)


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded `word`. Folded first: a question without its accents is the same question."""
    algorithm = _STEMMERS.get(language)
    # A stemmer keeps its state in itself, and threads share this function: each word gets one of its own.
    stemmed: str = snowballstemmer.stemmer(algorithm).stemWord(word) if algorithm else word
    return stemmed


@lru_cache(maxsize=500_000)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def stem_marks(stems: Sequence[str]) -> Hashes:
    """Return the mark of each stem by itself."""
    hashes: Hashes = _mixed(np.array([_hash(one) for one in stems], dtype=np.uint64)) | _BLOCKS[STEM]
    return hashes


def stems_of(marks: Marks) -> Hashes:
    """Return those of the marks that are stems: the first ones, for so their block sorts them."""
    return marks.hashes[: np.searchsorted(marks.hashes, _BLOCKS[STEM + 1])]


def marks(told: Told) -> Marks:
    """Return the marks of a text."""
    if not told.words:
        return Marks(np.empty(0, np.uint64), np.empty(0, np.uint16))
    hashes = np.array([_hash(one) for one in told.stems], dtype=np.uint64)
    together = np.unique(hashes[:_MAX_TOGETHER])
    left, right = _pairs(len(together))
    blocks = (hashes, together[left] * _PRIME + together[right], _letters(told.line, _LONG), _letters(told.content, _SHORT))
    mixed = _mixed(np.concatenate(blocks)) | np.repeat(_BLOCKS, [len(block) for block in blocks])
    distinct, times = np.unique(mixed, return_counts=True)
    return Marks(distinct, times.astype(np.uint16))


def _mixed(hashes: Hashes) -> Hashes:
    """Return `hashes` mixed once more, without the bits that name a block."""
    once = (hashes ^ (hashes >> _MIXED)) * _PRIME
    return (once ^ (once >> _MIXED)) & _WITHOUT_BLOCK


@lru_cache(maxsize=_MAX_TOGETHER + 1)
def _pairs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(count, 1)


def _letters(line: str, lengths: Sequence[int]) -> Hashes:
    """Return the hashes of so many letters in a row, across the words."""
    codes = np.frombuffer(f" {line} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    found, grams = [], codes
    for length in range(2, min(lengths[-1], len(codes)) + 1):
        grams = grams[: len(codes) - length + 1] * _PRIME + codes[length - 1 :]
        if length in lengths:
            found.append(grams)
    return np.concatenate(found) if found else np.empty(0, np.uint64)
