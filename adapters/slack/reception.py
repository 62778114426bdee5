"""What a person does becomes an event for the desk; what the desk says is shown where they are.

Who may ask is `people`'s to say, what is answered the desk's, how it is shown `showing`'s, when it is sent `sending`'s; here it is only decided where
a reply goes. Each method returns once its event is on record, so that it may be acknowledged; what is shown follows by itself.
"""

import asyncio

import structlog

from adapters.slack import views
from adapters.slack.approving import APPROVAL, Approving
from adapters.slack.messages import Message, draw, said
from adapters.slack.owing import Owing
from adapters.slack.payloads import PLATFORM, Address, Press
from adapters.slack.people import People, Person, Refusal
from adapters.slack.presses import NotOnRecord, to_event
from adapters.slack.reviewing import REVIEW, Reviewing
from adapters.slack.sending import Sender
from adapters.slack.showing import Showing
from bot import wording
from bot.events import Asked, Event, Explained, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.platforms import Service
from bot.review import telling
from bot.turns import Background, Order, Turn
from knowledge.answering import Question, Reply

_log = structlog.get_logger("unavoz.slack")


class Reception:
    """Receives everybody, for one workspace."""

    def __init__(
        self,
        service: Service,
        people: People,
        sender: Sender,
        owing: Owing,
        intake: Intake,
        showing: Showing,
        order: Order,
        background: Background,
        approving: Approving,
        reviewing: Reviewing,
    ) -> None:
        self._service = service
        self._desk = service.desk
        self._outbox = service.desk.ledger.outbox
        self._departments = service.settings.slack.departments
        self._people = people
        self._sender = sender
        self._owing = owing
        self._intake = intake
        self._showing = showing
        self._order = order
        self._spawn = background.spawn
        self._approving = approving
        self._reviewing = reviewing

    async def asked(self, key: str, user: str, text: str, address: Address, *, in_passing: bool = False) -> None:
        """Somebody asked, in a conversation where the answer is sent; or said something `in_passing`, which is left alone if it is no question."""
        turn = self._order.turn(address.conversation)
        is_owed = False
        try:
            person = await self._let_in(user, None if in_passing else _aside(address, user))
            if person is None:
                return
            question = Question(text, reads=person.language)
            if in_passing and not await asyncio.to_thread(self._desk.is_answerable, question):
                return
            if not text:
                self._spawn(self._showing.send_all(_aside(address, user), [self._showing.help(person)]))
                return
            tell_at = Address(user) if address.only_for else address
            event = Asked(key, PLATFORM, user, question, tell_at.to_text(), self._department_in(address))
            reply = await self._intake.take(event, address.to_text())
            if reply is not None:
                self._spawn(self._answer(turn, key, reply, person, address))
                is_owed = True
        finally:
            if not is_owed:
                turn.give_up()

    async def asked_in_private(self, key: str, user: str, text: str) -> Message | None:
        """Somebody asked by the command; return the message that they alone see, if any."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            refusal = self._showing.refusal(person)
            return said(refusal) if refusal else None
        if not text:
            return self._showing.help(person)
        reply = await self._intake.handle(_asked_in_private(key, user, Question(text, reads=person.language)))
        first, *more = draw(reply, person.words, await self._showing.shown(key, reply, can_share=True))
        if more:  # a response URL is good for five messages
            self._spawn(self._showing.send_all(Address(user), draw(reply, person.words, await self._showing.shown(key, reply))))
            return said(person.words.gettext("The answer is too long for this window: you have it in our conversation."))
        return first

    async def wants_to_ask(self, user: str, trigger: str) -> None:
        """Somebody opened the modal."""
        if person := await self._let_in(user, trigger=trigger):
            await self._showing.ask(person, trigger)

    async def asked_in_modal(self, key: str, user: str, text: str, channel: str) -> views.View:
        """Somebody sent the modal; return the view that takes its place."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return views.notice(self._showing.refusal(person), self._service.words)
        channels = (await asyncio.to_thread(self._desk.catalogue)).channels
        if not text:
            return views.ask(person.words, channels)
        question = Question(text, views.chosen_channel(channel, channels), reads=person.language)
        return await self._modal_reply(_asked_in_private(key, user, question), person, Address())

    async def asked_about_message(self, key: str, user: str, text: str, origin: Address, trigger: str) -> None:
        """Somebody wants the approved answer for a message; it is shown in a modal, from which it can be shared in the message's thread."""
        person = await self._let_in(user, trigger=trigger)
        if person is None:
            return
        if not text:
            await self._showing.ask(person, trigger)
            return
        view = await self._modal_reply(_asked_in_private(key, user, Question(text, reads=person.language)), person, origin)
        self._showing.open(trigger, view)

    async def pressed(self, press: Press) -> None:
        """Somebody pressed something."""
        aside = press.address if press.address.is_private else press.aside
        person = await self._let_in(press.user, aside, press.trigger if press.view else "")
        if person is None:
            return
        if press.action.startswith(APPROVAL):
            await self._approving.pressed(press, person)
            return
        if press.action.startswith(REVIEW):
            await self._reviewing.pressed(press, person)
            return
        if press.action == "search":
            question = Question(press.value.strip(), reads=person.language)
            if question.text:
                self._showing.open(press.trigger, await self._modal_reply(_asked_in_private(press.key, press.user, question), person, Address()))
            return
        try:
            event = await asyncio.to_thread(to_event, press, self._desk.ledger)
        except NotOnRecord:
            self._spawn(self._showing.aside(press, wording.not_on_record(person.words), person))
            return
        if event:
            await self._take_press(press, event, person)

    async def explained(self, key: str, user: str, about: str, text: str) -> None:
        """Somebody gave a reason for what they had pressed."""
        if text and about and isinstance(await self._people.look_up(user), Person):
            await self._intake.handle(Explained(key, PLATFORM, user, about, text))

    async def rejected(self, user: str, kept: str, reason: str) -> views.View:
        """Somebody rejects a change in the window that shows it; return the view that takes its place."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return views.notice(self._showing.refusal(person), self._service.words)
        return await self._approving.rejected(user, person.name, person.words, kept, reason)

    async def archived(self, user: str, seen: str, reason: str) -> views.View:
        """Somebody archives a group in the window that shows it; return the view that takes its place."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return views.notice(self._showing.refusal(person), self._service.words)
        return await self._reviewing.archived(person, seen, reason)

    async def opened_home(self, user: str) -> None:
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            self._spawn(self._showing.home(person, await asyncio.to_thread(self._approving.home, person)))
        elif refusal := self._showing.refusal(person):
            self._spawn(self._showing.publish(user, views.closed_home(refusal)))

    async def opened_conversation(self, user: str, channel: str) -> None:
        """Somebody opened the conversation with the app: four questions to begin with."""
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            self._spawn(self._showing.prompts(person, channel))

    # Who it is

    async def _let_in(self, user: str, aside: Address | None = None, trigger: str = "") -> Person | None:
        """Return the person, or None after telling whoever is refused: in a window where they opened one, else `aside`, where they alone read it."""
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            return person
        if refusal := self._showing.refusal(person):
            if trigger:
                self._showing.open(trigger, views.notice(refusal, self._service.words))
            elif aside and aside.conversation:
                self._spawn(self._showing.send_all(aside, [said(refusal)]))
        return None

    # Where the reply goes

    async def _answer(self, turn: Turn, key: str, reply: Reply, person: Person, address: Address) -> None:
        self._sender.in_hand.add(key)
        try:
            async with turn:
                shown = await self._showing.shown(key, reply, can_share=bool(address.only_for))
                await self._sender.deliver(key, address, draw(reply, person.words, shown))
        finally:
            self._sender.in_hand.discard(key)

    async def _modal_reply(self, event: Asked, person: Person, origin: Address) -> views.View:
        return await self._showing.modal(self._desk.key_of(event), await self._intake.handle(event), person, origin)

    async def _take_press(self, press: Press, event: Event, person: Person) -> None:
        """Hand the event of a press to the desk; show what becomes of it."""
        if isinstance(event, Shared | Referred):
            await self._take_message(press, event, person)
            return
        reply = await self._intake.handle(event)
        if isinstance(event, Picked) or (isinstance(event, Rated) and event.verdict is Verdict.NONE_OF_THESE):
            self._spawn(self._showing.instead(press, self._desk.key_of(event), reply, person))
            return
        self._spawn(self._showing.done(press, event, person))
        if isinstance(event, Followed):
            self._spawn(self._tell_if_answered(event))
        if isinstance(event, Rated) and event.verdict in (Verdict.NOT_USEFUL, Verdict.WRONG):
            self._showing.open(press.trigger, views.reason(press.about, person.words), push=bool(press.view))

    async def _tell_if_answered(self, event: Followed) -> None:
        """Owe the answer at once where it has come since the question."""
        await asyncio.to_thread(telling.tell_if_answered, self._desk, event.about)

    async def _take_message(self, press: Press, event: Shared | Referred, person: Person) -> None:
        """Record what a press sends elsewhere, and send it."""
        send_to = self._shared_with(press) if isinstance(event, Shared) else await self._department(event)
        if send_to is None:
            refused = person.words.gettext("That department cannot be asked from here any more. Please contact it directly.")
            self._spawn(self._showing.aside(press, refused, person))
        elif await self._intake.take(event, send_to.to_text()):
            self._spawn(self._send_and_show(press, event, person, send_to))
        else:
            self._spawn(self._show_sent(press, event, person))

    @staticmethod
    def _shared_with(press: Press) -> Address:
        if press.view:
            return press.origin
        if press.address.thread:
            return Address(press.address.channel, press.address.thread)
        return Address(response_url=press.address.response_url, is_public=True)

    def _department_in(self, address: Address) -> str:
        """Return the department whose people are in a conversation; empty where the settings name none."""
        return next((name for name, channel in self._departments.items() if channel == address.channel), "")

    async def _department(self, event: Referred) -> Address | None:
        """Return the channel of the department that a question is put to, or None where the settings name none."""
        earlier = await asyncio.to_thread(self._desk.ledger.reply_to, event.about)
        channel = self._departments.get(earlier.owner, "") if earlier else ""
        return Address(channel) if channel else None

    async def _send_and_show(self, press: Press, event: Shared | Referred, person: Person, send_to: Address) -> None:
        owed = Owed(self._desk.key_of(event), type(event).__name__.lower(), person.id, send_to.to_text(), press.about, self._desk.clock())
        await self._owing.send_claimed(owed)
        await self._show_sent(press, event, person)

    async def _show_sent(self, press: Press, event: Shared | Referred, person: Person) -> None:
        """Show that what a press sends elsewhere is sent, or why it is not."""
        # In this order: what is no longer unmarked is on record.
        if self._desk.key_of(event) in self._intake.unmarked or await asyncio.to_thread(self._outbox.is_sent, self._desk.key_of(event)):
            await self._showing.done(press, event, person)
        elif await asyncio.to_thread(self._outbox.is_undeliverable, self._desk.key_of(event)):
            refused = person.words.gettext("It could not be shown there. Invite me to the channel first: /invite @Una Voz")
            await self._showing.aside(press, refused, person)
        else:
            await self._showing.aside(press, person.words.gettext("It will be shown there as soon as Slack takes it."), person)


def _asked_in_private(key: str, user: str, question: Question) -> Asked:
    """Return the event of somebody who asked where nobody else reads; they are told in the conversation with the app."""
    return Asked(key, PLATFORM, user, question, Address(user).to_text())


def _aside(address: Address, user: str) -> Address:
    """Return where a person alone is told something about what they did in a conversation."""
    return address if address.is_private else Address(address.channel, address.active_thread, only_for=user)
