"""What the words of one language are kept as."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, folded: without case and accents.

    `groups` are named lists of words and phrases, one after `|`; rules call them by name. `numbers` are number words with their value,
    `one` the words for one (which are articles as well), `joiners` what stands between tens and units. `months` and `weekdays` are in order,
    the writings of one after `/`. `laws` and `measures` are values with their writings. `verbs` are words of other groups that may be denied,
    `no_verbs` words after "no" that are no verbs, beside those with one of the `noun_endings`. `endings` are read apart from the numbers and
    the words of the groups named in `stems`; `suffixes` are what else may stand at a number in figures ("3r", "18s"). `aliases` are words
    that are read as another: `tampoco no`.
    """

    groups: Mapping[str, str]
    numbers: Mapping[str, int]
    one: str
    joiners: str
    months: str
    weekdays: str
    laws: Mapping[str, str]
    measures: Mapping[str, str]
    verbs: str
    no_verbs: str
    noun_endings: str
    endings: str = ""
    stems: str = ""
    suffixes: str = ""
    aliases: str = ""


def values(table: str) -> dict[str, int]:
    """Return number words with their value: `dos 2 tres 3`."""
    words = table.split()
    return {word: int(value) for word, value in zip(words[::2], words[1::2], strict=True)}
