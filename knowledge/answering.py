"""The decision: what a question is answered with, from one catalogue, on one day.

1. A question that is sure to ask for one entry is *answered* with that entry's wording for the channel and language asked for.
2. One that may ask for a few is *suggested* up to three; each of them, once picked, is answered.
3. Everything else is *unanswered*. Rather no answer than a wrong one.
4. An entry that is not in force (not yet valid, expired, suspended) is never given as an answer: the reply says so, and who owns it.
5. While a topic is frozen, what would be answered with one of its entries is answered with the topic's holding line. Suggestions that lead to no other
   topic are answered so too; beside other topics' they stay, and lead to the line.

The text of an answered reply is the cell's text, its shared facts filled in, and nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge import freezing, shared_facts, text
from knowledge.changes import Change
from knowledge.drafts import Judgement
from knowledge.freezing import Frozen
from knowledge.matching import Match, Matcher, Thresholds
from knowledge.model import Catalogue, Entry, EntryKey, Standing

MAX_SUGGESTIONS = 3

# How many of 100 automatic answers are to be right, where a setting does not say otherwise.
PRECISION = 0.98
# What is suggested beside a likely entry is likely itself to this degree at least.
_SUGGESTED_BESIDE = 0.02
# Where one question ends and another may begin; and where it may within a sentence, if both have two words or more that are long enough.
_ENDS = re.compile(r"[?!;\n]+|\.\s")
_JOINTS = re.compile(r",|\s(?:y|e|i|and|eta|et)\s", re.IGNORECASE)
_MOST_PARTS = 6
_LONG_ENOUGH = 4


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    UNANSWERED = "unanswered"
    NOTED = "noted"  # nothing was asked: what somebody did was taken note of


class Note(StrEnum):
    """What a reply says beside its text; adapters put it into the reader's language (`bot.wording`)."""

    GENERAL_WORDING = "general_wording"
    OTHER_LANGUAGE = "other_language"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    FACT_WITHOUT_VALUE = "fact_without_value"
    UNKNOWN_ENTRY = "unknown_entry"
    NOTHING_PUBLISHED = "nothing_published"
    THANKS = "thanks"
    WILL_BE_TOLD = "will_be_told"
    REFERRED = "referred"
    NOT_ON_RECORD = "not_on_record"
    FROZEN = "frozen"
    FROZEN_WITHOUT_LINE = "frozen_without_line"


_NOTHING_FROZEN: Frozen = {}

_NOT_IN_FORCE = {
    Standing.NOT_YET_VALID: Note.NOT_YET_VALID,
    Standing.EXPIRED: Note.EXPIRED,
    Standing.SUSPENDED: Note.SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks. `channel` is where the citizen will be answered, `language` in which; empty where not said.

    `reads` is the language that the person who asks reads; it decides only between rows of one entry that are asked alike.
    """

    text: str
    channel: str = ""
    language: str = ""
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a reply can be cited by, and audited with, later. `valid_until` is the last day, or None for no end."""

    entry: str
    version: int
    owner: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may be meant, under its own question."""

    entry: str
    language: str
    question: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back to whoever asked.

    `text` is the approved wording, word for word, in an answered reply and empty in every other. `opening` and `closing` are the lines that its
    channel puts around it. `entry` is set where one entry is meant, also when it cannot be given; `question` is that entry's own, and `contact` how its
    owner's people are reached. `wordings` are the channels that have a text of their own. `confidence` runs from 0 to 1. `details` fill the notes.
    `judgement` is set where a draft was checked: `text` is then what is approved in its place. `change` is set where somebody is told that what they
    were given is another one now.
    """

    outcome: Outcome
    version: int
    text: str = ""
    entry: str = ""
    channel: str = ""
    language: str = ""
    confidence: float = 0.0
    owner: str = ""
    web_page: str = ""
    wordings: tuple[str, ...] = ()
    opening: str = ""
    closing: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    stamp: Stamp | None = None
    notes: tuple[Note, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    question: str = ""
    judgement: Judgement | None = None
    change: Change | None = None

    def __post_init__(self) -> None:
        if bool(self.text) != (self.outcome is Outcome.ANSWERED):
            raise ValueError("a reply has a text if, and only if, it is answered")
        if bool(self.suggestions) != (self.outcome is Outcome.SUGGESTED) or len(self.suggestions) > MAX_SUGGESTIONS:
            raise ValueError("a suggested reply has one to three suggestions, and no other has any")

    @property
    def is_frozen(self) -> bool:
        """Whether it says what is said while its entry's topic is frozen, and nothing of the entry itself."""
        return Note.FROZEN in self.notes or Note.FROZEN_WITHOUT_LINE in self.notes


def answer(
    question: Question, catalogue: Catalogue, matcher: Matcher, today: date, precision: float = PRECISION, frozen: Frozen = _NOTHING_FROZEN
) -> Reply:
    """Return the reply to `question` from `catalogue`, whose phrasings `matcher` holds, while the topics of `frozen` are.

    Of 100 answers that are given by themselves, `precision` times 100 are to be right; what is less sure is suggested.
    """
    if not catalogue.entries:
        return Reply(Outcome.UNANSWERED, catalogue.version, channel=question.channel, language=question.language, notes=(Note.NOTHING_PUBLISHED,))
    thresholds = matcher.thresholds(precision)
    matches = matcher.rank(question.text)
    is_exact = bool(matches) and matches[0].is_exact
    if not is_exact and (several := _several(_parts(_ENDS, question.text), matcher, thresholds)):
        return _suggest(question, catalogue, several, thresholds, today, frozen)
    best = _preferred(matches, question.language or question.reads)
    if best and _is_clear(best, matches, thresholds):
        return give(catalogue, best.entry, question, today, best.score, frozen)
    joined = [part for part in _parts(_JOINTS, question.text) if _says_enough(part)]
    if not is_exact and (several := _several(joined, matcher, thresholds)):
        return _suggest(question, catalogue, (*several, *matches), thresholds, today, frozen)
    return _suggest(question, catalogue, matches, thresholds, today, frozen)


def give(catalogue: Catalogue, key: EntryKey, question: Question, today: date, confidence: float = 1.0, frozen: Frozen = _NOTHING_FROZEN) -> Reply:
    """Return the reply that gives one entry, in the language asked for where the entry has it, or says why it cannot be given."""
    entry = _in_language(catalogue, key, question.language)
    if entry is None:
        return Reply(
            Outcome.UNANSWERED,
            catalogue.version,
            entry=key.id,
            channel=question.channel,
            language=question.language,
            notes=(Note.UNKNOWN_ENTRY,),
        )
    if topic := freezing.topic_frozen(entry, catalogue, frozen):
        return _hold(catalogue, entry, topic, frozen[topic], question, today, confidence)
    details = {"entry": entry.id, "owner": entry.owner}
    notes: list[Note] = []
    standing = entry.standing(today)
    own = entry.wording(question.channel) if question.channel else None
    filled = ""
    if standing is not Standing.IN_FORCE:
        notes.append(_NOT_IN_FORCE[standing])
        if day := entry.valid_from if standing is Standing.NOT_YET_VALID else entry.valid_until:
            details["day"] = day.isoformat()
    else:
        try:
            filled = shared_facts.fill(entry.answer if own is None else own, shared_facts.values_on(catalogue.facts, today))
        except shared_facts.NoValueToday as missing:
            notes.append(Note.FACT_WITHOUT_VALUE)
            details["fact"] = missing.name
    if filled and question.channel and own is None:
        notes.append(Note.GENERAL_WORDING)
        details["channel"] = question.channel
    if question.language and entry.language != question.language:
        notes.append(Note.OTHER_LANGUAGE)
        details |= {"asked_language": question.language, "language": entry.language}
    channel = catalogue.channel(question.channel) if filled else None
    return Reply(
        outcome=Outcome.ANSWERED if filled else Outcome.UNANSWERED,
        version=catalogue.version,
        text=filled,
        entry=entry.id,
        channel=question.channel,
        language=entry.language,
        confidence=confidence,
        owner=entry.owner,
        contact=_contact(entry.owner, catalogue),
        question=entry.question,
        web_page=_web_page(entry, catalogue, today),
        wordings=tuple(name for name, _ in entry.wordings) if filled else (),
        opening=channel.opening if channel else "",
        closing=channel.closing if channel else "",
        stamp=Stamp(entry.id, catalogue.version, entry.owner, entry.valid_until) if filled else None,
        notes=tuple(notes),
        details=details,
    )


def _hold(catalogue: Catalogue, entry: Entry, topic: str, until: date, question: Question, today: date, confidence: float) -> Reply:
    """Return the reply with a frozen topic's holding line in place of one of its entries; without a word of the entry, whatever is missing."""
    asked = question.language or entry.language
    line = freezing.line_of(catalogue, topic, (asked, entry.language))
    owner = (line.owner if line else "") or entry.owner
    name = line.name if line else entry.topic
    details = {"entry": entry.id, "owner": owner, "topic": name, "day": until.isoformat()}
    filled = ""
    if line:
        try:
            filled = shared_facts.fill(line.holding_line, shared_facts.values_on(catalogue.facts, today))
        except shared_facts.NoValueToday:
            filled = ""
    notes = [Note.FROZEN if filled else Note.FROZEN_WITHOUT_LINE]
    language = (line.language if line else "") or entry.language
    if filled and line and line.language and line.language != asked:
        notes.append(Note.OTHER_LANGUAGE)
        details |= {"asked_language": asked, "language": line.language}
    channel = catalogue.channel(question.channel) if filled else None
    return Reply(
        outcome=Outcome.ANSWERED if filled else Outcome.UNANSWERED,
        version=catalogue.version,
        text=filled,
        entry=entry.id,
        channel=question.channel,
        language=language,
        confidence=confidence,
        owner=owner,
        contact=_contact(owner, catalogue),
        question=entry.question,
        opening=channel.opening if channel else "",
        closing=channel.closing if channel else "",
        stamp=Stamp(name, catalogue.version, owner, until) if filled else None,
        notes=tuple(notes),
        details=details,
    )


def can_be_given(entry: Entry, catalogue: Catalogue, today: date) -> bool:
    """Tell whether every text of `entry` can be given on `today`."""
    values = shared_facts.values_on(catalogue.facts, today)
    return entry.standing(today) is Standing.IN_FORCE and all(name in values for content in entry.texts for name in shared_facts.named_in(content))


def _preferred(matches: tuple[Match, ...], language: str) -> Match | None:
    """Return the best match; among rows of one entry that match equally well, the one in the language asked for."""
    if not matches:
        return None
    equal = [match for match in matches if match.score == matches[0].score]
    return next((match for match in equal if match.entry.language == language), equal[0])


def _is_clear(best: Match, matches: Sequence[Match], thresholds: Thresholds) -> bool:
    if best.is_exact:
        return not any(match.is_exact and match.entry.id != best.entry.id for match in matches)
    return best.score >= thresholds.answered_from


def _parts(ends: re.Pattern[str], asked: str) -> list[str]:
    return [part for part in ends.split(asked)[: 2 * _MOST_PARTS] if text.key(part)][:_MOST_PARTS]


def _says_enough(part: str) -> bool:
    return sum(len(word) >= _LONG_ENOUGH for word in text.words(part)) > 1


def _several(parts: Sequence[str], matcher: Matcher, thresholds: Thresholds) -> tuple[Match, ...]:
    """Return the best match of each part, the surest first, where the parts ask for several entries; nothing where they do not."""
    if len(parts) < 2:
        return ()
    found: dict[str, Match] = {}
    for ranked in map(matcher.rank, parts):
        if ranked and ranked[0].score >= thresholds.suggested_from:
            known = found.get(ranked[0].entry.id)
            found[ranked[0].entry.id] = max(known, ranked[0], key=lambda match: match.score) if known else ranked[0]
    return tuple(sorted(found.values(), key=lambda match: (-match.score, match.entry))) if len(found) > 1 else ()


def _suggest(question: Question, catalogue: Catalogue, matches: Sequence[Match], thresholds: Thresholds, today: date, frozen: Frozen) -> Reply:
    """Return up to three entries to choose from, where the best is likely enough; the others may be less so."""
    found: dict[str, Entry] = {}
    if matches and matches[0].score >= thresholds.suggested_from:
        for match in matches:
            entry = _in_language(catalogue, match.entry, question.language)
            if match.score >= _SUGGESTED_BESIDE and entry and can_be_given(entry, catalogue, today):
                found.setdefault(entry.id, entry)
    suggestions = tuple(Suggestion(entry.id, entry.language, entry.question) for entry in list(found.values())[:MAX_SUGGESTIONS])
    if suggestions and all(freezing.topic_frozen(found[one.entry], catalogue, frozen) for one in suggestions):
        return give(catalogue, found[suggestions[0].entry].key, question, today, matches[0].score, frozen)
    return Reply(
        outcome=Outcome.SUGGESTED if suggestions else Outcome.UNANSWERED,
        version=catalogue.version,
        channel=question.channel,
        language=question.language,
        confidence=matches[0].score if matches else 0.0,
        suggestions=suggestions,
    )


def _in_language(catalogue: Catalogue, key: EntryKey, language: str) -> Entry | None:
    """Return the entry's row in `language`; else the row that was meant; else any row that the entry has."""
    rows = {entry.language: entry for entry in catalogue.in_languages(key.id)}
    return rows.get(language) or rows.get(key.language) or next(iter(rows.values()), None)


def _contact(owner: str, catalogue: Catalogue) -> str:
    department = catalogue.department(owner)
    return department.contact if department else ""


def _web_page(entry: Entry, catalogue: Catalogue, today: date) -> str:
    try:
        return shared_facts.fill(entry.web_page, shared_facts.values_on(catalogue.facts, today))
    except shared_facts.NoValueToday:
        return ""
