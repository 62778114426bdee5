"""The whole loop in a real browser: asked, listed, drafted, put into the workbook, published, told. And the list's own pages, with axe and by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.web.roles import Role
from bot import publishing
from bot.events import Asked, Rated, Verdict
from bot.review.values import Archive, Filter, Refer
from knowledge.answering import Question
from tests.adapters.web.conftest import Browse, Served, browsing, serving, violations
from tests.conftest import NOW, TODAY, row, save

QUESTION = "¿Cuánto cuesta el abono de la piscina?"
ANSWER = "El abono cuesta  40 euros.\n\nSe paga en la *taquilla*."
HEADER = [
    "Id", "Tema", "Pregunta", "Otras formas de preguntar", "Respuesta", "Redes sociales", "Teléfono", "Idioma", "Responsable",
    "Estado", "Aprobada por", "Aprobada el", "Válida desde", "Válida hasta", "Página web",
]  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Served]:
    """A town hall with a small workbook of its own, published and served."""
    rows = [HEADER, row("OAC-1", "¿Cómo me empadrono?", "Con cita."), row("TRI-1", "¿Cuándo se paga el impuesto de vehículos?", "En marzo.")]
    save(tmp_path / "respuestas.xlsx", {"Respuestas": rows})
    made = Served(tmp_path)
    preparation = publishing.prepare(str(tmp_path / "respuestas.xlsx"), made.versions, today=TODAY, language="es")
    publishing.put_in_service(preparation, made.versions, at=NOW, by="Marta Soler")
    with serving(made) as address:
        made.address = address
        yield made
    made.database.close()


@pytest.fixture
def visit(chromium: Any, town: Served) -> Iterator[Browse]:
    with browsing(chromium, town) as open_page:
        yield open_page


def ask(page: Any, question: str) -> None:
    page.goto("probar")
    page.fill("#pregunta", question)
    page.get_by_role("button", name="Buscar").click()
    page.wait_for_selector("#exchange-title")


def copy_row(proposals: Path, workbook: Path) -> None:
    """Do what an editor does: copy the row of the proposals below the last of the workbook, give it an id, approve it."""
    source = openpyxl.load_workbook(proposals).worksheets[0]
    titles = [cell.value for cell in source[1]]
    copied = dict(zip(titles, (cell.value for cell in source[2]), strict=True))
    copied |= {"Id": "DEP-1", "Estado": "Aprobada", "Aprobada por": "Marta Soler", "Aprobada el": TODAY}
    editors = openpyxl.load_workbook(workbook)
    editors["Respuestas"].append([copied.get(title) for title in HEADER])
    editors.save(workbook)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_question_goes_round_the_whole_loop(town: Served, visit: Browse, tmp_path: Path, script: bool) -> None:
    """Somebody asks, a reviewer drafts, an editor publishes, and whoever asked reads the approved text, byte for byte."""
    asker, reviewer, editor = (visit(role, script=script) for role in (Role.READER, Role.REVIEWER, Role.EDITOR))
    ask(asker, QUESTION)
    assert "Todavía sin respuesta aprobada" in asker.inner_text("main")

    reviewer.goto("sin-respuesta")
    reviewer.get_by_role("link", name=QUESTION).click()
    reviewer.locator("summary", has_text="Una respuesta nueva").click()
    reviewer.fill("#respuesta", ANSWER)
    reviewer.get_by_role("button", name="Proponer").click()
    assert "Hay una respuesta propuesta" in reviewer.inner_text("main")
    reviewer.goto("sin-respuesta")
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="Propuestas para el libro").click()
    assert download.value.suggested_filename == f"propuestas-{TODAY}.xlsx"
    download.value.save_as(tmp_path / "propuestas.xlsx")

    copy_row(tmp_path / "propuestas.xlsx", tmp_path / "respuestas.xlsx")
    editor.goto("publicar")
    editor.set_input_files("#fichero", tmp_path / "respuestas.xlsx")
    editor.locator("form:has(#fichero) button").click()
    editor.wait_for_selector("#findings-title", timeout=60_000)
    editor.get_by_role("button", name="Ponerlo en servicio").click()
    editor.wait_for_load_state()

    asker.wait_for_timeout(6_000)  # the house is kept every five seconds
    asker.goto("probar")
    assert ANSWER in [text.text_content() for text in asker.locator(".approved").all()]
    reviewer.goto("sin-respuesta?estado=answered")
    assert QUESTION in reviewer.inner_text("main")
    reviewer.get_by_role("link", name=QUESTION).click()
    assert "Respondida por DEP-1, desde la versión v2" in reviewer.inner_text("main")


def fill(town: Served) -> None:
    """Let people ask so that there is a group in every state, and one that is judged."""
    for number, text in enumerate(("cuanto cuesta la piscina", "permiso de obras en casa", "boda civil en sábado", "perro suelto en el parque")):
        for asker in range(number + 1):
            town.desk.handle(Asked(f"slack:T1:{number}.{asker}", "slack", f"U{asker}", Question(text, reads="es"), "D1", "Deportes"))
    town.desk.handle(Asked("slack:T1:w", "slack", "U1", Question("¿Cómo me empadrono?", reads="es"), "D1"))
    town.desk.handle(Rated("slack", "U1", "slack:T1:w", Verdict.WRONG, "D1"))
    groups = town.desk.review.listing.page(Filter(), NOW).groups
    town.desk.decide(groups[0].id, groups[0].revision, Refer("Policía", "¿Lo sabéis?"), "Marta Soler")
    town.desk.decide(groups[1].id, groups[1].revision, Archive("No es nuestra"), "Marta Soler")


@pytest.mark.parametrize(
    "look",
    [
        {"width": 1280},
        {"width": 320, "scheme": "dark"},
        pytest.param({"width": 320}, marks=pytest.mark.heavy),
        pytest.param({"width": 1280, "scheme": "dark"}, marks=pytest.mark.heavy),
        pytest.param({"width": 1280, "forced": "active"}, marks=pytest.mark.heavy),
        pytest.param({"width": 320, "forced": "active", "scheme": "dark"}, marks=pytest.mark.heavy),
    ],
    ids=str,
)
def test_axe_finds_nothing_on_the_list_and_in_a_group(town: Served, visit: Browse, look: dict[str, Any]) -> None:
    """Open, decided, archived, with its forms open, refused, and after somebody else was faster."""
    page = visit(Role.EDITOR, **look)
    page.goto("sin-respuesta")
    found = {"empty": violations(page)}
    fill(town)
    ids = [row["id"] for row in town.database.rows("SELECT id FROM unanswered ORDER BY id")]
    for path in ("sin-respuesta", "sin-respuesta?motivo=wrong&desde=2026-01-01", *(f"sin-respuesta/{number}" for number in ids)):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[path] = violations(page)
    page.goto(f"sin-respuesta/{ids[0]}")
    town.desk.decide(ids[0], 1, Refer("Deportes", "¿?"), "Joan")
    page.locator("summary", has_text="No necesita respuesta").click()
    page.fill("#razon", "Lo que escribí")
    page.get_by_role("button", name="Archivar").click()
    page.wait_for_selector("[role=alert]")
    found["conflict"] = violations(page)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_the_list_is_worked_through_by_keyboard_alone(town: Served, visit: Browse) -> None:
    """J, K and X in the list; then tab and Enter."""
    fill(town)
    page = visit(Role.REVIEWER)
    page.goto("sin-respuesta")
    for pressed in ("j", "j", "k", "x"):
        page.keyboard.press(pressed)
    chosen = page.evaluate("document.activeElement.textContent")
    assert page.locator("input[type=checkbox]:checked").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.inner_text("h1") == chosen
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "Revisar":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".said:not([hidden])")
    assert "Persona reviewer se encargó de revisarlo" in page.inner_text("main")
