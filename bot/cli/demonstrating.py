"""The demonstration: a fictional town hall to try everything with."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot import demo, platforms, wording
from bot.cli import serving, shown
from bot.cli.setup import example_workbook
from bot.cli.tools import FINDINGS, Tools
from bot.events import Asked
from bot.settings import Serve, load
from knowledge.answering import Question
from knowledge.translation import marked as _

# What is asked where nobody sits at a terminal: three questions that are answered, and one that is not.
QUESTIONS = (
    Question("¿Cómo me empadrono?"),
    Question("cuanto cuesta la entrada de la piscina", channel="social"),
    Question("How do I register as a resident?"),
    Question("¿Puedo aterrizar mi helicóptero en la plaza?"),
)


def demonstrate(
    context: typer.Context,
    console: Annotated[bool, typer.Option("--console", help=_("Open the console even where nobody sits at a terminal."))] = False,
    chat: Annotated[bool, typer.Option("--chat", help=_("Talk with the bot in this terminal instead."))] = False,
    port: Annotated[int, typer.Option("--port", metavar="NUMBER", help=_("The port that the console listens on."))] = 8300,
    json: Annotated[bool, typer.Option("--json", help=_("Only ask a few questions, and print one JSON object a line."))] = False,
) -> None:
    """Try it: a fictional town hall, its approved answers and three months of questions, in the web console. Nothing is left behind."""
    tools: Tools = context.obj
    is_at_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not json
    with TemporaryDirectory(prefix="unavoz-demo-") as folder:
        _settle_in(tools, Path(folder), port)
        tools.clock = clock = demo.Clock()
        tools.database.make_quick()
        _publish(tools)
        if not json:
            _welcome(tools)
        if console or (is_at_terminal and not chat):
            with tools.progress(tools.words.gettext("Three months go by in the town…")):
                demo.live(tools.desk, clock, tools.settings.zone)
            serving.serve_all(tools)
        elif is_at_terminal:
            platforms.find("terminal").serve(tools.service)
        else:
            _ask_by_itself(tools, json)
        tools.database.close()


def _settle_in(tools: Tools, folder: Path, port: int) -> None:
    """Give the demonstration settings of its own: it works whatever stands in this folder or this environment."""
    workbook = Path(shutil.copy(example_workbook(), folder / "respuestas.xlsx"))
    its_own = {
        "organisation": "Ayuntamiento de Castroalba",
        "workbook": str(workbook),
        "database": folder / "unavoz.db",
        "serve": Serve(port=port),
    }
    tools.settings = load({}, tools.words, folder=folder).model_copy(update=its_own)


def _publish(tools: Tools) -> None:
    with tools.progress(tools.words.gettext("Publishing the example workbook…")):
        preparation = tools.prepare(tools.settings.workbook)
        if preparation.draft.is_refused:
            tools.fail(preparation.draft.findings[0].problem(tools.words), FINDINGS)
        demo.publish(preparation, tools.versions, tools.clock())


def _welcome(tools: Tools) -> None:
    entries = len({key.id for key in tools.desk.catalogue().entries})
    message = tools.words.gettext("{count} approved answers of the fictional {organisation} are in service.")
    tools.say(message.format(count=entries, organisation=tools.settings.organisation), "bold")
    tools.out.print()


def _ask_by_itself(tools: Tools, as_json: bool) -> None:
    for number, question in enumerate(QUESTIONS):
        reply = tools.desk.handle(Asked(f"demo:{number}", "demo", "demo", question))
        if as_json:
            tools.show_json({"question": question.text, **shown.reply(reply, tools.words)})
            continue
        channel = f"  [{wording.channel_name(question.channel, tools.words)}]" if question.channel else ""
        tools.say(f"> {question.text}{channel}", "bold cyan")
        shown.print_reply(tools, reply)
