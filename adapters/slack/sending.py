"""What is sent to people: in the order in which they asked, never earlier than Slack allows, and again where it did not arrive.

1. A turn in a conversation is taken when a question arrives, and messages go out in the order of turns.
2. After a 429 no call of that method is made, in any conversation, before the time that Slack named is over: Slack limits methods, and only some of
   them by channel. Whoever waits keeps their turn, and their lease (`in_hand`).
3. What Slack refuses for good is marked undeliverable. What failed for a passing reason is tried twice more at once; then it stays owed until its lease
   ends, and gives up its turn, so that nobody waits behind it. So does, tried once, what is refused for a fault of the token: somebody mends that.
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.messages import Message
from adapters.slack.payloads import Address
from bot.desk import Desk
from bot.intake import Intake

# The server's own troubles; everything else that Slack answers with `ok: false` stays so however often it is tried.
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org", ""}
TOKEN_FAULTS = {
    "invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed", "missing_scope", "org_login_required", "ekm_access_denied",
}  # fmt: skip
WRONG_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
UNREACHED = (aiohttp.ClientError, TimeoutError, OSError)
_TRIED_AGAIN_AFTER = (1.0, 4.0)  # seconds; then it waits for its lease to end
_DEFAULT_WAIT = 30.0  # seconds, where a 429 names none
_SPREAD = 0.25  # those who waited for the same time do not come back at the same moment
# No unfurled page, no linked name, nothing parsed: what a person sees is what was approved.
_PLAIN: dict[str, Any] = {"link_names": False, "parse": "none"}
_WITHOUT_MARKUP: dict[str, Any] = {"mrkdwn": False}  # of the text alone, where blocks are refused
_WITHOUT_PREVIEWS: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
_RESPONSE_URL = "response_url"

_T = TypeVar("_T")

_log = structlog.get_logger("unavoz.slack")


class Sender:
    """Sends what the desk owes."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, desk: Desk, intake: Intake) -> None:
        self._client = client
        self._session = session
        self._intake = intake
        self._outbox = desk.ledger.outbox
        self._not_before: dict[str, float] = {}
        self.in_hand: set[str] = set()  # the events whose messages this process is about to send

    async def deliver(self, event: str, address: Address, messages: list[Message]) -> None:
        """Send the messages owed for an event, and mark it."""
        self.in_hand.add(event)
        try:
            for message in messages:
                await self._send_whole(address, message)
            self._intake.sent(event)
        except SlackApiError as error:
            _log.error("not delivered", error=reason_of(error))
            if reason_of(error) not in PASSING | TOKEN_FAULTS:
                await asyncio.to_thread(self._outbox.undeliverable, event)
        except UNREACHED as error:
            _log.warning("not delivered yet", error=type(error).__name__)
        finally:
            self.in_hand.discard(event)

    async def _send_whole(self, address: Address, message: Message) -> None:
        """Send a message; without its buttons where Slack takes its blocks for wrong: the approved text must arrive whatever else."""
        try:
            await self.patiently(lambda: self.send(address, message))
        except SlackApiError as error:
            if reason_of(error) not in WRONG_BLOCKS:
                raise
            _log.error("blocks refused", error=reason_of(error))
            await self.patiently(lambda: self.send(address, {"text": message["text"]}))

    async def patiently(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Do what `call` does, twice more where that failed for a passing reason. Raises what it raised last."""
        for wait in _TRIED_AGAIN_AFTER:
            try:
                return await call()
            except SlackApiError as error:
                if reason_of(error) not in PASSING:
                    raise
            except UNREACHED:
                pass
            await asyncio.sleep(wait)
        return await call()

    async def send(self, address: Address, message: Message) -> None:
        """Send one message. Raises SlackApiError, or what the connection raised."""
        if address.response_url:
            await self._respond(address, message)
        elif address.only_for:
            call, to = self._client.chat_postEphemeral, {**_where(address), "user": address.only_for}
            await self.call("chat.postEphemeral", call, **to, **message, **_PLAIN, **_WITHOUT_MARKUP)
        else:
            call, to = self._client.chat_postMessage, _where(address)
            await self.call("chat.postMessage", call, **to, **message, **_PLAIN, **_WITHOUT_PREVIEWS, **_WITHOUT_MARKUP)

    async def replace(self, address: Address, ts: str, message: Message) -> None:
        """Put `message` in the place of one that was sent. Raises SlackApiError, or what the connection raised."""
        if address.response_url:
            await self._respond(address, message, replace=True)
        else:
            await self.call("chat.update", self._client.chat_update, channel=address.channel, ts=ts, **message, **_PLAIN)

    async def call(self, method: str, function: Callable[..., Awaitable[Any]], /, **arguments: Any) -> Any:
        """Call a method of the Web API, waiting as long as Slack wants it to be waited. Raises SlackApiError for any other refusal."""
        while True:
            await self._wait_for(method)
            try:
                return await understood(function(**arguments))
            except SlackApiError as error:
                if getattr(error.response, "status_code", 0) != 429:
                    raise
                self._told_to_wait(method, error.response.headers)

    async def _respond(self, address: Address, message: Message, *, replace: bool = False) -> None:
        hook = AsyncWebhookClient(address.response_url, session=self._session, retry_handlers=[])
        kind = "in_channel" if address.is_public else "ephemeral"
        while True:
            await self._wait_for(_RESPONSE_URL)
            response = await hook.send_dict({**message, "response_type": kind, "replace_original": replace, **_WITHOUT_PREVIEWS, **_WITHOUT_MARKUP})
            if response.status_code != 429:
                break
            self._told_to_wait(_RESPONSE_URL, response.headers)
        if response.status_code >= 500:
            raise aiohttp.ClientError(f"response URL: {response.status_code}")
        if reason := _refusal(response.status_code, response.body):
            raise SlackApiError(f"response URL: {reason}", {"ok": False, "error": reason})  # type: ignore[no-untyped-call]  # the SDK has no type there

    async def _wait_for(self, method: str) -> None:
        while (wait := self._not_before.get(method, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait + random.uniform(0, _SPREAD))  # noqa: S311 (no secret)

    def _told_to_wait(self, method: str, headers: Any) -> None:
        told = time.monotonic() + retry_after(headers)
        self._not_before[method] = max(told, self._not_before.get(method, 0.0))


def _where(address: Address) -> dict[str, str]:
    return {"channel": address.channel} | ({"thread_ts": address.thread} if address.thread else {})


def reason_of(error: SlackApiError) -> str:
    """Return Slack's name of the error; empty where what came back was not Slack's JSON but, say, a proxy's text."""
    found = getattr(error.response, "data", error.response)
    return str(found.get("error") or "") if isinstance(found, Mapping) else ""


async def understood(call: Awaitable[_T]) -> _T:
    """Return what a call of the SDK gives. Raises aiohttp.ClientError where a page of text came back as if all were well: that was not Slack."""
    try:
        return await call
    except AttributeError as error:  # the SDK reads a text as if it were Slack's JSON
        raise aiohttp.ClientError("no JSON") from error


def _refusal(status: int, body: str) -> str:
    """Return Slack's name for what is wrong with a message to a response URL: in JSON, or as the one word of the body; empty if nothing is."""
    try:
        found = json.loads(body)
        named = str(found.get("error") or "") if isinstance(found, dict) else ""
    except ValueError:
        named = body if status != 200 and body.isidentifier() else ""
    if status == 200 or named:
        return named
    # Of a URL that was used five times, or is older than half an hour: it will not come to life again.
    return "invalid_blocks" if status == 400 else "used_url"


def retry_after(headers: Any) -> float:
    """Return how many seconds a 429 wants to be waited."""
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(named))
    except ValueError:
        return _DEFAULT_WAIT
