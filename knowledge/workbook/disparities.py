"""What the texts of the Answers sheet do not share, as findings: each with its cell, and that of the text it was compared with.

A text with another fact, or without one, is a fault of its row; two languages that disagree are one of the row that is not first. That two entries
contradict each other is a warning, for it is never certain; the surest come first.
"""

from collections.abc import Iterable, Mapping

from knowledge import text
from knowledge.contradictions import Contradiction, Reason, contradictions
from knowledge.facts.naming import LABELS
from knowledge.facts.values import Fact
from knowledge.model import Entry, EntryKey, SharedFact
from knowledge.parity import Disparity, Exemption, Verdict, disparities, exemptions
from knowledge.shared_uses import Values
from knowledge.workbook.answers import Answers, Surroundings
from knowledge.workbook.findings import Finding, Severity
from knowledge.workbook.tables import Place

_RULES = {
    Verdict.DIFFERENT: "parity-different",
    Verdict.MISSING: "parity-missing",
    Verdict.EXTRA: "parity-extra",
    Verdict.EXEMPT: "parity-exempt",
}
_REASONS = {
    Reason.NAME: "contradiction",
    Reason.LIKE: "contradiction",
    Reason.NEAR: "contradiction-near",
    Reason.SHARED: "contradiction-shared",
    Reason.TWIN: "contradiction-twin",
}


def check_disparities(answers: Answers, shared: Iterable[SharedFact], around: Surroundings, findings: list[Finding]) -> None:
    """Add what the texts of each entry, and entries among each other, do not share to `findings`; rows with a fault leave `answers.entries`."""
    shared = tuple(shared)
    between, used = _between(answers, shared, around)
    values = Values(around.fact_values, around.default_language)
    rows: dict[str, list[Entry]] = {}
    for entry in answers.entries.values():
        rows.setdefault(entry.id, []).append(entry)
    for languages in rows.values():
        found, idle = disparities(_default_first(languages, around.default_language), shared, around.channels, around.today, used)
        found_here = [_finding(one, answers) for one in found]
        found_here += [_about_exemption("exemption-idle", key, exemption.written, answers) for key, exemption in idle]
        for entry in languages:
            found_here += [_about_exemption("exemption-unknown", entry.key, part, answers) for part in _unknown(entry, around)]
            found_here += _literals(entry, values, answers)
        for finding, key in found_here:
            findings.append(finding)
            if finding.severity is Severity.FAULT:
                answers.faulty.add(key)
                answers.entries.pop(key, None)
    findings += between


def _between(answers: Answers, shared: tuple[SharedFact, ...], around: Surroundings) -> tuple[list[Finding], list[Exemption]]:
    """Return what entries say differently of the same thing, and the exemptions that allow it."""
    found: list[Finding] = []
    used: list[Exemption] = []
    for one in contradictions(answers.entries.values(), shared, around.today):
        covering = [
            exemption
            for key, fact in ((one.entry, one.given), (one.other, one.approved))
            for exemption in exemptions(answers.entries[key], around.channels)
            if exemption.covers(fact, "", key.language)
        ]
        used += covering
        found.append(_contradiction(one, answers.places, is_exempt=bool(covering)))
    return found, used


def _contradiction(one: Contradiction, places: Mapping[EntryKey, Place], *, is_exempt: bool = False) -> Finding:
    """Return what is said of two entries that contradict each other."""
    place, other = places[one.entry], places[one.other].address("answer")
    details: dict[str, str | int] = {
        "kind": LABELS[one.given.kind],
        "given": _shown(one.given),
        "approved": _shown(one.approved),
        "other": other,
        "other_entry": one.other.id,
        "name": "{{" + one.name + "}}",
    }
    rule = "contradiction-exempt" if is_exempt else _REASONS[one.reason]
    return Finding(rule, place.sheet, place.cell("answer"), one.entry.id, details, related=other)


def _default_first(rows: list[Entry], language: str) -> list[Entry]:
    return sorted(rows, key=lambda entry: entry.language != language)


def _finding(one: Disparity, answers: Answers) -> tuple[Finding, EntryKey]:
    place, other = answers.places[one.entry], answers.places[one.than].address("answer")
    return disparity_finding(one, other, place.sheet, place.cell(one.channel or "answer")), one.entry


def disparity_finding(one: Disparity, other: str, sheet: str = "", cell: str = "") -> Finding:
    """Return what is said of a fact that two texts do not share; `other` is where the text stands that it was compared with."""
    shown = one.approved or one.given
    assert shown is not None
    details: dict[str, str | int] = {
        "kind": LABELS[shown.kind],
        "approved": _shown(one.approved),
        "given": _shown(one.given),
        "other": other,
        "entry": one.entry.id,
    }
    rule = _RULES[one.verdict]
    if one.verdict is Verdict.EXEMPT and one.given:
        rule = "parity-exempt-different" if one.approved else "parity-exempt-extra"
    if one.since and one.verdict is Verdict.DIFFERENT:
        rule, details["day"] = "parity-later", one.since.isoformat()
    return Finding(rule, sheet, cell, one.entry.id, details, lowered=one.since is not None, related=other if cell else "")


def _shown(fact: Fact | None) -> str:
    return text.one_line(fact.written)[:80] if fact else ""


def _about_exemption(rule: str, key: EntryKey, written: str, answers: Answers) -> tuple[Finding, EntryKey]:
    place = answers.places[key]
    return Finding(rule, place.sheet, place.cell("exempt"), key.id, {"value": text.one_line(written)[:80]}), key


def _unknown(entry: Entry, around: Surroundings) -> list[str]:
    found: list[Exemption] = list(exemptions(entry, around.channels))
    return [part for exemption in found for part in exemption.unknown]


def _literals(entry: Entry, values: Values, answers: Answers) -> list[tuple[Finding, EntryKey]]:
    """Return the values written out that a shared fact holds: they do not change when it does."""
    place = answers.places[entry.key]
    found: list[tuple[Finding, EntryKey]] = []
    for literal in values.written_out(entry):
        details: dict[str, str | int] = {"value": text.one_line(literal.written)[:80], "name": "{{" + literal.name + "}}"}
        found.append((Finding("shared-literal", place.sheet, place.cell(literal.column), entry.id, details), entry.key))
    return found
