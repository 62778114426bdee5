"""What is owed to people and nobody has in hand: another process left it, a follower is to be told, or a press sends something elsewhere."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace

import structlog

from adapters.teams.approving import Approving
from adapters.teams.messages import Activity
from adapters.teams.notices import KINDS, Notices
from adapters.teams.payloads import PLATFORM, Address
from adapters.teams.people import People, Person, Refusal
from adapters.teams.sending import Sender
from adapters.teams.showing import Showing
from bot.events import Referred, Shared
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.platforms import Service
from bot.turns import Background, Order
from knowledge.translation import Translations, translations

_log = structlog.get_logger("unavoz.teams")


class Owing:
    """Sends what is owed, for one tenant."""

    def __init__(
        self,
        service: Service,
        people: People,
        sender: Sender,
        notices: Notices,
        intake: Intake,
        showing: Showing,
        approving: Approving,
        order: Order,
        background: Background,
    ) -> None:
        self._desk = service.desk
        self._outbox = service.desk.ledger.outbox
        self._departments = service.settings.teams.departments
        self._people = people
        self._sender = sender
        self._notices = notices
        self._intake = intake
        self._showing = showing
        self._approving = approving
        self._order = order
        self._spawn = background.spawn
        self._waiting: set[str] = set()  # to be claimed: until then their leases are not ours to keep

    def send(self, owed: Owed) -> None:
        """Send, in its turn, what nobody has in hand."""
        if owed.event not in self._waiting and owed.event not in self._sender.in_hand and owed.event not in self._intake.unmarked:
            self._waiting.add(owed.event)
            self._spawn(self._send(owed))

    async def send_now(self, event: Shared | Referred, key: str, about: str, person: Person, send_to: Address) -> None:
        """Send what a press sends elsewhere, which this process has claimed by recording it."""
        await self._send(Owed(key, type(event).__name__.lower(), person.id, send_to.to_text(), about, self._desk.clock()), is_claimed=True)

    async def what_became_of(self, key: str, words: Translations) -> str:
        """Return why what a press sends elsewhere is not there; empty where it is."""
        # In this order: what is no longer unmarked is on record.
        if key in self._intake.unmarked or await asyncio.to_thread(self._outbox.is_sent, key):
            return ""
        if await asyncio.to_thread(self._outbox.is_undeliverable, key):
            return words.gettext("It could not be written there: Una Voz is not in that conversation. Copy it, or put the app in first.")
        return words.gettext("It will be written there as soon as Teams takes it.")

    async def _send(self, owed: Owed, *, is_claimed: bool = False) -> None:
        if is_claimed:
            self._sender.in_hand.add(owed.event)
        try:
            try:
                address = self._address_of(owed.send_to)
            except (ValueError, TypeError) as error:  # an address that no release of ours wrote
                _log.error("address not understood", key=owed.event, error=type(error).__name__)
                await asyncio.to_thread(self._outbox.undeliverable, owed.event)
                return
            async with self._order.turn(address.order):
                await self._send_in_turn(owed, address, is_claimed=is_claimed)
        finally:
            self._waiting.discard(owed.event)
            self._sender.in_hand.discard(owed.event)

    def _address_of(self, send_to: str) -> Address:
        """Return an address of ours, or that of a person or of a department, as the desk names them. Raises ValueError, TypeError."""
        kind, _, rest = send_to.partition(f":{PLATFORM}:")
        if kind == "person" and rest:
            return Address(person=rest)
        if kind == "department" and rest:
            if rest not in self._departments:
                raise ValueError(rest)
            return Address(self._departments[rest])
        return Address.from_text(send_to)

    async def _send_in_turn(self, owed: Owed, address: Address, *, is_claimed: bool) -> None:
        if owed.kind in ("announced", "digested"):  # to a channel: nobody's own
            if await self._claim(owed):
                await self._notices.deliver(owed, address, await self._drawn(owed, asyncio.to_thread(self._showing.to_department, owed)))
            return
        person = await self._people.look_up_again(owed.recipient, address)
        if not (is_claimed or await self._claim(owed)):
            return
        if person is Refusal.UNKNOWN:  # others' turn until the lease ends
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
            return
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, owed.event)
        if reply is None or isinstance(person, Refusal):
            await asyncio.to_thread(self._outbox.undeliverable, owed.event)
            if person is Refusal.NOT_INSTALLED:
                await self._sender.forget(owed.recipient)
            return
        person = await self._as_they_asked(person, owed)
        is_awaited = owed.kind == "awaited"
        drawing = self._approving.message(owed.about, person.words) if is_awaited else self._showing.owed(owed, reply, person)
        drawn = await self._drawn(owed, drawing)
        if owed.kind in KINDS:
            await self._notices.deliver(owed, address, drawn)
        else:
            await self._sender.deliver(owed.event, address, drawn, owed.recipient if address.person or address.is_personal else "")

    async def _as_they_asked(self, person: Person, owed: Owed) -> Person:
        """Return a person with the language that they read when they asked, where their client has not said since then which they do."""
        asked = None if person.language else await asyncio.to_thread(self._desk.ledger.asked, owed.about or owed.event)
        reads = asked.question.reads if asked else ""
        return replace(person, language=reads, words=translations(reads)) if reads else person

    async def _drawn(self, owed: Owed, drawing: Awaitable[Sequence[Activity]]) -> Sequence[Activity]:
        """Return what is to be sent; where that cannot be said, nothing was: the attempt does not count. Raises what `drawing` raises."""
        try:
            return await drawing
        except Exception:
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
            raise

    async def _claim(self, owed: Owed) -> bool:
        is_ours = await asyncio.to_thread(self._outbox.claim, owed.event, self._desk.clock(), attempts=owed.attempts)
        if is_ours:
            self._sender.in_hand.add(owed.event)
        return is_ours
