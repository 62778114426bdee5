"""Modals and the Home tab."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import blocks
from adapters.slack.blocks import Block
from adapters.slack.messages import Shown, draw
from adapters.slack.payloads import MOST_TEXT, Address, field
from bot import overview_wording, review_wording, wording
from bot.overview import LateChange, MyQuestion
from bot.review.values import Group
from knowledge.answering import Reply
from knowledge.channels import Channel
from knowledge.model import EntryKey
from knowledge.translation import Translations

View = dict[str, Any]

ASK, ANSWER, REASON = "ask", "answer", "reason"
REVIEW = "review_"  # begins the names of the review's buttons
QUESTION, CHANNEL, WHY = "question", "channel", "why"
_ANY_CHANNEL = "-"
_MOST_REASON = 1_000
_MOST_VALUE = 2_000
# Slack refuses a view of more than 250 kB; an answer longer than this comes as a message instead.
MOST_BLOCKS = 40


def ask(words: Translations, channels: Sequence[Channel]) -> View:
    """Return the modal that asks for a citizen's question, and where the citizen is answered."""
    typed: Block = {"type": "plain_text_input", "action_id": QUESTION, "multiline": True, "max_length": blocks.TEXT}
    return modal(ASK, words) | {
        "submit": label(words.gettext("Search")),
        "blocks": [
            input_of(QUESTION, words.gettext("What does the citizen ask?"), typed),
            input_of(CHANNEL, words.gettext("Where will you answer?"), channel_menu(words, channels)),
        ],
    }


def channel_menu(words: Translations, channels: Sequence[Channel]) -> Block:
    """Return the menu of channels."""
    anywhere = {"text": blocks.plain(words.gettext("Any channel (the general answer)"), blocks.OPTION), "value": _ANY_CHANNEL}
    named = [
        {"text": blocks.plain(wording.for_channel(channel.name, words), blocks.OPTION), "value": str(number)}
        for number, channel in enumerate(channels[: blocks.MOST_OPTIONS - 1])
    ]
    return {"type": "static_select", "action_id": CHANNEL, "options": [anywhere, *named], "initial_option": anywhere}


def chosen_channel(value: str, channels: Sequence[Channel]) -> str:
    """Return the name of the channel that was chosen in the modal; empty for the general answer."""
    return channels[int(value)].name if value.isdecimal() and int(value) < len(channels) else ""


def answer(reply: Reply, words: Translations, shown: Shown, origin: Address) -> View | None:
    """Return the modal that shows `reply`; None where it is too long for one. `origin` is the conversation that it can be shared with."""
    found = [block for message in draw(reply, words, shown) for block in message["blocks"]]
    if len(found) > MOST_BLOCKS:
        return None
    kept = {"channel": origin.channel, "thread": origin.thread} if origin.channel else {}
    return modal(ANSWER, words) | {"blocks": found, "private_metadata": json.dumps(kept) if kept else ""}


def notice(text: str, words: Translations) -> View:
    """Return a modal that says one thing."""
    return modal(ANSWER, words) | {"blocks": [blocks.section(text)]}


def sent_apart(words: Translations) -> View:
    """Return the modal that says that the answer came as a message."""
    return notice(words.gettext("The answer is too long for this window: you have it in our conversation."), words)


def reason(about: str, words: Translations) -> View:
    """Return the modal that asks why a reply was not useful, or wrong; nobody has to answer it."""
    typed = {"type": "plain_text_input", "action_id": WHY, "multiline": True, "max_length": _MOST_REASON}
    return modal(REASON, words) | {
        "submit": label(words.gettext("Send")),
        "close": label(words.gettext("Not now")),
        "private_metadata": json.dumps({"about": about}),
        "blocks": [
            blocks.section(words.gettext("Thank you: noted.")),
            input_of(WHY, words.gettext("What is missing, or wrong?"), typed) | {"optional": True},
            *blocks.context(words.gettext("The comms team reads this. Please no personal data.")),
        ],
    }


def closed_home(text: str) -> View:
    """Return the Home tab of somebody who may not ask."""
    return {"type": "home", "blocks": [blocks.section(text)]}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a reviewer sees: the first groups that wait for an answer, how many there are, and where the console shows them (empty for nowhere)."""

    groups: Sequence[Group]
    total: int
    console: str = ""


def home(
    words: Translations,
    organisation: str,
    command: str,
    mine: Sequence[MyQuestion],
    changed: Sequence[LateChange],
    waiting: Waiting | None = None,
    to_approve: Sequence[Block] = (),
) -> View:
    """Return the Home tab: search, for an approver what waits for them, for a reviewer what waits for an answer, what changed, my questions, help."""
    search: Block = {
        "type": "input",
        "block_id": "search",
        "dispatch_action": True,
        "label": blocks.plain(words.gettext("Search for an approved answer"), blocks.MODAL_LABEL * 2),
        "element": {
            "type": "plain_text_input",
            "action_id": "search",
            "max_length": MOST_TEXT - 1_000,
            "placeholder": blocks.plain(words.gettext("Type what the citizen asks and press Enter"), blocks.PLACEHOLDER),
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }
    shown = [header(organisation or "Una Voz"), search]
    shown += to_approve
    if waiting:
        shown += _waiting(waiting, words)
    shown += [header(words.gettext("Changed in the last 30 days"))]
    shown += [_changed(number, change, words) for number, change in enumerate(changed)] or blocks.context(words.gettext("Nothing has changed."))
    shown += [header(words.gettext("My questions"))]
    for number, question in enumerate(mine):
        shown += _mine(number, question, words)
    if not mine:
        shown += blocks.context(words.gettext("You have not asked anything yet."))
    shown += [header(words.gettext("Help"))]
    shown += [blocks.section(line) for line in help_lines(words, command)]
    return {"type": "home", "blocks": shown[: blocks.MOST_VIEW_BLOCKS]}


def help_lines(words: Translations, command: str) -> list[str]:
    """Return how to ask."""
    return [
        words.gettext("Write to me here, mention me in a channel, or type {command} and the question: then only you see the answer.").format(
            command=command
        ),
        words.gettext("On a citizen's message, choose “Approved answer” in its menu of actions."),
        words.gettext("The answer is the approved text, word for word: copy it as it is."),
    ]


def _waiting(waiting: Waiting, words: Translations) -> list[Block]:
    if not waiting.total:
        return [header(words.gettext("Without an answer")), *blocks.context(words.gettext("No question waits for an answer."))]
    shown = [header(words.gettext("Without an answer: {number}").format(number=waiting.total))]
    for number, group in enumerate(waiting.groups):
        see = blocks.button(words.gettext("Review it"), f"{REVIEW}open_{number}", str(group.id))
        shown += [blocks.section(group.text, see, limit=blocks.SMALL), *blocks.context(review_wording.standing(group, words))]
    if waiting.console:
        shown += blocks.actions("console", [blocks.button(words.gettext("Open the console"), "page_waiting", url=waiting.console)])
    return shown


def _changed(number: int, change: LateChange, words: Translations) -> Block:
    return _with_answer(f"changed{number}", overview_wording.changed(change, words), change.entry.key, f"entry_changed_{number}", words)


def _mine(number: int, question: MyQuestion, words: Translations) -> list[Block]:
    quoted = words.gettext("“{question}”").format(question=blocks.shortened(question.asked.question.text, 200))
    key = EntryKey(question.now.entry, question.now.language) if question.now.text else None
    shown = _with_answer(f"mine{number}", quoted, key, f"entry_mine_{number}", words)
    return [shown, *blocks.context(overview_wording.standing(question, words))]


def _with_answer(block_id: str, text: str, key: EntryKey | None, action: str, words: Translations) -> Block:
    value = json.dumps(key) if key else ""
    fits = key and len(value) <= _MOST_VALUE
    return blocks.section(text, blocks.button(words.gettext("See the answer"), action, value) if fits else None, block_id)


def entry_of(value: str) -> EntryKey | None:
    """Return the entry that a button of the Home tab stands for."""
    try:
        entry_id, language = json.loads(value)
    except (ValueError, TypeError):
        return None
    return EntryKey(str(entry_id), str(language))


def about_of(private_metadata: str) -> str:
    """Return the key of the event that a modal of reasons is about."""
    try:
        return field(json.loads(private_metadata), "about")
    except ValueError:
        return ""


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": blocks.plain(text, 150)}


def input_of(block_id: str, text: str, element: Block) -> Block:
    """Return an input under its label."""
    return {"type": "input", "block_id": block_id, "label": blocks.plain(text), "element": element}


def modal(callback: str, words: Translations) -> View:
    """Return what every window begins with."""
    return {"type": "modal", "callback_id": callback, "title": label("Una Voz"), "close": label(words.gettext("Close"))}


def label(text: str) -> Block:
    """Return the title of a window, or what stands on one of its buttons."""
    return blocks.plain(text, blocks.MODAL_LABEL)
