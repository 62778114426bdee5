"""Who may ask: the tenant's own staff. Guests, the anonymous, people of other tenants, and bots may not.

The tenant is told by the activity, and looked at before anything is looked up; whether somebody is a guest, the conversation's list of members says.
Where the bot is in no such list, as in a chat where somebody uses its action on a message, the one of their own conversation with it does. What was
found is remembered for a short time. Whoever cannot be looked up is refused until they can be.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import structlog

from adapters.teams.payloads import Address, Payload, Sender, field
from adapters.teams.sdk import Connection, Refused
from adapters.teams.sending import GONE
from knowledge.languages import to_language
from knowledge.translation import Translations, translations

STAFF_FOR = 300.0  # seconds
REFUSED_FOR = 60.0
# Of the five seconds that Teams waits for what is put into the message box.
PATIENCE = 2.5
_MOST_REMEMBERED = 50_000

_log = structlog.get_logger("unavoz.teams")


class Refusal(StrEnum):
    """Why somebody may not ask."""

    NOT_STAFF = "not_staff"
    UNKNOWN = "unknown"  # could not be looked up
    NOT_INSTALLED = "not_installed"  # could not be, for they have never opened a conversation with the bot
    FOREIGN = "foreign"  # another tenant's, or a bot: nothing is said to them


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff, the language they read, and the words of their screen. `id` is their Entra object id."""

    id: str
    name: str
    language: str
    words: Translations


class People:
    """Looks people up, for the bot of the tenant `tenant`.

    `open_conversation` gives the conversation of the bot with a person alone, and raises what the connection does.
    """

    def __init__(
        self,
        connection: Connection,
        tenant: str,
        fallback: Translations,
        open_conversation: Callable[[Address], Awaitable[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._tenant = tenant
        self._fallback = fallback
        self._open = open_conversation
        self._clock = clock
        self._known: dict[str, tuple[Person | Refusal, float]] = {}
        self._locales: dict[str, str] = {}  # Teams says them of whoever does something, and of nobody else
        self._asking: dict[str, asyncio.Task[Person | Refusal]] = {}

    def refused_unseen(self, sender: Sender) -> Refusal | None:
        """Return why somebody is refused before anything is looked up; None where they may be of the staff."""
        if not sender.id or not sender.tenants or sender.tenants != {self._tenant}:
            return Refusal.FOREIGN
        return None

    async def look_up(self, sender: Sender, address: Address) -> Person | Refusal:
        """Return the person who did something in a conversation, or why they are refused; within `PATIENCE`."""
        if refusal := self.refused_unseen(sender):
            return refusal
        found = await self._find(sender.id, sender.account, address)
        if isinstance(found, Person) and sender.locale:
            self._locales[sender.id] = sender.locale
        return self._reading(found)

    async def look_up_again(self, person: str, address: Address) -> Person | Refusal:
        """Return a person whose Entra object id is known, as the conversation where they are told something has them."""
        return self._reading(await self._find(person, person, address))

    async def _find(self, person: str, account: str, address: Address) -> Person | Refusal:
        known = self._known.get(person)
        if known and known[1] > self._clock():
            return known[0]
        task = self._asking.get(person)
        if task is None:
            task = self._asking[person] = asyncio.create_task(self._ask(person, account, address))
            task.add_done_callback(lambda _: self._asking.pop(person, None))
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except TimeoutError:
            return Refusal.UNKNOWN

    async def _ask(self, person: str, account: str, address: Address) -> Person | Refusal:
        try:
            found = await self._member(person, account, address)
        except Refused as error:
            _log.warning("person not looked up", status=error.status)
            return Refusal.NOT_INSTALLED if error.status in GONE else Refusal.UNKNOWN
        except Exception as error:  # noqa: BLE001 (whatever goes wrong on the way, nobody gets in by it)
            _log.warning("person not looked up", error=type(error).__name__)
            return Refusal.UNKNOWN
        judged = self._judge(person, found)
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
            self._locales.clear()
        self._known[person] = (judged, self._clock() + (STAFF_FOR if isinstance(judged, Person) else REFUSED_FOR))
        return judged

    async def _member(self, person: str, account: str, address: Address) -> Payload:
        if address.conversation:
            try:
                return await self._connection.member(address.service_url, address.conversation, account)
            except Refused as error:
                if error.status not in GONE or address.is_personal:
                    raise
        alone = Address(service_url=address.service_url, person=person)
        return await self._connection.member(address.service_url, await self._open(alone), person)

    def _judge(self, person: str, found: Payload) -> Person | Refusal:
        if (field(found, "aadObjectId") or field(found, "objectId")).lower() != person:
            return Refusal.UNKNOWN
        # What is not said is no reason to let somebody in.
        if field(found, "userRole") != "user" or field(found, "tenantId").lower() != self._tenant:
            return Refusal.NOT_STAFF
        return Person(person, field(found, "name"), "", self._fallback)

    def language_of(self, sender: Sender) -> str:
        """Return the language that somebody's client has; empty where it does not say."""
        return to_language(sender.locale) or ""

    def words_of(self, sender: Sender) -> Translations:
        """Return the words of somebody's screen, whoever they are; the settings' where their client does not say which language it has."""
        language = self.language_of(sender)
        return translations(language) if language else self._fallback

    def _reading(self, found: Person | Refusal) -> Person | Refusal:
        """Return a person with the language that their client had last."""
        language = to_language(self._locales.get(found.id, "")) or "" if isinstance(found, Person) else ""
        return replace(found, language=language, words=translations(language)) if isinstance(found, Person) and language else found
