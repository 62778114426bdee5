"""Which questions are like each other, so that those that no approved answer covers form groups, each at once when it arrives.

1. A text equal to one of a group (`text.key`) is of that group.
2. Else a text is read as what is asked (`Asked`): the stems that carry its content, and what is asked of them. Without content it is like nothing.
3. Two are as alike as the share of their stems that both have, weighed (Jaccard 1912); a stem that is nearly spelt so counts a little less. They are
   less alike where something else is asked of the same, or where their numbers differ.
4. A text is of the group of its nearest member, where that is like enough, and not too far from what the group began with: no chain of small steps
   leads from one question to another.

How alike two texts are hangs on these two alone, on nothing that came before or comes after: why a question is in its group can always be said.
Weights are whole numbers, so that no order of adding changes a sum.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.features import MAX_CHARACTERS, MAX_WORDS, stem
from knowledge.matching.spelling import sound
from knowledge.text import fold, key, words
from knowledge.ways_of_asking import Aspect, Manner, manner

# Chosen on the questions of tests/knowledge/asked.py that are for choosing; benchmarks/grouping.py shows what they reach on others.
_ALIKE_FROM, _FROM_START, _SIMILAR_FROM = 0.72, 0.5, 0.2
_OTHERWISE_ASKED, _OTHER_NUMBERS = 0.6, 0.5
# What a stem weighs, what one that says little does, and which share of it counts where it is spelt otherwise, in hundredths.
_WHOLE, _LITTLE, _MISSPELT = 100, 15, 85
_SHORTEST_BY_SOUND, _SHORTEST_BY_EDIT = 5, 6
_MOST_SIMILAR = 300

# What stands for personal data that was taken out, and the word before it: "con DNI [DNI]".
_TAKEN_OUT = re.compile(r"(?:\b(\w{2,30})[^\w\[]{1,6})?\[([A-ZÀ-Þ][A-ZÀ-Þ ]{0,40})\]")
# The languages whose stems the synonyms have.
_LANGUAGES = ("es", "ca", "gl", "eu", "en", "pt", "fr")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a text is to the most like question of a group, from 0 to 1: 1 where the same is asked in other words."""

    group: int
    likeness: float

    def __post_init__(self) -> None:
        if not 0 <= self.likeness <= 1:
            raise ValueError(f"a likeness is from 0 to 1, not {self.likeness}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text asks: the `stems` of its content, those that say `little`, and the `aspects` that it asks about."""

    stems: frozenset[str]
    little: frozenset[str]
    aspects: frozenset[Aspect]

    @property
    def weight(self) -> int:
        return _WHOLE * (len(self.stems) + len(self.aspects)) + _LITTLE * len(self.little)

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(one for one in self.stems if not one.isalpha())


_NOTHING = Asked(frozenset(), frozenset(), frozenset())


class Grouping:
    """Groups' questions, by what is asked in them. Not for several threads at once."""

    def __init__(self, synonyms: Iterable[Sequence[str]] = ()) -> None:
        """`synonyms` are groups of words, or of several words, that mean the same."""
        groups = [tuple(group) for group in synonyms]
        self._synonyms = _synonyms(groups)
        self._longer = _longer(groups)
        self._by_key: dict[str, int] = {}
        # What is asked has a number, in the order of arrival; a list below has a place for each.
        self._numbers: dict[Asked, int] = {}
        self._asked: list[Asked] = []
        self._weights: list[int] = []
        self._groups: list[list[int]] = []
        self._starts: dict[int, list[Asked]] = defaultdict(list)
        self._having: dict[str, dict[frozenset[Aspect], list[int]]] = defaultdict(lambda: defaultdict(list))
        self._spelt = _Spelt()
        self._last = ("", "", _NOTHING)

    def add(self, group: int, text: str, language: str) -> None:
        """One more question of a group, in the order in which they were asked."""
        own = key(text)
        known = self._by_key.get(own)
        if known == group:
            return
        self._by_key[own] = group if known is None else min(known, group)
        asked = self._read(text, language)
        if not asked.stems:
            return
        number = self._numbers.setdefault(asked, len(self._asked))
        if number == len(self._asked):
            self._asked.append(asked)
            self._weights.append(asked.weight)
            self._groups.append([])
            for one in sorted(asked.stems):
                self._having[one][asked.aspects].append(number)
                self._spelt.add(one)
        if group not in self._groups[number]:
            self._groups[number].append(group)
            if not self._is_near_start(asked, group):
                self._starts[group].append(asked)

    def nearest(self, text: str, language: str) -> Likeness | None:
        """Return the group that a text is of, None where it is of none. Of groups that are as like, the one with the lowest number."""
        known = self._by_key.get(key(text))
        if known is not None:
            return Likeness(known, 1.0)
        asked = self._read(text, language)
        number = self._numbers.get(asked)
        if number is not None:
            return Likeness(min(self._groups[number]), 1.0)
        found = self._likenesses(asked, self._may_be_alike(asked), _ALIKE_FROM)
        return next((one for one in found if self._is_near_start(asked, one.group)), None)

    def similar(self, text: str, language: str, limit: int) -> list[Likeness]:
        """Return at most `limit` groups that are somewhat like a text, the most like first; its own group is one of them."""
        asked = self._read(text, language)
        found = {one.group: one for one in reversed(self._likenesses(asked, self._may_be_similar(asked), _SIMILAR_FROM))}
        known = self._by_key.get(key(text))
        if known is not None:
            found[known] = Likeness(known, 1.0)
        return sorted(found.values(), key=_most_like_first)[: max(limit, 0)]

    def _read(self, text: str, language: str) -> Asked:
        """Return what a text asks. The last one is kept, for whoever looks for a group adds to it next."""
        if self._last[:2] != (text, language):
            self._last = (text, language, self._read_anew(text, language))
        return self._last[2]

    def _read_anew(self, text: str, language: str) -> Asked:
        way = manner(language)
        line = " ".join(way.spelt(words(way.apart(_without_marks(text[:MAX_CHARACTERS])))[:MAX_WORDS]))
        for pattern, meant in self._longer:
            line = pattern.sub(meant, line)
        left, aspects = way.read(line.split())
        telling = [word for word in left if word not in way.empty]
        little = frozenset(_stem(word, way) for word in telling if word in way.light)
        stems = frozenset(self._synonyms.get(one, one) for one in (_stem(word, way) for word in telling if word not in way.light))
        return Asked(stems, little - stems, frozenset(aspects))

    def _is_near_start(self, asked: Asked, group: int) -> bool:
        """Tell whether a text is not too far from what a group began with, or from what somebody put into it that was far from that."""
        return any(_likeness(asked, start) >= _FROM_START for start in self._starts.get(group, ()))

    def _likenesses(self, asked: Asked, numbers: Iterable[int], least: float) -> list[Likeness]:
        """Return the groups of the numbers that are so like at least, the most like first: a group as often as it has such a number."""
        found = []
        for number in numbers:
            likeness = _likeness(asked, self._asked[number])
            if likeness >= least:
                found += [Likeness(group, likeness) for group in self._groups[number]]
        return sorted(found, key=_most_like_first)

    def _may_be_alike(self, asked: Asked) -> list[int]:
        """Return all numbers that may be of one group with what is asked: none is missed, and not many are looked at.

        What shares none of the rarest stems, up to a certain weight, has too little left to share; and the same must be asked of the stems.
        """
        ways = {one: self._spelt.ways(one) for one in asked.stems}
        having = {one: [self._having[way].get(asked.aspects, ()) for way in ways[one]] for one in asked.stems}
        rarest = sorted(asked.stems, key=lambda one: (sum(map(len, having[one])), one))
        weight = left = asked.weight
        found: set[int] = set()
        for one in rarest:
            if left < _ALIKE_FROM * weight:
                break
            left -= _WHOLE
            found.update(*having[one])
        lightest, heaviest = _ALIKE_FROM * weight, weight / _ALIKE_FROM
        known = asked.stems.union(*ways.values())
        beside = _WHOLE * len(asked.aspects) + _LITTLE * len(asked.little)
        alike = []
        for number in found:
            other = self._weights[number]
            # At most so much is shared: less than is needed rules it out before all else is compared.
            if lightest <= other <= heaviest:
                shared = beside + _WHOLE * len(known & self._asked[number].stems)
                if shared * (1 + _ALIKE_FROM) >= _ALIKE_FROM * (weight + other):
                    alike.append(number)
        return alike

    def _may_be_similar(self, asked: Asked) -> list[int]:
        """Return the numbers that share the largest part of the stems, no more than are worth comparing."""
        shared = Counter[int]()
        for one in asked.stems:
            for way in self._spelt.ways(one):
                for numbers in self._having[way].values():
                    shared.update(numbers)
        size = len(asked.stems)
        return nsmallest(_MOST_SIMILAR, shared, key=lambda number: (-shared[number] / (size + len(self._asked[number].stems)), number))


def _most_like_first(one: Likeness) -> tuple[float, int]:
    return -one.likeness, one.group


def _likeness(one: Asked, other: Asked) -> float:
    """Return how alike two are, from 0 to 1."""
    shared = _WHOLE * (len(one.stems & other.stems) + len(one.aspects & other.aspects)) + _LITTLE * len(one.little & other.little)
    left = other.stems - one.stems
    if left:
        for stem_ in sorted(one.stems - other.stems):
            written = next((way for way in sorted(left) if _is_misspelt(stem_, way)), None)
            if written is not None:
                left -= {written}
                shared += _MISSPELT
    likeness = shared / (one.weight + other.weight - shared)
    if one.aspects != other.aspects:
        likeness *= _OTHERWISE_ASKED
    if one.numbers and other.numbers and one.numbers != other.numbers:
        likeness *= _OTHER_NUMBERS
    return round(likeness, 4)


class _Spelt:
    """The stems that were seen, and for each those that may be the same one, misspelt."""

    def __init__(self) -> None:
        self._ways: dict[str, list[str]] = {}
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)

    def add(self, stem_: str) -> None:
        if stem_ in self._ways:
            return
        ways = self.ways(stem_)
        for way in ways:
            self._ways[way].append(stem_)
        self._ways[stem_] = [*ways, stem_]
        if _may_be_misspelt(stem_):
            heard = sound(stem_)
            self._alike[heard[:1], len(stem_)].append(stem_)
            self._by_sound[heard].append(stem_)

    def ways(self, stem_: str) -> list[str]:
        """Return the seen stems that may be this one, itself among them where it was seen."""
        known = self._ways.get(stem_)
        if known is not None:
            return known
        if not _may_be_misspelt(stem_):
            return []
        heard = sound(stem_)
        found = set(self._by_sound.get(heard, ()))
        for length in range(len(stem_) - 1, len(stem_) + 2):
            if max(length, len(stem_)) >= _SHORTEST_BY_EDIT:
                near = self._alike.get((heard[:1], length), ())
                found.update(way for way, *_ in process.extract(stem_, near, scorer=OSA.distance, processor=None, score_cutoff=1, limit=None))
        return sorted(found)


def _may_be_misspelt(stem_: str) -> bool:
    return len(stem_) >= _SHORTEST_BY_SOUND and stem_.isalpha()


def _is_misspelt(one: str, other: str) -> bool:
    """Tell whether two stems may be one, misspelt: they sound alike, or begin alike and are an edit away (`_Spelt.ways` finds just these)."""
    if not (_may_be_misspelt(one) and _may_be_misspelt(other)):
        return False
    heard, otherwise = sound(one), sound(other)
    if heard == otherwise:
        return True
    return heard[:1] == otherwise[:1] and max(len(one), len(other)) >= _SHORTEST_BY_EDIT and OSA.distance(one, other, score_cutoff=1) <= 1


def _without_marks(sentence: str) -> str:
    """Return a sentence without what stands for personal data, and without the word before it that only names the same."""
    if "[" not in sentence:
        return sentence
    return _TAKEN_OUT.sub(lambda found: f"{found[1]} " if found[1] and fold(found[1]) != fold(found[2]) else " ", sentence)


def _stem(word: str, way: Manner) -> str:
    return stem(way.single(word), way.language)


def _synonyms(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the stem that stands for each stem of the groups' single words, in any language."""
    standing: dict[str, str] = {}
    for group in groups:
        single = [found[0] for found in map(words, group) if len(found) == 1]
        stems = [_stem(word, manner(language)) for word in single for language in _LANGUAGES]
        for one in stems:
            standing.setdefault(one, standing.get(stems[0], stems[0]))
    return standing


def _longer(groups: Iterable[Sequence[str]]) -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern for each group of synonyms with several words in one of them, and the one word that stands for all of it."""
    found = []
    for group in groups:
        said = [words(one) for one in group]
        several = sorted((" ".join(one) for one in said if len(one) > 1), key=lambda line: (-len(line), line))
        if several:
            short = next((one[0] for one in said if len(one) == 1), several[-1].replace(" ", ""))
            found.append((re.compile(rf"\b(?:{'|'.join(several)})\b"), short))
    return found
