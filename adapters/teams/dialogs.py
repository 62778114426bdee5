"""Dialogs: the windows that Teams opens over a conversation, and what is answered when something in one is pressed."""

from collections.abc import Sequence
from typing import Any

from adapters.teams import cards
from adapters.teams.cards import Element
from adapters.teams.messages import said_card
from knowledge.translation import Translations


def as_task(dialog: Element, words: Translations) -> dict[str, Any]:
    """Return a dialog as Teams is told of it."""
    shown = {"title": "Una Voz", "height": "medium", "width": "medium", "card": cards.attachment(dialog)}
    return {"task": {"type": "continue", "value": shown}} if cards.fits(dialog) else as_task(too_long(words), words)


def notice(text: str, actions: Sequence[Element] = ()) -> Element:
    """Return a dialog that says one thing."""
    return said_card(text, actions=actions)


def too_long(words: Translations) -> Element:
    return notice(words.gettext("It is too long for this window: decide about it in the console."))
