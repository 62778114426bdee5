"""Workbooks as editors have them, with what a library that loads and saves would lose."""

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.workbook import strict, template
from knowledge.workbook.sheets import Sheet
from tests.conftest import ANSWERS_HEADER, row
from tests.knowledge.office import converted

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ANSWERS = [
    {"id": f"A-{n}", "question": f"¿Pregunta número {n}?", "phrasings": f"la {n}\nnúmero {n}", "answer": f"Respuesta {n}.", "owner": "Hacienda", "status": "Aprobada",
     "approved_by": "Marta Soler", "approved_on": date(2026, 1, 9)}
    for n in range(12)
]  # fmt: skip
# Colours and drop-downs of Excel 2010, and small charts in cells: all over the rows 4 to 9, but for the charts.
EXTENSIONS = """<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="iconSet" priority="7" id="{00000000-000E-0000-0000-000001000000}">
<x14:iconSet iconSet="3Triangles"><x14:cfvo type="percent"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="percent"><xm:f>33</xm:f></x14:cfvo><x14:cfvo type="percent"><xm:f>67</xm:f></x14:cfvo></x14:iconSet></x14:cfRule>
<xm:sqref>P4:P9 R4:R9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Listas!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>J4:J9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">
<x14:sparklineGroup displayEmptyCellsAs="gap"><x14:sparklines><x14:sparkline><xm:f>Respuestas!P4:P9</xm:f><xm:sqref>S9</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"""


def our_template(folder: Path) -> bytes:
    """Ours: an Excel table, drop-downs over 2,000 rows, colours, names."""
    path = folder / "template.xlsx"
    template.build("es", {Sheet.ANSWERS: ANSWERS, Sheet.DEPARTMENTS: [{"name": "Hacienda"}]}).save(path)
    return path.read_bytes()


def decorated(folder: Path) -> bytes:
    """No table: a title above the header, comments, a chart, a picture, borders, drop-downs that end with the last row, a filter, a frozen pane."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Respuestas"
    sheet["A1"] = "Ayuntamiento de Castroalba"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append([*ANSWERS_HEADER, "Veces", "Doble"])
    for n in range(6):
        sheet.append([*row(f"A-{n}", f"¿Pregunta {n}?", f"Respuesta {n}.", status="Aprobada"), n, f"=P{n + 4}*2"])
        for cell in sheet[n + 4]:
            cell.border = Border(bottom=Side("thin"))
            cell.number_format = "@" if cell.column <= 10 else "General"
    sheet["C5"].comment = Comment("¿Se entiende?", "Marta")
    rule = DataValidation(type="list", formula1='"Aprobada,Borrador"')
    rule.add("J4:J9")
    rule.add("J20")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("A4:A9 C4:C9", CellIsRule(operator="equal", formula=['""'], fill=PatternFill(bgColor="FF0000")))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=16, min_row=3, max_row=9), titles_from_data=True)
    sheet.add_chart(chart, "T3")
    sheet.auto_filter.ref = "A3:Q9"
    sheet.freeze_panes = "C4"
    sheet.column_dimensions["B"].hidden = True
    workbook.create_sheet("Listas").append(["Aprobada"])
    path = folder / "decorated.xlsx"
    workbook.save(path)
    return _with_picture(path.read_bytes())


def excel_like(folder: Path) -> bytes:
    """As `decorated`, with what openpyxl cannot write: Excel 2010's colours and drop-downs, sparklines, rich text, a calculation chain, streamed members."""
    sheet = "xl/worksheets/sheet1.xml"
    rich = '<is><r><t xml:space="preserve">Respuesta </t></r><r><rPr><b/></rPr><t>0.</t></r></is>'

    def edit(parts: dict[str, bytes]) -> None:
        text = parts[sheet].decode()
        for old, new in (
            ("<is><t>Respuesta 0.</t></is>", rich),
            ("</worksheet>", EXTENSIONS + "</worksheet>"),
            ('<dimension ref="A1:Q9"', "<dimension\n ref = 'A1:Q9'"),
            ("</sheetData>", '<row r="10" ht="30" customHeight="1" x14ac:dyDescent="0.25"><c r="A10" s="1"/><c r="P10" s="2"><v>77</v></c></row><row r="12" spans="1:3"/></sheetData>'),
            (f"<worksheet {MAIN}", f'<worksheet {MAIN} xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'),
        ):  # fmt: skip
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        parts[sheet] = text.encode()
        chain = "".join(f'<c r="Q{n}" i="1"/>' for n in range(4, 10))
        parts["xl/calcChain.xml"] = f"<calcChain {MAIN}>{chain}</calcChain>".encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
        )
        rels = "xl/_rels/workbook.xml.rels"
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
        parts[rels] = parts[rels].replace(
            b"</Relationships>", b'<Relationship Id="rId99" Type="' + kind + b'" Target="calcChain.xml"/></Relationships>'
        )

    return rewritten(decorated(folder), edit, is_streamed=True)


def prefixed(folder: Path) -> bytes:
    """As other programs write it: every name with a prefix, `x:row`."""

    def edit(parts: dict[str, bytes]) -> None:
        import re

        text = parts["xl/worksheets/sheet1.xml"].decode()
        text = re.sub(r"<(/?)(?![?!x]|xdr:)(\w+)(?=[\s/>])", r"<\1x:\2", text).replace(MAIN, MAIN.replace("xmlns", "xmlns:x"))
        parts["xl/worksheets/sheet1.xml"] = text.encode()

    return rewritten(decorated(folder), edit)


def strict_names(folder: Path) -> bytes:
    """Saved as “Strict Open XML”."""

    def edit(parts: dict[str, bytes]) -> None:
        for name, body in parts.items():
            for new, old in strict._NAMESPACES.items():
                body = body.replace(old, new)
            parts[name] = body

    return rewritten(our_template(folder), edit)


def by_libreoffice(folder: Path) -> bytes:
    """The template, saved by LibreOffice. Needs soffice."""
    our_template(folder)
    return converted(folder / "template.xlsx").read_bytes()


def rewritten(workbook: bytes, edit: Callable[[dict[str, bytes]], None], *, is_streamed: bool = False) -> bytes:
    """Return the workbook after `edit` of its parts, packed as no library of ours packs; streamed, sizes follow each member instead of coming first."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, more) -> int:  # type: ignore[no-untyped-def]
            self.content += bytes(more)
            return len(more)

    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        parts = {member.filename: source.read(member) for member in source.infolist()}
    edit(parts)
    target = Stream() if is_streamed else io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, body in parts.items():
            copy.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), body, zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED, 1)
    return target.content if isinstance(target, Stream) else target.getvalue()


def _with_picture(workbook: bytes) -> bytes:
    drawing, rels = "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"
    picture = (
        '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<xdr:from><xdr:col>19</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>30</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="95250" cy="95250"/><xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="9" name="Escudo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/>'
        '<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
    )

    def edit(parts: dict[str, bytes]) -> None:
        parts["xl/media/image1.png"] = PICTURE
        end = b"</" + parts[drawing].rsplit(b"</", 1)[1]
        parts[drawing] = parts[drawing].replace(end, picture.encode() + end)
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        parts[rels] = parts[rels].replace(
            b"</Relationships>", b'<Relationship Id="rId9" Type="' + kind + b'" Target="/xl/media/image1.png"/></Relationships>'
        )
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"<Default ", b'<Default Extension="png" ContentType="image/png"/><Default ', 1
        )

    return rewritten(workbook, edit)


WORKBOOKS: Mapping[str, Callable[[Path], bytes]] = {
    make.__name__.replace("_", " "): make for make in (our_template, decorated, excel_like, prefixed, strict_names, by_libreoffice)
}
