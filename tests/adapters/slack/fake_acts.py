"""What people do in the fake Slack, as the payloads that Slack sends to the app for it."""

import copy
import time
from collections.abc import Callable
from typing import Any

from tests.adapters.slack.fake_api import WebApi
from tests.adapters.slack.fake_link import Answer, Delivery
from tests.adapters.slack.fake_workspace import Json, SlackError, Workspace, elements
from tests.adapters.slack.limits import length, problems

Pick = str | Callable[[Json], bool]


class Acts:
    """People's acts; each returns once the app acknowledged it, or at once with `wait=False`."""

    world: Workspace
    api: WebApi
    base_url: str

    def _deliver(
        self, kind: str, payload: Json, *, wait: bool = True, times: int = 1, then: Callable[[Delivery, Answer], None] | None = None
    ) -> Delivery:
        raise NotImplementedError

    # Events.

    def deliver_event(self, event: Json, event_id: str | None = None, times: int = 1, *, wait: bool = True, **wrapper_fields: Any) -> Delivery:
        """Deliver an Events API event, `times` times at once under one event_id."""
        world = self.world
        channel = event.get("channel", "")
        shared = world.channels.get(channel, {}).get("is_ext_shared", False) if isinstance(channel, str) else False
        allowed = {"enterprise_id": None, "team_id": world.team, "user_id": world.bot_user, "is_bot": True, "is_enterprise_install": False}
        body = {
            "token": "legacy", "team_id": world.team, "api_app_id": world.app_id, "event": event, "type": "event_callback",
            "event_id": event_id or world.unique("Ev"), "event_time": int(time.time()), "authorizations": [allowed],
            "is_ext_shared_channel": shared, "event_context": "4-fake",
        }  # fmt: skip
        return self._deliver("events_api", body | wrapper_fields, wait=wait, times=times)

    def _said(self, kind: str, user: str, channel: str, text: str, more: Json) -> Json:
        world = self.world
        ts, team = world.ts(), world.user_team(user)
        elsewhere = {"user_team": team, "source_team": team} if team != world.team else {}
        event = {
            "type": kind,
            "user": user,
            "text": text,
            "ts": ts,
            "channel": channel,
            "event_ts": ts,
            "team": team,
            "client_msg_id": world.unique("m"),
        }
        return event | elsewhere | {key: value for key, value in more.items() if value is not None}

    def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None, *, wait: bool = True, **more: Any) -> Delivery:
        """Someone mentions the bot; `text` is as Slack sends it, and gets the mention put before it if it has none."""
        self.world.add_channel(channel)
        mention = f"<@{self.world.bot_user}>"
        text = text if mention in text else f"{mention} {text}"
        return self.deliver_event(self._said("app_mention", user, channel, text, more | {"thread_ts": thread_ts}), wait=wait)

    def message(self, user: str, channel: str, text: str, channel_type: str = "channel", *, wait: bool = True, **more: Any) -> Delivery:
        """Someone writes where the bot is; `more` goes into the event: subtype, thread_ts, bot_id, ts and so on."""
        self.world.add_channel(channel)
        return self.deliver_event(self._said("message", user, channel, text, more | {"channel_type": channel_type}), wait=wait)

    def direct_message(self, user: str, text: str, *, wait: bool = True, **more: Any) -> Delivery:
        if f"D{user}" not in self.world.channels:
            self.world.add_channel(f"D{user}", is_im=True, user=user)
        return self.message(user, f"D{user}", text, "im", wait=wait, **more)

    def open_home(self, user: str, tab: str = "home", *, wait: bool = True) -> Delivery:
        event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": tab, "event_ts": self.world.ts()}
        shown = self.home(user)
        return self.deliver_event(event | ({"view": shown} if shown and tab == "home" else {}), wait=wait)

    # Commands and shortcuts.

    def _common(self, kind: str, user: str, view: str = "") -> Json:
        world = self.world
        person = {"id": user, "username": world.user_name(user), "name": world.user_name(user), "team_id": world.user_team(user)}
        common = {"type": kind, "user": person, "team": {"id": world.team, "domain": world.domain}, "api_app_id": world.app_id, "token": "legacy"}
        return common | {"enterprise": None, "is_enterprise_install": False, "trigger_id": world.trigger(user, view)}

    def _response_url(self, channel: str, user: str, message_ts: str = "") -> str:
        return f"{self.base_url}/response/{self.world.response_url(channel, user, message_ts)}"

    def command(self, user: str, channel: str, text: str, command: str = "/respuesta", *, wait: bool = True) -> Delivery:
        """Someone types a slash command; a message in the acknowledgement is shown as one to the response_url would be."""
        world = self.world
        name = world.add_channel(channel).get("name", "directmessage")
        form = {
            "token": "legacy", "team_id": world.team, "team_domain": world.domain, "channel_id": channel, "channel_name": name, "user_id": user,
            "user_name": world.user_name(user), "command": command, "text": text, "api_app_id": world.app_id, "is_enterprise_install": "false",
            "response_url": self._response_url(channel, user), "trigger_id": world.trigger(user),
        }  # fmt: skip

        def show(_: Delivery, answer: Answer) -> None:
            if answer.ack.get("text") or answer.ack.get("blocks"):
                self._answered("response_url", answer.ack, lambda: self.api.said_in_response(channel, user, "", answer.ack))

        return self._deliver("slash_commands", form, wait=wait, then=show)

    def _answered(self, method: str, ack: Json, act: Callable[[], None]) -> None:
        """Do and record what an acknowledgement asks for."""
        with self.world.changed:
            try:
                act()
            except SlackError as refusal:
                self.world.record(method, ack, "; ".join([refusal.error, *refusal.messages]))
            else:
                self.world.record(method, ack)

    def shortcut(self, user: str, callback_id: str, *, wait: bool = True) -> Delivery:
        payload = self._common("shortcut", user) | {"callback_id": callback_id, "action_ts": self.world.ts()}
        return self._deliver("interactive", payload, wait=wait)

    def message_shortcut(self, user: str, callback_id: str, channel: str, message: Json, *, wait: bool = True) -> Delivery:
        """Someone uses a shortcut on `message`, which gets a type, a ts and an author if it has none."""
        message = {"type": "message", "user": "U2", "ts": self.world.ts(), "team": self.world.team, **message}
        message = {key: value for key, value in message.items() if key not in ("channel", "ephemeral_for")}
        where = {"channel": {"id": channel, "name": self.world.add_channel(channel).get("name", "directmessage")}, "message": message}
        where |= {"response_url": self._response_url(channel, user, message["ts"]), "message_ts": message["ts"]}
        payload = self._common("message_action", user) | where | {"callback_id": callback_id, "action_ts": self.world.ts()}
        return self._deliver("interactive", payload, wait=wait)

    # What they see.

    def modal(self, user: str) -> Json | None:
        """Return the modal that this person has open, the uppermost."""
        with self.world.changed:
            stack = self.world.stacks[user]
            return self.world.shown_view(stack[-1]) if stack else None

    def home(self, user: str) -> Json | None:
        with self.world.changed:
            return self.world.shown_view(self.world.homes[user]) if user in self.world.homes else None

    def type_in(self, view: Json, values: dict[str, Any]) -> None:
        """Put values into a view's inputs, by action_id; nothing is sent."""
        with self.world.changed:
            for action_id, value in values.items():
                found = [(block, part) for block in view["blocks"] for part in elements(block) if part.get("action_id") == action_id]
                assert len(found) == 1, f"{len(found)} inputs are named {action_id} in {[part for block in view['blocks'] for part in elements(block)]}"
                block, part = found[0]
                self.world.typed[view["id"], block["block_id"], action_id] = _typed(part, value)

    # Interactions.

    def press(
        self,
        user: str,
        action: Pick,
        *,
        message: Json | None = None,
        view: Json | None = None,
        value: Any = None,
        values: Json | None = None,
        wait: bool = True,
    ) -> Delivery:
        """Someone presses, chooses or types in the element whose action_id is, or alone begins with, `action`.

        `value` is the option chosen, the text typed, "positive" or "negative", or the value of the one button that is meant.
        `values` are what they typed into the view's other inputs before.
        """
        shown = message if message is not None else view
        assert shown is not None
        block, element = _find(shown, action, value)
        assert block["type"] != "input" or block.get("dispatch_action"), f"{element['action_id']} does not dispatch_action"
        if view is not None:
            self.type_in(view, values or {})
            if element["type"] not in ("button", "overflow", "workflow_button"):
                self.type_in(view, {element["action_id"]: value})
        pressed = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": self.world.ts()}
        payload = self._common("block_actions", user, view["id"] if view is not None else "") | {"actions": [pressed | _acted(element, value)]}
        return self._deliver("interactive", payload | (self._in_message(user, message) if message is not None else self._in_view(view)), wait=wait)

    def _in_message(self, user: str, message: Json) -> Json:
        channel, ephemeral = message["channel"], "ephemeral_for" in message
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": ephemeral}
        if message.get("thread_ts"):
            container["thread_ts"] = message["thread_ts"]
        where = {"container": container, "channel": {"id": channel, "name": self.world.add_channel(channel).get("name", "directmessage")}}
        where |= {"state": {"values": {}}, "response_url": self._response_url(channel, user, message["ts"])}
        shown = {key: copy.deepcopy(value) for key, value in message.items() if key != "channel"}
        return where if ephemeral else where | {"message": shown}

    def _in_view(self, view: Json | None) -> Json:
        assert view is not None
        with self.world.changed:
            shown = copy.deepcopy(view) | {"state": {"values": self.world.state(view["id"], view["blocks"])}}
        return {"container": {"type": "view", "view_id": view["id"]}, "view": shown}

    def submit(self, user: str, view: Json, values: dict[str, Any] | None = None, *, wait: bool = True) -> Delivery:
        """Someone fills in a modal, by action_id, and submits it; what the app answers is done to their modal and stands in `view` and `errors`."""
        assert view.get("submit"), "the modal has no submit button"
        self.type_in(view, values or {})
        shown = self._in_view(view)["view"]
        _fillable(shown)
        payload = self._common("view_submission", user, view["id"]) | {"view": shown, "response_urls": []}
        return self._deliver("interactive", payload, wait=wait, then=lambda delivery, answer: self._submitted(user, view, delivery, answer))

    def close_modal(self, user: str, view: Json, *, is_cleared: bool = False, wait: bool = True) -> Delivery | None:
        """Someone closes a modal; the app hears of it only if it asked to."""
        with self.world.changed:
            self._close(user, view["id"], whole=is_cleared)
        if not view.get("notify_on_close"):
            return None
        return self._deliver("interactive", self._common("view_closed", user) | {"view": copy.deepcopy(view), "is_cleared": is_cleared}, wait=wait)

    def _close(self, user: str, view: str, *, whole: bool = False) -> None:
        stack = self.world.stacks[user]
        if view in stack:
            del stack[0 if whole else stack.index(view) :]

    def _submitted(self, user: str, view: Json, delivery: Delivery, answer: Answer) -> None:
        if not 200 <= answer.status < 300:  # the person reads that it did not work; the modal stays
            delivery.view = self.modal(user)
            return
        action = answer.ack.get("response_action")
        if answer.ack:
            self._answered("response_action", answer.ack, lambda: self._response_action(user, view, delivery, answer.ack))
        with self.world.changed:
            if action in (None, "clear"):
                self._close(user, view["id"], whole=action == "clear" or bool(view.get("clear_on_close")))
            delivery.view = self.modal(user)

    def _response_action(self, user: str, view: Json, delivery: Delivery, ack: Json) -> None:
        action = ack.get("response_action")
        if action in ("update", "push"):
            new = ack.get("view")
            new = new if isinstance(new, dict) else {}
            if found := problems(new):
                raise SlackError("invalid_arguments", found)
            if action == "update":
                self.world.store_view(new, known=view["id"])
            else:
                self.api.push(user, new)
        elif action == "errors":
            errors = ack.get("errors") or {}
            inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            if not errors or set(errors) - inputs:
                raise SlackError("invalid_arguments", [f"errors for {sorted(errors)}, inputs are {sorted(inputs)}"])
            delivery.errors = dict(errors)
        elif action != "clear":
            raise SlackError("invalid_arguments", [f"unknown response_action {action}"])


def _find(shown: Json, action: Pick, value: Any) -> tuple[Json, Json]:
    """Return the one element that is meant, with its block."""
    there = [(block, element) for block in shown.get("blocks", ()) for element in elements(block) if "action_id" in element]
    if callable(action):
        found = [pair for pair in there if action(pair[1])]
    else:
        found = [pair for pair in there if pair[1]["action_id"] == action] or [pair for pair in there if pair[1]["action_id"].startswith(action)]
    if len(found) > 1 and value is not None:
        found = [pair for pair in found if _offers(pair[1], value)]
    assert len(found) == 1, f"{len(found)} elements are {action!r}, of {[element['action_id'] for _, element in there]}"
    return found[0]


def _offers(element: Json, value: Any) -> bool:
    return element.get("value") == value or any(option["value"] == value for option in _options(element))


def _options(element: Json) -> list[Json]:
    return [*(element.get("options") or ()), *(option for group in element.get("option_groups") or () for option in group["options"])]


def _option(element: Json, value: Any) -> Json:
    found = [option for option in _options(element) if option["value"] == value]
    assert found, f"{value!r} is none of {[option['value'] for option in _options(element)]}"
    return copy.deepcopy(found[0])


def _typed(element: Json, value: Any) -> Json:
    """Return an input's part of view.state.values with `value` in it."""
    kind = element["type"]
    if value is not None and kind in ("static_select", "radio_buttons"):
        return {"type": kind, "selected_option": _option(element, value)}
    if value is not None and kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [_option(element, one) for one in value]}
    return {"type": kind, "selected_option" if kind in ("static_select", "radio_buttons") else "value": value}


def _acted(element: Json, value: Any) -> Json:
    """Return what an action says of the element that was used."""
    kind = element["type"]
    if kind == "feedback_buttons":
        buttons = {"positive": element["positive_button"], "negative": element["negative_button"]}
        found = [button for name, button in buttons.items() if value in (name, button["value"])]
        assert len(found) == 1, f"{value!r} is none of {buttons}"
        return {"text": copy.deepcopy(found[0]["text"]), "value": found[0]["value"]}
    if kind == "overflow":
        return {"selected_option": _option(element, value)}
    if kind in ("button", "icon_button", "workflow_button"):
        return {key: copy.deepcopy(element[key]) for key in ("text", "value", "style", "confirm") if key in element}
    placed = {"placeholder": element["placeholder"]} if "placeholder" in element and "select" in kind else {}
    return placed | {key: part for key, part in _typed(element, value).items() if key != "type"}


def _fillable(view: Json) -> None:
    """Check what Slack's clients check before they submit."""
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = view["state"]["values"][block["block_id"]][element["action_id"]]
            value = next((part for key, part in state.items() if key != "type"), None)
            assert value or block.get("optional"), f"{element['action_id']} is empty: Slack would not submit"
            if isinstance(value, str):
                assert element.get("min_length", 0) <= length(value) <= element.get("max_length", 3000), (
                    f"{element['action_id']} is too short or too long"
                )
