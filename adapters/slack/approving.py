"""Approval in Slack: what waits for whom, the window with its differences, and what becomes of a press.

Who somebody is, is their workspace's and their own id (`slack:T1:U1`), as Slack vouches for it. A press names the change and the difference that was
seen, and nothing else; both are looked up (`bot.approvals`).
"""

import asyncio
import json
from collections.abc import Iterable

import structlog

from adapters.slack import blocks, views
from adapters.slack.blocks import Block
from adapters.slack.messages import Message
from adapters.slack.payloads import PLATFORM, Address, Press, field
from adapters.slack.people import Person
from adapters.slack.showing import Showing
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

APPROVAL = "approval"  # begins the names of its actions, and names its window
_OPEN, _YES = "approval_open", "approval_yes"
_WHY = "why"
_MOST_REASON = 500
_MOST_VALUE = 2_000
_MOST_BLOCKS = 60
_SHOWN_AT_HOME = 5

_log = structlog.get_logger("unavoz.slack")


class Approving:
    """Shows the approvers of the workspace `team` what waits for them, and takes what they decide."""

    def __init__(self, service: Service, team: str, showing: Showing, background: Background) -> None:
        settings = service.settings
        self._desk = service.desk
        self._team = team
        self._showing = showing
        self._spawn = background.spawn
        self._approvals = Approvals(service.desk.versions, settings.approval.rule, service.encoder, settings.language)
        self._announced: set[int] = set()

    def home(self, person: Person) -> list[Block]:
        """Return the part of the Home tab with what waits for a person; nothing for whoever has nothing to decide."""
        if not self._approvals.rule.two_person or not (waiting := self._approvals.waiting_for(self._approver(person.id, person.name))):
            return []
        words = person.words
        shown = [views.header(words.gettext("Waiting for your approval: {number}").format(number=len(waiting)))]
        for number, pending in enumerate(waiting[:_SHOWN_AT_HOME]):
            shown += [blocks.section(approval_wording.title(pending, words), _review(pending, f"{_OPEN}_{number}", words), limit=blocks.SMALL)]
        return shown

    async def announce(self) -> None:
        """Owe a message to everybody of this workspace who may decide what waits; each once for each change."""
        if self._approvals.rule.two_person:
            await asyncio.to_thread(self._announce)

    def _announce(self) -> None:
        for pending in self._approvals.waiting():
            if pending.id in self._announced:
                continue
            for user in self._users(pending):
                self._desk.owe(Awaited(PLATFORM, user, pending.id), Address(user).to_text())
            self._announced.add(pending.id)

    def _users(self, pending: Pending) -> list[str]:
        prefix = f"{PLATFORM}:{self._team}:"
        ids = sorted(self._approvals.rule.ids_of(self._approvals.may_be_approved_by(pending)))
        return [one.removeprefix(prefix) for one in ids if one.startswith(prefix) and self._approvals.refusal(pending, Approver(one, "")) is None]

    async def message(self, change: str, words: Translations) -> list[Message]:
        """Return the message that a change waits; none where it does not any more."""
        waiting = await asyncio.to_thread(self._approvals.waiting)
        pending = next((one for one in waiting if Awaited.about_of(one.id) == change), None)
        if pending is None:
            return []
        text = words.gettext("Somebody else has to approve a change: {title}").format(title=approval_wording.title(pending, words))
        return [{"text": blocks.label(text, blocks.TEXT), "blocks": [blocks.section(text, _review(pending, _OPEN, words))]}]

    async def pressed(self, press: Press, person: Person) -> None:
        """Somebody wants to see a change, or approves the one that they see."""
        named = _named(press.value)
        if press.action == _YES and len(named) == 3:
            self._spawn(self._approve(press, Subject(named[0], named[1]), named[2], person))
        elif press.action.startswith(_OPEN) and len(named) == 2:
            view = await asyncio.to_thread(self._window, Subject(named[0], named[1]), person)
            self._showing.open(press.trigger, view)

    async def rejected(self, user: str, name: str, words: Translations, kept: str, reason: str) -> views.View:
        """Somebody rejects the change that their window shows; return the window that takes its place."""
        named = _named(kept)
        if len(named) != 3:
            return views.notice(approval_wording.refused(Outcome.CHANGED, words), words)
        approver = self._approver(user, name)
        decided = await asyncio.to_thread(self._approvals.reject, Subject(named[0], named[1]), named[2], approver, reason, self._desk.clock())
        _log.info("change decided", outcome=str(decided.outcome))
        return views.notice(approval_wording.decided(decided, words), words)

    async def _approve(self, press: Press, subject: Subject, seen: str, person: Person) -> None:
        """Put a change into service, which takes seconds, and say in the window what became of it."""
        words = person.words
        working = words.gettext("It is being put into service. This window says when it is done.")
        await self._showing.update_view(press, views.notice(working, words))
        approver, desk = self._approver(person.id, person.name), self._desk
        decided = await asyncio.to_thread(self._approvals.approve, subject, seen, approver, desk.clock(), desk.today())
        _log.info("change decided", outcome=str(decided.outcome), version=decided.version)
        await self._showing.update_view(press, views.notice(approval_wording.decided(decided, words), words))

    def _approver(self, user: str, name: str) -> Approver:
        return Approver(f"{PLATFORM}:{self._team}:{user}", name)

    def _window(self, subject: Subject, person: Person) -> views.View:
        words, pending = person.words, self._approvals.find(subject)
        if pending is None:
            return views.notice(approval_wording.refused(Outcome.CHANGED, words), words)
        if refused := self._approvals.refusal(pending, self._approver(person.id, person.name)):
            return views.notice(approval_wording.refused(refused, words), words)
        shown = list(_difference(pending, words))
        kept = json.dumps([*pending.subject, pending.mark])
        if len(shown) > _MOST_BLOCKS or len(kept) > _MOST_VALUE:
            return views.notice(words.gettext("It is too long for this window: decide about it in the console."), words)
        typed: Block = {"type": "plain_text_input", "action_id": _WHY, "max_length": _MOST_REASON}
        approve = blocks.button(words.gettext("Approve"), _YES, kept, style="primary")
        return views.modal(APPROVAL, words) | {
            "submit": views.label(words.gettext("Reject")),
            "private_metadata": kept,
            "blocks": [*shown, *blocks.actions("approve", [approve]), views.input_of(_WHY, words.gettext("Why not? Only if you reject it."), typed)],
        }


def reason_in(body: object) -> str:
    """Return the reason that was typed into the window."""
    return field(body, "view", "state", "values", _WHY, _WHY, "value")


def _review(pending: Pending, action: str, words: Translations) -> Block | None:
    value = json.dumps(pending.subject)
    return blocks.button(words.gettext("Review it"), action, value) if len(value) <= _MOST_VALUE else None


def _difference(pending: Pending, words: Translations) -> Iterable[Block]:
    """Yield what a change changes: who edited it, its facts, each text whole before and after."""
    yield views.header(approval_wording.title(pending, words))
    yield from blocks.context(f"{words.gettext('Edited by')}: {approval_wording.edited_by(pending, words)}")
    if not pending.parts:
        yield blocks.section(words.gettext("This would be withdrawn: nobody would get it any more."))
    if facts := [f"{before or '—'} → {after or '—'}" for before, after in changed_facts(pending.before, pending.parts)]:
        yield blocks.section(words.gettext("Facts that change: {facts}").format(facts="; ".join(facts)))
    for change in changes_of(pending.before, pending.parts):
        for one in change.fields:
            for heading, text in ((words.gettext("Before"), one.before), (words.gettext("After"), one.after)):
                if text.strip():
                    yield from blocks.context(f"{wording.field_name(one.field, words)} · {heading}")
                    yield from (blocks.whole(piece) for piece in blocks.split(text) if piece.strip())


def _named(value: str) -> list[str]:
    """Return what a press or a window names; nothing where it is not understood."""
    try:
        found = json.loads(value)
    except ValueError:
        return []
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else []
