"""The digest in departments' channels: when it is time, once, and not when there is nothing to say."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import digest_telling
from bot.desk import Desk
from bot.events import Asked
from bot.ledger import Ledger
from bot.notice_settings import Digest
from bot.settings import Settings, Slack
from bot.teams_settings import Teams
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.bot.test_publishing import publish
from tests.conftest import MADRID, PSEUDONYMS, row

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=MADRID)
ID = "11111111-2222-3333-4444-555555555555"


class Clock:
    now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def comms(workbook: Callable[..., Path], database: Database, versions: Versions, clock: Clock) -> Desk:
    publish(workbook(row("OAC-1", "¿Cómo me empadrono?")), versions)
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


def settings(every: str, *departments: str) -> Settings:
    teams = Teams(app_id=ID, tenant_id=ID, app_password="x", departments={"Comunicación": "19:c@thread.tacv2"})
    slack = Slack(bot_token="xoxb-1", app_token="xapp-1", departments={"Alcaldía": "C1"})
    return Settings.model_construct(**{**dict(Settings()), "teams": teams, "slack": slack, "digest": Digest(every=every, departments=departments)})


def ask(desk: Desk, key: str = "k") -> None:
    desk.handle(Asked(key, "web", "ana", Question("¿Hay nidos de cigüeña?")))


def owed(database: Database, platform: str) -> list[str]:
    return [row["send_to"] for row in database.rows("SELECT send_to FROM outgoing JOIN event ON key = event WHERE platform = ?", (platform,))]


def test_each_department_is_told_on_its_platform_once_it_is_time(comms: Desk, database: Database, clock: Clock) -> None:
    """Not before the hour, and not twice."""
    clock.now = MONDAY - timedelta(days=1)
    ask(comms)
    clock.now = MONDAY
    chosen = settings("day", "Comunicación", "Alcaldía", "Nadie")
    assert digest_telling.tell(comms, database, chosen) == 0
    clock.now = MONDAY + timedelta(hours=1)
    assert digest_telling.tell(comms, database, chosen) == 2
    assert digest_telling.tell(comms, database, chosen) == 0
    assert owed(database, "teams") == ["department:teams:Comunicación"]
    assert owed(database, "slack") == ["department:slack:Alcaldía"]


def test_nothing_is_sent_when_there_is_nothing_to_say(comms: Desk, database: Database, clock: Clock) -> None:
    """And that is not looked at again all day."""
    clock.now = MONDAY + timedelta(hours=1)
    assert digest_telling.tell(comms, database, settings("day", "Comunicación")) == 0
    assert owed(database, "teams") == []
    assert database.rows("SELECT key FROM event WHERE kind = 'digested'")[0]["key"] == "digested:day:2026-11-23:teams:Comunicación"


@pytest.mark.parametrize(("every", "told"), [("week", [0, 1, 0, 0, 1]), ("never", [0, 0, 0, 0, 0])])
def test_a_weekly_one_comes_on_monday_or_as_soon_as_somebody_serves(comms: Desk, database: Database, clock: Clock, every: str, told: list[int]) -> None:
    """Once a week."""
    chosen, found = settings(every, "Comunicación"), []
    clock.now = MONDAY + timedelta(days=-7, hours=1)
    digest_telling.tell(comms, database, chosen)  # there is nothing to say yet
    for days in (-1, 1, 2, 4, 7):  # nobody serves on the next Monday
        clock.now = MONDAY + timedelta(days=days - 1)
        ask(comms, f"k{days}")
        clock.now = MONDAY + timedelta(days=days, hours=1)
        found.append(digest_telling.tell(comms, database, chosen))
    assert found == told


def test_what_is_said_is_of_its_day(comms: Desk, database: Database, clock: Clock) -> None:
    """The day after, it would be another one."""
    clock.now = MONDAY - timedelta(days=1)
    ask(comms)
    clock.now = MONDAY + timedelta(hours=1)
    key = "digested:day:2026-11-23:teams:Comunicación"
    chosen = settings("day", "Comunicación")
    told = digest_telling.said(comms, database, chosen, key, translations("es"))
    assert told is not None
    title, sections = told
    assert title == "Resumen del 22/11/2026"
    assert any("nidos de cigüeña" in line for section in sections for line in section.lines)
    clock.now += timedelta(days=1)
    assert digest_telling.said(comms, database, chosen, key, translations("es")) is None
