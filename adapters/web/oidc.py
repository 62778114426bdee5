"""Sign-in by an OpenID Connect provider (Entra ID, Keycloak…): authorisation code with PKCE, state and nonce.

OpenID Connect Core 1.0, 3.1.3.7, and RFC 9700 say what is checked. Whatever is not as it must be lets nobody in; so does a person without a group that
the settings give a role.

1. The answer comes to the browser that asked (a cookie), once, within ten minutes, with the state that was sent; where it names its issuer, with ours.
2. The code is exchanged with the verifier that only we know.
3. The ID token is signed by a key that the issuer publishes, by an asymmetric algorithm; issuer, audience, times and nonce are as expected.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.web.fetching import NotReached, get_json, post_form
from adapters.web.roles import Person, roles_of
from bot.settings import Console as Settings

_SCOPE = "openid profile email"
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_WAITS = timedelta(minutes=10)
_MOST_WAITING = 1_000
_LEEWAY = 60  # seconds that two clocks may differ
_KNOWN_FOR = timedelta(hours=1)
_ASKED_AGAIN_AFTER = timedelta(minutes=1)
_ENTRA = "login.microsoftonline.com"


class NotSignedIn(Exception):
    """The provider's answer lets nobody in. Holds why, for the log."""


class NoRole(NotSignedIn):
    """The person is who they say, and has no role here."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sign-in under way: what only we know of it, and where the person goes afterwards."""

    browser: str
    nonce: str
    verifier: str
    onward: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Published:
    """What the issuer says of itself, and its keys."""

    authorization: str
    token: str
    keys: KeySet
    at: datetime


class Provider:
    """The identity provider of the settings. Threads may share it."""

    def __init__(self, settings: Settings, redirect_uri: str, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._begun: dict[str, _Begun] = {}
        self._published: _Published | None = None
        self._lock = threading.Lock()

    def begin(self, onward: str) -> tuple[str, str]:
        """Return the provider's address where the person signs in, and what their browser keeps until it comes back. Raises NotReached."""
        published = self._look_up()
        state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        now = self._clock()
        with self._lock:
            self._begun = {key: begun for key, begun in self._begun.items() if now - begun.at < _WAITS}
            while len(self._begun) >= _MOST_WAITING:
                del self._begun[next(iter(self._begun))]
            self._begun[_hash(state)] = _Begun(_hash(browser), nonce, verifier, onward, now)
        address = prepare_grant_uri(
            published.authorization,
            self._settings.oidc_client_id,
            "code",
            redirect_uri=self._redirect_uri,
            scope=_SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return str(address), browser

    def finish(self, browser: str, answer: Mapping[str, str]) -> tuple[Person, str]:
        """Return who signed in, and where they wanted to go. Raises NotSignedIn, NotReached."""
        with self._lock:
            begun = self._begun.pop(_hash(answer.get("state", "")), None)
        if begun is None or self._clock() - begun.at >= _WAITS:
            raise NotSignedIn("state")
        if not hmac.compare_digest(begun.browser, _hash(browser)):
            raise NotSignedIn("browser")
        if answer.get("iss", self._settings.oidc_issuer) != self._settings.oidc_issuer:
            raise NotSignedIn("iss of the answer")
        if "error" in answer or not answer.get("code"):
            raise NotSignedIn("error of the provider")
        return self._person(self._claims(self._exchange(answer["code"], begun), begun.nonce)), begun.onward

    def _exchange(self, code: str, begun: _Begun) -> str:
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self._redirect_uri,
            client_id=self._settings.oidc_client_id,
            code_verifier=begun.verifier,
            client_secret=self._settings.oidc_client_secret.get_secret_value() or None,
        )
        given = post_form(self._look_up().token, {name: values[0] for name, values in parse_qs(body).items()})
        token = given.get("id_token")
        if not isinstance(token, str):
            raise NotSignedIn("no id_token")
        return token

    def _claims(self, token: str, nonce: str) -> CodeIDToken:
        issuer, client = self._settings.oidc_issuer, self._settings.oidc_client_id
        try:
            found = self._verified(token)
            claims = CodeIDToken(
                found.claims,
                found.header,
                options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}, "sub": {"essential": True}},
                params={"nonce": nonce, "client_id": client},
            )
            claims.validate(now=int(self._clock().timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:  # a token of any shape may come
            raise NotSignedIn(f"id_token: {type(error).__name__}") from error
        if "nonce" not in claims:
            raise NotSignedIn("nonce")
        return claims

    def _verified(self, token: str) -> jwt.Token:
        """Return the token read by a key of the issuer's, which may be younger than those that we know."""
        keys = self._look_up().keys
        try:
            return jwt.decode(token, keys, algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            if (newer := self._look_up(_ASKED_AGAIN_AFTER).keys) is keys:
                raise
            return jwt.decode(token, newer, algorithms=_ALGORITHMS)

    def _person(self, claims: CodeIDToken) -> Person:
        issuer = self._settings.oidc_issuer
        subject = claims.get("sub")
        if not isinstance(subject, str) or not subject:
            raise NotSignedIn("sub")
        identity = f"{issuer}#{subject}"
        if urlsplit(issuer).hostname == _ENTRA:  # there `sub` differs from one application to the next
            tenant, object_id = claims.get("tid"), claims.get("oid")
            if not isinstance(object_id, str) or not object_id or tenant not in urlsplit(issuer).path.split("/")[1:2]:
                raise NotSignedIn("tid")
            identity = f"entra:{tenant}:{object_id}"
        roles = roles_of(_groups(claims, self._settings.oidc_groups), self._settings.roles)
        if not roles:
            raise NoRole("no group of theirs has a role")
        name = next((value for key in ("name", "preferred_username", "email") if isinstance(value := claims.get(key), str) and value), subject)
        department = claims.get("department")
        return Person(identity, name, roles, department if isinstance(department, str) else "")

    def _look_up(self, known_for: timedelta = _KNOWN_FOR) -> _Published:
        """Return what the issuer publishes, asked of it where what we know is older than `known_for`."""
        now = self._clock()
        with self._lock:
            if self._published and now - self._published.at < known_for:
                return self._published
            issuer = self._settings.oidc_issuer
            said = get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != issuer:
                raise NotReached("the provider calls itself otherwise than oidc_issuer")
            endpoints = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if not all(isinstance(endpoint, str) and _is_as_safe(endpoint, issuer) for endpoint in endpoints):
                raise NotReached("an endpoint of the provider is not https")
            authorization, token, keys = map(str, endpoints)
            try:
                self._published = _Published(authorization, token, KeySet.import_key_set(get_json(keys)), now)  # type: ignore[arg-type]  # its shape is checked there
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise NotReached("the provider's keys are not understood") from error
            return self._published


def _groups(claims: Mapping[str, Any], paths: Sequence[str]) -> Iterator[str]:
    """Give the groups that the claims name, at paths such as `groups` and `realm_access.roles`."""
    for path in paths:
        found: Any = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        yield from [found] if isinstance(found, str) else [group for group in found if isinstance(group, str)] if isinstance(found, list) else []


def _is_as_safe(endpoint: str, issuer: str) -> bool:
    return endpoint.startswith("https://") or (not issuer.startswith("https://") and urlsplit(endpoint).hostname == urlsplit(issuer).hostname)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
