"""The reader that runs in the child process: workbook in, one JSON line a row out.

`python -m knowledge.workbook.reading FILE` writes `{"sheets": [...]}`, then, in `READING_ORDER`, for every sheet of ours `{"sheet": ..., "kind": ...}`
followed by its rows `[number, [[column, value], ...]]`, and `{"end": true}`. A cell's value is a string, a whole number, or an object:
`{"date": iso}`, `{"number": x, "format": f}`, `{"bool": b}`, `{"error": "#REF!"}`, `{"no_value": true}`. A refusal is
`{"refused": rule, "details": {...}}`. Nothing else is ever printed, whatever the file holds.
"""

import gc
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml import DEFUSEDXML

from knowledge.translation import marked as _
from knowledge.workbook import guard, strict
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, Limits
from knowledge.workbook.sheets import Sheet, to_column, to_sheet

HEADER_ROWS = 20
READING_ORDER = (Sheet.FACTS, Sheet.CHANNELS, Sheet.DEPARTMENTS, Sheet.SYNONYMS, Sheet.ANSWERS, Sheet.TOPICS, Sheet.TESTS)
# Control characters, the carriage return of a pasted line break among them, are stored so; and the line of a text that itself looks
# like such an escape (ISO/IEC 29500-1, 22.9.2.19).
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_PLAIN_NUMBER_FORMATS = ("General", "@", "0")

Row = tuple[int, list[tuple[int, Any]]]


def main(path: Path, limits: Limits = LIMITS) -> None:
    warnings.simplefilter("ignore")  # openpyxl warns of lost extensions, which do not concern a reader
    if not DEFUSEDXML:
        raise RuntimeError("openpyxl runs without defusedxml")
    limit_this_process(limits)
    gc.disable()  # a short life without reference cycles: a tenth faster
    for line in contained(path, limits):
        sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def contained(path: Path, limits: Limits) -> Iterator[Any]:
    """Give the lines for `path`; whatever goes wrong inside becomes a refusal."""
    try:
        guard.recognise(path, limits)
        yield from read(path, limits)
        yield {"end": True}
    except Refused as refusal:
        yield {"refused": refusal.finding.rule, "details": dict(refusal.finding.details)}
    except MemoryError:
        yield {"refused": "file-too-much", "details": {"reason": _("it needs too much memory")}}
    except Exception:  # noqa: BLE001 (a mutated file raises nearly anything: BadZipFile, KeyError, TypeError, zlib.error, ParseError…)
        yield {"refused": "file-damaged", "details": {}}


def read(path: Path, limits: Limits) -> Iterator[Any]:
    with zipfile.ZipFile(path) as archive:
        parts = guard.inspect(archive, limits)
        source = strict.to_transitional(archive) if strict.is_strict(archive) else path
    workbook = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    with_formulas = None
    worksheets = [sheet for sheet in workbook.worksheets if hasattr(sheet, "reset_dimensions")][: limits.sheets]
    for sheet in worksheets:
        sheet.reset_dimensions()  # a wrong <dimension> would silently hide rows
    kinds = {sheet.title: to_sheet(sheet.title) for sheet in worksheets}
    if Sheet.ANSWERS not in kinds.values() and (guessed := next(filter(_looks_like_answers, worksheets), None)):
        kinds[guessed.title] = Sheet.ANSWERS
    yield {"sheets": [sheet.title for sheet in worksheets]}
    for kind, sheet in _in_reading_order(worksheets, kinds):
        part = parts.get(sheet._worksheet_path.lstrip("/"), guard.Part())  # noqa: SLF001 (openpyxl has no public name for it)
        formulas: set[tuple[int, int]] = set()
        if part.has_formulas:
            with_formulas = with_formulas or openpyxl.load_workbook(source, read_only=True, keep_links=False)
            formulas = _formula_cells(with_formulas[sheet.title], limits)
        yield {"sheet": sheet.title, "kind": kind}
        yield from _rows(sheet, part.merges, formulas, limits)


def _in_reading_order(worksheets: list[Any], kinds: dict[str, Sheet | None]) -> Iterator[tuple[Sheet, Any]]:
    """Give the first sheet of each kind; those that the answers are checked against come before them."""
    for kind in READING_ORDER:
        if sheet := next((sheet for sheet in worksheets if kinds[sheet.title] is kind), None):
            yield kind, sheet


def _looks_like_answers(sheet: Any) -> bool:
    for cells in sheet.iter_rows(max_row=HEADER_ROWS, max_col=LIMITS.columns, values_only=True):
        found = {to_column(Sheet.ANSWERS, value) for value in cells if isinstance(value, str)}
        if {"question", "answer"} <= found:
            return True
    return False


def _formula_cells(sheet: Any, limits: Limits) -> set[tuple[int, int]]:
    """Return (row, column) of every formula, so that one without a saved result is told from an empty cell."""
    sheet.reset_dimensions()
    return {
        (cell.row, cell.column)
        for cells in sheet.iter_rows(max_col=limits.columns, max_row=limits.rows)
        for cell in cells
        if cell is not EMPTY_CELL and cell.data_type == "f"
    }


def _rows(sheet: Any, merges: list[str], formulas: set[tuple[int, int]], limits: Limits) -> Iterator[Row]:
    blanks = filled = 0
    downward = _vertical_merges(merges, limits)
    above: dict[tuple[int, int], Any] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.columns), 1):
        row = []
        for column, cell in enumerate(cells, 1):
            if cell is EMPTY_CELL and not downward:
                continue
            value = None
            if cell is not EMPTY_CELL:
                value = _value(cell, (number, column) in formulas, limits)
            if (first := downward.get((number, column))) is not None:
                value = above.get(first) if first != (number, column) else above.setdefault(first, value)
            if value is not None and value != "":
                row.append((column, value))
        if row:
            blanks, filled = 0, filled + 1
            yield number, row
        else:
            blanks += 1
        if filled > limits.rows:
            raise Refused("file-too-much", reason=_("too many rows"))
        if blanks >= limits.blank_rows:
            return


def _vertical_merges(merges: Iterable[str], limits: Limits) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for every cell of a merge over several rows of one column, its first cell: editors merge the id or the topic of like rows."""
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for merged in merges:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(merged))
        if left == right and top < bottom and bottom - top < limits.blank_rows:
            cells |= {(row, left): (top, left) for row in range(top, bottom + 1)}
        if len(cells) > limits.cells // 10:
            raise Refused("file-too-much", reason=_("too many merged cells"))
    return cells


def _value(cell: Any, is_formula: bool, limits: Limits) -> Any:
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "e" or value in ERROR_CODES:
            return {"error": value}
        value = _plain(value)
        # One character more than a cell can hold is enough to tell that it is over-long.
        return value if len(value) <= limits.cell_text else {"long": len(value)}
    if value is None:
        # A formula whose result is an empty text has the type "str"; one never calculated has none.
        return {"no_value": True} if is_formula and cell.data_type != "str" else None
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, int) and cell.number_format in _PLAIN_NUMBER_FORMATS:
        return value
    if isinstance(value, int | float):
        return {"number": value, "format": str(cell.number_format)}
    return str(value)


def _plain(value: str) -> str:
    """Return a cell's text with its escapes undone, and one kind of line break however the spreadsheet stored it."""
    if "_x00" in value:
        value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def limit_this_process(limits: Limits) -> None:
    """Take memory and processor time from this process beyond `limits`; POSIX only (elsewhere the parent's clock is the limit)."""
    try:
        import resource
    except ImportError:
        return
    if Path("/proc/self/statm").exists():
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
