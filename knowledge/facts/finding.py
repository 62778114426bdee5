"""Finds the facts of a text. The order of the rules is their precedence: what one has claimed, those after it do not see."""

import re
from collections.abc import Iterable
from functools import cache

from knowledge.facts.calendar import DATES, WEEKDAYS
from knowledge.facts.clock import TIMES
from knowledge.facts.durations import DURATIONS, MEASURES
from knowledge.facts.money import MONEY, PERCENTAGES
from knowledge.facts.people import AGES, COUNTS, NAMED, NAMES
from knowledge.facts.polarity import POLARITY
from knowledge.facts.references import CONTACTS, FORMS, LAWS, SHORT_PHONES
from knowledge.facts.rules import Match, Reads, Rules, Said
from knowledge.facts.shape import CLAIMED, Alphabet, Shape
from knowledge.facts.values import Fact, FactKind
from knowledge.facts.words.shared import LANGUAGES

_QUANTITIES: Rules = (
    *CONTACTS, *LAWS, *FORMS, *MONEY, *PERCENTAGES, *NAMES, *DATES, *AGES, *TIMES, *DURATIONS, *MEASURES, *WEEKDAYS, *NAMED, *SHORT_PHONES, *COUNTS,
)  # fmt: skip

_Compiled = tuple[tuple[re.Pattern[str], Reads], ...]


@cache
def _grammar(language: str) -> tuple[Alphabet, _Compiled, _Compiled]:
    alphabet = Alphabet(LANGUAGES[language], language)
    quantities, polarity = (tuple((alphabet.pattern(rule.pattern), rule.reads) for rule in rules) for rules in (_QUANTITIES, POLARITY))
    return alphabet, quantities, polarity


def facts(text: str, language: str = "es") -> tuple[Fact, ...]:
    """Return the facts of `text` in the order of their places; a language that is not known is read as Spanish."""
    alphabet, quantities, polarity = _grammar(language if language in LANGUAGES else "es")
    shape = alphabet.shape(text)
    said = [*_said(shape, quantities), *_said(shape, polarity)]
    return tuple(sorted((_fact(shape, one) for one in said), key=lambda fact: (fact.start, fact.end)))


def _said(shape: Shape, rules: _Compiled) -> Iterable[Said]:
    signs = shape.signs
    for pattern, reads in rules:
        claimed: list[tuple[int, int]] = []
        place = 0
        while match := pattern.search(signs, place):
            said = reads(Match(shape, match))
            if said is None:
                place = match.start() + 1
                continue
            yield from said
            place = match.end()
            claimed.append(match.span())
        if claimed:
            signs = _without(signs, claimed)


def _without(signs: str, claimed: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    place = 0
    for start, end in claimed:
        parts += (signs[place:start], CLAIMED * (end - start))
        place = end
    return "".join((*parts, signs[place:]))


def _fact(shape: Shape, said: Said) -> Fact:
    start, end = shape.span(said.first, said.last, with_ending=said.kind is not FactKind.PHONE)
    end -= said.shorter
    return Fact(said.kind, said.value, start, end, shape.text[start:end])
