"""A new measure is given everywhere from the same minute on, and the departments that its row names are told before and as it begins, once each."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.events import Asked, Picked
from bot.ledger import Ledger
from bot.notice_settings import Announce
from bot.recalls import announcing
from bot.settings import Settings
from bot.settings import Slack as SlackSettings
from knowledge.answering import Note, Outcome, Question
from knowledge.database import Database
from knowledge.model import Catalogue, Entry, EntryKey
from knowledge.versions import Versions
from tests.conftest import ANSWERS_HEADER, MADRID, NOW, PSEUDONYMS, check, row, save

TOMORROW = NOW.date() + timedelta(days=1)
MEASURES = (
    Entry("ZBE-1", "es", "¿Quién entra en la zona de bajas emisiones?", "Quien tenga distintivo.", valid_from=TOMORROW, announce_to=("OAC", "Policía")),
    Entry("ZBE-1", "ca", "Qui entra a la zona de baixes emissions?", "Qui tingui distintiu.", valid_from=TOMORROW, announce_to=("OAC",)),
    Entry("ZBE-2", "es", "¿Cuánto cuesta la multa de la zona?", "Son 200 €.", wordings=(("phone", "Doscientos euros."),), valid_from=TOMORROW),
)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database: Database, versions: Versions, clock: Clock) -> Desk:
    versions.publish(Catalogue(0, {entry.key: entry for entry in MEASURES}), after=0, at=NOW, by="ana")
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


def settings(days_before: int = 2, **departments: str) -> Settings:
    slack = SlackSettings.model_validate({"bot_token": "xoxb-1", "app_token": "xapp-1", "departments": departments} if departments else {})
    return Settings.model_construct(**{**dict(Settings()), "slack": slack, "announce": Announce(days_before=days_before)})


def owed(desk: Desk) -> list[tuple[str, str]]:
    return [(row["send_to"], row["event"]) for row in desk.ledger.database.rows("SELECT send_to, event FROM outgoing ORDER BY send_to, event")]


def test_what_begins_together_begins_at_midnight_where_the_administration_is_in_every_process(desk, database, versions, clock) -> None:  # type: ignore[no-untyped-def]
    """In every channel and language, to the second, however one asks."""
    other_database = Database(database.path)
    desks = [desk, Desk(Versions(other_database), Ledger(other_database, PSEUDONYMS), clock, MADRID)]
    asked = iter(range(1_000))

    def outcomes() -> set[tuple[Outcome, tuple[Note, ...]]]:
        found = set()
        for one in desks:
            for entry in MEASURES:
                for channel in ("", "phone"):
                    reply = one.handle(Picked(f"p{next(asked)}", "slack", "U1", entry.key, channel))
                    found.add((reply.outcome, tuple(note for note in reply.notes if note is not Note.GENERAL_WORDING)))
                reply = one.handle(Asked(f"p{next(asked)}", "slack", "U1", Question(entry.question, language=entry.language)))
                found.add((reply.outcome, reply.notes))
        return found

    clock.now = NOW.replace(hour=22, minute=59, second=59, microsecond=999_000)
    assert outcomes() == {(Outcome.UNANSWERED, (Note.NOT_YET_VALID,))}
    clock.now = NOW.replace(hour=23)
    assert outcomes() == {(Outcome.ANSWERED, ())}
    other_database.close()


def test_departments_are_told_before_and_as_it_begins_once_each_where_they_are(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """In their channel where they have one, in the console where not; whoever does it twice finds it done."""
    chosen = settings(OAC="C7")
    clock.now -= timedelta(days=2)
    assert announcing.announce(desk, chosen) == 0
    clock.now += timedelta(days=1)
    assert [announcing.announce(desk, chosen) for _ in range(2)] == [2, 0]
    clock.now += timedelta(days=1)
    assert announcing.announce(desk, chosen) == 0
    day = TOMORROW.isoformat()
    before = [
        ("department:slack:OAC", f"announced:ZBE-1:{day}:before:OAC"),
        ("department:web:Policía", f"announced:ZBE-1:{day}:before:Policía"),
    ]
    assert owed(desk) == before
    assert desk.ledger.reply_to(before[0][1]).text == MEASURES[0].answer, "as it will be given"
    clock.now = NOW.replace(hour=23)
    assert [announcing.announce(desk, chosen) for _ in range(2)] == [2, 0]
    assert len(owed(desk)) == 4


def test_an_old_measure_and_a_suspended_one_are_announced_to_nobody(desk, versions, clock) -> None:  # type: ignore[no-untyped-def]
    clock.now += timedelta(days=30)
    assert announcing.announce(desk, settings()) == 0


def test_the_column_of_the_workbook_names_departments(tmp_path: Path) -> None:
    """One that the sheet of departments does not have is pointed out, and the row stays in service."""
    header = [*ANSWERS_HEADER, "Avisar a"]
    rows = [[*row("A-1", "¿Qué cambia el uno de enero?"), "oac\nTráfico"], [*row("A-2", "¿Qué cambia el dos de enero?"), None]]
    path = save(tmp_path / "w.xlsx", {"Respuestas": [header, *rows], "Departamentos": [["Departamento"], ["OAC"]]})
    draft = check(path)
    assert [entry.announce_to for entry in draft.catalogue().entries.values()] == [("OAC",), ()]
    assert [(finding.rule, finding.cell) for finding in draft.findings if finding.rule == "announce-unknown"] == [("announce-unknown", "P2")]
    assert EntryKey("A-1", "es") in draft.catalogue().entries
