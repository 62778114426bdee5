"""The rows of the Answers sheet: each one checked by itself, then against the others.

A row with a fault is kept out whole. Of rows that contradict each other (one id twice, one question for two entries) none can be
told to be the right one, so both are kept out, and what they last said stays in service.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from knowledge import shared_facts, text
from knowledge.channels import Channel
from knowledge.languages import to_language
from knowledge.model import Entry, EntryKey, Status
from knowledge.translation import marked as _
from knowledge.workbook.findings import Finding, Severity
from knowledge.workbook.statuses import to_status
from knowledge.workbook.tables import Place, RowReader

_ID = re.compile(r"\w[\w.\-]{0,39}")

# What the screens call the built-in channels; a declared one is called by its own name.
CHANNEL_LABELS = {"social": _("social media"), "phone": _("phone"), "email": _("e-mail"), "counter": _("the counter"), "web": _("the web")}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an entry's row is checked against. `departments` by key of their names; None where there is no such sheet."""

    today: date
    default_language: str
    channels: Mapping[str, Channel]
    fact_names: frozenset[str]
    fact_values: Mapping[str, str]
    longest_values: Mapping[str, str]
    departments: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A way of asking that stands in a row."""

    key: str
    text: str
    cell: str
    address: str


@dataclass(frozen=True, slots=True)
class _Checked:
    """A row after its own check. `entry` is None where the row has a fault or is not up for publication."""

    key: EntryKey
    number: int
    status: Status
    entry: Entry | None
    is_faulty: bool


class _First(NamedTuple):
    """Where a way of asking stood first: in whose row, whether that row is up for publication, at which address."""

    entry: EntryKey
    is_up: bool
    address: str


@dataclass(slots=True)
class Answers:
    """What the sheet gives: entries fit for publication, and what is known of the rows that are not.

    `faulty` are the entries whose last good version stays in service; `nameless` the keys of questions whose row has no usable id. `places` are
    the rows in which the entries stand.
    """

    entries: dict[EntryKey, Entry] = field(default_factory=dict)
    faulty: set[EntryKey] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    places: dict[EntryKey, Place] = field(default_factory=dict)


def check_answers(rows: Iterable[RowReader], around: Surroundings, findings: list[Finding]) -> Answers:
    """Return the entries of the sheet's rows, adding what is wrong with them to `findings`."""
    answers = Answers()
    seen: dict[EntryKey, tuple[_Checked, str]] = {}
    asked: dict[str, _First] = {}
    for row in rows:
        row.findings = []
        checked, ways = _check_row(row, around)
        if checked is None:
            answers.nameless |= {way.key for way in ways[:1]}
            _check_ways_of_asking(row, EntryKey("", ""), ways, asked, answers)
        else:
            if checked.status.is_published or checked.key not in answers.places:
                answers.places[checked.key] = Place(row.header, row.number)
            _check_id(row, checked, seen, answers)
            _check_ways_of_asking(row, checked.key, ways, asked, answers, is_up=checked.status.is_published)
        findings += row.findings
    for key in answers.faulty:
        answers.entries.pop(key, None)
    answers.asked = {key: first.address for key, first in asked.items()}
    return answers


def _check_row(row: RowReader, around: Surroundings) -> tuple[_Checked | None, list[_Asked]]:
    row.entry = row.text("id")
    status = _status(row)
    language = _language(row, around)
    question = row.text("question")
    if not question and not row.is_unreadable("question"):
        row.report("question-missing", "question")
    elif question and not text.key(question):
        row.report("question-no-words", "question", value=text.one_line(question)[:60])
    ways = _ways_of_asking(row, question)
    answer = row.text("answer", verbatim=True)
    if not answer.strip() and not row.is_unreadable("answer") and status is Status.APPROVED:
        row.report("answer-missing", "answer")
    wordings = _wordings(row)
    _check_texts(row, answer, wordings, around)
    owner = _owner(row, around)
    valid_from, valid_until = _validity(row)
    approved_by, approved_on = row.text("approved_by"), row.date("approved_on")
    if status is Status.APPROVED:
        _check_approval(row, approved_on, valid_until, around.today)
    web_page = _web_page(row, around)
    announce_to = _announce_to(row, around)
    if not row.entry:
        row.report("id-missing", "id")
    elif not _ID.fullmatch(row.entry):
        row.report("id-bad", "id", value=text.one_line(row.entry)[:60])
    is_faulty = any(finding.severity is Severity.FAULT for finding in row.findings)
    if not status.is_published:
        row.findings = [_lowered(finding) for finding in row.findings if finding.rule != "answer-missing"]
    if not row.entry or not _ID.fullmatch(row.entry):
        return None, ways
    key = EntryKey(row.entry, language)
    entry = None
    if status.is_published and not is_faulty:
        phrasings = tuple(dict.fromkeys(way.text for way in ways if way.cell != row.cell("question") or way.text != question))
        entry = Entry(
            *key, question, answer, status, phrasings, wordings, row.text("topic"), owner,
            approved_by, approved_on, valid_from, valid_until, web_page, tuple(line for line, _ in row.lines("exempt")),
            announce_to,
        )  # fmt: skip
    return _Checked(key, row.number, status, entry, is_faulty), ways


def _lowered(finding: Finding) -> Finding:
    return replace(finding, lowered=True)


def _status(row: RowReader) -> Status:
    if not row.header.columns.get("status"):
        return Status.APPROVED
    written = row.text("status")
    if not written:
        if not row.is_unreadable("status"):
            row.report("status-missing", "status")
        return Status.DRAFT
    status = to_status(written)
    if status is None:
        row.report("status-unknown", "status", value=text.one_line(written)[:60])
    # A row whose status nobody can read was perhaps approved: its faults count, and it is kept out by this one.
    return status or Status.APPROVED


def _language(row: RowReader, around: Surroundings) -> str:
    written = row.text("language")
    language = to_language(written) if written else around.default_language
    if language is None:
        row.report("language-unknown", "language", value=text.one_line(written)[:60])
    return language or around.default_language


def _ways_of_asking(row: RowReader, question: str) -> list[_Asked]:
    ways = []
    lines = [(question, row.cell("question")), *row.lines("phrasings")]
    first_at: dict[str, str] = {}
    for way, cell in lines:
        key = text.key(way)
        address = f"{row.address('question').rpartition('!')[0]}!{cell}"
        if key in first_at:
            row.report("phrasing-repeated", "phrasings", cell=cell, value=text.one_line(way)[:80], other=first_at[key])
        elif key:
            first_at[key] = address
            ways.append(_Asked(key, way, cell, address))
        elif way:
            row.report("question-no-words", "phrasings", cell=cell, value=text.one_line(way)[:60])
    return ways


def _wordings(row: RowReader) -> tuple[tuple[str, str], ...]:
    written = ((channel, row.text(channel, verbatim=True)) for channel in sorted(row.header.channels))
    return tuple((channel, wording) for channel, wording in written if wording.strip())


def _check_texts(row: RowReader, answer: str, wordings: tuple[tuple[str, str], ...], around: Surroundings) -> None:
    for column, content in (("answer", answer), *wordings):
        for name in dict.fromkeys(shared_facts.named_in(content)):
            if name not in around.fact_names:
                row.report("fact-unknown", column, value=text.one_line(name)[:60])
            elif name not in around.fact_values:
                row.report("fact-no-value-today", column, value=name)
        if shared_facts.is_unclosed(content):
            row.report("fact-unclosed", column)
    own = dict(wordings)
    for channel in around.channels.values():
        if channel.limit is None or not (content := own.get(channel.name, answer)):
            continue
        length = channel.length(_longest(content, around))
        if length <= channel.limit:
            continue
        label = CHANNEL_LABELS.get(channel.name, channel.name)
        if channel.name in own:
            row.report("wording-too-long", channel.name, channel=label, length=length, limit=channel.limit, excess=length - channel.limit)
        elif channel.name in row.header.channels:
            row.report("answer-too-long-for-channel", channel.name, channel=label, length=length, limit=channel.limit)


def _longest(content: str, around: Surroundings) -> str:
    """Return `content` with its facts at their longest, so that a change of a value cannot break a limit unseen."""
    try:
        return shared_facts.fill(content, dict(around.longest_values))
    except shared_facts.NoValueToday:
        return content


def _owner(row: RowReader, around: Surroundings) -> str:
    owner = row.text("owner")
    if not owner or around.departments is None:
        return owner
    known = around.departments.get(text.key(owner))
    if known is None:
        row.report("department-unknown", "owner", value=text.one_line(owner)[:60])
    return known or owner


def _announce_to(row: RowReader, around: Surroundings) -> tuple[str, ...]:
    """Return the departments that a row names, by their names on the sheet of departments where there is one."""
    found: list[str] = []
    for line, cell in row.lines("announce_to"):
        known = around.departments.get(text.key(line)) if around.departments is not None else line
        if known:
            found.append(known)
        else:
            row.report("announce-unknown", "announce_to", cell=cell, value=text.one_line(line)[:60])
    return tuple(dict.fromkeys(found))


def _validity(row: RowReader) -> tuple[date | None, date | None]:
    valid_from, valid_until = row.date("valid_from"), row.date("valid_until")
    if valid_from and valid_until and valid_until < valid_from:
        row.report("dates-reversed", "valid_until", until=valid_until.isoformat(), from_=valid_from.isoformat(), other=row.cell("valid_from"))
    return valid_from, valid_until


def _check_approval(row: RowReader, on: date | None, valid_until: date | None, today: date) -> None:
    asked_for = [column for column in ("approved_by", "approved_on") if row.header.columns.get(column)]
    missing = [column for column in asked_for if not row.has(column)]
    if missing:
        row.report("approval-missing", missing[0])
    if on and on > today:
        row.report("approval-future", "approved_on", value=on.isoformat())
    if valid_until and valid_until < today:
        row.report("expired", "valid_until", value=valid_until.isoformat())


def _web_page(row: RowReader, around: Surroundings) -> str:
    written = row.text("web_page")
    try:
        parts = urlsplit(shared_facts.fill(written, dict(around.longest_values)))
        is_page = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not any(map(str.isspace, written))
    except (ValueError, shared_facts.NoValueToday):
        is_page = False
    if written and not is_page:
        row.report("web-page-bad", "web_page", value=text.one_line(written)[:80])
    return written


def _check_id(row: RowReader, checked: _Checked, seen: dict[EntryKey, tuple[_Checked, str]], answers: Answers) -> None:
    answers.ids.add(checked.key.id)
    is_up = checked.status.is_published
    if first := seen.get(checked.key):
        other, address = first
        both_up = is_up and other.status.is_published
        row.report("id-duplicate", "id", related=address, value=checked.key.id, language=checked.key.language, other=address)
        if both_up:
            answers.faulty.add(checked.key)
        else:
            # A draft beside the row in service is how a new text is prepared: it does no harm.
            row.findings[-1] = _lowered(row.findings[-1])
        if other.status.is_published or not is_up:
            return
    seen[checked.key] = (checked, row.address("id"))
    if is_up and checked.is_faulty:
        answers.faulty.add(checked.key)
    elif checked.entry is not None:
        answers.entries[checked.key] = checked.entry


def _check_ways_of_asking(
    row: RowReader, entry: EntryKey, ways: list[_Asked], asked: dict[str, _First], answers: Answers, *, is_up: bool = False
) -> None:
    for way in ways:
        first = asked.get(way.key)
        if first is None or (is_up and not first.is_up):
            asked[way.key] = _First(entry, is_up, way.address)
        if first is None or first.entry.id == entry.id:
            continue
        details = {"value": text.one_line(way.text)[:80], "other_entry": first.entry.id or "—", "other": first.address}
        row.report("phrasing-duplicate", "phrasings", cell=way.cell, related=first.address, **details)
        if is_up and first.is_up:
            answers.faulty |= {entry, first.entry}
        else:
            row.findings[-1] = _lowered(row.findings[-1])
