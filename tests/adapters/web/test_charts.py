"""Charts as SVG: told by their titles, labels and patterns, within their room, safe whatever the labels are."""

import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import charts
from adapters.web.charts import Bar, Chart, Point, Series

SERIES = (Series("Respondidas", 1), Series("Sugeridas", 2), Series("Sin respuesta", 4))
BARS = [Bar("Hacienda", (3, 1, 0), "4"), Bar("Urbanismo y Licencias", (1, 0, 1), "2")]
WEEK = [[0] * 24 for _ in range(7)]
DAYS = ["lu", "ma", "mi", "ju", "vi", "sá", "do"]
EVIL = """</text><script>alert(1)</script> & "x" onload='y'"""
SVG = "{http://www.w3.org/2000/svg}"


def parts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(str(svg).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)).iter())


def all_kinds(label: str = "Hacienda") -> Iterator[str]:
    yield charts.bars("a", label, label, [Bar(label, (3, 1, 0), label)], SERIES)
    yield charts.columns("b", label, label, [Bar(label, (3, 1, 0), label)], SERIES)
    yield charts.line("c", label, label, [Point(label, 0.5, label), Point(label, None, label)])
    yield charts.week("d", label, label, WEEK, [label] * 7)


@pytest.mark.parametrize("number", range(4))
def test_every_chart_is_an_image_with_a_title_and_a_sentence_and_no_style_of_its_own(number: int) -> None:
    elements = parts(list(all_kinds())[number])
    root, ids = elements[0], {element.get("id") for element in elements}
    assert root.get("role") == "img"
    assert set(str(root.get("aria-labelledby")).split()) <= ids
    assert [element.tag for element in elements[1:3]] == [f"{SVG}title", f"{SVG}desc"]
    assert not [element for element in elements if element.get("style") or element.tag == f"{SVG}style"]
    assert root.get("viewBox") is None
    for used in re.findall(r"url\(#([^)]+)\)", list(all_kinds())[number]):
        assert used in ids


@pytest.mark.parametrize("number", range(4))
def test_a_label_is_text_whatever_it_holds(number: int) -> None:
    elements = parts(list(all_kinds(EVIL))[number])
    assert not [element for element in elements if element.tag == f"{SVG}script" or element.get("onload")]
    assert elements[1].text == EVIL


def test_every_bar_has_its_label_and_its_number() -> None:
    texts = [element.text for element in parts(charts.bars("a", "t", "d", BARS, SERIES)) if element.tag == f"{SVG}text"]
    assert texts == ["Hacienda", "4", "Urbanismo y Licencias", "2"]
    long = charts.bars("a", "t", "d", [Bar("¿Qué hago si el recibo del IBI está a nombre del antiguo dueño?", (1, 0, 0), "1")], SERIES)
    assert ">¿Qué hago si el recibo del IBI es…<" in long


def test_parts_of_a_bar_are_as_long_as_they_are_large() -> None:
    marks = [
        (element.get("class"), element.get("x"), element.get("width"))
        for element in parts(charts.bars("a", "t", "d", BARS, SERIES))
        if "mark" in str(element.get("class"))
    ]
    assert marks == [
        ("mark-1", "0.00%", "75.00%"), ("mark-2", "75.00%", "25.00%"), ("mark-1", "0.00%", "25.00%"), ("mark-4", "25.00%", "25.00%"),
    ]  # fmt: skip


def test_the_fullest_hour_of_the_week_is_the_highest_and_darkest() -> None:
    hours = [row[:] for row in WEEK]
    hours[1][9], hours[4][16] = 40, 10
    marks = [
        (element.get("class"), float(str(element.get("height"))))
        for element in parts(charts.week("d", "t", "d", hours, DAYS))
        if "heat" in str(element.get("class"))
    ]
    assert [mark for mark, _ in marks] == ["heat-4", "heat-1"]
    assert math.isclose(marks[0][1], 4 * marks[1][1])


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    svg = charts.line("c", "t", "d", [Point("1", 0.5, ""), Point("2", None, ""), Point("3", 0.7, ""), Point("4", 1.0, "100 %")])
    assert (svg.count('class="line"'), svg.count('class="point"')) == (1, 3)
    assert "100 %</text>" in svg


def test_series_of_a_legend_have_the_patterns_of_their_marks() -> None:
    chart = Chart("t", "d", charts.bars("a", "t", "d", BARS, SERIES), ("x",), (), SERIES, "a")
    assert [name for _, name in chart.swatches] == ["Respondidas", "Sugeridas", "Sin respuesta"]
    for drawn, _ in chart.swatches:
        assert f'id="{re.search(r"#([^)]+)", drawn)[1]}"' in chart.svg  # type: ignore[index]


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), max_size=120))
def test_marks_stay_within_their_room_whatever_the_numbers(values: list[tuple[int, int, int]]) -> None:
    bars = [Bar(str(number), parts, "") for number, parts in enumerate(values)]
    for svg in (charts.bars("a", "t", "d", bars, SERIES), charts.columns("b", "t", "d", bars, SERIES)):
        height = float(re.search(r'height="(\d+)"', svg)[1])  # type: ignore[index]
        for element in parts(svg):
            if "mark" in str(element.get("class")):
                x, width, y, tall = (float(str(element.get(name)).rstrip("%")) for name in ("x", "width", "y", "height"))
                assert -0.01 <= x <= x + width <= 100.02
                assert -0.1 <= y <= y + tall <= height + 0.1
