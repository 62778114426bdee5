"""What every route keeps, generated from the table of routes: who may go where, what every response carries, what nothing says."""

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
from starlette.routing import compile_path

from adapters.web import drawing, security
from adapters.web.app import ROUTES
from adapters.web.roles import Door, Role
from adapters.web.routes import Route
from adapters.web.sessions import IDLE, LONGEST, Codes
from bot import logs
from knowledge.translation import translations
from tests.adapters.web.conftest import ADDRESS, PEOPLE, House, catalogue

VISITORS = (None, *Role)
VENDORED_HTMX = "a0abb04f2f45"


def filled(path: str) -> str:
    return re.sub(r"{\w+}", "x", path)


def answering(path: str, method: str) -> Route | None:
    """Return the route that answers `method` at a path, which may match several; None where none does."""
    return next((route for route in ROUTES if route.method == method and compile_path(route.path)[0].match(filled(path))), None)


PATHS = {
    path: {method: route for method in ("GET", "POST") if (route := answering(path, method))} for path in dict.fromkeys(route.path for route in ROUTES)
}


def test_a_route_without_a_role_cannot_be_declared() -> None:
    """Whoever forgets it finds out at the first start."""
    for nothing in (None, "", "reader"):
        with pytest.raises(TypeError):
            Route("GET", "/x", nothing, lambda visit: visit.page("home.html"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Route("GET", "/x")  # type: ignore[call-arg]


def test_every_route_is_open_to_those_who_may_and_to_nobody_else(house: House) -> None:
    """Each path, each visitor, each method."""
    clients = {who: house.signed_in(who) if who else house.anonymous() for who in VISITORS}
    tried = 0
    for path, by_method in PATHS.items():
        for who, client in clients.items():
            for method in ("GET", "POST"):
                found = client.see(filled(path)) if method == "GET" else client.submit(filled(path))
                route, place = by_method.get(method), f"{method} {path} by {who}: {found.status_code}"
                tried += 1
                if route is None:
                    assert found.status_code == 405, place
                elif route.access is Door.MACHINE:  # whoever is signed in is no program
                    assert found.status_code == 401, place
                elif who is None and route.access is not Door.EVERYBODY:
                    assert found.status_code == (303 if method == "GET" else 401), place
                    assert method == "POST" or found.headers["location"].startswith("/web/entrar"), place
                elif who is not None and not PEOPLE[who].may(route.access):
                    assert found.status_code == 403, place
                else:
                    assert found.status_code not in (401, 403, 405, 500), place
                if path == "/salir" and who and method == "POST":
                    clients[who] = client = house.signed_in(who)
    assert tried == len(PATHS) * len(VISITORS) * 2


def test_roles_rise_and_data_protection_stands_apart() -> None:
    """Nobody gets in by a role that is not theirs."""
    may = {role: {access for access in Role if PEOPLE[role].may(access)} for role in Role}
    assert may[Role.READER] == {Role.READER}
    assert may[Role.REVIEWER] == {Role.READER, Role.REVIEWER}
    assert may[Role.EDITOR] == {Role.READER, Role.REVIEWER, Role.EDITOR}
    assert may[Role.ADMIN] == {Role.READER, Role.REVIEWER, Role.EDITOR, Role.ADMIN}
    assert may[Role.DPO] == {Role.DPO}


def test_every_response_carries_the_headers(house: House) -> None:
    """Pages, refusals, errors, redirections; only the files of `static` may be kept."""
    clients = [house.anonymous(), house.signed_in(Role.ADMIN)]
    responses = [client.see(filled(path)) for client in clients for path in (*PATHS, "/nada", "/static/console.css")]
    responses += [client.submit(filled(path)) for client in clients for path in (*PATHS, "/nada")]
    responses += [clients[0].get("/web/", headers={"Host": "attacker.example"}), clients[1].submit("/probar", {"pregunta": "x" * 200_000})]
    for response in responses:
        for name, value in security.HEADERS.items():
            is_file = name == "Cache-Control" and response.url.path.startswith("/web/static/") and response.status_code == 200
            assert response.headers[name] == ("public, max-age=31536000, immutable" if is_file else value), (response.url, name)
        assert "unsafe" not in response.headers["content-security-policy"]
        assert "strict-transport-security" not in response.headers
        if response.content:
            assert "charset=utf-8" in response.headers["content-type"] or response.headers["content-type"] in (
                "application/json",  # which has none (RFC 8259)
                "image/svg+xml",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )


def test_behind_tls_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    """`__Host-`, Secure, HttpOnly, SameSite; and browsers are told to come by TLS only."""
    house = House(
        tmp_path, catalogue(), serve={"public_url": "https://voz.example"}, console={"trusted_proxies": ["10.0.0.5/32"], "roles": {"oac": "reader"}}
    )
    client = house.anonymous(("10.0.0.5", 1), "http://voz.example")
    found = client.see("/entrar", headers={"X-Forwarded-User": "ana", "X-Forwarded-Groups": "oac"})
    cookie = found.headers["set-cookie"]
    assert cookie.startswith("__Host-unavoz=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert found.headers["strict-transport-security"] == "max-age=31536000"
    house.database.close()


def test_a_request_for_another_host_is_not_answered(house: House) -> None:
    """A name that an attacker points at this machine is not ours."""
    for host in ("attacker.example", "127.0.0.1.attacker.example", "[::1", "", "evil@127.0.0.1:8300x"):
        assert house.anonymous().get("/web/entrar", headers={"Host": host}).status_code == 421, host


def test_what_changes_something_comes_from_our_page_with_its_token(house: House) -> None:
    """Neither alone is enough."""
    client = house.signed_in(Role.READER)

    def asks(headers: dict[str, str], token: str = client.token) -> int:
        form = {"pregunta": "hola", "csrf": token}
        return client.post("/web/probar", data=form, headers=headers, follow_redirects=False).status_code

    assert asks({"Origin": ADDRESS}) == 303
    assert asks({"Origin": "null", "Sec-Fetch-Site": "same-origin"}) == 303
    assert asks({"Origin": ADDRESS, "X-CSRF-Token": client.token}, token="") == 303
    refused = [
        ({}, client.token),
        ({"Origin": "null"}, client.token),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, client.token),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, client.token),
        ({"Origin": "https://attacker.example", "Sec-Fetch-Site": "same-origin"}, client.token),
        ({"Origin": f"{ADDRESS}.attacker.example"}, client.token),
        ({"Origin": ADDRESS}, ""),
        ({"Origin": ADDRESS}, client.token[:-1]),
        ({"Origin": ADDRESS}, house.signed_in(Role.READER).token),
        ({"Origin": ADDRESS}, "ñ" * 43),
    ]
    for headers, token in refused:
        assert asks(headers, token) == 403, headers
    assert house.database.rows("SELECT count(*) AS n FROM question") == [{"n": 3}]


def test_every_form_carries_the_token(house: House) -> None:
    """Every form of every page that changes something."""
    client = house.signed_in(Role.ADMIN)
    asked = client.submit("/probar", {"pregunta": "cuando se paga el impuesto"}).headers["location"].removeprefix("/web").partition("#")[0]
    for path in (*(filled(path) for path, by_method in PATHS.items() if "GET" in by_method), asked):
        text = client.see(path).text
        for form in re.findall(r'<form method="post".*?</form>', text, re.DOTALL):
            assert f'name="csrf" value="{client.token}"' in form or 'action="/web/idioma"' in form, path


def test_a_body_is_read_no_further_than_its_route_allows(house: House) -> None:
    """Whether its length is said or not."""
    client = house.signed_in(Role.EDITOR)
    assert client.submit("/probar", {"pregunta": "x" * security.MOST_BYTES}).status_code == 413
    pieces = (b"x" * 10_000 for _ in range(100))
    headers = {"Origin": ADDRESS, "Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": client.token}
    assert client.post("/web/probar", content=pieces, headers=headers).status_code == 413
    for content_type, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nbad"),
        ("application/json", b"[" * 10_000),
        ("", b"\xff"),
    ):
        assert client.post("/web/probar", content=body, headers={**headers, "Content-Type": content_type}).status_code in (303, 400, 403, 422), (
            content_type
        )


def test_a_session_ends_without_use_and_in_any_case(house: House) -> None:
    """Half an hour; eight hours."""
    client = house.signed_in(Role.READER)
    for _ in range(20):
        house.clock.ahead += IDLE - timedelta(minutes=1)
        status = client.see("/").status_code
        if house.clock.ahead >= LONGEST:
            break
        assert status == 200, house.clock.ahead
    assert status == 303
    client = house.signed_in(Role.READER)
    house.clock.ahead += IDLE
    assert client.see("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    """A cookie that somebody kept is worth nothing afterwards."""
    client = house.signed_in(Role.READER)
    token = client.cookies["unavoz-8300"]
    assert client.submit("/salir").status_code == 303
    client.cookies.set("unavoz-8300", token, domain="127.0.0.1", path="/")
    assert client.see("/").status_code == 303
    house.signed_in(Role.READER)
    assert house.sessions.close_all_of(PEOPLE[Role.READER].id) == 1


def test_only_hashes_of_tokens_and_codes_are_kept(house: House) -> None:
    """Whoever reads the database cannot sign in."""
    token, code = house.sessions.open(PEOPLE[Role.ADMIN]), Codes(house.database, house.clock).issue(PEOPLE[Role.ADMIN])
    kept = json.dumps(house.database.rows("SELECT * FROM session") + house.database.rows("SELECT * FROM login_code"))
    assert token not in kept
    assert code not in kept
    assert len(token) == len(code) == 43  # 256 bits


def test_nothing_that_people_write_is_logged(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    """No question, no reason, no token, no code; and one event is one line."""
    logs.configure("debug")
    canary = 'canario-52998224725\n{"event": "forged"}\u2028'
    client = house.signed_in(Role.ADMIN)
    page = client.submit("/probar", {"pregunta": f"como me empadrono {canary}"}).headers["location"].removeprefix("/web").partition("#")[0]
    client.submit(page, {"act": "wrong"})
    client.submit(page, {"act": "explain", "reason": canary})
    client.submit(page, {"act": canary})
    client.submit("/probar", {"pregunta": canary, "csrf": canary})
    client.see(f"/{quote(canary)}")
    house.anonymous().submit("/entrar", {"codigo": canary})
    code = house.link(PEOPLE[Role.ADMIN]).partition("#")[2]
    house.anonymous().submit("/entrar", {"codigo": code})
    client.submit("/publicar/volver", {"version": canary, "vista": canary, "motivo": canary})
    structlog.reset_defaults()
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) >= 5
    for line in lines:
        assert "canario" not in line
        assert client.token not in line
        assert code not in line
        assert json.loads(line)["event"] != "forged"


def test_the_vendored_script_is_the_released_one() -> None:
    """htmx.org 4.0.1, dist/htmx.min.js, with its licence; and nothing comes from elsewhere."""
    files = drawing.static_files()
    assert files["htmx.min.js"].hash == hashlib.sha256(files["htmx.min.js"].content).hexdigest()
    assert files["htmx.min.js"].hash.startswith(VENDORED_HTMX)
    assert b"Zero-Clause BSD" in files["htmx.LICENSE.txt"].content
    for template in (Path(drawing.__file__).parent / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source), template
        assert not re.search(r"\son\w+=|style=|<style|<script(?! src)", source), template
        assert set(re.findall(r"\shx-([a-z-]+)", source)) <= {"get", "post", "target", "swap", "trigger", "headers"}, template


def test_error_pages_say_what_to_do_in_the_readers_language(house: House) -> None:
    client = house.signed_in(Role.READER)
    assert "Esa página no existe" in client.see("/nada").text
    assert "No tiene acceso a esto" in client.see("/publicar").text
    assert "Eso es demasiado grande" in client.submit("/probar", {"pregunta": "x" * 100_000}).text
    assert "There is no such page" in client.see("/nada", headers={"Accept-Language": "en-GB"}).text
    assert client.submit("/idioma", {"idioma": "en", "a": "/probar"}).headers["location"] == "/web/probar"
    assert "There is no such page" in client.see("/nada").text
    for elsewhere in ("//attacker.example", "https://attacker.example", "/\\attacker.example", "/\n/x", "javascript:x"):
        assert client.submit("/idioma", {"idioma": "en", "a": elsewhere}).headers["location"] == "/web/"


def test_a_page_that_fails_shows_no_trace_of_why(house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither to the reader nor, where it may hold what somebody wrote, in the log."""
    logs.configure("debug")

    def fail(*_: object) -> None:
        raise RuntimeError("canario")

    monkeypatch.setattr(type(house.desk), "catalogue", fail)
    found = house.signed_in(Role.READER).see("/probar")
    assert found.status_code == 500
    assert translations("es").gettext("Something failed here") in found.text
    assert "canario" not in found.text
    line = capfd.readouterr().err
    assert "RuntimeError" in line
    assert "canario" not in line
