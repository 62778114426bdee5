"""The command that lists what picked suggestions propose for the workbook."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import shown
from bot.cli.tools import FINDINGS, Tools
from bot.proposals import proposals
from bot.review import proposing
from knowledge.translation import marked as _
from knowledge.workbook.findings import Refused


def propose(
    context: typer.Context,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Write the proposals, drafts of the review included, to this new workbook."))] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))] = False,
) -> None:
    """List the questions whose suggestion was picked, as ways of asking that an editor may add to the workbook. Nothing is changed."""
    tools: Tools = context.obj
    words = tools.words
    if xlsx:
        _write(tools, xlsx)
        return
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


def _write(tools: Tools, place: Path) -> None:
    words = tools.words
    proposed = proposing.proposals(tools.desk)
    try:
        content = proposing.file(tools.desk, proposed, words, tools.settings.language)
        with place.open("xb") as target:
            target.write(content)
    except Refused as refusal:
        tools.fail(refusal.finding.problem(words), FINDINGS)
    except OSError as error:
        tools.fail(words.gettext("{path} cannot be written: {reason}.").format(path=place, reason=error.strerror), FINDINGS)
    said = words.gettext("{path}: {rows} drafts, {ways} ways of asking.")
    tools.say(said.format(path=place, rows=len(proposed.rows), ways=len(proposed.additions)))
