"""What people are shown: a reply in a card or in messages, how to ask, why somebody may not.

Nothing here is on record: what cannot be shown is tried some times more, then logged and let go. What is owed goes by `Sender.deliver`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from adapters.teams import cards, commands, messages
from adapters.teams.cards import Element
from adapters.teams.messages import Activity, Shown
from adapters.teams.payloads import PLATFORM, Address, Press
from adapters.teams.people import Person, Refusal
from adapters.teams.sending import FAILED, Sender
from bot import digest_telling, overview, overview_wording, recall_wording, wording
from bot.outbox import Message as Owed
from bot.platforms import Service
from bot.turns import Background, Order
from knowledge.answering import Outcome, Reply
from knowledge.model import EntryKey
from knowledge.translation import Translations

_PROMPTS = 4
_LISTED = 5

_log = structlog.get_logger("unavoz.teams")


class Showing:
    """Shows everybody of one tenant what is theirs to see."""

    def __init__(self, service: Service, sender: Sender, order: Order, background: Background) -> None:
        self._service = service
        self._desk = service.desk
        self._departments = service.settings.teams.departments
        self._sender = sender
        self._order = order
        self._spawn = background.spawn

    # A reply, drawn

    async def shown(self, key: str, reply: Reply, done: frozenset[str] = frozenset(), *, headline: str = "") -> Shown:
        """Return how the reply to an event is shown. An open question can be followed, or put to its department."""
        is_open = reply.outcome is Outcome.UNANSWERED and await asyncio.to_thread(self._desk.ledger.asked, key) is not None
        return Shown(key, done, can_follow=is_open, can_refer=is_open and reply.owner in self._departments, headline=headline)

    async def card(self, key: str, reply: Reply, person: Person, shown: Shown, address: Address) -> Element:
        """Return the card that shows a reply in the place of another one, or in a dialog, from which it can be written in the conversation.

        One that is too long for a card goes to the conversation where only that person reads it.
        """
        shown = replace(shown, about=key, can_share=bool(reply.text) and bool(address.conversation))
        if found := messages.draw_card(reply, person.words, shown):
            return found
        apart = replace(shown, can_share=False, in_dialog=False)
        self.send_later(address if address.is_personal else Address(person=person.id), messages.draw(reply, person.words, apart))
        return messages.said_card(person.words.gettext("The answer is too long for this window: you have it in our conversation."))

    async def again(self, press: Press, person: Person, event: str = "", note: str = "", *, asks_why: bool = False, in_dialog: bool = False) -> Element:
        """Return the card that was pressed as it is now; `event` is the kind of what was just done, which may not be on record as sent yet."""
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, press.about)
        if reply is None:
            return messages.said_card(note)
        done = await asyncio.to_thread(self._desk.ledger.done_with, press.about, PLATFORM, person.id) | ({event} if event else set())
        shown = replace(await self.shown(press.about, reply, done), note=note, asks_why=asks_why, in_dialog=in_dialog)
        if press.in_card or not reply.text:
            return await self.card(press.about, reply, person, shown, press.address)
        return messages.controls(reply, person.words, shown)

    # What was owed

    async def owed(self, owed: Owed, reply: Reply, person: Person) -> list[Activity]:
        """Return the messages of what was owed to somebody, or by them to a department."""
        asked = await asyncio.to_thread(self._desk.ledger.asked, owed.about or owed.event)
        question = asked.question.text if asked else ""
        if owed.kind == "referred":
            return [messages.referred(question, person.name, reply, self._service.words)]
        if owed.kind in ("recalled", "reminded"):  # a reminder is about the notice, and so is what is pressed under it
            again = person.words.gettext("A reminder: please say that you have read this.") if owed.kind == "reminded" else ""
            about = owed.about if owed.kind == "reminded" else owed.event
            return messages.draw(reply, person.words, await self.shown(about, reply, headline=again))
        told = person.words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=question)
        return messages.draw(reply, person.words, await self.shown(owed.event, reply, headline=told if owed.kind == "told" else ""))

    def to_department(self, owed: Owed) -> list[Activity]:
        """Return the messages that tell a department's channel of a new measure, or what happened; none where that is out of date."""
        words, desk = self._service.words, self._desk
        if owed.kind == "digested":
            said = digest_telling.said(desk, self._service.database, self._service.settings, owed.event, words)
            return messages.digest(*said) if said else []
        reply = desk.ledger.reply_to(owed.event)
        return messages.draw(reply, words, Shown(headline=recall_wording.announced_by(owed.event, words))) if reply else []

    # Of our own

    def help(self, person: Person, *, can_review: bool) -> Activity:
        """Return how to ask, with what else can be done here."""
        words = person.words
        acts = [cards.opens(words.gettext("Check a draft"), commands.DRAFT, {})]
        if can_review:
            acts.append(said_in_their_name(words.gettext("What waits for an answer"), words.gettext("waiting")))
        return messages.said(*help_lines(words), actions=acts, title=self._title(words))

    def mine(self, person: Person) -> Activity:
        """Return what a person asked last, and how that stands."""
        words = person.words
        found = overview.my_questions(self._desk, PLATFORM, person.id, _LISTED)
        if not found:
            return messages.said(words.gettext("You have not asked anything yet."))
        rows = []
        for one in found:
            entry = EntryKey(one.now.entry, one.now.language) if one.now.text else None
            rows.append((words.gettext("“{question}”").format(question=one.asked.question.text), overview_wording.standing(one, words), entry))
        return messages.listed(words.gettext("My questions"), rows, words)

    def changes(self, person: Person) -> Activity:
        """Return what says something else than a month ago."""
        words = person.words
        found = overview.changed_lately(self._desk, person.language, _LISTED)
        if not found:
            return messages.said(words.gettext("Nothing has changed."))
        rows = [(overview_wording.changed(one, words), "", one.entry.key) for one in found]
        return messages.listed(words.gettext("Changed in the last 30 days"), rows, words)

    def draft_check(self, person: Person) -> Activity:
        """Return what opens the draft check."""
        words = person.words
        about = words.gettext("Compare what you are about to send with the approved answer")
        return messages.said(about, actions=[cards.opens(words.gettext("Check a draft"), commands.DRAFT, {})])

    async def welcome(self, words: Translations, language: str, *, is_personal: bool) -> Activity:
        """Return what is said where the bot was put in; to one person alone, with questions to begin with."""
        entries = await asyncio.to_thread(overview.starters, self._desk, language, _PROMPTS) if is_personal else []
        acts = [said_in_their_name(entry.question, entry.question) for entry in entries if len(entry.question) <= cards.LINE]
        about = words.gettext("Approved answers for citizens, word for word. It never makes one up.")
        return messages.said(about, *help_lines(words), actions=acts, title=self._title(words))

    def refusal(self, refusal: Refusal, words: Translations) -> str:
        """Return what somebody is told who may not ask; empty where nothing is said."""
        match refusal:
            case Refusal.NOT_STAFF:
                return wording.only_staff(self._service.settings.organisation, words)
            case Refusal.UNKNOWN:
                return words.gettext("Your account could not be checked just now. Please ask again in a minute.")
            case Refusal.NOT_INSTALLED:
                return words.gettext("I do not know you yet: open a chat with Una Voz first, and try again from here.")
            case Refusal.FOREIGN:
                return ""

    def _title(self, words: Translations) -> str:
        whose = self._service.settings.organisation
        return words.gettext("Una Voz · {organisation}").format(organisation=whose) if whose else "Una Voz"

    # Said to Teams

    def send_later(self, address: Address, drawn: Sequence[Activity]) -> None:
        """Send messages, in their turn, while whoever asked for them goes on."""
        self._spawn(self._send_all(address, drawn))

    async def _send_all(self, address: Address, drawn: Sequence[Activity]) -> None:
        async with self._order.turn(address.order):
            for message in drawn:
                try:
                    await self._sender.patiently(lambda message=message: self._sender.send(address, message))  # type: ignore[misc]  # mypy#12557
                except FAILED as error:
                    _log.warning("not shown", error=str(error) or type(error).__name__)
                    return


def help_lines(words: Translations) -> list[str]:
    """Return how to ask."""
    return [
        words.gettext("Write to me here, or mention me in a channel or a chat: everybody there reads the answer."),
        words.gettext("While you write a message to somebody, look an answer up under Una Voz below the message box, and put it in."),
        words.gettext("On a citizen's message, choose “Approved answer for this” in its menu: only you see it."),
        words.gettext("The answer is the approved text, word for word: copy it as it is."),
    ]


def said_in_their_name(title: str, text: str) -> Element:
    """Return a button that writes something to the bot, as if the person had typed it."""
    return {
        "type": "Action.Submit",
        "title": cards.shortened(title, cards.LABEL),
        "associatedInputs": "none",
        "data": {"msteams": {"type": "imBack", "value": text}},
    }
