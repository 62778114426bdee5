"""Files that no editor would make: hostile, broken, and of other kinds. Each maker writes one to a path."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import ANSWERS_HEADER, row, save

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
HEADER = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{name}</t></is></c>' for letter, name in zip("ABC", ("Id", "Pregunta", "Respuesta"), strict=True)
)


def good(path: Path) -> bytes:
    save(path, {"Respuestas": [ANSWERS_HEADER, *(row(f"A-{n}", f"¿Pregunta {n}?", f"Respuesta {n}") for n in range(30))]})
    return path.read_bytes()


def named_strings(name: str, body: bytes) -> bytes:
    """Name the shared strings in the table of contents, where openpyxl, which writes its texts inline, leaves them out."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    if name != "[Content_Types].xml" or kind in body:
        return body
    return body.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>')


def with_parts(path: Path, parts: Mapping[str, bytes], names: int = 0) -> None:
    """Write a good workbook with some parts replaced or added."""
    content = good(path)
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename not in parts:
                body = source.read(member)
                target.writestr(member, named_strings(member.filename, body) if STRINGS in parts else body)
        for name, body in parts.items():
            target.writestr(name, body)
        for number in range(names):
            target.writestr(f"xl/media/{number}.bin", b"")


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    return f'<?xml version="1.0"?><worksheet {MAIN}>{before}<sheetData><row r="1">{HEADER}</row>{rows}</sheetData>{after}</worksheet>'.encode()


def strings(declaration: str, text: str, encoding: str = "utf-8") -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<sst {MAIN}><si><t>{text}</t></si></sst>'.encode(encoding)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) + "]>"
STRINGS = "xl/sharedStrings.xml"


def streamed(path: Path, name: str, start: bytes, block: bytes, times: int, end: bytes) -> None:
    """Write a good workbook with one part that unpacks to far more than it weighs."""
    content = good(path)
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename != name:
                body = source.read(member)
                target.writestr(member, named_strings(member.filename, body) if name == STRINGS else body)
        with target.open(name, "w", force_zip64=True) as part:
            part.write(start)
            for _ in range(times):
                part.write(block)
            part.write(end)


def heavy_strings(path: Path) -> None:
    """Shared strings of 120 MB that pack badly, so that no ratio gives them away."""
    noise = random.Random(4)
    block = b"".join(b"<si><t>" + noise.randbytes(12).hex().encode() * 5 + b"</t></si>" for _ in range(8_000))
    streamed(path, STRINGS, f"<sst {MAIN}>".encode(), block, 110, b"</sst>")


def encrypted_member(path: Path) -> None:
    content = bytearray(good(path))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    path.write_bytes(content)


# Name: how it is made, and the rule that must name it; None where it is odd but harmless.
CORPUS: dict[str, tuple[Callable[[Path], object], str | None]] = {
    "billion laughs": (lambda p: with_parts(p, {STRINGS: strings(LAUGHS, "&j;")}), "file-unsafe"),
    "quadratic": (lambda p: with_parts(p, {STRINGS: strings(f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>', "&a;" * 1_000)}), "file-unsafe"),
    "external entity": (lambda p: with_parts(p, {STRINGS: strings('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")}), "file-unsafe"),
    "utf-16 entity": (lambda p: with_parts(p, {STRINGS: strings(LAUGHS, "&j;", "utf-16")}), "file-unsafe"),
    "one gigabyte of text": (lambda p: streamed(p, STRINGS, b"<sst><si><t>", b"a" * (1 << 20), 1024, b"</t></si></sst>"), "file-unsafe"),
    "eight million cells": (
        lambda p: streamed(p, SHEET, sheet("")[:-26], b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>", 500, b"</sheetData></worksheet>"), "file-unsafe"
    ),
    "a million cells of noise": (
        lambda p: streamed(p, SHEET, sheet("")[:-26], b"<row>" + b"".join(b"<c><v>%d</v></c>" % random.Random(n).getrandbits(60) for n in range(6_000)) + b"</row>", 200, b"</sheetData></worksheet>"),
        "file-too-much",
    ),
    "a far cell": (lambda p: with_parts(p, {SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}), None),
    "a giant merge": (lambda p: with_parts(p, {SHEET: sheet("", '<mergeCells count="1"><mergeCell ref="A1:XFD20000"/></mergeCells>')}), None),
    "a tall merge": (lambda p: with_parts(p, {SHEET: sheet("", '<mergeCells count="1"><mergeCell ref="A2:A1048576"/></mergeCells>')}), None),
    "many merges": (
        lambda p: with_parts(p, {SHEET: sheet("", "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(2, 40_000, 2)) + "</mergeCells>")}),
        "file-too-much",
    ),
    "validations": (
        lambda p: with_parts(p, {SHEET: sheet("", '<dataValidations><dataValidation type="list" sqref="' + " ".join(f"A{n}" for n in range(1, 200_001)) + '"/></dataValidations>')}),
        None,
    ),
    "60,000 parts": (lambda p: with_parts(p, {}, names=60_000), "file-unsafe"),
    "a part outside": (lambda p: with_parts(p, {"../../evil.xml": b"<x/>"}), "file-unsafe"),
    "a lying dimension": (lambda p: with_parts(p, {SHEET: sheet("", before='<dimension ref="A1"/>')}), None),
    "a bad string index": (lambda p: with_parts(p, {SHEET: sheet('<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')}), "file-damaged"),
    "deep nesting": (lambda p: with_parts(p, {SHEET: b"<a>" * 200_000 + b"</a>" * 200_000}), "file-unsafe"),
    "heavy strings": (heavy_strings, "file-too-much"),
    "truncated": (lambda p: p.write_bytes(good(p)[:3000]), "file-damaged"),
    "empty": (lambda p: p.write_bytes(b""), "file-empty"),
    "noise": (lambda p: p.write_bytes(random.Random(1).randbytes(5000)), "file-not-workbook"),
    "noise after a zip's mark": (lambda p: p.write_bytes(b"PK\x03\x04" + random.Random(1).randbytes(5000)), "file-damaged"),
    "old Excel": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "Workbook".encode("utf-16-le")), "file-xls"),
    "encrypted": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000) + "EncryptedPackage".encode("utf-16-le")), "file-encrypted"),
    "encrypted parts": (encrypted_member, "file-encrypted"),
    "OpenDocument": (lambda p: with_parts(p, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "file-ods"),
    "binary Excel": (lambda p: with_parts(p, {"xl/workbook.bin": b"x"}), "file-xlsb"),
    "another zip": (lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "x"), "file-not-workbook"),
    "csv": (lambda p: p.write_bytes("id;pregunta;respuesta\n1;¿Qué?;Sí\n".encode()), "file-csv"),
    "csv of Windows": (lambda p: p.write_bytes("id;pregunta;respuesta\n1;¿Qué?;Sí\n".encode("cp1252")), "file-csv"),
    "too large": (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(21 << 20)), "file-too-large"),
}  # fmt: skip
