"""The draft check at the desk: which entry a draft answers, and what is approved in its place.

1. The entry that is named is meant. Else the one that answers the citizen's question, unless the draft can only be meant for another; without a
   question, the one that the draft itself can only be meant for. What is not sure is asked back, up to three entries to choose from.
2. The draft is compared with the wording for its channel; without a channel, with whichever of the entry's texts it is nearest to.
3. An entry that is not in force judges no draft: the reply says why, and who owns it.
"""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge import draft_finding, shared_facts
from knowledge.answering import MAX_SUGGESTIONS, Note, Outcome, Question, Reply, Suggestion, can_be_given, give
from knowledge.draft_finding import DraftFinder, Found
from knowledge.drafts import Judgement, Verdict, judge, judge_held
from knowledge.facts import Fact, FactKind, facts
from knowledge.freezing import Frozen
from knowledge.matching import Matcher
from knowledge.model import Catalogue, Entry, EntryKey

_CONTACTS = (FactKind.PHONE, FactKind.EMAIL, FactKind.URL)


@dataclass(frozen=True, slots=True)
class _Day:
    """What drafts are checked with on a day."""

    day: date
    finder: DraftFinder
    house: tuple[Fact, ...]


class DraftChecker:
    """Checks drafts against one catalogue. Threads may share it."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher) -> None:
        self._catalogue = catalogue
        self._matcher = matcher
        self._day: _Day | None = None
        self._lock = threading.Lock()

    def check(self, draft: str, question: Question, entry: str, asked: Reply | None, today: date, frozen: Frozen) -> Reply:
        """Return the reply to a draft: answered, with its judgement; suggested; or unanswered. `asked` is the reply to its question, if any.

        Of a frozen topic its holding line is what is approved, and nothing beside it.
        """
        found = self._find(draft, entry, asked, today)
        language = question.language
        if found.entry is None:
            return self._which(found, question, asked, today)
        reply = give(self._catalogue, found.entry, replace(question, text=""), today, frozen=frozen)
        row = self._catalogue.in_language(found.entry.id, language or found.entry.language)
        if reply.outcome is not Outcome.ANSWERED or row is None:
            return reply
        if Note.FROZEN in reply.notes:
            return self._held(draft, reply, replace(question, text=""), today, frozen)
        return replace(reply, judgement=self._judged(draft, reply, row, language, today))

    def _held(self, draft: str, reply: Reply, question: Question, today: date, frozen: Frozen) -> Reply:
        """Judge a draft about a frozen topic: by its line in the language asked for, else in whichever the draft has it word for word."""
        rows = () if question.language else self._catalogue.in_languages(reply.entry)
        lines = (reply, *(give(self._catalogue, row.key, question, today, frozen=frozen) for row in rows))
        judged = [
            replace(line, judgement=judge_held(_without((line.opening, line.closing), draft), line.text, line.language, written_in=question.language))
            for line in lines
        ]
        return next((one for one in judged if one.judgement and one.judgement.verdict is Verdict.EXACT), judged[0])

    def _find(self, draft: str, entry: str, asked: Reply | None, today: date) -> Found:
        if entry:
            return Found(self._on(today).finder.likest_row(draft, entry))
        found = draft_finding.decide(self._on(today).finder.find(draft), self._matcher.rank(draft))
        if asked and asked.entry and (found.entry is None or found.entry.id == asked.entry):
            return Found(EntryKey(asked.entry, asked.language))
        if asked and asked.entry and found.entry:  # the question says one thing, the draft another
            return Found(None, (EntryKey(asked.entry, asked.language), found.entry))
        if asked and asked.outcome is Outcome.UNANSWERED:  # which nobody has approved an answer to
            return Found(None)
        return found

    def _on(self, today: date) -> _Day:
        """Return what the shared facts of a day make of the catalogue; made at the first draft of the day."""
        with self._lock:
            if self._day is None or self._day.day != today:
                values = shared_facts.values_on(self._catalogue.facts, today)
                self._day = _Day(today, draft_finding.build(self._catalogue, values), _house(self._catalogue, values))
            return self._day

    def _which(self, found: Found, question: Question, asked: Reply | None, today: date) -> Reply:
        """Return the entries that a draft may be meant for; that there is none where there is none."""
        offered = {one.entry: one for one in (asked.suggestions if asked else ())}
        for key in found.candidates:
            row = self._catalogue.in_language(key.id, question.language or key.language)
            if row and can_be_given(row, self._catalogue, today):
                offered.setdefault(row.id, Suggestion(row.id, row.language, row.question))
        suggestions = tuple(offered.values())[:MAX_SUGGESTIONS]
        return Reply(
            Outcome.SUGGESTED if suggestions else Outcome.UNANSWERED,
            self._catalogue.version,
            channel=question.channel,
            language=question.language,
            suggestions=suggestions,
        )

    def _judged(self, draft: str, reply: Reply, row: Entry, language: str, today: date) -> Judgement:
        values = shared_facts.values_on(self._catalogue.facts, today)
        texts = [filled for content in row.texts if (filled := _filled(content, values))]
        channel = self._catalogue.channel(reply.channel) if reply.channel else None
        lines = (channel.opening, channel.closing) if channel else ()
        return judge(
            _without(lines, draft),
            reply.text,
            row.language,
            others=() if channel else texts,
            omits=channel.omits if channel else (),
            around=[*texts, row.question, reply.web_page, reply.contact, *lines],
            house=self._on(today).house,
            written_in=language,
        )


def none_of(reply: Reply) -> Reply:
    """Return the reply to a draft for whoever said that it is about none of the entries that were offered: not the same offer again."""
    return replace(reply, outcome=Outcome.UNANSWERED, suggestions=()) if reply.suggestions else reply


def _house(catalogue: Catalogue, values: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return how the administration is reached: the contacts of its departments, and shared facts that are a telephone, an address or a web page."""
    texts = (*(department.contact for department in catalogue.departments), *values.values())
    return tuple(fact for text in texts for fact in facts(text) if fact.kind in _CONTACTS)


def _without(lines: Sequence[str], draft: str) -> str:
    """Return a draft with blanks in place of the lines that a channel puts around every answer."""
    for line in lines:
        if line:
            draft = draft.replace(line, re.sub(r"\S", " ", line))
    return draft


def _filled(content: str, values: dict[str, str]) -> str:
    try:
        return shared_facts.fill(content, values)
    except shared_facts.NoValueToday:
        return ""
