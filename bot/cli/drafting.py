"""The draft check on the command line: what somebody is about to send, beside what is approved."""

import sys
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from bot import draft_wording, wording
from bot.cli import asking, shown
from bot.cli.editing import AsJson
from bot.cli.tools import FINDINGS, Tools
from bot.events import Drafted
from knowledge.answering import Question, Reply
from knowledge.drafts import Verdict
from knowledge.text import without_controls
from knowledge.translation import marked as _

_MOST_DRAFT = 20_000
_GOOD = (Verdict.EXACT, Verdict.FINE)


def draft(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="DRAFT", help=_("What you are about to send; without it, or with “-”, standard input is read."))
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("Read the draft from a text file."))] = None,
    question: Annotated[str, typer.Option("--question", metavar="QUESTION", help=_("What the citizen asked."))] = "",
    entry: Annotated[str, typer.Option("--entry", metavar="ENTRY", help=_("The id of the answer that it is about."))] = "",
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="CHANNEL", help=_("Where the citizen is answered: social, phone, email, counter, web, or one of yours.")),
    ] = "",
    language: Annotated[str, typer.Option("--language", metavar="LANGUAGE", help=_("The language of the draft: es, ca, gl, eu, en…"))] = "",
    json: AsJson = False,
) -> None:
    """Check a reply before it is sent: which of its facts are not those of the approved answer."""
    tools: Tools = context.obj
    typed = without_controls(_read(tools, text, file)).strip()[:_MOST_DRAFT]
    if not typed:
        tools.fail(tools.words.gettext("There is nothing to check: write the draft, or give a file with --file."))
    asked = Question(question, asking.channel_named(tools, channel), asking.language_named(tools, language))
    entry_id = _entry(tools, entry)
    reply = tools.desk.handle(Drafted(f"cli:{uuid.uuid4()}", "cli", tools.user(), typed, asked, entry_id))
    if json:
        tools.show_json(_as_json(reply, tools))
    else:
        _print(tools, typed, reply)
    raise typer.Exit(0 if reply.judgement and reply.judgement.verdict in _GOOD else FINDINGS)


def _read(tools: Tools, text: str | None, file: Path | None) -> str:
    if file:
        try:
            return file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            tools.fail(tools.words.gettext("{path} cannot be read as a text file: {reason}.").format(path=file, reason=error))
    return sys.stdin.read() if text is None or text == "-" else text


def _entry(tools: Tools, entry: str) -> str:
    catalogue = tools.desk.catalogue()
    found = next((name for name in (entry, entry.upper()) if catalogue.in_languages(name)), "")
    if entry and not found:
        tools.fail(tools.words.gettext("There is no entry {entry} in version {version}.").format(entry=entry, version=catalogue.version))
    return found


def _as_json(reply: Reply, tools: Tools) -> dict[str, Any]:
    judgement = reply.judgement
    return {
        **shown.reply(reply, tools.words),
        "verdict": str(judgement.verdict) if judgement else None,
        "marks": draft_wording.as_data(judgement, tools.words) if judgement else [],
    }


def _print(tools: Tools, typed: str, reply: Reply) -> None:
    words = tools.words
    if headline := draft_wording.headline(reply, words):
        is_good = reply.judgement is not None and reply.judgement.verdict in _GOOD
        tools.say(headline, "bold green" if is_good else "bold red" if reply.judgement else "bold yellow")
    if reply.judgement and reply.judgement.marks:
        tools.out.print()
        tools.out.print(_marked(typed, reply), soft_wrap=True)
        tools.out.print()
        for number, value in enumerate(reply.judgement.marks, 1):
            tools.say(f"[{number}] {draft_wording.mark(value, words)}")
    if reply.text:
        label = wording.for_channel(reply.channel, words) if reply.channel in reply.wordings else words.gettext("General answer")
        tools.out.print()
        tools.say(words.gettext("Approved ({which}):").format(which=label), "cyan")
    shown.print_reply(tools, reply)


def _marked(typed: str, reply: Reply) -> Text:
    """Return the draft with each fact in trouble underlined, and the number under which it is listed behind it."""
    assert reply.judgement is not None
    text = Text()
    for piece, number, value in draft_wording.pieces(typed, reply.judgement):
        text.append(piece, "bold red underline" if value else "")
        if value:
            text.append(f"[{number}]", "bold red")
    return text
