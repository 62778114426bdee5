"""Workbooks that were checked and wait to be published, in this process: the few latest, for half an hour.

What is published is what was checked: the file's hash, and the version in service that it was compared with.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.publishing import Preparation

KEPT_FOR = timedelta(minutes=30)
# A preparation of a large workbook holds some hundreds of megabytes.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Check:
    """A workbook as it was checked by `person`. `file` is what it is called; `place` where it is watched, empty for an uploaded one."""

    name: str
    person: str
    at: datetime
    file: str
    place: str
    preparation: Preparation

    @property
    def hash(self) -> str:
        """The hash of the file's content; empty where it could not be read."""
        return self.preparation.workbook.hash if self.preparation.workbook else ""


class Checks:
    """The checks that wait. Threads may share them; one workbook is read at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Check] = {}
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def make(self, person: str, at: datetime, file: str, place: str, prepare: Callable[[], Preparation]) -> Check:
        """Check a workbook and keep what was found."""
        with self._reading:
            preparation = prepare()
        check = Check(secrets.token_urlsafe(16), person, at, file, place, preparation)
        with self._lock:
            self._kept[check.name] = check
            while len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
        return check

    def find(self, name: str, person: str, now: datetime) -> Check | None:
        """Return a check that this person made, as long as it is kept."""
        with self._lock:
            check = self._kept.get(name)
            if check and now - check.at > KEPT_FOR:
                del self._kept[name]
                return None
        return check if check and check.person == person else None

    def drop(self, name: str) -> None:
        with self._lock:
            self._kept.pop(name, None)
