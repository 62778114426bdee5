"""`unavoz draft` as its users meet it: what it prints, and what it exits with."""

import json

import pytest

from tests.bot.test_command_line import SPANISH, unavoz  # noqa: F401 (a fixture)
from tests.conftest import row

ROWS = (
    row("DEP-1", "¿Cuánto cuesta la entrada de la piscina?", "La entrada de un día cuesta 3,20 €.", phone="Son 3,20 € al día.", owner="Deportes"),
    row("DEP-2", "¿Cuándo abre la piscina de verano?", "La piscina abre el 15 de junio a las 11:00.", owner="Deportes"),
)


@pytest.fixture
def town(unavoz, workbook):  # type: ignore[no-untyped-def]  # noqa: F811
    workbook(*ROWS)
    assert unavoz("publish")[0] == 0
    return unavoz


def test_a_wrong_figure_is_numbered_in_the_draft_without_any_colour_and_the_approved_text_follows(town) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = town("draft", "La entrada son 4,20 € por persona.", "--entry", "dep-1", environment=SPANISH)
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "No lo envíe todavía: no coincide con la respuesta aprobada."
    assert "La entrada son 4,20 €[1] por persona." in lines
    assert "[1] Importe: usted escribió «4,20 €»; lo aprobado es «3,20 €»." in lines
    assert "La entrada de un día cuesta 3,20 €." in lines
    assert "DEP-1 · v1 · Deportes" in lines
    assert "\x1b" not in out


@pytest.mark.parametrize("typed", ["Son 3,20 € al día.", "Hola: la entrada de un día cuesta 3 euros con 20 céntimos. Saludos"])
def test_what_is_right_exits_with_0_from_standard_input_and_from_a_file(town, tmp_path, typed: str) -> None:  # type: ignore[no-untyped-def]
    for arguments in (("draft", "--entry", "DEP-1"), ("draft", "-", "--question", "cuanto cuesta la entrada de la piscina")):
        assert town(*arguments, typed=typed, environment=SPANISH)[0] == 0
    (tmp_path / "reply.txt").write_text(typed, encoding="utf-8")
    assert town("draft", "--file", "reply.txt", "--entry", "DEP-1", "--channel", "teléfono", environment=SPANISH)[0] == 0


def test_a_script_gets_one_object_with_the_marks(town) -> None:  # type: ignore[no-untyped-def]
    draft = "Abrimos la piscina de verano el 16 de junio a las 11 h."
    code, out, _ = town("draft", draft, "--json", "--entry", "DEP-2", environment=SPANISH)
    found = json.loads(out)
    assert (code, found["verdict"], found["entry"], found["text"]) == (1, "differs", "DEP-2", "La piscina abre el 15 de junio a las 11:00.")
    (mark,) = found["marks"]
    assert draft[mark["start"] : mark["end"]] == mark["given"] == "16 de junio"
    assert mark["approved"] == "15 de junio"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("draft", "  "), "No hay nada que comprobar"),
        (("draft", "x", "--entry", "NOPE"), "NOPE"),
        (("draft", "x", "--channel", "fax"), "fax"),
        (("draft", "--file", "missing.txt"), "missing.txt"),
    ],
)
def test_what_cannot_be_checked_is_said_on_the_error_output(town, arguments: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    code, out, err = town(*arguments, environment=SPANISH)
    assert (code, out) == (2, "")
    assert said in err


def test_no_answer_is_said_and_the_question_goes_on_the_list(town) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = town("draft", "Puede aterrizar en la plaza.", "--question", "¿Puedo aterrizar mi helicóptero?", environment=SPANISH)
    assert code == 1
    assert "No se ha encontrado una respuesta aprobada" in out
