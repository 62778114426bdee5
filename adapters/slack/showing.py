"""What people are shown, and where: a reply in a message, a window or the Home tab, what became of a press, a word aside.

Nothing here is on record: what cannot be shown is tried twice more, then logged and let go. What is owed goes by `Sender.deliver`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import blocks, views
from adapters.slack.messages import Message, Shown, digest, draw, referred, said
from adapters.slack.payloads import PLATFORM, Address, Press
from adapters.slack.people import Person, Refusal
from adapters.slack.sending import UNREACHED, Sender, reason_of
from bot import digest_telling, overview, recall_wording, wording
from bot.events import Event
from bot.outbox import Message as Owed
from bot.platforms import Service
from bot.review.values import Filter
from bot.turns import Background, Order
from knowledge.answering import Outcome, Reply

_SHOWN_AT_HOME = 5
_PROMPTS = 4
_TRIGGER_LIFETIME = 3.0

_log = structlog.get_logger("unavoz.slack")


class Showing:
    """Shows everybody of one workspace what is theirs to see."""

    def __init__(self, service: Service, client: AsyncWebClient, sender: Sender, order: Order, background: Background) -> None:
        self._service = service
        self._desk = service.desk
        self._settings = service.settings.slack
        self._client = client
        self._sender = sender
        self._order = order
        self._background = background

    # A reply, drawn

    async def shown(self, key: str, reply: Reply, done: frozenset[str] = frozenset(), *, can_share: bool = False, headline: str = "") -> Shown:
        """Return how the reply to an event is shown. An open question can be followed, or put to its department; a press at Home asked none."""
        is_open = reply.outcome is Outcome.UNANSWERED and await asyncio.to_thread(self._desk.ledger.asked, key) is not None
        can_refer = is_open and reply.owner in self._settings.departments
        return Shown(key, done, can_share=can_share, can_follow=is_open, can_refer=can_refer, headline=headline)

    async def owed(self, owed: Owed, reply: Reply, address: Address, person: Person) -> list[Message]:
        """Return the messages of what was owed to somebody, or by them to a department."""
        asked = await asyncio.to_thread(self._desk.ledger.asked, owed.about or owed.event)
        question = asked.question.text if asked else ""
        if owed.kind == "referred":
            return [referred(question, person.name, reply, self._service.words)]
        if owed.kind in ("recalled", "reminded"):  # a reminder is about the notice, and so is what is pressed under it
            again = person.words.gettext("A reminder: please say that you have read this.") if owed.kind == "reminded" else ""
            about = owed.about if owed.kind == "reminded" else owed.event
            return draw(reply, person.words, await self.shown(about, reply, headline=again))
        told = person.words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=question)
        can_share = bool(address.only_for)
        return draw(reply, person.words, await self.shown(owed.event, reply, can_share=can_share, headline=told if owed.kind == "told" else ""))

    def to_department(self, owed: Owed) -> list[Message]:
        """Return the messages that tell a department's channel of a new measure, or what happened; none where that is out of date."""
        words = self._service.words
        if owed.kind == "digested":
            told = digest_telling.said(self._desk, self._service.database, self._service.settings, owed.event, words)
            return digest(*told) if told else []
        reply = self._desk.ledger.reply_to(owed.event)
        return draw(reply, words, Shown(headline=recall_wording.announced_by(owed.event, words))) if reply else []

    async def modal(self, key: str, reply: Reply, person: Person, origin: Address, done: frozenset[str] = frozenset()) -> views.View:
        """Return the window that shows a reply; one that is too long for it goes to the person's conversation with the app."""
        shown = replace(await self.shown(key, reply, done, can_share=bool(origin.channel)), in_modal=True)
        if view := views.answer(reply, person.words, shown, origin):
            return view
        self._background.spawn(self.send_all(Address(person.id), draw(reply, person.words, replace(shown, in_modal=False, can_share=False))))
        return views.sent_apart(person.words)

    # After a press

    async def instead(self, press: Press, key: str, reply: Reply, person: Person) -> None:
        """Show a reply where another one was: in its place if that is the person's own, beside it if others read it too."""
        if press.view and press.action.startswith("entry_"):  # the Home tab stays as it is
            self.open(press.trigger, await self.modal(key, reply, person, Address()))
            return
        if press.view:
            await self.update_view(press, await self.modal(key, reply, person, press.origin))
            return
        is_shared = not press.address.is_private
        # Whoever sees it alone, in a conversation with others, can show it to them.
        drawn = draw(reply, person.words, await self.shown(key, reply, can_share=is_shared or bool(press.address.only_for)))
        if is_shared:
            await self.send_all(press.aside, drawn)
        elif len(drawn) == 1 and await self._is_one_message(press.about, person):
            await self._quietly(lambda: self._sender.replace(press.address, press.message, drawn[0]))
        else:  # the parts of a long answer belong together
            await self.send_all(press.address, drawn)

    async def done(self, press: Press, event: Event, person: Person) -> None:
        """Show that what was pressed is done: on the reply itself if that is the person's own, else in a word to them."""
        if not (press.view or press.address.is_private):
            noted = await asyncio.to_thread(self._desk.ledger.reply_to, self._desk.key_of(event))
            await self.aside(press, " ".join(wording.notes(noted, person.words)) if noted else "", person)
            return
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, press.about)
        if reply is None:
            return
        # What was sent just now may not be on record as sent yet.
        done = await asyncio.to_thread(self._desk.ledger.done_with, press.about, PLATFORM, person.id) | {type(event).__name__.lower()}
        if press.view:
            await self.update_view(press, await self.modal(press.about, reply, person, press.origin, done))
        else:
            *_, drawn = draw(reply, person.words, await self.shown(press.about, reply, done, can_share=bool(press.address.only_for)))
            await self._quietly(lambda: self._sender.replace(press.address, press.message, drawn))

    async def aside(self, press: Press, text: str, person: Person) -> None:
        """Say something to whoever pressed, and to nobody else."""
        if text and press.view:
            self.open(press.trigger, views.notice(text, person.words), push=True)
        elif text:
            await self.send_all(press.aside, [said(text)])

    async def _is_one_message(self, key: str, person: Person) -> bool:
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, key)
        return reply is not None and len(draw(reply, person.words)) == 1

    # Without being asked

    async def prompts(self, person: Person, channel: str) -> None:
        """Show questions to begin with."""
        entries = await asyncio.to_thread(overview.starters, self._desk, person.language, _PROMPTS)
        prompts = [{"title": entry.question[:80], "message": entry.question[:2_000]} for entry in entries]
        if prompts:
            call = self._client.assistant_threads_setSuggestedPrompts
            title = person.words.gettext("What does the citizen ask?")
            # Without a thread: in the agent view the prompts stand in the conversation itself, and are passed over where a thread is named.
            await self._quietly(
                lambda: self._sender.call("assistant.threads.setSuggestedPrompts", call, channel_id=channel, prompts=prompts, title=title)
            )

    async def home(self, person: Person, to_approve: Sequence[blocks.Block] = ()) -> None:
        mine = await asyncio.to_thread(overview.my_questions, self._desk, PLATFORM, person.id, _SHOWN_AT_HOME)
        changed = await asyncio.to_thread(overview.changed_lately, self._desk, person.language, _SHOWN_AT_HOME)
        waiting = await asyncio.to_thread(self._waiting) if person.id in self._settings.reviewers else None
        organisation = self._service.settings.organisation
        await self.publish(person.id, views.home(person.words, organisation, self._settings.command, mine, changed, waiting, to_approve))

    def _waiting(self) -> views.Waiting:
        """Return what a reviewer has before them, the most asked first."""
        page = self._desk.review.listing.page(Filter(), self._desk.clock(), limit=_SHOWN_AT_HOME)
        return views.Waiting(page.groups, page.total, self._service.settings.console_url)

    async def publish(self, user: str, view: views.View) -> None:
        """Put a Home tab in its place."""
        await self._quietly(lambda: self._sender.call("views.publish", self._client.views_publish, user_id=user, view=view))

    def help(self, person: Person) -> Message:
        """Return how to ask."""
        return said(*views.help_lines(person.words, self._settings.command))

    def refusal(self, refusal: Refusal) -> str:
        """Return what somebody is told who may not ask; empty where nothing is said."""
        words = self._service.words
        match refusal:
            case Refusal.NOT_STAFF:
                return wording.only_staff(self._service.settings.organisation, words)
            case Refusal.UNKNOWN:
                return words.gettext("Your account could not be checked just now. Please ask again in a minute.")
            case Refusal.BOT:  # two bots that answer each other never stop
                return ""

    # Said to Slack

    async def ask(self, person: Person, trigger: str) -> None:
        """Open the window that asks for a question."""
        self.open(trigger, views.ask(person.words, (await asyncio.to_thread(self._desk.catalogue)).channels))

    def open(self, trigger: str, view: views.View, *, push: bool = False) -> None:
        """Open a modal; what opens it is good for three seconds and for one attempt, so nothing is waited for longer than that."""
        name, method = ("views.push", self._client.views_push) if push else ("views.open", self._client.views_open)
        call = self._sender.call(name, method, trigger_id=trigger, view=view)
        self._background.spawn(self._quietly(lambda: asyncio.wait_for(call, _TRIGGER_LIFETIME), is_repeated=False))

    def send_later(self, address: Address, messages: list[Message]) -> None:
        """Send messages, in their turn, while whoever asked for them goes on."""
        self._background.spawn(self.send_all(address, messages))

    async def send_all(self, address: Address, messages: list[Message]) -> None:
        """Send messages, in their turn."""
        async with self._order.turn(address.conversation):
            for message in messages:
                await self._quietly(lambda message=message: self._sender.send(address, message))  # type: ignore[misc]  # mypy#12557

    async def update_view(self, press: Press, view: views.View) -> None:
        """Show something in the window in which something was pressed."""
        await self._quietly(lambda: self._sender.call("views.update", self._client.views_update, view_id=press.view, view=view))

    async def _quietly(self, call: Callable[[], Awaitable[Any]], *, is_repeated: bool = True) -> None:
        """Do what no record is kept of: where it fails, even when tried again, say so in the log and go on."""
        try:
            await (self._sender.patiently(call) if is_repeated else call())
        except SlackApiError as error:
            _log.warning("not shown", error=reason_of(error))
        except UNREACHED as error:
            _log.warning("not shown", error=type(error).__name__)
