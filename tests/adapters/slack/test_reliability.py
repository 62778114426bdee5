"""Who gets in, what is answered once, and what happens when Slack, or we, fail."""

import asyncio
import hashlib
import hmac
import io
import json
import random
import threading
import time
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.slack import guard, people
from bot.outbox import LEASE
from tests.adapters.slack.conftest import Installation, until
from tests.adapters.slack.fake import ApiError, Failure, Hang, RateLimited
from tests.adapters.slack.fake_workspace import visible_text
from tests.adapters.slack.test_dialogues import ANSWER, first_line, last
from tests.conftest import PSEUDONYMS

NOT_STAFF = "Aquí solo puede preguntar el personal de Castroalba."
NOT_CHECKED = "Ahora mismo no se ha podido comprobar su cuenta. Pregunte de nuevo dentro de un minuto."


def first_lines(installation: Installation, channel: str) -> list[str]:
    return [first_line(message) for message in installation.slack.messages(channel)]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"is_restricted": True}, NOT_STAFF),
        ({"is_ultra_restricted": True}, NOT_STAFF),
        ({"is_stranger": True}, NOT_STAFF),
        ({"deleted": True}, NOT_STAFF),
        ({"team": "T9"}, NOT_STAFF),
        ({"is_bot": True}, ""),
    ],
)
def test_nobody_but_staff_gets_an_answer_or_leaves_a_trace(installation: Installation, flags: dict[str, object], said: str) -> None:
    """By whichever door; bots are not even told."""
    slack = installation.slack
    slack.add_user("U9", **flags)
    with installation.serving() as desk:
        slack.mention("U9", "C1", "como me empadrono")
        slack.direct_message("U9", "como me empadrono")
        slack.command("U9", "C1", "como me empadrono")
        slack.open_home("U9")
        slack.shortcut("U9", "ask")
        if said:
            until(lambda: said in visible_text(slack.modal("U9") or {}) and said in visible_text(slack.home("U9") or {}))
            slack.close_modal("U9", slack.modal("U9"))
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: ANSWER in first_lines(installation, "C1"))
        slack.press("U9", "wording_0", message=slack.messages("C1")[-1])
        assert {row["asker"] for row in desk.ledger.database.rows("SELECT asker FROM event")} == {PSEUDONYMS.of("slack", "U1")}
    assert set(first_lines(installation, "C1")) - {ANSWER} == ({said} if said else set())
    assert visible_text(slack.modal("U9") or {}) == ""


@pytest.mark.parametrize("fault", [ApiError("user_not_found"), Failure(503), RateLimited(2), Hang(5)])
def test_who_cannot_be_looked_up_is_refused_within_three_seconds_and_let_in_later(installation: Installation, fault: object) -> None:
    """Failing closed, acknowledged in time."""
    slack = installation.slack
    with installation.serving():
        slack.script("users.info", fault)
        delivery = slack.mention("U1", "C1", "como me empadrono")
        assert delivery.took < 3
        assert visible_text(last(slack, "C1")).splitlines() == [NOT_CHECKED]
        until(lambda: len(slack.messages("C1")) == 1)
        if not isinstance(fault, Hang):
            time.sleep(2 if isinstance(fault, RateLimited) else 0)
            slack.mention("U1", "C1", "como me empadrono")
            until(lambda: ANSWER in first_lines(installation, "C1"))


def test_staff_are_looked_up_once_in_a_while(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at every question; and one who left is refused when that while is over."""
    slack = installation.slack
    monkeypatch.setattr(people, "STAFF_FOR", 0.5)
    with installation.serving():
        for number in range(3):
            slack.mention("U1", "C1", "como me empadrono")
            last(slack, "C1", number + 1)
        assert len(slack.calls("users.info")) == 1
        slack.add_user("U1", deleted=True)
        time.sleep(0.6)
        slack.mention("U1", "C1", "como me empadrono")
        assert visible_text(last(slack, "C1", 4)) == NOT_STAFF


def test_an_event_delivered_often_and_to_two_processes_is_answered_once(installation: Installation) -> None:
    """Two hundred events, each one to four times, in another order, with and without the header of a retry."""
    slack = installation.slack
    chance = random.Random(4)
    with installation.serving() as desk:
        first_url = slack.request_url
        with installation.serving():
            second_url = slack.request_url
            sent = []
            for number in range(200):
                event = {"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@UBOT> como me empadrono", "ts": f"1700000000.{number:06}"}
                sent += [(event, f"Ev{number}")] * chance.randint(1, 4)
            chance.shuffle(sent)
            deliveries = []
            for event, event_id in sent:
                if first_url:
                    slack.request_url = chance.choice((first_url, second_url))
                deliveries.append(slack.deliver_event(event, event_id, wait=False))
            for delivery in deliveries:
                delivery.wait(30)
            until(lambda: len(slack.messages("C1")) >= 200, timeout=60)
            until(lambda: desk.ledger.database.rows("SELECT count(*) AS n FROM outgoing WHERE state <> 'sent'")[0]["n"] == 0)
    assert sorted(message["thread_ts"] for message in slack.messages("C1")) == [f"1700000000.{number:06}" for number in range(200)]


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_an_answer_whose_process_was_killed_is_sent_by_the_next(installation: Installation) -> None:
    """It was on record and acknowledged, and never went out."""
    slack = installation.slack
    with installation.serving():
        slack.script("chat.postMessage", Hang(20, acts=False))
        slack.mention("U1", "C1", "como me empadrono")
    assert slack.messages("C1") == []
    installation.clock.ahead += LEASE + timedelta(seconds=1)
    with installation.serving():
        assert first_line(last(slack, "C1")) == ANSWER


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_a_failing_slack_is_tried_again_and_a_refusing_one_is_not(installation: Installation) -> None:
    """Five hundreds pass; a channel that is gone stays gone."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.script("chat.postMessage", Failure(500), ApiError("internal_error"))
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: len(slack.messages("C1")) == 1, timeout=15)
        slack.script("chat.postMessage", ApiError("is_archived"))
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: "undeliverable" in str(desk.ledger.database.rows("SELECT state FROM outgoing")))
        slack.script("chat.postMessage", ApiError("invalid_blocks"))
        slack.mention("U2", "C1", "how do i register as a resident?")
        until(lambda: len(slack.messages("C1")) == 2)
    assert visible_text(slack.messages("C1")[-1]) == "Book an appointment."
    assert len(slack.calls("chat.postMessage")) == 6


def test_a_rate_limit_is_waited_out_and_a_conversation_keeps_its_order(installation: Installation) -> None:
    """No call of the method comes before the time that Slack named."""
    slack = installation.slack
    asked = ["como me empadrono", "cuando se paga el impuesto de vehículos", "cuando se paga el impuesto de bienes inmuebles"]
    with installation.serving():
        slack.mention("U1", "C1", "como me empadrono")
        last(slack, "C1")
        slack.script("chat.postMessage", RateLimited(2), RateLimited(1))
        for number in range(9):
            slack.mention("U1", f"C{number % 3}", asked[number // 3], wait=False)
        until(lambda: len(slack.messages()) == 10, timeout=20)
    calls = slack.calls("chat.postMessage")
    for refused, wait in zip([call for call in calls if not call.ok], (2, 1), strict=True):
        # Those that were on their way already when Slack said so cannot be held back.
        assert not [call for call in calls if refused.at + 0.2 < call.at < refused.at + wait]
    for channel in ("C0", "C2"):
        assert first_lines(installation, channel) == [ANSWER, "Del 1 de marzo al 30 de abril.", "Del 1 de mayo al 30 de junio."]


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_a_long_wait_sends_nothing_twice(installation: Installation) -> None:
    """Those behind it in the conversation keep their leases too, whatever the clock of the others says."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.script("chat.postMessage", RateLimited(12))
        for _ in range(3):
            slack.mention("U1", "C1", "como me empadrono")
        for _ in range(4):
            time.sleep(2.6)
            until(lambda: not desk.ledger.outbox.overdue("slack", installation.clock() + LEASE / 4))
            installation.clock.ahead += LEASE / 2
        until(lambda: len(slack.messages("C1")) == 3, timeout=20)
        time.sleep(6)
    assert len(slack.messages("C1")) == 3


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_one_unreadable_address_keeps_nobody_from_their_answer(installation: Installation) -> None:
    """It alone is given up."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.script("chat.postMessage", *[Failure(500)] * 9)
        for channel in ("C1", "C2", "C3"):
            slack.mention("U1", channel, "como me empadrono")
        until(lambda: len(slack.calls("chat.postMessage")) == 9, timeout=15)
        with desk.ledger.database.write() as tables:
            tables.conn.execute("UPDATE outgoing SET send_to = '[' WHERE send_to LIKE '%C1%'")
        installation.clock.ahead += 2 * LEASE
        until(lambda: len(slack.messages()) == 2, timeout=15)
        until(lambda: "undeliverable" in str(desk.ledger.database.rows("SELECT state FROM outgoing")))


def test_questions_in_one_conversation_are_answered_in_their_order(installation: Installation) -> None:
    """Forty at once."""
    slack = installation.slack
    with installation.serving():
        last_ts = [slack.mention("U1", "C1", "como me empadrono", wait=False).payload["event"]["ts"] for _ in range(40)]
        until(lambda: len(slack.messages("C1")) == 40, timeout=30)
    if installation.transport == "socket":  # over HTTP, requests reach the server in any order
        assert [message["thread_ts"] for message in slack.messages("C1")] == last_ts
    assert sorted(message["thread_ts"] for message in slack.messages("C1")) == sorted(last_ts)


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_a_broken_socket_is_opened_again_and_nothing_redelivered_is_lost(installation: Installation) -> None:
    """Told to go, cut off, and refused for a while."""
    slack = installation.slack
    with installation.serving():
        for number, trouble in enumerate((slack.disconnect, slack.drop_sockets, slack.disconnect)):
            if number == 2:
                slack.refuse_sockets(2)
            trouble()
            if number == 2:
                until(lambda: slack.connections == 0)
            else:
                time.sleep(0.6)  # the old connection is open until the new one is
            slack.wait_for_connections(timeout=40)
            envelope = slack.mention("U1", "C1", "como me empadrono")
            slack.redeliver(envelope).acknowledged()
            last(slack, "C1", number + 1)
    assert len(slack.messages("C1")) == 3


@pytest.mark.parametrize("installation", ["http"], indirect=True)
def test_what_cannot_be_recorded_is_not_acknowledged(installation: Installation) -> None:
    """So that Slack delivers it again; then it is answered."""
    slack = installation.slack
    with installation.serving() as desk:
        real = desk.ledger.record
        broken = [OSError("disk full")]

        def record(*arguments, **more):  # type: ignore[no-untyped-def]
            if broken:
                raise broken.pop()
            return real(*arguments, **more)

        desk.ledger.record = record  # type: ignore[method-assign]
        delivery = slack.mention("U1", "C1", "como me empadrono")
        assert len(delivery.attempts) == 2
        assert first_line(last(slack, "C1")) == ANSWER
    assert len(slack.messages("C1")) == 1


def _fuzzed(chance: random.Random, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return a content type and a body, hardly any of them what Slack sends."""
    kind, body = chance.choice(good)
    match chance.randrange(9):
        case 0:
            return kind, bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
        case 1:
            return kind, chance.choice(
                [b"", b"{", b"[]", b"null", b"5", b"\xff", b"[" * 100_000, b'{"a":' * 5_000, b"9" * 10_000, b"payload=", b"payload=[]", b"payload=%ff"]
            )
        case 2:
            return chance.choice(["", "text/plain", "application/json; charset=x", "application/x-www-form-urlencoded", "é"]), body
        case 3:
            cut = chance.randrange(len(body))
            return kind, body[:cut]
        case _:
            text = body.decode()
            payload = json.loads(text) if kind == "application/json" else {"type": "block_actions"}
            mutated = _mutated(chance, payload)
            if kind == "application/json":
                return kind, json.dumps(mutated).encode()
            return kind, urlencode({"payload": json.dumps(_mutated(chance, json.loads(_PRESS)))}).encode()


def _mutated(chance: random.Random, value):  # type: ignore[no-untyped-def]
    """Return `value` with a part of it replaced by something of another kind."""
    odd = [None, True, 5, 1e308, "", "x" * 3_000, "\u0000", "<!channel>", [], {}, [[]], {"id": []}, [None], "\ud800"]
    if isinstance(value, dict) and value and chance.random() < 0.85:
        name = chance.choice(list(value))
        return {**value, name: _mutated(chance, value[name])}
    if isinstance(value, list) and value and chance.random() < 0.85:
        return [_mutated(chance, value[0]), *value[1:]]
    return chance.choice(odd)


_EVENT = {
    "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1, "authorizations": [{"team_id": "T1", "user_id": "UBOT"}],
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": "<@UBOT> hola", "ts": "1.2", "team": "T1", "blocks": [{"type": "rich_text"}]},
}  # fmt: skip
_PRESS = json.dumps(
    {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "trigger_id": "1.2", "response_url": "http://127.0.0.1:9/x",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"}, "channel": {"id": "C1"}, "message": {"ts": "1.2", "blocks": []},
        "actions": [{"type": "button", "action_id": "wording_0", "block_id": "wordings|k", "value": "0", "action_ts": "1.3"}], "view": {"id": "V1", "state": {"values": {}}},
    }
)  # fmt: skip


@pytest.mark.parametrize("installation", ["http"], indirect=True)
def test_five_thousand_malformed_requests_meet_neither_a_500_nor_a_traceback(installation: Installation, capfd: pytest.CaptureFixture[str]) -> None:
    """Signed or not, of every odd shape; and whoever asks afterwards is answered."""
    chance = random.Random(20261125)
    slack = installation.slack
    good = [
        ("application/json", json.dumps(_EVENT).encode()),
        ("application/json", json.dumps({"type": "url_verification", "challenge": "x"}).encode()),
        ("application/x-www-form-urlencoded", urlencode({"payload": _PRESS}).encode()),
        (
            "application/x-www-form-urlencoded",
            urlencode({"command": "/respuesta", "text": "x", "user_id": "U1", "team_id": "T1", "trigger_id": "1.2"}).encode(),
        ),
    ]
    statuses: dict[int, int] = {}

    async def send_all(url: str) -> None:
        async with aiohttp.ClientSession() as session:
            for number in range(5_000):
                kind, body = _fuzzed(chance, good)
                is_signed = chance.random() < 0.8
                headers = _signature(slack.signing_secret, body) if is_signed else _bad_signature(chance)
                if kind:
                    headers["content-type"] = kind
                sent = io.BytesIO(body if number % 500 else body + b" " * (guard.MOST_BYTES + 1))
                async with session.post(url, data=sent, headers=headers) as response:
                    statuses[response.status] = statuses.get(response.status, 0) + 1

    with installation.serving():
        asyncio.run(send_all(slack.request_url))
        slack.mention("U1", "C5", "como me empadrono")
        until(lambda: ANSWER in first_lines(installation, "C5"))
    assert set(statuses) <= {200, 400, 401, 413}, statuses
    assert min(statuses.get(200, 0), statuses.get(400, 0), statuses.get(401, 0)) > 300
    assert statuses[413] == 10
    assert "Traceback" not in "".join(capfd.readouterr())


def _signature(secret: str, body: bytes) -> dict[str, str]:
    now = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:%s:%s" % (now.encode(), body), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": now, "x-slack-signature": f"v0={digest}"}


def _bad_signature(chance: random.Random) -> dict[str, str]:
    now = time.time()
    times = ["abc", "1e9", "9" * 400, "", "-1", str(int(now)), str(int(now) - 301), "٣", "0x10", "1_0"]
    signatures = ["", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "v0=é", "v0=" + "A" * 64, "x" * 8_000]
    return {"x-slack-request-timestamp": chance.choice(times), "x-slack-signature": chance.choice(signatures)}


def test_the_signature_is_what_slack_says_it_is() -> None:
    """The example of docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        b"&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    assert guard.is_signed("1531420618", signature, body, secret, 1531420618 + 300)
    assert not guard.is_signed("1531420618", signature, body, secret, 1531420618 + 301)
    assert not guard.is_signed("1531420618", signature, body + b"x", secret, 1531420618)


def test_no_thread_is_left_behind(installation: Installation) -> None:
    """Starting and stopping leaves nothing that runs."""
    before = threading.active_count()
    with installation.serving():
        installation.slack.mention("U1", "C1", "como me empadrono")
        last(installation.slack, "C1")
    until(lambda: threading.active_count() <= before)
