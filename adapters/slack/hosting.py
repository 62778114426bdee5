"""Slack, run: the workspace identified, the transport opened, and what is owed sent again until it arrives."""

import asyncio
import itertools
import logging
import time
from collections.abc import Awaitable, Callable

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
from adapters.slack.approving import Approving
from adapters.slack.drafting import Drafting
from adapters.slack.listeners import bolt_app
from adapters.slack.notices import Notices
from adapters.slack.owing import Owing
from adapters.slack.payloads import PLATFORM
from adapters.slack.people import People
from adapters.slack.reception import Reception
from adapters.slack.reviewing import Reviewing
from adapters.slack.sending import UNREACHED, Sender, reason_of, understood
from adapters.slack.showing import Showing
from bot.intake import Intake
from bot.platforms import ASGIApplication, Service
from bot.turns import Background, Order

_TIMEOUT = aiohttp.ClientTimeout(total=15)
_LOOKED_EVERY = 5.0  # seconds, for what is owed
_CONNECTED_WITHIN = 15.0  # seconds; the address of a socket is good for thirty
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
            # Nothing is repeated behind our back: what may have been done is not known to the SDK (`sending`, `notices`).
            client = AsyncWebClient(token, base_url=self._settings.api_url, session=session, logger=logger, retry_handlers=[])
            await asyncio.to_thread(self._service.desk.catalogue)  # what takes long, before anybody waits for it
            identity = await self._identify(client)
            people = People(client, identity.team_id or "", self._service.words)
            intake = Intake(self._service.desk)
            sender = Sender(client, session, self._service.desk, intake)
            order, background = Order(), Background()
            showing = Showing(self._service, client, sender, order, background)
            notices = Notices(client, sender, self._service.desk.ledger.outbox, intake)
            approving = Approving(self._service, identity.team_id or "", showing, background)
            owing = Owing(self._service, people, sender, notices, intake, showing, approving, order, background)
            reviewing = Reviewing(self._service, showing, background)
            reception = Reception(self._service, people, sender, owing, intake, showing, order, background, approving, reviewing)
            # Bolt makes a client of its own for every request, with the token of the identity.
            bare = AsyncWebClient(base_url=self._settings.api_url, session=session, logger=logger, retry_handlers=[])
            bolt = bolt_app(bare, identity, self._settings, reception, Drafting(self._service, people, intake, showing), logger)
            try:
                async with asyncio.TaskGroup() as group:  # what is owed goes out whether or not anything comes in
                    group.create_task(self._open(bolt, logger))
                    group.create_task(self._keep_house(owing, approving, sender, intake))
            finally:
                self._requests = None
                await self._close_socket()
                await background.close()
                await intake.close()

    async def _identify(self, client: AsyncWebClient) -> AuthorizeResult:
        """Return which workspace and which bot the token belongs to, asking until Slack says so."""
        for attempt in itertools.count():
            try:
                found = await understood(client.auth_test())
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

    async def _open(self, bolt: AsyncApp, logger: logging.Logger) -> None:
        """Open the transport."""
        if self._settings.transport == "http":
            self._requests = AsyncSlackRequestHandler(bolt)
        else:
            await self._connect(bolt, logger)
        _log.info("serving", transport=self._settings.transport)

    async def _connect(self, bolt: AsyncApp, logger: logging.Logger) -> None:
        """Open the socket, trying until it is; from then on the SDK opens it anew whenever it breaks."""
        token = self._settings.app_token.get_secret_value()
        client = AsyncWebClient(token, base_url=self._settings.api_url, logger=logger, retry_handlers=[])
        for attempt in itertools.count():
            try:
                # Asked here, for the SDK itself says nothing of a refusal, and never stops asking.
                opened = await understood(client.apps_connections_open(app_token=token))
                self._socket = AsyncSocketModeHandler(bolt, token, logger=logger, web_client=client, ping_interval=_PING_EVERY)
                self._socket.client.wss_uri = opened["url"]
                await asyncio.wait_for(self._socket.connect_async(), _CONNECTED_WITHIN)  # type: ignore[no-untyped-call]  # Bolt's handler has no types
            except (SlackApiError, *UNREACHED) as error:
                await self._close_socket()
                await _wait(attempt, "Slack does not take the app token, or is not reached", error)
                continue
            return

    async def _close_socket(self) -> None:
        socket, self._socket = self._socket, None
        if socket:
            await socket.close_async()  # type: ignore[no-untyped-call]

    async def _keep_house(self, owing: Owing, approving: Approving, sender: Sender, intake: Intake) -> None:
        """Keep the leases of what is in hand, mark what is sent, and send what nobody has in hand."""
        clock, outbox = self._service.desk.clock, self._service.desk.ledger.outbox

        async def once() -> None:
            intake.mark_again()
            if in_hand := [*sender.in_hand, *intake.unmarked]:
                await asyncio.to_thread(outbox.renew, in_hand, clock())
            await approving.announce()
            for owed in await asyncio.to_thread(outbox.overdue, PLATFORM, clock()):
                owing.send(owed)

        await _for_ever("what is owed could not be sent", once)

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


async def _for_ever(problem: str, once: Callable[[], Awaitable[None]]) -> None:
    """Do something every few seconds; where it fails, say so in the log and go on: who stops here leaves people without their answer."""
    while True:
        try:
            await once()
        except Exception as error:  # noqa: BLE001
            _log.error(problem, error=type(error).__name__)
        await asyncio.sleep(_LOOKED_EVERY)


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
