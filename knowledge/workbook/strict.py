"""Workbooks saved as "Strict Open XML": the same parts under other namespace names, which openpyxl does not know.

The names are those of ISO/IEC 29500-1 (strict) and -4 (transitional).
"""

import io
import zipfile

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties": b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes": b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
}


def is_strict(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist() and _STRICT in archive.read("xl/workbook.xml")[:4096]


def to_transitional(archive: zipfile.ZipFile) -> io.BytesIO:
    """Return a copy of the workbook, in memory, with the transitional names."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename.endswith((".xml", ".rels")):
                for strict, transitional in _NAMESPACES.items():
                    content = content.replace(strict, transitional)
            target.writestr(member.filename, content)
    copy.seek(0)
    return copy
