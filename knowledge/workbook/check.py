"""A workbook checked as a whole: everything that is wrong with it at once, and what of it is fit for publication."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from knowledge import shared_facts
from knowledge.channels import Channel, with_declared
from knowledge.matching import AskedAlike
from knowledge.model import Catalogue, Department, Entry, EntryKey, SharedFact, Synonyms, TestQuestion, Topic
from knowledge.text import one_line
from knowledge.workbook import sandbox, side_sheets
from knowledge.workbook.answers import Answers, Surroundings, check_answers
from knowledge.workbook.disparities import check_disparities
from knowledge.workbook.findings import Finding, Refused
from knowledge.workbook.limits import LIMITS, Limits
from knowledge.workbook.sheets import COLUMNS, REQUIRED, Sheet, is_without_data
from knowledge.workbook.tables import HEADER_ROWS, Header, Place, RowReader, find_header, rows_below


@dataclass(frozen=True, slots=True)
class Draft:
    """What a workbook holds. `entries` are fit for publication; `findings` is everything found, in reading order.

    `faulty` are the entries that have a row with a fault, `nameless` the keys of the questions whose row has no usable id, `fact_names` all names on
    the Facts sheet, faulty ones included, and `faulty_topics` the keys of topics with a faulty row: publication keeps the last good version of these.
    `places` are the rows in which the entries stand. Where the file as a whole is refused, `is_refused` is true and everything else is empty.
    """

    entries: tuple[Entry, ...] = ()
    facts: tuple[SharedFact, ...] = ()
    channels: tuple[Channel, ...] = ()
    departments: tuple[Department, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    tests: tuple[TestQuestion, ...] = ()
    findings: tuple[Finding, ...] = ()
    faulty: frozenset[EntryKey] = frozenset()
    nameless: frozenset[str] = frozenset()
    fact_names: frozenset[str] = frozenset()
    places: Mapping[EntryKey, Place] = field(default_factory=dict)
    is_refused: bool = False
    topics: tuple[Topic, ...] = ()
    faulty_topics: frozenset[str] = frozenset()

    def with_alike(self, alike: Iterable[AskedAlike]) -> "Draft":
        """Return the draft with a warning at each entry that is asked almost as another one is."""
        found = []
        for pair in alike:
            if pair.one not in self.places or pair.other not in self.places:  # a row of the version in service, kept because of a fault
                continue
            place, other, value = self.places[pair.one], self.places[pair.other].address("question"), one_line(pair.phrasings[0])[:80]
            details = {"other_entry": pair.other.id, "other": other, "value": value}
            found.append(Finding("asked-alike", place.sheet, place.cell("question"), pair.one.id, details, related=other))
        return replace(self, findings=(*self.findings, *found))

    def catalogue(self) -> Catalogue:
        """Return the rows without faults as a catalogue of their own, not published."""
        entries = {entry.key: entry for entry in self.entries}
        return Catalogue(0, entries, self.facts, self.channels, self.departments, self.synonyms, self.topics)


def check_workbook(path: Path, *, today: date, default_language: str = "es", limits: Limits = LIMITS) -> Draft:
    """Read the workbook at `path` in a child process and check it. Never raises for what the file holds."""
    try:
        return check_lines(sandbox.lines("knowledge.workbook.reading", [str(path)], limits), today=today, default_language=default_language)
    except Refused as refusal:
        return Draft(findings=(refusal.finding,), is_refused=True)


def read_header(path: Path, limits: Limits = LIMITS) -> Header:
    """Return where the columns of the answers stand in the workbook at `path`, read in a child process as far as its first rows.

    Raises Refused where the workbook cannot be read, or holds no answers.
    """
    declared: tuple[Channel, ...] = ()
    titles: list[str] = []
    for opening, rows in _sheets(sandbox.lines("knowledge.workbook.reading", [str(path)], limits)):
        titles = opening.get("sheets", titles)
        kind = opening.get("kind")
        if kind in (Sheet.CHANNELS, Sheet.ANSWERS):
            header, readers = _below_header(Sheet(kind), opening["sheet"], rows, [channel.name for channel in declared], [])
            if header and header.kind is Sheet.ANSWERS:
                return header
            declared = side_sheets.read_channels(readers, []) if header else ()
    raise Refused("no-answers-sheet", sheets=", ".join(titles) or "-")


def read_rows(path: Path, limits: Limits = LIMITS) -> dict[str, dict[int, dict[int, Any]]]:
    """Return what stands on each sheet of ours, by sheet, row and column number, as the reader gives it. Raises Refused."""
    return {
        opening["sheet"]: {number: dict(cells) for number, cells in rows}
        for opening, rows in _sheets(sandbox.lines("knowledge.workbook.reading", [str(path)], limits))
        if "sheet" in opening
    }


def check_lines(lines: Iterable[Any], *, today: date, default_language: str) -> Draft:
    """Check what `knowledge.workbook.reading` wrote. Raises Refused where nothing of it can be used."""
    findings: list[Finding] = []
    facts: tuple[SharedFact, ...] = ()
    fact_names: frozenset[str] = frozenset()
    declared: tuple[Channel, ...] = ()
    departments: tuple[Department, ...] = ()
    department_names: dict[str, str] | None = None
    synonyms: tuple[Synonyms, ...] = ()
    answers: Answers | None = None
    tests: tuple[TestQuestion, ...] = ()
    topics: tuple[Topic, ...] = ()
    faulty_topics: frozenset[str] = frozenset()
    titles: list[str] = []
    read: list[str] = []
    for opening, rows in _sheets(lines):
        if "sheets" in opening:
            titles = opening["sheets"]
            continue
        kind, title = Sheet(opening["kind"]), opening["sheet"]
        read.append(title)
        header, readers = _below_header(kind, title, rows, [channel.name for channel in declared], findings)
        match kind:
            case _ if header is None:
                continue
            case Sheet.FACTS:
                facts, fact_names = side_sheets.read_facts(readers, findings)
            case Sheet.CHANNELS:
                declared = side_sheets.read_channels(readers, findings)
            case Sheet.DEPARTMENTS:
                departments, department_names = side_sheets.read_departments(readers)
            case Sheet.SYNONYMS:
                synonyms = side_sheets.read_synonyms(readers)
            case Sheet.ANSWERS:
                around = _surroundings(facts, fact_names, declared, department_names, today, default_language)
                answers = check_answers(readers, around, findings)
                check_disparities(answers, facts, around, findings)
            case Sheet.TOPICS:
                topics, faulty_topics = side_sheets.read_topics(readers, answers or Answers(), fact_names, department_names, findings)
            case Sheet.TESTS:
                tests = side_sheets.read_tests(readers, answers or Answers(), findings)
    if answers is None:
        raise Refused("no-answers-sheet", sheets=", ".join(titles) or "-")
    findings += [Finding("sheet-ignored", title, details={"value": title}) for title in titles if title not in read and not is_without_data(title)]
    return Draft(
        tuple(answers.entries.values()), facts, with_declared(declared), departments, synonyms, tests, tuple(findings),
        frozenset(answers.faulty), frozenset(answers.nameless), fact_names, answers.places, topics=topics, faulty_topics=faulty_topics,
    )  # fmt: skip


def _surroundings(
    facts: tuple[SharedFact, ...],
    fact_names: frozenset[str],
    declared: tuple[Channel, ...],
    departments: dict[str, str] | None,
    today: date,
    default_language: str,
) -> Surroundings:
    longest: dict[str, str] = {}
    for fact in facts:
        longest[fact.name] = max(longest.get(fact.name, ""), fact.value, key=len)
    return Surroundings(
        today=today,
        default_language=default_language,
        channels={channel.name: channel for channel in with_declared(declared)},
        fact_names=fact_names,
        fact_values=shared_facts.values_on(facts, today),
        longest_values=longest,
        departments=departments,
    )


def _sheets(lines: Iterable[Any]) -> Iterator[tuple[dict[str, Any], Iterator[Any]]]:
    """Split the reader's lines into sheets: the line that opens one, and the rows below it, which must be taken before the next."""
    stream = iter(lines)
    opening = next(stream, None)
    while isinstance(opening, dict):
        following: list[dict[str, Any]] = []

        def rows(following: list[dict[str, Any]] = following) -> Iterator[Any]:
            for line in stream:
                if isinstance(line, dict):
                    following.append(line)
                    return
                yield line

        current = rows()
        yield opening, current
        for _ in current:  # what the caller left
            pass
        opening = following[0] if following else None


def _below_header(
    kind: Sheet, title: str, rows: Iterator[Any], channels: list[str], findings: list[Finding]
) -> tuple[Header | None, Iterator[RowReader]]:
    first = []
    for row in rows:
        first.append(row)
        if row[0] >= HEADER_ROWS:
            break
    header = find_header(title, kind, first, channels)
    if header is None:
        if first:
            columns = ", ".join(COLUMNS[kind][column][0] for column in REQUIRED[kind])
            findings.append(Finding("sheet-no-header", title, "A1", details={"columns": columns}))
        return None, iter(())
    findings += header.findings
    if kind is Sheet.ANSWERS and "status" not in header.columns:
        findings.append(Finding("no-status-column", title, f"A{header.row}"))
    return header, rows_below(header, chain(first, rows), findings)
