"""Approval in Teams: what waits for whom, the dialog with its differences, and what becomes of what somebody decides.

Who somebody is, is their tenant's and their own Entra id (`entra:TENANT:OBJECT`), as the service vouches for it, and the same as in the console. A
button names the change and the difference that was seen, and nothing else; both are looked up (`bot.approvals`).
"""

import asyncio
import json
from collections.abc import Iterable

import structlog

from adapters.teams import cards, dialogs
from adapters.teams.cards import Element
from adapters.teams.messages import Activity, said
from adapters.teams.payloads import PLATFORM, Address, Press, texts_in
from adapters.teams.people import Person
from adapters.teams.showing import Showing
from bot import approval_wording, wording
from bot.approvals.deciding import Approvals
from bot.approvals.values import Outcome, Pending
from bot.approvals.values import Person as Approver
from bot.events import Awaited
from bot.platforms import Service
from bot.turns import Background
from knowledge.approval import Subject, changed_facts
from knowledge.publication import changes_of
from knowledge.translation import Translations

APPROVAL = "approval"  # begins the names of its buttons
_OPEN, _YES, _NO = "approval_open", "approval_yes", "approval_no"
_WHY = "reason"
_MOST_REASON = 500
_SHOWN = 5
_IDENTITY = "entra"

_log = structlog.get_logger("unavoz.teams")


class Approving:
    """Shows the approvers of the tenant what waits for them, and takes what they decide."""

    def __init__(self, service: Service, showing: Showing, background: Background) -> None:
        settings = service.settings
        self._desk = service.desk
        self._tenant = settings.teams.tenant_id
        self._showing = showing
        self._spawn = background.spawn
        self._approvals = Approvals(service.desk.versions, settings.approval.rule, service.encoder, settings.language)
        self._announced: set[int] = set()

    def waiting(self, person: Person) -> Activity:
        """Return the message with what waits for a person."""
        words = person.words
        waiting = self._approvals.waiting_for(self._approver(person)) if self._approvals.rule.two_person else []
        if not waiting:
            return said(words.gettext("Nothing waits for your approval."))
        body = [cards.heading(words.gettext("Waiting for your approval: {number}").format(number=len(waiting)))]
        for pending in waiting[:_SHOWN]:
            body += [cards.line(approval_wording.title(pending, words)) | {"separator": True}, *cards.rows([_review(pending, words)])]
        return {"type": "message", "attachments": [cards.attachment(cards.card(body))]}

    async def announce(self) -> None:
        """Owe a message to everybody of this tenant who may decide what waits; each once for each change."""
        if self._approvals.rule.two_person:
            await asyncio.to_thread(self._announce)

    def _announce(self) -> None:
        for pending in self._approvals.waiting():
            if pending.id in self._announced:
                continue
            for user in self._users(pending):
                self._desk.owe(Awaited(PLATFORM, user, pending.id), Address(person=user).to_text())
            self._announced.add(pending.id)

    def _users(self, pending: Pending) -> Iterable[str]:
        prefix = f"{_IDENTITY}:{self._tenant}:"
        ids = sorted(self._approvals.rule.ids_of(self._approvals.may_be_approved_by(pending)))
        named = [one for one in ids if one.startswith(prefix) and self._approvals.refusal(pending, Approver(one, "")) is None]
        return [one.removeprefix(prefix) for one in named]

    async def message(self, change: str, words: Translations) -> list[Activity]:
        """Return the message that a change waits; none where it does not any more."""
        waiting = await asyncio.to_thread(self._approvals.waiting)
        pending = next((one for one in waiting if Awaited.about_of(one.id) == change), None)
        if pending is None:
            return []
        text = words.gettext("Somebody else has to approve a change: {title}").format(title=approval_wording.title(pending, words))
        return [said(text, actions=[_review(pending, words)])]

    async def pressed(self, press: Press, person: Person) -> Element:
        """Somebody wants to see a change, or decides about the one that they see; return the dialog."""
        named = texts_in(press.value)
        if press.verb == _OPEN and len(named) == 2:
            return await asyncio.to_thread(self._dialog, Subject(named[0], named[1]), person)
        if len(named) != 3:
            return dialogs.notice(approval_wording.refused(Outcome.CHANGED, person.words))
        subject, seen = Subject(named[0], named[1]), named[2]
        if press.verb == _YES and not await asyncio.to_thread(self._can_be_approved, subject, seen, person):
            return dialogs.notice(await self._approve(subject, seen, person))
        if press.verb == _YES:
            self._spawn(self._approve_and_tell(subject, seen, person))
            words = person.words
            return dialogs.notice(words.gettext("It is being put into service. You will be told in our conversation when it is done."))
        approver, reason = self._approver(person), press.inputs.get(_WHY, "")
        decided = await asyncio.to_thread(self._approvals.reject, subject, seen, approver, reason, self._desk.clock())
        _log.info("change decided", outcome=str(decided.outcome))
        if decided.outcome is Outcome.NO_REASON:
            return await asyncio.to_thread(self._dialog, subject, person, approval_wording.decided(decided, person.words))
        return dialogs.notice(approval_wording.decided(decided, person.words))

    def _can_be_approved(self, subject: Subject, seen: str, person: Person) -> bool:
        """Tell whether a person's approval of what they saw would be put into service; where not, that is said at once."""
        pending = self._approvals.find(subject)
        return pending is not None and pending.mark == seen and self._approvals.refusal(pending, self._approver(person)) is None

    async def _approve(self, subject: Subject, seen: str, person: Person) -> str:
        """Put a change into service, which takes seconds; return what became of it."""
        desk = self._desk
        decided = await asyncio.to_thread(self._approvals.approve, subject, seen, self._approver(person), desk.clock(), desk.today())
        _log.info("change decided", outcome=str(decided.outcome), version=decided.version)
        return approval_wording.decided(decided, person.words)

    async def _approve_and_tell(self, subject: Subject, seen: str, person: Person) -> None:
        self._showing.send_later(Address(person=person.id), [said(await self._approve(subject, seen, person))])

    def _approver(self, person: Person) -> Approver:
        return Approver(f"{_IDENTITY}:{self._tenant}:{person.id}", person.name)

    def _dialog(self, subject: Subject, person: Person, problem: str = "") -> Element:
        words, pending = person.words, self._approvals.find(subject)
        if pending is None:
            return dialogs.notice(approval_wording.refused(Outcome.CHANGED, words))
        if refused := self._approvals.refusal(pending, self._approver(person)):
            return dialogs.notice(approval_wording.refused(refused, words))
        kept = {"value": json.dumps([*pending.subject, pending.mark])}
        approve = cards.submit(words.gettext("Approve"), _YES, kept, "positive")
        reject = cards.submit(words.gettext("Reject"), _NO, kept, "destructive", needs_inputs=True)
        why = cards.typed(_WHY, words.gettext("Why not? Only if you reject it."), limit=_MOST_REASON, is_long=True)
        said_ = [cards.line(problem, color="Attention")] if problem else []
        found = cards.card([*_difference(pending, words), *said_, why, *cards.rows([approve, reject])])
        return found if cards.fits(found) else dialogs.too_long(words)


def _review(pending: Pending, words: Translations) -> Element:
    return cards.opens(words.gettext("Review it"), _OPEN, {"value": json.dumps(pending.subject)})


def _difference(pending: Pending, words: Translations) -> Iterable[Element]:
    """Yield what a change changes: who edited it, its facts, each text whole before and after."""
    yield cards.heading(approval_wording.title(pending, words))
    yield from cards.small(f"{words.gettext('Edited by')}: {approval_wording.edited_by(pending, words)}")
    if not pending.parts:
        yield cards.line(words.gettext("This would be withdrawn: nobody would get it any more."))
    if facts := [f"{before or '—'} → {after or '—'}" for before, after in changed_facts(pending.before, pending.parts)]:
        yield cards.whole(words.gettext("Facts that change: {facts}").format(facts="; ".join(facts)))
    for change in changes_of(pending.before, pending.parts):
        for one in change.fields:
            for heading, text in ((words.gettext("Before"), one.before), (words.gettext("After"), one.after)):
                if text.strip():
                    yield from cards.small(f"{wording.field_name(one.field, words)} · {heading}")
                    yield cards.whole(text)
