"""What a person does becomes an event for the desk; what the desk says is shown where they are.

Nothing here decides anything: who may ask is `people`'s, what is answered the desk's, when it is sent `sending`'s. Each method returns once the
event is on record, so that it may be acknowledged; what is shown follows by itself.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import views
from adapters.slack.messages import Shown, draw, said
from adapters.slack.payloads import Address, Press
from adapters.slack.people import People, Person, Refusal
from adapters.slack.presses import to_event
from adapters.slack.sending import Order, Sender, Turn
from bot import overview
from bot.events import Asked, Event, Explained, Picked, Rated, Referred, Shared, Verdict
from bot.outbox import Message as Owed
from bot.platforms import Service
from knowledge.answering import Outcome, Question, Reply
from knowledge.translation import Translations

PLATFORM = "slack"
_SHOWN_AT_HOME = 5
_PROMPTS = 4
# A status that comes late must not hold the answer.
_STATUS_PATIENCE = 1.0

_log = structlog.get_logger("unavoz.slack")


class Reception:
    """Receives everybody, for one workspace."""

    def __init__(self, service: Service, client: AsyncWebClient, people: People, sender: Sender) -> None:
        self._service = service
        self._desk = service.desk
        self._settings = service.settings.slack
        self._client = client
        self._people = people
        self._sender = sender
        self._order = Order()
        self._tasks: set[asyncio.Task[None]] = set()

    async def asked(self, key: str, user: str, text: str, address: Address) -> None:
        """Somebody asked, in a conversation where the answer is sent."""
        turn = self._order.turn(address.conversation)
        is_owed = False
        try:
            person = await self._let_in(user, address)
            if person is None:
                return
            if not text:
                self._spawn(self._say_help(person, address))
                return
            status = self._spawn(self._show_looking(person, address)) if address.channel.startswith("D") else None
            event = Asked(key, PLATFORM, user, Question(text, reads=person.language))
            reply = await asyncio.to_thread(self._desk.take, event, address.to_text())
            if reply is not None:
                self._spawn(self._answer(turn, key, reply, person, address, status))
                is_owed = True
        finally:
            if not is_owed:
                turn.give_up()

    async def asked_in_private(self, key: str, user: str, text: str, response_url: str) -> list[dict[str, Any]]:
        """Somebody asked by the command; return the messages that they alone see."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return [said(text) for text in self._refusal(person)]
        if not text:
            return [said("\n".join(views.help_lines(person.words, self._settings.command)))]
        reply = await asyncio.to_thread(self._desk.handle, Asked(key, PLATFORM, user, Question(text, reads=person.language)))
        first, *more = draw(reply, person.words, Shown(key, can_share=True))
        if more:
            self._spawn(self._send_all(Address(response_url=response_url), more))
        return [first]

    async def wants_to_ask(self, user: str, trigger: str) -> None:
        """Somebody opened the modal."""
        person = await self._let_in(user)
        if person:
            await self._open(trigger, views.ask(person.words, self._desk.catalogue().channels))

    async def asked_in_modal(self, key: str, user: str, text: str, channel: str) -> views.View | None:
        """Somebody sent the modal; return the view that takes its place."""
        person = await self._let_in(user)
        if person is None:
            return None
        channel_name = views.chosen_channel(channel, self._desk.catalogue().channels)
        event = Asked(key, PLATFORM, user, Question(text, channel_name, reads=person.language))
        return await self._modal_reply(event, person, Address())

    async def asked_about_message(self, key: str, user: str, text: str, origin: Address, trigger: str) -> None:
        """Somebody wants the approved answer for a message; it is shown in a modal, from which it can be shared in the message's thread."""
        person = await self._let_in(user)
        if person is None:
            return
        if not text:
            await self._open(trigger, views.ask(person.words, self._desk.catalogue().channels))
            return
        view = await self._modal_reply(Asked(key, PLATFORM, user, Question(text, reads=person.language)), person, origin)
        await self._open(trigger, view)

    async def pressed(self, press: Press) -> None:
        """Somebody pressed something."""
        person = await self._let_in(press.user, press.address)
        if person is None:
            return
        if press.action == "search" and press.value.strip():
            view = await self._modal_reply(Asked(press.key, PLATFORM, press.user, Question(press.value, reads=person.language)), person, Address())
            await self._open(press.trigger, view)
        elif event := await asyncio.to_thread(to_event, press, self._desk.ledger):
            await self._take_press(press, event, person)

    async def explained(self, key: str, user: str, about: str, text: str) -> None:
        """Somebody gave a reason for what they had pressed."""
        if text.strip() and await self._let_in(user):
            await asyncio.to_thread(self._desk.handle, Explained(key, PLATFORM, user, about, text.strip()))

    async def opened_home(self, user: str) -> None:
        if person := await self._let_in(user):
            self._spawn(self._publish_home(person))

    async def opened_conversation(self, user: str, channel: str) -> None:
        """Somebody opened the conversation with the app: four questions to begin with."""
        if person := await self._let_in(user):
            self._spawn(self._suggest(person, channel))

    async def send_owed(self, owed: Owed) -> None:
        """Send what another process, or this one before it was stopped, left unsent; or what somebody is told."""
        address = Address.from_text(owed.send_to)
        turn = self._order.turn(address.conversation)
        person = await self._people.look_up(owed.asker)
        words = person.words if isinstance(person, Person) else self._service.words
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, owed.event)
        async with turn:
            if reply is None or person in (Refusal.NOT_STAFF, Refusal.BOT):
                await asyncio.to_thread(self._desk.ledger.outbox.undeliverable, owed.event)
                return
            headline = await self._headline(owed, words)
            await self._sender.deliver(owed.event, address, draw(reply, words, self._shown(owed.event, address, headline=headline)))

    async def close(self) -> None:
        """Wait a little for what is under way; the rest stays owed."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in self._tasks:
            task.cancel()

    # Who it is

    async def _let_in(self, user: str, address: Address | None = None) -> Person | None:
        """Return the person, or None after telling whoever is refused."""
        person = await self._people.look_up(user)
        if isinstance(person, Person):
            return person
        if address and address.channel:
            private = address if address.channel.startswith("D") else Address(address.channel, address.thread, only_for=user)
            self._spawn(self._send_all(private, [said(text) for text in self._refusal(person)]))
        return None

    def _refusal(self, refusal: Refusal) -> list[str]:
        words = self._service.words
        match refusal:
            case Refusal.NOT_STAFF:
                whose = self._service.settings.organisation or words.gettext("this organisation")
                return [words.gettext("Only the staff of {organisation} can ask here.").format(organisation=whose)]
            case Refusal.UNKNOWN:
                return [words.gettext("Your account could not be checked just now. Please ask again in a minute.")]
            case Refusal.BOT:  # two bots that answer each other never stop
                return []

    # What is shown

    async def _answer(self, turn: Turn, key: str, reply: Reply, person: Person, address: Address, status: asyncio.Task[None] | None) -> None:
        async with turn:
            if status:
                await asyncio.wait([status], timeout=_STATUS_PATIENCE)
            await self._sender.deliver(key, address, draw(reply, person.words, self._shown(key, address)))

    def _shown(self, key: str, address: Address, done: frozenset[str] = frozenset(), headline: str = "") -> Shown:
        is_elsewhere = bool(address.only_for or (address.response_url and not address.is_public))
        return Shown(key, done, can_share=is_elsewhere, headline=headline)

    async def _headline(self, owed: Owed, words: Translations) -> str:
        asked = await asyncio.to_thread(self._desk.ledger.asked, owed.about or owed.event)
        text = asked.question.text if asked else ""
        match owed.kind:
            case "told":
                return words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=text)
            case "referred":
                return words.gettext("A colleague asks your department: “{question}”").format(question=text)
            case _:
                return ""

    async def _modal_reply(self, event: Event, person: Person, origin: Address) -> views.View:
        reply = await asyncio.to_thread(self._desk.handle, event)
        return self._modal(event.key, reply, person, origin)

    def _modal(self, key: str, reply: Reply, person: Person, origin: Address, done: frozenset[str] = frozenset()) -> views.View:
        shown = Shown(key, done, can_share=bool(origin.channel), in_modal=True)
        if view := views.answer(reply, person.words, shown, origin):
            return view
        self._spawn(self._send_all(Address(channel=person.id), draw(reply, person.words, Shown(key, done))))
        return views.sent_apart(person.words)

    async def _take_press(self, press: Press, event: Event, person: Person) -> None:
        """Hand the event of a press to the desk; show what becomes of it."""
        send_to = self._send_to(press, event)
        if send_to:
            reply = await asyncio.to_thread(self._desk.take, event, send_to.to_text())
            if reply is not None:
                self._spawn(self._send_owed_now(event, press.about, send_to))
        else:
            reply = await asyncio.to_thread(self._desk.handle, event)
        if isinstance(event, Picked) or (isinstance(event, Rated) and event.verdict is Verdict.NONE_OF_THESE):
            self._spawn(self._show_instead(press, event.key, reply, person))
        else:
            self._spawn(self._show_done(press, event, person))
        if isinstance(event, Rated) and event.verdict in (Verdict.NOT_USEFUL, Verdict.WRONG):
            await self._open(press.trigger, views.reason(press.about, person.words), push=press.in_modal)

    def _send_to(self, press: Press, event: Event) -> Address | None:
        """Return where the reply to a press goes beside the place where it was pressed, if anywhere."""
        match event:
            case Shared() if press.in_modal:
                return press.origin
            case Shared() if press.address.thread:
                return Address(press.address.channel, press.address.thread)
            case Shared():
                return Address(response_url=press.address.response_url, is_public=True)
            case Referred():
                earlier = self._desk.ledger.reply_to(event.about)
                channel = self._settings.departments.get(earlier.owner, "") if earlier else ""
                return Address(channel) if channel else None
            case _:
                return None

    async def _send_owed_now(self, event: Event, about: str, send_to: Address) -> None:
        await self.send_owed(Owed(event.key, type(event).__name__.lower(), event.asker, send_to.to_text(), about))

    async def _show_instead(self, press: Press, key: str, reply: Reply | None, person: Person) -> None:
        """Show a reply where another one was: in its place if that is the person's own, beside it if others read it too."""
        if reply is None:
            return
        if press.view:
            if press.action.startswith("entry_"):  # the Home tab stays as it is
                await self._open(press.trigger, self._modal(key, reply, person, Address()))
            else:
                await self._update_view(press, self._modal(key, reply, person, press.origin))
            return
        if not press.address.is_private:
            address = Address(press.address.channel, press.address.thread, only_for=person.id)
            await self._send_all(address, draw(reply, person.words, self._shown(key, address)))
            return
        await self._replace(press, draw(reply, person.words, self._shown(key, press.address)))

    async def _show_done(self, press: Press, event: Event, person: Person) -> None:
        """Show that what was pressed is noted: on the reply itself if that is the person's own, else in a word to them."""
        if not (press.view or press.address.is_private):
            noted = await asyncio.to_thread(self._desk.ledger.reply_to, event.key)
            address = Address(press.address.channel, press.address.thread, only_for=person.id)
            await self._send_all(address, draw(noted, person.words) if noted and noted.outcome is Outcome.NOTED else [])
            return
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, press.about)
        if reply is None:
            return
        done = await asyncio.to_thread(self._desk.ledger.done_with, press.about, person.id)
        if press.view:
            await self._update_view(press, self._modal(press.about, reply, person, press.origin, done))
        else:
            drawn = draw(reply, person.words, self._shown(press.about, press.address, done))
            await self._quietly(self._sender.replace(press.address, press.message, drawn[-1]))

    async def _replace(self, press: Press, drawn: list[dict[str, Any]]) -> None:
        if len(drawn) == 1:
            await self._quietly(self._sender.replace(press.address, press.message, drawn[0]))
        else:  # the parts of a long answer belong together
            await self._send_all(press.address, drawn)

    async def _show_looking(self, person: Person, address: Address) -> None:
        call = self._client.assistant_threads_setStatus
        where = {"channel_id": address.channel, "thread_ts": address.thread}
        status = person.words.gettext("is looking for the approved answer…")
        await self._quietly(self._sender.call("assistant.threads.setStatus", call, "", **where, status=status))

    async def _suggest(self, person: Person, channel: str) -> None:
        entries = await asyncio.to_thread(overview.starters, self._desk, person.language, _PROMPTS)
        prompts = [{"title": entry.question[:80], "message": entry.question[:2_000]} for entry in entries]
        if prompts:
            call = self._client.assistant_threads_setSuggestedPrompts
            title = person.words.gettext("What does the citizen ask?")
            # Without a thread: in the agent view the prompts stand in the conversation itself, and are passed over where a thread is named.
            arguments: dict[str, Any] = {"channel_id": channel, "thread_ts": None, "prompts": prompts, "title": title}
            await self._quietly(self._sender.call("assistant.threads.setSuggestedPrompts", call, "", **arguments))

    async def _publish_home(self, person: Person) -> None:
        mine = await asyncio.to_thread(overview.my_questions, self._desk, PLATFORM, person.id, _SHOWN_AT_HOME)
        changed = await asyncio.to_thread(overview.changed_lately, self._desk, person.language, _SHOWN_AT_HOME)
        view = views.home(person.words, self._service.settings.organisation, self._settings.command, mine, changed)
        await self._quietly(self._sender.call("views.publish", self._client.views_publish, "", user_id=person.id, view=view))

    async def _say_help(self, person: Person, address: Address) -> None:
        private = address if address.channel.startswith("D") else Address(address.channel, address.thread, only_for=person.id)
        await self._send_all(private, [said("\n".join(views.help_lines(person.words, self._settings.command)))])

    async def _update_view(self, press: Press, view: views.View) -> None:
        await self._quietly(self._sender.call("views.update", self._client.views_update, "", view_id=press.view, view=view))

    async def _open(self, trigger: str, view: views.View, *, push: bool = False) -> None:
        """Open a modal; what opens it is good for three seconds, so nobody waits for the acknowledgement."""
        method = self._client.views_push if push else self._client.views_open
        self._spawn(self._quietly(method(trigger_id=trigger, view=view)))

    async def _send_all(self, address: Address, messages: list[dict[str, Any]]) -> None:
        async with self._order.turn(address.conversation):
            for message in messages:
                await self._quietly(self._sender.send(address, message))

    async def _quietly(self, call: Coroutine[Any, Any, Any]) -> None:
        """Do what nobody's answer depends on: where it fails, say so in the log and go on."""
        try:
            await call
        except SlackApiError as error:
            _log.warning("not shown", error=str(error.response.get("error", "")) if hasattr(error.response, "get") else "")
        except (OSError, TimeoutError) as error:
            _log.warning("not shown", error=type(error).__name__)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        with suppress(asyncio.CancelledError):
            if error := task.exception():
                _log.error("failed", error=type(error).__name__)
