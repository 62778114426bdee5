"""An identity provider on loopback that speaks OpenID Connect, and lies where a test tells it to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "unavoz", "a secret of the client"

Claims = dict[str, Any]


@cache
def key(name: str) -> RSAKey:
    """Return the key of that name, made once: it takes a while."""
    return RSAKey.generate_key(2048, {"kid": name})


class FakeProvider:
    """Gives codes for authorisation requests, and ID tokens for codes. `tamper` changes the claims; `sign` makes the token of them."""

    def __init__(self) -> None:
        self.key = key("k1")
        self.published = [self.key]
        self.claims: Claims = {"sub": "u-1", "name": "Marta Soler", "roles": ["comunicacion"]}
        self.tamper: Callable[[Claims], Any] = lambda claims: None
        self.sign: Callable[[Claims], str] = lambda claims: jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)
        self.answer: Callable[[Claims], Claims] = lambda answer: answer
        self.discovery: Claims = {}
        self.moved_to = ""
        self.now: Callable[[], float] = time.time
        self._codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/.well-known/openid-configuration":
                    self._say(200, provider.described())
                elif self.path == "/keys":
                    self._say(200, KeySet(provider.published).as_dict(private=False))
                else:
                    self._say(404, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                if provider.moved_to:
                    self.send_response(307)
                    self.send_header("Location", provider.moved_to)
                    self.end_headers()
                    return
                self._say(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _say(self, status: int, content: Any) -> None:
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def described(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.discovery,
        }

    def authorize(self, address: str) -> dict[str, str]:
        """Sign the person in, and return what the browser is sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, form: dict[str, str]) -> tuple[int, Claims]:
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        is_right = asked and challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]
        if not is_right or (form["client_id"], form["client_secret"], form["grant_type"]) != (CLIENT, SECRET, "authorization_code"):
            return 400, {"error": "invalid_grant"}
        assert asked is not None
        now = int(self.now())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims}
        self.tamper(claims)
        return 200, self.answer({"access_token": "at", "token_type": "Bearer", "id_token": self.sign(claims)})
