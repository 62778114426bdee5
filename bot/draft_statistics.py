"""The drafts that were checked, in numbers: how often each answer was checked against, with what verdict, and which of its facts were wrong most often.

From the ledger, which keeps of a draft what the check said of it and no word of the draft itself.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.drafts import Verdict
from knowledge.facts import FactKind
from knowledge.model import Entry

MOST_FACTS = 3

# The drafts of a selection that were judged; `{where}` are its conditions beside its days.
JUDGED = """SELECT entry, detail AS verdict, (SELECT json_extract(content, '$.judgement.marks') FROM reply WHERE reply.event = event.key) AS marks
    FROM event WHERE kind = 'drafted' AND outcome = 'answered' AND received_at >= :start AND received_at < :end {where}"""


@dataclass(frozen=True, slots=True)
class Troublesome:
    """An approved fact that drafts gave otherwise, or left out, and how many did."""

    kind: FactKind
    approved: str
    times: int


@dataclass(frozen=True, slots=True)
class Checked:
    """How the drafts for one entry did; `facts` are those that were wrong or missing most often."""

    entry: str
    question: str
    owner: str
    times: int
    fine: int
    differs: int
    incomplete: int
    adds: int
    no_facts: int
    facts: tuple[Troublesome, ...]


def checked(rows: Iterable[Mapping[str, Any]], entry_of: Callable[[str], Entry | None]) -> tuple[Checked, ...]:
    """Return the entries that drafts were checked against, the one first to which most drafts were contrary, then by trouble of any kind."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    facts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        verdicts[row["entry"]][row["verdict"]] += 1
        facts[row["entry"]].update({(mark["kind"], mark["approved"]) for mark in json.loads(row["marks"] or "[]") if mark["approved"]})
    found = []
    for entry_id, counts in verdicts.items():
        if entry := entry_of(entry_id):
            fine = counts[Verdict.FINE] + counts[Verdict.EXACT]
            troubles = sorted(facts[entry_id].items(), key=lambda one: (-one[1], one[0]))[:MOST_FACTS]
            most = tuple(Troublesome(FactKind(kind), approved, times) for (kind, approved), times in troubles)
            wrong = (counts[Verdict.DIFFERS], counts[Verdict.INCOMPLETE], counts[Verdict.ADDS], counts[Verdict.NO_FACTS])
            found.append(Checked(entry_id, entry.question, entry.owner, counts.total(), fine, *wrong, most))
    return tuple(sorted(found, key=lambda one: (-one.differs, one.fine + one.no_facts - one.times, one.entry)))
