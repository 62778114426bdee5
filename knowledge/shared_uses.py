"""Where shared facts are used, and where their values are written out instead, so that a change of one is seen in all its consequences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge import shared_facts
from knowledge.facts import Fact, FactKind
from knowledge.model import Entry, EntryKey
from knowledge.parity import facts_in

# Of these kinds a value is no coincidence; opening hours and days are the same in many places.
_TELLING = frozenset({FactKind.AMOUNT, FactKind.PHONE, FactKind.EMAIL, FactKind.URL})


@dataclass(frozen=True, slots=True)
class Use:
    """A text that uses a shared fact: of this entry, for this channel; `answer` for the plain answer, `web_page` for the address of its page."""

    entry: EntryKey
    column: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A shared fact's value written out in a text: `written` there, in `column` as in Use."""

    name: str
    column: str
    written: str


def uses(entries: Iterable[Entry]) -> dict[str, list[Use]]:
    """Return which texts use each shared fact, by its name, in the order of the entries."""
    found: dict[str, list[Use]] = {}
    for entry in entries:
        for column, content in _texts(entry):
            for name in dict.fromkeys(shared_facts.named_in(content)):
                found.setdefault(name, []).append(Use(entry.key, column))
    return found


class Values:
    """The values of shared facts, as what they say."""

    def __init__(self, values: Mapping[str, str], language: str) -> None:
        self._values = values
        self._facts = {name: found[0] for name, value in values.items() if (found := _whole(value, language))}

    def written_out(self, entry: Entry) -> Iterator[Literal]:
        """Yield where a text of the entry has a value written out, however it is spelt."""
        for column, content in (("answer", entry.answer), *entry.wordings):
            said: dict[tuple[FactKind, str], Fact] = {}
            for fact in facts_in(content, entry.language):
                said.setdefault((fact.kind, fact.value), fact)
            for name, value in self._values.items():
                whole = self._facts.get(name)
                if whole is not None and whole.kind in _TELLING and (one := said.get((whole.kind, whole.value))):
                    yield Literal(name, column, one.written)
                elif value in content and shared_facts.is_written_out(value, content):
                    yield Literal(name, column, value)


def _whole(value: str, language: str) -> Sequence[Fact]:
    """Return the fact that a value is, if it is one and nothing else."""
    found = facts_in(value, language)
    return found if len(found) == 1 and found[0].written.strip() == value.strip(" .") else ()


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "answer", entry.answer
    yield from entry.wordings
    if entry.web_page:
        yield "web_page", entry.web_page
