"""A Reply as Slack shows it: messages of blocks: the question it answers, the approved text, the small print, what can be done.

Every block with something to press is named `kind|about`: `about` is the key of the event that the reply answers, so that a press says by itself
which reply it is about, and nothing that a client sends is believed beyond that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import blocks
from adapters.slack.blocks import Block
from bot import recall_wording, wording
from bot.digest import Section
from bot.events import Verdict
from knowledge.answering import Outcome, Reply
from knowledge.translation import Translations

Message = dict[str, Any]

# Up to so many wordings are buttons; more are a menu.
_MOST_BUTTONS = 5
GENERAL = "general"
_OPTION = 40
_SUGGESTION = 2_000


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a reply is shown, and what whoever sees it did with it.

    `about` is the key of the event that it answers; a reply without one has nothing to press. `done` are kinds of event and verdicts
    (`Ledger.done_with`). `can_share`: it is private, and there is a conversation to share it with. `can_follow`: it leaves a question open.
    `can_refer`: so it does, and its owner's people are reached in a channel. `headline` stands above it.
    """

    about: str = ""
    done: frozenset[str] = frozenset()
    can_share: bool = False
    can_follow: bool = True
    can_refer: bool = False
    in_modal: bool = False
    headline: str = ""


def draw(reply: Reply, words: Translations, shown: Shown | None = None) -> list[Message]:
    """Return the messages that show `reply`: one, or several where the approved text is longer than one may be."""
    shown = shown or Shown()
    pieces = blocks.split(reply.text) if reply.text else []
    approved = [blocks.approved(piece, number) for number, piece in enumerate(pieces)]
    per_message = blocks.MESSAGE // blocks.TEXT
    groups = [approved[start : start + per_message] for start in range(0, len(approved), per_message)] or [[]]
    heads = [_head(reply, words, shown), *([] for _ in groups[1:])]
    tails = [*(blocks.context(f"{number}/{len(groups)}") for number in range(1, len(groups))), _tail(reply, words, shown)]
    return [_message([*head, *group, *tail], group) for head, group, tail in zip(heads, groups, tails, strict=True)]


def copied(drawn: Sequence[Message]) -> str:
    """Return what a person gets who copies the approved text out of these messages."""
    sections = [block for message in drawn for block in message["blocks"] if str(block.get("block_id", "")).startswith(blocks.APPROVED)]
    return "".join(blocks.unescape(block["text"]["text"]) for block in sections)


def said(*lines: str) -> Message:
    """Return a message of our own that is no reply, each line in a paragraph of its own."""
    return {"text": "\n".join(blocks.label(line, blocks.TEXT) for line in lines), "blocks": [blocks.section(line) for line in lines]}


def referred(question: str, asker: str, reply: Reply, words: Translations) -> Message:
    """Return what a department's channel reads of a question that somebody puts to it."""
    asks = words.gettext("{name} asks your department: “{question}”").format(name=asker, question=question)
    todo = words.gettext("Please answer them. If the answer is for everybody, add it to the workbook of approved answers.")
    return {"text": blocks.label(asks, blocks.FRAME), "blocks": [blocks.section(asks, limit=blocks.FRAME), *blocks.context(reply.entry, todo)]}


def digest(title: str, sections: Sequence[Section]) -> list[Message]:
    """Return the messages of a digest, a block a section: one, or several where it is longer than a message may be."""
    pieces = [title]
    for section in sections:
        lines = (f"• {blocks.shortened(one, blocks.FRAME)}" for one in section.lines)
        pieces += blocks.split("\n".join([f"{section.heading}:", *lines]))
    groups: list[list[str]] = [[]]
    for piece in pieces:
        if sum(map(blocks.length, (*groups[-1], piece))) > blocks.MESSAGE:
            groups.append([])
        groups[-1].append(piece)
    text = blocks.label(title, blocks.FRAME)
    return [{"text": text, "blocks": [blocks.whole(piece) for piece in group]} for group in groups]


def _message(shown: list[Block], approved: list[Block]) -> Message:
    """Return one message; its `text` is what notifications and screen readers say, whole where it is approved."""
    spoken = "".join(block["text"]["text"] for block in approved) or _first_text(shown)
    return {"text": spoken, "blocks": shown}


def _first_text(shown: list[Block]) -> str:
    return next((block["text"]["text"] for block in shown if block["type"] == "section"), "Una Voz")


def _head(reply: Reply, words: Translations, shown: Shown) -> list[Block]:
    changed = recall_wording.lines(reply.change, words) if reply.change else []
    lines = (shown.headline, *changed, wording.headline(reply, words), *(wording.notes(reply, words) if not reply.text else ()))
    return [
        *blocks.context(reply.question),
        *(blocks.section(line, limit=blocks.FRAME) for line in lines if line),
        *blocks.context(reply.opening, limit=blocks.FRAME),
    ]


def _tail(reply: Reply, words: Translations, shown: Shown) -> list[Block]:
    stamp = wording.stamp(reply.stamp, words) if reply.stamp else ""
    if stamp and reply.channel in reply.wordings:
        stamp = f"{wording.for_channel(reply.channel, words)} · {stamp}"
    # The stamp names the owner already.
    contact = reply.contact if stamp else f"{reply.owner} · {reply.contact}" if reply.contact and reply.outcome is not Outcome.NOTED else ""
    page = reply.web_page if not _is_link(reply.web_page) else ""
    notes = wording.notes(reply, words) if reply.text else []
    small = [*blocks.context(reply.closing, limit=blocks.FRAME), *blocks.context(*notes, stamp, contact, page)]
    if not shown.about:
        return small
    return [*_suggestions(reply, words, shown), *small, *_done(words, shown), *_choices(reply, words, shown), *_feedback(reply, words, shown)]


def _suggestions(reply: Reply, words: Translations, shown: Shown) -> list[Block]:
    see = words.gettext("See the answer")
    found = [
        blocks.section(suggestion.question, blocks.button(see, f"pick_{number}", str(number)), f"pick{number}|{shown.about}", _SUGGESTION)
        for number, suggestion in enumerate(reply.suggestions)
    ]
    if reply.suggestions and Verdict.NONE_OF_THESE not in shown.done:
        found += blocks.actions(f"none|{shown.about}", [blocks.button(words.gettext("None of these"), "none_of_these")])
    return found


def _choices(reply: Reply, words: Translations, shown: Shown) -> list[Block]:
    """Return the other wordings, the web page and the report of an error; then what else can be done with the reply."""
    wordings = [(str(number), wording.for_channel(name, words)) for number, name in enumerate(reply.wordings) if name != reply.channel]
    if reply.channel and reply.text:
        wordings.insert(0, (GENERAL, words.gettext("General answer")))
    if len(wordings) <= _MOST_BUTTONS:
        others = [blocks.button(name, f"wording_{value}", value) for value, name in wordings]
    else:
        others = list(blocks.selects("wording", words.gettext("Other wordings"), [(name, value) for value, name in wordings], _OPTION))
    if _is_link(reply.web_page):
        others.append(blocks.button(words.gettext("Open the web page"), "page", url=blocks.escape(reply.web_page)))
    if reply.text and Verdict.WRONG not in shown.done:
        others.append(blocks.button(words.gettext("Report an error"), "wrong"))
    acts = []
    if reply.change and "acknowledged" not in shown.done:
        acts.append(blocks.button(words.gettext("I have read it"), "acknowledge", style="primary"))
    if reply.text and shown.can_share and "shared" not in shown.done:
        place = words.gettext("Reply in the thread") if shown.in_modal else words.gettext("Share in the channel")
        acts.append(blocks.button(place, "share", style="primary"))
    if reply.outcome is Outcome.UNANSWERED:
        if shown.can_follow and "followed" not in shown.done:
            acts.append(blocks.button(words.gettext("Tell me when there is an answer"), "follow", style="primary"))
        if shown.can_refer and "referred" not in shown.done:
            acts.append(blocks.button(words.gettext("Ask {owner}").format(owner=reply.owner), "refer"))
    return [*blocks.actions(f"wordings|{shown.about}", others), *blocks.actions(f"acts|{shown.about}", acts)]


def _done(words: Translations, shown: Shown) -> list[Block]:
    return blocks.context(*wording.done(shown.done, words))


def _feedback(reply: Reply, words: Translations, shown: Shown) -> list[Block]:
    if not reply.text or {Verdict.USEFUL, Verdict.NOT_USEFUL} & shown.done:
        return []
    useful, not_useful = words.gettext("Useful"), words.gettext("Not useful")
    block_id = f"feedback|{shown.about}"
    if shown.in_modal:  # the feedback element is for messages only
        return blocks.actions(block_id, [blocks.button(useful, "rate_useful", "useful"), blocks.button(not_useful, "rate_not_useful", "not_useful")])
    positive, negative = (
        {"text": blocks.plain(text, blocks.BUTTON), "value": str(value)} for text, value in ((useful, Verdict.USEFUL), (not_useful, Verdict.NOT_USEFUL))
    )
    return [
        {
            "type": "context_actions",
            "block_id": block_id,
            "elements": [{"type": "feedback_buttons", "action_id": "rate", "positive_button": positive, "negative_button": negative}],
        }
    ]


def _is_link(address: str) -> bool:
    return address.startswith(("https://", "http://")) and len(address.split(maxsplit=1)) == 1 and blocks.length(address) <= blocks.URL
