"""The desk for a platform that serves many at once: what arrives while one write to the disk runs is written together by the next.

A commit waits for the disk; with a commit an event, a few hundred events a second are all that a disk can take, and each waits for those before it.
"""

import asyncio

import structlog

from bot.desk import Desk, Handled, Job
from bot.events import Event
from knowledge.answering import Reply

# So many at a time, so that the first of them is not kept waiting by the last.
_MOST = 64

_log = structlog.get_logger("unavoz.intake")

_Waiting = tuple[Job, "asyncio.Future[Handled]"]


class Intake:
    """Hands events to `desk` from one event loop; each call returns when its event is on record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[_Waiting] = []
        self._sent: list[str] = []
        self._work: asyncio.Task[None] | None = None

    async def handle(self, event: Event) -> Reply:
        """Return the reply to `event`, as `Desk.handle` does."""
        return (await self._submit(Job(event))).reply

    async def take(self, event: Event, send_to: str) -> Reply | None:
        """Return the reply to `event` if it is to be sent to `send_to` now, as `Desk.take` does."""
        handled = await self._submit(Job(event, send_to))
        return handled.reply if handled.is_due else None

    def sent(self, event: str) -> None:
        """Mark the message of an event as sent, with the next write."""
        self._sent.append(event)
        self._start()

    @property
    def unmarked(self) -> list[str]:
        """The events whose messages are sent, and not on record as sent yet: the disk may have refused that. Their leases are to be kept."""
        return list(self._sent)

    def mark_again(self) -> None:
        """Try once more to put on record what the disk refused."""
        if self._sent:
            self._start()

    async def close(self) -> None:
        """Wait until everything is on record, or refused once more."""
        self.mark_again()
        if self._work:
            await self._work

    async def _submit(self, job: Job) -> Handled:
        handled: asyncio.Future[Handled] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, handled))
        self._start()
        return await handled

    def _start(self) -> None:
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._waiting or self._sent:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            sent = list(self._sent)
            try:
                handled = await asyncio.to_thread(self._desk.handle_all, [job for job, _ in batch], sent)
            except Exception as error:  # noqa: BLE001 (it is raised where the event came from)
                _log.error("not on record", events=len(batch), sent=len(sent), error=type(error).__name__)
                if batch:
                    await self._one_by_one(batch, error)
                elif not self._waiting:  # the disk does not take the marks: they go with the next event, or with `mark_again`
                    return
                continue
            del self._sent[: len(sent)]
            for (_, waiting), result in zip(batch, handled, strict=True):
                if not waiting.done():
                    waiting.set_result(result)

    async def _one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        """Handle the events of a batch that failed each by itself, so that one does not fail the others."""
        for job, waiting in batch:
            try:
                result = error if len(batch) == 1 else (await asyncio.to_thread(self._desk.handle_all, [job]))[0]
            except Exception as its_own:  # noqa: BLE001
                result = its_own
            if waiting.done():
                continue
            if isinstance(result, Exception):
                waiting.set_exception(result)
            else:
                waiting.set_result(result)
