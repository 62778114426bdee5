"""Which of the things that Teams tells of is which thing that a person does, and in which form it wants to be answered
(learn.microsoft.com/microsoftteams/platform; the names are those of the activities' `type` and `name`).
"""

import time
from collections.abc import Awaitable, Callable, Mapping

import structlog

from adapters.teams import cards, dialogs
from adapters.teams.approving import APPROVAL, Approving
from adapters.teams.cards import Element
from adapters.teams.extension import Extension
from adapters.teams.payloads import Payload, address_of, field, parts, read_press, sender_of
from adapters.teams.people import People, Refusal
from adapters.teams.reception import Reception
from adapters.teams.reviewing import QUEUE, Reviewing
from adapters.teams.sdk import Answer
from adapters.teams.showing import Showing

_MESSAGE = "application/vnd.microsoft.activity.message"
_NOT_IMPLEMENTED: Answer = (501, None)
_FORBIDDEN: Answer = (403, None)
# Teams tells of an installation in two ways; within so many seconds they are one.
_ONE_WELCOME = 60.0
_MOST_WELCOMED = 1_000

_log = structlog.get_logger("unavoz.teams")


class Turns:
    """Hears everything that one tenant's Teams tells."""

    def __init__(
        self,
        people: People,
        showing: Showing,
        reception: Reception,
        extension: Extension,
        approving: Approving,
        reviewing: Reviewing,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people = people
        self._showing = showing
        self._reception = reception
        self._extension = extension
        self._approving = approving
        self._reviewing = reviewing
        self._clock = clock
        self._welcomed: dict[str, float] = {}
        self._invokes: Mapping[str, Callable[[Payload], Awaitable[Answer]]] = {
            "adaptiveCard/action": self._pressed,
            "composeExtension/query": self._queried,
            "composeExtension/selectItem": self._selected,
            "composeExtension/fetchTask": self._opened,
            "composeExtension/submitAction": self._submitted,
            "task/fetch": self._submitted,
            "task/submit": self._submitted,
            "message/submitAction": self._judged_by_teams,
        }

    async def hear(self, activity: Payload) -> Answer | None:
        """Do what an activity stands for; return the answer that Teams waits for, None where it waits for none."""
        if self._people.refused_unseen(sender_of(activity)):
            _log.warning("refused", kind=field(activity, "type"), reason=str(Refusal.FOREIGN))
            return _FORBIDDEN if field(activity, "type") == "invoke" else None
        match field(activity, "type"):
            case "message":
                await self._reception.said(activity)
            case "installationUpdate" if field(activity, "action") in ("add", "remove"):  # not of those by which a new release of the app comes
                await self._installed(activity, is_in=field(activity, "action") == "add")
            case "conversationUpdate":
                added = [field(member, "id") for member in parts(activity, "membersAdded")]
                if field(activity, "recipient", "id") in added:
                    await self._installed(activity, is_in=True)
            case "invoke":
                answer = self._invokes.get(field(activity, "name"))
                return await answer(activity) if answer else _NOT_IMPLEMENTED
        return None

    async def _installed(self, activity: Payload, *, is_in: bool) -> None:
        if not is_in:
            await self._reception.uninstalled(activity)
            return
        conversation, now = address_of(activity).conversation, self._clock()
        self._welcomed = {one: at for one, at in self._welcomed.items() if now - at < _ONE_WELCOME} if len(self._welcomed) < _MOST_WELCOMED else {}
        if conversation not in self._welcomed:
            self._welcomed[conversation] = now
            await self._reception.installed(activity)

    async def _pressed(self, activity: Payload) -> Answer:
        became = await self._reception.pressed(activity)
        if isinstance(became, str):
            return 200, {"statusCode": 200, "type": _MESSAGE, "value": became}
        return 200, {"statusCode": 200, "type": cards.CONTENT_TYPE, "value": became}

    async def _queried(self, activity: Payload) -> Answer:
        return 200, await self._extension.query(activity)

    async def _selected(self, activity: Payload) -> Answer:
        return 200, await self._extension.select(activity)

    async def _opened(self, activity: Payload) -> Answer:
        return 200, dialogs.as_task(await self._extension.open(activity), self._people.words_of(sender_of(activity)))

    async def _submitted(self, activity: Payload) -> Answer:
        return 200, dialogs.as_task(await self._dialog(activity), self._people.words_of(sender_of(activity)))

    async def _dialog(self, activity: Payload) -> Element:
        press = read_press(activity)
        if not press.verb.startswith((APPROVAL, QUEUE)):
            return await self._extension.submitted(activity)
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return dialogs.notice(self._showing.refusal(person, self._people.words_of(sender_of(activity))))
        return await (self._approving if press.verb.startswith(APPROVAL) else self._reviewing).pressed(press, person)

    async def _judged_by_teams(self, _: Payload) -> Answer:
        """Take the thumb of Teams' own: answers are judged by our buttons, which say which answer they are about, and what they say is kept."""
        return 200, {}
