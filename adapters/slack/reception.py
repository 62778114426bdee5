"""What a person does becomes an event for the desk; what the desk says is shown where they are.

Who may ask is `people`'s to say, what is answered the desk's, when it is sent `sending`'s; here it is only decided where something is shown. Each
method returns once its event is on record, so that it may be acknowledged; what is shown follows by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import views
from adapters.slack.messages import Shown, draw, referred, said
from adapters.slack.payloads import PLATFORM, Address, Press
from adapters.slack.people import People, Person, Refusal
from adapters.slack.presses import NotOnRecord, to_event
from adapters.slack.sending import UNREACHED, Order, Sender, Turn, reason_of
from bot import following, overview, wording
from bot.events import Asked, Event, Explained, Followed, Picked, Rated, Referred, Shared, Verdict
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.platforms import Service
from knowledge.answering import Question, Reply

_SHOWN_AT_HOME = 5
_PROMPTS = 4
# A status that comes late must not hold the answer.
_STATUS_PATIENCE = 1.0
_TRIGGER_LIFETIME = 3.0

_log = structlog.get_logger("unavoz.slack")


class Reception:
    """Receives everybody, for one workspace."""

    def __init__(self, service: Service, client: AsyncWebClient, people: People, sender: Sender, intake: Intake) -> None:
        self._service = service
        self._desk = service.desk
        self._intake = intake
        self._settings = service.settings.slack
        self._client = client
        self._people = people
        self._sender = sender
        self._order = Order()
        self._tasks: set[asyncio.Task[None]] = set()

    async def asked(self, key: str, user: str, text: str, address: Address, *, in_passing: bool = False) -> None:
        """Somebody asked, in a conversation where the answer is sent; or said something `in_passing`, which is left alone if it is no question."""
        turn = self._order.turn(address.conversation)
        is_owed = False
        try:
            person = await self._let_in(user, None if in_passing else address)
            if person is None:
                return
            question = Question(text, reads=person.language)
            if in_passing and not await asyncio.to_thread(self._desk.is_answerable, question):
                return
            if not text:
                self._spawn(self._send_all(_aside(address, user), [self._help(person)]))
                return
            reply = await self._intake.take(Asked(key, PLATFORM, user, question), address.to_text())
            if reply is not None:
                self._spawn(self._answer(turn, key, reply, person, address))
                is_owed = True
        finally:
            if not is_owed:
                turn.give_up()

    async def asked_in_private(self, key: str, user: str, text: str) -> dict[str, Any] | None:
        """Somebody asked by the command; return the message that they alone see, if any."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            refusal = self._refusal(person)
            return said(refusal) if refusal else None
        if not text:
            return self._help(person)
        reply = await self._intake.handle(Asked(key, PLATFORM, user, Question(text, reads=person.language)))
        first, *more = draw(reply, person.words, self._shown(key, reply, can_share=True))
        if more:  # a response URL is good for five messages
            self._spawn(self._send_all(Address(user), draw(reply, person.words, self._shown(key, reply))))
            return said(person.words.gettext("The answer is too long for this window: you have it in our conversation."))
        return first

    async def wants_to_ask(self, user: str, trigger: str) -> None:
        """Somebody opened the modal."""
        if person := await self._let_in(user, trigger=trigger):
            await self._open_ask(person, trigger)

    async def asked_in_modal(self, key: str, user: str, text: str, channel: str) -> views.View:
        """Somebody sent the modal; return the view that takes its place."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return views.notice(self._refusal(person), self._service.words)
        channels = (await asyncio.to_thread(self._desk.catalogue)).channels
        if not text:
            return views.ask(person.words, channels)
        question = Question(text, views.chosen_channel(channel, channels), reads=person.language)
        return await self._modal_reply(Asked(key, PLATFORM, user, question), person, Address())

    async def asked_about_message(self, key: str, user: str, text: str, origin: Address, trigger: str) -> None:
        """Somebody wants the approved answer for a message; it is shown in a modal, from which it can be shared in the message's thread."""
        person = await self._let_in(user, trigger=trigger)
        if person is None:
            return
        if not text:
            await self._open_ask(person, trigger)
            return
        self._open(trigger, await self._modal_reply(Asked(key, PLATFORM, user, Question(text, reads=person.language)), person, origin))

    async def pressed(self, press: Press) -> None:
        """Somebody pressed something."""
        person = await self._let_in(press.user, press.address, press.trigger if press.view else "")
        if person is None:
            return
        if press.action == "search":
            question = Question(press.value.strip(), reads=person.language)
            if question.text:
                self._open(press.trigger, await self._modal_reply(Asked(press.key, PLATFORM, press.user, question), person, Address()))
            return
        try:
            event = await asyncio.to_thread(to_event, press, self._desk.ledger)
        except NotOnRecord:
            self._spawn(self._show_aside(press, wording.not_on_record(person.words), person))
            return
        if event:
            await self._take_press(press, event, person)

    async def explained(self, key: str, user: str, about: str, text: str) -> None:
        """Somebody gave a reason for what they had pressed."""
        if text and about and isinstance(await self._people.look_up(user), Person):
            await self._intake.handle(Explained(key, PLATFORM, user, about, text))

    async def opened_home(self, user: str) -> None:
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            self._spawn(self._publish_home(person))
        elif refusal := self._refusal(person):
            self._spawn(self._publish(user, views.closed_home(refusal)))

    async def opened_conversation(self, user: str, channel: str) -> None:
        """Somebody opened the conversation with the app: four questions to begin with."""
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            self._spawn(self._suggest(person, channel))

    def send_owed(self, owed: Owed) -> None:
        """Send, in its turn, what nobody has in hand: another process left it, or a follower is to be told."""
        if owed.event not in self._sender.in_hand:
            self._sender.in_hand.add(owed.event)
            self._spawn(self._send_claimed(owed))

    async def _send_claimed(self, owed: Owed, *, is_claimed: bool = False) -> None:
        outbox = self._desk.ledger.outbox
        self._sender.in_hand.add(owed.event)
        try:
            address = Address.from_text(owed.send_to)
            async with self._order.turn(address.conversation):
                person = await self._people.look_up(owed.asker)
                if person is Refusal.UNKNOWN or not (is_claimed or await asyncio.to_thread(outbox.claim, owed.event, self._desk.clock())):
                    return
                reply = await asyncio.to_thread(self._desk.ledger.reply_to, owed.event)
                if reply is None or isinstance(person, Refusal):
                    await asyncio.to_thread(outbox.undeliverable, owed.event)
                    return
                await self._sender.deliver(owed.event, address, await self._drawn(owed, reply, address, person))
        except (ValueError, TypeError):  # an address that no release of ours wrote
            await asyncio.to_thread(outbox.undeliverable, owed.event)
        finally:
            self._sender.in_hand.discard(owed.event)

    async def close(self) -> None:
        """Wait a little for what is under way; the rest stays owed."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in self._tasks:
            task.cancel()
        await self._intake.close()

    # Who it is

    async def _let_in(self, user: str, address: Address | None = None, trigger: str = "") -> Person | None:
        """Return the person, or None after telling whoever is refused, in a window where they opened one."""
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            return person
        if refusal := self._refusal(person):
            if trigger:
                self._open(trigger, views.notice(refusal, self._service.words))
            elif address and address.channel:
                self._spawn(self._send_all(_aside(address, user), [said(refusal)]))
        return None

    def _refusal(self, refusal: Refusal) -> str:
        words = self._service.words
        match refusal:
            case Refusal.NOT_STAFF:
                whose = self._service.settings.organisation or words.gettext("this organisation")
                return words.gettext("Only the staff of {organisation} can ask here.").format(organisation=whose)
            case Refusal.UNKNOWN:
                return words.gettext("Your account could not be checked just now. Please ask again in a minute.")
            case Refusal.BOT:  # two bots that answer each other never stop
                return ""

    # What is shown

    async def _answer(self, turn: Turn, key: str, reply: Reply, person: Person, address: Address) -> None:
        self._sender.in_hand.add(key)
        try:
            async with turn:
                if address.channel.startswith("D"):
                    await self._show_looking(person, address)
                await self._sender.deliver(key, address, draw(reply, person.words, self._shown(key, reply, can_share=bool(address.only_for))))
        finally:
            self._sender.in_hand.discard(key)

    def _shown(self, key: str, reply: Reply, done: frozenset[str] = frozenset(), *, can_share: bool = False, headline: str = "") -> Shown:
        return Shown(key, done, can_share=can_share, can_refer=reply.owner in self._settings.departments, headline=headline)

    async def _drawn(self, owed: Owed, reply: Reply, address: Address, person: Person) -> list[dict[str, Any]]:
        asked = await asyncio.to_thread(self._desk.ledger.asked, owed.about or owed.event)
        question = asked.question.text if asked else ""
        if owed.kind == "referred":
            return [referred(question, person.name, reply, self._service.words)]
        told = person.words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=question)
        can_share = bool(address.only_for)
        return draw(reply, person.words, self._shown(owed.event, reply, can_share=can_share, headline=told if owed.kind == "told" else ""))

    async def _modal_reply(self, event: Asked, person: Person, origin: Address) -> views.View:
        return self._modal(event.key, await self._intake.handle(event), person, origin)

    def _modal(
        self, key: str, reply: Reply, person: Person, origin: Address, done: frozenset[str] = frozenset(), *, can_follow: bool = True
    ) -> views.View:
        shown = replace(self._shown(key, reply, done, can_share=bool(origin.channel)), in_modal=True, can_follow=can_follow)
        if view := views.answer(reply, person.words, shown, origin):
            return view
        self._spawn(self._send_all(Address(person.id), draw(reply, person.words, replace(shown, in_modal=False, can_share=False))))
        return views.sent_apart(person.words)

    async def _take_press(self, press: Press, event: Event, person: Person) -> None:
        """Hand the event of a press to the desk; show what becomes of it."""
        if send_to := await self._send_to(press, event):
            if await self._intake.take(event, send_to.to_text()):
                self._spawn(self._send_and_show(press, event, person, send_to))
            else:
                self._spawn(self._show_done(press, event, person))
            return
        reply = await self._intake.handle(event)
        if isinstance(event, Picked) or (isinstance(event, Rated) and event.verdict is Verdict.NONE_OF_THESE):
            self._spawn(self._show_instead(press, event.key, reply, person))
            return
        self._spawn(self._show_done(press, event, person))
        if isinstance(event, Followed):  # the answer may have come since the question
            await asyncio.to_thread(following.tell, self._desk, PLATFORM)
        if isinstance(event, Rated) and event.verdict in (Verdict.NOT_USEFUL, Verdict.WRONG):
            self._open(press.trigger, views.reason(press.about, person.words), push=bool(press.view))

    async def _send_to(self, press: Press, event: Event) -> Address | None:
        """Return where the reply to a press goes beside the place where it was pressed, if anywhere."""
        match event:
            case Shared() if press.view:
                return press.origin
            case Shared() if press.address.thread:
                return Address(press.address.channel, press.address.thread)
            case Shared():
                return Address(response_url=press.address.response_url, is_public=True)
            case Referred():
                earlier = await asyncio.to_thread(self._desk.ledger.reply_to, event.about)
                channel = self._settings.departments.get(earlier.owner, "") if earlier else ""
                return Address(channel) if channel else None
            case _:
                return None

    async def _send_and_show(self, press: Press, event: Event, person: Person, send_to: Address) -> None:
        """Send what a press sends elsewhere; then show that it is done, or why it could not be."""
        owed = Owed(event.key, type(event).__name__.lower(), event.asker, send_to.to_text(), press.about)
        await self._send_claimed(owed, is_claimed=True)
        if await asyncio.to_thread(self._desk.ledger.outbox.is_undeliverable, event.key):
            refused = person.words.gettext("It could not be shown there. Invite me to the channel first: /invite @Una Voz")
            await self._show_aside(press, refused, person)
        else:
            await self._show_done(press, event, person)

    async def _show_instead(self, press: Press, key: str, reply: Reply, person: Person) -> None:
        """Show a reply where another one was: in its place if that is the person's own, beside it if others read it too."""
        if press.view and press.action.startswith("entry_"):  # the Home tab stays as it is
            self._open(press.trigger, self._modal(key, reply, person, Address(), can_follow=False))
        elif press.view:
            await self._update_view(press, self._modal(key, reply, person, press.origin))
        elif not press.address.is_private:
            await self._send_all(press.aside, draw(reply, person.words, self._shown(key, reply)))
        else:
            drawn = draw(reply, person.words, self._shown(key, reply, can_share=bool(press.address.only_for)))
            if len(drawn) == 1:
                await self._quietly(lambda: self._sender.replace(press.address, press.message, drawn[0]))
            else:  # the parts of a long answer belong together
                await self._send_all(press.address, drawn)

    async def _show_done(self, press: Press, event: Event, person: Person) -> None:
        """Show that what was pressed is noted: on the reply itself if that is the person's own, else in a word to them."""
        if not (press.view or press.address.is_private):
            noted = await asyncio.to_thread(self._desk.ledger.reply_to, event.key)
            await self._show_aside(press, " ".join(wording.notes(noted, person.words)) if noted else "", person)
            return
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, press.about)
        if reply is None:
            return
        done = await asyncio.to_thread(self._desk.ledger.done_with, press.about, person.id)
        if press.view:
            await self._update_view(press, self._modal(press.about, reply, person, press.origin, done))
        else:
            *_, drawn = draw(reply, person.words, self._shown(press.about, reply, done, can_share=bool(press.address.only_for)))
            await self._quietly(lambda: self._sender.replace(press.address, press.message, drawn))

    async def _show_aside(self, press: Press, text: str, person: Person) -> None:
        """Say something to whoever pressed, and to nobody else."""
        if text and press.view:
            self._open(press.trigger, views.notice(text, person.words), push=True)
        elif text:
            await self._send_all(press.aside, [said(text)])

    async def _show_looking(self, person: Person, address: Address) -> None:
        """Show a status until the answer comes; one that Slack does not take at once is let go, for it must not come after the answer."""
        call = self._client.assistant_threads_setStatus
        status = person.words.gettext("is looking for the approved answer…")
        where = {"channel_id": address.channel, "thread_ts": address.thread}
        with suppress(SlackApiError, *UNREACHED):
            await asyncio.wait_for(self._sender.call("assistant.threads.setStatus", call, **where, status=status), _STATUS_PATIENCE)

    async def _suggest(self, person: Person, channel: str) -> None:
        entries = await asyncio.to_thread(overview.starters, self._desk, person.language, _PROMPTS)
        prompts = [{"title": entry.question[:80], "message": entry.question[:2_000]} for entry in entries]
        if prompts:
            call = self._client.assistant_threads_setSuggestedPrompts
            title = person.words.gettext("What does the citizen ask?")
            # Without a thread: in the agent view the prompts stand in the conversation itself, and are passed over where a thread is named.
            await self._quietly(
                lambda: self._sender.call("assistant.threads.setSuggestedPrompts", call, channel_id=channel, prompts=prompts, title=title)
            )

    async def _publish_home(self, person: Person) -> None:
        mine = await asyncio.to_thread(overview.my_questions, self._desk, PLATFORM, person.id, _SHOWN_AT_HOME)
        changed = await asyncio.to_thread(overview.changed_lately, self._desk, person.language, _SHOWN_AT_HOME)
        await self._publish(person.id, views.home(person.words, self._service.settings.organisation, self._settings.command, mine, changed))

    async def _publish(self, user: str, view: views.View) -> None:
        await self._quietly(lambda: self._sender.call("views.publish", self._client.views_publish, user_id=user, view=view))

    def _help(self, person: Person) -> dict[str, Any]:
        return said("\n".join(views.help_lines(person.words, self._settings.command)))

    async def _update_view(self, press: Press, view: views.View) -> None:
        await self._quietly(lambda: self._sender.call("views.update", self._client.views_update, view_id=press.view, view=view))

    async def _open_ask(self, person: Person, trigger: str) -> None:
        self._open(trigger, views.ask(person.words, (await asyncio.to_thread(self._desk.catalogue)).channels))

    def _open(self, trigger: str, view: views.View, *, push: bool = False) -> None:
        """Open a modal; what opens it is good for three seconds and for one attempt, so nothing is waited for longer than that."""
        name, method = ("views.push", self._client.views_push) if push else ("views.open", self._client.views_open)
        call = self._sender.call(name, method, trigger_id=trigger, view=view)
        self._spawn(self._quietly(lambda: asyncio.wait_for(call, _TRIGGER_LIFETIME), is_repeated=False))

    async def _send_all(self, address: Address, messages: list[dict[str, Any]]) -> None:
        async with self._order.turn(address.conversation):
            for message in messages:
                await self._quietly(lambda message=message: self._sender.send(address, message))  # type: ignore[misc]  # mypy#12557

    async def _quietly(self, call: Callable[[], Awaitable[Any]], *, is_repeated: bool = True) -> None:
        """Do what no record is kept of: where it fails, even when tried again, say so in the log and go on."""
        try:
            await (self._sender.patiently(call) if is_repeated else call())
        except SlackApiError as error:
            _log.warning("not shown", error=reason_of(error))
        except UNREACHED as error:
            _log.warning("not shown", error=type(error).__name__)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        with suppress(asyncio.CancelledError):
            if error := task.exception():
                _log.error("failed", error=type(error).__name__)


def _aside(address: Address, user: str) -> Address:
    """Return where a person alone is told something about what they did in a conversation."""
    return address if address.is_private else Address(address.channel, address.active_thread, only_for=user)
