"""What Activity counts, from events through the desk on days of a moving clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import Desk
from bot.draft_statistics import Checked, Troublesome
from bot.events import Asked, Drafted, Event, Followed, Picked, Rated, Shared, Verdict
from bot.ledger import Ledger
from bot.statistics import Counts, Given, Group, Selection, Statistics, Worth, by_owner_worth
from knowledge.answering import Outcome, Question
from knowledge.facts import FactKind
from knowledge.model import EntryKey
from tests.bot.test_publishing import publish
from tests.conftest import MADRID, PSEUDONYMS, row

ROWS = (
    row("PAD-1", "¿Cómo me empadrono?", owner="Atención", topic="Padrón"),
    row("BAS-1", "¿Cuánto es la tasa de basura?", owner="Hacienda", topic="Basura", phrasings="recibo de la basura\npagar la basura"),
    row("OLD-1", "¿Cuándo abre la piscina?", owner="Deportes", topic="Piscina", valid_until=date(2026, 9, 1)),
)
MONDAY = date(2026, 11, 23)
ALL = Selection(date(2026, 11, 23), date(2026, 11, 29))


@dataclass
class Town:
    """A desk with a clock to be set, and short ways of doing things at it."""

    desk: Desk
    now: datetime
    number: int = 0

    def at(self, day: date, hour: int, zone: ZoneInfo = MADRID) -> "Town":
        self.now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone)
        return self

    def ask(self, text: str, who: str = "ana", platform: str = "slack", department: str = "") -> tuple[str, Outcome]:
        self.number += 1
        key = f"{platform}:{self.number}"
        return key, self.desk.handle(Asked(key, platform, who, Question(text), department=department)).outcome

    def do(self, event: Event) -> None:
        self.desk.handle(event)


@pytest.fixture
def town(workbook: Callable[..., object], versions, database) -> Town:  # type: ignore[no-untyped-def]
    publish(workbook(*ROWS), versions)
    town = Town(None, datetime(2026, 11, 23, 12, tzinfo=UTC))  # type: ignore[arg-type]
    town.desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: town.now, MADRID)
    return town


@pytest.fixture
def counted(town: Town, database) -> Callable[[], Statistics]:  # type: ignore[no-untyped-def]
    return lambda: Statistics(database, town.desk.catalogue(), MADRID)


def a_week(town: Town) -> None:
    """Nine questions: answered, suggested with and without a pick, unanswered, and one whose entry has expired."""
    for who in ("ana", "luis", "eva", "iker", "uxue"):
        assert town.at(MONDAY, 9).ask("¿Cómo me empadrono?", who) == (f"slack:{town.number}", Outcome.ANSWERED)
    town.do(Rated("slack", "ana", "slack:1", Verdict.USEFUL))
    town.do(Rated("slack", "luis", "slack:2", Verdict.NOT_USEFUL))
    town.do(Shared("slack", "ana", "slack:1"))
    key, outcome = town.at(MONDAY + timedelta(days=1), 23).ask("y el recibo de basuras este año?", "luis", "teams")
    assert outcome is Outcome.SUGGESTED
    for number in range(2):  # the second press counts no more than the first
        town.do(Picked(f"pick:{number}", "teams", "luis", EntryKey("BAS-1", "es"), about=key))
    town.do(Rated("teams", "luis", "pick:0", Verdict.USEFUL))
    left, outcome = town.ask("y el recibo de basuras este año?", "eva", "teams")
    town.do(Rated("teams", "eva", left, Verdict.NONE_OF_THESE))
    lost, outcome = town.at(MONDAY + timedelta(days=6), 0).ask("¿Puedo aterrizar mi helicóptero?", "eva")
    assert outcome is Outcome.UNANSWERED
    town.do(Followed("slack", "eva", lost, "D1"))
    assert town.ask("¿Cuándo abre la piscina?")[1] is Outcome.UNANSWERED


def test_every_question_is_counted_once_on_its_day_and_hour_where_the_administration_is(town: Town, counted: Callable[[], Statistics]) -> None:
    a_week(town)
    timeline = counted().timeline(ALL)
    assert timeline.total == Counts(answered=5, picked=1, suggested=1, unanswered=2)
    assert timeline.total.share == 6 / 9
    days = dict(timeline.days)
    assert len(days) == 7
    assert days[MONDAY] == Counts(answered=5)
    assert days[MONDAY + timedelta(days=1)] == Counts(picked=1, suggested=1)
    assert days[MONDAY + timedelta(days=6)] == Counts(unanswered=2)
    assert {(day, hour): n for day, hours in enumerate(timeline.week) for hour, n in enumerate(hours) if n} == {(0, 9): 5, (1, 23): 2, (6, 0): 2}
    assert timeline.weeks() == ((MONDAY, timeline.total),)
    assert counted().timeline(ALL.before()).total == Counts()
    assert Counts().share is None


def test_the_night_when_clocks_go_back_has_its_hour_twice_and_loses_no_question(town: Town, counted: Callable[[], Statistics]) -> None:
    for hour in (0, 1, 2):  # 02:30 and again 02:30, then 03:30
        town.now = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        town.ask("¿Cómo me empadrono?")
    town.now = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)  # 23:59
    town.ask("¿Cómo me empadrono?")
    timeline = counted().timeline(Selection(date(2026, 10, 25), date(2026, 10, 25)))
    assert timeline.total == Counts(answered=4)
    assert {hour: n for hour, n in enumerate(timeline.week[6]) if n} == {2: 2, 3: 1, 23: 1}


def test_groups_by_platform_owner_and_topic(town: Town, counted: Callable[[], Statistics]) -> None:
    a_week(town)
    assert counted().by_platform(ALL) == (Group("slack", Counts(5, 0, 0, 2)), Group("teams", Counts(0, 1, 1, 0)))
    assert counted().by_owner(ALL) == (
        Group("Atención", Counts(answered=5)), Group("Deportes", Counts(unanswered=1)), Group("Hacienda", Counts(picked=1)),
    )  # fmt: skip
    assert [group.name for group in counted().by_topic(ALL)] == ["Padrón", "Basura", "Piscina"]
    assert counted().by_department(ALL) == (Group("", Counts(5, 1, 1, 2)),)
    choices = counted().choices()
    assert (choices.platforms, choices.owners) == (("slack", "teams"), ("Atención", "Deportes", "Hacienda"))


def test_filters_count_what_reached_the_selected_entries_only(town: Town, counted: Callable[[], Statistics]) -> None:
    a_week(town)
    of_hacienda = Selection(ALL.first, ALL.last, owner="Hacienda")
    assert counted().timeline(of_hacienda).total == Counts(picked=1)
    assert counted().by_platform(of_hacienda) == (Group("teams", Counts(picked=1)),)
    assert counted().by_topic(of_hacienda) == (Group("Basura", Counts(picked=1)),)
    on_slack = Selection(ALL.first, ALL.last, platform="slack")
    assert counted().timeline(on_slack).total == Counts(answered=5, unanswered=2)
    assert [given.entry for given in counted().given(on_slack)] == ["PAD-1"]
    assert counted().timeline(Selection(ALL.first, ALL.last, topic="Nada")).total == Counts()


def test_answers_given_say_how_many_got_them_only_from_five_people_on(town: Town, counted: Callable[[], Statistics]) -> None:
    a_week(town)
    given = counted().given(ALL)
    assert given == (
        Given("PAD-1", "¿Cómo me empadrono?", "Atención", "Padrón", 5, 1, 1, 5),
        Given("BAS-1", "¿Cuánto es la tasa de basura?", "Hacienda", "Basura", 2, 1, 0, None),
    )
    assert by_owner_worth(given) == (Worth("Atención", 1, 5, 1, 1), Worth("Hacienda", 1, 2, 1, 0))
    assert by_owner_worth(given)[0].useful_share == 0.5


def test_what_is_done_with_a_reply_counts_for_the_department_that_asked(town: Town, counted: Callable[[], Statistics]) -> None:
    key, outcome = town.at(MONDAY, 9).ask("y el recibo de basuras este año?", "luis", department="Registro")
    assert outcome is Outcome.SUGGESTED
    town.do(Picked("pick", "slack", "luis", EntryKey("BAS-1", "es"), about=key))
    town.do(Rated("slack", "luis", "pick", Verdict.USEFUL))
    of_registro = Selection(ALL.first, ALL.last, department="Registro")
    assert counted().by_department(ALL) == (Group("Registro", Counts(picked=1)),)
    assert [(one.entry, one.times, one.useful) for one in counted().given(of_registro)] == [("BAS-1", 1, 1)]
    assert counted().given(Selection(ALL.first, ALL.last, department="Hacienda")) == ()


def test_an_entry_that_left_the_catalogue_keeps_its_owner(town: Town, counted: Callable[[], Statistics], workbook, versions) -> None:  # type: ignore[no-untyped-def]
    a_week(town)
    publish(workbook(ROWS[1]), versions)
    assert "PAD-1" not in {key.id for key in town.desk.catalogue().entries}
    assert counted().by_owner(ALL)[0] == Group("Atención", Counts(answered=5))
    assert counted().timeline(Selection(ALL.first, ALL.last, owner="Atención")).total == Counts(answered=5)


def test_a_selection_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before"):
        Selection(date(2026, 11, 24), date(2026, 11, 23))


def test_which_answers_drafts_are_contrary_to_and_which_facts_they_have_wrong(workbook, versions, database) -> None:  # type: ignore[no-untyped-def]
    rows = (
        row("POO-1", "¿Cuánto cuesta la piscina?", answer="La entrada cuesta 3 € y el bono 20 €.", owner="Deportes"),
        row("PAD-1", "¿Cómo me empadrono?", answer="Pida cita en el 910 000 010.", owner="Atención"),
    )
    publish(workbook(*rows), versions)
    desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: datetime(2026, 11, 24, 12, tzinfo=UTC), MADRID)
    drafts = (
        ("POO-1", "Son 4 € y el bono 20 €."), ("POO-1", "Son 5 € y el bono 20 €."), ("POO-1", "La entrada son 3 €."), ("POO-1", "Son tres euros; el bono, 20 €."),
        ("PAD-1", "Llame al 910 000 010 para la cita."), ("", "Felices fiestas."),
    )  # fmt: skip
    for number, (entry, draft) in enumerate(drafts):
        desk.handle(Drafted(f"d{number}", "web", "ana", draft, Question(""), entry))
    statistics = Statistics(database, desk.catalogue(), MADRID)
    amount = FactKind.AMOUNT
    assert statistics.drafts(ALL) == (
        Checked("POO-1", "¿Cuánto cuesta la piscina?", "Deportes", 4, 1, 2, 1, 0, 0, (Troublesome(amount, "3 €", 2), Troublesome(amount, "20 €", 1))),
        Checked("PAD-1", "¿Cómo me empadrono?", "Atención", 1, 1, 0, 0, 0, 0, ()),
    )
    assert [one.entry for one in statistics.drafts(replace(ALL, owner="Atención"))] == ["PAD-1"]
    assert statistics.drafts(ALL.before()) == ()
    assert statistics.timeline(ALL).total == Counts()
