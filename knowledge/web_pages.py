"""Whether a web page says the same as an approved answer: which of the answer's facts it lacks, and which it contradicts. Pure.

A page says much more than an answer. A fact is *contradicted* where the page does not have it, and has another of its kind in a passage that speaks
of the same thing: one that shares most of the words of the answer's own sentence. It is *lacking* where the page has neither. What turns an answer
round ("no", "salvo") is not looked for: a page words it in its own way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import text
from knowledge.facts import Fact, FactKind, compare, facts

_NOT_LOOKED_FOR = frozenset({FactKind.POLARITY, FactKind.URL, FactKind.WEEKDAY, FactKind.COUNT})
_ENDS = re.compile(r"(?<=[.!?;:])\s+|\n+")
_STEM = 6  # letters
# Words that two passages share, and the share of the answer's words that they make, for both to speak of one thing.
_FEWEST_SHARED = 2
_SHARED = 0.5
_MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact of the answer, and the page's own in its place, with the passage that it stands in."""

    approved: Fact
    given: Fact
    passage: str


@dataclass(frozen=True, slots=True)
class PageJudgement:
    """What a page does not say as the answer does."""

    lacking: tuple[Fact, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def agrees(self) -> bool:
        return not (self.lacking or self.contradictions)


def judge_page(answer: str, page: str, language: str) -> PageJudgement:
    """Compare an answer, its shared facts filled in, with the text of its page."""
    page = page[:_MOST_CHARACTERS]
    asked = [fact for fact in facts(answer, language) if fact.kind not in _NOT_LOOKED_FOR]
    if not asked:
        return PageJudgement()
    passages = _passages(page)
    said = [(passage, facts(passage, language)) for passage in passages]
    whole = [fact for _, found in said for fact in found]
    same = {id(pair.approved) for pair in compare(asked, whole).same}
    lacking: list[Fact] = []
    contradictions: list[Contradiction] = []
    for fact in asked:
        if id(fact) in same:
            continue
        sentence = _stems(_sentence_of(answer, fact))
        other = _other(fact, sentence, said)
        if other:
            contradictions.append(other)
        else:
            lacking.append(fact)
    return PageJudgement(tuple(lacking), tuple(contradictions))


def _passages(page: str) -> list[str]:
    """Return the page's sentences, each with the one before it where that is a heading or a label."""
    pieces = [" ".join(piece.split()) for piece in _ENDS.split(page)]
    pieces = [piece for piece in pieces if piece]
    return [f"{before}\n{piece}" if len(before) < 80 else piece for before, piece in zip(["", *pieces], pieces, strict=False)]


def _sentence_of(answer: str, fact: Fact) -> str:
    start = max((found.end() for found in _ENDS.finditer(answer, 0, fact.start)), default=0)
    end = next((found.start() for found in _ENDS.finditer(answer, fact.end)), len(answer))
    return answer[start : fact.start] + " " + answer[fact.end : end]


def _other(fact: Fact, sentence: frozenset[str], said: Sequence[tuple[str, Sequence[Fact]]]) -> Contradiction | None:
    """Return what the page says in the fact's place: the passage that shares most with the fact's sentence."""
    best: tuple[float, Contradiction] | None = None
    for passage, found in said:
        candidates = [one for one in found if one.kind is fact.kind and _unit(one) == _unit(fact)]
        if not candidates:
            continue
        shared = len(sentence & _stems(passage))
        share = shared / max(len(sentence), 1)
        if shared >= _FEWEST_SHARED and share >= _SHARED and (best is None or share > best[0]):
            best = (share, Contradiction(fact, candidates[0], passage.rpartition("\n")[2][:200]))
    return best[1] if best else None


def _unit(fact: Fact) -> str:
    return fact.value.partition(" ")[2]


def _stems(passage: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in text.words(passage) if len(word) > 3 and not word.isdecimal())
