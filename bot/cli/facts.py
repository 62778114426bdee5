"""The shared facts: their values and dates, and what each of them touches when it changes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import typer

from bot import fact_wording, wording
from bot.cli import shown
from bot.cli.editing import AsJson
from bot.cli.tools import FINDINGS, Tools
from bot.statistics import Selection, Statistics
from knowledge import shared_facts
from knowledge.model import Catalogue, EntryKey, SharedFact
from knowledge.shared_uses import Literal, Use, Values, uses
from knowledge.translation import marked as _

_GIVEN_FOR = timedelta(days=90)


def facts(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("The shared fact; without it all of them are listed."))] = None,
    json: AsJson = False,
) -> None:
    """List the shared facts in service; of one, every text that changes with it."""
    tools: Tools = context.obj
    catalogue = tools.versions.catalogue(tools.version_at(None, None).number)
    used = uses(catalogue.entries.values())
    if name is None:
        _list(tools, catalogue, used, json=json)
        return
    wanted = name.strip("{} ")
    values = [fact for fact in catalogue.facts if fact.name == wanted]
    if not values:
        tools.fail(tools.words.gettext("There is no shared fact called {name}. “unavoz facts” lists them.").format(name=wanted), FINDINGS)
    _show(tools, values, used.get(wanted, []), _written_out(tools, catalogue, wanted), json=json)


def _list(tools: Tools, catalogue: Catalogue, used: dict[str, list[Use]], *, json: bool) -> None:
    if json:
        tools.show_json([{**_fact(fact), "uses": _uses(used.get(fact.name, []))} for fact in catalogue.facts])
        return
    words = tools.words
    if not catalogue.facts:
        tools.say(words.gettext("There are no shared facts."))
        return
    rows = []
    for fact in sorted(catalogue.facts, key=lambda fact: fact.name):
        found = used.get(fact.name, [])
        entries = list(dict.fromkeys(use.entry.id for use in found))
        where = words.ngettext("{n} text", "{n} texts", len(found)).format(n=len(found)) + (": " + ", ".join(entries) if entries else "")
        rows.append((fact.name, fact.value, _dates(fact, tools), where))
    shown.table(tools, [words.gettext("Name"), words.gettext("Value"), words.gettext("Valid"), words.gettext("Used by")], rows)


def _show(tools: Tools, values: Sequence[SharedFact], found: Sequence[Use], literals: Sequence[tuple[EntryKey, Literal]], *, json: bool) -> None:
    entries = list(dict.fromkeys(use.entry.id for use in found))
    given = _given(tools, set(entries))
    if json:
        written = [{"entry": key.id, "language": key.language, "text": one.column, "written": one.written} for key, one in literals]
        tools.show_json({"values": [_fact(fact) for fact in values], "uses": _uses(found), "written_out": written, "given": given})
        return
    words = tools.words
    for fact in values:
        tools.say(" · ".join(filter(None, (f"{fact.name} = {fact.value}", _dates(fact, tools), fact.owner))), "bold")
    for entry, texts in fact_wording.uses_by_entry(found, words).items():
        tools.say(f"  {entry.id} ({entry.language}): {texts}")
    if not found:
        tools.say("  " + words.gettext("No text uses it."))
    for key, literal in literals:
        place = fact_wording.uses_by_entry([Use(key, literal.column)], words)[key]
        tools.say(
            "  " + words.gettext("Written out: “{value}” in {entry} ({place}).").format(value=literal.written, entry=key.id, place=place), "yellow"
        )
    times = words.ngettext(
        "In the last {days} days these answers were given {n} time.", "In the last {days} days these answers were given {n} times.", given
    )
    tools.say(times.format(days=_GIVEN_FOR.days, n=given))


def _given(tools: Tools, entries: set[str]) -> int:
    """Return how often answers of these entries were given to somebody, who then may hold a text with the value."""
    catalogue, settings = tools.versions.catalogue(tools.versions.current_number()), tools.settings
    statistics = Statistics(tools.database, catalogue, settings.zone, settings.language)
    selection = Selection(tools.today - _GIVEN_FOR + timedelta(days=1), tools.today)
    return sum(given.times for given in statistics.given(selection) if given.entry in entries)


def _written_out(tools: Tools, catalogue: Catalogue, name: str) -> list[tuple[EntryKey, Literal]]:
    """Return where the value of today stands in a text instead of the name."""
    today = shared_facts.values_on(catalogue.facts, tools.today)
    values = Values({name: today[name]} if name in today else {}, tools.settings.language)
    return [(entry.key, literal) for entry in catalogue.entries.values() for literal in values.written_out(entry)]


def _dates(fact: SharedFact, tools: Tools) -> str:
    words = tools.words
    first, last = (wording.day(day, words) if day else "" for day in (fact.valid_from, fact.valid_until))
    if first and last:
        return words.gettext("{first} to {last}").format(first=first, last=last)
    return words.gettext("from {day}").format(day=first) if first else words.gettext("until {day}").format(day=last) if last else ""


def _fact(fact: SharedFact) -> dict[str, Any]:
    return {"name": fact.name, "value": fact.value, "owner": fact.owner, "valid_from": fact.valid_from, "valid_until": fact.valid_until}


def _uses(found: Sequence[Use]) -> list[dict[str, str]]:
    return [{"entry": use.entry.id, "language": use.entry.language, "text": use.column} for use in found]
