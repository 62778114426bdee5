"""Teams served as `unavoz serve` serves it, to a fake Teams that speaks the real protocol on loopback."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from adapters import teams as adapter
from bot import hosting
from bot.desk import Desk
from bot.housekeeping import Housekeeping
from bot.ledger import Ledger
from bot.platforms import Service
from bot.settings import Settings
from bot.teams_settings import Teams as TeamsSettings
from knowledge.database import Database
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.adapters.slack.conftest import ENTRIES, OWNER, POOL, Clock, publish, until
from tests.adapters.teams.fake import FakeTeams
from tests.conftest import MADRID, PSEUDONYMS

__all__ = ["ENTRIES", "OWNER", "POOL", "Installation", "publish", "until"]

CHANNEL, DEPARTMENT, GROUP = "19:general@thread.tacv2", "19:hacienda@thread.tacv2", "19:grupo@thread.v2"


class Installation:
    """Una Voz put into the fake Teams: its database, its clock, and the processes that serve it."""

    def __init__(self, teams: FakeTeams, folder: Path) -> None:
        self.teams = teams
        self.clock = Clock()
        self.database = Database(folder / "unavoz.db")
        self.versions = Versions(self.database)
        publish(self.versions, *ENTRIES)

    def settings(self, more: dict[str, object] | None = None, **others: object) -> Settings:
        teams = self.teams
        chosen = TeamsSettings.model_validate(
            {
                "app_id": teams.app_id,
                "app_password": teams.app_password,
                "tenant_id": teams.tenant_id,
                "issuer": teams.issuer,
                "openid_metadata_url": teams.openid_metadata_url,
                "authority": teams.authority,
                "instance_discovery": False,
                "service_url": teams.service_url,
                "allowed_service_urls": [teams.service_url],
                **(more or {}),
            }
        )
        return Settings.model_construct(**{**dict(Settings()), "organisation": "Castroalba", "teams": chosen, **others})

    @contextmanager
    def serving(self, more: dict[str, object] | None = None, **others: object) -> Iterator[Desk]:
        """Serve in a thread, with a connection to the database of its own, as another process would."""
        database = Database(self.database.path)
        desk = Desk(Versions(database), Ledger(database, PSEUDONYMS), self.clock, MADRID)
        desk.catalogue()  # learnt before anybody asks
        service = Service(desk, self.settings(more, **others), translations("es"), database)
        platform = adapter.host(service)
        assert platform is not None
        listener = socket.create_server(("127.0.0.1", 0))
        application = hosting.application([platform], Housekeeping(service))
        server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=3))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            until(lambda: server.started and platform.is_ready(), 20)
            self.teams.messages_url = f"http://127.0.0.1:{listener.getsockname()[1]}/teams/messages"
            yield desk
        finally:
            server.should_exit = True
            thread.join(timeout=15)
            listener.close()
            database.close()
        assert not thread.is_alive()


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTeams]:
    with FakeTeams() as fake:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", fake.ca_file)
        fake.add_channel(CHANNEL, "General")
        fake.add_channel(DEPARTMENT, "Hacienda")
        fake.add_channel(GROUP, "Turno de tarde", kind="groupChat")
        yield fake


@pytest.fixture
def installation(teams: FakeTeams, tmp_path: Path) -> Iterator[Installation]:
    installed = Installation(teams, tmp_path)
    yield installed
    installed.database.close()
