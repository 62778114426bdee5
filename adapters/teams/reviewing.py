"""The review in Teams: for a reviewer, what waits for an answer, and the dialog in which they decide about one group of like questions."""

import asyncio
from collections.abc import Sequence

from adapters.teams import cards, dialogs
from adapters.teams.cards import Element
from adapters.teams.messages import Activity, said
from adapters.teams.payloads import Press
from adapters.teams.people import Person
from bot import review_wording
from bot.platforms import Service
from bot.review import deciding
from bot.review.deciding import Decision, Looked, Typed
from bot.review.values import Filter
from knowledge.translation import Translations

QUEUE = "queue_"  # begins the names of its buttons
_OPEN = f"{QUEUE}open"
_ENTRY, _DEPARTMENT, _REASON = "entry", "department", "reason"
_SHOWN = 5
_MOST_REASON = 500


class Reviewing:
    """Shows the reviewers of one tenant what waits, and takes what they decide."""

    def __init__(self, service: Service) -> None:
        self._desk = service.desk
        settings = service.settings
        self._reviewers = frozenset(one.lower() for one in settings.teams.reviewers)
        self._console = settings.console_url

    def may(self, person: Person) -> bool:
        return person.id in self._reviewers

    def waiting(self, person: Person) -> Activity:
        """Return the message with what waits for an answer, the most asked first."""
        words = person.words
        page = self._desk.review.listing.page(Filter(), self._desk.clock(), limit=_SHOWN)
        if not page.total:
            return said(words.gettext("No question waits for an answer."))
        body = [cards.heading(words.gettext("Without an answer: {number}").format(number=page.total))]
        for group in page.groups:
            review = cards.opens(words.gettext("Review it"), _OPEN, {"value": str(group.id)})
            body += [cards.line(group.text) | {"separator": True}, *cards.small(review_wording.standing(group, words)), *cards.rows([review])]
        body += cards.rows([cards.link(words.gettext("Open the console"), self._console)] if self._console else [])
        return {"type": "message", "attachments": [cards.attachment(cards.card(body))]}

    async def pressed(self, press: Press, person: Person) -> Element:
        """Somebody opened a group, or decided about the one that they see; return the dialog."""
        if not self.may(person):
            return cards.card([cards.line(person.words.gettext("Only reviewers decide about this."))])
        return await asyncio.to_thread(self._pressed, press, person)

    def _pressed(self, press: Press, person: Person) -> Element:
        decision = deciding.decision_named(press.verb.removeprefix(QUEUE))
        if decision is None:
            looked = deciding.look(self._desk, press.value)
        else:
            typed = Typed(*(press.inputs.get(name, "") for name in (_ENTRY, _DEPARTMENT, _REASON)))
            looked = deciding.decide(self._desk, press.value, decision, typed, person.name, person.words)
        if looked is None:
            return cards.card([cards.line(person.words.gettext("There is no such group."))])
        return dialog(looked, person.words, self._console)


def dialog(looked: Looked, words: Translations, console: str = "") -> Element:
    """Return the dialog of a group: what was asked, and what can be decided. `console` is where the list is on the web, empty for nowhere."""
    group = looked.group
    others = (words.gettext("“{question}”").format(question=one) for one in looked.others)
    body = [
        *([cards.line(looked.said, weight="Bolder")] if looked.said else []),
        cards.heading(group.text),
        *cards.small(review_wording.standing(group, words), *others),
        *(_decisions(looked, words) if looked.is_open else ()),
        *cards.rows([cards.link(words.gettext("Open in the console"), f"{console}/{group.id}")] if console else []),
    ]
    found = cards.card(body)
    return found if cards.fits(found) else dialogs.too_long(words)


def _decisions(looked: Looked, words: Translations) -> Sequence[Element]:
    """Return what can be decided. Nothing is chosen in its menus: whoever presses too soon is asked to, and tells nobody a wrong answer."""

    def button(title: str, decision: Decision, style: str = "", *, needs_inputs: bool = True) -> list[Element]:
        return list(cards.rows([cards.submit(title, f"{QUEUE}{decision}", {"value": looked.seen}, style, needs_inputs=needs_inputs)]))

    take = (words.gettext("Leave it for others"), Decision.RELEASE) if looked.is_taken else (words.gettext("I take it"), Decision.TAKE)
    found = button(*take, needs_inputs=False)
    if looked.near:
        entries = [(f"{entry} · {question}", entry) for entry, question in looked.near]
        found += [cards.choice(_ENTRY, words.gettext("An approved answer that there is"), entries)]
        found += button(words.gettext("This answers it"), Decision.LINK, "positive")
    if looked.departments:
        label = words.gettext("Department that has to say")
        named = [(name, name) for name in looked.departments]
        is_menu = len(named) <= cards.MOST_CHOICES  # of more, nobody finds theirs in a menu
        found += [cards.choice(_DEPARTMENT, label, named) if is_menu else cards.typed(_DEPARTMENT, label, limit=cards.SMALL)]
        found += button(words.gettext("Pass it to them"), Decision.REFER)
    found += [cards.typed(_REASON, words.gettext("Why does it need no answer?"), limit=_MOST_REASON)]
    return [*found, *button(words.gettext("Archive"), Decision.ARCHIVE)]
