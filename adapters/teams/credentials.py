"""The bot's own token, with which it calls the service: asked for by msal, which keeps it until shortly before it expires.

Getting one may block for as long as the authority takes (`PATIENCE` at most): call it in a thread.
"""

import threading
import time
from typing import Any

import msal
import requests
from msal.exceptions import MsalError

from bot.teams_settings import Teams

PATIENCE = 10.0  # seconds
# A token is renewed when it is good for less than this, so that a call under way does not outlive it.
_RENEWED_BEFORE = 300.0


class NoToken(Exception):
    """The authority gives no token. Holds its own name for the reason."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}"[:500])
        self.reason = reason


class Credentials:
    """The credentials of `settings`. Threads may share it: one of them asks, the others wait for it."""

    def __init__(self, settings: Teams) -> None:
        self._settings = settings
        self._session = _Impatient()
        self._client: Any = None
        self._lock = threading.Lock()
        self._token = ""
        self._until = 0.0

    @property
    def scope(self) -> str:
        """What the token is for: in each cloud the service is called as the issuer of its own tokens is."""
        return self._settings.issuer.rstrip("/")

    def known(self) -> str:
        """Return the token at hand, without asking anybody; empty where there is none, or it is to be renewed."""
        return self._token if time.monotonic() < self._until else ""

    def get(self) -> str:
        """Return a token. Raises NoToken."""
        if token := self.known():
            return token
        with self._lock:
            if token := self.known():
                return token
            found = self._ask()
            token = str(found.get("access_token") or "")
            if not token:
                raise NoToken(str(found.get("error") or "no_token"), str(found.get("error_description") or ""))
            self._token = token
            self._until = time.monotonic() + max(float(found.get("expires_in") or 0) - _RENEWED_BEFORE, 1.0)
            return token

    def forget(self) -> None:
        """Forget the token at hand, which the service does not take any more."""
        with self._lock:
            self._token = ""
            if isinstance(self._client, msal.ConfidentialClientApplication):
                self._client.remove_tokens_for_client()

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _ask(self) -> dict[str, Any]:
        try:
            if self._client is None:
                self._client = self._new_client()
            found = (
                self._client.acquire_token_for_client(resource=self.scope)
                if self._settings.managed_identity
                else self._client.acquire_token_for_client(scopes=[f"{self.scope}/.default"])
            )
        except (requests.RequestException, MsalError, ValueError, OSError) as error:
            raise NoToken("unreachable", str(error)) from error
        return found if isinstance(found, dict) else {}

    def _new_client(self) -> Any:
        settings, session = self._settings, self._session
        if settings.managed_identity:
            return msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=settings.app_id), http_client=session)
        return msal.ConfidentialClientApplication(
            settings.app_id,
            client_credential=settings.app_password.get_secret_value(),
            authority=f"{settings.authority.rstrip('/')}/{settings.tenant_id}",
            instance_discovery=settings.instance_discovery,
            http_client=session,
        )


class _Impatient(requests.Session):
    """A session whose every request has a limit of time; requests itself has none."""

    def request(self, *arguments: Any, **more: Any) -> requests.Response:
        more.setdefault("timeout", PATIENCE)
        return super().request(*arguments, **more)
