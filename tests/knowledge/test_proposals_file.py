"""The file of proposals has the editors' own columns, and nothing in it goes into service by accident."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge.translation import translations
from knowledge.versions import Versions, Workbook
from knowledge.workbook.findings import Refused
from knowledge.workbook.proposals import Addition, Row, header_of, template_header, write_proposals
from tests.conftest import NOW, check, needs, row, save
from tests.knowledge.office import converted

ES, EN = translations("es"), translations("en")
ROW = Row(
    {
        "question": "¿Puedo pagar en dos veces?",
        "phrasings": "fraccionar el recibo\npagar a plazos",
        "answer": "=1+1 es lo que dice",
        "social": "Sí.",
        "language": "es",
    }
)
ADDITIONS = [
    Addition("TRIB-2", "es", "¿Y esto?", "+ formas", 3),
    Addition("TRIB-1", "es", "¿Cuánto es?", "qué vale", 1),
    Addition("TRIB-1", "es", "¿Cuánto es?", "cuanto cuesta", 7),
]

# Rows above the header, an extra column, an order of their own, a channel that the workbook declares, two columns of phrasings.
OWN = ["Estado", "Uso interno", "Respuesta", "Pregunta", "Variante 1", "Variante 2", "ID", "Tablón", "Redes sociales"]


def own_workbook(path: Path, header: list[Any]) -> bytes:
    return save(
        path,
        {
            "Canales": [["Canal"], ["Tablón"]],
            "Mis respuestas": [["Ayuntamiento"], [], header, ["Aprobada", "x", "Sí.", "¿Uno?", "dos", "", "A-1", "", ""]],
        },
    ).read_bytes()


def loaded(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_columns_are_those_of_the_workbook_in_service(tmp_path: Path, versions: Versions) -> None:
    """As stored with the version: same names, same order, the extra ones empty."""
    from bot import publishing

    place = tmp_path / "w.xlsx"
    own_workbook(place, OWN)
    prepared = publishing.prepare(str(place), versions, today=NOW.date(), language="es")
    publishing.put_in_service(prepared, versions, at=NOW, by="ana")
    stored = versions.workbook(versions.current_number())
    assert isinstance(stored, Workbook)
    header = header_of(stored.content)
    assert (header.sheet, header.row) == ("Mis respuestas", 3)
    filled = Row({**ROW.cells, "Tablón": "En el tablón"})
    sheet = loaded(write_proposals([filled], [], header, ES)).worksheets[0]
    assert sheet.title == "Mis respuestas"
    assert [cell.value for cell in sheet[1]] == [*OWN, "Idioma"]
    assert [cell.value or "" for cell in sheet[2]] == [
        "Borrador", "", "=1+1 es lo que dice", "¿Puedo pagar en dos veces?", "fraccionar el recibo\npagar a plazos", "", "", "En el tablón", "Sí.", "es",
    ]  # fmt: skip
    assert sheet.freeze_panes == "A2"
    assert {cell.alignment.wrap_text for cell in sheet[2]} == {True}
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("title", "draft"), [("Estado", "Borrador"), ("Status", "Draft"), ("Estat", "Esborrany"), ("Egoera", "Zirriborroa"), ("Situación", "Borrador")]
)
def test_a_copied_row_is_a_draft_in_the_language_of_the_workbook(tmp_path: Path, title: str, draft: str) -> None:
    """Checked as a workbook of its own, the file publishes nothing."""
    header = header_of(own_workbook(tmp_path / "w.xlsx", [title, *OWN[1:]]))
    (tmp_path / "p.xlsx").write_bytes(write_proposals([ROW], ADDITIONS, header, ES))
    assert loaded((tmp_path / "p.xlsx").read_bytes()).worksheets[0]["A2"].value == draft
    checked = check(tmp_path / "p.xlsx")
    assert (checked.entries, checked.is_refused) == ((), False)
    assert {finding.rule for finding in checked.findings} == {"id-missing", "column-ignored"}


def test_without_a_status_column_the_file_warns(tmp_path: Path) -> None:
    """For there every row is published."""
    header = header_of(own_workbook(tmp_path / "w.xlsx", OWN[1:]))
    explanation = loaded(write_proposals([ROW], [], header, ES))["Léeme"]
    assert "Cuidado" in [cell.value for cell in explanation["A"]]


@pytest.mark.parametrize("language", ["es", "en"])
def test_where_nothing_was_published_the_columns_are_the_templates(tmp_path: Path, language: str) -> None:
    """And it reads as one."""
    (tmp_path / "p.xlsx").write_bytes(write_proposals([Row({**ROW.cells, "id": "A-9"})], ADDITIONS, template_header(language), EN))
    assert header_of((tmp_path / "p.xlsx").read_bytes()).titles == template_header(language).titles
    assert check(tmp_path / "p.xlsx").findings == ()


def test_ways_of_asking_are_listed_by_entry_with_the_cell_that_they_are_added_to(tmp_path: Path) -> None:
    """The most asked first; the explanation is the second sheet."""
    header = header_of(own_workbook(tmp_path / "w.xlsx", OWN))
    workbook = loaded(write_proposals([], ADDITIONS, header, ES))
    assert workbook.sheetnames == ["Mis respuestas", "Léeme", "Formas de preguntar"]
    rows = [[cell.value for cell in cells] for cells in workbook["Formas de preguntar"].iter_rows()]
    assert rows == [
        ["Entrada", "Idioma", "Pregunta", "AÑADIR a su celda «Variante 1»", "Veces preguntada"],
        ["TRIB-1", "es", "¿Cuánto es?", "cuanto cuesta", "7"],
        ["TRIB-1", "es", "¿Cuánto es?", "qué vale", "1"],
        ["TRIB-2", "es", "¿Y esto?", "+ formas", "3"],
    ]
    said = " ".join(str(cell.value) for cells in workbook["Léeme"].iter_rows() for cell in cells)
    assert "«Formas de preguntar» se AÑADE" in said
    assert "«Borrador»" in said


@needs("soffice")
def test_libreoffice_shows_the_same_texts(tmp_path: Path) -> None:
    """None of them a formula."""
    (tmp_path / "p.xlsx").write_bytes(write_proposals([ROW], ADDITIONS, template_header("es"), ES))
    ours, theirs = loaded((tmp_path / "p.xlsx").read_bytes()), openpyxl.load_workbook(converted(tmp_path / "p.xlsx"))
    for sheet in ours.worksheets:
        values = [[cell.value or "" for cell in cells] for cells in sheet.iter_rows()]
        assert [
            [cell.value or "" for cell in cells] for cells in theirs[sheet.title].iter_rows(max_row=sheet.max_row, max_col=sheet.max_column)
        ] == values


@pytest.mark.parametrize("cells", [{}, {"question": ""}, {"": "x"}, {"question": "x", "status": "Aprobada"}, {"question": "x", "status": "quizá"}])
def test_a_row_that_would_go_into_service_or_says_nothing_is_refused(cells: dict[str, str]) -> None:
    """A proposal is a draft."""
    with pytest.raises(ValueError):
        Row(cells)


def test_the_header_of_a_hostile_workbook_is_refused_in_its_child(tmp_path: Path) -> None:
    """As any reading of it."""
    from tests.knowledge.hostile import CORPUS

    CORPUS["billion laughs"][0](tmp_path / "w.xlsx")
    with pytest.raises(Refused):
        header_of((tmp_path / "w.xlsx").read_bytes())
    with pytest.raises(Refused) as refused:
        header_of(save(tmp_path / "v.xlsx", {"Datos": [["Nombre", "Valor"], ["a", "b"]], "Otra": [["x"]]}).read_bytes())
    assert refused.value.finding.rule == "no-answers-sheet"
    assert header_of(save(tmp_path / "u.xlsx", {"Hoja 1": [["Pregunta", "Respuesta", "Id"], row("A", "b")[:3]]}).read_bytes()).sheet == "Hoja 1"
