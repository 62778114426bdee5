"""Looking back: the versions, what changed between two, one entry as it was, and going back."""

import re
from typing import Annotated

import typer

from bot import publishing, wording
from bot.cli import shown
from bot.cli.editing import AsJson
from bot.cli.tools import FINDINGS, OK, Tools
from knowledge import shared_facts
from knowledge.model import Catalogue, Entry
from knowledge.publication import changes
from knowledge.translation import marked as _

_STAMP = re.compile(r"(?P<id>[^@·]{1,60}?)\s*(?:@\s*v?|[·,]?\s*\bv(?:\.|ersi[oó]n?)?\s*)(?P<version>\d{1,9})\b", re.IGNORECASE)

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("As it was at the end of that day (2026-03-12 or 12/3/2026)."))]


def versions(context: typer.Context, as_of: AsOf = None, json: AsJson = False) -> None:
    """List the published versions, the newest first."""
    tools: Tools = context.obj
    found = tools.versions.all()
    if as_of:
        found = [value for value in found if value.published_at <= tools.end_of_day(as_of)]
    if json:
        tools.show_json([shown.version(value, tools.settings.zone) for value in found])
        return
    words = tools.words
    if not found:
        tools.say(words.gettext("Nothing has been published yet. Publish a workbook with “unavoz publish”."))
        return
    rows = [
        (
            f"v{value.number}",
            f"{value.published_at.astimezone(tools.settings.zone):%Y-%m-%d %H:%M}",
            value.published_by,
            words.gettext("back to v{number}").format(number=value.rollback_to) if value.rollback_to else "",
            value.digest[:12],
        )
        for value in found
    ]
    shown.table(tools, [words.gettext("Version"), words.gettext("Published"), words.gettext("By"), "", words.gettext("Content")], rows)


def diff(
    context: typer.Context,
    first: Annotated[int | None, typer.Argument(metavar="A", help=_("The earlier version; otherwise the one before B."))] = None,
    second: Annotated[int | None, typer.Argument(metavar="B", help=_("The later version; otherwise the one in service."))] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help=_("Compare what was in service at the end of that day instead of A."))
    ] = None,
    json: AsJson = False,
) -> None:
    """Show what changed between two versions, as an editor would tell it."""
    tools: Tools = context.obj
    after = tools.version_at(second, None).number
    before = tools.version_at(None, as_of).number if as_of else first if first is not None else after - 1
    if before:
        tools.version_at(before, None)
    found = changes(tools.versions.catalogue(before), tools.versions.catalogue(after))
    if json:
        tools.show_json({"before": before, "after": after, "changes": [shown.change(value) for value in found]})
        return
    shown.print_changes(tools, found)
    count = tools.words.ngettext("{n} change from v{before} to v{after}.", "{n} changes from v{before} to v{after}.", len(found))
    tools.say(count.format(n=len(found), before=before, after=after), "bold")


def rollback(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="VERSION", help=_("The version whose answers come back."))] = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Put the answers of an earlier version into service again, as a new version. Nothing is lost."""
    tools: Tools = context.obj
    if (number is None) == (as_of is None):
        tools.fail(tools.words.gettext("Say which version comes back: its number, or --as-of and a day."))
    earlier = tools.version_at(number, as_of)
    before = tools.versions.current_number()
    version = publishing.roll_back(tools.versions, earlier.number, at=tools.clock(), by=tools.user())
    if json:
        tools.show_json({"published": version.number != before, **shown.version(version, tools.settings.zone)})
        return
    if version.number == before:
        tools.say(tools.words.gettext("Version {version} already says the same: nothing was changed.").format(version=before), "bold")
        return
    message = tools.words.gettext("Version {version} is in service: the answers of version {earlier} again.")
    tools.say(message.format(version=version.number, earlier=earlier.number), "bold green")


def show(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=_("The entry's id; TRIB-014@7 for how it stood in version 7."))],
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Show an entry word for word: now, in a version, or on a day."""
    tools: Tools = context.obj
    entry_id, number = _cited(tools, entry)
    if number is None and "@" in entry:
        tools.fail(tools.words.gettext("Write the version as a number: {entry}@7.").format(entry=entry_id))
    version = tools.version_at(number, as_of)
    catalogue = tools.versions.catalogue(version.number)
    found = catalogue.in_languages(entry_id)
    day = tools.day(as_of) if as_of else tools.today
    if json:
        rows = [{**shown.entry(row), "standing": str(row.standing(day)), "filled": _filled(row, catalogue, tools, as_of)} for row in found]
        tools.show_json({"version": version.number, "entries": rows})
        raise typer.Exit(OK if found else FINDINGS)
    if not found:
        message = tools.words.gettext("There is no entry {entry} in version {version}.")
        tools.fail(message.format(entry=entry_id, version=version.number), FINDINGS)
    for row in found:
        _print_entry(tools, row, catalogue, as_of)


def _cited(tools: Tools, written: str) -> tuple[str, int | None]:
    """Return the id and the version in what somebody reads out or pastes of a stamp: `TRIB-014@7`, `trib 014 · v7 · Hacienda`, `TRIB-014 v7`."""
    if whole := tools.versions.entry_id(written):  # first, for an id may end like a version: DEP-V2
        return whole, None
    found = _STAMP.match(written.strip())
    called = found["id"].strip() if found else written.partition("@")[0].partition("·")[0].strip()
    return tools.versions.entry_id(called) or called, int(found["version"]) if found else None


def _print_entry(tools: Tools, entry: Entry, catalogue: Catalogue, as_of: str | None) -> None:
    words = tools.words
    day = tools.day(as_of) if as_of else tools.today
    standings = {
        "in_force": words.gettext("in force"),
        "not_yet_valid": words.gettext("not yet valid"),
        "expired": words.gettext("expired"),
        "suspended": words.gettext("suspended"),
    }
    heading = " · ".join(
        filter(
            None,
            (entry.id, wording.language_name(entry.language, words), f"v{catalogue.version}", entry.owner, standings[entry.standing(day)]),
        )
    )
    tools.say(heading, "bold")
    details = shown.entry(entry) | {"valid_from": entry.valid_from, "valid_until": entry.valid_until}
    for field in ("topic", "approved_by", "approved_on", "valid_from", "valid_until", "web_page"):
        if details[field]:
            tools.say(f"{wording.field_name(field, words)}: {details[field]}", "dim")
    if entry.exempt:
        tools.say(f"{wording.field_name('exempt', words)}: {'; '.join(entry.exempt)}", "dim")
    for way in entry.asked_as:
        tools.say(f"  ¿ {way}" if way == entry.question else f"    {way}")
    for label, content in _filled(entry, catalogue, tools, as_of).items():
        tools.out.print()
        tools.say(f"[{wording.channel_name(label, words) if label else words.gettext('General answer')}]", "cyan")
        tools.out.file.write(content + "\n")
    tools.out.print()


def _filled(entry: Entry, catalogue: Catalogue, tools: Tools, as_of: str | None) -> dict[str, str]:
    """Return every wording by its channel, the general answer under an empty name, with the facts of that day; unfilled where one has no value."""
    values = shared_facts.values_on(catalogue.facts, tools.day(as_of) if as_of else tools.today)
    texts = {"": entry.answer} | dict(entry.wordings)
    filled = {}
    for channel, content in texts.items():
        try:
            filled[channel] = shared_facts.fill(content, values)
        except shared_facts.NoValueToday:
            filled[channel] = content
    return filled
