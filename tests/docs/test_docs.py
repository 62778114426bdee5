"""The documents say what the code does."""

import re

import pytest

from bot import settings
from bot.cli.app import _COMMANDS
from bot.cli.setup import SETTINGS_FILE
from tests.messages import ROOT

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def test_the_readme_gives_exactly_two_commands_for_a_fresh_machine() -> None:
    """One runs the main job, one passes the tests."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert [line.rpartition("uv run ")[2] for line in lines] == ["unavoz demo", "pytest"]


def test_the_readme_lists_every_command_and_no_other() -> None:
    """The table equals the code's."""
    listed = set(re.findall(r"^\| `unavoz (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == {*(name for name, _ in _COMMANDS), "slack", "teams", "privacy"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_and_picture_is_there(document) -> None:  # type: ignore[no-untyped-def]
    """No dead end inside the repository."""
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (document.parent / target).exists(), target


def test_the_settings_file_that_init_writes_has_every_setting_at_its_default() -> None:
    """A newcomer sees all there is."""
    import tomllib

    written = tomllib.loads(SETTINGS_FILE.format(language=""))
    assert set(written) == set(settings.Settings.model_fields)
    for name, table in (
        ("watch", settings.Watch),
        ("serve", settings.Serve),
        ("slack", settings.Slack),
        ("teams", settings.Teams),
        ("console", settings.Console),
        ("retention", settings.Retention),
        ("privacy", settings.Privacy),
        ("approval", settings.Approval),
        ("recall", settings.Recall),
        ("announce", settings.Announce),
        ("digest", settings.Digest),
    ):
        assert set(written[name]) == set(table.model_fields)
    assert settings.load({}, __import__("gettext").NullTranslations(), folder=ROOT / "tests").model_dump(
        exclude={"workbook", "database", "privacy"}
    ) == {
        name: value for name, value in settings.Settings.model_validate(written).model_dump().items() if name not in ("workbook", "database", "privacy")
    }


def test_the_operators_page_names_every_setting() -> None:
    """The table equals the code's."""
    page = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    for table in (
        settings.Settings,
        settings.Watch,
        settings.Serve,
        settings.Slack,
        settings.Teams,
        settings.Console,
        settings.Retention,
        settings.Privacy,
        settings.Approval,
        settings.Recall,
        settings.Announce,
        settings.Digest,
        settings.WebCheck,
    ):
        for name in table.model_fields:
            assert f"`{name}`" in page, name
