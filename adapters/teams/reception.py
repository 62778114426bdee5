"""What a person does becomes an event for the desk; what the desk says is shown where they are.

Who may ask is `people`'s to say, what is answered the desk's, how it is shown `showing`'s, when it is sent `sending`'s; here it is only decided where
a reply goes. A message is answered by messages, which follow by themselves once its event is on record; a press by what takes the place of its card.
"""

import asyncio
from dataclasses import replace

from adapters.teams import commands
from adapters.teams.approving import Approving
from adapters.teams.cards import Element
from adapters.teams.messages import WHY, draw, said
from adapters.teams.owing import Owing
from adapters.teams.payloads import PLATFORM, Address, Payload, Press, address_of, as_typed, channel_of, field, read_press, sender_of, spoken
from adapters.teams.people import People, Person, Refusal
from adapters.teams.presses import NotOnRecord, name_of, to_event
from adapters.teams.reviewing import Reviewing
from adapters.teams.sending import Sender
from adapters.teams.showing import Showing
from bot import wording
from bot.events import Asked, Event, Explained, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.intake import Intake
from bot.platforms import Service
from bot.review import telling
from bot.turns import Background, Order, Turn
from knowledge.answering import Question, Reply
from knowledge.text import key as compared

_HELP = frozenset(map(compared, commands.HELP_WORDS))
_QUEUE = frozenset(map(compared, commands.QUEUE_WORDS))
_DRAFT = frozenset(map(compared, commands.DRAFT_WORDS))
_MINE = frozenset(map(compared, commands.MINE_WORDS))
_CHANGES = frozenset(map(compared, commands.CHANGES_WORDS))
_APPROVE = frozenset(map(compared, commands.APPROVE_WORDS))
# Of what is sent elsewhere by a press, so much is waited for, so that it can be said whether it arrived.
_WAITED_FOR = 3.0


class Reception:
    """Receives everybody, for one tenant."""

    def __init__(
        self,
        service: Service,
        people: People,
        sender: Sender,
        intake: Intake,
        showing: Showing,
        order: Order,
        background: Background,
        owing: Owing,
        reviewing: Reviewing,
        approving: Approving,
    ) -> None:
        self._service = service
        self._desk = service.desk
        self._departments = service.settings.teams.departments
        self._people = people
        self._sender = sender
        self._intake = intake
        self._showing = showing
        self._order = order
        self._spawn = background.spawn
        self._owing = owing
        self._reviewing = reviewing
        self._approving = approving

    async def said(self, activity: Payload) -> None:
        """Somebody wrote to the bot, in a conversation where the answer is sent."""
        address, sender = address_of(activity), sender_of(activity)
        turn = self._order.turn(address.order)
        is_owed = False
        try:
            person = await self._let_in(activity)
            text = spoken(activity)
            if person is None or "inline-compose-card" in field(activity, "text"):  # an answer that they put in themselves
                return
            if await self._asks_for_something_else(text, person, address):
                return
            question = Question(text, reads=person.language)
            key = name_of(self._desk, "message", address.conversation, field(activity, "id"), person=sender.id)
            event = Asked(key, PLATFORM, person.id, question, address.to_text(), self._department_in(activity))
            reply = await self._intake.take(event, address.to_text())
            if reply is not None:
                self._spawn(self._answer(turn, key, reply, person, address))
                is_owed = True
        finally:
            if not is_owed:
                turn.give_up()

    async def _asks_for_something_else(self, text: str, person: Person, address: Address) -> bool:
        """Answer what is no question of a citizen's: a command of the bot's menu, or nothing at all."""
        can_review = self._reviewing.may(person) and address.is_personal
        if compared(text) in ("", *_HELP):
            self._showing.send_later(address, [self._showing.help(person, can_review=can_review)])
        elif compared(text) in _QUEUE and can_review:
            self._showing.send_later(address, [await asyncio.to_thread(self._reviewing.waiting, person)])
        elif compared(text) in _DRAFT:
            self._showing.send_later(address, [self._showing.draft_check(person)])
        elif compared(text) in _MINE and address.is_personal:
            self._showing.send_later(address, [await asyncio.to_thread(self._showing.mine, person)])
        elif compared(text) in _CHANGES:
            self._showing.send_later(address, [await asyncio.to_thread(self._showing.changes, person)])
        elif compared(text) in _APPROVE and address.is_personal:
            self._showing.send_later(address, [await asyncio.to_thread(self._approving.waiting, person)])
        else:
            return False
        return True

    async def pressed(self, activity: Payload) -> Element | str:
        """Somebody pressed a button of a card; return the card that takes its place, or what they alone are told."""
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return self._showing.refusal(person, self._people.words_of(sender_of(activity)))
        return await self.press(read_press(activity), person)

    async def press(self, press: Press, person: Person, *, in_dialog: bool = False) -> Element | str:
        """Do what a press stands for."""
        if press.verb == "explain":
            return await self._explained(press, person, in_dialog=in_dialog)
        try:
            event = await asyncio.to_thread(to_event, press, person.id, self._desk)
        except NotOnRecord:
            return wording.not_on_record(person.words)
        if event is None:
            return person.words.gettext("That button is not known here any more. Please ask again.")
        return await self._take_press(press, event, person, in_dialog=in_dialog)

    async def installed(self, activity: Payload) -> None:
        """Somebody put the bot in: into their own conversation, a chat or a team."""
        sender, address = sender_of(activity), address_of(activity)
        if self._people.refused_unseen(sender):
            return
        reads = self._people.language_of(sender) or self._service.settings.common_language
        self._showing.send_later(address, [await self._showing.welcome(self._people.words_of(sender), reads, is_personal=address.is_personal)])

    async def uninstalled(self, activity: Payload) -> None:
        """Somebody took the bot out of their own conversation: they are not reached any more."""
        sender = sender_of(activity)
        if not self._people.refused_unseen(sender) and address_of(activity).is_personal:
            await self._sender.forget(sender.id)

    # Who it is

    async def _let_in(self, activity: Payload) -> Person | None:
        """Return who wrote, or None after telling whoever is refused."""
        address = address_of(activity)
        person = await self._people.look_up(sender_of(activity), address)
        if isinstance(person, Person):
            return person
        if refusal := self._showing.refusal(person, self._people.words_of(sender_of(activity))):
            self._showing.send_later(address, [said(refusal)])
        return None

    # Where the reply goes

    async def _answer(self, turn: Turn, key: str, reply: Reply, person: Person, address: Address) -> None:
        self._sender.in_hand.add(key)
        try:
            async with turn:
                await self._sender.deliver(key, address, draw(reply, person.words, await self._showing.shown(key, reply)))
        finally:
            self._sender.in_hand.discard(key)

    async def _take_press(self, press: Press, event: Event, person: Person, *, in_dialog: bool) -> Element | str:
        """Hand the event of a press to the desk; return what becomes of the card."""
        if isinstance(event, Shared | Referred):
            return await self._take_message(press, event, person, in_dialog=in_dialog)
        reply = await self._intake.handle(event)
        if isinstance(event, Picked) or (isinstance(event, Rated) and event.verdict is Verdict.NONE_OF_THESE):
            key = self._desk.key_of(event)
            shown = await self._showing.shown(key, reply)
            return await self._showing.card(key, reply, person, replace(shown, in_dialog=in_dialog), press.address)
        if isinstance(event, Followed):
            self._spawn(self._tell_if_answered(event))
        asks_why = isinstance(event, Rated) and event.verdict in (Verdict.NOT_USEFUL, Verdict.WRONG)
        return await self._showing.again(press, person, type(event).__name__.lower(), asks_why=asks_why, in_dialog=in_dialog)

    async def _explained(self, press: Press, person: Person, *, in_dialog: bool) -> Element | str:
        if await asyncio.to_thread(self._desk.ledger.reply_to, press.about) is None:
            return wording.not_on_record(person.words)
        text = as_typed(press.inputs.get(WHY, ""))
        if text:
            key = name_of(self._desk, "why", press.about, text, person=person.id)
            await self._intake.handle(Explained(key, PLATFORM, person.id, press.about, text))
        return await self._showing.again(press, person, note=person.words.gettext("Thank you: noted."), in_dialog=in_dialog)

    async def _tell_if_answered(self, event: Followed) -> None:
        """Owe the answer at once where it has come since the question."""
        await asyncio.to_thread(telling.tell_if_answered, self._desk, event.about)

    async def _take_message(self, press: Press, event: Shared | Referred, person: Person, *, in_dialog: bool) -> Element | str:
        """Record what a press sends elsewhere, send it, and say what became of it as far as that is known soon."""
        send_to = press.address if isinstance(event, Shared) else await self._department(event)
        if send_to is None:
            return person.words.gettext("That department cannot be asked from here any more. Please contact it directly.")
        key = self._desk.key_of(event)
        if await self._intake.take(event, send_to.to_text()):
            sending = asyncio.ensure_future(self._owing.send_now(event, key, press.about, person, send_to))
            self._spawn(_ended(sending))
            await asyncio.wait([sending], timeout=_WAITED_FOR)
        note = await self._owing.what_became_of(key, person.words)
        kind = "" if note else type(event).__name__.lower()
        return await self._showing.again(press, person, kind, note, in_dialog=in_dialog)

    def _department_in(self, activity: Payload) -> str:
        """Return the department whose people are in a conversation; empty where the settings name none."""
        channel = channel_of(activity)
        return next((name for name, its in self._departments.items() if channel and its == channel), "")

    async def _department(self, event: Referred) -> Address | None:
        """Return the channel of the department that a question is put to, or None where the settings name none."""
        earlier = await asyncio.to_thread(self._desk.ledger.reply_to, event.about)
        channel = self._departments.get(earlier.owner, "") if earlier else ""
        return Address(channel) if channel else None


async def _ended(work: "asyncio.Future[None]") -> None:
    await work
