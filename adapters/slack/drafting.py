"""The draft check in Slack: a window for what somebody is about to send, then what the desk says of it, with the approved text to copy."""

import asyncio
from collections.abc import Sequence
from typing import Any

from adapters.slack import blocks, views
from adapters.slack.blocks import Block
from adapters.slack.messages import Shown, draw, said
from adapters.slack.payloads import PLATFORM, Address, field
from adapters.slack.people import People, Person, Refusal
from adapters.slack.showing import Showing
from adapters.slack.views import View
from bot import draft_wording, wording
from bot.drafts import none_of
from bot.events import Drafted
from bot.intake import Intake
from bot.platforms import Service
from knowledge.answering import Question, Reply
from knowledge.channels import Channel
from knowledge.translation import Translations

CALLBACK = "draft"
DRAFT, QUESTION, CHANNEL, ENTRY = "draft", "question", "channel", "entry"
_NONE = "-"
_MOST_MARKS = 15


class Drafting:
    """Takes drafts, for one workspace."""

    def __init__(self, service: Service, people: People, intake: Intake, showing: Showing) -> None:
        self._desk = service.desk
        self._service = service
        self._people = people
        self._intake = intake
        self._showing = showing

    async def wants_to_check(self, user: str, trigger: str, draft: str = "") -> None:
        """Somebody opened the window, or wants the message checked that they wrote."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            if refusal := self._showing.refusal(person):
                self._showing.open(trigger, views.notice(refusal, self._service.words))
            return
        channels = (await asyncio.to_thread(self._desk.catalogue)).channels
        self._showing.open(trigger, ask(person.words, channels, draft))

    async def check(self, key: str, user: str, values: Any) -> View:
        """Somebody sent the window; return the one that takes its place."""
        person = await self._people.look_up(user)
        if isinstance(person, Refusal):
            return views.notice(self._showing.refusal(person), self._service.words)
        channels = (await asyncio.to_thread(self._desk.catalogue)).channels
        draft = field(values, DRAFT, DRAFT, "value").strip()
        asked = field(values, QUESTION, QUESTION, "value").strip()
        channel = views.chosen_channel(field(values, CHANNEL, CHANNEL, "selected_option", "value"), channels)
        entry = field(values, ENTRY, ENTRY, "selected_option", "value")
        question = Question(asked, channel, reads=person.language)
        tell_at = Address(user).to_text() if asked else ""
        event = Drafted(key, PLATFORM, user, draft, question, entry if entry != _NONE else "", tell_at=tell_at)
        reply = await self._intake.handle(event)
        reply = none_of(reply) if entry == _NONE else reply
        return self._judged(person, channels, draft, asked, reply)

    def _judged(self, person: Person, channels: Sequence[Channel], draft: str, asked: str, reply: Reply) -> View:
        if reply.suggestions:
            return ask(person.words, channels, draft, asked, reply)
        view = judged(person.words, reply)
        if view is None:  # too long for a window: the text goes to their conversation with the app
            parts = [said(*_lines(person.words, reply)), *draw(reply, person.words)]
            self._showing.send_later(Address(person.id), parts)
            return views.sent_apart(person.words)
        return view


def ask(words: Translations, channels: Sequence[Channel], draft: str = "", question: str = "", reply: Reply | None = None) -> View:
    """Return the window that asks for a draft; where a reply leaves open which answer it is about, that is asked too."""
    typed: Block = {"type": "plain_text_input", "action_id": DRAFT, "multiline": True, "max_length": blocks.TEXT}
    asked: Block = {"type": "plain_text_input", "action_id": QUESTION, "max_length": blocks.TEXT}
    if draft:
        typed["initial_value"] = draft[: blocks.TEXT]
    if question:
        asked["initial_value"] = question[: blocks.TEXT]
    shown = [
        _input(DRAFT, words.gettext("Your draft"), typed),
        _input(QUESTION, words.gettext("What did the citizen ask? (optional)"), asked) | {"optional": True},
        _input(CHANNEL, words.gettext("Where will you answer?"), views.channel_menu(words, channels)),
    ]
    if reply and reply.suggestions:
        shown.insert(0, blocks.section(draft_wording.headline(reply, words)))
        shown.insert(1, _input(ENTRY, words.gettext("Which answer is it about?"), _entries(words, reply)))
    return {**views.modal(CALLBACK, words), "submit": views.label(words.gettext("Check")), "blocks": shown}


def judged(words: Translations, reply: Reply) -> View | None:
    """Return the window that says what the check says, and shows the approved text; None where that is too long for one."""
    shown = [blocks.section(line, limit=blocks.FRAME) for line in _lines(words, reply)]
    if reply.text:
        shown.append({"type": "divider"})
        which = wording.for_channel(reply.channel, words) if reply.channel in reply.wordings else words.gettext("General answer")
        shown.append(blocks.section(words.gettext("Approved ({which}):").format(which=which)))
    shown += [block for message in draw(reply, words, Shown()) for block in message["blocks"]]
    return {**views.modal(CALLBACK, words), "blocks": shown} if len(shown) <= views.MOST_BLOCKS else None


def _lines(words: Translations, reply: Reply) -> list[str]:
    marks = reply.judgement.marks if reply.judgement else ()
    found = [draft_wording.headline(reply, words), *(f"• {draft_wording.mark(mark, words)}" for mark in marks[:_MOST_MARKS])]
    return [line for line in found if line]


def _entries(words: Translations, reply: Reply) -> Block:
    options = [{"text": blocks.plain(one.question, blocks.OPTION), "value": one.entry} for one in reply.suggestions]
    options.append({"text": blocks.plain(words.gettext("None of these"), blocks.OPTION), "value": _NONE})
    return {"type": "radio_buttons", "action_id": ENTRY, "options": options}


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "label": blocks.plain(label), "element": element}
