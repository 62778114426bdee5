"""The house as docs/architecture.md draws it: imports one way, each outside library in its home, a pure core."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import LIBRARY_WORDS, PACKAGES, ROOT, in_source, source_files

MAY_IMPORT = {"knowledge": {"knowledge"}, "bot": {"bot", "knowledge"}, "adapters": {"adapters", "bot", "knowledge"}}
# The composition root shows replies by the terminal's own drawing; it is the only part of bot that knows an adapter.
COMPOSITION_ROOT = "bot/cli/"

HOMES = {
    "rapidfuzz": ("knowledge/matching/evidence.py", "knowledge/matching/spelling.py", "knowledge/grouping.py"),
    "openpyxl": (
        "knowledge/workbook/reading.py",
        "knowledge/workbook/annotate.py",
        "knowledge/workbook/template.py",
        "knowledge/workbook/styling.py",
        "knowledge/workbook/proposals.py",
        "knowledge/workbook/export.py",
    ),
    "snowballstemmer": ("knowledge/matching/features.py",),
    "stopwordsiso": ("knowledge/matching/common_words.py",),
    "py3langid": ("knowledge/matching/language.py",),
    "numpy": ("knowledge/matching/", "bot/semantic.py"),
    "model2vec": ("bot/semantic.py",),
    "scipy": ("knowledge/matching/",),
    "sqlite3": ("knowledge/database.py",),
    "sqlite_utils": ("knowledge/database.py",),
    "stdnum": ("knowledge/redaction/",),
    "polib": ("knowledge/translation.py",),
    "fsspec": ("knowledge/workbook/source.py",),
    "pydantic_settings": ("bot/settings.py",),
    "pydantic": ("bot/settings.py", "bot/notice_settings.py", "bot/teams_settings.py", "bot/ledger.py", "bot/review/rows.py"),
    "slack_bolt": ("adapters/slack/",),
    "slack_sdk": ("adapters/slack/",),
    "botbuilder": ("adapters/teams/sdk.py",),
    "botframework": ("adapters/teams/sdk.py",),
    "msrest": ("adapters/teams/sdk.py",),
    "msal": ("adapters/teams/credentials.py",),
    "requests": ("adapters/teams/credentials.py", "adapters/teams/sdk.py", "adapters/teams/checking.py"),
    "aiohttp": ("adapters/slack/", "adapters/teams/tokens.py", "bot/web_check/fetching.py"),
    "selectolax": ("bot/web_check/reading.py",),
    "starlette": ("bot/hosting.py", "adapters/slack/hosting.py", "adapters/teams/hosting.py", "adapters/web/"),
    "uvicorn": ("bot/hosting.py",),
    "jinja2": ("adapters/web/drawing.py",),
    "markupsafe": ("adapters/web/drawing.py", "adapters/web/charts.py"),
    "authlib": ("adapters/web/oidc.py",),
    "joserfc": ("adapters/web/oidc.py", "adapters/teams/tokens.py"),
    "typer": ("bot/cli/",),
    "rich": ("bot/cli/", "adapters/terminal.py"),
    "structlog": ("bot/", "adapters/slack/", "adapters/teams/", "adapters/web/"),
}
# Values in, values out: no clock, no file, no socket, no chance.
PURE_PACKAGES = ("facts", "matching", "redaction")
PURE = (
    "text", "languages", "channels", "model", "shared_facts", "answering", "canonical", "publication", "trials", "figures", "grouping",
    "ways_of_asking", "review", "parity", "drafts", "draft_finding", "draft_swaps", "chain", "web_pages", "statements", "contradictions", "shared_uses",
    "approval", "freezing", "changes",
)  # fmt: skip
IMPURE = {
    "os",
    "io",
    "pathlib",
    "socket",
    "subprocess",
    "random",
    "secrets",
    "time",
    "threading",
    "asyncio",
    "urllib.request",
    "tempfile",
    "sys",
    "logging",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", source_files(), ids=relative)
def test_imports_point_one_way_and_libraries_stay_at_home(path: Path) -> None:
    """knowledge knows nobody, bot knows knowledge, adapters know both."""
    name = relative(path)
    for module in imports(path):
        top = module.split(".")[0]
        if top in PACKAGES:
            allowed = MAY_IMPORT[name.split("/")[0]] | ({"adapters"} if name.startswith(COMPOSITION_ROOT) else set())
            assert top in allowed, f"{name} imports {module}"
        if top in HOMES:
            assert name.startswith(HOMES[top]), f"{name} imports {module}, whose home is {HOMES[top]}"


@pytest.mark.parametrize(
    "path",
    [*(ROOT / f"knowledge/{name}.py" for name in PURE), *(path for package in PURE_PACKAGES for path in (ROOT / "knowledge" / package).glob("*.py"))],
    ids=relative,
)
def test_the_core_is_pure(path: Path) -> None:
    """No clock, file, socket or chance; "now" is an argument. A matcher as bytes is made in memory."""
    assert not set(imports(path)) & (IMPURE - {"io"} if path.name == "stored.py" else IMPURE)
    calls = {node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)}
    assert not calls & {"now", "today", "utcnow"}


def test_no_write_leaves_the_immediate_transaction() -> None:
    """sqlite-utils' own atomic() begins a deferred one, which fails under two writers."""
    for path in source_files():
        source = path.read_text(encoding="utf-8")
        assert ".atomic(" not in source, path
        assert "commit(" not in source, path


def test_every_message_has_its_spanish_and_no_translation_is_left_over() -> None:
    """Each with the same placeholders."""
    import string

    import polib

    catalogue = polib.pofile(str(ROOT / "knowledge/locale/es.po"))
    translated = {text for entry in catalogue for text in (entry.msgid, entry.msgid_plural) if text}
    assert in_source() - translated == set()
    assert translated - in_source() - set(LIBRARY_WORDS) == set()

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for entry in catalogue:
        for translation in entry.msgstr_plural.values() or [entry.msgstr]:
            assert translation, entry.msgid
            assert fields(translation) == fields(entry.msgid), entry.msgid


def test_files_and_functions_have_one_subject() -> None:
    """A file that grows past 400 lines, or a function past 60, is split."""
    for path in source_files():
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= 400, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 60, f"{path}: {node.name}"
