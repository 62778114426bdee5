"""Who gets in: requests that are the service's alone, and people of the tenant's staff alone."""

import base64
import json
import time
from typing import Any

import pytest

from adapters.teams import commands
from tests.adapters.teams.conftest import CHANNEL, DEPARTMENT, GROUP, Installation, until
from tests.adapters.teams.fake import KNOWN, MARTA, OTHER, PERSONAL, UNENDORSED, FakeTeams, visible_text
from tests.adapters.teams.test_dialogues import kinds, last

GUEST, STRANGER, NEWCOMER = (f"{number}a7d6c1e-52b8-4f3e-9c40-6d1f8be0a2c5" for number in (1, 2, 3))
ELSEWHERE = "11111111-0d5e-4c58-a7f2-91d4e6b20c77"


def bad_headers(teams: FakeTeams) -> dict[str, dict[str, str]]:
    """Return every kind of bad credentials, by what is bad of them."""
    now = int(time.time())
    tokens = {
        "another audience": teams.token(aud="00000000-0000-0000-0000-000000000000"),
        "no audience": teams.token(aud=None),
        "an audience of several": teams.token(aud=["x", "y"]),
        "another issuer": teams.token(iss="https://sts.windows.net/x/"),
        "no issuer": teams.token(iss=None),
        "another service URL": teams.token(serviceurl="https://evil.example/"),
        "no service URL": teams.token(serviceurl=None),
        "expired": teams.token(exp=now - 3_600),
        "expired just over the leeway": teams.token(exp=now - 330),
        "no expiry": teams.token(exp=None),
        "an expiry that is no number": teams.token(exp="tomorrow"),
        "not valid yet": teams.token(nbf=now + 3_600),
        "another key": teams.token(signed_by=OTHER),
        "an unknown key": teams.token(kid="nobody"),
        "no key": teams.token(kid=None),
        "a key for another channel": teams.token(kid=UNENDORSED, signed_by=UNENDORSED),
        "no algorithm": teams.token(alg="none"),
        "the public key as a secret": teams.token(alg="HS256"),
        "another algorithm": teams.token(alg="RS512"),
        "a signature cut short": teams.token()[:-8],
        "another body": ".".join([teams.token().split(".")[0], teams.token(aud="x").split(".")[1], teams.token().split(".")[2]]),
    }
    headers = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    good = teams.token(kid=KNOWN)
    return headers | {
        "none": {},
        "empty": {"Authorization": ""},
        "basic": {"Authorization": "Basic bWFydGE6eA=="},
        "no token": {"Authorization": "Bearer "},
        "garbage": {"Authorization": "Bearer abc"},
        "garbage in three parts": {"Authorization": "Bearer a.b.c"},
        "a token without its scheme": {"Authorization": good},
        "a key in many brackets": {"Authorization": f"Bearer {base64.urlsafe_b64encode(b'[' * 11_000).decode()}.a.b"},
        "a very long one": {"Authorization": "Bearer " + "a" * 20_000},
    }


def activity(teams: FakeTeams, **more: Any) -> dict[str, Any]:
    return teams._activity(MARTA, PERSONAL, "message", text="¿Cómo me empadrono?", textFormat="plain") | more


def test_every_bad_token_is_refused_and_a_good_one_is_not(installation: Installation, teams: FakeTeams) -> None:
    """With 401, whatever is bad of it; and nobody is asked for it whom it names."""
    with installation.serving() as desk:
        refused = {name: teams.raw(activity(teams), headers).status for name, headers in bad_headers(teams).items()}
        assert len(refused) >= 22
        assert refused == dict.fromkeys(refused, 401)
        assert kinds(desk) == []
        assert teams.calls("member") == []
        assert teams.raw(activity(teams)).status == 202
        until(lambda: kinds(desk) == ["asked"])


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b'"message"', {}, 400),
        (b"{}", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b'{"type": 7}', {}, 400),
        (b"[" * 200_000, {}, 400),
        (b'{"type": "message", "text": "' + b"x" * 600_000 + b'"}', {}, 413),
        (b'{"type": "message"}', {"Content-Type": "text/plain"}, 415),
    ],
)
def test_a_bad_request_is_refused(installation: Installation, teams: FakeTeams, body: bytes, headers: dict[str, str], status: int) -> None:
    """By its own status, never with a 500."""
    with installation.serving():
        authorised = {"Authorization": f"Bearer {teams.token()}", "Content-Type": "application/json"} | headers
        assert teams.raw(body, authorised).status == status


@pytest.mark.parametrize(
    "more",
    [
        {"from": None},
        {"from": "x", "conversation": 7},
        {"conversation": None, "recipient": None},
        {"entities": [None, 7, {"type": "mention"}, {"type": "mention", "mentioned": 3, "text": 9}]},
        {"channelData": []},
        {"type": "invoke", "name": "adaptiveCard/action", "value": "x"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": {"verb": 3, "about": []}}}},
        {"type": "invoke", "name": "composeExtension/query", "value": {"parameters": [7, {"name": "query", "value": 9}]}},
        {"type": "invoke", "name": "composeExtension/fetchTask", "value": {"commandId": "answer", "messagePayload": 8}},
        {"type": "invoke", "name": "composeExtension/selectItem", "value": None},
        {"type": "invoke", "name": "task/submit", "value": {"data": {"verb": "queue_link", "value": "x.y"}}},
        {"type": "invoke", "name": "nobody/knows", "value": {}},
        {"type": "messageReaction", "reactionsAdded": 3},
        {"type": "conversationUpdate", "membersAdded": 3},
        {"type": "installationUpdate", "action": 3},
        {"timestamp": "yesterday"},
        {"text": "¿Cómo me \ud800 empadrono?", "id": "\ud800"},
        {"type": "invoke", "name": "composeExtension/selectItem", "value": {"entry": "\ud800", "language": "es"}},
    ],
)
def test_an_odd_activity_is_never_a_fault_of_ours(installation: Installation, teams: FakeTeams, more: dict[str, Any]) -> None:
    """Though it is authentic."""
    with installation.serving():
        assert teams.raw(activity(teams, **more)).status in (200, 202, 400, 403, 501)
        teams.violations.clear()  # an odd question may be answered oddly


@pytest.mark.parametrize("name", ["task/submit", "adaptiveCard/action"])
@pytest.mark.parametrize(
    "data",
    [
        {"verb": "pick", "value": "9" * 5_000},
        {"verb": "wording", "value": "9" * 30},
        {"verb": "share", "about": "\ud800"},
        {"verb": "explain", "why": "\ud800"},
        {"verb": "approval_open", "value": "[" * 100_000},
        {"verb": "approval_open", "value": '["\\ud800", "es"]'},
        {"verb": "entry", "value": '["\\ud800", "es"]'},
        {"verb": "entry", "value": '[1, {"a": 2}]'},
        {"verb": "entry", "value": "[" * 100_000},
        {"verb": "queue_take", "value": "9" * 30},
        {"verb": "queue_take", "value": "9" * 5_000},
        {"verb": "check_draft", "draft": "Pida cita", "channel": "9" * 5_000},
    ],
)
def test_what_no_button_of_ours_says_is_never_a_fault_of_ours(installation: Installation, teams: FakeTeams, name: str, data: dict[str, str]) -> None:
    """Whoever has a client of their own may press anything."""
    with installation.serving({"reviewers": [MARTA]}):
        about = last_key(installation, teams, "¿Cuándo se paga el impuesto?")
        assert invoked(teams, name, {"about": about} | data).status == 200


def last_key(installation: Installation, teams: FakeTeams, question: str) -> str:
    """Return the key of a question that Marta asks."""
    teams.say(MARTA, question)
    last(teams, teams.personal(MARTA))
    return str(installation.database.rows("SELECT key FROM event ORDER BY rowid DESC LIMIT 1")[0]["key"])


def invoked(teams: FakeTeams, name: str, data: dict[str, str]) -> Any:
    """Return what Marta gets for what she presses, or pretends to."""
    value = {"data": data} if name == "task/submit" else {"action": {"type": "Action.Execute", "data": data}}
    return teams.raw(activity(teams, type="invoke", name=name, value=value))


@pytest.mark.parametrize("verb", ["refer", "follow", "acknowledge"])
def test_a_button_that_a_reply_does_not_have_does_nothing(installation: Installation, teams: FakeTeams, verb: str) -> None:
    """A department is asked what has no answer, and nothing else."""
    with installation.serving({"departments": {"Atención Ciudadana": DEPARTMENT}}) as desk:
        about = last_key(installation, teams, "¿Cómo me empadrono?")
        assert "Ese botón ya no se conoce aquí" in json.dumps(
            invoked(teams, "adaptiveCard/action", {"verb": verb, "about": about}).body, ensure_ascii=False
        )
        assert kinds(desk) == ["asked"]


def test_nothing_is_shared_where_there_is_no_answer(installation: Installation, teams: FakeTeams) -> None:
    """Nor anything explained of what is not on record: what is not is not written down."""
    with installation.serving() as desk:
        about = last_key(installation, teams, "¿Hay nidos de cigüeña en la torre?")
        invoked(teams, "adaptiveCard/action", {"verb": "share", "about": about})
        invoked(teams, "adaptiveCard/action", {"verb": "explain", "about": "ana@example.es", "why": "Porque no"})
        assert kinds(desk) == ["asked"]


def test_another_service_url_is_refused_and_nothing_is_sent_there(installation: Installation, teams: FakeTeams) -> None:
    """Though it is signed."""
    with installation.serving() as desk:
        for other in ("https://evil.example/", teams.service_url.rstrip("/") + ".evil.example/", "http://127.0.0.1:1/teams/"):
            headers = {"Authorization": f"Bearer {teams.token(serviceurl=other)}"}
            assert teams.raw(activity(teams, serviceUrl=other), headers).status == 403
        assert teams.raw(activity(teams, channelId="webchat")).status == 403
        assert kinds(desk) == []
        assert teams.calls() == []


def test_who_is_refused_is_told_so_in_their_language(installation: Installation, teams: FakeTeams) -> None:
    """Teams says which one it is, whoever they are."""
    with installation.serving():
        teams.add_person(GUEST, "Jane", "en-GB", role="guest")
        teams.say(GUEST, "How do I register as a resident?")
        assert "Only the staff of Castroalba can ask here." in visible_text(last(teams, teams.personal(GUEST)))
        assert "Only the staff" in json.dumps(teams.query(GUEST, commands.SEARCH, "register", GROUP).body)
        assert "Only the staff" in visible_text(teams.open_command(GUEST, commands.DRAFT, GROUP).body)


@pytest.mark.parametrize("role", ["guest", "anonymous", "", "owner"])
def test_guests_are_refused(installation: Installation, teams: FakeTeams, role: str) -> None:
    """Wherever they ask, and whatever they press."""
    with installation.serving() as desk:
        teams.add_person(GUEST, "Invitada", role=role)
        teams.say(GUEST, "¿Cómo me empadrono?")
        assert "Aquí solo puede preguntar el personal de Castroalba" in visible_text(last(teams, teams.personal(GUEST)))
        assert "Aquí solo" in json.dumps(teams.query(GUEST, commands.SEARCH, "empadrono", GROUP).body, ensure_ascii=False)
        assert "Aquí solo" in visible_text(teams.open_command(GUEST, commands.ANSWER, GROUP, "¿Cómo me empadrono?").body)
        assert "Aquí solo" in visible_text(teams.open_command(GUEST, commands.DRAFT, GROUP).body)
        assert kinds(desk) == []


def test_what_is_not_signed_is_not_read(installation: Installation, teams: FakeTeams) -> None:
    """However much of it there is, and whatever it is."""
    with installation.serving():
        for body in (b"{", b"[]", b" " * 600_000):
            assert teams.raw(body, {"Authorization": "Bearer a.b.c"}).status == 401


def test_whoever_is_of_no_tenant_is_refused(installation: Installation, teams: FakeTeams) -> None:
    """As the list of members has them: the activity names the tenant of the chat."""
    with installation.serving() as desk:
        teams.world.known(MARTA).tenant = ""
        teams.say(MARTA, "¿Cómo me empadrono?", GROUP)
        assert "Aquí solo puede preguntar el personal de Castroalba" in visible_text(last(teams, GROUP))
        assert kinds(desk) == []


def test_people_of_another_tenant_are_refused_before_anybody_is_asked(installation: Installation, teams: FakeTeams) -> None:
    """And told nothing; so is whoever names no tenant, or two."""
    with installation.serving() as desk:
        teams.add_person(STRANGER, "Otra", tenant=ELSEWHERE)
        assert teams.say(STRANGER, "¿Cómo me empadrono?").status == 202
        assert teams.say(STRANGER, "¿Cómo me empadrono?", CHANNEL).status == 202
        assert teams.query(STRANGER, commands.SEARCH, "empadrono").status == 403
        teams.raw(activity(teams, channelData={}, conversation={"id": teams.personal(MARTA), "conversationType": "personal"}))
        teams.raw(activity(teams, **{"from": {"id": "29:1", "name": "Sin id"}}))
        teams.raw(activity(teams, channelData={"tenant": {"id": ELSEWHERE}}))
        assert kinds(desk) == []
        assert teams.calls() == []


def test_whoever_cannot_be_looked_up_is_refused_until_they_can_be(installation: Installation, teams: FakeTeams) -> None:
    """Failing closed."""
    with installation.serving() as desk:
        teams.fail("member", 500)
        teams.say(MARTA, "¿Cómo me empadrono?")
        assert "no se ha podido comprobar" in visible_text(last(teams, teams.personal(MARTA))).lower()
        assert kinds(desk) == []
        teams.say(MARTA, "¿Cómo me empadrono?")
        teams.wait_for_sent(teams.personal(MARTA), 2)
        assert kinds(desk) == ["asked"]


def test_where_the_app_is_not_in_a_chat_their_own_conversation_says_who_somebody_is(installation: Installation, teams: FakeTeams) -> None:
    """Who has never opened one is told to."""
    with installation.serving():
        teams.world.conversations[GROUP].is_installed = False
        assert "Pida cita" in json.dumps(teams.query(MARTA, commands.SEARCH, "empadrono", GROUP).body, ensure_ascii=False)
        teams.add_person(NEWCOMER, "Nueva", installed=False)
        said = json.dumps(teams.query(NEWCOMER, commands.SEARCH, "empadrono", GROUP).body, ensure_ascii=False)
        assert "abra antes un chat con Una Voz" in said


def test_who_asked_stands_in_no_file_under_their_name(installation: Installation, teams: FakeTeams) -> None:
    """Neither their ids nor those of their conversation, once they are answered."""
    with installation.serving() as desk:
        teams.say(MARTA, "¿Cómo me empadrono?")
        until(lambda: len(teams.sent(teams.personal(MARTA))) == 1)
        until(lambda: desk.ledger.database.rows("SELECT 1 FROM outgoing WHERE state = 'sent'"))
        for table in ("event", "question", "reply", "outgoing"):
            kept = json.dumps([dict(row) for row in desk.ledger.database.rows(f"SELECT * FROM {table}")])
            for name in (MARTA, teams.personal(MARTA), teams.world.known(MARTA).id, "Marta"):
                assert name not in kept, table
