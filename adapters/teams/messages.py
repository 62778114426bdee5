"""A Reply as Teams shows it.

In a message the approved text is the message's own, as plain text, which every client lets people select and copy; below it a card with the question
that it answers, the small print, and what can be done. Where Teams takes nothing but a card (what replaces a card that was pressed, a dialog, what is
put into the message box), the text stands in the card.

Every button names the event that its reply answers (`about`), so that a press says by itself which reply it is about, and nothing that a client sends
is believed beyond that. It is also what tells a second press from the first: Teams repeats them under ids of their own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.teams import cards
from adapters.teams.cards import Element
from bot import recall_wording, splitting, wording
from bot.digest import Section
from bot.events import Verdict
from knowledge.answering import Outcome, Reply
from knowledge.model import EntryKey
from knowledge.translation import Translations

Activity = dict[str, Any]

GENERAL = "general"
CARD = "card"
ENTRY = "entry"
# Of one message's approved text, in UTF-16 units: a message is at most 100 KB, and its JSON may need six characters for one of the text's.
TEXT = 8_000
# More wordings than this are a menu.
_MOST_BUTTONS = 4
_MOST_REASON = 1_000
WHY, CHOSEN = "why", "chosen"


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a reply is shown, and what whoever sees it did with it.

    `about` is the key of the event that it answers; a reply without one has nothing to press. `done` are kinds of event and verdicts
    (`Ledger.done_with`). `can_share`: there is a conversation to show it in. `can_follow`: it leaves a question open. `can_refer`: so it does, and its
    owner's people are reached in a channel. `asks_why`: it was judged just now. `in_card`: its text stands in the card, not in a message. `headline`
    stands above it. `note` says what became of a press.
    """

    about: str = ""
    done: frozenset[str] = frozenset()
    can_share: bool = False
    can_follow: bool = True
    can_refer: bool = False
    asks_why: bool = False
    in_card: bool = False
    in_dialog: bool = False
    headline: str = ""
    note: str = ""


def draw(reply: Reply, words: Translations, shown: Shown | None = None) -> list[Activity]:
    """Return the messages that show `reply`: the approved text whole, in several where it is longer than one may be; the card with the last."""
    shown = shown or Shown()
    head = _head(reply, words, shown)
    if not reply.text:
        return [_message([*head, *_tail(reply, words, shown)], _spoken(reply, words, shown))]
    *former, last = splitting.split(reply.text, TEXT, cards.length)
    messages = [_message(head, _spoken(reply, words, shown))] if head else []
    messages += [plain(piece) for piece in former]
    tail = [*cards.small(reply.question), *_tail(reply, words, shown)]
    return [*messages, {**plain(last), "attachments": [cards.attachment(cards.card(tail))]}]


def draw_card(reply: Reply, words: Translations, shown: Shown) -> Element | None:
    """Return the one card that shows `reply`, its text included; None where that is too long for one."""
    if cards.length(reply.text) > cards.TEXT:
        return None
    shown = replace(shown, in_card=bool(reply.text))
    question = cards.small(reply.question) if reply.text else []
    text = [cards.approved(reply.text)] if reply.text else []
    found = cards.card([*question, *_head(reply, words, shown), *text, *_tail(reply, words, shown)])
    return found if cards.fits(found) else None


def controls(reply: Reply, words: Translations, shown: Shown) -> Element:
    """Return the card that stands below an approved text."""
    return cards.card([*cards.small(reply.question), *_tail(reply, words, shown)])


def copied(drawn: Sequence[Activity]) -> str:
    """Return what a person gets who copies the approved text out of these messages."""
    return "".join(message.get("text", "") for message in drawn)


def plain(text: str) -> Activity:
    """Return a message of a text alone, in which nothing is markup."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def said(*lines: str, actions: Sequence[Element] = (), title: str = "") -> Activity:
    """Return a message of our own that is no reply, each line in a paragraph of its own."""
    return _message(said_card(*lines, actions=actions, title=title)["body"], title or next(iter(lines), ""))


def said_card(*lines: str, actions: Sequence[Element] = (), title: str = "") -> Element:
    """Return a card that says something of our own."""
    head = [cards.heading(title)] if title else []
    return cards.card([*head, *(cards.line(one) for one in lines if one), *cards.rows(actions)])


def listed(title: str, rows: Sequence[tuple[str, str, EntryKey | None]], words: Translations) -> Activity:
    """Return a message of a list: each a line, small print, and the entry whose answer can be seen."""
    body = [cards.heading(title)]
    for text, small, entry in rows:
        see = [cards.execute(words.gettext("See the answer"), ENTRY, {"value": json.dumps(entry)})] if entry else []
        body += [cards.line(text) | {"separator": True}, *cards.small(small), *cards.rows(see)]
    return _message(body, title)


def referred(question: str, asker: str, reply: Reply, words: Translations) -> Activity:
    """Return what a department's channel reads of a question that somebody puts to it."""
    asks = words.gettext("{name} asks your department: “{question}”").format(name=asker, question=question)
    todo = words.gettext("Please answer them. If the answer is for everybody, add it to the workbook of approved answers.")
    return _message([cards.line(asks, cards.TEXT), *cards.small(reply.entry, todo)], asks)


def digest(title: str, sections: Sequence[Section]) -> list[Activity]:
    """Return the messages of a digest: one, or several where it is longer than a card may be."""
    bodies = [[cards.heading(title)]]
    for section in sections:
        said = [cards.line(section.heading, weight="Bolder"), *(cards.line(f"• {one}") for one in section.lines)]
        if cards.fits(cards.card([*bodies[-1], *said])):
            bodies[-1] += said
        else:
            bodies.append(said)
    return [_message(body, title) for body in bodies]


def _message(body: Sequence[Element], spoken: str) -> Activity:
    """Return a message of a card; `spoken` is what notifications say of it."""
    return {"type": "message", "summary": cards.shortened(spoken, cards.SMALL), "attachments": [cards.attachment(cards.card(body))]}


def _spoken(reply: Reply, words: Translations, shown: Shown) -> str:
    changed = recall_wording.lines(reply.change, words) if reply.change else []
    return next((one for one in (shown.headline, *changed, wording.headline(reply, words), *wording.notes(reply, words)) if one), "Una Voz")


def _head(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    changed = recall_wording.lines(reply.change, words) if reply.change else []
    lines = (shown.headline, *changed, wording.headline(reply, words), *(wording.notes(reply, words) if not reply.text else ()))
    question = cards.small(reply.question) if not reply.text else []
    return [*question, *(cards.line(one, 2 * cards.LINE) for one in lines if one), *cards.small(reply.opening, limit=2 * cards.LINE)]


def _tail(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    stamp = wording.stamp(reply.stamp, words) if reply.stamp else ""
    if stamp and reply.channel in reply.wordings:
        stamp = f"{wording.for_channel(reply.channel, words)} · {stamp}"
    # The stamp names the owner already.
    contact = reply.contact if stamp else f"{reply.owner} · {reply.contact}" if reply.contact and reply.outcome is not Outcome.NOTED else ""
    page = reply.web_page if not (shown.about and cards.is_link(reply.web_page)) else ""
    notes = wording.notes(reply, words) if reply.text else []
    print_ = [*cards.small(reply.closing, limit=2 * cards.LINE), *cards.small(*notes, stamp, contact, page)]
    if not shown.about:
        return print_
    rows = [*_acts(reply, words, shown), *_wordings(reply, words, shown), *_judging(reply, words, shown)]
    said = [cards.line(shown.note)] if shown.note else []
    return [*_suggestions(reply, words, shown), *print_, *_done(words, shown), *said, *rows, *_why(words, shown)]


def _press(shown: Shown, title: str, verb: str, value: str = "", style: str = "", *, needs_inputs: bool = False) -> Element:
    make = cards.submit if shown.in_dialog else cards.execute
    data = {"about": shown.about} | ({"value": value} if value else {}) | ({"shape": CARD} if shown.in_card else {})
    return make(title, verb, data, style, needs_inputs=needs_inputs)


def _suggestions(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    see = words.gettext("See the answer")
    found: list[Element] = []
    for number, suggestion in enumerate(reply.suggestions):
        found += [cards.line(suggestion.question, 3 * cards.LINE) | {"separator": True}, *cards.rows([_press(shown, see, "pick", str(number))])]
    if reply.suggestions and Verdict.NONE_OF_THESE not in shown.done:
        found += cards.rows([_press(shown, words.gettext("None of these"), "none_of_these")])
    return found


def _wordings(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    """Return the other wordings, as buttons or as a menu."""
    wordings = [(str(number), wording.for_channel(name, words)) for number, name in enumerate(reply.wordings) if name != reply.channel]
    if reply.channel and reply.text:
        wordings.insert(0, (GENERAL, words.gettext("General answer")))
    if len(wordings) <= _MOST_BUTTONS:
        return list(cards.rows([_press(shown, name, "wording", value) for value, name in wordings]))
    menu = cards.choice(CHOSEN, words.gettext("Other wordings"), [(name, value) for value, name in wordings], wordings[0][0])
    return [menu, *cards.rows([_press(shown, words.gettext("See this wording"), "wording", needs_inputs=True)])]


def _acts(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    acts = []
    if reply.change and "acknowledged" not in shown.done:
        acts.append(_press(shown, words.gettext("I have read it"), "acknowledge", style="positive"))
    if reply.text and shown.can_share and "shared" not in shown.done:
        acts.append(_press(shown, words.gettext("Write it in the conversation"), "share", style="positive"))
    if reply.outcome is Outcome.UNANSWERED:
        if shown.can_follow and "followed" not in shown.done:
            acts.append(_press(shown, words.gettext("Tell me when there is an answer"), "follow", style="positive"))
        if shown.can_refer and "referred" not in shown.done:
            acts.append(_press(shown, words.gettext("Ask {owner}").format(owner=reply.owner), "refer"))
    return list(cards.rows(acts))


def _judging(reply: Reply, words: Translations, shown: Shown) -> list[Element]:
    """Return the web page, and what can be said of the answer."""
    acts = []
    if reply.text and not {Verdict.USEFUL, Verdict.NOT_USEFUL} & shown.done:
        acts += [_press(shown, words.gettext("Useful"), "rate", Verdict.USEFUL), _press(shown, words.gettext("Not useful"), "rate", Verdict.NOT_USEFUL)]
    if reply.text and Verdict.WRONG not in shown.done:
        acts.append(_press(shown, words.gettext("Report an error"), "wrong"))
    if cards.is_link(reply.web_page):
        acts.append(cards.link(words.gettext("Open the web page"), reply.web_page))
    return list(cards.rows(acts))


def _done(words: Translations, shown: Shown) -> list[Element]:
    return cards.small(*wording.done(shown.done, words))


def _why(words: Translations, shown: Shown) -> list[Element]:
    if not shown.asks_why:
        return []
    typed = cards.typed(WHY, words.gettext("What is missing, or wrong?"), limit=_MOST_REASON, is_long=True)
    remark = words.gettext("The comms team reads this. Please no personal data.")
    send = _press(shown, words.gettext("Send"), "explain", needs_inputs=True)
    return [typed, *cards.small(remark), *cards.rows([send])]
