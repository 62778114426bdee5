"""Rows added to the editors' own workbook: there, inside its table, under its rules; and nothing else changed."""

import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from knowledge.translation import translations
from knowledge.workbook import appending, patch, reading, safe, sandbox
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS
from knowledge.workbook.patch import Patched, append_rows, append_to_file
from knowledge.workbook.proposals import Row, header_of
from tests.conftest import ANSWERS_HEADER, NOW, check, needs, row, save
from tests.knowledge import rich_workbooks
from tests.knowledge.office import converted
from tests.knowledge.rich_workbooks import WORKBOOKS, rewritten
from tests.messages import ROOT

# openpyxl, which these tests also read with, says what it would lose.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

ROW = Row(
    {"id": "N-1", "question": "¿Nueva & <rara>?", "phrasings": "una\ndos", "answer": " Texto con  espacios \n", "language": "es", "owner": "Hacienda"}
)
FIXTURES = [pytest.param(name, marks=needs("soffice")) if name == "by libreoffice" else name for name in WORKBOOKS]


def added(workbook: bytes, *rows: Row) -> Patched:
    return append_rows(workbook, header_of(workbook), rows)


def members(workbook: bytes) -> dict[str, bytes]:
    """Return the bytes of each member as they lie in the file, compressed."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert archive.testzip() is None
        for member in archive.infolist():
            name, extra = (
                int.from_bytes(workbook[member.header_offset + 26 :][:2], "little"),
                int.from_bytes(workbook[member.header_offset + 28 :][:2], "little"),
            )
            begins = member.header_offset + 30 + name + extra
            found[member.filename] = workbook[begins : begins + member.compress_size]
    return found


def part(workbook: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name)


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def without_new(sheet: bytes, first: int, last: int) -> str:
    """Return a sheet's XML without what it may gain: the new rows' texts and empty cells, the lower ends of rules' ranges, the dimension."""
    root = ET.fromstring(sheet)
    for element in root.iter():
        if local(element) == "dimension":
            element.attrib["ref"] = ""
        if local(element) in ("conditionalFormatting", "dataValidation"):
            element.attrib["sqref"] = without_lower_ends(element.attrib.get("sqref", ""))
            for child in element:
                child.text = without_lower_ends(child.text or "") if local(child) == "sqref" else child.text
        if local(element) == "sheetData":
            for one in [one for one in element if first <= int(one.attrib["r"]) <= last]:
                for cell in [cell for cell in one if not list(cell) or local(cell[0]) == "is"]:
                    one.remove(cell)
                if not list(one):
                    element.remove(one)
    return ET.canonicalize(ET.tostring(root, encoding="unicode"))


def without_lower_ends(ranges: str) -> str:
    return " ".join(one.split(":")[0] for one in ranges.split())


def assert_only_rows_were_added(before: bytes, patched: Patched) -> None:
    """Every other part has the very bytes it had; of the two that may change, only what must has changed."""
    old, new = members(before), members(patched.workbook)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} <= set(patched.parts)
    tables = [name for name in patched.parts if name.startswith("xl/tables/")]
    (sheet,) = set(patched.parts) - set(tables)
    assert len(tables) <= 1
    for table in tables:
        assert re.sub(rb'ref="[^"]*"', b"", part(before, table)) == re.sub(rb'ref="[^"]*"', b"", part(patched.workbook, table))
    old_sheet, new_sheet = (without_new(part(workbook, sheet), patched.first, patched.last) for workbook in (before, patched.workbook))
    assert old_sheet == new_sheet


@pytest.mark.parametrize("name", FIXTURES)
def test_a_row_is_added_and_nothing_else_changes(tmp_path: Path, name: str) -> None:
    """In each kind of workbook; the check finds the row, a draft."""
    before = WORKBOOKS[name](tmp_path)
    patched = added(before, ROW, Row({"question": "¿Otra?"}))
    assert_only_rows_were_added(before, patched)
    (tmp_path / "before.xlsx").write_bytes(before)
    (tmp_path / "after.xlsx").write_bytes(patched.workbook)
    old, new = check(tmp_path / "before.xlsx"), check(tmp_path / "after.xlsx")
    assert new.entries == old.entries
    assert {finding.entry for finding in new.findings} - {finding.entry for finding in old.findings} <= {"N-1", ""}
    sheet = openpyxl.load_workbook(tmp_path / "after.xlsx")["Respuestas"] if name != "strict names" else None
    if sheet:
        titles = [cell.value for cell in sheet[1 if name in ("our template", "by libreoffice") else 3]]
        values = [cell.value for cell in sheet[patched.first]]
        assert dict(zip(titles, values, strict=True)) | {
            "Estado": "Borrador",
            "Pregunta": "¿Nueva & <rara>?",
            "Respuesta": " Texto con  espacios \n",
        } == dict(zip(titles, values, strict=True))


def test_the_new_rows_lie_inside_the_table_and_under_the_rules(tmp_path: Path) -> None:
    """A table grows, and its filter; drop-downs and colours that reached the last row reach the new one, others do not."""
    patched = added(rich_workbooks.our_template(tmp_path), ROW, ROW)
    sheet = openpyxl.load_workbook(io.BytesIO(patched.workbook))["Respuestas"]
    assert (patched.first, sheet.tables["Respuestas"].ref, sheet.tables["Respuestas"].autoFilter.ref) == (14, "A1:U15", "A1:U15")
    patched = added(rich_workbooks.excel_like(tmp_path), ROW, ROW, ROW)
    text = part(patched.workbook, "xl/worksheets/sheet1.xml").decode()
    assert "<dimension\n ref = 'A1:Q12'" in text
    assert 'sqref="J4:J12 J20"' in text
    assert 'sqref="A4:A12 C4:C12"' in text
    assert "<xm:sqref>P4:P12 R4:R12</xm:sqref>" in text
    assert "<xm:sqref>J4:J12</xm:sqref>" in text
    assert "<xm:sqref>S9</xm:sqref>" in text
    assert "<xm:f>Respuestas!P4:P9</xm:f>" in text


def test_new_cells_look_like_those_above_and_never_like_the_header(tmp_path: Path) -> None:
    """What was prepared in the row itself comes first; cells of the editor's own columns stay."""
    patched = added(rich_workbooks.excel_like(tmp_path), ROW, ROW)
    sheet = openpyxl.load_workbook(io.BytesIO(patched.workbook))["Respuestas"]
    assert patched.first == 10
    assert [sheet.cell(row, 3)._style == sheet["C9"]._style for row in (10, 11)] == [True, True]
    assert (sheet["A10"].style_id, sheet["P10"].value, sheet.row_dimensions[10].height) == (1, 77, 30)
    assert sheet["P11"].value is None
    assert sheet["K11"].border.bottom.style == "thin"
    empty = added(template_of(tmp_path, 0), ROW)
    sheet = openpyxl.load_workbook(io.BytesIO(empty.workbook))["Respuestas"]
    assert (empty.first, sheet.tables["Respuestas"].ref) == (2, "A1:U2")
    assert (sheet["C2"].font.color is None or sheet["C2"].font.color.rgb != "00FFFFFF", sheet["C2"].number_format) == (True, "@")


def template_of(folder: Path, rows: int) -> bytes:
    from knowledge.workbook import template
    from knowledge.workbook.sheets import Sheet

    template.build("es", {Sheet.ANSWERS: rich_workbooks.ANSWERS[:rows]}).save(folder / "t.xlsx")
    return (folder / "t.xlsx").read_bytes()


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the children's programs in this process: the same work without two seconds of starting."""

    def lines(module: str, arguments: Sequence[str], _limits: Any = LIMITS) -> Iterator[Any]:
        paths = [Path(argument) for argument in arguments]
        given = reading.contained(paths[0], LIMITS) if module.endswith("reading") else appending.contained(*paths)
        for line in given:
            line = json.loads(json.dumps(line))
            if isinstance(line, dict) and "refused" in line:
                raise Refused(line["refused"], **line["details"])
            if line != {"end": True}:
                yield line

    monkeypatch.setattr(sandbox, "lines", lines)


ALPHABET = "aá¿?ñ 0\n\t<>&\"'😀_x000D_=+-@]]>{}日\u0301\u200d\x07"


def some_text(chance: random.Random) -> str:
    text = "".join(chance.choice(ALPHABET) for _ in range(chance.choice((1, 5, 40, 600))))
    return text if not safe.looks_like_formula(safe.plain(text)) else "a" + text


def edits(workbook: bytes, rounds: int, seed: int) -> Iterator[Patched]:
    """Give the workbook after each of many random additions, each to what the last one made."""
    chance = random.Random(seed)
    header = header_of(workbook)
    names = ["question", *(name for name in (*header.columns, *header.channels) if name not in ("status", "question"))]
    for number in range(rounds):
        rows = [
            Row({"question": f"¿{number}?", **{name: some_text(chance) for name in chance.sample(names, chance.randint(1, len(names)))}})
            for _ in range(chance.randint(1, 5))
        ]
        patched = append_rows(workbook, header, rows)
        assert_only_rows_were_added(workbook, patched)
        yield patched
        workbook = patched.workbook


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.usefixtures("in_process")
def test_random_additions_leave_every_other_byte(tmp_path: Path, name: str) -> None:
    """Read back by our reader each time (`append_rows` does), with what the workbook said before."""
    assert len(list(edits(WORKBOOKS[name](tmp_path), 8, seed=1))) == 8


@pytest.mark.heavy
@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.usefixtures("in_process")
def test_many_random_additions_leave_every_other_byte_and_libreoffice_shows_them(tmp_path: Path, name: str) -> None:
    """Forty for each kind of workbook."""
    *_, last = edits(WORKBOOKS[name](tmp_path), 40, seed=2)
    (tmp_path / "last.xlsx").write_bytes(last.workbook)
    if shutil.which("soffice"):
        assert texts_of(converted(tmp_path / "last.xlsx")) == texts_of(tmp_path / "last.xlsx")


def texts_of(path: Path) -> list[list[str]]:
    """Return the texts of the answers, by row, as our own reader gives them."""
    from knowledge.workbook.check import read_rows

    rows = read_rows(path)["Respuestas"]
    return [[text for _, text in sorted(cells.items()) if isinstance(text, str)] for _, cells in sorted(rows.items())]


@needs("soffice")
@pytest.mark.parametrize("name", ["our template", "excel like"])
def test_libreoffice_opens_it_and_shows_the_rows(tmp_path: Path, name: str) -> None:
    """The same texts in the same cells."""
    patched = added(WORKBOOKS[name](tmp_path), ROW, Row({"question": "¿Otra?", "answer": "_x0041_ & \tfin"}))
    (tmp_path / "after.xlsx").write_bytes(patched.workbook)
    shown = texts_of(converted(tmp_path / "after.xlsx"))
    assert shown == texts_of(tmp_path / "after.xlsx")
    assert "¿Otra?" in shown[-1]


def sheet_edit(old: bytes, new: bytes, name: str = "xl/worksheets/sheet1.xml") -> Any:
    def edit(parts: dict[str, bytes]) -> None:
        assert parts[name].count(old) == 1, parts[name][:2000]
        parts[name] = parts[name].replace(old, new)

    return edit


def part_added(name: str) -> Any:
    return lambda parts: parts.update({name: b"<x/>"})


def refusal(workbook: bytes, *rows: Row) -> Refused:
    with pytest.raises(Refused) as refused:
        added(workbook, *(rows or (ROW,)))
    for language in ("es", "en"):
        assert "{" not in refused.value.finding.problem(translations(language)) + refused.value.finding.mend(translations(language))
    return refused.value


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (sheet_edit(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>'), "append-protected"),
        (sheet_edit(b"</sheetData>", b'<row r="2"/></sheetData>'), "append-unsafe"),
        (sheet_edit(b"</sheetData>", b'<row r="10"><c s="0"/></row></sheetData>'), "append-unsafe"),
        (sheet_edit(b"</mergeCells>", b'<mergeCell ref="C10:C11"/></mergeCells>'), "append-unsafe"),
        (part_added("_xmlsignatures/origin.sigs"), "append-signed"),
        (part_added("xl/revisions/revisionHeaders.xml"), "append-shared"),
    ],
    ids=["protected", "rows out of order", "cells without a place", "merged below", "signed", "shared"],
)
@pytest.mark.usefixtures("in_process")
def test_what_cannot_be_done_safely_is_refused_with_what_to_do(tmp_path: Path, edit: Any, rule: str) -> None:
    """In the reader's language."""
    assert refusal(rewritten(rich_workbooks.decorated(tmp_path), edit)).finding.rule == rule


@pytest.mark.usefixtures("in_process")
def test_tables_that_cannot_grow_are_refused(tmp_path: Path) -> None:
    """Totals, another source, something below, another table."""
    table = "xl/tables/table1.xml"
    workbook = rich_workbooks.our_template(tmp_path)
    assert refusal(rewritten(workbook, sheet_edit(b"<table ", b'<table totalsRowCount="1" ', table))).finding.rule == "append-totals"
    assert refusal(rewritten(workbook, sheet_edit(b"<table ", b'<table tableType="queryTable" ', table))).finding.rule == "append-unsafe"
    loaded = openpyxl.load_workbook(io.BytesIO(workbook))
    loaded["Respuestas"]["C16"] = "Nota al pie"
    loaded.save(tmp_path / "below.xlsx")
    found = refusal((tmp_path / "below.xlsx").read_bytes()).finding
    assert (found.rule, found.details["cell"]) == ("append-below", "A16")


@pytest.mark.usefixtures("in_process")
def test_a_text_like_a_formula_needs_a_cell_that_keeps_it_a_text(tmp_path: Path) -> None:
    """The format “Text”, or the quote prefix."""
    like = Row({"question": "¿Sí?", "answer": '=HYPERLINK("https://mal.example")'})
    patched = added(rich_workbooks.our_template(tmp_path), like)
    cell = openpyxl.load_workbook(io.BytesIO(patched.workbook))["Respuestas"].cell(patched.first, 5)
    assert (cell.data_type, cell.value, cell.number_format) == ("s", like.cells["answer"], "@")
    plain = save(tmp_path / "w.xlsx", {"Respuestas": [ANSWERS_HEADER, row("A-1", "¿Una?")]}).read_bytes()
    assert refusal(plain, like).finding.details["cell"] == "E3"
    assert added(plain, ROW).first == 3


@pytest.mark.usefixtures("in_process")
def test_rows_that_the_workbook_cannot_hold_are_refused(tmp_path: Path) -> None:
    """A column it lacks; a column for the status."""
    header = [name for name in ANSWERS_HEADER if name != "Teléfono"]
    workbook = save(tmp_path / "w.xlsx", {"Respuestas": [header, ["A-1", "", "¿Una?", "", "Sí."]]}).read_bytes()
    found = refusal(workbook, Row({"question": "¿Dos?", "phone": "Llame."})).finding
    assert (found.rule, found.details["column"]) == ("append-no-column", "phone")
    bare = save(tmp_path / "v.xlsx", {"Respuestas": [["Id", "Pregunta", "Respuesta"], ["A-1", "¿Una?", "Sí."]]}).read_bytes()
    assert refusal(bare, Row({"question": "¿Dos?"})).finding.rule == "append-no-status"
    moved = header_of(workbook)
    with pytest.raises(Refused) as refused:
        append_rows(rewritten(workbook, sheet_edit(b'name="Respuestas"', b'name="Answers"', "xl/workbook.xml")), moved, [Row({"question": "¿Dos?"})])
    assert refused.value.finding.rule == "append-no-sheet"


@pytest.mark.usefixtures("in_process")
def test_no_hostile_workbook_gets_through(tmp_path: Path) -> None:
    """It is looked at as the reader looks, before anything of it is parsed."""
    from tests.knowledge.hostile import CORPUS

    for name in ("truncated", "csv", "encrypted", "xls", "billion laughs", "traversal"):
        if name in CORPUS:
            CORPUS[name][0](tmp_path / "w.xlsx")
            with pytest.raises(Refused):
                append_rows((tmp_path / "w.xlsx").read_bytes(), header_of(rich_workbooks.our_template(tmp_path)), [ROW])


def placed(folder: Path, name: str = "our template") -> tuple[Path, str]:
    """Return a workbook in a folder of its own, and its hash."""
    path = folder / "libro" / "respuestas.xlsx"
    path.parent.mkdir()
    path.write_bytes(WORKBOOKS[name](folder))
    path.chmod(0o640)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_file_gains_the_rows_and_a_backup_lies_beside_it(tmp_path: Path) -> None:
    """With its permissions; through a link too, which stays one."""
    path, before = placed(tmp_path)
    old = path.read_bytes()
    (tmp_path / "enlace.xlsx").symlink_to(path)
    appended = append_to_file(tmp_path / "enlace.xlsx", [ROW], before, now=NOW)
    assert (tmp_path / "enlace.xlsx").is_symlink()
    assert path.read_bytes() == appended.patched.workbook
    assert (appended.backup.name, appended.backup.read_bytes()) == ("respuestas.backup-2026-11-24-110000.xlsx", old)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(appended.backup.stat().st_mode) == 0o640
    again = append_to_file(path, [ROW], hashlib.sha256(path.read_bytes()).hexdigest(), now=NOW)
    assert again.backup.name == "respuestas.backup-2026-11-24-110000-2.xlsx"
    assert len(list(path.parent.iterdir())) == 3


@pytest.mark.parametrize("lock", ["~$respuestas.xlsx", ".~lock.respuestas.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_left_alone(tmp_path: Path, lock: str) -> None:
    """Excel's and LibreOffice's own marks say so."""
    path, before = placed(tmp_path)
    (path.parent / lock).write_bytes(b"Marta")
    with pytest.raises(Refused) as refused:
        append_to_file(path, [ROW], before, now=NOW)
    assert refused.value.finding.rule == "append-open"
    assert lock in refused.value.finding.mend(translations("es"))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert len(list(path.parent.iterdir())) == 2


@pytest.mark.usefixtures("in_process")
def test_a_workbook_that_was_changed_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before we look, and while the rows are being prepared."""
    path, before = placed(tmp_path)
    with pytest.raises(Refused) as refused:
        append_to_file(path, [ROW], "0" * 64, now=NOW)
    assert refused.value.finding.rule == "append-changed"
    other = rich_workbooks.decorated(tmp_path)
    real = patch.append_rows

    def while_somebody_saves(*given: Any) -> Patched:
        path.write_bytes(other)
        return real(*given)

    monkeypatch.setattr(patch, "append_rows", while_somebody_saves)
    with pytest.raises(Refused) as refused:
        append_to_file(path, [ROW], before, now=NOW)
    assert refused.value.finding.rule == "append-changed"
    assert path.read_bytes() == other
    assert [place.name for place in path.parent.iterdir()] == ["respuestas.xlsx"]


@pytest.mark.usefixtures("in_process")
def test_what_does_not_read_back_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was found instead is kept, for it may be somebody's work."""
    path, before = placed(tmp_path)
    old = path.read_bytes()
    real, calls = patch.replace, []

    def broken_disk(target: Path, content: bytes) -> None:
        calls.append(content)
        real(target, content[:100] if len(calls) == 1 else content)

    monkeypatch.setattr(patch, "replace", broken_disk)
    with pytest.raises(Refused) as refused:
        append_to_file(path, [ROW], before, now=NOW)
    assert refused.value.finding.rule == "append-not-kept"
    assert path.read_bytes() == old
    found = path.with_name("respuestas.found-2026-11-24-110000.xlsx")
    assert len(found.read_bytes()) == 100


@pytest.mark.usefixtures("in_process")
def test_a_full_disk_or_a_closed_folder_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup that could not be written whole is no reason to touch the workbook."""
    path, before = placed(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused) as refused:
        append_to_file(path, [ROW], before, now=NOW)
    assert refused.value.finding.rule == "append-unwritable"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert not list(path.parent.glob("*.tmp"))


WRITER = """
import sys
from pathlib import Path
from knowledge.workbook.patch import replace
path, one, other = map(Path, sys.argv[1:])
contents = one.read_bytes(), other.read_bytes()
print("ready", flush=True)
while True:
    for content in contents:
        replace(path, content)
"""
APPENDER = """
import hashlib, sys
from datetime import datetime, UTC
from pathlib import Path
from knowledge.workbook.patch import append_to_file
from knowledge.workbook.proposals import Row
path = Path(sys.argv[1])
print("ready", flush=True)
append_to_file(path, [Row({"id": "N-1", "question": "¿Nueva?"})], hashlib.sha256(path.read_bytes()).hexdigest(), now=datetime(2026, 11, 24, tzinfo=UTC))
"""


def killed(program: str, *arguments: Path, after: float) -> None:
    """Run a program and kill it with no warning `after` so many seconds, unless it has ended by then."""
    child = subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
    child.wait()


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.heavy)])
def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path, rounds: int) -> None:
    """Hundreds of writes a round, one of them cut short."""
    one, other, path = (tmp_path / name for name in ("one.xlsx", "other.xlsx", "w.xlsx"))
    one.write_bytes(template_of(tmp_path, 5))
    other.write_bytes(template_of(tmp_path, 9) * 40)
    path.write_bytes(one.read_bytes())
    chance, whole, seen = random.Random(3), {one.read_bytes(), other.read_bytes()}, set()
    for _ in range(rounds):
        killed(WRITER, path, one, other, after=chance.uniform(0, 0.2))
        content = path.read_bytes()
        assert content in whole
        seen.add(content)
    assert rounds < 100 or seen == whole


@pytest.mark.parametrize("rounds", [2, pytest.param(100, marks=pytest.mark.heavy)])
def test_an_appender_killed_at_any_moment_leaves_the_old_workbook_or_the_new_one(tmp_path: Path, rounds: int) -> None:
    """Whatever else lies beside it then; the next attempt goes through."""
    path, before = placed(tmp_path)
    old = path.read_bytes()
    new = append_rows(old, header_of(old), [Row({"id": "N-1", "question": "¿Nueva?"})]).workbook
    chance = random.Random(4)
    for _ in range(rounds):
        path.write_bytes(old)
        killed(APPENDER, path, after=chance.uniform(0, 4))
        assert path.read_bytes() in (old, new)
        for backup in path.parent.glob("*backup*"):
            assert old.startswith(backup.read_bytes())
            backup.unlink()
    path.write_bytes(old)
    assert append_to_file(path, [ROW], before, now=NOW + timedelta(hours=1)).patched.first == 14
