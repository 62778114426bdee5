"""What a person does in Try it becomes an event for the desk, and what the desk keeps of them is read; all of it here, and nowhere else.

Nothing that a browser sends is believed beyond which reply it is about and what kind of act it is: entry, wording and text come from the ledger, and a
reply is shown to whoever asked for it, to nobody else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.web.roles import Person
from bot import overview
from bot.desk import Desk
from bot.events import Asked, Event, Explained, Followed, Picked, Rated, Verdict
from bot.ledger import AskedQuestion
from bot.outbox import Message
from bot.overview import MyQuestion
from knowledge.answering import Question, Reply
from knowledge.model import EntryKey

PLATFORM = "web"
_SHOWN = 10
# Replies to a person's latest questions can be looked at again.
_OWN = 200
_NAME = re.compile(r"[0-9a-f]{32}")
_VERDICTS: Mapping[str, Verdict] = {
    "rate_useful": Verdict.USEFUL,
    "rate_not_useful": Verdict.NOT_USEFUL,
    "none_of_these": Verdict.NONE_OF_THESE,
    "wrong": Verdict.WRONG,
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, the reply shown to it, and what its asker did with that. `name` is the reply's in addresses."""

    name: str
    asked: AskedQuestion
    reply: Reply
    done: frozenset[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """An answer that somebody waited for and has not seen yet."""

    name: str
    question: str
    reply: Reply


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def ask(desk: Desk, person: Person, once: str, question: Question) -> None:
    """Ask; a question that is sent twice, under the same `once`, counts once."""
    desk.handle(Asked(_key(once), PLATFORM, person.id, question, inbox(person), person.department))


def exchange(desk: Desk, person: Person, name: str) -> Exchange | None:
    """Return what was asked and replied under `name`; None where it is not on record, or somebody else asked."""
    key = _key(name)
    asked, reply = desk.ledger.asked(key), desk.ledger.reply_to(key)
    if asked is None or reply is None or asked not in desk.ledger.latest_asked_by(PLATFORM, person.id, _OWN):
        return None
    return Exchange(name, asked, reply, desk.ledger.done_with(key, PLATFORM, person.id))


def press(desk: Desk, person: Person, shown: Exchange, act: str, once: str, reason: str) -> str | None:
    """Do what a button stands for, and return the name of the reply to look at next; None for an act that the reply does not offer."""
    event = _event(person, shown, act, once, reason)
    if event is None:
        return None
    desk.handle(event)
    return once if isinstance(event, Picked) else shown.name


def mine(desk: Desk, person: Person) -> list[MyQuestion]:
    """Return what a person asked last, and how it stands."""
    return overview.my_questions(desk, PLATFORM, person.id, _SHOWN)


def notices(desk: Desk, person: Person) -> list[Notice]:
    """Return the answers that wait for a person. They count as delivered once the person says so (`acknowledge`)."""
    found = []
    for owed in _owed(desk, person):
        asked, reply = desk.ledger.asked(owed.event), desk.ledger.reply_to(owed.event)
        if asked and reply:
            found.append(Notice(owed.event, asked.question.text, reply))
    return found


def acknowledge(desk: Desk, person: Person, name: str) -> bool:
    """Mark an answer as seen by the person that it waits for; False where none of that name waits for them."""
    if name not in {owed.event for owed in _owed(desk, person)}:
        return False
    desk.handle_all([], sent=[name])
    return True


def name_of(key: str) -> str:
    """Return the name under which an event of ours is looked at; empty for one of another kind."""
    name = key.removeprefix(f"{PLATFORM}:")
    return name if is_name(name) else ""


def _owed(desk: Desk, person: Person) -> list[Message]:
    return desk.ledger.outbox.waiting_at(inbox(person))


def _event(person: Person, shown: Exchange, act: str, once: str, reason: str) -> Event | None:
    key, reply = _key(shown.name), shown.reply
    if act in _VERDICTS:
        is_offered = bool(reply.suggestions) if act == "none_of_these" else bool(reply.text)
        return Rated(PLATFORM, person.id, key, _VERDICTS[act], inbox(person)) if is_offered else None
    if act == "follow":
        return None if reply.text else Followed(PLATFORM, person.id, key, inbox(person))
    if act == "explain":
        return Explained(_key(once), PLATFORM, person.id, key, reason) if reason else None
    kind, _, value = act.partition("_")
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else -1
    if kind == "pick" and 0 <= number < len(reply.suggestions):
        chosen = reply.suggestions[number]
        return Picked(_key(once), PLATFORM, person.id, EntryKey(chosen.entry, chosen.language), reply.channel, key)
    if kind == "wording" and reply.text:
        channel = "" if value == "general" else reply.wordings[number] if 0 <= number < len(reply.wordings) else None
        return None if channel is None else Picked(_key(once), PLATFORM, person.id, EntryKey(reply.entry, reply.language), channel, key)
    return None


def _key(name: str) -> str:
    return f"{PLATFORM}:{name}"


def inbox(person: Person) -> str:
    """Return the address at which a person looks for what they are told."""
    return f"inbox:{person.id}"
