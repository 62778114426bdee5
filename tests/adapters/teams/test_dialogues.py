"""What people do in Teams, and what they see: each a dialogue with a fake Teams, over the real protocol."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.teams import copied
from adapters.teams.cards import approved_in
from tests.adapters.slack.conftest import ENTRIES, LONG, OWNER, POOL
from tests.adapters.teams.conftest import CHANNEL, DEPARTMENT, GROUP, Installation, publish, until
from tests.adapters.teams.fake import JOHN, MARTA, PERSONAL, FakeTeams, buttons, visible_text
from tests.adapters.teams.fake_world import cards_in, parts

ANSWER = "Pida cita & traiga su <documento>. *Es* gratuito_."


def last(teams: FakeTeams, where: str, count: int = 1) -> dict[str, Any]:
    return teams.wait_for_sent(where, count)[-1]


@pytest.mark.parametrize("where", [PERSONAL, GROUP, CHANNEL])
def test_whoever_asks_gets_the_approved_text_as_plain_text(installation: Installation, teams: FakeTeams, where: str) -> None:
    """In their conversation with the bot, in a group chat, in a channel's thread."""
    with installation.serving():
        answer = teams.say(MARTA, "como me EMPADRONO", where)
        assert answer.status == 202
        place = teams.personal(MARTA) if where == PERSONAL else where
        message = last(teams, place)
        assert message["text"] == ANSWER
        assert message["textFormat"] == "plain"
        assert "OAC-1 · v1 · Atención Ciudadana" in visible_text(message)
        assert buttons(message) == ["Para teléfono", "Para redes sociales", "Me sirve", "No me sirve", "Avisar de un error", "Abrir la página web"]
        assert message["conversation"]["id"] == answer.activity["conversation"]["id"]  # the thread, in a channel


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("¿Qué temporada tiene la piscina?", "caducó el 23/11/2026"),
        ("¿Cuándo se paga el impuesto?", "¿Se refiere a alguna de estas?"),
        ("¿Hay nidos de cigüeña en la torre?", "Todavía no hay una respuesta aprobada"),
        ("ayuda", "Escríbame aquí"),
        ("  ", "Escríbame aquí"),
    ],
)
def test_what_is_said_where_there_is_no_answer(installation: Installation, teams: FakeTeams, said: str, seen: str) -> None:
    """Nobody improvises one."""
    with installation.serving():
        teams.say(MARTA, said)
        message = last(teams, teams.personal(MARTA))
        assert seen in visible_text(message), visible_text(message)
        assert copied([message]) == ""


def test_the_answer_comes_in_the_language_of_whoever_asks(installation: Installation, teams: FakeTeams) -> None:
    """And so do the words around it."""
    with installation.serving():
        teams.say(JOHN, "How do I register as a resident?")
        message = last(teams, teams.personal(JOHN))
        assert message["text"] == "Book an appointment."
        assert "Report an error" in buttons(message)


def test_a_long_answer_comes_whole_in_several_messages(installation: Installation, teams: FakeTeams) -> None:
    """In order, the card with the last."""
    with installation.serving():
        teams.say(MARTA, "¿Me da el texto largo?")
        sent = teams.wait_for_sent(teams.personal(MARTA), 2, timeout=10)
        assert copied(sent) == LONG
        assert [bool(message.get("attachments")) for message in sent] == [False, True]


def test_another_wording_takes_the_place_of_the_card(installation: Installation, teams: FakeTeams) -> None:
    """Seen by whoever pressed; from there it is written as text; and back."""
    with installation.serving() as desk:
        teams.say(MARTA, "¿Cómo me empadrono?", GROUP)
        message = last(teams, GROUP)
        phone = teams.press(JOHN, message, "For phone" if "For phone" in buttons(message) else "Para teléfono")
        assert approved_in(phone.card) == "Pida cita, por favor."
        assert len(teams.sent(GROUP)) == 1
        written = teams.press(JOHN, phone, "Write it in the conversation")
        assert "✓ Shared" in visible_text(written.body)
        assert last(teams, GROUP, 2)["text"] == "Pida cita, por favor."
        general = teams.press(JOHN, phone, "General answer")
        assert approved_in(general.card) == ANSWER
        assert kinds(desk) == ["asked", "picked", "shared", "picked"]


def test_a_press_told_of_again_changes_nothing(installation: Installation, teams: FakeTeams) -> None:
    """Under an id of its own each time, as Teams does; the same for a message that is delivered again."""
    with installation.serving() as desk:
        first = teams.say(MARTA, "¿Cómo me empadrono?")
        message = last(teams, teams.personal(MARTA))
        teams.say(MARTA, "¿Cómo me empadrono?", activity_id=first.activity["id"])
        for number in range(3):
            phone = teams.press(MARTA, message, "Para teléfono", invoke_id=f"f:{number}")
            assert approved_in(phone.card) == "Pida cita, por favor."
            useful = teams.press(MARTA, message, "Me sirve", invoke_id=f"f:u{number}")
            assert "✓ Valorada como útil" in visible_text(useful.body)
        assert kinds(desk) == ["asked", "picked", "rated"]
        assert len(teams.sent(teams.personal(MARTA))) == 1


def test_a_card_of_yesterday_gives_what_is_in_force_today(installation: Installation, teams: FakeTeams) -> None:
    """Not what was given when it was pressed first."""
    with installation.serving():
        teams.say(MARTA, "¿Cómo me empadrono?")
        message = last(teams, teams.personal(MARTA))
        assert approved_in(teams.press(MARTA, message, "Para teléfono").card) == "Pida cita, por favor."
        publish(installation.versions, replace(ENTRIES[0], wordings=(("phone", "Llame al 910 000 010."), ("social", "x"))), *ENTRIES[1:])
        assert approved_in(teams.press(MARTA, message, "Para teléfono").card) == "Llame al 910 000 010."


def test_a_suggestion_is_chosen_or_none_of_them(installation: Installation, teams: FakeTeams) -> None:
    """What is chosen is shown in the card's place; refused, the question is on the list."""
    with installation.serving() as desk:
        teams.say(MARTA, "¿Cuándo se paga el impuesto?")
        message = last(teams, teams.personal(MARTA))
        titles = buttons(message)
        assert titles.count("Ver la respuesta") == 2
        picked = teams.raw(_press_of(teams, message, "pick", "0"))
        assert approved_in(picked.card) in ("Del 1 de marzo al 30 de abril.", "Del 1 de mayo al 30 de junio.")
        refused = teams.press(MARTA, message, "Ninguna de estas")
        assert "Avisarme cuando haya respuesta" in buttons(refused.body)
        assert "none_of_these" in details(desk)


def test_a_verdict_can_have_a_reason(installation: Installation, teams: FakeTeams) -> None:
    """Nobody has to give one."""
    with installation.serving() as desk:
        teams.say(MARTA, "¿Cómo me empadrono?")
        message = last(teams, teams.personal(MARTA))
        asked = teams.press(MARTA, message, "Avisar de un error")
        assert "✓ Error señalado" in visible_text(asked.body)
        thanked = teams.press(MARTA, asked, "Enviar", {"why": "Ya no es gratuito, dice Ana Pérez 12345678Z"})
        assert "Gracias" in visible_text(thanked.body)
        assert "12345678Z" not in "".join(details(desk))
        assert any("Ya no es gratuito" in detail for detail in details(desk))


def test_who_wants_to_be_told_is_told_once_there_is_an_answer(installation: Installation, teams: FakeTeams) -> None:
    """In their conversation with the bot, once."""
    with installation.serving() as desk:
        teams.say(MARTA, POOL.question, GROUP)
        message = last(teams, GROUP)
        followed = teams.press(JOHN, message, "Avisarme cuando haya respuesta")
        assert "✓ You will be told" in visible_text(followed.body)
        publish(installation.versions, *ENTRIES, POOL)
        told = teams.wait_for_sent(teams.personal(JOHN), 2, timeout=20)
        assert "There is an approved answer now" in visible_text(told[0])
        assert told[1]["text"] == POOL.answer
        until(lambda: "told" in kinds(desk))
        assert len(teams.wait_for_sent(GROUP, 3, timeout=20)) == 3  # and Marta where she asked


def test_an_expired_answer_can_be_put_to_its_department(installation: Installation, teams: FakeTeams) -> None:
    """In its channel, with the name of whoever asks."""
    with installation.serving({"departments": {OWNER: DEPARTMENT}}):
        teams.say(MARTA, "¿Qué temporada tiene la piscina?")
        message = last(teams, teams.personal(MARTA))
        put = teams.press(MARTA, message, f"Preguntar a {OWNER}")
        assert "✓" in visible_text(put.body)
        asked = last(teams, DEPARTMENT)
        assert "Marta Soler" in visible_text(asked)
        assert "¿Qué temporada tiene la piscina?" in visible_text(asked)


def test_whoever_installs_it_is_welcomed_once(installation: Installation, teams: FakeTeams) -> None:
    """With questions to begin with; Teams tells of it in two ways."""
    with installation.serving():
        teams.install(JOHN)
        message = last(teams, teams.personal(JOHN))
        assert "Approved answers for citizens" in visible_text(message)
        assert "How do I register as a resident?" in buttons(message)
        teams.install_in(GROUP, MARTA)
        assert "Escríbame aquí" in visible_text(last(teams, GROUP))
        assert len(teams.sent(teams.personal(JOHN))) == 1


def test_a_card_that_somebody_puts_into_the_conversation_is_not_a_question(installation: Installation, teams: FakeTeams) -> None:
    """Teams tells the bot of it as a message."""
    with installation.serving() as desk:
        teams.say(MARTA, '<span class="inline-compose-card"><div>x</div></span>')
        assert kinds(desk) == []


def test_a_reviewer_is_offered_what_waits_only_where_it_is_shown(installation: Installation, teams: FakeTeams) -> None:
    """In a channel, it would be taken for a question."""
    with installation.serving({"reviewers": [MARTA]}):
        teams.say(MARTA, "ayuda")
        assert "Lo que espera respuesta" in buttons(last(teams, teams.personal(MARTA)))
        teams.say(MARTA, "ayuda", GROUP)
        assert "Lo que espera respuesta" not in buttons(last(teams, GROUP))


def test_what_somebody_asked_and_what_changed_is_listed_with_its_answer(installation: Installation, teams: FakeTeams) -> None:
    """In their own conversation; the answer takes the list's place."""
    with installation.serving() as desk:
        teams.say(MARTA, "mis preguntas")
        assert "Todavía no ha preguntado nada" in visible_text(last(teams, teams.personal(MARTA)))
        teams.say(MARTA, "¿Cómo me empadrono?")
        teams.say(MARTA, POOL.question)
        teams.wait_for_sent(teams.personal(MARTA), 3)
        teams.say(MARTA, "Mis preguntas")
        mine = last(teams, teams.personal(MARTA), 4)
        assert "«¿Cómo me empadrono?»" in visible_text(mine)
        assert "24/11/2026 · Ya tiene respuesta aprobada." in visible_text(mine)
        assert approved_in(teams.press(MARTA, mine, "Ver la respuesta").card) == ANSWER
        publish(installation.versions, replace(ENTRIES[0], answer="Otra cosa."), *ENTRIES[1:])
        teams.say(MARTA, "cambios")
        changes = last(teams, teams.personal(MARTA), 5)
        assert "¿Cómo me empadrono?" in visible_text(changes)
        assert approved_in(teams.press(MARTA, changes, "Ver la respuesta").card) == "Otra cosa."
        assert kinds(desk)[:2] == ["asked", "asked"]


def kinds(desk: Any) -> list[str]:
    return [row["kind"] for row in desk.ledger.database.rows("SELECT kind FROM event ORDER BY rowid")]


def details(desk: Any) -> list[str]:
    return [row["detail"] for row in desk.ledger.database.rows("SELECT detail FROM event ORDER BY rowid")]


def _press_of(teams: FakeTeams, message: dict[str, Any], verb: str, value: str) -> dict[str, Any]:
    """Return the invoke of a button among several of one title."""
    action = next(
        part for card in cards_in(message) for part in parts(card) if part.get("verb") == verb and (part.get("data") or {}).get("value") == value
    )
    told = {"action": {"type": "Action.Execute", "verb": verb, "data": action["data"], "title": action["title"]}, "trigger": "manual"}
    return teams._activity(MARTA, PERSONAL, "invoke", name="adaptiveCard/action", value=told, replyToId=message["id"])


def test_the_space_after_a_mention_is_no_part_of_the_question(installation: Installation, teams: FakeTeams) -> None:
    """Teams writes it in a way of its own."""
    with installation.serving():
        teams.say(MARTA, "&nbsp;¿Cómo me empadrono?\n", GROUP)
        assert last(teams, GROUP)["text"] == ANSWER
