"""The desk: one route for every event, recorded once, whatever is delivered again."""

import sqlite3
import threading
from pathlib import Path

from bot.desk import Desk
from bot.events import Asked, Picked
from bot.ledger import Ledger
from knowledge.answering import Outcome, Question
from knowledge.database import Database
from knowledge.model import Catalogue, Entry, EntryKey
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS

ENTRY = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.", wordings=(("phone", "Pida cita."),), owner="Atención Ciudadana")


def put(versions: Versions, *entries: Entry) -> None:
    catalogue = Catalogue(0, {entry.key: entry for entry in entries})
    versions.publish(catalogue, after=versions.current_number(), at=NOW, by="ana")


def asked(key: str, text: str = "como me empadrono") -> Asked:
    return Asked(key, "slack", "U1", Question(text))


def test_an_event_delivered_again_gets_the_reply_it_had_and_is_recorded_once(desk, versions, database) -> None:  # type: ignore[no-untyped-def]
    """Also after a newer version says something else."""
    put(versions, ENTRY)
    first = desk.handle(asked("slack:T1:Ev1"))
    put(versions, Entry("OAC-1", "es", "¿Cómo me empadrono?", "Sin cita."))
    assert desk.handle(asked("slack:T1:Ev1")) == first
    assert desk.handle(asked("slack:T1:Ev2")).text == "Sin cita."
    rows = database.rows("SELECT question.text, reply.text AS reply, reply.version FROM question JOIN reply USING (event) ORDER BY event")
    assert rows == [
        {"text": "como me empadrono", "reply": "Con cita.", "version": 1},
        {"text": "como me empadrono", "reply": "Sin cita.", "version": 2},
    ]


def test_a_picked_entry_is_given_in_the_channel_asked_for(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """One that is gone is said to be gone."""
    put(versions, ENTRY)
    assert desk.handle(Picked("k1", "slack", "U1", EntryKey("OAC-1", "es"), "phone")).text == "Pida cita."
    gone = desk.handle(Picked("k2", "slack", "U1", EntryKey("ZZZ-1", "es")))
    assert (gone.outcome, gone.notes) == (Outcome.UNANSWERED, ("unknown_entry",))


def test_before_the_first_publication_nobody_gets_an_answer(desk) -> None:  # type: ignore[no-untyped-def]
    """And the reply says why."""
    assert desk.handle(asked("k")).notes == ("nothing_published",)


def test_the_same_event_from_many_threads_and_two_processes_files_is_recorded_once(tmp_path: Path) -> None:
    """Eight threads on two connections, one row."""
    one, two = Database(tmp_path / "x.db"), Database(tmp_path / "x.db")
    put(Versions(one), ENTRY)
    desks = [Desk(Versions(opened), Ledger(opened, PSEUDONYMS), lambda: NOW, MADRID) for opened in (one, two)]
    replies, errors = [], []

    def ask(desk: Desk) -> None:
        try:
            replies.extend(desk.handle(asked(f"k{number}")) for number in range(20))
        except sqlite3.Error as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(desks[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(replies) == 160
    assert one.rows("SELECT count(*) AS n FROM question")[0]["n"] == 20
    one.close()
    two.close()
