"""The console put together: its routes, its navigation, and what runs while it is served.

A page of its own: a module in `pages` with handlers, its routes in `ROUTES`, a template that extends `layout.html`.
"""

import asyncio
from urllib.parse import quote

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web import security, signin
from adapters.web.console import Console, Destination
from adapters.web.oidc import Provider
from adapters.web.pages import (
    activity,
    answers,
    approvals,
    digest,
    drafts,
    entry,
    files,
    group,
    home,
    publish,
    recalls,
    review_files,
    said,
    topics,
    tryit,
    unanswered,
)  # fmt: skip
from adapters.web.roles import Access, Person, Role
from adapters.web.routes import Route, arrive, show_problem
from adapters.web.sessions import Codes, Sessions
from bot.platforms import ASGIApplication, Service
from knowledge.translation import marked as _

PLATFORM = "web"

_log = structlog.get_logger("unavoz.web")

ROUTES: tuple[Route, ...] = (
    *files.ROUTES,
    *signin.ROUTES,
    *home.ROUTES,
    *unanswered.ROUTES,
    *group.ROUTES,
    *answers.ROUTES,
    *entry.ROUTES,
    *tryit.ROUTES,
    *drafts.ROUTES,
    *activity.ROUTES,
    *said.ROUTES,
    *digest.ROUTES,
    *recalls.ROUTES,
    *publish.ROUTES,
    *review_files.ROUTES,
    *approvals.ROUTES,
    *topics.ROUTES,
)

# Where the navigation leads, in its order; a page that no route answers is left out.
_NAVIGATION: tuple[tuple[str, str, Access], ...] = (
    ("/sin-respuesta", _("Unanswered"), Role.READER),
    ("/respuestas", _("Answers"), Role.READER),
    ("/probar", _("Try it"), Role.READER),
    ("/borrador", _("Check a draft"), Role.READER),
    ("/actividad", _("Activity"), Role.READER),
    ("/dijimos", _("What we said"), Role.REVIEWER),
    ("/resumen", _("Digest"), Role.READER),
    (approvals.PATH, _("Waiting for approval"), Role.READER),
    ("/avisos", _("Notices of change"), Role.READER),
    ("/cambios", _("Changes told"), Role.REVIEWER),
    ("/publicar", _("Publish"), Role.EDITOR),
    (topics.PATH, _("Freeze a topic"), Role.ADMIN),
)


class WebPlatform:
    """The console, as `unavoz serve` runs it beside other platforms."""

    name = PLATFORM

    def __init__(self, service: Service) -> None:
        self.console = console_of(service)
        self.application: ASGIApplication | None = application(self.console)

    def is_ready(self) -> bool:
        return True

    def link(self, person: Person, host: str, port: int) -> str:
        """Return the address that signs `person` in once, from this machine. Its code stands in the fragment, which no browser sends or logs."""
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/{PLATFORM}/entrar#{quote(self.console.codes.issue(person), safe='')}"

    async def run(self) -> None:
        """Do nothing until cancelled: whoever uses the console comes to it."""
        await asyncio.Event().wait()


def console_of(service: Service) -> Console:
    """Return the console of a service, nobody signed in yet."""
    settings, clock = service.settings, service.desk.clock
    provider = None
    if settings.console.has_provider:
        provider = Provider(settings.console, f"{settings.serve.public_url.rstrip('/')}/{PLATFORM}{signin.RETURN}", clock)
    answered = {route.path for route in ROUTES}
    if not settings.approval.rule.two_person:
        answered -= {approvals.PATH}
    navigation = [Destination(path, label, access) for path, label, access in _NAVIGATION if path in answered]
    return Console(service, Sessions(service.database, clock), Codes(service.database, clock), provider, navigation)


def application(console: Console) -> ASGIApplication:
    """Return the ASGI application of the console, to be mounted."""

    def problem(request: Request, error: Exception) -> Response:
        return show_problem(arrive(request, console), error)

    inner = Starlette(routes=[route.to_starlette(console) for route in ROUTES], exception_handlers={HTTPException: problem})
    return security.Guard(inner, console.settings)
