"""The fake Slack itself, driven by the real slack_sdk."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Self

import pytest
from aiohttp import ServerDisconnectedError, web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack.fake import ApiError, Drop, Failure, FakeSlack, Hang, RateLimited, visible_text
from tests.adapters.slack.limits import problems

PLAIN = {"type": "plain_text", "text": "Hola &amp; adiós"}
BUTTON = {"type": "button", "action_id": "pick_1", "text": PLAIN, "value": "v1"}
ACTIONS = {"type": "actions", "block_id": "choices", "elements": [BUTTON, BUTTON | {"action_id": "pick_2", "value": "v2"}]}
RATED = {"text": PLAIN, "value": "good"}
FEEDBACK = {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "rate", "positive_button": RATED, "negative_button": RATED | {"value": "bad"}}]}  # fmt: skip
MENU = {"type": "static_select", "action_id": "menu", "options": [{"text": PLAIN, "value": "one"}, {"text": PLAIN, "value": "two"}]}
INPUT = {"type": "input", "block_id": "ask", "label": PLAIN, "dispatch_action": True, "element": {"type": "plain_text_input", "action_id": "question"}}
MODAL = {"type": "modal", "callback_id": "asked", "title": PLAIN, "submit": PLAIN, "private_metadata": "about", "blocks": [INPUT]}
HOME = {"type": "home", "blocks": [{"type": "section", "text": PLAIN, "accessory": BUTTON}]}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        yield fake


def call(slack: FakeSlack, use: Callable[[AsyncWebClient], Awaitable[Any]], token: str | None = None, timeout: float = 2) -> Any:
    """Call the Web API with the real client."""

    async def run() -> Any:
        async with asyncio.timeout(timeout):
            return await use(AsyncWebClient(token=slack.bot_token if token is None else token, base_url=slack.api_url))

    return asyncio.run(run())


def refused(slack: FakeSlack, use: Callable[[AsyncWebClient], Awaitable[Any]], token: str | None = None) -> str:
    with pytest.raises(SlackApiError) as refusal:
        call(slack, use, token)
    return str(refusal.value.response["error"])


class App:
    """An app on Socket Mode, in a thread of its own, that acknowledges with what `answer` returns, and not at all if that is None."""

    def __init__(self, slack: FakeSlack, answer: Callable[[str, Any], dict[str, Any] | None]) -> None:
        self._slack, self._answer = slack, answer
        self.seen: list[tuple[str, Any]] = []
        self.retries: list[int] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        client = SocketModeClient(self._slack.app_token, web_client=AsyncWebClient(base_url=self._slack.api_url), ping_interval=0.2)

        async def listen(client: SocketModeClient, request: Any) -> None:
            self.seen.append((request.type, request.payload))
            self.retries.append(request.retry_attempt)
            answer = self._answer(request.type, request.payload)
            if answer is not None:
                await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer or None))

        client.socket_mode_request_listeners.append(listen)
        await client.connect()
        self._ready.set()
        await self._done.wait()
        await client.close()
        await asyncio.sleep(0)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        self._slack.wait_for_connections()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(5)


def test_tokens_and_people(slack: FakeSlack) -> None:
    slack.scopes = "chat:write"
    found = call(slack, lambda client: client.auth_test())
    assert (found["team_id"], found["user_id"], found["bot_id"], found.headers["x-oauth-scopes"]) == ("T1", "UBOT", slack.bot_id, "chat:write")
    assert refused(slack, lambda client: client.auth_test(), token="xoxb-wrong") == "invalid_auth"
    assert refused(slack, lambda client: client.auth_test(), token="") == "not_authed"
    assert refused(slack, lambda client: client.auth_test(), token=slack.app_token) == "not_allowed_token_type"
    assert refused(slack, lambda client: client.api_call("chat.nothing")) == "unknown_method"
    slack.add_user("U9", name="Ana", locale="ca-ES", team="T2", is_stranger=True)
    user = call(slack, lambda client: client.users_info(user="U9", include_locale=True))["user"]
    assert (user["locale"], user["team_id"], user["is_stranger"], user["is_restricted"]) == ("ca-ES", "T2", True, False)
    assert "locale" not in call(slack, lambda client: client.users_info(user="U1"))["user"]
    assert refused(slack, lambda client: client.users_info(user="U7")) == "user_not_found"
    assert call(slack, lambda client: client.conversations_open(users="U1"))["channel"]["id"] == "DU1"
    assert call(slack, lambda client: client.conversations_info(channel="C1"))["channel"]["name"] == "general"


def test_messages(slack: FakeSlack) -> None:
    blocks = [{"type": "section", "text": PLAIN}, ACTIONS]
    posted = call(slack, lambda client: client.chat_postMessage(channel="C1", text="Hola", blocks=blocks, thread_ts="1.2"))
    call(slack, lambda client: client.chat_postEphemeral(channel="C1", user="U2", text="A solas"))
    call(slack, lambda client: client.api_call("chat.postMessage", data={"channel": "U1", "text": "x", "blocks": json.dumps(blocks)}))
    first, alone, direct = slack.messages()
    assert (first["thread_ts"], first["user"], first["bot_id"], alone["ephemeral_for"], direct["channel"]) == ("1.2", "UBOT", slack.bot_id, "U2", "DU1")
    assert slack.calls("chat.postMessage")[1].arguments["blocks"] == blocks
    assert visible_text(first) == "Hola & adiós\nHola & adiós\nHola & adiós"
    call(slack, lambda client: client.chat_update(channel="C1", ts=posted["ts"], text="Adiós", blocks=[]))
    assert visible_text(slack.messages("C1")[0]) == "Adiós"
    assert refused(slack, lambda client: client.chat_update(channel="C1", ts=alone["ts"], text="x")) == "message_not_found"
    assert refused(slack, lambda client: client.chat_postMessage(channel="C9", text="x")) == "channel_not_found"
    assert refused(slack, lambda client: client.api_call("chat.postMessage", json={"channel": "C1", "text": ""})) == "no_text"
    assert refused(slack, lambda client: client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "nothing"}])) == "invalid_blocks"
    last = slack.calls()[-1]
    assert (last.ok, last.error) == (False, "invalid_blocks")


def test_scripted_faults(slack: FakeSlack) -> None:
    slack.script("chat.postMessage", RateLimited(7), Failure(502), ApiError("not_in_channel"), Drop(), Drop(), Hang(0.2))
    with pytest.raises(SlackApiError) as limited:
        call(slack, lambda client: client.chat_postMessage(channel="C1", text="x"))
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    with pytest.raises(SlackApiError):
        call(slack, lambda client: client.chat_postMessage(channel="C1", text="x"))
    assert refused(slack, lambda client: client.chat_postMessage(channel="C1", text="x")) == "not_in_channel"
    with pytest.raises(ServerDisconnectedError):  # slack_sdk tries again once
        call(slack, lambda client: client.chat_postMessage(channel="C1", text="x"))
    assert slack.messages() == []
    started = time.monotonic()
    call(slack, lambda client: client.chat_postMessage(channel="C1", text="x"))
    assert time.monotonic() - started >= 0.2
    assert [call.error for call in slack.calls("chat.postMessage")] == ["ratelimited", "failure", "not_in_channel", "drop", "drop", ""]
    assert len(slack.wait_for("chat.postMessage")) == 1
    with pytest.raises(AssertionError, match=r"1 of 2 calls[\s\S]*chat.postMessage drop"):
        slack.wait_for("chat.postMessage", 2, timeout=0.05)


def test_suggested_prompts_and_status(slack: FakeSlack) -> None:
    prompts = [{"title": "Padrón", "message": "¿Cómo me empadrono?"}]
    call(slack, lambda client: client.assistant_threads_setSuggestedPrompts(channel_id="DU1", thread_ts="1.1", prompts=prompts))
    assert (slack.calls()[-1].note, slack.suggested_prompts("U1")) == ("ignored", [])
    call(slack, lambda client: client.api_call("assistant.threads.setSuggestedPrompts", json={"channel_id": "DU1", "prompts": prompts}))
    assert slack.suggested_prompts("U1") == prompts
    call(slack, lambda client: client.assistant_threads_setStatus(channel_id="C1", thread_ts="1.1", status="Busco"))
    assert refused(slack, lambda client: client.assistant_threads_setStatus(channel_id="C1", thread_ts="", status="Busco")) == "invalid_arguments"


def test_events_over_a_socket(slack: FakeSlack) -> None:
    with App(slack, lambda kind, payload: None if payload.get("event", {}).get("text") == "muda" else {}) as app:
        assert slack.mention("U1", "C1", "¿Horario?").status == 200
        slack.direct_message("U2", "Hola")
        slack.open_home("U1")
        delivery = slack.deliver_event({"type": "message", "channel": "C1", "text": "x"}, event_id="Ev1", times=2, is_ext_shared_channel=True)
        assert len(delivery.others) == 1
        silent = slack.deliver_event({"type": "message", "text": "muda"}, wait=False)
        with pytest.raises(AssertionError, match="not acknowledged"):
            silent.wait(0.2)
        again = slack.redeliver(silent)
        with pytest.raises(AssertionError, match="not acknowledged"):
            again.acknowledged(0.2)
        events = [payload["event"] for _, payload in app.seen]
        assert events[0]["text"] == "<@UBOT> ¿Horario?"
        assert (events[1]["channel"], events[1]["channel_type"], events[2]["tab"]) == ("DU2", "im", "home")
        assert [payload["event_id"] for _, payload in app.seen[3:5]] == ["Ev1", "Ev1"]
        assert app.seen[3][1]["is_ext_shared_channel"] is True
        assert app.retries[-2:] == [0, 1]


@pytest.mark.parametrize("way", ["disconnect", "drop"])
def test_an_app_comes_back(slack: FakeSlack, way: str) -> None:
    with App(slack, lambda *_: {}) as app:
        slack.mention("U1", "C1", "una")
        slack.refuse_sockets(1)
        slack.disconnect(grace=0.1) if way == "disconnect" else slack.drop_sockets()
        assert slack.connections == 0 or way == "disconnect"
        slack.wait_for("apps.connections.open", 2)
        slack.mention("U1", "C1", "dos")
        assert len(app.seen) == 2


def test_commands_and_response_urls(slack: FakeSlack) -> None:
    with App(slack, lambda *_: {"text": "Busco…", "blocks": [ACTIONS]}):
        delivery = slack.command("U1", "C1", "horario")
        assert (delivery.payload["command"], delivery.payload["text"], delivery.ack["text"]) == ("/respuesta", "horario", "Busco…")
        (shown,) = slack.wait_for("response_url")
        assert shown.arguments["text"] == "Busco…"
        ephemeral = slack.messages("C1")[0]
        assert ephemeral["ephemeral_for"] == "U1"
        pressed = slack.press("U1", "pick", message=ephemeral, value="v2").payload
    assert (pressed["container"]["is_ephemeral"], "message" in pressed, pressed["actions"][0]["value"]) == (True, False, "v2")

    async def respond(url: str, **said: Any) -> tuple[int, str]:
        answer = await AsyncWebhookClient(url).send_dict(said)
        return answer.status_code, answer.body

    url = pressed["response_url"]
    assert asyncio.run(respond(url, text="Otra", replace_original=True))[0] == 200
    assert [visible_text(message) for message in slack.messages()] == ["Otra"]
    assert asyncio.run(respond(url, text="Para todos", response_type="in_channel", thread_ts="1.1"))[0] == 200
    assert (slack.messages()[-1]["thread_ts"], "ephemeral_for" in slack.messages()[-1]) == ("1.1", False)
    assert asyncio.run(respond(url, text="<!here>"))[0] == 400
    assert asyncio.run(respond(url, delete_original=True))[0] == 200
    assert [visible_text(message) for message in slack.messages()] == ["Para todos"]
    asyncio.run(respond(url, text="x"))
    status, body = asyncio.run(respond(url, text="x"))
    assert (status, json.loads(body)["error"]) == (404, "used_url")


def test_presses_and_shortcuts(slack: FakeSlack) -> None:
    call(
        slack,
        lambda client: client.chat_postMessage(
            channel="C1", text="x", blocks=[ACTIONS, FEEDBACK, {"type": "section", "text": PLAIN, "accessory": MENU}]
        ),
    )
    (message,) = slack.messages()
    with App(slack, lambda *_: {}):
        assert slack.press("U1", "rate", message=message, value="negative").payload["actions"][0]["value"] == "bad"
        assert slack.press("U1", "menu", message=message, value="two").payload["actions"][0]["selected_option"]["value"] == "two"
        button = slack.press("U1", lambda element: element.get("value") == "v1", message=message).payload
        assert button["message"]["ts"] == button["container"]["message_ts"] == message["ts"]
        with pytest.raises(AssertionError, match="2 elements are 'pick'"):
            slack.press("U1", "pick", message=message)
        assert slack.shortcut("U1", "ask").payload["type"] == "shortcut"
        assert slack.message_shortcut("U1", "answer_this", "C1", {"text": "¿Y mañana?"}).payload["message"]["user"] == "U2"


def test_views(slack: FakeSlack) -> None:
    answers: dict[str, dict[str, Any]] = {}
    with App(slack, lambda _, payload: answers.get(payload["type"], {})):
        trigger = slack.shortcut("U1", "ask").payload["trigger_id"]
        assert refused(slack, lambda client: client.views_open(trigger_id=trigger, view=MODAL | {"title": {}})) == "invalid_arguments"
        opened = call(slack, lambda client: client.views_open(trigger_id=trigger, view=MODAL))["view"]
        assert refused(slack, lambda client: client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
        assert refused(slack, lambda client: client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"
        slack.world.trigger_lifetime = 0
        late = slack.shortcut("U1", "ask").payload["trigger_id"]
        assert refused(slack, lambda client: client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
        slack.world.trigger_lifetime = 3
        pressed = slack.press("U1", "question", view=opened, value="horario").payload
        assert (pressed["actions"][0]["value"], pressed["view"]["state"]["values"]["ask"]["question"]["value"]) == ("horario", "horario")
        assert "response_url" not in pressed
        assert refused(slack, lambda client: client.views_update(view_id=opened["id"], hash="old", view=MODAL)) == "hash_conflict"
        updated = call(slack, lambda client: client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL))["view"]
        assert (updated["id"], updated["hash"] != opened["hash"]) == (opened["id"], True)
        pushed = call(slack, lambda client: client.views_push(trigger_id=pressed["trigger_id"], view=MODAL))["view"]
        assert (pushed["root_view_id"], pushed["previous_view_id"]) == (opened["id"], opened["id"])
        with pytest.raises(AssertionError, match="is empty"):
            slack.submit("U1", pushed)
        answers["view_submission"] = {"response_action": "errors", "errors": {"ask": "Falta algo"}}
        assert slack.submit("U1", pushed, {"question": "horario"}).errors == {"ask": "Falta algo"}
        answers["view_submission"] = {"response_action": "update", "view": MODAL | {"callback_id": "second"}}
        delivery = slack.submit("U1", pushed, {"question": "horario"})
        assert (delivery.payload["view"]["private_metadata"], delivery.view["callback_id"], delivery.view["id"]) == ("about", "second", pushed["id"])
        answers["view_submission"] = {}
        assert slack.submit("U1", delivery.view, {"question": "horario"}).view["id"] == opened["id"]
        answers["view_submission"] = {"response_action": "clear"}
        assert slack.submit("U1", updated, {"question": "horario"}).view is None
        assert refused(slack, lambda client: client.views_update(view_id=opened["id"], view=MODAL)) == "not_found"
        assert [call.ok for call in slack.calls("response_action")] == [True, True, True]
        call(slack, lambda client: client.views_publish(user_id="U2", view=HOME))
        pressed = slack.press("U2", "pick", view=slack.home("U2")).payload
        assert (pressed["container"]["type"], pressed["view"]["type"]) == ("view", "home")


def test_requests_over_http(slack: FakeSlack) -> None:
    verifier = SignatureVerifier(slack.signing_secret)
    heads: list[dict[str, str]] = []
    statuses = [500, 502, 200]

    async def receive(request: web.Request) -> web.Response:
        body = await request.text()
        assert verifier.is_valid_request(body, dict(request.headers))
        heads.append(dict(request.headers))
        if request.content_type == "application/json":
            return web.Response(status=statuses.pop(0))
        return web.json_response({"text": "Hola"} if "command" in await request.post() else {})

    def act(url: str) -> None:
        slack.request_url = url
        delivery = slack.mention("U1", "C1", "¿Horario?")
        assert (delivery.status, delivery.attempts) == (200, (500, 502, 200))
        assert slack.command("U1", "C1", "horario").ack == {"text": "Hola"}
        assert slack.shortcut("U1", "ask").ack == {}

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/slack/events", receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await asyncio.to_thread(act, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        await runner.cleanup()

    asyncio.run(run())
    assert [head.get("X-Slack-Retry-Num") for head in heads] == [None, "1", "2", None, None]
    assert heads[1]["X-Slack-Retry-Reason"] == "http_error"
    assert [message["text"] for message in slack.messages()] == ["Hola"]
    assert slack.mention("U1", "C1", "nadie").status == 0


def test_nothing_hangs_at_the_end() -> None:
    with FakeSlack() as slack:
        slack.script("auth.test", Hang(60))
        with pytest.raises(TimeoutError):
            call(slack, lambda client: client.auth_test(), timeout=0.1)
        slack.deliver_event({"type": "message"}, wait=False)
        started = time.monotonic()
    assert time.monotonic() - started < 1


SECTION = {"type": "section", "text": PLAIN}


def text(content: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": content}


def test_what_slack_takes() -> None:
    assert (
        problems(
            {
                "text": "x",
                "blocks": [{"type": "header", "text": PLAIN}, SECTION, ACTIONS, FEEDBACK, {"type": "section", "text": PLAIN, "accessory": MENU}],
            }
        )
        == []
    )
    assert problems(MODAL) == problems(HOME) == []
    assert problems({"text": "x" * 40_000, "blocks": [{"type": "section", "text": text("x" * 3000)}] * 4}) == []


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        ({"text": "x" * 40_001}, "text: has 40001"),
        ({"text": "<@U1>"}, "mentions with <@"),
        ({"blocks": [SECTION] * 51}, "are 51, more than 50"),
        ({"blocks": [SECTION | {"block_id": "a"}] * 2}, "a is not unique"),
        ({"blocks": [{"type": "section", "text": text("x" * 2700)}] * 5}, "more than 13000"),
        ({"blocks": [{"type": "section", "text": text("\U0001f600" * 1501)}]}, "has 3002"),
        ({"blocks": [{"type": "section", "text": {"text": "x"}}]}, "not a text object"),
        ({"blocks": [{"type": "section", "text": text(" ")}]}, "has no text"),
        ({"blocks": [{"type": "section", "text": text("<!here>", "mrkdwn")}]}, "mentions with <!here"),
        ({"blocks": [{"type": "section", "fields": [text("x" * 2001)]}]}, "has 2001"),
        ({"blocks": [{"type": "section", "fields": [PLAIN] * 11}]}, "are 11"),
        ({"blocks": [{"type": "header", "text": text("x", "mrkdwn")}]}, "is not plain_text"),
        ({"blocks": [{"type": "header", "text": text("x" * 151)}]}, "has 151"),
        ({"blocks": [SECTION | {"colour": 1}]}, "unknown key colour"),
        ({"blocks": [{"type": "section", "text": PLAIN | {"verbatim": True}}]}, "unknown key verbatim"),
        ({"blocks": [{"type": "nothing"}]}, "unknown block type"),
        ({"blocks": [{"type": "actions", "elements": []}]}, "are 0, not 1 to 25"),
        ({"blocks": [{"type": "actions", "elements": [BUTTON | {"text": text("x" * 76)}]}]}, "has 76"),
        ({"blocks": [{"type": "actions", "elements": [BUTTON | {"value": "x" * 2001}]}]}, "has 2001"),
        ({"blocks": [{"type": "actions", "elements": [BUTTON | {"url": "x" * 3001}]}]}, "has 3001"),
        ({"blocks": [{"type": "actions", "elements": [BUTTON | {"action_id": "x" * 256}]}]}, "has 256"),
        ({"blocks": [{"type": "actions", "elements": [BUTTON | {"size": 1}]}]}, "unknown key size"),
        ({"blocks": [{"type": "actions", "elements": [MENU | {"options": []}]}]}, "has 0 options"),
        ({"blocks": [{"type": "actions", "elements": [MENU | {"options": [{"text": PLAIN, "value": "x" * 151}]}]}]}, "has 151"),
        ({"blocks": [{"type": "actions", "elements": [MENU | {"placeholder": text("x" * 151)}]}]}, "has 151"),
        ({"blocks": [{"type": "context", "elements": [PLAIN] * 11}]}, "are 11"),
        ({"blocks": [{"type": "context", "elements": [BUTTON]}]}, "cannot stand in context"),
        (MODAL | {"blocks": [FEEDBACK]}, "is for messages only"),
        (MODAL | {"title": text("x" * 25)}, "has 25"),
        ({key: value for key, value in MODAL.items() if key != "submit"}, "has inputs and no submit"),
        ({key: value for key, value in MODAL.items() if key != "title"}, "title is missing"),
        (MODAL | {"private_metadata": "x" * 3001}, "has 3001"),
        (MODAL | {"callback_id": "x" * 256}, "has 256"),
        (MODAL | {"blocks": [INPUT | {"label": text("x" * 2001)}]}, "has 2001"),
        (HOME | {"blocks": [SECTION] * 101}, "are 101"),
        (HOME | {"blocks": [{"type": "section", "text": text("\N{EURO SIGN}" * 3000)}] * 30}, "more than 250 kB"),
    ],
)  # fmt: skip
def test_what_slack_refuses(payload: dict[str, Any], problem: str) -> None:
    assert problem in "\n".join(problems(payload))
