"""What people do with a reply: each an event about it, done once, and what is owed is sent by somebody."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import overview
from bot.desk import Desk
from bot.events import Asked, Explained, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.ledger import Ledger, PickedSuggestion
from bot.outbox import LEASE
from bot.review import telling
from knowledge.answering import Note, Outcome, Question
from knowledge.database import Database
from knowledge.model import Catalogue, Department, Entry, EntryKey
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS

PADRON = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.", wordings=(("phone", "Pida cita."),), owner="Atención Ciudadana")
PISCINA = Entry("DEP-1", "es", "¿Cuánto cuesta la piscina?", "Cuatro euros.")


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
    put(versions, PADRON)
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


def put(versions: Versions, *entries: Entry, at=NOW) -> None:  # type: ignore[no-untyped-def]
    departments = (Department("Atención Ciudadana", "oac@castroalba.example"),)
    versions.publish(Catalogue(0, {entry.key: entry for entry in entries}, departments=departments), after=versions.current_number(), at=at, by="ana")


def ask(desk: Desk, key: str, text: str, asker: str = "U1"):  # type: ignore[no-untyped-def]
    return desk.handle(Asked(key, "slack", asker, Question(text)))


def test_a_second_press_is_the_first_one_again(desk, database) -> None:  # type: ignore[no-untyped-def]
    """Of useful and not useful the first stands; everybody has a verdict of their own."""
    ask(desk, "k1", "como me empadrono")
    for asker, verdict in (
        ("U1", Verdict.USEFUL),
        ("U1", Verdict.USEFUL),
        ("U1", Verdict.NOT_USEFUL),
        ("U2", Verdict.NOT_USEFUL),
        ("U1", Verdict.WRONG),
    ):
        assert desk.handle(Rated("slack", asker, "k1", verdict)).notes == (Note.THANKS,)
    assert desk.ledger.done_with("k1", "slack", "U1") == {"useful", "wrong"}
    assert desk.ledger.done_with("k1", "slack", "U2") == {"not_useful"}
    desk.handle(Explained("k2", "slack", "U2", "k1", "Falta el horario"))
    assert database.rows("SELECT detail FROM event WHERE kind = 'explained'") == [{"detail": "Falta el horario"}]


def test_none_of_these_leaves_the_question_open_and_it_can_be_followed(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """The question is found through the reply that it is about."""
    ask(desk, "k1", "horario de la biblioteca municipal")
    refused = desk.handle(Rated("slack", "U1", "k1", Verdict.NONE_OF_THESE))
    assert (refused.outcome, refused.text) == (Outcome.UNANSWERED, "")
    about = desk.key_of(Rated("slack", "U1", "k1", Verdict.NONE_OF_THESE))
    assert desk.handle(Followed("slack", "U1", about, "D1")).notes == (Note.WILL_BE_TOLD,)
    assert desk.ledger.asked(about).question.text == "horario de la biblioteca municipal"


def test_a_follower_is_told_once_when_a_publication_answers(desk, versions, clock) -> None:  # type: ignore[no-untyped-def]
    """Not before, not twice, by any of two processes; and nobody else is."""
    for asker in ("U1", "U2", "U3"):
        ask(desk, f"k{asker}", "cuanto cuesta la piscina", asker)
    for asker in ("U2", "U1"):
        desk.handle(Followed("slack", asker, f"k{asker}", f"D{asker}"))
    assert telling.settle(desk) == 0
    put(versions, PADRON, PISCINA)
    other = Desk(versions, Ledger(desk.ledger.database, PSEUDONYMS), clock, MADRID)
    assert (telling.settle(desk), telling.settle(desk), telling.settle(other)) == (2, 0, 0)
    assert desk.ledger.outbox.overdue("teams", clock()) == []
    owed = desk.ledger.outbox.overdue("slack", clock())
    assert [(message.recipient, message.send_to, message.kind) for message in owed] == [("U2", "DU2", "told"), ("U1", "DU1", "told")]
    assert [desk.ledger.reply_to(message.event).text for message in owed] == ["Cuatro euros."] * 2
    assert [desk.ledger.outbox.claim(message.event, clock()) for message in owed] == [True, True]
    assert [other.ledger.outbox.claim(message.event, clock()) for message in owed] == [False, False]


def test_a_taken_reply_is_sent_by_one_and_by_another_when_its_sender_dies(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Redelivered while somebody sends it: nothing. After the lease: whoever comes first."""
    asked = Asked("k1", "slack", "U1", Question("como me empadrono"))
    assert desk.take(asked, "C1").text == "Con cita."
    assert desk.take(asked, "C1") is None
    assert desk.ledger.outbox.overdue("slack", clock()) == []
    clock.now += LEASE + timedelta(seconds=1)
    assert desk.take(asked, "C1").text == "Con cita."
    assert desk.ledger.outbox.overdue("slack", clock()) == []
    clock.now += 2 * LEASE + timedelta(seconds=1)
    assert [message.event for message in desk.ledger.outbox.overdue("slack", clock())] == ["k1"]
    desk.handle_all([], sent=["k1"])
    clock.now += 20 * LEASE
    assert desk.take(asked, "C1") is None
    assert desk.ledger.outbox.overdue("slack", clock()) == []


def test_whoever_has_a_message_in_hand_keeps_it_and_nobody_tries_for_ever(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Tried ever more seldom, for a day; and once more where a person asks for it."""
    outbox = desk.ledger.outbox
    desk.take(Asked("k1", "slack", "U1", Question("como me empadrono")), "C1")
    for _ in range(5):
        clock.now += LEASE / 2
        outbox.renew(["k1"], clock())
        assert outbox.overdue("slack", clock()) == []
    attempts = 0
    for _ in range(25 * 60):
        clock.now += timedelta(minutes=1)
        attempts += sum(outbox.claim(message.event, clock()) for message in outbox.overdue("slack", clock()))
    assert 90 < attempts < 120
    assert outbox.is_undeliverable("k1")
    assert outbox.claim("k1", clock())


def test_what_another_process_has_tried_since_it_was_seen_is_looked_at_again_first(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Whoever waited for their turn does not know what became of that attempt."""
    outbox = desk.ledger.outbox
    desk.owe(Asked("k1", "slack", "U1", Question("como me empadrono")), "C1")
    (seen,) = outbox.overdue("slack", clock())
    assert outbox.claim("k1", clock(), attempts=seen.attempts)
    clock.now += LEASE + timedelta(seconds=1)
    assert not outbox.claim("k1", clock(), attempts=seen.attempts)
    (seen,) = outbox.overdue("slack", clock())
    assert (seen.attempts, outbox.claim("k1", clock(), attempts=seen.attempts)) == (1, True)


def test_a_shared_answer_is_the_one_that_was_given_and_is_owed_once(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """Also after a newer version says something else."""
    ask(desk, "k1", "como me empadrono")
    put(versions, Entry("OAC-1", "es", "¿Cómo me empadrono?", "Sin cita."))
    assert desk.take(Shared("slack", "U1", "k1"), "C1").text == "Con cita."
    assert desk.take(Shared("slack", "U1", "k1"), "C1") is None


def test_a_referred_question_names_the_department_and_how_it_is_reached(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """What is about nothing on record says so."""
    expired = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.", owner="Atención Ciudadana", valid_until=NOW.date() - timedelta(days=1))
    put(versions, expired)
    reply = ask(desk, "k1", "como me empadrono")
    assert (reply.outcome, reply.contact) == (Outcome.UNANSWERED, "oac@castroalba.example")
    noted = desk.handle(Referred("slack", "U1", "k1"))
    assert (noted.outcome, noted.details["owner"], noted.contact) == (Outcome.NOTED, "Atención Ciudadana", "oac@castroalba.example")
    assert desk.handle(Referred("slack", "U1", "gone")).notes == (Note.NOT_ON_RECORD,)


def test_a_pick_belongs_to_the_question_that_it_names(desk) -> None:  # type: ignore[no-untyped-def]
    """Not to what the same person asked elsewhere meanwhile."""
    first = ask(desk, "k1", "empadronarse")
    ask(desk, "k2", "otra cosa del todo")
    assert first.outcome is Outcome.SUGGESTED
    desk.handle(Picked("k3", "slack", "U1", EntryKey("OAC-1", "es"), about="k1"))
    assert desk.ledger.picked() == [PickedSuggestion("empadronarse", EntryKey("OAC-1", "es"))]


def test_home_shows_what_changed_and_how_my_questions_stand(desk, versions, clock) -> None:  # type: ignore[no-untyped-def]
    """Before there is a version that old, nothing has changed."""
    ask(desk, "k1", "cuanto cuesta la piscina")
    ask(desk, "k2", "como me empadrono")
    desk.handle(Followed("slack", "U1", "k1", "D1"))
    mine = overview.my_questions(desk, "slack", "U1", 5)
    assert [(question.asked.event, question.now.outcome, question.is_followed) for question in mine] == [
        ("k2", Outcome.ANSWERED, False),
        ("k1", Outcome.UNANSWERED, True),
    ]
    assert overview.changed_lately(desk, "es", 5) == []
    clock.now += timedelta(days=60)
    put(versions, Entry("OAC-1", "es", "¿Cómo me empadrono?", "Sin cita."), PISCINA, at=clock.now - timedelta(days=1))
    assert [(change.entry.id, change.is_new) for change in overview.changed_lately(desk, "es", 5)] == [("DEP-1", True), ("OAC-1", False)]
    assert [entry.id for entry in overview.starters(desk, "es", 4)] == ["DEP-1", "OAC-1"]


def test_an_older_database_gets_what_is_new_and_keeps_what_it_had(tmp_path: Path) -> None:
    """The schema of the release before is opened and migrated."""
    import sqlite3

    from knowledge.database import _MIGRATIONS

    raw = sqlite3.connect(tmp_path / "old.db")
    for step in _MIGRATIONS[:2]:
        for statement in step:
            raw.execute(statement)
    raw.execute("PRAGMA user_version = 2")
    raw.execute("INSERT INTO event VALUES ('k0', 1, 'asked', 'terminal', 'local')")
    raw.commit()
    raw.close()
    with_new = Database(tmp_path / "old.db")
    assert with_new.rows("SELECT key, about, detail FROM event") == [{"key": "k0", "about": "", "detail": ""}]
    with_new.close()


def test_what_was_sent_meanwhile_is_not_marked_as_undeliverable(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Another process sent it while this one, whose lease had ended, was refused."""
    desk.take(Asked("k1", "slack", "U1", Question("como me empadrono")), "C1")
    desk.handle_all([], sent=["k1"])
    desk.ledger.outbox.undeliverable("k1")
    assert not desk.ledger.outbox.is_undeliverable("k1")


def test_a_second_attempt_goes_where_it_was_made(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """What the first would have been sent by may be dead; also for whoever sends it after the lease."""
    ask(desk, "k1", "como me empadrono")
    shared = Shared("slack", "U1", "k1")
    assert desk.take(shared, "first URL") is not None
    desk.ledger.outbox.undeliverable(desk.key_of(shared))
    assert desk.take(shared, "second URL") is not None
    clock.now += 3 * LEASE
    assert [message.send_to for message in desk.ledger.outbox.overdue("slack", clock())] == ["second URL"]


def test_what_is_to_be_sent_is_done_once_it_is_sent(desk) -> None:  # type: ignore[no-untyped-def]
    """Not while Slack does not take it."""
    ask(desk, "k1", "como me empadrono")
    shared = Shared("slack", "U1", "k1")
    desk.take(shared, "C1")
    assert (desk.ledger.done_with("k1", "slack", "U1"), desk.ledger.outbox.is_sent(desk.key_of(shared))) == (set(), False)
    desk.handle_all([], sent=[desk.key_of(shared)])
    assert (desk.ledger.done_with("k1", "slack", "U1"), desk.ledger.outbox.is_sent(desk.key_of(shared))) == ({"shared"}, True)


def test_a_wish_is_fulfilled_by_itself_and_once(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """The others' are not looked at."""
    for asker in ("U1", "U2"):
        ask(desk, f"k{asker}", "cuanto cuesta la piscina", asker)
        desk.handle(Followed("slack", asker, f"k{asker}", f"D{asker}"))
    telling.tell_if_answered(desk, "kU2")
    assert desk.ledger.outbox.overdue("slack", desk.clock()) == []
    put(versions, PADRON, PISCINA)
    for _ in range(2):
        telling.tell_if_answered(desk, "kU2")
    assert [message.recipient for message in desk.ledger.outbox.overdue("slack", desk.clock())] == ["U2"]


def test_what_changed_lately_is_worked_out_once_for_everybody(desk, versions, clock, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Until something else is published; no more is looked at than is shown."""
    clock.now += timedelta(days=60)
    put(versions, PADRON, PISCINA, Entry("DEP-2", "es", "¿Y los niños?", "Dos euros."), at=clock.now - timedelta(days=1))
    loaded = []
    real = versions.catalogue
    monkeypatch.setattr(versions, "catalogue", lambda number: loaded.append(number) or real(number))
    desk.catalogue()
    loaded.clear()
    assert [change.entry.id for change in overview.changed_lately(desk, "es", 1)] == ["DEP-1"]
    assert loaded == [1, 2]
    assert [change.entry.id for change in overview.changed_lately(desk, "en", 5)] == ["DEP-1", "DEP-2"]
    assert loaded == [1, 2]
