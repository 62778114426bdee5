"""Rows added to the XML part of one sheet, everything else in it left as it is, byte for byte.

1. A parser (expat) tells where in the bytes a row, a cell, a range begins and ends; only there bytes are put in or replaced.
2. Texts are inline strings, so that the workbook's table of texts stays as it is. A cell takes the style of the empty cell that stands there,
   else of its row, else of the cell above, else of its column; never that of the header.
3. Rules over ranges (drop-downs, colours; also those of Excel 2010 and later, in `extLst`) that reached the last row reach the new ones.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

from knowledge.translation import marked as _
from knowledge.workbook import xml_bytes
from knowledge.workbook.findings import Refused
from knowledge.workbook.tables import letters
from knowledge.workbook.xml_bytes import Edit, Element, Span

_CONTENT = frozenset({"v", "f", "is"})
_RULES = frozenset({"dataValidation", "conditionalFormatting"})
_LAST_ROW = 1_048_576
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")

KeepsText = Callable[[str, str], bool]
"""Tells of a text and a cell's style (an index, or nothing) whether the text stays one there, also after somebody edits the cell."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells: first and last column and row, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        first, last = f"{letters(self.left)}{self.top}", f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def meets(self, other: "Area") -> bool:
        return self.left <= other.right and other.left <= self.right and self.top <= other.bottom and other.top <= self.bottom


@dataclass(slots=True)
class SheetRow:
    """A row that stands in the part, its cells by column. `style` is for the cells that are not there; `filled` are the columns that hold something."""

    number: int
    element: Element
    style: str
    cells: dict[int, Element] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    has_places: bool = True


@dataclass(slots=True)
class Layout:
    """Where things stand in a sheet's part. `styles` are those of columns: first, last, style. `rules` hold ranges, as attribute or as text."""

    data: Element | None = None
    rows: dict[int, SheetRow] = field(default_factory=dict)
    styles: list[tuple[int, int, str]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    dimension: Element | None = None
    rules: list[Element] = field(default_factory=list)
    is_protected: bool = False
    is_in_order: bool = True

    def last_row(self, columns: Collection[int]) -> int:
        """Return the last row in which one of `columns` holds something, cells merged with it included; 0 where none does."""
        last = max((row.number for row in self.rows.values() if not row.filled.isdisjoint(columns)), default=0)
        for merged in sorted(self.merges, key=lambda area: area.top):
            if merged.top <= last < merged.bottom and any(merged.left <= column <= merged.right for column in columns):
                last = merged.bottom
        return last


def area_of(reference: str) -> Area | None:
    """Return the area that `B2:C9` or `B2` names, or None for something else (a whole column, say)."""
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(_number(left), int(top), _number(right or left), int(bottom or top))


def read_layout(part: bytes) -> Layout:
    """Return where things stand in a sheet's part. Raises Refused where it is built in a way that nothing can be added to safely."""
    layout = Layout()
    rows: list[SheetRow] = []

    def visit(element: Element) -> None:
        match element.path:
            case ("worksheet", "sheetData", "row", "c", name):
                if name in _CONTENT:
                    rows[-1].filled.add(next(reversed(rows[-1].cells)))
            case ("worksheet", "sheetData", "row", "c"):
                _add_cell(rows[-1], element)
            case ("worksheet", "sheetData", "row"):
                last = rows[-1].number if rows else 0
                rows.append(SheetRow(int(element.attributes.get("r", last + 1)), element, _row_style(element)))
                layout.is_in_order = layout.is_in_order and rows[-1].number > last
            case _:
                _read_around(layout, element)

    xml_bytes.walk(part, visit)
    if layout.data is None or layout.data.inside is None:
        raise Refused("append-unsafe", reason=_("the sheet has no rows"))
    if not layout.is_in_order:
        raise Refused("append-unsafe", reason=_("its rows are not in order"))
    layout.rows = {row.number: row for row in rows}
    return layout


def with_rows(part: bytes, layout: Layout, first: int, header_row: int, rows: Sequence[Mapping[int, str]], keeps_text: KeepsText) -> bytes:
    """Return the part with `rows` (texts by column) from row `first` on, where these columns are empty.

    Raises Refused where a cell would not keep its text, where the sheet has no room, or where merged cells lie in the way.
    """
    new = Area(min(map(min, rows)), first, max(map(max, rows)), first + len(rows) - 1)
    if new.bottom > _LAST_ROW:
        raise Refused("append-unsafe", reason=_("the sheet is full"))
    if any(merged.meets(new) for merged in layout.merges):
        raise Refused("append-unsafe", reason=_("merged cells lie below the last row"))
    edits = [*_row_edits(part, layout, first, header_row, rows, keeps_text), *_range_edits(part, layout, max(first - 1, header_row + 1), new)]
    return xml_bytes.edited(part, edits)


@cache
def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _row_style(row: Element) -> str:
    return row.attributes.get("s", "") if row.attributes.get("customFormat") in ("1", "true") else ""


def _add_cell(row: SheetRow, cell: Element) -> None:
    place = area_of(cell.attributes.get("r", ""))
    row.has_places = row.has_places and place is not None
    row.cells[place.left if place else max(row.cells, default=0) + 1] = cell


def _read_around(layout: Layout, element: Element) -> None:
    """Note what is not a row: the sheet's size, columns, merged cells, rules over ranges, protection."""
    attributes = element.attributes
    match element.path:
        case ("worksheet", "sheetData"):
            layout.data = element
        case ("worksheet", "dimension"):
            layout.dimension = element
        case ("worksheet", "cols", "col") if "style" in attributes:
            layout.styles.append((int(attributes.get("min", 0)), int(attributes.get("max", 0)), attributes["style"]))
        case ("worksheet", "mergeCells", "mergeCell"):
            if area := area_of(attributes.get("ref", "")):
                layout.merges.append(area)
        case ("worksheet", "sheetProtection"):
            layout.is_protected = attributes.get("sheet") in ("1", "true")
        case (*_outer, name) if name in _RULES and "sqref" in attributes:
            layout.rules.append(element)
        case (*_outer, rule, "sqref") if rule in _RULES:
            layout.rules.append(element)


def _row_edits(part: bytes, layout: Layout, first: int, header_row: int, rows: Sequence[Mapping[int, str]], keeps_text: KeepsText) -> Iterator[Edit]:
    assert layout.data is not None
    prefix = layout.data.prefix
    above = layout.rows.get(first - 1) if first - 1 > header_row else None
    styles = {column: _style(cell) for column, cell in above.cells.items()} if above else {}
    row_style = above.style if above else ""
    for number, texts in enumerate(rows, first):
        standing = layout.rows.get(number)
        if standing and not standing.has_places:
            raise Refused("append-unsafe", reason=_("its cells do not say where they stand"))
        kept = standing.cells if standing else {}
        own_style = standing.style if standing else ""
        styles = {
            column: _style(kept[column]) if column in kept else own_style or styles.get(column, row_style) or _column_style(layout, column)
            for column in sorted({*texts, *styles, *kept})
        }
        cells = b"".join(
            part[slice(*kept[column].span)]
            if column in kept and column not in texts
            else _cell(prefix, f"{letters(column)}{number}", texts.get(column, ""), style, keeps_text)
            for column, style in styles.items()
        )
        yield _row_edit(part, layout, number, standing, cells)


def _row_edit(part: bytes, layout: Layout, number: int, standing: SheetRow | None, cells: bytes) -> Edit:
    """Return the edit that puts a row into the part: in the place of the one that stands there, else before the next one, else at the end."""
    assert layout.data is not None
    assert layout.data.inside is not None
    end = f"</{layout.data.prefix}row>".encode()
    if standing:
        return Edit(standing.element.span, xml_bytes.opened(part, standing.element) + cells + end)
    at = next((row.element.start for row in layout.rows.values() if row.number > number), layout.data.inside.end)
    return Edit(Span(at, at), f'<{layout.data.prefix}row r="{number}">'.encode() + cells + end)


def _cell(prefix: str, place: str, text: str, style: str, keeps_text: KeepsText) -> bytes:
    attributes = f' r="{place}"' + (f' s="{style}"' if style else "")
    if not text:
        return f"<{prefix}c{attributes}/>".encode() if style else b""
    if not keeps_text(text, style):
        raise Refused("append-formula", cell=place)
    inside = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
    return f'<{prefix}c{attributes} t="inlineStr">{inside}</{prefix}c>'.encode()


def _style(cell: Element) -> str:
    return cell.attributes.get("s", "")


def _column_style(layout: Layout, column: int) -> str:
    return next((style for low, high, style in layout.styles if low <= column <= high), "")


def _range_edits(part: bytes, layout: Layout, last: int, new: Area) -> Iterator[Edit]:
    """Give the edits of the sheet's size, and of the rules that reach row `last`."""
    if layout.dimension and (span := xml_bytes.attribute(part, layout.dimension, "ref")) and (old := area_of(part[slice(*span)].decode())):
        size = Area(min(old.left, new.left), min(old.top, new.top), max(old.right, new.right), max(old.bottom, new.bottom))
        yield Edit(span, str(size).encode())
    for rule in layout.rules:
        if place := xml_bytes.attribute(part, rule, "sqref") or rule.inside:
            ranges = part[slice(*place)].decode().split()
            longer = [_reaching(one, last, new.bottom) for one in ranges]
            if longer != ranges:
                yield Edit(place, " ".join(longer).encode())


def _reaching(reference: str, last: int, bottom: int) -> str:
    area = area_of(reference)
    if area is None or not area.top <= last <= area.bottom < bottom:
        return reference
    return str(Area(area.left, area.top, area.right, bottom))
