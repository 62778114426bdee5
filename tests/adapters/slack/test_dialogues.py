"""What people do in Slack, and what is shown to them, over each transport."""

from datetime import timedelta

import pytest

from adapters.slack.listeners import ASK_SHORTCUT, MESSAGE_SHORTCUT
from tests.adapters.slack.conftest import ENTRIES, LONG, OWNER, POOL, Installation, publish, until
from tests.adapters.slack.fake import ApiError, FakeSlack
from tests.adapters.slack.fake_workspace import visible_text

ANSWER = "Pida cita & traiga su <documento>. *Es* gratuito_."
SUGGESTED = "¿Se refiere a alguna de estas?"
UNKNOWN = "¿Puedo aterrizar mi helicóptero?"
NO_ANSWER = "Todavía no hay una respuesta aprobada para eso. Por favor, no la improvise."
THANKS = "Gracias: queda anotado."
WILL_TELL = "✓ Se le avisará en cuanto haya una respuesta aprobada"


def first_line(message) -> str:  # type: ignore[no-untyped-def]
    """Return the first line of the approved text, or of whatever is said in its place."""
    blocks = message.get("blocks", [])
    shown = [block for block in blocks if block["type"] == "section"] or blocks
    return visible_text({"blocks": shown[:1]} if shown else message).splitlines()[0]


def last(slack: FakeSlack, channel: str, count: int = 1):  # type: ignore[no-untyped-def]
    """Return the latest message of a channel, once it has `count` of them."""
    until(lambda: len(slack.messages(channel)) >= count)
    return slack.messages(channel)[-1]


def shows(slack: FakeSlack, channel: str, text: str) -> None:
    """Wait until the channel's latest message shows a line `text`."""
    until(lambda: bool(slack.messages(channel)) and text in visible_text(slack.messages(channel)[-1]).splitlines())


@pytest.mark.parametrize(
    ("who", "asked", "shown", "not_shown"),
    [
        ("U1", "como me empadrono", [ENTRIES[0].question, ANSWER, f"OAC-1 · v1 · {OWNER}", "oac@castroalba.example", "Para teléfono", "Para redes sociales", "Abrir la página web"], [SUGGESTED]),
        ("U2", "how do i register as a resident?", ["Book an appointment.", "Report an error", "Useful"], ["Avisar de un error"]),
        ("U1", "cuando se paga el impuesto", [SUGGESTED, ENTRIES[2].question, ENTRIES[3].question, "Ninguna de estas"], ["Me sirve"]),
        ("U1", UNKNOWN, [NO_ANSWER, "Avisarme cuando haya respuesta"], ["Me sirve", f"Preguntar a {OWNER}"]),
        ("U1", "que temporada tiene la piscina", [f"La respuesta de DEP-1 caducó el 23/11/2026, por eso no se da. Consulte a {OWNER}.", f"{OWNER} · oac@castroalba.example"], ["Caducada.", f"Preguntar a {OWNER}"]),
    ],
)  # fmt: skip
def test_a_mention_is_answered_in_its_thread(installation: Installation, who: str, asked: str, shown: list[str], not_shown: list[str]) -> None:
    """In the language of whoever asks, with all that can be done next."""
    slack = installation.slack
    with installation.serving():
        delivery = slack.mention(who, "C1", asked)
        message = last(slack, "C1")
    lines = visible_text(message).splitlines()
    assert [line for line in shown if line not in lines] == []
    assert [line for line in not_shown if line in lines] == []
    assert message["thread_ts"] == delivery.payload["event"]["ts"]
    call = slack.calls("chat.postMessage")[0].arguments
    assert [str(call[name]).lower() for name in ("unfurl_links", "unfurl_media", "link_names", "mrkdwn")] in (["false"] * 4, ["0"] * 4)


def test_a_conversation_with_the_app(installation: Installation) -> None:
    """Prompts to begin with, other wordings in the same message, a verdict with its reason."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.open_home("U1", tab="messages")
        prompts = slack.wait_for("assistant.threads.setSuggestedPrompts")[0].arguments
        assert "thread_ts" not in prompts
        assert {"title": "¿Cómo me empadrono?", "message": "¿Cómo me empadrono?"} in prompts["prompts"]

        slack.direct_message("U1", "como me empadrono")
        message = last(slack, "DU1")
        assert ANSWER in visible_text(message).splitlines()

        slack.press("U1", "wording_0", message=message)
        shows(slack, "DU1", "Pida cita, por favor.")
        slack.press("U1", "wording_general", message=slack.messages("DU1")[-1])
        shows(slack, "DU1", ANSWER)
        slack.press("U1", "rate", value="negative", message=slack.messages("DU1")[-1])
        shows(slack, "DU1", "✓ Valorada como no útil")
        until(lambda: slack.modal("U1") is not None)
        slack.submit("U1", slack.modal("U1"), {"why": "Falta el horario"})
        until(lambda: "explained" in {kind for row in desk.ledger.database.rows("SELECT kind FROM event") for kind in row.values()})
        assert slack.modal("U1") is None
        assert len(slack.messages("DU1")) == 1
        assert "Me sirve" not in visible_text(slack.messages("DU1")[-1])


def test_a_second_press_changes_nothing(installation: Installation) -> None:
    """Nor does one that says the contrary."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", "como me empadrono")
        message = last(slack, "DU1")
        for value in ("positive", "positive", "negative"):
            slack.press("U1", "rate", value=value, message=message)
        shows(slack, "DU1", "✓ Valorada como útil")
        assert desk.ledger.database.rows("SELECT count(*) AS n, max(detail) AS detail FROM event WHERE kind = 'rated'") == [
            {"n": 1, "detail": "useful"}
        ]


def test_none_of_these_and_tell_me_lead_to_the_answer_once_it_is_published(installation: Installation) -> None:
    """Told by direct message; once."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", "cuando se paga el impuesto")
        slack.press("U1", "none_of_these", message=last(slack, "DU1"))
        shows(slack, "DU1", NO_ANSWER)
        slack.direct_message("U1", "hay nidos de cigueña en la torre")
        slack.press("U1", "follow", message=last(slack, "DU1", 2))
        shows(slack, "DU1", WILL_TELL)
        publish(desk.versions, *ENTRIES, POOL)
        installation.clock.ahead += timedelta(minutes=2)
        until(lambda: len(slack.messages("DU1")) == 3, timeout=20)
        told = visible_text(slack.messages("DU1")[-1]).splitlines()
        assert told[:3] == [POOL.question, "Ya hay respuesta aprobada para lo que preguntó: «hay nidos de cigueña en la torre»", "Sí, tres."]


def test_in_a_channel_a_press_is_answered_to_whoever_pressed(installation: Installation) -> None:
    """The message that all read stays as it is."""
    slack = installation.slack
    with installation.serving():
        slack.mention("U1", "C1", "como me empadrono")
        message = last(slack, "C1")
        before = visible_text(message)
        slack.press("U2", "wording_0", message=message)
        shows(slack, "C1", "Pida cita, por favor.")
        assert slack.messages("C1")[-1]["ephemeral_for"] == "U2"
        slack.press("U2", "rate", value="positive", message=message)
        shows(slack, "C1", "Thank you: noted.")
        assert slack.messages("C1")[-1]["ephemeral_for"] == "U2"
        assert visible_text(slack.messages("C1")[0]) == before


def test_the_command_answers_in_private_and_can_be_shared_once(installation: Installation) -> None:
    """In the acknowledgement itself."""
    slack = installation.slack
    with installation.serving():
        assert ANSWER in visible_text(slack.command("U1", "C1", "como me empadrono").ack | {"type": "message"})
        private = last(slack, "C1")
        assert private["ephemeral_for"] == "U1"
        slack.press("U1", "share", message=private)
        until(lambda: any("ephemeral_for" not in message for message in slack.messages("C1")))
        slack.press("U1", "share", message=private)
        until(lambda: any("✓ Compartida" in visible_text(message) for message in slack.messages("C1")))
        public = [message for message in slack.messages("C1") if "ephemeral_for" not in message]
        assert [first_line(message) for message in public] == [ANSWER]
        explained = visible_text(slack.command("U1", "C1", "  ").ack).splitlines()
        assert (len(explained), "/respuesta" in explained[0]) == (3, True)


def test_the_shortcuts_open_windows(installation: Installation) -> None:
    """One asks for the question and the channel; the other answers a message, and can be shared in its thread."""
    slack = installation.slack
    with installation.serving():
        slack.shortcut("U1", ASK_SHORTCUT)
        until(lambda: slack.modal("U1") is not None)
        delivery = slack.submit("U1", slack.modal("U1"), {"question": "como me empadrono", "channel": "1"})
        assert delivery.view is not None
        assert "Pida cita, por favor." in visible_text(delivery.view).splitlines()
        slack.press("U1", "rate_useful", view=delivery.view)
        until(lambda: "✓ Valorada como útil" in visible_text(slack.modal("U1") or {}))

        slack.message_shortcut(
            "U2", MESSAGE_SHORTCUT, "C1", {"type": "message", "user": "U9", "ts": "1795600000.000100", "text": "buenas, ¿como me empadrono?"}
        )
        until(lambda: slack.modal("U2") is not None)
        slack.press("U2", "pick_0" if "pick_0" in str(slack.modal("U2")) else "share", view=slack.modal("U2"))
        until(lambda: "Pida cita" in visible_text(slack.modal("U2") or {}))
        slack.press("U2", "share", view=slack.modal("U2"))
        message = last(slack, "C1")
        assert (message["thread_ts"], first_line(message)) == ("1795600000.000100", ANSWER)


def test_the_home_tab_searches_and_shows_my_questions(installation: Installation) -> None:
    """With the state that they have now."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", UNKNOWN)
        slack.direct_message("U1", "hay nidos de cigueña en la torre")
        last(slack, "DU1", 2)
        publish(desk.versions, *ENTRIES, POOL)
        slack.open_home("U1")
        until(lambda: slack.home("U1") is not None)
        assert "Sin respuesta" not in visible_text(slack.home("U1"))
        lines = visible_text(slack.home("U1")).splitlines()
        assert lines[0] == "Castroalba"
        assert f"«{UNKNOWN}»" in lines
        assert {"24/11/2026 · Ya tiene respuesta aprobada.", "24/11/2026 · Todavía sin respuesta aprobada."} <= set(lines)
        slack.press("U1", "entry_mine_0", view=slack.home("U1"))
        until(lambda: "Sí, tres." in visible_text(slack.modal("U1") or {}))
        slack.press("U1", "search", value="como me empadrono", view=slack.home("U1"))
        until(lambda: ANSWER in visible_text(slack.modal("U1") or {}))


def test_a_long_answer_arrives_whole_and_in_order(installation: Installation) -> None:
    """In as many messages as it takes, or as a message where a window is too small."""
    slack = installation.slack
    with installation.serving():
        slack.mention("U1", "C1", "me da el texto largo")
        until(lambda: "LAR-1 · v1" in visible_text((slack.messages("C1") or [{}])[-1]))
        sections = [block for message in slack.messages("C1") for block in message["blocks"] if block.get("block_id", "").startswith("approved_")]
        assert len(slack.messages("C1")) == 2
        assert "".join(block["text"]["text"] for block in sections) == LONG


def test_a_question_is_put_to_the_department_in_its_channel(installation: Installation) -> None:
    """Where the settings name one; who asks is named, and can be answered."""
    slack = installation.slack
    slack.add_channel("C7")
    with installation.serving(departments={OWNER: "C7"}):
        slack.direct_message("U1", "que temporada tiene la piscina")
        slack.press("U1", "refer", message=last(slack, "DU1"))
        assert visible_text(last(slack, "C7")).splitlines()[0] == "Marta Soler pregunta a su departamento: «que temporada tiene la piscina»"
        shows(slack, "DU1", "✓ Planteada al departamento")


@pytest.mark.parametrize(
    ("mode", "mentioned", "written"),
    [("mentions", "public", ""), ("private", "private", ""), ("off", "", ""), ("all", "public", "public")],
)
def test_a_channel_has_its_mode(installation: Installation, mode: str, mentioned: str, written: str) -> None:
    """A mention that comes as a message too is answered once."""
    slack = installation.slack
    slack.add_channel("C2")
    with installation.serving(channels={"C2": mode}):
        slack.message("U1", "C2", "como me empadrono")
        slack.message("U1", "C2", "como me empadrono", thread_ts="1.1")
        slack.message("U1", "C2", "¡Ana entra en el canal!", subtype="channel_join")
        mention = slack.mention("U1", "C2", "cuando se paga el impuesto de vehículos")
        slack.message("U1", "C2", "<@UBOT> cuando se paga el impuesto de vehículos", ts=mention.payload["event"]["ts"])
        slack.mention("U1", "C1", "como me empadrono")
        last(slack, "C1")
        until(lambda: len(slack.messages("C2")) == bool(mentioned) + bool(written))
    got = {first_line(message): "private" if "ephemeral_for" in message else "public" for message in slack.messages("C2")}
    expected = {ANSWER: written, "Del 1 de marzo al 30 de abril.": mentioned}
    assert got == {text: how for text, how in expected.items() if how}


@pytest.mark.parametrize("thread", [None, "1795600000.000100"])
def test_a_private_answer_is_shared_where_it_was_asked(installation: Installation, thread: str | None) -> None:
    """By whoever asked. In a thread that nobody opened yet, Slack would show what is private to nobody."""
    slack = installation.slack
    with installation.serving(mode="private"):
        slack.mention("U1", "C1", "como me empadrono", thread_ts=thread)
        private = last(slack, "C1")
        assert (private["ephemeral_for"], private.get("thread_ts")) == ("U1", thread)
        slack.press("U1", "share", message=private)
        until(lambda: any("ephemeral_for" not in message for message in slack.messages("C1")))
        shared = next(message for message in slack.messages("C1") if "ephemeral_for" not in message)
        assert (shared.get("thread_ts"), first_line(shared)) == (thread, ANSWER)


def test_in_a_channel_shared_with_strangers_the_answer_is_private(installation: Installation) -> None:
    """Other organisations' people read there."""
    slack = installation.slack
    slack.add_channel("C3", is_ext_shared=True)
    with installation.serving():
        slack.mention("U1", "C3", "como me empadrono")
        assert last(slack, "C3")["ephemeral_for"] == "U1"


def test_what_is_said_in_passing_is_left_alone(installation: Installation) -> None:
    """Where every message is heard, small talk gets no answer and leaves no trace, nor is anybody refused."""
    slack = installation.slack
    slack.add_user("U9", is_restricted=True)
    with installation.serving(mode="all") as desk:
        for user, said in (("U1", "Buenos días a todos"), ("U1", "ok, gracias"), ("U9", "como me empadrono"), ("U1", "como me empadrono")):
            slack.message(user, "C1", said)
        last(slack, "C1")
        assert [first_line(message) for message in slack.messages("C1")] == [ANSWER]
        assert desk.ledger.database.rows("SELECT count(*) AS n FROM event") == [{"n": 1}]


def test_where_it_cannot_be_shared_it_is_said_and_can_be_tried_again(installation: Installation) -> None:
    """The app is not in that channel."""
    slack = installation.slack
    with installation.serving():
        slack.message_shortcut(
            "U1", MESSAGE_SHORTCUT, "C1", {"type": "message", "user": "U9", "ts": "1795600000.000100", "text": "¿como me empadrono?"}
        )
        until(lambda: slack.modal("U1") is not None)
        window = slack.modal("U1")
        slack.script("chat.postMessage", ApiError("not_in_channel"))
        slack.press("U1", "share", view=window)
        until(lambda: "/invite @Una Voz" in visible_text(slack.modal("U1") or {}))
        slack.close_modal("U1", slack.modal("U1"))
        slack.press("U1", "share", view=window)
        assert first_line(last(slack, "C1")) == ANSWER
        until(lambda: "✓ Compartida" in visible_text(slack.modal("U1") or {}))


def test_a_press_at_what_is_not_on_record_says_so(installation: Installation) -> None:
    """And records nothing."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", "como me empadrono")
        message = last(slack, "DU1")
        with desk.ledger.database.write() as tables:
            for table in ("outgoing", "question", "reply", "event"):
                tables.conn.execute(f"DELETE FROM {table}")
        slack.press("U1", "wrong", message=message)
        shows(slack, "DU1", "Ese mensaje es demasiado antiguo: lo que respondía ya no consta. Pregunte de nuevo.")
        assert desk.ledger.database.rows("SELECT count(*) AS n FROM event") == [{"n": 0}]


def test_a_wish_that_comes_after_the_answer_is_met_at_once(installation: Installation) -> None:
    """The publication was between the question and the press."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", "hay nidos de cigueña en la torre")
        message = last(slack, "DU1")
        publish(desk.versions, *ENTRIES, POOL)
        slack.press("U1", "follow", message=message)
        until(lambda: len(slack.messages("DU1")) == 2, timeout=15)
        assert "Sí, tres." in visible_text(slack.messages("DU1")[-1])


@pytest.mark.parametrize("installation", ["socket"], indirect=True)
def test_a_reviewer_sees_at_home_what_waits_for_an_answer(installation: Installation) -> None:
    """With a link into the console where that can be reached; what was typed is no markup."""
    slack = installation.slack
    with installation.serving(reviewers=["U1"]):
        slack.direct_message("U1", "hay nidos de cigueña en la torre")
        slack.direct_message("U2", "dan permiso para <!channel> tocar en la calle")
        until(lambda: slack.messages("DU1") and slack.messages("DU2"))
        slack.open_home("U1")
        until(lambda: slack.home("U1") is not None)
        shown = visible_text(slack.home("U1"))
        assert "Sin respuesta: 2" in shown
        assert "hay nidos de cigueña en la torre" in shown
        assert "la ha hecho 1 persona · nueva" in shown
        assert "<!channel>" not in str(slack.home("U1")["blocks"])
