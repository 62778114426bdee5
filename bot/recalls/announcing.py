"""A new measure is announced to the departments that its row names: some days before it begins to be valid, and on the day, once each.

Where a department has a channel of its own in Slack it is told there; everybody else by the console, where its people find it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.desk import Desk, Job
from bot.events import Announced
from bot.recalls import reaching
from bot.settings import Settings
from knowledge.model import Catalogue, Entry, Status

# A measure that began longer ago is not new any more: whoever names departments in an old row announces nothing.
_NEW_FOR = timedelta(days=7)


def announce(desk: Desk, settings: Settings) -> int:
    """Owe each department what it is to be told by now; return how many messages that is. Whoever does it twice finds it done."""
    events = list(due(desk.catalogue(), desk.today(), settings.announce.days_before, settings))
    known = desk.ledger.replies_to([event.key for event in events]) if events else {}
    jobs = [
        Job(event, reaching.of_department(event.platform, event.department), is_held=False, recipient=event.department)
        for event in events
        if event.key not in known
    ]
    return sum(handled.is_due for handled in desk.handle_all(jobs)) if jobs else 0


def due(catalogue: Catalogue, today: date, days_before: int, settings: Settings) -> Iterator[Announced]:
    """Yield what is to be announced on a day, each department once for an entry, by its first row."""
    first: dict[str, Entry] = {}
    for row in catalogue.entries.values():
        if row.announce_to and row.status is Status.APPROVED:
            first.setdefault(row.id, row)
    for row in first.values():
        if row.valid_from is None or not row.valid_from - timedelta(days=days_before) <= today <= row.valid_from + _NEW_FOR:
            continue
        is_before = today < row.valid_from
        for department in row.announce_to:
            platform = "slack" if settings.slack.is_configured and department in settings.slack.departments else "web"
            yield Announced(platform, department, row.key, row.valid_from, is_before)
