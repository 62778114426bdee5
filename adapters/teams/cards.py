"""Adaptive Cards' parts, each within Teams' limits whatever it is given (adaptivecards.io/explorer, schema 1.5; learn.microsoft.com/microsoftteams,
2026).

1. Every text is a TextRun: in a TextBlock, Markdown in it would be obeyed, and with it links and headings that nobody approved.
2. A text that asks for a date to be put in its place (`{{DATE(…)}}`) is shown as it is: its braces stand in two runs.
3. An approved text is split, never cut; a label is cut visibly, with an ellipsis.
4. A card is at most 28 KB in UTF-16, as the service counts. What may be long is measured before it is drawn.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot import splitting
from knowledge import text as texts

Element = dict[str, Any]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"
MOST_BYTES = 28_000
# Of an approved text within a card, in UTF-16 units of its JSON, so that there is room for all that stands beside it.
TEXT = 7_000
LABEL = 60
LINE = 500
SMALL = 300
MOST_ACTIONS = 6  # in a row; Teams hides the others
MOST_CHOICES = 60
_BESIDE = 20  # of a button that stands beside others
_MENU = 2_000  # of all the options of a menu
URL = 1_000

APPROVED = "approved"
_ELLIPSIS = "…"


def length(text: str) -> int:
    """Return the length of a text within a card, in UTF-16 units of its JSON."""
    return splitting.utf16(json.dumps(text, ensure_ascii=False)) - 2


def shortened(text: str, limit: int) -> str:
    """Return a text on one line, cut with an ellipsis where it is longer than `limit` UTF-16 units. Never empty."""
    line = texts.one_line(text)
    if length(line) > limit:
        line = line[: splitting.prefix(line, limit - 1, length)].rstrip() + _ELLIPSIS
    return line or _ELLIPSIS


def runs(text: str, **style: Any) -> list[Element]:
    """Return a text as runs, which joined are that text; none asks Teams to put anything in its place."""
    pieces = text.replace("{{", "{\0{").split("\0")
    return [{"type": "TextRun", "text": piece, **style} for piece in pieces]


def line(text: str, limit: int = LINE, **style: Any) -> Element:
    """Return a line of our own, as plain text."""
    return {"type": "RichTextBlock", "inlines": runs(shortened(text, limit), **style)}


def heading(text: str) -> Element:
    return line(text, weight="Bolder", size="Medium")


def small(*lines: str, limit: int = SMALL) -> list[Element]:
    """Return small print, a block a line; nothing for empty lines."""
    found = [line(one, limit, isSubtle=True, size="Small") for one in lines if one]
    return [block | {"spacing": "Small"} for block in found]


def approved(text: str) -> Element:
    """Return the block that shows an approved text, character by character."""
    return {"type": "RichTextBlock", "id": APPROVED, "separator": True, "inlines": runs(text)}


def whole(text: str) -> Element:
    """Return a block that shows a text that is to be judged, character by character."""
    return {"type": "RichTextBlock", "inlines": runs(text)}


def execute(title: str, verb: str, data: Mapping[str, str], style: str = "", *, needs_inputs: bool = False) -> Element:
    """Return a button of a message, whose press replaces the card."""
    found: Element = {"type": "Action.Execute", "title": shortened(title, LABEL), "verb": verb, "data": {"verb": verb, **data}}
    return found | ({} if needs_inputs else {"associatedInputs": "none"}) | ({"style": style} if style else {})


def submit(title: str, verb: str, data: Mapping[str, str], style: str = "", *, needs_inputs: bool = False) -> Element:
    """Return a button of a dialog, whose press replaces the dialog."""
    found: Element = {"type": "Action.Submit", "title": shortened(title, LABEL), "data": {"verb": verb, **data}}
    return found | ({} if needs_inputs else {"associatedInputs": "none"}) | ({"style": style} if style else {})


def opens(title: str, verb: str, data: Mapping[str, str]) -> Element:
    """Return a button that opens a dialog."""
    return {
        "type": "Action.Submit",
        "title": shortened(title, LABEL),
        "associatedInputs": "none",
        "data": {"verb": verb, **data, "msteams": {"type": "task/fetch"}},
    }


def link(title: str, url: str) -> Element:
    return {"type": "Action.OpenUrl", "title": shortened(title, LABEL), "url": url}


def is_link(address: str) -> bool:
    """Tell whether an address can be a button's."""
    return address.startswith(("https://", "http://")) and len(address.split(maxsplit=1)) == 1 and length(address) <= URL


def rows(actions: Sequence[Element]) -> Iterator[Element]:
    """Yield rows of buttons; where one of them is long, one each, for Teams wraps none and cuts what it has no room for."""
    number = 1 if any(length(action["title"]) > _BESIDE for action in actions) else MOST_ACTIONS
    for start in range(0, len(actions), number):
        yield {"type": "ActionSet", "actions": list(actions[start : start + number])}


def typed(name: str, label: str, value: str = "", *, limit: int, is_long: bool = False, is_required: str = "") -> Element:
    """Return a field for a text. `is_required` is what is said where it is left empty; empty where it may be."""
    found: Element = {"type": "Input.Text", "id": name, "label": shortened(label, LINE), "maxLength": limit, "isMultiline": is_long}
    found |= {"value": value} if value else {}
    return found | ({"isRequired": True, "errorMessage": is_required} if is_required else {})


def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: str = "", *, style: str = "compact") -> Element:
    """Return a menu of (text, value) options; those beyond sixty are left out, and where there are many, their texts are shorter.

    A value that is none of theirs is passed over.
    """
    shown = options[:MOST_CHOICES]
    choices = [{"title": shortened(text, min(SMALL, _MENU // len(shown))), "value": its} for text, its in shown]
    chosen = value if any(value == its for _, its in shown) else ""
    return {"type": "Input.ChoiceSet", "id": name, "label": shortened(label, LINE), "style": style, "choices": choices, "value": chosen}


def card(body: Sequence[Element]) -> Element:
    """Return the card that shows these elements, over the width of the conversation."""
    schema = "http://adaptivecards.io/schemas/adaptive-card.json"
    return {"$schema": schema, "type": "AdaptiveCard", "version": VERSION, "body": list(body), "msteams": {"width": "Full"}}


def attachment(content: Element) -> Element:
    """Return a card as a message carries it."""
    return {"contentType": CONTENT_TYPE, "content": content}


def fits(content: Element) -> bool:
    """Tell whether a card is within what Teams takes."""
    return len(json.dumps(content, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) <= MOST_BYTES


def approved_in(content: Any) -> str:
    """Return what a person gets who copies the approved text out of a card."""
    blocks = [block for block in content["body"] if block.get("id") == APPROVED]
    return "".join(run["text"] for block in blocks for run in block["inlines"])
