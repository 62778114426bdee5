"""A frozen topic: its holding line, word for word, whichever way one of its entries would have been reached; other topics as ever."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot import draft_wording, health, publishing
from bot.audit import said
from bot.desk import Desk
from bot.digest import digest, sections
from bot.events import Asked, Drafted, Picked, Shared, Told
from bot.freezes import Freezing
from bot.health import Ailment
from bot.ledger import Ledger
from knowledge.answering import Note, Outcome, Question, Reply
from knowledge.database import Database, to_milliseconds
from knowledge.drafts import Verdict
from knowledge.model import EntryKey
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.bot.test_command_line import unavoz  # noqa: F401 (a fixture)
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY, check, row

LINE = "  Durante el periodo electoral, consulte\nel *BOE*: {{boe}}. "
SAID = "  Durante el periodo electoral, consulte\nel *BOE*: boe.es. "
TOPICS = [
    ("Tema", "Texto de espera", "Idioma", "Responsable", "Congelado desde", "Congelado hasta"),
    ("Subvenciones", LINE, None, "Hacienda", None, None),
    ("Subvenciones", "En període electoral, consulteu el BOE.", "ca", "Hacienda", None, None),
]
ROWS = (
    row("S-1", "¿Qué ayudas hay?", "Las de siempre.", topic="Subvenciones", social="Siempre.", owner="Hacienda"),
    row("S-1", "Quins ajuts hi ha?", "Els de sempre.", topic="Subvencions", language="ca", social="Sempre.", owner="Hacienda"),
    row("S-2", "¿Cuándo se pagan las ayudas?", "En mayo.", topic="SUBVENCIONES", owner="Hacienda"),
    row("P-1", "¿Cómo me empadrono?", "Con cita.", topic="Padrón"),
)
SHEETS = {"Datos": [("Nombre", "Valor"), ("boe", "boe.es")], "Departamentos": [("Departamento", "Contacto"), ("Hacienda", "h@x.example")]}


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> Any:
        return NOW + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(workbook: Any, versions: Versions, database: Database, clock: Clock) -> Desk:
    put_in_service(workbook(*ROWS, **SHEETS, Temas=TOPICS), versions)
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


def put_in_service(path: Any, versions: Versions) -> None:
    preparation = publishing.prepare(str(path), versions, today=TODAY, language="es")
    publishing.put_in_service(preparation, versions, at=NOW, by="ana")


def freeze(desk: Desk, until: date = TODAY, topic: str = "subvenciones", reason: str = "Elecciones") -> Freezing:
    return desk.freezes.freeze(desk.catalogue(), topic, until=until, reason=reason, person="local:root", by="root", at=desk.clock(), today=desk.today())


def ask(desk: Desk, text: str, key: str = "t:1", **more: Any) -> Reply:
    return desk.handle(Asked(key, "terminal", "u", Question(text, **more)))


def test_whichever_way_an_entry_would_be_reached_its_topic_says_its_line_and_nothing_else(desk: Desk) -> None:
    """Asked, asked for a channel, picked, told."""
    before = ask(desk, "que ayudas hay", "t:before", reads="es")
    assert before.text == "Las de siempre."
    assert freeze(desk) is Freezing.DONE
    replies = [
        ask(desk, "que ayudas hay", "t:1"),
        ask(desk, "que ayudas hay", "t:2", channel="social"),
        desk.handle(Picked("t:3", "terminal", "u", EntryKey("S-2", "es"))),
        desk.handle(Told("terminal", "u", "t:before", "S-1")),
        desk.handle(Told("terminal", "u", "t:before")),
    ]
    for reply in replies:
        assert (reply.outcome, reply.text, reply.wordings, reply.web_page) == (Outcome.ANSWERED, SAID, (), "")
        assert Note.FROZEN in reply.notes
        assert reply.stamp is not None
        assert (reply.stamp.entry, reply.stamp.version, reply.stamp.owner, reply.stamp.valid_until) == ("Subvenciones", 1, "Hacienda", TODAY)
    assert desk.ledger.reply_to("t:1") == replies[0]
    assert ask(desk, "como me empadrono", "t:9").text == "Con cita."


def test_a_row_that_names_its_topic_in_another_language_is_frozen_with_its_entry(desk: Desk) -> None:
    """And says the line in that language, where there is one."""
    freeze(desk)
    assert ask(desk, "quins ajuts hi ha").text == "En període electoral, consulteu el BOE."
    assert ask(desk, "que ayudas hay", "t:2", language="ca").text == "En període electoral, consulteu el BOE."


def test_suggestions_of_a_frozen_topic_alone_are_its_line(desk: Desk) -> None:
    """Beside those of other topics they stay, and lead to it."""
    assert ask(desk, "¿Qué ayudas hay? ¿Cuándo se pagan las ayudas?", "t:0").outcome is Outcome.SUGGESTED
    freeze(desk)
    assert ask(desk, "¿Qué ayudas hay? ¿Cuándo se pagan las ayudas?", "t:1").text == SAID
    mixed = ask(desk, "¿Qué ayudas hay? ¿Cómo me empadrono?", "t:2")
    assert [suggestion.entry for suggestion in mixed.suggestions] == ["P-1", "S-1"]


def test_an_answer_that_was_got_before_is_not_shared_while_its_topic_is_frozen(desk: Desk) -> None:
    """Everybody in the conversation would read it."""
    ask(desk, "que ayudas hay", "t:1")
    freeze(desk)
    assert desk.handle(Shared("terminal", "u", "t:1")).text == SAID


def test_a_draft_about_a_frozen_topic_is_held_against_its_line(desk: Desk) -> None:
    """What was right yesterday is not what is approved today."""
    freeze(desk)
    reply = desk.handle(Drafted("t:1", "terminal", "u", "Hay 5 ayudas de 300 €.", Question("que ayudas hay")))
    assert reply.text == SAID
    assert reply.judgement is not None
    assert reply.judgement.verdict is not Verdict.FINE
    assert "siempre" not in repr(reply)


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("Durante el periodo electoral no se informa de ayudas. Vote con alegría.", Verdict.DIFFERS),
        ("Durante el periodo electoral, consulte el *BOE*: boe.es. Y pida las ayudas de siempre.", Verdict.DIFFERS),
        ("Durante el periodo electoral, consulte\nel *BOE*: boe.es.", Verdict.EXACT),
        ("En període electoral, consulteu el BOE.", Verdict.EXACT),
    ],
)
def test_a_draft_about_a_frozen_topic_passes_word_for_word_only(desk: Desk, draft: str, verdict: Verdict) -> None:
    """Nothing may be added, and its line has no facts by which other words could be told to say the same."""
    freeze(desk)
    reply = desk.handle(Drafted("t:1", "terminal", "u", draft, Question(""), "S-1"))
    assert reply.judgement is not None
    assert reply.judgement.verdict is verdict
    says = draft_wording.headline(reply, translations("es"))
    assert ("congelado" in says) == (verdict is Verdict.DIFFERS)


def test_it_ends_by_itself_when_the_day_does_where_the_administration_is(desk: Desk, clock: Clock) -> None:
    """Not at midnight in Greenwich: at 22:59 there it is 23:59 in Madrid."""
    freeze(desk, until=TODAY)
    clock.ahead = timedelta(hours=11, minutes=59)
    assert ask(desk, "que ayudas hay", "t:1").text == SAID
    clock.ahead = timedelta(hours=12)
    assert ask(desk, "que ayudas hay", "t:2").text == "Las de siempre."


def test_an_admin_ends_it_before_and_it_stays_on_record(desk: Desk) -> None:
    """Who, why, until when, and who ended it."""
    freeze(desk, until=TODAY + timedelta(days=9))
    assert desk.freezes.end("SUBVENCIONES", desk.frozen(), by="eva", at=NOW, today=TODAY) is Freezing.DONE
    assert ask(desk, "que ayudas hay").text == "Las de siempre."
    (kept,) = desk.freezes.all()
    assert (kept.name, kept.by, kept.reason, kept.until, kept.ended_by) == ("Subvenciones", "root", "Elecciones", TODAY + timedelta(days=9), "eva")


@pytest.mark.parametrize(
    ("given", "outcome"),
    [({"topic": "Padrón"}, Freezing.NO_LINE), ({"until": TODAY - timedelta(days=1)}, Freezing.PAST), ({"reason": " "}, Freezing.NO_REASON)],
)
def test_what_cannot_be_frozen_is_not(desk: Desk, given: dict[str, Any], outcome: Freezing) -> None:
    """A topic without an approved line, a day that is over, no reason."""
    assert freeze(desk, **given) is outcome
    assert desk.frozen() == {}


def test_the_workbook_freezes_between_two_days(workbook: Any, versions: Versions, desk: Desk, clock: Clock) -> None:
    """And no order of an admin ends that."""
    dated = [TOPICS[0], ("Subvenciones", "Nada que decir.", None, "Hacienda", TODAY + timedelta(days=1), TODAY + timedelta(days=2))]
    put_in_service(workbook(*ROWS, **SHEETS, Temas=dated), versions)
    said = []
    for day in range(4):
        clock.ahead = timedelta(days=day)
        said.append(ask(desk, "que ayudas hay", f"t:{day}").text)
        if day == 1:
            assert desk.freezes.end("subvenciones", desk.frozen(), by="eva", at=NOW, today=desk.today()) is Freezing.BY_WORKBOOK
    assert said == ["Las de siempre.", "Nada que decir.", "Nada que decir.", "Las de siempre."]


def test_a_topic_whose_line_is_gone_says_nothing_of_its_entries(workbook: Any, versions: Versions, desk: Desk) -> None:
    """Rather no answer than the one that was to be held."""
    freeze(desk)
    put_in_service(workbook(*ROWS, **SHEETS), versions)
    reply = ask(desk, "que ayudas hay")
    assert (reply.outcome, reply.text, reply.notes) == (Outcome.UNANSWERED, "", (Note.FROZEN_WITHOUT_LINE,))


def test_a_faulty_row_of_a_topic_keeps_its_last_good_line(workbook: Any, versions: Versions, desk: Desk) -> None:
    """The cells are named."""
    path = workbook(
        *ROWS, **SHEETS, Temas=[TOPICS[0], ("Subvenciones", None, None, "Nadie", "1/1/2027", None), ("Playas", "Nada.", None, None, None, None)]
    )
    found = {(finding.rule, finding.place) for finding in check(path).findings}
    assert {("topic-line-missing", "Temas!B2"), ("department-unknown", "Temas!D2"), ("topic-no-end", "Temas!F2"), ("topic-unused", "Temas!A3")} <= found
    put_in_service(path, versions)
    assert [topic.name for topic in versions.catalogue(2).topics] == ["Playas", "Subvenciones", "Subvenciones"]
    freeze(desk)
    assert ask(desk, "que ayudas hay").text == SAID


def test_it_is_told_by_health_and_by_the_digest(desk: Desk, database: Database) -> None:
    """Nobody forgets that something is held."""
    freeze(desk)
    found = health.of(desk, database, MADRID)
    assert [[symptom.ailment for symptom in found[entry]] for entry in ("S-1", "P-1")] == [[Ailment.FROZEN], []]
    told = sections(digest(desk, database, MADRID, weekly=True), translations("es"))
    line = "El tema «Subvenciones» está congelado hasta el 24/11/2026: solo se responde con su texto de espera."
    assert (line,) in [section.lines for section in told]


def test_a_topic_is_part_of_its_version(versions: Versions, desk: Desk, workbook: Any) -> None:
    """It is read back as it was published, and its changes are seen."""
    assert {topic.language: topic.holding_line for topic in versions.catalogue(1).topics} == {"": LINE, "ca": TOPICS[2][1]}
    preparation = publishing.prepare(
        str(workbook(*ROWS, **SHEETS, Temas=[TOPICS[0], ("Subvenciones", "Otra.", *TOPICS[1][2:]), TOPICS[2]])), versions, today=TODAY, language="es"
    )
    assert [(change.part, change.name) for change in preparation.changes] == [("topic", "Subvenciones")]


def test_the_command_line_freezes_and_lets_go(unavoz: Any, workbook: Any) -> None:  # noqa: F811
    """With a reason, or not at all."""
    workbook(*ROWS, **SHEETS, Temas=TOPICS)
    unavoz("publish")
    assert unavoz("freeze", "Subvenciones", "--until", "31/12/2026")[0] == 1
    assert unavoz("freeze", "Subvenciones", "--until", "31/12/2026", "--reason", "Elecciones")[0] == 0
    assert "Durante el periodo electoral" in unavoz("ask", "que ayudas hay")[1]
    assert unavoz("unfreeze", "Subvenciones")[0] == 0
    assert "Las de siempre." in unavoz("ask", "que ayudas hay")[1]
    assert unavoz("unfreeze", "Subvenciones")[0] == 1


def test_of_a_day_on_which_a_topic_was_frozen_both_are_shown_each_with_its_hours(desk: Desk, clock: Clock) -> None:
    """And whoever approved the entry is not said to have approved the line."""
    ask(desk, "que ayudas hay", "t:1")
    with desk.ledger.database.write() as tables:  # another topic: no change of what is said here
        other = {"topic": "padrón", "name": "Padrón", "until": TODAY.isoformat(), "reason": "Obras", "person": "p", "by": "eva"}
        tables["freeze"].insert({**other, "at": to_milliseconds(NOW + timedelta(hours=1))})
    clock.ahead = timedelta(hours=2)
    freeze(desk, until=TODAY + timedelta(days=9))
    ask(desk, "que ayudas hay", "t:2")
    ask(desk, "que ayudas hay", "t:3")
    clock.ahead = timedelta(hours=4)
    desk.freezes.end("subvenciones", desk.frozen(), by="eva", at=desk.clock(), today=TODAY)
    found = said.words_on(desk, "S-1", *said.day_span(desk, TODAY), language="es")
    assert [(one.reply.text, one.given, one.row is None) for one in found] == [
        ("Las de siempre.", 1, False), (SAID, 2, True), ("Las de siempre.", 0, False),
    ]  # fmt: skip
    assert [(one.since - NOW, one.until and one.until - NOW) for one in found] == [
        (timedelta(), timedelta(hours=2)), (timedelta(hours=2), timedelta(hours=4)), (timedelta(hours=4), None),
    ]  # fmt: skip
