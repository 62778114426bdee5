"""The watch over the workbook, started by the commands that serve people."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot import publishing
from bot.cli.tools import Tools
from bot.watching import Watcher
from knowledge.versions import OutOfDate
from knowledge.workbook.findings import Finding


def _watcher(tools: Tools, place: str) -> Watcher:
    watch = tools.settings.watch

    def take() -> Finding | None:
        preparation = tools.prepare(place)
        if preparation.draft.is_refused:
            return preparation.draft.findings[0]
        if not preparation.can_be_published:
            return None
        try:
            version = publishing.put_in_service(preparation, tools.versions, at=tools.clock(), by=tools.user())
        except OutOfDate:  # another process watches the same workbook, and was first
            return None
        if version.number != preparation.current.version:
            tools.err.print(tools.words.gettext("Version {version} is in service.").format(version=version.number), style="green", markup=False)
        return None

    def report(finding: Finding) -> None:
        tools.err.print(f"{finding.problem(tools.words)} {finding.mend(tools.words)}", style="red", markup=False)

    return Watcher(place, take, report, watch.settle_seconds, watch.patience_minutes * 60)


@contextmanager
def in_background(tools: Tools) -> Iterator[None]:
    """Publish the workbook of the settings whenever it is saved, as long as the block runs and the settings want it."""
    if not tools.settings.watch.enabled:
        yield
        return
    stop = threading.Event()
    watcher = _watcher(tools, tools.settings.workbook)
    thread = threading.Thread(target=watcher.run, args=(stop, tools.settings.watch.interval_seconds), name="workbook-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)


def until_stopped(tools: Tools, place: str) -> None:
    """Publish the workbook at `place` whenever it is saved, until the process is interrupted."""
    tools.say(tools.words.gettext("Watching {place}. Stop with Ctrl+C.").format(place=place))
    try:
        _watcher(tools, place).run(threading.Event(), tools.settings.watch.interval_seconds)
    except KeyboardInterrupt:
        return
