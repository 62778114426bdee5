"""The review in Slack: for a reviewer, the window in which they decide about one group of like questions."""

import asyncio
from collections.abc import Iterator

from adapters.slack import blocks, views
from adapters.slack.blocks import Block
from adapters.slack.payloads import Press, field
from adapters.slack.people import Person
from adapters.slack.showing import Showing
from bot import review_wording
from bot.platforms import Service
from bot.review import deciding
from bot.review.deciding import Decision, Looked, Typed
from bot.turns import Background
from knowledge.translation import Translations

REVIEW = views.REVIEW  # begins the names of its buttons
WINDOW = "review"
_ENTRY, _DEPARTMENT, _REASON = f"{REVIEW}entry", f"{REVIEW}department", "reason"
_MOST_REASON = 500
_MOST_NAME = 300
_MOST_VALUE = 75  # of an option: a longer name is left to the console


class Reviewing:
    """Shows the reviewers of the settings what waits, and takes what they decide."""

    def __init__(self, service: Service, showing: Showing, background: Background) -> None:
        self._desk = service.desk
        self._reviewers = service.settings.slack.reviewers
        self._showing = showing
        self._spawn = background.spawn
        self._console = service.settings.console_url

    async def pressed(self, press: Press, person: Person) -> None:
        """Somebody opened a group, or decided about the one that their window shows."""
        if press.action in (_ENTRY, _DEPARTMENT):  # chosen; it counts with the button beside it
            return
        if person.id not in self._reviewers:
            self._showing.open(press.trigger, views.notice(person.words.gettext("Only reviewers decide about this."), person.words))
            return
        view = await asyncio.to_thread(self._view, press, person)
        if press.view and press.in_modal:
            self._spawn(self._showing.update_view(press, view))
        else:
            self._showing.open(press.trigger, view)

    async def archived(self, person: Person, seen: str, reason: str) -> views.View:
        """Somebody sent the window, which archives the group that it shows; return the one that takes its place."""
        if person.id not in self._reviewers:
            return views.notice(person.words.gettext("Only reviewers decide about this."), person.words)
        archive, typed = Decision.ARCHIVE, Typed(reason=reason)
        return self._shown(await asyncio.to_thread(deciding.decide, self._desk, seen, archive, typed, person.name, person.words), person.words)

    def _view(self, press: Press, person: Person) -> views.View:
        decision = deciding.decision_named(press.action.removeprefix(REVIEW))
        if decision is None:
            return self._shown(deciding.look(self._desk, press.value), person.words)
        typed = Typed(press.typed.get(_ENTRY, ""), press.typed.get(_DEPARTMENT, ""))
        return self._shown(deciding.decide(self._desk, press.value, decision, typed, person.name, person.words), person.words)

    def _shown(self, looked: Looked | None, words: Translations) -> views.View:
        return window(looked, words, self._console) if looked else views.notice(words.gettext("There is no such group."), words)


def reason_in(body: object) -> str:
    """Return the reason that was typed into the window."""
    return field(body, "view", "state", "values", _REASON, _REASON, "value")


def window(looked: Looked, words: Translations, console: str = "") -> views.View:
    """Return the window of a group: what was asked, and what can be decided. `console` is where the list is on the web, empty for nowhere."""
    group = looked.group
    others = (words.gettext("“{question}”").format(question=one) for one in looked.others)
    shown = [
        *([blocks.section(looked.said)] if looked.said else []),
        blocks.section(group.text, limit=blocks.FRAME),
        *blocks.context(review_wording.standing(group, words), *others),
        *(_decisions(looked, words) if looked.is_open else ()),
    ]
    if console:
        shown += blocks.actions("console", [blocks.button(words.gettext("Open in the console"), "page_group", url=f"{console}/{group.id}")])
    found = views.modal(WINDOW, words) | {"blocks": shown, "private_metadata": looked.seen}
    return found | ({"submit": views.label(words.gettext("Archive"))} if looked.is_open else {})


def _decisions(looked: Looked, words: Translations) -> Iterator[Block]:
    def row(decision: Decision, title: str, menu: list[Block], style: str = "") -> list[Block]:
        return blocks.actions(f"decide_{decision}", [*menu, blocks.button(title, f"{REVIEW}{decision}", looked.seen, style)])

    if looked.is_taken:
        yield from row(Decision.RELEASE, words.gettext("Leave it for others"), [])
    else:
        yield from row(Decision.TAKE, words.gettext("I take it"), [])
    if near := [(f"{entry} · {question}", entry) for entry, question in looked.near if blocks.length(entry) <= _MOST_VALUE]:
        yield from row(
            Decision.LINK, words.gettext("This answers it"), _menu(_ENTRY, words.gettext("An approved answer that there is"), near), "primary"
        )
    if departments := [(name, name) for name in looked.departments if blocks.length(name) <= _MOST_VALUE]:
        label, is_menu = words.gettext("Department that has to say"), len(departments) <= blocks.MOST_OPTIONS
        if not is_menu:  # of more, nobody finds theirs in a menu
            yield views.input_of(_DEPARTMENT, label, {"type": "plain_text_input", "action_id": _DEPARTMENT, "max_length": _MOST_NAME}) | {
                "optional": True
            }
        yield from row(Decision.REFER, words.gettext("Pass it to them"), _menu(_DEPARTMENT, label, departments) if is_menu else [])
    typed = {"type": "plain_text_input", "action_id": _REASON, "max_length": _MOST_REASON}
    yield views.input_of(_REASON, words.gettext("Why does it need no answer?"), typed) | {"optional": True}


def _menu(name: str, label: str, options: list[tuple[str, str]]) -> list[Block]:
    """Return a menu of which nothing is chosen: whoever presses too soon is asked to, and tells nobody a wrong answer."""
    shown = [{"text": blocks.plain(text, blocks.OPTION), "value": value} for text, value in options]
    placeholder = blocks.plain(label, blocks.PLACEHOLDER)
    return [{"type": "static_select", "action_id": name, "placeholder": placeholder, "options": shown}]
