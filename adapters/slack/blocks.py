"""Block Kit's parts, each within Slack's limits whatever it is given (docs.slack.dev/reference/block-kit, read 2026).

1. A text object holds 1 to 3,000 characters, a button's text 75, an option's 75, a modal's title and buttons 24.
2. An approved text is split, never cut; a label is cut visibly, with an ellipsis.
3. `&`, `<` and `>` are escaped everywhere, so no text can become a mention, a link or a command. Texts are `plain_text` with `emoji` off, so that
   asterisks, underscores and `:names:` stay what they are.

Lengths are counted as Slack's clients do, in UTF-16 units, of the escaped text: the strictest reading of the limits.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot import splitting
from knowledge import text as texts

Block = dict[str, Any]

TEXT = 3_000
BUTTON = 75
OPTION = 75
SMALL = 300
FRAME = 1_000
PLACEHOLDER = 150
MODAL_LABEL = 24
URL = 3_000
MOST_BUTTONS = 25
MOST_OPTIONS = 100
MOST_VIEW_BLOCKS = 100
# Of one message's approved text. Slack refuses messages whose blocks are too long in all, at about 13,000 (`msg_blocks_too_long`).
MESSAGE = 2 * TEXT

_ELLIPSIS = "…"
_MOST_UNITS = len("&amp;")  # of one character


def escape(text: str) -> str:
    """Return `text` with Slack's three control characters as entities (docs.slack.dev/messaging/formatting-message-text#escaping)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def length(text: str) -> int:
    """Return the length of `text`, escaped, in UTF-16 units."""
    escapes = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return escapes + splitting.utf16(text)


def split(text: str, limit: int = TEXT) -> list[str]:
    """Return `text` in pieces of at most `limit` each, which joined are `text` again."""
    return splitting.split(text, limit, length)


def shortened(text: str, limit: int) -> str:
    """Return `text` on one line, cut with an ellipsis where it is longer than `limit`. Never empty."""
    line = text if text.isprintable() and "  " not in text and text.strip() == text else texts.one_line(text)
    if _MOST_UNITS * len(line) > limit and length(line) > limit:  # the first is fast, and settles most
        line = line[: splitting.prefix(line, limit - 1, length)].rstrip() + _ELLIPSIS
    return line or _ELLIPSIS


def label(text: str, limit: int) -> str:
    """Return `text` shortened and escaped."""
    return escape(shortened(text, limit))


def plain(text: str, limit: int = TEXT) -> Block:
    """Return a text object that shows `text`, a label, as it is."""
    return {"type": "plain_text", "text": label(text, limit), "emoji": False}


def section(text: str, accessory: Block | None = None, block_id: str = "", limit: int = TEXT) -> Block:
    return (
        {"type": "section", "text": plain(text, limit)} | ({"accessory": accessory} if accessory else {}) | ({"block_id": block_id} if block_id else {})
    )


def whole(piece: str) -> Block:
    """Return the block that shows a piece of a text, character by character."""
    return {"type": "section", "text": {"type": "plain_text", "text": escape(piece), "emoji": False}}


def approved(piece: str, number: int) -> Block:
    """Return the block that shows the `number`th piece of an approved text, character by character."""
    return whole(piece) | {"block_id": f"{APPROVED}{number}"}


APPROVED = "approved_"


def context(*lines: str, limit: int = SMALL) -> list[Block]:
    """Return small print, a block a line; nothing for empty lines."""
    return [{"type": "context", "elements": [plain(line, limit)]} for line in lines if line]


@lru_cache(maxsize=1_024)  # the same few under every answer
def _button_label(text: str) -> str:
    return label(text, BUTTON)


def button(text: str, action: str, value: str = "-", style: str = "", url: str = "") -> Block:
    shown = {"type": "plain_text", "text": _button_label(text), "emoji": False}
    found: Block = {"type": "button", "action_id": action, "text": shown, "value": value}
    return found | ({"style": style} if style else {}) | ({"url": url} if url else {})


def actions(block_id: str, elements: list[Block]) -> list[Block]:
    """Return the blocks that hold these elements, 25 each."""
    groups = [elements[start : start + MOST_BUTTONS] for start in range(0, len(elements), MOST_BUTTONS)]
    return [
        {"type": "actions", "block_id": block_id if number == 0 else f"{block_id}|{number}", "elements": group} for number, group in enumerate(groups)
    ]


def selects(action: str, placeholder: str, options: list[tuple[str, str]], limit: int = OPTION) -> Iterator[Block]:
    """Yield menus of (text, value) options, a hundred each."""
    for start in range(0, len(options), MOST_OPTIONS):
        shown = [{"text": plain(text, limit), "value": value} for text, value in options[start : start + MOST_OPTIONS]]
        yield {"type": "static_select", "action_id": f"{action}_{start}", "placeholder": plain(placeholder, PLACEHOLDER), "options": shown}
