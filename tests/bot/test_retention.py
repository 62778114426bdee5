"""What is kept for how long: each period takes out what it is for, and nothing else."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import retention
from bot.review import acting
from bot.review.listing import Listing
from bot.review.values import Archive, Done, Filter, Merge
from bot.settings import Retention
from knowledge.database import Database, to_milliseconds
from knowledge.model import Catalogue
from knowledge.review import State
from tests.bot.kept import ask, does, everything, of
from tests.conftest import MADRID, NOW

NEVER = Retention(questions_days=0, archived_text_days=0, contacts_days=0, audit_days=0)
POLICY = Retention()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def act(database: Database, group: int, action: object, at: datetime) -> None:
    seen = Listing(database).group(group, at)
    assert seen
    assert isinstance(acting.act(database, Catalogue(1, {}), group, seen.revision, action, "marta", at), Done)  # type: ignore[arg-type]


def texts(database: Database) -> dict[str, str]:
    return {row["event"]: row["text"] for row in database.rows("SELECT event, text FROM question ORDER BY event")}


def test_questions_and_their_askers_go_after_a_year_and_the_figures_stay(database: Database) -> None:
    """A day makes the difference; a group's wording is that of a question that is left."""
    group = ask(database, "slack:T1:Ev1", "¿Abre hoy la piscina?", "U1", ago(366))
    ask(database, "slack:T1:Ev2", "¿Abre hoy la piscina?", "U2", ago(366), group)
    ask(database, "slack:T1:Ev3", "horario piscina", "U1", ago(364), group)
    does(database, "rated", "slack:T1:Ev1", "U1", ago(366), "not_useful")
    does(database, "explained", "slack:T1:Ev1", "U1", ago(366), "vivo al lado", "slack:T1:v1")

    report = retention.apply(database, POLICY, NOW)

    assert (report.counts["questions"], report.counts["reasons"], report.counts["askers"]) == (2, 1, 4)
    assert texts(database) == {"slack:T1:Ev1": "", "slack:T1:Ev2": "", "slack:T1:Ev3": "horario piscina"}
    assert {row["asker"] for row in database.rows("SELECT asker FROM event")} == {"", of("U1")}
    assert not database.rows("SELECT 1 FROM event WHERE received_at < ? AND instr(key, '~')", (to_milliseconds(ago(365)),))
    now = Listing(database).group(group, NOW)
    assert now
    assert (now.text, now.questions, now.askers) == ("horario piscina", 3, 2)
    retention.apply(database, POLICY, NOW + timedelta(days=2))
    now = Listing(database).group(group, NOW)
    assert now
    assert (now.text, now.questions, now.askers) == ("[BORRADO]", 3, 2)


def test_whoever_judged_an_old_answer_is_taken_out_of_the_group_with_it(database: Database) -> None:
    """Also where they did so a short while ago."""
    ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(366))
    with database.write() as tables:
        tables.conn.execute("UPDATE unanswered_question SET asker = ?, at = ?", (of("U2"), to_milliseconds(ago(1))))
    assert retention.apply(database, POLICY, NOW).counts["group_askers"] == 1
    assert of("U2").encode() not in database.path.read_bytes()


def test_archived_texts_go_earlier_but_not_those_that_were_asked_since(database: Database) -> None:
    """Nor those of a group that went into the archive a short while ago."""
    old = ask(database, "slack:T1:Ev1", "¿Quién ganó el partido?", "U1", ago(300))
    act(database, old, Archive("no es nuestro"), ago(200))
    ask(database, "slack:T1:Ev2", "quién ganó", "U2", ago(20), old)
    late = ask(database, "slack:T1:Ev3", "¿Cuántas farolas hay?", "U3", ago(300))
    act(database, late, Archive("no es nuestro"), ago(100))
    ask(database, "slack:T1:Ev4", "¿Cuándo abre?", "U4", ago(300))
    report = retention.apply(database, POLICY, NOW)
    assert report.counts["archived_questions"] == 1
    assert texts(database) == {
        "slack:T1:Ev1": "",
        "slack:T1:Ev2": "quién ganó",
        "slack:T1:Ev3": "¿Cuántas farolas hay?",
        "slack:T1:Ev4": "¿Cuándo abre?",
    }
    now = Listing(database).group(old, NOW)
    assert now
    assert (now.text, now.standing.state, now.askers) == ("quién ganó", State.ARCHIVED, 2)


def test_where_people_are_reached_goes_after_ninety_days(database: Database) -> None:
    """What was still to be sent there is given up."""
    ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(91))
    ask(database, "slack:T1:Ev2", "¿Dos?", "U2", ago(89))
    assert retention.apply(database, POLICY, NOW).counts["contacts"] == 1
    assert [row["recipient"] for row in database.rows("SELECT recipient FROM contact")] == ["U2"]
    sent = database.rows("SELECT state, recipient, send_to FROM outgoing ORDER BY event")
    assert [(row["state"], row["recipient"]) for row in sent] == [("undeliverable", ""), ("sending", "U2")]
    assert b'"U1"' not in database.path.read_bytes()


def test_every_trace_goes_after_two_years(database: Database) -> None:
    """The groups that nothing is left of go too, parts first; the others count what they have."""
    gone = ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(800))
    part = ask(database, "slack:T1:Ev2", "¿Una cosa?", "U2", ago(790))
    act(database, part, Merge(gone), ago(780))
    kept = ask(database, "slack:T1:Ev3", "¿Dos?", "U1", ago(800))
    ask(database, "slack:T1:Ev4", "¿Dos cosas?", "U3", ago(10), kept)
    does(database, "rated", "slack:T1:Ev3", "U2", ago(790), "useful")
    does(database, "rated", "slack:T1:Ev3", "U4", ago(1), "useful")
    report = retention.apply(database, POLICY, NOW)
    assert {name: report.counts[name] for name in ("deleted_events", "deleted_steps", "deleted_groups")} == {
        "deleted_events": 4,
        "deleted_steps": 1,
        "deleted_groups": 2,
    }
    found = Listing(database).page(Filter(), NOW)
    assert [(group.id, group.questions, group.askers, group.text) for group in found.groups] == [(kept, 1, 1, "¿Dos cosas?")]
    assert database.rows("PRAGMA foreign_key_check") == []
    assert {name for name, held in everything(database).items() if not held} >= {"review_step"}


def test_sessions_that_have_ended_go_and_the_others_stay(database: Database) -> None:
    """So do codes that nobody used in time."""
    with database.write() as tables:
        for name, at in (("old", ago(2)), ("new", ago(0.1))):
            opened = to_milliseconds(at)
            tables.conn.execute("INSERT INTO session VALUES (?, 'p', 'n', 'reader', '', 's', ?, ?)", (name, opened, opened))
            tables.conn.execute("INSERT INTO login_code VALUES (?, 'p', 'n', 'reader', ?)", (name, opened + 86_400_000))
    report = retention.apply(database, NEVER, NOW)
    assert (report.counts["sessions"], report.counts["login_codes"]) == (1, 1)
    assert database.rows("SELECT session.hash AS a, login_code.hash AS b FROM session, login_code") == [{"a": "new", "b": "new"}]


def test_a_period_of_none_keeps_for_ever(database: Database) -> None:
    """And every round leaves its evidence, also where there was nothing."""
    ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(5_000))
    before = {name: held for name, held in everything(database).items() if name != "evidence"}
    report = retention.apply(database, NEVER, NOW, by="timer")
    assert {name: held for name, held in everything(database).items() if name != "evidence"} == before
    (evidence,) = database.rows("SELECT * FROM evidence")
    assert (evidence["id"], evidence["kind"], evidence["by"], evidence["at"]) == (report.evidence, "retention", "timer", to_milliseconds(NOW))
    assert json.loads(evidence["detail"]) == {"policy": NEVER.model_dump(), "counts": {"login_codes": 0, "sessions": 0, "reach": 0}}


def test_a_second_round_finds_nothing(database: Database) -> None:
    """Only its own evidence is new."""
    group = ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(400))
    ask(database, "slack:T1:Ev2", "¿Otra?", "U1", ago(40), group)
    ask(database, "slack:T1:Ev3", "¿Vieja?", "U1", ago(900))
    does(database, "rated", "slack:T1:Ev1", "U2", ago(400), "useful")
    retention.apply(database, POLICY, NOW)
    before = everything(database)
    assert not any(retention.apply(database, POLICY, NOW).counts.values())
    after = everything(database)
    assert len(after.pop("evidence")) == len(before.pop("evidence")) + 1
    assert after == before


def test_whoever_holds_the_questions_in_memory_is_told_to_read_them_anew(database: Database) -> None:
    """By the mark of an erasure, which stands for nothing where nothing was taken out of the questions."""
    ask(database, "slack:T1:Ev1", "¿Una?", "U1", ago(100))
    retention.apply(database, POLICY, NOW)
    assert [row["kind"] for row in database.rows("SELECT kind FROM evidence ORDER BY id")] == ["retention"]
    retention.apply(database, POLICY, NOW + timedelta(days=300))
    assert [row["kind"] for row in database.rows("SELECT kind FROM evidence ORDER BY id")] == ["retention", "erased", "retention"]


@pytest.mark.parametrize(
    ("last", "now", "zone", "is_due"),
    [
        (None, "2026-11-24T11:00+00:00", "Europe/Madrid", True),
        ("2026-11-24T00:05+01:00", "2026-11-24T23:55+01:00", "Europe/Madrid", False),
        ("2026-11-24T23:55+01:00", "2026-11-25T00:05+01:00", "Europe/Madrid", True),
        ("2026-11-24T23:55+01:00", "2026-11-25T00:05+01:00", "Atlantic/Canary", False),
        ("2026-10-25T00:30+02:00", "2026-10-25T23:30+01:00", "Europe/Madrid", False),
        ("2036-01-01T00:00+01:00", "2026-11-24T23:55+01:00", "Europe/Madrid", True),  # the clock was wrong once
    ],
)
def test_a_round_is_due_once_a_day_where_the_administration_is(database: Database, last: str | None, now: str, zone: str, is_due: bool) -> None:
    """Days begin at its midnight, also when they have 25 hours."""
    if last:
        retention.apply(database, NEVER, datetime.fromisoformat(last))
    assert retention.due(database, datetime.fromisoformat(now), ZoneInfo(zone)) is is_due
    assert not retention.due(database, NOW, MADRID) or last is None or last[:10] != "2026-11-24" or zone != "Europe/Madrid"


@settings(max_examples=25)
@given(
    asked=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 900)), max_size=12),
    rounds=st.lists(st.integers(0, 500), min_size=1, max_size=4),
)
def test_no_round_loses_a_person_or_a_question_that_is_kept(tmp_path_factory, asked, rounds) -> None:  # type: ignore[no-untyped-def]
    """However often it is made, a group counts every question younger than two years and everybody who asked one."""
    database = Database(tmp_path_factory.mktemp("kept") / "unavoz.db")
    database._tables.conn.execute("PRAGMA synchronous = OFF")
    groups: dict[int, int] = {}
    for number, (person, group, days) in enumerate(sorted(asked, key=lambda one: -one[2])):
        groups[group] = ask(database, f"slack:T1:Ev{number}", f"¿Pregunta {number}?", f"U{person}", ago(days), groups.get(group, 0))
    for later in sorted(rounds):
        now = NOW + timedelta(days=later)
        retention.apply(database, POLICY, now)
        for group, number in groups.items():
            kept = [(person, days + later) for person, of_group, days in asked if of_group == group and days + later <= 730]
            found = Listing(database).group(number, now)
            assert (found.questions if found else 0) == len(kept)
            assert (found.askers if found else 0) == len({person for person, _ in kept})
    database.close()
