"""The check names every fault with its cell, and lets nothing faulty through."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from knowledge.model import EntryKey
from knowledge.translation import translations
from knowledge.workbook import annotate
from knowledge.workbook.findings import RULES
from tests.conftest import ANSWERS_HEADER, check, row, save


def places(path: Path) -> set[tuple[str, str]]:
    return {(finding.rule, finding.place) for finding in check(path).findings}


# Forty rows and cells with something wrong, each with the rule and the address that the check must name.
ANSWER_FAULTS = [
    (row(None, "¿Sin id?"), "id-missing", "A"),
    (row("mal id", "¿Id con espacio?"), "id-bad", "A"),
    (row("A@7", "¿Id con arroba?"), "id-bad", "A"),
    (row("B-1", None), "question-missing", "C"),
    (row("B-2", "¿¿??"), "question-no-words", "C"),
    (row("B-3", "¿Sin respuesta?", None), "answer-missing", "E"),
    (row("B-4", "¿Solo espacios?", "   "), "answer-missing", "E"),
    (row("B-5", "¿Redes largas?", social="a" * 281), "wording-too-long", "F"),
    (row("B-6", "¿Enlaces largos?", social="a" * 260 + " https://www.castroalba.example/una/pagina"), "wording-too-long", "F"),
    (row("B-7", "¿Fecha mala?", valid_from="31/02/2026"), "date-bad", "M"),
    (row("B-8", "¿Fecha en letras?", valid_until="pronto"), "date-bad", "N"),
    (row("B-9", "¿Número por fecha?", valid_until=46000), "date-bad", "N"),
    (row("C-1", "¿Al revés?", valid_from=date(2026, 5, 1), valid_until=date(2026, 4, 1)), "dates-reversed", "N"),
    (row("C-2", "¿Idioma raro?", language="klingon"), "language-unknown", "H"),
    (row("C-3", "¿Estado raro?", status="aprob"), "status-unknown", "J"),
    (row("C-4", "¿Departamento raro?", owner="Haciendas"), "department-unknown", "I"),
    (row("C-5", "¿Dato desconocido?", "Son {{tasa_x}}."), "fact-unknown", "E"),
    (row("C-6", "¿Dato en redes?", social="Son {{tasa_y}}."), "fact-unknown", "F"),
    (row("C-7", "¿Llaves abiertas?", "Son {{tasa."), "fact-unclosed", "E"),
    (row("C-8", "¿Control?", "Son\x7f 3 €."), "control-characters", "E"),
    (row("C-9", "¿Texto vuelto?", "Son \u202e3 €."), "control-characters", "E"),
    (row("D-1", "¿Número?", 12.5), "not-text", "E"),
    (row("D-2", "¿Fecha por texto?", date(2026, 1, 1)), "not-text", "E"),
    (row("D-3", "¿Sí o no?", phone=True), "not-text", "G"),
    (row("D-4", "¿Fórmula?", "=1+1"), "formula-no-value", "E"),
    (row("D-5", "¿Error?", "#REF!"), "formula-error", "E"),
    (row("D-6", "¿Web mala?", web_page="castroalba"), "web-page-bad", "O"),
    (row("D-7", "¿Web con javascript?", web_page="javascript:alert(1)"), "web-page-bad", "O"),
]
FACTS = [
    ("Nombre", "Valor", "Responsable", "Válido desde", "Válido hasta"),
    ("tasa", "3 €"),
    (None, "4 €"),
    ("dos palabras", "4 €"),
    ("vacio", None),
    ("anidado", "{{tasa}}"),
    ("tasa", "5 €"),
    ("fechas", "5 €", None, "32/1/2026"),
]
FACT_FAULTS = [
    ("name-missing", "A3"), ("fact-name-bad", "A4"), ("fact-value-missing", "B5"), ("fact-value-nested", "B6"), ("fact-overlap", "A7"), ("date-bad", "D8"),
]  # fmt: skip
CHANNELS = [("Canal", "Límite", "Cómo se cuenta"), ("Redes", "muchos", "X"), ("Fax", "100", "a ojo"), (None, "5")]
CHANNEL_FAULTS = [("limit-bad", "B2"), ("counting-unknown", "C3"), ("name-missing", "A4")]
TESTS = [("Pregunta", "Id esperado"), ("¿Y esto?", "ZZZ-9"), (None, "B-1")]
TEST_FAULTS = [("test-unknown-entry", "B2"), ("test-question-missing", "A3")]
OTHER = {
    "Datos": FACTS,
    "Canales": CHANNELS,
    "Departamentos": [("Departamento",), ("Hacienda",), ("hacienda",)],
    "Sinónimos": [("Palabras",), ("solo",)],
    "Pruebas": TESTS,
}


def test_forty_different_faults_are_named_with_forty_right_cells(tmp_path: Path) -> None:
    """One look tells an editor everything, each thing where it is."""
    twins = [row("E-1", "¿Gemela?"), row("E-1", "¿Otra cosa?"), row("E-2", "GEMELA")]
    path = save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, *(faulty for faulty, _, _ in ANSWER_FAULTS), *twins], **OTHER})
    expected = {(rule, f"Respuestas!{column}{number}") for number, (_, rule, column) in enumerate(ANSWER_FAULTS, 2)}
    after = len(ANSWER_FAULTS) + 2
    expected |= {("id-duplicate", f"Respuestas!A{after + 1}"), ("phrasing-duplicate", f"Respuestas!C{after + 2}")}
    expected |= {(rule, f"Datos!{cell}") for rule, cell in FACT_FAULTS} | {(rule, f"Canales!{cell}") for rule, cell in CHANNEL_FAULTS}
    expected |= {(rule, f"Pruebas!{cell}") for rule, cell in TEST_FAULTS}
    expected |= {("name-duplicate", "Departamentos!A3"), ("synonyms-few", "Sinónimos!A2")}
    assert len(expected) >= 40
    draft = check(path)
    found = {(finding.rule, finding.place) for finding in draft.findings if finding.severity == "fault"}
    assert found == expected
    assert draft.entries == ()
    for finding in draft.findings:
        for language in ("es", "en"):
            assert "{" not in finding.problem(translations(language)).replace("{{", "").replace("{tasa", "")


def test_row_numbers_stay_right_with_title_blank_rows_hidden_rows_and_a_filter(tmp_path: Path) -> None:
    """Editors leave gaps, hide rows and put a title on top."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Respuestas"
    sheet["A1"] = "Respuestas aprobadas del Ayuntamiento"
    sheet.merge_cells("A1:F1")
    for column, name in enumerate(ANSWERS_HEADER, 2):
        sheet.cell(4, column, name)
    for number, values in ((5, row("A-1", "¿Una?")), (9, row("A-2", "¿Dos?", None)), (40, row("A-3", "¿Tres?", language="??"))):
        for column, value in enumerate(values, 2):
            sheet.cell(number, column, value)
    sheet.row_dimensions[5].hidden = True
    sheet.auto_filter.ref = "B4:P40"
    workbook.save(tmp_path / "w.xlsx")
    draft = check(tmp_path / "w.xlsx")
    assert [entry.id for entry in draft.entries] == ["A-1"]
    assert {("answer-missing", "Respuestas!F9"), ("language-unknown", "Respuestas!I40")} <= {(f.rule, f.place) for f in draft.findings}


@pytest.mark.parametrize(
    "headers",
    [
        ("ID", "Pregunta", "Respuesta"),
        ("Id", "Question", "Answer"),
        ("CODI", "PREGUNTA", "RESPOSTA"),
        ("código", "pregunta ", "Resposta xeral"),
        ("Kodea", "Galdera", "Erantzuna"),
        ("Respuesta aprobada", "Pregunta (canónica)", "Identificador"),
    ],
)
def test_headers_are_understood_in_five_languages_and_any_order(tmp_path: Path, headers: tuple[str, ...]) -> None:
    """The columns are the editors' business."""
    values = {"answer": "Sí.", "question": "¿Abren?", "id": "A-1"}
    order = ["answer", "question", "id"] if headers[0].startswith("Respuesta") else ["id", "question", "answer"]
    path = save(tmp_path / "w.xlsx", {"FAQ": [headers, [values[name] for name in order]]})
    (entry,) = check(path).entries
    assert (entry.id, entry.question, entry.answer) == ("A-1", "¿Abren?", "Sí.")


def test_other_phrasings_come_from_lines_and_from_several_columns_with_gaps(tmp_path: Path) -> None:
    """A gap in the columns loses nothing."""
    header = ("Id", "Pregunta", "Variante 1", "Variante 2", "Pregunta 3", "Respuesta")
    path = save(tmp_path / "w.xlsx", {"Respuestas": [header, ("A-1", "¿Una?", None, "dos\n\n tres \n", "cuatro", "Sí.")]})
    assert check(path).entries[0].phrasings == ("dos", "tres", "cuatro")


def test_texts_are_kept_exactly_as_the_cell_has_them(tmp_path: Path) -> None:
    """Spaces, line breaks and no-break spaces of an approved text are the editor's."""
    answer = " Sí,\u00a0de 9:00 a 14:00.\n\n• *Lunes*_ <b>&amp;\t=1+1 "
    path = save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, row("A-1", "¿Abren?", answer)]})
    assert check(path).entries[0].answer == answer


def test_a_draft_beside_the_row_in_service_takes_nothing_out(tmp_path: Path) -> None:
    """Preparing a new text under the same id is ordinary work."""
    rows = [row("A-1", "¿Una?"), row("A-1", "¿Una?", None, status="Borrador")]
    draft = check(save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, *rows]}))
    assert [entry.id for entry in draft.entries] == ["A-1"]
    assert not [finding for finding in draft.findings if finding.severity == "fault"]


def test_a_merged_id_serves_every_language_row(tmp_path: Path) -> None:
    """Editors merge the id of the rows that belong together."""
    path = save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, row("A-1", "¿Una?"), row(None, "One?", "Yes.", language="en")]})
    workbook = openpyxl.load_workbook(path)
    workbook["Respuestas"].merge_cells("A2:A3")
    workbook.save(path)
    assert {entry.key for entry in check(path).entries} == {EntryKey("A-1", "es"), EntryKey("A-1", "en")}


def test_the_annotated_copy_has_comments_and_links_and_the_original_is_untouched(tmp_path: Path) -> None:
    """What is sent back is a copy."""
    path = save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, row("A-1", "¿Una?", None), row("=1+1", "¿Dos?")]})
    before = path.read_bytes()
    words = translations("es")
    annotate.write(path, tmp_path / "copia.xlsx", check(path).findings, words)
    copy = openpyxl.load_workbook(tmp_path / "copia.xlsx")
    assert "La respuesta está vacía." in copy["Respuestas"]["E2"].comment.text
    review = copy["Revisión"]
    assert review["A2"].hyperlink.location == "'Respuestas'!E2"
    assert all(cell.data_type == "s" for cells in review.iter_rows() for cell in cells if cell.value is not None)
    assert path.read_bytes() == before


def test_every_rule_has_its_messages_in_spanish() -> None:
    """No editor meets an English sentence."""
    words = translations("es")
    assert [rule for rule, texts in RULES.items() for text in (texts.problem, texts.mend) if words.gettext(text) == text] == []
