"""What the texts of the Answers sheet do not share, as findings: each with its cell, and that of the text it was compared with.

A text with another fact, or without one, is a fault of its row; two languages that disagree are one of the row that is not first.
"""

from collections.abc import Iterable

from knowledge import shared_facts, text
from knowledge.facts.naming import LABELS
from knowledge.facts.values import Fact
from knowledge.model import Entry, EntryKey, SharedFact
from knowledge.parity import Disparity, Exemption, Verdict, disparities, exemptions
from knowledge.workbook.answers import Answers, Surroundings
from knowledge.workbook.findings import Finding, Severity

_RULES = {
    Verdict.DIFFERENT: "parity-different",
    Verdict.MISSING: "parity-missing",
    Verdict.EXTRA: "parity-extra",
    Verdict.EXEMPT: "parity-exempt",
}


def check_disparities(answers: Answers, shared: Iterable[SharedFact], around: Surroundings, findings: list[Finding]) -> None:
    """Add what the texts of each entry do not share to `findings`; rows with a fault leave `answers.entries`."""
    shared = tuple(shared)
    rows: dict[str, list[Entry]] = {}
    for entry in answers.entries.values():
        rows.setdefault(entry.id, []).append(entry)
    for languages in rows.values():
        found, idle = disparities(_default_first(languages, around.default_language), shared, around.channels, around.today)
        found_here = [_finding(one, answers) for one in found]
        found_here += [_about_exemption("exemption-idle", key, exemption.written, answers) for key, exemption in idle]
        for entry in languages:
            found_here += [_about_exemption("exemption-unknown", entry.key, part, answers) for part in _unknown(entry, around)]
            found_here += _literals(entry, around, answers)
        for finding, key in found_here:
            findings.append(finding)
            if finding.severity is Severity.FAULT:
                answers.faulty.add(key)
                answers.entries.pop(key, None)


def _default_first(rows: list[Entry], language: str) -> list[Entry]:
    return sorted(rows, key=lambda entry: entry.language != language)


def _finding(one: Disparity, answers: Answers) -> tuple[Finding, EntryKey]:
    place, other = answers.places[one.entry], answers.places[one.than]
    shown = one.approved or one.given
    assert shown is not None
    details: dict[str, str | int] = {
        "kind": LABELS[shown.kind],
        "approved": _shown(one.approved),
        "given": _shown(one.given),
        "other": other.address("answer"),
        "entry": one.entry.id,
    }
    rule = _RULES[one.verdict]
    if one.since and one.verdict in (Verdict.DIFFERENT, Verdict.MISSING):
        rule, details["day"] = "parity-later", one.since.isoformat()
    cell = place.cell(one.channel or "answer")
    return Finding(rule, place.sheet, cell, one.entry.id, details, related=other.address("answer")), one.entry


def _shown(fact: Fact | None) -> str:
    return text.one_line(fact.written)[:80] if fact else ""


def _about_exemption(rule: str, key: EntryKey, written: str, answers: Answers) -> tuple[Finding, EntryKey]:
    place = answers.places[key]
    return Finding(rule, place.sheet, place.cell("exempt"), key.id, {"value": text.one_line(written)[:80]}), key


def _unknown(entry: Entry, around: Surroundings) -> list[str]:
    found: list[Exemption] = list(exemptions(entry, around.channels))
    return [part for exemption in found for part in exemption.unknown]


def _literals(entry: Entry, around: Surroundings, answers: Answers) -> list[tuple[Finding, EntryKey]]:
    """Return the values written out that a shared fact holds: they do not change when it does."""
    found = []
    place = answers.places[entry.key]
    for column, content in (("answer", entry.answer), *entry.wordings):
        used = set(shared_facts.named_in(content))
        for name, value in around.fact_values.items():
            if name not in used and shared_facts.is_written_out(value, content):
                details: dict[str, str | int] = {"value": text.one_line(value)[:80], "name": "{{" + name + "}}"}
                found.append((Finding("shared-literal", place.sheet, place.cell(column), entry.id, details), entry.key))
    return found
