"""Whether a request comes from the service itself: its signed token, looked at before what it says is read
(learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).

1. It is `Bearer` and a token signed with RS256 by a key that the service publishes, and that is endorsed for Teams.
2. Its issuer is the service's, its audience this bot; it expires, and neither did so more than five minutes ago nor begins later than in five.
3. It names the address to which replies go, and the activity names the same one.

The keys are fetched by one request for all, with a limit of time, while others are served. They are fetched anew after a day, for which nobody waits,
and where a key is not among them, at most once a minute; what they were stays good for a second day where nobody can be reached.
"""

import asyncio
import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from adapters.teams.parsing import read_json
from bot.teams_settings import Teams

CHANNEL = "msteams"
_PATIENCE = aiohttp.ClientTimeout(total=5)
_LEEWAY = 300  # seconds
_FRESH_FOR = 24 * 3600.0
_GOOD_FOR = 48 * 3600.0
_NOT_SOONER_THAN = 60.0
_NOT_AFTER_FAILING = 5.0
_MOST_HEADER = 16_000  # characters

_log = structlog.get_logger("unavoz.teams")


class NotAuthentic(Exception):
    """A request is not the service's, or not for this bot."""


class KeysUnavailable(Exception):
    """Whether a request is authentic cannot be told, for the service's keys cannot be had."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys by their ids, those that are endorsed for Teams alone, and when they were fetched."""

    by_id: dict[str, RSAKey]
    fetched: float


class TokenCheck:
    """Checks the tokens of requests, for the bot of `settings`. Lives in one event loop."""

    def __init__(self, settings: Teams, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._clock = clock
        self._keys: _Keys | None = None
        self._failed_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def check(self, header: str | None) -> dict[str, Any]:
        """Return the claims of the token in an `Authorization` header. Raises NotAuthentic, or KeysUnavailable where that cannot be told."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _MOST_HEADER:
            raise NotAuthentic("no bearer token")
        key = await self._key(_key_id(token))
        try:
            claims = jwt.decode(token, key, algorithms=["RS256"]).claims
            self._registry().validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotAuthentic(type(error).__name__) from error
        return claims

    def _registry(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.app_id},
            exp={"essential": True},
        )

    async def _key(self, key_id: str) -> RSAKey:
        now, keys = self._clock(), self._keys
        is_known = keys is not None and key_id in keys.by_id and now - keys.fetched <= _GOOD_FOR
        if keys is None or now - keys.fetched > (_FRESH_FOR if is_known else _NOT_SOONER_THAN):
            fetching = self._fetch()
            if fetching is not None and not is_known:
                await asyncio.shield(fetching)
            keys = self._keys
        if keys is None or self._clock() - keys.fetched > _GOOD_FOR:
            raise KeysUnavailable
        if key_id in keys.by_id:
            return keys.by_id[key_id]
        if self._failed_at > keys.fetched:  # it may be a newer key, which could not be fetched
            raise KeysUnavailable
        raise NotAuthentic("unknown key")

    def _fetch(self) -> asyncio.Task[None] | None:
        """Fetch the keys, one request for all who wait; soon after a failure, not at all."""
        if self._fetching is None and self._clock() - self._failed_at > _NOT_AFTER_FAILING:
            self._fetching = asyncio.create_task(self._ask())
            self._fetching.add_done_callback(self._fetched)
        return self._fetching

    def _fetched(self, _: asyncio.Task[None]) -> None:
        self._fetching = None

    async def _ask(self) -> None:
        try:
            async with aiohttp.ClientSession(timeout=_PATIENCE, trust_env=True) as session:
                metadata = await _get(session, self._settings.openid_metadata_url)
                published = await _get(session, str(metadata["jwks_uri"]))
            endorsed = [key for key in published["keys"] if CHANNEL in (key.get("endorsements") or ())]
            found = {key.kid: key for key in KeySet.import_key_set({"keys": endorsed}) if isinstance(key, RSAKey) and key.kid}
        except (aiohttp.ClientError, TimeoutError, OSError, JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            self._failed_at = self._clock()
            _log.error("the keys of the service cannot be had", error=type(error).__name__)
            return
        self._keys = _Keys(found, self._clock())


def names(claims: Mapping[str, Any], service_url: str) -> bool:
    """Tell whether a token is for an activity whose replies go to `service_url`."""
    return bool(service_url) and claims.get("serviceurl") == service_url


async def _get(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json(content_type=None)


def _key_id(token: str) -> str:
    """Return which key a token says that it is signed with. Raises NotAuthentic."""
    try:
        first = token.split(".", 1)[0]
        key_id = read_json(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))["kid"]
    except (ValueError, TypeError, KeyError) as error:
        raise NotAuthentic("no key is named") from error
    if not isinstance(key_id, str):
        raise NotAuthentic("no key is named")
    return key_id
