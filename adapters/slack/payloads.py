"""What Slack sends, read: plain text out of its markup, the fields that matter, the addresses to answer at.

A field that is missing or of another kind reads as empty, so that no payload, however odd, is an exception here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as field_of
from typing import Any

from adapters.slack.blocks import unescape
from knowledge.text import without_controls

PLATFORM = "slack"

Payload = Mapping[str, Any]

# A question longer than this holds a document, not a question.
MOST_TEXT = 4_000

# <@U1>, <@U1|ana>, <#C1|general>, <!subteam^S1|@grupo>, <https://x.example|label>
_MARKUP = re.compile(r"<([^<>|]{0,2000})(?:\|([^<>]{0,2000}))?>")


def field(payload: Any, *path: str | int) -> str:
    """Return the text at `path`, or an empty one."""
    found = part(payload, *path)
    return found if isinstance(found, str) else ""


def part(payload: Any, *path: str | int) -> Any:
    """Return what stands at `path`, or None."""
    for name in path:
        if isinstance(name, int):
            payload = payload[name] if isinstance(payload, list) and -len(payload) <= name < len(payload) else None
        else:
            payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload


def spoken(text: str, bot: str = "") -> str:
    """Return what somebody wrote, without Slack's markup and without the mention of the bot."""

    def read(found: re.Match[str]) -> str:
        target, shown = found.group(1), found.group(2)
        if target == f"@{bot}":
            return " "
        if target.startswith(("@", "#", "!")):
            return shown or " "
        return shown or target.removeprefix("mailto:")

    return without_controls(unescape(_MARKUP.sub(read, text[: 2 * MOST_TEXT]))).strip()[:MOST_TEXT]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a conversation (in a thread, or to one person alone), or a response URL.

    `is_public`: a response URL whose message everybody in the conversation sees. `is_new_thread`: the first answer opens the thread. In one that is not
    open yet, Slack shows nobody what is for one person alone (docs.slack.dev/reference/methods/chat.postEphemeral).
    """

    channel: str = ""
    thread: str = ""
    is_new_thread: bool = False
    only_for: str = ""
    response_url: str = ""
    is_public: bool = False

    def to_text(self) -> str:
        named = ((name, getattr(self, name)) for name in _ADDRESS)
        return json.dumps({name: value for name, value in named if value})

    @staticmethod
    def from_text(text: str) -> "Address":
        return Address(**json.loads(text))

    @property
    def active_thread(self) -> str:
        return "" if self.is_new_thread else self.thread

    @property
    def conversation(self) -> str:
        """What is said here is said in order."""
        return self.channel or self.response_url

    @property
    def is_private(self) -> bool:
        """Whether one person alone sees what is sent here, so that it may be changed for that person."""
        return bool(self.only_for) or self.channel.startswith(("D", "U", "W")) or bool(self.response_url and not self.is_public)


_ADDRESS = tuple(spec.name for spec in fields(Address))


@dataclass(frozen=True, slots=True)
class Press:
    """Something pressed in a message, a modal or the Home tab: what it is, which reply it is about, and where that reply is shown.

    `typed` is what stands in the fields of the modal, by their names.
    """

    user: str
    action: str
    value: str
    about: str
    key: str
    trigger: str
    address: Address
    response_url: str
    message: str
    view: str
    origin: Address
    in_modal: bool = False
    typed: Mapping[str, str] = field_of(default_factory=dict)

    @property
    def aside(self) -> Address:
        """Where whoever pressed is answered without anybody else seeing it, beside a message that all see."""
        if self.address.thread != self.message:
            return Address(self.address.channel, self.address.thread, only_for=self.user)
        # No thread is there yet, and Slack shows nobody what is private in one that is not; the app may not even be in the channel.
        return Address(response_url=self.response_url)


def read_press(body: Payload) -> Press:
    """Return the press that a `block_actions` payload tells of."""
    action = part(body, "actions", 0)
    block = field(action, "block_id")
    user, team = field(body, "user", "id"), field(body, "team", "id")
    channel, message = field(body, "channel", "id") or field(body, "container", "channel_id"), field(body, "container", "message_ts")
    view = field(body, "view", "id")
    is_ephemeral = part(body, "container", "is_ephemeral") is True
    thread = field(body, "message", "thread_ts") or field(body, "container", "thread_ts")
    address = (
        Address(channel, thread, only_for=user, response_url=field(body, "response_url"))
        if is_ephemeral
        else Address(channel, thread or ("" if channel.startswith("D") else message))
    )
    return Press(
        user=user,
        action=field(action, "action_id"),
        value=field(action, "value") or field(action, "selected_option", "value"),
        about=unescape(block.split("|")[1]) if "|" in block else "",
        key=f"slack:{team}:press:{message or view}:{field(action, 'action_ts')}",
        trigger=field(body, "trigger_id"),
        address=address,
        response_url=field(body, "response_url"),
        message=message,
        view=view,
        origin=origin_of(body),
        in_modal=field(body, "view", "type") == "modal",
        typed=_typed(part(body, "view", "state", "values")),
    )


def _typed(values: Any) -> dict[str, str]:
    """Return what was typed or chosen in each field of a view."""
    fields_ = (
        (name, its) for block in (values.values() if isinstance(values, Mapping) else ()) if isinstance(block, Mapping) for name, its in block.items()
    )
    return {str(name): field(its, "value") or field(its, "selected_option", "value") for name, its in fields_}


def origin_of(body: Payload) -> Address:
    """Return the conversation that a modal was opened from, as its private metadata keeps it; empty for none."""
    try:
        kept = json.loads(field(body, "view", "private_metadata"))
        return Address(channel=field(kept, "channel"), thread=field(kept, "thread"))
    except ValueError:
        return Address()
