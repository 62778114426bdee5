"""What a press stands for: an event for the desk, read from the action and from the reply on record that it is about."""

from adapters.slack.messages import GENERAL
from adapters.slack.payloads import Address, Press
from adapters.slack.views import entry_of
from bot.events import Event, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.ledger import Ledger
from knowledge.answering import Reply
from knowledge.model import EntryKey

PLATFORM = "slack"


def to_event(press: Press, ledger: Ledger) -> Event | None:
    """Return the event, or None where the press asks for nothing (a link) or is not understood."""
    kind = press.action.split("_")[0]
    if kind == "entry":
        entry = entry_of(press.value)
        return Picked(press.key, PLATFORM, press.user, entry) if entry else None
    match press.action:
        case "none_of_these":
            return Rated(PLATFORM, press.user, press.about, Verdict.NONE_OF_THESE)
        case "wrong":
            return Rated(PLATFORM, press.user, press.about, Verdict.WRONG)
        case "follow":
            return Followed(PLATFORM, press.user, press.about, _told_at(press).to_text())
        case "share":
            return Shared(PLATFORM, press.user, press.about)
        case "refer":
            return Referred(PLATFORM, press.user, press.about)
    if kind == "rate" and press.value in (Verdict.USEFUL, Verdict.NOT_USEFUL):
        return Rated(PLATFORM, press.user, press.about, Verdict(press.value))
    reply = ledger.reply_to(press.about) if kind in ("pick", "wording") else None
    return _picked(press, kind, reply) if reply else None


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


def _told_at(press: Press) -> Address:
    """Return where a follower is told: where they asked; in the conversation with the app where that was for their eyes alone."""
    if press.view or press.address.only_for or press.address.response_url:
        return Address(channel=press.user)
    return Address(press.address.channel, press.address.thread)
