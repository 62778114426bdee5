"""How the sheets that we write look: titles white on blue, text that wraps, rows high enough for it."""

from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill

from knowledge.workbook.safe import put_text

FONT = "Calibri"
BLUE, PALE = "1F3864", "DCE6F1"
TOP = Alignment(wrap_text=True, vertical="top")

_LINE_HEIGHT = 15  # points
_MOST_LINES = 12
_TITLE = Font(name=FONT, size=11, bold=True, color="FFFFFF")
_TITLE_FILL = PatternFill("solid", fgColor=BLUE)
_TITLE_ALIGNMENT = Alignment(wrap_text=True, vertical="center")


def put_title(cell: Any, title: str) -> None:
    """Put a column's name into `cell`."""
    put_text(cell, title)
    cell.font, cell.fill, cell.alignment = _TITLE, _TITLE_FILL, _TITLE_ALIGNMENT


def lines(text: object, width: int) -> int:
    """Return how many lines `text` takes in a column of `width` characters."""
    return sum(1 + len(line) // width for line in str(text or "").split("\n"))


def height(lines_of_text: int, most: int = _MOST_LINES) -> int:
    """Return a row's height in points, for the longest of its texts; one of very many lines is cut."""
    return 4 + _LINE_HEIGHT * min(lines_of_text, most)
