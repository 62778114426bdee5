"""Publish: check, see, confirm, go back; and what stands against a file that somebody sends."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.checks import KEPT_FOR
from adapters.web.differences import word_by_word
from adapters.web.roles import Person, Role
from adapters.web.security import MOST_BYTES
from knowledge.workbook.limits import LIMITS
from tests.adapters.web.conftest import ENTRIES, NOW, PEOPLE, Client, House, catalogue
from tests.conftest import row
from tests.knowledge import hostile

Workbook = Callable[..., Path]


def upload(client: Client, content: bytes, name: str = "respuestas.xlsx") -> Any:
    """Send a workbook, and return the page with what the check found."""
    sent = client.submit("/publicar", files={"fichero": (name, content, "application/octet-stream")})
    assert sent.status_code == 303, sent.status_code
    return client.get(sent.headers["location"])


def confirm(client: Client, page: Any, **more: str) -> Any:
    found = re.search(r'name="huella" value="([0-9a-f]{64})"', page.text)
    return client.submit(page.url.path.removeprefix("/web"), {"huella": found.group(1) if found else "", **more})


@pytest.fixture
def editor(house: House) -> Client:
    return house.signed_in(Role.EDITOR)


def test_a_workbook_is_checked_shown_and_published(house: House, editor: Client, workbook: Workbook) -> None:
    """What is added, changed and gone, word by word; then it answers, under the name of who published it."""
    path = workbook(
        row("OAC-1", "¿Cómo me empadrono?", "Pida cita y traiga su documento."),
        row("NUE-1", "¿Hay nidos de cigüeña?", "Sí, <b>tres</b>."),
        row("TRI-1", "¿Cuándo se paga el impuesto de vehículos?", "Del 1 de marzo al 30 de abril."),
    )
    page = upload(editor, path.read_bytes(), "Mayo.xlsx")
    assert "Revisión de Mayo.xlsx" in page.text
    assert "Quedarían 3 respuestas en servicio." in page.text
    assert "<del>" in page.text
    assert "<ins>" in page.text
    assert "Sí, &lt;b&gt;tres&lt;/b&gt;." in page.text
    assert house.versions.current_number() == 1
    assert confirm(editor, page).headers["location"] == "/web/publicar"
    version = house.versions.get(2)
    assert version.published_by == "Persona editor"
    kept = house.versions.workbook(2)
    assert kept is not None
    assert (kept.name, kept.content) == ("Mayo.xlsx", path.read_bytes())
    assert "La versión 2 está en servicio." in editor.see("/publicar").text
    assert "La versión 2 está en servicio." not in editor.see("/publicar").text


def test_faults_are_shown_with_their_cells_and_in_a_copy(editor: Client, workbook: Workbook) -> None:
    """And a row with a fault keeps what it said."""
    path = workbook(row("OAC-1", "¿Cómo me empadrono?", "Nueva.", valid_until="31/31/2026"), row("NUE-1", "¿Nueva?", "Sí."))
    page = upload(editor, path.read_bytes())
    assert "Respuestas!N2" in page.text
    assert "Se mantienen como estaban, por un error: OAC-1" in page.text
    copy = editor.see(f"{page.url.path.removeprefix('/web')}/copia")
    assert copy.headers["content-disposition"] == "attachment; filename*=UTF-8''respuestas-revisado.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(copy.content))["Respuestas"]
    assert sheet["N2"].comment is not None
    assert "31/31/2026" in sheet["N2"].comment.text


def test_a_name_cannot_leave_its_place(house: House, editor: Client, workbook: Workbook) -> None:
    """Whatever the browser calls the file, it is a name, and no header."""
    path = workbook(row("OAC-1", "¿Cómo me empadrono?", "", valid_until="x"))
    page = upload(editor, path.read_bytes(), '../../../tmp/<x>"ñ;.xlsx')
    assert "&lt;x&gt;" in page.text
    disposition = editor.see(f"{page.url.path.removeprefix('/web')}/copia").headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w%.~-]+", disposition)


def test_what_is_published_is_what_was_checked(house: House, editor: Client, workbook: Workbook) -> None:
    """Not with another hash, not over another version, not by somebody else, not after half an hour."""
    content = workbook(row("NUE-1", "¿Nueva?", "Sí.")).read_bytes()
    page = upload(editor, content)
    path = page.url.path.removeprefix("/web")
    assert editor.submit(path, {"huella": "0" * 64}).status_code == 409
    assert editor.submit(path).status_code == 409
    other = house.signed_in(Person("test:otra", "Otra", frozenset({Role.ADMIN})))
    assert other.see(path).status_code == 404
    assert confirm(other, page).status_code == 404
    house.versions.publish(catalogue(ENTRIES[0]), after=1, at=NOW, by="otra")
    refused = confirm(editor, page)
    assert refused.status_code == 409
    assert "Entretanto se ha publicado otra versión." in refused.text
    page = upload(editor, content)
    house.clock.ahead += KEPT_FOR + timedelta(seconds=1)
    editor = house.signed_in(Role.EDITOR)
    assert confirm(editor, page).status_code == 404
    assert house.versions.current_number() == 2


def test_the_watched_workbook_is_published_as_it_was_checked(house: House, editor: Client, workbook: Workbook) -> None:
    """One that was saved again meanwhile is to be looked at again."""
    workbook(row("NUE-1", "¿Nueva?", "Sí."))
    page = editor.get(editor.submit("/publicar", {"libro": "vigilado"}).headers["location"])
    workbook(row("NUE-1", "¿Nueva?", "No."))
    refused = confirm(editor, page)
    assert refused.status_code == 409
    assert "se ha vuelto a guardar" in refused.text
    page = editor.get(editor.submit("/publicar", {"libro": "vigilado"}).headers["location"])
    assert confirm(editor, page).status_code == 303
    assert next(iter(house.versions.catalogue(2).entries.values())).answer == "No."


def test_a_workbook_that_is_not_there_is_told_so(house: House, editor: Client) -> None:
    page = editor.get(editor.submit("/publicar", {"libro": "vigilado"}).headers["location"])
    assert "El libro no se puede leer." in page.text
    assert 'name="huella"' not in page.text
    assert editor.submit("/publicar").headers["location"] == "/web/publicar"
    assert "Elija primero un libro." in editor.see("/publicar").text


def test_publishing_twice_is_publishing_once(house: House, editor: Client, workbook: Workbook) -> None:
    """A double click; and a workbook that says the same."""
    content = workbook(row("NUE-1", "¿Nueva?", "Sí.")).read_bytes()
    page = upload(editor, content)
    assert [confirm(editor, page).status_code for _ in range(2)] == [303, 404]
    assert "No ha cambiado nada desde la versión 2." in upload(editor, content).text
    assert house.versions.current_number() == 2


def test_going_back_leaves_its_reason(house: House, editor: Client) -> None:
    """As a new version, seen by whoever comes later; only from the version that was seen."""
    house.versions.publish(catalogue(ENTRIES[0]), after=1, at=NOW, by="otra")
    assert editor.submit("/publicar/volver", {"version": "1", "vista": "1", "motivo": "Error"}).status_code == 409
    assert editor.submit("/publicar/volver", {"version": "9", "vista": "2", "motivo": "Error"}).status_code == 404
    assert editor.submit("/publicar/volver", {"version": "1", "vista": "2", "motivo": "Error en\nla piscina"}).status_code == 303
    version = house.versions.get(3)
    assert (version.rollback_to, version.remark, version.published_by) == (1, "Error en la piscina", PEOPLE[Role.EDITOR].name)
    assert "Error en la piscina" in editor.see("/publicar").text
    for nothing in ("", "-1", "0x1", "²", "1" * 30):
        assert editor.submit("/publicar/volver", {"version": nothing, "vista": "3"}).status_code == 404
    assert house.versions.current_number() == 3


# The rest of the corpus is read in tests/knowledge, by the same reader; here it is read in the long round only.
QUICK = ("billion laughs", "external entity", "60,000 parts", "a part outside", "truncated", "encrypted", "old Excel", "csv", "another zip")
REFUSED = [name for name, (_, rule) in hostile.CORPUS.items() if rule and name != "too large"]


@pytest.mark.parametrize("name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.heavy) for name in REFUSED])
def test_a_hostile_file_is_told_so_and_changes_nothing(house: House, editor: Client, tmp_path: Path, name: str) -> None:
    """The reader that runs apart stands before uploads too."""
    path = tmp_path / "hostile.xlsx"
    hostile.CORPUS[name][0](path)
    page = upload(editor, path.read_bytes())
    assert page.status_code == 200
    assert "El libro no se puede leer." in page.text
    assert 'name="huella"' not in page.text
    assert house.versions.current_number() == 1


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", b"%PDF-1.7", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook_is_told_so(editor: Client, content: bytes) -> None:
    page = upload(editor, content)
    assert page.status_code == 200
    assert 'name="huella"' not in page.text


def test_a_file_that_is_too_large_is_not_read(house: House, editor: Client) -> None:
    """Not further than a workbook may be long."""
    content = b"x" * (LIMITS.file_size + MOST_BYTES + 1)
    assert editor.submit("/publicar", files={"fichero": ("x.xlsx", content, "x/y")}).status_code == 413
    assert 'name="huella"' not in upload(editor, b"x" * (LIMITS.file_size + 1)).text


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_pieces_of_a_difference_are_the_texts(before: str, after: str) -> None:
    """Nothing of either is lost, and what both have is marked in neither."""
    left, right = word_by_word(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    same = ["".join(piece.text for piece in pieces if not piece.is_only_here) for pieces in (left, right)]
    assert same[0] == same[1]


def test_long_texts_are_compared_as_a_whole() -> None:
    left, right = word_by_word("a " * 5_000, "b " * 5_000)
    assert [len(left), len(right)] == [1, 1]


def test_a_disagreement_and_what_a_shared_fact_changes_are_shown_before_anything_is_published(house: House, editor: Client, workbook: Workbook) -> None:
    fees = [("Nombre", "Valor"), ("tasa_padron", "12,50 €")]
    path = workbook(
        row("OAC-1", "¿Cómo me empadrono?", "Cuesta {{tasa_padron}}.", phone="Son {{tasa_padron}}."),
        row("NUE-1", "¿Hay nidos de cigüeña?", "Sí, en 3 torres.", phone="Sí, en 4 torres."),
        Datos=fees,
    )
    page = upload(editor, path.read_bytes())
    assert "Respuestas!G3" in page.text
    confirm(editor, page)
    path = workbook(
        row("OAC-1", "¿Cómo me empadrono?", "Cuesta {{tasa_padron}}.", phone="Son {{tasa_padron}}."), Datos=[fees[0], ("tasa_padron", "13 €")]
    )
    page = upload(editor, path.read_bytes())
    assert re.search(r"OAC-1</a> \([^)]+\): [^<]+, [^<]+</li>", page.text)
