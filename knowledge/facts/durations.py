"""How long, and how large."""

from collections.abc import Sequence
from decimal import Decimal

from knowledge.facts.numbers import plain
from knowledge.facts.quantities import quantities
from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

_UNITS = ("working days", "calendar days", "days", "minutes", "hours", "weeks", "months", "years")
_NAMES = ("working", "calendar", "days", "minutes", "hours", "weeks", "months", "years")
_UNIT = (
    "(?: (?P<working> DAYS WORKING | WORKINGDAYS ) | (?P<calendar> DAYS CALENDAR | CALENDARDAYS ) | (?P<days> DAYS ) | (?P<minutes> MINUTES ) "
    "| (?P<hours> HOURS ) | (?P<weeks> WEEKS ) | (?P<months> MONTHS ) | (?P<years> YEARS_ ) )"
)
_HALF = Decimal("0.5")
_QUARTER = Decimal("0.25")
_PARTS = {"half": _HALF, "quarter": _QUARTER}


def _unit(match: Match) -> str:
    return next(unit for name, unit in zip(_NAMES, _UNITS, strict=True) if match.has(name))


def _part(match: Match) -> Sequence[Said]:
    """`media hora`, `un cuarto de hora`."""
    part = next(value for name, value in _PARTS.items() if match.has(name))
    return [Said(FactKind.DURATION, f"{plain(part)} {_unit(match)}", match.first, match.last)]


def _quarters(match: Match) -> Sequence[Said]:
    """`tres cuartos de hora`."""
    return [Said(FactKind.DURATION, f"{plain(match.number('a') * _QUARTER)} {_unit(match)}", match.first, match.last)]


def _and_a_quarter(match: Match) -> Sequence[Said]:
    return [Said(FactKind.DURATION, f"{plain(_number_before(match) + _QUARTER)} {_unit(match)}", match.first, match.last)]


def _number_before(match: Match) -> Decimal:
    """Return the number of a match, one where it has none."""
    return match.number("a") if match.has("a") and match.shape.signs[match.at("a")] in "ndyW" else Decimal(1)


def _and_a_half(match: Match) -> Sequence[Said]:
    """`año y medio`, `dos horas y media`."""
    return [Said(FactKind.DURATION, f"{plain(_number_before(match) + _HALF)} {_unit(match)}", match.first, match.last)]


def _after_adjective(match: Match) -> Sequence[Said]:
    """`los tres primeros años`."""
    return [Said(FactKind.DURATION, f"{plain(match.number('a'))} {_unit(match)}", match.first, match.last)]


def _basque_half(match: Match) -> Sequence[Said]:
    """`ordu erdi`."""
    return [Said(FactKind.DURATION, f"{plain(_HALF)} {_unit(match)}", match.first, match.last)]


def _one_in_a_word(match: Match) -> Sequence[Said]:
    """`urtebete`, `astebete`."""
    return [Said(FactKind.DURATION, "1 weeks" if match.has("week") else "1 years", match.first, match.last)]


def _one_after_preposition(match: Match) -> Sequence[Said]:
    """`within a month`, for "a month" alone is how often."""
    return [Said(FactKind.DURATION, f"1 {_unit(match)}", match.at("some"), match.last)]


DURATIONS: Rules = (
    Rule(f"(?P<a> QTY ) ANDAHALF {_UNIT}", _and_a_half),
    Rule(f"(?P<a> QTY ) ? {_UNIT} ANDAHALF", _and_a_half),
    Rule(f"(?: (?P<half> HALFA ) | (?P<quarter> AQUARTEROF ) ) {_UNIT}", _part),
    Rule(f"(?P<a> NUM ) QUARTERPARTS {_UNIT}", _quarters),
    Rule("(?P<a> QTY ) ? (?P<hours> HOURS ) QUARTER", _and_a_quarter),
    Rule(f"(?P<a> NUM ) ADJECTIVE {_UNIT}", _after_adjective),
    Rule(f"{_UNIT} ERDI", _basque_half),
    Rule("ONEYEAR | (?P<week> ONEWEEK )", _one_in_a_word),
    Rule(f"DURING (?P<some> ARTICLE_ {_UNIT} )", _one_after_preposition),
    *quantities(FactKind.DURATION, _UNIT, _unit),
)


def _measure(match: Match) -> str | None:
    return match.shape.alphabet.measures.get(match.word("unit"))


MEASURES: Rules = quantities(FactKind.MEASURE, "(?P<unit> MEASURE ) (?! / )", _measure)
