"""Slack, run: the workspace identified, the transport opened, and what is owed sent again until it arrives."""

import asyncio
import itertools
import logging
import time

import aiohttp
import structlog
from pydantic_core import to_json
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from adapters.slack import guard
from adapters.slack.listeners import bolt_app
from adapters.slack.payloads import PLATFORM
from adapters.slack.people import People
from adapters.slack.reception import Reception
from adapters.slack.sending import UNREACHED, Sender, reason_of
from bot import following
from bot.intake import Intake
from bot.platforms import ASGIApplication, Service

_TIMEOUT = aiohttp.ClientTimeout(total=15)
_LOOKED_EVERY = 5.0  # seconds, for what is owed
_TRIED_AGAIN = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between attempts to reach Slack
# Slack takes a second connection for a broken one; the SDK notices a dead one within four of these.
_PING_EVERY = 5.0

_log = structlog.get_logger("unavoz.slack")


class SlackPlatform:
    """One workspace, over the transport of the settings."""

    name = PLATFORM

    def __init__(self, service: Service) -> None:
        self._service = service
        self._settings = service.settings.slack
        self._requests: AsyncSlackRequestHandler | None = None
        self._socket: AsyncSocketModeHandler | None = None
        is_http = self._settings.transport == "http"
        self.application: ASGIApplication | None = self._answer_request if is_http else None

    def is_ready(self) -> bool:
        if self._settings.transport == "http":
            return self._requests is not None
        session = self._socket.client.current_session if self._socket else None
        return session is not None and not session.closed

    async def run(self) -> None:
        """Serve until cancelled."""
        # The standard library's JSON would be a fiftieth of the work of each event.
        async with aiohttp.ClientSession(timeout=_TIMEOUT, json_serialize=lambda value: to_json(value).decode()) as session:
            token = self._settings.bot_token.get_secret_value()
            logger = _sdk_logger()
            client = AsyncWebClient(token, base_url=self._settings.api_url, session=session, logger=logger)
            await asyncio.to_thread(self._service.desk.catalogue)  # what takes long, before anybody waits for it
            identity = await self._identify(client)
            people = People(client, identity.team_id or "", self._service.words)
            intake = Intake(self._service.desk)
            sender = Sender(client, session, self._service.desk, intake)
            reception = Reception(self._service, client, people, sender, intake)
            # Bolt makes a client of its own for every request, with the token of the identity.
            bare = AsyncWebClient(base_url=self._settings.api_url, session=session, logger=logger)
            bolt = bolt_app(bare, identity, self._settings, reception, logger)
            try:
                if self._settings.transport == "http":
                    self._requests = AsyncSlackRequestHandler(bolt)
                else:
                    self._socket = await self._connect(bolt, logger)
                _log.info("serving", transport=self._settings.transport)
                await self._keep_house(reception, sender)
            finally:
                self._requests = None
                if self._socket:
                    await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's handler has no types
                    self._socket = None
                await reception.close()

    async def _identify(self, client: AsyncWebClient) -> AuthorizeResult:
        """Return which workspace and which bot the token belongs to, asking until Slack says so."""
        for attempt in itertools.count():
            try:
                found = await client.auth_test()
            except (SlackApiError, *UNREACHED) as error:
                await _wait(attempt, "Slack does not take the bot token, or is not reached", error)
                continue
            return AuthorizeResult(
                enterprise_id=found.get("enterprise_id"),
                team_id=found.get("team_id"),
                bot_user_id=found.get("user_id"),
                bot_id=found.get("bot_id"),
                bot_token=client.token,
            )
        raise AssertionError("attempts never end")

    async def _connect(self, bolt: AsyncApp, logger: logging.Logger) -> AsyncSocketModeHandler:
        """Return the socket, opened; from then on the SDK opens it anew whenever it breaks."""
        token = self._settings.app_token.get_secret_value()
        client = AsyncWebClient(token, base_url=self._settings.api_url, logger=logger)
        for attempt in itertools.count():
            handler = AsyncSocketModeHandler(bolt, token, logger=logger, web_client=client, ping_interval=_PING_EVERY)
            try:
                await handler.connect_async()  # type: ignore[no-untyped-call]
            except (SlackApiError, *UNREACHED) as error:
                await handler.close_async()  # type: ignore[no-untyped-call]
                await _wait(attempt, "Slack does not take the app token, or is not reached", error)
                continue
            return handler
        raise AssertionError("attempts never end")

    async def _keep_house(self, reception: Reception, sender: Sender) -> None:
        """Keep the leases of what is in hand, send what nobody has in hand, and tell followers whenever other answers are in force."""
        desk, outbox = self._service.desk, self._service.desk.ledger.outbox
        seen = None
        while True:
            try:
                if sender.in_hand:
                    await asyncio.to_thread(outbox.renew, list(sender.in_hand), desk.clock())
                in_force = ((await asyncio.to_thread(desk.catalogue)).version, desk.today())
                if in_force != seen:
                    await asyncio.to_thread(following.tell, desk, PLATFORM)
                    seen = in_force
                for owed in await asyncio.to_thread(outbox.overdue, PLATFORM, desk.clock()):
                    reception.send_owed(owed)
            except Exception as error:  # noqa: BLE001 (who stops sending here leaves people without their answer)
                _log.error("what is owed could not be sent", error=type(error).__name__)
            await asyncio.sleep(_LOOKED_EVERY)

    async def _answer_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at `/events`, the one path that Slack is told of; as bare ASGI, for a router would be a tenth of the work of each event."""
        if scope["path"] != f"{scope.get('root_path', '')}/events":
            response = Response(status_code=404)
        elif scope["method"] != "POST":
            response = Response(status_code=405, headers={"allow": "POST"})
        else:
            response = await self._receive(Request(scope, receive))
        await response(scope, receive, send)

    async def _receive(self, request: Request) -> Response:
        """Answer a request of Slack's, or of whoever pretends to be Slack."""
        try:
            body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=400)
        header = request.headers.get
        secret = self._settings.signing_secret.get_secret_value()
        refused = guard.refused(
            header("x-slack-request-timestamp", ""), header("x-slack-signature", ""), header("content-type", ""), body, secret, time.time()
        )
        if refused:
            _log.warning("request refused", status=refused)
            return Response(status_code=refused)
        if self._requests is None:
            return Response(status_code=503)
        try:
            return await self._requests.handle(request)
        except Exception as error:  # noqa: BLE001 (signed, but of a shape that Bolt does not expect: never a 500 with a traceback)
            _log.warning("request not understood", error=type(error).__name__)
            return Response(status_code=400)


async def _read(request: Request) -> bytes:
    """Return the body, reading hardly more of it than is allowed, and leave it where Bolt looks for it."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > guard.MOST_BYTES:
            break
    request._body = body  # noqa: SLF001 (what Request.body() itself keeps after reading)
    return body


async def _wait(attempt: int, problem: str, error: Exception) -> None:
    _log.error(problem, reason=reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__)
    await asyncio.sleep(_TRIED_AGAIN[min(attempt, len(_TRIED_AGAIN) - 1)])


class _ToOurs(logging.Handler):
    """The SDK's own log, a line of ours each: its message, never a traceback or a payload."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            _log.warning("slack sdk", message=record.getMessage()[:500])


def _sdk_logger() -> logging.Logger:
    logger = logging.getLogger("unavoz.slack.sdk")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(_ToOurs())
    return logger
