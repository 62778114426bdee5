"""The draft check: fifty drafts judged right, the right answer found, and nothing of a draft kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.setup import example_workbook
from bot.desk import Desk
from bot.events import Drafted
from bot.ledger import Ledger
from knowledge.answering import Outcome, Question, Reply
from knowledge.database import Database
from knowledge.draft_swaps import swaps
from knowledge.drafts import Mark, Trouble
from knowledge.facts import compare, facts
from knowledge.versions import Versions
from knowledge.workbook.check import check_workbook
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY
from tests.knowledge.drafts import DRAFTS
from tests.knowledge.more_drafts import MORE_DRAFTS, OTHER_DRAFTS


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of the example's town hall."""
    database = Database(tmp_path_factory.mktemp("drafts") / "unavoz.db")
    versions = Versions(database)
    catalogue = check_workbook(Path(example_workbook()), today=TODAY).catalogue()
    versions.publish(catalogue, after=0, at=NOW, by="ana")
    yield Desk(versions, Ledger(database, PSEUDONYMS), lambda: NOW, MADRID)
    database.close()


def check(desk: Desk, draft: str, *, question: str = "", channel: str = "", entry: str = "", key: str = "") -> Reply:
    return desk.handle(Drafted(key or f"test:{draft}:{question}:{entry}", "test", "ana", draft, Question(question, channel), entry))


def said(mark: Mark) -> str:
    match mark.trouble:
        case Trouble.DIFFERENT:
            return f"{mark.given} -> {mark.approved}"
        case Trouble.MISSING:
            return f"- {mark.approved}"
        case Trouble.ADDED:
            return f"+ {mark.given}"


ALL = (*DRAFTS, *MORE_DRAFTS, *OTHER_DRAFTS)


@pytest.mark.parametrize(("entry", "channel", "draft", "verdict", "troubles"), ALL, ids=[f"{n}-{case[0]}-{case[3]}" for n, case in enumerate(ALL)])
def test_drafts_are_judged_right(example: Desk, entry: str, channel: str, draft: str, verdict: str, troubles: tuple[str, ...]) -> None:
    reply = check(example, draft, channel=channel, entry=entry)
    assert reply.judgement is not None
    assert (str(reply.judgement.verdict), tuple(map(said, reply.judgement.marks))) == (verdict, troubles)
    for mark in reply.judgement.marks:
        assert draft[mark.start : mark.end] == mark.given
    assert reply.text
    assert reply.entry == (entry or reply.entry)


def test_there_are_fifty() -> None:
    assert len(DRAFTS) >= 50
    assert len(MORE_DRAFTS) >= 50


def test_nine_in_ten_of_the_drafts_find_their_answer_by_themselves_and_none_another(example: Desk) -> None:
    replies = [(case[0], check(example, case[2], channel=case[1])) for case in MORE_DRAFTS]
    assert [(entry, reply.entry) for entry, reply in replies if reply.entry not in ("", entry)] == []
    assert sum(reply.entry == entry for entry, reply in replies) >= 0.9 * len(replies)
    assert all(entry in [one.entry for one in reply.suggestions] for entry, reply in replies if not reply.entry)


def test_a_draft_in_another_language_than_the_answer_is_read_in_its_own(example: Desk) -> None:
    written = "You have 30 working days from the sale, or 8 months from the death. Declare it at sede.castroalba.example."
    reply = example.handle(Drafted("test:english", "test", "ana", written, Question("", "", "en"), "TRIB-014"))
    assert reply.judgement is not None
    assert [said(mark) for mark in reply.judgement.marks] == ["8 months -> 6 meses"]


def test_no_wording_of_an_approved_answer_is_taken_for_one_with_its_facts_in_other_places(example: Desk) -> None:
    for row in example.catalogue().entries.values():
        for approved in row.texts:
            for other in row.texts:
                same = compare(facts(approved, row.language), facts(other, row.language)).same
                assert swaps(approved, other, same) == (), (row.id, approved, other)


@pytest.mark.parametrize(
    ("draft", "question", "outcome", "entry"),
    [
        (
            "Para empadronarse pida cita en el 910 000 010 y traiga su documento de identidad y el contrato de alquiler. Es gratis.",
            "",
            Outcome.ANSWERED,
            "OAC-001",
        ),
        ("Son 96,40 € al año.", "¿Cuánto cuesta la tasa de basura?", Outcome.ANSWERED, "TRIB-001"),
        ("TRIB-018 · v1 · Hacienda. Llame al 910 000 030.", "", Outcome.ANSWERED, "TRIB-018"),
        ("Gracias por escribirnos, le deseamos unas felices fiestas.", "", Outcome.UNANSWERED, ""),
        ("Puede aterrizar en la plaza.", "¿Puedo aterrizar mi helicóptero?", Outcome.UNANSWERED, ""),
    ],
)
def test_the_answer_meant_is_found_or_asked_back(example: Desk, draft: str, question: str, outcome: Outcome, entry: str) -> None:
    reply = check(example, draft, question=question)
    assert (reply.outcome, reply.entry) == (outcome, entry)
    assert (reply.judgement is not None) == (outcome is Outcome.ANSWERED)


def test_no_draft_is_ever_compared_with_another_answer(example: Desk) -> None:
    """Every answer with four words in ten left out: found for itself, asked back, or not found; never taken for another one."""
    from random import Random

    rng = Random(6)
    wrong = []
    for key, row in example.catalogue().entries.items():
        words = [word for word in row.answer.split() if rng.random() < 0.6 and "{{" not in word]
        reply = check(example, " ".join(["Buenos días.", *words, "Un saludo."]))
        if reply.judgement and reply.entry != key.id:
            wrong.append((key.id, reply.entry, words))
    assert len(wrong) <= 1, wrong


def test_a_question_without_an_answer_lands_on_the_list_and_no_word_of_the_draft_is_kept(database: Database, versions: Versions) -> None:
    from knowledge.model import Catalogue, Entry

    entry = Entry("A-1", "es", "¿Cuánto cuesta la piscina?", "Cuesta 3 €.")
    versions.publish(Catalogue(0, {entry.key: entry}), after=0, at=NOW, by="ana")
    desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: NOW, MADRID)
    secret = "Estimada Eulalia Gorostiza, con DNI 12345678Z: cuesta 4,44 €, llámeme al 612 345 678."
    reply = check(desk, secret, entry="A-1", key="k1")
    assert reply.judgement is not None
    assert "4,44 €" in [mark.given for mark in reply.judgement.marks]
    check(desk, secret, question="¿Hay helipuerto? Soy Eulalia Gorostiza", key="k2")
    assert [row["text"] for row in database.rows("SELECT text FROM unanswered")] == ["¿Hay helipuerto? Soy [NOMBRE]"]
    kept = json.dumps([database.rows(f"SELECT * FROM {table}") for table in ("event", "reply", "question", "unanswered")], default=str)
    for word in ("Eulalia", "Gorostiza", "12345678", "4,44", "612 345 678", "ana"):
        assert word not in kept
    assert database.rows("SELECT detail, entry FROM event WHERE key = 'k1'") == [{"detail": "differs", "entry": "A-1"}]


def test_sent_twice_it_is_judged_again_and_recorded_once(example: Desk) -> None:
    before = len(example.ledger.database.rows("SELECT 1 FROM event"))
    first = check(example, "La hora cuesta 1,30 €.", entry="POL-007", key="twice")
    second = check(example, "La hora cuesta 1,30 €.", entry="POL-007", key="twice")
    assert first.judgement == second.judgement
    assert len(example.ledger.database.rows("SELECT 1 FROM event")) == before + 1


def test_an_entry_that_is_not_in_force_judges_nothing(example: Desk) -> None:
    suspended = next(key for key, row in example.catalogue().entries.items() if row.status == "suspended")
    reply = check(example, "El plazo de respuesta es de 3 meses.", entry=suspended.id)
    assert (reply.outcome, reply.judgement, bool(reply.notes)) == (Outcome.UNANSWERED, None, True)
