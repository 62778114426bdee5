"""A route of the console: its path, who may go there, and what answers. One that says not who cannot be declared.

request -> guard -> who is it? -> may they? -> read, up to what is allowed -> from a page of ours? -> handler
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as StarletteRoute
from starlette.types import Receive, Scope, Send

from adapters.web import machines, security
from adapters.web.console import Console
from adapters.web.roles import Access, Door, Role
from adapters.web.visits import Problem, Visit, cookie_name, reader_language
from knowledge.translation import Translations

Handler = Callable[[Visit], Response]

_log = structlog.get_logger("unavoz.web")


@dataclass(frozen=True, slots=True)
class Route:
    """What answers `method` at `path`. Handlers are plain functions, run in a thread. A form may have `most_bytes`."""

    method: Literal["GET", "POST"]
    path: str
    access: Access
    handler: Handler
    most_bytes: int = security.MOST_BYTES

    def __post_init__(self) -> None:
        if not isinstance(self.access, (Role, Door)):
            raise TypeError(f"{self.path}: a route says who may go there")
        if not self.path.startswith("/") or self.method not in ("GET", "POST"):
            raise ValueError(f"{self.path}: a route has a path, and is GET or POST")

    def to_starlette(self, console: Console) -> StarletteRoute:
        return StarletteRoute(self.path, _Endpoint(self, console), methods=[self.method])


class _Endpoint:
    """A route as an ASGI application."""

    def __init__(self, route: Route, console: Console) -> None:
        self._route = route
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, security.capped(receive, self._route.most_bytes))
        visit = await run_in_threadpool(arrive, request, self._console)
        try:
            response = await self._answer(request, visit)
        except (Problem, security.TooLarge, HTTPException, ClientDisconnect) as problem:
            response = await run_in_threadpool(show_problem, visit, problem)
        except Exception as error:  # noqa: BLE001 (nobody is shown a traceback; its text may hold what somebody wrote, its places do not)
            places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
            _log.error("page failed", path=self._route.path, error=type(error).__name__, places=places)
            response = await run_in_threadpool(show_problem, visit, Problem(500))
        await response(scope, receive, send)

    async def _answer(self, request: Request, visit: Visit) -> Response:
        route = self._route
        if route.access is Door.MACHINE:
            return await machines.answer(request, visit, route.handler)
        if route.access is not Door.EVERYBODY and visit.session is None:
            return _to_sign_in(visit, route)
        if route.access is not Door.EVERYBODY and not visit.may(route.access):
            _log.warning("refused", path=route.path, person=visit.person.id, needs=str(route.access))
            raise Problem(403)
        if route.method == "GET":
            return await run_in_threadpool(route.handler, visit)
        if not security.is_from_our_page(request):
            _log.warning("refused", path=route.path, reason="not sent from a page of ours")
            raise Problem(403, visit.words.gettext("This was not sent from a page of the console. Go back, load the page again and repeat it."))
        async with request.form(max_files=1, max_fields=1_000) as form:
            self._check_token(visit, form)
            return await run_in_threadpool(route.handler, Visit(visit.console, request, visit.session, visit.language, form))

    def _check_token(self, visit: Visit, form: FormData) -> None:
        if self._route.access is Door.EVERYBODY or visit.session is None:
            return
        sent = visit.request.headers.get(security.TOKEN_HEADER) or form.get(security.TOKEN_FIELD)
        if not isinstance(sent, str) or not security.has_token(visit.session, sent):
            _log.warning("refused", path=self._route.path, reason="no token")
            raise Problem(403, visit.words.gettext("This page was too old to be sent. Load it again and repeat what you did."))


def arrive(request: Request, console: Console) -> Visit:
    """Return the request read as far as it says who comes."""
    token = request.cookies.get(cookie_name(request, security.is_over_tls(request, console.settings)), "")
    return Visit(console, request, console.sessions.find(token) if token else None, reader_language(request))


def _to_sign_in(visit: Visit, route: Route) -> Response:
    """Send whoever is not signed in to where they can; what they wanted to change is not done."""
    if visit.wants_fragment:
        return Response(status_code=401, headers={"HX-Redirect": visit.url("/entrar")})
    if route.method == "POST":
        return visit.page("problem.html", status=401, problem=explain(401, visit.words))
    return RedirectResponse(visit.url("/entrar"), 303) if visit.path == "/" else RedirectResponse(visit.url(f"/entrar?a={visit.path}"), 303)


def show_problem(visit: Visit, problem: Exception) -> Response:
    """Return the page that says what cannot be done, and what to do."""
    status = 413 if isinstance(problem, security.TooLarge) else getattr(problem, "status", 0) or getattr(problem, "status_code", 0) or 400
    reason = problem.reason if isinstance(problem, Problem) else ""
    headline, advice = explain(status, visit.words)
    return visit.page("problem.html", fragment="problem_fragment.html", status=status, problem=(headline, reason or advice))


def explain(status: int, words: Translations) -> tuple[str, str]:
    """Return what an error page of this status says: what happened, and what to do."""
    return {
        400: (words.gettext("This was not understood"), words.gettext("Go back, load the page again and repeat it.")),
        401: (words.gettext("You are not signed in any more"), words.gettext("Sign in again, then repeat what you did: nothing was changed.")),
        403: (
            words.gettext("This is not open to you"),
            words.gettext("Your role does not include it. If you need it for your work, ask whoever looks after Una Voz in your organisation."),
        ),
        404: (words.gettext("There is no such page"), words.gettext("Check the address, or go on from the start page.")),
        405: (words.gettext("There is no such page"), words.gettext("Check the address, or go on from the start page.")),
        409: (
            words.gettext("Somebody was faster"),
            words.gettext("What you saw has changed meanwhile. Look at it again, then repeat it if it still applies."),
        ),
        413: (words.gettext("That is too large"), words.gettext("Send less at once; a workbook may have up to 20 MB.")),
        429: (words.gettext("That was too fast"), words.gettext("Wait a minute, then go on.")),
    }.get(
        status,
        (words.gettext("Something failed here"), words.gettext("It was noted. Try again in a moment; if it happens again, tell your IT department.")),
    )
