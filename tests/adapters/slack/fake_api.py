"""The fake Slack's Web API and response URLs: what slack_sdk calls, with Slack's checks."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.adapters.slack.fake_workspace import ApiError, Drop, Failure, Fault, Hang, Json, RateLimited, SlackError, Workspace
from tests.adapters.slack.limits import problems

PARSED = ("blocks", "view", "prompts", "attachments", "metadata", "loading_messages")


class WebApi:
    """Answers /api/METHOD and /response/ID."""

    def __init__(self, world: Workspace, new_socket_url: Callable[[], str], closing: asyncio.Event) -> None:
        self._world = world
        self._new_socket_url = new_socket_url
        self._closing = closing
        self._methods: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "views.open": self._views_open,
            "views.push": self._views_push,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
            "assistant.threads.setStatus": self._set_status,
            "assistant.threads.setSuggestedPrompts": self._set_suggested_prompts,
            "conversations.open": self._conversations_open,
            "conversations.history": self._conversations_history,
            "conversations.replies": self._conversations_history,
            "conversations.info": self._conversations_info,
            "apps.connections.open": lambda _: {"url": self._new_socket_url()},
        }

    # HTTP.

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get("token", "")
        arguments.pop("token", None)
        return await self._answer(request, method, arguments, lambda: self._checked(method, token, arguments), {"x-oauth-scopes": self._world.scopes})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        arguments = await _arguments(request)
        recorded = arguments | {"response_url": str(request.url)}
        return await self._answer(request, "response_url", recorded, lambda: self._use_response_url(request.match_info["id"], arguments), {})

    async def _answer(self, request: web.Request, method: str, arguments: Json, act: Callable[[], Json], headers: dict[str, str]) -> web.StreamResponse:
        """Act, record and answer; or do what the script says."""
        with self._world.changed:
            scripted = self._world.faults[method]
            fault: Fault | None = scripted.popleft() if scripted else None
        refused = {RateLimited: "ratelimited", Failure: "failure", Drop: "drop", Hang: "hang", ApiError: getattr(fault, "error", "")}.get(
            type(fault), ""
        )
        if fault is None or getattr(fault, "acts", False):
            status, answer = self._act(method, arguments, act)
        else:
            self._world.record(method, arguments, refused)
            status, answer = 200, {"ok": False, "error": refused}
        if isinstance(fault, ApiError):
            answer["response_metadata"] = {"messages": list(fault.messages)}
        elif isinstance(fault, RateLimited):
            return web.json_response(answer, status=429, headers={"Retry-After": str(fault.seconds)})
        elif isinstance(fault, Failure):
            return web.Response(text=fault.text, status=fault.status, content_type=fault.content_type)
        elif isinstance(fault, Hang):
            await self._sleep(fault.seconds)
        elif isinstance(fault, Drop):
            if request.transport is not None:
                request.transport.abort()
            raise web.HTTPServiceUnavailable
        return web.json_response(answer, status=status, headers=headers)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    def _act(self, method: str, arguments: Json, act: Callable[[], Json]) -> tuple[int, Json]:
        is_response = method == "response_url"
        with self._world.changed:
            try:
                answer = act()
            except SlackError as refusal:
                self._world.record(method, arguments, refusal.error)
                status = 200 if not is_response else 404 if refusal.error == "used_url" else 400
                return status, {"ok": False, "error": refusal.error, "response_metadata": {"messages": refusal.messages}}
            note = answer.pop("_note", "")
            self._world.record(method, arguments, note=note)
            return 200, {"ok": True} | answer

    def _checked(self, method: str, token: str, arguments: Json) -> Json:
        if method not in self._methods:
            raise SlackError("unknown_method")
        if not token:
            raise SlackError("not_authed")
        if token not in (self._world.bot_token, self._world.app_token):
            raise SlackError("invalid_auth")
        if token != (self._world.app_token if method == "apps.connections.open" else self._world.bot_token):
            raise SlackError("not_allowed_token_type")
        return self._methods[method](arguments)

    # Users and conversations.

    def _auth_test(self, _: Json) -> Json:
        world = self._world
        return {
            "url": f"https://{world.domain}.slack.com/",
            "team": "Ayuntamiento",
            "user": "unavoz",
            "team_id": world.team,
            "user_id": world.bot_user,
        } | {
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
        }

    def _users_info(self, arguments: Json) -> Json:
        user = self._world.users.get(_needed(arguments, "user"))
        if user is None:
            raise SlackError("user_not_found")
        wants_locale = str(arguments.get("include_locale", "")).lower() in ("1", "true")
        return {"user": {key: value for key, value in user.items() if key != "locale" or wants_locale}}

    def _conversations_open(self, arguments: Json) -> Json:
        user = str(_needed(arguments, "users"))
        if user not in self._world.users:
            raise SlackError("user_not_found")
        return {"channel": {"id": self._world.add_channel(f"D{user}")["id"]}}

    def _conversations_history(self, arguments: Json) -> Json:
        """Return what everybody in a conversation can read, or in the thread `ts`, since `oldest`; the metadata only to who asks for it."""
        channel, thread = self._channel(arguments), str(arguments.get("ts", ""))
        scope = "im:history" if channel.startswith("D") else "channels:history"
        if scope not in self._world.scopes.split(","):
            raise SlackError("missing_scope")
        hidden = () if str(arguments.get("include_all_metadata", "")).lower() in ("1", "true") else ("metadata",)
        found = [
            {key: value for key, value in message.items() if key not in hidden}
            for message in self._world.posted
            if message["channel"] == channel and "ephemeral_for" not in message and float(message["ts"]) >= float(arguments.get("oldest", 0))
            if (message.get("thread_ts", "") == thread if thread else True)
        ]
        return {"messages": found, "has_more": False}

    def _conversations_info(self, arguments: Json) -> Json:
        return {"channel": self._world.channels[self._channel(arguments)]}

    def _channel(self, arguments: Json, key: str = "channel") -> str:
        """Return the conversation's id; a user's id stands for the direct messages with them."""
        channel = str(_needed(arguments, key))
        channel = f"D{channel}" if channel in self._world.users else channel
        if channel not in self._world.channels:
            raise SlackError("channel_not_found")
        return channel

    # Messages.

    def _message(self, arguments: Json) -> Json:
        if not arguments.get("text") and not arguments.get("blocks") and not arguments.get("attachments"):
            raise SlackError("no_text")
        if found := problems({"text": arguments.get("text"), "blocks": arguments.get("blocks")}):
            raise SlackError("invalid_blocks", found)
        return arguments

    def _post_message(self, arguments: Json) -> Json:
        channel = self._channel(arguments)
        message = self._world.post(channel, self._message(arguments))
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _post_ephemeral(self, arguments: Json) -> Json:
        channel, user = self._channel(arguments), str(_needed(arguments, "user"))
        if user not in self._world.users:
            raise SlackError("user_not_in_channel")
        return {"message_ts": self._world.post(channel, self._message(arguments), ephemeral_for=user)["ts"]}

    def _update(self, arguments: Json) -> Json:
        channel = self._channel(arguments)
        message = self._world.find_message(channel, str(_needed(arguments, "ts")))
        self._world.change(message, self._message(arguments))
        return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": message}

    # Views.

    def _view(self, arguments: Json, kind: str) -> Json:
        view = arguments.get("view")
        if not isinstance(view, dict):
            raise SlackError("invalid_arguments", ["view is missing"])
        found = problems(view)
        if view.get("type") != kind:
            found.append(f"the view's type is not {kind}")
        if found:
            raise SlackError("invalid_arguments", found)
        return view

    def _views_open(self, arguments: Json) -> Json:
        trigger = self._world.use_trigger(str(_needed(arguments, "trigger_id")))
        shown = self._world.store_view(self._view(arguments, "modal"))
        trigger.is_used = True
        self._world.stacks[trigger.user] = [shown["id"]]
        return {"view": shown}

    def _views_push(self, arguments: Json) -> Json:
        trigger = self._world.use_trigger(str(_needed(arguments, "trigger_id")))
        stack = self._world.stacks[trigger.user]
        if trigger.view not in stack:
            raise SlackError("invalid_trigger_id", ["the trigger does not come from an open modal"])
        view = self._view(arguments, "modal")
        trigger.is_used = True
        return {"view": self.push(trigger.user, view)}

    def push(self, user: str, view: Json) -> Json:
        """Lay a checked view on the user's modal."""
        stack = self._world.stacks[user]
        if len(stack) >= 3:
            raise SlackError("push_limit_reached")
        shown = self._world.store_view(view, previous=stack[-1])
        stack.append(shown["id"])
        return shown

    def _views_update(self, arguments: Json) -> Json:
        external = arguments.get("external_id")
        found = [
            view for view in self._world.views.values() if view["id"] == arguments.get("view_id") or (external and view["external_id"] == external)
        ]
        if not found or not any(found[0]["id"] in ids for ids in (*self._world.stacks.values(), [*self._world.homes.values()])):
            raise SlackError("not_found")
        _same_hash(found[0], arguments)
        return {"view": self._world.store_view(self._view(arguments, found[0]["type"]), known=found[0]["id"])}

    def _views_publish(self, arguments: Json) -> Json:
        user = str(_needed(arguments, "user_id"))
        if user not in self._world.users:
            raise SlackError("user_not_found")
        home = self._world.homes.get(user, "")
        _same_hash(self._world.views.get(home, {}), arguments)
        shown = self._world.store_view(self._view(arguments, "home"), known=home)
        self._world.homes[user] = shown["id"]
        return {"view": shown}

    # Assistants.

    def _set_status(self, arguments: Json) -> Json:
        self._channel(arguments, "channel_id")
        _needed(arguments, "thread_ts")
        if not isinstance(arguments.get("status"), str):
            raise SlackError("invalid_arguments", ["status is missing"])
        return {}

    def _set_suggested_prompts(self, arguments: Json) -> Json:
        channel = self._channel(arguments, "channel_id")
        prompts = arguments.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
            raise SlackError("invalid_arguments", ["prompts are not 1 to 4"])
        if any(
            set(prompt) != {"title", "message"} or not all(isinstance(text, str) and text.strip() for text in prompt.values()) for prompt in prompts
        ):
            raise SlackError("invalid_arguments", ["a prompt has a title and a message"])
        if arguments.get("thread_ts"):
            return {"_note": "ignored"}
        self._world.prompts[channel] = {"title": arguments.get("title"), "prompts": prompts}
        return {}

    # Response URLs.

    def _use_response_url(self, id: str, said: Json) -> Json:
        url = self._world.response_urls.get(id)
        if url is None or url.uses >= 5 or time.monotonic() - url.made_at >= self._world.response_url_lifetime:
            raise SlackError("used_url")
        url.uses += 1
        self.said_in_response(url.channel, url.user, url.message_ts, said)
        return {}

    def said_in_response(self, channel: str, user: str, original: str, said: Json) -> None:
        """Do what a response_url's body, or a command's acknowledgement, says."""
        if said.get("delete_original"):
            self._world.posted.remove(self._world.find_message(channel, original, ephemeral=True))
            return
        if said.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            raise SlackError("invalid_arguments", ["unknown response_type"])
        self._message(said)
        if said.get("replace_original"):
            message = self._world.find_message(channel, original, ephemeral=True)
            self._world.change(message, {"blocks": []} | said)
        else:
            self._world.post(channel, said, ephemeral_for=user if said.get("response_type") != "in_channel" else "")


async def _arguments(request: web.Request) -> Json:
    """Return the arguments of the query and of a form or JSON body, with blocks and views parsed."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        body: Any = json.loads(await request.text() or "{}")
        arguments |= body if isinstance(body, dict) else {}
    else:
        arguments |= dict(await request.post())
    for key in PARSED:
        if isinstance(arguments.get(key), str):
            try:
                arguments[key] = json.loads(arguments[key])
            except ValueError:
                continue
    return arguments


def _needed(arguments: Json, key: str) -> Any:
    if not arguments.get(key):
        raise SlackError("invalid_arguments", [f"{key} is missing"])
    return arguments[key]


def _same_hash(view: Json, arguments: Json) -> None:
    if arguments.get("hash") and view.get("hash") != arguments["hash"]:
        raise SlackError("hash_conflict")
