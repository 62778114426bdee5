"""Templates become pages here, and a Reply what the console shows of it.

The approved text stands alone in the one element marked `data-approved`, every space and line break of it kept (`white-space: pre-wrap`), so that what
is selected, or copied by the button, is the text as it was approved.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot import approval_wording, wording
from bot.events import Verdict
from knowledge.answering import Outcome, Reply
from knowledge.translation import Translations

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that browsers may keep: its address holds its hash."""

    content: bytes
    media_type: str
    hash: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a reply is shown, and what whoever sees it did with it (`Ledger.done_with`).

    `action` is where its buttons are sent; a reply without one has nothing to press. `once` names this showing of it, so that a button that is sent
    twice counts once.
    """

    action: str = ""
    token: str = ""
    once: str = ""
    done: frozenset[str] = frozenset()


@cache
def static_files() -> dict[str, StaticFile]:
    """Return the files of `static`, by name."""
    found = {}
    for file in sorted(resources.files("adapters.web").joinpath("static").iterdir(), key=lambda file: file.name):
        content = file.read_bytes()
        media_type = _TYPES[f".{file.name.rpartition('.')[2]}"]
        found[file.name] = StaticFile(content, media_type, hashlib.sha256(content).hexdigest())
    return found


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("adapters.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals |= {"wording": wording, "approval_wording": approval_wording, "Outcome": Outcome, "Verdict": Verdict}
    environment.filters["web_address"] = web_address
    environment.filters["wording_for"] = lambda wordings, channel: dict(wordings).get(channel, "")
    return environment


def render(template: str, words: Translations, **context: Any) -> Markup:
    """Return a template filled in, its texts in the language of `words`."""
    return Markup(_environment().get_template(template).render(gettext=words.gettext, ngettext=words.ngettext, words=words, **context))  # noqa: S704 (the template escapes)


def draw(reply: Reply, words: Translations, shown: Shown | None = None) -> Markup:
    """Return `reply` as HTML, to stand in a page."""
    return render("reply.html", words, reply=reply, shown=shown or Shown())


def copied(drawn: str) -> str:
    """Return what a person gets who copies the approved text out of `drawn`."""
    reader = _Approved()
    reader.feed(drawn)
    reader.close()
    return reader.text


def web_address(text: str) -> str:
    """Return `text` where it is an address that a link may have; empty for any other, whatever it would run."""
    return text if text.startswith(("https://", "http://")) and len(text.split(maxsplit=1)) == 1 else ""


class _Approved(HTMLParser):
    """Reads the text of the element marked `data-approved`, which holds text alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's own signature)
        self._is_inside = any(name == "data-approved" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.text += data
