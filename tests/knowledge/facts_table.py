"""The tables of texts and their facts, and how well the reader does on one: precision and recall of values and of places."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.facts import facts

TABLES = Path(__file__).parent / "facts"

Found = tuple[str, str]  # kind and value


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and what it says: kind, value, and the part that says it as it stands in the text."""

    text: str
    language: str
    facts: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Score:
    """How many were found and right, found and wrong, not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, expected: Counter[Found], found: Counter[Found]) -> None:
        right = (expected & found).total()
        self.right += right
        self.wrong += found.total() - right
        self.missed += expected.total() - right


@dataclass(slots=True)
class Scores:
    """The scores of a table: of values by kind, by language and of all, and of the places (any overlap counts) of the values that are right."""

    total: Score = field(default_factory=Score)
    kinds: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, Score] = field(default_factory=dict)
    places: Score = field(default_factory=Score)
    wrong: list[tuple[Case, Counter[Found], Counter[Found]]] = field(default_factory=list)


def read_table(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Case(row["text"], row.get("language", "es"), tuple((kind, value, written) for kind, value, written in row["facts"])) for row in rows]


def score(cases: Iterable[Case]) -> Scores:
    scores = Scores()
    for case in cases:
        expected = Counter((kind, value) for kind, value, _ in case.facts)
        given = facts(case.text, case.language)
        found = Counter((fact.kind.value, fact.value) for fact in given)
        scores.total.add(expected, found)
        scores.languages.setdefault(case.language, Score()).add(expected, found)
        for kind in {kind for kind, _ in expected | found}:
            one = scores.kinds.setdefault(kind, Score())
            one.add(_of(kind, expected), _of(kind, found))
        if expected != found:
            scores.wrong.append((case, expected - found, found - expected))
        places = Counter(dict.fromkeys(_placed(case, [(fact.kind.value, fact.value, fact.start, fact.end) for fact in given]), 1))
        scores.places.right += places.total()
        scores.places.missed += (expected & found).total() - places.total()
    return scores


def _of(kind: str, counts: Counter[Found]) -> Counter[Found]:
    return Counter({one: number for one, number in counts.items() if one[0] == kind})


def _placed(case: Case, given: Sequence[tuple[str, str, int, int]]) -> list[tuple[str, str, int]]:
    """Return which of the table's facts stand where the reader says, from left to right."""
    placed: list[tuple[str, str, int]] = []
    at: dict[str, int] = {}
    for kind, value, written in case.facts:
        start = case.text.find(written, at.get(written, 0))
        start = case.text.find(written) if start < 0 else start
        at[written] = start + 1
        if any(one[:2] == (kind, value) and one[2] < start + len(written) and start < one[3] for one in given):
            placed.append((kind, value, start))
    return placed
