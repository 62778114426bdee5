"""The command that lists what picked suggestions propose for the workbook."""

from typing import Annotated

import typer

from bot.cli import shown
from bot.cli.tools import Tools
from bot.proposals import proposals
from knowledge.translation import marked as _


def propose(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))] = False,
) -> None:
    """List the questions whose suggestion was picked, as ways of asking that an editor may add to the workbook. Nothing is changed."""
    tools: Tools = context.obj
    words = tools.words
    catalogue = tools.desk.catalogue()
    found = proposals(tools.ledger.picked(), catalogue)
    if json:
        rows = [{"entry": one.entry.id, "language": one.entry.language, "phrasing": one.phrasing, "times": one.times} for one in found]
        tools.show_json({"version": catalogue.version, "proposals": rows})
    elif not found:
        tools.say(words.gettext("No suggestion has been picked yet for a question that the workbook lacks."))
    else:
        headers = [words.gettext("Entry"), words.gettext("Language"), words.gettext("Way of asking"), words.gettext("Times picked")]
        shown.table(tools, headers, [(one.entry.id, one.entry.language, one.phrasing, str(one.times)) for one in found])
        tools.say(words.gettext("Add those that are right to the column “Other ways of asking” and publish."))
