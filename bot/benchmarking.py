"""A matcher measured on a folder of labelled questions: how right, how fast, how large.

A set is a folder with two files of one JSON object a line: `catalogue.jsonl` (`{"id", "phrasings": [...], "lang"}`, and where there are some
`"answer"` and `"topic"`) and `queries.jsonl` (`{"text", "gold": id or null, "lang"}`; null where no entry answers). The questions measure; nothing
is learnt from them.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from knowledge import text
from knowledge.figures import Automatic, Figures, Ranked, automatic, correlation, coverage_at, figures
from knowledge.languages import to_language
from knowledge.matching import Matcher, build, stored
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue, Entry, EntryKey
from knowledge.translation import Translations
from knowledge.translation import marked as _

CATALOGUE, QUERIES = "catalogue.jsonl", "queries.jsonl"
# The precisions of which it is shown whether what is promised holds.
PRECISIONS = (0.90, 0.95, 0.98)
_WARM_UP = 50
# Stands for the answer where a set has none: a text without a word.
_NO_ANSWER = "–"


class BadSet(Exception):
    """A set cannot be read: `place` says where, `problem` what is wrong there."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem

    def said(self, words: Translations) -> str:
        return f"{self.place}: {words.gettext(self.problem)}"


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a set. `gold` is its entry, empty where nothing answers it."""

    text: str
    gold: str
    language: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A catalogue and the questions asked of it."""

    name: str
    catalogue: Catalogue
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A precision asked for, whether the matcher promises it, what came of it, and which coverage the best threshold would have had."""

    precision: float
    is_promised: bool
    met: Automatic
    coverage_possible: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What a set came to. Times in milliseconds, `build` in seconds; `size` is what is kept of the matcher, in bytes."""

    name: str
    entries: int
    phrasings: int
    figures: Figures
    own_mcc: float
    promises: tuple[Promise, ...]
    languages: Mapping[str, Figures]
    median: float
    p99: float
    build: float
    size: int


def sets_in(folder: Path) -> list[Path]:
    """Return the sets in `folder`: the folder itself, or those of its folders that are one. Raises BadSet where there is none."""
    places = [folder] if (folder / CATALOGUE).exists() else sorted(place.parent for place in folder.glob(f"*/{CATALOGUE}"))
    if not places:
        raise BadSet(str(folder), _("here is no catalogue.jsonl, nor in the folders below. Give a folder with catalogue.jsonl and queries.jsonl."))
    return places


def read_set(folder: Path) -> LabelledSet:
    """Return the set in `folder`. Raises BadSet with the line that cannot be used."""
    entries: dict[EntryKey, Entry] = {}
    for place, line in _lines(folder / CATALOGUE):
        ways = line.get("phrasings")
        if not isinstance(line.get("id"), str) or not line["id"] or not isinstance(ways, list) or not all(isinstance(way, str) for way in ways):
            raise BadSet(place, _("a line holds an “id” and a list of “phrasings”."))
        ways = [way for way in ways if text.key(way)]
        key = EntryKey(line["id"], _language(place, line))
        if key in entries:
            raise BadSet(place, _("this entry stands here a second time. Put all its phrasings in one line."))
        if ways:
            answer, topic = line.get("answer") or "", line.get("topic") or ""
            if not isinstance(answer, str) or not isinstance(topic, str):
                raise BadSet(place, _("“answer” and “topic” are texts, where a line has them."))
            entries[key] = Entry(*key, ways[0], answer.strip() or _NO_ANSWER, phrasings=tuple(ways[1:]), topic=topic)
    ids = {key.id for key in entries}
    queries = []
    for place, line in _lines(folder / QUERIES):
        gold = line.get("gold")
        if not isinstance(line.get("text"), str) or not (gold is None or isinstance(gold, str)):
            raise BadSet(place, _("a line holds a “text” and the id of its entry as “gold”, or null."))
        if gold and gold not in ids:
            raise BadSet(place, _("no line of the catalogue has the id that stands under “gold”."))
        queries.append(Query(line["text"], gold or "", _language(place, line)))
    if not entries or not queries:
        raise BadSet(str(folder), _("the catalogue or the queries are empty."))
    return LabelledSet(folder.name, Catalogue(1, entries), tuple(queries))


def measure(labelled: LabelledSet, precisions: tuple[float, ...] = PRECISIONS, encoder: Encoder | None = None) -> Measured:
    """Build the matcher of a set's catalogue, ask it every question, and return what came of it."""
    began = time.perf_counter()
    matcher = build(labelled.catalogue, encoder=encoder)
    built = time.perf_counter() - began
    for query in labelled.queries[:_WARM_UP]:
        matcher.rank(query.text)
    taken: list[float] = []
    asked = [_ask(matcher, query, taken) for query in labelled.queries]
    languages = sorted({query.language for query in labelled.queries})
    of_language = {
        language: figures([one for one, query in zip(asked, labelled.queries, strict=True) if query.language == language]) for language in languages
    }
    return Measured(
        name=labelled.name,
        entries=len({key.id for key in labelled.catalogue.entries}),
        phrasings=sum(len(entry.asked_as) for entry in labelled.catalogue.entries.values()),
        figures=figures(asked),
        own_mcc=correlation(asked, matcher.thresholds(precisions[-1]).suggested_from),
        promises=tuple(_promise(asked, matcher, precision) for precision in precisions),
        languages=of_language,
        median=median(taken),
        p99=quantiles(taken, n=100)[98] if len(taken) > 1 else taken[0],
        build=built,
        size=len(stored.to_bytes(matcher)),
    )


def _ask(matcher: Matcher, query: Query, taken: list[float]) -> Ranked:
    began = time.perf_counter()
    matches = matcher.rank(query.text)
    taken.append((time.perf_counter() - began) * 1000)
    return Ranked(query.gold, tuple(dict.fromkeys(match.entry.id for match in matches)), matches[0].score if matches else 0.0)


def _promise(asked: list[Ranked], matcher: Matcher, precision: float) -> Promise:
    thresholds = matcher.thresholds(precision)
    return Promise(precision, thresholds.is_promised, automatic(asked, min(thresholds.answered_from, 1.0)), coverage_at(asked, precision))


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each line's place and object. Raises BadSet."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                place = f"{path.parent.name}/{path.name}:{number}"
                try:
                    value = json.loads(line) if line.strip() else None
                except (ValueError, RecursionError):
                    raise BadSet(place, _("this line is not JSON.")) from None
                if value is None and not line.strip():
                    continue
                if not isinstance(value, dict):
                    raise BadSet(place, _("this line is not a JSON object."))
                yield place, value
    except FileNotFoundError:
        raise BadSet(str(path), _("this file is missing.")) from None
    except (OSError, UnicodeDecodeError):
        raise BadSet(str(path), _("this file cannot be read as UTF-8 text.")) from None


def _language(place: str, line: dict[str, Any]) -> str:
    language = to_language(str(line.get("lang") or "es"))
    if language is None:
        raise BadSet(place, _("the language under “lang” is not known. Write a code such as es, ca, gl, eu or en."))
    return language
