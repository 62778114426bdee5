"""Putting it into Microsoft Teams: the app's package, and what is wrong with the settings."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import shown
from bot.cli.editing import AsJson
from bot.cli.tools import CONFIGURATION, FINDINGS, Tools
from knowledge.translation import marked as _

app = typer.Typer(help=_("Put it into Microsoft Teams: the app's package, and what is wrong with the settings."), no_args_is_help=True)

_NUMBER = r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}"


@app.command("package")
def package(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", metavar="FILE", help=_("The package to write; one that is there is replaced."))] = Path(
        "unavoz-teams.zip"
    ),
    version: Annotated[
        str,
        typer.Option("--version", metavar="NUMBER", help=_("The package's own number, such as 1.0.1: Teams takes a changed one with a higher number.")),
    ] = "1.0.0",
) -> None:
    """Write the package of the Teams app for these settings, to be uploaded in the Teams admin center."""
    from adapters.teams import package as packages

    tools: Tools = context.obj
    settings, words = tools.settings, tools.words
    if not re.fullmatch(_NUMBER, version):
        tools.fail(words.gettext("The package's number is written as 1.0.1."))
    if not settings.teams.app_id:
        tools.fail(words.gettext("The bot's id is missing: set teams.app_id to the one that Azure shows. See docs/teams.md."), CONFIGURATION)
    if not (address := packages.endpoint(settings)):
        tools.fail(words.gettext("Teams must know where to call: set serve.public_url to an https:// address."), CONFIGURATION)
    try:
        output.write_bytes(packages.package(settings, version))
    except OSError as error:
        tools.fail(words.gettext("{path} cannot be written: {reason}.").format(path=output, reason=error.strerror), FINDINGS)
    tools.say(words.gettext("Written: {path}").format(path=output))
    _say_endpoint(tools, address)


@app.command("check")
def check(context: typer.Context, json: AsJson = False) -> None:
    """Ask Microsoft whether the settings of Teams are right, and say what to do about each that is not."""
    from adapters.teams import checking
    from adapters.teams.package import endpoint

    tools: Tools = context.obj
    findings = checking.check(tools.settings, tools.words)
    shown.show_looked_at(tools, findings, as_json=json)
    if not json and (address := endpoint(tools.settings)):
        _say_endpoint(tools, address)
    if not all(finding.is_right for finding in findings):
        raise typer.Exit(CONFIGURATION)


def _say_endpoint(tools: Tools, address: str) -> None:
    tools.say(tools.words.gettext("The bot's messaging endpoint, to be set in Azure: {address}").format(address=address))
