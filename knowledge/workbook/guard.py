"""A look at a workbook's zip container before anything parses it.

Runs inside the limited child. What it refuses is never opened by openpyxl; what it passes is still read under the limits of `limits`.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from knowledge.translation import marked as _
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import MIB, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# An encrypted workbook is an OLE container with this stream; an old .xls is one without (MS-OFFCRYPTO 2.3.4.4).
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK = MIB
# Long enough that a token cut in two by the end of a chunk is found whole in the next look.
_OVERLAP = 64


@dataclass(slots=True)
class Part:
    """What the look found in one XML part: whether it has formulas, and its merged ranges (`A1:C1`)."""

    has_formulas: bool = False
    merges: list[str] = field(default_factory=list)


def recognise(path: Path, limits: Limits) -> None:
    """Raise Refused unless `path` looks like a workbook from the outside: its size and its first bytes."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("file-empty")
    if size > limits.file_size:
        raise Refused("file-too-large", size=round(size / MIB), limit=limits.file_size // MIB)
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith(_OLE):
            raise Refused("file-encrypted" if _ENCRYPTED_STREAM in head + file.read() else "file-xls")
    if not head.startswith(_ZIP):
        raise Refused("file-csv" if _looks_like_text(head) else "file-not-workbook")


def _looks_like_text(head: bytes) -> bool:
    try:
        start = head[:4000].decode("utf-8", "strict" if len(head) < 4000 else "ignore")
    except UnicodeDecodeError:
        start = head.decode("cp1252", "replace")
    return "\0" not in start and "<" not in start[:20] and any(mark in start for mark in ",;\t") and "\n" in start


def inspect(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Part]:
    """Return what each XML part of `archive` holds; raise Refused for one that is built to do harm, or is no workbook.

    Every part that will be parsed is unpacked once here, so a damaged one is found before it is half read (zlib.error, BadZipFile).
    """
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > limits.members:
        raise Refused("file-unsafe", reason=_("too many parts"))
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Refused("file-unsafe", reason=_("it unpacks to far more than its size"))
    for member in members:
        _refuse_hostile_member(member, limits)
        _refuse_heavy_strings(member, limits)
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        raise Refused("file-ods")
    if "xl/workbook.bin" in names:
        raise Refused("file-xlsb")
    if "[Content_Types].xml" not in names:
        raise Refused("file-not-workbook")
    parts, cells = {}, 0
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as stream:
                parts[member.filename], found = _inspect_part(stream, limits)
            cells += found
            if cells > limits.cells:
                raise Refused("file-too-much", reason=_("too many cells"))
    return parts


def _refuse_hostile_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.flag_bits & 0x1:
        raise Refused("file-encrypted")
    if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
        raise Refused("file-unsafe", reason=_("a part lies outside the file"))
    if member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise Refused("file-unsafe", reason=_("it unpacks to far more than its size"))


def _refuse_heavy_strings(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.filename.lower().endswith("sharedstrings.xml") and member.file_size > limits.strings:
        raise Refused("file-too-much", reason=_("too much text"))


def _inspect_part(stream: IO[bytes], limits: Limits) -> tuple[Part, int]:
    part, cells = Part(), 0
    for block, new in _blocks(stream):
        if any(mark in block for mark in _DOCTYPES):
            raise Refused("file-unsafe", reason=_("it declares a document type"))
        cells += len(_CELL.findall(block, new))
        part.has_formulas = part.has_formulas or _FORMULA.search(block) is not None
        part.merges += (match[1].decode() for match in _MERGE.finditer(block) if match.end() > new)
        if cells > limits.cells:
            raise Refused("file-too-much", reason=_("too many cells"))
        if len(part.merges) > limits.merges:
            raise Refused("file-too-much", reason=_("too many merged cells"))
    return part, cells


def _blocks(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Give the stream in blocks that overlap, each with the place where its new bytes begin."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk, len(tail)
        tail = chunk[-_OVERLAP:]
