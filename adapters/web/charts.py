"""Charts as SVG, drawn here: values in, markup out.

1. There is no viewBox: across, everything is in per cent of the room there is, so letters keep their size from 320 pixels on. Down, it is pixels.
2. Colours, and which of them go together, are the sheet's (`console.css`); nothing has a style of its own, for the policy of the pages forbids it.
3. Colour alone tells nothing: every series has a pattern of its own, every bar its label and number, the hours of the week are as high as dark.
4. Every chart has a title, a sentence that says what it shows, and all its numbers for a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log10

from markupsafe import Markup

# So many characters of a label fit beside a number at 320 pixels.
_LONGEST_LABEL = 34
_BAR_ROW, _BAR_TOP, _BAR_HEIGHT = 44, 22, 14
_PLOT_TOP, _PLOT_HEIGHT, _AXIS = 18, 170, 24
_WEEK_ROW, _WEEK_LEFT = 26, 13.0
_LEVELS = 4
_HOURS = 24
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Series:
    """What one kind of mark stands for: its name for the legend, and the number of its colour and pattern, from 1 to 4."""

    name: str
    look: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be put into a page: `svg` with the legend of its series, and its numbers as a table, the first column a heading of its row.

    `name` is that of its patterns, for the legend.
    """

    title: str
    about: str
    svg: Markup
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[Series, ...] = ()
    name: str = ""

    @property
    def swatches(self) -> list[tuple[Markup, str]]:
        """What stands for each series, and its name."""
        return [(swatch(self.name, series), series.name) for series in self.legend]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, its parts (one a series), and what is written at its end."""

    label: str
    parts: tuple[float, ...]
    said: str

    @property
    def length(self) -> float:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a line: where it is across, and its value from 0 to 1, or None where there is none."""

    label: str
    value: float | None
    said: str


def bars(name: str, title: str, about: str, values: Sequence[Bar], series: Sequence[Series]) -> Markup:
    """Draw bars lying under each other, the parts of each in the order of `series`; `name` is unique in the page."""
    longest = max((bar.length for bar in values), default=0) or 1
    return _svg(name, title, about, len(values) * _BAR_ROW, _bars(name, values, series, longest), series)


def columns(name: str, title: str, about: str, values: Sequence[Bar], series: Sequence[Series]) -> Markup:
    """Draw bars standing beside each other, such as days, the parts of each on top of each other."""
    top = _round_up(max((bar.length for bar in values), default=0))
    return _svg(name, title, about, _PLOT_TOP + _PLOT_HEIGHT + _AXIS, _columns(name, values, series, top), series)


def line(name: str, title: str, about: str, values: Sequence[Point]) -> Markup:
    """Draw a line from point to point, between 0 and 100 per cent, with a gap where there is no value; its last point has its number beside it."""
    return _svg(name, title, about, _PLOT_TOP + _PLOT_HEIGHT + _AXIS, _line(values), ())


def week(name: str, title: str, about: str, hours: Sequence[Sequence[int]], days: Sequence[str]) -> Markup:
    """Draw the hours of the week: a row for each of `days`, in it 24 marks, the higher and darker the more."""
    return _svg(name, title, about, len(days) * _WEEK_ROW + _AXIS, _week(hours, days), ())


def swatch(name: str, series: Series) -> Markup:
    """Return what stands for a series in the legend of the chart `name`."""
    return Markup('<svg class="swatch" width="18" height="14" aria-hidden="true">{}</svg>').format(
        Markup('<rect class="mark-{}" x="1" y="1" width="16" height="12" rx="2" fill="url(#{}-look{})"/>').format(series.look, name, series.look)
    )


def _svg(name: str, title: str, about: str, height: int, marks: Iterator[Markup], series: Sequence[Series]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{name}-title {name}-about" width="100%" height="{height}" focusable="false">'
        '<title id="{name}-title">{title}</title><desc id="{name}-about">{about}</desc>{looks}{marks}</svg>'
    ).format(name=name, height=height, title=title, about=about, looks=_looks(name, series), marks=Markup("").join(marks))


# Plain, slanted lines, dots, level lines.
_PATTERNS = {
    1: "",
    2: '<path class="look-line" d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/>',
    3: '<circle class="look-dot" cx="4" cy="4" r="1.6"/>',
    4: '<path class="look-line" d="M0 4H8"/>',
}


def _looks(name: str, series: Sequence[Series]) -> Markup:
    """Return the patterns of these series; each is a colour, of the sheet's, with lines or dots on it."""
    looks = Markup("").join(
        Markup(
            '<pattern id="{}-look{}" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="look-{}" width="8" height="8"/>{}</pattern>'
        ).format(
            name,
            one.look,
            one.look,
            Markup(_PATTERNS[one.look]),  # noqa: S704 (our own markup)
        )
        for one in series
    )
    return Markup("<defs>{}</defs>").format(looks) if series else Markup("")


def _bars(name: str, values: Sequence[Bar], series: Sequence[Series], longest: float) -> Iterator[Markup]:
    for number, bar in enumerate(values):
        top = number * _BAR_ROW
        yield _text("label", "0", top + 15, _short(bar.label))
        yield _text("said", "100%", top + 15, bar.said, "end")
        yield Markup('<rect class="track" x="0" y="{}" width="100%" height="{}" rx="3"/>').format(top + _BAR_TOP, _BAR_HEIGHT)
        start = 0.0
        for part, one in zip(bar.parts, series, strict=True):
            width = 100 * part / longest
            if width:
                yield _mark(name, one, start, width, top + _BAR_TOP, _BAR_HEIGHT)
            start += width


def _columns(name: str, values: Sequence[Bar], series: Sequence[Series], top: int) -> Iterator[Markup]:
    yield from _grid([f"{part * top // 2:g}" for part in range(3)])
    room = 100 / max(len(values), 1)
    width = min(room * 0.8, 8.0)
    for number, bar in enumerate(values):
        floor = float(_PLOT_TOP + _PLOT_HEIGHT)
        for part, one in zip(bar.parts, series, strict=True):
            height = _PLOT_HEIGHT * part / top
            if height:
                yield _mark(name, one, (number + 0.5) * room - width / 2, width, floor - height, height, rounded=0)
            floor -= height
    yield from _ticks([bar.label for bar in values])


def _line(values: Sequence[Point]) -> Iterator[Markup]:
    yield from _grid(("0 %", "50 %", "100 %"))
    room = 100 / max(len(values), 1)
    places = [
        None if point.value is None else ((number + 0.5) * room, _PLOT_TOP + _PLOT_HEIGHT * (1 - point.value)) for number, point in enumerate(values)
    ]
    for before, after in pairwise(places):
        if before and after:
            yield Markup('<line class="line" x1="{:.2f}%" y1="{:.1f}" x2="{:.2f}%" y2="{:.1f}"/>').format(*before, *after)
    known = [(place, point) for place, point in zip(places, values, strict=True) if place]
    for (across, down), _ in known:
        yield Markup('<circle class="point" cx="{:.2f}%" cy="{:.1f}" r="{}"/>').format(across, down, 3 if len(values) <= _HOURS * 2 else 1.5)
    if known:
        (across, down), point = known[-1]
        yield _text("said", f"{across:.2f}%", down - 9 if down > _PLOT_TOP + 12 else down + 20, point.said, "end")
    yield from _ticks([point.label for point in values])


def _week(hours: Sequence[Sequence[int]], days: Sequence[str]) -> Iterator[Markup]:
    most = max((count for row in hours for count in row), default=0) or 1
    room = (100 - _WEEK_LEFT) / _HOURS
    highest = _WEEK_ROW - 4
    for number, (row, day) in enumerate(zip(hours, days, strict=True)):
        floor = (number + 1) * _WEEK_ROW
        yield _text("label", "0", floor - 6, day)
        yield Markup('<line class="grid" x1="{}%" y1="{}" x2="100%" y2="{}"/>').format(_WEEK_LEFT, floor, floor)
        for hour, count in enumerate(row):
            if count:
                height = max(2.0, highest * count / most)
                yield Markup('<rect class="heat-{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>').format(
                    ceil(_LEVELS * count / most), _WEEK_LEFT + hour * room + room * 0.1, floor - height, room * 0.8, height
                )
    for hour in range(0, _HOURS, 6):
        yield _text("tick", f"{_WEEK_LEFT + hour * room:.2f}%", len(days) * _WEEK_ROW + 17, f"{hour}:00")


def _mark(name: str, one: Series, x: float, width: float, y: float, height: float, rounded: int = 3) -> Markup:
    return Markup('<rect class="mark-{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}" rx="{}" fill="url(#{}-look{})"/>').format(
        one.look, x, y, width, height, rounded, name, one.look
    )


def _text(kind: str, x: str, y: float, said: str, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(kind, x, y, anchor, said)


def _grid(labels: Sequence[str]) -> Iterator[Markup]:
    """Draw three level lines, each with its number on it: the bottom, the middle, the top."""
    for number, label in enumerate(labels):
        y = _PLOT_TOP + _PLOT_HEIGHT * (1 - number / 2)
        yield Markup('<line class="grid" x1="0" y1="{:.1f}" x2="100%" y2="{:.1f}"/>').format(y, y)
        if number:
            yield _text("tick", "0", y - 4, label)


def _ticks(labels: Sequence[str]) -> Iterator[Markup]:
    """Write up to four of the labels under the plot, evenly apart, the first and the last within it."""
    count = len(labels)
    shown = range(count) if count <= _TICKS else [round(number * (count - 1) / (_TICKS - 1)) for number in range(_TICKS)]
    for number in shown:
        anchor = "middle" if count <= 2 or 0 < number < count - 1 else "start" if number == 0 else "end"
        x = (number + 0.5) * 100 / count if anchor == "middle" else 0 if anchor == "start" else 100
        yield _text("tick", f"{x:.2f}%", _PLOT_TOP + _PLOT_HEIGHT + 17, labels[number], anchor)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _round_up(most: float) -> int:
    """Return the next of 2, 4, 10, 20, 40, 100… that is not less: a top whose half is a whole number."""
    scale = 10 ** int(log10(most)) if most >= 1 else 1
    return next(int(step * scale) for step in (2, 4, 6, 8, 10, 20) if step * scale >= most)
