"""How the fake Slack reaches the app: envelopes over Socket Mode, or signed requests over HTTP with Slack's retries."""

import asyncio
import concurrent.futures
import hashlib
import hmac
import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.adapters.slack.fake_workspace import Json, Workspace

ACK_TIMEOUT = 4.0  # of a test's patience; Slack's own is 3 seconds


@dataclass(frozen=True)
class Envelope:
    """What went over a socket, to be acknowledged."""

    type: str
    payload: Json
    retry_attempt: int = 0
    retry_reason: str = ""
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    ack: "concurrent.futures.Future[Json]" = field(default_factory=concurrent.futures.Future, compare=False, repr=False)

    def acknowledged(self, timeout: float = ACK_TIMEOUT) -> Json:
        """Return the acknowledgement's payload, {} if it has none."""
        try:
            return self.ack.result(timeout)
        except concurrent.futures.TimeoutError:
            raise AssertionError(f"{self.type} was not acknowledged within {timeout} s: {self.payload}") from None

    @property
    def is_acknowledged(self) -> bool:
        return self.ack.done()

    def to_json(self) -> str:
        retried = {"retry_attempt": self.retry_attempt, "retry_reason": self.retry_reason} if self.type == "events_api" else {}
        plain = {"envelope_id": self.envelope_id, "type": self.type, "payload": self.payload, "accepts_response_payload": self.type != "events_api"}
        return json.dumps(plain | retried)


@dataclass(frozen=True)
class Answer:
    """The app's acknowledgement: `status` is 0 where none came."""

    status: int
    ack: Json
    took: float
    attempts: tuple[int, ...]  # the status of each HTTP attempt


class Sockets:
    """The server's side of Socket Mode."""

    def __init__(self, world: Workspace) -> None:
        self._world = world
        self.url = ""
        self.refusals = 0
        self._tickets: set[str] = set()
        self._open: dict[web.WebSocketResponse, web.Request] = {}
        self._retired: dict[web.WebSocketResponse, web.Request] = {}
        self._waiting: dict[str, Envelope] = {}
        self._turn = 0

    @property
    def count(self) -> int:
        return len(self._open)

    def new_url(self) -> str:
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"{self.url}?ticket={ticket}&app_id={self._world.app_id}"

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(timeout=0.2)
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": self.count + 1, "connection_info": {"app_id": self._world.app_id}}
        await socket.send_json(hello | {"debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}})
        self._moved(self._open, socket, request)
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._acknowledged(message.json())
        finally:
            self._moved(None, socket, request)
        return socket

    def _moved(self, to: dict[web.WebSocketResponse, web.Request] | None, socket: web.WebSocketResponse, request: web.Request) -> None:
        with self._world.changed:
            self._open.pop(socket, None)
            self._retired.pop(socket, None)
            if to is not None:
                to[socket] = request
            self._world.changed.notify_all()

    def _acknowledged(self, message: Json) -> None:
        envelope = self._waiting.pop(message.get("envelope_id", ""), None)
        if envelope is not None and not envelope.ack.cancelled():
            envelope.ack.set_result(message.get("payload") or {})

    async def send(self, envelope: Envelope) -> None:
        """Send on one of the open sockets in turn; wait for one if none is open."""
        self._waiting[envelope.envelope_id] = envelope
        while not (ready := [socket for socket in self._open if not socket.closed]):
            await asyncio.sleep(0.01)
        self._turn += 1
        await ready[self._turn % len(ready)].send_str(envelope.to_json())

    async def disconnect(self, reason: str, grace: float) -> None:
        """Tell every connection to go, send no more over it, and close it after `grace` seconds."""
        leaving = dict(self._open)
        for socket, request in leaving.items():
            self._moved(self._retired, socket, request)
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
        await asyncio.sleep(grace)
        for socket in leaving:
            await socket.close()

    async def drop(self) -> None:
        """Abort every connection, as a network does that fails."""
        for socket, request in {**self._open, **self._retired}.items():
            self._moved(None, socket, request)
            if request.transport is not None:
                request.transport.abort()

    async def close(self) -> None:
        for socket in [*self._open, *self._retired]:
            await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)


class Requests:
    """Slack's requests to a Request URL."""

    def __init__(self, world: Workspace, session: aiohttp.ClientSession) -> None:
        self._world = world
        self._session = session

    async def deliver(self, url: str, kind: str, payload: Json, retry_delays: tuple[float, ...], answer_within: float) -> Answer:
        """Post, and once more after each of the delays while an event is not answered with 2xx."""
        statuses: list[int] = []
        reason = ""
        for number, delay in enumerate((0.0, *(retry_delays if kind == "events_api" else ()))):
            await asyncio.sleep(delay)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
            started = time.perf_counter()
            status, ack, reason = await self._post(url, kind, payload, headers, answer_within)
            statuses.append(status)
            if 200 <= status < 300 or reason == "no_retry":
                break
        return Answer(statuses[-1], ack, time.perf_counter() - started, tuple(statuses))

    async def _post(self, url: str, kind: str, payload: Json, headers: dict[str, str], answer_within: float) -> tuple[int, Json, str]:
        """Return the status, the acknowledgement, and why it is to be tried again."""
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        body = json.dumps(payload) if kind == "events_api" else urlencode(form)
        content = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
        try:
            async with asyncio.timeout(answer_within):
                async with self._session.post(url, data=body.encode(), headers=headers | {"Content-Type": content} | self.signature(body)) as response:
                    ack = _read_ack(response.content_type, await response.text())
                    again = "no_retry" if response.headers.get("X-Slack-No-Retry") == "1" else "http_error"
                    return response.status, ack, again
        except TimeoutError:
            return 0, {}, "http_timeout"
        except aiohttp.ClientError:
            return 0, {}, "connection_failed"

    def signature(self, body: str) -> dict[str, str]:
        """Return the headers that prove a body to come from Slack."""
        stamp = str(int(time.time()))
        signed = hmac.new(self._world.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}"}


def _read_ack(content_type: str, text: str) -> Json:
    if content_type == "application/json" and text:
        found: Any = json.loads(text)
        return found if isinstance(found, dict) else {}
    return {"text": text} if text else {}


class Delivery:
    """Something Slack sent to the app, and how the app acknowledged it."""

    def __init__(self, payload: Json, envelope: Envelope | None) -> None:
        self.payload = payload
        self.envelope = envelope  # over Socket Mode
        self.others: tuple[Delivery, ...] = ()  # the further times that an event was delivered
        self.view: Json | None = None  # after a submission: the modal that is then seen, None if it is closed
        self.errors: dict[str, str] = {}  # after a submission: what the app answered, by block_id
        self.pending: concurrent.futures.Future[Answer] | None = None

    def wait(self, timeout: float = ACK_TIMEOUT) -> "Delivery":
        """Wait until the app acknowledged; return this."""
        assert self.pending is not None
        try:
            self.pending.result(timeout)
        except concurrent.futures.TimeoutError:
            raise AssertionError(f"not acknowledged within {timeout} s: {self.payload}") from None
        for other in self.others:
            other.wait(timeout)
        return self

    @property
    def answer(self) -> Answer:
        assert self.pending is not None
        assert self.pending.done(), "not yet acknowledged: call wait()"
        return self.pending.result()

    @property
    def ack(self) -> Json:
        return self.answer.ack

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def took(self) -> float:
        return self.answer.took

    @property
    def attempts(self) -> tuple[int, ...]:
        return self.answer.attempts
