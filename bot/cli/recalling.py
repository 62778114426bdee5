"""Changes of answers that people had been given: who was told, who has read it; and telling of other words."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot import recall_wording, wording
from bot.cli.tools import FINDINGS, Tools
from bot.recalls import listing, telling
from knowledge.text import without_controls
from knowledge.translation import marked as _


def recalls(
    context: typer.Context,
    entry: Annotated[str, typer.Option("--entry", metavar="ID", help=_("Only the changes of this answer."))] = "",
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object a line instead of a table."))] = False,
) -> None:
    """List the answers that changed after somebody had been given them: how many were told, and how many have read it."""
    tools: Tools = context.obj
    found = listing.recalls(tools.database, entry=entry)
    if json:
        for one in found:
            tools.show_json(asdict(one) | {"given": one.counts.given, "pending": one.counts.pending, "missing": one.counts.missing})
        return
    if not found:
        tools.say(tools.words.gettext("No answer has changed under somebody yet."))
        return
    table = Table(box=None)
    for title in (_("No."), _("Day"), _("Answer"), _("Change"), _("People")):
        table.add_column(tools.words.gettext(title))
    for one in found:
        day = wording.day(one.at.astimezone(tools.settings.zone).date(), tools.words)
        cells = (str(one.id), day, one.entry, recall_wording.weight(one.weight, tools.words), recall_wording.counted(one.counts, tools.words))
        table.add_row(*(Text(without_controls(cell)) for cell in cells))
    tools.out.print(table)


def recall(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=_("The id of the answer."))],
    minor: Annotated[bool, typer.Option("--minor", help=_("Also those whose text has other words only, with the same facts."))] = False,
) -> None:
    """Tell whoever was given another text of an answer, now; a process that serves does so by itself where facts changed."""
    tools: Tools = context.obj
    if not tools.versions.revisions(entry):
        tools.fail(tools.words.gettext("No version has an entry {entry}.").format(entry=entry), FINDINGS)
    told = telling.tell(tools.desk, tools.settings.recall, entry, minor=minor)
    tools.say(tools.words.ngettext("{n} person is told.", "{n} people are told.", told).format(n=told))
