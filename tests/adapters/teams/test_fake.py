"""The fake Teams refuses what Teams refuses."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from tests.adapters.teams.fake import JOHN, MARTA, FakeTeams, buttons, visible_text
from tests.adapters.teams.limits import CARD, card_violations

RUNS = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Hola *a* todos"}]}
PRESS = {"type": "Action.Execute", "title": "Útil", "verb": "rate", "data": {"about": "E1"}}
FETCH = {"type": "Action.Submit", "title": "Abrir", "data": {"msteams": {"type": "task/fetch"}}}
SEND = {"type": "Action.Submit", "title": "Enviar", "data": {"verb": "send"}}
FIELD = {"type": "Input.Text", "id": "why", "label": "¿Por qué?", "isRequired": True, "errorMessage": "Escriba."}


def card(*body: dict[str, Any], actions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    rows = [{"type": "ActionSet", "actions": list(actions)}] if actions else []
    return {"type": "AdaptiveCard", "version": "1.5", "body": [*body, *rows], "msteams": {"width": "Full"}}


def message(content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "attachments": [{"contentType": CARD, "content": content}]}


class Bot:
    """A bot that keeps what it is sent, and answers an invoke of a name with what `answers` says."""

    def __init__(self, teams: FakeTeams) -> None:
        self.seen: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                activity = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                bot.seen.append(activity)
                body = json.dumps(bot.answers[activity["name"]]).encode() if activity["type"] == "invoke" else b""
                self.send_response(200 if body else 202)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        teams.messages_url = f"http://127.0.0.1:{self.server.server_address[1]}/api/messages"


@pytest.fixture
def teams() -> Iterator[FakeTeams]:
    with FakeTeams() as fake:
        yield fake


@pytest.fixture
def bot(teams: FakeTeams) -> Iterator[Bot]:
    one = Bot(teams)
    yield one
    one.server.shutdown()
    one.server.server_close()


def authorised(teams: FakeTeams, **more: str) -> requests.Response:
    form = {"grant_type": "client_credentials", "client_id": teams.app_id, "client_secret": teams.app_password, "scope": f"{teams.issuer}/.default"}
    return requests.post(f"{teams.authority}/{teams.tenant_id}/oauth2/v2.0/token", form | more, verify=teams.ca_file, timeout=5)


def call(teams: FakeTeams, method: str, path: str, body: Any = None, token: str | None = None) -> requests.Response:
    token = authorised(teams).json()["access_token"] if token is None else token
    return requests.request(method, f"{teams.service_url}v3/{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=5)


def send(teams: FakeTeams, body: Any, person: str = MARTA, token: str | None = None) -> requests.Response:
    return call(teams, "POST", f"conversations/{teams.personal(person)}/activities", body, token)


def test_the_authority_wants_the_right_secret_and_the_connector_its_token(teams: FakeTeams) -> None:
    assert authorised(teams, client_secret="wrong").json()["error"] == "invalid_client"
    assert call(teams, "GET", f"conversations/{teams.personal(MARTA)}/members/{MARTA}", token="made-up").status_code == 401
    assert call(teams, "GET", f"conversations/{teams.personal(MARTA)}/members/{MARTA}").json()["userRole"] == "user"
    assert call(teams, "GET", f"conversations/{teams.personal(MARTA)}/members/{JOHN}").status_code == 404


def test_messages_are_refused_as_teams_refuses_them(teams: FakeTeams) -> None:
    assert send(teams, {"type": "message"}).status_code == 400
    assert send(teams, {"type": "message", "text": "a" * 60_000, "textFormat": "plain"}).json()["error"]["code"] == "MessageSizeTooBig"
    assert call(teams, "POST", "conversations/a:none/activities", {"text": "a"}).status_code == 404
    teams.block(JOHN)
    assert send(teams, {"text": "a"}, JOHN).json()["error"]["code"] == "MessageWritesBlocked"
    assert call(teams, "POST", "conversations", {"members": [{"id": JOHN}], "tenantId": teams.tenant_id}).status_code == 403
    teams.fail("send", 502, retry_after=1)
    assert send(teams, {"text": "a"}).headers["Retry-After"] == "1"
    teams.drop("send")
    with pytest.raises(requests.ConnectionError):
        send(teams, {"text": "a"})
    assert not teams.sent(teams.personal(MARTA))


def test_more_than_seven_in_a_second_are_throttled(teams: FakeTeams) -> None:
    token = authorised(teams).json()["access_token"]
    assert [send(teams, {"text": "a", "textFormat": "plain"}, token=token).status_code for _ in range(8)][-1] == 429
    assert teams.throttled


def test_messages_are_changed_and_deleted(teams: FakeTeams) -> None:
    where = call(teams, "POST", "conversations", {"members": [{"id": MARTA}], "tenantId": teams.tenant_id}).json()["id"]
    sent = send(teams, message(card(RUNS, actions=(PRESS,)))).json()["id"]
    assert call(teams, "PUT", f"conversations/{where}/activities/{sent}", {"text": "b", "textFormat": "plain"}).status_code == 200
    assert visible_text(teams.sent(where)[0]) == "b"
    assert call(teams, "DELETE", f"conversations/{where}/activities/{sent}").status_code == 200
    assert teams.sent(where) == []


def test_people_press_fill_in_and_submit(teams: FakeTeams, bot: Bot) -> None:
    send(teams, message(card(RUNS, actions=(PRESS, FETCH))))
    (shown,) = teams.sent(teams.personal(MARTA))
    assert buttons(shown) == ["Útil", "Abrir"]
    bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": CARD, "value": card(FIELD, actions=(PRESS,))}
    answer = teams.press(MARTA, shown, "Útil")
    with pytest.raises(AssertionError, match="why is empty"):
        teams.press(MARTA, answer, "Útil")
    teams.press(MARTA, answer, "Útil", {"why": "sí"})
    assert bot.seen[-1]["value"]["action"]["data"] == {"about": "E1", "why": "sí"}
    assert bot.seen[-1]["replyToId"] == shown["id"]
    bot.answers |= {
        "task/fetch": {"task": {"type": "continue", "value": {"title": "T", "card": {"contentType": CARD, "content": card(FIELD, actions=(SEND,))}}}},
        "task/submit": {"task": {"type": "message", "value": "Hecho"}},
    }
    assert teams.submit(MARTA, teams.press(MARTA, shown, "Abrir"), "Enviar", {"why": "sí"}).status == 200
    assert bot.seen[-1]["value"]["data"] == {"verb": "send", "why": "sí"}


def test_people_write_in_channels_and_again(teams: FakeTeams, bot: Bot) -> None:
    teams.add_channel("19:general@thread.tacv2", "General")
    answer = teams.say(JOHN, "hello", "19:general@thread.tacv2")
    assert answer.status == 202
    assert bot.seen[0]["text"] == "<at>Una Voz</at> hello"
    assert bot.seen[0]["conversation"]["id"].endswith(f";messageid={bot.seen[0]['id']}")
    teams.say(JOHN, "", activity_id=bot.seen[0]["id"])
    assert bot.seen[0] == bot.seen[1]


def test_tokens_can_be_bad(teams: FakeTeams) -> None:
    def part(token: str, number: int) -> Any:
        raw = token.split(".")[number]
        return json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))

    assert part(teams.token(), 0)["kid"] in [key["kid"] for key in requests.get(f"{teams.base_url}/keys", timeout=5).json()["keys"]]
    assert "kid" not in part(teams.token(kid=None), 0)
    assert "exp" not in part(teams.token(exp=None), 1)
    assert teams.token(alg="none").endswith(".")
    assert len({teams.token(alg=alg, signed_by=key) for alg in ("RS256", "RS512", "HS256") for key in ("known", "other")}) == 6


def test_faulty_cards_are_found_when_it_ends() -> None:
    with pytest.raises(AssertionError, match="Markdown"), FakeTeams() as teams:
        send(teams, message(card({"type": "TextBlock", "text": "a *b*"})))
    assert card_violations(card({"type": "Unknown"}))
    assert card_violations(card(FIELD, FIELD))
    assert card_violations(card(actions=(PRESS,) * 7))
    assert not card_violations(card(RUNS, FIELD, actions=(PRESS,)))
