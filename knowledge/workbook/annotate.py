"""The annotated copy: the editor's workbook with a comment on every cell concerned, and a sheet that lists them with links.

openpyxl loads the whole workbook here, which a hostile file could use to hang or exhaust it; so `write` only prepares, and this module run as a program
(`python -m knowledge.workbook.annotate NOTES SOURCE TARGET`) does the work in a limited child. What openpyxl cannot keep (charts' details,
text boxes) is lost in the copy only: the editor's own file is never written.
"""

import json
import shutil
import sys
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.translation import Translations
from knowledge.workbook import sandbox
from knowledge.workbook.findings import Finding, Severity
from knowledge.workbook.limits import MIB, Limits

_LIMITS = Limits(memory=768 * MIB, wall=60, cpu=60)
_COLOURS = {Severity.FILE: "F8CBAD", Severity.FAULT: "F8CBAD", Severity.WARNING: "FFE699", Severity.REMARK: "DDEBF7"}
_LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class _Note:
    """A finding as the child needs it: texts in the reader's language, and the cell's colour."""

    sheet: str
    cell: str
    place: str
    severity: str
    colour: str
    entry: str
    problem: str
    mend: str


def write(source: Path, target: Path, findings: Sequence[Finding], words: Translations) -> None:
    """Write an annotated copy of the workbook at `source` to `target`. Raises Refused where the file needs too much for that, OSError."""
    labels = {
        Severity.FILE: words.gettext("Fault"),
        Severity.FAULT: words.gettext("Fault"),
        Severity.WARNING: words.gettext("Warning"),
        Severity.REMARK: words.gettext("Remark"),
    }
    notes = [
        _Note(
            finding.sheet, finding.cell, finding.place, labels[finding.severity], _COLOURS[finding.severity], finding.entry,
            finding.problem(words), finding.mend(words),
        )
        for finding in findings
    ]  # fmt: skip
    content = {
        "title": words.gettext("Review"),
        "headers": [
            words.gettext("Cell"),
            words.gettext("Kind"),
            words.gettext("Entry"),
            words.gettext("What is wrong"),
            words.gettext("What to do"),
        ],
        "author": "Una Voz",
        "notes": [asdict(note) for note in notes],
    }
    with TemporaryDirectory(prefix="unavoz-") as folder:
        notes_file, copy = Path(folder) / "notes.json", Path(folder) / "annotated.xlsx"
        notes_file.write_text(json.dumps(content), encoding="utf-8")
        for _ in sandbox.lines("knowledge.workbook.annotate", [str(notes_file), str(source), str(copy)], _LIMITS):
            pass
        shutil.copyfile(copy, target)


def _annotate(content: dict[str, Any], source: str, target: str) -> None:
    import openpyxl  # only in the child: the parent never opens a stranger's workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    workbook = openpyxl.load_workbook(source, keep_links=False)
    by_cell: dict[tuple[str, str], list[dict[str, str]]] = {}
    for note in content["notes"]:
        if note["sheet"] in workbook.sheetnames and note["cell"]:
            by_cell.setdefault((note["sheet"], note["cell"]), []).append(note)
    for (sheet, place), notes in by_cell.items():
        cell = workbook[sheet][place]
        if type(cell).__name__ == "MergedCell":
            continue
        parts = [cell.comment.text] if cell.comment else []
        parts += [f"{note['severity']}: {note['problem']}\n{note['mend']}" for note in notes]
        comment = Comment("\n\n".join(parts)[:_LONGEST_COMMENT], content["author"])
        comment.width, comment.height = 320, 60 + 60 * len(parts)
        cell.comment = comment
        cell.fill = PatternFill("solid", fgColor=notes[0]["colour"])
    _list_notes(workbook, content)
    workbook.save(target)


def _list_notes(workbook: Any, content: dict[str, Any]) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    from knowledge.workbook.safe import put_text
    from knowledge.workbook.styling import FONT, TOP, put_title

    sheet = workbook.create_sheet(content["title"], 0)
    for column, title in enumerate(content["headers"], 1):
        put_title(sheet.cell(1, column), title)
    for row, note in enumerate(content["notes"], 2):
        for column, name in enumerate(("place", "severity", "entry", "problem", "mend"), 1):
            cell = sheet.cell(row, column)
            put_text(cell, note[name] or "—")
            cell.alignment = TOP
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor=note["colour"])
        if note["sheet"] and note["sheet"] in workbook.sheetnames:
            first = sheet.cell(row, 1)
            quoted = note["sheet"].replace("'", "''")
            first.hyperlink = Hyperlink(ref=first.coordinate, location=f"'{quoted}'!{note['cell'] or 'A1'}")
            first.font = Font(name=FONT, size=11, color="0563C1", underline="single")
    for column, width in zip("ABCDE", (22, 14, 16, 60, 60), strict=True):  # type: ignore[assignment]  # so does the colour
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    workbook.active = 0
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet


def main(notes_file: str, source: str, target: str) -> None:
    from knowledge.workbook.reading import limit_this_process

    warnings.simplefilter("ignore")
    limit_this_process(_LIMITS)
    try:
        _annotate(json.loads(Path(notes_file).read_text(encoding="utf-8")), source, target)
        answer: dict[str, Any] = {"end": True}
    except MemoryError:
        answer = {"refused": "file-too-much", "details": {"reason": "it needs too much memory"}}
    except Exception:  # noqa: BLE001 (what openpyxl raises for a file that it reads in one mode and not in the other)
        answer = {"refused": "file-damaged", "details": {}}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
