"""What people wrote leaves for a spreadsheet as text, and comes back the same."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.workbook import export, safe
from knowledge.workbook.export import Table
from tests.conftest import needs
from tests.knowledge.formulas import TEXTS
from tests.knowledge.office import converted

# Separator, text delimiter, UTF-8; number 13 has LibreOffice evaluate what looks like a formula, as Excel does.
READING = "CSV:{separator},34,76,1,,0,false,true,false,false,false,-1,true"


def table(texts: tuple[str, ...] = TEXTS) -> Table:
    """Return the texts in two columns, for a cell that follows another is another case."""
    return Table("Preguntas", ("Número", "Pregunta", "La misma"), [(number, text, text) for number, text in enumerate(texts, 1)])


def formulas(path: Path) -> list[str]:
    """Return every cell that is a formula."""
    cells = (cell for sheet in openpyxl.load_workbook(path) for cells in sheet.iter_rows() for cell in cells)
    return [f"{cell.coordinate} {cell.value}" for cell in cells if cell.data_type == "f"]


def unescaped(text: str) -> str:
    """Undo in a text the escape of underscores, which openpyxl leaves to its users where a string stands inline."""
    return text.replace("_x005F_", "_")


def test_the_corpus_is_large() -> None:
    """And no text stands in it twice."""
    assert len(set(TEXTS)) == len(TEXTS) > 260


def test_the_file_holds_each_text_as_text() -> None:
    """Character for character, but for what no cell can hold."""
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_xlsx([table()])))["Preguntas"]
    for text, cells in zip(TEXTS, sheet.iter_rows(min_row=2, min_col=2), strict=True):
        for cell in cells:
            assert unescaped(cell.value or "") == safe.plain(text)
            assert cell.data_type in ("s", "inlineStr")
            assert cell.quotePrefix or not text.startswith(("=", "+", "-", "@", "＝", "\t", "\n"))


@needs("soffice")
def test_no_formula_is_evaluated_in_the_workbook_and_every_text_comes_back_identical(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice."""
    (tmp_path / "q.xlsx").write_bytes(export.to_xlsx([table()]))
    saved = converted(tmp_path / "q.xlsx")
    assert formulas(saved) == []
    rows = openpyxl.load_workbook(saved)["Preguntas"].iter_rows(min_row=2, min_col=2, values_only=True)
    # openpyxl drops every `x005F_` of a shared string, also one that was meant.
    assert [row[0] or "" for row in rows] == [safe.plain(text).replace("x005F_", "") for text in TEXTS]


SEPARATORS = [
    pytest.param(";", id="ours"),
    pytest.param(",", id="comma"),
    pytest.param("\t", id="tab", marks=pytest.mark.heavy),
    pytest.param("|", id="bar", marks=pytest.mark.heavy),
]


@needs("soffice")
@pytest.mark.parametrize("separator", SEPARATORS)
def test_no_formula_is_evaluated_in_the_csv_whatever_the_separator(tmp_path: Path, separator: str) -> None:
    """With that of another country the columns are wrong, and still nothing is evaluated."""
    (tmp_path / "q.csv").write_bytes(export.to_csv(table()))
    saved = converted(tmp_path / "q.csv", reading=READING.format(separator=ord(separator)))
    assert formulas(saved) == []


@needs("soffice")
@pytest.mark.parametrize("separator", [pytest.param(";", id="ours"), pytest.param(",", id="comma", marks=pytest.mark.heavy)])
def test_without_the_apostrophe_formulas_are_evaluated(tmp_path: Path, separator: str) -> None:
    """The control: LibreOffice is set to do what we guard against."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(enumerate(map(safe.plain, TEXTS)))
    (tmp_path / "q.csv").write_bytes(text.getvalue().encode("utf-8-sig"))
    assert len(formulas(converted(tmp_path / "q.csv", reading=READING.format(separator=ord(separator))))) > 5


def test_a_csv_reads_back_with_an_apostrophe_and_nothing_else() -> None:
    """Every field quoted, CRLF, a byte order mark."""
    content = export.to_csv(table())
    assert content.startswith(b'\xef\xbb\xbf"N\xc3\xbamero";"Pregunta";"La misma"\r\n"1";"')
    assert content.endswith(b'"\r\n')
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
    for text, row in zip(TEXTS, rows, strict=True):
        assert row[1].replace("'", "") == safe.plain(text).replace("'", "")
        assert not safe.looks_like_formula(row[1])


def test_numbers_and_moments_are_numbers_and_moments() -> None:
    """Signed numbers that nobody typed need no apostrophe; a moment is told by its own clock."""
    moment = datetime(2026, 11, 24, 11, 0, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/Madrid"))
    rows = [(-3, 0.25, moment, None, 10**20)]
    one = Table("Cola", ("a", "b", "c", "d", "e"), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_xlsx([one, Table("Otra", ("x",), [])])))["Cola"]
    assert [cell.value for cell in sheet[2]] == [-3, 0.25, datetime(2026, 11, 24, 12, 0, 30), None, str(10**20)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E2")
    assert export.to_csv(one).decode("utf-8-sig").splitlines()[1] == f'"-3";"0,25";"2026-11-24 12:00:30";"";"{10**20}"'


@pytest.mark.parametrize(
    ("title", "headers", "rows"),
    [
        ("", ("a",), []),
        ("x" * 32, ("a",), []),
        ("a/b", ("a",), []),
        ("'a", ("a",), []),
        ("a", (), []),
        ("a", ("a",), [(1, 2)]),
        ("a", ("a",), [(float("nan"),)]),
    ],
)
def test_an_impossible_table_is_refused(title: str, headers: tuple[str, ...], rows: list[tuple[float, ...]]) -> None:
    """At once, not by a broken file."""
    with pytest.raises(ValueError):
        Table(title, headers, rows)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_is_safe_in_both(text: str) -> None:
    """Also twice: what is safe already stays as it is."""
    once = safe.to_csv(text)
    assert not safe.looks_like_formula(once)
    assert safe.to_csv(once) == once
    assert safe.plain(safe.plain(text)) == safe.plain(text)
    assert unescaped(safe.to_xlsx(text)) == safe.plain(text) or "_x005F_" in safe.plain(text)


def test_what_is_cut_says_so_and_fills_the_cell_as_excel_counts() -> None:
    """In UTF-16 units, never half an emoji."""
    for text in ("x" * 40_000, "😀" * 40_000, "x" + "😀" * 40_000):
        cut = safe.plain(text)
        assert cut.endswith(safe.CUT)
        assert 32_766 <= len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert safe.plain("x" * 32_767) == "x" * 32_767
