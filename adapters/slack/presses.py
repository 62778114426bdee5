"""What a press stands for: an event for the desk, read from the action and from the reply on record that it is about."""

from adapters.slack.messages import GENERAL
from adapters.slack.payloads import PLATFORM, Address, Press
from adapters.slack.views import entry_of
from bot.events import Acknowledged, Event, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.ledger import Ledger
from knowledge.answering import Reply
from knowledge.model import EntryKey


class NotOnRecord(LookupError):
    """The reply that was pressed at is not in this database (any more)."""


def to_event(press: Press, ledger: Ledger) -> Event | None:
    """Return the event, or None where the press asks for nothing (a link) or is not understood. Raises NotOnRecord."""
    kind = press.action.split("_")[0]
    if kind == "entry":
        entry = entry_of(press.value)
        return Picked(press.key, PLATFORM, press.user, entry) if entry else None
    reply = ledger.reply_to(press.about)
    if reply is None and press.about:
        raise NotOnRecord(press.about)
    match press.action:
        case "none_of_these":
            return Rated(PLATFORM, press.user, press.about, Verdict.NONE_OF_THESE, Address(press.user).to_text())
        case "wrong":
            return Rated(PLATFORM, press.user, press.about, Verdict.WRONG, Address(press.user).to_text())
        case "follow":
            return Followed(PLATFORM, press.user, press.about, Address(press.user).to_text())
        case "acknowledge":
            return Acknowledged(PLATFORM, press.user, press.about)
        case "share":
            return Shared(PLATFORM, press.user, press.about)
        case "refer":
            return Referred(PLATFORM, press.user, press.about)
    if kind == "rate" and press.value in (Verdict.USEFUL, Verdict.NOT_USEFUL):
        return Rated(PLATFORM, press.user, press.about, Verdict(press.value), Address(press.user).to_text())
    return _picked(press, kind, reply) if reply and kind in ("pick", "wording") else None


def _picked(press: Press, kind: str, reply: Reply) -> Picked | None:
    number = int(press.value) if press.value.isascii() and press.value.isdecimal() else -1
    if kind == "pick" and 0 <= number < len(reply.suggestions):
        chosen = reply.suggestions[number]
        return Picked(press.key, PLATFORM, press.user, EntryKey(chosen.entry, chosen.language), reply.channel, press.about)
    entry = EntryKey(reply.entry, reply.language)
    if kind == "wording" and press.value == GENERAL:
        return Picked(press.key, PLATFORM, press.user, entry, "", press.about)
    if kind == "wording" and 0 <= number < len(reply.wordings):
        return Picked(press.key, PLATFORM, press.user, entry, reply.wordings[number], press.about)
    return None
