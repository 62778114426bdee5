"""The small sheets: shared facts, channels, departments, synonyms and test questions."""

import re
from collections.abc import Iterable
from datetime import date

from knowledge import text
from knowledge.channels import CHANNELS, Channel, to_channel, to_counting
from knowledge.facts.naming import to_kind
from knowledge.languages import to_language
from knowledge.model import Department, SharedFact, Synonyms, TestQuestion, Topic
from knowledge.shared_facts import is_name, is_unclosed, named_in
from knowledge.workbook.answers import Answers
from knowledge.workbook.findings import Finding
from knowledge.workbook.tables import RowReader

_E_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_NO_ENTRY = frozenset(
    map(text.key, ("none", "ninguna", "ninguno", "cap", "nada", "sin respuesta", "no answer", "unanswered", "bat ere ez", "ningunha"))
)


def read_facts(rows: Iterable[RowReader], findings: list[Finding]) -> tuple[tuple[SharedFact, ...], frozenset[str]]:
    """Return the shared facts, and every name that stands on the sheet, those of faulty rows included."""
    facts: list[tuple[SharedFact, str]] = []
    names = set()
    for row in rows:
        before = len(findings)
        name, value = row.text("name").removeprefix("{{").removesuffix("}}").strip(), row.text("value", verbatim=True)
        if not name:
            row.report("name-missing", "name")
        elif not is_name(name):
            row.report("fact-name-bad", "name", value=text.one_line(name)[:60])
        if not value.strip() and not row.is_unreadable("value"):
            row.report("fact-value-missing", "value")
        if "{{" in value:
            row.report("fact-value-nested", "value")
        begin, end = row.date("valid_from"), row.date("valid_until")
        if begin and end and end < begin:
            row.report("dates-reversed", "valid_until", until=end.isoformat(), from_=begin.isoformat(), other=row.cell("valid_from"))
        for other, address in facts:
            if other.name == name and _overlap(other, begin, end):
                row.report("fact-overlap", "name", related=address, value=name, other=address)
                break
        names.add(name)
        if len(findings) == before:
            facts.append((SharedFact(name, value, row.text("owner"), begin, end), row.address("name")))
    return tuple(fact for fact, _ in facts), frozenset(names)


def _overlap(other: SharedFact, begin: date | None, end: date | None) -> bool:
    return (other.valid_from or date.min) <= (end or date.max) and (begin or date.min) <= (other.valid_until or date.max)


def read_channels(rows: Iterable[RowReader], findings: list[Finding]) -> tuple[Channel, ...]:
    """Return the channels that the sheet declares, a built-in one under its built-in name."""
    channels: dict[str, Channel] = {}
    places: dict[str, str] = {}
    for row in rows:
        before = len(findings)
        written = row.text("name")
        name = to_channel(written) or written
        if not name:
            row.report("name-missing", "name")
        elif name in places:
            row.report("name-duplicate", "name", related=places[name], value=written, other=places[name])
        limit_text, counting_text = row.text("limit"), row.text("counting")
        limit = int(limit_text) if limit_text.isdecimal() and int(limit_text) > 0 else None
        if limit_text and limit is None:
            row.report("limit-bad", "limit", value=text.one_line(limit_text)[:60])
        counting = to_counting(counting_text) if counting_text else "characters"
        if counting is None:
            row.report("counting-unknown", "counting", value=text.one_line(counting_text)[:60])
        opening, closing = row.text("opening", verbatim=True).strip(), row.text("closing", verbatim=True).strip()
        omits = _omits(row, name)
        if len(findings) == before and counting:
            channels[name] = Channel(name, limit, counting, opening, closing, omits)
            places[name] = row.address("name")
    return tuple(channels.values())


def _omits(row: RowReader, name: str) -> tuple[str, ...]:
    """Return the kinds of fact that a channel's texts may leave out; those of the built-in channel where the sheet has no such column."""
    if not row.header.columns.get("omits"):
        return next((channel.omits for channel in CHANNELS if channel.name == name), ())
    kinds = []
    for written in (part.strip() for part in re.split("[,;\n]", row.text("omits"))):
        kind = to_kind(written)
        if kind:
            kinds.append(str(kind))
        elif written:
            row.report("omits-unknown", "omits", value=text.one_line(written)[:60])
    return tuple(dict.fromkeys(kinds))


def read_departments(rows: Iterable[RowReader]) -> tuple[tuple[Department, ...], dict[str, str]]:
    """Return the departments, and every name on the sheet by its key."""
    departments: list[Department] = []
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    for row in rows:
        name, contact = row.text("name"), row.text("contact")
        key = text.key(name)
        if not key:
            row.report("name-missing", "name")
        elif key in names:
            row.report("name-duplicate", "name", related=places[key], value=name, other=places[key])
        if contact and not (_E_MAIL.fullmatch(contact) or contact.startswith("#")):
            row.report("contact-bad", "contact", value=text.one_line(contact)[:60])
        if key and key not in names:
            names[key], places[key] = name, row.address("name")
            approvers = tuple(part.strip() for line, _ in row.lines("approvers") for part in re.split("[,;]", line) if part.strip())
            departments.append(Department(name, contact, approvers))
    return tuple(departments), names


def read_synonyms(rows: Iterable[RowReader]) -> tuple[Synonyms, ...]:
    """Return the groups of words that mean the same; words stand in several columns, on lines, or with commas between."""
    groups, places = [], dict[str, str]()
    for row in rows:
        found: dict[str, str] = {}
        for line, cell in row.lines("words"):
            for word in (part.strip() for part in re.split("[,;=]", line)):
                if key := text.key(word):
                    found.setdefault(key, word)
                    if key in places and places[key] != row.address("words"):
                        row.report("synonym-twice", "words", cell=cell, related=places[key], value=word, other=places[key])
                    places.setdefault(key, row.address("words"))
        if len(found) < 2:
            row.report("synonyms-few", "words")
        else:
            groups.append(Synonyms(tuple(found.values())))
    return tuple(groups)


def read_topics(
    rows: Iterable[RowReader], answers: Answers, fact_names: frozenset[str], departments: dict[str, str] | None, findings: list[Finding]
) -> tuple[tuple[Topic, ...], frozenset[str]]:
    """Return the topics' holding lines, one a topic and language, and the keys of the topics that have a row with a fault."""
    topics: list[Topic] = []
    places: dict[tuple[str, str], str] = {}
    faulty = set()
    used = {text.key(entry.topic) for entry in answers.entries.values()}
    for row in rows:
        before = len(findings)
        name, line, written = row.text("name"), row.text("holding_line", verbatim=True), row.text("language")
        topic, language = text.key(name), to_language(written) if written else ""
        if not topic:
            row.report("name-missing", "name")
        elif topic not in used:
            row.report("topic-unused", "name", value=text.one_line(name)[:60])
        if language is None:
            row.report("language-unknown", "language", value=text.one_line(written)[:60])
        elif (topic, language) in places:
            row.report("name-duplicate", "name", related=places[topic, language], value=name, other=places[topic, language])
        owner = _owner(row, departments)
        _check_line(row, line, fact_names)
        begin, end = row.date("frozen_from"), row.date("frozen_until")
        if begin and end and end < begin:
            row.report("dates-reversed", "frozen_until", until=end.isoformat(), from_=begin.isoformat(), other=row.cell("frozen_from"))
        elif begin and not end:
            row.report("topic-no-end", "frozen_until")
        if any(finding.severity == "fault" for finding in findings[before:]):
            faulty.add(topic)
        else:
            topics.append(Topic(name, line, language or "", owner, begin, end))
            places[topic, language or ""] = row.address("name")
    return tuple(topics), frozenset(faulty)


def _owner(row: RowReader, departments: dict[str, str] | None) -> str:
    written = row.text("owner")
    if written and departments is not None and text.key(written) not in departments:
        row.report("department-unknown", "owner", value=text.one_line(written)[:60])
    return (departments or {}).get(text.key(written), written)


def _check_line(row: RowReader, line: str, fact_names: frozenset[str]) -> None:
    if not line.strip() and not row.is_unreadable("holding_line"):
        row.report("topic-line-missing", "holding_line")
    if is_unclosed(line):
        row.report("fact-unclosed", "holding_line")
    for name in named_in(line):
        if name not in fact_names:
            row.report("fact-unknown", "holding_line", value=text.one_line(name)[:60])


def read_tests(rows: Iterable[RowReader], answers: Answers, findings: list[Finding]) -> tuple[TestQuestion, ...]:
    """Return the test questions. One that stands in the answers word for word is kept, and pointed out."""
    tests = []
    for row in rows:
        before = len(findings)
        question, expected = row.text("question"), row.text("expected")
        if text.key(expected) in _NO_ENTRY or not text.key(expected):
            expected = ""
        if not text.key(question):
            row.report("test-question-missing", "question")
        elif address := answers.asked.get(text.key(question)):
            row.report("test-is-phrasing", "question", related=address, other=address)
        if expected and expected not in answers.ids:
            row.report("test-unknown-entry", "expected", value=text.one_line(expected)[:60])
        written = row.text("language")
        language = to_language(written) if written else ""
        if language is None:
            row.report("language-unknown", "language", value=text.one_line(written)[:60])
        if not any(finding.severity == "fault" for finding in findings[before:]):
            tests.append(TestQuestion(question, expected, language or ""))
    return tuple(tests)
