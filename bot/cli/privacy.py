"""The rights of those whose data are kept: what is known of somebody, erasing it, where a text stands, the periods, and the record of processing."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot import privacy, processing_record, retention
from bot.cli import shown
from bot.cli.editing import AsJson
from bot.cli.tools import CONFIGURATION, FINDINGS, OK, Tools
from bot.privacy import FEWEST_CHARACTERS, Erased, Found, NoSuchText, NotErasable, Place
from bot.pseudonyms import Pseudonyms
from knowledge.translation import Translations
from knowledge.translation import marked as _

app = typer.Typer(help=_("Personal data: find, export and erase them, apply the periods, and draft the record of processing."), no_args_is_help=True)

User = Annotated[str | None, typer.Option("--user", metavar="PLATFORM:NAME", help=_("A person, by the platform's own name for them: slack:U0123ABCD."))]


@app.command("find")
def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("What to look for; case and accents make no difference."))],
    json: AsJson = False,
) -> None:
    """Show where a text stands in questions, reasons and reviews. Approved answers are not looked through."""
    tools: Tools = context.obj
    found = privacy.find(tools.database, text)
    if json:
        tools.show_json([_found(one, tools) for one in found])
    elif not found:
        tools.say(tools.words.gettext("It stands nowhere."))
    else:
        _print_found(tools, found)
    raise typer.Exit(FINDINGS if found else OK)


@app.command("export")
def export(context: typer.Context, user: User = None) -> None:
    """Print all that is kept about a person, as one JSON object."""
    tools: Tools = context.obj
    if user is None:
        tools.fail(tools.words.gettext("Say whose data: --user slack:U0123ABCD."))
    tools.show_json(privacy.export_person(tools.database, _pseudonyms(tools), *_person(tools, user)))


@app.command("erase")
def erase(
    context: typer.Context,
    user: User = None,
    event: Annotated[str | None, typer.Option("--event", metavar="KEY", help=_("One question or reason, by the key that “find” shows."))] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=_("A text, wherever it stands; case and accents make no difference."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask first."))] = False,
    json: AsJson = False,
) -> None:
    """Erase a person, one question, or a text, for good. What is counted stays; so does who reviewed and published."""
    tools: Tools = context.obj
    if sum(value is not None for value in (user, event, text)) != 1:
        tools.fail(tools.words.gettext("Say what to erase: --user, --event or --text, one of them."))
    if not yes:
        if text is not None and not json:
            _print_found(tools, privacy.find(tools.database, text))
        _confirm(tools)
    erased = _erase(tools, user, event, text)
    if json:
        tools.show_json({"evidence": erased.evidence, "erased": dict(erased.counts), "files_clean": erased.is_gone})
    else:
        _print_counts(tools, erased.counts)
        tools.say(tools.words.gettext("Done; evidence number {number}.").format(number=erased.evidence), "bold green")
    _finish(tools, is_gone=erased.is_gone)


@app.command("retention")
def retain(context: typer.Context, json: AsJson = False) -> None:
    """Take out what is older than the periods of the settings, as the daily round does."""
    tools: Tools = context.obj
    report = retention.apply(tools.database, tools.settings.retention, tools.clock(), tools.user(), reach_days=tools.settings.recall.longest)
    if json:
        tools.show_json({"evidence": report.evidence, "counts": dict(report.counts), "files_clean": report.is_gone})
    else:
        _print_counts(tools, report.counts)
        tools.say(tools.words.gettext("Done; evidence number {number}.").format(number=report.evidence), "bold green")
    _finish(tools, is_gone=report.is_gone)


@app.command("report")
def report(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help=_("Write it there instead of printing it."))] = None,
) -> None:
    """Draft the record of processing activities (art. 30 GDPR) for these settings, in Spanish, as Markdown."""
    tools: Tools = context.obj
    draft = processing_record.report(tools.settings, tools.database, tools.today)
    if output is None:
        tools.out.file.write(draft)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(draft)
    except FileExistsError:
        tools.fail(tools.words.gettext("{path} is there already; nothing was written.").format(path=output))
    except OSError as error:
        tools.fail(tools.words.gettext("Nothing could be written: {reason}.").format(reason=error))
    tools.say(tools.words.gettext("Written: {path}").format(path=output))


def _pseudonyms(tools: Tools) -> Pseudonyms:
    """Return the pseudonyms of everybody on record. A new key would find nobody, so none is made here."""
    kept = tools.settings.privacy
    if not kept.key.get_secret_value() and not (kept.key_file and kept.key_file.is_file()):
        message = tools.words.gettext("The key of the pseudonyms is not at {path}: without it nobody can be found.")
        tools.fail(message.format(path=kept.key_file), CONFIGURATION)
    return tools.pseudonyms


def _person(tools: Tools, user: str) -> tuple[str, str]:
    platform, _colon, name = user.partition(":")
    if not (platform and name):
        tools.fail(tools.words.gettext("Write the person as platform:name, such as slack:U0123ABCD."))
    return platform, name


def _erase(tools: Tools, user: str | None, event: str | None, text: str | None) -> Erased:
    by, now = tools.user(), tools.clock()
    try:
        if user is not None:
            return privacy.erase_person(tools.database, _pseudonyms(tools), *_person(tools, user), by, now)
        if event is not None:
            return privacy.erase_event(tools.database, event, by, now)
        return privacy.erase_text(tools.database, text or "", by, now)
    except NoSuchText:
        tools.fail(tools.words.gettext("There is no question and no reason with the key {key}.").format(key=event), FINDINGS)
    except NotErasable:
        message = tools.words.gettext(
            "That text is too short to be erased wherever it stands: it needs {n} letters or digits. Erase single questions with --event."
        )
        tools.fail(message.format(n=FEWEST_CHARACTERS))


def _confirm(tools: Tools) -> None:
    """Let whoever erases say so once more, in a word that nobody types by accident."""
    word = tools.words.gettext("ERASE")
    tools.err.print(tools.words.gettext("This cannot be undone. Type {word} to go on:").format(word=word), style="bold", markup=False, soft_wrap=True)
    if sys.stdin.readline().strip() != word:
        tools.fail(tools.words.gettext("Nothing was erased."), FINDINGS)


def _finish(tools: Tools, *, is_gone: bool) -> None:
    if not is_gone:
        message = tools.words.gettext(
            "The file could not be cleaned of old copies: another process was reading it, or the disk is full. Run the same command again later."
        )
        tools.fail(message, FINDINGS)


def _found(one: Found, tools: Tools) -> dict[str, object]:
    at = one.at.astimezone(tools.settings.zone).isoformat(timespec="seconds")
    return {"place": str(one.place), "event": one.event or None, "group": one.group or None, "at": at, "excerpt": one.excerpt}


def _print_found(tools: Tools, found: list[Found]) -> None:
    words = tools.words
    rows = [
        (
            _place(one.place, words),
            one.event or words.gettext("group {number}").format(number=one.group),
            f"{one.at.astimezone(tools.settings.zone):%Y-%m-%d %H:%M}",
            one.excerpt,
        )
        for one in found
    ]
    shown.table(tools, [words.gettext("Where"), words.gettext("Key"), words.gettext("When"), words.gettext("Text")], rows)


def _place(place: Place, words: Translations) -> str:
    return {
        Place.QUESTION: words.gettext("question"),
        Place.REASON: words.gettext("reason"),
        Place.GROUP: words.gettext("wording of a group"),
        Place.DECISION: words.gettext("decision"),
        Place.REMARK: words.gettext("remark"),
        Place.STEP: words.gettext("step of a review"),
    }[place]


def _print_counts(tools: Tools, counts: Mapping[str, int]) -> None:
    rows = [(_counted(name, tools.words), str(number)) for name, number in counts.items() if number]
    if rows:
        shown.table(tools, [tools.words.gettext("Taken out"), tools.words.gettext("How many")], rows)
    else:
        tools.say(tools.words.gettext("There was nothing to take out."))


def _counted(name: str, words: Translations) -> str:
    return {
        "questions": words.gettext("texts of questions"),
        "archived_questions": words.gettext("texts of archived questions"),
        "reasons": words.gettext("texts of reasons"),
        "groups": words.gettext("wordings of groups"),
        "archived_groups": words.gettext("wordings of archived groups"),
        "decisions": words.gettext("decisions"),
        "remarks": words.gettext("remarks"),
        "steps": words.gettext("steps of reviews"),
        "contacts": words.gettext("contacts"),
        "events": words.gettext("events unlinked from whoever did them"),
        "askers": words.gettext("events unlinked from whoever did them"),
        "group_askers": words.gettext("questions of groups unlinked from their askers"),
        "keys": words.gettext("keys that named somebody"),
        "deleted_messages": words.gettext("messages, deleted"),
        "deleted_questions": words.gettext("questions on the list, deleted"),
        "deleted_replies": words.gettext("replies, deleted"),
        "deleted_texts": words.gettext("questions, deleted"),
        "deleted_events": words.gettext("events, deleted"),
        "deleted_steps": words.gettext("steps of reviews, deleted"),
        "deleted_groups": words.gettext("empty groups, deleted"),
        "login_codes": words.gettext("login codes, ended"),
        "sessions": words.gettext("sessions, ended"),
    }.get(name, name)
