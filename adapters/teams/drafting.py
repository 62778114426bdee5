"""The draft check in Teams: a dialog for what somebody is about to send, then what the desk says of it, with the approved text to copy."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.teams import cards
from adapters.teams.cards import Element
from adapters.teams.messages import Shown as ShownReply
from adapters.teams.messages import draw, draw_card, said, said_card
from adapters.teams.payloads import PLATFORM, Address, Press, as_typed, number_in
from adapters.teams.people import Person
from adapters.teams.presses import in_force, name_of
from adapters.teams.showing import Showing
from bot import draft_wording, wording
from bot.drafts import none_of
from bot.events import Drafted
from bot.intake import Intake
from bot.platforms import Service
from knowledge.answering import Question, Reply
from knowledge.channels import Channel
from knowledge.translation import Translations

CHECK_DRAFT = "check_draft"
DRAFT, QUESTION, CHANNEL, ENTRY = "draft", "question", "channel", "entry"
_ANY, _NONE = "-", "-"
_MOST_MARKS = 15
# Of what the dialog is shown again with, beside its menus.
_MOST_DRAFT, _MOST_QUESTION = 3_000, 1_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the dialog's fields."""

    draft: str = ""
    question: str = ""
    channel: str = _ANY


class Drafting:
    """Takes drafts, for one tenant."""

    def __init__(self, service: Service, intake: Intake, showing: Showing) -> None:
        self._desk = service.desk
        self._intake = intake
        self._showing = showing

    async def wants_to_check(self, person: Person, draft: str = "") -> Element:
        """Somebody opened the dialog, or wants a message checked; return the dialog."""
        return ask(person.words, await self._channels(), Typed(draft))

    async def check(self, press: Press, person: Person) -> Element:
        """Somebody sent the dialog; return what takes its place."""
        channels = await self._channels()
        typed = Typed(as_typed(press.inputs.get(DRAFT, "")), as_typed(press.inputs.get(QUESTION, "")), press.inputs.get(CHANNEL, _ANY))
        if not typed.draft:
            return ask(person.words, channels, typed)
        chosen = press.inputs.get(ENTRY, "")
        entry = chosen if chosen != _NONE else ""
        question = Question(typed.question, _channel(typed.channel, channels), reads=person.language)
        key = name_of(self._desk, "draft", typed.draft, typed.question, typed.channel, entry, in_force(self._desk), person=person.id)
        tell_at = Address(person=person.id).to_text() if typed.question else ""
        reply = await self._intake.handle(Drafted(key, PLATFORM, person.id, typed.draft, question, entry, tell_at=tell_at))
        if chosen == _NONE:
            reply = none_of(reply)
        if reply.suggestions:
            return ask(person.words, channels, typed, reply)
        return self._judged(person, reply)

    async def _channels(self) -> Sequence[Channel]:
        return (await asyncio.to_thread(self._desk.catalogue)).channels

    def _judged(self, person: Person, reply: Reply) -> Element:
        """Return the dialog that says what the check says, and shows the approved text."""
        words = person.words
        if found := judged(words, reply):
            return found
        self._showing.send_later(Address(person=person.id), [said(*_lines(words, reply)), *draw(reply, words)])
        return said_card(words.gettext("The answer is too long for this window: you have it in our conversation."))


def judged(words: Translations, reply: Reply) -> Element | None:
    """Return the dialog that says what the check says, and shows the approved text; None where that is too long for one."""
    shown = draw_card(reply, words, ShownReply())
    if shown is None:
        return None
    which = wording.for_channel(reply.channel, words) if reply.channel in reply.wordings else words.gettext("General answer")
    label = [cards.line(words.gettext("Approved ({which}):").format(which=which), weight="Bolder")] if reply.text else []
    first, *others = _lines(words, reply) or [""]
    head = [cards.line(first, weight="Bolder")] if first else []
    found = cards.card([*head, *(cards.line(one) for one in others), *label, *shown["body"]])
    return found if cards.fits(found) else None


def ask(words: Translations, channels: Sequence[Channel], typed: Typed | None = None, reply: Reply | None = None) -> Element:
    """Return the dialog that asks for a draft; where a reply leaves open which answer it is about, that is asked too."""
    typed = typed or Typed()
    options = [(words.gettext("Any channel (the general answer)"), _ANY)]
    options += [(wording.for_channel(channel.name, words), str(number)) for number, channel in enumerate(channels)]
    asked = []
    if reply and reply.suggestions:
        entries = [(one.question, one.entry) for one in reply.suggestions] + [(words.gettext("None of these"), _NONE)]
        asked = [cards.line(draft_wording.headline(reply, words)), cards.choice(ENTRY, words.gettext("Answer"), entries, style="expanded")]
    draft, question = typed.draft[:_MOST_DRAFT], typed.question[:_MOST_QUESTION]
    missing = words.gettext("Write or paste what you are about to send.")
    return cards.card(
        [
            *asked,
            cards.typed(DRAFT, words.gettext("Your draft"), draft, limit=_MOST_DRAFT, is_long=True, is_required=missing),
            cards.typed(QUESTION, words.gettext("What did the citizen ask? (optional)"), question, limit=_MOST_QUESTION, is_long=True),
            cards.choice(CHANNEL, words.gettext("Where will you answer?"), options, typed.channel),
            *cards.rows([cards.submit(words.gettext("Check"), CHECK_DRAFT, {}, "positive", needs_inputs=True)]),
        ]
    )


def _channel(value: str, channels: Sequence[Channel]) -> str:
    """Return the name of the channel that was chosen; empty for the general answer."""
    number = number_in(value, -1)
    return channels[number].name if 0 <= number < len(channels) else ""


def _lines(words: Translations, reply: Reply) -> list[str]:
    marks = reply.judgement.marks if reply.judgement else ()
    found = [draft_wording.headline(reply, words), *(f"• {draft_wording.mark(mark, words)}" for mark in marks[:_MOST_MARKS])]
    return [line for line in found if line]
