"""The rows of one sheet under the names of our columns, each cell with its address.

A `Table` knows which column of the sheet is which; a `RowReader` gives one row's cells as text, lines or dates and notes
what is wrong with them on the way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge import text
from knowledge.channels import to_channel
from knowledge.translation import marked as _
from knowledge.workbook import sheets
from knowledge.workbook.dates import from_cell, to_date
from knowledge.workbook.findings import Finding, Refused, address
from knowledge.workbook.limits import LIMITS
from knowledge.workbook.sheets import Sheet

HEADER_ROWS = 20

RawRow = Sequence[Any]  # [row number, [[column number, value], ...]] as `reading` writes it


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of one sheet stand: column numbers by our names, and by channel for the wordings.

    `titles` are the names as they stand there, by column number; columns that are not ours have one too.
    """

    sheet: str
    kind: Sheet
    row: int
    columns: Mapping[str, tuple[int, ...]]
    channels: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def cell(self, column: str, row: int) -> str:
        """Return the address on the sheet of `column` (ours, or a channel) in `row`; of column A where there is no such column."""
        number = self.channels.get(column) or next(iter(self.columns.get(column, ())), 1)
        return f"{letters(number)}{row}"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a sheet, and where its cells are."""

    header: Header
    row: int

    @property
    def sheet(self) -> str:
        return self.header.sheet

    def cell(self, column: str) -> str:
        return self.header.cell(column, self.row)

    def address(self, column: str) -> str:
        return address(self.sheet, self.cell(column))


def letters(column: int) -> str:
    """Return the letters of a column's number: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def find_header(sheet: str, kind: Sheet, rows: Sequence[RawRow], channels: Sequence[str]) -> Header | None:
    """Return the header of a sheet from its first rows: the first of those in which most columns are understood.

    `channels` are the names that the Channels sheet declares. None where no row has a column of ours that the sheet needs.
    Raises Refused where the answers have no header, or lack a column that they cannot do without.
    """
    candidates = [_understood(sheet, kind, row, channels) for row in rows if row[0] <= HEADER_ROWS]
    best = max(candidates, key=lambda header: len(header.columns) + len(header.channels), default=None)
    missing = [column for column in sheets.REQUIRED[kind] if best is None or column not in best.columns]
    if not missing:
        return best
    if kind is not Sheet.ANSWERS:
        return None
    if best is None or len(best.columns) < 2:
        raise Refused("no-header", rows=HEADER_ROWS)
    refusal = Refused("no-column", column=sheets.display_name(kind, missing[0]))
    refusal.finding = Finding("no-column", sheet, f"A{best.row}", details=refusal.finding.details)
    raise refusal


def _understood(sheet: str, kind: Sheet, row: RawRow, declared: Sequence[str]) -> Header:
    number, cells = row
    columns: dict[str, tuple[int, ...]] = {}
    channels: dict[str, int] = {}
    titles: dict[int, str] = {}
    findings = []
    by_key = {text.key(name): name for name in declared}
    for position, value in cells:
        name = str(value).strip() if isinstance(value, str | int) else ""
        if not name:
            continue
        titles[position] = name
        cell = f"{letters(position)}{number}"
        column = sheets.to_column(kind, name)
        if column and (column not in columns or column in sheets.REPEATABLE):
            columns[column] = (*columns.get(column, ()), position)
        elif column:
            findings.append(Finding("column-duplicate", sheet, cell, details={"value": name, "other": f"{letters(columns[column][0])}{number}"}))
        elif kind is not Sheet.ANSWERS:
            findings.append(Finding("column-ignored", sheet, cell, details={"value": name}))
        elif channel := _channel(name, by_key):
            if channel in channels:
                findings.append(Finding("column-duplicate", sheet, cell, details={"value": name, "other": f"{letters(channels[channel])}{number}"}))
            else:
                channels[channel] = position
        elif named := sheets.channel_named(name):
            findings.append(Finding("channel-unknown", sheet, cell, details={"value": named}))
        else:
            findings.append(Finding("column-ignored", sheet, cell, details={"value": name}))
    return Header(sheet, kind, number, columns, channels, titles, tuple(findings))


def _channel(header: str, declared: Mapping[str, str]) -> str | None:
    for name in (header, sheets.channel_named(header)):
        if name and (channel := declared.get(text.key(name)) or to_channel(name)):
            return channel
    return None


@dataclass(slots=True)
class RowReader:
    """One row of a sheet. What its cells have wrong with them is added to `findings`."""

    header: Header
    number: int
    cells: Mapping[int, Any]
    findings: list[Finding]
    entry: str = ""

    def cell(self, column: str) -> str:
        return self.header.cell(column, self.number)

    def address(self, column: str) -> str:
        return address(self.header.sheet, self.cell(column))

    def report(self, rule: str, column: str, *, cell: str = "", related: str = "", **details: str | int) -> None:
        self.findings.append(Finding(rule, self.header.sheet, cell or self.cell(column), self.entry, details, related=related))

    def has(self, column: str) -> bool:
        """Tell whether something stands in the row's cell (or one of its cells) under `column`."""
        return any(self.cells.get(number) not in (None, "") for number in self._numbers(column))

    def text(self, column: str, *, verbatim: bool = False) -> str:
        """Return the cell as text, without the spaces around it.

        `verbatim` cells are what is said to people: returned as they are, and refused where they hold no text, for what a number
        or a date looks like depends on its format.
        """
        numbers = self._numbers(column)
        return self._text_at(numbers[0], column, verbatim) if numbers else ""

    def lines(self, column: str) -> list[tuple[str, str]]:
        """Return every line of every cell under a repeatable column, blank ones left out, as (text, cell)."""
        found = []
        for number in self._numbers(column):
            cell = f"{letters(number)}{self.number}"
            content = self._text_at(number, column, verbatim=False)
            found += [(line, cell) for line in map(str.strip, content.splitlines()) if line.strip("\u00a0\u200b ")]
        return found

    def date(self, column: str) -> date | None:
        """Return the day in the cell; None where it is empty, or holds no date (which is noted)."""
        numbers = self._numbers(column)
        value = self.cells.get(numbers[0]) if numbers else None
        if value is None:
            return None
        if isinstance(value, Mapping) and "date" in value:
            return from_cell(value["date"])
        shown = self._text_at(numbers[0], column, verbatim=False)
        day = to_date(shown)
        if day is None and shown.strip():
            self.report("date-bad", column, value=text.one_line(shown)[:60])
        return day

    def _numbers(self, column: str) -> tuple[int, ...]:
        return self.header.columns.get(column) or tuple(filter(None, (self.header.channels.get(column),)))

    def _text_at(self, number: int, column: str, verbatim: bool) -> str:
        value = self.cells.get(number)
        cell = f"{letters(number)}{self.number}"
        if isinstance(value, str):
            if marks := text.control_characters(value):
                self.report("control-characters", column, cell=cell, value=", ".join(marks))
            return value if verbatim else value.strip(" \t\n\u00a0")
        if value is None:
            return ""
        if isinstance(value, int):
            return str(value)
        if "no_value" in value:
            self.report("formula-no-value", column, cell=cell)
        elif "error" in value:
            self.report("formula-error", column, cell=cell, value=value["error"])
        elif "long" in value:
            self.report("cell-too-long", column, cell=cell, length=value["long"], limit=LIMITS.cell_text)
        elif verbatim:
            self.report("not-text", column, cell=cell, kind=_kind(value))
        else:
            return _shown(value)
        return ""

    def is_unreadable(self, column: str) -> bool:
        """Tell whether the cell holds something that is no text (an error, a formula without a result), noted already."""
        value = self.cells.get(next(iter(self._numbers(column)), 0))
        return isinstance(value, Mapping)


def _kind(value: Mapping[str, Any]) -> str:
    if "date" in value:
        return _("date")
    if "time" in value:
        return _("time")
    return _("number") if "number" in value else _("yes/no value")


def _shown(value: Mapping[str, Any]) -> str:
    if "date" in value:
        return from_cell(value["date"]).isoformat()
    if "bool" in value:
        return "yes" if value["bool"] else "no"
    return str(value.get("number", value.get("time", "")))


def rows_below(header: Header, rows: Iterable[RawRow], findings: list[Finding]) -> Iterator[RowReader]:
    """Give a reader for every row below the header in which one of our columns holds something."""
    ours = {number for numbers in header.columns.values() for number in numbers} | set(header.channels.values())
    for number, cells in rows:
        if number > header.row and any(column in ours and str(value).strip("\u00a0 \n\t") for column, value in cells):
            yield RowReader(header, number, dict(cells), findings)
