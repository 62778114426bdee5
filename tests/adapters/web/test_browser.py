"""The console in a real browser: nothing for axe-core to find on any page state, journeys by keyboard alone and without JavaScript, copies byte for byte."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.web.app import ROUTES
from adapters.web.roles import Role
from bot.cli.setup import example_workbook
from bot.review import telling
from knowledge.model import Catalogue, Entry, EntryKey
from tests.adapters.web.conftest import NOW, PEOPLE, Browse, Served, browsing, serving_example, violations

ADMIN = PEOPLE[Role.ADMIN]
NASTY = "  Dos  espacios\tun tabulador\n\n   y <b>esto</b> &amp; «aquello»\u00a0€.  \n"


def add(served: Served, *entries: Entry) -> None:
    """Publish entries beside those of the example."""
    current = served.versions.catalogue(served.versions.current_number())
    changed = {**current.entries, **{entry.key: entry for entry in entries}}
    later = Catalogue(0, changed, current.facts, current.channels, current.departments, current.synonyms)
    served.versions.publish(later, after=current.version, at=NOW, by="Marta Soler")


def changed_workbook(path: Path) -> Path:
    """Write the example workbook with a row changed, one at fault, one gone and one added."""
    workbook = openpyxl.load_workbook(example_workbook())
    sheet = workbook["Respuestas"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["Respuesta"]).value += " Desde octubre, también por internet."
    sheet.cell(8, columns["Válida hasta"]).value = "31/31/2026"
    sheet.delete_rows(12)
    added = {"Id": "NUE-001", "Pregunta": "¿Hay nidos de cigüeña en la torre?", "Respuesta": "Sí, tres.", "Estado": "Aprobada", "Idioma": "es"}
    for name, value in added.items():
        sheet.cell(sheet.max_row + (name == "Id"), columns[name]).value = value
    workbook.save(path)
    return path


def ask(page: Any, question: str) -> None:
    page.goto("probar")
    page.fill("#pregunta", question)
    page.get_by_role("button", name="Buscar").click()
    page.wait_for_selector("#exchange-title")


def upload(page: Any, path: Path) -> None:
    page.goto("publicar")
    page.set_input_files("#fichero", path)
    page.locator("form:has(#fichero) button").click()
    page.wait_for_selector("#findings-title", timeout=60_000)


@pytest.fixture(scope="module")
def states(chromium: Any, tmp_path_factory: pytest.TempPathFactory, _example: Path) -> Iterator[tuple[Served, Mapping[str, tuple[Role | None, str]]]]:
    """Every state of our pages, as whose visit it is and its address, made once by doing what leads there."""
    folder = tmp_path_factory.mktemp("states")
    with serving_example(folder, _example) as served, browsing(chromium, served) as browse:
        found: dict[str, tuple[Role | None, str]] = {
            "sign in": (None, "entrar"),
            "signed out": (None, "entrar?fuera=1"),
            "no such page": (None, "nada"),
        }
        # Whatever pages there are: those that need no more than their address.
        plain = [
            route
            for route in ROUTES
            if route.method == "GET" and "{" not in route.path and not route.path.startswith(("/static", "/entrar", "/exportar", "/propuestas"))
        ]
        found |= {f"{route.path} at first": (Role.ADMIN, route.path[1:]) for route in plain}
        found |= {"start without a page": (Role.DPO, ""), "not open": (Role.READER, "publicar")}
        page = browse(Role.ADMIN, script=False)
        for name, question in (
            ("answered", "como me empadrono"), ("suggested", "piscina"), ("unanswered", "¿Puedo aterrizar mi helicóptero en la plaza?"),
            ("followed", "¿Hay nidos de cigüeña en la torre?"), ("judged", "cuanto cuesta la entrada de la piscina"),
        ):  # fmt: skip
            ask(page, question)
            if name == "followed":
                page.get_by_role("button", name="Avisarme").click()
            if name == "judged":
                page.locator("button[value=rate_not_useful], button[value=pick_0]").first.click()
            found[name] = (Role.ADMIN, page.url)
        upload(page, changed_workbook(folder / "cambiado.xlsx"))
        found["faults and changes"] = (Role.ADMIN, page.url)
        (folder / "roto.xlsx").write_bytes(b"PK\x03\x04")
        upload(page, folder / "roto.xlsx")
        found["no workbook"] = (Role.ADMIN, page.url)
        page.goto("publicar")
        page.locator("form:has([value=vigilado]) button").click()
        page.wait_for_selector("#findings-title", timeout=60_000)
        found["nothing new"] = (Role.ADMIN, page.url)
        add(served, Entry("NUE-001", "es", "¿Hay nidos de cigüeña en la torre?", "Sí, tres."), Entry("NUE-002", "es", "¿Y el texto raro?", NASTY))
        telling.settle(served.desk)
        found |= {"an answer waits": (Role.ADMIN, "probar"), "several versions": (Role.ADMIN, "publicar")}
        yield served, found


LOOKS = {
    "wide": {"width": 1280},
    "narrow and dark": {"width": 320, "scheme": "dark"},
    "narrow": {"width": 320},
    "wide and dark": {"width": 1280, "scheme": "dark"},
    "forced colours": {"width": 1280, "forced": "active"},
    "narrow, forced colours": {"width": 320, "forced": "active", "scheme": "dark"},
}
IN_SHORT = ("wide", "narrow and dark")


@pytest.mark.parametrize("look", [look if look in IN_SHORT else pytest.param(look, marks=pytest.mark.heavy) for look in LOOKS])
def test_axe_finds_nothing_on_any_page_state(chromium: Any, states: tuple[Served, Mapping[str, tuple[Role | None, str]]], look: str) -> None:
    """Nor does any of them have to be scrolled sideways."""
    served, found = states
    wrong = {}
    with browsing(chromium, served) as browse:
        pages = {who: browse(who, **LOOKS[look]) for who in {who for who, _ in found.values()}}
        for name, (who, address) in found.items():
            page = pages[who]
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
            if problems := violations(page):
                wrong[name] = problems
    assert wrong == {}


def test_the_link_signs_in_and_its_code_is_nowhere_afterwards(served: Served, browse: Browse) -> None:
    """Neither in the address, nor in any request's."""
    page = browse(None)
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    code = served.link(ADMIN).partition("#")[2]
    page.goto(f"entrar#{code}")
    page.wait_for_selector("text=Le damos la bienvenida")
    page.go_back()
    assert code not in page.url
    assert not any(code in address for address in requested)


def test_the_copy_is_the_approved_text_byte_for_byte(served: Served, browse: Browse) -> None:
    """By the button; and so is what a selection holds."""
    add(served, Entry("NUE-002", "es", "¿Y el texto raro?", NASTY))
    page = browse(Role.READER)
    ask(page, "y el texto raro")
    assert page.evaluate("document.querySelector('[data-approved]').textContent") == NASTY
    page.get_by_role("button", name="Copiar la respuesta").click()
    page.wait_for_selector("text=Copiado.")
    assert page.evaluate("navigator.clipboard.readText()") == NASTY
    selected = page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-approved]')), getSelection().toString()")
    assert selected.rstrip("\n") == NASTY.rstrip("\n")


def test_one_question_after_the_other(served: Served, browse: Browse) -> None:
    """In one page, without loading it again: each gets its own answer, and stands among the questions asked."""
    page = browse(Role.READER)
    ask(page, "como me empadrono")
    first = page.inner_text("[data-approved]")
    page.fill("#pregunta", "How do I register as a resident?")
    page.get_by_role("button", name="Buscar").click()
    page.wait_for_selector("text=Ha preguntado: «How do I register as a resident?»")
    assert page.inner_text("[data-approved]") != first
    assert page.get_attribute("[data-approved]", "lang") == "en"
    assert page.locator(".questions li").count() == 2
    assert page.url.endswith("/probar")


def test_the_keyboard_alone_asks_copies_and_judges(served: Served, browse: Browse) -> None:
    """From the first Tab on; what came in has the focus."""
    page = browse(Role.READER)
    page.goto("probar")
    page.keyboard.press("Tab")
    assert focused(page) == "Ir al contenido"
    page.keyboard.press("Enter")
    tab_to(page, "pregunta")
    page.keyboard.type("como me empadrono")
    tab_to(page, "Buscar")
    page.keyboard.press("Enter")
    page.wait_for_selector("#exchange-title:focus")
    tab_to(page, "Copiar la respuesta")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Copiado.")
    tab_to(page, "Me sirve")
    page.keyboard.press("Space")
    page.wait_for_selector("text=✓ Valorada como útil")
    page.wait_for_selector("#exchange-title:focus")


def test_the_keyboard_alone_publishes_and_goes_back(served: Served, browse: Browse) -> None:
    """Check, read, confirm; go back with a reason."""
    changed_workbook(served.folder / "respuestas.xlsx")
    page = browse(Role.EDITOR)
    page.goto("publicar")
    tab_to(page, "Revisar el libro")
    page.keyboard.press("Enter")
    page.wait_for_selector("#findings-title", timeout=60_000)
    tab_to(page, "Ponerlo en servicio")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=La versión 2 está en servicio.")
    tab_to(page, "Volver a la v1")
    page.keyboard.press("Enter")
    tab_to(page, "motivo-1")
    page.keyboard.type("Era un error.")
    tab_to(page, "Poner de nuevo en servicio la v1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=La versión 3 está en servicio")
    assert served.versions.get(3).rollback_to == 1


def focused(page: Any) -> str:
    """Return what has the focus: its text, or its id where it has none."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id"))


def tab_to(page: Any, text: str) -> None:
    """Press Tab until what has that text, or that id, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == text:
            return
    raise AssertionError(f"{text} is not reached")


def test_axe_would_find_what_is_wrong(served: Served, browse: Browse) -> None:
    """A field without a label, text that is hardly seen, and a page too wide."""
    page = browse(Role.READER, width=320)
    page.goto("probar")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#b8c0c8'")
    page.evaluate("document.querySelector('main').style.width = '50rem'")
    assert {"label", "color-contrast", "scrolls sideways"} <= {rule for rule, _ in violations(page)}


def test_without_javascript_everything_is_done_all_the_same(served: Served, browse: Browse) -> None:
    """Ask, pick, judge with a reason, wait; upload, publish, go back; in another language; out."""
    page = browse(Role.EDITOR, script=False)
    ask(page, "piscina")
    page.locator("[value=pick_0]").click()
    page.get_by_role("button", name="No me sirve").click()
    page.fill("#why", "Falta el horario.")
    page.get_by_role("button", name="Enviar").click()
    assert "✓ Valorada como no útil" in page.inner_text("main")
    assert page.get_by_role("button", name="Copiar la respuesta").count() == 0
    ask(page, "¿Hay nidos de cigüeña en la torre?")
    page.get_by_role("button", name="Avisarme").click()
    upload(page, changed_workbook(served.folder / "cambiado.xlsx"))
    page.get_by_role("button", name="Ponerlo en servicio").click()
    assert "La versión 2 está en servicio." in page.inner_text("[role=status]")
    telling.settle(served.desk)
    page.goto("probar")
    assert "Sí, tres." in page.inner_text("aside")
    page.get_by_role("button", name="La he visto").click()
    assert "Sí, tres." not in page.inner_text("aside")
    page.goto("publicar")
    page.locator("summary", has_text="Volver a la v1").click()
    page.fill("#motivo-1", "Era un error.")
    page.get_by_role("button", name="Poner de nuevo en servicio la v1").click()
    assert served.versions.get(3).remark == "Era un error."
    assert EntryKey("NUE-001", "es") not in served.desk.catalogue().entries
    page.get_by_role("button", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("button", name="Sign out").click()
    assert "You are signed out." in page.inner_text("main")
    page.goto("probar")
    assert page.url.endswith("/entrar?a=/probar")
