"""What the operator types: the manifest, the check of the tokens, and the server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.main import run
from tests.adapters.slack.conftest import until
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.fake_workspace import visible_text
from tests.conftest import row
from tests.messages import ROOT

SPANISH = {"LANG": "es_ES.UTF-8"}


def tokens(slack: FakeSlack, **more: str) -> dict[str, str]:
    given = {"BOT_TOKEN": slack.bot_token, "APP_TOKEN": slack.app_token, "API_URL": slack.api_url, **more}
    return {**SPANISH, **{f"UNAVOZ_SLACK__{name}": value for name, value in given.items()}}


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({}, 0, "✓ slack.bot_token\n✓ slack.app_token\n"),
        ({"BOT_TOKEN": "xoxb-wrong"}, 78, "Slack la rechaza (invalid_auth). Cópiela de nuevo, entera."),
        ({"BOT_TOKEN": ""}, 78, "debe empezar por xoxb-"),
        ({"APP_TOKEN": "xoxb-1"}, 78, "debe empezar por xapp-"),
        ({"API_URL": "http://127.0.0.1:9/api"}, 78, "No se llega a Slack"),
        ({"TRANSPORT": "http"}, 78, "✗ slack.signing_secret: está vacía."),
    ],
)
def test_the_check_says_what_is_wrong_with_each_token(
    slack: FakeSlack, capsys: pytest.CaptureFixture[str], more: dict[str, str], code: int, said: str
) -> None:
    """Asked of Slack itself, at the address of the settings."""
    assert run(["slack", "check"], tokens(slack, **more)) == code
    assert said in capsys.readouterr().out


def test_the_check_names_the_scopes_that_the_app_lacks(slack: FakeSlack, capsys: pytest.CaptureFixture[str]) -> None:
    """And what to do."""
    slack.scopes = "chat:write,commands"
    assert run(["slack", "check", "--json"], tokens(slack)) == 78
    bot, app = json.loads(capsys.readouterr().out)
    assert "app_mentions:read, assistant:write, im:history, im:write, users:read" in bot["problem"]
    assert app == {"what": "slack.app_token", "ok": True, "problem": ""}


def test_the_manifest_over_http_needs_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    """One that Slack can call."""
    http = {**SPANISH, "UNAVOZ_SLACK__TRANSPORT": "http"}
    assert run(["slack", "manifest"], http) == 78
    assert "serve.public_url" in capsys.readouterr().err
    assert run(["slack", "manifest"], {**http, "UNAVOZ_SERVE__PUBLIC_URL": "https://voz.example/"}) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["interactivity"]["request_url"] == "https://voz.example/slack/events"


def test_without_tokens_nothing_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    """With the console turned off; and it is said which are missing."""
    assert run(["serve"], {**SPANISH, "UNAVOZ_CONSOLE__ENABLED": "false"}) == 78
    assert "slack.bot_token" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("screen_language", "said"),
    [("", "Aquí solo puede preguntar el personal de esta organización."), ("en", "Only the staff of this organisation can ask here.")],
)
def test_the_server_answers_and_stops_when_told(
    slack: FakeSlack, workbook: Callable[..., Path], tmp_path: Path, screen_language: str, said: str
) -> None:
    """The very command, in a process of its own, as a system starts it: the language of the settings counts, for it has none of its own."""
    (tmp_path / "unavoz.toml").write_text(f'screen_language = "{screen_language}"\n', encoding="utf-8")
    workbook(row("OAC-1", "¿Cómo me empadrono?", "Con cita."))
    environment = {**tokens(slack), "LANG": "C", "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "UNAVOZ_WATCH__ENABLED": "false"}
    command = [sys.executable, "-m", "bot.cli.main"]
    subprocess.run([*command, "publish"], env=environment, cwd=tmp_path, check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve", "--port", "0"], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        slack.wait_for_connections(timeout=30)
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: any("Con cita." in visible_text(message) for message in slack.messages("C1")))
        slack.add_user("U9", is_restricted=True)
        slack.mention("U9", "C2", "como me empadrono")
        until(lambda: any(said in visible_text(message) for message in slack.messages("C2")))
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=20)
        assert b"Traceback" not in errors
    finally:
        server.kill()
        server.communicate()
    assert slack.connections == 0
