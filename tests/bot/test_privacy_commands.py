"""`unavoz privacy` as a data protection officer meets it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot import settings
from bot.pseudonyms import Pseudonyms
from bot.settings import SettingsWrong
from knowledge.database import Database
from knowledge.translation import translations
from tests.bot.kept import ask, does, of
from tests.bot.test_command_line import SPANISH, unavoz  # noqa: F401 (a fixture)
from tests.conftest import NOW

SECRET = "Soy Zacarías Ñáñez"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A database of an installation, and the key that its pseudonyms were made with."""
    (tmp_path / "unavoz.key").write_text((b"k" * 32).hex())
    database = Database(tmp_path / "unavoz.db")
    group = ask(database, "slack:T1:Ev1", f"{SECRET}, ¿dónde pago?", "U0123ABCD")
    ask(database, "slack:T1:Ev2", "¿Dónde pago?", "U2", NOW - timedelta(days=400), group)
    does(database, "explained", "slack:T1:Ev2", "U2", detail="[bold]no sirve[/bold]", key="slack:T1:v1")
    database.close()
    return tmp_path


def question(folder: Path, key: str) -> str:
    database = Database(folder / "unavoz.db")
    (row,) = database.rows("SELECT text FROM question WHERE event = ?", (key,))
    database.close()
    return str(row["text"])


def test_a_text_is_found_with_its_key_and_erased_after_a_word(unavoz, recorded) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """Any other word erases nothing."""
    code, out, _ = unavoz("privacy", "find", "zacarias nanez", environment=SPANISH)
    assert code == 1
    assert "slack:T1:Ev1" in out
    assert "enunciado de un grupo" in out
    found = json.loads(unavoz("privacy", "find", "ZACARÍAS", "--json")[1])
    assert [(one["place"], one["event"], one["group"]) for one in found] == [("question", "slack:T1:Ev1", None), ("group", None, 1)]
    assert found[0]["at"] == "2026-11-24T12:00:00+01:00"

    for typed in ("", "sí\n", "erase\n"):
        code, out, err = unavoz("privacy", "erase", "--text", SECRET, typed=typed, environment=SPANISH)
        assert (code, "No se ha borrado nada." in err, "BORRAR" in err, "slack:T1:Ev1" in out) == (1, True, True, True)
    assert SECRET in question(recorded, "slack:T1:Ev1")

    code, out, _ = unavoz("privacy", "erase", "--text", SECRET, typed="BORRAR\n", environment=SPANISH)
    assert (code, "constancia número 1" in out) == (0, True)
    assert question(recorded, "slack:T1:Ev1") == "[BORRADO], ¿dónde pago?"
    assert SECRET.encode() not in (recorded / "unavoz.db").read_bytes()
    assert unavoz("privacy", "find", SECRET)[:2] == (0, "It stands nowhere.\n")


def test_a_person_is_exported_and_erased(unavoz, recorded) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """By the platform's own name for them."""
    known = json.loads(unavoz("privacy", "export", "--user", "slack:U0123ABCD")[1])
    assert (known["pseudonym"], [one["question"] for one in known["events"]]) == (of("U0123ABCD"), [f"{SECRET}, ¿dónde pago?"])
    code, out, _ = unavoz("privacy", "erase", "--user", "slack:U0123ABCD", "--yes", "--json")
    done = json.loads(out)
    assert (code, done["evidence"], done["files_clean"], done["erased"]["questions"]) == (0, 1, True, 1)
    assert json.loads(unavoz("privacy", "export", "--user", "slack:U0123ABCD")[1])["events"] == []
    for name in (SECRET, "U0123ABCD", of("U0123ABCD")):
        assert name.encode() not in (recorded / "unavoz.db").read_bytes()


def test_one_question_is_erased(unavoz, recorded) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """By the key that find shows."""
    assert unavoz("privacy", "erase", "--event", "slack:T1:Ev1", "--yes")[0] == 0
    assert question(recorded, "slack:T1:Ev1") == ""


def test_the_periods_are_applied_and_the_next_round_finds_nothing(unavoz, recorded) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """With what was taken out, by name."""
    code, out, _ = unavoz("privacy", "retention", environment=SPANISH)
    assert (code, "textos de preguntas" in out) == (0, True)
    assert question(recorded, "slack:T1:Ev2") == ""
    again = json.loads(unavoz("privacy", "retention", "--json")[1])
    assert (again["evidence"], any(again["counts"].values()), again["files_clean"]) == (3, False, True)
    assert "No había nada" in unavoz("privacy", "retention", environment=SPANISH)[1]


def test_the_record_of_processing_says_what_the_settings_say(unavoz, recorded) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """Who processes it, for how long, and what is held; with the questions of an impact assessment."""
    environment = {
        "LANG": "C",
        "UNAVOZ_ORGANISATION": "Ayuntamiento de | Castroalba",
        "UNAVOZ_RETENTION__CONTACTS_DAYS": "30",
        "UNAVOZ_RETENTION__ARCHIVED_TEXT_DAYS": "0",
    }
    code, out, _ = unavoz("privacy", "report", environment=environment)
    assert code == 0
    for said in (
        "Borrador del 24/11/2026", "| Responsable | Ayuntamiento de / Castroalba |", "Slack (la sociedad", "| 30 días | `retention.contacts_days` |",
        "| sin plazo: justifíquelo | `retention.archived_text_days` |", "Preguntas con texto: 2 (la más antigua, del 20/10/2025)", "Evaluación de impacto",
        "Todavía no se ha aplicado ninguna vez",
    ):  # fmt: skip
        assert said in out, said
    assert "Microsoft" not in out
    assert SECRET not in out
    assert all(line.count("|") in (3, 4) for line in out.splitlines() if line.startswith("|"))
    unavoz("privacy", "retention")
    assert "La última vez fue el 24/11/2026 (constancia 2)" in unavoz("privacy", "report")[1]
    assert unavoz("privacy", "report", "--output", "rat.md")[0] == 0
    assert "# Registro de actividades" in (recorded / "rat.md").read_text(encoding="utf-8")
    assert unavoz("privacy", "report", "--output", "rat.md")[0] == 2


def test_a_platform_of_others_is_named_once_it_is_configured(unavoz, tmp_path: Path) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """Before anybody has asked there."""
    assert "medios propios" in unavoz("privacy", "report")[1]
    tokens = {"LANG": "C", "UNAVOZ_SLACK__BOT_TOKEN": "xoxb-1", "UNAVOZ_SLACK__APP_TOKEN": "xapp-1"}
    assert "Slack (la sociedad" in unavoz("privacy", "report", environment=tokens)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["erase"], 2, "--event"),
        (["erase", "--user", "slack:U1", "--text", "hola"], 2, "one of them"),
        (["erase", "--text", "Ana", "--yes"], 2, "4 letters"),
        (["erase", "--event", "slack:T1:Ev99", "--yes"], 1, "slack:T1:Ev99"),
        (["erase", "--user", "U1", "--yes"], 2, "slack:U0123ABCD"),
        (["export", "--user", "slack:"], 2, "slack:U0123ABCD"),
        (["export"], 2, "--user"),
    ],
)
def test_wrong_use_is_told_what_to_do_and_erases_nothing(unavoz, recorded, arguments, code, said) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """Never a traceback."""
    before = question(recorded, "slack:T1:Ev1")
    found, out, err = unavoz("privacy", *arguments)
    assert (found, said in out + err, "Traceback" in err) == (code, True, False)
    assert question(recorded, "slack:T1:Ev1") == before


@pytest.mark.parametrize("key", [None, "corta"])
def test_without_its_key_nobody_is_taken_for_unknown(unavoz, recorded, key: str | None) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    """A new key would find nobody, and say that nothing is kept."""
    (recorded / "unavoz.key").unlink()
    if key:
        (recorded / "unavoz.key").write_text(key)
    code, _, err = unavoz("privacy", "export", "--user", "slack:U0123ABCD")
    assert (code, "unavoz.key" in err) == (78, True)
    assert (recorded / "unavoz.key").exists() is bool(key)


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ({"QUESTIONS_DAYS": "0", "AUDIT_DAYS": "0"}, True),
        ({"QUESTIONS_DAYS": "730"}, True),
        ({"QUESTIONS_DAYS": "731"}, False),
        ({"QUESTIONS_DAYS": "0"}, False),
        ({"CONTACTS_DAYS": "-1"}, False),
        ({"CONTACT_DAYS": "1"}, False),
    ],
)
def test_periods_that_contradict_each_other_are_refused(tmp_path: Path, given: dict[str, str], is_right: bool) -> None:
    """A question that is kept for ever cannot go with its record after two years."""
    environment = {f"UNAVOZ_RETENTION__{name}": value for name, value in given.items()}
    if is_right:
        assert settings.load(environment, translations("es"), folder=tmp_path).retention
    else:
        with pytest.raises(SettingsWrong, match=r"retention|RETENTION"):
            settings.load(environment, translations("es"), folder=tmp_path)


def test_the_pseudonyms_of_the_tests_are_those_of_the_key() -> None:
    """Otherwise these tests would show nothing."""
    assert Pseudonyms(bytes.fromhex((b"k" * 32).hex())).of("slack", "U2") == of("U2")
