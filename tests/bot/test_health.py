"""What is wrong with each entry in service."""

from datetime import date, timedelta

import pytest

from bot import health
from bot.desk import Desk
from bot.events import Asked
from bot.health import ASKED_FOR, EXPIRES_WITHIN, UNUSED_FOR, Ailment, Symptom, Usage, examine
from bot.ledger import Ledger
from knowledge.answering import Question
from knowledge.model import Catalogue, Entry, SharedFact, Status
from tests.bot.test_publishing import publish
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY, row

NOTHING = Usage({}, (), {})


def catalogue(*entries: Entry, facts: tuple[SharedFact, ...] = ()) -> Catalogue:
    return Catalogue(1, {entry.key: entry for entry in entries}, facts)


def entry(id: str = "A-1", language: str = "es", question: str = "¿Cómo?", answer: str = "Así.", **more: object) -> Entry:
    return Entry(id, language, question, answer, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "symptoms"),
    [
        (entry(), ()),
        (entry(valid_until=TODAY), (Symptom(Ailment.EXPIRING, "es", TODAY),)),
        (entry(valid_until=TODAY + EXPIRES_WITHIN), (Symptom(Ailment.EXPIRING, "es", TODAY + EXPIRES_WITHIN),)),
        (entry(valid_until=TODAY + EXPIRES_WITHIN + timedelta(days=1)), ()),
        (entry(valid_until=TODAY - timedelta(days=1)), (Symptom(Ailment.EXPIRED, "es", TODAY - timedelta(days=1)),)),
        (entry(valid_from=TODAY + timedelta(days=1)), (Symptom(Ailment.NOT_YET_VALID, "es", TODAY + timedelta(days=1)),)),
        (entry(status=Status.SUSPENDED), (Symptom(Ailment.SUSPENDED, "es"),)),
        (entry(answer="Son {{tasa}} y {{tasa}}."), (Symptom(Ailment.FACT_WITHOUT_VALUE, "es", name="tasa"),)),
        (entry(answer="Son {{precio}}."), ()),
        (entry(wordings=(("phone", "Son {{antes}}."),)), (Symptom(Ailment.FACT_WITHOUT_VALUE, "es", name="antes"),)),
    ],
)
def test_what_an_entry_by_itself_suffers_from(held: Entry, symptoms: tuple[Symptom, ...]) -> None:
    facts = (SharedFact("precio", "3 €"), SharedFact("antes", "2 €", valid_until=TODAY - timedelta(days=1)))
    assert examine(catalogue(held, facts=facts), TODAY, NOTHING) == {"A-1": symptoms}


def test_a_language_is_missing_where_another_entry_of_the_topic_has_it() -> None:
    found = examine(
        catalogue(
            entry("A-1", topic="Piscina"), entry("A-1", "en", topic="Pool"), entry("A-2", question="¿Cuándo?", topic="Piscina"),
            entry("A-3", question="¿Dónde?", topic="Basura"),
        ),
        TODAY, NOTHING,
    )  # fmt: skip
    assert found == {"A-1": (), "A-2": (Symptom(Ailment.MISSING_LANGUAGE, "en"),), "A-3": ()}


def test_a_channel_is_missing_once_people_ask_for_it() -> None:
    held = catalogue(entry(wordings=(("phone", "Dígale que así."),)))
    for times in (ASKED_FOR - 1, ASKED_FOR):
        found = examine(held, TODAY, Usage({"A-1": 9}, (), {("A-1", "social"): times, ("A-1", "phone"): 9}))
        assert found["A-1"] == ((Symptom(Ailment.NO_WORDING, name="social", times=ASKED_FOR),) if times == ASKED_FOR else ())


def test_an_entry_is_unused_only_after_it_could_be_used_that_long() -> None:
    assert examine(catalogue(entry()), TODAY, Usage({}, ("A-1",), {})) == {"A-1": (Symptom(Ailment.UNUSED),)}
    assert examine(catalogue(entry()), TODAY, Usage({"A-1": 1}, ("A-1",), {})) == {"A-1": ()}
    suspended = catalogue(entry(status=Status.SUSPENDED))
    assert [symptom.ailment for symptom in examine(suspended, TODAY, Usage({}, ("A-1",), {}))["A-1"]] == [Ailment.SUSPENDED]


def test_the_health_of_what_is_in_service_with_its_tests(workbook, versions, database) -> None:  # type: ignore[no-untyped-def]
    """From a published workbook, its Tests sheet, and events a hundred days apart."""
    days = [UNUSED_FOR + timedelta(days=10)]
    desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: NOW - days[0], MADRID)
    rows = (row("PAD-1", "¿Cómo me empadrono?"), row("BAS-1", "¿Cuánto es la tasa de basura?"), row("SOL-1", "¿Dónde está la oficina de turismo?"))
    tests = [("Pregunta", "Id esperado"), ("¿Cómo me empadrono?", "PAD-1"), ("la foto del alcalde en la playa", "SOL-1")]
    path = workbook(*rows, Pruebas=tests)
    publish(path, versions, at=NOW - days[0])
    for number in range(ASKED_FOR):
        desk.handle(Asked(f"old:{number}", "slack", "ana", Question("¿Cuánto es la tasa de basura?")))
    days[0] = timedelta(0)
    for number in range(ASKED_FOR):
        desk.handle(Asked(f"new:{number}", "slack", "ana", Question("¿Cómo me empadrono?", "social")))
    found = health.of(desk, database, MADRID, health.tried(desk, health.tests_in_service(versions, TODAY, "es")))
    assert found == {
        "PAD-1": (Symptom(Ailment.NO_WORDING, name="social", times=ASKED_FOR),),
        "BAS-1": (Symptom(Ailment.UNUSED),),
        "SOL-1": (Symptom(Ailment.FAILING_TEST, name="la foto del alcalde en la playa"), Symptom(Ailment.UNUSED)),
    }
    assert not Ledger(database, PSEUDONYMS).latest_asked_by("slack", "ana", 10)[0].question.text.startswith("la foto")


def test_before_the_first_publication_there_is_nothing_to_examine(desk: Desk, database, versions) -> None:  # type: ignore[no-untyped-def]
    assert health.of(desk, database, MADRID) == {}
    assert health.tests_in_service(versions, date(2026, 1, 1), "es") == ()
