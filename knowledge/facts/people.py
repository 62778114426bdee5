"""Ages, and how many of something."""

from collections.abc import Sequence

from knowledge.facts.numbers import plain
from knowledge.facts.rules import Match, Rule, Rules, Said
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


def _range(match: Match) -> Sequence[Said]:
    return [Said(FactKind.AGE, f"{plain(match.number('a'))}..{plain(match.number('b'))}", match.at("a"), match.last)]


AGES: Rules = (
    Rule("(?: FROM ? | AGED ) (?P<a> NUM ) YEARS_ ? TO (?P<b> NUM ) YEARS_ OLD ?", _range),
    Rule("BETWEEN (?P<a> NUM ) YEARS_ ? AND (?P<b> NUM ) YEARS_ OLD ?", _range),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ OLD ? (?P<over> ORMORE ) )", _age),
    Rule("(?P<whole> (?P<a> NUM ) (?P<over> ORMORE ) YEARS_ OLD ? )", _age),
    Rule("(?P<whole> (?: (?P<over> OVER ) | (?P<under> UNDER ) | (?P<upto> UPTO ) ) (?P<a> NUM ) YEARS_ OLD ? )", _age),
    Rule("(?P<whole> (?: (?P<over> OVERAGE ) | (?P<under> UNDERAGE ) ) (?P<a> NUM ) (?! WORD | DAYS | MONTHS | PERCENT | EURO | MEASURE ) )", _age),
    Rule("AGED (?P<whole> (?P<a> NUM ) YEARS_ OLD ? )", _age),
    Rule("(?P<whole> (?P<a> NUM ) YEARS_ OLD )", _age),
)


def _nothing(match: Match) -> Sequence[Said]:
    """A number that names something counts nothing."""
    return ()


NAMED: Rules = (
    Rule("STREET \\.? WITHIN{1,6} ,? NUMBERMARK? (?: NUM | CODE )", _nothing),
    Rule("NAMED \\.? :? NUMBERMARK? (?: NUM | CODE ) (?: (?: , | AND | OR | TO | / ) (?: NUM | CODE ) (?! WORD ) ){0,6}", _nothing),
    Rule("NUM [ºª]", _nothing),
)


def _counts(match: Match) -> Sequence[Said] | None:
    """`dos fotografías`: what is counted stands in small letters, unless everything is in capitals."""
    shape = match.shape
    noun = match.at("noun")
    if shape.is_capital(noun) and not shape.text.isupper():
        return None
    numbers = [token for token in range(match.first, noun) if shape.signs[token] in "ndyW"]
    ends = [*numbers[:-1], match.last]
    return [Said(FactKind.COUNT, plain(shape.number(token)), token, end) for token, end in zip(numbers, ends, strict=True) if shape.number(token) != 1]


def _count_range(match: Match) -> Sequence[Said] | None:
    first, last = match.number("a"), match.number("b")
    return [Said(FactKind.COUNT, f"{plain(first)}..{plain(last)}", match.at("a"), match.last)] if first < last else None


_NOUN = "(?: ADJECTIVE ? (?P<noun> WORD ) )"
COUNTS: Rules = (
    Rule(f"(?P<a> NUM ) TO (?P<b> NUM ) {_NOUN}", _count_range),
    Rule(f"BETWEEN (?P<a> NUM ) AND (?P<b> NUM ) {_NOUN}", _count_range),
    Rule(f"(?: NUM , ){{0,6}} NUM (?: AND | OR ) NUM {_NOUN}", _counts),
    Rule(f"NUM OF? {_NOUN}", _counts),
)
