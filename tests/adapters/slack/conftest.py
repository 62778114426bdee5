"""Slack served as `unavoz serve` serves it, to a fake Slack that speaks the real protocol on loopback, over each transport."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn

from adapters import slack as adapter
from bot import hosting
from bot.desk import Desk
from bot.housekeeping import Housekeeping
from bot.ledger import Ledger
from bot.platforms import Service
from bot.settings import Settings
from bot.settings import Slack as SlackSettings
from knowledge.database import Database
from knowledge.model import Catalogue, Department, Entry
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.adapters.slack.fake import FakeSlack
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY

LONG = "".join(f"Línea {number} del texto largo, con su número y su punto final.\n" for number in range(160))
OWNER = "Atención Ciudadana"
ENTRIES = (
    Entry(
        "OAC-1", "es", "¿Cómo me empadrono?", "Pida cita & traiga su <documento>. *Es* gratuito_.", phrasings=("alta en el padrón",), owner=OWNER,
        wordings=(("phone", "Pida cita, por favor."), ("social", "Con cita: x.example")), web_page="https://www.castroalba.example/padron?a=1&b=2",
    ),
    Entry("OAC-1", "en", "How do I register as a resident?", "Book an appointment.", owner=OWNER),
    Entry("TRI-1", "es", "¿Cuándo se paga el impuesto de vehículos?", "Del 1 de marzo al 30 de abril.", owner=OWNER),
    Entry("TRI-2", "es", "¿Cuándo se paga el impuesto de bienes inmuebles?", "Del 1 de mayo al 30 de junio.", owner=OWNER),
    Entry("DEP-1", "es", "¿Qué temporada tiene la piscina?", "Caducada.", owner=OWNER, valid_until=TODAY - timedelta(days=1)),
    Entry("LAR-1", "es", "¿Me da el texto largo?", LONG),
)  # fmt: skip
POOL = Entry("DEP-2", "es", "¿Hay nidos de cigüeña en la torre?", "Sí, tres.", owner=OWNER)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self):  # type: ignore[no-untyped-def]
        return NOW + self.ahead


def publish(versions: Versions, *entries: Entry) -> None:
    departments = (Department(OWNER, "oac@castroalba.example", ("Marta Soler",)),)
    versions.publish(Catalogue(0, {entry.key: entry for entry in entries}, departments=departments), after=versions.current_number(), at=NOW, by="ana")


class Installation:
    """Una Voz installed in the fake Slack: its database, its clock, and the processes that serve it."""

    def __init__(self, slack: FakeSlack, folder: Path, transport: str) -> None:
        self.slack = slack
        self.transport = transport
        self.clock = Clock()
        self.database = Database(folder / "unavoz.db")
        self.versions = Versions(self.database)
        publish(self.versions, *ENTRIES)

    def settings(self, **more: object) -> Settings:
        slack = self.slack
        tokens = {"bot_token": slack.bot_token, "app_token": slack.app_token, "signing_secret": slack.signing_secret, "api_url": slack.api_url}
        chosen = SlackSettings.model_validate({"transport": self.transport, **tokens, **more})
        return Settings.model_construct(**{**dict(Settings()), "organisation": "Castroalba", "slack": chosen})

    @contextmanager
    def serving(self, **more: object) -> Iterator[Desk]:
        """Serve in a thread, with a connection to the database of its own, as another process would."""
        database = Database(self.database.path)
        desk = Desk(Versions(database), Ledger(database, PSEUDONYMS), self.clock, MADRID)
        desk.catalogue()  # learnt before anybody asks
        service = Service(desk, self.settings(**more), translations("es"), database)
        platform = adapter.host(service)
        assert platform is not None
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(hosting.application([platform], Housekeeping(service)), log_config=None, access_log=False, timeout_graceful_shutdown=3)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        connections = self.slack.connections
        thread.start()
        try:
            until(lambda: server.started and platform.is_ready())
            if self.transport == "http":
                self.slack.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
            else:
                self.slack.wait_for_connections(connections + 1)
            yield desk
        finally:
            server.should_exit = True
            thread.join(timeout=15)
            listener.close()
            database.close()
        assert not thread.is_alive()


def until(holds: Callable[[], bool], timeout: float = 10.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < end, "did not come to pass"
        time.sleep(0.01)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        yield fake


@pytest.fixture(params=["socket", "http"])
def installation(request: pytest.FixtureRequest, slack: FakeSlack, tmp_path: Path) -> Iterator[Installation]:
    installed = Installation(slack, tmp_path, request.param)
    yield installed
    installed.database.close()
