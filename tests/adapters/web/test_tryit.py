"""Try it: ask, pick, say what was wrong, be told."""

import re

from adapters.web import asking
from adapters.web.drawing import copied
from adapters.web.roles import Person, Role
from bot.review import telling
from knowledge.answering import Outcome
from knowledge.model import Entry
from tests.adapters.web.conftest import ENTRIES, NOW, PEOPLE, Client, House, catalogue

READER = PEOPLE[Role.READER]


def ask(client: Client, question: str, **more: str):  # type: ignore[no-untyped-def]
    """Ask, and return the page that the answer stands on."""
    sent = client.submit("/probar", {"pregunta": question, **more})
    assert sent.status_code == 303
    return client.get(sent.headers["location"].partition("#")[0])


def press(client: Client, page, act: str, **more: str):  # type: ignore[no-untyped-def]
    """Press a button of the reply on a page, and return the page that follows."""
    sent = client.submit(page.url.path.removeprefix("/web"), {"act": act, **more})
    assert sent.status_code == 303, sent.status_code
    return client.get(sent.headers["location"].partition("#")[0])


def test_the_approved_answer_comes_word_for_word(house: House) -> None:
    """Every space of it, and what would be markup as text."""
    page = ask(house.signed_in(Role.READER), "como me empadrono")
    assert copied(page.text) == ENTRIES[0].answer
    assert "OAC-1 · v1" in page.text


def test_the_wording_of_a_channel_is_given_where_it_is_asked_for(house: House) -> None:
    """And another one by its button."""
    client = house.signed_in(Role.READER)
    page = ask(client, "como me empadrono", canal="phone")
    assert copied(page.text) == "Pida cita, por favor."
    assert copied(press(client, page, "wording_1").text) == "Con cita: x.example"
    assert copied(press(client, page, "wording_general").text) == ENTRIES[0].answer
    assert copied(ask(client, "como me empadrono", canal="<nada>").text) == ENTRIES[0].answer


def test_what_may_be_meant_is_offered_and_picked(house: House) -> None:
    """The pick is about the question that it answers."""
    client = house.signed_in(Role.READER)
    page = ask(client, "cuando se paga el impuesto")
    assert copied(page.text) == ""
    offered = re.findall(r'value="(pick_\d)"[^>]*>([^<]+)<', page.text)
    assert {text for _, text in offered} == {ENTRIES[2].question, ENTRIES[3].question}
    picked = next(act for act, text in offered if text == ENTRIES[3].question)
    assert copied(press(client, page, picked).text) == ENTRIES[3].answer
    assert [pick.entry.id for pick in house.desk.ledger.picked()] == ["TRI-2"]


def test_a_verdict_is_noted_once_with_its_reason(house: House) -> None:
    """And the buttons that are done with are gone."""
    client = house.signed_in(Role.READER)
    page = ask(client, "como me empadrono")
    after = press(client, page, "rate_not_useful")
    assert "✓ Valorada como no útil" in after.text
    assert 'value="rate_useful"' not in after.text
    explained = press(client, after, "explain", reason="Falta el horario.")
    assert 'name="reason"' not in explained.text
    rows = house.database.rows("SELECT kind, detail FROM event WHERE kind IN ('rated', 'explained') ORDER BY rowid")
    assert [(row["kind"], row["detail"]) for row in rows] == [("rated", "not_useful"), ("explained", "Falta el horario.")]


def test_who_wants_to_be_told_finds_the_answer_and_says_that_they_saw_it(house: House) -> None:
    """It stays until then, and is gone afterwards."""
    client = house.signed_in(Role.READER)
    page = ask(client, "¿hay nidos de cigüeña en la torre?")
    assert 'value="follow"' in page.text
    assert 'value="follow"' not in press(client, page, "follow").text
    house.versions.publish(catalogue(*ENTRIES, Entry("DEP-2", "es", "¿Hay nidos de cigüeña en la torre?", "Sí, tres.")), after=1, at=NOW, by="ana")
    telling.settle(house.desk)
    for _ in range(2):
        assert "Sí, tres." in client.see("/probar").text
    (notice,) = asking.notices(house.desk, READER)
    other = house.signed_in(Person("test:otra", "Otra", frozenset({Role.READER})))
    assert other.submit("/probar/avisos", {"aviso": notice.name}).status_code == 404
    assert client.submit("/probar/avisos", {"aviso": notice.name}).status_code == 303
    assert asking.notices(house.desk, READER) == []
    assert "Sí, tres." not in client.see("/probar").text
    assert house.database.rows("SELECT state FROM outgoing") == [{"state": "sent"}]


def test_a_question_sent_twice_is_asked_once(house: House) -> None:
    """A double click, or a page sent again."""
    client, once = house.signed_in(Role.READER), "0123456789abcdef" * 2
    for _ in range(2):
        ask(client, "como me empadrono", once=once)
    assert house.database.rows("SELECT count(*) AS n FROM question") == [{"n": 1}]


def test_nobody_sees_what_somebody_else_asked(house: House) -> None:
    """Neither by its address, nor by pressing its buttons, nor by sending a question under its name."""
    page = ask(house.signed_in(Role.READER), "como me empadrono")
    path = page.url.path.removeprefix("/web")
    other = house.signed_in(Person("test:otra", "Otra", frozenset({Role.ADMIN})))
    assert other.see(path).status_code == 404
    assert other.submit(path, {"act": "wrong"}).status_code == 404
    sent = other.submit("/probar", {"pregunta": "otra cosa", "once": path.rpartition("/")[2]})
    assert other.get(sent.headers["location"].partition("#")[0]).status_code == 404


def test_what_a_reply_does_not_offer_is_not_done(house: House) -> None:
    """Whatever a browser sends."""
    client = house.signed_in(Role.READER)
    page = ask(client, "como me empadrono")
    path = page.url.path.removeprefix("/web")
    for act in (
        "",
        "pick_0",
        "pick_99",
        "wording_9",
        "wording_-1",
        "none_of_these",
        "follow",
        "explain",
        "share",
        "refer",
        "rate_useful_",
        "entry",
        "pick_²",
    ):
        assert client.submit(path, {"act": act}).status_code == 400, act
    assert house.database.rows("SELECT count(*) AS n FROM event") == [{"n": 1}]


def test_an_empty_question_is_told_so(house: House) -> None:
    sent = house.signed_in(Role.READER).submit("/probar", {"pregunta": "  "})
    assert sent.status_code == 422
    assert "Escriba primero la pregunta." in sent.text


def test_too_many_questions_a_minute_are_held_back(house: House) -> None:
    client = house.signed_in(Role.READER)
    statuses = [client.submit("/probar", {"pregunta": f"pregunta {number}"}).status_code for number in range(31)]
    assert statuses == [303] * 30 + [429]


def test_a_fragment_is_given_where_one_is_asked_for(house: House) -> None:
    """The talk alone, with a form that is good for the next question."""
    client = house.signed_in(Role.READER)
    sent = client.submit("/probar", {"pregunta": "como me empadrono"}, headers={"HX-Request": "true"})
    fragment = client.get(sent.headers["location"].partition("#")[0], headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert copied(fragment.text) == ENTRIES[0].answer
    names = re.findall(r'name="once" value="([0-9a-f]{32})"', fragment.text)
    assert len(set(names)) >= 2
    assert sent.headers["location"].partition("#")[0].rpartition("/")[2] not in names


def test_an_unanswered_question_says_so(house: House) -> None:
    page = ask(house.signed_in(Role.READER), "¿Puedo aterrizar mi helicóptero?")
    assert "no la improvise" in page.text
    (mine,) = asking.mine(house.desk, READER)
    assert mine.now.outcome is Outcome.UNANSWERED
