"""The command line as its users meet it: what it prints, and what it exits with."""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main
from tests.conftest import NOW, row

SPANISH = {"LANG": "es_ES.UTF-8"}
ASK_KEYS = {"outcome", "entry", "text", "channel", "language", "version", "confidence", "suggestions", "stamp", "note"}


@pytest.fixture
def unavoz(capsys, tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    """Run one command in an empty folder; give its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, environment: dict[str, str] | None = None, typed: str = "", at: datetime = NOW):  # type: ignore[no-untyped-def]
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main.run(arguments, environment or {"LANG": "C"}, lambda: at)
        out, err = capsys.readouterr()
        return code, out, err

    return run


ROWS = (
    row("OAC-1", "¿Cómo me empadrono?", "Con cita.", phone="Pida cita.", owner="Atención Ciudadana"),
    row("OAC-1", "How do I register?", "With an appointment.", language="en"),
    row("DEC-1", "¿Cuándo abre la piscina?", "El 15 de junio.", owner="Deportes"),
)


def test_an_answer_as_json_has_exactly_the_promised_keys(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """Scripts may rely on them."""
    workbook(*ROWS)
    assert unavoz("publish")[0] == 0
    code, out, _ = unavoz("ask", "como me empadrono", "--channel", "teléfono", "--json", environment=SPANISH)
    reply = json.loads(out)
    assert code == 0
    assert set(reply) == ASK_KEYS
    assert (reply["outcome"], reply["entry"], reply["text"], reply["channel"]) == ("answered", "OAC-1", "Pida cita.", "phone")
    assert reply["stamp"] == "OAC-1 · v1 · Atención Ciudadana"


def test_a_file_of_questions_gives_one_json_object_a_line(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """In their order, blank lines passed over."""
    workbook(*ROWS)
    unavoz("publish")
    _, out, _ = unavoz("ask", "--json", typed="como me empadrono\n\nvenden helicopteros\ncuando abre la piscina\n")
    assert [json.loads(line)["entry"] for line in out.splitlines()] == ["OAC-1", None, "DEC-1"]


def test_check_exits_with_1_for_faults_and_0_without(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """And speaks the reader's language."""
    workbook(row("A-1", "¿Una?", None))
    code, out, _ = unavoz("check", environment=SPANISH)
    assert (code, "Respuestas!E2" in out, "La respuesta está vacía." in out) == (1, True, True)
    code, out, _ = unavoz("check", "--json")
    assert (code, json.loads(out)["findings"][0]["place"]) == (1, "Respuestas!E2")
    workbook(*ROWS)
    assert unavoz("check")[0] == 0


def test_history_tells_what_was_in_force_then(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """Versions, differences, a day's words, and the way back."""
    workbook(row("A-1", "¿Una?", "Antes."))
    unavoz("publish", at=NOW.replace(day=10))
    workbook(row("A-1", "¿Una?", "Después."))
    unavoz("publish")
    assert [value["version"] for value in json.loads(unavoz("versions", "--json")[1])] == [2, 1]
    fields = json.loads(unavoz("diff", "1", "2", "--json")[1])["changes"][0]["fields"]
    assert fields == [{"field": "answer", "before": "Antes.", "after": "Después."}]
    for arguments, answer in (
        (("A-1",), "Después."), (("A-1@1",), "Antes."), (("A-1@v1",), "Antes."), (("a-1 · v1 · Hacienda · válido hasta 31/12",), "Antes."), (("A 1 v1",), "Antes."), (("A-1, versión 1",), "Antes."), (("a1",), "Después."), (("A-1", "--as-of", "12/11/2026"), "Antes."),
    ):  # fmt: skip
        assert json.loads(unavoz("show", *arguments, "--json")[1])["entries"][0]["answer"] == answer
    assert unavoz("show", "A-1", "--as-of", "2026-11-01")[0] == 1
    assert json.loads(unavoz("rollback", "1", "--json")[1])["rollback_to"] == 1
    assert "Antes." in unavoz("ask", "¿Una?")[1]


def test_strict_publishes_nothing_when_a_test_question_fails(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """And says so."""
    workbook(*ROWS, Pruebas=[("Pregunta", "Id esperado"), ("venden helicopteros usados", "DEC-1")])
    code, out, _ = unavoz("publish", "--strict", "--json")
    assert (code, json.loads(out)["published"], json.loads(out)["tests"]["missed"]) == (1, False, 1)
    assert json.loads(unavoz("publish", "--json")[1])["version"] == 1
    assert json.loads(unavoz("test", "--json")[1])["results"][0]["verdict"] == "missed"


def test_the_chat_answers_offers_and_gives_other_channels_wordings(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """The approved text stands on a line of its own."""
    workbook(*ROWS)
    unavoz("publish")
    typed = "como me empadrono\n/teléfono\n/idioma en\n/general\ncomo me empadrono\ncuando cierra la piscina\n1\nvenden helicopteros\n/salir\nnunca\n"
    code, out, _ = unavoz("chat", environment={**SPANISH, "UNAVOZ_WATCH__ENABLED": "false"}, typed=typed)
    lines = out.splitlines()
    assert code == 0
    for said in ("Con cita.", "Pida cita.", "With an appointment.", "¿Se refiere a alguna de estas?", "El 15 de junio."):
        assert said in lines
    assert "Todavía no hay una respuesta aprobada para eso. Por favor, no la improvise." in lines


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (["chek"], {}, 2, "check"),
        (["ask", "x", "--channel", "paloma"], {}, 2, "social"),
        (["ask", "x", "--language", "klingon"], {}, 2, "es, ca"),
        (["check"], {"UNAVOZ_WORKBOK": "x"}, 78, "UNAVOZ_WORKBOOK"),
        (["versions"], {"UNAVOZ_DATABASE": "no/such/folder/x.db"}, 78, "no/such/folder"),
        (["--config", "nada.toml", "check"], {}, 78, "unavoz init"),
        (["chat", "--adapter", "paloma"], {}, 2, "terminal"),
        (["show", "A-1"], {}, 1, "unavoz publish"),
        (["rollback"], {}, 2, "--as-of"),
        (["diff", "--as-of", "ayer"], {}, 1, "unavoz publish"),
    ],
)
def test_wrong_use_gets_a_message_that_says_what_to_do_and_its_exit_code(unavoz, arguments, environment, code, said) -> None:  # type: ignore[no-untyped-def]
    """Never a traceback."""
    found, out, err = unavoz(*arguments, environment={"LANG": "C", **environment})
    assert found == code
    assert said in out + err
    assert "Traceback" not in out + err


def test_init_makes_a_workbook_and_settings_that_work_and_overwrites_nothing(unavoz, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """An operator starts from there."""
    assert unavoz("init", "aqui", environment=SPANISH)[0] == 0
    assert json.loads(unavoz("--config", "aqui/unavoz.toml", "check", "--json")[1])["findings"] == []
    assert unavoz("init", "aqui")[0] == 2
    assert unavoz("template", "otro.xlsx", "--language", "en")[0] == 0
    assert unavoz("check", "otro.xlsx")[0] == 0


def test_the_help_is_in_the_readers_language(unavoz) -> None:  # type: ignore[no-untyped-def]
    """Every command of the list, with its sentence."""
    _, spanish, _ = unavoz("--help", environment=SPANISH)
    for name in ("demo", "init", "template", "check", "publish", "versions", "diff", "rollback", "show", "ask", "chat", "test"):
        assert f" {name} " in spanish
    assert "Revisa un libro" in spanish
