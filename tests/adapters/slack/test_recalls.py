"""In Slack, whoever was given an answer that changed is told in their own conversation: what changed, the new text, and a button to say that they know."""

import time
from datetime import timedelta

import pytest

from adapters.slack import hosting
from bot import housekeeping
from knowledge.model import Entry
from tests.adapters.slack.conftest import ENTRIES, OWNER, Installation, publish, until
from tests.adapters.slack.fake import Drop
from tests.adapters.slack.fake_workspace import visible_text
from tests.adapters.slack.test_faults import over_a_socket
from tests.adapters.slack.test_notices import pass_leases
from tests.conftest import TODAY

TAX = Entry("TRI-9", "es", "¿Cuánto cuesta la tasa de terrazas?", "Son 12 € y <b>solo</b> dos copias.", owner=OWNER)
DEARER = Entry("TRI-9", "es", "¿Cuánto cuesta la tasa de terrazas?", "Son 15 € & <!channel> dos copias.", owner=OWNER)
CHANGED = "Ha cambiado una respuesta que recibió. Por favor, use este texto a partir de ahora. La recibió el 24/11/2026."


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "_LOOKED_EVERY", 0.2)
    monkeypatch.setattr(housekeeping, "_LOOKED_EVERY", 0.2)


def notices(installation: Installation) -> list[str]:
    return [text for message in installation.slack.messages("DU1") if CHANGED in (text := visible_text(message))]


def test_a_change_is_told_in_private_and_acknowledged_with_a_button(installation: Installation) -> None:
    """Whoever asked in a channel too, and nobody who was given something else."""
    slack = installation.slack
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        slack.mention("U1", "C1", "cuánto cuesta la tasa de terrazas")
        slack.direct_message("U2", "como me empadrono")
        until(lambda: len(slack.messages("C1")) == 1 and len(slack.messages("DU2")) == 1)
        publish(desk.versions, *ENTRIES, DEARER)
        until(lambda: len(notices(installation)) == 1)
        message = slack.messages("DU1")[-1]
        lines = visible_text(message).splitlines()
        assert "antes «12 €», ahora «15 €»." in visible_text(message)
        assert DEARER.answer in lines
        slack.press("U1", "acknowledge", message=message)
        until(lambda: "✓ Lo ha leído" in visible_text(slack.messages("DU1")[-1]))
        assert desk.ledger.database.rows("SELECT count(*) AS n FROM recall_notice WHERE acknowledged_at > 0")[0]["n"] == 1
        installation.clock.ahead += timedelta(hours=25)
        time.sleep(0.8)
        assert [len(slack.messages(channel)) for channel in ("DU1", "DU2", "C1")] == [1, 1, 1]


@over_a_socket
def test_who_does_not_acknowledge_it_is_reminded_twice_with_the_same_button(installation: Installation) -> None:
    slack = installation.slack
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        slack.direct_message("U1", "cuánto cuesta la tasa de terrazas")
        until(lambda: len(slack.messages("DU1")) == 1)
        publish(desk.versions, *ENTRIES)
        until(lambda: "Una respuesta que recibió ya no se da." in visible_text(slack.messages("DU1")[-1]))
        for count in (3, 4, 4):
            installation.clock.ahead += timedelta(hours=25)
            until(lambda count=count: len(slack.messages("DU1")) == count)  # type: ignore[misc]
            time.sleep(0.6)
        assert "Recordatorio: por favor, confirme que ha leído esto." in visible_text(slack.messages("DU1")[-1])
        slack.press("U1", "acknowledge", message=slack.messages("DU1")[-1])
        until(lambda: desk.ledger.database.rows("SELECT count(*) AS n FROM recall_notice WHERE acknowledged_at > 0")[0]["n"] == 1)


@over_a_socket
@pytest.mark.parametrize("acts", [True, False])
def test_a_notice_of_which_no_answer_came_is_there_once(installation: Installation, acts: bool) -> None:
    """Whether Slack had taken it or not."""
    slack = installation.slack
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        slack.direct_message("U1", "cuánto cuesta la tasa de terrazas")
        until(lambda: len(slack.messages("DU1")) == 1)
        until(lambda: desk.ledger.database.rows("SELECT count(*) AS n FROM outgoing WHERE state = 'sending'")[0]["n"] == 0)
        slack.script("chat.postMessage", Drop(acts=acts))
        publish(desk.versions, *ENTRIES, DEARER)
        until(lambda: not slack.world.faults["chat.postMessage"])
        sent = "SELECT count(*) AS n FROM outgoing JOIN event ON event.key = outgoing.event WHERE kind = 'recalled' AND state = 'sent'"
        pass_leases(installation, lambda: desk.ledger.database.rows(sent)[0]["n"] == 1)
        assert len(notices(installation)) == 1


@over_a_socket
def test_who_has_left_is_on_the_list_as_not_delivered(installation: Installation) -> None:
    slack = installation.slack
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        slack.direct_message("U1", "cuánto cuesta la tasa de terrazas")
        until(lambda: len(slack.messages("DU1")) == 1)
    slack.add_user("U1", deleted=True)
    with installation.serving() as desk:
        publish(desk.versions, *ENTRIES, DEARER)
        state = "SELECT state FROM outgoing JOIN event ON event.key = outgoing.event WHERE kind = 'recalled'"
        until(lambda: [row["state"] for row in desk.ledger.database.rows(state)] == ["undeliverable"])


@over_a_socket
def test_a_department_is_told_of_a_new_measure_in_its_channel_once(installation: Installation) -> None:
    slack = installation.slack
    slack.add_channel("C7")
    new = Entry(
        "ZBE-1", "es", "¿Quién entra en la zona?", "Quien tenga distintivo.", valid_from=TODAY + timedelta(days=1), announce_to=(OWNER, "Nadie")
    )
    publish(installation.versions, *ENTRIES, new)
    with installation.serving(departments={OWNER: "C7"}):
        until(lambda: len(slack.messages("C7")) == 1)
        lines = visible_text(slack.messages("C7")[0]).splitlines()
        assert "A partir del 25/11/2026 se responderá esto:" in lines
        assert "Quien tenga distintivo." in lines
        installation.clock.ahead += timedelta(hours=13)
        until(lambda: len(slack.messages("C7")) == 2)
        assert "Desde hoy, 25/11/2026, se responde esto:" in visible_text(slack.messages("C7")[1]).splitlines()
        time.sleep(0.8)
        assert len(slack.messages("C7")) == 2
