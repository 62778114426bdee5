"""What reviewers' decisions propose for the workbook: drafts as new rows, linked groups as ways of asking. Nothing goes into service by it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.desk import Desk
from bot.proposals import proposals as picked_proposals
from bot.review.values import Filter, Group
from knowledge import text
from knowledge.model import Catalogue, EntryKey
from knowledge.review import OPEN, Decided, State
from knowledge.translation import TRANSLATED, Translations
from knowledge.versions import Workbook
from knowledge.workbook import patch, source
from knowledge.workbook.check import read_rows
from knowledge.workbook.findings import Refused
from knowledge.workbook.patch import Appended
from knowledge.workbook.proposals import Addition, Row, column_number, header_of, template_header, write_proposals

_PROPOSING = (*OPEN, State.ANSWERED)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Proposed:
    """Rows to be added to the workbook, and ways of asking to be added to entries that it has."""

    rows: tuple[Row, ...] = ()
    additions: tuple[Addition, ...] = ()


def proposals(desk: Desk, groups: Sequence[int] | None = None) -> Proposed:
    """Return what reviewers' decisions propose; of these `groups` alone where they are given, else with what picked suggestions propose.

    A draft is proposed until its group is answered. A linked group is answered at once; it is proposed until the catalogue has its way of asking.
    """
    catalogue = desk.catalogue()
    found = _decided_groups(desk) if groups is None else [group for one in groups if (group := desk.review.listing.group(one, desk.clock()))]
    shown = [group for group in found if group.standing.state in _PROPOSING and group.standing.part_of is None]
    rows = [row for group in shown if group.standing.state in OPEN and (row := _row(group))]
    known = {text.key(way) for entry in catalogue.entries.values() for way in entry.asked_as}
    additions = {_place(one): one for group in shown if (one := _addition(group, catalogue, known))}
    if groups is None:
        for picked in picked_proposals(desk.ledger.picked(), catalogue):
            entry = catalogue.entries[picked.entry]
            one = Addition(entry.id, entry.language, entry.question, picked.phrasing, picked.times)
            additions.setdefault(_place(one), one)
    return Proposed(tuple(rows), tuple(additions.values()))


def file(desk: Desk, proposed: Proposed, words: Translations, language: str) -> bytes:
    """Return `proposed` as a workbook under the headers of the published one, or of our template in `language`, else Spanish, where none is kept.

    Raises Refused where the published one cannot be read.
    """
    kept = kept_workbook(desk)
    header = header_of(kept.content) if kept else template_header(language if language in TRANSLATED else "es")
    return write_proposals(proposed.rows, proposed.additions, header, words)


def kept_workbook(desk: Desk) -> Workbook | None:
    """Return the workbook that the version in service was published from; None where none is kept, or nothing was published yet."""
    number = desk.versions.current_number()
    return desk.versions.workbook(number) if number else None


def append(place: str, desk: Desk, groups: Sequence[int] | None = None) -> Appended:
    """Add the drafted rows to the workbook at `place`, which is a file of this machine; one whose question it has already is left out.

    Raises Refused, with what to do instead, where the workbook lies elsewhere, there is nothing to add, or it cannot be done safely.
    """
    if not place or "://" in place:
        raise Refused("append-elsewhere", place=place or "—")
    with source.snapshot(place) as copy:
        header, expected = header_of(copy.workbook.content), copy.workbook.hash
        cells = read_rows(copy.path).get(header.sheet, {})
    column = column_number(header, "question")
    known = {text.key(str(row.get(column) or "")) for row in cells.values()}
    rows = [row for row in proposals(desk, groups).rows if text.key(row.cells["question"]) not in known]
    if not rows:
        raise Refused("append-nothing", place=Path(place).name)
    return patch.append_to_file(Path(place), rows, expected, now=desk.clock())


def _decided_groups(desk: Desk) -> list[Group]:
    found: list[Group] = []
    while page := desk.review.listing.page(Filter(_PROPOSING), desk.clock(), len(found), _AT_ONCE).groups:
        found += page
    return found


def _row(group: Group) -> Row | None:
    decision = group.standing.decision
    if decision.kind is not Decided.DRAFTED or decision.draft is None:
        return None
    draft = decision.draft
    asked = group.text if text.key(group.text) != text.key(draft.question) else ""
    return Row(
        {
            "question": draft.question,
            "phrasings": asked,
            "answer": draft.answer,
            "owner": draft.owner,
            "topic": draft.topic,
            "language": draft.language or group.language,
            **dict(draft.wordings),
        }
    )


def _addition(group: Group, catalogue: Catalogue, known: Collection[str]) -> Addition | None:
    decision = group.standing.decision
    entry = catalogue.in_language(decision.entry, group.language) if decision.kind is Decided.LINKED else None
    if entry is None or text.key(group.text) in known:
        return None
    return Addition(entry.id, entry.language, entry.question, text.one_line(group.text), group.questions)


def _place(one: Addition) -> tuple[EntryKey, str]:
    return EntryKey(one.id, one.language), text.key(one.phrasing)
