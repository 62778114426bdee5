"""Building a matcher: the model of the whole catalogue, and how sure to be, from models of it with parts left out.

Each fold leaves out a tenth of the entries whole, in every language, and a tenth of the phrasings of the others, and is asked what it left
out. A phrasing whose entry is still there stands for a question that has an answer; one whose entry is gone for a question that nothing
answers, whatever comes first then being wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import text
from knowledge.matching import about, confidence, language, model
from knowledge.matching.about import About
from knowledge.matching.features import Told, marks
from knowledge.matching.language import LanguageGuess, likeliest
from knowledge.matching.matcher import CatalogueMatcher, signs, trusted
from knowledge.matching.meaning import Encoder, Sense, senses
from knowledge.matching.model import Model
from knowledge.matching.phrasings import Phrasings, phrasings
from knowledge.matching.postings import Floats, Places
from knowledge.model import Catalogue, EntryKey, TestQuestion

_FOLDS = 10
# Left-out questions after which no further fold is needed; half as many of each kind come from one fold at most.
_ENOUGH = 1_600
# Two entries are asked alike where such a share of their left-out phrasings was taken for the other entry's.
_ALIKE_SHARE = 1 / 2


@dataclass(frozen=True, slots=True)
class Tried:
    """A question whose entry is known, and what came first of it.

    `row` is the phrasing that was left out, None for a test question; `right` tells whether the first is the entry asked for, `is_answerable`
    whether there is one.
    """

    row: int | None
    first: EntryKey
    signs: tuple[float, ...]
    right: bool
    is_answerable: bool


@dataclass(frozen=True, slots=True)
class AskedAlike:
    """Two entries that cannot be told apart: `phrasings` of the one, left out, were taken for the other, or the other way round."""

    one: EntryKey
    other: EntryKey
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A matcher, and which entries it cannot tell apart, the worst first."""

    matcher: CatalogueMatcher
    alike: tuple[AskedAlike, ...]


def build(catalogue: Catalogue, tests: Sequence[TestQuestion] = (), encoder: Encoder | None = None) -> CatalogueMatcher:
    """Return the matcher of `catalogue`, as sure as its `tests` too allow. Takes about two seconds for a thousand phrasings."""
    return learn(catalogue, tests, encoder).matcher


def learn(catalogue: Catalogue, tests: Sequence[TestQuestion] = (), encoder: Encoder | None = None) -> Learnt:
    """Return the matcher of `catalogue` and which of its entries are asked alike."""
    rows = phrasings(catalogue)
    read = senses(rows.texts, [marks(rows.told(row)) for row in range(len(rows.texts))], encoder)
    entries = about.learn([catalogue.entries[key] for key in rows.keys], rows.reading)
    guess = language.learn(catalogue)
    # First, so that only one large model is in memory while it is built.
    left_out = leave_out(rows, read, entries)
    whole = model.learn(rows, read, entries)
    asked = [*left_out, *_try(tests, whole, guess, encoder)]
    sure = confidence.learn(
        np.array([one.signs for one in asked], np.float64).reshape(-1, confidence.SIGNS),
        np.array([one.right for one in asked], bool),
        np.array([one.is_answerable for one in asked], bool),
        np.array([one.row is None for one in asked], bool),
    )
    return Learnt(CatalogueMatcher(whole, sure, guess, encoder), alike(rows, left_out))


def alike(rows: Phrasings, left_out: Sequence[Tried]) -> tuple[AskedAlike, ...]:
    """Return the pairs of entries of one language of which phrasings of both, and half of all of them, were taken for the other's."""
    confused: dict[tuple[EntryKey, EntryKey], list[int]] = defaultdict(list)
    tried: Counter[EntryKey] = Counter()
    for one in left_out:
        if one.row is None or not one.is_answerable:
            continue
        own = rows.keys[rows.entries[one.row]]
        tried[own] += 1
        if own.id != one.first.id and own.language == one.first.language:
            confused[min(own, one.first), max(own, one.first)].append(one.row)
    shares = {pair: len(found) / (tried[pair[0]] + tried[pair[1]]) for pair, found in confused.items()}
    return tuple(
        AskedAlike(*pair, tuple(rows.texts[row] for row in sorted(confused[pair])))
        for pair in sorted(confused, key=lambda pair: (-shares[pair], pair))
        if shares[pair] >= _ALIKE_SHARE and len({rows.entries[row] for row in confused[pair]}) == len(pair)
    )


def leave_out(rows: Phrasings, read: Sequence[Sense], entries: About) -> list[Tried]:
    """Return what comes of every phrasing, or of enough of them, asked of models without it.

    `read` are the rows' senses, `entries` is what the entries say of themselves.
    """
    found: list[Tried] = []
    identity = rows.ids[rows.entries] if len(rows.texts) else rows.entries
    has_others = (rows.ends - rows.starts[:-1])[rows.entries] > 1
    is_asked = np.array([not rows.is_name(row) for row in range(len(rows.texts))], bool)
    number = np.arange(len(rows.texts))
    for fold in range(_FOLDS):
        is_gone = identity % _FOLDS == fold
        is_out = is_gone | ((number % _FOLDS == fold) & has_others & is_asked)
        if is_out.all() or not is_out.any():
            continue
        kept = np.flatnonzero(~is_out)
        part = model.learn(rows.only(kept.tolist()), [read[row] for row in kept.tolist()], entries.of(np.unique(rows.entries[kept])))
        for row in _some(np.flatnonzero(is_out & ~is_gone)) + _some(np.flatnonzero(is_gone & is_asked)):
            expected = None if is_gone[row] else rows.keys[rows.entries[row]].id
            told = part.phrasings.asked(rows.texts[row], rows.keys[rows.entries[row]].language)
            # Most are spelt as the others are, and then read already.
            sense = read[row] if told == rows.told(row) else Sense(marks(told), read[row].direction)
            found += _ask(part, row, told, sense, expected)
        if len(found) >= _ENOUGH:
            break
    return found


def _try(tests: Sequence[TestQuestion], whole: Model, guess: LanguageGuess, encoder: Encoder | None) -> list[Tried]:
    """Return what comes of the test questions that are no phrasing of the catalogue."""
    rows = whole.phrasings
    exact = {text.key(way) for row, way in enumerate(rows.texts) if not rows.is_name(row)}
    ids = {key.id for key in rows.keys}
    found: list[Tried] = []
    for test in tests:
        if text.key(test.question) not in exact and (not test.expected or test.expected in ids) and ids:
            shares = guess.shares(test.question)
            told = rows.asked(test.question, likeliest(shares))
            read = senses([test.question], [marks(told)], encoder)[0]
            found += _ask(whole, None, told, read, test.expected or None, trusted(whole, shares))
    return found


def _some(rows: Places) -> list[int]:
    """Return `rows`, or enough of them, spread evenly."""
    most = _ENOUGH // 2
    spread = rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(int)]
    return [int(row) for row in spread]


def _ask(part: Model, row: int | None, told: Told, read: Sense, expected: str | None, trust: Floats | None = None) -> list[Tried]:
    """Return what came first; nothing where nothing was near."""
    question = part.weigh(told)
    candidates = part.candidates(question, read, trust)
    if not candidates:
        return []
    first = part.phrasings.keys[candidates[0].entry]
    return [Tried(row, first, tuple(signs(question, candidates, part)[0].tolist()), first.id == expected, expected is not None)]
