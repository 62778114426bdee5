"""What is owed to people and nobody has in hand: another process left it, a follower is to be told, or a press sends something elsewhere."""

import asyncio

import structlog

from adapters.slack.approving import Approving
from adapters.slack.notices import KINDS, Notices
from adapters.slack.payloads import PLATFORM, Address
from adapters.slack.people import People, Refusal
from adapters.slack.sending import Sender
from adapters.slack.showing import Showing
from bot.intake import Intake
from bot.outbox import Message as Owed
from bot.platforms import Service
from bot.turns import Background, Order

_log = structlog.get_logger("unavoz.slack")


class Owing:
    """Sends what is owed, for one workspace."""

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
        self._departments = service.settings.slack.departments
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
            self._spawn(self._send(owed, is_claimed=False))

    async def send_claimed(self, owed: Owed) -> None:
        """Send what this process has claimed by recording it."""
        self._sender.in_hand.add(owed.event)
        await self._send(owed, is_claimed=True)

    async def _send(self, owed: Owed, *, is_claimed: bool) -> None:
        try:
            try:
                address = self._address_of(owed.send_to)
            except (ValueError, TypeError) as error:  # an address that no release of ours wrote
                _log.error("address not understood", key=owed.event, error=type(error).__name__)
                await asyncio.to_thread(self._outbox.undeliverable, owed.event)
                return
            async with self._order.turn(address.conversation):
                await self._send_in_turn(owed, address, is_claimed=is_claimed)
        finally:
            self._waiting.discard(owed.event)
            self._sender.in_hand.discard(owed.event)

    def _address_of(self, send_to: str) -> Address:
        """Return an address of ours, or that of a person or of a department, as the desk names them. Raises ValueError, TypeError."""
        kind, _, rest = send_to.partition(f":{PLATFORM}:")
        if kind == "person" and rest:
            return Address(rest)
        if kind == "department" and rest:
            if rest not in self._departments:
                raise ValueError(rest)
            return Address(self._departments[rest])
        return Address.from_text(send_to)

    async def _send_in_turn(self, owed: Owed, address: Address, *, is_claimed: bool) -> None:
        if owed.kind in ("announced", "digested"):  # to a channel: nobody's own
            if await self._claim(owed):
                await self._notices.deliver(owed, address, await asyncio.to_thread(self._showing.to_department, owed))
            return
        person = await self._people.look_up(owed.recipient)
        if not (is_claimed or await self._claim(owed)):
            return
        if person is Refusal.UNKNOWN:  # others' turn until the lease ends
            await asyncio.to_thread(self._outbox.not_sent, owed.event)
            return
        reply = await asyncio.to_thread(self._desk.ledger.reply_to, owed.event)
        if reply is None or isinstance(person, Refusal):
            await asyncio.to_thread(self._outbox.undeliverable, owed.event)
            return
        if owed.kind == "awaited":
            messages = await self._approving.message(owed.about, person.words)
        else:
            messages = await self._showing.owed(owed, reply, address, person)
        if owed.kind in KINDS:
            await self._notices.deliver(owed, address, messages)
        else:
            await self._sender.deliver(owed.event, address, messages)

    async def _claim(self, owed: Owed) -> bool:
        is_ours = await asyncio.to_thread(self._outbox.claim, owed.event, self._desk.clock(), attempts=owed.attempts)
        if is_ours:
            self._sender.in_hand.add(owed.event)
        return is_ours
