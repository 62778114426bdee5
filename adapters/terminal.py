"""The terminal as a platform: a question a line, the approved text printed as it is.

The approved text stands on lines of its own, with nothing before, after or between, so that it can be selected and copied as it was approved.
"""

import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot import wording
from bot.events import Asked, Event, Picked
from bot.platforms import Capabilities, Service
from knowledge.answering import Question, Reply, Suggestion
from knowledge.channels import to_channel
from knowledge.languages import to_language
from knowledge.model import EntryKey
from knowledge.text import key, without_controls
from knowledge.translation import Translations

CAPABILITIES = Capabilities()
PLATFORM = "terminal"

_QUIT = {key(word) for word in ("salir", "quit", "exit", "sortir", "saír", "irten")}
_HELP = {key(word) for word in ("ayuda", "help", "ajuda", "axuda", "laguntza")}


class Kind(StrEnum):
    """What a piece of the screen is: only APPROVED is said to citizens."""

    HEADLINE = "headline"
    FRAME = "frame"  # a channel's opening or closing line
    APPROVED = "approved"
    SMALL = "small"
    CHOICE = "choice"


_STYLES = {Kind.HEADLINE: "bold", Kind.FRAME: "italic", Kind.APPROVED: "", Kind.SMALL: "dim", Kind.CHOICE: "cyan"}

Drawn = list[tuple[Kind, str]]


def draw(reply: Reply, words: Translations) -> Drawn:
    """Return the pieces that the terminal shows for `reply`, each to be printed on lines of its own."""
    pieces: Iterable[tuple[Kind, str]] = (
        (Kind.HEADLINE, wording.headline(reply, words)),
        (Kind.FRAME, reply.opening),
        (Kind.APPROVED, reply.text),
        (Kind.FRAME, reply.closing),
        *((Kind.CHOICE, f"{number}. {suggestion.question}  ({suggestion.entry})") for number, suggestion in enumerate(reply.suggestions, 1)),
        *((Kind.SMALL, note) for note in wording.notes(reply, words)),
        (Kind.SMALL, wording.stamp(reply.stamp, words) if reply.stamp else ""),
        (Kind.SMALL, reply.web_page),
        (Kind.SMALL, _other_wordings(reply, words)),
    )
    return [(kind, without_controls(text)) for kind, text in pieces if text]


def copied(drawn: Drawn) -> str:
    return "\n".join(text for kind, text in drawn if kind is Kind.APPROVED)


def _other_wordings(reply: Reply, words: Translations) -> str:
    others = [channel for channel in reply.wordings if channel != reply.channel]
    if not others:
        return ""
    names = ", ".join(f"/{wording.channel_name(channel, words)}" for channel in others)
    return words.gettext("Other wordings: {names}").format(names=names)


@dataclass(slots=True)
class _Talk:
    """One conversation: what was offered last, and the channel and language that were set."""

    service: Service
    channel: str = ""
    language: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    last: EntryKey | None = None

    def event(self, line: str) -> Event | str:
        """Return what `line` asks the desk for, or a text to show where it is a command of the terminal's own."""
        if line.startswith("/"):
            return self._command(line[1:].strip())
        if line.isdecimal() and 1 <= int(line) <= len(self.suggestions):
            chosen = self.suggestions[int(line) - 1]
            return self._picked(EntryKey(chosen.entry, chosen.language))
        return Asked(_new_key(), PLATFORM, "local", Question(line, self.channel, self.language))

    def take(self, reply: Reply) -> None:
        self.suggestions = reply.suggestions
        self.last = EntryKey(reply.entry, reply.language) if reply.text else None

    def _command(self, command: str) -> Event | str:
        words = self.service.words
        name, _, rest = command.partition(" ")
        if key(name) in ("idioma", "language", "lingua", "llengua", "hizkuntza"):
            self.language = to_language(rest) or ""
            shown = wording.language_name(self.language, words) if self.language else words.gettext("any")
            return words.gettext("Language: {language}.").format(language=shown)
        if key(command) in ("canal", "channel", "todos", "all", "general"):
            self.channel = ""
            return words.gettext("Channel: the general answer.")
        if channel := self._channel(command):
            self.channel = channel
            return self._picked(self.last) if self.last else words.gettext("Channel: {channel}.").format(channel=wording.channel_name(channel, words))
        return help_text(words)

    def _channel(self, name: str) -> str | None:
        declared = {key(channel.name): channel.name for channel in self.service.desk.catalogue().channels}
        return declared.get(key(name)) or to_channel(name)

    def _picked(self, entry: EntryKey) -> Picked:
        return Picked(_new_key(), PLATFORM, "local", EntryKey(entry.id, self.language or entry.language), self.channel)


def help_text(words: Translations) -> str:
    """Return what can be typed."""
    return words.gettext(
        "Type a citizen's question. A number picks a suggestion.\n"
        "/phone, /email, /social, /counter, /web: the wording for that channel; /general: the general answer\n"
        "/language en: answers in that language; /quit: the end"
    )


def serve(service: Service, source: TextIO | None = None, target: TextIO | None = None) -> None:
    """Answer line by line until the input ends or somebody types `/salir` or `/quit`."""
    source = source or sys.stdin
    console = Console(file=target or sys.stdout, highlight=False, emoji=False)
    show_prompt = source is sys.stdin and source.isatty()
    if show_prompt:
        show_lines(console, [(Kind.HEADLINE, service.settings.organisation or "Una Voz"), (Kind.SMALL, help_text(service.words))])
    talk = _Talk(service)
    for line in _lines(source, console, show_prompt):
        if key(line) in _QUIT:
            return
        event = help_text(service.words) if line.startswith("/") and key(line) in _HELP else talk.event(line)
        if isinstance(event, str):
            show_lines(console, [(Kind.SMALL, event)])
            continue
        reply = service.desk.handle(event)
        talk.take(reply)
        show_lines(console, draw(reply, service.words))


def _lines(source: TextIO, console: Console, show_prompt: bool) -> Iterator[str]:
    while True:
        try:
            line = console.input("[bold cyan]> [/]") if show_prompt else source.readline()
        except (EOFError, KeyboardInterrupt):
            return
        if not line and not show_prompt:
            return
        if stripped := line.strip():
            yield stripped


def show_lines(console: Console, drawn: Drawn) -> None:
    """Print drawn pieces, a blank line after them. The approved text is written character by character as it is, never wrapped."""
    for kind, text in drawn:
        if kind is Kind.APPROVED:
            console.file.write(text + "\n")
        else:
            console.print(Text(text, style=_STYLES[kind]), soft_wrap=kind is Kind.FRAME)
    console.print()


def _new_key() -> str:
    return f"{PLATFORM}:{uuid.uuid4()}"
