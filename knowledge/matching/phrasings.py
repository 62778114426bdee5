"""A catalogue's phrasings as rows: sorted by entry, then by text, so that no order of rows or sheets changes anything.

The last row of an entry may be its name: the classes are learnt from it as from a phrasing, but nobody asks so, and it is never shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge import text
from knowledge.matching import about, spelling
from knowledge.matching.features import Reading, Told, reading
from knowledge.matching.postings import Floats, Places
from knowledge.matching.spelling import Spelling
from knowledge.model import Catalogue, EntryKey


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Row i is the phrasing `texts[i]` of entry `keys[entries[i]]`; the rows of entry e are `starts[e]` to `starts[e + 1]`.

    Its phrasings are those up to `ends[e]`; a row from there on is its name.
    `ids` numbers the entries' ids: an entry in several languages has one. Entry e is in `languages[spoken[e]]`. `shares` is one divided by the
    number of an entry's rows, and `elsewhere` holds the words of the answers and synonyms.
    """

    keys: tuple[EntryKey, ...]
    texts: tuple[str, ...]
    entries: Places
    starts: Places
    ends: Places
    ids: Places
    languages: tuple[str, ...]
    spoken: Places
    shares: Floats
    reading: Reading
    spelling: Spelling
    elsewhere: frozenset[str]
    _told: dict[int, Told] = field(default_factory=dict, repr=False, compare=False)

    def told(self, row: int) -> Told:
        """Return the row's text as it is read. Kept, for the same rows come near again and again."""
        if row not in self._told:
            self._told[row] = self.reading.read(self.texts[row], self.keys[self.entries[row]].language)
        return self._told[row]

    def asked(self, question: str, language: str) -> Told:
        """Return a question as it is read, its words spelt as these phrasings spell them."""
        return self.reading.read(question, language, self.spelling)

    def is_name(self, row: int) -> bool:
        return bool(row >= self.ends[self.entries[row]])

    def only(self, rows: Sequence[int]) -> "Phrasings":
        """Return these rows alone, in ascending order, and their entries."""
        kept = [(self.keys[self.entries[row]], self.texts[row], self.is_name(row)) for row in rows]
        return _arranged(kept, self.reading, self.elsewhere)


def phrasings(catalogue: Catalogue) -> Phrasings:
    """Return the phrasings of every entry of `catalogue`, each once, and the entries' names."""
    rows = []
    for key in sorted(catalogue.entries):
        entry = catalogue.entries[key]
        distinct = {text.key(way): way for way in sorted(entry.asked_as, reverse=True)}
        rows += [(key, distinct[way], False) for way in sorted(distinct)]
        name = about.name_of(entry)
        if text.key(name) and text.key(name) not in distinct:
            rows.append((key, name, True))
    languages = sorted({key.language for key in catalogue.entries})
    others = [*(entry.answer for entry in catalogue.entries.values()), *(word for group in catalogue.synonyms for word in group.words)]
    elsewhere = frozenset(word for other in others for word in text.words(other))
    return _arranged(rows, reading((group.words for group in catalogue.synonyms), languages), elsewhere)


def _arranged(rows: Sequence[tuple[EntryKey, str, bool]], read: Reading, elsewhere: frozenset[str]) -> Phrasings:
    keys = tuple(dict.fromkeys(key for key, *_ in rows))
    numbers = {key: number for number, key in enumerate(keys)}
    entries = np.array([numbers[key] for key, *_ in rows], np.intp)
    identities = {name: number for number, name in enumerate(dict.fromkeys(key.id for key in keys))}
    starts = np.searchsorted(entries, np.arange(len(keys) + 1))
    names = np.bincount(entries, weights=[is_name for *_, is_name in rows], minlength=len(keys)).astype(np.intp)
    ids = np.array([identities[key.id] for key in keys], np.intp)
    languages = tuple(sorted({key.language for key in keys}))
    spoken = np.array([languages.index(key.language) for key in keys], np.intp)
    shares = (1 / np.maximum(np.diff(starts), 1)).astype(np.float32)
    spelt = spelling.learn(((key.language, way) for key, way, _ in rows), elsewhere)
    texts = tuple(way for _, way, _ in rows)
    return Phrasings(keys, texts, entries, starts, starts[1:] - names, ids, languages, spoken, shares, read, spelt, elsewhere)
