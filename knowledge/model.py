"""What a catalogue is made of: frozen values that refuse to hold what is illegal.

The words are those of docs/architecture.md. An `Entry` is one question with its approved answer in one language; entries
with one id in several languages are the same entry to a reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from knowledge import text
from knowledge.channels import CHANNELS, Channel


class Status(StrEnum):
    """Where an entry stands. Approved entries answer; suspended ones are known, and say that they are suspended."""

    APPROVED = "approved"
    SUSPENDED = "suspended"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    RETIRED = "retired"

    @property
    def is_published(self) -> bool:
        """Whether a row with this status takes part in a published catalogue."""
        return self in (Status.APPROVED, Status.SUSPENDED)


class Standing(StrEnum):
    """Whether an entry or a fact is in force on a given day."""

    IN_FORCE = "in_force"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"


class EntryKey(NamedTuple):
    """What tells one entry from every other: its id, and the language of the row."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its approved answer, in one language.

    `wordings` are (channel name, text) pairs for the channels that have a text of their own; `answer` serves all others.
    Texts are kept as the editor's cell has them, `{{facts}}` unfilled. Validity includes both days. `exempt` says, in the editor's words, which
    facts are left out of which wording on purpose (`knowledge.parity.exemptions`). `announce_to` are the departments that are told as it begins.
    """

    id: str
    language: str
    question: str
    answer: str
    status: Status = Status.APPROVED
    phrasings: tuple[str, ...] = ()
    wordings: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    owner: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    web_page: str = ""
    exempt: tuple[str, ...] = ()
    announce_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.language or not text.key(self.question):
            raise ValueError("an entry needs an id, a language and a question with letters")
        if self.status is Status.APPROVED and not self.answer.strip():
            raise ValueError(f"{self.id}: an approved entry needs an answer")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"{self.id}: valid until {self.valid_until} is before valid from {self.valid_from}")

    @property
    def key(self) -> EntryKey:
        return EntryKey(self.id, self.language)

    @property
    def asked_as(self) -> tuple[str, ...]:
        """Every way of asking this entry: its question first, then the other phrasings."""
        return (self.question, *self.phrasings)

    @property
    def texts(self) -> tuple[str, ...]:
        """The general answer and every channel's wording."""
        return (self.answer, *(wording for _, wording in self.wordings))

    def wording(self, channel: str) -> str | None:
        """Return the text that `channel` has of its own, or None where the general answer serves it."""
        return dict(self.wordings).get(channel)

    def standing(self, today: date) -> Standing:
        if self.status is not Status.APPROVED:
            return Standing.SUSPENDED
        return standing(self.valid_from, self.valid_until, today)


@dataclass(frozen=True, slots=True)
class SharedFact:
    """A value kept once and used by many texts as `{{name}}`, for the days from `valid_from` to `valid_until`."""

    name: str
    value: str
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if not self.name or not self.value:
            raise ValueError("a shared fact needs a name and a value")

    def standing(self, today: date) -> Standing:
        return standing(self.valid_from, self.valid_until, today)


@dataclass(frozen=True, slots=True)
class Department:
    """An owner of entries: its name, where its people are reached, and who may approve for it."""

    name: str
    contact: str = ""
    approvers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What is said of every entry of a topic while the topic is frozen, in one language (empty for the administration's own).

    It is frozen from `frozen_from` to `frozen_until`, both included, where the latter is set; else whenever an admin freezes it.
    """

    name: str
    holding_line: str
    language: str = ""
    owner: str = ""
    frozen_from: date | None = None
    frozen_until: date | None = None

    def __post_init__(self) -> None:
        if not text.key(self.name) or not self.holding_line.strip():
            raise ValueError("a topic needs a name and a holding line")
        if self.frozen_from and (not self.frozen_until or self.frozen_until < self.frozen_from):
            raise ValueError(f"{self.name}: a topic is frozen until a day that comes after the first")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words that mean the same in this administration."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """A question and the id of the entry that it must reach; `expected` empty where nothing answers it."""

    __test__ = False  # a value, not a test for pytest to collect

    question: str
    expected: str = ""
    language: str = ""


def standing(valid_from: date | None, valid_until: date | None, today: date) -> Standing:
    """Return whether a validity of whole days, both included, holds on `today`."""
    if valid_from and today < valid_from:
        return Standing.NOT_YET_VALID
    if valid_until and today > valid_until:
        return Standing.EXPIRED
    return Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An immutable set of entries with all that their texts need. Version 0 is one that was not published."""

    version: int
    entries: Mapping[EntryKey, Entry] = field(default_factory=dict)
    facts: tuple[SharedFact, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS
    departments: tuple[Department, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    topics: tuple[Topic, ...] = ()
    _rows: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if any(key != entry.key for key, entry in self.entries.items()):
            raise ValueError("an entry stands under another entry's key")
        rows: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            rows[entry.id] = (*rows.get(entry.id, ()), entry)
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))
        object.__setattr__(self, "_rows", MappingProxyType(rows))

    def in_languages(self, entry_id: str) -> tuple[Entry, ...]:
        """Return the entry's rows, one a language, in the catalogue's order; empty for an id that it does not have."""
        return self._rows.get(entry_id, ())

    def in_language(self, entry_id: str, language: str) -> Entry | None:
        """Return the entry's row in `language`, or its first where it has none; None for an id that the catalogue does not have."""
        rows = self.in_languages(entry_id)
        return next((entry for entry in rows if entry.language == language), next(iter(rows), None))

    def department(self, name: str) -> Department | None:
        return next((department for department in self.departments if department.name == name), None)

    def channel(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.name == name), None)
