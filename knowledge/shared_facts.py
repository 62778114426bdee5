"""Shared facts in texts: `{{name}}` stands for a value that is kept once and filled in when somebody asks."""

import re
from collections.abc import Iterable
from datetime import date

from knowledge.model import SharedFact, Standing

_PLACEHOLDER = re.compile(r"\{\{[ \t\u00a0]*([^{}\n]*?)[ \t\u00a0]*\}\}")
# A value shorter than this stands in many texts that have nothing to do with it.
_SHORTEST = 4
_NAME = re.compile(r"[^\W\d]\w*")


class NoValueToday(LookupError):
    """A text names a shared fact that has no value on the day it is asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def is_name(name: str) -> bool:
    """Tell whether `name` can name a shared fact: letters, digits and underscores, not beginning with a digit."""
    return _NAME.fullmatch(name) is not None


def named_in(text: str) -> list[str]:
    """Return the names between `{{` and `}}` in `text`, in order; a name need not exist."""
    return _PLACEHOLDER.findall(text)


def is_unclosed(text: str) -> bool:
    """Tell whether `text` has a `{{` or a `}}` that belongs to no placeholder."""
    rest = _PLACEHOLDER.sub("", text)
    return "{{" in rest or "}}" in rest


def values_on(facts: Iterable[SharedFact], today: date) -> dict[str, str]:
    """Return the value of every fact that has one on `today`. Of two in force, the one that began last."""
    in_force = [fact for fact in facts if fact.standing(today) is Standing.IN_FORCE]
    in_force.sort(key=lambda fact: fact.valid_from or date.min)
    return {fact.name: fact.value for fact in in_force}


def fill(text: str, values: dict[str, str]) -> str:
    """Return `text` with each `{{name}}` replaced by its value, once: a value is never read for names.

    Raises NoValueToday for a name without a value.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise NoValueToday(name)
        return values[name]

    return _PLACEHOLDER.sub(value, text)


def is_written_out(value: str, text: str) -> bool:
    """Tell whether `text` has a shared fact's value written out, as a whole word; a very short value never counts."""
    if len(value.strip()) < _SHORTEST:
        return False
    return re.search(rf"(?<![\w.,]){re.escape(value.strip())}(?![\w]|[.,]\d)", text) is not None
