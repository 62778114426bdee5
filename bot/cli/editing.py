"""The editors' commands: check a workbook, publish it, run its Tests sheet."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import publishing
from bot.cli import shown, watch
from bot.cli.tools import CONFIGURATION, FINDINGS, OK, Tools
from bot.publishing import Preparation
from bot.web_check import checking as web_checking
from knowledge import trials
from knowledge.matching import build
from knowledge.translation import marked as _
from knowledge.trials import Trial, Verdict
from knowledge.workbook import annotate, source
from knowledge.workbook.check import Draft
from knowledge.workbook.findings import Refused, has_faults

WorkbookPlace = Annotated[str | None, typer.Argument(metavar="WORKBOOK", help=_("The workbook's path or address; otherwise the one in the settings."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))]


def check(
    context: typer.Context,
    workbook: WorkbookPlace = None,
    annotated: Annotated[
        Path | None,
        typer.Option(
            "--annotated",
            metavar="FILE",
            help=_("Also write a copy of the workbook with a comment on every cell concerned and a sheet that lists them."),
        ),
    ] = None,
    web: Annotated[bool, typer.Option("--web", help=_("Also read the answers' web pages, and say where they do not agree."))] = False,
    json: AsJson = False,
) -> None:
    """Check a workbook and tell everything that is wrong with it. Nothing is published, and the workbook is not changed."""
    tools: Tools = context.obj
    place = workbook or tools.settings.workbook
    with tools.progress(tools.words.gettext("Checking the workbook…")):
        draft = publishing.check(place, today=tools.today, language=tools.settings.language, encoder=tools.encoder)
        if web:
            draft = _with_web_pages(tools, draft)
        if annotated:
            _annotate(tools, place, annotated, draft)
    if json:
        details = {"workbook": place, "refused": draft.is_refused, "entries": len(draft.entries), **shown.counts(draft.findings)}
        tools.show_json({**details, "findings": [shown.finding(value, tools.words) for value in draft.findings]})
    else:
        shown.print_findings(tools, draft.findings)
        _summarise_check(tools, draft, annotated)
    raise typer.Exit(FINDINGS if has_faults(draft.findings) else OK)


def _with_web_pages(tools: Tools, draft: Draft) -> Draft:
    if not tools.settings.web_check.hosts:
        tools.fail(tools.words.gettext("Say in the settings whose web pages may be read: web_check.hosts."), CONFIGURATION)
    found = web_checking.check(draft.entries, draft.catalogue(), tools.settings, tools.database, tools.clock(), tools.today)
    return replace(draft, findings=(*draft.findings, *web_checking.findings(found, draft.places)))


def _annotate(tools: Tools, place: str, target: Path, draft: Draft) -> None:
    if target.exists():
        tools.fail(tools.words.gettext("{path} is there already; nothing was written.").format(path=target))
    if draft.is_refused and not any(finding.sheet for finding in draft.findings):
        return
    try:
        with source.snapshot(place) as copy:
            annotate.write(copy.path, target, draft.findings, tools.words)
    except Refused as refusal:
        tools.fail(refusal.finding.problem(tools.words), FINDINGS)
    except OSError as error:
        tools.fail(tools.words.gettext("Nothing could be written: {reason}.").format(reason=error))


def _summarise_check(tools: Tools, draft: Draft, annotated: Path | None) -> None:
    words = tools.words
    if draft.is_refused:
        tools.say(words.gettext("The workbook cannot be read. What is in service stays in service."), "bold red")
        return
    ready = words.ngettext("{n} answer can be published.", "{n} answers can be published.", len(draft.entries)).format(n=len(draft.entries))
    tools.say(f"{shown.counted(tools, draft.findings)}. {ready}", "bold")
    if has_faults(draft.findings):
        tools.say(words.gettext("A row with a fault is not published: what it said before stays in service."))
    if annotated:
        tools.say(words.gettext("Annotated copy: {path}").format(path=annotated))


def publish(
    context: typer.Context,
    workbook: WorkbookPlace = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Publish nothing if a question of the Tests sheet fails."))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show what would be published."))] = False,
    watched: Annotated[bool, typer.Option("--watch", help=_("Stay, and publish again whenever the workbook is saved."))] = False,
    json: AsJson = False,
) -> None:
    """Check a workbook and put what is right into service. Rows with a fault keep what they said before."""
    tools: Tools = context.obj
    place = workbook or tools.settings.workbook
    if watched:
        watch.until_stopped(tools, place)
        return
    with tools.progress(tools.words.gettext("Publishing the workbook…")):
        preparation = tools.prepare(place)
        held_back = not preparation.can_be_published or dry_run or (strict and bool(preparation.failed))
        version = preparation.current.version
        if not held_back:
            version = publishing.put_in_service(preparation, tools.versions, at=tools.clock(), by=tools.user(), submitter=tools.operator.id).number
    is_new = version != preparation.current.version
    if json:
        outcome: dict[str, Any] = {"published": is_new, "version": version, "dry_run": dry_run}
        tools.show_json({**outcome, **shown.publication(preparation, tools.words)})
    else:
        _tell_publication(tools, preparation, version, is_new=is_new, strict=strict, dry_run=dry_run)
    failed = strict and bool(preparation.failed)
    raise typer.Exit(FINDINGS if has_faults(preparation.draft.findings) or failed else OK)


def _tell_publication(tools: Tools, preparation: Preparation, version: int, *, is_new: bool, strict: bool, dry_run: bool) -> None:
    words = tools.words
    shown.print_findings(tools, [finding for finding in preparation.draft.findings if finding.severity != "remark"])
    if preparation.draft.is_refused:
        tools.say(words.gettext("The workbook cannot be read. What is in service stays in service."), "bold red")
        return
    if preparation.current.version:
        shown.print_changes(tools, preparation.changes)
    _tell_trials(tools, preparation.trials, only_failures=True)
    _tell_rerouted(tools, preparation)
    if preparation.successor.kept:
        kept = ", ".join(f"{key.id} ({key.language})" for key in preparation.successor.kept)
        tools.say(words.gettext("Kept as they were, because of a fault: {entries}").format(entries=kept), "yellow")
    _tell_held(tools, preparation)
    entries = len(preparation.successor.catalogue.entries)
    if is_new:
        message = words.ngettext("Version {version} is in service, with {n} answer.", "Version {version} is in service, with {n} answers.", entries)
        tools.say(message.format(version=version, n=entries), "bold green")
    elif not preparation.can_be_published:
        tools.say(words.gettext("Nothing was published: no answer is ready."), "bold red")
    elif dry_run:
        tools.say(words.gettext("Nothing was published: this was a trial."), "bold")
    elif strict and preparation.failed:
        tools.say(words.gettext("Nothing was published: questions of the Tests sheet failed."), "bold red")
    else:
        tools.say(words.gettext("Nothing has changed since version {version}.").format(version=version), "bold")


def _tell_held(tools: Tools, preparation: Preparation) -> None:
    """Say what does not go into service because somebody else has to approve it, or has rejected it."""
    words, held = tools.words, preparation.held
    if held.waiting:
        names = ", ".join(difference.subject.key for difference in held.waiting)
        tools.say(words.gettext("Waits for approval: {names}. “unavoz pending” shows by whom.").format(names=names), "yellow")
    for difference, rejection in held.rejected:
        message = words.gettext("{name} was rejected by {person}: {reason}. What it said before stays in service.")
        tools.say(message.format(name=difference.subject.key, person=rejection.name, reason=rejection.reason), "yellow")


def _tell_rerouted(tools: Tools, preparation: Preparation) -> None:
    if not preparation.rerouted:
        return
    words = tools.words
    tools.say(words.gettext("Test questions that are answered otherwise than by the version in service:"), "bold")
    rows = [
        (value.test.question, value.test.expected or "—", _reached(tools, value.before), _reached(tools, value.after)) for value in preparation.rerouted
    ]
    shown.table(tools, [words.gettext("Question"), words.gettext("Expected"), words.gettext("Before"), words.gettext("After")], rows)


def _reached(tools: Tools, trial: Trial) -> str:
    entries = trial.reply.entry or ", ".join(suggestion.entry for suggestion in trial.reply.suggestions) or "—"
    return f"{entries} ({shown.verdict(trial.verdict, tools.words)})"


def run_tests(
    context: typer.Context,
    workbook: WorkbookPlace = None,
    json: AsJson = False,
) -> None:
    """Ask every question of the workbook's Tests sheet of the answers in that workbook; wrong answers first."""
    tools: Tools = context.obj
    place = workbook or tools.settings.workbook
    with tools.progress(tools.words.gettext("Asking the test questions…")):
        draft, _workbook = publishing.read(place, today=tools.today, language=tools.settings.language)
        catalogue = draft.catalogue()
        results = trials.run(draft.tests, catalogue, build(catalogue, draft.tests, tools.encoder), tools.today, tools.settings.precision)
    failed = any(value.verdict.is_failure for value in results)
    if json:
        totals = {str(kind): sum(value.verdict is kind for value in results) for kind in Verdict}
        details = {"workbook": place, "refused": draft.is_refused, "tests": len(results), **totals}
        tools.show_json({**details, "results": [shown.trial(value) for value in results]})
    elif draft.is_refused:
        shown.print_findings(tools, draft.findings)
    elif not results:
        tools.say(tools.words.gettext("The workbook has no test questions: add them to its Tests sheet."))
    else:
        _tell_trials(tools, results, only_failures=False)
        _tell_found(tools, results)
    raise typer.Exit(FINDINGS if failed or draft.is_refused else OK)


def _tell_found(tools: Tools, results: list[Trial]) -> None:
    answerable = [value for value in results if value.test.expected]
    others = [value for value in results if not value.test.expected]
    message = tools.words.gettext(
        "Of {answerable} questions with an answer, {found} got it or had it among the suggestions ({share} %). "
        "Of {others} without one, {left} were left unanswered."
    )
    found = sum(value.verdict in (Verdict.RIGHT, Verdict.SUGGESTED) for value in answerable)
    left = sum(value.verdict is Verdict.RIGHT for value in others)
    share = f"{100 * found / max(len(answerable), 1):.1f}"
    tools.say(message.format(answerable=len(answerable), found=found, share=share, others=len(others), left=left))


def _tell_trials(tools: Tools, results: list[Trial], *, only_failures: bool) -> None:
    if not results:
        return
    words = tools.words
    listed = [value for value in results if value.verdict.is_failure or (not only_failures and value.verdict is not Verdict.RIGHT)]
    if only_failures:
        listed = [value for value in listed if value.verdict is Verdict.WRONG]
    if listed:
        rows = [
            (
                shown.verdict(value.verdict, words),
                value.test.question,
                value.test.expected or "—",
                value.reply.entry or ", ".join(suggestion.entry for suggestion in value.reply.suggestions) or "—",
                f"{value.reply.confidence:.2f}",
            )
            for value in listed
        ]
        headers = [
            words.gettext("Result"),
            words.gettext("Question"),
            words.gettext("Expected"),
            words.gettext("Reached"),
            words.gettext("Confidence"),
        ]
        shown.table(tools, headers, rows)
    numbers = {kind: sum(value.verdict is kind for value in results) for kind in Verdict}
    message = words.gettext(
        "Tests: {total}. Right: {right}. Suggested: {suggested}. Not found: {missed}. Needless suggestions: {needless}. Wrong answers: {wrong}."
    )
    tools.say(message.format(total=len(results), **{str(kind): number for kind, number in numbers.items()}), "bold")
