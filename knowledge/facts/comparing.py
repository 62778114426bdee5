"""Compares the facts of two texts.

1. What is said twice is said once: a fact of one text is the same as any equal one of the other.
2. Equal is more than equal values (docs/facts.md): a day or month with and without its year, an age with and without its side, units that are
   multiples of each other, a range and its ends (of the week all its days), nothing to pay and 0.00 EUR, an age without a side and as many years.
3. What is left is put side by side by kind, the likest first; of polarity only opposites, and "free" beside an amount.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from knowledge.facts.numbers import plain
from knowledge.facts.values import Comparison, Fact, FactKind, Pair

_Key = tuple[FactKind, str]
_SMALLER = {"hours": (60, "minutes"), "years": (12, "months"), "weeks": (7, "days")}
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_YEAR = re.compile(r"\b\d{4}(?=-\d\d)")
_SIDE = re.compile(r"\.\.(?=\d+$)|<|\+$")
_PARTS = re.compile(r"[\w+]+")
_FREE = "free"
_OPPOSITES = frozenset({("required", "not required"), (_FREE, "not free")})
_MOST_COMPARED = 10_000


def compare(approved: Sequence[Fact], given: Sequence[Fact]) -> Comparison:
    """Return which facts two texts share and which not, each in the order of its text."""
    approved_has, given_has = _Said(approved), _Said(given)
    same: list[Pair] = []
    missing: list[Fact] = []
    for fact in approved:
        equal = given_has.equal(fact)
        same += (Pair(fact, one) for one in equal)
        if not equal:
            missing.append(fact)
    extra: list[Fact] = []
    matched = {id(pair.given) for pair in same}
    for fact in given:
        if id(fact) in matched:
            continue
        equal = approved_has.equal(fact)
        if not equal:
            extra.append(fact)
        elif len(equal) > 1:  # a range, of which the approved text says the ends: they are not missing
            same += (Pair(one, fact) for one in equal)
            missing = [one for one in missing if all(one is not end for end in equal)]
    different = _side_by_side(missing, extra)
    told = {id(fact) for pair in different for fact in (pair.approved, pair.given)}
    return Comparison(
        tuple(same),
        tuple(fact for fact in missing if id(fact) not in told),
        tuple(different),
        tuple(fact for fact in extra if id(fact) not in told),
    )


class _Said:
    """The facts of a text by what they are equal to."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._exact: dict[_Key, Fact] = {}
        self._loose: dict[_Key, Fact] = {}
        for fact in facts:
            key = _key(fact.kind, fact.value)
            self._exact.setdefault(key, fact)
            if (loose := _loosely(key)) != key:
                self._loose.setdefault(loose, fact)

    def equal(self, fact: Fact) -> Sequence[Fact]:
        """Return the fact that is equal to `fact`; two or more where they are the parts of a range; none where there is none."""
        if one := self._one(_key(fact.kind, fact.value)) or self._as_age_or_years(fact):
            return (one,)
        parts = [self._one(_key(fact.kind, part)) for part in _parts(fact)]
        return [part for part in parts if part] if parts and all(parts) else ()

    def _as_age_or_years(self, fact: Fact) -> Fact | None:
        """Return the duration that an age without a side may have been read as, or the age: "18 años" does not say which it is."""
        number, _, unit = fact.value.partition(" ")
        if fact.kind is FactKind.AGE and number.isdigit():
            return self._exact.get(_key(FactKind.DURATION, f"{number} years"))
        return self._exact.get((FactKind.AGE, number)) if fact.kind is FactKind.DURATION and unit == "years" else None

    def _one(self, key: _Key) -> Fact | None:
        return self._exact.get(key) or self._loose.get(key) or self._exact.get(_loosely(key))


def _key(kind: FactKind, value: str) -> _Key:
    """Return what a fact is compared by: its value in the smallest unit."""
    if kind is FactKind.DURATION:
        numbers, _, unit = value.partition(" ")
        factor, smaller = _SMALLER.get(unit, (1, unit))
        if ".." in numbers or factor > 1:
            numbers = "..".join(plain(Decimal(number) * factor) for number in numbers.split(".."))
        return kind, f"{numbers} {smaller}"
    if kind is FactKind.AMOUNT and value.startswith("0.00 "):
        return FactKind.POLARITY, _FREE
    return kind, value


def _loosely(key: _Key) -> _Key:
    """Return a day or month without its year, an age without its side."""
    kind, value = key
    if kind is FactKind.DATE:
        return kind, _YEAR.sub("-", value)
    if kind is FactKind.AGE:
        return kind, _SIDE.sub("", value)
    return key


def _parts(fact: Fact) -> Iterator[str]:
    """Yield what a range says when its ends are said singly, for the days of a week all of them."""
    if fact.kind is FactKind.LAW and ".." in fact.value:
        first, _, last = fact.value.partition("..")
        yield from (first, f"art {last}")
        return
    numbers, space, unit = fact.value.partition(" ")
    first, is_range, last = numbers.partition("..")
    if not is_range or not first:
        return
    if fact.kind is FactKind.WEEKDAY:
        begin, end = _WEEK.index(first), _WEEK.index(last)
        yield from (_WEEK * 2)[begin : end + 1 if begin <= end else end + len(_WEEK) + 1]
    else:
        yield from (f"{first}{space}{unit}", f"{last}{space}{unit}")


def _side_by_side(missing: Sequence[Fact], extra: Sequence[Fact]) -> list[Pair]:
    """Return the facts that stand for each other, in the order of the approved text."""
    pairs: list[Pair] = []
    taken: set[int] = set()
    for one, other in _candidates(missing, extra):
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            pairs.append(Pair(one, other))
    return sorted(pairs, key=lambda pair: (pair.approved.start, pair.approved.end))


def _candidates(missing: Sequence[Fact], extra: Sequence[Fact]) -> Iterable[tuple[Fact, Fact]]:
    """Return which may stand side by side, the likest first; where there are very many, those at the same place of their row."""
    are_many = len(missing) * len(extra) > _MOST_COMPARED
    possible = zip(missing, extra, strict=False) if are_many else product(missing, extra)
    return sorted((pair for pair in possible if _may_stand_for(*pair)), key=lambda pair: -_likeness(*pair))


def _may_stand_for(one: Fact, other: Fact) -> bool:
    kinds = {one.kind, other.kind}
    if kinds == {FactKind.POLARITY}:
        return (one.value, other.value) in _OPPOSITES or (other.value, one.value) in _OPPOSITES
    if kinds == {FactKind.POLARITY, FactKind.AMOUNT}:
        return _FREE in (one.value, other.value)
    if kinds == {FactKind.LAW}:
        return one.value.startswith("art ") == other.value.startswith("art ")
    return one.kind is other.kind


def _likeness(one: Fact, other: Fact) -> int:
    """How many numbers and words two values share, and whether both are ranges."""
    mine, theirs = _PARTS.findall(one.value), _PARTS.findall(other.value)
    return 2 * len({*mine} & {*theirs}) + ((".." in one.value) == (".." in other.value)) + 2 * (one.kind is other.kind)
