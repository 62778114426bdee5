"""Amounts of money, and shares of a hundred."""

from collections.abc import Sequence
from decimal import Decimal

from knowledge.facts.numbers import plain
from knowledge.facts.quantities import money, quantities
from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

_CENTS = Decimal(100)
_HALF, _HALF_A_MILLION = Decimal("0.5"), Decimal(500_000)
_CURRENCY = "(?: OF ? (?: (?P<eur> EURO ) | (?P<usd> DOLLAR | \\$ ) | (?P<gbp> POUND ) ) )"


_CURRENCY_AGAIN = _CURRENCY.replace(">", "_>")


def _currency(match: Match) -> str:
    return next(name.upper() for name in ("eur", "usd", "gbp") if match.has(name) or match.has(f"{name}_"))


def _amount(match: Match, number: Decimal) -> Sequence[Said]:
    return [Said(FactKind.AMOUNT, f"{money(number)} {_currency(match)}", match.first, match.last)]


def _with_cents(match: Match) -> Sequence[Said] | None:
    """`doce euros con cincuenta`, `12 euros y 50 céntimos`."""
    euros = match.number("a") if match.shape.signs[match.first] in "ndyW" else Decimal(1)
    cents = match.number("cents")
    if cents >= _CENTS or cents != int(cents):
        return None
    return _amount(match, euros + cents / _CENTS)


def _with_decimals_in_words(match: Match) -> Sequence[Said] | None:
    """`doce con cincuenta euros`."""
    return _amount(match, match.number("a") + match.number("cents") / _CENTS) if match.number("cents") < _CENTS else None


def _and_a_half(match: Match) -> Sequence[Said]:
    """`dos millones y medio de euros`, `3 euros y medio`."""
    number = match.number("a")
    return _amount(match, number + (_HALF_A_MILLION if number >= 2 * _HALF_A_MILLION else _HALF))


def _half(match: Match) -> Sequence[Said] | None:
    """`medio millón de euros`."""
    return _amount(match, match.number("a") * _HALF) if match.number("a") >= 2 * _HALF_A_MILLION else None


def _cents(match: Match) -> Sequence[Said]:
    return [Said(FactKind.AMOUNT, f"{money(match.number('a') / _CENTS)} EUR", match.first, match.last)]


def _currency_first(match: Match) -> Sequence[Said]:
    """`€12.50`, as in English."""
    return _amount(match, match.number("a"))


def _range_currency_first(match: Match) -> Sequence[Said] | None:
    first, last = match.number("a"), match.number("b")
    return [Said(FactKind.AMOUNT, f"{money(first)}..{money(last)} {_currency(match)}", match.first, match.last)] if first < last else None


_SIGN = "(?: (?P<eur> € | eur ) | (?P<usd> \\$ ) | (?P<gbp> £ ) )"
MONEY: Rules = (
    Rule(f"(?P<a> QTY ) {_CURRENCY} (?: WITH | AND ) ? (?P<cents> NUM ) CENT", _with_cents),
    Rule(f"(?P<a> QTY ) {_CURRENCY} WITH (?P<cents> NUM ) (?! WORD )", _with_cents),
    Rule(f"(?P<a> INWORDS ) WITH (?P<cents> INWORDS ) {_CURRENCY}", _with_decimals_in_words),
    Rule(f"(?P<a> NUM ) (?: ANDAHALF {_CURRENCY} | {_CURRENCY_AGAIN} ANDAHALF )", _and_a_half),
    Rule(f"HALFA (?P<a> NUM ) {_CURRENCY}", _half),
    Rule(f"{_SIGN} (?P<a> FIG ) (?: TO | AND ) (?: € | £ | \\$ ) ? (?P<b> FIG ) (?! WORD | EURO )", _range_currency_first),
    Rule(f"{_SIGN} (?P<a> FIG ) (?! EURO )", _currency_first),
    *quantities(FactKind.AMOUNT, _CURRENCY, _currency, money),
    Rule("(?P<a> NUM ) CENT", _cents),
)


def _percent(_: Match) -> str:
    return "%"


def _percent_range(match: Match) -> Sequence[Said]:
    """`ehuneko 10 eta 15 artean`."""
    return [Said(FactKind.PERCENTAGE, f"{plain(match.number('a'))}..{plain(match.number('b'))} %", match.first, match.last)]


def _per_hundred(match: Match) -> Sequence[Said] | None:
    """`5 por 100`."""
    return _percent_first(match) if match.shape.words[match.last] == "100" else None


def _percent_first(match: Match) -> Sequence[Said]:
    return [Said(FactKind.PERCENTAGE, f"{plain(match.number('a'))} %", match.first, match.last)]


PERCENTAGES: Rules = (
    *quantities(FactKind.PERCENTAGE, "PERCENT", _percent, one=False),
    Rule("(?P<a> NUM ) PER NUMERAL", _per_hundred),
    Rule("(?: % | PERCENTFIRST ) (?P<a> NUM ) (?: AND | - ) (?P<b> NUM ) CASE ? AMONG", _percent_range),
    Rule("(?: % | PERCENTFIRST ) (?P<a> NUM )", _percent_first),
)
