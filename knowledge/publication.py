"""What a checked workbook makes of the version in service: the next catalogue, and what an editor would call the changes.

A row with a fault keeps its entry's last good version in service, with the shared facts that its texts need. An entry whose row is gone,
or is not approved any more, leaves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from knowledge import canonical, shared_facts, text
from knowledge.canonical import Part
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact
from knowledge.shared_uses import Use, uses
from knowledge.workbook.check import Draft


class ChangeKind(StrEnum):
    """What happened to a part between two versions."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with its value before and after, as text; `field` is a field of the value, or `wording:<channel>`."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that was added, changed or removed, by its kind (`entry`, `fact`, …) and name (`TRIB-014`, in `language`).

    `uses` are the texts that say something else because of it: those in the later catalogue that use the shared fact.
    """

    kind: ChangeKind
    part: str
    name: str
    language: str = ""
    fields: tuple[FieldChange, ...] = ()
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Successor:
    """The catalogue that would be published, and the entries in it that are kept from the version in service because of a fault."""

    catalogue: Catalogue
    kept: tuple[EntryKey, ...]


def succeed(current: Catalogue, draft: Draft) -> Successor:
    """Return what `draft` makes of `current`. A refused draft changes nothing."""
    if draft.is_refused:
        return Successor(current, ())
    entries = {entry.key: entry for entry in draft.entries}
    kept = [entry for entry in current.entries.values() if entry.key not in entries and _stays(entry, draft)]
    entries |= {entry.key: entry for entry in kept}
    facts = list(draft.facts)
    given = {fact.name for fact in facts}
    topics = [topic for topic in current.topics if text.key(topic.name) in draft.faulty_topics]
    topics += [topic for topic in draft.topics if text.key(topic.name) not in draft.faulty_topics]
    contents = [content for entry in kept for content in entry.texts] + [topic.holding_line for topic in topics]
    needed = {name for content in contents for name in shared_facts.named_in(content)} | draft.fact_names
    facts += [fact for fact in current.facts if fact.name not in given and fact.name in needed]
    catalogue = replace(draft.catalogue(), version=0, entries=entries, facts=tuple(facts), topics=tuple(topics))
    return Successor(catalogue, tuple(sorted(entry.key for entry in kept)))


def _stays(entry: Entry, draft: Draft) -> bool:
    return entry.key in draft.faulty or text.key(entry.question) in draft.nameless


def changes(before: Catalogue, after: Catalogue) -> list[Change]:
    """Return what differs between two catalogues, entries first, each by its name."""
    return _changes(_by_name(_parts(before)), _by_name(_parts(after)), uses(after.entries.values()))


def changes_of(before: tuple[Part, ...], after: tuple[Part, ...]) -> list[Change]:
    """Return what differs between two sets of parts."""
    return _changes(_by_name(before), _by_name(after), uses(part for part in after if isinstance(part, Entry)))


def _changes(old: dict[tuple[str, str], Part], new: dict[tuple[str, str], Part], used: Mapping[str, Sequence[Use]]) -> list[Change]:
    found = []
    for name in sorted(old.keys() | new.keys(), key=lambda name: (list(canonical.KINDS).index(name[0]), name)):
        was, is_ = old.get(name), new.get(name)
        if was == is_:
            continue
        kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED if is_ is None else ChangeKind.CHANGED
        part = is_ or was
        language = part.language if isinstance(part, Entry) else ""
        shown = part.id if isinstance(part, Entry) else canonical.key_of(part).strip("/") if part else ""
        touched = tuple(used.get(part.name, ())) if isinstance(part, SharedFact) else ()
        found.append(Change(kind, name[0], shown, language, tuple(field_changes(was, is_)), touched))
    return found


def _parts(catalogue: Catalogue) -> tuple[Part, ...]:
    return (
        *catalogue.entries.values(), *catalogue.facts, *catalogue.channels, *catalogue.departments, *catalogue.synonyms, *catalogue.topics
    )  # fmt: skip


def _by_name(parts: tuple[Part, ...]) -> dict[tuple[str, str], Part]:
    return {(canonical.kind_of(part), canonical.key_of(part)): part for part in parts}


def field_changes(before: Part | None, after: Part | None) -> Iterator[FieldChange]:
    """Yield the fields in which two states of a part differ; None where it was, or is, not there."""
    old, new = _shown_fields(before), _shown_fields(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield FieldChange(name, old.get(name, ""), new.get(name, ""))


def _shown_fields(part: Part | None) -> dict[str, str]:
    if part is None:
        return {}
    shown: dict[str, str] = {}
    for spec in fields(part):
        value: Any = getattr(part, spec.name)
        if spec.name == "wordings":
            shown |= {f"wording:{channel}": wording for channel, wording in value}
        elif isinstance(value, tuple):
            shown[spec.name] = "\n".join(map(str, value))
        elif value is not None and spec.name not in ("id", "language"):
            shown[spec.name] = str(value)
    return {name: value for name, value in shown.items() if value}
