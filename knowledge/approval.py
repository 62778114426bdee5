"""What of a publication needs a second person: the subjects that differ, what they are compared by, and how those that wait are left out.

A subject is what is approved as a whole: an entry in one language, all rows of one shared fact or of one topic, a channel, a department. Its hash names
its exact content. Synonyms say nothing to anybody, and pass.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from knowledge import canonical, shared_facts, text
from knowledge.canonical import Part
from knowledge.changes import Text, Weight, compared_with_places, weigh
from knowledge.channels import Channel
from knowledge.model import Catalogue, Department, Entry, SharedFact, Topic


class Subject(NamedTuple):
    """What is approved as a whole, by its kind (`entry`, `fact`, …) and what tells it from others of its kind (`TRIB-014/es`)."""

    kind: str
    key: str


Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A subject that differs between two catalogues; it has no parts where it is not there."""

    subject: Subject
    before: Parts
    after: Parts

    @property
    def base(self) -> str:
        return hash_of(self.before)

    @property
    def hash(self) -> str:
        return hash_of(self.after)


def subject_of(part: Part) -> Subject:
    match part:
        case SharedFact():
            return Subject("fact", part.name)
        case Topic():
            return Subject("topic", text.key(part.name))
        case _:
            return Subject(canonical.kind_of(part), canonical.key_of(part))


def hash_of(parts: Parts) -> str:
    """Return the hash of a subject's content: that of its part in the versions, of all its parts where it has several; empty where it is not there."""
    hashes = [canonical.hash_of(part) for part in parts]
    return canonical.digest("\n".join(hashes)) if len(hashes) > 1 else "".join(hashes)


def mark(base: str, content: str) -> str:
    """Return what names the difference that somebody has seen: what was in service, and what is to take its place."""
    return canonical.digest(f"{base}\n{content}")


def subjects(catalogue: Catalogue) -> dict[Subject, Parts]:
    """Return everything of a catalogue that is approved, each subject with its parts in a fixed order."""
    found: dict[Subject, Parts] = {}
    parts: Parts = (*catalogue.entries.values(), *catalogue.facts, *catalogue.channels, *catalogue.departments, *catalogue.topics)
    for part in parts:
        subject = subject_of(part)
        found[subject] = tuple(sorted((*found.get(subject, ()), part), key=canonical.key_of))
    return found


def differences(before: Catalogue, after: Catalogue) -> list[Difference]:
    """Return the subjects that differ, entries first."""
    old, new = subjects(before), subjects(after)
    kinds = list(canonical.KINDS)
    changed = [subject for subject in old.keys() | new.keys() if old.get(subject) != new.get(subject)]
    return [
        Difference(subject, old.get(subject, ()), new.get(subject, ())) for subject in sorted(changed, key=lambda one: (kinds.index(one.kind), one.key))
    ]


def with_parts(catalogue: Catalogue, subject: Subject, parts: Parts) -> Catalogue:
    """Return `catalogue` with `parts` in place of what it has of `subject`."""
    return with_all(catalogue, {subject: parts})


def with_all(catalogue: Catalogue, given: Mapping[Subject, Parts]) -> Catalogue:
    """Return `catalogue` with each of these subjects as it is given, at the place where the catalogue has it, else at the end."""

    def placed(parts: Iterable[Part], kind: str) -> list[Part]:
        found: list[Part] = []
        seen = set()
        for part in parts:
            subject = subject_of(part)
            if subject not in given:
                found.append(part)
            elif subject not in seen:
                found += given[subject]
            seen.add(subject)
        return found + [part for subject, parts in given.items() if subject.kind == kind and subject not in seen for part in parts]

    return replace(
        catalogue,
        version=0,
        entries={part.key: part for part in placed(catalogue.entries.values(), "entry") if isinstance(part, Entry)},
        facts=tuple(part for part in placed(catalogue.facts, "fact") if isinstance(part, SharedFact)),
        channels=tuple(part for part in placed(catalogue.channels, "channel") if isinstance(part, Channel)),
        departments=tuple(part for part in placed(catalogue.departments, "department") if isinstance(part, Department)),
        topics=tuple(part for part in placed(catalogue.topics, "topic") if isinstance(part, Topic)),
    )


def held_back(before: Catalogue, after: Catalogue, waiting: Collection[Subject]) -> tuple[Catalogue, frozenset[Subject]]:
    """Return `after` with the subjects that wait as they are in `before`, and all that wait.

    Whatever would lose a shared fact that it names waits with it; so does the end of a fact that is still used.
    """
    old, waits = subjects(before), set(waiting)
    while True:
        result = with_all(after, {subject: old.get(subject, ()) for subject in waits})
        also = {cause for cause in _lacking(before, result) if cause not in waits}
        if not also:
            return result, frozenset(waits)
        waits |= also


def _lacking(before: Catalogue, after: Catalogue) -> set[Subject]:
    known, former = {fact.name for fact in after.facts}, {fact.name for fact in before.facts}
    found = set()
    for subject, names in _needs(after).items():
        for name in names - known:
            found.add(Subject("fact", name) if name in former else subject)
    return found


def lacking(catalogue: Catalogue) -> list[str]:
    """Return the shared facts that a catalogue's texts name and that it does not have."""
    known = {fact.name for fact in catalogue.facts}
    return sorted({name for names in _needs(catalogue).values() for name in names - known})


def _needs(catalogue: Catalogue) -> dict[Subject, set[str]]:
    texts = [(subject_of(entry), content) for entry in catalogue.entries.values() for content in entry.texts]
    texts += [(subject_of(topic), topic.holding_line) for topic in catalogue.topics]
    found: dict[Subject, set[str]] = {}
    for subject, content in texts:
        if names := shared_facts.named_in(content):
            found.setdefault(subject, set()).update(names)
    return found


def approvers_of(difference: Difference, in_service: Catalogue) -> tuple[str, ...]:
    """Return whom the department in charge names in the version in service; nobody where an admin decides.

    In charge is the department that owned the subject before, an entry's in another language included; of something new, the one that owns it. The
    channels and the departments themselves, and what no department owns, are an admin's: whoever may edit the workbook could else name themselves.
    """
    part = next(iter(difference.before or difference.after))
    if not isinstance(part, Entry | SharedFact | Topic):
        return ()
    earlier = in_service.in_languages(part.id) if isinstance(part, Entry) and not difference.before else ()
    department = in_service.department(earlier[0].owner if earlier else part.owner)
    return department.approvers if department else ()


# Fields of an entry that may change with one person, as long as the facts of all texts stay the same.
_WORDING = {"question", "phrasings", "answer", "wordings", "approved_by", "approved_on"}


def leaves_facts_alone(difference: Difference) -> bool:
    """Tell whether a change is one of words only: the same channels, the same facts in each text, and nothing else changed.

    The question may be written otherwise, but not be another: "4 €" is no fact of the swimming pool any more once it is asked of the library.
    """
    if len(difference.before) != 1 or len(difference.after) != 1:
        return False
    old, new = difference.before[0], difference.after[0]
    if not isinstance(old, Entry) or not isinstance(new, Entry):
        return False
    if any(getattr(old, name) != getattr(new, name) for name in Entry.__dataclass_fields__ if name not in _WORDING):
        return False
    former, later = dict(old.wordings), dict(new.wordings)
    if former.keys() != later.keys() or text.key(old.question) != text.key(new.question):
        return False
    pairs = [(old.answer, new.answer), *((former[channel], later[channel]) for channel in former)]
    language = old.language
    return all(
        one == other
        or (shared_facts.named_in(one) == shared_facts.named_in(other) and weigh(Text(one, language), Text(other, language)).weight is Weight.MINOR)
        for one, other in pairs
    )


def changed_facts(before: Parts, after: Parts) -> list[tuple[str, str]]:
    """Return the facts of an entry's texts that a change alters, as they are written: (before, after), one of them empty where it has no other."""
    entries = [[part for part in parts if isinstance(part, Entry)] for parts in (before, after)]
    language = next((entry.language for side in entries for entry in side), "")
    former, later = ({channel: said for entry in side for channel, said in (("", entry.answer), *entry.wordings)} for side in entries)
    found: dict[tuple[str, str], None] = {}
    for channel in dict.fromkeys((*former, *later)):
        compared, swapped = compared_with_places(former.get(channel, ""), language, later.get(channel, ""), language)
        found |= dict.fromkeys((pair.approved.written, pair.given.written) for pair in (*compared.different, *swapped))
        found |= dict.fromkeys((fact.written, "") for fact in compared.missing)
        found |= dict.fromkeys(("", fact.written) for fact in compared.extra)
    return list(found)
