"""Who is who in the fake Teams: the signed tokens of its requests, with the keys that it publishes, and the authority that gives the bot its own."""

import base64
import functools
import hashlib
import hmac
import ipaddress
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from tests.adapters.teams.fake_world import APP_ID, APP_PASSWORD, TENANT_ID, Fault, Json, World

ISSUER = "https://api.botframework.com"
KNOWN, UNENDORSED, OTHER = "known", "unendorsed", "other"
HASHES = {"RS256": hashes.SHA256, "RS384": hashes.SHA384, "RS512": hashes.SHA512}

Faulty = Callable[[web.Request, Fault], Awaitable[None]]


@functools.cache
def rsa_key(number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Keys:
    """The keys that the fake signs with, and what it publishes of them."""

    def __init__(self, world: World, faulty: Faulty) -> None:
        self._world, self._faulty = world, faulty
        self.discovery_calls = self.key_calls = 0
        self.generation = 0
        self.is_stopped = False
        self.hangs_for = 0.0
        self.service_url = self.url = ""

    def kid(self, key: str) -> str:
        return f"{key}-{self.generation}"

    def _key(self, key: str) -> rsa.RSAPrivateKey:
        return rsa_key(3 * self.generation + (KNOWN, UNENDORSED, OTHER).index(key))

    async def metadata(self, request: web.Request) -> web.StreamResponse:
        self.discovery_calls += 1
        await self._as_scripted(request)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys", "id_token_signing_alg_values_supported": ["RS256"]})

    async def keys(self, request: web.Request) -> web.StreamResponse:
        self.key_calls += 1
        await self._as_scripted(request)
        return web.json_response({"keys": [self._published(KNOWN, ["msteams"]), self._published(UNENDORSED, ["webchat"])]})

    async def _as_scripted(self, request: web.Request) -> None:
        if self.hangs_for:
            await self._faulty(request, Fault(seconds=self.hangs_for))
        if self.is_stopped:
            raise web.HTTPServiceUnavailable

    def _published(self, key: str, endorsements: list[str]) -> Json:
        numbers = self._key(key).public_key().public_numbers()
        public = {"n": _base64(_bytes(numbers.n)), "e": _base64(_bytes(numbers.e))}
        return {"kty": "RSA", "use": "sig", "kid": self.kid(key), "x5t": self.kid(key), **public, "endorsements": endorsements}

    def token(self, *, alg: str, kid: str | None, signed_by: str, claims: Json) -> str:
        """Sign a token. `kid` is the id of a key, or its name here, or None for no id; a claim that is None is left out."""
        now = int(time.time())
        named = {} if kid is None else {"kid": self.kid(kid) if kid in (KNOWN, UNENDORSED, OTHER) else kid}
        stated = {"iss": ISSUER, "aud": APP_ID, "exp": now + 3600, "nbf": now - 60, "serviceurl": self.service_url} | claims
        header = {"typ": "JWT", "alg": alg} | named
        body = {key: value for key, value in stated.items() if value is not None}
        signed = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(body).encode())}"
        return f"{signed}.{_base64(self._signature(alg, signed_by, signed.encode()))}"

    def _signature(self, alg: str, signed_by: str, signed: bytes) -> bytes:
        if alg == "none":
            return b""
        key = self._key(signed_by)
        if alg == "HS256":
            pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            return hmac.new(pem, signed, hashlib.sha256).digest()
        return key.sign(signed, padding.PKCS1v15(), HASHES[alg]())


class Authority:
    """Entra's part: it gives the bot its token."""

    def __init__(self, world: World, faulty: Faulty) -> None:
        self._world, self._faulty = world, faulty
        self.token_calls = self.discovery_calls = 0
        self.url = ""

    async def discovery(self, request: web.Request) -> web.StreamResponse:
        self.discovery_calls += 1
        root = f"{self.url}/{request.match_info['tenant']}"
        endpoints = {"token_endpoint": f"{root}/oauth2/v2.0/token", "authorization_endpoint": f"{root}/oauth2/v2.0/authorize"}
        return web.json_response({"issuer": f"{root}/v2.0", "jwks_uri": f"{root}/discovery/v2.0/keys", **endpoints})

    async def token(self, request: web.Request) -> web.StreamResponse:
        self.token_calls += 1
        form = await request.post()
        if fault := self._world.fault("token"):
            await self._faulty(request, fault)
            if fault.status:
                headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
                said = {"error": "temporarily_unavailable", "error_description": "scripted"}
                return web.json_response(said, status=fault.status, headers=headers)
        if request.match_info["tenant"] != TENANT_ID:
            return _refused(400, "invalid_request", "AADSTS90002: Tenant not found.")
        if form.get("grant_type") != "client_credentials" or form.get("scope") != f"{ISSUER}/.default":
            return _refused(400, "invalid_scope", "AADSTS70011: The grant or the scope is not valid.")
        if form.get("client_id") != APP_ID:
            return _refused(400, "unauthorized_client", "AADSTS700016: Application not found in the directory.")
        if form.get("client_secret") != APP_PASSWORD:
            return _refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
        with self._world.changed:
            return web.json_response({"token_type": "Bearer", "expires_in": 3600, "ext_expires_in": 3600, "access_token": self._world.new_token()})


def _refused(status: int, error: str, description: str) -> web.Response:
    return web.json_response({"error": error, "error_description": description}, status=status)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


@functools.cache
def _certificates() -> tuple[bytes, bytes]:
    """Return a throw-away CA's certificate, and a server's with its key, as PEM."""
    ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fake Teams CA")])
    usage: dict[str, Any] = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip

    def made(name: x509.Name, key: ec.EllipticCurvePrivateKey, *, is_ca: bool) -> bytes:
        now = datetime.now(UTC)
        of_ca = ca_key.public_key()
        uses = usage | ({"key_cert_sign": True, "crl_sign": True} if is_ca else {"digital_signature": True})
        builder = x509.CertificateBuilder(ca_name, name, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=400))
        builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        builder = builder.add_extension(x509.KeyUsage(**uses), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(of_ca), critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        return builder.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    secret = server_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    server = made(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]), server_key, is_ca=False)
    return made(ca_name, ca_key, is_ca=True), server + secret


def tls(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Write a CA's certificate; return where, and the context of a server that it vouches for."""
    ca, server = _certificates()
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca)
    server_file.write_bytes(server)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server_file)
    return ca_file, context
