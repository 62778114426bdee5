"""Asking: one question, a file of questions, or a conversation."""

import sys
import uuid
from collections.abc import Iterable
from typing import Annotated

import typer

from bot import platforms, wording
from bot.cli import shown, watch
from bot.cli.editing import AsJson
from bot.cli.tools import Tools
from bot.events import Asked
from knowledge.answering import Question
from knowledge.channels import to_channel
from knowledge.languages import LANGUAGES, to_language
from knowledge.text import key
from knowledge.translation import marked as _


def ask(
    context: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION", help=_("The question; without one, or with “-”, one a line is read from standard input.")),
    ] = None,
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="CHANNEL", help=_("Where the citizen is answered: social, phone, email, counter, web, or one of yours.")),
    ] = "",
    language: Annotated[str, typer.Option("--language", metavar="LANGUAGE", help=_("The language of the answer: es, ca, gl, eu, en…"))] = "",
    json: AsJson = False,
) -> None:
    """Ask, and get the approved text word for word, up to three suggestions, or that there is no approved answer."""
    tools: Tools = context.obj
    wanted_channel, wanted_language = channel_named(tools, channel), language_named(tools, language)
    from_input = question is None or question == "-"
    for line in _lines() if from_input else [question or ""]:
        event = Asked(f"cli:{uuid.uuid4()}", "cli", tools.user(), Question(line, wanted_channel, wanted_language))
        reply = tools.desk.handle(event)
        if json:
            tools.show_json(shown.reply(reply, tools.words))
        else:
            if from_input:
                tools.say(f"> {line}", "bold cyan")
            shown.print_reply(tools, reply)


def _lines() -> Iterable[str]:
    return (line.strip() for line in sys.stdin if line.strip())


def channel_named(tools: Tools, name: str) -> str:
    if not name:
        return ""
    declared = {key(channel.name): channel.name for channel in tools.desk.catalogue().channels}
    channel = declared.get(key(name)) or to_channel(name)
    if channel is None:
        known = ", ".join(f"{value} ({wording.channel_name(value, tools.words)})" for value in declared.values())
        tools.fail(tools.words.gettext("There is no channel “{name}”. The channels are: {known}.").format(name=name, known=known))
    return channel


def language_named(tools: Tools, name: str) -> str:
    if not name:
        return ""
    language = to_language(name)
    if language is None:
        tools.fail(tools.words.gettext("The language “{name}” is not known. Write one of: {known}.").format(name=name, known=", ".join(LANGUAGES)))
    return language


def chat(
    context: typer.Context,
    adapter: Annotated[
        str, typer.Option("--adapter", metavar="NAME", help=_("The platform's adapter; those installed are found by themselves."))
    ] = "terminal",
    list_adapters: Annotated[bool, typer.Option("--list", help=_("List the adapters that are installed."))] = False,
    json: AsJson = False,
) -> None:
    """Talk with the bot, here or on another platform. The workbook is watched meanwhile."""
    tools: Tools = context.obj
    if list_adapters:
        names = list(platforms.installed())
        if json:
            tools.show_json({"adapters": names})
        else:
            tools.say("\n".join(names))
        return
    found = platforms.find(adapter)
    with watch.in_background(tools):
        if json:
            for line in _lines():
                reply = tools.desk.handle(Asked(f"cli:{uuid.uuid4()}", "cli", tools.user(), Question(line)))
                tools.show_json(shown.reply(reply, tools.words))
        else:
            found.serve(tools.service)
