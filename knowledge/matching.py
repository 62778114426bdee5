"""Which entry a question asks for, and how sure that is.

A first matcher, careful rather than clever: the exact phrasing always wins; otherwise a phrasing counts as much as the rare words that it
shares with the question, spelling mistakes allowed. Words that stand in most entries weigh next to nothing (inverse document
frequency, Spärck Jones 1972). Pure and deterministic: the same catalogue and question give the same matches everywhere.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process

from knowledge import text
from knowledge.model import Catalogue, EntryKey

# Longer questions are read up to here: what is asked stands within the first lines, and time stays bounded.
MAX_WORDS = 60
MAX_CHARACTERS = 4_000

_MISSPELT = 84  # rapidfuzz ratio from which an unknown word counts as a known one, misspelt
_SHORTEST_MISSPELT = 4
_CANDIDATES = 60
_RANKED = 10

# Words that shape a question and do not tell what it is about, in the five languages of the screens' readers.
_SHAPING = frozenset(
    text.key(word)
    for word in (
        "a al algo ante como con cual cuales cuando cuanto cuanta cuantos cuantas de del desde donde el ella en entre era es esa ese eso esta este "
        "esto estoy estan fue ha hace hacer hago hay hasta la las le les lo los me mi mis muy necesito no nos o os para pero por porque puede puedo "
        "pueden que quien quiero se sea ser si sin sobre son soy su sus tan te tengo tiene tienen tener todo tu un una uno unos unas y ya yo "
        "hola buenas buenos dias tardes gracias favor saber querria quisiera podria podrian decir dime "
        "els les una uns unes per amb com quan quin quina quins on qui es son soc tinc puc cal vull fer que de i o the an and or of to in on at for "
        "is are was be do does did how what when where which who why can could i me my we you your it its this that there have has need want would "
        "o os as un unha do da dos das no na nos nas eu ti como cando onde cal que non se ten teño podo eta edo da dira zer non nola noiz nork zein dut "
        "due nahi behar ahal naiz"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a question may ask for. `score` runs from 0 to 1, and is 1 for an exact phrasing only.

    `phrasing` is the way of asking that came nearest, and `words` the words of the question that it explains.
    """

    entry: EntryKey
    score: float
    phrasing: str
    words: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.score == 1.0


class Matcher(Protocol):
    """What answers need of a matcher: entries for a question, the best first, one match an entry and language."""

    def rank(self, question: str) -> tuple[Match, ...]: ...


@dataclass(frozen=True, slots=True)
class _Phrasing:
    entry: EntryKey
    text: str
    words: frozenset[str]
    weight: float


class WordMatcher:
    """Ranks entries by the weight of the words that a question and a phrasing share."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._exact: dict[str, dict[EntryKey, str]] = defaultdict(dict)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._synonyms = _canonical(synonyms.words for synonyms in catalogue.synonyms)
        asked = []
        for entry in sorted(catalogue.entries.values(), key=lambda entry: entry.key):
            for way in entry.asked_as:
                self._exact[text.key(way)].setdefault(entry.key, way)
                asked.append((entry.key, way, frozenset(self._words(way))))
        self._weights = _weights(_by_entry(asked))
        self._phrasings = [_Phrasing(entry, way, words, self._weigh(words)) for entry, way, words in asked]
        for number, phrasing in enumerate(self._phrasings):
            for word in phrasing.words:
                self._by_word[word].append(number)
        self._vocabulary = sorted(word for word in self._by_word if len(word) >= _SHORTEST_MISSPELT)
        self._unknown_weight = max(self._weights.values(), default=1.0)

    def rank(self, question: str) -> tuple[Match, ...]:
        question = question[:MAX_CHARACTERS]
        exact = self._exact.get(text.key(question))
        if exact:
            return tuple(Match(entry, 1.0, way, tuple(text.words(way))) for entry, way in exact.items())
        known = self._known(self._words(question)[:MAX_WORDS])
        best: dict[EntryKey, Match] = {}
        for number in self._candidates(known):
            match = self._match(known, question, self._phrasings[number])
            if match.entry not in best or match.score > best[match.entry].score:
                best[match.entry] = match
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.entry)))[:_RANKED]

    def _words(self, sentence: str) -> list[str]:
        return [self._synonyms.get(word, word) for word in map(_stem, text.words(sentence))]

    def _weigh(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, 0.0) for word in words) or 1e-9

    def _known(self, words: Sequence[str]) -> dict[str, tuple[str, float]]:
        """Return, for each word of a question, the catalogue's word for it and how near that is (0 where there is none)."""
        known = {}
        for word in words:
            if word in self._by_word:
                known[word] = (word, 1.0)
                continue
            known[word] = (word, 0.0)
            if len(word) >= _SHORTEST_MISSPELT and self._vocabulary:
                found = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_MISSPELT)
                if found:
                    known[word] = (found[0], found[1] / 100)
        return known

    def _candidates(self, known: dict[str, tuple[str, float]]) -> list[int]:
        shared: dict[int, float] = defaultdict(float)
        for word, nearness in set(known.values()):
            if nearness and self._weights[word] > 0.2 * self._unknown_weight:
                for number in self._by_word[word]:
                    shared[number] += nearness * self._weights[word]
        ranked = sorted(shared, key=lambda number: (-shared[number] / (self._phrasings[number].weight + 1), number))
        return ranked[:_CANDIDATES]

    def _match(self, known: dict[str, tuple[str, float]], question: str, phrasing: _Phrasing) -> Match:
        explained, asked, words = 0.0, 0.0, []
        reached: dict[str, float] = {}
        for word, (counterpart, nearness) in known.items():
            weight = self._weights.get(counterpart, 0.0) if nearness else self._unknown_weight
            if not nearness and word in _SHAPING:
                weight = 0.05 * self._unknown_weight
            asked += weight
            if nearness and counterpart in phrasing.words:
                explained += weight * nearness
                reached[counterpart] = nearness
                words.append(word)
        of_question = explained / asked if asked else 0.0
        of_phrasing = sum(self._weights[word] * nearness for word, nearness in reached.items()) / phrasing.weight
        overlap = 2 * of_question * of_phrasing / (of_question + of_phrasing) if of_question + of_phrasing else 0.0
        alike = fuzz.token_sort_ratio(question, phrasing.text, processor=text.fold) / 100
        return Match(phrasing.entry, min(0.85 * overlap + 0.15 * alike, 0.99), phrasing.text, tuple(words))


def _by_entry(asked: Iterable[tuple[EntryKey, str, frozenset[str]]]) -> dict[EntryKey, set[str]]:
    words: dict[EntryKey, set[str]] = defaultdict(set)
    for entry, _, found in asked:
        words[entry] |= found
    return words


def _weights(words_of: dict[EntryKey, set[str]]) -> dict[str, float]:
    """Return how much each word tells: little where many entries use it, a twentieth where it only shapes a question."""
    entries: dict[str, int] = defaultdict(int)
    for words in words_of.values():
        for word in words:
            entries[word] += 1
    total = len(words_of)
    return {word: math.log(1 + total / count) * (0.05 if word in _SHAPING else 1.0) for word, count in entries.items()}


def _canonical(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the first word of its group for every single word that has synonyms."""
    canonical: dict[str, str] = {}
    for group in groups:
        stems = [_stem(text.key(word)) for word in group if len(text.words(word)) == 1]
        for stem in stems:
            canonical.setdefault(stem, canonical.get(stems[0], stems[0]))
    return canonical


def _stem(word: str) -> str:
    """Return `word` without the plural ending that Spanish, Catalan, Galician and English share."""
    if len(word) > 5 and word.endswith("es"):
        return word[:-2]
    if len(word) > 4 and word[-1] in "seao" and not word.isdigit():
        return word[:-1].rstrip("aeo") if word[-1] == "s" else word[:-1]
    return word
