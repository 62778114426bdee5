"""The draft check: what somebody is about to send, compared with what is approved, fact by fact. It never writes or mends a text.

1. Word for word the approved text (spaces and line breaks aside) is *exact*.
2. A fact of the approved wording that the draft gives otherwise *differs*; one that it does not give is *missing*, unless the channel omits its kind.
3. A fact that stands in no text of the entry, nor in what belongs to it (its web page, its owner's contact, the channel's lines), is *added*, unless it
   is a way to reach the administration: a signature has those.
4. Two facts that have changed places ("children 5 €, adults 3 €") *differ* (`draft_swaps`).
5. Other words with the same facts are *fine*; where neither text has a fact, there is nothing that the check could tell by (*no facts*).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from knowledge.draft_swaps import swaps
from knowledge.facts import Fact, FactKind, compare, facts

# `TRIB-014 · v7 · Hacienda · válido hasta 31/12/2026`, and nothing that follows on its line: whoever writes on behind it is checked too.
_OWNER = r"(?:[^·\n\d€%]{1,60}\d{0,2}(?= ·)|[^·\n\d€%.;:!?]{1,60}\d{0,2}(?=[ \t]*$|[.;:!?]))"
_STAMP = re.compile(rf"(?m)(?<![\w.-])[^\W_][\w.-]{{1,39}} · v\d+\b(?: · {_OWNER})?(?: · [^·\d\n]{{1,30}}\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}})?")
# A letter's first line: `Castroalba, a 25 de noviembre de 2026`. A name has capitals, so that "Fin del plazo, 25/11/2026" is none.
_NAME = r"[A-ZÁÉÍÓÚÑÇÀÈÒÜ][\w'’·-]*"
_DAY = r"\d{1,2} (?:de|d['’]) ?\w+ (?:de|del) \d{4}|\d{1,2}/\d{1,2}/\d{4}"
_DATELINE = re.compile(rf"\A\s*(?:En )?{_NAME}(?: (?:(?:de|del|la|las|los|el) )*{_NAME}){{0,3}}, (?:a )?(?:{_DAY})\.?[ \t]*\n")

# The sign of a figure that shares its reading with the next one's, as in "85 € y 8 €", stands behind it.
_SIGN = re.compile(r"[ \u00a0\u202f]?(?:€|%|euros?\b)")


def _facts(text: str, language: str) -> tuple[Fact, ...]:
    """Return the facts of a text, each with all that stands for it."""
    found = facts(text, language)
    signs = ((fact, _SIGN.match(text, fact.end) if fact.kind in (FactKind.AMOUNT, FactKind.PERCENTAGE) else None) for fact in found)
    return tuple(replace(fact, end=sign.end(), written=text[fact.start : sign.end()]) if sign else fact for fact, sign in signs)


_NOT = "not"
_CLAUSE = re.compile(r"(?i)\b(?:que|quien|quienes|si|cuando|mientras|aunque|donde|aún|todavía) (?:(?:aún|todavía|ya|se|le|les|lo|la) )*\Z")
_NEAR = 30  # characters before a "no"
_AUXILIARY = 3  # letters: ha, han, es, son


# Of approved texts alone: a draft is not remembered.
_facts_approved = lru_cache(4_096)(_facts)


class Verdict(StrEnum):
    """How a draft does, the worst first."""

    DIFFERS = "differs"
    INCOMPLETE = "incomplete"
    ADDS = "adds"
    NO_FACTS = "no_facts"
    FINE = "fine"
    EXACT = "exact"


_WORST_FIRST = tuple(Verdict)


class Trouble(StrEnum):
    """What is wrong with a fact."""

    DIFFERENT = "different"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact in trouble: as it stands in the draft (`start` to `end`, `given`), and as it is `approved`; empty where one of them has none."""

    trouble: Trouble
    kind: FactKind
    given: str = ""
    approved: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the check says of a draft: the marks in the draft's order, those of what is missing after them."""

    verdict: Verdict
    marks: tuple[Mark, ...] = ()

    def without_draft(self) -> "Judgement":
        """Return the judgement as it may be kept: without a word of what was typed."""
        return Judgement(self.verdict, tuple(replace(mark, given="", start=0, end=0) for mark in self.marks))


def judge(
    draft: str,
    approved: str,
    language: str,
    *,
    others: Sequence[str] = (),
    omits: Iterable[str] = (),
    around: Sequence[str] = (),
    house: Sequence[Fact] = (),
    written_in: str = "",
) -> Judgement:
    """Compare a draft with the wording that is approved for its channel, or with whichever of that and the `others` does it the most good.

    `omits` are the kinds of fact that the channel may leave out; `around` the entry's other texts, and what belongs to it; `house` the facts that may
    stand below any reply. `written_in` is the language of the draft where it is another than that of the approved texts.
    """
    body = _body(draft)
    if body.split() == approved.split():
        return Judgement(Verdict.EXACT)
    given = _facts(body, written_in or language)
    known = [*house, *(fact for text in dict.fromkeys(around) for fact in _facts_approved(text, language))]
    omitted = frozenset(omits)
    judged = [_compared(body, given, text, _facts_approved(text, language), known, omitted) for text in dict.fromkeys((approved, *others))]
    return min(judged, key=lambda one: (-_WORST_FIRST.index(one.verdict), len(one.marks)))


def judge_held(draft: str, line: str, language: str, *, written_in: str = "") -> Judgement:
    """Compare a draft with a frozen topic's holding line, which goes out word for word or not at all: other words with the same facts differ too."""
    found = judge(draft, line, language, written_in=written_in)
    return found if found.verdict is Verdict.EXACT else replace(found, verdict=Verdict.DIFFERS)


def _body(draft: str) -> str:
    """Return a draft with blanks in place of what frames it: our stamp, and the place and day that a letter begins with."""
    for frame in (_STAMP, _DATELINE):
        draft = frame.sub(lambda found: re.sub(r"\S", " ", found[0]), draft)
    return draft


def _compared(draft: str, given: Sequence[Fact], text: str, approved: Sequence[Fact], known: Sequence[Fact], omitted: frozenset[str]) -> Judgement:
    comparison = compare(approved, given)
    marks = [_mark(Trouble.DIFFERENT, pair.given, pair.approved) for pair in comparison.different]
    marks += [_mark(Trouble.DIFFERENT, pair.given, pair.approved) for pair in swaps(text, draft, comparison.same)]
    marks += [_mark(Trouble.ADDED, fact, None) for fact in _unknown(comparison.extra, known) if not _is_aside(fact, draft, text)]
    marks.sort(key=lambda mark: (mark.start, mark.end))
    missing = [_mark(Trouble.MISSING, None, fact) for fact in comparison.missing if fact.kind not in omitted and not _is_aside(fact, text, draft)]
    verdict = _verdict({mark.trouble for mark in (*marks, *missing)})
    if verdict is Verdict.FINE and not comparison.same:
        verdict = Verdict.NO_FACTS
    return Judgement(verdict, (*marks, *missing))


def _is_aside(fact: Fact, text: str, other: str) -> bool:
    """Tell whether a "no" stands in a clause that the other text words without one: "a quien no cumple", "si aún no ha recibido"."""
    if (fact.kind, fact.value) != (FactKind.POLARITY, _NOT) or not _CLAUSE.search(text, max(0, fact.start - _NEAR), fact.start):
        return False
    verb = fact.written.split()[-1].casefold()
    return len(verb) <= _AUXILIARY or verb not in other.casefold()


def _unknown(extra: Sequence[Fact], known: Sequence[Fact]) -> Sequence[Fact]:
    """Return the facts that are not among the known ones."""
    same = {id(pair.given) for pair in compare(known, extra).same}
    return [fact for fact in extra if id(fact) not in same]


def _mark(trouble: Trouble, given: Fact | None, approved: Fact | None) -> Mark:
    fact = approved or given
    assert fact is not None
    place = (given.start, given.end) if given else (0, 0)
    return Mark(trouble, fact.kind, given.written if given else "", approved.written if approved else "", *place)


def _verdict(troubles: set[Trouble]) -> Verdict:
    if Trouble.DIFFERENT in troubles:
        return Verdict.DIFFERS
    if Trouble.MISSING in troubles:
        return Verdict.INCOMPLETE
    return Verdict.ADDS if troubles else Verdict.FINE
