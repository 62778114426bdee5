"""What we said, in the console: for reviewers, to be read and printed."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.web.roles import Role
from bot.events import Asked
from knowledge.answering import Question
from tests.adapters.web.conftest import NOW, Browse, House, Served, violations


def test_the_words_of_a_day_with_who_published_them_and_what_was_given(house: House) -> None:
    house.desk.handle(Asked("web:x", "web", "p", Question("¿Cómo me empadrono?", "phone")))
    client = house.signed_in(Role.REVIEWER)
    shown = client.see(f"/dijimos?q=como+me+empadrono&dia={NOW:%Y-%m-%d}&canal=phone").text
    for expected in (
        "Pida cita, por favor.",
        "Versión 1, en servicio desde",
        "ana",
        "1 vez",
        "Lo que se dio ese día a esta misma pregunta",
        "OAC-1 · v1",
        "v1-",
    ):
        assert expected in shown
    before = client.see(f"/dijimos?q=OAC-1&dia={NOW - timedelta(days=3):%Y-%m-%d}").text
    assert "Ese día no había nada en servicio." in before
    assert "Indique una pregunta" in client.see("/dijimos?q=&dia=2026-11-24").text
    assert client.see("/dijimos?q=x&dia=ayer").status_code == 200
    assert house.signed_in(Role.READER).see("/dijimos").status_code == 403


def test_what_is_printed_is_the_words_alone(served: Served, browse: Browse) -> None:
    page: Any = browse(Role.REVIEWER)
    page.goto(f"dijimos?q=POL-004&dia={NOW:%Y-%m-%d}")
    assert violations(page) == []
    page.emulate_media(media="print")
    assert not page.locator("form[role=search]").is_visible()
    assert page.locator("[data-approved]").is_visible()
    assert page.locator(".proof code").is_visible()


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "' OR 1=1 --", "%00", "x" * 900])
def test_nothing_that_is_asked_for_becomes_markup(house: House, asked: str) -> None:
    shown = house.signed_in(Role.REVIEWER).request("GET", "/web/dijimos", params={"q": asked, "dia": f"{NOW:%Y-%m-%d}"})
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
