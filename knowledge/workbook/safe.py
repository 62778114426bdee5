"""What people wrote, made safe to stand in a file that a spreadsheet opens: text stays text, whatever it begins with.

1. No character that a cell, or XML, cannot hold; one kind of line break; what is over-long is cut with a sign.
2. In a workbook it is typed as text, and keeps the quote prefix, so that it is no formula after somebody edits the cell either.
3. A CSV has no types: an apostrophe stands before whatever a program could take for a formula (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10).
"""

import re
from typing import Any

from knowledge.text import without_controls
from knowledge.workbook.limits import LIMITS

CUT = " […]"

_UNIT = 2  # bytes; Excel counts a cell's text in units of UTF-16
_SIGNS = "=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"[ \u00a0]*[{_SIGNS}]|[\t\n]")
# A program whose separator is another than ours begins a cell in the middle of a text: there too.
_CELL_BEGINS = re.compile(rf"(?:^|(?<=[,;|\t\n]))(?=[ \u00a0]*[{_SIGNS}])|^(?=[\t\n])")
# `_x000D_` in a file means a carriage return (ISO/IEC 29500-1, 22.9.2.19); who wrote these seven characters meant them. LibreOffice takes
# `_xD_` for one too.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{1,8}_)")


def plain(text: str) -> str:
    """Return `text` as a cell can hold it: without control characters, cut visibly beyond 32,767 UTF-16 units."""
    return _cut(without_controls(text.replace("\r\n", "\n").replace("\r", "\n")))


def to_xlsx(text: str) -> str:
    """Return `text` as the XML of a workbook keeps it: `plain`, and what looks like an escape escaped."""
    return _cut(_LIKE_AN_ESCAPE.sub("_x005F_", plain(text)))


def to_csv(text: str) -> str:
    """Return `text` for a field of a CSV: `plain`, and an apostrophe wherever a formula could begin."""
    return _CELL_BEGINS.sub("'", plain(text))


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take `text` for a formula if somebody typed it."""
    return _FORMULA.match(text) is not None


def put_text(cell: Any, text: str) -> None:
    """Put `text` into `cell` (openpyxl's) as text, also after somebody edits the cell: the text format and the quote prefix keep it so."""
    cell.value = to_xlsx(text)
    cell.data_type = "s"
    cell.number_format = "@"
    if looks_like_formula(text):
        cell.quotePrefix = True


def _cut(text: str) -> str:
    if len(text) * _UNIT <= LIMITS.cell_text:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= LIMITS.cell_text * _UNIT:
        return text
    return units[: (LIMITS.cell_text - len(CUT)) * _UNIT].decode("utf-16-le", "ignore") + CUT
