"""A new measure is announced to the departments that its row names: some days before it begins to be valid, and on the day, once each.

Where a department has a channel of its own in Slack or Teams it is told there; everybody else by the console, where its people find it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.desk import Desk, Job
from bot.events import Announced
from bot.recalls import reaching
from bot.settings import Settings
from knowledge.model import Catalogue, Status

# A measure that began longer ago is not new any more: whoever names departments in an old row announces nothing.
_NEW_FOR = timedelta(days=7)


def announce(desk: Desk, settings: Settings) -> int:
    """Owe each department what it is to be told by now; return how many messages that is. Whoever does it twice finds it done."""
    frozen = desk.frozen_entries()
    events = [event for event in due(desk.catalogue(), desk.today(), settings) if event.entry.id not in frozen]  # what is not said yet is not announced
    known = desk.ledger.replies_to([event.key for event in events]) if events else {}
    jobs = [
        Job(event, reaching.of_department(event.platform, event.department), is_held=False, recipient=event.department)
        for event in events
        if event.key not in known
    ]
    return sum(handled.is_due for handled in desk.handle_all(jobs)) if jobs else 0


def due(catalogue: Catalogue, today: date, settings: Settings) -> Iterator[Announced]:
    """Yield what is to be announced on a day: each entry to every department that one of its rows names, by its row in the common language."""
    named: dict[str, list[str]] = {}
    for row in catalogue.entries.values():
        if row.announce_to:
            named.setdefault(row.id, []).extend(row.announce_to)
    for entry, departments in named.items():
        shown = catalogue.in_language(entry, settings.language)
        if shown is None or shown.valid_from is None or shown.status is not Status.APPROVED:
            continue
        if not shown.valid_from - timedelta(days=settings.announce.days_before) <= today <= shown.valid_from + _NEW_FOR:
            continue
        for department in dict.fromkeys(departments):
            yield Announced(settings.platform_of(department) or "web", department, shown.key, shown.valid_from, today < shown.valid_from)
