"""Ages, and how many of something."""

from collections.abc import Sequence

from knowledge.facts.numbers import plain
from knowledge.facts.rules import Match, Rule, Rules, Said, nothing
from knowledge.facts.shape import Shape
from knowledge.facts.tokens import FIRST_OWN
from knowledge.facts.values import FactKind


def _age(match: Match) -> Sequence[Said]:
    age = plain(match.number("a"))
    if match.has("over"):
        value = f"{age}+"
    elif match.has("under"):
        value = f"<{age}"
    elif match.has("upto"):
        value = f"..{age}"
    else:
        value = age
    return [Said(FactKind.AGE, value, match.at("whole"), match.last_of("whole"))]


def _age_alone(match: Match) -> Sequence[Said] | None:
    """`mayores de 65`, but not "over 65 places"."""
    return None if match.shape.is_counting(match.last + 1) else _age(match)


def _people_between(match: Match) -> Sequence[Said] | None:
    """`young people between 12 and 17`, `jóvenes de 14 a 30`."""
    return None if match.shape.is_counting(match.last + 1) or match.number("a") >= match.number("b") else _range(match)


def _up_to(match: Match) -> Sequence[Said]:
    """`up to the age of 12`."""
    return [Said(FactKind.AGE, f"..{plain(match.number('upto'))}", match.first, match.last)]


def _range(match: Match) -> Sequence[Said]:
    return [Said(FactKind.AGE, f"{plain(match.number('a'))}..{plain(match.number('b'))}", match.at("a"), match.last)]


AGES: Rules = (
    Rule("PEOPLE (?: BETWEEN | FROM | OF | AGENUMBER ) (?P<a> NUM ) (?: TO | AND ) (?P<b> NUM ) (?! HOURMARK )", _people_between),
    Rule("PEOPLE (?P<whole> (?: (?P<over> OVERAGE ) | (?P<under> UNDERAGE ) ) (?P<a> NUM ) ) (?! PERCENT | MEASURE | YEARS_ | DAYS | MONTHS )", _age),
    Rule("(?P<a> NUM ) (?: AND | - | FROMEND | YEARS_ FROMEND ) (?P<b> NUM ) YEARS_ CASE ? AMONG", _range),
    Rule("(?P<a> NUM ) YEARS_ ? FROMEND (?P<b> NUM ) YEARS_ TOEND", _range),
    Rule("(?P<a> NUM ) (?: - | AND ) (?P<b> NUM ) YEARS_ CASE ? PERSON", _range),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ FROMEND (?: (?P<over> UPEND ) | (?P<under> DOWNEND ) ) )", _age),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ CASE ? (?: (?P<over> MORETHAN ) | (?P<under> LESSTHAN ) | (?P<upto> UNTILAGE ) ) )", _age),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ CASE ? ) (?: HAVING | PERSON )", _age),
    Rule("(?: FROM ? | AGED ) (?P<a> NUM ) YEARS_ ? TO (?P<b> NUM ) YEARS_ OLD ?", _range),
    Rule("BETWEEN (?P<a> NUM ) YEARS_ ? AND (?P<b> NUM ) YEARS_ OLD ?", _range),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ OLD ? (?: (?P<over> ORMORE ) | (?P<upto> ORLESS ) ) )", _age),
    Rule("(?P<whole> (?P<a> NUM ) (?P<over> ORMORE ) YEARS_ OLD ? )", _age),
    Rule("(?P<whole> (?: (?P<over> OVER ) | (?P<under> UNDER ) | (?P<upto> UPTO ) ) (?P<a> NUM ) YEARS_ OLD ? ) (?! OF | FOR | ADJECTIVE )", _age),
    Rule("(?P<whole> (?: (?P<over> OVERAGE ) | (?P<under> UNDERAGE ) ) (?P<a> NUM ) s ? (?! PERCENT | MEASURE ) )", _age_alone),
    Rule(
        "(?: PEOPLE (?: ANYWORD ){0,2} | AGED ) (?P<whole> (?: (?P<over> MORETHANAGE ) | (?P<under> LESSTHANAGE ) ) (?P<a> NUM ) YEARS_ OLD ? ) "
        "(?! OF | FOR )",
        _age,
    ),
    Rule("AGED (?P<whole> (?P<a> NUM ) YEARS_ OLD ? ) (?! OF | FOR | ADJECTIVE )", _age),
    Rule("AGENUMBER (?P<a> NUM ) (?: TO | AND ) (?P<b> NUM ) OLD ?", _range),
    Rule("(?P<whole> UPTOAGE (?P<upto> NUM ) )", _up_to),
    Rule("(?P<whole> (?: AGENUMBER ) ? (?P<a> NUM ) (?: (?P<over> OVERNUMBER ) | (?P<upto> UNDERNUMBER ) ) )", _age),
    Rule("(?P<whole> AGENUMBER (?P<a> NUM ) (?: (?P<over> ORMORE ) | (?P<upto> ORLESS ) ) )", _age),
    Rule("AGENUMBER (?P<whole> (?P<a> NUM ) ) (?! WORD )", _age),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ OLD )", _age),
)


def _address(match: Match) -> Sequence[Said] | None:
    """A street's name, all of it in capital letters but for its little words, and a number."""
    shape, little = match.shape, match.shape.alphabet.set_of("INNAMES")
    return () if all(shape.is_capital(n) or shape.words[n] in little for n in range(match.at("name"), match.last_of("name") + 1)) else None


# "calle Dos de Mayo", and a ticket for a day.
NAMES: Rules = (Rule("STREET \\.? OF ? THE ? (?: SHORT | ONE ) OF ? MONTH", nothing), Rule("DAYTICKET", nothing))
NAMED: Rules = (
    Rule("STREET \\.? (?P<name> WITHIN{1,6} ) ,? NUMBERMARK? (?: NUM | CODE )", _address),
    Rule("NAMED \\.? :? NUMBERMARK? (?: NUM | CODE ) (?: (?: , | AND | OR | TO | / ) (?: NUM | CODE ) (?! WORD ) ){0,6}", nothing),
    Rule("NUM \\. ? [ºª]", nothing),
    Rule("NUM ORDEND", nothing),
    Rule("NUM OF EACHWORD NUM", nothing),
    Rule("NUM (?: \\. NAMEDAFTER | NUMBERWORD )", nothing),
)


_FARTHEST = 3  # words from a number to what it counts: "two recent colour photographs"


def _counted(shape: Shape, token: int) -> int | None:
    """Return the token of the thing that a number before `token` counts: several, in small letters unless everything is in capitals."""
    alphabet = shape.alphabet
    takes_adjectives = alphabet.language == "en"
    for place in range(token, min(token + _FARTHEST, len(shape.signs))):
        word = shape.words[place]
        if not _is_word(shape.signs[place]) or word in alphabet.set_of("NOTCOUNTED") or (shape.is_capital(place) and not shape.text.isupper()):
            return None
        if word in alphabet.set_of("ADJECTIVE"):
            continue
        if alphabet.language == "eu" or word.endswith("s") or word in alphabet.set_of("IRREGULAR"):
            return place
        if not takes_adjectives:
            return None
    return None


def _is_word(sign: str) -> bool:
    return sign == "w" or sign >= FIRST_OWN


def _counts(match: Match) -> Sequence[Said] | None:
    """`dos fotografías`, `2 o 3 copias`."""
    shape = match.shape
    noun = _counted(shape, match.last + 1)
    if noun is None:
        return None
    numbers = [token for token in range(match.first, match.last + 1) if shape.signs[token] in "ndyW"]
    ends = [*numbers[:-1], noun]
    return [Said(FactKind.COUNT, plain(shape.number(token)), token, end) for token, end in zip(numbers, ends, strict=True) if shape.number(token) != 1]


def _count_range(match: Match) -> Sequence[Said] | None:
    first, last, noun = match.number("a"), match.number("b"), _counted(match.shape, match.last_of("b") + 1)
    return [Said(FactKind.COUNT, f"{plain(first)}..{plain(last)}", match.at("a"), noun)] if first < last and noun is not None else None


COUNTS: Rules = (
    Rule("(?P<a> NUM ) TO (?P<b> NUM ) (?= ANYWORD )", _count_range),
    Rule("BETWEEN (?P<a> NUM ) AND (?P<b> NUM ) (?= ANYWORD )", _count_range),
    Rule("(?: NUM , ){0,6} NUM (?: AND | OR ) NUM (?= ANYWORD )", _counts),
    Rule("NUM (?= ANYWORD )", _counts),
)
