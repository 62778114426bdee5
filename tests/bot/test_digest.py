"""The digest of the comms team: from events through the desk, and groups as they are kept."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.desk import Desk
from bot.digest import MOST, Digest, Expiring, digest, sections, title
from bot.events import Asked, Rated, Verdict
from bot.ledger import Ledger
from bot.statistics import Counts, Worth
from knowledge.answering import Question
from knowledge.database import Database, to_milliseconds
from knowledge.translation import translations
from tests.bot.test_publishing import publish
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY, row

ES, EN = translations("es"), translations("en")
YESTERDAY = TODAY - timedelta(days=1)


def at(day: date) -> int:
    return to_milliseconds(datetime.combine(day, time(12), MADRID))


def group(database: Database, number: int, text: str, asked: list[date], state: str = "new", askers: int = 2, root: int | None = None) -> None:
    """Keep a group of questions asked on these days, one that is shown or a part of `root`."""
    with database.write() as tables:
        tables.conn.execute(
            "INSERT INTO unanswered VALUES (?, ?, ?, ?, 1, ?, 'es', ?, ?, ?, ?, '{}')",
            (number, root or number, root, state, text, at(asked[0]), at(asked[-1]), len(asked), askers),
        )
        for place, day in enumerate(asked):
            key = f"q:{number}:{place}"
            tables.conn.execute("INSERT INTO event (key, received_at, kind, platform, asker) VALUES (?, ?, 'asked', 'slack', 'ana')", (key, at(day)))
            tables.conn.execute(
                "INSERT INTO unanswered_question (event, member_of, cause, asker, at) VALUES (?, ?, 'unanswered', 'ana', ?)", (key, number, at(day))
            )


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def town(workbook, versions, database, clock) -> Desk:  # type: ignore[no-untyped-def]
    rows = (
        row("PAD-1", "¿Cómo me empadrono?", owner="Atención"),
        row("BUS-1", "¿Cuánto cuesta el autobús?", owner="Movilidad", valid_until=TODAY + timedelta(days=7)),
        row("IBI-1", "¿Hasta cuándo se paga el IBI?", owner="Hacienda", valid_until=TODAY + timedelta(days=29)),
        row("OLD-1", "¿Qué horario tiene la piscina?", owner="Deportes", valid_until=TODAY - timedelta(days=40)),
    )
    publish(workbook(*rows), versions)
    return Desk(versions, Ledger(database, PSEUDONYMS), lambda: clock[0], MADRID)


def test_nothing_to_say_is_an_empty_digest(desk: Desk, database: Database) -> None:
    assert digest(desk, database, MADRID, weekly=False) == Digest(YESTERDAY, YESTERDAY, Counts(), Counts())
    assert digest(desk, database, MADRID, weekly=True).is_empty


def test_groups_are_new_growing_or_back(town: Desk, database: Database) -> None:
    """A part that was merged counts for the group that it became part of, and is not told by itself."""
    week, older = [TODAY - timedelta(days=n) for n in (7, 5, 3)], TODAY - timedelta(days=12)
    group(database, 1, "¿Hay taxis para el aeropuerto?", [YESTERDAY], askers=7)
    group(database, 2, "¿Dónde hay fuentes?", [older, week[0], week[1]])
    group(database, 3, "fuentes de agua", [week[2]], root=2)
    group(database, 4, "¿Hay wifi en la plaza?", [older, older, week[1]])
    group(database, 5, "¿Abre el mirador?", [older, YESTERDAY], state="regression")
    group(database, 6, "hola", [YESTERDAY] * 4, state="archived")
    group(database, 7, "¿Es hoy?", [TODAY])
    weekly, daily = digest(town, database, MADRID, weekly=True), digest(town, database, MADRID, weekly=False)
    assert [(one.id, one.askers) for one in weekly.new] == [(1, 7)]
    assert [(one.id, one.lately, one.before) for one in weekly.growing] == [(2, 3, 1)]
    assert [one.id for one in weekly.regressions] == [5]
    assert [one.id for one in daily.new] == [1]
    assert [one.id for one in daily.growing] == [2]
    group(database, 8, "¿Y los patinetes?", [week[0]])
    assert [one.id for one in digest(town, database, MADRID, weekly=True).new] == [1, 8]
    assert [one.id for one in digest(town, database, MADRID, weekly=False).new] == [1]


def test_an_answer_about_to_expire_is_named_every_week_and_on_some_days(town: Desk, database: Database, clock: list[datetime]) -> None:
    bus = Expiring("BUS-1", "¿Cuánto cuesta el autobús?", "Movilidad", TODAY + timedelta(days=7))
    ibi = Expiring("IBI-1", "¿Hasta cuándo se paga el IBI?", "Hacienda", TODAY + timedelta(days=29))
    assert digest(town, database, MADRID, weekly=True).expiring == (bus, ibi)
    said = {}
    for days in range(12):
        clock[0] = NOW + timedelta(days=days)
        said[days] = [one.entry for one in digest(town, database, MADRID, weekly=False).expiring]
    assert {days: entries for days, entries in said.items() if entries} == {0: ["BUS-1"], 6: ["BUS-1"], 7: ["BUS-1"], 8: ["BUS-1"]}


def test_departments_whose_answers_helped_are_thanked_weekly(town: Desk, database: Database, clock: list[datetime]) -> None:
    for days, (text, verdict) in enumerate(
        [
            ("¿Cómo me empadrono?", Verdict.USEFUL),
            ("¿Cómo me empadrono?", Verdict.USEFUL),
            ("¿Cuánto cuesta el autobús?", Verdict.NOT_USEFUL),
            ("¿?", None),
        ],
        1,
    ):
        clock[0] = NOW - timedelta(days=days)
        town.handle(Asked(f"slack:{days}", "slack", f"p{days}", Question(text)))
        if verdict:
            town.handle(Rated("slack", f"p{days}", f"slack:{days}", verdict))
    clock[0] = NOW
    weekly = digest(town, database, MADRID, weekly=True)
    assert weekly.thanks == (Worth("Atención", 1, 2, 2, 0),)
    assert weekly.counts == Counts(answered=3, unanswered=1)
    assert digest(town, database, MADRID, weekly=False).thanks == ()


def test_a_digest_reads_as_sentences_in_both_languages(town: Desk, database: Database) -> None:
    for number in range(1, MOST + 3):
        group(database, number, f"¿Pregunta {number}?", [YESTERDAY], askers=MOST + 3 - number)
    value = digest(town, database, MADRID, weekly=True)
    assert title(value, ES) == "Resumen del 17/11/2026 al 23/11/2026"
    spoken = {section.heading: section.lines for section in sections(value, ES)}
    assert spoken["Nuevas, sin respuesta"][0] == "«¿Pregunta 1?»: se ha preguntado 1 vez"
    assert spoken["Nuevas, sin respuesta"][-1] == "y 2 más"
    assert spoken["Preguntas"] == ("7 preguntas, el 0 % con respuesta.",)
    assert spoken["A punto de caducar"][0] == "BUS-1, «¿Cuánto cuesta el autobús?»: hasta el 01/12/2026 (Movilidad)"
    assert [section.heading for section in sections(value, EN)] == ["Questions", "New, without an answer", "About to expire"]
