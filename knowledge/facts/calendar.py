"""Days, months, named years, and days of the week."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

_MONTHS, _DAYS = 12, 31
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class _Day:
    year: int | None
    month: int | None
    day: int | None

    @property
    def value(self) -> str:
        year = f"{self.year:04}" if self.year else "-"
        month = f"-{self.month:02}" if self.month else ""
        day = f"-{self.day:02}" if self.day else ""
        return f"{year}{month}{day}"

    @property
    def is_possible(self) -> bool:
        return (self.day is None or 1 <= self.day <= _DAYS) and (self.month is None or 1 <= self.month <= _MONTHS)

    def with_missing(self, other: "_Day") -> "_Day":
        """Return this day with the month and the year of the range's other end where it has none of its own."""
        return _Day(self.year or other.year, self.month or other.month, self.day)


def _in_figures(written: str) -> _Day:
    """`15/03/2026`, `15-3-26`, `2026-03-15`, `15/03`."""
    parts = written.replace("-", "/").replace(".", "/").split("/")
    if len(parts[0]) == 4:
        return _Day(int(parts[0]), int(parts[1]), int(parts[2]))
    year = int(parts[2]) if len(parts) == 3 else None
    return _Day(year + _CENTURY if year is not None and len(parts[2]) == 2 else year, int(parts[1]), int(parts[0]))


def _read(match: Match, first: int, last: int) -> _Day:
    """Return the day that the tokens say: each of its parts is known by its sign."""
    shape = match.shape
    result = _Day(None, None, None)
    for token in range(first, last + 1):
        sign = shape.signs[token]
        if sign in "DM":
            return _in_figures(shape.words[token])
        if sign == "y":
            result = _Day(int(shape.words[token]), result.month, result.day)
        elif sign in "dnW":
            number = int(shape.number(token))
            result = _Day(number, result.month, result.day) if number > _CENTURY - 100 else _Day(result.year, result.month, number)
        elif month := match.month_number(token):
            result = _Day(result.year, month, result.day)
        elif match.is_first_day(token):
            result = _Day(result.year, result.month, 1)
    return result


def _one(match: Match) -> Sequence[Said] | None:
    day = _read(match, match.at("a"), match.last_of("a"))
    return [Said(FactKind.DATE, day.value, match.at("a"), match.last_of("a"))] if day.is_possible else None


def _range(match: Match) -> Sequence[Said] | None:
    first, last = _read(match, match.at("a"), match.last_of("a")), _read(match, match.at("b"), match.last_of("b"))
    if first.day is None or last.day is not None:
        first = first.with_missing(last)
        last = last.with_missing(first)
    if not (first.is_possible and last.is_possible):
        return None
    between = [token for token in range(match.first, match.at("b")) if match.shape.words[token] in match.shape.alphabet.weekdays]
    return [
        Said(FactKind.DATE, f"{first.value}..{last.value}", match.at("a"), match.last_of("b")),
        *(Said(FactKind.WEEKDAY, match.weekday(token), token, token) for token in between),
    ]


def _list(match: Match) -> Sequence[Said] | None:
    """`los días 1, 8 y 15 de marzo`: the month stands once for all."""
    shape = match.shape
    whole = _read(match, match.at("b"), match.last)
    tokens = [token for token in range(match.at("a"), match.last_of("a") + 1) if shape.signs[token] in "dW"]
    days = [_Day(whole.year, whole.month, int(shape.number(token))) for token in tokens]
    if not all(day.is_possible for day in (*days, whole)):
        return None
    return [
        *(Said(FactKind.DATE, day.value, token, token) for day, token in zip(days, tokens, strict=True)),
        Said(FactKind.DATE, whole.value, match.at("b"), match.last),
    ]


def _basque_list(match: Match) -> Sequence[Said] | None:
    """`martxoaren 1ean eta 15ean`: the month stands before them all."""
    shape = match.shape
    whole = _read(match, match.at("b"), match.last_of("b"))
    tokens = [token for token in range(match.at("a"), match.last_of("a") + 1) if shape.signs[token] in "dW"]
    days = [whole, *(_Day(whole.year, whole.month, int(shape.number(token))) for token in tokens)]
    if not all(day.is_possible for day in days):
        return None
    places = [(match.at("b"), match.last_of("b")), *((token, token) for token in tokens)]
    return [Said(FactKind.DATE, day.value, first, last) for day, (first, last) in zip(days, places, strict=True)]


def _months(match: Match) -> Sequence[Said]:
    """`en junio, julio y septiembre de 2026`."""
    whole = _read(match, match.at("b"), match.last)
    tokens = [token for token in range(match.at("a"), match.last_of("a") + 1) if match.month_number(token)]
    return [
        *(Said(FactKind.DATE, _Day(whole.year, match.month_number(token), None).value, token, token) for token in tokens),
        Said(FactKind.DATE, whole.value, match.at("b"), match.last),
    ]


def _years(match: Match) -> Sequence[Said]:
    """The years after a word for them, each of its own; a span such as 2025-2026 is a range."""
    said: list[Said] = []
    for token in range(match.first, match.last + 1):
        sign, word = match.shape.signs[token], match.shape.words[token]
        first = match.first if not said else token
        if sign == "y":
            said.append(Said(FactKind.DATE, word, first, token))
        elif sign == "S":
            last = int(word.replace(" ", "")[5:])
            begin = int(word[:4])
            said.append(Said(FactKind.DATE, f"{begin}..{last if last >= 1000 else begin // 100 * 100 + last}", first, token))
    return said


def _year_range(match: Match) -> Sequence[Said]:
    return [Said(FactKind.DATE, f"{match.word('a')}..{match.word('b')}", match.first, match.last)]


_YEAR = "(?: (?: OF | , ) ? YEAR | OF YEARWORD YEAR )"
_DAY = "(?: SHORT ORDEND ? | ONE | FIRSTDAY )"
# "15 de marzo", the English "March 15", the Basque "martxo aren 15 ean".
_BASQUE = "(?: (?: YEAR KO ) ? MONTH ANYCASE ? SHORT ANYCASE ? )"
_DATE = f"(?: {_DAY} OF ? MONTH {_YEAR} ? | MONTHFIRST {_DAY} {_YEAR} ? (?! : ) | {_BASQUE} | DATE | DAYMONTH )"
_BARE = f"(?: SHORT ORDEND ? | {_DAY} OF ? MONTH {_YEAR} ? | DATE | DAYMONTH )"
_ENGLISH_FIRST = f"(?: MONTHFIRST {_DAY} {_YEAR} ? )"
_ENDED = "(?: (?: YEAR KO ) ? MONTH ANYCASE ? SHORT FROMEND )"
DATES: Rules = (
    Rule(f"(?P<a> {_ENGLISH_FIRST} ) TO THE ? (?P<b> MONTHFIRST {_DAY} {_YEAR} ? | {_DAY} {_YEAR} ? )", _range),
    Rule(f"BETWEEN (?P<a> {_ENGLISH_FIRST} ) AND (?P<b> MONTHFIRST {_DAY} {_YEAR} ? | {_DAY} {_YEAR} ? )", _range),
    Rule(f"(?P<a> {_ENDED} ) (?P<b> (?: (?: YEAR KO ) ? MONTH ANYCASE ? ) ? SHORT TOEND )", _range),
    Rule("(?P<a> (?: YEAR KO ) ? MONTH ANYCASE ? SHORT ) - (?P<b> (?: MONTH ANYCASE ? ) ? SHORT ANYCASE ? )", _range),
    Rule("(?P<b> (?: YEAR KO ) ? MONTH ANYCASE ? SHORT ANYCASE ? ) (?P<a> (?: (?: , | AND | OR ) SHORT ANYCASE ? ){1,8} ) (?! WORD )", _basque_list),
    Rule("(?P<a> (?: YEAR KO ) ? MONTH FROMEND ) (?P<b> (?: YEAR KO ) ? MONTH TOEND )", _range),
    Rule(f"SINCE (?: WEEKDAY ) ? (?P<a> {_BARE} ) , ? AND TO (?: WEEKDAY ) ? (?P<b> {_DATE} )", _range),
    Rule(f"(?P<a> {_BARE} ) (?: , ) ? TO (?: WEEKDAY )? (?P<b> {_DATE} )", _range),
    Rule(f"BETWEEN (?P<a> {_BARE} ) AND (?: WEEKDAY )? (?P<b> {_DATE} )", _range),
    Rule(f"(?P<a> SHORT (?: , THE ? SHORT ){{0,8}} ) (?: AND | OR ) (?P<b> {_DATE} )", _list),
    Rule(f"(?P<a> {_DATE} )", _one),
    Rule(f"(?P<a> MONTH {_YEAR} ? ) TO (?P<b> MONTH {_YEAR} ? )", _range),
    Rule(f"BETWEEN (?P<a> MONTH {_YEAR} ? ) AND (?P<b> MONTH {_YEAR} ? )", _range),
    Rule(f"INMONTH (?P<a> MONTH (?: , MONTH ){{0,8}} ) (?: AND | OR ) (?: INMONTH ) ? (?P<b> MONTH {_YEAR} ? )", _months),
    Rule(f"(?P<a> MONTH {_YEAR} )", _one),
    Rule("INMONTH (?P<a> MONTH )", _one),
    Rule("(?P<a> YEAR KO MONTH ANYCASE ? )", _one),
    Rule("(?P<a> MONTH (?: CASE | WHOLE | MONTHS ) )", _one),
    Rule("(?: YEAR | YEARS ) (?: (?: , | AND | OR ) (?: YEAR | YEARS ) ){0,6} \\. ? CASE ? YEARWORD CASE ?", _years),
    Rule("(?P<a> YEAR ) - (?P<b> YEAR ) CASE ? YEARWORD", _year_range),
    Rule("YEARWORD OF ? (?P<a> YEAR ) TO (?P<b> YEAR )", _year_range),
    Rule("YEARWORD OF ? (?: YEAR | YEARS ) (?: (?: , | AND | OR ) (?: YEAR | YEARS ) ){0,6}", _years),
)


def _weekday_range(match: Match) -> Sequence[Said]:
    return [Said(FactKind.WEEKDAY, f"{match.weekday(match.at('a'))}..{match.weekday(match.at('b'))}", match.first, match.last)]


def _weekday(match: Match) -> Sequence[Said]:
    return [Said(FactKind.WEEKDAY, match.weekday(match.first), match.first, match.last)]


def _weekend(match: Match) -> Sequence[Said]:
    return [Said(FactKind.WEEKDAY, "sat..sun", match.first, match.last)]


WEEKDAYS: Rules = (
    Rule("(?P<a> WEEKDAY ) FROMEND (?P<b> WEEKDAY ) TOEND ?", _weekday_range),
    Rule("(?P<a> WEEKDAY ) TO (?P<b> WEEKDAY )", _weekday_range),
    Rule("BETWEEN (?P<a> WEEKDAY ) AND (?P<b> WEEKDAY )", _weekday_range),
    Rule("WEEKEND", _weekend),
    Rule("WEEKDAY", _weekday),
)
