"""Which entry a draft answers, where nobody says so: by the id that it cites, else by the words that it shares with the approved texts.

A word weighs the more, the fewer entries use it. Words are cut to their first letters, so that inflection makes no difference; which entry is meant is
said only where it is far ahead of every other and the matcher, which knows how people ask, agrees (`decide`): a draft compared with the wrong answer is
worse than a question back.
"""

import heapq
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge import shared_facts, text
from knowledge.matching import Match
from knowledge.model import Catalogue, Entry, EntryKey

MOST_OFFERED = 3
_STEM = 6  # letters
# Shares of a draft's weight that an entry's texts cover: sure from the first on if ahead by the second, worth offering from the third on.
_SURE = 0.55
_AHEAD = 0.18
_OFFERED = 0.4
_ASKED_FOR = 0.6  # the matcher's own certainty
_LIKE_A_QUESTION = 0.3  # and from there on an entry is worth offering where the words alone offer none
# What a word that no entry has weighs, beside one that a single entry has: greetings and signatures are such words.
_UNKNOWN = 0.4
_MOST_WORDS = 400
_RARE = 8  # a word that at most one in so many rows has
_MOST_LIKELY = 60  # so many rows are looked at closely
_FEWEST = 4  # words that some entry has, without which nothing is offered
_CITED = re.compile(r"(?<![\w.-])([^\W_][\w.-]{1,39})(?=\s*(?:@|·\s*v|,?\s+v)\s?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """The entry that a draft answers, where that is sure; else those that it may answer, the likest first."""

    entry: EntryKey | None
    candidates: tuple[EntryKey, ...] = ()
    is_cited: bool = False


def decide(found: Found, matches: Sequence[Match]) -> Found:
    """Return what is found once the matcher, asked with the draft itself, has had its say."""
    if found.entry and found.is_cited:
        return found
    top = matches[0] if matches else None
    if top and found.entry and top.entry.id == found.entry.id:
        return found
    if top and top.score >= _ASKED_FOR:
        likely = next((key for key in found.candidates if key.id == top.entry.id), None)
        if likely and not found.entry:
            return Found(likely, found.candidates)
    return Found(
        None, found.candidates or tuple({match.entry.id: match.entry for match in matches[:MOST_OFFERED] if match.score >= _LIKE_A_QUESTION}.values())
    )


@dataclass(frozen=True, slots=True)
class DraftFinder:
    """The stems of every entry's texts, of one catalogue: `said` by entry, `postings` by stem."""

    entries: tuple[EntryKey, ...]
    ids: dict[str, EntryKey]
    said: tuple[frozenset[str], ...] = field(repr=False)
    postings: dict[str, list[int]] = field(repr=False)
    weights: dict[str, float] = field(repr=False)
    unknown: float = 1.0

    def find(self, draft: str) -> Found:
        """Return which entry `draft` answers."""
        if cited := self._cited(draft):
            return Found(cited, (cited,), is_cited=True)
        stems = set(_stems(draft))
        total = sum(self.weights.get(stem, self.unknown) for stem in stems)
        best: dict[str, tuple[float, EntryKey]] = {}
        for row in self._likely(stems):
            key, share = self.entries[row], sum(self.weights[stem] for stem in stems & self.said[row]) / max(total, 1e-9)
            if key.id not in best or share > best[key.id][0]:
                best[key.id] = (share, key)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[1]))
        says_enough = sum(stem in self.postings for stem in stems) >= _FEWEST
        candidates = tuple(key for share, key in ranked[:MOST_OFFERED] if share >= _OFFERED and says_enough)
        behind = ranked[1][0] if len(ranked) > 1 else 0.0
        is_sure = bool(ranked) and says_enough and ranked[0][0] >= _SURE and ranked[0][0] - behind >= _AHEAD
        return Found(ranked[0][1] if is_sure else None, candidates)

    def _likely(self, stems: set[str]) -> Iterable[int]:
        """Return the rows that share the most rare words with a draft: what only shares words that many have is not meant."""
        most = max(len(self.entries) // _RARE, _MOST_LIKELY)
        scores: dict[int, float] = {}
        for stem in stems:
            rows = self.postings.get(stem, ())
            if len(rows) <= most:
                weight = self.weights[stem] if rows else 0.0
                for row in rows:
                    scores[row] = scores.get(row, 0.0) + weight
        return heapq.nlargest(_MOST_LIKELY, scores, key=lambda row: (scores[row], -row))

    def likest_row(self, draft: str, entry_id: str) -> EntryKey | None:
        """Return the entry's row in the language that `draft` seems to be written in; None for an id that there is not."""
        stems = set(_stems(draft))
        rows = [(-len(stems & said), key) for key, said in zip(self.entries, self.said, strict=True) if key.id == entry_id]
        return min(rows)[1] if rows else None

    def _cited(self, draft: str) -> EntryKey | None:
        """Return the entry whose stamp stands in the draft: an id with a version after it."""
        cited = {self.ids[name] for written in _CITED.findall(draft) if (name := text.key(written)) in self.ids}
        return next(iter(cited)) if len(cited) == 1 else None


def build(catalogue: Catalogue, values: Mapping[str, str] | None = None) -> DraftFinder:
    """Return the finder of a catalogue's entries, the shared facts in their texts as `values` has them."""
    filling = dict(values or {})
    entries = tuple(catalogue.entries)
    said = tuple(frozenset(_stems("\n".join(_filled(content, filling) for content in _texts(entry)))) for entry in catalogue.entries.values())
    postings: dict[str, list[int]] = {}
    for row, stems in enumerate(said):
        for stem in stems:
            postings.setdefault(stem, []).append(row)
    count = max(len(entries), 1)
    weights = {stem: math.log(1 + count / len(rows)) for stem, rows in postings.items()}
    ids = {text.key(key.id): key for key in reversed(entries)}
    return DraftFinder(entries, ids, said, postings, weights, _UNKNOWN * math.log(1 + count))


def _filled(content: str, values: dict[str, str]) -> str:
    try:
        return shared_facts.fill(content, values)
    except shared_facts.NoValueToday:
        return content


def _texts(entry: Entry) -> Iterable[str]:
    yield from (entry.question, entry.topic, *entry.texts)


def _stems(written: str) -> list[str]:
    return [word[:_STEM] for word in text.words(written)[:_MOST_WORDS] if len(word) > 2 or word.isdecimal()]
