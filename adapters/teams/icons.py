"""The app's two pictures, drawn: a speech bubble with a check mark.

Shapes are told by how far a point is from their edge (negative inside), in a square of side 1; a pixel at an edge is covered in part.
"""

import struct
import zlib
from collections.abc import Callable
from math import hypot

COLOUR_SIZE, OUTLINE_SIZE = 192, 32
BACKGROUND = "#1f4e79"

_Pixel = tuple[int, int, int, int]
_Point = tuple[float, float]

_WHITE = (255, 255, 255)
_BLUE = tuple(bytes.fromhex(BACKGROUND[1:]))

# The bubble about (0.5, 0.5) at size 1: half its width and height, its corners, and what hangs from it.
_HALF, _RADIUS = (0.5, 0.357), 0.16
_RISE = 0.107  # the tail hangs below, so the rest stands higher
_TAIL: tuple[_Point, _Point, _Point] = ((-0.29, 0.0), (0.24, 0.0), (-0.29, 0.58))
_TAIL_RADIUS = 0.025
_CHECK: tuple[_Point, _Point, _Point] = ((-0.22, 0.01), (-0.065, 0.165), (0.225, -0.155))


def colour() -> bytes:
    """Return the picture in colour, a PNG of 192 × 192: white on blue, to the edge, with the bubble where round corners do not reach."""

    def pixel(x: float, y: float) -> _Pixel:
        bubble = _covered(_bubble(x, y, 0.6), COLOUR_SIZE)
        white = bubble and bubble * (1 - _covered(_check(x, y, 0.6) - 0.034, COLOUR_SIZE))
        red, green, blue = (round(under + (over - under) * white) for under, over in zip(_BLUE, _WHITE, strict=True))
        return red, green, blue, 255

    return _png(COLOUR_SIZE, pixel)


def outline() -> bytes:
    """Return the outline, a PNG of 32 × 32: white, and else transparent."""

    def pixel(x: float, y: float) -> _Pixel:
        ring = abs(_bubble(x, y, 0.875) + 0.03125) - 0.03125  # two pixels, edge to edge
        check = _check(x, y, 0.875) - 0.034
        return (*_WHITE, round(255 * _covered(min(ring, check), OUTLINE_SIZE)))

    return _png(OUTLINE_SIZE, pixel)


def _bubble(x: float, y: float, size: float) -> float:
    x, y = (x - 0.5) / size, (y - 0.5) / size + _RISE
    across, down = abs(x) - _HALF[0] + _RADIUS, abs(y) - _HALF[1] + _RADIUS
    box = hypot(max(across, 0.0), max(down, 0.0)) + min(max(across, down), 0.0) - _RADIUS
    return min(box, _triangle((x, y), *_TAIL) - _TAIL_RADIUS) * size


def _check(x: float, y: float, size: float) -> float:
    """Return how far a point is from the line of the check mark."""
    point = ((x - 0.5) / size, (y - 0.5) / size + _RISE)
    start, corner, end = _CHECK
    return min(_segment(point, start, corner), _segment(point, corner, end)) * size


def _triangle(point: _Point, a: _Point, b: _Point, c: _Point) -> float:
    sides = ((a, b), (b, c), (c, a))
    distance = min(_segment(point, *side) for side in sides)
    is_inside = all((end[0] - start[0]) * (point[1] - start[1]) >= (end[1] - start[1]) * (point[0] - start[0]) for start, end in sides)
    return -distance if is_inside else distance


def _segment(point: _Point, start: _Point, end: _Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = point[0] - start[0], point[1] - start[1]
    along = min(max((px * dx + py * dy) / (dx * dx + dy * dy), 0.0), 1.0)
    return hypot(px - dx * along, py - dy * along)


def _covered(distance: float, size: int) -> float:
    return min(max(0.5 - distance * size, 0.0), 1.0)


def _png(size: int, pixel: Callable[[float, float], _Pixel]) -> bytes:
    """Return a picture of `size` × `size` whose pixels are those of the points at their middles."""
    rows = (b"\0" + b"".join(bytes(pixel((column + 0.5) / size, (row + 0.5) / size)) for column in range(size)) for row in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # eight bits each of red, green, blue and opacity
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
