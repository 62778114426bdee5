"""What waits for a second person, in the console: who sees it, who decides it, and what a form cannot forge."""

import re
from pathlib import Path
from typing import Any

import pytest

from adapters.web.roles import Person, Role
from bot.settings import Approval
from tests.adapters.web.conftest import OWNER, Client, House, catalogue
from tests.adapters.web.test_publish import confirm, upload
from tests.conftest import NOW, TODAY, row

RULE = Approval(mode="two-person", people={"Marta Soler": ["entra:t:marta", "slack:T1:U9"]})
MARTA = Person("entra:t:marta", "Marta Soler", frozenset({Role.READER}))
CHANGED = "Pida cita y traiga <b>3</b> documentos."
ADDRESS = "/pendiente/cambio?parte=entry&clave=OAC-1%2Fes"


@pytest.fixture
def house(tmp_path: Path) -> Any:
    made = House(tmp_path, catalogue(), approval=RULE)
    yield made
    made.database.close()


@pytest.fixture
def waiting(house: House, workbook: Any) -> House:
    """An editor has uploaded a workbook in which one answer is another."""
    page = upload(house.signed_in(Role.EDITOR), _changed(workbook))
    assert "Lo que quedará pendiente de aprobar" in page.text
    assert confirm(house.signed_in(Role.EDITOR), page).status_code == 303
    assert answer(house) != CHANGED
    return house


def _changed(workbook: Any, text: str = CHANGED) -> bytes:
    owned = {"owner": OWNER}
    departments = [("Departamento", "Contacto", "Quién puede aprobar"), (OWNER, "oac@castroalba.example", "Marta Soler")]
    path: Path = workbook(row("OAC-1", "¿Cómo me empadrono?", text, **owned), Departamentos=departments)
    return path.read_bytes()


def answer(house: House) -> str:
    entries = house.versions.catalogue(house.versions.current_number()).entries.values()
    return next(entry.answer for entry in entries if (entry.id, entry.language) == ("OAC-1", "es"))


def decide(client: Client, page: Any, action: str, **more: str) -> Any:
    seen = re.search(r'name="visto" value="([0-9a-f]{64})"', page.text)
    return client.submit("/pendiente/cambio", {"parte": "entry", "clave": "OAC-1/es", "visto": seen.group(1) if seen else "", "accion": action, **more})


def test_whom_the_department_names_sees_the_difference_and_approves_it(waiting: House) -> None:
    """Its markup is text; it is in service at once, and the history says who."""
    marta = waiting.signed_in(MARTA)
    assert "cambios esperan su aprobación" in marta.get("/web/").text
    assert "OAC-1 (español)" in marta.get("/web/pendiente").text
    page = marta.get(f"/web{ADDRESS}")
    assert "&lt;" in page.text
    assert "<b>" not in page.text.replace("<body", "")
    assert "Editado por: openpyxl" not in page.text
    assert decide(marta, page, "aprobar").headers["location"] == "/web/pendiente"
    assert answer(waiting) == CHANGED
    assert "Aprobado por Marta Soler el" in marta.get("/web/respuestas/OAC-1").text
    assert decide(marta, page, "aprobar").status_code == 303
    assert waiting.versions.current_number() == 2


def test_a_reader_sees_nothing_of_what_is_not_approved_and_decides_nothing(waiting: House) -> None:
    """They could take it for an answer."""
    reader, page = waiting.signed_in(Role.READER), waiting.signed_in(MARTA).get(f"/web{ADDRESS}")
    assert "OAC-1" not in reader.get("/web/pendiente").text
    assert reader.see(ADDRESS).status_code == 404
    assert decide(reader, page, "aprobar").status_code == 403
    assert answer(waiting) != CHANGED


def test_an_editor_sees_it_and_does_not_approve_their_own_even_when_named(waiting: House, workbook: Any) -> None:
    """Nor an admin, but in a hurry."""
    marta = Person(MARTA.id, MARTA.name, frozenset({Role.EDITOR}))
    other = _changed(workbook, "Pida cita y traiga 4 documentos.")
    confirm(waiting.signed_in(marta), upload(waiting.signed_in(marta), other))
    page = waiting.signed_in(marta).get(f"/web{ADDRESS}")
    assert "Usted lo editó o lo entregó" in page.text
    seen = waiting.signed_in(Role.ADMIN).get(f"/web{ADDRESS}")
    assert decide(waiting.signed_in(marta), seen, "aprobar").status_code == 403
    assert decide(waiting.signed_in(Role.ADMIN), seen, "aprobar").status_code == 403
    assert decide(waiting.signed_in(Role.EDITOR), seen, "urgente", motivo="Prisa").status_code == 403
    assert answer(waiting) != CHANGED


def test_what_changed_meanwhile_is_refused(waiting: House, workbook: Any) -> None:
    """Whoever approves has seen it."""
    marta = waiting.signed_in(MARTA)
    page = marta.get(f"/web{ADDRESS}")
    editor = waiting.signed_in(Role.EDITOR)
    confirm(editor, upload(editor, _changed(workbook, "Pida cita y traiga 30 documentos.")))
    late = decide(marta, page, "aprobar")
    assert late.status_code == 409
    assert "Ha cambiado entretanto" in late.text
    assert answer(waiting) != CHANGED


def test_a_rejection_is_told_to_the_editors(waiting: House, workbook: Any) -> None:
    """With its reason, on the list and at the next check of the same words."""
    marta, editor = waiting.signed_in(MARTA), waiting.signed_in(Role.EDITOR)
    assert decide(marta, marta.get(f"/web{ADDRESS}"), "rechazar", motivo="Sobra <i>uno</i>").status_code == 303
    assert "Sobra &lt;i&gt;uno&lt;/i&gt;" in editor.get("/web/pendiente").text
    assert "fue rechazado por Marta Soler" in upload(editor, _changed(workbook)).text


def test_an_admin_overrides_with_a_reason_that_the_digest_and_the_history_show(waiting: House) -> None:
    """Without one nothing happens."""
    admin = waiting.signed_in(Role.ADMIN)
    page = admin.get(f"/web{ADDRESS}")
    decide(admin, page, "urgente", motivo="  ")
    assert answer(waiting) != CHANGED
    decide(admin, page, "urgente", motivo="Corte de agua")
    assert answer(waiting) == CHANGED
    assert "Puesto en servicio con urgencia por Persona admin el 24/11/2026: Corte de agua" in admin.get("/web/respuestas/OAC-1").text


def test_an_admin_freezes_a_topic_and_lets_it_go(house: House, workbook: Any) -> None:
    """Everybody sees it on the start page; nobody else may."""
    topics = [("Tema", "Texto de espera"), ("Padrón", "Consulte el <BOE>.")]
    admin = house.signed_in(Role.ADMIN)
    house.settings.__dict__["approval"] = Approval()
    path = workbook(row("OAC-1", "¿Cómo me empadrono?", "Pida cita.", topic="Padrón"), Temas=topics)
    confirm(admin, upload(admin, path.read_bytes()))
    assert house.signed_in(Role.EDITOR).see("/temas").status_code == 403
    assert "Consulte el &lt;BOE&gt;." in admin.get("/web/temas").text
    admin.submit("/temas", {"tema": "Padrón", "hasta": "2026-12-24", "motivo": "Elecciones"})
    line = "El tema «Padrón» está congelado hasta el 24/12/2026"
    assert line in house.signed_in(Role.READER).get("/web/").text
    admin.submit("/temas/fin", {"tema": "Padrón"})
    assert line not in house.signed_in(Role.READER).get("/web/").text


def test_the_page_of_an_entry_gives_what_is_given_today_and_nothing_else_to_copy(house: House, workbook: Any) -> None:
    """Of a frozen topic its line; nothing of what is not in force yet, or not any more."""
    topics = [("Tema", "Texto de espera"), ("Padrón", "Consulte el BOE.")]
    editor = house.signed_in(Role.EDITOR)
    house.settings.__dict__["approval"] = Approval()
    rows = [
        row("OAC-1", "¿Cómo me empadrono?", "Pida cita.", topic="Padrón", phone="Llame."),
        row("OAC-2", "¿Y desde enero?", "Sin cita.", valid_from="1/1/2030"),
    ]
    confirm(editor, upload(editor, workbook(*rows, Temas=topics).read_bytes()))
    reader, desk = house.signed_in(Role.READER), house.desk
    assert reader.see("/respuestas/OAC-1/texto?idioma=es&canal=phone").text == "Llame."
    desk.freezes.freeze(desk.catalogue(), "Padrón", until=TODAY, reason="x", person="p", by="ana", at=NOW, today=TODAY)
    for channel in ("", "phone"):
        assert reader.see(f"/respuestas/OAC-1/texto?idioma=es&canal={channel}").text == "Consulte el BOE."
    assert reader.see("/respuestas/OAC-2/texto?idioma=es&canal=").status_code == 404
    given = r'<div class="approved"[^>]*>([^<]*)</div>'
    assert re.findall(given, reader.see("/respuestas/OAC-1").text) == ["Consulte el BOE."] * 2
    assert re.findall(given, reader.see("/respuestas/OAC-2").text) == []
