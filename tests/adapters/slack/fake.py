"""A fake Slack for tests: the Web API, Socket Mode, signed HTTP requests and the people, on loopback, in a thread of its own.

`with FakeSlack() as slack:` and point the app to `slack.api_url`. Every public method may be called from any thread but the server's, and blocks;
an app that runs in the test's own event loop is reached with `asyncio.to_thread`.
"""

import asyncio
import concurrent.futures
import copy
import threading
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.adapters.slack.fake_acts import Acts
from tests.adapters.slack.fake_api import WebApi
from tests.adapters.slack.fake_link import Answer, Delivery, Envelope, Requests, Sockets
from tests.adapters.slack.fake_workspace import ApiError, Call, Drop, Failure, Fault, Hang, Json, RateLimited, Workspace, visible_text

__all__ = ["ApiError", "Call", "Delivery", "Drop", "Envelope", "Failure", "FakeSlack", "Hang", "RateLimited", "visible_text"]

T = TypeVar("T")


class FakeSlack(Acts):
    """Slack, with one workspace, the app installed, and two members of staff."""

    def __init__(self) -> None:
        self.world = Workspace()
        self.request_url = ""  # set it to be sent HTTP requests in place of Socket Mode's envelopes
        self.retry_delays: tuple[float, ...] = (0.05, 0.1, 0.2)
        self.answer_within = 3.0  # seconds, of an HTTP request
        self.base_url = ""
        self._ready = threading.Event()
        self._broken: BaseException | None = None
        self._thread = threading.Thread(target=self._run_thread, name="fake-slack", daemon=True)
        self._sockets = Sockets(self.world)
        self.add_user("U1", name="Marta Soler", locale="es-ES")
        self.add_user("U2", name="John Smith", locale="en-US")
        self.add_channel("C1", name="general")

    # Its life.

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._broken is not None:
            raise self._broken
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _run_thread(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as broken:  # noqa: BLE001 - told to whoever waits in __enter__
            self._broken = broken
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        self.api = WebApi(self.world, self._sockets.new_url, self._closing)
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/api/{method}", self.api.call)
        app.router.add_post("/response/{id}", self.api.respond)
        app.router.add_get("/link", self._sockets.link)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._sockets.url = f"{self.base_url.replace('http', 'ws', 1)}/link"
        async with aiohttp.ClientSession() as session:
            self._requests = Requests(self.world, session)
            self._ready.set()
            await self._closing.wait()
            here = asyncio.current_task()
            sending = [task for task in asyncio.all_tasks() if task is not here and task.get_name() == "fake-slack-sends"]
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)
            await self._sockets.close()
            await runner.cleanup()

    def _start(self, work: Coroutine[Any, Any, T]) -> "concurrent.futures.Future[T]":
        """Run `work` in the server's thread, to be cancelled when the server ends."""

        async def named() -> T:
            task = asyncio.current_task()
            assert task is not None
            task.set_name("fake-slack-sends")
            return await work

        return asyncio.run_coroutine_threadsafe(named(), self._loop)

    # What it is.

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.world.bot_token

    @property
    def app_token(self) -> str:
        return self.world.app_token

    @property
    def signing_secret(self) -> str:
        return self.world.signing_secret

    @property
    def team(self) -> str:
        return self.world.team

    @property
    def bot_user(self) -> str:
        return self.world.bot_user

    @property
    def bot_id(self) -> str:
        return self.world.bot_id

    @property
    def scopes(self) -> str:
        return self.world.scopes

    @scopes.setter
    def scopes(self, scopes: str) -> None:
        self.world.scopes = scopes

    def add_user(
        self, id: str, *, name: str = "", locale: str = "es-ES", team: str | None = None, is_restricted: bool = False, is_ultra_restricted: bool = False,
        is_stranger: bool = False, is_bot: bool = False, deleted: bool = False,
    ) -> None:  # fmt: skip
        """Add a person, or change one: a guest, a stranger from another workspace, a bot, someone who left."""
        flags = {"is_restricted": is_restricted, "is_ultra_restricted": is_ultra_restricted, "is_bot": is_bot, "deleted": deleted}
        self.world.add_user(id, name=name, locale=locale, team=team, **flags, **({"is_stranger": True} if is_stranger else {}))

    def add_channel(self, id: str, **more: Any) -> None:
        """Add a conversation; `more` are fields of conversations.info, such as is_ext_shared."""
        self.world.add_channel(id, **more)

    # What the app did.

    def calls(self, method: str | None = None) -> list[Call]:
        with self.world.changed:
            return [call for call in self.world.recorded if method in (None, call.method)]

    def wait_for(self, wanted: str | Callable[[Call], bool], count: int = 1, timeout: float = 5.0) -> list[Call]:
        """Wait until that many calls went well that are of this method, or fulfil this predicate; return them all."""

        def found() -> list[Call]:
            return [call for call in self.world.recorded if call.ok and (call.method == wanted if isinstance(wanted, str) else wanted(call))]

        with self.world.changed:
            if not self.world.changed.wait_for(lambda: len(found()) >= count, timeout):
                listed = "\n".join(f"  {call.method} {'ok' if call.ok else call.error} {call.arguments}" for call in self.world.recorded)
                raise AssertionError(f"{len(found())} of {count} calls {wanted!r} within {timeout} s; all calls:\n{listed}")
            return found()

    def messages(self, channel: str | None = None) -> list[Json]:
        """Return the app's messages as they now stand; one that a single person sees has `ephemeral_for`."""
        with self.world.changed:
            return [copy.deepcopy(message) for message in self.world.posted if channel in (None, message["channel"])]

    def suggested_prompts(self, user: str) -> list[Json]:
        with self.world.changed:
            return copy.deepcopy(self.world.prompts.get(f"D{user}", {}).get("prompts", []))

    def script(self, method: str, *answers: Fault) -> None:
        """Answer the next calls of `method` (or "response_url") like this, each once, and normally after that."""
        with self.world.changed:
            self.world.faults[method].extend(answers)

    # Socket Mode.

    @property
    def connections(self) -> int:
        with self.world.changed:
            return self._sockets.count

    def wait_for_connections(self, count: int = 1, timeout: float = 5.0) -> None:
        with self.world.changed:
            assert self.world.changed.wait_for(lambda: self._sockets.count == count, timeout), f"{self._sockets.count} connections, not {count}"

    def send_envelope(self, type: str, payload: Json, retry_attempt: int = 0, retry_reason: str = "") -> Envelope:
        """Send an envelope on an open socket, once there is one; it does not wait for the acknowledgement."""
        envelope = Envelope(type, payload, retry_attempt, retry_reason)
        self._send(envelope)
        return envelope

    def redeliver(self, sent: Envelope | Delivery) -> Envelope:
        """Send once more what was not acknowledged in time, as Slack does."""
        envelope = sent.envelope if isinstance(sent, Delivery) else sent
        assert envelope is not None, "it went over HTTP, where the fake tries again itself"
        return self.send_envelope(envelope.type, envelope.payload, envelope.retry_attempt + 1, "timeout")

    def _send(self, envelope: Envelope) -> None:
        sending = self._start(self._sockets.send(envelope))
        try:
            sending.result(5)
        except concurrent.futures.TimeoutError:
            sending.cancel()
            raise AssertionError("the app opened no socket within 5 s") from None

    def disconnect(self, reason: str = "refresh_requested", grace: float = 0.5) -> None:
        """Ask every connection to go; they are closed after `grace` seconds, and get nothing more until then."""
        self._start(self._sockets.disconnect(reason, grace))

    def drop_sockets(self) -> None:
        """Abort every connection without a word."""
        self._start(self._sockets.drop()).result(5)

    def refuse_sockets(self, n: int) -> None:
        """Answer the next `n` connections with 503."""
        with self.world.changed:
            self._sockets.refusals = n

    # Both transports.

    def _deliver(
        self, kind: str, payload: Json, *, wait: bool = True, times: int = 1, then: Callable[[Delivery, Answer], None] | None = None
    ) -> Delivery:
        first, *others = [Delivery(payload, None if self.request_url else Envelope(kind, payload)) for _ in range(times)]
        for delivery in (first, *others):
            delivery.pending = self._start(self._answered_by_app(kind, delivery, then))
        first.others = tuple(others)
        return first.wait() if wait else first

    async def _answered_by_app(self, kind: str, delivery: Delivery, then: Callable[[Delivery, Answer], None] | None) -> Answer:
        if delivery.envelope is None:
            answer = await self._requests.deliver(self.request_url, kind, delivery.payload, self.retry_delays, self.answer_within)
        else:
            started = time.perf_counter()
            await self._sockets.send(delivery.envelope)
            ack = await asyncio.wrap_future(delivery.envelope.ack)
            answer = Answer(200, ack, time.perf_counter() - started, (200,))
        if then is not None:
            then(delivery, answer)
        return answer
