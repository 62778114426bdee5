"""Programs: they bring a token of the settings in place of a session, send JSON, and get JSON.

No cookie is read, so that no page elsewhere can make a browser do it; and a token is compared in constant time.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.roles import Person, Role
from adapters.web.sessions import Session
from adapters.web.visits import Visit
from bot.settings import Console as Settings

_UNKNOWN = "api"  # no person and no program is called so

_log = structlog.get_logger("unavoz.web")


async def answer(request: Request, visit: Visit, handler: Callable[[Visit], Response]) -> Response:
    """Answer a program: 401 without a token of the settings, 415 and 400 for what is no JSON object, 429 beyond the pace.

    All who bring no token that is known share one pace: whoever tries tokens is slowed down, and fills no log; who brings one never waits for them.
    """
    name = program_of(request.headers.get("authorization", ""), visit.console.settings.console)
    if not name and not visit.console.pace.allows(_UNKNOWN):
        return _too_fast()
    if not name:
        _log.warning("refused", path=visit.path, reason="no token")
        return JSONResponse({"error": "unauthorized"}, 401, headers={"WWW-Authenticate": "Bearer"})
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return JSONResponse({"error": "not JSON"}, 415)
    if not visit.console.pace.allows(f"api:{name}"):
        return _too_fast()
    content = _parsed(await request.body())
    if content is None:
        return JSONResponse({"error": "not a JSON object"}, 400)
    session = Session("", Person(f"api:{name}", name, frozenset({Role.READER})), "")  # with a token of no use in any form
    return await run_in_threadpool(handler, replace(visit, session=session, content=content))


def _too_fast() -> Response:
    return JSONResponse({"error": "too fast"}, 429, headers={"Retry-After": "60"})


def program_of(authorization: str, settings: Settings) -> str:
    """Return the name of the program whose token a request brings; empty where it brings none."""
    scheme, _, sent = authorization.partition(" ")
    if scheme.lower() != "bearer" or not sent:
        return ""
    found = ""
    for name, token in settings.api_tokens.items():
        if hmac.compare_digest(token.get_secret_value().encode(), sent.encode("utf-8", "replace")):
            found = name
    return found


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()  # half of a character ("\\ud800") is JSON, but no text that can be kept
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
