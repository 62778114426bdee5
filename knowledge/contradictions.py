"""Entries that speak of the same thing and say different things of it: likely, never certain, so each comes with how sure that is.

What counts as the same thing, the surest first:
1. The same name before a telephone number or opening hours ("Policía Local … 910 000 092"), a name being what is written with capitals.
2. Nearly the number, address or host of a shared fact, or of several entries of the department, where nothing else is named before it.
3. A shared fact's own words (`tasa_basura`) in a text that gives another value and does not use it.
4. Sentences alike: what the one says of its figure, its common words left out, stands in the other's sentence or question, and the other way round.
5. Questions alike (`Reason.TWIN`).
Values that the other entry has too are no contradiction, and a value is pointed out once: where fewer entries give it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from knowledge import shared_facts, text
from knowledge.facts import Fact, FactKind, compare
from knowledge.model import Entry, EntryKey, SharedFact
from knowledge.parity import facts_in
from knowledge.statements import Statement, about, statements

_SUREST = 0.95
_SURE_ENOUGH = 0.72  # of a likeness of sentences; measured on the example workbook
_TWINS = 0.9
_RARE = 0.05  # a word in more than this share of the entries tells nothing by itself
_FEW = 4  # so many entries may have it in any case
_COMMON = 3  # a number that so many entries give is the department's
_NUMBER = re.compile(r"[\d:.]+")
_NAMED = frozenset({FactKind.PHONE, FactKind.TIME})
_NEAR = frozenset({FactKind.PHONE, FactKind.EMAIL, FactKind.URL})
_LIKE = frozenset({
    FactKind.AMOUNT, FactKind.PERCENTAGE, FactKind.DATE, FactKind.DURATION, FactKind.TIME, FactKind.PHONE, FactKind.EMAIL, FactKind.AGE,
})  # fmt: skip


class Reason(StrEnum):
    """Why two facts are taken for facts about the same thing."""

    NAME = "name"
    NEAR = "near"
    SHARED = "shared"
    LIKE = "like"
    TWIN = "twin"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact of `entry`'s plain answer, beside another value in that of `other`; `sureness` is from 0 to 1. `name` is the shared fact's, if any."""

    entry: EntryKey
    given: Fact
    other: EntryKey
    approved: Fact
    reason: Reason
    sureness: float
    name: str = ""


def contradictions(entries: Iterable[Entry], shared: Sequence[SharedFact], today: date) -> list[Contradiction]:
    """Return what the entries say differently of the same things, the surest first. Texts without a value for a shared fact say nothing."""
    values = shared_facts.values_on(shared, today)
    languages: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        languages[entry.language].append(entry)
    found: list[Contradiction] = []
    for rows in languages.values():
        found += _Said(rows, values).contradictions()
    return sorted(found, key=lambda one: (-one.sureness, one.entry, one.given.start))


class _Said:
    """What the entries of one language say."""

    def __init__(self, rows: Sequence[Entry], values: dict[str, str]) -> None:
        self._rows = {row.id: row for row in rows}
        self._values = values
        self._statements: list[Statement] = []
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._asked: dict[str, frozenset[str]] = {}
        self._told: dict[str, frozenset[str]] = {}
        standing: Counter[str] = Counter()
        for row in rows:
            self._asked[row.id] = about(row.question, row.language)
            told = statements(row, values)
            self._facts[row.id] = tuple(one.fact for one in told)
            self._statements += told
            self._told[row.id] = frozenset[str]().union(*(one.words | one.sentence for one in told))
            standing.update(self._asked[row.id] | self._told[row.id])
        self._standing = standing
        self._weights = {word: math.log(1 + len(rows) / count) for word, count in standing.items()}
        self._rare = max(_FEW, _RARE * len(rows))
        self._given: dict[tuple[FactKind, str], set[str]] = defaultdict(set)
        for one in self._statements:
            self._given[one.fact.kind, one.fact.value].add(one.entry.id)

    def contradictions(self) -> list[Contradiction]:
        """Return each value in doubt once, and of two entries one value of a kind, with the surest of the reasons and the likest value."""
        found = [self._turned(one) for way in (self._named(), self._near(), self._of_shared_facts(), self._like(), self._twins()) for one in way]
        found.sort(key=lambda one: (-one.sureness, -_alike(one.given, one.approved), one.entry, one.given.start))
        told: list[Contradiction] = []
        known: set[tuple[object, ...]] = set()
        for one in found:
            value = (one.entry, one.given.kind, one.given.value)
            pair = (frozenset((one.entry, one.other)), one.given.kind)
            if value not in known and pair not in known:
                told.append(one)
            known |= {value, pair}
        return told

    def _turned(self, one: Contradiction) -> Contradiction:
        """Return the contradiction with the value in doubt first.

        It is the one that fewer entries give, that is no shared fact, or whose entry is not asked about the matter.
        """
        here, there = (
            (len(self._given[fact.kind, fact.value]), bool(self._names_in(key.id)), self._is_asked(key, of)) for key, fact, of in _both_ways(one)
        )
        if one.reason is Reason.SHARED or here < there or (here == there and one.entry > one.other):
            return one
        return Contradiction(one.other, one.approved, one.entry, one.given, one.reason, one.sureness, one.name)

    def _is_asked(self, entry: EntryKey, of: EntryKey) -> float:
        """How much of an entry's question the other entry speaks of."""
        return self._covered(self._asked[entry.id], self._told[of.id])

    def _contradicts(self, one: Statement, other: Statement) -> bool:
        """Whether two statements of one form have values that the other's entry does not have."""
        if one.entry.id == other.entry.id or one.form != other.form or one.fact.value == other.fact.value:
            return False
        return not compare(self._facts[other.entry.id], (one.fact,)).same and not compare(self._facts[one.entry.id], (other.fact,)).same

    def _named(self) -> Iterator[Contradiction]:
        by_name: dict[tuple[str, FactKind], list[Statement]] = defaultdict(list)
        for one in self._statements:
            if one.name and one.fact.kind in _NAMED:
                by_name[one.name, one.fact.kind].append(one)
        for group in by_name.values():
            yield from self._unlike(group)

    def _unlike(self, group: Sequence[Statement]) -> Iterator[Contradiction]:
        """Yield those of statements about one thing that contradict the value most of them give."""
        forms: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
        for one in group:
            forms[one.form].append(one)
        for same in forms.values():
            counted = Counter(one.fact.value for one in {(one.entry, one.fact.value): one for one in same}.values())
            usual = max(same, key=lambda one: (counted[one.fact.value], one.is_shared, one.is_named_here))
            for one in same:
                if self._contradicts(one, usual):
                    sureness = _SUREST if one.is_named_here and usual.is_named_here else 0.75
                    yield Contradiction(one.entry, one.fact, usual.entry, usual.fact, Reason.NAME, sureness)

    def _near(self) -> Iterator[Contradiction]:
        by_kind: dict[FactKind, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
        for one in self._statements:
            if one.fact.kind in _NEAR:
                by_kind[one.fact.kind][_reached_at(one.fact)].append(one)
        for places in by_kind.values():
            usual = [(place, given) for place, given in places.items() if any(one.is_shared for one in given) or len(_entries(given)) >= _COMMON]
            for place, given in places.items():
                for known, knowing in usual:
                    if place != known and len(_entries(given)) < len(_entries(knowing)) and _is_slip(place, known) and _may_be(given, knowing):
                        if not any(one.is_shared for one in knowing) and not self._owners(given) & self._owners(knowing):
                            continue
                        one, other = given[0], knowing[0]
                        if self._contradicts(one, other):
                            sureness = 0.85 if other.is_shared else 0.8
                            yield Contradiction(one.entry, one.fact, other.entry, other.fact, Reason.NEAR, sureness)

    def _owners(self, given: Sequence[Statement]) -> set[str]:
        return {text.key(self._rows[one.entry.id].owner) for one in given}

    def _of_shared_facts(self) -> Iterator[Contradiction]:
        used: dict[str, Statement] = {}
        for one in self._statements:
            for name in one.shared:
                used.setdefault(name, one)
        for name, example in used.items():
            row = self._rows[example.entry.id]
            whole = frozenset(about(name.replace("_", " "), row.language))
            if not whole or min(self._standing[word] for word in whole) > self._rare * 2:
                continue
            for one in self._statements:
                said = one.words | one.sentence | self._asked[one.entry.id]
                is_here = len(whole) > 1 or whole <= one.words
                if whole <= said and is_here and name not in self._names_in(one.entry.id) and self._contradicts(one, example):
                    yield Contradiction(one.entry, one.fact, example.entry, example.fact, Reason.SHARED, 0.7, name)

    def _names_in(self, entry: str) -> set[str]:
        return set(shared_facts.named_in(self._rows[entry].answer))

    def _like(self) -> Iterator[Contradiction]:
        having: dict[tuple[tuple[str, ...], str], list[Statement]] = defaultdict(list)
        for one in self._statements:
            if one.fact.kind in _LIKE:
                for word in one.words | self._asked[one.entry.id]:
                    if self._standing[word] <= self._rare:
                        having[one.form, word].append(one)
        seen: set[tuple[int, int]] = set()
        for group in having.values():
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    if (id(one), id(other)) not in seen:
                        seen.add((id(one), id(other)))
                        sureness = self._likeness(one, other)
                        if sureness >= _SURE_ENOUGH and self._contradicts(one, other):
                            yield Contradiction(one.entry, one.fact, other.entry, other.fact, Reason.LIKE, sureness * 0.9)

    def _likeness(self, one: Statement, other: Statement) -> float:
        """How much of what each says stands in the other, by the weight of its words; 0 unless one says something rare that the other is asked."""
        asked = [self._asked[statement.entry.id] for statement in (one, other)]
        said = [statement.words or question for statement, question in zip((one, other), asked, strict=True)]
        whole = [statement.words | question for statement, question in zip((one, other), asked, strict=True)]
        if not any(self._standing[word] <= self._rare for word in (whole[0] & asked[1]) | (whole[1] & asked[0])):
            return 0.0
        return min(self._covered(said[0], whole[1]), self._covered(said[1], whole[0]))

    def _covered(self, words: frozenset[str], by: frozenset[str]) -> float:
        whole = sum(self._weights[word] for word in words)
        return sum(self._weights[word] for word in words & by) / whole if whole else 0.0

    def _twins(self) -> Iterator[Contradiction]:
        having: dict[str, list[str]] = defaultdict(list)
        for asked, words in self._asked.items():
            for word in words:
                if self._standing[word] <= self._rare:
                    having[word].append(asked)
        pairs = {(one, other) for group in having.values() for place, one in enumerate(group) for other in group[place + 1 :]}
        for one, other in sorted(pairs):
            sureness = min(self._covered(self._asked[one], self._asked[other]), self._covered(self._asked[other], self._asked[one]))
            if sureness >= _TWINS:
                yield from twins(self._rows[one], self._rows[other], self._values, 0.8 * sureness)


def twins(one: Entry, other: Entry, values: dict[str, str], sureness: float = 0.8) -> Iterator[Contradiction]:
    """Yield the facts in which the plain answers to two questions that are nearly the same differ."""
    try:
        said = [facts_in(shared_facts.fill(row.answer, values), row.language) for row in (one, other)]
    except shared_facts.NoValueToday:
        return
    for pair in compare(said[0], said[1]).different:
        yield Contradiction(other.key, pair.given, one.key, pair.approved, Reason.TWIN, sureness)


def _both_ways(one: Contradiction) -> Iterator[tuple[EntryKey, Fact, EntryKey]]:
    yield one.entry, one.given, one.other
    yield one.other, one.approved, one.entry


def _alike(one: Fact, other: Fact) -> int:
    """How many numbers two values share."""
    return len({*_NUMBER.findall(one.value)} & {*_NUMBER.findall(other.value)})


def _entries(given: Sequence[Statement]) -> set[str]:
    return {one.entry.id for one in given}


def _may_be(given: Sequence[Statement], knowing: Sequence[Statement]) -> bool:
    """Whether nothing is named before the one, or something that is named before the other too."""
    names = {one.name_here for one in given}
    return names == {""} or bool(names & {one.name_here for one in knowing if one.name_here})


def _reached_at(fact: Fact) -> str:
    return fact.value.partition("/")[0] if fact.kind is FactKind.URL else fact.value


def _is_slip(written: str, known: str) -> bool:
    """Tell whether one character is wrong, missing or added, or two beside each other have changed places."""
    if len(written) != len(known):
        longer, shorter = sorted((written, known), key=len, reverse=True)
        return len(longer) == len(shorter) + 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    wrong = [at for at, (one, other) in enumerate(zip(written, known, strict=True)) if one != other]
    if len(wrong) == 2:
        return (
            all(after == before + 1 for before, after in pairwise(wrong))
            and written[wrong[0]] == known[wrong[1]]
            and written[wrong[1]] == known[wrong[0]]
        )
    return len(wrong) == 1
