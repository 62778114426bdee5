"""The appender that runs in the child process: the editors' workbook in, a copy with more rows out.

`python -m knowledge.workbook.appending JOB SOURCE TARGET` reads from JOB `{"sheet", "header_row", "columns": [...], "rows": [{column: text}]}` and
writes `{"first": row, "parts": [...]}`, the parts that it changed, and `{"end": true}`; or a refusal as `reading` does.

It changes the XML part of that sheet and nothing else, with one exception: where the answers are an Excel table, the rows belong inside it,
and the table's range is written in a part of its own (`xl/tables/…`). There the values of `ref`, the table's and its filter's, are replaced.
Every other part is copied as it stands in the file, compressed bytes and all.
"""

import gc
import io
import json
import posixpath
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from knowledge.translation import marked as _
from knowledge.workbook import guard, sheet_part, xml_bytes
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, MIB, Limits
from knowledge.workbook.safe import looks_like_formula, to_xlsx
from knowledge.workbook.sheet_part import Area, KeepsText, Layout, area_of
from knowledge.workbook.tables import letters
from knowledge.workbook.xml_bytes import Edit, Element

APPENDING = Limits(memory=768 * MIB, wall=60, cpu=60)

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # PKWARE APPNOTE 4.3.7
_TEXT_FORMAT = "49"  # the built-in number format "@" (ISO/IEC 29500-1, 18.8.30)
# Parts by which a change would do harm that cannot be seen in the sheet.
_REFUSED_PARTS = {"_xmlsignatures/": "append-signed", "xl/revisions/": "append-shared"}


def append(archive: zipfile.ZipFile, job: Mapping[str, Any]) -> tuple[int, dict[str, bytes]]:
    """Return the first of the new rows, and the parts of the workbook that are changed by them. Raises Refused."""
    names = [member.filename for member in archive.infolist()]
    if len(set(names)) < len(names):
        raise Refused("append-unsafe", reason=_("two of its parts have one name"))
    for name in names:
        for beginning, rule in _REFUSED_PARTS.items():
            if name.startswith(beginning):
                raise Refused(rule)
    book = next(_related(archive, "", "officeDocument"), "xl/workbook.xml")
    name = _sheet_part(archive, book, job["sheet"])
    part = archive.read(name)
    layout = sheet_part.read_layout(part)
    if layout.is_protected:
        raise Refused("append-protected", sheet=job["sheet"])
    rows = [{int(column): to_xlsx(text) for column, text in row.items()} for row in job["rows"]]
    last = max(layout.last_row({*job["columns"], *(column for row in rows for column in row)}), job["header_row"])
    new = Area(min(map(min, rows)), last + 1, max(map(max, rows)), last + len(rows))
    changed = {}
    for table in _related(archive, name, "table"):
        content = archive.read(table)
        if (longer := _longer_table(content, job, layout, last, new)) != content:
            changed[table] = longer
    changed[name] = sheet_part.with_rows(part, layout, new.top, job["header_row"], rows, _keeps_text(archive, book))
    return new.top, changed


def _longer_table(part: bytes, job: Mapping[str, Any], layout: Layout, last: int, new: Area) -> bytes:
    """Return a table's part with its range down to the last of the new rows, where it holds the answers. Raises Refused where it cannot grow."""
    found: list[Element] = []
    xml_bytes.walk(part, found.append)
    table, area = found[0], area_of(found[0].attributes.get("ref", ""))
    if area is None:
        raise Refused("append-unsafe", reason=_("a table does not say where it stands"))
    is_ours = area.top == job["header_row"] and area.left <= min(job["columns"]) <= area.right
    if not is_ours:
        if area.meets(new):
            raise Refused("append-below", sheet=job["sheet"], cell=f"{area}")
        return part
    if table.attributes.get("totalsRowCount", "0") != "0":
        raise Refused("append-totals", sheet=job["sheet"])
    if table.attributes.get("tableType", "worksheet") != "worksheet":
        raise Refused("append-unsafe", reason=_("its table is filled from another source"))
    inside = range(area.left, area.right + 1)
    below = [row.number for row in layout.rows.values() if area.bottom < row.number <= new.bottom and not row.filled.isdisjoint(inside)]
    if below or last > area.bottom:
        raise Refused("append-below", sheet=job["sheet"], cell=f"{letters(area.left)}{min(below, default=last)}")
    if new.bottom <= area.bottom:
        return part
    whole = str(Area(area.left, area.top, area.right, new.bottom)).encode()
    spans = [xml_bytes.attribute(part, element, "ref") for element in found if element.path in (("table",), ("table", "autoFilter"))]
    return xml_bytes.edited(part, [Edit(span, whole) for span in spans if span])


def _keeps_text(archive: zipfile.ZipFile, book: str) -> KeepsText:
    """Return a test whether a cell of some style keeps some text a text after an editor opens it and presses Enter."""
    formats: list[Mapping[str, str]] = []
    texts = {_TEXT_FORMAT}

    def visit(element: Element) -> None:
        if element.path == ("styleSheet", "cellXfs", "xf"):
            formats.append(element.attributes)
        elif element.path == ("styleSheet", "numFmts", "numFmt") and element.attributes.get("formatCode") == "@":
            texts.add(element.attributes.get("numFmtId", ""))

    for styles in _related(archive, book, "styles"):
        xml_bytes.walk(archive.read(styles), visit)

    def keeps_text(text: str, style: str) -> bool:
        if not looks_like_formula(text):
            return True
        number = int(style or 0)
        chosen = formats[number] if number < len(formats) else {}
        return chosen.get("numFmtId") in texts or chosen.get("quotePrefix") in ("1", "true")

    return keeps_text


def _sheet_part(archive: zipfile.ZipFile, book: str, title: str) -> str:
    ids: list[str] = []

    def visit(element: Element) -> None:
        if element.path == ("workbook", "sheets", "sheet") and element.attributes.get("name") == title:
            ids.extend(value for name, value in element.attributes.items() if name.endswith(":id"))

    xml_bytes.walk(archive.read(book), visit)
    part = next((target for id_, target, _kind in _relationships(archive, book) if id_ in ids), None)
    if part is None or part not in archive.namelist():
        raise Refused("append-no-sheet", sheet=title)
    return part


def _related(archive: zipfile.ZipFile, name: str, kind: str) -> Iterator[str]:
    """Give the parts that the part `name` (nothing for the whole file) is related to, of the `kind` that ends the relationship's type."""
    return (target for _id, target, type_ in _relationships(archive, name) if type_.endswith(f"/{kind}") and target in archive.namelist())


def _relationships(archive: zipfile.ZipFile, name: str) -> list[tuple[str, str, str]]:
    """Return the (id, part, type) of every relationship of a part (ISO/IEC 29500-2, 9.3)."""
    folder, _slash, file = name.rpartition("/")
    relationships = posixpath.join(folder, "_rels", f"{file}.rels")
    found: list[tuple[str, str, str]] = []

    def visit(element: Element) -> None:
        given = element.attributes
        if element.path == ("Relationships", "Relationship") and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(given.get("Target", "")))).lstrip("/")
            found.append((given.get("Id", ""), target, given.get("Type", "")))

    if relationships in archive.namelist():
        xml_bytes.walk(archive.read(relationships), visit)
    return found


def with_parts(workbook: bytes, archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """Return the container with the `changed` parts; the bytes of all others are copied as they are, never unpacked."""
    copied = io.BytesIO()
    with zipfile.ZipFile(copied, "w") as target:
        target.comment = archive.comment
        for member in archive.infolist():
            header = copy(member)
            if member.filename in changed:
                target.writestr(header, changed[member.filename], member.compress_type)
                continue
            # Sizes and checksum are known here, so no data descriptor needs to follow.
            header.flag_bits &= ~0x08
            header.header_offset = copied.tell()
            local = _LOCAL_HEADER.unpack_from(workbook, member.header_offset)
            begins = member.header_offset + _LOCAL_HEADER.size + local[-2] + local[-1]
            copied.write(header.FileHeader(zip64=False))
            copied.write(workbook[begins : begins + member.compress_size])
            target.filelist.append(header)
            target.NameToInfo[header.filename] = header
            target.start_dir = copied.tell()
    return copied.getvalue()


def contained(job_file: Path, source: Path, target: Path) -> Iterator[Any]:
    """Give the lines for this job; whatever goes wrong inside becomes a refusal."""
    try:
        guard.recognise(source, LIMITS)
        workbook = source.read_bytes()
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            guard.inspect(archive, LIMITS)
            first, changed = append(archive, json.loads(job_file.read_text(encoding="utf-8")))
            target.write_bytes(with_parts(workbook, archive, changed))
        yield {"first": first, "parts": sorted(changed)}
        yield {"end": True}
    except Refused as refusal:
        yield {"refused": refusal.finding.rule, "details": dict(refusal.finding.details)}
    except MemoryError:
        yield {"refused": "file-too-much", "details": {"reason": _("it needs too much memory")}}
    except Exception:  # noqa: BLE001 (a mutated file raises nearly anything)
        yield {"refused": "file-damaged", "details": {}}


def main(job_file: str, source: str, target: str) -> None:
    from knowledge.workbook.reading import limit_this_process

    limit_this_process(APPENDING)
    gc.disable()  # a short life without reference cycles
    for line in contained(Path(job_file), Path(source), Path(target)):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
