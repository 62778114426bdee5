"""The digest comes to the channels of the departments that the settings name, once a day or once a week, when there is something to say.

What is owed is the digest of a day or a week; its text is made when it is sent, and is written down nowhere.
"""

from datetime import date, timedelta

from bot.desk import Desk, Job
from bot.digest import Section, digest, sections, title
from bot.events import Digested
from bot.recalls import reaching
from bot.settings import Settings
from knowledge.database import Database
from knowledge.translation import Translations


def tell(desk: Desk, database: Database, settings: Settings) -> int:
    """Owe each department today's digest once it is time; return how many messages that is. Whoever does it twice finds it done."""
    wanted, today = settings.digest, desk.today()
    is_time = desk.clock().astimezone(settings.zone).hour >= wanted.hour
    if wanted.every == "never" or not is_time:
        return 0
    weekly = wanted.every == "week"
    reached = [(platform, name) for name in wanted.departments if (platform := settings.platform_of(name))]
    events = [Digested(platform, name, _due_on(today, weekly=weekly), weekly) for platform, name in reached]
    known = desk.ledger.replies_to([event.key for event in events]) if events else {}
    due = [event for event in events if event.key not in known]
    if not due:
        return 0
    value = digest(desk, database, settings.zone, weekly=weekly, language=settings.language)
    # Where there is nothing to say that is on record too, so that it is not looked at again.
    places = ["" if value.is_empty else reaching.of_department(event.platform, event.department) for event in due]
    jobs = [Job(event, place, is_held=False, recipient=event.department) for event, place in zip(due, places, strict=True)]
    return sum(handled.is_due for handled in desk.handle_all(jobs))


def said(desk: Desk, database: Database, settings: Settings, key: str, words: Translations) -> tuple[str, list[Section]] | None:
    """Return the title and the sections of the digest that is owed under a key; None where its day, or its week, is over."""
    _, period, day, _ = key.split(":", 3)
    weekly = period == "week"
    if date.fromisoformat(day) != _due_on(desk.today(), weekly=weekly):
        return None
    value = digest(desk, database, settings.zone, weekly=weekly, language=settings.language)
    return title(value, words), sections(value, words)


def _due_on(today: date, *, weekly: bool) -> date:
    """Return the day on which today's digest is due: the week's on Monday, and where nobody served then, as soon as somebody does."""
    return today - timedelta(days=today.weekday()) if weekly else today
