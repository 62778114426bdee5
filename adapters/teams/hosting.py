"""Teams, run: requests that are known to be the service's handed to the turns, and what is owed sent again until it arrives."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from adapters.teams.approving import Approving
from adapters.teams.credentials import Credentials, NoToken
from adapters.teams.drafting import Drafting
from adapters.teams.extension import Extension
from adapters.teams.notices import Notices
from adapters.teams.owing import Owing
from adapters.teams.parsing import read_json
from adapters.teams.payloads import PLATFORM, field
from adapters.teams.people import People
from adapters.teams.reception import Reception
from adapters.teams.reviewing import Reviewing
from adapters.teams.sdk import Connection, NotUnderstood
from adapters.teams.sending import Sender
from adapters.teams.showing import Showing
from adapters.teams.tokens import CHANNEL, KeysUnavailable, NotAuthentic, TokenCheck, names
from adapters.teams.turns import Turns
from bot.intake import Intake
from bot.platforms import ASGIApplication, Service
from bot.turns import Background, Order

_PATH = "/messages"
_MOST_BYTES = 512 * 1024  # of a request; Teams' own messages are at most 100 KB, with what is around them
_LOOKED_EVERY = 5.0  # seconds, for what is owed

_log = structlog.get_logger("unavoz.teams")


class TeamsPlatform:
    """One bot, for the people of its tenant."""

    name = PLATFORM

    def __init__(self, service: Service) -> None:
        self._service = service
        self._settings = service.settings.teams
        self._turns: Turns | None = None
        self._tokens = TokenCheck(self._settings)
        self._credentials = Credentials(self._settings)
        self._connection = Connection(self._settings, self._credentials)
        self.application: ASGIApplication | None = self._answer_request

    def is_ready(self) -> bool:
        return self._turns is not None

    async def run(self) -> None:
        """Serve until cancelled."""
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # what it warns of (a full pool) is no trouble
        await asyncio.to_thread(self._service.desk.catalogue)  # what takes long, before anybody waits for it
        await self._introduce()
        desk, words = self._service.desk, self._service.words
        intake = Intake(desk)
        order, background = Order(), Background()
        sender = Sender(self._connection, desk, intake)
        people = People(self._connection, self._settings.tenant_id, words, sender.conversation)
        showing = Showing(self._service, sender, order, background)
        approving = Approving(self._service, showing, background)
        notices = Notices(sender, desk.ledger.outbox, intake)
        owing = Owing(self._service, people, sender, notices, intake, showing, approving, order, background)
        reviewing = Reviewing(self._service)
        reception = Reception(self._service, people, sender, intake, showing, order, background, owing, reviewing, approving)
        extension = Extension(self._service, people, intake, showing, reception, Drafting(self._service, intake, showing))
        try:
            self._turns = Turns(people, showing, reception, extension, approving, reviewing)
            _log.info("serving")
            await self._keep_house(owing, approving, sender, intake)
        finally:
            self._turns = None
            await background.close()
            await intake.close()
            await self._connection.close()

    async def _introduce(self) -> None:
        """Get a token before anybody waits for one. Where there is none, people are heard all the same: what they are owed goes out later."""
        try:
            await self._connection.authenticate()
        except NoToken as error:
            _log.error("Microsoft does not take the bot's credentials, or is not reached", reason=error.reason)

    async def _keep_house(self, owing: Owing, approving: Approving, sender: Sender, intake: Intake) -> None:
        """Keep the leases of what is in hand, mark what is sent, and send what nobody has in hand, until cancelled."""
        clock, outbox = self._service.desk.clock, self._service.desk.ledger.outbox
        while True:
            try:
                intake.mark_again()
                if in_hand := [*sender.in_hand, *intake.unmarked]:
                    await asyncio.to_thread(outbox.renew, in_hand, clock())
                for owed in await asyncio.to_thread(outbox.overdue, PLATFORM, clock()):
                    owing.send(owed)
                await approving.announce()
            except Exception as error:  # noqa: BLE001 (who stops here leaves people without their answer)
                _log.error("what is owed could not be sent", error=type(error).__name__)
            await asyncio.sleep(_LOOKED_EVERY)

    async def _answer_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at `/messages`, the one path that Azure is told of; as bare ASGI, for a router would be a part of the work of each activity."""
        if scope["path"] != f"{scope.get('root_path', '')}{_PATH}":
            response = Response(status_code=404)
        elif scope["method"] != "POST":
            response = Response(status_code=405, headers={"allow": "POST"})
        else:
            response = await self._receive(Request(scope, receive))
        await response(scope, receive, send)

    async def _receive(self, request: Request) -> Response:
        """Answer a request of the service's, or of whoever pretends to be it."""
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        try:
            claims = await self._tokens.check(request.headers.get("authorization"))
        except NotAuthentic as error:
            _log.warning("request refused", reason=str(error))
            return Response(status_code=401)
        except KeysUnavailable:
            return Response(status_code=503, headers={"retry-after": "5"})
        try:
            body = await _read(request)
            if len(body) > _MOST_BYTES:
                return Response(status_code=413)
            activity = read_json(body)
        except (ClientDisconnect, ValueError):
            return Response(status_code=400)
        if not isinstance(activity, dict) or not field(activity, "type"):
            return Response(status_code=400)
        return await self._authenticated(activity, claims)

    async def _authenticated(self, activity: Mapping[str, Any], claims: Mapping[str, Any]) -> Response:
        service_url = field(activity, "serviceUrl")
        if not names(claims, service_url):
            _log.warning("request refused", reason="another service URL")
            return Response(status_code=401)
        if field(activity, "channelId") != CHANNEL or not self._settings.allows(service_url):
            _log.warning("request refused", channel=field(activity, "channelId")[:50], service_url=service_url[:200])
            return Response(status_code=403)
        return await self._answered(activity, claims)

    async def _answered(self, activity: Mapping[str, Any], claims: Mapping[str, Any]) -> Response:
        turns = self._turns
        if turns is None:
            return Response(status_code=503, headers={"retry-after": "5"})
        try:
            answer = await self._connection.receive(activity, claims, turns.hear)
        except NotUnderstood as error:
            _log.error("activity not understood", error=str(error))
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 (what could not be recorded is delivered again)
            _log.error("not handled", error=type(error).__name__)
            return Response(status_code=503)
        if answer is None:
            return Response(status_code=202)
        status, content = answer
        return Response(status_code=status) if content is None else JSONResponse(content, status_code=status)


async def _read(request: Request) -> bytes:
    """Return the body, reading hardly more of it than is allowed."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            break
    return body
