"""What is sent to people: in the order in which they asked, never faster than Teams allows, and again where it did not arrive.

1. Into one conversation go at most 7 messages a second, 8 in two, 60 in thirty, 1,800 an hour; into all together 50 a second
   (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). Whoever waits keeps their turn, and their lease (`in_hand`).
2. A 429, 412, 502 or 504 is tried again, after the time that it names or one that doubles; so is what was not answered, where somebody waits for it.
   Then it stays owed until its lease ends, and gives up its turn, so that nobody waits behind it.
3. A 403 or 404 is for good: the person has blocked the bot, or it is not installed there. The message is undeliverable, and where they are reached
   forgotten.
4. A fault of our own token gives up nothing: somebody mends it, and what is owed goes out then.
"""

import asyncio
import random
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from adapters.teams.credentials import NoToken
from adapters.teams.messages import Activity
from adapters.teams.payloads import PLATFORM, Address
from adapters.teams.sdk import Connection, Refused, Unreached
from bot.desk import Desk
from bot.intake import Intake
from bot.recalls import reaching

PASSING = (429, 412, 502, 504)
GONE = (403, 404)
UNAUTHORISED = 401
_TRIED_AGAIN_AFTER = (1.0, 2.0, 4.0)  # seconds
_MOST_WAIT = 30.0  # of what a 429 names, while somebody waits; longer than that is the lease's
_SPREAD = 0.25  # those who waited for the same time do not come back at the same moment
_PER_CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
_IN_ALL = ((50, 1.0),)
_MOST_CONVERSATIONS = 5_000
# What may happen to a call, and is not the caller's fault.
FAILED = (Refused, Unreached, NoToken)

_T = TypeVar("_T")

_log = structlog.get_logger("unavoz.teams")


class Pace:
    """How often something may be done: `limits` are numbers, and the seconds within which no more than so many may be."""

    def __init__(self, limits: Sequence[tuple[int, float]], clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._done: deque[float] = deque(maxlen=max(number for number, _ in limits))

    def wait(self) -> float:
        """Return in how many seconds it may be done again."""
        now = self._clock()
        return max((self._done[-number] + within - now for number, within in self._limits if len(self._done) >= number), default=0.0)

    def take(self) -> None:
        """Do it now."""
        self._done.append(self._clock())


class Sender:
    """Sends what the desk owes, for one bot."""

    def __init__(self, connection: Connection, desk: Desk, intake: Intake) -> None:
        self._connection = connection
        self._desk = desk
        self._intake = intake
        self._outbox = desk.ledger.outbox
        self._paces: OrderedDict[str, Pace] = OrderedDict()
        self._in_all = Pace(_IN_ALL)
        self._opened: dict[str, str] = {}
        self.in_hand: set[str] = set()  # the events whose messages this process is about to send

    async def deliver(self, event: str, address: Address, messages: Sequence[Activity], recipient: str = "") -> bool:
        """Send the messages owed for an event, and mark it; tell whether they are sent."""
        self.in_hand.add(event)
        try:
            for message in messages:
                await self.patiently(lambda message=message: self.send(address, message))  # type: ignore[misc]  # mypy#12557
            self._intake.sent(event)
        except Refused as error:
            await self.refused(event, error, recipient)
        except (Unreached, NoToken) as error:
            _log.warning("not delivered yet", error=type(error).__name__)
        else:
            return True
        finally:
            self.in_hand.discard(event)
        return False

    async def refused(self, event: str, error: Refused, recipient: str) -> None:
        """Give up what is refused for good; forget where whoever has left would be reached. What is refused in passing stays owed."""
        _log.error("not delivered", status=error.status, code=error.code)
        if error.status in (*PASSING, UNAUTHORISED) or error.status >= 500:
            return
        await asyncio.to_thread(self._outbox.undeliverable, event)
        if error.status in GONE and recipient:
            await self.forget(recipient)

    async def forget(self, person: str) -> None:
        """Forget where somebody is reached who has blocked the bot, or taken it off."""
        self._opened.pop(person, None)
        await asyncio.to_thread(reaching.gone, self._desk.ledger.database, PLATFORM, person)

    async def patiently(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Do what `call` does, some times more where that failed for a passing reason. Raises what it raised last."""
        for wait in _TRIED_AGAIN_AFTER:
            try:
                return await call()
            except Refused as error:
                wanted = error.retry_after if error.retry_after is not None else wait
                if error.status not in PASSING or wanted > _MOST_WAIT:
                    raise
            except Unreached:
                wanted = wait
            await asyncio.sleep(wanted + random.uniform(0, _SPREAD))  # noqa: S311 (no secret)
        return await call()

    async def send(self, address: Address, message: Activity) -> str:
        """Send one message; return its id. Raises Refused, Unreached, NoToken."""
        conversation = await self.conversation(address)
        pace = self._pace_of(conversation)
        while (wait := max(pace.wait(), self._in_all.wait())) > 0:
            await asyncio.sleep(wait)
        self._in_all.take()
        try:
            return await self._connection.send(address.service_url, conversation, message)
        finally:
            pace.take()  # as late as it may have arrived: the next but six must not be nearer to it there than it is here

    async def conversation(self, address: Address) -> str:
        """Return the id of a conversation, also of that with a person alone. Raises Refused, Unreached, NoToken."""
        if address.conversation:
            return address.conversation
        known = self._opened.get(address.person)
        if known is None:
            self._in_all.take()
            known = await self._connection.open(address.service_url, address.person)
            if len(self._opened) >= _MOST_CONVERSATIONS:
                self._opened.clear()
            self._opened[address.person] = known
        return known

    def _pace_of(self, conversation: str) -> Pace:
        pace = self._paces.pop(conversation, None) or Pace(_PER_CONVERSATION)
        self._paces[conversation] = pace
        while len(self._paces) > _MOST_CONVERSATIONS:  # those of whom nothing was heard for longest
            self._paces.popitem(last=False)
        return pace
