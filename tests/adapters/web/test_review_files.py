"""The files of the review: who may have them, what they are called, and that they open."""

import io

import openpyxl
import pytest

from adapters.web.roles import Role
from bot.events import Asked
from bot.review.values import Filter, Propose
from knowledge.answering import Question
from knowledge.review import Draft
from tests.adapters.web.conftest import House
from tests.conftest import ANSWERS_HEADER, NOW, TODAY, row, save

HOSTILE = '=HYPERLINK("http://x.example";"helicóptero")'
FILES = (("/exportar/lista", "sin-respuesta"), ("/exportar/preguntas", "preguntas"), ("/propuestas.xlsx", "propuestas"))


def drafted(house: House, asked: str = HOSTILE) -> int:
    house.desk.handle(Asked("slack:1", "slack", "ana-perez", Question(asked)))
    (group,) = house.desk.review.listing.page(Filter(), NOW).groups
    draft = Draft("¿Puedo aterrizar mi helicóptero?", "No.", language="es")
    house.desk.review.act(house.desk.catalogue(), group.id, group.revision, Propose(draft), "marta", NOW)
    return group.id


@pytest.mark.parametrize(("path", "name"), FILES)
def test_a_file_opens_keeps_texts_as_text_and_is_for_reviewers(house: House, path: str, name: str) -> None:
    drafted(house)
    assert house.signed_in(Role.READER).see(path).status_code == 403
    assert house.signed_in(Role.DPO).see(path).status_code == 403
    got = house.signed_in(Role.REVIEWER).see(path)
    assert got.status_code == 200
    assert got.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}-{TODAY}.xlsx"
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(got.content)) for cells in sheet for cell in cells]
    assert HOSTILE in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "ana-perez" not in str([cell.value for cell in cells])


def test_an_address_of_no_use_does_no_harm(house: House) -> None:
    group, client = drafted(house), house.signed_in(Role.REVIEWER)
    assert client.see(f"/propuestas.xlsx?grupo={group}").status_code == 200
    assert client.see("/propuestas.xlsx?grupo=x").status_code == 404
    assert client.see("/exportar/lista?formato=exe").status_code == 404
    assert client.see("/exportar/lista?formato=csv&estado=x&motivo=x&orden=x&desde=nunca&hasta=9999-12-31").content.startswith(b"\xef\xbb\xbf")
    assert client.see("/exportar/preguntas?desde=0001-01-01&hasta=9999-12-31").status_code == 200


def test_an_editor_adds_the_drafts_to_the_workbook_and_is_told_where(house: House) -> None:
    drafted(house, "aterrizar helicóptero")
    place = save(house.folder / "respuestas.xlsx", {"Respuestas": [ANSWERS_HEADER, row("OAC-1", "¿Cómo me empadrono?")]})
    before = place.read_bytes()
    assert house.signed_in(Role.REVIEWER).submit("/propuestas/anadir").status_code == 403
    editor = house.signed_in(Role.EDITOR)
    assert editor.submit("/propuestas/anadir").status_code == 303
    assert [path.read_bytes() for path in house.folder.glob("*.backup-*.xlsx")] == [before]
    values = [cell.value for cells in openpyxl.load_workbook(place).worksheets[0] for cell in cells]
    assert "¿Puedo aterrizar mi helicóptero?" in values
    again = editor.submit("/propuestas/anadir")
    assert again.status_code == 409
    assert "No se ha añadido nada" in again.text


def test_a_text_that_begins_like_a_formula_is_not_put_into_the_workbook(house: House) -> None:
    """Its column is not formatted as text there: the editor is told to copy it by hand, and the file is as it was."""
    drafted(house)
    place = save(house.folder / "respuestas.xlsx", {"Respuestas": [ANSWERS_HEADER, row("OAC-1", "¿Cómo me empadrono?")]})
    before = place.read_bytes()
    refused = house.signed_in(Role.EDITOR).submit("/propuestas/anadir")
    assert refused.status_code == 409
    assert "a mano" in refused.text
    assert place.read_bytes() == before
