"""The terminal keeps the adapters' contract, and prints what it drew."""

import io
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from rich.console import Console

from adapters import terminal
from bot import platforms
from tests.adapters.contract import NASTY, TEXTS, AdapterContract
from tests.conftest import save
from tests.messages import ROOT


class TestTerminal(AdapterContract):
    """The contract, kept by the terminal."""

    adapter = platforms.find("terminal")


def printed(text: str) -> str:
    target = io.StringIO()
    terminal.show_lines(Console(file=target, force_terminal=True, width=40), [(terminal.Kind.APPROVED, text)])
    return target.getvalue()


@given(TEXTS)
def test_the_screen_shows_the_approved_text_unwrapped_and_unmarked(text: str) -> None:
    """Also on a narrow terminal, and with what looks like markup."""
    assert printed(text) == text + "\n\n"


def test_nasty_texts_reach_the_screen_as_they_are() -> None:
    """No emoji codes, markup or wrapping."""
    for text in NASTY:
        assert printed(text) == text + "\n\n"


ECHO = """
from bot.platforms import Capabilities
CAPABILITIES = Capabilities(max_text=100)
def draw(reply, words): return reply.text
def copied(drawn): return drawn
def serve(service):
    from bot.events import Asked
    from knowledge.answering import Question
    print("ECHO", service.desk.handle(Asked("echo:1", "echo", "x", Question("una"))).text)
"""


def test_a_foreign_adapter_from_an_installed_package_enters_by_the_same_door(tmp_path: Path) -> None:
    """A package of somebody else's, really installed, is found by name and served with."""
    package = tmp_path / "package"
    (package / "echo_adapter-1.0.dist-info").mkdir(parents=True)
    (package / "echo_adapter.py").write_text(ECHO)
    (package / "echo_adapter-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: echo-adapter\nVersion: 1.0\n")
    (package / "echo_adapter-1.0.dist-info" / "entry_points.txt").write_text("[unavoz.adapters]\necho = echo_adapter\n")
    header = ("Id", "Pregunta", "Respuesta")
    save(tmp_path / "respuestas.xlsx", {"Respuestas": [header, ("A-1", "¿Una?", "Sí.")]})
    environment = {"PYTHONPATH": f"{package}:{ROOT}", "LANG": "C", "PATH": "", "UNAVOZ_WATCH__ENABLED": "false"}

    def unavoz(*arguments: str) -> str:
        command = [sys.executable, "-m", "bot.cli.main", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False).stdout

    unavoz("publish")
    assert unavoz("chat", "--list").split() == ["echo", "slack", "teams", "terminal", "web"]
    assert unavoz("chat", "--adapter", "echo") == "ECHO Sí.\n"
