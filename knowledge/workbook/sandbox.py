"""Run a reader of workbooks in a child process that cannot hang, exhaust or crash this one."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.translation import marked as _
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, Limits

# What a child needs to start; no token or setting of ours reaches the process that opens strangers' files.
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONHOME", "COVERAGE_PROCESS_START")

_OUT_OF_PROCESSOR_TIME = int(getattr(signal, "SIGXCPU", 0)) or 24


def lines(module: str, arguments: Sequence[str], limits: Limits = LIMITS) -> Iterator[Any]:
    """Run `python -m module arguments` under `limits` and give the JSON values that it writes, one a line.

    Raises Refused where the child says so, is stopped by its limits, or dies.
    """
    yield from _lines_of([sys.executable, "-m", module, *arguments], limits)


def _lines_of(command: Sequence[str], limits: Limits) -> Iterator[Any]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # The child finds the same packages as this process, also where they are not installed but on the path.
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    child = subprocess.Popen(  # noqa: S603 (our own module, and a path that is never a word of a shell)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    ran_out = threading.Event()

    def stop() -> None:
        ran_out.set()
        child.kill()

    clock = threading.Timer(limits.wall, stop)
    clock.daemon = True
    clock.start()
    ended = False
    try:
        assert child.stdout is not None
        for line in child.stdout:
            value = _parsed(line)
            if isinstance(value, dict) and "refused" in value:
                raise Refused(value["refused"], **value["details"])
            ended = isinstance(value, dict) and value.get("end") is True
            if not ended:
                yield value
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
    if ran_out.is_set() or child.returncode == -_OUT_OF_PROCESSOR_TIME:
        raise Refused("file-too-slow", seconds=limits.wall)
    if not ended:
        raise Refused("file-too-much", reason=_("it needs too much memory"))


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:  # half a line, from a child killed while it wrote
        raise Refused("file-too-much", reason=_("it needs too much memory")) from error
