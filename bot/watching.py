"""Watching the workbook while people are served.

A workbook is caught mid-save every day: Excel deletes and renames, sync clients write in place, lock files come and go. So a change
counts only when the file looks the same twice, `settle` seconds apart, and reads without a fault of the file as a whole; until then the version in
service stays. What cannot be read for longer than `patience` is reported once.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import structlog

from knowledge.workbook import source
from knowledge.workbook.findings import Finding, Refused
from knowledge.workbook.source import Look

_log = structlog.get_logger("unavoz.watching")


class Step(StrEnum):
    """What one look at the workbook led to."""

    UNCHANGED = "unchanged"
    SETTLING = "settling"
    TAKEN = "taken"
    NOT_READABLE = "not_readable"


@dataclass(slots=True)
class Watcher:
    """Looks at `place` and calls `take` for every settled change.

    `take` reads and publishes; it returns the finding that made the whole file unusable, or None when it was taken. `report` is told, once, of a
    workbook that stays unusable longer than `patience` seconds. `last` is the look of the file that is in service already.
    """

    place: str
    take: Callable[[], Finding | None]
    report: Callable[[Finding], None]
    settle: float = 2.0
    patience: float = 900.0
    last: Look | None = None
    _seen: Look | None = None
    _seen_at: float = 0.0
    _broken_since: float | None = None
    _reported: bool = False

    def step(self, now: float) -> Step:
        """Look once. `now` is a monotonic time in seconds."""
        try:
            seen = source.look(self.place)
        except Refused as refusal:
            return self._unusable(refusal.finding, now)
        if seen == self.last:
            self._seen = None
            self._broken_since = None
            return Step.UNCHANGED
        if seen != self._seen:
            self._seen, self._seen_at = seen, now
            return Step.SETTLING
        if now - self._seen_at < self.settle:
            return Step.SETTLING
        if finding := self.take():
            self._seen_at = now
            return self._unusable(finding, now)
        self.last, self._seen, self._broken_since, self._reported = seen, None, None, False
        return Step.TAKEN

    def run(self, stop: threading.Event, interval: float) -> None:
        """Look every `interval` seconds until `stop` is set. Whatever goes wrong, the watch goes on."""
        while not stop.wait(min(interval, self.settle) if self._seen else interval):
            try:
                self.step(time.monotonic())
            except Exception:  # noqa: BLE001 (a watch that dies leaves old answers in service without a word)
                _log.exception("watch failed")

    def _unusable(self, finding: Finding, now: float) -> Step:
        self._broken_since = now if self._broken_since is None else self._broken_since
        if now - self._broken_since >= self.patience and not self._reported:
            self._reported = True
            self.report(finding)
        return Step.NOT_READABLE
