"""What Slack, a proxy, the disk or the settings do wrong: nobody is told what is not true, and nothing owed is lost or sent twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters import slack as adapter
from adapters.slack.payloads import Address
from adapters.slack.showing import Showing
from bot.desk import Desk
from bot.events import Asked
from bot.ledger import Ledger
from bot.outbox import LEASE
from bot.platforms import Service
from bot.review import telling
from knowledge.answering import Question
from knowledge.translation import translations
from tests.adapters.slack.conftest import ENTRIES, LONG, OWNER, POOL, Installation, publish, until
from tests.adapters.slack.fake import ApiError, Failure
from tests.adapters.slack.fake_workspace import Fault, visible_text
from tests.adapters.slack.test_dialogues import ANSWER, first_line, last, shows
from tests.adapters.slack.test_reliability import NOT_STAFF
from tests.conftest import MADRID, PSEUDONYMS, TODAY

over_a_socket = pytest.mark.parametrize("installation", ["socket"], indirect=True)

LATER = "Se mostrará allí en cuanto Slack lo admita."


def states(desk: Desk) -> list[str]:
    return [row["state"] for row in desk.ledger.database.rows("SELECT state FROM outgoing")]


@over_a_socket
@pytest.mark.parametrize("fault", ["token_revoked", "missing_scope"])
def test_what_a_fault_of_the_token_holds_up_is_sent_once_the_token_is_mended(installation: Installation, fault: str) -> None:
    """Not tried again at once, for nothing will have changed."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.script("chat.postMessage", ApiError(fault))
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: len(slack.calls("chat.postMessage")) == 1)
        with pytest.raises(AssertionError):
            until(lambda: len(slack.calls("chat.postMessage")) > 1 or states(desk) != ["sending"], timeout=1.5)
        installation.clock.ahead += 2 * LEASE
        assert first_line(last(slack, "C1")) == ANSWER


@over_a_socket
@pytest.mark.parametrize("fault", [Failure(502, "bad gateway", "text/plain"), Failure(200, "please log in", "text/plain")])
def test_a_proxys_page_of_text_is_a_passing_failure(installation: Installation, fault: Fault) -> None:
    """Whatever its status, and whichever call it answers."""
    slack = installation.slack
    slack.script("auth.test", fault)
    slack.script("apps.connections.open", fault)
    with installation.serving() as desk:
        slack.script("chat.postMessage", fault)
        slack.script("views.publish", fault)
        slack.mention("U1", "C1", "como me empadrono")
        slack.open_home("U1")
        assert first_line(last(slack, "C1")) == ANSWER
        until(lambda: slack.home("U1") is not None)
        until(lambda: states(desk) == ["sent"])


@over_a_socket
def test_without_its_blocks_an_answer_for_one_person_is_plain_text_too(installation: Installation) -> None:
    """Also where it goes to a response URL, which names its refusal in one word."""
    slack = installation.slack
    with installation.serving(mode="private"):
        slack.script("chat.postEphemeral", ApiError("invalid_blocks"))
        slack.mention("U1", "C1", "como me empadrono")
        last(slack, "C1")
        assert slack.calls("chat.postEphemeral")[-1].arguments["mrkdwn"] in (False, "0", "false")
        private = slack.command("U1", "C2", "como me empadrono").ack
        assert private
        slack.script("response_url", Failure(400, "invalid_blocks", "text/plain"))
        slack.press("U1", "share", message=last(slack, "C2"))
        until(lambda: any("ephemeral_for" not in message for message in slack.messages("C2")))
        shared = [call.arguments for call in slack.calls("response_url") if call.arguments["response_type"] == "in_channel"]
        assert [(sent["mrkdwn"], "blocks" in sent) for sent in shared] == [(False, True), (False, False)]


@over_a_socket
def test_what_is_not_shown_yet_is_not_said_to_be(installation: Installation) -> None:
    """Neither at the first press nor at the second; and it is shown in the end."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.message_shortcut(
            "U1", "approved_answer_for_this", "C1", {"type": "message", "user": "U9", "ts": "1795600000.000100", "text": "¿como me empadrono?"}
        )
        until(lambda: slack.modal("U1") is not None)
        window = slack.modal("U1")
        slack.script("chat.postMessage", ApiError("token_revoked"))
        for _ in range(2):
            slack.press("U1", "share", view=window)
            until(lambda: LATER in visible_text(slack.modal("U1") or {}))
            slack.close_modal("U1", slack.modal("U1"))
        slack.press("U1", "rate_useful", view=window)
        until(lambda: "✓ Valorada como útil" in visible_text(slack.modal("U1") or {}))
        assert "✓ Compartida" not in visible_text(slack.modal("U1") or {})
        assert states(desk) == ["sending"]
        installation.clock.ahead += 2 * LEASE
        assert first_line(last(slack, "C1")) == ANSWER


@over_a_socket
def test_a_department_that_the_settings_name_no_more_is_not_said_to_be_asked(installation: Installation) -> None:
    """And nothing is on record."""
    slack = installation.slack
    slack.add_channel("C7")
    with installation.serving(departments={OWNER: "C7"}):
        slack.direct_message("U1", "que temporada tiene la piscina")
        message = last(slack, "DU1")
    with installation.serving() as desk:
        slack.press("U1", "refer", message=message)
        shows(slack, "DU1", "Ya no se puede preguntar a ese departamento desde aquí. Por favor, póngase en contacto con él directamente.")
        assert desk.ledger.database.rows("SELECT count(*) AS n FROM event WHERE kind = 'referred'") == [{"n": 0}]
    assert slack.messages("C7") == []


@over_a_socket
def test_one_wish_waits_for_nobody_elses(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does what is owed, where the others' cannot even be read."""
    slack = installation.slack
    with installation.serving() as desk:
        slack.direct_message("U1", "hay nidos de cigueña en la torre")
        message = last(slack, "DU1")

        def settle(_: Desk) -> int:
            raise OSError("disk")

        monkeypatch.setattr(telling, "settle", settle)
        publish(desk.versions, *ENTRIES, POOL)
        slack.press("U1", "follow", message=message)
        until(lambda: len(slack.messages("DU1")) == 2, timeout=15)
        assert "Sí, tres." in visible_text(slack.messages("DU1")[-1])


@over_a_socket
def test_a_mark_that_the_disk_refuses_is_made_again(installation: Installation) -> None:
    """Without waiting for somebody else to ask, or the answer would go out twice."""
    slack = installation.slack
    with installation.serving() as desk:
        real = desk.ledger.record
        broken = [OSError("disk full")]

        def record(records, at, sent=(), also=None):  # type: ignore[no-untyped-def]
            if sent and broken:
                raise broken.pop()
            return real(records, at, sent, also)

        desk.ledger.record = record  # type: ignore[method-assign]
        slack.mention("U1", "C1", "como me empadrono")
        until(lambda: not broken)
        installation.clock.ahead += 2 * LEASE
        until(lambda: states(desk) == ["sent"], timeout=15)
    assert len(slack.messages("C1")) == 1


@over_a_socket
def test_a_fault_of_our_own_gives_up_nobodys_answer(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and tried again; only an address that cannot be read is given up."""
    slack = installation.slack
    real = Showing.owed
    broken = [ValueError("ours")]

    async def owed(*arguments):  # type: ignore[no-untyped-def]
        if broken:
            raise broken.pop()
        return await real(*arguments)

    monkeypatch.setattr(Showing, "owed", owed)
    with installation.serving() as desk:
        desk.owe(Asked("slack:T1:k", "slack", "U1", Question("como me empadrono")), Address("C1").to_text())
        until(lambda: not broken, timeout=15)
        installation.clock.ahead += 3 * LEASE
        assert first_line(last(slack, "C1")) == ANSWER


@over_a_socket
def test_a_wrong_app_token_is_said_and_what_is_owed_is_sent_all_the_same(installation: Installation, capfd: pytest.CaptureFixture[str]) -> None:
    """Sending needs no socket."""
    slack = installation.slack
    desk = Desk(installation.versions, Ledger(installation.database, PSEUDONYMS), installation.clock, MADRID)
    desk.owe(Asked("slack:T1:k", "slack", "U1", Question("como me empadrono")), Address("C1").to_text())
    platform = adapter.host(Service(desk, installation.settings(app_token="xapp-wrong"), translations("es"), installation.database))
    assert platform is not None

    async def serve() -> None:
        serving = asyncio.create_task(platform.run())
        await asyncio.to_thread(last, slack, "C1")
        await asyncio.to_thread(until, lambda: bool(slack.calls("apps.connections.open")))
        await asyncio.sleep(0.2)
        assert not platform.is_ready()
        serving.cancel()
        await asyncio.wait([serving])

    asyncio.run(serve())
    assert first_line(slack.messages("C1")[0]) == ANSWER
    said = capfd.readouterr().out
    assert "Slack does not take the app token" in said
    assert "invalid_auth" in said


@over_a_socket
def test_what_home_opens_asked_nothing_that_could_be_followed_or_put_to_anybody(installation: Installation) -> None:
    """The answer expired since the Home tab was drawn."""
    slack = installation.slack
    slack.add_channel("C7")
    with installation.serving(departments={OWNER: "C7"}) as desk:
        slack.direct_message("U1", "como me empadrono")
        last(slack, "DU1")
        slack.open_home("U1")
        until(lambda: slack.home("U1") is not None)
        publish(desk.versions, *(replace(entry, valid_until=TODAY - timedelta(days=1)) for entry in ENTRIES if entry.id == "OAC-1"))
        slack.press("U1", "entry_mine_0", view=slack.home("U1"))
        until(lambda: "caducó" in visible_text(slack.modal("U1") or {}))
        assert {"Avisarme cuando haya respuesta", f"Preguntar a {OWNER}"} & set(visible_text(slack.modal("U1") or {}).splitlines()) == set()


@over_a_socket
def test_another_wording_of_a_long_answer_stands_below_it(installation: Installation) -> None:
    """In the place of its last message alone, half of the long one would seem to belong to the short."""
    slack = installation.slack
    with installation.serving() as desk:
        publish(desk.versions, *(replace(entry, wordings=(("phone", "Corto."),)) for entry in ENTRIES if entry.id == "LAR-1"))
        slack.direct_message("U1", "me da el texto largo")
        long = last(slack, "DU1", 2)
        slack.press("U1", "wording_0", message=long)
        shows(slack, "DU1", "Corto.")
        sections = [block for message in slack.messages("DU1")[:2] for block in message["blocks"] if block.get("block_id", "").startswith("approved_")]
        assert "".join(block["text"]["text"] for block in sections) == LONG
        assert len(slack.messages("DU1")) == 3


@over_a_socket
def test_who_may_not_ask_is_told_where_they_can_read_it(installation: Installation) -> None:
    """Beside a message in the channel itself, for no thread is there."""
    slack = installation.slack
    slack.add_user("U9", is_restricted=True)
    with installation.serving():
        slack.command("U1", "C1", "como me empadrono")
        slack.press("U1", "share", message=last(slack, "C1"))
        until(lambda: any("ephemeral_for" not in message for message in slack.messages("C1")))
        shared = next(message for message in slack.messages("C1") if "ephemeral_for" not in message)
        slack.press("U9", "wording_0", message=shared)
        until(lambda: any(NOT_STAFF in visible_text(message) for message in slack.messages("C1")))
        told = next(message for message in slack.messages("C1") if NOT_STAFF in visible_text(message))
    assert (told["ephemeral_for"], told.get("thread_ts")) == ("U9", None)


@over_a_socket
def test_what_was_picked_in_a_channel_can_be_shared_from_the_first(installation: Installation) -> None:
    """Not only after something else was pressed."""
    slack = installation.slack
    share = "Share in the channel"
    with installation.serving():
        slack.mention("U1", "C1", "cuando se paga el impuesto")
        slack.press("U2", "pick_0", message=last(slack, "C1"))
        picked = last(slack, "C1", 2)
        assert (picked["ephemeral_for"], share in visible_text(picked)) == ("U2", True)
        slack.press("U2", "rate", value="positive", message=picked)
        shows(slack, "C1", "✓ Marked as useful")
        assert share in visible_text(slack.messages("C1")[-1])
        slack.press("U2", "share", message=slack.messages("C1")[-1])
        until(lambda: len([message for message in slack.messages("C1") if "ephemeral_for" not in message]) == 2)
