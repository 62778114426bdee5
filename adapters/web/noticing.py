"""What a person of the console is told without having asked: that an answer which they were given is another one now; and, with the others of their
department, that a new measure begins. It waits until they say that they have read it.
"""

from dataclasses import dataclass

from adapters.web.asking import PLATFORM
from adapters.web.roles import Person
from bot.desk import Desk
from bot.events import Acknowledged
from bot.recalls import listing, reaching
from knowledge.answering import Reply


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice that waits for a person, or for anybody of their department; `name` is that of its event."""

    name: str
    reply: Reply
    is_announcement: bool


def waiting(desk: Desk, person: Person) -> list[str]:
    """Return the notices that wait for a person, the oldest first. What one says of a topic that was frozen after it waits until that is over."""
    asker = desk.ledger.pseudonyms.of(PLATFORM, person.id)
    names = [*listing.waiting_for(desk.ledger.database, PLATFORM, asker), *_announced(desk, person)]
    frozen = desk.frozen_entries() if names else frozenset()
    replies = desk.ledger.replies_to(names) if frozen else {}
    return [name for name in names if name not in replies or replies[name].is_frozen or replies[name].entry not in frozen]


def notices(desk: Desk, person: Person) -> list[Noticed]:
    announced = set(_announced(desk, person))
    names = waiting(desk, person)
    replies = desk.ledger.replies_to(names) if names else {}
    return [Noticed(name, replies[name], name in announced) for name in names if name in replies]


def acknowledge(desk: Desk, person: Person, name: str) -> bool:
    """Note that a person has read a notice; False where none of that name waits for them."""
    if name not in waiting(desk, person):
        return False
    asker = desk.ledger.pseudonyms.of(PLATFORM, person.id)
    desk.handle(Acknowledged(PLATFORM, person.id, name))
    desk.handle_all([], sent=[name, *listing.reminders_of(desk.ledger.database, name, asker)])
    return True


def _announced(desk: Desk, person: Person) -> list[str]:
    if not person.department:
        return []
    return [owed.event for owed in desk.ledger.outbox.waiting_at(reaching.of_department(PLATFORM, person.department))]
