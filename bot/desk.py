"""The desk: whatever a person does on any platform comes here as an event, and goes back as a Reply.

event -> nobody's name, no personal data -> seen before? -> the version in service -> answer -> ledger, review -> Reply

A platform that sends its replies later, by `take`, owes them from the moment that they are recorded (`bot.outbox`).
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from bot.drafts import DraftChecker
from bot.events import (
    Acknowledged,
    Announced,
    Asked,
    Awaited,
    Digested,
    Drafted,
    Event,
    Explained,
    Followed,
    Picked,
    Rated,
    Recalled,
    Referred,
    Reminded,
    Shared,
    Told,
    Verdict,
)
from bot.freezes import Freezes
from bot.ledger import Ledger, Record, Recorded
from bot.publishing import matcher_of
from bot.recalls import keeping
from bot.review import Review
from bot.review.acting import without_personal_data
from bot.review.values import Action, Result
from knowledge import freezing
from knowledge.answering import PRECISION, Note, Outcome, Question, Reply, answer, can_be_given, give
from knowledge.changes import Change, Text, Weight, weigh
from knowledge.database import Tables, to_moment
from knowledge.freezing import Frozen
from knowledge.matching import Matcher
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue, EntryKey
from knowledge.redaction import Kept, kept_of, redact, without_marks
from knowledge.text import key
from knowledge.versions import Versions

Clock = Callable[[], datetime]

_log = structlog.get_logger("unavoz.desk")


@dataclass(frozen=True, slots=True)
class _InService:
    """The published version that answers, with the matcher learnt from it, and what stands in it that is therefore no personal data."""

    catalogue: Catalogue
    matcher: Matcher
    kept: Kept
    drafts: DraftChecker


@dataclass(frozen=True, slots=True)
class Job:
    """An event to be handled. Where `send_to` is an address its reply is owed there; `is_held` where whoever hands it in sends it.

    `recipient` is whom it is owed to, as the platform names them; empty for whoever did it.
    """

    event: Event
    send_to: str = ""
    is_held: bool = True
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Handled:
    """The reply to an event, and whether it is to be sent now by whoever handed it in."""

    reply: Reply
    is_due: bool


class Desk:
    """Answers every event from the version in service and records it. Threads may share it.

    Of 100 automatic answers `precision` times 100 are to be right. With `recalls` it is kept where people
    are told of changes. `clock` gives the time with its zone; days begin and end in `zone`, where
    the administration is.
    """

    def __init__(
        self,
        versions: Versions,
        ledger: Ledger,
        clock: Clock,
        zone: ZoneInfo,
        precision: float = PRECISION,
        encoder: Encoder | None = None,
        language: str = "es",
        *,
        recalls: bool = True,
    ) -> None:
        self.versions = versions
        self.ledger = ledger
        self.clock = clock
        self.review = Review(ledger, language)
        self.freezes = Freezes(ledger.database)
        self._zone = zone
        self._precision = precision
        self._encoder = encoder
        self._recalls = recalls
        self._service: _InService | None = None
        self._lock = threading.Lock()

    def handle(self, event: Event) -> Reply:
        """Return the reply to `event`; to one that was handled before, the reply that it got then."""
        return self.handle_all([Job(event)])[0].reply

    def take(self, event: Event, send_to: str) -> Reply | None:
        """Return the reply to `event` to be sent to `send_to` now, or None where it was sent before, or is just being sent.

        Whoever gets a reply marks it when it is sent (`handle_all`); one that is not marked in time is sent by another process.
        """
        handled = self.handle_all([Job(event, send_to)])[0]
        return handled.reply if handled.is_due else None

    def owe(self, event: Event, send_to: str) -> bool:
        """Record the reply to `event` as one to be sent to `send_to` by whichever process claims it; tell whether it is new."""
        return self.handle_all([Job(event, send_to, is_held=False)])[0].is_due

    def key_of(self, event: Event) -> str:
        """Return the key under which `event` is on record: that of the event with its person's pseudonym."""
        return self._pseudonymous(event).key

    def handle_all(self, jobs: Sequence[Job], sent: Sequence[str] = ()) -> list[Handled]:
        """Handle events, and mark the messages of the events `sent` as sent, with one write to the disk for all."""
        service = self._in_service()
        # A draft is judged as it was typed: what is taken out of it as a citizen's may be the very figure that is wrong.
        judged = {number: self._reply(job.event, service) for number, job in enumerate(jobs) if isinstance(job.event, Drafted)}
        jobs = [self._disclosing_nobody(job, service) for job in jobs]
        earlier = self.ledger.replies_to([job.event.key for job in jobs])
        new = [
            Record(job.event, _kept(judged[number]) if number in judged else self._reply(job.event, service), job.send_to, job.recipient, job.is_held)
            for number, job in enumerate(jobs)
            if job.event.key not in earlier
        ]
        recorded = iter(self._record(new, sent) if new or sent else ())
        handled = []
        for number, job in enumerate(jobs):
            reply = earlier.get(job.event.key)
            on_record = Recorded(reply, is_new=False) if reply else next(recorded)
            is_due = bool(job.send_to) and (on_record.is_new or (job.is_held and self.ledger.outbox.claim(job.event.key, self.clock(), job.send_to)))
            handled.append(Handled(judged.get(number, on_record.reply), is_due))
            if on_record.is_new:
                _log_handled(job.event, on_record.reply)
        return handled

    def preview(self, question: Question) -> Reply:
        """Return what `question` would be answered with now; nothing is recorded."""
        service = self._in_service()
        return self._answer(_redacted(question, service.kept), service)

    def given(self, entry: EntryKey, channel: str = "") -> Reply:
        """Return what an entry gives now, a frozen topic's line included; nothing is recorded."""
        catalogue = self.catalogue()
        return give(catalogue, entry, Question("", channel, entry.language), self.today(), frozen=self._frozen(catalogue))

    def likely(self, text: str) -> list[tuple[str, float]]:
        """Return the ids of the entries that `text` may ask for, each with how likely that is, the most likely first; nothing is recorded."""
        found: dict[str, float] = {}
        for match in self._in_service().matcher.rank(text):
            found.setdefault(match.entry.id, match.score)
        return list(found.items())

    def decide(self, group: int, seen: int, action: Action, by: str) -> Result:
        """Do what a reviewer decides of a group of unanswered questions, of which they have seen the revision `seen`; `by` is how they are called."""
        service = self._in_service()
        cleaned = without_personal_data(action, lambda text: redact(text, service.kept).text)
        return self.review.act(service.catalogue, group, seen, cleaned, by, self.clock())

    def is_answerable(self, question: Question) -> bool:
        """Tell whether something said in passing, to nobody, is a question that has an answer or suggestions; all else is left alone."""
        return self.preview(question).outcome in (Outcome.ANSWERED, Outcome.SUGGESTED)

    def today(self) -> date:
        return self.day_of(self.clock())

    def day_of(self, moment: datetime) -> date:
        """Return the day on which `moment` falls, where the administration is."""
        return moment.astimezone(self._zone).date()

    def to_zone(self, milliseconds: int) -> datetime:
        """Return a moment, as the database keeps it, on the clocks of where the administration is."""
        return to_moment(milliseconds).astimezone(self._zone)

    def midnight(self, day: date) -> datetime:
        """Return when a day begins, where the administration is."""
        return datetime.combine(day, time(), self._zone)

    def catalogue(self) -> Catalogue:
        """Return the catalogue in service; an empty one of version 0 before the first publication."""
        return self._in_service().catalogue

    def frozen(self) -> Frozen:
        """Return the topics that are frozen today, by their keys, each with its last day."""
        return self._frozen(self.catalogue())

    @staticmethod
    def is_frozen(topic: str, frozen: Frozen) -> bool:
        """Tell whether a topic, however it is written, is among those that are frozen."""
        return key(topic) in frozen

    def frozen_names(self) -> list[tuple[str, date]]:
        """Return the topics that are frozen today under their names, each with its last day."""
        today, catalogue = self.today(), self.catalogue()
        names = {one.topic: one.name for one in self.freezes.standing(today)} | freezing.names_of(catalogue)
        return sorted((names.get(topic, topic), until) for topic, until in self._frozen(catalogue).items())

    def frozen_entries(self) -> frozenset[str]:
        """Return the ids of the entries whose topics are frozen today."""
        catalogue = self.catalogue()
        return freezing.entries_frozen(catalogue, self._frozen(catalogue))

    def _frozen(self, catalogue: Catalogue) -> Frozen:
        today = self.today()
        return freezing.frozen_on(catalogue, today, self.freezes.ordered(today))

    def _pseudonymous(self, event: Event) -> Event:
        return replace(event, asker=self.ledger.pseudonyms.of(event.platform, event.asker))

    def _disclosing_nobody(self, job: Job, service: _InService) -> Job:
        """Return the job as it may be written down: its person by their pseudonym, and what they typed without personal data of citizens."""
        event = self._pseudonymous(job.event)
        match event:
            case Asked(question=question):
                event = replace(event, question=_redacted(question, service.kept))
            case Explained(reason=reason):
                event = replace(event, reason=redact(reason, service.kept).text)
            case Drafted(question=question):
                event = replace(event, draft="", question=_redacted(question, service.kept))
        return replace(job, event=event, recipient=job.recipient or job.event.asker)

    def _record(self, records: Sequence[Record], sent: Sequence[str]) -> list[Recorded]:
        at = self.clock()

        def also(tables: Tables, record: Record) -> None:
            self.review.arrivals.notice(tables, record, at)
            if self._recalls:
                keeping.notice(tables, record, at)

        try:
            return self.ledger.record(records, at, sent, also)
        except Exception:
            self.review.arrivals.forget()
            raise

    def _answer(self, question: Question, service: _InService) -> Reply:
        question = replace(question, text=without_marks(question.text))
        return answer(question, service.catalogue, service.matcher, self.today(), self._precision, self._frozen(service.catalogue))

    def _reply(self, event: Event, service: _InService) -> Reply:
        match event:
            case Drafted():
                return self._judge(event, service)
            case Asked(question=question):
                return self._answer(question, service)
            case Awaited() | Digested():
                return Reply(Outcome.NOTED, service.catalogue.version)
            case Picked(entry=entry, channel=channel):
                return give(service.catalogue, entry, Question("", channel, entry.language), self.today(), frozen=self._frozen(service.catalogue))
            case Announced(entry=entry):
                return self._announced(entry, service)
            case _:
                return self._reply_about(event, service)

    def _judge(self, event: Drafted, service: _InService) -> Reply:
        """Return what the check says of a draft."""
        question = replace(event.question, text=without_marks(redact(event.question.text, service.kept).text))
        frozen = self._frozen(service.catalogue)
        asked = answer(question, service.catalogue, service.matcher, self.today(), self._precision, frozen) if question.text.strip() else None
        return service.drafts.check(event.draft, question, event.entry, asked, self.today(), frozen)

    def _reply_about(
        self, event: Rated | Explained | Followed | Shared | Referred | Told | Recalled | Acknowledged | Reminded, service: _InService
    ) -> Reply:
        """Return the reply to what somebody does with an earlier one."""
        version = service.catalogue.version
        earlier = self.ledger.reply_to(event.about)
        if earlier is None:
            return Reply(Outcome.UNANSWERED, version, notes=(Note.NOT_ON_RECORD,))
        match event:
            case Rated(verdict=Verdict.NONE_OF_THESE):
                return Reply(Outcome.UNANSWERED, version, channel=earlier.channel, language=earlier.language)
            case Shared():
                return self._shared(earlier, service)
            case Reminded():
                return earlier
            case Recalled():
                return self._recalled(earlier, event, service)
            case Told(entry=entry):
                asked = self.ledger.asked(event.about)
                return self._told(asked.question, entry, service) if asked else earlier
            case Followed():
                return Reply(Outcome.NOTED, version, notes=(Note.WILL_BE_TOLD,))
            case Referred():
                details = {"owner": earlier.owner, "contact": earlier.contact}
                return Reply(
                    Outcome.NOTED, version, entry=earlier.entry, owner=earlier.owner, contact=earlier.contact, notes=(Note.REFERRED,), details=details
                )
            case _:
                return Reply(Outcome.NOTED, version, notes=(Note.THANKS,))

    def _told(self, question: Question, entry: str, service: _InService) -> Reply:
        """Return what somebody is told of their question: the entry that a reviewer says is meant, in the language that they read where it has one."""
        today = self.today()
        rows = {row.language: row for row in service.catalogue.in_languages(entry) if can_be_given(row, service.catalogue, today)}
        row = rows.get(question.language) or rows.get(question.reads) or next(iter(rows.values()), None)
        if row is None:
            return self._answer(question, service)
        return give(service.catalogue, row.key, question, today, frozen=self._frozen(service.catalogue))

    def _shared(self, earlier: Reply, service: _InService) -> Reply:
        """Return what is shown to everybody where somebody shares an earlier answer: of a topic that is frozen meanwhile, what is said of it now."""
        row, frozen = service.catalogue.in_language(earlier.entry, earlier.language), self._frozen(service.catalogue)
        if row is None or Note.FROZEN in earlier.notes or not freezing.topic_frozen(row, service.catalogue, frozen):
            return earlier
        return give(service.catalogue, row.key, Question("", earlier.channel, earlier.language), self.today(), frozen=frozen)

    def _recalled(self, earlier: Reply, event: Recalled, service: _InService) -> Reply:
        """Return what is given now in place of an earlier reply, and what changed; while its topic is frozen, that it is not given for now."""
        question = Question("", event.channel, event.entry.language)
        now = give(service.catalogue, event.entry, question, self.today(), frozen=self._frozen(service.catalogue))
        former = "" if earlier.is_frozen else earlier.text
        change = weigh(Text(former, earlier.language), Text(now.text, now.language, Note.SUSPENDED in now.notes))
        change = Change(Weight.SUSPENDED) if now.is_frozen else change
        # What an entry was called that is not in the catalogue any more is said by the earlier reply.
        known = now if now.question else replace(now, question=earlier.question, owner=earlier.owner, contact=earlier.contact)
        return replace(known, change=replace(change, given_on=event.given_on))

    def _announced(self, key: EntryKey, service: _InService) -> Reply:
        """Return an answer as it will be given once it is valid."""
        entry = service.catalogue.entries.get(key)
        begins = entry.valid_from if entry and entry.valid_from else self.today()
        question = Question("", language=key.language)
        return give(service.catalogue, key, question, max(begins, self.today()), frozen=self._frozen(service.catalogue))

    def _in_service(self) -> _InService:
        """Return the version in service, taking up a newer one as soon as it is published."""
        number = self.versions.current_number()
        service = self._service
        if service and service.catalogue.version == number:
            return service
        with self._lock:
            if not self._service or self._service.catalogue.version != number:
                catalogue = self.versions.catalogue(number)
                matcher = matcher_of(catalogue, self.versions, self._encoder)
                self._service = _InService(catalogue, matcher, kept_of(_texts(catalogue)), DraftChecker(catalogue, matcher))
            return self._service


def _redacted(question: Question, kept: Kept) -> Question:
    return replace(question, text=redact(question.text, kept).text)


def _texts(catalogue: Catalogue) -> Iterator[str]:
    """Yield the texts in which the administration's own telephones, addresses and accounts stand."""
    for entry in catalogue.entries.values():
        yield from (entry.answer, *(text for _, text in entry.wordings), entry.web_page)
    yield from (fact.value for fact in catalogue.facts)
    yield from (department.contact for department in catalogue.departments)


def _kept(reply: Reply) -> Reply:
    """Return the reply to a draft as it is kept: without a word of the draft."""
    return replace(reply, judgement=reply.judgement.without_draft()) if reply.judgement else reply


def _log_handled(event: Event, reply: Reply) -> None:
    # Never the text: what citizens ask may hold personal data.
    _log.info("handled", kind=type(event).__name__, outcome=str(reply.outcome), entry=reply.entry, version=reply.version)
