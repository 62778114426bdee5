"""Where the elements of an XML part stand in its bytes, so that some of these can be replaced and all others left alone."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.parsers import expat

from knowledge.translation import marked as _
from knowledge.workbook.findings import Refused

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
# What a byte's place can be told in; bytes that are put in are UTF-8.
_ENCODINGS = ("utf-8", "us-ascii")


class Span(NamedTuple):
    """Bytes from `start` up to `end`."""

    start: int
    end: int


class Edit(NamedTuple):
    """Bytes that come in the place of `span`."""

    span: Span
    content: bytes


@dataclass(slots=True)
class Element:
    """An element: the names from the root down to it without prefixes, its own prefix (`x:` or nothing), its attributes.

    It stands from byte `start` up to `end`, its content from `begins` up to `ends`: all but the first are 0 until the whole part is read, and
    the last two stay so for a single tag.
    """

    path: tuple[str, ...]
    prefix: str
    attributes: Mapping[str, str]
    start: int
    end: int = 0
    begins: int = 0
    ends: int = 0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def inside(self) -> Span | None:
        """What stands between its tags; None for a single tag."""
        return Span(self.begins, self.ends) if self.begins else None


def walk(part: bytes, visit: Callable[[Element], None]) -> None:
    """Call `visit` with each element of `part` in document order. Raises Refused for a part that is not UTF-8, or not well-formed."""
    open_ones: list[Element] = []
    paths: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        outer = open_ones[-1].path if open_ones else ()
        # One tuple for all elements of a kind: a sheet has hundreds of thousands of cells.
        path = paths.setdefault((outer, local), (*outer, local))
        element = Element(path, prefix + colon, attributes, parser.CurrentByteIndex)
        open_ones.append(element)
        visit(element)

    def end(_name: str) -> None:
        element = open_ones.pop()
        opening = _tag_end(part, element.start)
        if part[opening - 2 : opening] == b"/>":
            element.end = opening
        else:
            element.begins, element.ends = opening, parser.CurrentByteIndex
            element.end = _tag_end(part, element.ends)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise Refused("append-unsafe", reason=_("it is written in an unusual encoding"))

    def document_type(*_given: Any) -> None:
        raise Refused("file-unsafe", reason=_("it declares a document type"))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, document_type
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("append-unsafe", reason=_("it is written in an unusual encoding"))
    try:
        parser.Parse(part, True)  # noqa: FBT003 (expat takes it by position only)
    except expat.ExpatError as error:
        raise Refused("file-damaged") from error


def attribute(part: bytes, element: Element, name: str) -> Span | None:
    """Return where the value of an attribute of `element` stands, without its quotes; None where it has none."""
    for match in _ATTRIBUTE.finditer(part, element.start, _tag_end(part, element.start)):
        if match[1].decode() == name:
            return Span(match.start(2) + 1, match.end(2) - 1)
    return None


def opened(part: bytes, element: Element) -> bytes:
    """Return the start tag of `element`, also of a single tag, so that content can follow."""
    tag = part[element.start : _tag_end(part, element.start)]
    return tag[:-2] + b">" if tag.endswith(b"/>") else tag


def edited(part: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `part` with `edits`; those at one place stay in their order."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        pieces += [part[at : edit.span.start], edit.content]
        at = edit.span.end
    return b"".join([*pieces, part[at:]])


def _tag_end(part: bytes, start: int) -> int:
    match = _TAG.match(part, start)
    assert match is not None, "the parser has found a tag here"
    return match.end()
