"""What a decision would change once it is published: the questions that another entry would be given for, or suggested first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import publishing
from bot.desk import Desk
from bot.review.proposing import kept_workbook
from bot.review.values import Filter
from knowledge import text
from knowledge.answering import PRECISION, Question, Reply, answer
from knowledge.matching import build
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue, Entry, EntryKey, Status, TestQuestion
from knowledge.review import Draft

PROVISIONAL = "+"  # the id of an entry that has none yet; no workbook's entry is called so
_MOST_GROUPS = 300


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of asking to be added to an entry that there is."""

    entry: EntryKey
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A question, and the entry answered or suggested first before and after; empty for none. A draft's entry is `PROVISIONAL`."""

    question: str
    before: str
    after: str


def moves(desk: Desk, proposed: Draft | Phrasing, encoder: Encoder | None, *, language: str = "es", precision: float = PRECISION) -> list[Moved]:
    """Return which questions would get another entry: the catalogue's phrasings, the Tests sheet's questions, and the open groups' wordings.

    Learns a matcher, which takes seconds for a large catalogue. Raises KeyError for a phrasing of an entry that is not in service.
    """
    catalogue = desk.catalogue()
    changed = _with(catalogue, proposed, language)
    tests = _tests(desk, language)
    before, after = publishing.matcher_of(catalogue, desk.versions, encoder), build(changed, tests, encoder)
    found = []
    for question in _questions(desk, changed, tests):
        replies = (
            answer(question, catalogue, before, desk.today(), precision),
            answer(question, changed, after, desk.today(), precision),
        )
        was, will_be = map(_entry, replies)
        if was != will_be:
            found.append(Moved(question.text, was, will_be))
    return found


def _with(catalogue: Catalogue, proposed: Draft | Phrasing, language: str) -> Catalogue:
    if isinstance(proposed, Phrasing):
        entry = catalogue.entries[proposed.entry]
        entry = replace(entry, phrasings=(*entry.phrasings, proposed.text))
    else:
        # One without an answer yet is learnt like any other.
        content = proposed.answer if proposed.answer.strip() else proposed.question
        entry = Entry(
            PROVISIONAL, proposed.language or language, proposed.question, content, Status.APPROVED, topic=proposed.topic, owner=proposed.owner
        )
    return replace(catalogue, entries={**catalogue.entries, entry.key: entry})


def _tests(desk: Desk, language: str) -> tuple[TestQuestion, ...]:
    """Return the Tests sheet of the workbook in service; none where it is not kept."""
    kept = kept_workbook(desk)
    if kept is None:
        return ()
    with TemporaryDirectory(prefix="unavoz-") as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(kept.content)
        return tuple(publishing.read(str(path), today=desk.today(), language=language)[0].tests)


def _questions(desk: Desk, catalogue: Catalogue, tests: Iterable[TestQuestion]) -> Iterable[Question]:
    asked = [Question(way, language=entry.language) for entry in catalogue.entries.values() for way in entry.asked_as]
    asked += [Question(test.question, language=test.language) for test in tests]
    asked += [Question(group.text, language=group.language) for group in desk.review.listing.page(Filter(), desk.clock(), 0, _MOST_GROUPS).groups]
    return {(text.key(question.text), question.language): question for question in reversed(asked)}.values()


def _entry(reply: Reply) -> str:
    return reply.suggestions[0].entry if reply.suggestions else reply.entry
