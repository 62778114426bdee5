"""What can be shown afterwards: an entry's history, what was said on a day, and that nothing was altered."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any

import typer

from bot import approval_wording, wording
from bot.approvals.values import Approval
from bot.audit import history as histories
from bot.audit import said as saying
from bot.audit import sealing, verifying
from bot.audit.verifying import Wrong
from bot.cli import asking, shown
from bot.cli.editing import AsJson
from bot.cli.tools import FINDINGS, OK, Tools
from knowledge.text import one_line
from knowledge.translation import marked as _
from knowledge.versions import NoSuchVersion

_WRONG = {
    Wrong.LINK: _("the record of version {where} is not as it was"),
    Wrong.MISSING_VERSION: _("version {where} is missing"),
    Wrong.PARTS: _("version {where} has other parts than it was published with"),
    Wrong.CONTENT: _("the content of {where} is not as it was"),
    Wrong.WORKBOOK: _("the workbook {where} is not the file that was published"),
    Wrong.RECORD: _("the record of {where} in the ledger is not as it was"),
    Wrong.DELETED_RECORD: _("{where} was deleted from the ledger"),
    Wrong.ADDED_RECORD: _("{where} was added to the ledger afterwards"),
    Wrong.SEAL: _("the seal {where} of the ledger is not as it was"),
    Wrong.HEAD: _("what you wrote down ({where}) never stood here"),
}
Language = Annotated[str, typer.Option("--language", metavar="LANGUAGE", help=_("The language of the answer: es, ca, gl, eu, en…"))]


def history(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=_("The entry's id."))],
    json: AsJson = False,
) -> None:
    """Show how an entry came to say what it says: every change, who published and approved it, and how often it was given."""
    tools: Tools = context.obj
    found = histories.history(tools.versions, tools.database, tools.versions.entry_id(entry))
    if json:
        tools.show_json([histories.as_data(held) for held in found])
        raise typer.Exit(OK if found else FINDINGS)
    if not found:
        tools.fail(tools.words.gettext("There never was an entry {entry}.").format(entry=entry), FINDINGS)
    for held in found:
        _print_held(tools, held)


def _print_held(tools: Tools, held: histories.Held) -> None:
    words, version, row = tools.words, held.revision.version, held.revision.entry
    when = f"{version.published_at.astimezone(tools.settings.zone):%Y-%m-%d %H:%M}"
    until = f"{held.until.astimezone(tools.settings.zone):%Y-%m-%d %H:%M}" if held.until else words.gettext("still in service")
    heading = [f"v{version.number}", wording.language_name(held.revision.language, words), f"{when} → {until}"]
    tools.say(" · ".join(heading), "bold")
    lines = [words.gettext("Published by {name}").format(name=version.published_by or "—")]
    if row and row.approved_by:
        approved_on = wording.day(row.approved_on, words) if row.approved_on else "—"
        lines.append(words.gettext("Approved by {name}, {day}").format(name=row.approved_by, day=approved_on))
    if held.approval:
        lines.append(_approval(tools, held.approval))
    if version.remark:
        lines.append(version.remark)
    for line in lines:
        tools.say(f"  {one_line(line)}", "dim")
    if row is None:
        tools.say("  " + words.gettext("Withdrawn."), "yellow")
    for change in held.changes if row else ():
        tools.say(f"  {wording.field_name(change.field, words)}:", "cyan")
        if change.before:
            tools.say(f"    - {one_line(change.before)}", "red")
        if change.after:
            tools.say(f"    + {one_line(change.after)}", "green")
    given = ", ".join(
        f"{wording.channel_name(channel, words) if channel else words.gettext('General answer')}: {n}" for channel, n in held.given.items()
    )
    times = words.ngettext("Given {n} time", "Given {n} times", held.given.total()).format(n=held.given.total())
    tools.say(f"  {times}{f' ({given})' if given else ''}")
    tools.out.print()


def said(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=_("The question, or the id of an entry."))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("The day (2026-03-12 or 12/3/2026), or the minute: “2026-03-12 10:30”."))],
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="CHANNEL", help=_("Where the citizen is answered: social, phone, email, counter, web, or one of yours.")),
    ] = "",
    language: Language = "",
    json: AsJson = False,
) -> None:
    """Show what was answered on a day: the words in force, who approved them, how often they were given; and what was really given."""
    tools: Tools = context.obj
    since, until = _span(tools, on)
    wanted = asking.channel_named(tools, channel), asking.language_named(tools, language)
    try:
        found = saying.words_on(tools.desk, question, since, until, channel=wanted[0], language=wanted[1])
    except NoSuchVersion:
        tools.fail(tools.words.gettext("Nothing was in service on {day}.").format(day=on), FINDINGS)
    given = saying.given_on(tools.desk, question, since, until)
    if json:
        tools.show_json({"words": [_words_data(one, tools) for one in found], "given": [_given_data(one) for one in given]})
        return
    for one in found:
        _print_words(tools, one)
    if given:
        tools.say(tools.words.gettext("Given to this very question:"), "bold")
        rows = [
            (f"{one.at:%Y-%m-%d %H:%M}", wording.platform_name(one.platform, tools.words), one.entry or "—", one_line(one.text)[:60]) for one in given
        ]
        headers = [tools.words.gettext(name) for name in ("When", "Where", "Entry", "Text")]
        shown.table(tools, headers, rows)
    if len(given) == saying.MOST_GIVEN:
        tools.say(tools.words.gettext("These are the first {n}; there may be more.").format(n=len(given)), "dim")


def _span(tools: Tools, on: str) -> tuple[datetime, datetime]:
    """Return the day that is named, or the minute."""
    day, _space, clock = on.strip().partition(" ")
    first = tools.day(day)
    if not clock:
        return saying.day_span(tools.desk, first)
    try:
        minute = datetime.combine(first, time.fromisoformat(clock), tools.settings.zone)
    except ValueError:
        tools.fail(tools.words.gettext("“{text}” is not a time of day. Write it as 10:30.").format(text=clock))
    return minute, minute + timedelta(minutes=1)


def _approval(tools: Tools, approval: Approval) -> str:
    """Return what the record says of who approved something."""
    day = wording.day(approval.at.astimezone(tools.settings.zone).date(), tools.words)
    return approval_wording.record(approval, day, tools.words)


def _words_data(one: saying.Words, tools: Tools) -> dict[str, Any]:
    return {
        **shown.reply(one.reply, tools.words),
        "since": one.since.isoformat(timespec="seconds"),
        "until": one.until.isoformat(timespec="seconds") if one.until else None,
        "approved_by": one.row.approved_by if one.row else None,
        "approved_on": one.row.approved_on if one.row else None,
        "published_by": one.version.published_by,
        "given": one.given,
    }


def _given_data(one: saying.Given) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(timespec="seconds"),
        "platform": one.platform,
        "channel": one.channel or None,
        "entry": one.entry or None,
        "version": one.version,
        "outcome": one.outcome,
        "text": one.text or None,
    }


def _print_words(tools: Tools, one: saying.Words) -> None:
    words, zone = tools.words, tools.settings.zone
    until = f"{one.until.astimezone(zone):%Y-%m-%d %H:%M}" if one.until else words.gettext("still in service")
    tools.say(f"v{one.version.number} · {one.since.astimezone(zone):%Y-%m-%d %H:%M} → {until}", "bold")
    shown.print_reply(tools, one.reply)
    if one.row and one.row.approved_by:
        day = wording.day(one.row.approved_on, words) if one.row.approved_on else "—"
        tools.say(words.gettext("Approved by {name}, {day}").format(name=one.row.approved_by, day=day), "dim")
    if one.approval:
        tools.say(_approval(tools, one.approval), "dim")
    tools.say(words.ngettext("Given {n} time", "Given {n} times", one.given).format(n=one.given), "dim")
    tools.out.print()


def verify(
    context: typer.Context,
    expect: Annotated[str, typer.Option("--expect", metavar="HEAD", help=_("What “unavoz verify” printed another time, and you wrote down."))] = "",
    json: AsJson = False,
) -> None:
    """Prove that nothing was altered afterwards: the versions, what they say, and what was answered. Write down what it prints, elsewhere."""
    tools: Tools = context.obj
    words = tools.words
    if expect and not verifying.is_head(expect):
        tools.fail(words.gettext("“{text}” is not what “unavoz verify” prints: v7-…-e1234-…").format(text=expect))
    sealing.seal(tools.database, tools.clock())
    found = verifying.verify(tools.database, tools.clock(), expect)
    if json:
        tools.show_json(
            {
                "head": found.head,
                "versions": found.versions,
                "events": found.events,
                "not_sealed": found.not_sealed,
                "deleted": found.deleted,
                "alterations": [{"wrong": str(one.wrong), "where": one.where} for one in found.alterations],
            }
        )
        raise typer.Exit(FINDINGS if found.alterations else OK)
    for one in found.alterations:
        tools.say("✗ " + words.gettext(_WRONG[one.wrong]).format(where=one.where), "red")
    looked = (
        words.ngettext("{n} version", "{n} versions", found.versions).format(n=found.versions),
        words.ngettext("{n} event", "{n} events", found.events).format(n=found.events),
        words.ngettext("{n} was deleted when its period was over", "{n} were deleted when their period was over", found.deleted).format(
            n=found.deleted
        ),
        words.ngettext("{n} is not sealed yet", "{n} are not sealed yet", found.not_sealed).format(n=found.not_sealed),
    )
    tools.say(", ".join(looked) + ".")
    if found.alterations:
        raise typer.Exit(FINDINGS)
    tools.say(words.gettext("Nothing was altered. Write this down where nobody who may write the database can change it:"), "bold green")
    tools.out.file.write(found.head + "\n")
