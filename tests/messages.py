"""Every message in the code, found by reading the source: what translators must have."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "bot", "adapters")

# The few words of the command-line library that our screens show.
LIBRARY_WORDS = (
    "Options",
    "Commands",
    "Arguments",
    "Error",
    "Aborted.",
    "[default: {}]",
    "[required]",
    "Show this message and exit.",
    "Usage:",
    "Missing argument",
    "Missing option",
    "No such option: {name}",
    "No such command {name!r}.",
    "Missing command.",
    "Try [blue]'{command_path} {help_option}'[/] for help.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)


def source_files() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def in_source() -> set[str]:
    """Return every text that is marked, or looked up, as a message, and every command's help."""
    templates = (message for path in template_files() for message in _in_template(path))
    return {message for path in source_files() for message in _in_file(path)} | set(templates) | set(_command_help())


def template_files() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html"))


def _in_template(path: Path) -> Iterator[str]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for _, _, message in environment.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
        yield from (part for part in (message if isinstance(message, tuple) else (message,)) if part)


def _in_file(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("_", "marked", "gettext", "ngettext"):
            yield from (part.value for part in node.args[:2] if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _command_help() -> Iterator[str]:
    from bot.cli import privacy, serving, teams
    from bot.cli.app import _COMMANDS

    inner = [command.callback for app in (serving.slack, teams.app, privacy.app) for command in app.registered_commands if command.callback]
    for function in (*(function for _, function in _COMMANDS), *inner):
        yield " ".join((inspect.getdoc(function) or "").split())
