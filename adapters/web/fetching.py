"""What is asked of the identity provider: JSON over https, without following it elsewhere, within seconds and up to a megabyte."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

_PATIENCE = 10.0  # seconds
_MOST_BYTES = 1024 * 1024


class NotReached(Exception):
    """The provider is not reached, or does not say what it should. Holds why, for the log."""


class _Stay(HTTPRedirectHandler):
    """An answer from somewhere else is no answer of the provider's."""

    def redirect_request(self, *_: Any) -> None:
        return None


def get_json(address: str) -> dict[str, Any]:
    """Return the JSON object at `address`. Raises NotReached."""
    return _fetch(Request(address, headers={"Accept": "application/json"}))  # noqa: S310 (https, or loopback: the settings allow no other)


def post_form(address: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Send a form to `address` and return the JSON object that comes back. Raises NotReached."""
    return _fetch(Request(address, urlencode(fields).encode(), headers={"Accept": "application/json"}))  # noqa: S310


def _fetch(request: Request) -> dict[str, Any]:
    try:
        with build_opener(_Stay).open(request, timeout=_PATIENCE) as response:
            found = json.loads(response.read(_MOST_BYTES))
    except HTTPError as error:
        error.close()
        raise NotReached(f"status {error.code}") from error
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise NotReached(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NotReached("no JSON object")
    return found
