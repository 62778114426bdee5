"""The pages that are read: Activity, Answers, an entry, the digest."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from adapters.web.roles import Role
from bot.events import Asked, Picked, Rated, Verdict
from knowledge.answering import Question
from knowledge.model import EntryKey, SharedFact
from tests.adapters.web.conftest import ENTRIES, OWNER, House, Served, catalogue, violations
from tests.conftest import NOW, TODAY

SECRET = "ana-perez-7413"
TITLE = "¿Cómo me empadrono?"


def some_activity(house: House) -> None:
    """Seven questions of six people: five answered at once, one by a suggestion, one not."""
    for number, who in enumerate((SECRET, "b", "c", "d", "e")):
        house.desk.handle(Asked(f"slack:{number}", "slack", who, Question(TITLE, "phone")))
    house.desk.handle(Rated("slack", SECRET, "slack:0", Verdict.USEFUL))
    house.desk.handle(Asked("web:1", "web", "f", Question("cuando se paga el impuesto")))
    house.desk.handle(Picked("web:2", "web", "f", EntryKey("TRI-2", "es"), about="web:1"))
    house.desk.handle(Asked("web:3", "web", SECRET, Question("¿Puedo aterrizar mi helicóptero?")))


def see(house: House, path: str, status: int = 200) -> str:
    page = house.signed_in(Role.READER).see(path)
    assert page.status_code == status, page.text[:500]
    assert "style=" not in page.text
    return str(page.text)


def test_activity_counts_what_was_asked_and_says_whose_answers_helped(house: House) -> None:
    some_activity(house)
    page = see(house, "/actividad")
    assert "86 %" in page  # six of seven
    assert ">5</td>" in page  # people who got OAC-1
    assert "&lt; 5</td>" in page  # those who got TRI-2
    assert SECRET not in page
    assert house.desk.ledger.latest_asked_by("slack", SECRET, 1)  # it is there to be leaked


def test_filters_stay_in_the_address_and_are_chosen_in_the_form(house: House) -> None:
    some_activity(house)
    page = see(house, f"/actividad?plataforma=web&responsable={OWNER}&desde={TODAY}&hasta={TODAY}&por=semana")
    assert '<option value="web" selected>' in page
    assert f'<option value="{OWNER}" selected>' in page
    assert "plataforma=web&amp;responsable=Atenci%C3%B3n+Ciudadana&amp;por=semana" in page
    assert "TRI-2" in page
    assert "OAC-1" not in page
    assert "<h2>Parte respondida</h2>" not in page  # nothing left without an entry is counted


@pytest.mark.parametrize(
    "address",
    ["?desde=nunca&hasta=2026-13-40", "?desde=2027-01-01&hasta=2020-01-01", "?desde=0001-01-01", "?plataforma=%3Cscript%3Ealert(1)%3C/script%3E", "?tema='--", "?por=x"],
)  # fmt: skip
def test_an_address_that_says_nothing_of_use_shows_what_there_is(house: House, address: str) -> None:
    some_activity(house)
    assert "<script>alert" not in see(house, f"/actividad{address}")


def test_the_numbers_can_be_taken_away_and_name_nobody(house: House) -> None:
    some_activity(house)
    client = house.signed_in(Role.READER)
    got = client.see("/actividad/exportar/csv")
    assert got.headers["content-disposition"] == f'attachment; filename="actividad-{TODAY - timedelta(days=29)}-{TODAY}.csv"'
    rows = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:5] == ["OAC-1", TITLE, OWNER, "", "5"]
    assert [row[-1] for row in rows[1:]] == ["5", "< 5"]
    workbook = openpyxl.load_workbook(io.BytesIO(client.see("/actividad/exportar/xlsx").content))
    assert 31 in [sheet.max_row for sheet in workbook]  # a day a row
    assert SECRET not in str([[cell.value for row in sheet for cell in row] for sheet in workbook])
    assert client.see("/actividad/exportar/exe").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("oac-1", ["OAC-1"]),
        ("quiero empadronarme", ["OAC-1"]),
        ("impuesto muebles", ["TRI-2"]),
        ("30 de abril", ["TRI-1"]),
        ("helicóptero", []),
        ("¿?", []),
        ("<script>", []),
    ],
)  # fmt: skip
def test_answers_are_found_by_id_by_what_they_answer_and_by_their_words(house: House, asked: str, found: list[str]) -> None:
    page = house.signed_in(Role.READER).get("/web/respuestas", params={"q": asked}).text
    assert [entry.id for entry in ENTRIES if f'/web/respuestas/{entry.id}"' in page and entry.language == "es"] == found
    assert "<script>" not in page


def test_answers_show_their_health_and_are_filtered_by_it(house: House) -> None:
    assert "Caducó el 23/11/2026" in see(house, "/respuestas")
    page = see(house, "/respuestas?salud=expired")
    assert "DEP-1" in page
    assert "TRI-1" not in page
    assert "TRI-1" not in see(house, "/respuestas?salud=graves")
    some_activity(house)
    assert "Suspendida" not in page


def test_an_entry_shows_every_wording_and_gives_each_byte_for_byte(house: House) -> None:
    some_activity(house)
    page = see(house, "/respuestas/OAC-1")
    assert "Pida  cita &amp; traiga su &lt;documento&gt;." in page
    assert "Book an appointment." in page
    assert '<a href="https://www.castroalba.example/padron?a=1&amp;b=2" rel="noopener noreferrer">' in page
    assert f"<p>{TITLE}</p>" in page  # what people asked
    assert SECRET not in page
    client = house.signed_in(Role.READER)
    for row in ENTRIES[:2]:
        for channel, text in (("", row.answer), *row.wordings):
            got = client.get("/web/respuestas/OAC-1/texto", params={"idioma": row.language, "canal": channel})
            assert got.content.decode() == text
            assert got.headers["content-type"] == "text/plain; charset=utf-8"
    assert client.see("/respuestas/OAC-1/texto?idioma=es&canal=web").status_code == 404


def test_an_entry_tells_its_past_word_by_word(house: House) -> None:
    """Also after it left."""
    changed = replace(ENTRIES[2], answer="Del 1 de marzo al 31 de mayo.", approved_by="Marta Soler", approved_on=TODAY)
    house.versions.publish(catalogue(*ENTRIES[:2], changed), after=1, at=NOW, by="Luis")
    page = see(house, "/respuestas/TRI-1")
    assert "<ins>31</ins>" in page
    assert "<del>abril</del>" in page
    assert "aprobada por Marta Soler (24/11/2026)" in page
    house.versions.publish(catalogue(*ENTRIES[:2]), after=2, at=NOW, by="Luis")
    gone = see(house, "/respuestas/TRI-1")
    assert "ya no está en servicio" in gone
    assert gone.count("<summary>v") == 3
    see(house, "/respuestas/NO-1", status=404)


def test_a_fact_without_a_value_leaves_nothing_to_copy(house: House) -> None:
    entry = replace(ENTRIES[2], answer="Son {{tasa}} y {{precio}}.", wordings=(("phone", "Son {{precio}}."),))
    facts = (SharedFact("tasa", "3 €", valid_until=TODAY - timedelta(days=1)), SharedFact("precio", "9 €", "Hacienda"))
    house.versions.publish(replace(catalogue(entry), facts=facts), after=1, at=NOW, by="Luis")
    page = see(house, "/respuestas/TRI-1")
    assert "«tasa» no tiene valor hoy" in page
    assert "Son 9 €.</div>" in page
    assert "Son {{tasa}} y {{precio}}.</p>" in page  # as it stands in its cell
    assert "hoy no está en vigor" in page


def test_the_digest_is_shown_for_the_week_and_for_yesterday(house: House) -> None:
    some_activity(house)
    house.clock.ahead = timedelta(days=1)  # type: ignore[attr-defined]
    assert "7 preguntas, el 86 % con respuesta." in see(house, "/resumen")
    assert f"{OWNER}: sus respuestas se han dado 6 veces" in see(house, "/resumen")
    assert "Resumen del 24/11/2026" in see(house, "/resumen?de=ayer")


def test_before_the_first_publication_the_pages_are_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    empty = House(tmp_path)
    for path in ("/actividad", "/respuestas", "/resumen", "/resumen?de=ayer"):
        see(empty, path)
    empty.database.close()


PAGES = (
    "actividad",
    "actividad?responsable=Hacienda",
    "respuestas",
    "respuestas?q=zzzz",
    "respuestas?salud=alguno",
    "respuestas/SOC-001",
    "resumen",
    "resumen?de=ayer",
)


def test_nothing_stands_in_the_way_of_anybody_in_a_real_browser(browse, served: Served) -> None:  # type: ignore[no-untyped-def]
    """Wide and narrow, light, dark and with colours of the reader's own: axe finds nothing, and nothing is wider than the screen."""
    for number, text in enumerate(
        ["¿Cómo me empadrono?", "cuánto cuesta la piscina", "¿Cuánto cuesta un vado?", "¿Puedo aterrizar mi helicóptero?"] * 3
    ):
        served.clock.ahead = -timedelta(hours=7 * number + 1)  # type: ignore[attr-defined]
        served.desk.handle(Asked(f"slack:{number}", "slack", f"p{number}", Question(text)))
    served.clock.ahead = timedelta()  # type: ignore[attr-defined]
    found = {}
    for look in ({"width": 1280}, {"width": 320, "scheme": "dark"}, {"width": 1280, "forced": "active"}):
        page = browse(Role.READER, **look)
        for path in PAGES:
            assert page.goto(path).status == 200
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            if broken := violations(page):
                found[path, str(look)] = broken
    assert found == {}


def test_filters_work_with_the_keyboard_alone_and_without_javascript(browse, served: Served) -> None:  # type: ignore[no-untyped-def]
    page = browse(Role.READER, script=False)
    page.goto("respuestas")
    page.focus("#q")
    page.keyboard.type("horario del punto limpio")
    page.keyboard.press("Enter")
    page.wait_for_url("**/respuestas?q=horario+del+punto+limpio&salud=&responsable=&tema=&idioma=")
    page.focus("tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/respuestas/AMB-002")
    assert page.inner_text("h1") == "¿Cuál es el horario del punto limpio?"
