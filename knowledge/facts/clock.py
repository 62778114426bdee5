"""Times of day, and ranges of them."""

import re
from collections.abc import Sequence

from knowledge.facts.numbers import plain
from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

_CLOCK = re.compile(r"(\d{1,2}) ?(?::|h|\.|') ?(\d{2})")
_POINTED = re.compile(r"\d{1,2}\.[0-5]\d")
_NOON, _DAY = 12, 24
_EVENING = 6  # from this hour on "de la noche" is before midnight
_OPENING = 6  # no office opens before: "de 2 a 4 horas" is how long
_MINUTES = 60


def _hour(match: Match, name: str) -> tuple[int, int] | None:
    """Return the hour and minute of a part of a match, of which `name` is the number and `name`_x what follows it."""
    token = match.at(name)
    word = match.shape.words[token]
    if match.shape.signs[token] in "Cn" and (clock := _CLOCK.fullmatch(word)):
        hour, minute = int(clock[1]), int(clock[2])
    elif match.shape.signs[token] in "dW" or match.is_one(token):
        number = match.shape.number(token) if match.shape.signs[token] in "dW" else 1
        if number != int(number) or number >= _DAY:
            return None
        hour, minute = int(number), 0
    else:
        return None
    if match.has(f"{name}half"):
        minute = 30
    elif match.has(f"{name}quarter"):
        minute = 15
    elif match.has(f"{name}to"):
        hour, minute = (hour - 1) % _DAY, 45
    elif match.has(f"{name}minus"):
        hour, minute = (hour - 1) % _DAY, _MINUTES - int(match.number(f"{name}minus"))
    elif match.has(f"{name}plus"):
        minute = int(match.number(f"{name}plus"))
    if hour > _DAY or not 0 <= minute < _MINUTES:
        return None
    return hour, minute


def _in_day(match: Match, name: str, hour: int) -> int:
    """Return the hour of twenty-four."""
    if match.has(f"{name}pm") and hour < _NOON:
        return hour + _NOON
    if match.has(f"{name}night"):
        if hour == _NOON:
            return 0
        return hour + _NOON if _EVENING <= hour < _NOON else hour
    if match.has(f"{name}noon") and hour < _EVENING:
        return hour + _NOON
    if match.has(f"{name}am") and hour == _NOON and match.has(f"{name}meridiem"):
        return 0
    return hour


def _time(match: Match, name: str) -> str | None:
    found = _hour(match, name)
    return None if found is None else f"{_in_day(match, name, found[0]):02}:{found[1]:02}"


def _in_the_afternoon_too(first: str, last: str) -> str:
    """In English "2-5 pm" is all in the afternoon, as "9-2 pm" cannot be."""
    later = f"{int(first[:2]) + _NOON:02}{first[2:]}"
    return later if int(first[:2]) < _NOON and later < last else first


def _one(match: Match) -> Sequence[Said] | None:
    time = _time(match, "a")
    return None if time is None else [Said(FactKind.TIME, time, match.at("whole"), match.last_of("whole"))]


def _range(match: Match) -> Sequence[Said] | None:
    first, last = _time(match, "a"), _time(match, "b")
    if first is None or last is None:
        return None
    if match.shape.alphabet.language == "en" and match.has("bpm") and not (match.has("aam") or match.has("apm")):
        first = _in_the_afternoon_too(first, last)
    return [Said(FactKind.TIME, f"{first}..{last}", match.at("whole"), match.last_of("whole"))]


def _from_to(match: Match) -> Sequence[Said] | None:
    """`de las 9 a las 14`; nothing but two numbers are hours only where nothing is counted by them."""
    hours = [match.at("a"), match.at("b")]
    following = match.last + 1
    if match.last == hours[1] and not any(match.shape.signs[token] == "C" for token in hours) and match.shape.is_counting(following):
        return None
    return _range(match)


def _past(match: Match) -> Sequence[Said] | None:
    """`half past nine`, `a quarter to ten in the morning`."""
    hour = 1 if match.is_one(match.at("a")) else int(match.number("a"))
    hour, minute = (hour, 30) if match.has("pasthalf") else (hour, 15) if match.has("pastquarter") else ((hour - 1) % _DAY, 45)
    return _at_minute(match, hour, minute)


def _quarters(match: Match) -> Sequence[Said] | None:
    """`dos quarts de deu` is 9:30 in Catalan."""
    quarters = 1 if match.is_one(match.at("quarters")) else int(match.number("quarters"))
    hour = 1 if match.is_one(match.at("a")) else int(match.number("a"))
    return _at_minute(match, (hour - 1) % _DAY, quarters * 15)


def _at_minute(match: Match, hour: int, minute: int) -> Sequence[Said] | None:
    if hour >= _DAY or minute >= _MINUTES:
        return None
    return [Said(FactKind.TIME, f"{_in_day(match, 'a', hour):02}:{minute:02}", match.first, match.last)]


def _bare_ranges(match: Match) -> Sequence[Said] | None:
    """`abierto de 10 a 2 y de 5 a 8`: hours, for they tell when something is open."""
    shape = match.shape
    tokens = [token for token in range(match.at("only"), match.last + 1) if shape.signs[token] in "dW"]
    hours = [shape.number(token) for token in tokens]
    if shape.is_counting(match.last + 1) or not all(hour == int(hour) and hour <= _DAY for hour in hours):
        return None
    pairs = zip(hours[::2], hours[1::2], tokens[::2], tokens[1::2], strict=True)
    return [Said(FactKind.TIME, f"{int(first):02}:00..{int(last):02}:00", begin, end) for first, last, begin, end in pairs]


def _pointed_range(match: Match) -> Sequence[Said] | None:
    """`8.00-15.00`."""
    are_pointed = all(_POINTED.fullmatch(match.word(name)) for name in "ab")
    return _range(match) if are_pointed and not match.shape.is_counting(match.last + 1) else None


def _plain_range(match: Match) -> Sequence[Said] | None:
    """`de 9 a 14 h`: how long, where no office opens so early or no day is so long."""
    found = _hour(match, "a"), _hour(match, "b")
    if found[0] is None or found[1] is None or found[0] >= found[1] or found[0][0] < _OPENING:
        return None
    return _range(match)


def _bare(match: Match) -> Sequence[Said] | None:
    """`20 h`, `las 20 horas`: a time of day where it does not say how long, as "20 horas" and "un curso de 20 h" do."""
    if match.has("lasting"):
        return [Said(FactKind.DURATION, f"{plain(match.number('a'))} hours", match.at("whole"), match.last_of("whole"))]
    found = _hour(match, "a")
    says_how_long = not match.has("the") and len(match.shape.words[match.last]) > len("hrs")
    return _one(match) if found and _EVENING <= found[0] < _DAY and not says_how_long else None


def _at(match: Match) -> Sequence[Said] | None:
    """`a las 9`, but not `a las 9 personas`."""
    following = match.last + 1
    return None if match.last == match.at("a") and (match.shape.is_counting(following) or match.shape.is_name(following)) else _one(match)


def _named(match: Match) -> Sequence[Said]:
    return [Said(FactKind.TIME, "12:00" if match.has("noon") else "00:00", match.first, match.last)]


def _clock(name: str, hour: str) -> str:
    """The pattern of an hour, its minutes and its part of the day, in parts whose names begin with `name`."""
    return f"(?P<{name}> {hour} ) {_minutes(name)} ? (?: HOURMARK (?: \\. (?= TO | TOHOUR ) )? )? OCLOCK ? {_part_of_day(name)} ?"


def _minutes(name: str) -> str:
    return (
        f"(?: (?P<{name}half> HALF ) | (?P<{name}quarter> QUARTER ) | (?P<{name}to> QUARTERTO ) | MINUS (?P<{name}minus> SHORT ) "
        f"| AND (?P<{name}plus> SHORT ) (?! HOURMARK | DAYS | MINUTES | EURO | PERCENT | WORD ) )"
    )


def _part_of_day(name: str) -> str:
    return (
        f"(?: (?P<{name}am> MORNING | (?P<{name}meridiem> AM ) ) | (?P<{name}pm> AFTERNOON | PM ) | (?P<{name}night> NIGHT ) "
        f"| (?P<{name}noon> NOONOF ) )"
    )


# In Basque the part of the day comes first: "goizeko 9 etan".
_BEFORE = {name: _part_of_day(name) for name in "ab"}
_ANY = "(?: CLOCK | NUMERAL | SHORT | ONE )"
TIMES: Rules = (
    Rule(
        f"(?P<whole> {_BEFORE['a']} ? (?P<a> CLOCK | SHORT ) {_minutes('a')} ? FROMEND "
        f"{_BEFORE['b']} ? (?P<b> CLOCK | SHORT ) {_minutes('b')} ? TOEND )",
        _range,
    ),
    Rule(f"(?P<whole> {_BEFORE['a']} (?P<a> CLOCK | SHORT ) CASE ? {_minutes('a')} ? )", _one),
    Rule("(?P<whole> (?P<a> CLOCK ) HOUREND )", _one),
    Rule("(?P<whole> (?P<a> SHORT ) HOUREND )", _one),
    Rule(
        "(?P<whole> (?: (?P<pasthalf> HALFPAST ) | (?P<pastquarter> QUARTERPAST ) | (?P<beforequarter> QUARTERBEFORE ) ) "
        f"(?P<a> SHORT | ONE ) {_part_of_day('a')} ? )",
        _past,
    ),
    Rule(f"(?P<whole> (?P<quarters> SHORT | ONE ) QUARTERSOF (?P<a> SHORT | ONE ) {_part_of_day('a')} ? )", _quarters),
    Rule(f"(?P<whole> {_clock('a', 'CLOCK')} ,? TO {_clock('b', 'CLOCK')} )", _range),
    Rule(f"FROMHOUR (?P<whole> {_clock('a', _ANY)} ,? TOHOUR {_clock('b', _ANY)} )", _from_to),
    Rule(f"BETWEENHOURS (?P<whole> {_clock('a', _ANY)} ANDHOUR {_clock('b', _ANY)} )", _from_to),
    Rule(f"(?P<whole> (?P<a> CLOCK | NUMERAL | SHORT ) {_part_of_day('a')} ? TOHOUR (?P<b> CLOCK | NUMERAL | SHORT ) {_part_of_day('b')} )", _from_to),
    Rule(
        f"(?P<whole> (?P<a> {_ANY} ) {_minutes('a')} ? HOURMARK ? {_part_of_day('a')} (?: TO | TOHOUR ) (?P<b> {_ANY} ) {_minutes('b')} ? HOURMARK ? "
        f"{_part_of_day('b')} )",
        _range,
    ),
    Rule(f"BETWEEN (?P<whole> {_clock('a', 'CLOCK')} AND {_clock('b', 'CLOCK')} )", _range),
    Rule("(?P<whole> (?P<a> CLOCK | NUMERAL | SHORT ) HOURMARK ? TO (?P<b> CLOCK | NUMERAL | SHORT ) HOURMARK )", _plain_range),
    Rule("(?P<whole> (?P<a> NUMERAL ) TO (?P<b> NUMERAL ) )", _pointed_range),
    Rule("OPENING WITHIN {0,6} ,? (?P<only> BAREFROM SHORT BARETO SHORT (?: ,? AND ? BAREFROM SHORT BARETO SHORT )? )", _bare_ranges),
    Rule(f"(?P<whole> {_clock('a', 'CLOCK')} )", _one),
    Rule(f"ATHOUR (?P<whole> {_clock('a', _ANY)} )", _at),
    Rule(f"(?P<whole> (?P<a> {_ANY} ) {_minutes('a')} ? HOURMARK ? {_part_of_day('a')} )", _one),
    Rule(f"THE (?P<whole> (?P<a> {_ANY} ) {_minutes('a')} )", _one),
    Rule("(?P<the> THE ) (?P<whole> (?P<a> NUMERAL | SHORT ) HOURMARK ) (?! AND | OF )", _bare),
    Rule("(?P<lasting> LASTING ) ? (?P<whole> (?P<a> SHORT | NUMERAL ) HOURMARK ) (?! AND | OF )", _bare),
    Rule("(?: (?P<noon> NOON ) | MIDNIGHT )", _named),
)
