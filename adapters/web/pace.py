"""How fast one person may go: so many times a minute."""

import threading
import time
from collections import deque
from collections.abc import Callable

_MINUTE = 60.0
_MOST_PEOPLE = 10_000


class Pace:
    """Counts what people do. Threads may share it. `clock` is a monotonic time in seconds."""

    def __init__(self, most: int = 30, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._done: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, person: str) -> bool:
        """Tell whether `person` may once more now; if so it is counted."""
        now = self._clock()
        with self._lock:
            if len(self._done) >= _MOST_PEOPLE:
                self._done = {name: times for name, times in self._done.items() if times and now - times[-1] < _MINUTE}
            times = self._done.setdefault(person, deque(maxlen=self._most))
            while times and now - times[0] >= _MINUTE:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True
