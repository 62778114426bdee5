"""The workbook that an editor starts from: tables, drop-downs, dates that are dates, colours for what needs a look.

`build` also fills it, so that everything we write in the editors' own form (the example, proposals) looks the same and is safe:
what is text stays text, whatever it begins with.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from knowledge.workbook.safe import put_text
from knowledge.workbook.sheets import Sheet
from knowledge.workbook.styling import BLUE, FONT, PALE, TOP, height, lines, put_title
from knowledge.workbook.template_texts import HEADERS, LISTS, PROMPTS, READ_ME, TITLES

Rows = Mapping[Sheet, Sequence[Mapping[str, str | int | date | None]]]

# The rows that are made ready for typing, below the header.
_ROWS = 2_000
WIDTHS = {
    "id": 13, "topic": 18, "question": 42, "phrasings": 42, "answer": 60, "social": 46, "phone": 46, "email": 46, "counter": 40, "web": 40,
    "language": 10, "owner": 24, "status": 14, "approved_by": 20, "approved_on": 13, "valid_from": 13, "valid_until": 13, "web_page": 34, "exempt": 30, "announce_to": 24, "notes": 30,
    "name": 26, "value": 30, "limit": 12, "counting": 16, "opening": 34, "closing": 34, "omits": 26, "words": 60, "contact": 34, "approvers": 40, "expected": 16, "holding_line": 60, "frozen_from": 16, "frozen_until": 16,
}  # fmt: skip
_DATES = ("approved_on", "valid_from", "valid_until", "frozen_from", "frozen_until")
_TABLES = {
    Sheet.ANSWERS: "Respuestas", Sheet.FACTS: "Datos", Sheet.CHANNELS: "Canales", Sheet.SYNONYMS: "Sinonimos",
    Sheet.DEPARTMENTS: "Departamentos", Sheet.TOPICS: "Temas", Sheet.TESTS: "Pruebas",
}  # fmt: skip
_RED, _AMBER, _GREY = PatternFill(bgColor="F8CBAD"), PatternFill(bgColor="FFE699"), PatternFill(bgColor="D9D9D9")


def write(path: Path, language: str) -> None:
    """Write an empty workbook to `path`, its words in `language` (`es` or `en`). Raises FileExistsError rather than overwrite one."""
    workbook = build(language)
    with path.open("xb") as file:
        workbook.save(file)


def build(language: str, rows: Rows | None = None) -> openpyxl.Workbook:
    """Return the workbook in `language`, holding `rows` under our names of columns and channels; lines of one cell joined by a line break."""
    rows = rows or {}
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    _read_me(workbook, language)
    for kind in HEADERS[language]:
        given = rows.get(kind, ())
        if kind is Sheet.CHANNELS and not given:
            given = LISTS[language]["channels"]
        _data_sheet(workbook, kind, language, given)
    _lists(workbook, language)
    _drop_downs(workbook, language)
    _colours(workbook, language)
    workbook.active = 1
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is workbook.worksheets[1]
    return workbook


def _data_sheet(workbook: Any, kind: Sheet, language: str, rows: Sequence[Mapping[str, Any]]) -> None:
    sheet = workbook.create_sheet(TITLES[language][kind])
    columns = HEADERS[language][kind]
    for number, (column, title) in enumerate(columns.items(), 1):
        put_title(sheet.cell(1, number), title)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = WIDTHS[column]
        # Format of the whole column, so that what is typed below the last row is text, or a date, as well.
        dimension.number_format = "dd/mm/yyyy" if column in _DATES else "General" if column == "limit" else "@"
        dimension.alignment = TOP
    for position, row in enumerate(rows, 2):
        for number, column in enumerate(columns, 1):
            _fill_cell(sheet.cell(position, number), column, row.get(column))
        sheet.row_dimensions[position].height = height(
            max((lines(value, WIDTHS[column]) for column, value in row.items() if column in columns), default=1)
        )
    last = max(len(rows) + 1, 2)
    table = Table(displayName=_TABLES[kind], ref=f"A1:{get_column_letter(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    sheet.add_table(table)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "C2" if kind is Sheet.ANSWERS else "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    # Nineteen columns are unreadable on one page: the answers take two A3 pages side by side, the id repeated.
    is_wide = kind is Sheet.ANSWERS
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if is_wide else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2 if is_wide else 1, 0
    sheet.print_title_cols = "A:A" if is_wide else None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A · &P / &N"


def _fill_cell(cell: Any, column: str, value: str | int | date | None) -> None:
    cell.alignment = TOP
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.value = value
    elif value:
        put_text(cell, value)
    else:
        cell.number_format = "dd/mm/yyyy" if column in _DATES else "@"


def _read_me(workbook: Any, language: str) -> None:
    sheet = workbook.create_sheet(TITLES[language]["read_me"])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 92
    sheet.sheet_view.showGridLines = False
    for position, (left, right) in enumerate(READ_ME[language], 1):
        for column, text in ((1, left), (2, right)):
            put_text(sheet.cell(position, column), text)
            sheet.cell(position, column).alignment = TOP
            sheet.cell(position, column).font = Font(name=FONT, size=11)
        sheet.row_dimensions[position].height = 34 if position == 1 else height(lines(right, 92))
        if not right and left:
            sheet.merge_cells(start_row=position, end_row=position, start_column=1, end_column=2)
            sheet.cell(position, 1).font = Font(name=FONT, bold=True, size=20 if position == 1 else 13, color=BLUE)
        elif left:
            sheet.cell(position, 1).font = Font(name=FONT, size=11, bold=True)
            sheet.cell(position, 1).fill = PatternFill("solid", fgColor=PALE)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lists(workbook: Any, language: str) -> None:
    """Write the values of the drop-downs on a sheet of their own, each list under a name."""
    sheet = workbook.create_sheet(TITLES[language]["lists"])
    for column, name in enumerate(("statuses", "languages", "counting"), 1):
        letter = get_column_letter(column)
        values = LISTS[language][name]
        sheet.cell(1, column, PROMPTS[language][name]).font = Font(name=FONT, size=11, bold=True)
        sheet.column_dimensions[letter].width = 22
        for position, value in enumerate(values, 2):
            put_text(sheet.cell(position, column), value)
        _name(workbook, f"lista_{name}", sheet.title, f"${letter}$2:${letter}${len(values) + 1}")
    _name(workbook, "lista_departments", TITLES[language][Sheet.DEPARTMENTS], f"$A$2:$A${_ROWS}")
    _name(workbook, "lista_ids", TITLES[language][Sheet.ANSWERS], f"$A$2:$A${_ROWS}")


def _name(workbook: Any, name: str, sheet: str, cells: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(sheet)}!{cells}")


def _drop_downs(workbook: Any, language: str) -> None:
    for kind, column, name in (
        (Sheet.ANSWERS, "status", "statuses"),
        (Sheet.ANSWERS, "language", "languages"),
        (Sheet.ANSWERS, "owner", "departments"),
        (Sheet.FACTS, "owner", "departments"),
        (Sheet.CHANNELS, "counting", "counting"),
        (Sheet.TESTS, "language", "languages"),
        (Sheet.TESTS, "expected", "ids"),
    ):
        rule = DataValidation(type="list", formula1=f"=lista_{name}", allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = PROMPTS[language]["list_title"], PROMPTS[language]["list_error"]
        # A warning, not a wall: an editor who pastes a new department adds it to its sheet afterwards.
        rule.errorStyle = "warning" if name in ("departments", "ids") else "stop"
        _validate(workbook, language, kind, column, rule)
    dated = [(kind, column) for kind in (Sheet.ANSWERS, Sheet.FACTS, Sheet.TOPICS) for column in HEADERS[language][kind] if column in _DATES]
    for kind, column in dated:
        rule = DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2100,12,31)", allow_blank=True)
        rule.showErrorMessage = rule.showInputMessage = True
        rule.errorTitle, rule.error = PROMPTS[language]["date_title"], PROMPTS[language]["date_error"]
        rule.promptTitle, rule.prompt = PROMPTS[language]["date_title"], PROMPTS[language]["date_prompt"]
        _validate(workbook, language, kind, column, rule)


def _validate(workbook: Any, language: str, kind: Sheet, column: str, rule: DataValidation) -> None:
    letter = get_column_letter(list(HEADERS[language][kind]).index(column) + 1)
    sheet = workbook[TITLES[language][kind]]
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")


def _colours(workbook: Any, language: str) -> None:
    sheet = workbook[TITLES[language][Sheet.ANSWERS]]
    at = {column: get_column_letter(number) for number, column in enumerate(HEADERS[language][Sheet.ANSWERS], 1)}
    approved = LISTS[language]["statuses"][0]
    rules = (
        ("id", f'AND(${at["id"]}2<>"",COUNTIFS(${at["id"]}$2:${at["id"]}${_ROWS},${at["id"]}2,${at["language"]}$2:${at["language"]}${_ROWS},${at["language"]}2)>1)', _RED),
        ("question", f'AND(${at["question"]}2<>"",COUNTIF(${at["question"]}$2:${at["question"]}${_ROWS},${at["question"]}2)>1)', _RED),
        ("answer", f'AND(${at["status"]}2="{approved}",TRIM(${at["answer"]}2)="")', _RED),
        ("social", f"LEN(${at['social']}2)>280", _AMBER),
        ("valid_until", f'AND(${at["valid_until"]}2<>"",${at["valid_until"]}2<TODAY())', _GREY),
        ("status", f'AND(${at["id"]}2<>"",${at["status"]}2="")', _AMBER),
    )  # fmt: skip
    for column, formula, fill in rules:
        sheet.conditional_formatting.add(f"{at[column]}2:{at[column]}{_ROWS}", FormulaRule(formula=[formula], fill=fill))  # type: ignore[no-untyped-call]  # the stubs leave it untyped
