"""In which order a platform's messages go out, and what goes on after the event that began it: for adapters that serve many at once.

A turn in a conversation is taken when a question arrives, and messages go out in the order of turns.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any

import structlog

_log = structlog.get_logger("unavoz.turns")


class Turn:
    """A place in a conversation's order: entered when all earlier ones have ended. Ends with its block, or by `give_up`."""

    def __init__(self, earlier: asyncio.Future[None] | None, ended: asyncio.Future[None]) -> None:
        self._earlier = earlier
        self._ended = ended

    async def __aenter__(self) -> None:
        if self._earlier:
            await asyncio.shield(self._earlier)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.give_up()

    def give_up(self) -> None:
        """End the turn; whoever is next still waits for those before it."""
        if self._earlier and not self._earlier.done():
            self._earlier.add_done_callback(lambda _: self._end())
        else:
            self._end()

    def _end(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)


class Order:
    """The turns of every conversation."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Future[None]] = {}

    def turn(self, conversation: str) -> Turn:
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        turn = Turn(self._last.get(conversation), ended)
        self._last[conversation] = ended
        ended.add_done_callback(lambda _: self._forget(conversation, ended))
        return turn

    def _forget(self, conversation: str, ended: asyncio.Future[None]) -> None:
        if self._last.get(conversation) is ended:
            del self._last[conversation]


class Background:
    """What goes on after the event that began it was acknowledged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Wait a little for what is under way; end the rest."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in self._tasks:
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        with suppress(asyncio.CancelledError):
            if error := task.exception():
                _log.error("failed", error=type(error).__name__)
