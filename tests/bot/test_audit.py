"""What can be shown afterwards: what was said, when, who approved it; and whatever is altered by hand is named."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import retention
from bot.audit import history, said, sealing, verifying
from bot.audit.verifying import Wrong
from bot.desk import Desk
from bot.events import Asked
from bot.ledger import Ledger
from bot.settings import Retention
from knowledge.answering import Question
from knowledge.database import Database, to_milliseconds
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact
from knowledge.versions import Versions, Workbook
from tests.bot.test_command_line import unavoz  # noqa: F401 (a fixture)
from tests.conftest import MADRID, NOW, PSEUDONYMS, row

DAY = timedelta(days=1)
MARCH = NOW - 30 * DAY


class Moving:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def desk(database: Database, versions: Versions, clock: Moving) -> Desk:
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


def put(versions: Versions, at, *entries: Entry, by: str = "ana", facts: tuple[SharedFact, ...] = ()) -> None:  # type: ignore[no-untyped-def]
    content = Catalogue(0, {entry.key: entry for entry in entries}, facts)
    versions.publish(content, after=versions.current_number(), at=at, by=by, workbook=Workbook("w.xlsx", f"{at}{len(entries)}".encode()))


def pool(price: str, approved: str = "Marta Soler", **more: object) -> Entry:
    return Entry(
        "DEP-1", "es", "¿Cuánto cuesta la piscina?", f"Cuesta {price}.", approved_by=approved, approved_on=date(2026, 10, 1), owner="Deportes",
        wordings=(("phone", f"Son {price}."),), **more,
    )  # fmt: skip


@pytest.fixture
def year(desk: Desk, versions: Versions, clock: Moving) -> Desk:
    """A price that was 3 € for ten days, then 4 €, and is withdrawn by now; asked on the way."""
    put(versions, NOW - 30 * DAY, pool("3 €"))
    clock.now = NOW - 25 * DAY
    for number, channel in enumerate(("", "phone", "phone")):
        desk.handle(Asked(f"a{number}", "web", f"p{number}", Question("¿cuánto cuesta la PISCINA?", channel)))
    put(versions, NOW - 20 * DAY, pool("4 €", "Lucía Prats"), by="luis")
    clock.now = NOW - 15 * DAY
    desk.handle(Asked("b", "web", "p1", Question("cuanto cuesta la piscina")))
    put(versions, NOW - 10 * DAY, Entry("OTR-1", "es", "¿Otra cosa?", "Otra."))
    clock.now = NOW
    return desk


@pytest.fixture
def decided(year: Desk, database: Database) -> Desk:
    """The same year, with an approval, a freeze that was lifted, one that holds, and a record of evidence."""
    at = to_milliseconds(NOW - 20 * DAY)
    with database.write() as tables:
        tables["approval"].insert(
            {"kind": "entry", "key": "DEP-1/es", "entry": "DEP-1", "language": "es", "hash": "h", "decision": "approved", "way": "console",
             "person": "p", "name": "Lucía Prats", "at": at, "reason": "", "version": 2}
        )  # fmt: skip
        freeze = {"topic": "piscina", "name": "Piscina", "until": "", "reason": "Obras", "person": "p", "by": "Marta Soler", "at": at}
        tables["freeze"].insert({**freeze, "ended_by": ""})
        tables["freeze"].insert({**freeze, "topic": "padrón", "ended_at": at + 1000, "ended_by": "Marta Soler"})
        tables["evidence"].insert({"at": at, "kind": "erasure", "by": "dpo", "detail": '{"rows": 3}'})
    return year


@pytest.mark.parametrize(
    ("days", "asked", "channel", "text", "version", "approved", "given"),
    [
        (25, "Cuanto cuesta la piscina", "", "Cuesta 3 €.", 1, "Marta Soler", 1),
        (25, "dep-1", "phone", "Son 3 €.", 1, "Marta Soler", 2),
        (15, "¿cuánto cuesta la piscina?", "", "Cuesta 4 €.", 2, "Lucía Prats", 1),
        (5, "¿cuánto cuesta la piscina?", "", "", 3, None, 0),
    ],
)
def test_the_words_of_a_day_with_who_approved_them_and_how_often_they_were_given(
    year: Desk, days: int, asked: str, channel: str, text: str, version: int, approved: str | None, given: int
) -> None:
    since, until = said.day_span(year, (NOW - days * DAY).date())
    (found,) = said.words_on(year, asked, since, until, channel=channel)
    assert (found.reply.text, found.version.number, found.row.approved_by if found.row else None, found.given) == (text, version, approved, given)


def test_on_the_day_of_a_change_both_are_shown_and_what_was_really_given(year: Desk) -> None:
    since, until = said.day_span(year, (NOW - 20 * DAY).date())
    assert [words.reply.text for words in said.words_on(year, "¿cuánto cuesta la piscina?", since, until)] == ["Cuesta 3 €.", "Cuesta 4 €."]
    since, until = said.day_span(year, (NOW - 25 * DAY).date())
    assert [(one.text, one.channel) for one in said.given_on(year, "CUÁNTO CUESTA LA PISCINA", since, until)] == [
        ("Cuesta 3 €.", ""), ("Son 3 €.", "phone"), ("Son 3 €.", "phone"),
    ]  # fmt: skip


def test_nothing_in_particular_is_not_the_question_of_everybody_whose_text_was_erased(year: Desk, database: Database) -> None:
    with database.write() as tables:
        tables.conn.execute("UPDATE question SET text = ''")
    assert said.given_on(year, "¿?", *said.day_span(year, (NOW - 25 * DAY).date())) == []


def test_a_shared_fact_is_that_of_the_day(desk: Desk, versions: Versions) -> None:
    facts = (SharedFact("tasa", "3 €", valid_until=date(2026, 10, 31)), SharedFact("tasa", "5 €", valid_from=date(2026, 11, 1)))
    put(versions, NOW - 60 * DAY, Entry("A-1", "es", "¿Tasa?", "Son {{tasa}}."), facts=facts)
    for day, text in ((date(2026, 10, 31), "Son 3 €."), (date(2026, 11, 1), "Son 5 €.")):
        (found,) = said.words_on(desk, "A-1", *said.day_span(desk, day))
        assert found.reply.text == text


def test_the_history_tells_each_change_and_how_often_it_was_given(year: Desk, database: Database) -> None:
    withdrawn, four, three = history.history(year.versions, database, "DEP-1")
    assert (withdrawn.revision.entry, withdrawn.revision.version.number) == (None, 3)
    assert [(change.field, change.before, change.after) for change in four.changes if change.field in ("answer", "approved_by")] == [
        ("answer", "Cuesta 3 €.", "Cuesta 4 €."), ("approved_by", "Marta Soler", "Lucía Prats"),
    ]  # fmt: skip
    assert (three.given, four.given) == ({"": 1, "phone": 2}, {"": 1})
    assert (four.revision.version.published_by, four.until) == ("luis", NOW - 10 * DAY)
    assert history.history(year.versions, database, "NO-1") == []


ALTERED: tuple[tuple[str, Wrong], ...] = (
    ("UPDATE version SET published_by = 'otro' WHERE number = 1", Wrong.LINK),
    ("UPDATE version SET published_at = published_at + 1 WHERE number = 2", Wrong.LINK),
    ("UPDATE version SET remark = 'x' WHERE number = 3", Wrong.LINK),
    ("UPDATE version SET digest = 'x' WHERE number = 2", Wrong.PARTS),
    ("DELETE FROM version_part WHERE version = 2", Wrong.PARTS),
    ("UPDATE part SET content = replace(content, 'Cuesta 3', 'Cuesta 2')", Wrong.CONTENT),
    ("UPDATE part SET content = replace(content, 'Marta Soler', 'Nadie')", Wrong.CONTENT),
    ("UPDATE workbook SET content = x'00'", Wrong.WORKBOOK),
    ("UPDATE workbook SET content = 'text'", Wrong.WORKBOOK),
    ("UPDATE part SET content = '[]'", Wrong.CONTENT),
    ("UPDATE reply SET text = x'00' WHERE event = 'a0'", Wrong.RECORD),
    ("UPDATE event SET platform = x'00' WHERE key = 'a0'", Wrong.RECORD),
    ("UPDATE evidence SET kind = 'retention', detail = '{\"policy\": {\"audit_days\": 1e999}}'", Wrong.RECORD),
    ("UPDATE reply SET text = 'Cuesta 2 €.' WHERE event = 'a0'", Wrong.RECORD),
    ("UPDATE reply SET version = 2 WHERE event = 'a1'", Wrong.RECORD),
    ("UPDATE event SET received_at = received_at - 1000 WHERE key = 'b'", Wrong.RECORD),
    ("UPDATE event SET outcome = 'unanswered' WHERE key = 'b'", Wrong.RECORD),
    ("UPDATE sealed SET hash = 'x' WHERE subject = 'a1'", Wrong.RECORD),
    ("UPDATE seal SET chain = 'x'", Wrong.SEAL),
    ("UPDATE freeze SET ended_at = NULL", Wrong.DELETED_RECORD),
    ("INSERT INTO event (key, received_at, kind, platform, asker) SELECT 'forged', received_at, 'asked', 'web', '' FROM event WHERE key = 'a0'", Wrong.ADDED_RECORD),
    ("UPDATE sealed SET subject = 'gone' WHERE subject = 'a2'", Wrong.DELETED_RECORD),
    ("UPDATE sealed SET subject = '' WHERE subject = 'a2'", Wrong.DELETED_RECORD),
    ("UPDATE sealed SET at = 0, subject = '' WHERE subject = 'a2'", Wrong.SEAL),
    ("DELETE FROM reply WHERE event = 'a2'", Wrong.RECORD),
    ("DELETE FROM event WHERE key = 'a2'", Wrong.DELETED_RECORD),
    ("UPDATE reply SET outcome = 'not_answered' WHERE event = 'a1'", Wrong.RECORD),
    ("UPDATE reply SET entry = 'OTR-1/es' WHERE event = 'a1'", Wrong.RECORD),
    ("UPDATE reply SET content = 'x' WHERE event = 'a1'", Wrong.RECORD),
    ("UPDATE sealed SET source = '' WHERE subject = 'a1'", Wrong.SEAL),
    ("UPDATE sealed SET subject = '' WHERE source = 'approval'", Wrong.DELETED_RECORD),
    ("UPDATE evidence SET kind = 'retention', detail = '[]'", Wrong.RECORD),
    ("DELETE FROM seal", Wrong.SEAL),
    ("DELETE FROM sealed WHERE number = (SELECT max(number) FROM sealed)", Wrong.SEAL),
    ("UPDATE approval SET name = 'Otra'", Wrong.RECORD),
    ("DELETE FROM approval", Wrong.DELETED_RECORD),
    ("UPDATE freeze SET reason = 'x'", Wrong.RECORD),
    ("UPDATE freeze SET ended_at = at + 1 WHERE ended_at IS NULL", Wrong.ADDED_RECORD),
    ("UPDATE evidence SET detail = '{}'", Wrong.RECORD),
    ("UPDATE version_part SET key = 'OTR-1/es' WHERE version = 2 AND kind = 'entry'", Wrong.PARTS),
    ("DELETE FROM workbook", Wrong.WORKBOOK),
    ("DELETE FROM version WHERE number = 1", Wrong.MISSING_VERSION),
)  # fmt: skip


@pytest.mark.parametrize(("sql", "wrong"), ALTERED)
def test_whatever_is_altered_by_hand_is_named(decided: Desk, database: Database, sql: str, wrong: Wrong) -> None:
    sealing.seal(database, NOW)
    assert verifying.verify(database, NOW).alterations == ()
    with closing(sqlite3.connect(database.path)) as by_hand, by_hand:
        assert by_hand.execute(sql).rowcount > 0
    assert wrong in {one.wrong for one in verifying.verify(database, NOW).alterations}


def test_a_head_that_was_written_down_proves_it_against_whoever_makes_the_chain_anew(year: Desk, database: Database, versions: Versions) -> None:
    sealing.seal(database, NOW)
    noted = verifying.verify(database, NOW).head
    put(versions, NOW, pool("9 €"))
    assert verifying.verify(database, NOW, noted).alterations == ()
    with database.write() as tables:  # as somebody who knows how it is made, and may write the file
        tables.conn.execute("UPDATE version SET published_by = 'otro' WHERE number = 1")
        before = ""
        for version in reversed(versions.all()):
            before = verifying.link_of(version, before)
            tables.conn.execute("UPDATE version SET chain = ? WHERE number = ?", (before, version.number))
    assert verifying.verify(database, NOW).alterations == ()
    assert [one.wrong for one in verifying.verify(database, NOW, noted).alterations] == [Wrong.HEAD]


@pytest.mark.parametrize("written", ["v0-{0}-e0-{0}", "v0-{1}-e0-{0}", "v0-{0}-e0-{1}", "v1-{0}-e0-{0}"])
def test_a_head_of_nothing_is_that_of_the_empty_chain_only(year: Desk, database: Database, written: str) -> None:
    sealing.seal(database, NOW)
    found = verifying.verify(database, NOW, written.format("0" * 32, "a" * 32)).alterations
    assert (found == ()) == ("{1}" not in written and written.startswith("v0"))


def test_lawful_erasure_leaves_the_chain_whole(year: Desk, database: Database, clock: Moving) -> None:
    sealing.seal(database, NOW)
    noted = verifying.verify(database, NOW).head
    clock.now = NOW + 800 * DAY
    retention.apply(database, Retention(questions_days=365, audit_days=730), clock.now)
    assert database.rows("SELECT 1 FROM event") == []
    found = verifying.verify(database, clock.now, noted)
    assert (found.alterations, found.deleted) == ((), 4)


def test_a_retention_that_was_killed_in_its_midst_is_lawful_too(year: Desk, database: Database, clock: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is one that is at work in another process: what it deleted is told of in the same transaction."""
    sealing.seal(database, NOW)
    clock.now = NOW + 800 * DAY
    monkeypatch.setattr(retention, "_sessions", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        retention.apply(database, Retention(questions_days=365, audit_days=730), clock.now)
    assert database.rows("SELECT 1 FROM event") == []
    assert verifying.verify(database, clock.now).alterations == ()


def test_what_another_process_does_while_it_looks_is_no_alteration(
    year: Desk, database: Database, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing.seal(database, NOW)
    rows, publications = database.rows, [lambda: put(versions, NOW, pool("5 €"))]

    def then_published(sql: str, *parameters: Any) -> list[dict[str, Any]]:
        found = rows(sql, *parameters)
        if sql.startswith("SELECT hash, kind, content FROM part") and publications:
            publications.pop()()
        return found

    monkeypatch.setattr(database, "rows", then_published)
    assert verifying.verify(database, NOW).alterations == ()
    assert versions.current_number() == 4


def test_evidence_of_the_future_makes_no_deletion_lawful(year: Desk, database: Database) -> None:
    """It would never be sealed, and so never be missed."""
    sealing.seal(database, NOW)
    later = to_milliseconds(NOW + 9_000 * DAY)
    with database.write() as tables:
        policy = '{"policy": {"audit_days": 365}}'
        tables.conn.execute("INSERT INTO evidence (at, kind, by, detail) VALUES (?, 'retention', '', ?)", (later, policy))
        tables.conn.execute("UPDATE sealed SET subject = '' WHERE subject = 'a1'")
        for table, column in (("question", "event"), ("reply", "event"), ("event", "key")):
            tables.conn.execute(f"DELETE FROM {table} WHERE {column} = 'a1'")
    assert {one.wrong for one in verifying.verify(database, NOW).alterations} == {Wrong.ADDED_RECORD, Wrong.DELETED_RECORD}


def test_versions_of_an_earlier_release_get_their_chain(tmp_path: Path, versions: Versions, database: Database) -> None:
    put(versions, NOW, pool("3 €"))
    put(versions, NOW + DAY, pool("4 €"))
    chains = [version.chain for version in versions.all()]
    with database.write() as tables:
        tables.conn.execute("UPDATE version SET chain = ''")
        tables.conn.execute("ALTER TABLE version DROP COLUMN chain")
        for table in _tables_since_the_chain():
            tables.conn.execute(f"DROP TABLE {table}")
        tables.conn.execute("DROP INDEX IF EXISTS outgoing_at")
        tables.conn.execute(f"PRAGMA user_version = {_steps_before_the_chain()}")
    again = Database(database.path)
    assert [version.chain for version in Versions(again).all()] == chains
    assert verifying.verify(again, NOW + DAY).alterations == ()
    again.close()


def _tables_since_the_chain() -> list[str]:

    from knowledge.database import _MIGRATIONS

    later = "\n".join(statement for step in _MIGRATIONS[_steps_before_the_chain() :] for statement in step)
    return re.findall(r"CREATE TABLE (\w+)", later)[::-1]


def _steps_before_the_chain() -> int:
    from knowledge.database import _MIGRATIONS

    return next(number for number, step in enumerate(_MIGRATIONS) if "chain" in step[0])


def test_events_are_sealed_once_however_often_and_by_whom(year: Desk, database: Database) -> None:
    other = Database(database.path)
    assert sealing.seal(database, NOW) == 4
    assert sealing.seal(other, NOW) == 0
    other.close()
    assert EntryKey("DEP-1", "es") not in year.catalogue().entries


def test_nothing_that_is_still_being_written_is_sealed(
    desk: Desk, database: Database, clock: Moving, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(versions, NOW, pool("3 €"))
    desk.handle(Asked("now", "web", "p", Question("¿cuánto cuesta la piscina?")))
    assert sealing.seal(database, NOW) == 0
    assert sealing.seal(database, NOW + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("written", ["DEP-1", "dep-1", "dep 1", " Dep-1 "])
def test_an_entry_is_found_however_its_id_is_written(year: Desk, versions: Versions, written: str) -> None:
    assert versions.entry_id(written) == "DEP-1"
    (found,) = said.words_on(year, written, *said.day_span(year, (NOW - 15 * DAY).date()))
    assert found.reply.text == "Cuesta 4 €."
    assert versions.entry_id("") == versions.entry_id("DEP-12") == ""


def test_one_of_a_thing_is_said_as_one(workbook: Any, unavoz: Any) -> None:  # noqa: F811 (the fixture)
    workbook(row("DEP-1", "¿Cuánto cuesta la piscina?", "Cuesta 3 €."))
    unavoz("publish")
    assert "1 version, 0 events, 0 were deleted when their period was over, 0 are not sealed yet." in unavoz("verify")[1]
