"""Numbers with a unit: money, shares, durations, measures. One, several of one unit, and ranges."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from knowledge.facts.numbers import plain
from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

# The unit of a match, nothing where it is none here.
Unit = Callable[[Match], str | None]
_NAMED = re.compile(r"\?P<\w+>")
_WITHOUT_NAME = "?:"
_ALIKE = 3  # letters that the singular and the plural of a unit share


def money(number: Decimal) -> str:
    """Return an amount as values have it: `1250.00`."""
    return f"{number:.2f}"


def quantities(kind: FactKind, unit: str, named: Unit, form: Callable[[Decimal], str] = plain, *, one: bool = True) -> Rules:
    """Return the rules for numbers with `unit`, a pattern whose named parts tell `named` which unit it is."""
    again = f"(?:{_NAMED.sub(_WITHOUT_NAME, unit)})?"

    def is_same_unit(match: Match, first: int) -> bool:
        """Say whether the unit after the number at `first`, where one stands there, is that at the end: "3 días y 5 horas" is no list."""
        words, signs = match.shape.words, match.shape.signs
        last = max(token for token in range(match.first, match.last + 1) if signs[token] in "ndyW")
        following = words[first + 1 : last]
        units = match.shape.alphabet.units
        mine = next((word for word in following if word in units), None)
        ending = next((word for word in words[last + 1 : match.last + 1] if word in units), None)
        return mine is None or ending is None or mine[:_ALIKE] == ending[:_ALIKE]

    def ranged(match: Match) -> Sequence[Said] | None:
        name, first, last = named(match), match.number("a"), match.number("b")
        if name is None or first >= last or not is_same_unit(match, match.at("a")):
            return None
        return [Said(kind, f"{form(first)}..{form(last)} {name}", match.at("a"), match.last)]

    def listed(match: Match) -> Sequence[Said] | None:
        name = named(match)
        numbers = [token for token in range(match.at("list"), match.last + 1) if match.shape.signs[token] in "ndyW"]
        ends = [*numbers[:-1], match.last]
        if not is_same_unit(match, numbers[0]):
            return None
        return None if name is None else [Said(kind, f"{form(match.shape.number(n))} {name}", n, end) for n, end in zip(numbers, ends, strict=True)]

    def single(match: Match) -> Sequence[Said] | None:
        name = named(match)
        number = match.number("a") if match.has("a") and match.shape.signs[match.at("a")] in "ndyW" else Decimal(1)
        return None if name is None else [Said(kind, f"{form(number)} {name}", match.first, match.last)]

    return (
        Rule(f"(?P<a> NUM ) {again} TO ONE ? (?P<b> NUM ) {unit}", ranged),
        Rule(f"BETWEEN ONE ? (?P<a> NUM ) {again} AND ONE ? (?P<b> NUM ) {unit}", ranged),
        Rule(f"(?P<a> NUM ) {again} AND (?P<b> NUM ) {unit} CASE ? AMONG", ranged),
        Rule(f"(?P<a> NUM ) {again} FROMEND (?P<b> NUM ) {unit} TOEND", ranged),
        Rule(f"(?P<list> (?: NUM {again} , ){{0,6}} NUM {again} (?: AND | OR | TIMES ) (?:NUM TIMES){{0,1}} NUM ) {unit}", listed),
        Rule(f"(?: NUM \\( ) ? (?P<a> NUM ) \\) {unit}", single),
        Rule(f"(?P<a> {'QTY' if one else 'NUM'} ) {unit}", single),
        Rule(f"(?P<a> NUM ) DASHED {unit}", single),
        Rule(f"{unit} BAT", single),
    )
