"""Finds the facts of a text. The order of the rules is their precedence: what one has claimed, those after it do not see."""

import re
from collections.abc import Iterable
from functools import cache

from knowledge.facts.alphabet import Alphabet
from knowledge.facts.calendar import DATES, WEEKDAYS
from knowledge.facts.clock import TIMES
from knowledge.facts.durations import DURATIONS, MEASURES
from knowledge.facts.money import MONEY, PERCENTAGES
from knowledge.facts.needs import needs
from knowledge.facts.people import AGES, COUNTS, NAMED, NAMES
from knowledge.facts.polarity import POLARITY
from knowledge.facts.references import CONTACTS, FORMS, LAWS, SHORT_PHONES
from knowledge.facts.rules import Match, Reads, Rules, Said
from knowledge.facts.shape import Shape, shape
from knowledge.facts.tokens import CLAIMED
from knowledge.facts.values import Fact, FactKind
from knowledge.facts.words.shared import LANGUAGES

_QUANTITIES: Rules = (
    *CONTACTS, *LAWS, *FORMS, *MONEY, *PERCENTAGES, *NAMES, *DATES, *AGES, *TIMES, *DURATIONS, *MEASURES, *WEEKDAYS, *NAMED, *SHORT_PHONES, *COUNTS,
)  # fmt: skip

_COMMON = frozenset("ndyWw,.")  # signs that most texts have

_Needs = tuple[frozenset[str], ...]
_Compiled = tuple[tuple[re.Pattern[str], _Needs, Reads], ...]


@cache
def _grammar(language: str) -> tuple[Alphabet, _Compiled, _Compiled]:
    alphabet = Alphabet(LANGUAGES[language], language)
    return alphabet, _compiled(_QUANTITIES, alphabet), _compiled(POLARITY, alphabet)


def _compiled(rules: Rules, alphabet: Alphabet) -> _Compiled:
    """Return the rules for which the language has words."""
    compiled = [(alphabet.pattern(rule.pattern), sorted(needs(rule.pattern, alphabet.signs_of), key=_rarest_first), rule.reads) for rule in rules]
    return tuple((pattern, tuple(needed), reads) for pattern, needed, reads in compiled if all(needed))


def _rarest_first(needed: frozenset[str]) -> tuple[int, int]:
    return len(needed & _COMMON), len(needed)


def facts(text: str, language: str = "es") -> tuple[Fact, ...]:
    """Return the facts of `text` in the order of their places; a language that is not known is read as Spanish."""
    alphabet, quantities, polarity = _grammar(language if language in LANGUAGES else "es")
    read = shape(text, alphabet)
    said = [*_said(read, quantities), *_said(read, polarity)]
    return tuple(sorted((_fact(read, one) for one in said), key=lambda fact: (fact.start, fact.end)))


def _said(shape: Shape, rules: _Compiled) -> Iterable[Said]:
    signs = shape.signs
    lacks = frozenset(signs).isdisjoint
    for pattern, needed, reads in [rule for rule in rules if not lacks(rule[1][0])]:  # most rules fall here; what is claimed adds no sign
        if any(map(lacks, needed)):
            continue
        claimed: list[tuple[int, int]] = []
        place = 0
        while match := pattern.search(signs, place):
            said = reads(Match(shape, match))
            if said is None:
                place = match.start() + 1
                continue
            yield from said
            place = match.end()
            claimed.append(match.span("only" if "only" in pattern.groupindex else 0))
        if claimed:
            signs = _without(signs, claimed)
            lacks = frozenset(signs).isdisjoint


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
