"""Notices reach whoever waits for them once, whatever fails; where that cannot be known, they are not sent again."""

import time
from collections.abc import Callable

import pytest

from adapters.slack import hosting
from bot import housekeeping
from bot.desk import Desk
from bot.outbox import LEASE
from tests.adapters.slack.conftest import ENTRIES, POOL, Installation, publish, until
from tests.adapters.slack.fake import ApiError, Drop, Failure
from tests.adapters.slack.fake_workspace import Fault, visible_text
from tests.adapters.slack.test_faults import over_a_socket

QUESTION = "hay nidos de cigueña en la torre"
TOLD = "Sí, tres."


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "_LOOKED_EVERY", 0.2)
    monkeypatch.setattr(housekeeping, "_LOOKED_EVERY", 0.2)


def notices(installation: Installation, channel: str) -> list[str]:
    return [text for message in installation.slack.messages(channel) if TOLD in (text := visible_text(message))]


def told_state(desk: Desk) -> str:
    rows = desk.ledger.database.rows("SELECT state FROM outgoing JOIN event ON event.key = outgoing.event WHERE kind = 'told'")
    return rows[0]["state"] if rows else ""


def pass_leases(installation: Installation, holds: Callable[[], bool]) -> None:
    """Let one lease after another end until something holds."""
    for _ in range(20):
        if holds():
            return
        installation.clock.ahead += 2 * LEASE
        time.sleep(0.6)
    assert holds()


def tell_with(installation: Installation, desk: Desk, channel: str, fault: Fault) -> None:
    """Ask in `channel`, publish the answer, and let the first attempt to say so meet `fault`."""
    slack = installation.slack
    if channel.startswith("D"):
        slack.direct_message("U1", QUESTION)
    else:
        slack.mention("U1", channel, QUESTION)
    until(lambda: len(slack.messages(channel)) == 1)
    until(lambda: desk.ledger.database.rows("SELECT count(*) AS n FROM outgoing WHERE state = 'sending'")[0]["n"] == 0)
    slack.script("chat.postMessage", fault)
    publish(desk.versions, *ENTRIES, POOL)
    until(lambda: not slack.world.faults["chat.postMessage"])


@over_a_socket
@pytest.mark.parametrize("channel", ["DU1", "C1"])
@pytest.mark.parametrize("fault", [Drop(acts=True), Drop(acts=False), Failure(), ApiError("internal_error")], ids=str)
def test_a_notice_of_which_no_answer_came_is_looked_for_before_it_is_sent_again(installation: Installation, channel: str, fault: Fault) -> None:
    """Whether Slack had taken it or not, and the asker's own conversation is where they asked."""
    with installation.serving() as desk:
        tell_with(installation, desk, channel, fault)
        pass_leases(installation, lambda: told_state(desk) == "sent")
        assert len(notices(installation, channel)) == 1
        assert desk.ledger.database.rows("SELECT recipient, send_to FROM outgoing WHERE recipient <> '' OR send_to <> ''") == []


@over_a_socket
def test_where_nobody_can_look_it_is_uncertain_and_not_sent_twice(installation: Installation) -> None:
    """The app may not read that channel."""
    installation.slack.scopes = installation.slack.scopes.replace("channels:history,", "")
    with installation.serving() as desk:
        tell_with(installation, desk, "C1", Drop(acts=True))
        pass_leases(installation, lambda: told_state(desk) == "uncertain")
        installation.clock.ahead += 20 * LEASE
        time.sleep(1)
        assert len(notices(installation, "C1")) == 1


@over_a_socket
def test_what_slack_refused_was_not_sent_and_is_sent_without_looking(installation: Installation) -> None:
    """Also where the app may not read the channel."""
    installation.slack.scopes = installation.slack.scopes.replace("channels:history,", "")
    with installation.serving() as desk:
        tell_with(installation, desk, "C1", ApiError("team_added_to_org"))
        pass_leases(installation, lambda: told_state(desk) == "sent")
        assert len(notices(installation, "C1")) == 1
