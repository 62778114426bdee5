"""The seam to the SDK: what it sends arrives as it was given, what it raises says what happened."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.teams.credentials import Credentials, NoToken
from adapters.teams.sdk import Connection, Refused, Unreached
from bot.teams_settings import Teams
from tests.adapters.teams.conftest import GROUP, Installation
from tests.adapters.teams.fake import MARTA, FakeTeams

ID = "11111111-2222-3333-4444-555555555555"
ENTITIES = [
    {"type": "mention", "text": "<at>Ana</at>", "mentioned": {"id": "29:1", "name": "Ana"}},
    {"type": "https://schema.org/Message", "@type": "Message", "@context": "https://schema.org", "additionalType": ["X"], "a.b": {"c": [1, None, ""]}},
    {"type": "streaminfo", "streamSequence": 1, "streamType": "final"},
]


def done(settings: Teams, call: Any) -> Any:
    """Return what a call of a connection gives."""

    async def run() -> Any:
        connection = Connection(settings, Credentials(settings))
        try:
            return await call(connection)
        finally:
            await connection.close()

    return asyncio.run(run())


def test_an_activity_arrives_whole(installation: Installation, teams: FakeTeams) -> None:
    """Its entities too, which the SDK would cut down to their types."""
    settings = installation.settings().teams
    activity = {"type": "message", "text": "Hola", "textFormat": "plain", "entities": ENTITIES, "channelData": {"x": {"y": None}}, "summary": "s"}
    sent = done(settings, lambda connection: connection.send("", GROUP, activity))
    (message,) = teams.sent(GROUP)
    assert message["id"] == sent
    assert message["entities"] == ENTITIES
    assert {name: message[name] for name in activity} == activity


def test_a_person_is_found_and_their_conversation_opened(installation: Installation, teams: FakeTeams) -> None:
    """By their Entra id alone."""
    settings = installation.settings().teams
    assert done(settings, lambda connection: connection.open("", MARTA)) == teams.personal(MARTA)
    member = done(settings, lambda connection: connection.member("", teams.personal(MARTA), MARTA))
    assert (member["aadObjectId"], member["userRole"], member["name"]) == (MARTA, "user", "Marta Soler")


def test_a_refusal_names_its_status_reason_and_wait(installation: Installation, teams: FakeTeams) -> None:
    """As the service said them."""
    teams.fail("send", 429, retry_after=7)
    with pytest.raises(Refused) as refused:
        done(installation.settings().teams, lambda connection: connection.send("", GROUP, {"type": "message", "text": "x"}))
    assert (refused.value.status, refused.value.code, refused.value.retry_after) == (429, "Scripted", 7)


def test_where_nobody_listens_it_is_known_that_nothing_was_sent(installation: Installation, teams: FakeTeams) -> None:
    """Unlike where the connection broke on the way."""
    settings = installation.settings().teams
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(Unreached) as unreached:
        done(settings, lambda connection: connection.send(closed, GROUP, {"type": "message", "text": "x"}))
    assert unreached.value.nothing_sent
    teams.drop("send", acts=True)
    with pytest.raises(Unreached) as broken:
        done(settings, lambda connection: connection.send("", GROUP, {"type": "message", "text": "x", "textFormat": "plain"}))
    assert not broken.value.nothing_sent
    assert len(teams.sent(GROUP)) == 1  # and not repeated


@contextmanager
def machine_identity(given: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Serve what gives a machine of Azure the tokens of its identity; yield its address, and what it is asked."""
    asked: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(parse_qs(urlsplit(self.path).query) | {"secret": [self.headers.get("X-IDENTITY-HEADER", "")]})
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(given).encode())

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/msi/token", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_managed_identity_gives_the_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """That of the bot, for the service, without a secret; once."""
    with machine_identity({"access_token": "of-the-machine", "expires_on": str(int(time.time()) + 3_600), "resource": "r", "token_type": "Bearer"}) as (
        address,
        asked,
    ):
        monkeypatch.setenv("IDENTITY_ENDPOINT", address)
        monkeypatch.setenv("IDENTITY_HEADER", "machine-secret")
        credentials = Credentials(Teams(app_id=ID, tenant_id=ID, managed_identity=True))
        assert [credentials.get() for _ in range(3)] == ["of-the-machine"] * 3
        credentials.close()
    assert len(asked) == 1
    assert asked[0]["resource"] == ["https://api.botframework.com"]
    assert asked[0]["client_id"] == [ID]


def test_an_authority_that_gives_no_token_is_named(installation: Installation, teams: FakeTeams) -> None:
    """By its own reason; one that is not reached as such."""
    for more, reason in (({"app_password": "wrong"}, "invalid_client"), ({"authority": "https://127.0.0.1:1"}, "unreachable")):
        credentials = Credentials(installation.settings(more).teams)
        with pytest.raises(NoToken) as refused:
            credentials.get()
        credentials.close()
        assert refused.value.reason == reason


def test_an_authority_that_is_broken_gives_no_token(installation: Installation, teams: FakeTeams) -> None:
    """Which is all that is raised."""
    credentials = Credentials(installation.settings().teams)
    teams.fail("token", 500)
    with pytest.raises(NoToken) as refused:
        credentials.get()
    credentials.close()
    assert refused.value.reason == "unreachable"
