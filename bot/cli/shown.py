"""Values of the core as the command line shows them: JSON objects, tables, and the pieces of a reply."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from adapters import terminal
from bot import fact_wording, platforms, wording
from bot.cli.tools import Tools
from bot.publishing import Preparation
from knowledge.answering import Reply
from knowledge.model import Entry
from knowledge.publication import Change
from knowledge.text import without_controls
from knowledge.translation import Translations
from knowledge.trials import Rerouted, Trial, Verdict
from knowledge.versions import Version
from knowledge.workbook.findings import Finding, Severity

_SEVERITY_STYLES = {Severity.FILE: "bold red", Severity.FAULT: "red", Severity.WARNING: "yellow", Severity.REMARK: "dim"}


def reply(value: Reply, words: Translations) -> dict[str, Any]:
    """Return a reply as the JSON object of `unavoz ask --json`."""
    return {
        "outcome": str(value.outcome),
        "entry": value.entry or None,
        "text": value.text or None,
        "channel": value.channel or None,
        "language": value.language or None,
        "version": value.version,
        "confidence": round(value.confidence, 4),
        "suggestions": [{"entry": suggestion.entry, "question": suggestion.question} for suggestion in value.suggestions],
        "stamp": wording.stamp(value.stamp, words) if value.stamp else None,
        "note": " ".join(wording.notes(value, words)) or None,
    }


def finding(value: Finding, words: Translations) -> dict[str, Any]:
    return {
        "rule": value.rule,
        "severity": str(value.severity),
        "place": value.place,
        "sheet": value.sheet,
        "cell": value.cell,
        "related": value.related or None,
        "entry": value.entry or None,
        "problem": value.problem(words),
        "mend": value.mend(words),
    }


def change(value: Change) -> dict[str, Any]:
    return {
        "change": str(value.kind),
        "part": value.part,
        "name": value.name,
        "language": value.language or None,
        "fields": [{"field": field.field, "before": field.before, "after": field.after} for field in value.fields],
        "uses": [{"entry": use.entry.id, "language": use.entry.language, "text": use.column} for use in value.uses],
    }


def trial(value: Trial) -> dict[str, Any]:
    return {
        "question": value.test.question,
        "expected": value.test.expected or None,
        "verdict": str(value.verdict),
        "outcome": str(value.reply.outcome),
        "entry": value.reply.entry or None,
        "confidence": round(value.reply.confidence, 4),
        "suggestions": [suggestion.entry for suggestion in value.reply.suggestions],
    }


def rerouted(value: Rerouted) -> dict[str, Any]:
    return {
        "question": value.test.question,
        "expected": value.test.expected or None,
        "before": trial(value.before),
        "after": trial(value.after),
    }


def version(value: Version, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "version": value.number,
        "published_at": value.published_at.astimezone(zone).isoformat(timespec="seconds"),
        "published_by": value.published_by,
        "digest": value.digest,
        "workbook": value.workbook or None,
        "rollback_to": value.rollback_to,
    }


def entry(value: Entry) -> dict[str, Any]:
    return {
        "entry": value.id,
        "language": value.language,
        "topic": value.topic,
        "question": value.question,
        "phrasings": list(value.phrasings),
        "answer": value.answer,
        "wordings": dict(value.wordings),
        "owner": value.owner,
        "status": str(value.status),
        "approved_by": value.approved_by,
        "approved_on": value.approved_on,
        "valid_from": value.valid_from,
        "valid_until": value.valid_until,
        "web_page": value.web_page,
        "exempt": list(value.exempt),
    }


def print_reply(tools: Tools, value: Reply) -> None:
    terminal.show_lines(tools.out, terminal.draw(value, tools.words))


def table(tools: Tools, headers: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table. Strings are shown as they are: nothing in them is markup or moves the cursor."""
    drawn = Table(*headers, header_style="bold", show_lines=False, expand=False)
    for row in rows:
        drawn.add_row(*(Text(without_controls(cell)) if isinstance(cell, str) else cell for cell in row))
    tools.out.print(drawn)


def print_findings(tools: Tools, findings: Sequence[Finding]) -> None:
    """Print what was found, faults first, each with its place, problem and mend."""
    if not findings:
        return
    words = tools.words
    ordered = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    rows = [
        (Text(value.place or "—", style=_SEVERITY_STYLES[value.severity]), value.entry, value.problem(words), value.mend(words)) for value in ordered
    ]
    table(tools, [words.gettext("Cell"), words.gettext("Entry"), words.gettext("What is wrong"), words.gettext("What to do")], rows)


def show_looked_at(tools: Tools, findings: Sequence[platforms.Finding], *, as_json: bool) -> None:
    """Print what was found of each setting of a platform."""
    if as_json:
        tools.show_json([{"what": one.what, "ok": one.is_right, "problem": one.problem} for one in findings])
        return
    for one in findings:
        tools.say(f"{'✓' if one.is_right else '✗'} {one.what}{': ' + one.problem if one.problem else ''}", "" if one.is_right else "red")


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings of each severity there are; faults of the file count as faults."""
    severities = [finding.severity for finding in findings]
    return {
        "faults": severities.count(Severity.FAULT) + severities.count(Severity.FILE),
        "warnings": severities.count(Severity.WARNING),
        "remarks": severities.count(Severity.REMARK),
    }


def counted(tools: Tools, findings: Sequence[Finding]) -> str:
    """Return `3 faults, 1 warning` in the reader's language."""
    number, words = counts(findings), tools.words
    return ", ".join(
        (
            words.ngettext("{n} fault", "{n} faults", number["faults"]).format(n=number["faults"]),
            words.ngettext("{n} warning", "{n} warnings", number["warnings"]).format(n=number["warnings"]),
        )
    )


def print_changes(tools: Tools, values: Sequence[Change]) -> None:
    """Print changes as an editor would tell them: what, which field, before and after."""
    words = tools.words
    styles = {"added": "green", "changed": "yellow", "removed": "red"}
    for value in values:
        label = {"added": words.gettext("added"), "changed": words.gettext("changed"), "removed": words.gettext("removed")}[value.kind]
        language = f" ({value.language})" if value.language else ""
        name = value.name if value.part == "entry" else f"{wording.part_name(value.part, words)}: {value.name}"
        tools.say(f"{name}{language}  {label}", styles[value.kind])
        for field in value.fields if value.kind == "changed" else ():
            tools.say(f"    {wording.field_name(field.field, words)}")
            for mark, content, style in (("-", field.before, "red"), ("+", field.after, "green")):
                for line in without_controls(content).split("\n") if content else ():
                    tools.say(f"      {mark} {line}", style)
        if value.uses:
            tools.say("    " + words.gettext("It changes:"))
            for entry, texts in fact_wording.uses_by_entry(value.uses, words).items():
                tools.say(f"      {entry.id} ({entry.language}): {texts}")


def verdict(value: Verdict, words: Translations) -> str:
    return {
        Verdict.WRONG: words.gettext("WRONG ANSWER"),
        Verdict.MISSED: words.gettext("not found"),
        Verdict.NEEDLESS: words.gettext("needless suggestion"),
        Verdict.SUGGESTED: words.gettext("suggested"),
        Verdict.RIGHT: words.gettext("right"),
    }[value]


def publication(preparation: Preparation, words: Translations) -> dict[str, Any]:
    """Return what a publication does, or would do, as a JSON object."""
    return {
        "refused": preparation.draft.is_refused,
        "entries": len(preparation.successor.catalogue.entries),
        "changes": [change(value) for value in preparation.changes],
        "kept": [{"entry": key.id, "language": key.language} for key in preparation.successor.kept],
        "tests": {str(kind): sum(value.verdict is kind for value in preparation.trials) for kind in Verdict} if preparation.trials else None,
        "rerouted": [rerouted(value) for value in preparation.rerouted],
        "findings": [finding(value, words) for value in preparation.draft.findings],
    }
