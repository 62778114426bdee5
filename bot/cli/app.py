"""The commands put together, their help in the reader's language."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import (
    approving,
    asking,
    auditing,
    demonstrating,
    digesting,
    drafting,
    editing,
    facts,
    history,
    measuring,
    privacy,
    proposing,
    recalling,
    serving,
    setup,
    teams,
)
from bot.cli.tools import Tools
from knowledge.translation import Translations
from knowledge.translation import marked as _

_COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("demo", demonstrating.demonstrate),
    ("init", setup.init),
    ("template", setup.template),
    ("check", editing.check),
    ("publish", editing.publish),
    ("test", editing.run_tests),
    ("benchmark", measuring.benchmark),
    ("proposals", proposing.propose),
    ("digest", digesting.tell),
    ("facts", facts.facts),
    ("pending", approving.pending),
    ("approve", approving.approve),
    ("freeze", approving.freeze),
    ("unfreeze", approving.unfreeze),
    ("recalls", recalling.recalls),
    ("recall", recalling.recall),
    ("versions", history.versions),
    ("diff", history.diff),
    ("rollback", history.rollback),
    ("show", history.show),
    ("history", auditing.history),
    ("said", auditing.said),
    ("verify", auditing.verify),
    ("ask", asking.ask),
    ("chat", asking.chat),
    ("draft", drafting.draft),
    ("serve", serving.serve),
)


def _root(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help=_("The settings file; otherwise UNAVOZ_CONFIG, or unavoz.toml in this folder.")),
    ] = None,
) -> None:
    tools: Tools = context.obj
    tools.settings_file = config


def command(words: Translations) -> Callable[..., object]:
    """Return the whole command line, to be called with its arguments."""
    app = typer.Typer(
        help=_("Una Voz: a public administration answers with one voice."),
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.callback()(_root)
    for name, function in _COMMANDS:
        app.command(name)(function)
    app.add_typer(serving.slack, name="slack")
    app.add_typer(teams.app, name="teams")
    app.add_typer(privacy.app, name="privacy")
    root = typer.main.get_command(app)
    for part in _parts(root):
        for text in ("help", "short_help"):
            if message := getattr(part, text, None):
                setattr(part, text, words.gettext(" ".join(message.split())))
    return root


def _parts(command: Any) -> Iterator[Any]:
    yield command
    yield from command.params
    for inner in getattr(command, "commands", {}).values():
        yield from _parts(inner)
