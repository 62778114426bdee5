"""A new file of rows for the editors' workbook: the same columns in the same order, ready to be copied there.

Every row is a draft, so that one copied in passing does not go into service. Ways of asking for entries that exist stand on a sheet of
their own, for they are added to a cell that already holds some.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from knowledge.model import Status
from knowledge.text import key
from knowledge.translation import Translations
from knowledge.translation import marked as _
from knowledge.workbook.check import read_header
from knowledge.workbook.limits import LIMITS, Limits
from knowledge.workbook.safe import put_text
from knowledge.workbook.sheets import COLUMNS, Sheet
from knowledge.workbook.statuses import draft_under, to_status
from knowledge.workbook.styling import BLUE, FONT, PALE, TOP, height, lines, put_title
from knowledge.workbook.tables import Header
from knowledge.workbook.template import WIDTHS
from knowledge.workbook.template_texts import HEADERS, TITLES

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_WIDTH = 40  # characters, of a column that our template does not have
_NOTE_WIDTH = 92

_WHAT = (_("What this is"), _("Proposals for the workbook of answers, from what people asked. Nothing of this is in service."))
_COPY = (
    _("Copy"),
    _(
        "On the sheet “{sheet}”, choose the rows that you want, copy them and paste them below the last row of your workbook. The columns are yours, in your order."
    ),
)
_COMPLETE = (_("Complete"), _("Give each row an id that no other entry has, and write what is missing. Read every text: nobody has approved it yet."))
_STATUS = (_("Status"), _("Every row is “{draft}”: it is not published until somebody approves it."))
_NO_STATUS = (
    _("Careful"),
    _(
        "Your workbook has no column for the status: what you paste there is published. Add a column “Status” first, or paste only what has been approved."
    ),
)
_WAYS = (
    _("Ways of asking"),
    _(
        "Each line of the sheet “{ways}” is ADDED to the cell of that entry: keep what stands there, begin a new line in the cell (Alt+Enter) and paste it."
    ),
)
_MORE_COLUMNS = (_("More columns"), _("Your workbook lacks these columns, so they stand here at the right end: {columns}."))


@dataclass(frozen=True, slots=True)
class Row:
    """A row for the Answers sheet: texts under our names of columns (`id`, `question`…) and of channels; lines of one cell joined by a line break.

    Its status is that of a draft, written in whatever language, or none: then the word for a draft is filled in.
    """

    cells: Mapping[str, str]

    def __post_init__(self) -> None:
        if not any(self.cells.values()) or not all(self.cells):
            raise ValueError("a row holds something, under names of columns")
        if (status := self.cells.get("status")) and to_status(status) not in (Status.DRAFT, Status.IN_REVIEW):
            raise ValueError(f"a proposed row is a draft, not {status}")

    def placed(self, header: Header) -> dict[int, str]:
        """Return the row's texts by column number under `header`, the status with them. Raises KeyError for a column that it lacks."""
        texts = {column_number(header, column): text for column, text in self.cells.items() if text}
        if status := header.columns.get("status"):
            texts.setdefault(status[0], draft_under(header.titles[status[0]]))
        return texts


@dataclass(frozen=True, slots=True)
class Addition:
    """A way of asking to be added to the entry `id` in `language`, whose question is `question`; `times` is how often people asked so."""

    id: str
    language: str
    question: str
    phrasing: str
    times: int = 1


def column_number(header: Header, column: str) -> int:
    """Return where our `column`, or the wording of a channel, stands. Raises KeyError where it does not."""
    numbers = header.columns.get(column)
    return numbers[0] if numbers else header.channels[column]


def header_of(workbook: bytes, limits: Limits = LIMITS) -> Header:
    """Return where the columns of the answers stand in `workbook`, read in a child process. Raises Refused where it cannot be read."""
    with TemporaryDirectory(prefix="unavoz-") as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(workbook)
        return read_header(path, limits)


def template_header(language: str) -> Header:
    """Return the header of our own template in `language` (`es` or `en`), for where no workbook was published yet."""
    titles = HEADERS[language][Sheet.ANSWERS]
    numbers = {column: number for number, column in enumerate(titles, 1)}
    columns = {column: (number,) for column, number in numbers.items() if column in COLUMNS[Sheet.ANSWERS]}
    channels = {column: number for column, number in numbers.items() if column not in columns}
    return Header(TITLES[language][Sheet.ANSWERS], Sheet.ANSWERS, 1, columns, channels, {numbers[column]: title for column, title in titles.items()})


def write_proposals(rows: Sequence[Row], additions: Sequence[Addition], header: Header, words: Translations) -> bytes:
    """Return a workbook with `rows` under the columns of `header`, a sheet that explains it, and one of the ways of asking to be added.

    A column that a row fills and `header` lacks is put to the right of the others, so that nothing is lost.
    """
    whole = _with_columns_for(rows, header)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    _rows_sheet(workbook, rows, whole)
    explanation = workbook.create_sheet(words.gettext("Read me"))
    ways = _additions_sheet(workbook, additions, header, words)
    _explain(explanation, _explanations(workbook.worksheets[0].title, ways.title, header, whole, words))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _with_columns_for(rows: Iterable[Row], header: Header) -> Header:
    channels, titles = dict(header.channels), dict(header.titles)
    columns = dict(header.columns)
    ours = HEADERS["en" if key(titles[column_number(header, "question")]) == "question" else "es"][Sheet.ANSWERS]
    for column in dict.fromkeys(column for row in rows for column, text in row.cells.items() if text):
        if column not in columns and column not in channels:
            number = max(titles, default=0) + 1
            titles[number] = ours.get(column, column)
            if column in COLUMNS[Sheet.ANSWERS]:
                columns[column] = (number,)
            else:
                channels[column] = number
    return Header(header.sheet, header.kind, header.row, columns, channels, titles)


def _rows_sheet(workbook: Any, rows: Sequence[Row], header: Header) -> None:
    sheet = workbook.create_sheet(_NOT_IN_A_TITLE.sub(" ", header.sheet)[:_LONGEST_TITLE] or TITLES["es"][Sheet.ANSWERS])
    ours = {number: column for column, numbers in header.columns.items() for number in numbers}
    ours |= {number: channel for channel, number in header.channels.items()}
    widths = {number: WIDTHS.get(ours.get(number, ""), _WIDTH) for number in range(1, max(header.titles) + 1)}
    for number, width in widths.items():
        put_title(sheet.cell(1, number), header.titles.get(number, ""))
        sheet.column_dimensions[get_column_letter(number)].width = width
    for position, row in enumerate(rows, 2):
        texts = row.placed(header)
        for number in widths:
            _put(sheet.cell(position, number), texts.get(number, ""))
        sheet.row_dimensions[position].height = height(max(lines(text, widths[number]) for number, text in texts.items()))
    _finish(sheet)


def _additions_sheet(workbook: Any, additions: Sequence[Addition], header: Header, words: Translations) -> Any:
    sheet = workbook.create_sheet(words.gettext("Ways of asking"))
    numbers = header.columns.get("phrasings")
    column = header.titles[numbers[0]] if numbers else HEADERS["es"][Sheet.ANSWERS]["phrasings"]
    titles = (
        words.gettext("Entry"),
        words.gettext("Language"),
        words.gettext("Question"),
        words.gettext("ADD to its cell “{column}”").format(column=column),
        words.gettext("Times asked"),
    )
    widths = (WIDTHS["id"], WIDTHS["language"], WIDTHS["question"], 60, 12)
    for number, (title, width) in enumerate(zip(titles, widths, strict=True), 1):
        put_title(sheet.cell(1, number), title)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for position, one in enumerate(sorted(additions, key=lambda one: (one.id, one.language, -one.times, one.phrasing)), 2):
        texts = (one.id, one.language, one.question, one.phrasing, str(one.times))
        for number, text in enumerate(texts, 1):
            _put(sheet.cell(position, number), text)
        sheet.cell(position, 4).fill = PatternFill("solid", fgColor=PALE)
        sheet.row_dimensions[position].height = height(max(map(lines, texts, widths)))
    _finish(sheet)
    return sheet


def _put(cell: Any, text: str) -> None:
    put_text(cell, text)
    cell.alignment = TOP


def _finish(sheet: Any) -> None:
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = height(2)
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _explanations(sheet: str, ways: str, header: Header, whole: Header, words: Translations) -> list[tuple[str, str]]:
    """Return the lines of the sheet that explains the file: a heading and what it says."""
    status = header.columns.get("status")
    added = [title for number, title in whole.titles.items() if number not in header.titles]
    details = {
        "sheet": sheet,
        "ways": ways,
        "draft": draft_under(header.titles[status[0]]) if status else "",
        "columns": ", ".join(added),
    }
    said = (_WHAT, _COPY, _COMPLETE, _STATUS if status else _NO_STATUS, _WAYS, *([_MORE_COLUMNS] if added else []))
    return [(words.gettext(heading), words.gettext(text).format(**details)) for heading, text in said]


def _explain(sheet: Any, said: Iterable[tuple[str, str]]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, _NOTE_WIDTH
    sheet.sheet_view.showGridLines = False
    for position, (heading, text) in enumerate(said, 1):
        _put(sheet.cell(position, 1), heading)
        _put(sheet.cell(position, 2), text)
        sheet.cell(position, 1).font = Font(name=FONT, size=11, bold=True, color=BLUE)
        sheet.row_dimensions[position].height = height(lines(text, _NOTE_WIDTH))
