"""Whoever holds an answer that is another one now is told once, what changed and what is said now, and reminded until they have read it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import health, privacy, retention
from bot.cli import main
from bot.desk import Desk
from bot.digest import digest, sections
from bot.events import Acknowledged, Asked, Picked
from bot.health import Ailment, Symptom
from bot.ledger import Ledger
from bot.notice_settings import Recall
from bot.outbox import Outbox
from bot.pseudonyms import Pseudonyms, load_key
from bot.recalls import listing, telling
from bot.recalls.telling import Recalls
from bot.settings import Retention
from knowledge.answering import Note, Question
from knowledge.changes import Change, FactChange, Weight
from knowledge.database import Database
from knowledge.facts import FactKind
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact, Status, Topic
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS

SETTINGS = Recall(days=30, topics={"Tributos": 90}, reminders=2, remind_after_hours=24)
POOL = Entry("DEP-1", "es", "¿Cuánto cuesta la piscina?", "La entrada cuesta 4 € y dura 3 horas.", wordings=(("phone", "Son 4 €."),), topic="Deportes")
DEARER = Entry(
    "DEP-1", "es", "¿Cuánto cuesta la piscina?", "La entrada cuesta 5 € y dura 3 horas.", wordings=(("phone", "Son 5 €."),), topic="Deportes"
)
REWORDED = Entry(
    "DEP-1", "es", "¿Cuánto cuesta la piscina?", "Entrar cuesta cuatro euros, tres horas.", wordings=(("phone", "Son 4 €."),), topic="Deportes"
)
PADRON = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita, en 3 días.")
A_DAY = timedelta(days=1)


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
    put(versions, POOL, PADRON)
    return Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)


@pytest.fixture
def recalls(desk: Desk) -> Recalls:
    return Recalls(desk, SETTINGS)


def put(versions: Versions, *entries: Entry, facts: tuple[SharedFact, ...] = (), topics: tuple[Topic, ...] = ()) -> None:
    versions.publish(Catalogue(0, {entry.key: entry for entry in entries}, facts, topics=topics), after=versions.current_number(), at=NOW, by="ana")


_numbers = iter(range(10_000))


def pick(desk: Desk, person: str = "U1", channel: str = "", entry: str = "DEP-1", platform: str = "slack", language: str = "es") -> str:
    """Somebody is given an entry; return the text."""
    return desk.handle(Picked(f"k{next(_numbers)}", platform, person, EntryKey(entry, language), channel)).text


def told(desk: Desk) -> list[tuple[str, str]]:
    """Return who is to be told what, of what was not sent yet."""
    return [(one.recipient, desk.ledger.reply_to(one.event).text) for one in desk.ledger.outbox.overdue("slack", desk.clock())]


def deliver(desk: Desk) -> list[str]:
    """Send what is owed; return the notices' keys."""
    sent = [one.event for one in desk.ledger.outbox.overdue("slack", desk.clock())]
    desk.handle_all([], sent=sent)
    return sent


def test_whoever_was_given_the_former_text_is_told_what_changed_with_the_wording_of_their_channel(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    """And nobody else: not who was given another entry."""
    pick(desk, "U1", "phone")
    pick(desk, "U2")
    pick(desk, "U3", entry="OAC-1")
    assert recalls.step() == 0
    put(versions, DEARER, PADRON)
    assert recalls.step() == 2
    assert sorted(told(desk)) == [("U1", "Son 5 €."), ("U2", "La entrada cuesta 5 € y dura 3 horas.")]
    notice = desk.ledger.reply_to(desk.ledger.outbox.overdue("slack", NOW)[0].event)
    assert notice.change == Change(Weight.MAJOR, (FactChange(FactKind.AMOUNT, "4 €", "5 €"),), NOW.date())
    assert (recalls.step(), Recalls(desk, SETTINGS).step()) == (0, 0), "told once, whoever does it again"


def test_other_words_with_the_same_facts_tell_nobody_unless_asked(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    """Then only those whose text has other words."""
    pick(desk, "U1", "phone")
    pick(desk, "U2")
    recalls.step()
    put(versions, REWORDED, PADRON)
    assert recalls.step() == 0
    assert telling.tell(desk, SETTINGS, "DEP-1", minor=True) == 1
    assert told(desk) == [("U2", REWORDED.answer)]
    assert desk.ledger.reply_to(desk.ledger.outbox.overdue("slack", NOW)[0].event).change.weight is Weight.MINOR


@pytest.mark.parametrize(
    ("after", "weight", "note"),
    [
        ((PADRON,), Weight.WITHDRAWN, Note.UNKNOWN_ENTRY),
        ((PADRON, Entry("DEP-1", "es", POOL.question, POOL.answer, Status.SUSPENDED)), Weight.SUSPENDED, Note.SUSPENDED),
        ((PADRON, Entry("DEP-1", "es", POOL.question, POOL.answer, valid_from=date(2027, 1, 1))), Weight.WITHDRAWN, Note.NOT_YET_VALID),
        ((PADRON, Entry("DEP-1", "es", POOL.question, "Son {{precio}}.")), Weight.WITHDRAWN, Note.FACT_WITHOUT_VALUE),
        ((PADRON, Entry("DEP-1", "es", POOL.question, POOL.answer, valid_until=date(2026, 11, 1))), Weight.WITHDRAWN, Note.EXPIRED),
    ],
    ids=["withdrawn", "suspended", "not_yet", "no_value", "ended_before"],
)  # fmt: skip
def test_an_answer_that_is_not_given_any_more_is_told_and_so_is_its_return(desk, versions, recalls, after, weight, note) -> None:  # type: ignore[no-untyped-def]
    pick(desk)
    recalls.step()
    put(versions, *after)
    assert recalls.step() == 1
    (notice,) = deliver(desk)
    reply = desk.ledger.reply_to(notice)
    assert (reply.change.weight, reply.text, reply.entry) == (weight, "", "DEP-1")
    assert note in reply.notes
    put(versions, POOL, PADRON)
    assert recalls.step() == 1
    assert told(desk) == [("U1", POOL.answer)]


def test_an_answer_that_ends_on_the_day_of_its_stamp_tells_nobody(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    put(versions, Entry("DEP-1", "es", POOL.question, POOL.answer, valid_until=NOW.date()), PADRON)
    pick(desk)
    clock.now += 2 * A_DAY
    assert recalls.step() == 0


def test_a_shared_value_that_takes_effect_at_midnight_is_a_change_to_the_minute(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """Where the administration is, and with no publication."""
    tomorrow = NOW.date() + A_DAY
    facts = (SharedFact("precio", "4 €", valid_until=NOW.date()), SharedFact("precio", "6 €", valid_from=tomorrow))
    put(versions, Entry("DEP-1", "es", POOL.question, "Cuesta {{precio}}."), facts=facts)
    clock.now = NOW.replace(hour=22, minute=59, second=59)  # 23:59:59 in Madrid
    assert pick(desk) == "Cuesta 4 €."
    assert recalls.step() == 0
    clock.now += timedelta(seconds=1)
    assert (recalls.step(), told(desk)) == (1, [("U1", "Cuesta 6 €.")])


def test_only_those_of_the_window_are_told_a_longer_one_for_its_topic(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    tax = Entry("TRI-1", "es", "¿Cuánto es la tasa?", "Son 4 €.", topic="tributos")
    put(versions, POOL, tax)
    pick(desk, "U1")
    pick(desk, "U2", entry="TRI-1")
    clock.now += 31 * A_DAY
    pick(desk, "U3")
    recalls.step()
    put(versions, DEARER, Entry("TRI-1", "es", tax.question, "Son 5 €.", topic="tributos"))
    assert recalls.step() == 2
    assert sorted(told(desk)) == [("U2", "Son 5 €."), ("U3", DEARER.answer)]


def test_whoever_was_given_the_newer_text_meanwhile_knows_it_in_whichever_channel(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    pick(desk, "U1", "phone")
    pick(desk, "U2", "phone")
    put(versions, DEARER, PADRON)
    pick(desk, "U1")
    assert recalls.step() == 1
    assert told(desk) == [("U2", "Son 5 €.")]


def test_a_wording_alone_that_changed_is_told_to_who_holds_it_though_they_were_given_the_general_one_before(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    """For the general answer said nothing of that change."""
    pick(desk, "U1", "phone")
    pick(desk, "U1")
    put(versions, Entry("DEP-1", "es", POOL.question, POOL.answer, wordings=(("phone", "Son 4,50 €."),)), PADRON)
    assert recalls.step() == 1
    assert told(desk) == [("U1", "Son 4,50 €.")]


def test_of_two_changes_the_second_is_told_against_what_the_first_said_and_reminded_of_alone(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    pick(desk)
    put(versions, DEARER, PADRON)
    recalls.step()
    (first,) = deliver(desk)
    put(versions, Entry("DEP-1", "es", POOL.question, "La entrada cuesta 5 € y dura 2 horas."), PADRON)
    recalls.step()
    (second,) = deliver(desk)
    assert desk.ledger.reply_to(second).change.facts == (FactChange(FactKind.DURATION, "3 horas", "2 horas"),)
    clock.now += A_DAY
    recalls.step()
    assert [one.about for one in desk.ledger.outbox.overdue("slack", clock.now)] == [second]
    assert [recall.counts.superseded for recall in listing.recalls(desk.ledger.database)] == [0, 1]
    assert first != second


def test_a_notice_that_was_not_sent_yet_is_not_sent_after_a_newer_one(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """What failed waits longer than what is new: the last thing that they read would be a wrong text, to be used from now on."""
    pick(desk, "U1")
    put(versions, DEARER, PADRON)
    recalls.step()
    ((_, former),) = told(desk)
    assert former == DEARER.answer
    assert desk.ledger.outbox.claim(desk.ledger.outbox.overdue("slack", clock.now)[0].event, clock.now)
    put(versions, replace(DEARER, answer="La entrada cuesta 9 € y dura 3 horas."), PADRON)
    recalls.step()
    assert told(desk) == [("U1", "La entrada cuesta 9 € y dura 3 horas.")]
    deliver(desk)
    clock.now += timedelta(hours=1)
    assert told(desk) == []
    recall, earlier = listing.recalls(desk.ledger.database)
    assert (recall.counts.told, earlier.counts.superseded) == (1, 1)


def test_reminders_stop_with_the_acknowledgement_and_after_the_last(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """Which only whoever was told can give; then the owner sees who did not."""
    pick(desk, "U1")
    pick(desk, "U2")
    put(versions, DEARER, PADRON)
    recalls.step()
    notices = deliver(desk)
    for person in ("U1", "U9"):
        for notice in notices:
            desk.handle(Acknowledged("slack", person, notice))
    reminded = []
    for _ in range(5):
        clock.now += A_DAY
        recalls.step()
        reminded.append([one.recipient for one in desk.ledger.outbox.overdue("slack", clock.now)])
        deliver(desk)
    assert reminded == [["U2"], ["U2"], [], [], []]
    (recall,) = listing.recalls(desk.ledger.database)
    assert (recall.counts.given, recall.counts.acknowledged, recall.counts.silent, recall.counts.pending) == (2, 1, 1, 0)
    assert [(one.recipient, one.state) for one in listing.people(desk.ledger.database, recall.id)] == [
        ("U2", listing.Stand.SILENT),
        ("U1", listing.Stand.ACKNOWLEDGED),
    ]


def test_reminders_come_one_after_the_other_also_after_an_outage(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """A process that stood still for a long weekend does not send both within seconds, and give up at once."""
    pick(desk, "U1")
    put(versions, DEARER, PADRON)
    recalls.step()
    deliver(desk)
    reminded = []
    for pause in (5 * A_DAY, timedelta(seconds=5), A_DAY, timedelta(seconds=5), A_DAY):
        clock.now += pause
        recalls.step()
        reminded.append(len(deliver(desk)))
    assert reminded == [1, 0, 1, 0, 0]
    assert listing.recalls(desk.ledger.database)[0].counts.silent == 1


LINE = "En elecciones, consulte el BOE durante 15 días."
FROZEN = (Topic("Deportes", LINE),)


def freeze(desk: Desk, days: int) -> None:
    today = desk.today()
    desk.freezes.freeze(desk.catalogue(), "Deportes", until=today + days * A_DAY, reason="x", person="p", by="ana", at=desk.clock(), today=today)


def days_told(desk, recalls, clock, days: int) -> list[list[tuple[str, Weight, str]]]:  # type: ignore[no-untyped-def]
    """Return what is sent on each of so many days: to whom, what became of the answer, and the text."""
    found = []
    for _ in range(days):
        recalls.step()
        replies = [(one.recipient, desk.ledger.reply_to(one.event)) for one in desk.ledger.outbox.overdue("slack", clock.now)]
        found.append(sorted((person, reply.change.weight, reply.text) for person, reply in replies))
        desk.handle_all([], sent=[one.event for one in desk.ledger.outbox.overdue("slack", clock.now)])
        clock.now += A_DAY
    return found


def test_freezing_recalls_nothing_neither_as_it_begins_nor_as_it_ends(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """Whoever asked meanwhile was given the line, which is no answer that became another one."""
    put(versions, POOL, PADRON, topics=FROZEN)
    pick(desk, "U1")
    assert days_told(desk, recalls, clock, 1) == [[]]
    freeze(desk, 2)
    assert pick(desk, "U1") == pick(desk, "U2") == LINE
    assert days_told(desk, recalls, clock, 6) == [[]] * 6


def test_a_change_of_a_frozen_answer_is_told_once_without_a_word_of_it_and_again_when_it_is_given(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """Whoever asked for it meanwhile holds their former text still."""
    put(versions, POOL, PADRON, topics=FROZEN)
    pick(desk, "U1")
    pick(desk, "U2")
    recalls.step()
    freeze(desk, 2)
    pick(desk, "U2")
    put(versions, DEARER, PADRON, topics=FROZEN)
    quiet = Recalls(desk, Recall(days=30, reminders=0))
    suspended = [(person, Weight.SUSPENDED, LINE) for person in ("U1", "U2")]
    resumed = [(person, Weight.RESUMED, DEARER.answer) for person in ("U1", "U2")]
    assert days_told(desk, quiet, clock, 6) == [suspended, [], [], resumed, [], []]


def test_of_a_topic_that_is_let_go_on_the_day_of_a_change_the_answer_comes_the_next(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """There is one notice a day and version; who was told to stop is told to go on."""
    put(versions, POOL, PADRON, topics=FROZEN)
    pick(desk, "U1")
    freeze(desk, 9)
    put(versions, DEARER, PADRON, topics=FROZEN)
    recalls.step()
    deliver(desk)
    desk.freezes.end("Deportes", desk.frozen(), by="ana", at=clock.now, today=desk.today())
    assert days_told(desk, recalls, clock, 2) == [[], [("U1", Weight.RESUMED, DEARER.answer)]]


def test_nobody_is_reminded_of_an_answer_while_its_topic_is_frozen(desk, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    """The notice says the topic's own text; it is reminded of afterwards."""
    put(versions, POOL, PADRON, topics=FROZEN)
    pick(desk, "U1")
    put(versions, DEARER, PADRON, topics=FROZEN)
    assert len(days_told(desk, recalls, clock, 1)[0]) == 1
    freeze(desk, 3)
    assert [len(one) for one in days_told(desk, recalls, clock, 6)] == [0, 0, 0, 0, 1, 1]


def test_who_cannot_be_reached_and_what_did_not_arrive_are_on_the_list(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    pick(desk, "U1", platform="cli")
    for person in ("U2", "U3"):
        pick(desk, person)
    put(versions, DEARER, PADRON)
    assert recalls.step() == 2
    owed = {one.recipient: one.event for one in desk.ledger.outbox.overdue("slack", NOW)}
    Outbox(desk.ledger.database).undeliverable(owed["U2"])
    Outbox(desk.ledger.database).uncertain(owed["U3"])
    (recall,) = listing.recalls(desk.ledger.database)
    assert (recall.counts.given, recall.counts.unreachable, recall.counts.undeliverable, recall.counts.uncertain) == (3, 1, 1, 1)
    put(versions, REWORDED, PADRON)
    assert recalls.step() == 2, "what may not have arrived is what they were told last"


def test_two_processes_and_one_that_dies_tell_each_once(desk, database, versions, clock, recalls, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The second one ends what the first left."""
    for number in range(5):
        pick(desk, f"U{number}")
    other_database = Database(database.path)
    other = Desk(Versions(other_database), Ledger(other_database, PSEUDONYMS), clock, MADRID)
    recalls.step()
    put(versions, DEARER, PADRON)
    monkeypatch.setattr(telling, "_BATCH", 2)
    real, calls = desk.ledger.record, []

    def dies(*given, **more):  # type: ignore[no-untyped-def]
        if calls:
            raise OSError
        calls.append(1)
        return real(*given, **more)

    with monkeypatch.context() as dying:
        dying.setattr(desk.ledger, "record", dies)
        with pytest.raises(OSError):
            recalls.step()
    assert len(told(desk)) == 2
    assert Recalls(other, SETTINGS).step() == 3
    assert recalls.step() == 0
    assert sorted(told(desk)) == [(f"U{number}", DEARER.answer) for number in range(5)]
    assert len(listing.recalls(database)) == 1
    other_database.close()


def test_what_another_process_gave_at_that_moment_is_found_a_minute_later(desk, database, versions, clock, recalls) -> None:  # type: ignore[no-untyped-def]
    """It had not taken the new version up yet."""
    recalls.step()
    put(versions, DEARER, PADRON)
    recalls.step()
    late = Picked("late", "slack", "U7", EntryKey("DEP-1", "es"))
    old = Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID)
    service = old._in_service()
    old._service = service
    put(versions, POOL, PADRON)
    old._in_service()
    stale = old.handle(late)
    assert stale.text == POOL.answer
    put(versions, DEARER, PADRON)
    assert recalls.step() == 1, "a version that came and went between two looks"


def test_an_erased_person_is_told_nothing_and_nothing_is_left_of_where_they_are(desk, database, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    pick(desk, "U1")
    pick(desk, "U2")
    put(versions, DEARER, PADRON)
    recalls.step()
    exported = privacy.export_person(database, PSEUDONYMS, "slack", "U1")
    assert exported["reach"][0]["recipient"] == "U1"
    assert exported["recalls"][0]["entry"] == "DEP-1"
    privacy.erase_person(database, PSEUDONYMS, "slack", "U1", "dpd", NOW)
    assert told(desk) == [("U2", DEARER.answer)]
    put(versions, POOL, PADRON)
    assert recalls.step() == 1
    assert database.rows("SELECT recipient FROM reach") == [{"recipient": "U2"}]
    assert len(listing.people(database, 1)) == 2
    pseudonym = PSEUDONYMS.of("slack", "U1")
    for table in ("event", "recall_notice", "outgoing", "reach"):
        assert pseudonym not in str(database.rows(f"SELECT * FROM {table}")), table


def test_where_people_are_reached_is_forgotten_with_the_window(desk, database, clock) -> None:  # type: ignore[no-untyped-def]
    pick(desk, "U1")
    clock.now += 20 * A_DAY
    pick(desk, "U2")
    clock.now += 15 * A_DAY
    report = retention.apply(database, Retention(), clock.now, reach_days=30)
    assert report.counts["reach"] == 1
    assert database.rows("SELECT recipient FROM reach") == [{"recipient": "U2"}]
    clock.now += 800 * A_DAY
    retention.apply(database, Retention(), clock.now, reach_days=30)
    assert database.rows("SELECT 1 FROM event") == []


def test_the_audit_period_takes_notices_and_changes_too(desk, database, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    pick(desk)
    put(versions, DEARER, PADRON)
    recalls.step()
    clock.now += 400 * A_DAY
    retention.apply(database, Retention(), clock.now)
    assert PSEUDONYMS.of("slack", "U1") not in str(database.rows("SELECT * FROM recall_notice JOIN event ON event.key = recall_notice.event"))
    clock.now += 800 * A_DAY
    retention.apply(database, Retention(), clock.now)
    assert (database.rows("SELECT 1 FROM recall"), database.rows("SELECT 1 FROM recall_notice")) == ([], [])


def test_with_recalls_off_nothing_is_kept_and_nobody_told(database, versions, clock) -> None:  # type: ignore[no-untyped-def]
    put(versions, POOL)
    desk = Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID, recalls=False)
    pick(desk)
    put(versions, DEARER)
    assert Recalls(desk, Recall(days=0)).step() == 0
    assert database.rows("SELECT 1 FROM reach") == []


def test_who_asks_in_a_channel_is_told_in_private(desk, versions, recalls) -> None:  # type: ignore[no-untyped-def]
    desk.handle(Asked("q1", "slack", "U1", Question(POOL.question), '{"channel": "C1"}'))
    put(versions, DEARER, PADRON)
    recalls.step()
    assert [one.send_to for one in desk.ledger.outbox.overdue("slack", NOW) if one.kind == "recalled"] == ["person:slack:U1"]


def test_the_digest_and_the_entrys_health_name_what_is_not_read_until_it_is(desk, database, versions, recalls, clock) -> None:  # type: ignore[no-untyped-def]
    pick(desk)
    put(versions, DEARER, PADRON)
    recalls.step()
    (notice,) = deliver(desk)
    clock.now += A_DAY
    spanish = translations("es")

    def said() -> list[str]:
        return [line for section in sections(digest(desk, database, MADRID, weekly=False), spanish) for line in section.lines if "DEP-1" in line]

    assert said() == ["DEP-1 (otros datos): la recibió 1 persona · avisada: 1"]
    assert Symptom(Ailment.UNREAD, times=1) in health.of(desk, database, MADRID)["DEP-1"]
    desk.handle(Acknowledged("slack", "U1", notice))
    assert said() == []
    assert Ailment.UNREAD not in {symptom.ailment for symptom in health.of(desk, database, MADRID)["DEP-1"]}


def test_the_command_line_lists_changes_and_tells_of_other_words(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    environment = {"UNAVOZ_DATABASE": str(tmp_path / "u.db"), "UNAVOZ_WORKBOOK": str(tmp_path / "w.xlsx"), "LANG": "es_ES.UTF-8"}
    database = Database(tmp_path / "u.db")
    versions = Versions(database)
    put(versions, POOL)
    key = load_key(tmp_path / "u.key")
    pick(Desk(versions, Ledger(database, Pseudonyms(key)), lambda: NOW, MADRID))
    put(versions, REWORDED)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str]:
        return main.run(arguments, environment, lambda: NOW), capsys.readouterr().out

    assert run("recalls") == (0, "Todavía no ha cambiado ninguna respuesta que alguien tuviera.\n")
    assert run("recall", "DEP-1") == (0, "Se avisa a 0 personas.\n")
    assert run("recall", "DEP-1", "--minor") == (0, "Se avisa a 1 persona.\n")
    assert run("recall", "NO-1")[0] == 1
    assert "otra redacción" in run("recalls")[1]
    (shown,) = map(json.loads, run("recalls", "--json", "--entry", "DEP-1")[1].splitlines())
    assert (shown["entry"], shown["weight"], shown["given"], shown["pending"]) == ("DEP-1", "minor", 1, 1)
    database.close()
