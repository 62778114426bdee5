"""The draft check in the console, with and without JavaScript, and for programs."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.web.roles import Role
from tests.adapters.web.conftest import Browse, House, Served, catalogue, violations

WRONG = "La retirada cuesta 85 € y cada día 8 € desde el segundo. <b>Gracias</b>"
TOKEN = "a token of the tests, long enough"


@pytest.mark.parametrize("script", [True, False])
def test_a_draft_is_marked_and_the_approved_text_is_ready_to_copy(served: Served, browse: Browse, script: bool) -> None:
    page = browse(Role.READER, script=script)
    page.goto("borrador?entrada=POL-004")
    page.fill("#borrador", WRONG)
    page.get_by_role("button", name="Comprobar", exact=True).click()
    page.wait_for_selector("#verdict")
    assert "No lo envíe todavía" in page.inner_text("#verdict")
    assert page.inner_text(".draft mark") == "85 €[1]"
    assert page.inner_text(".marks li") == "Importe: usted escribió «85 €»; lo aprobado es «95 €»."
    assert page.locator(".draft b").count() == 0
    assert page.inner_text("[data-approved]").startswith("La retirada de un turismo cuesta 95 €")
    assert served.database.rows("SELECT kind, detail, entry FROM event") == [{"kind": "drafted", "detail": "differs", "entry": "POL-004"}]
    assert "85 €" not in str(served.database.rows("SELECT * FROM reply"))
    if script:
        assert violations(page) == []
        page.get_by_role("button", name="Copiar la respuesta").click()


def test_which_answer_is_meant_is_asked_back_and_chosen(house: House) -> None:
    client = house.signed_in(Role.READER)
    shown = client.submit("/borrador", {"borrador": "Se paga en abril.", "pregunta": "cuando se paga el impuesto"})
    assert "¿De qué respuesta se trata?" in shown.text
    chosen = client.submit("/borrador", {"borrador": "El impuesto se paga del 1 de marzo al 30 de abril.", "entrada": "TRI-2"})
    assert "No lo envíe todavía" in chosen.text
    assert client.submit("/borrador", {"borrador": "  "}).status_code == 422
    assert house.anonymous().see("/borrador").headers["location"].endswith("/entrar?a=/borrador")


@pytest.fixture
def machine(tmp_path: Path) -> Any:
    made = House(tmp_path, catalogue(), console={"api_tokens": {"correo": TOKEN}})
    client = made.anonymous()

    def post(content: Any, token: str = TOKEN, **headers: str) -> Any:
        sent = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {}), **headers}
        return client.request("POST", "/web/api/draft", content=json.dumps(content), headers=sent, follow_redirects=False)

    yield post
    made.database.close()


def test_a_program_gets_the_same_in_json(machine: Any) -> None:
    answered = machine({"draft": "Del 1 de marzo al 3 de abril.", "entry": "TRI-1"})
    assert answered.status_code == 200
    found = answered.json()
    assert (found["verdict"], found["entry"], found["approved"], found["stamp"]) == (
        "differs", "TRI-1", "Del 1 de marzo al 30 de abril.", "TRI-1 · v1 · Atención Ciudadana",
    )  # fmt: skip
    (mark,) = found["marks"]
    assert (mark["trouble"], mark["given"], mark["approved"], mark["start"], mark["end"]) == (
        "different",
        "1 de marzo al 3 de abril",
        "1 de marzo al 30 de abril",
        4,
        28,
    )


def test_the_places_of_the_marks_are_places_in_what_the_program_sent(machine: Any) -> None:
    draft = "\r\n \t Del 1 de marzo al 3 de abril. "
    (mark,) = machine({"draft": draft, "entry": "TRI-1"}).json()["marks"]
    assert draft[mark["start"] : mark["end"]] == mark["given"] == "1 de marzo al 3 de abril"


def test_whoever_tries_tokens_is_slowed_down_and_nobody_who_has_one_waits_for_them(machine: Any) -> None:
    assert {machine({"draft": "x"}, f"wrong {number}").status_code for number in range(30)} == {401}
    assert machine({"draft": "x"}, "wrong again").status_code == machine({"draft": "x"}, "").status_code == 429
    assert machine({"draft": "x"}).status_code == 200


@pytest.mark.parametrize("odd", ["\x00\x07 12 €", "你好 ١٢ €", "🏛️" * 5_000, "[TELÉFONO] " * 1_000, "{{tasa}} %s {0}"])
def test_odd_drafts_and_questions_are_answered(machine: Any, odd: str) -> None:
    assert machine({"draft": odd, "entry": "TRI-1"}).status_code == 200
    assert machine({"draft": odd, "question": odd}).status_code == 200
    assert machine({"draft": "Del 1 de marzo.", "question": odd * (100_000 // len(odd))}).status_code in (200, 413, 422)


@pytest.mark.parametrize(
    ("content", "token", "headers", "status"),
    [
        ({"draft": "x"}, "", {}, 401),
        ({"draft": "x"}, "another", {}, 401),
        ({"draft": "x"}, TOKEN + "x", {}, 401),
        ({"draft": "x"}, "", {"authorization": "Basic " + TOKEN}, 401),
        ({"draft": ""}, TOKEN, {}, 422),
        ({"draft": 1}, TOKEN, {}, 422),
        ({"draft": "x", "entry": "NOPE"}, TOKEN, {}, 422),
        ({"draft": "x", "channel": "fax"}, TOKEN, {}, 422),
        (["x"], TOKEN, {}, 400),
        ({"draft": "12 €", "question": "\ud800"}, TOKEN, {}, 400),
        ({"draft": "x" * 300_000}, TOKEN, {}, 413),
        ({"draft": "x"}, TOKEN, {"content-type": "text/plain"}, 415),
    ],
)
def test_what_a_program_must_not_send_is_refused(machine: Any, content: Any, token: str, headers: dict[str, str], status: int) -> None:
    assert machine(content, token, **headers).status_code == status


def test_an_answer_leads_to_the_check_and_activity_says_which_facts_drafts_have_wrong(house: House) -> None:
    client = house.signed_in(Role.READER)
    assert 'href="/web/borrador?entrada=TRI-1&amp;canal="' in client.see("/respuestas/TRI-1").text
    assert 'value="TRI-1"' in client.see("/borrador?entrada=TRI-1").text
    assert "Borradores comprobados" not in client.see("/actividad").text
    for draft in ("Del 1 de marzo al 3 de abril.", "Hasta el 30 de mayo", "Del 1 de marzo al 30 de abril."):
        client.submit("/borrador", {"borrador": draft, "entrada": "TRI-1"})
    client.submit("/borrador", {"borrador": "Hay que venir en persona.", "entrada": "OAC-1"})
    shown = client.see("/actividad").text
    assert "Borradores comprobados" in shown
    assert "1 de marzo al 30 de abril (2)" in shown
    workbook = openpyxl.load_workbook(io.BytesIO(client.see("/actividad/exportar/xlsx").content))
    rows = list(workbook["Borradores comprobados"].iter_rows(values_only=True))
    assert [rows[1][0], *rows[1][3:9]] == ["TRI-1", 3, 1, 2, 0, 0, 0]
    assert [rows[2][0], *rows[2][3:9]] == ["OAC-1", 1, 0, 0, 0, 0, 1]
