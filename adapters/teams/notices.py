"""Notices: what is sent later to people who are not waiting at the screen. Each is sent once, or is said to be uncertain.

Teams has no way to look whether a message is there. So where no answer came to an attempt, or the process died during one, nobody can tell whether it
was taken, and the notice is marked as uncertain rather than sent again. What Teams refused was not sent; what it wants to be tried again is.
"""

import asyncio
from collections.abc import Sequence

import structlog

from adapters.teams.credentials import NoToken
from adapters.teams.messages import Activity
from adapters.teams.payloads import Address
from adapters.teams.sdk import Refused, Unreached
from adapters.teams.sending import PASSING, UNAUTHORISED, Sender
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.outbox import Outbox

KINDS = ("told", "recalled", "reminded", "announced", "awaited", "digested")

_log = structlog.get_logger("unavoz.teams")


class Notices:
    """Sends the notices that the desk owes."""

    def __init__(self, sender: Sender, outbox: Outbox, intake: Intake) -> None:
        self._sender = sender
        self._outbox = outbox
        self._intake = intake

    async def deliver(self, owed: Owed, address: Address, drawn: Sequence[Activity]) -> None:
        """Send the messages of a notice, and mark it; leave it owed where nothing of it was sent."""
        if owed.attempts:
            await self._uncertain(owed)
            return
        sent = 0
        try:
            for message in drawn:
                await self._send(address, message)
                sent += 1
        except Refused as error:
            await self._refused(owed, error, is_begun=sent > 0)
        except NoToken:
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
        except Unreached as error:
            if error.nothing_sent and not sent:
                _log.warning("not delivered yet", error=str(error))
                await asyncio.to_thread(self._outbox.not_sent, owed.event)
            else:
                await self._uncertain(owed)
        else:
            self._intake.sent(owed.event)

    async def _send(self, address: Address, message: Activity) -> None:
        """Send one message, again where Teams wants that; never where it is not known what became of it."""

        async def once() -> Unreached | None:
            try:
                await self._sender.send(address, message)
            except Unreached as error:
                return error
            return None

        if (failed := await self._sender.patiently(once)) is not None:
            raise failed

    async def _refused(self, owed: Owed, error: Refused, *, is_begun: bool) -> None:
        passes = error.status in (*PASSING, UNAUTHORISED) or error.status >= 500
        if is_begun:
            await self._uncertain(owed)
        elif passes:
            _log.warning("not delivered yet", status=error.status)
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
        else:
            await self._sender.refused(owed.event, error, owed.recipient)

    async def _uncertain(self, owed: Owed) -> None:
        _log.error("uncertain", key=owed.event)
        await asyncio.to_thread(self._outbox.uncertain, owed.event)
