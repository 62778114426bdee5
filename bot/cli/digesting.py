"""The command that tells the comms team what there is to say."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.tools import Tools
from bot.digest import digest, sections, title
from knowledge.text import without_controls
from knowledge.translation import marked as _


def tell(
    context: typer.Context,
    weekly: Annotated[bool, typer.Option("--weekly", help=_("About the seven days before today, not about yesterday alone."))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))] = False,
) -> None:
    """Tell the comms team what is new, what grows, what expires and whose answers helped. Prints nothing when there is nothing to say."""
    tools: Tools = context.obj
    value = digest(tools.desk, tools.database, tools.settings.zone, weekly=weekly, language=tools.settings.language)
    if json:
        tools.show_json({"empty": value.is_empty, **asdict(value)})
        return
    if value.is_empty:
        return
    tools.say(title(value, tools.words), "bold")
    for section in sections(value, tools.words):
        tools.out.print()
        tools.say(section.heading, "bold cyan")
        for line in section.lines:
            tools.say(f"  {without_controls(line)}")
