"""Notices: what is sent later to people who are not waiting at the screen. Each is sent exactly once, or is said to be uncertain.

1. Every message of a notice carries the notice's key and its number as metadata, which nobody sees.
2. Where Slack refused it, it was not sent. Where no answer came (a timeout, a proxy's page, a process that died), it may have been: before the next
   attempt the conversation is looked through for it.
3. Where the conversation cannot be read, for want of a scope or for good, the notice is marked as uncertain and not sent again.
"""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.messages import Message
from adapters.slack.payloads import Address
from adapters.slack.sending import PASSING, TOKEN_FAULTS, UNREACHED, WRONG_BLOCKS, Sender, reason_of
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.outbox import Outbox

KINDS = ("told", "recalled", "reminded", "announced", "awaited", "digested")
_EVENT_TYPE = "unavoz_notice"
_CLOCKS_DIFFER = timedelta(minutes=10)
_MOST_PAGES = 5  # of 200 messages each
# The server's own words for a fault within a call that it may have carried out.
_DOUBTFUL = {"", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}

_log = structlog.get_logger("unavoz.slack")


class _Unknown(Exception):
    """The conversation cannot be read."""


class Notices:
    """Sends the notices that the desk owes."""

    def __init__(self, client: AsyncWebClient, sender: Sender, outbox: Outbox, intake: Intake) -> None:
        self._client = client
        self._sender = sender
        self._outbox = outbox
        self._intake = intake

    async def deliver(self, owed: Owed, address: Address, messages: list[Message]) -> None:
        """Send the messages of a notice that are not there yet, and mark it; leave it owed where that failed in passing."""
        try:
            there = await self._there(owed, address) if owed.attempts else set()
            for number, message in enumerate(messages):
                if number not in there:
                    await self._send(address, message | {"metadata": _metadata(owed, number)})
        except _Unknown:
            _log.error("uncertain", key=owed.event)
            await asyncio.to_thread(self._outbox.uncertain, owed.event)
        except SlackApiError as error:
            await self._refused(owed, reason_of(error))
        except aiohttp.ClientConnectorError as error:  # nobody was reached, so nothing was sent
            _log.warning("not delivered yet", error=type(error).__name__)
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
        except UNREACHED as error:
            _log.warning("perhaps not delivered", error=type(error).__name__)
        else:
            self._intake.sent(owed.event)

    async def _send(self, address: Address, message: Message) -> None:
        try:
            await self._sender.send(address, message)
        except SlackApiError as error:
            if reason_of(error) not in WRONG_BLOCKS:
                raise
            _log.error("blocks refused", error=reason_of(error))
            await self._sender.send(address, {"text": message["text"], "metadata": message["metadata"]})

    async def _refused(self, owed: Owed, reason: str) -> None:
        _log.error("not delivered", error=reason)
        if reason in _DOUBTFUL:
            return
        step = self._outbox.not_sent if reason in PASSING | TOKEN_FAULTS else self._outbox.undeliverable
        await asyncio.to_thread(step, owed.event)

    async def _there(self, owed: Owed, address: Address) -> set[int]:
        """Return the numbers of the notice's messages that stand in the conversation. Raises _Unknown."""
        try:
            channel = await self._channel(address)
            found: set[int] = set()
            cursor = ""
            for _ in range(_MOST_PAGES):
                page = await self._page(channel, address.thread, cursor, owed)
                found |= {number for message in page["messages"] if (number := _number(message, owed)) is not None}
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return found
        except SlackApiError as error:
            if reason_of(error) in (PASSING | TOKEN_FAULTS) - {"missing_scope"}:
                raise
            raise _Unknown from error
        raise _Unknown

    async def _channel(self, address: Address) -> str:
        """Return the conversation's id, also of the direct messages with a person, who is named in the address."""
        if not address.channel.startswith(("U", "W")):
            return address.channel
        opened = await self._sender.call("conversations.open", self._client.conversations_open, users=address.channel)
        return str(opened["channel"]["id"])

    async def _page(self, channel: str, thread: str, cursor: str, owed: Owed) -> Any:
        oldest = f"{(owed.since - _CLOCKS_DIFFER).timestamp():.6f}"
        wanted: dict[str, Any] = {"channel": channel, "limit": 200, "include_all_metadata": True, "oldest": oldest}
        wanted |= {"cursor": cursor} if cursor else {}
        if thread:
            return await self._sender.call("conversations.replies", self._client.conversations_replies, ts=thread, **wanted)
        return await self._sender.call("conversations.history", self._client.conversations_history, **wanted)


def _metadata(owed: Owed, number: int) -> dict[str, Any]:
    return {"event_type": _EVENT_TYPE, "event_payload": {"notice": owed.event, "number": number}}


def _number(message: Any, owed: Owed) -> int | None:
    """Return which of the notice's messages this is; None for any other."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    is_it = metadata.get("event_type") == _EVENT_TYPE and payload.get("notice") == owed.event
    return int(payload["number"]) if is_it else None
