"""What a press stands for: an event for the desk, read from the button and from the reply on record that it is about.

Teams tells of one press several times, each time under an id of its own. So a press is named by the reply that it is about, the button, the person,
and what is in force: told again it is the same event, and after a publication, or on another day, a new one.
"""

from adapters.teams.messages import CHOSEN, ENTRY, GENERAL
from adapters.teams.payloads import PLATFORM, Address, Press, number_in, texts_in
from bot.desk import Desk
from bot.events import Acknowledged, Event, Followed, Picked, Rated, Referred, Shared, Verdict
from knowledge.answering import Outcome, Reply
from knowledge.model import EntryKey


class NotOnRecord(LookupError):
    """The reply that was pressed at is not in this database (any more)."""


def name_of(desk: Desk, *said: str, person: str = "") -> str:
    """Return a key for what a person did: the same for the same. Whoever has the database alone cannot try out what it was made from."""
    return f"{PLATFORM}:{desk.ledger.pseudonyms.of(f'{PLATFORM} event', repr((*said, person)))}"


def in_force(desk: Desk) -> str:
    """Return a name for all that is given now: another one as soon as something else is."""
    return repr((desk.catalogue().version, desk.today(), sorted(desk.frozen_entries())))


def to_event(press: Press, person: str, desk: Desk) -> Event | None:
    """Return the event, or None where the press is not understood, or no button of that reply. Raises NotOnRecord."""
    if press.verb == ENTRY:
        named = texts_in(press.value)
        return Picked(name_of(desk, ENTRY, *named, in_force(desk), person=person), PLATFORM, person, EntryKey(*named)) if len(named) == 2 else None
    reply = desk.ledger.reply_to(press.about)
    if reply is None:
        raise NotOnRecord(press.about)
    is_open = reply.outcome is Outcome.UNANSWERED
    alone = Address(person=person).to_text()
    match press.verb:
        case "none_of_these":
            return Rated(PLATFORM, person, press.about, Verdict.NONE_OF_THESE, alone)
        case "wrong":
            return Rated(PLATFORM, person, press.about, Verdict.WRONG, alone)
        case "follow" if is_open:
            return Followed(PLATFORM, person, press.about, alone)
        case "acknowledge" if reply.change:
            return Acknowledged(PLATFORM, person, press.about)
        case "share" if reply.text:
            return Shared(PLATFORM, person, press.about)
        case "refer" if is_open:
            return Referred(PLATFORM, person, press.about)
        case "rate" if press.value in (Verdict.USEFUL, Verdict.NOT_USEFUL):
            return Rated(PLATFORM, person, press.about, Verdict(press.value), alone)
        case "pick" | "wording":
            return _picked(press, person, reply, desk)
        case _:
            return None


def _picked(press: Press, person: str, reply: Reply, desk: Desk) -> Picked | None:
    value = press.value or press.inputs.get(CHOSEN, "")
    key = name_of(desk, "press", press.about, press.verb, value, in_force(desk), person=person)
    number = number_in(value, -1)
    if press.verb == "pick":
        if not 0 <= number < len(reply.suggestions):
            return None
        chosen = reply.suggestions[number]
        return Picked(key, PLATFORM, person, EntryKey(chosen.entry, chosen.language), reply.channel, press.about)
    entry = EntryKey(reply.entry, reply.language)
    if value == GENERAL:
        return Picked(key, PLATFORM, person, entry, "", press.about)
    if 0 <= number < len(reply.wordings):
        return Picked(key, PLATFORM, person, entry, reply.wordings[number], press.about)
    return None
