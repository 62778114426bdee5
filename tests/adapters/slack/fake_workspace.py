"""What the fake Slack knows: users, conversations, messages, views, and what the app did; and the words its API answers in."""

import copy
import itertools
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# The order in which a person sees the parts of a block, of an element, and of a view.
_SEEN = ("title", "label", "text", "subtitle", "body", "fields", "blocks", "elements", "accessory", "element", "placeholder", "options", "hint")


@dataclass(frozen=True)
class Call:
    """One thing the app did: a Web API method, `response_url`, or `response_action` (a modal's answer to view_submission)."""

    method: str
    arguments: Json
    at: float  # monotonic
    ok: bool
    error: str = ""
    note: str = ""  # "ignored" where Slack says ok and does nothing


@dataclass(frozen=True)
class RateLimited:
    """HTTP 429 with Retry-After."""

    seconds: int = 1


@dataclass(frozen=True)
class Failure:
    """An answer that is no JSON, with this HTTP status: a proxy's, or a response URL's own."""

    status: int = 503
    text: str = "<html>upstream failure</html>"
    content_type: str = "text/html"


@dataclass(frozen=True)
class ApiError:
    """HTTP 200 with ok false."""

    error: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hang:
    """The answer comes late; the call has its effect at once, unless `acts` is false."""

    seconds: float
    acts: bool = True


@dataclass(frozen=True)
class Drop:
    """The connection is closed without an answer, before the call has an effect, or after it if `acts`."""

    acts: bool = False


Fault = RateLimited | Failure | ApiError | Hang | Drop


class SlackError(Exception):
    """What a method refuses, in Slack's words."""

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []


@dataclass
class Trigger:
    user: str
    view: str = ""  # the modal it was pressed in
    made_at: float = field(default_factory=time.monotonic)
    is_used: bool = False


@dataclass
class ResponseUrl:
    channel: str
    user: str
    message_ts: str = ""
    made_at: float = field(default_factory=time.monotonic)
    uses: int = 0


class Workspace:
    """The state, guarded by `changed`, which is notified at each of the app's calls."""

    team = "T1"
    app_id = "A1"
    bot_user = "UBOT"
    bot_id = "BBOT"
    bot_token = "xoxb-1-fake"
    app_token = "xapp-1-fake"
    signing_secret = "fake-signing-secret"
    domain = "ayuntamiento"

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.scopes = "app_mentions:read,assistant:write,channels:history,chat:write,commands,im:history,im:write,users:read"
        self.trigger_lifetime = 3.0
        self.response_url_lifetime = 30 * 60.0
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.posted: list[Json] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, str] = {}
        self.stacks: dict[str, list[str]] = defaultdict(list)
        self.typed: dict[tuple[str, str, str], Any] = {}  # by view, block_id and action_id
        self.prompts: dict[str, Json] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.recorded: list[Call] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._number = itertools.count(1)

    def ts(self) -> str:
        """Return a new message's time stamp, later than all before."""
        return f"{int(time.time())}.{next(self._number):06d}"

    def unique(self, prefix: str) -> str:
        return f"{prefix}{next(self._number):08d}"

    def record(self, method: str, arguments: Json, error: str = "", note: str = "") -> None:
        with self.changed:
            self.recorded.append(Call(method, copy.deepcopy(arguments), time.monotonic(), not error, error, note))
            self.changed.notify_all()

    # Users and conversations.

    def add_user(self, id: str, *, name: str, locale: str, team: str | None, **flags: bool) -> None:
        real_name = name or f"Persona {id}"
        with self.changed:
            self.users[id] = {
                "id": id, "team_id": team or self.team, "name": real_name.lower().replace(" ", "."), "real_name": real_name, "locale": locale,
                "tz": "Europe/Madrid", "is_app_user": False, "profile": {"real_name": real_name, "display_name": real_name, "team": team or self.team}, **flags,
            }  # fmt: skip
            self.add_channel(f"D{id}", is_im=True, user=id)

    def add_channel(self, id: str, **more: Any) -> Json:
        """Return the conversation, made if it is not there."""
        with self.changed:
            if id not in self.channels or more:
                is_im = bool(more.get("is_im"))
                named = {} if is_im else {"name": more.get("name", f"canal-{id.lower()}"), "is_channel": True, "is_private": False, "is_member": True}
                self.channels[id] = {"id": id, "is_im": is_im, "is_ext_shared": False, **named, **more}
            return self.channels[id]

    def user_team(self, user: str) -> str:
        return self.users.get(user, {}).get("team_id", self.team)

    def user_name(self, user: str) -> str:
        return self.users.get(user, {}).get("name", user.lower())

    # What a person's act gives the app to answer with.

    def trigger(self, user: str, view: str = "") -> str:
        made = f"{next(self._number)}.{self.team}.{secrets.token_hex(8)}"
        self.triggers[made] = Trigger(user, view)
        return made

    def use_trigger(self, id: str) -> Trigger:
        """Return the trigger, looked at but not yet used."""
        trigger = self.triggers.get(id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made_at >= self.trigger_lifetime:
            raise SlackError("expired_trigger_id")
        return trigger

    def response_url(self, channel: str, user: str, message_ts: str = "") -> str:
        """Return the last part of a new response_url."""
        made = secrets.token_hex(12)
        self.response_urls[made] = ResponseUrl(channel, user, message_ts)
        return made

    # Messages and views.

    def post(self, channel: str, said: Json, ephemeral_for: str = "") -> Json:
        """Keep a message of the app's and return it."""
        message = {"type": "message", "user": self.bot_user, "bot_id": self.bot_id, "app_id": self.app_id, "team": self.team}
        message |= {"channel": channel, "ts": self.ts(), "text": said.get("text") or ""}
        message |= {key: said[key] for key in ("thread_ts", "metadata", "attachments") if said.get(key)}
        if said.get("blocks"):
            message["blocks"] = self.with_ids(said["blocks"])
        if ephemeral_for:
            message["ephemeral_for"] = ephemeral_for
        self.posted.append(message)
        return message

    def find_message(self, channel: str, ts: str, *, ephemeral: bool = False) -> Json:
        for message in self.posted:
            if message["channel"] == channel and message["ts"] == ts and (ephemeral or "ephemeral_for" not in message):
                return message
        raise SlackError("message_not_found")

    def change(self, message: Json, said: Json) -> None:
        """Update a message. Blocks that are not named stay, as do texts."""
        if said.get("text") is not None:
            message["text"] = said["text"]
        if said.get("blocks") is not None:
            message["blocks"] = self.with_ids(said["blocks"])
        message["edited"] = {"user": self.bot_user, "ts": self.ts()}

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """Return the blocks with the block_ids and action_ids that Slack gives to those without."""
        blocks = copy.deepcopy(blocks)
        for block in blocks:
            block.setdefault("block_id", secrets.token_hex(3))
            for element in elements(block):
                if element.get("type") not in ("image", "plain_text", "mrkdwn"):
                    element.setdefault("action_id", secrets.token_hex(3))
        return blocks

    def store_view(self, view: Json, *, known: str = "", previous: str | None = None) -> Json:
        """Keep a new view, or a new version of the view `known`, and return it as Slack shows it to the app."""
        old = self.views.get(known, {})
        made = known or self.unique("V")
        kept = {"callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None, "close": None}
        kept |= {"clear_on_close": False, "notify_on_close": False, **copy.deepcopy(view), "blocks": self.with_ids(view["blocks"])}
        root = old.get("root_view_id") or (self.views[previous]["root_view_id"] if previous else made)
        self.views[made] = kept | {
            "id": made, "team_id": self.team, "app_id": self.app_id, "app_installed_team_id": self.team, "bot_id": self.bot_id,
            "hash": f"{int(time.time())}.{secrets.token_hex(4)}", "previous_view_id": old.get("previous_view_id", previous), "root_view_id": root,
        }  # fmt: skip
        return self.shown_view(made)

    def shown_view(self, id: str) -> Json:
        view = copy.deepcopy(self.views[id])
        return view | {"state": {"values": self.state(id, view["blocks"])}}

    def state(self, view: str, blocks: list[Json]) -> Json:
        """Return what stands in the inputs of these blocks: what was typed, or what the app put there."""
        values: Json = {}
        for block in blocks:
            for element in elements(block):
                if "action_id" in element and (
                    block["type"] == "input" or element["type"] not in ("button", "overflow", "feedback_buttons", "icon_button")
                ):
                    typed = self.typed.get((view, block["block_id"], element["action_id"]))
                    values.setdefault(block["block_id"], {})[element["action_id"]] = typed or initial(element)
        return values


def elements(block: Json) -> list[Json]:
    """Return what stands in an actions, context, section or input block."""
    if block.get("type") == "rich_text":
        return []
    return [part for part in (*(block.get("elements") or ()), block.get("accessory"), block.get("element")) if part]


def initial(element: Json) -> Json:
    """Return an input's part of view.state.values before anyone typed."""
    kind = element["type"]
    if kind in ("static_select", "external_select", "radio_buttons"):
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "value": element.get("initial_value")}


def visible_text(shown: Json) -> str:
    """Return what a person sees of a message or a view, a line a text object; the text of a message that has no blocks."""
    parts = list(_texts(shown)) if shown.get("blocks") else [shown.get("text") or ""]
    return "\n".join(part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in parts)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str) and "blocks" not in part:
            yield part["text"]
        for key in (*(key for key in _SEEN if key in part), *(key for key in part if key not in (*_SEEN, "metadata", "state", "attachments"))):
            if not (key == "text" and isinstance(part["text"], str)):
                yield from _texts(part[key])
