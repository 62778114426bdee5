"""The same facts in every wording: each channel's text, and each language's row, compared with the entry's plain answer.

1. A wording is compared with the plain answer of its own row; a row in another language with the plain answer of the entry's first row.
2. Shared facts are filled in: with the values of today, and with those of each later day on which one of them changes, so that a figure that was
   written out, and is right only until then, is seen.
3. What a channel is declared to omit (`Channel.omits`), and what the entry's editors have exempted on purpose, is not missing.
4. Of a text that uses a shared fact without a value nothing is said: it cannot be given either.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from knowledge import shared_facts, text
from knowledge.channels import Channel, to_channel
from knowledge.facts import Comparison, Fact, FactKind, compare
from knowledge.facts import facts as facts_of
from knowledge.facts.naming import to_kind
from knowledge.languages import to_language
from knowledge.model import Entry, EntryKey, SharedFact

_EVERYTHING = frozenset(map(text.key, ("todo", "todos", "todos los datos", "all", "everything", "tot", "dena")))
_PARTS = re.compile(r"\s*(?:,|\by\b|\band\b|\bi\b|\be\b|\beta\b)\s+")
_MOST_REMEMBERED = 16_384

facts_in = lru_cache(_MOST_REMEMBERED)(facts_of)  # one plain answer is compared with each wording, and often with the next version's


class Verdict(StrEnum):
    """What is wrong with a fact of a text."""

    DIFFERENT = "different"
    MISSING = "missing"
    EXTRA = "extra"
    EXEMPT = "exempt"  # one of these, on purpose


@dataclass(frozen=True, slots=True)
class Disparity:
    """One fact that a text and the plain answer do not share: `approved` of the one that is compared with, `given` of the text; None where it has none.

    The text is that of `entry` for `channel`, the plain answer where that is empty. `than` is the row whose plain answer it is compared with.
    `since` is the later day from which on it is so; None for today.
    """

    entry: EntryKey
    channel: str
    than: EntryKey
    verdict: Verdict
    approved: Fact | None = None
    given: Fact | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """What an entry's texts leave out on purpose: `kinds`, and single `facts`; all of it where `is_all`. Of the texts in `where`, of all where empty.

    `written` is how the editor said it; what of that is not understood stands in `unknown`.
    """

    written: str
    where: str = ""
    kinds: frozenset[FactKind] = frozenset()
    facts: tuple[Fact, ...] = ()
    is_all: bool = False
    unknown: tuple[str, ...] = ()

    def covers(self, fact: Fact, channel: str, language: str) -> bool:
        if self.where and self.where not in (channel, language):
            return False
        return self.is_all or fact.kind in self.kinds or bool(self.facts and compare(self.facts, (fact,)).same)


def exemptions(entry: Entry, channels: Iterable[str] = ()) -> tuple[Exemption, ...]:
    """Return what the entry's editors exempted: `Teléfono: enlaces, 12,50 €; Redes sociales: todo`, the text's name left out where all are meant.

    `channels` are the names of channels beside the built-in ones. What follows a semicolon and names no text is of the text named before.
    """
    names = {text.key(name): name for name in channels}
    found: list[Exemption] = []
    for line in entry.exempt:
        where = ""
        for clause in filter(str.strip, line.split(";")):
            head, colon, rest = clause.partition(":")
            named = names.get(text.key(head)) or to_channel(head) or to_language(head) if colon else None
            where = named or where
            found.append(_exemption(clause.strip(), rest if named else clause, where, entry.language))
    return tuple(found)


def _exemption(written: str, content: str, where: str, language: str) -> Exemption:
    kinds: set[FactKind] = set()
    said: list[Fact] = []
    unknown: list[str] = []
    is_all = False
    for part in [content] if _is_range(content, language) else _parts_of(content):
        kind = to_kind(part)
        if text.key(part) in _EVERYTHING:
            is_all = True
        elif kind:
            kinds.add(kind)
        elif found := facts_in(part, language):
            said += found
        else:
            unknown.append(part)
    return Exemption(written, where, frozenset(kinds), tuple(said), is_all, tuple(unknown))


def _parts_of(content: str) -> list[str]:
    return [part for part in (one.strip(" .") for one in _PARTS.split(content)) if part]


def _is_range(content: str, language: str) -> bool:
    """Say whether `content` is one range and nothing else: "entre las 9 y las 14 h"."""
    found = facts_in(content, language)
    return len(found) == 1 and ".." in found[0].value


def disparities(
    rows: Sequence[Entry],
    shared: Sequence[SharedFact],
    channels: Mapping[str, Channel],
    today: date,
    elsewhere: Iterable[Exemption] = (),
) -> tuple[list[Disparity], list[tuple[EntryKey, Exemption]]]:
    """Return what the rows of one entry, one a language, do not share; and the exemptions that exempt nothing.

    `rows` begin with the one that the others are compared with. `elsewhere` are exemptions that exempt something in another entry.
    """
    found: list[Disparity] = []
    idle: list[tuple[EntryKey, Exemption]] = []
    days = [today, *_later_changes(rows, shared, today)]
    for row in rows:
        exempted = exemptions(row, channels)
        used = set(elsewhere)
        known: set[tuple[str, str, str, str]] = set()
        for day in days:
            values = shared_facts.values_on(shared, day)
            for one in _of_row(row, rows[0], values, channels, exempted, used):
                same = (one.channel, one.verdict, one.approved.written if one.approved else "", one.given.written if one.given else "")
                if same not in known and not (day != today and one.verdict is Verdict.EXEMPT):
                    known.add(same)
                    found.append(_since(one, day if day != today else None))
        idle += [(row.key, exemption) for exemption in exempted if exemption not in used and not exemption.unknown]
    return found, idle


def _since(one: Disparity, day: date | None) -> Disparity:
    return Disparity(one.entry, one.channel, one.than, one.verdict, one.approved, one.given, day) if day else one


def _later_changes(rows: Sequence[Entry], shared: Sequence[SharedFact], today: date) -> list[date]:
    """Return the later days on which a value that the rows use is another one."""
    named = {name for row in rows for content in row.texts for name in shared_facts.named_in(content)}
    return sorted({fact.valid_from for fact in shared if fact.name in named and fact.valid_from and fact.valid_from > today})


def _of_row(
    row: Entry,
    first: Entry,
    values: dict[str, str],
    channels: Mapping[str, Channel],
    exempted: Sequence[Exemption],
    used: set[Exemption],
) -> Iterator[Disparity]:
    plain = _said(row.answer, row.language, values)
    if plain is None:
        return
    if row.key != first.key and (reference := _said(first.answer, first.language, values)) is not None:
        yield from _compared(row, "", first.key, compare(reference, plain), frozenset(), exempted, used)
    for channel, wording in row.wordings:
        given = _said(wording, row.language, values)
        if given is not None:
            omitted = frozenset(channels[channel].omits) if channel in channels else frozenset[str]()
            yield from _compared(row, channel, row.key, compare(plain, given), omitted, exempted, used)


def _said(content: str, language: str, values: dict[str, str]) -> tuple[Fact, ...] | None:
    try:
        return facts_in(shared_facts.fill(content, values), language)
    except shared_facts.NoValueToday:
        return None


def _compared(
    row: Entry,
    channel: str,
    than: EntryKey,
    comparison: Comparison,
    omitted: frozenset[str],
    exempted: Sequence[Exemption],
    used: set[Exemption],
) -> Iterator[Disparity]:
    def exempt(*facts: Fact) -> bool:
        covering = [exemption for exemption in exempted if any(exemption.covers(fact, channel, row.language) for fact in facts)]
        used.update(covering)
        return bool(covering)

    for pair in comparison.different:
        verdict = Verdict.EXEMPT if exempt(pair.approved, pair.given) else Verdict.DIFFERENT
        yield Disparity(row.key, channel, than, verdict, pair.approved, pair.given)
    for fact in comparison.missing:
        if fact.kind not in omitted:
            yield Disparity(row.key, channel, than, Verdict.EXEMPT if exempt(fact) else Verdict.MISSING, approved=fact)
    for fact in comparison.extra:
        yield Disparity(row.key, channel, than, Verdict.EXEMPT if exempt(fact) else Verdict.EXTRA, given=fact)
