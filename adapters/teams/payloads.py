"""What Teams sends, read: who, where, in which words; the addresses to answer at.

A field that is missing or of another kind reads as empty, so that no payload, however odd, is an exception here.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from adapters.teams.parsing import read_json
from knowledge.text import without_controls

PLATFORM = "teams"

Payload = Mapping[str, Any]

# A question longer than this holds a document, not a question.
MOST_TEXT = 4_000
_MOST_DIGITS = 15

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>", re.IGNORECASE)
_PERSONAL, _CHANNEL = "personal", "channel"


def field(payload: Any, *path: str | int) -> str:
    """Return the text at `path`, or an empty one."""
    found = part(payload, *path)
    return sound(found) if isinstance(found, str) else ""


def sound(text: str) -> str:
    """Return a text that can be written down: JSON may hold halves of characters."""
    return text.encode(errors="replace").decode()


def texts_in(value: str) -> list[str]:
    """Return the texts that a button names, a JSON list of them; nothing where it is not understood."""
    try:
        found = read_json(value)
    except ValueError:
        return []
    return [sound(one) for one in found] if isinstance(found, list) and all(isinstance(one, str) for one in found) else []


def number_in(text: str, otherwise: int) -> int:
    """Return the number that a button names, `otherwise` where it names none of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise


def part(payload: Any, *path: str | int) -> Any:
    """Return what stands at `path`, or None."""
    for name in path:
        if isinstance(name, int):
            payload = payload[name] if isinstance(payload, list) and -len(payload) <= name < len(payload) else None
        else:
            payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload


def parts(payload: Any, *path: str | int) -> list[Any]:
    """Return the list at `path`, or an empty one."""
    found = part(payload, *path)
    return found if isinstance(found, list) else []


def spoken(activity: Payload) -> str:
    """Return what somebody wrote to the bot, without the mention of it."""
    text = field(activity, "text")[: 4 * MOST_TEXT]
    bot = field(activity, "recipient", "id")
    for entity in parts(activity, "entities"):
        mention = field(entity, "text")
        if field(entity, "type") == "mention" and mention and field(entity, "mentioned", "id") == bot:
            text = text.replace(mention, " ")
    return as_typed(text.replace("&nbsp;", " "))  # which Teams puts after a mention, though the text is plain


def written(message: Any) -> str:
    """Return what a message says that somebody chose an action on: Teams gives its text as HTML."""
    content = field(message, "body", "content")[: 8 * MOST_TEXT]
    if field(message, "body", "contentType") == "text":
        return as_typed(content)
    return as_typed(html.unescape(_TAG.sub("", _BREAK.sub("\n", content))))


def as_typed(text: str) -> str:
    """Return a text without what nobody types, as long as a question may be."""
    return without_controls(text).strip()[:MOST_TEXT]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a conversation of a service URL; or a person, by their Entra object id, in their conversation with the bot.

    A thread of a channel is a conversation, its first message part of the id. `service_url` is empty where it is not known: that of the settings.
    """

    conversation: str = ""
    service_url: str = ""
    person: str = ""
    is_personal: bool = False

    def to_text(self) -> str:
        named = ((name, getattr(self, name)) for name in _ADDRESS)
        return json.dumps({name: value for name, value in named if value})

    @staticmethod
    def from_text(text: str) -> "Address":
        """Return the address that was written down. Raises ValueError, TypeError."""
        return Address(**json.loads(text))

    @property
    def order(self) -> str:
        """What is said here is said in order."""
        return self.conversation or self.person


_ADDRESS = tuple(spec.name for spec in fields(Address))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did something, as the activity says: by their Entra object id, by Teams' own id for them here, and which tenants it names."""

    id: str
    account: str
    name: str
    tenants: frozenset[str]
    locale: str


def sender_of(activity: Payload) -> Sender:
    """Return who an activity is from."""
    named = (field(activity, "channelData", "tenant", "id"), field(activity, "conversation", "tenantId"), field(activity, "from", "tenantId"))
    locale = field(activity, "locale") or next((field(one, "locale") for one in parts(activity, "entities") if field(one, "type") == "clientInfo"), "")
    return Sender(
        field(activity, "from", "aadObjectId").lower(),
        field(activity, "from", "id"),
        field(activity, "from", "name"),
        frozenset(one.lower() for one in named if one),
        locale,
    )


def address_of(activity: Payload) -> Address:
    """Return where an activity is answered; the conversation of an empty `conversationType` is taken for one that others read."""
    is_personal = field(activity, "conversation", "conversationType") == _PERSONAL
    return Address(field(activity, "conversation", "id"), field(activity, "serviceUrl"), is_personal=is_personal)


def channel_of(activity: Payload) -> str:
    """Return the id of the channel that an activity comes from, whatever its thread; empty for a chat."""
    conversation = field(activity, "conversation", "id")
    is_channel = field(activity, "conversation", "conversationType") == _CHANNEL
    return field(activity, "channelData", "channel", "id") or conversation.split(";")[0] if is_channel else ""


@dataclass(frozen=True, slots=True)
class Press:
    """Something pressed in a card: what it is, which reply it is about, where that is shown, and whether its text stands in the card.

    `inputs` are what was typed and chosen. Teams tells of one press several times, under an id of its own each time, so none is kept here.
    """

    verb: str
    about: str
    value: str
    in_card: bool
    inputs: Mapping[str, str]
    address: Address


# What a card's button carries; every other field of what Teams tells is what was typed or chosen in the card.
_OURS = ("verb", "about", "value", "shape", "msteams")


def read_press(activity: Payload) -> Press:
    """Return the press that an invoke tells of: an Action.Execute of a card, or an Action.Submit of a dialog."""
    data = part(activity, "value", "action", "data")
    if not isinstance(data, Mapping):
        data = part(activity, "value", "data")
    if not isinstance(data, Mapping):
        data = part(activity, "value")
    data = data if isinstance(data, Mapping) else {}
    inputs = {name: sound(value) for name, value in data.items() if name not in _OURS and isinstance(value, str)}
    return Press(
        verb=field(data, "verb") or field(activity, "value", "action", "verb"),
        about=field(data, "about"),
        value=field(data, "value"),
        in_card=field(data, "shape") == "card",
        inputs=inputs,
        address=address_of(activity),
    )
