"""What Slack would refuse in a message, a modal or a Home tab: the checks of slack_sdk's models, and the many they leave out.

Limits are those of docs.slack.dev/reference/block-kit. Lengths are counted in UTF-16 code units of the string as sent.
"""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block, BlockElement, block_elements
from slack_sdk.models.views import View

TEXT_KEYS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
MENTIONS = ("<!channel", "<!here", "<!everyone", "<!subteam", "<@", "<#")
MENTION_PARTS = {"broadcast", "user", "usergroup", "channel"}  # of a rich_text block
MESSAGES_ONLY = {"context_actions", "markdown", "table", "plan", "task_card", "card", "carousel", "file", "call"}
VIEW_KEYS = {
    "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id", "submit_disabled",
}  # fmt: skip

MENUS = {f"{many}{kind}_select" for many in ("", "multi_") for kind in ("static", "external", "users", "conversations", "channels")}
PICKERS = MENUS | {"checkboxes", "datepicker", "radio_buttons", "timepicker"}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
PLACES = {
    "section": PICKERS | {"button", "image", "overflow", "workflow_button"},
    "actions": PICKERS | {"button", "datetimepicker", "overflow", "workflow_button", "rich_text_input"},
    "context": {"image", "plain_text", "mrkdwn"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "input": PICKERS | TYPED | {"datetimepicker", "file_input"},
}
MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}

# Keys that slack_sdk's classes inherit, and Slack does not know.
NOT_THERE = {kind: {"placeholder"} for kind in ("checkboxes", "radio_buttons", "datetimepicker", "file_input")}
NOT_THERE |= {kind: {"confirm"} for kind in TYPED} | {"file_input": {"placeholder", "confirm"}}


def length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def problems(payload: dict[str, Any]) -> list[str]:
    """Return what Slack would refuse in a message ({"text", "blocks"}), a response or a view ({"type": "modal" or "home"}); nothing if it is good."""
    check = _Check(str(payload.get("type", "")) if payload.get("type") in ("modal", "home") else "message")
    if check.surface == "message":
        check.message(payload)
    else:
        check.view(payload)
    return check.found


def element_types() -> dict[str, type[BlockElement]]:
    kinds: dict[str, type[BlockElement]] = {}
    for kind in BlockElement._get_sub_block_elements():
        if isinstance(getattr(kind, "type", None), str) and not issubclass(kind, block_elements.RichTextElement):
            kinds.setdefault(kind.type, kind)
    return kinds


def block_types() -> dict[str, type[Block]]:
    return {kind.type: kind for kind in Block.__subclasses__()}


ELEMENTS, BLOCKS = element_types(), block_types()


@cache
def known_keys(kind: type[JsonObject], name: str) -> set[str]:
    """Return the keys that a block or an element of this class may have."""
    keys = set(kind.__new__(kind).attributes) - NOT_THERE.get(name, set())
    return keys | {"alt_text"} if name in ("image", "video") else keys - {"alt_text"}


class _Check:
    """One check of one payload; `found` grows."""

    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.found: list[str] = []
        self.total = 0  # of the texts in blocks
        self.focused = 0

    def say(self, path: str, problem: str) -> None:
        self.found.append(f"{path}: {problem}")

    def limit(self, path: str, value: Any, most: int, *, least: int = 0) -> None:
        """Check a string that may be absent."""
        if value is None:
            return
        if not isinstance(value, str):
            self.say(path, "is not a string")
        elif not least <= length(value) <= most:
            self.say(path, f"has {length(value)} characters, not {least} to {most}")

    def keys(self, path: str, part: dict[str, Any], known: set[str], required: tuple[str, ...] = ()) -> None:
        for key in sorted(set(part) - known):
            self.say(path, f"unknown key {key}")
        for key in required:
            if part.get(key) in (None, "", [], {}):
                self.say(path, f"{key} is missing")

    def mentions(self, path: str, text: str) -> None:
        for mention in MENTIONS:
            if mention in text:
                self.say(path, f"mentions with {mention}")

    # What is checked whole.

    def message(self, payload: dict[str, Any]) -> None:
        text = payload.get("text")
        self.limit("text", text, 40_000)
        if isinstance(text, str):
            self.mentions("text", text)
        self.blocks(payload.get("blocks"), 50)
        if self.total > 13_000:
            self.say("blocks", f"have {self.total} characters of text in all, more than 13000")

    def view(self, view: dict[str, Any]) -> None:
        self.keys("view", view, VIEW_KEYS, ("blocks",))
        with self.malformed("view"):
            View(**copy.deepcopy(view)).validate_json()
        for key in ("title", "submit", "close"):
            self.text(key, view.get(key), 24, plain=True)
        if self.surface == "modal":
            self.keys("view", {"title": view.get("title")}, {"title"}, ("title",))
            if not view.get("submit") and any(isinstance(block, dict) and block.get("type") == "input" for block in view.get("blocks") or ()):
                self.say("view", "has inputs and no submit")
        self.limit("private_metadata", view.get("private_metadata"), 3000)
        self.limit("callback_id", view.get("callback_id"), 255)
        self.limit("external_id", view.get("external_id"), 255)
        self.blocks(view.get("blocks"), 100)
        if self.focused > 1:
            self.say("view", f"has {self.focused} elements with focus_on_load")
        if (size := len(json.dumps(view, ensure_ascii=False).encode())) > 250_000:
            self.say("view", f"has {size} bytes, more than 250 kB")

    @contextmanager
    def malformed(self, path: str) -> Iterator[None]:
        """Note what slack_sdk's models refuse, and what they or we stumble over."""
        try:
            yield
        except SlackObjectFormationError as refusal:
            self.say(path, str(refusal))
        except (KeyError, TypeError, AttributeError, ValueError) as stumble:
            self.say(path, f"is malformed ({stumble!r})")

    # Blocks.

    def blocks(self, blocks: Any, most: int) -> None:
        if blocks is None:
            return
        if not isinstance(blocks, list):
            self.say("blocks", "is not a list")
            return
        if len(blocks) > most:
            self.say("blocks", f"are {len(blocks)}, more than {most}")
        ids = [block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id")]
        for block_id in sorted({block_id for block_id in ids if ids.count(block_id) > 1}):
            self.say("blocks", f"block_id {block_id} is not unique")
        for number, block in enumerate(blocks):
            self.block(f"blocks[{number}]", block)

    def block(self, path: str, block: Any) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in BLOCKS:
            self.say(path, f"unknown block type {kind}")
            return
        if kind in MESSAGES_ONLY and self.surface != "message":
            self.say(path, f"{kind} is for messages only")
        self.keys(path, block, known_keys(BLOCKS[kind], kind))
        self.limit(f"{path}.block_id", block.get("block_id"), 255, least=1)
        with self.malformed(path):
            parsed = Block.parse(copy.deepcopy(block))
            for part in _parts(parsed):
                part.validate_json()
        with self.malformed(path):  # whatever is of no shape at all
            getattr(self, f"_{kind}", self._other)(path, block)

    def _header(self, path: str, block: dict[str, Any]) -> None:
        self.text(f"{path}.text", block.get("text"), 150, plain=True)

    def _section(self, path: str, block: dict[str, Any]) -> None:
        self.text(f"{path}.text", block.get("text"), 3000)
        fields = block.get("fields")
        if fields is not None and not 1 <= len(fields) <= 10:
            self.say(f"{path}.fields", f"are {len(fields)}, not 1 to 10")
        for number, part in enumerate(fields or ()):
            self.text(f"{path}.fields[{number}]", part, 2000)
        if "accessory" in block:
            self.element(f"{path}.accessory", block["accessory"], "section")

    def _elements(self, path: str, block: dict[str, Any]) -> None:
        kind, elements = block["type"], block.get("elements") or []
        if not 1 <= len(elements) <= MOST_ELEMENTS[kind]:
            self.say(f"{path}.elements", f"are {len(elements)}, not 1 to {MOST_ELEMENTS[kind]}")
        ids = [element.get("action_id") for element in elements if isinstance(element, dict) and element.get("action_id")]
        for action_id in sorted({action_id for action_id in ids if ids.count(action_id) > 1}):
            self.say(path, f"action_id {action_id} is not unique")
        for number, element in enumerate(elements):
            self.element(f"{path}.elements[{number}]", element, kind)

    _actions = _context = _context_actions = _elements

    def _input(self, path: str, block: dict[str, Any]) -> None:
        self.keys(path, block, set(block), ("label", "element"))
        self.text(f"{path}.label", block.get("label"), 2000, plain=True)
        self.text(f"{path}.hint", block.get("hint"), 2000, plain=True)
        self.element(f"{path}.element", block.get("element"), "input")

    def _image(self, path: str, block: dict[str, Any]) -> None:
        self.keys(path, block, set(block), ("alt_text",))
        self.limit(f"{path}.alt_text", block.get("alt_text"), 2000)
        self.limit(f"{path}.image_url", block.get("image_url"), 3000)
        if block["type"] == "image":
            self.text(f"{path}.title", block.get("title"), 2000, plain=True)

    def _markdown(self, path: str, block: dict[str, Any]) -> None:
        self.raw(f"{path}.text", block.get("text"), 12_000)

    def _other(self, path: str, block: dict[str, Any]) -> None:
        """Check the texts of a block whose shape is left to slack_sdk."""
        for at, part in _dicts(block, path):
            if part.get("type") in TEXT_KEYS:
                self.text(at, part, 3000)
            elif part.get("type") in MENTION_PARTS:
                self.say(at, f"mentions with a {part['type']} element")
            elif isinstance(part.get("text"), str):
                self.raw(f"{at}.text", part["text"], 3000)

    # Texts.

    def raw(self, path: str, text: Any, most: int) -> None:
        self.limit(path, text, most, least=1)
        if isinstance(text, str):
            self.total += length(text)
            self.mentions(path, text)

    def text(self, path: str, text: Any, most: int, *, plain: bool = False) -> None:
        """Check a text object that may be absent."""
        if text is None:
            return
        if not isinstance(text, dict) or text.get("type") not in TEXT_KEYS:
            self.say(path, "is not a text object of type plain_text or mrkdwn")
            return
        if plain and text["type"] != "plain_text":
            self.say(path, "is not plain_text")
        self.keys(path, text, TEXT_KEYS[text["type"]])
        for key in ("emoji", "verbatim"):
            if not isinstance(text.get(key, False), bool):
                self.say(path, f"{key} is not true or false")
        content = text.get("text")
        if not isinstance(content, str) or not content.strip():
            self.say(path, "has no text")
        else:
            self.raw(path, content, min(most, 3000))

    # Elements.

    def element(self, path: str, element: Any, place: str) -> None:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind not in PLACES[place]:
            self.say(path, f"{kind} cannot stand in {place}")
            return
        if kind in TEXT_KEYS:
            self.text(path, element, 3000)
            return
        self.keys(path, element, known_keys(ELEMENTS[kind], kind))
        self.limit(f"{path}.action_id", element.get("action_id"), 255, least=1)
        self.text(f"{path}.placeholder", element.get("placeholder"), 150, plain=True)
        self.focused += element.get("focus_on_load") is True
        if "confirm" in element:
            self.confirm(f"{path}.confirm", element["confirm"])
        if kind in ("button", "icon_button", "workflow_button"):
            self.button(path, element)
        elif kind == "feedback_buttons":
            for name in ("positive_button", "negative_button"):
                self.keys(path, element, set(element), (name,))
                self.button(f"{path}.{name}", element.get(name) or {}, value_needed=True)
        elif kind == "image":
            self._image(path, element)
        elif kind in ("static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"):
            self.choices(path, element)
        elif kind == "plain_text_input":
            self.typed(path, element)

    def button(self, path: str, button: dict[str, Any], *, value_needed: bool = False) -> None:
        if "type" not in button:
            self.keys(path, button, {"text", "value", "accessibility_label"})
        self.keys(path, button, set(button), ("text", "value") if value_needed else ("text",))
        self.text(f"{path}.text", button.get("text"), 75, plain=True)
        self.limit(f"{path}.value", button.get("value"), 2000, least=1)
        self.limit(f"{path}.url", button.get("url"), 3000, least=1)
        self.limit(f"{path}.accessibility_label", button.get("accessibility_label"), 75, least=1)
        if button.get("style", "primary") not in ("primary", "danger"):
            self.say(path, f"unknown style {button['style']}")

    def confirm(self, path: str, confirm: dict[str, Any]) -> None:
        self.keys(path, confirm, {"title", "text", "confirm", "deny", "style"}, ("title", "text", "confirm", "deny"))
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            self.text(f"{path}.{key}", confirm.get(key), most, plain=key != "text")

    def typed(self, path: str, element: dict[str, Any]) -> None:
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not (0 <= least <= most and 1 <= most <= 3000):
            self.say(path, f"min_length {least} and max_length {most} are not within 0 to 3000")
        self.limit(f"{path}.initial_value", element.get("initial_value"), most)
        config = element.get("dispatch_action_config")
        if config is not None:
            self.keys(f"{path}.dispatch_action_config", config, {"trigger_actions_on"}, ("trigger_actions_on",))
            for trigger in set(config.get("trigger_actions_on", ())) - {"on_enter_pressed", "on_character_entered"}:
                self.say(path, f"unknown trigger {trigger}")

    def choices(self, path: str, element: dict[str, Any]) -> None:
        kind, groups = element["type"], element.get("option_groups")
        options = list(element.get("options") or ())
        if groups is None:
            self.options(path, options, MOST_OPTIONS.get(kind, 100), kind)
        elif not 1 <= len(groups) <= 100:
            self.say(path, f"has {len(groups)} option_groups, not 1 to 100")
        for number, group in enumerate(groups or ()):
            at = f"{path}.option_groups[{number}]"
            self.keys(at, group, {"label", "options"}, ("label", "options"))
            self.text(f"{at}.label", group.get("label"), 75, plain=True)
            self.options(at, group.get("options") or [], 100, kind)
            options += group.get("options") or []
        for chosen in [element["initial_option"]] if "initial_option" in element else element.get("initial_options") or ():
            if chosen not in options:
                self.say(path, "an initial option is none of the options")

    def options(self, path: str, options: list[dict[str, Any]], most: int, kind: str) -> None:
        if not 1 <= len(options) <= most:
            self.say(path, f"has {len(options)} options, not 1 to {most}")
        for number, option in enumerate(options):
            at = f"{path}.options[{number}]"
            known = {"text", "value", "description"} | ({"url"} if kind == "overflow" else set())
            self.keys(at, option, known, ("text", "value"))
            is_plain = kind not in ("checkboxes", "radio_buttons")
            self.text(f"{at}.text", option.get("text"), 75, plain=is_plain)
            self.text(f"{at}.description", option.get("description"), 75, plain=is_plain)
            self.limit(f"{at}.value", option.get("value"), 150, least=1)
            self.limit(f"{at}.url", option.get("url"), 3000, least=1)


def _parts(part: Any) -> Iterator[JsonObject]:
    """Yield slack_sdk's object and those within."""
    if isinstance(part, JsonObject):
        yield part
        for inner in vars(part).values():
            yield from _parts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _parts(inner)


def _dicts(part: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object below `part` with where it is, itself first."""
    if isinstance(part, dict):
        yield path, part
        for key, inner in part.items():
            yield from _dicts(inner, f"{path}.{key}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from _dicts(inner, f"{path}[{number}]")
