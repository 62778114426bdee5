"""The console for tests: a real database, a clock that the test moves, clients who are signed in, and a server for a real browser.

def test_something(house):
    page = house.signed_in(Role.EDITOR).get("/publicar")
    house.signed_in(Role.READER).post("/probar", {"pregunta": "¿Cómo me empadrono?"})

def test_in_a_browser(served, browser_page): ...
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from adapters import web
from adapters.web.app import WebPlatform
from adapters.web.roles import Person, Role
from adapters.web.sessions import Sessions
from bot import hosting, publishing
from bot.cli.setup import example_workbook
from bot.desk import Desk
from bot.housekeeping import Housekeeping
from bot.ledger import Ledger
from bot.platforms import Service
from bot.settings import Console as ConsoleSettings
from bot.settings import Serve, Settings
from knowledge.database import Database
from knowledge.model import Catalogue, Department, Entry
from knowledge.translation import translations
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY

ADDRESS = "http://127.0.0.1:8300"
OWNER = "Atención Ciudadana"
ENTRIES = (
    Entry(
        "OAC-1", "es", "¿Cómo me empadrono?", "Pida  cita & traiga su <documento>.\n\nEs *gratuito*.\u00a0", phrasings=("alta en el padrón",), owner=OWNER,
        wordings=(("phone", "Pida cita, por favor."), ("social", "Con cita: x.example")), web_page="https://www.castroalba.example/padron?a=1&b=2",
    ),
    Entry("OAC-1", "en", "How do I register as a resident?", "Book an appointment.", owner=OWNER),
    Entry("TRI-1", "es", "¿Cuándo se paga el impuesto de vehículos?", "Del 1 de marzo al 30 de abril.", owner=OWNER),
    Entry("TRI-2", "es", "¿Cuándo se paga el impuesto de bienes inmuebles?", "Del 1 de mayo al 30 de junio.", owner=OWNER),
    Entry("DEP-1", "es", "¿Qué temporada tiene la piscina?", "Caducada.", owner=OWNER, valid_until=TODAY - timedelta(days=1)),
)  # fmt: skip
PEOPLE = {role: Person(f"test:{role}", f"Persona {role}", frozenset({role})) for role in Role}


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self):  # type: ignore[no-untyped-def]
        return NOW + self.ahead


class Client(TestClient):
    """A browser without a screen. `token` is what its session's forms carry."""

    token = ""
    person: Person | None = None

    def see(self, path: str, **more: Any) -> Any:
        """Get a page of the console, without following where it sends."""
        return self.request("GET", f"/web{path}", follow_redirects=False, **more)

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send a form of ours, as a browser does from a page of ours."""
        headers = {"Origin": ADDRESS, **more.pop("headers", {})}
        return self.request("POST", f"/web{path}", data={"csrf": self.token, **(data or {})}, headers=headers, follow_redirects=False, **more)


class House:
    """Una Voz installed with a web console."""

    def __init__(self, folder: Path, catalogue: Catalogue | None = None, **settings: Any) -> None:
        self.folder = folder
        self.clock: Callable[[], Any] = Clock()
        self.database = Database(folder / "unavoz.db")
        self.versions = Versions(self.database)
        if catalogue:
            self.versions.publish(catalogue, after=self.versions.current_number(), at=NOW, by="ana")
        self.desk = Desk(self.versions, Ledger(self.database, PSEUDONYMS), self.clock, MADRID)
        console = ConsoleSettings.model_validate(settings.pop("console", {}))
        serve = Serve.model_validate(settings.pop("serve", {}))
        given = {"organisation": "Ayuntamiento de Castroalba", "workbook": str(folder / "respuestas.xlsx"), **settings}
        self.settings = Settings.model_construct(**{**dict(Settings()), "console": console, "serve": serve, **given})
        self.service = Service(self.desk, self.settings, translations("es"), self.database)
        platform = web.host(self.service)
        assert isinstance(platform, WebPlatform)
        self.platform = platform
        self.application = hosting.application([platform], Housekeeping(self.service))
        self.sessions = Sessions(self.database, self.clock)

    def anonymous(self, client: tuple[str, int] = ("127.0.0.1", 50_000), address: str = ADDRESS) -> Client:
        return Client(self.application, base_url=address, client=client, raise_server_exceptions=True, headers={"Accept-Language": "es"})

    def signed_in(self, who: Role | Person) -> Client:
        """Return a client of somebody with that role, signed in."""
        person = PEOPLE[who] if isinstance(who, Role) else who
        client, token = self.anonymous(), self.sessions.open(person)
        client.cookies.set("unavoz-8300", token, domain="127.0.0.1", path="/")
        session = self.sessions.find(token)
        assert session is not None
        client.token, client.person = session.secret, person
        return client

    def link(self, person: Person) -> str:
        return self.platform.link(person, "127.0.0.1", self.settings.serve.port)


def catalogue(*entries: Entry) -> Catalogue:
    departments = (Department(OWNER, "oac@castroalba.example", ("Marta Soler",)),)
    return Catalogue(0, {entry.key: entry for entry in entries or ENTRIES}, departments=departments)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, catalogue())
    yield made
    made.database.close()


@pytest.fixture(scope="session")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the example workbook is published, to be copied: learning its matcher takes seconds."""
    path = tmp_path_factory.mktemp("example") / "unavoz.db"
    database = Database(path)
    versions = Versions(database)
    preparation = publishing.prepare(str(example_workbook()), versions, today=TODAY, language="es")
    publishing.put_in_service(preparation, versions, at=NOW, by="Marta Soler")
    database.close()
    return path


class Served(House):
    """The console of the example town hall, served on loopback as `unavoz serve` does."""

    address = ""


@contextmanager
def serving(house: House) -> Iterator[str]:
    """Serve in a thread; give the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(house.application, log_config=None, access_log=False, proxy_headers=False, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=15)
        listener.close()


@contextmanager
def serving_example(folder: Path, example: Path) -> Iterator[Served]:
    """Serve the example town hall from `folder`."""
    shutil.copyfile(example, folder / "unavoz.db")
    shutil.copyfile(example_workbook(), folder / "respuestas.xlsx")
    made = Served(folder)
    with serving(made) as address:
        made.address = address
        yield made
    made.database.close()


@pytest.fixture
def served(tmp_path: Path, _example: Path) -> Iterator[Served]:
    with serving_example(tmp_path, _example) as made:
        yield made


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")  # its event loop stands in the way of tests that have one of their own
def chromium() -> Iterator[Any]:
    """A real browser. Skipped where a user's machine has none; never in CI, which installs it."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox needs a user that is not root.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield browser
        browser.close()


Browse = Callable[..., Any]


@contextmanager
def browsing(browser: Any, served: Served) -> Iterator[Browse]:
    """Give what opens pages of a served console. Whatever a browser complains of in its console is a failure."""
    contexts, complaints = [], []

    def open_page(who: Role | Person | None, *, width: int = 1280, scheme: str = "light", forced: str = "none", script: bool = True) -> Any:
        context = browser.new_context(
            base_url=f"{served.address}/web/", viewport={"width": width, "height": 900}, color_scheme=scheme, forced_colors=forced,
            java_script_enabled=script, locale="es-ES",
        )  # fmt: skip
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        if who is not None:
            port = served.address.rpartition(":")[2]
            token = served.sessions.open(PEOPLE[who] if isinstance(who, Role) else who)
            context.add_cookies([{"name": f"unavoz-{port}", "value": token, "url": served.address, "httpOnly": True, "sameSite": "Lax"}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" and "status of 4" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browse(chromium: Any, served: Served) -> Iterator[Browse]:
    """Open pages of the served console: `browse(Role.EDITOR, width=320, scheme="dark", script=False)` gives a Playwright page, signed in."""
    with browsing(chromium, served) as open_page:
        yield open_page


AXE = next(Path(str(resources.files("axe_playwright_python"))).glob("**/axe.min.js"))

Violations = list[tuple[str, str]]


def violations(page: Any) -> Violations:
    """Return what axe-core finds wrong with the page as it is shown, each rule with the elements concerned; and whether it has to be scrolled sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(result => result.violations)", rules)
    wrong = [(rule["id"], "; ".join(node["html"][:200] for node in rule["nodes"][:5])) for rule in found]
    excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*wrong, *([("scrolls sideways", f"{excess} px")] if excess > 0 else [])]
