"""The shared facts: their values and dates, and what each of them touches when it changes."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import timedelta
from typing import Annotated, Any

import typer

from bot import fact_wording, wording
from bot.cli import shown
from bot.cli.editing import AsJson
from bot.cli.tools import FINDINGS, Tools
from bot.recalls import reaching
from bot.recalls.holding import Held, Holders
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
    """List the shared facts in service; of one, every text that changes with it, and who holds such a text."""
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
    held = _holders(tools, found)
    if json:
        written = [{"entry": key.id, "language": key.language, "text": one.column, "written": one.written} for key, one in literals]
        tools.show_json(
            {"values": [_fact(fact) for fact in values], "uses": _uses(found), "written_out": written, "held": [asdict(one) for one in held]}
        )
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
    _say_holders(tools, held)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody who holds a text with the value: of this entry, for this channel. `recipient` is the platform's own name for them while it is kept."""

    entry: str
    language: str
    channel: str
    platform: str
    department: str
    recipient: str


def _holders(tools: Tools, found: Sequence[Use]) -> list[_Holder]:
    """Return who holds one of these texts, as the pages of changes show people: by platform and department, with no other name than the platform's."""
    holders = Holders(tools.desk)
    since = tools.clock() - _GIVEN_FOR
    columns: dict[EntryKey, set[str]] = {}
    for use in found:
        columns.setdefault(use.entry, set()).add(use.column)
    held = [
        (entry, one)
        for entry in dict.fromkeys(use.entry.id for use in found)
        for one in holders.holders(entry, since)
        if _column(tools, entry, one) in columns.get(EntryKey(entry, one.language), ())
    ]
    names: dict[tuple[str, str], str] = {}
    for platform in {one.platform for _entry, one in held}:
        recipients = reaching.recipients(tools.database, platform, list({one.asker for _entry, one in held if one.platform == platform}))
        names |= {(platform, asker): name for asker, name in recipients.items()}
    return sorted(
        (_Holder(entry, one.language, one.channel, one.platform, one.department, names.get((one.platform, one.asker), "")) for entry, one in held),
        key=astuple,
    )


def _column(tools: Tools, entry: str, held: Held) -> str:
    """Return which text of its row somebody holds: that of the channel, the plain answer where the row has none for it."""
    row = tools.desk.catalogue().entries.get(EntryKey(entry, held.language))
    return held.channel if row and held.channel in dict(row.wordings) else "answer"


def _say_holders(tools: Tools, held: Sequence[_Holder]) -> None:
    words = tools.words
    people = words.ngettext("In the last {days} days {n} text with it was given:", "In the last {days} days {n} texts with it were given:", len(held))
    if not held:
        tools.say(words.gettext("In the last {days} days nobody was given a text with it.").format(days=_GIVEN_FOR.days))
        return
    tools.say(people.format(days=_GIVEN_FOR.days, n=len(held)))
    rows = [
        (
            " ".join(filter(None, (wording.platform_name(one.platform, words), one.recipient or "—"))),
            one.department or "—",
            f"{one.entry} ({one.language})",
            wording.channel_name(one.channel, words) or words.gettext("General answer"),
        )
        for one in held
    ]
    shown.table(tools, [words.gettext("Who"), words.gettext("Department"), words.gettext("Answer"), words.gettext("Channel")], rows)


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
