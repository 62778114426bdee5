"""The draft check in Slack: in a window, on both transports."""

from adapters.slack.listeners import CHECK_SHORTCUT, DRAFT_SHORTCUT
from knowledge.model import Entry
from tests.adapters.slack.conftest import OWNER, Installation, publish, until
from tests.adapters.slack.fake_workspace import visible_text

POOL = Entry("DEP-9", "es", "¿Cuánto cuesta la piscina?", "La entrada de un día cuesta 3,20 €.", owner=OWNER, wordings=(("phone", "Cuesta 3,20 €."),))
CARD = Entry("DEP-8", "es", "¿Cuánto cuesta el bono de la piscina?", "El bono de la piscina cuesta 38,50 € la temporada.", owner=OWNER)


def opened(installation: Installation, user: str):  # type: ignore[no-untyped-def]
    until(lambda: installation.slack.modal(user) is not None)
    return installation.slack.modal(user)


def lines(view) -> list[str]:  # type: ignore[no-untyped-def]
    return visible_text(view or {}).splitlines()


def test_a_draft_is_checked_in_a_window_and_the_approved_text_stands_beside_it(installation: Installation) -> None:
    slack = installation.slack
    publish(installation.versions, POOL, CARD)
    with installation.serving():
        slack.shortcut("U1", DRAFT_SHORTCUT)
        window = opened(installation, "U1")
        draft = "Hola, la entrada de un día son 4,20 €. <!channel>"
        delivery = slack.submit("U1", window, {"draft": draft, "question": "cuanto cuesta la piscina", "channel": "1"})
        shown = lines(delivery.view)
        assert "No lo envíe todavía: no coincide con la respuesta aprobada." in shown
        assert "• Importe: usted escribió «4,20 €»; lo aprobado es «3,20 €»." in shown
        assert "Cuesta 3,20 €." in shown
        assert "DEP-9" in visible_text(delivery.view or {})


def test_a_draft_that_none_of_the_offered_is_meant_for_is_not_asked_about_again(installation: Installation) -> None:
    slack = installation.slack
    publish(installation.versions, POOL, CARD)
    with installation.serving():
        slack.shortcut("U1", DRAFT_SHORTCUT)
        draft = {"draft": "Cuesta 9 €.", "question": "¿Cuánto cuesta la temporada?", "channel": "-"}
        asked = slack.submit("U1", opened(installation, "U1"), draft)
        assert "Ninguna de estas" in visible_text(asked.view or {}), visible_text(asked.view or {})
        none = slack.submit("U1", asked.view, {**draft, "entry": "-"})
        assert "No se ha encontrado una respuesta aprobada para esto, así que no hay con qué comparar." in lines(none.view)


def test_a_reply_in_the_conversation_is_checked_and_which_answer_it_is_about_is_asked_back(installation: Installation) -> None:
    slack = installation.slack
    publish(installation.versions, POOL, CARD)
    with installation.serving():
        message = {
            "type": "message",
            "user": "U1",
            "ts": "1795600000.000100",
            "text": "El bono de la piscina cuesta 39,50 &amp; nada más, la temporada",
        }
        slack.message_shortcut("U1", CHECK_SHORTCUT, "C1", message)
        window = opened(installation, "U1")
        assert "El bono de la piscina cuesta 39,50 & nada más, la temporada" in str(window)
        delivery = slack.submit(
            "U1", window, {"draft": "El bono son 38,50 € la temporada de piscina", "question": "¿Dónde nidan las cigüeñas?", "channel": "-"}
        )
        assert "No se ha encontrado una respuesta aprobada para esto, así que no hay con qué comparar." in lines(delivery.view)
    assert installation.database.rows("SELECT text FROM unanswered") == [{"text": "¿Dónde nidan las cigüeñas?"}]
