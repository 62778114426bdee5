"""How people get in: a one-time link on this machine, and a proxy that says who comes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters import web
from adapters.web.roles import Person, Role
from adapters.web.sessions import CODE_FOR, Codes
from bot.cli.main import run
from bot.settings import Settings, SettingsWrong
from knowledge.database import Database
from tests.adapters.web.conftest import PEOPLE, House, catalogue

ADMIN = PEOPLE[Role.ADMIN]


def code_of(house: House) -> str:
    return house.link(ADMIN).partition("#")[2]


def test_the_link_signs_in_once(house: House) -> None:
    """Its code stands in the fragment; it is sent by a form, and a second use is refused."""
    link = house.link(ADMIN)
    assert link.startswith("http://127.0.0.1:8300/web/entrar#")
    code = link.partition("#")[2]
    client = house.anonymous()
    sent = client.submit("/entrar", {"codigo": code, "a": "/probar"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/web/probar")
    assert "Persona admin" in client.see("/").text
    assert house.anonymous().submit("/entrar", {"codigo": code}).status_code == 422


def test_ten_uses_at_once_let_one_in(house: House) -> None:
    """Also from connections of their own, as other processes have."""
    code = code_of(house)
    databases = [Database(house.database.path) for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        used = list(pool.map(lambda database: Codes(database, house.clock).use(code), databases))
    for database in databases:
        database.close()
    assert [person for person in used if person] == [ADMIN]


def test_a_code_is_too_old_after_ten_minutes(house: House) -> None:
    code = code_of(house)
    house.clock.ahead += CODE_FOR
    assert house.anonymous().submit("/entrar", {"codigo": code}).status_code == 422
    house.clock.ahead -= timedelta(seconds=1)
    assert house.anonymous().submit("/entrar", {"codigo": code}).status_code == 422, "a code that was refused is gone"


def test_a_code_is_good_on_this_machine_only(house: House) -> None:
    """Not from elsewhere, and not through something that stands before us."""
    code = code_of(house)
    assert house.anonymous(("192.0.2.7", 1)).submit("/entrar", {"codigo": code}).status_code == 403
    assert house.anonymous().submit("/entrar", {"codigo": code}, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    assert house.anonymous().submit("/entrar", {"codigo": code}).status_code == 303


def test_signing_in_begins_a_session_of_its_own(house: House) -> None:
    """The token that a browser had before is worth nothing afterwards."""
    client = house.signed_in(Role.READER)
    before = client.cookies["unavoz-8300"]
    client.submit("/entrar", {"codigo": code_of(house)})
    assert client.cookies["unavoz-8300"] != before
    assert house.sessions.find(before) is None


@pytest.mark.parametrize("code", ["", "x", "a" * 10_000, "' OR 1=1 --", "\x00", "ñ"])
def test_what_is_no_code_lets_nobody_in(house: House, code: str) -> None:
    code_of(house)
    assert house.anonymous().submit("/entrar", {"codigo": code}).status_code == 422


def behind_proxy(folder: Path, **console: Any) -> House:
    given = {"trusted_proxies": ["10.0.0.0/24", "2001:db8::5"], "roles": {"comunicacion": "editor", "dpd": "dpo"}, **console}
    return House(folder, catalogue(), console=given)


def test_a_trusted_proxy_says_who_comes(tmp_path: Path) -> None:
    """With the roles that the settings give to their groups."""
    house = behind_proxy(tmp_path)
    for address in ("10.0.0.7", "2001:db8::5"):
        client = house.anonymous((address, 1))
        headers = {"X-Forwarded-User": "ana@x.example", "X-Forwarded-Preferred-Username": "Ana", "X-Forwarded-Groups": "todos, comunicacion ,dpd"}
        assert client.see("/entrar?a=/publicar", headers=headers).headers["location"] == "/web/publicar"
        session = house.sessions.find(client.cookies["unavoz-8300"])
        assert session is not None
        assert session.person == Person("proxy:ana@x.example", "Ana", frozenset({Role.EDITOR, Role.DPO}))
    house.database.close()


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.7", {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "comunicacion"}),
        ("127.0.0.1", {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "comunicacion"}),
        ("10.0.1.7", {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "comunicacion", "X-Forwarded-For": "10.0.0.7"}),
        ("10.0.0.7", {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "todos"}),
        ("10.0.0.7", {"X-Forwarded-User": "ana"}),
        ("10.0.0.7", {"X-Forwarded-User": "", "X-Forwarded-Groups": "comunicacion"}),
        ("10.0.0.7", {"X-Forwarded-Groups": "comunicacion"}),
        ("10.0.0.7", [("X-Forwarded-User", "ana"), ("X-Forwarded-User", "eva"), ("X-Forwarded-Groups", "comunicacion")]),
        ("10.0.0.7", [("X-Forwarded-User", "ana"), ("X-Forwarded-Groups", "todos"), ("X-Forwarded-Groups", "comunicacion")]),
        ("testclient", {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "comunicacion"}),
    ],
)
def test_nobody_else_is_believed(tmp_path: Path, address: str, headers: Any) -> None:
    """Not from another address, not without a role, not with a header that stands twice."""
    house = behind_proxy(tmp_path)
    client = house.anonymous((address, 1))
    given = list(headers.items()) if isinstance(headers, dict) else headers
    assert client.see("/entrar", headers=given).status_code == 200
    assert not client.cookies
    house.database.close()


def test_off_by_default_a_proxy_is_not_believed(house: House) -> None:
    headers = {"X-Forwarded-User": "ana", "X-Forwarded-Groups": "admin"}
    assert house.anonymous(("127.0.0.1", 1)).see("/entrar", headers=headers).status_code == 200


def service_of(house: House, **changed: Any) -> Any:
    settings = house.settings.model_copy(update=changed)
    return type(house.service)(house.desk, settings, house.service.words, *([house.database] if hasattr(house.service, "database") else []))


def test_it_is_not_served_where_others_reach_it_unless_something_says_who_they_are(house: House) -> None:
    """And the message says what to do."""
    for host in ("0.0.0.0", "192.0.2.7", "::", "voz.example"):
        with pytest.raises(SettingsWrong, match=r"console\.oidc_issuer"):
            web.host(service_of(house, serve=house.settings.serve.model_copy(update={"host": host})))
    for host in ("127.0.0.1", "localhost", "::1", "127.3.2.1"):
        assert web.host(service_of(house, serve=house.settings.serve.model_copy(update={"host": host})))
    off = house.settings.console.model_copy(update={"enabled": False})
    assert web.host(service_of(house, console=off)) is None


def test_the_command_refuses_such_an_address(
    workbook: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the exit code for settings, in the reader's language."""
    monkeypatch.chdir(tmp_path)
    assert run(["serve", "--host", "0.0.0.0"], {"LANG": "es_ES.UTF-8", "UNAVOZ_WATCH__ENABLED": "false"}) == 78
    assert "console.enabled = false" in capsys.readouterr().err


def test_the_settings_refuse_what_cannot_be_meant() -> None:
    for wrong in (
        {"roles": {"x": "boss"}},
        {"trusted_proxies": ["all"]},
        {"oidc_issuer": "http://sso.example"},
        {"proxy_user": "X User:"},
        {"unknown": 1},
    ):
        with pytest.raises(ValueError):
            Settings.model_validate({"console": wrong})
