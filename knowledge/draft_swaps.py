"""Facts that have changed places: "adults 5 €, children 3 €" approved, "adults 3 €, children 5 €" given. Every fact is there, and both are wrong.

Which thing a fact belongs to is not read; what is compared are the words around it. Two facts of a kind have changed places where each stands among the
words of the other, and one of them among none of its own. Where that is not plain nothing is said: other words for a thing are no fault.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from knowledge import text
from knowledge.facts import Fact, FactKind, Pair

_STEM = 6  # letters
_SHORT = 3  # letters of a word that says nothing: los, las, del, por
# A clause ends here; a comma stands within one as often as between two, as does "and".
_ENDS = re.compile(r"[.;:!?\n](?=\s|$)|,(?=\s)|\s(?:y|e|i|eta|and)(?=\s)")
_COMPARED = frozenset(set(FactKind) - {FactKind.POLARITY, FactKind.WEEKDAY, FactKind.URL})
_MOST_COMPARED = 40


def swaps(approved: str, draft: str, same: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the facts that have changed places, each of the draft beside the approved one that belongs there."""
    pairs = _said_once([pair for pair in same if pair.approved.kind in _COMPARED])[:_MOST_COMPARED]
    if len(pairs) < 2:
        return ()
    own = _words_around(approved, [pair.approved for pair in pairs])
    here = _words_around(draft, [pair.given for pair in pairs])
    found: list[Pair] = []
    for one, other in combinations(pairs, 2):
        if one.approved.kind is other.approved.kind and _have_changed_places(own, here, one, other):
            found += (Pair(other.approved, one.given), Pair(one.approved, other.given))
    told = {id(pair.given): pair for pair in found}
    return tuple(told.values())


def _said_once(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of which both facts occur once: where one is said twice it is not known which of them is meant."""
    approved, given = ([id(getattr(pair, side)) for pair in pairs] for side in ("approved", "given"))
    return [pair for pair in pairs if approved.count(id(pair.approved)) == 1 == given.count(id(pair.given))]


def _have_changed_places(own: dict[int, frozenset[str]], here: dict[int, frozenset[str]], one: Pair, other: Pair) -> bool:
    first, second = own[id(one.approved)], own[id(other.approved)]
    common = first & second  # what is around both says nothing of either
    first, second = first - common, second - common
    at_first, at_second = here[id(one.given)], here[id(other.given)]
    are_crossed = bool(at_first & second) and bool(at_second & first)
    return are_crossed and not (at_first & first and at_second & second)  # a verb that both share stands with the first of them, whichever that is


def _words_around(content: str, facts: Sequence[Fact]) -> dict[int, frozenset[str]]:
    """Return for each fact, by its identity, the stems of the words in its clause, without those of any of the facts."""
    found = {}
    for fact in facts:
        said = " ".join(_between(content, *_clause(content, fact), facts))
        found[id(fact)] = frozenset(word[:_STEM] for word in text.words(said) if len(word) > _SHORT)
    return found


def _clause(content: str, fact: Fact) -> tuple[int, int]:
    before = [end.end() for end in _ENDS.finditer(content, 0, fact.start)]
    after = _ENDS.search(content, fact.end)
    return (before[-1] if before else 0, after.start() if after else len(content))


def _between(content: str, start: int, end: int, facts: Sequence[Fact]) -> Iterator[str]:
    """Yield what stands from `start` to `end` beside facts."""
    for fact in sorted(facts, key=lambda fact: fact.start):
        if fact.start >= end:
            break
        if fact.end > start:
            yield content[start : max(start, fact.start)]
            start = fact.end
    yield content[start : max(start, end)]
