"""Who may decide what: people by the ids that their platforms give them for ever, never by a name that they can change.

Editors write in the Departments sheet who may approve: such an id itself (`slack:T1:U1`, `entra:…`), or whatever the settings call that person
(`[approval.people]`). A workbook names its last editor by a name only; it is compared with every name of whoever approves.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge import approval, text
from knowledge.approval import Difference, Subject
from knowledge.canonical import Part
from knowledge.model import Catalogue, Entry

_ID = re.compile(r"(?:slack|teams|entra|proxy|local|https?):\S+")
EDITOR = "excel:"  # before the name by which a spreadsheet program signs what somebody saves


@dataclass(frozen=True, slots=True)
class Rule:
    """How changes are approved. `people` gives the ids, and the names in spreadsheets, of those whom the workbook calls by another name."""

    two_person: bool = False
    minor_needs_two: bool = True
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ids_of(self, written: Iterable[str]) -> frozenset[str]:
        """Return the ids of those whom cells name; of a name that the settings do not have, nobody's."""
        found: set[str] = set()
        named = {text.key(name): ids for name, ids in self.people.items()}
        for name in written:
            if _ID.fullmatch(name):
                found |= {name, *self.same_as(name)}
            else:
                found |= {one for one in named.get(text.key(name), ()) if not one.startswith(EDITOR)}
        return frozenset(found)

    def same_as(self, person: str) -> frozenset[str]:
        """Return every id of the person who has this one."""
        return frozenset(one for ids in self.people.values() if person in ids for one in ids if not one.startswith(EDITOR)) | {person}

    def names_of(self, person: "Person") -> frozenset[str]:
        """Return the keys of every name by which a spreadsheet may know this person."""
        known = {name for name, ids in self.people.items() if person.id in ids}
        known |= {one.removeprefix(EDITOR) for ids in self.people.values() if person.id in ids for one in ids if one.startswith(EDITOR)}
        return frozenset(map(text.key, (*known, person.name))) - {""}


SHEET = Rule()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who decides: the id that their platform vouches for, their name, and whether they are an admin of the console."""

    id: str
    name: str
    is_admin: bool = False


class Way(StrEnum):
    """How something got into service."""

    APPROVED = "approved"
    MINOR = "minor"
    URGENT = "urgent"


class Decision(StrEnum):
    """What was decided of a change."""

    APPROVED = "approved"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """What became of what somebody wanted to decide."""

    DONE = "done"
    ALREADY = "already"
    CHANGED = "changed"
    NOT_ALLOWED = "not_allowed"
    OWN = "own"
    NO_REASON = "no_reason"
    NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that waits, or waited. `parts` is what is to be in service, nothing for a withdrawal; `before` what is in service now.

    `submitters` are the ids of those who handed a workbook with these words in, nobody where none was by hand, `submitted_by` their names;
    `editors` are the names that the files were saved under.
    """

    id: int
    subject: Subject
    base: str
    hash: str
    parts: tuple[Part, ...]
    workbook: str
    at: datetime
    submitters: tuple[str, ...]
    submitted_by: tuple[str, ...]
    editors: tuple[str, ...]
    state: str
    before: tuple[Part, ...] = ()

    @property
    def mark(self) -> str:
        """What names the difference as it is now: whoever decides says which they have seen."""
        return approval.mark(approval.hash_of(self.before), self.hash)

    @property
    def difference(self) -> Difference:
        return Difference(self.subject, self.before, self.parts)

    @property
    def name(self) -> str:
        """The entry's id, the fact's name, …"""
        part = next(iter(self.parts or self.before), None)
        return part.id if isinstance(part, Entry) else str(getattr(part, "name", self.subject.key))

    @property
    def language(self) -> str:
        part = next(iter(self.parts or self.before), None)
        return part.language if isinstance(part, Entry) else ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What was decided of one content: who, when, how, why, and in which version it went into service (0 for a rejection)."""

    subject: Subject
    hash: str
    decision: Decision
    way: Way
    person: str
    name: str
    at: datetime
    reason: str
    version: int
    entry: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome, the version in service afterwards where it is done, and the shared facts that stand in the way (NEEDS)."""

    outcome: Outcome
    version: int = 0
    needs: tuple[str, ...] = ()


def is_own(pending: Pending, person: Person, rule: Rule) -> bool:
    """Tell whether this person edited what waits, or handed it in, as far as anything tells."""
    if not rule.same_as(person.id).isdisjoint(pending.submitters):
        return True
    return bool(rule.names_of(person) & set(map(text.key, (*pending.editors, *pending.submitted_by))))


def refusal(pending: Pending, person: Person, in_service: Catalogue, rule: Rule) -> Outcome | None:
    """Return why this person may not decide; None where they may."""
    ids = rule.ids_of(approval.approvers_of(pending.difference, in_service))
    if not (person.id in ids if ids else person.is_admin):
        return Outcome.NOT_ALLOWED
    return Outcome.OWN if is_own(pending, person, rule) else None
