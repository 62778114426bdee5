"""The review in Teams: for a reviewer, what waits for an answer, and the dialog in which they decide about one group of like questions.

What takes a longer look (a new answer's text, merging, other people's steps) is the console's, to which the dialog leads.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import structlog

from adapters.teams import cards, dialogs
from adapters.teams.cards import Element
from adapters.teams.messages import Activity, said
from adapters.teams.payloads import Press, number_in
from adapters.teams.people import Person
from bot import review_wording, wording
from bot.platforms import Service
from bot.review import telling
from bot.review.values import Action, Archive, Conflict, Done, Filter, Group, Link, Refer, Release, Take
from knowledge.review import OPEN, State
from knowledge.translation import Translations

QUEUE = "queue"  # begins the names of its buttons
_OPEN, _TAKE, _RELEASE, _LINK, _REFER, _ARCHIVE = "queue_open", "queue_take", "queue_release", "queue_link", "queue_refer", "queue_archive"
_ENTRY, _DEPARTMENT, _REASON = "entry", "department", "reason"
_ACTIONS: Mapping[str, Callable[[Mapping[str, str]], Action]] = {
    _TAKE: lambda _: Take(),
    _RELEASE: lambda _: Release(),
    _LINK: lambda typed: Link(typed.get(_ENTRY, "")),
    _REFER: lambda typed: Refer(typed.get(_DEPARTMENT, ""), ""),
    _ARCHIVE: lambda typed: Archive(typed.get(_REASON, "")),
}
_SHOWN, _NEAREST, _ASKED = 5, 5, 5
_MOST_REASON = 500

_log = structlog.get_logger("unavoz.teams")


class Reviewing:
    """Shows the reviewers of one tenant what waits, and takes what they decide."""

    def __init__(self, service: Service) -> None:
        self._desk = service.desk
        settings = service.settings
        self._reviewers = frozenset(one.lower() for one in settings.teams.reviewers)
        outside = settings.serve.public_url.rstrip("/")
        self._console = f"{outside}/web/sin-respuesta" if settings.console.enabled and outside.startswith("https://") else ""

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
            body += [cards.line(group.text) | {"separator": True}, *cards.small(_standing(group, words)), *cards.rows([review])]
        body += cards.rows([cards.link(words.gettext("Open the console"), self._console)] if self._console else [])
        return {"type": "message", "attachments": [cards.attachment(cards.card(body))]}

    async def pressed(self, press: Press, person: Person) -> Element:
        """Somebody opened a group, or decided about the one that they see; return the dialog."""
        if not self.may(person):
            return cards.card([cards.line(person.words.gettext("Only reviewers decide about this."))])
        return await asyncio.to_thread(self._pressed, press, person)

    def _pressed(self, press: Press, person: Person) -> Element:
        words = person.words
        number, seen = _numbers(press.value)
        group = self._desk.review.listing.group(number, self._desk.clock())
        if group is None:
            return cards.card([cards.line(words.gettext("There is no such group."))])
        if press.verb not in _ACTIONS:
            return self.dialog(group, words)
        action = _ACTIONS[press.verb](press.inputs)
        result = telling.decide(self._desk, number, seen, action, person.name)
        _log.info("group decided", action=type(action).__name__, result=type(result).__name__)
        match result:
            case Done():
                return self.dialog(result.group, words, review_wording.done(action, result, words))
            case Conflict():
                first = words.gettext("Somebody was faster: {what}.").format(what=review_wording.step(result.last, words))
                return self.dialog(result.group, words, first)
            case _:
                return self.dialog(group, words, review_wording.refusal(result, words))

    def dialog(self, group: Group, words: Translations, said_: str = "") -> Element:
        """Return the dialog of a group: what was asked, and what can be decided."""
        members = self._desk.review.listing.members(group.id, _ASKED)
        others = list(dict.fromkeys(member.text for member in members if member.text != group.text))
        body = [
            *([cards.line(said_, weight="Bolder")] if said_ else []),
            cards.heading(group.text),
            *cards.small(_standing(group, words), *(words.gettext("“{question}”").format(question=one) for one in others)),
        ]
        if group.standing.state in OPEN:
            body += self._decisions(group, words)
        body += cards.rows([cards.link(words.gettext("Open in the console"), f"{self._console}/{group.id}")] if self._console else [])
        found = cards.card(body)
        return found if cards.fits(found) else dialogs.too_long(words)

    def _decisions(self, group: Group, words: Translations) -> Sequence[Element]:
        value = {"value": f"{group.id}.{group.revision}"}
        catalogue = self._desk.catalogue()
        is_taken = group.standing.state is State.IN_REVIEW
        take = (
            cards.submit(words.gettext("Leave it for others"), _RELEASE, value) if is_taken else cards.submit(words.gettext("I take it"), _TAKE, value)
        )
        found: list[Element] = [*cards.rows([take])]
        near = [entry for entry, _ in self._desk.likely(group.text)[:_NEAREST]]
        if entries := [(f"{entry} · {catalogue.in_languages(entry)[0].question}", entry) for entry in near if any(catalogue.in_languages(entry))]:
            found += [
                cards.choice(_ENTRY, words.gettext("An approved answer that there is"), entries, entries[0][1]),
                *cards.rows([cards.submit(words.gettext("This answers it"), _LINK, value, "positive", needs_inputs=True)]),
            ]
        if departments := [(one.name, one.name) for one in catalogue.departments]:
            label = words.gettext("Department that has to say")
            is_menu = len(departments) <= cards.MOST_CHOICES  # of more, nobody finds theirs in a menu
            found += [
                cards.choice(_DEPARTMENT, label, departments, departments[0][1]) if is_menu else cards.typed(_DEPARTMENT, label, limit=cards.SMALL),
                *cards.rows([cards.submit(words.gettext("Pass it to them"), _REFER, value, needs_inputs=True)]),
            ]
        why = cards.typed(_REASON, words.gettext("Why does it need no answer?"), limit=_MOST_REASON)
        return [*found, why, *cards.rows([cards.submit(words.gettext("Archive"), _ARCHIVE, value, needs_inputs=True)])]


def _standing(group: Group, words: Translations) -> str:
    people = words.ngettext("asked by {number} person", "asked by {number} people", group.askers).format(number=group.askers)
    return f"{people} · {wording.state(group.standing.state, words)}"


def _numbers(value: str) -> tuple[int, int]:
    """Return the group, and the revision that was seen, that a button names; 0 for what it does not."""
    group, _, revision = value.partition(".")
    return number_in(group, 0), number_in(revision, 0)
