"""What `unavoz teams check` says, asked of an authority and of keys that are served here, over https as msal insists."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.cli.main import run

APP_ID, TENANT, SECRET = "11111111-2222-4333-8444-555555555555", "99999999-8888-4777-8666-555555555555", "the-secret-of-the-tests"
ISSUER = "https://api.botframework.com"
KEY = {"kty": "RSA", "kid": "k1", "n": "AQAB", "e": "AQAB", "endorsements": ["msteams"]}


class Microsoft:
    """The authority and the service's keys; `keys` and `issuer` are what it publishes, `error` what it refuses everybody with."""

    def __init__(self, folder: Path) -> None:
        self.keys: Any = [KEY]
        self.issuer = ISSUER
        self.error = ""
        self.bundle = folder / "ca.pem"
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificates(folder, self.bundle))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, path: str, body: dict[str, list[str]]) -> tuple[int, Any]:
        """Return the status and the content for a request."""
        tenant = f"{self.url}/{TENANT}"
        if path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            return 200, {"issuer": f"{tenant}/v2.0", "authorization_endpoint": f"{tenant}/authorize", "token_endpoint": f"{tenant}/token"}
        if path == "/keys/metadata":
            return 200, {"issuer": self.issuer, "jwks_uri": f"{self.url}/keys/list"}
        if path == "/keys/list":
            return 200, {"keys": self.keys}
        if path != f"/{TENANT}/token":
            return 404, {"error": "invalid_tenant"}
        if body["scope"] not in ([f"{ISSUER}/.default"], ["https://api.botframework.azure.us/.default"]):
            return 400, {"error": "invalid_scope"}
        if self.error or body["client_secret"] != [SECRET] or body["client_id"] != [APP_ID]:
            return 401, {"error": self.error or "invalid_client", "error_description": "AADSTS: no."}
        return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": "a-token"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        microsoft = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply({})

            def do_POST(self) -> None:
                self._reply(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

            def _reply(self, body: dict[str, list[str]]) -> None:
                path = self.path.partition("?")[0]
                microsoft.asked.append(path)
                status, value = microsoft.answer(path, body)
                content = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        return Handler


def _certificates(folder: Path, bundle: Path) -> Path:
    """Write the certificate of an authority of certificates that nobody else knows, and return one that it gives this machine, with its key."""
    now = datetime.now(UTC)

    def certificate(name: str, issuer: str, key: Any, extensions: list[tuple[x509.ExtensionType, bool]]) -> x509.CertificateBuilder:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )
        for extension, is_critical in extensions:
            builder = builder.add_extension(extension, is_critical)
        return builder

    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    subject = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = certificate(
        "Tests", "Tests", authority_key, [(x509.BasicConstraints(ca=True, path_length=0), True), (subject, False), (usage, True)]
    ).sign(authority_key, hashes.SHA256())
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    own = certificate("127.0.0.1", "Tests", key, [(names, False), (signer, False)]).sign(authority_key, hashes.SHA256())
    bundle.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    path = folder / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + own.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def microsoft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Microsoft]:
    monkeypatch.chdir(tmp_path)
    found = Microsoft(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.bundle))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    yield found
    found.close()


@pytest.fixture
def check(microsoft: Microsoft, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the check with settings that are right, but for those given; return its exit code, and what it printed."""

    def checked(*options: str, public_url: str = "https://voz.example/", **more: str) -> tuple[int, str]:
        given = {
            "app_id": APP_ID, "tenant_id": TENANT, "app_password": SECRET, "authority": microsoft.url, "instance_discovery": "false",
            "openid_metadata_url": f"{microsoft.url}/keys/metadata", **more,
        }  # fmt: skip
        environment = {f"UNAVOZ_TEAMS__{name.upper()}": value for name, value in given.items()}
        code = run(["teams", "check", *options], {"LANG": "es_ES.UTF-8", "UNAVOZ_SERVE__PUBLIC_URL": public_url, **environment})
        return code, capsys.readouterr().out

    return checked


def test_all_is_right(check: Callable[..., tuple[int, str]]) -> None:
    """And the address that Azure has to know is said."""
    code, said = check()
    assert code == 0
    assert said == (
        "✓ teams.app_id\n✓ teams.tenant_id\n✓ teams.app_password\n✓ teams.openid_metadata_url\n✓ teams.issuer\n✓ serve.public_url\n"
        "Punto de conexión de mensajería del bot, para indicarlo en Azure: https://voz.example/teams/messages\n"
    )


def test_a_program_reads_it_as_one_list(check: Callable[..., tuple[int, str]]) -> None:
    """As it does that of Slack."""
    code, said = check("--json", app_password="wrong")
    found = {one["what"]: one for one in json.loads(said)}
    assert code == 78
    assert found["teams.app_id"] == {"what": "teams.app_id", "ok": True, "problem": ""}
    assert [what for what, one in found.items() if not one["ok"]] == ["teams.app_password"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"app_password": "wrong"}, "✗ teams.app_password: la autoridad lo rechaza (invalid_client: AADSTS: no.). Copie el valor"),
        ({"app_password": ""}, "✗ teams.app_password: está vacío."),
        ({"app_id": ""}, "✗ teams.app_id: está vacío."),
        ({"tenant_id": ""}, "✗ teams.app_password: no se ha comprobado"),
        ({"tenant_id": APP_ID}, "✗ teams.app_password: la autoridad no da credenciales (unreachable: "),
        ({"authority": "https://127.0.0.1:9"}, "✗ teams.app_password: la autoridad no da credenciales (unreachable: "),
        ({"openid_metadata_url": "http://127.0.0.1:9/"}, "✗ teams.openid_metadata_url: no se llega a las claves"),
        ({"issuer": "https://api.botframework.azure.us"}, f"✗ teams.issuer: el servicio de teams.openid_metadata_url dice ser {ISSUER}."),
        ({"service_url": "https://smba.infra.gcc.teams.microsoft.com/teams"}, "✗ teams.allowed_service_urls: no incluye la dirección"),
        ({"public_url": "http://voz.example"}, "✗ serve.public_url: debe ser una dirección https://"),
    ],
)
def test_each_fault_is_named_with_what_to_do(check: Callable[..., tuple[int, str]], more: dict[str, str], said: str) -> None:
    """And the secret is never said."""
    code, found = check(**more)
    assert code == 78
    assert said in found
    assert SECRET not in found
    assert max(len(line) for line in found.splitlines()) < 500


def test_a_bot_that_the_tenant_does_not_know_is_told_apart_from_a_wrong_secret(check: Callable[..., tuple[int, str]], microsoft: Microsoft) -> None:
    """What is to be done is another thing."""
    microsoft.error = "unauthorized_client"
    code, said = check()
    assert code == 78
    assert "la autoridad rechaza al bot (unauthorized_client: AADSTS: no.)" in said


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "ninguna de sus claves vale para Teams"),
        ([KEY | {"endorsements": ["webchat"]}], "ninguna de sus claves vale para Teams"),
        ([KEY | {"endorsements": None}, KEY | {"kty": "EC"}], "ninguna de sus claves vale para Teams"),
        (None, "no se llega a las claves del servicio"),
        (["k1"], "no se llega a las claves del servicio"),
    ],
)
def test_keys_that_would_let_nobody_in_are_found(check: Callable[..., tuple[int, str]], microsoft: Microsoft, keys: Any, said: str) -> None:
    """Before the first person asks in vain."""
    microsoft.keys = keys
    code, found = check()
    assert code == 78
    assert f"✗ teams.openid_metadata_url: {said}" in found


def test_a_certificate_of_an_unknown_authority_is_not_believed(
    check: Callable[..., tuple[int, str]], microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the token nor for the keys."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    code, said = check()
    assert code == 78
    assert said.count("✗") == 2
    assert microsoft.asked == []


def test_a_machine_without_the_identity_is_told_so(check: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a secret, which it does not have."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:9/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    code, said = check(managed_identity="true", app_password="")
    assert code == 78
    assert "✗ teams.managed_identity: la máquina no obtiene credenciales" in said
