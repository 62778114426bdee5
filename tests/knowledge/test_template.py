"""The template is a workbook that an editor can use at once, and that other programs keep whole."""

import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from knowledge.workbook import template
from knowledge.workbook.sheets import Sheet
from tests.conftest import check, needs

ROWS = {
    Sheet.ANSWERS: [
        {"id": "A-1", "question": "¿Una?", "phrasings": "dos\ntres", "answer": "=HYPERLINK(\"x\") cuesta {{tasa}}", "social": "+cuesta {{tasa}}",
         "owner": "Hacienda", "status": "Aprobada", "approved_by": "Marta Soler", "approved_on": date(2026, 1, 9), "valid_until": date(2027, 1, 1)},
        {"id": "A-1", "language": "en", "question": "One?", "answer": "@cmd|' /C calc'!A0 {{tasa}}", "owner": "Hacienda", "status": "Aprobada",
         "approved_by": "Marta Soler", "approved_on": date(2026, 1, 9)},
    ],
    Sheet.FACTS: [{"name": "tasa", "value": "-3,00 €"}],
    Sheet.DEPARTMENTS: [{"name": "Hacienda", "contact": "hacienda@castroalba.example"}],
    Sheet.TESTS: [{"question": "que es una", "expected": "A-1"}],
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_empty_template_has_nothing_wrong_with_it(tmp_path: Path, language: str) -> None:
    """And nothing to publish."""
    template.write(tmp_path / "w.xlsx", language)
    draft = check(tmp_path / "w.xlsx")
    assert (draft.findings, draft.entries) == ((), ())
    with pytest.raises(FileExistsError):
        template.write(tmp_path / "w.xlsx", language)


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_built_is_read_back_identical_also_what_looks_like_a_formula(tmp_path: Path, language: str) -> None:
    """Text stays text."""
    template.build(language, ROWS).save(tmp_path / "w.xlsx")
    draft = check(tmp_path / "w.xlsx")
    assert draft.findings == ()
    assert [entry.answer for entry in draft.entries] == [row["answer"] for row in ROWS[Sheet.ANSWERS]]
    assert draft.entries[0].wordings == (("social", "+cuesta {{tasa}}"),)
    assert draft.entries[0].phrasings == ("dos", "tres")
    assert draft.entries[0].valid_until == date(2027, 1, 1)


@needs("soffice")
def test_libreoffice_opens_it_and_keeps_tables_lists_names_and_colours(tmp_path: Path) -> None:
    """Opened and saved by another program, it is still the template (its panes too, but headless LibreOffice saves no views at all)."""
    template.build("es", ROWS).save(tmp_path / "w.xlsx")
    assert openpyxl.load_workbook(tmp_path / "w.xlsx")["Respuestas"].freeze_panes == "C2"
    home = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "w.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = openpyxl.load_workbook(tmp_path / "out" / "w.xlsx")
    answers = saved["Respuestas"]
    assert list(answers.tables) == ["Respuestas"]
    assert {"lista_statuses", "lista_languages", "lista_departments", "lista_ids"} <= set(saved.defined_names)
    kinds = [rule.type for rule in answers.data_validations.dataValidation]
    assert (kinds.count("list"), kinds.count("date")) == (3, 3)
    assert len(answers.conditional_formatting) == 6
    assert answers["E2"].value == ROWS[Sheet.ANSWERS][0]["answer"]
    assert answers["E2"].data_type == "s"
    assert check(tmp_path / "out" / "w.xlsx").entries == check(tmp_path / "w.xlsx").entries
