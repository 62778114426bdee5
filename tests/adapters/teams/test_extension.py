"""Una Voz below the message box and in a message's menu, and the draft check."""

import json
import time

import pytest

from adapters.teams import commands
from adapters.teams.cards import approved_in
from tests.adapters.slack.conftest import ENTRIES, LONG, POOL
from tests.adapters.teams.conftest import CHANNEL, GROUP, Installation, publish
from tests.adapters.teams.fake import JOHN, MARTA, PERSONAL, FakeTeams, buttons, visible_text
from tests.adapters.teams.test_dialogues import ANSWER, kinds, last


def test_an_answer_is_looked_up_and_put_in(installation: Installation, teams: FakeTeams) -> None:
    """Within the five seconds that Teams waits. What is typed is on no record; what is put in is."""
    with installation.serving() as desk:
        started = time.monotonic()
        found = teams.query(MARTA, commands.SEARCH, "empadron", GROUP)
        assert time.monotonic() - started < 5
        first = found.results[0]
        assert first["preview"]["content"]["title"] == "¿Cómo me empadrono?"
        assert first["preview"]["content"]["text"] == "Pida cita &amp; traiga su &lt;documento&gt;. *Es* gratuito_."
        assert kinds(desk) == []
        put = teams.select(MARTA, first, GROUP)
        (result,) = put.results
        assert approved_in(result["content"]) == ANSWER
        assert buttons(result["content"]) == []
        assert "OAC-1 · v1 · Atención Ciudadana" in visible_text(result["content"])
        teams.select(MARTA, first, GROUP)
        assert kinds(desk) == ["picked"]


def test_a_client_that_does_not_tell_what_was_chosen_puts_in_the_whole_text(installation: Installation, teams: FakeTeams) -> None:
    """Microsoft's own playground is one."""
    with installation.serving():
        asked = teams._activity(MARTA, PERSONAL, "invoke", name="composeExtension/query", value={"parameters": [{"value": "empadron"}]})
        first = teams.raw(asked).results[0]
        assert "tap" not in first["preview"]["content"]
        assert approved_in(first["content"]) == ANSWER


def test_without_a_word_there_is_something_to_begin_with(installation: Installation, teams: FakeTeams) -> None:
    """In the language of whoever opens it."""
    with installation.serving():
        titles = [one["preview"]["content"]["title"] for one in teams.query(JOHN, commands.SEARCH, "").results]
        assert "How do I register as a resident?" in titles


def test_what_is_put_in_is_in_the_language_that_was_typed(installation: Installation, teams: FakeTeams) -> None:
    """The citizen's, who is to read it: whoever types it may read another."""
    with installation.serving():
        assert (
            teams.query(MARTA, commands.SEARCH, "How do I register as a resident?").results[0]["preview"]["content"]["text"] == "Book an appointment."
        )
        assert teams.query(JOHN, commands.SEARCH, "¿Cómo me empadrono?").results[0]["preview"]["content"]["title"] == "¿Cómo me empadrono?"


def test_there_is_one_page_of_it(installation: Installation, teams: FakeTeams) -> None:
    """Whoever reads to its end is not shown the same again."""
    with installation.serving():
        value = {"commandId": commands.SEARCH, "parameters": [{"name": commands.QUERY, "value": "empadron"}], "queryOptions": {"skip": 8, "count": 25}}
        assert teams._invoke(MARTA, PERSONAL, "composeExtension/query", value).results == []


def test_what_nobody_has_answered_cannot_be_put_in(installation: Installation, teams: FakeTeams) -> None:
    """Nor can what has expired."""
    with installation.serving():
        assert "No hay respuesta aprobada para eso" in json.dumps(teams.query(MARTA, commands.SEARCH, "xyzzy").body, ensure_ascii=False)
        assert "Caducada." not in json.dumps(teams.query(MARTA, commands.SEARCH, "temporada piscina").body, ensure_ascii=False)


def test_what_is_too_long_for_a_card_comes_to_the_conversation(installation: Installation, teams: FakeTeams) -> None:
    """Whole."""
    with installation.serving():
        found = next(one for one in teams.query(MARTA, commands.SEARCH, "texto largo", GROUP).results if "largo" in one["preview"]["content"]["title"])
        put = teams.select(MARTA, found, GROUP)
        assert "la tiene en nuestra conversación" in json.dumps(put.body, ensure_ascii=False)
        sent = teams.wait_for_sent(teams.personal(MARTA), 2)
        assert "".join(message["text"] for message in sent) == LONG


@pytest.mark.parametrize("where", [GROUP, CHANNEL])
def test_the_answer_to_a_message_is_seen_alone_and_written_from_there(installation: Installation, teams: FakeTeams, where: str) -> None:
    """As a message of its own, with the text that everybody can copy."""
    with installation.serving() as desk:
        shown = teams.open_command(MARTA, commands.ANSWER, where, "¿Cómo me empadrono?")
        assert approved_in(shown.card) == ANSWER
        assert teams.sent(where) == []
        teams.submit(MARTA, shown, "Para teléfono")
        written = teams.submit(MARTA, shown, "Escribirla en la conversación")
        assert "✓ Compartida" in visible_text(written.body)
        assert last(teams, where)["text"] == ANSWER
        again = teams.submit(MARTA, shown, "Escribirla en la conversación")
        assert "✓ Compartida" in visible_text(again.body)
        assert len(teams.sent(where)) == 1
        assert kinds(desk) == ["asked", "picked", "shared"]


def test_where_the_app_is_not_it_is_said_that_nothing_could_be_written(installation: Installation, teams: FakeTeams) -> None:
    """And it is not marked as shared."""
    with installation.serving():
        teams.world.conversations[GROUP].is_installed = False
        shown = teams.open_command(MARTA, commands.ANSWER, GROUP, "¿Cómo me empadrono?")
        said = visible_text(teams.submit(MARTA, shown, "Escribirla en la conversación").body)
        assert "Una Voz no está en esa conversación" in said
        assert "✓ Compartida" not in said


def test_a_message_that_nobody_has_answered_can_be_followed(installation: Installation, teams: FakeTeams) -> None:
    """From the dialog."""
    with installation.serving():
        shown = teams.open_command(MARTA, commands.ANSWER, GROUP, POOL.question)
        followed = teams.submit(MARTA, shown, "Avisarme cuando haya respuesta")
        assert "✓ Se le avisará" in visible_text(followed.body)
        publish(installation.versions, *ENTRIES, POOL)
        assert teams.wait_for_sent(teams.personal(MARTA), 2, timeout=20)[1]["text"] == POOL.answer


def test_a_message_without_words_is_asked_about(installation: Installation, teams: FakeTeams) -> None:
    """A picture, for one."""
    with installation.serving():
        shown = teams.open_command(MARTA, commands.ANSWER, GROUP, " ")
        answered = teams.submit(MARTA, shown, "Buscar", {"question": "¿Cómo me empadrono?"})
        assert approved_in(answered.card) == ANSWER


def test_an_answer_is_asked_for_below_the_message_box_and_written_as_text(installation: Installation, teams: FakeTeams) -> None:
    """For what is put in from there is a card."""
    with installation.serving():
        shown = teams.open_command(MARTA, commands.ASK, GROUP)
        answered = teams.submit(MARTA, shown, "Buscar", {"question": "¿Cómo me empadrono?"})
        assert "✓ Compartida" in visible_text(teams.submit(MARTA, answered, "Escribirla en la conversación").body)
        written = last(teams, GROUP)
        assert (written["text"], written["textFormat"]) == (ANSWER, "plain")


@pytest.mark.parametrize("command", [commands.DRAFT, commands.CHECK])
def test_a_draft_is_checked(installation: Installation, teams: FakeTeams, command: str) -> None:
    """Pasted, or the message that somebody wrote; what is wrong is said, and what is approved shown. The draft is on no record."""
    draft = "Del 1 de marzo al 31 de mayo, a partir de las 9."
    with installation.serving() as desk:
        opened = teams.open_command(MARTA, command, PERSONAL, draft if command == commands.CHECK else None)
        question = {"question": "¿Cuándo se paga el impuesto de vehículos?"}
        checked = teams.submit(MARTA, opened, "Comprobar", question | ({} if command == commands.CHECK else {"draft": draft}))
        assert "No lo envíe todavía" in visible_text(checked.body)
        assert "31 de mayo" in visible_text(checked.body)
        assert approved_in(checked.card) == "Del 1 de marzo al 30 de abril."
        assert kinds(desk) == ["drafted"]
        kept = json.dumps([dict(row) for table in ("event", "question", "reply") for row in desk.ledger.database.rows(f"SELECT * FROM {table}")])
        assert "31 de mayo" not in kept


def test_a_draft_whose_answer_is_not_clear_is_asked_about(installation: Installation, teams: FakeTeams) -> None:
    """Which of them is meant."""
    with installation.serving():
        opened = teams.open_command(MARTA, commands.DRAFT)
        asked = teams.submit(MARTA, opened, "Comprobar", {"draft": "Se paga del 1 de mayo al 30 de junio.", "question": "¿Cuándo se paga el impuesto?"})
        assert "¿De qué respuesta se trata?" in visible_text(asked.body)
        checked = teams.submit(MARTA, asked, "Comprobar", {"entry": "TRI-2"})
        assert "Correcto: los datos son los de la respuesta aprobada." in visible_text(checked.body)


def test_a_draft_that_none_of_them_is_meant_for_is_not_asked_about_again(installation: Installation, teams: FakeTeams) -> None:
    """It is said that nothing can be compared."""
    with installation.serving():
        opened = teams.open_command(MARTA, commands.DRAFT)
        asked = teams.submit(MARTA, opened, "Comprobar", {"draft": "Se paga del 1 de mayo al 30 de junio.", "question": "¿Cuándo se paga el impuesto?"})
        none = teams.submit(MARTA, asked, "Comprobar", {"entry": "-"})
        assert "no hay con qué comparar" in visible_text(none.body), visible_text(none.body)


def test_the_draft_check_opens_from_the_conversation(installation: Installation, teams: FakeTeams) -> None:
    """By a command of the bot's menu."""
    with installation.serving():
        teams.say(MARTA, "revisar borrador")
        message = last(teams, teams.personal(MARTA))
        opened = teams.press(MARTA, message, "Comprobar un borrador")
        assert "Su borrador" in visible_text(opened.body)


def test_a_thumb_of_teams_own_is_taken(installation: Installation, teams: FakeTeams) -> None:
    """Though answers are judged by our buttons."""
    with installation.serving():
        teams.say(MARTA, "¿Cómo me empadrono?")
        answer = teams.feedback(MARTA, "like", "bien", last(teams, teams.personal(MARTA)))
        assert (answer.status, answer.body) == (200, {})


def test_what_was_written_in_one_conversation_can_be_written_in_another(installation: Installation, teams: FakeTeams) -> None:
    """On the same day, too."""
    with installation.serving():
        for where in (GROUP, CHANNEL):
            asked = teams.submit(MARTA, teams.open_command(MARTA, commands.ASK, where), "Buscar", {"question": "¿Cómo me empadrono?"})
            teams.submit(MARTA, asked, "Escribirla en la conversación")
            assert last(teams, where)["text"] == ANSWER
