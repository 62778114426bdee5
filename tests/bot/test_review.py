"""The review of unanswered questions: nothing is lost, nothing is in two groups, and reviewers do not overwrite each other."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot import privacy
from bot.desk import Desk, Job
from bot.events import Asked, Followed, Rated, Verdict
from bot.ledger import Ledger
from bot.review import telling
from bot.review.values import (
    Action,
    Archive,
    Conflict,
    Done,
    Filter,
    Link,
    Merge,
    Order,
    Propose,
    Refer,
    Refused,
    Release,
    Reopen,
    Take,
    Undo,
    Unmerge,
)  # fmt: skip
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.grouping import Grouping
from knowledge.model import Catalogue, Entry
from knowledge.review import Cause, Decided, Draft, State
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS

OPEN_ONES = Filter()
PADRON = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.", owner="Atención Ciudadana")
PISCINA = Entry("DEP-1", "es", "¿Cuánto cuesta la piscina?", "Cuatro euros.", owner="Deportes")


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


def put(versions: Versions, *entries: Entry) -> None:
    versions.publish(Catalogue(0, {entry.key: entry for entry in entries}), after=versions.current_number(), at=NOW, by="ana")


def ask(desk: Desk, key: str, text: str, asker: str = "U1", tell_at: str = "", department: str = ""):  # type: ignore[no-untyped-def]
    return desk.handle(Asked(key, "slack", asker, Question(text), tell_at, department))


def listed(desk: Desk, chosen: Filter = OPEN_ONES):  # type: ignore[no-untyped-def]
    return desk.review.listing.page(chosen, desk.clock()).groups


def act(desk: Desk, group: int, action: Action, by: str = "marta", seen: int | None = None):  # type: ignore[no-untyped-def]
    found = desk.review.listing.group(group, desk.clock())
    return desk.review.act(desk.catalogue(), group, found.revision if seen is None and found else seen or 0, action, by, desk.clock())


def owed(desk: Desk):  # type: ignore[no-untyped-def]
    return [(one.recipient, one.send_to, desk.ledger.reply_to(one.event).text) for one in desk.ledger.outbox.overdue("slack", desk.clock())]


def test_like_questions_are_one_group_with_who_asked_from_where(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Its best wording is the one that most people used; another question is another group."""
    ask(desk, "k1", "cuanto cuesta la piscina", "U1", department="Deportes")
    clock.now += timedelta(hours=1)
    ask(desk, "k2", "¿Cuánto cuesta la piscina?", "U2")
    ask(desk, "k3", "buenas, cuánto cuesta la piscina", "U2")
    ask(desk, "k4", "requisitos para una boda civil", "U3")
    first, second = listed(desk)
    assert (first.text, first.questions, first.askers, first.departments, first.platforms) == (
        "cuanto cuesta la piscina", 3, 2, ("Deportes",), ("slack",),
    )  # fmt: skip
    assert (first.lately, first.before, first.causes) == (3, 0, {Cause.UNANSWERED: 3})
    assert (second.text, second.questions) == ("requisitos para una boda civil", 1)
    assert desk.review.listing.counts()[State.NEW] == 2
    assert [member.event for member in desk.review.listing.members(first.id)] == ["k3", "k2", "k1"]


def test_the_list_holds_refusals_judgements_and_expired_answers_each_as_what_it_is(desk, versions, clock) -> None:  # type: ignore[no-untyped-def]
    """An answered question that nobody complained of is not on it."""
    expired = Entry("DEP-1", "es", "¿Cuánto cuesta la piscina?", "Tres euros.", valid_until=NOW.date() - timedelta(days=1), owner="Deportes")
    put(versions, PADRON, expired)
    ask(desk, "k0", "como me empadrono", "U9")
    ask(desk, "k1", "como me empadrono", "U1")
    desk.handle(Rated("slack", "U1", "k1", Verdict.NOT_USEFUL))
    ask(desk, "k2", "cuanto cuesta la piscina", "U2")
    causes = {group.text: group.causes for group in listed(desk)}
    assert causes == {"como me empadrono": {Cause.UNHELPFUL: 1}, "cuanto cuesta la piscina": {Cause.NOT_IN_FORCE: 1}}
    desk.handle(Rated("slack", "U1", "k1", Verdict.WRONG))
    assert listed(desk, Filter(cause=Cause.WRONG))[0].questions == 1
    assert listed(desk, Filter(cause=Cause.UNHELPFUL)) == ()


def test_what_citizens_disclosed_is_never_written(desk, database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Neither in the question, nor in a reason, nor who asked; the group's question keeps its meaning."""
    ask(desk, "k1", "la vecina con DNI 12345678Z pregunta por la ayuda de comedor", "U-ana-perez", tell_at="C1")
    ask(desk, "k2", "como me empadrono", "U-ana-perez")
    content = b"".join(path.read_bytes() for path in Path(database.path).parent.glob(f"{Path(database.path).name}*"))
    assert b"12345678" not in content
    assert "[DNI]" in listed(desk)[0].text
    people = database.rows("SELECT asker FROM event UNION SELECT asker FROM unanswered_question UNION SELECT asker FROM contact")
    assert people == [{"asker": PSEUDONYMS.of("slack", "U-ana-perez")}]
    assert database.rows("SELECT recipient, send_to FROM contact") == [{"recipient": "U-ana-perez", "send_to": "C1"}]


def test_when_a_version_answers_everybody_who_asked_is_told_once_where_they_asked(desk, versions, database, clock) -> None:  # type: ignore[no-untyped-def]
    """Also who asked three times, and who asked nothing but wanted to be told; then it is forgotten where they are."""
    for key, asker in (("k1", "U1"), ("k2", "U1"), ("k3", "U2")):
        ask(desk, key, "cuánto cuesta la piscina", asker, tell_at=f"C{asker}")
    desk.handle(Followed("slack", "U3", "k1", "DU3"))
    desk.handle(Followed("slack", "U1", "k2", "DU1"))
    assert telling.settle(desk) == 0
    put(versions, PADRON, PISCINA)
    other = Desk(versions, Ledger(Database(database.path), PSEUDONYMS), clock, MADRID)
    assert (telling.settle(desk), telling.settle(other), telling.settle(desk)) == (3, 0, 0)
    assert sorted(owed(desk)) == [("U1", "DU1", "Cuatro euros."), ("U2", "CU2", "Cuatro euros."), ("U3", "DU3", "Cuatro euros.")]
    assert database.rows("SELECT * FROM contact") == []
    (group,) = listed(desk, Filter(states=(State.ANSWERED,)))
    assert (group.standing.decision.version, group.standing.decision.entry) == (2, "DEP-1")
    assert {member.told_in for member in desk.review.listing.members(group.id)} == {2}
    assert [(step.action, step.by) for step in desk.review.listing.steps(group.id)] == [("answered", "")]


def test_an_answered_group_that_fails_again_is_a_regression(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """And closes again, telling only whoever waits now."""
    ask(desk, "k1", "cuánto cuesta la piscina", tell_at="C1")
    put(versions, PADRON, PISCINA)
    telling.settle(desk)
    put(versions, PADRON)
    ask(desk, "k2", "cuánto cuesta la piscina", "U2", tell_at="C2")
    assert listed(desk)[0].standing.state is State.REGRESSION
    put(versions, PADRON, PISCINA)
    assert telling.settle(desk) == 1
    assert [recipient for recipient, *_ in owed(desk)] == ["U1", "U2"]


def test_a_link_tells_at_once_and_a_judged_answer_only_once_it_says_something_else(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """The reviewer says which entry is meant; the matcher would not have known."""
    ask(desk, "k1", "dónde me apunto al censo de vecinos del pueblo", tell_at="C1")
    (group,) = listed(desk)
    assert act(desk, group.id, Link("XX-1")) is Refused.NO_SUCH_ENTRY
    assert act(desk, group.id, Link("OAC-1")).group.standing.decision.kind is Decided.LINKED
    assert telling.settle_group(desk, group.id) == 1
    assert owed(desk) == [("U1", "C1", "Con cita.")]
    ask(desk, "k2", "como me empadrono", "U2")
    desk.handle(Rated("slack", "U2", "k2", Verdict.WRONG, "C2"))
    assert telling.settle(desk) == 0
    put(versions, Entry("OAC-1", "es", "¿Cómo me empadrono?", "Sin cita."))
    assert telling.settle(desk) == 1


def test_an_archived_group_returns_when_it_is_asked_well_beyond_what_it_was(desk) -> None:  # type: ignore[no-untyped-def]
    """Archived at three questions: the fifth is the old noise still, the sixth is not."""
    for number in range(3):
        ask(desk, f"a{number}", "cuánto cuesta la piscina", f"U{number}")
    (group,) = listed(desk)
    assert act(desk, group.id, Archive("  ")) is Refused.NEEDS_REASON
    act(desk, group.id, Archive("No es nuestra"))
    for number in range(2):
        ask(desk, f"b{number}", "cuánto cuesta la piscina", f"U{number}")
    assert listed(desk) == ()
    ask(desk, "c", "cuánto cuesta la piscina")
    assert listed(desk)[0].standing.state is State.NEW
    steps = [(step.action, step.by, step.remark) for step in desk.review.listing.steps(group.id)]
    assert steps == [("asked_again", "", ""), ("archive", "marta", "No es nuestra")]


def test_the_second_reviewer_is_shown_what_the_first_one_did(desk) -> None:  # type: ignore[no-untyped-def]
    """And nothing of theirs is written over."""
    ask(desk, "k1", "cuánto cuesta la piscina")
    (group,) = listed(desk)
    assert isinstance(act(desk, group.id, Refer("Deportes", "¿Lo sabéis?"), by="marta"), Done)
    second = act(desk, group.id, Archive("No es nuestra"), by="joan", seen=group.revision)
    assert isinstance(second, Conflict)
    assert (second.last.by, second.last.action, second.group.standing.decision.department) == ("marta", "refer", "Deportes")
    assert desk.review.listing.group(group.id, NOW).standing.state is State.IN_REVIEW


def test_the_list_is_filtered_and_sorted(desk, clock) -> None:  # type: ignore[no-untyped-def]
    """Words are taken for themselves; pages do not overlap."""
    for number, text in enumerate(("boda civil en sábado", "multa de 50 % por pronto pago", "perro suelto en el parque", "alquilar el teatro")):
        for times in range(number + 1):
            ask(desk, f"k{number}.{times}", text, f"U{times}", department="Cultura" if number == 3 else "")
            clock.now += timedelta(days=1)
    texts = lambda **chosen: [group.text for group in listed(desk, Filter(**chosen))]  # noqa: E731
    assert texts() == ["alquilar el teatro", "perro suelto en el parque", "multa de 50 % por pronto pago", "boda civil en sábado"]
    assert texts(order=Order.OLDEST)[0] == "boda civil en sábado"
    assert texts(words="50 %") == ["multa de 50 % por pronto pago"]
    assert texts(words="_") == texts(words="%%") == []
    assert texts(department="Cultura") == ["alquilar el teatro"]
    assert texts(states=(State.ARCHIVED,)) == []
    assert texts(since=clock.now - timedelta(hours=30)) == ["alquilar el teatro"]
    pages = [desk.review.listing.page(Filter(), clock.now, offset, 3) for offset in (0, 3)]
    assert ([len(page.groups) for page in pages], pages[0].total) == ([3, 1], 4)


def test_a_process_that_begins_reads_the_groups_that_there_are(desk, versions, database, clock) -> None:  # type: ignore[no-untyped-def]
    """Beforehand or with its first question, the same; what another process wrote meanwhile too."""
    ask(desk, "k1", "cuánto cuesta la piscina")
    for number, is_prepared in enumerate((True, False)):
        other = Desk(versions, Ledger(Database(database.path), PSEUDONYMS), clock, MADRID)
        if is_prepared:
            other.review.arrivals.prepare()
        ask(desk, f"m{number}", "requisitos para una boda civil", f"U{number}")
        ask(other, f"a{number}", "cuanto cuesta la piscina?", f"U{number}")
        ask(other, f"b{number}", "requisitos boda civil", f"U{number}")
    assert sorted(group.questions for group in listed(desk)) == [3, 4]


def test_an_answer_judged_wrong_is_not_given_again_for_a_draft_of_the_same_question(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """Nor is the draft lost."""
    ask(desk, "k1", "como me empadrono")
    desk.handle(Rated("slack", "U1", "k1", Verdict.WRONG, "C1"))
    (group,) = listed(desk)
    act(desk, group.id, Propose(Draft("¿Cómo me empadrono?", "Sin cita.")))
    assert (telling.settle_group(desk, group.id), telling.settle(desk)) == (0, 0)
    assert listed(desk)[0].standing.decision.kind is Decided.DRAFTED
    put(versions, Entry("OAC-1", "es", "¿Cómo me empadrono?", "Sin cita."))
    assert telling.settle(desk) == 1


def test_whoever_judges_what_they_were_told_is_told_the_better_answer(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """And not the same one again."""
    ask(desk, "k1", "dónde me apunto al censo de vecinos del pueblo", tell_at="C1")
    act(desk, listed(desk)[0].id, Link("OAC-1"))
    assert telling.settle(desk) == 1
    (message,) = desk.ledger.outbox.overdue("slack", NOW)
    desk.handle(Rated("slack", "U1", message.event, Verdict.WRONG, "C1"))
    assert (listed(desk)[0].standing.state, telling.settle(desk)) == (State.REGRESSION, 0)
    put(versions, PADRON, PISCINA)
    act(desk, listed(desk)[0].id, Link("DEP-1"))
    assert telling.settle(desk) == 1
    assert [text for _, _, text in owed(desk)] == ["Con cita.", "Cuatro euros."]


def test_nobody_is_told_a_row_that_is_not_in_force(desk, versions) -> None:  # type: ignore[no-untyped-def]
    """The entry's other language is told instead."""
    expired = Entry("OAC-1", "ca", "Com m'empadrono?", "Amb cita.", valid_until=NOW.date() - timedelta(days=1))
    put(versions, PADRON, expired)
    desk.handle(Asked("k1", "slack", "U1", Question("on m'apunto al cens de veïns del poble", reads="ca"), "C1"))
    act(desk, listed(desk)[0].id, Link("OAC-1"))
    assert telling.settle(desk) == 1
    assert owed(desk) == [("U1", "C1", "Con cita.")]


def test_no_group_disappears_into_one_that_is_ended_or_into_itself(desk) -> None:  # type: ignore[no-untyped-def]
    """By a merge, or by undoing one."""
    ask(desk, "k1", "cuánto cuesta la piscina", "U1")
    ask(desk, "k2", "requisitos para una boda civil", "U2")
    one, two = (group.id for group in listed(desk))
    act(desk, one, Archive("no"))
    assert act(desk, two, Merge(one)) is Refused.NOT_POSSIBLE_NOW
    act(desk, one, Reopen())
    for group, action in ((one, Merge(two)), (one, Unmerge()), (two, Merge(one))):
        assert isinstance(act(desk, group, action), Done)
    assert act(desk, one, Undo()) is Refused.NOT_POSSIBLE_NOW
    assert [group.questions for group in listed(desk)] == [2]


def test_a_text_that_the_grouping_fails_at_fails_nobodys_answer_and_is_on_the_list(desk, versions, database, clock, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """In a group of its own; also for the process that reads it later."""

    def fail(*_: object) -> None:
        raise RecursionError

    with monkeypatch.context() as broken:
        broken.setattr(Grouping, "nearest", fail)
        replies = desk.handle_all(
            [Job(Asked(f"k{n}", "slack", "U1", Question(text))) for n, text in enumerate(("como me empadrono", "una boda civil"))]
        )
        assert [handled.reply.text for handled in replies] == ["Con cita.", ""]
    with monkeypatch.context() as broken:
        broken.setattr(Grouping, "add", fail)
        other = Desk(versions, Ledger(Database(database.path), PSEUDONYMS), clock, MADRID)
        other.review.arrivals.prepare()
        ask(other, "k3", "multa por ruido")
    assert [group.text for group in listed(desk, Filter(order=Order.OLDEST))] == ["una boda civil", "multa por ruido"]


def test_what_was_erased_is_let_go_by_a_process_that_serves(desk, database) -> None:  # type: ignore[no-untyped-def]
    """When its house is kept, not while somebody waits."""
    ask(desk, "k1", "requisitos para una boda civil")
    arrivals = desk.review.arrivals
    arrivals.prepare()
    assert not arrivals.is_outdated()
    privacy.erase_event(database, "k1", "dpd", NOW)
    assert arrivals.is_outdated()
    arrivals.prepare()
    assert (arrivals.is_outdated(), arrivals.similar("requisitos para una boda civil", "es", 5)) == (False, [])


TOPICS = ("precio de la piscina", "boda civil", "perro suelto", "alquilar el teatro", "poda de árboles", "vado permanente", "ruido nocturno", "huertos")


def test_random_sequences_keep_every_question_in_one_group_and_undo_is_identity(tmp_path: Path) -> None:
    rounds(tmp_path, 40)


@pytest.mark.heavy
def test_two_thousand_random_sequences(tmp_path: Path) -> None:
    rounds(tmp_path, 2_000)


def rounds(folder: Path, number: int) -> None:
    for seed in range(number):
        database = Database(folder / f"{seed}.db")
        versions, clock = Versions(database), Clock()
        put(versions, PADRON)
        _sequence(Desk(versions, Ledger(database, PSEUDONYMS), clock, MADRID), clock, Random(seed))
        database.close()
        (folder / f"{seed}.db").unlink()


def _sequence(desk: Desk, clock: Clock, random: Random) -> None:
    asked: list[str] = []
    for number in range(25):
        clock.now += timedelta(minutes=7)
        ids = [row["id"] for row in desk.ledger.database.rows("SELECT id FROM unanswered")]
        if not ids or random.random() < 0.4:
            ask(desk, f"k{number}", random.choice(TOPICS), f"U{random.randrange(4)}", tell_at="C1")
            asked.append(f"k{number}")
        else:
            _act_and_undo(desk, random.choice(ids), _any_action(random, ids), random)
        _hold(desk, asked)


def _any_action(random: Random, ids: list[int]) -> Action:
    draft = Draft("¿Cuánto cuesta?", "Cuatro euros.")
    return random.choice(
        [Take(), Release(), Link("OAC-1"), Propose(draft), Refer("Deportes", "¿?"), Archive("no"), Reopen(), Undo(), Unmerge()]
        + [Merge(random.choice(ids)) for _ in range(5)]
    )


def _act_and_undo(desk: Desk, group: int, action: Action, random: Random) -> None:
    before = _picture(desk)
    result = act(desk, group, action)
    if not isinstance(result, Done):
        assert _picture(desk) == before, "what is refused changes nothing"
    elif not isinstance(action, Undo) and random.random() < 0.5:
        assert isinstance(act(desk, group, Undo()), Done)
        assert _picture(desk) == before


def _picture(desk: Desk) -> list[dict[str, object]]:
    return (
        desk.ledger.database.rows("SELECT id, root, part_of, state, decision FROM unanswered ORDER BY id")
        + desk.ledger.database.rows("SELECT id, text, questions, askers FROM unanswered WHERE part_of IS NULL ORDER BY id")
        + desk.ledger.database.rows("SELECT event, member_of FROM unanswered_question ORDER BY event")
    )


def _hold(desk: Desk, asked: list[str]) -> None:
    """Every question is in one group that is shown; its counts are those of its questions; no group is part of itself."""
    everywhere = Filter(states=tuple(State))
    groups = listed(desk, everywhere)
    members = [member.event for group in groups for member in desk.review.listing.members(group.id)]
    assert Counter(members) == Counter(asked)
    assert sum(group.questions for group in groups) == len(asked)
    for group in groups:
        people = desk.ledger.database.rows(
            "SELECT count(DISTINCT asker) AS n FROM unanswered_question WHERE member_of IN (SELECT id FROM unanswered WHERE root = ?)", (group.id,)
        )
        assert group.askers == people[0]["n"]
    for row in desk.ledger.database.rows("SELECT id, root, part_of FROM unanswered"):
        assert (row["part_of"] is None) == (row["root"] == row["id"])
