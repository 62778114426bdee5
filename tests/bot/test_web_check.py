"""The entries' web pages, read from a real server on loopback: politely, only where it is allowed, and compared fact by fact."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from bot import health
from bot.desk import Desk
from bot.settings import Settings, WebCheck
from bot.web_check import checking
from bot.web_check.checking import Trouble
from bot.web_check.fetching import is_allowed, is_public
from bot.web_check.reading import text_of
from knowledge.database import Database
from knowledge.model import Catalogue, Entry
from knowledge.versions import Versions
from knowledge.web_pages import judge_page
from tests.conftest import MADRID, NOW, TODAY

ANSWER = "La entrada de la piscina cuesta 3,20 € y el abono de temporada 38,50 €. Abre de 11:00 a 20:30. Más información: 910 000 010."
GOOD = """<html><head><title>Piscina 99 €</title><script>var a = "77 €"</script></head><body><nav>Inicio</nav><h1>Piscina municipal</h1>
<p>La entrada cuesta <b>3,20</b>&nbsp;€. El abono de temporada: 38,50 euros.</p><table><tr><td>Horario</td><td>11:00 a 20:30 h</td></tr></table>
<p>Tel. +34 910000010</p></body></html>"""


class Site:
    """A web site: what each path answers, and what was asked of it."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.robots = b""
        self.moved_robots = ""
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.slow = 0.0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
                try:
                    site.answer(self)
                finally:
                    site.at_once -= 1

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: Any) -> None:
        path = request.path
        self.asked.append((path, dict(request.headers), time.monotonic()))
        status, headers, content = (200, {}, self.robots) if path == "/robots.txt" else self.pages.get(path, (404, {}, b"no"))
        if path == "/robots.txt" and self.moved_robots:
            status, headers = 301, {"Location": self.moved_robots}
        elif path == "/robots.txt" and not self.robots:
            status = 404
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            status, content = 304, b""
        time.sleep(self.slow)
        request.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            request.send_header(name, value)
        if status != 304:
            request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        with suppress(OSError):
            request.wfile.write(content)

    def put(self, path: str, content: str | bytes = GOOD, status: int = 200, **headers: str) -> str:
        body = content.encode() if isinstance(content, str) else content
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url + path

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def settings(**more: Any) -> Settings:
    chosen = WebCheck.model_validate({"enabled": True, "hosts": ["127.0.0.1"], "delay_seconds": 0, "allow_private": True, **more})
    return Settings.model_construct(**{**dict(Settings()), "organisation": "Ayuntamiento de Castroalba", "web_check": chosen})


def entry(page: str, answer: str = ANSWER, number: int = 1) -> Entry:
    return Entry(f"DEP-{number}", "es", f"¿Cuánto cuesta la piscina {number}?", answer, web_page=page)


def check(database: Database, *entries: Entry, chosen: Settings | None = None) -> list[tuple[str, str, str]]:
    catalogue = Catalogue(1, {one.key: one for one in entries})
    found = checking.check(entries, catalogue, chosen or settings(), database, NOW, TODAY)
    return [(str(one.trouble), one.approved, one.given or one.detail) for one in found]


def test_a_page_that_says_the_same_is_left_alone(site: Site, database: Database) -> None:
    assert check(database, entry(site.put("/piscina"))) == []
    assert site.paths == ["/robots.txt", "/piscina"]
    assert all(headers["User-Agent"] == "UnaVoz/1.0 (Ayuntamiento de Castroalba)" for _, headers, _ in site.asked)


@pytest.mark.parametrize("charset", ["undefined", "idna", "hex", "no-such"])
def test_a_page_whose_charset_cannot_be_used_is_read_and_ends_no_round(site: Site, database: Database, charset: str) -> None:
    odd = entry(site.put("/odd", GOOD, Content_Type=f"text/html; charset={charset}"))
    meta = entry(site.put("/meta", f'<meta charset="{charset}">{GOOD}', Content_Type="text/html"), number=2)
    bad = entry(site.put("/bad", "<p>Nada</p>"), "Cuesta 5 €.", number=3)
    assert check(database, odd, meta, bad) == [("lacks", "5 €", "")]


def test_what_the_page_contradicts_or_lacks_is_said_fact_by_fact(site: Site, database: Database) -> None:
    wrong = GOOD.replace("<b>3,20</b>", "<b>3,00</b>").replace("Tel. +34 910000010", "").replace("La entrada cuesta", "La entrada de la piscina cuesta")
    assert check(database, entry(site.put("/piscina", wrong))) == [("contradicts", "3,20 €", "3,00 €"), ("lacks", "910 000 010", "")]


@pytest.mark.parametrize(
    ("path", "page", "expected"),
    [
        ("/404", ("no", 404, {}), [("missing", "", "404")]),
        ("/500", ("oh", 500, {}), [("unreachable", "", "500")]),
        ("/pdf", (b"%PDF", 200, {"Content_Type": "application/pdf"}), [("not_read", "", "application/pdf")]),
        ("/latin", (GOOD.replace("€", "euros").encode("latin-1"), 200, {"Content_Type": "text/html; charset=iso-8859-1"}), []),
        ("/wrong-charset", (GOOD, 200, {"Content_Type": "text/html; charset=klingon"}), []),
        ("/empty", ("", 200, {}), [("lacks", "3,20 €", ""), ("lacks", "38,50 €", ""), ("lacks", "11:00 a 20:30", ""), ("lacks", "910 000 010", "")]),
        ("/gzip", (gzip.compress(GOOD.encode()), 200, {"Content_Encoding": "gzip"}), []),
    ],
)
def test_whatever_a_server_answers(
    site: Site, database: Database, path: str, page: tuple[Any, int, dict[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    content, status, headers = page
    assert check(database, entry(site.put(path, content, status, **headers))) == expected


def test_a_small_file_that_is_a_large_page_is_read_up_to_a_limit(site: Site, database: Database) -> None:
    bomb = gzip.compress(b"<p>" + b"a " * 40_000_000)
    found = check(database, entry(site.put("/bomba", bomb, Content_Encoding="gzip")))
    assert {trouble for trouble, _, _ in found} == {"lacks"}
    assert len(database.rows("SELECT text FROM web_page")[0]["text"]) < 2_100_000


def test_a_redirect_is_followed_and_said_and_one_that_leads_elsewhere_is_not(site: Site, database: Database) -> None:
    site.put("/nueva")
    moved = site.put("/vieja", "", 301, Location="/nueva")
    assert check(database, entry(moved)) == [("moved", "", site.url + "/nueva")]
    away = site.put("/fuera", "", 302, Location="http://evil.example/")
    loop = site.put("/bucle", "", 302, Location="/bucle")
    assert check(database, entry(away)) == [("not_allowed", "", "")]
    assert check(database, entry(loop)) == [("unreachable", "", "redirects")]


def test_nobody_is_asked_but_hosts_of_the_settings_and_nothing_inside_the_house(site: Site, database: Database) -> None:
    page = entry(site.put("/piscina"))
    assert check(database, page, chosen=settings(hosts=["www.castroalba.example"])) == [("not_allowed", "", "")]
    assert check(database, page, chosen=settings(allow_private=False)) == [("not_allowed", "", "")]
    by_name = entry(page.web_page.replace("127.0.0.1", "localhost"))
    assert check(database, by_name, chosen=settings(hosts=["localhost"], allow_private=False)) == [("unreachable", "", "ClientConnectorDNSError")]
    assert site.asked == []
    assert [
        is_allowed(host, [".castroalba.example", "sede.example"])
        for host in ("www.castroalba.example", "castroalba.example", "evilcastroalba.example", "sede.example", "x.sede.example")
    ] == [True, True, False, True, False]
    assert [is_public(address) for address in ("10.0.0.1", "127.0.0.1", "::1", "169.254.169.254", "192.168.1.1", "8.8.8.8", "x")] == [
        False,
        False,
        False,
        False,
        False,
        True,
        False,
    ]


def test_robots_is_asked_first_and_obeyed(site: Site, database: Database) -> None:
    site.robots = b"User-agent: *\nDisallow: /privado\n"
    found = check(database, entry(site.put("/privado/piscina")), entry(site.put("/publico"), number=2))
    assert found == [("not_read", "", "robots.txt")]
    assert site.paths == ["/robots.txt", "/publico"]


def test_rules_that_were_moved_are_read_there_and_obeyed(site: Site, database: Database) -> None:
    site.put("/reglas", "User-agent: *\nDisallow: /privado\n", Content_Type="text/plain")
    site.moved_robots = "/reglas"
    assert check(database, entry(site.put("/privado"))) == [("not_read", "", "robots.txt")]
    assert site.paths == ["/robots.txt", "/reglas"]


def test_what_the_round_before_found_stands_until_the_next_is_done(site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = entry(site.url + "/no-esta")
    catalogue = Catalogue(1, {gone.key: gone})
    before = checking.run(database, catalogue, settings(), NOW, TODAY)
    during: list[list[checking.Report]] = []
    monkeypatch.setattr(checking, "check", lambda *_: during.append(checking.latest(database)) or [])
    checking.run(database, catalogue, settings(), NOW + timedelta(days=1), TODAY)
    assert (during, checking.latest(database)) == ([before], [])


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:1::1",
        "::ffff:10.0.0.1",
        "::ffff:0:a00:1",
        "::10.0.0.1",
        "fec0::1",
        "224.0.0.1",
        "ff0e::1",
        "100.64.0.1",
    ],
)
def test_an_address_that_carries_another_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_one_at_a_time_for_a_host_with_a_pause_and_each_page_once(site: Site, database: Database) -> None:
    site.slow = 0.05
    pages = [entry(site.put(f"/p{number}"), number=number) for number in range(4)]
    twice = entry(pages[0].web_page, number=9)
    assert check(database, *pages, twice, chosen=settings(delay_seconds=0.3)) == []
    assert site.most_at_once == 1
    assert sorted(site.paths) == ["/p0", "/p1", "/p2", "/p3", "/robots.txt"]
    moments = [at for _, _, at in site.asked]
    # Half of the pause: the moments are those of their arrival, which a busy machine delays; without it they are 50 ms apart.
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(moments))


def test_what_has_not_changed_is_not_sent_again(site: Site, database: Database) -> None:
    page = entry(site.put("/piscina", GOOD.replace("38,50", "37,50"), ETag='"1"'))
    first, second = check(database, page), check(database, page)
    assert first == second != []
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_the_scheduled_round_runs_when_due_and_is_seen_in_the_health_of_an_entry(
    site: Site, desk: Desk, database: Database, versions: Versions
) -> None:
    page = entry(site.put("/piscina", GOOD.replace("<b>3,20</b>", "<b>9,20</b>").replace("La entrada", "La entrada de la piscina")))
    versions.publish(Catalogue(0, {page.key: page}), after=0, at=NOW, by="ana")
    chosen = settings(every_hours=24)
    assert checking.due(database, chosen, NOW)
    checking.run(database, desk.catalogue(), chosen, NOW, TODAY)
    assert not checking.due(database, chosen, NOW + timedelta(hours=23))
    assert checking.due(database, chosen, NOW + timedelta(hours=24))
    assert not checking.due(database, settings(enabled=False), NOW + timedelta(days=9))
    symptoms = health.of(desk, database, MADRID)["DEP-1"]
    assert [(symptom.ailment, symptom.name) for symptom in symptoms if symptom.ailment == "web_contradicts"] == [("web_contradicts", "3,20 € ≠ 9,20 €")]
    assert checking.latest(database)[0].trouble is Trouble.CONTRADICTS


def test_a_page_is_read_as_its_readers_see_it() -> None:
    shown = text_of(GOOD.encode(), "utf-8")
    assert "3,20 €" in shown
    assert "77 €" not in shown
    assert "99 €" not in shown
    assert "Horario\n11:00 a 20:30 h" in shown


@pytest.mark.parametrize(
    ("answer", "page", "lacking", "contradicted"),
    [
        ("El plazo es de 10 días hábiles.", "El plazo para responder es de diez días hábiles.", [], []),
        ("El plazo de respuesta es de 10 días hábiles.", "El plazo de respuesta es de 15 días hábiles.", [], ["10 días hábiles"]),
        ("La tasa de boda es de 120 €.", "Otras tasas: vado 72 €. Copias 0,10 €.", ["120 €"], []),
        ("Llame al 910 000 010.", "Policía: 910 000 092. Atención: 910000010", [], []),
        ("Es gratuito. No hay que pedir cita.", "Página en obras", [], []),
    ],
)
def test_lacking_is_told_from_contradicting(answer: str, page: str, lacking: list[str], contradicted: list[str]) -> None:
    judged = judge_page(answer, page, "es")
    assert [fact.written for fact in judged.lacking] == lacking
    assert [one.approved.written for one in judged.contradictions] == contradicted
