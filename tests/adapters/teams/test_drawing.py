"""What Teams is given to show: the approved text whole and as plain text, everything within Teams' limits, nothing obeyed as markup."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from adapters import slack, teams
from adapters.teams import cards, drafting, messages
from adapters.teams.messages import Shown
from bot.digest import Section
from bot.events import Verdict
from knowledge.answering import Note, Outcome, Reply, Suggestion
from knowledge.channels import Channel
from knowledge.text import control_characters
from knowledge.translation import translations
from tests.adapters.contract import NASTY, TEXTS, AdapterContract, answered
from tests.adapters.teams.fake_world import visible_text
from tests.adapters.teams.limits import violations

ES = translations("es")
AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_~`#[]()<>&{}|\\!-+.=@:;\"'\n\t \u00a0\u200d\u0301€ñ·«»👩🏽‍⚖️"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    min_size=1,
    max_size=400,
).filter(lambda text: text.strip() and not control_characters(text))


class TestTeams(AdapterContract):
    """Teams keeps the contract."""

    adapter = teams


@rounds(max_examples=500)
@given(AWKWARD)
def test_slack_and_teams_give_the_same_text_to_copy(text: str) -> None:
    """One voice, on both."""
    reply = answered(text)
    assert teams.copied(teams.draw(reply, ES)) == slack.copied(slack.draw(reply, ES)) == text


@given(TEXTS)
def test_a_card_holds_the_text_whole_or_there_is_none(text: str) -> None:
    """Where Teams takes a card alone."""
    drawn = messages.draw_card(answered(text), ES, Shown("about"))
    assert drawn is None or cards.approved_in(drawn) == text
    assert drawn is not None or cards.length(text) > cards.TEXT // 2


@pytest.mark.parametrize("text", [*NASTY, "{{DATE(2026-11-30T10:00:00Z)}} {{{{TIME(x)}}}}", "1. uno\n- dos\n# tres"])
def test_what_is_drawn_is_within_the_limits(text: str) -> None:
    """Of messages and of cards, whatever has been done with the reply."""
    done = frozenset({"acknowledged", "shared", "followed", "referred", *Verdict})
    for shown in (Shown(), Shown("k" * 60), Shown("k", done, can_share=True, asks_why=True, headline=text, note=text), Shown("k", in_dialog=True)):
        for message in messages.draw(answered(text), ES, shown):
            assert violations(message) == []
        if drawn := messages.draw_card(answered(text), ES, shown):
            assert violations({"type": "message", "attachments": [cards.attachment(drawn)]}) == []


def test_long_labels_and_many_wordings_are_within_the_limits() -> None:
    """Labels are cut visibly; many wordings are a menu."""
    long = "muy largo <b>*texto*</b> " * 300
    suggested = Reply(Outcome.SUGGESTED, 7, suggestions=tuple(Suggestion("A" * 200, "es", long) for _ in range(3)))
    refused = Reply(Outcome.UNANSWERED, 7, entry="A", owner=long, contact=long, notes=(Note.EXPIRED,), details={"entry": long, "day": "2026-01-31"})
    many = Reply(Outcome.ANSWERED, 7, "Sí.", "A", wordings=tuple(f"canal {number}" for number in range(200)), opening=long, closing=long, web_page=long)
    for reply in (suggested, refused, many):
        for message in messages.draw(reply, ES, Shown("k", can_refer=True)):
            assert violations(message) == []
            assert "…" in json.dumps(message, ensure_ascii=False)


def test_many_wordings_with_long_names_are_within_the_limits() -> None:
    """The more there are, the shorter each is said."""
    many = Reply(Outcome.ANSWERED, 7, "Sí.", "A", wordings=tuple(f"{number} ventanilla «{'de tarde ' * 40}»" for number in range(200)))
    for message in messages.draw(many, ES, Shown("k")):
        assert violations(message) == []


def test_a_department_reads_the_whole_question() -> None:
    """Which may be a citizen's e-mail."""
    question = '¿Puedo "terminar" así? ' * 150 + "¿Y cuánto cuesta?"
    message = messages.referred(question, "Marta Soler", Reply(Outcome.UNANSWERED, 7, entry="A", owner="Hacienda"), ES)
    assert violations(message) == []
    assert f"«{question}»" in visible_text(message)


def test_a_long_digest_comes_in_several_messages() -> None:
    """Each section whole."""
    sections = [Section(f"Apartado {number}", tuple(f'{number}.{one} ¿Cuándo "vence" el plazo? ' * 20 for one in range(6))) for number in range(9)]
    drawn = messages.digest("Lo de ayer", sections)
    assert len(drawn) > 1
    assert [fault for message in drawn for fault in violations(message)] == []
    shown = "\n".join(visible_text(message) for message in drawn)
    assert all(f"• {number}.{one} ¿Cuándo" in shown for number in range(9) for one in range(6))
    assert len(messages.digest("Lo de ayer", sections[:1])) == 1


def test_what_is_chosen_and_is_not_in_a_menu_is_passed_over() -> None:
    """Teams shows no card whose menu has another value than its choices."""
    options = [(f"canal {number}", str(number)) for number in range(80)]
    assert cards.choice("channel", "Canal", options, "7")["value"] == "7"
    assert cards.choice("channel", "Canal", options, "75")["value"] == ""


def test_a_long_button_stands_alone() -> None:
    """Teams wraps no button, and cuts those that stand side by side."""
    reply = Reply(Outcome.UNANSWERED, 7, owner="Servicio de Gestión Tributaria")
    (message,) = messages.draw(reply, ES, Shown("k", can_refer=True))
    rows = [[action["title"] for action in block["actions"]] for block in message["attachments"][0]["content"]["body"] if block["type"] == "ActionSet"]
    assert rows == [["Avisarme cuando haya respuesta"], ["Preguntar a Servicio de Gestión Tributaria"]]


def test_the_draft_check_is_within_the_limits_whatever_was_typed() -> None:
    """It is shown again with the draft, where it asks which answer is meant."""
    channels = [Channel(f"{number} ventanilla «{'de tarde ' * 40}»") for number in range(80)]
    suggested = Reply(Outcome.SUGGESTED, 7, suggestions=tuple(Suggestion("A" * 60, "es", '"¿Cuándo?" ' * 60) for _ in range(3)))
    dialog = drafting.ask(ES, channels, drafting.Typed('"' * 4_000, '"' * 4_000, "75"), suggested)
    assert violations({"type": "message", "attachments": [cards.attachment(dialog)]}) == []


def test_no_text_can_ask_teams_to_put_something_in_its_place() -> None:
    """A date, in the reader's own form, would be another text than the approved one."""
    drawn = messages.draw_card(answered("El {{DATE(2026-11-30T10:00:00Z, SHORT)}}."), ES, Shown())
    assert drawn is not None
    texts = [run["text"] for block in drawn["body"] for run in block.get("inlines", ())]
    assert not any("{{" in text for text in texts)
    assert cards.approved_in(drawn) == "El {{DATE(2026-11-30T10:00:00Z, SHORT)}}."
