"""Una Voz below the message box and in the menu of a message: an answer to put in, the approved answer for a message, the draft check.

1. What is listed while somebody types is nobody's question and is not recorded. What they choose of it is given to them, and is.
2. Teams puts in nothing but cards (learn.microsoft.com/microsoftteams/platform/messaging-extensions), so the approved text stands in one, to be copied
   as text. From a dialog (the answer for a message, or to a question typed there) the bot writes it into the conversation, as a message of plain text.
3. A card that is put in has nothing to press: it is for whoever reads it.
"""

import asyncio
import html
from dataclasses import replace
from typing import Any

from adapters.teams import cards, commands, dialogs, messages
from adapters.teams.cards import Element
from adapters.teams.drafting import CHECK_DRAFT, Drafting
from adapters.teams.messages import Shown
from adapters.teams.payloads import MOST_TEXT, PLATFORM, Address, Payload, address_of, as_typed, field, part, parts, read_press, sender_of, written
from adapters.teams.people import People, Person, Refusal
from adapters.teams.presses import in_force, name_of
from adapters.teams.reception import Reception
from adapters.teams.showing import Showing
from bot import overview, wording
from bot.events import Asked, Picked
from bot.intake import Intake
from bot.platforms import Service
from knowledge.answering import Question, Reply, can_be_given
from knowledge.model import EntryKey
from knowledge.translation import Translations

_SEARCH = "search_answer"
_INITIAL_RUN = "initialRun"  # what Teams sends in place of words, when the search is opened
_ASKED = "question"
_SHOWN = 8
_LIKELY_FROM = 0.02
_PREVIEW = 200
_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"


class Extension:
    """Serves the message box of one tenant's people."""

    def __init__(self, service: Service, people: People, intake: Intake, showing: Showing, reception: Reception, drafting: Drafting) -> None:
        self._desk = service.desk
        self._people = people
        self._intake = intake
        self._showing = showing
        self._reception = reception
        self._drafting = drafting

    async def query(self, activity: Payload) -> dict[str, Any]:
        """Somebody types what they look for; return what there is, each with what it says."""
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return _message(self._showing.refusal(person, self._people.words_of(sender_of(activity))))
        if part(activity, "value", "queryOptions", "skip"):  # all that there is was on the first page
            return _result([])
        typed = (one for one in parts(activity, "value", "parameters") if field(one, "name") != _INITIAL_RUN)
        text = as_typed(field(next(typed, None), "value"))
        found = await asyncio.to_thread(self._found, text, person.language)
        if not found:
            return _message(person.words.gettext("There is no approved answer to that. Ask it in our chat, so that it is put on the list."))
        # A client that names no command cannot tell what was chosen either.
        tells = bool(field(activity, "value", "commandId"))
        return _result([_listed(reply, person.words, tells=tells) for reply in found])

    def _found(self, text: str, language: str) -> list[Reply]:
        """Return what the entries that a text may ask for say now.

        What is asked for is in the language in which it is asked; what may be meant besides, in the person's where it has one.
        """
        if not text:
            entries = overview.starters(self._desk, language, _SHOWN)
        else:
            catalogue, today = self._desk.catalogue(), self._desk.today()
            reply = self._desk.preview(Question(text, reads=language))
            asked_in = {reply.entry: reply.language} | {one.entry: one.language for one in reply.suggestions}
            named = [
                *asked_in,
                *(one for one, likely in self._desk.likely(text) if likely >= _LIKELY_FROM),
            ]
            entries = []
            for entry in dict.fromkeys(filter(None, named)):
                rows = {row.language: row for row in catalogue.in_languages(entry) if can_be_given(row, catalogue, today)}
                entries += [row for row in (rows.get(asked_in.get(entry, "")) or rows.get(language) or next(iter(rows.values()), None),) if row]
        return [reply for entry in entries[:_SHOWN] if (reply := self._desk.given(entry.key)).text]

    async def select(self, activity: Payload) -> dict[str, Any]:
        """Somebody chose what is listed; return the card that is put into their message."""
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return _message(self._showing.refusal(person, self._people.words_of(sender_of(activity))))
        entry = EntryKey(field(activity, "value", "entry"), field(activity, "value", "language"))
        key = name_of(self._desk, "insert", *entry, in_force(self._desk), person=person.id)
        reply = await self._intake.handle(Picked(key, PLATFORM, person.id, entry))
        if not reply.text:
            return _message(" ".join(wording.notes(reply, person.words)))
        drawn = messages.draw_card(reply, person.words, Shown())
        if drawn is None:
            self._showing.send_later(Address(person=person.id), messages.draw(reply, person.words, Shown(key)))
            return _message(person.words.gettext("The answer is too long for this window: you have it in our conversation."))
        return _result([cards.attachment(drawn) | {"preview": _preview(reply.question, reply.text)}])

    async def open(self, activity: Payload) -> Element:
        """Somebody chose an action, on a message or below the message box, or a button that opens a dialog; return the dialog."""
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return dialogs.notice(self._showing.refusal(person, self._people.words_of(sender_of(activity))))
        message = written(part(activity, "value", "messagePayload"))
        if field(activity, "value", "commandId") in (commands.DRAFT, commands.CHECK):
            return await self._drafting.wants_to_check(person, message)
        if not message:
            return self._ask(person.words)
        key = name_of(self._desk, "about", field(activity, "value", "messagePayload", "id"), message, in_force(self._desk), person=person.id)
        return await self._answer(key, message, person, address_of(activity))

    async def submitted(self, activity: Payload) -> Element:
        """Somebody pressed a button of a dialog; return what takes its place."""
        person = await self._people.look_up(sender_of(activity), address_of(activity))
        if isinstance(person, Refusal):
            return dialogs.notice(self._showing.refusal(person, self._people.words_of(sender_of(activity))))
        press = read_press(activity)
        if press.verb == commands.DRAFT:
            return await self._drafting.wants_to_check(person)
        if press.verb == CHECK_DRAFT:
            return await self._drafting.check(press, person)
        if press.verb == _SEARCH:
            text = as_typed(press.inputs.get(_ASKED, ""))
            # The conversation is part of the name, for what was written in one can be written in another.
            key = name_of(self._desk, "asked", press.address.conversation, text, in_force(self._desk), person=person.id)
            return await self._answer(key, text, person, press.address) if text else self._ask(person.words)
        became = await self._reception.press(press, person, in_dialog=True)
        return dialogs.notice(became) if isinstance(became, str) else became

    async def _answer(self, key: str, text: str, person: Person, address: Address) -> Element:
        """Return the dialog with the answer to a question that nobody else reads; they are told in their conversation with the bot."""
        event = Asked(key, PLATFORM, person.id, Question(text, reads=person.language), Address(person=person.id).to_text())
        reply = await self._intake.handle(event)
        shown = await self._showing.shown(key, reply)
        return await self._showing.card(key, reply, person, replace(shown, in_dialog=True), address)

    def _ask(self, words: Translations) -> Element:
        question = words.gettext("What does the citizen ask?")
        typed = cards.typed(_ASKED, question, limit=MOST_TEXT, is_long=True, is_required=question)
        return cards.card([typed, *cards.rows([cards.submit(words.gettext("Search"), _SEARCH, {}, "positive", needs_inputs=True)])])


def _message(text: str) -> dict[str, Any]:
    return {"composeExtension": {"type": "message", "text": text}}


def _result(attachments: list[dict[str, Any]]) -> dict[str, Any]:
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def _listed(reply: Reply, words: Translations, *, tells: bool) -> dict[str, Any]:
    """Return an answer as it is listed: its question and how it begins. Which one was chosen, Teams `tells`; else the card is put in."""
    choose = {"type": "invoke", "value": {"entry": reply.entry, "language": reply.language}} if tells else None
    shown = messages.draw_card(reply, words, Shown()) or cards.card([*cards.small(reply.question), cards.line(reply.text)])
    return cards.attachment(shown) | {"preview": _preview(reply.question, reply.text, choose)}


def _preview(question: str, text: str, choose: Any = None) -> dict[str, Any]:
    """Return a line of the list. A thumbnail's text is HTML there, so nothing in it may be that."""
    content: dict[str, Any] = {"title": _escaped(question, cards.LINE), "text": _escaped(text, _PREVIEW)}
    return {"contentType": _THUMBNAIL, "content": content | ({"tap": choose} if choose else {})}


def _escaped(text: str, limit: int) -> str:
    return html.escape(cards.shortened(text, limit), quote=False)
