"""Tables for people to open in a spreadsheet: the list of unanswered questions, the log of questions.

The CSV is for Excel and LibreOffice as Spain sets them up: the comma is the decimal sign there, so they split at the semicolon and read a
number with a comma; they take a file for UTF-8 by its byte order mark; a day that begins with the year means the same everywhere. A line
`sep=;` would set the separator in every country, but Excel then reads the file as Windows-1252. What a program of another separator makes of
the file is not a table, and no formula either (`safe.to_csv`).
"""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from knowledge.workbook.safe import put_text
from knowledge.workbook.safe import to_csv as safe_in_csv
from knowledge.workbook.styling import TOP, put_title

Cell = str | int | float | datetime | None

_MOST_ROWS = 1_048_575  # of an Excel sheet, the header left out
_BAD_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")
_NARROWEST, _WIDEST = 10, 60
# Excel keeps 15 digits of a number; what has more is no quantity but a name.
_LARGEST_NUMBER = 10**15
_MOMENT = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's title (1 to 31 characters), its columns' names, and rows as long as these. A moment is written by its own clock."""

    title: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        if not 1 <= len(self.title) <= 31 or _BAD_TITLE.search(self.title):
            raise ValueError(f"no sheet can be called {self.title!r}")
        if not self.headers or len(self.rows) > _MOST_ROWS or any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError("a table has columns, rows as long as these, and no more of them than a sheet")
        if any(isinstance(value, float) and not math.isfinite(value) for row in self.rows for value in row):
            raise ValueError("a cell holds finite numbers only")


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """Return a workbook with a sheet for each table; what somebody wrote is text in it, character for character as far as a cell can hold it."""
    if len({table.title.casefold() for table in tables}) != len(tables) or not tables:
        raise ValueError("a workbook has sheets, each under a name of its own")
    workbook = openpyxl.Workbook(write_only=True)
    for table in tables:
        _add_sheet(workbook, table)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def to_csv(table: Table) -> bytes:
    """Return the table as UTF-8 with a byte order mark, semicolons between quoted fields, CRLF line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(safe_in_csv, table.headers))
    writer.writerows(map(_in_csv, row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _add_sheet(workbook: Any, table: Table) -> None:
    sheet = workbook.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headers))}{len(table.rows) + 1}"
    for number, header in enumerate(table.headers):
        longest = max((len(str(row[number] or "")) for row in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(max(longest, len(header), _NARROWEST) + 2, _WIDEST)
    sheet.append([_title(sheet, header) for header in table.headers])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _title(sheet: Any, header: str) -> Any:
    cell = WriteOnlyCell(sheet)
    put_title(cell, header)
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None)
        cell.number_format = _MOMENT
    elif abs(value) >= _LARGEST_NUMBER:
        put_text(cell, str(value))
    else:
        cell.value = value
    cell.alignment = TOP
    return cell


def _in_csv(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_in_csv(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    return str(value).replace(".", ",")
