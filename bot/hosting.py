"""The one ASGI application that every platform with an address of its own stands on, and the process that keeps them all running.

`/healthz` says that the process lives; `/readyz` that every platform reaches people, or which does not. Neither says more to a stranger.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.housekeeping import Housekeeping
from bot.platforms import Hosted, Service

_STARTED_AGAIN_AFTER = 5.0  # seconds

_log = structlog.get_logger("unavoz.hosting")


def application(platforms: Sequence[Hosted], housekeeping: Housekeeping) -> Starlette:
    """Return the application that serves `platforms`, and keeps house, for as long as it runs."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks: list[Hosted | Housekeeping] = [*platforms, housekeeping]
        running = [asyncio.create_task(_keep_running(task), name=task.name) for task in tasks]
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def healthz(_: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def readyz(_: Request) -> Response:
        ready = {platform.name: platform.is_ready() for platform in platforms}
        return JSONResponse(ready, status_code=200 if all(ready.values()) else 503)

    mounted: list[BaseRoute] = [Mount(f"/{platform.name}", platform.application) for platform in platforms if platform.application]
    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), *mounted], lifespan=lifespan)


async def _keep_running(task: Hosted | Housekeeping) -> None:
    while True:
        try:
            await task.run()
        except Exception as error:  # noqa: BLE001 (one platform's failure must not end the others)
            _log.error("stopped", task=task.name, error=type(error).__name__, reason=str(error)[:500])
        await asyncio.sleep(_STARTED_AGAIN_AFTER)


def run(platforms: Sequence[Hosted], service: Service) -> None:
    """Serve `platforms` where the settings say, until the process is interrupted."""
    settings = service.settings.serve
    import uvicorn  # takes longer to import than most commands take

    uvicorn.run(
        application(platforms, Housekeeping(service)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        # Whose headers are believed is each platform's to say: uvicorn would believe those of any process of this machine.
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )
