"""Who may ask: the workspace's own staff. Guests, strangers of Slack Connect, bots, the deactivated and other workspaces may not.

Looked up by `users.info` and remembered for a short time. Whoever cannot be looked up is refused until they can be.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.payloads import Payload, field, part
from adapters.slack.sending import reason_of, retry_after
from knowledge.languages import to_language
from knowledge.translation import Translations, translations

STAFF_FOR = 300.0  # seconds
REFUSED_FOR = 60.0
# Of the three seconds that Slack waits for an acknowledgement.
PATIENCE = 1.5
_MOST_REMEMBERED = 50_000

_log = structlog.get_logger("unavoz.slack")


class Refusal(StrEnum):
    """Why somebody may not ask."""

    NOT_STAFF = "not_staff"
    BOT = "bot"
    UNKNOWN = "unknown"  # could not be looked up


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff, the language they read, and the words of their screen."""

    id: str
    name: str
    language: str
    words: Translations


class People:
    """Looks people up, for the workspace `team`."""

    def __init__(self, client: AsyncWebClient, team: str, fallback: Translations, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._team = team
        self._fallback = fallback
        self._clock = clock
        self._known: dict[str, tuple[Person | Refusal, float]] = {}
        self._not_before = 0.0
        self._asking: dict[str, asyncio.Task[Person | Refusal]] = {}

    async def look_up(self, user: str) -> Person | Refusal:
        """Return the person, or why they are refused; within `PATIENCE`."""
        known = self._known.get(user)
        if known and known[1] > self._clock():
            return known[0]
        task = self._asking.get(user)
        if task is None:
            task = self._asking[user] = asyncio.create_task(self._ask(user))
            task.add_done_callback(lambda _: self._asking.pop(user, None))
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE)
        except TimeoutError:
            return Refusal.UNKNOWN

    async def _ask(self, user: str) -> Person | Refusal:
        if self._clock() < self._not_before:
            return Refusal.UNKNOWN
        try:
            found = (await self._client.users_info(user=user, include_locale=True)).get("user")
        except SlackApiError as error:
            _log.warning("user not looked up", error=reason_of(error))
            if getattr(error.response, "status_code", 0) == 429:
                self._not_before = self._clock() + retry_after(error.response.headers)
            return Refusal.UNKNOWN
        except Exception as error:  # noqa: BLE001 (whatever goes wrong on the way, nobody gets in by it)
            _log.warning("user not looked up", error=type(error).__name__)
            return Refusal.UNKNOWN
        judged = self._judge(user, found)
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[user] = (judged, self._clock() + (STAFF_FOR if isinstance(judged, Person) else REFUSED_FOR))
        return judged

    def _judge(self, user: str, found: Payload | None) -> Person | Refusal:
        if field(found, "id") != user:
            return Refusal.UNKNOWN
        if part(found, "is_bot") or field(found, "id") == "USLACKBOT":
            return Refusal.BOT
        flags = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_invited_user", "is_workflow_bot")
        # In an organisation of several workspaces a person's own team is another one; those that they belong to are listed.
        belongs = field(found, "team_id") == self._team or self._team in (part(found, "enterprise_user", "teams") or ())
        if not belongs or any(part(found, flag) for flag in flags):
            return Refusal.NOT_STAFF
        language = to_language(field(found, "locale")) or ""
        name = field(found, "profile", "display_name") or field(found, "real_name") or field(found, "name")
        return Person(user, name, language, translations(language) if language else self._fallback)
