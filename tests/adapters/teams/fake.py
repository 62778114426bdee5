"""A fake Microsoft Teams for tests: the Connector, the keys, the authority and the people, on loopback, in a thread of its own.

`with FakeTeams() as teams:` and set `teams.messages_url` to where the bot listens. Every public method may be called from any thread but the server's,
and blocks. When it ends it says what was wrong with the messages and cards that it saw.
"""

import asyncio
import copy
import tempfile
import threading
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.adapters.teams.fake_acts import Acts, Answer
from tests.adapters.teams.fake_api import Connector
from tests.adapters.teams.fake_identity import ISSUER, KNOWN, OTHER, UNENDORSED, Authority, Keys, tls
from tests.adapters.teams.fake_world import (
    APP_ID,
    APP_PASSWORD,
    PERSONAL,
    TENANT_ID,
    Conversation,
    Fault,
    Json,
    Person,
    World,
    base,
    buttons,
    visible_text,
)

__all__ = ["JOHN", "KNOWN", "MARTA", "OTHER", "PERSONAL", "UNENDORSED", "Answer", "FakeTeams", "buttons", "visible_text"]

MARTA = "0a7d6c1e-52b8-4f3e-9c40-6d1f8be0a2c5"
JOHN = "7e41f9d2-c0a6-4b17-8e35-f2b9a4d76c18"


class FakeTeams(Acts):
    """Teams, with one tenant, the app installed, and two members of staff."""

    app_id, tenant_id, app_password, issuer = APP_ID, TENANT_ID, APP_PASSWORD, ISSUER

    def __init__(self) -> None:
        self.world = World()
        self.messages_url = ""
        self.patience = 15.0
        self.base_url = self.authority = ""
        self._ready = threading.Event()
        self._broken: BaseException | None = None
        self._thread = threading.Thread(target=self._run_thread, name="fake-teams", daemon=True)
        self.add_person(MARTA, "Marta Soler")
        self.add_person(JOHN, "John Smith", locale="en-US")

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
        if kind is None and self.violations:
            raise AssertionError("Teams, or Una Voz itself, would not have it:\n" + "\n".join(self.violations))

    def _run_thread(self) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(self._serve(Path(folder)))
        except BaseException as broken:  # noqa: BLE001 - told to whoever waits in __enter__
            self._broken = broken
            self._ready.set()

    async def _serve(self, folder: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        connector = Connector(self.world, self._closing)
        self._keys, self._authority = Keys(self.world, connector.as_scripted), Authority(self.world, connector.as_scripted)
        app, entra = web.Application(client_max_size=4 * 2**20), web.Application()
        connector.add_routes(app.router)
        app.router.add_get("/v1/.well-known/openidconfiguration", self._keys.metadata)
        app.router.add_get("/keys", self._keys.keys)
        entra.router.add_post("/{tenant}/oauth2/v2.0/token", self._authority.token)
        entra.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._authority.discovery)
        ca_file, context = tls(folder)
        self.ca_file = str(ca_file)
        runners = [web.AppRunner(one, access_log=None, shutdown_timeout=0.5) for one in (app, entra)]
        for runner, ssl_context in zip(runners, (None, context), strict=True):
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=ssl_context).start()
        self.base_url, self.authority = (
            f"{scheme}://127.0.0.1:{runner.addresses[0][1]}" for scheme, runner in zip(("http", "https"), runners, strict=True)
        )
        self._keys.url, self._keys.service_url, self._authority.url = self.base_url, self.service_url, self.authority
        async with aiohttp.ClientSession() as session:
            self._session = session
            self._ready.set()
            await self._closing.wait()
        for runner in runners:
            await runner.cleanup()

    def _run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(self.patience + 15)

    # What it is.

    @property
    def service_url(self) -> str:
        return f"{self.base_url}/teams/"

    @property
    def openid_metadata_url(self) -> str:
        return f"{self.base_url}/v1/.well-known/openidconfiguration"

    @property
    def token_calls(self) -> int:
        return self._authority.token_calls

    @property
    def discovery_calls(self) -> int:
        """Of the authority."""
        return self._authority.discovery_calls

    @property
    def metadata_calls(self) -> int:
        """Of what says where the keys are."""
        return self._keys.discovery_calls

    @property
    def key_calls(self) -> int:
        return self._keys.key_calls

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    @property
    def throttled(self) -> list[str]:
        return self.world.throttled

    # Who is there.

    def add_person(
        self, object_id: str, name: str, locale: str = "es-ES", role: str = "user", tenant: str | None = None, *, installed: bool = True
    ) -> None:
        self.world.add(Person(object_id, name, locale, role, tenant or TENANT_ID, installed))

    def add_channel(self, id: str, name: str, kind: str = "channel") -> None:
        """Add a channel, or a group chat with `kind` "groupChat", where the app is installed and everybody is a member."""
        with self.world.changed:
            self.world.conversations[id] = Conversation(id, name, kind)

    def leave(self, person: str, conversation: str) -> None:
        self.world.conversations[base(conversation)].absent.add(self.world.known(person).object_id)

    def block(self, person: str, *, blocked: bool = True) -> None:
        self.world.known(person).is_blocked = blocked

    def personal(self, person: str) -> str:
        return self.world.known(person).conversation

    # What the bot did.

    def sent(self, where: str) -> list[Json]:
        """Return the bot's messages as they now stand in a conversation: a channel's with all its threads, or one thread's."""
        with self.world.changed:
            return copy.deepcopy([one for one in self.world.posted if where in (one["conversation"]["id"], base(one["conversation"]["id"]))])

    def wait_for_sent(self, where: str, count: int = 1, timeout: float = 5.0) -> list[Json]:
        """Wait until there are that many messages in a conversation; return them all."""
        with self.world.changed:
            there = self.world.changed.wait_for(lambda: len(self.sent(where)) >= count, timeout)
            assert there, f"{len(self.sent(where))} of {count} messages within {timeout} s; the calls were {self.world.recorded}"
            return self.sent(where)

    def calls(self, kind: str | None = None) -> list[Json]:
        with self.world.changed:
            return [call for call in self.world.recorded if kind in (None, call["kind"])]

    # What goes wrong: of kinds "send", "update", "delete", "create", "member" and the authority's "token".

    def fail(self, kind: str, status: int, times: int = 1, retry_after: float | None = None, page: str = "") -> None:
        self._script(kind, *[Fault(status, retry_after, page=page)] * times)

    def hang(self, kind: str, seconds: float) -> None:
        """Do the next call only after so long."""
        self._script(kind, Fault(seconds=seconds))

    def drop(self, kind: str, *, acts: bool = False) -> None:
        """Drop the next call's connection, before it is done or after."""
        self._script(kind, Fault(drops=True, acts=acts))

    def _script(self, kind: str, *faults: Fault) -> None:
        with self.world.changed:
            self.world.faults[kind].extend(faults)

    def throttle(self, *, on: bool) -> None:
        self.world.is_throttling = on

    def expire_tokens(self) -> None:
        with self.world.changed:
            self.world.tokens.clear()

    def rotate_keys(self) -> None:
        self._keys.generation += 1

    def hang_keys(self, seconds: float) -> None:
        self._keys.hangs_for = seconds

    def stop_keys(self, *, stopped: bool = True) -> None:
        self._keys.is_stopped = stopped

    def token(self, *, alg: str = "RS256", kid: str | None = KNOWN, signed_by: str = KNOWN, **claims: Any) -> str:
        """Return a token as the service signs it, or a bad one.

        `alg` may be none, HS256 (with the public key as secret) or RS512. `kid` is KNOWN, UNENDORSED, any other text, or None for no id; `signed_by`
        is KNOWN, UNENDORSED or OTHER. A claim (iss, aud, exp, nbf, serviceurl) that is None is left out.
        """
        return self._keys.token(alg=alg, kid=kid, signed_by=signed_by, claims=claims)
