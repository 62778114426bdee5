"""The desk: whatever a person does on any platform comes here as an event, and goes back as a Reply.

event -> seen before? -> the version in service -> answer -> ledger -> Reply

A platform that sends its replies later, by `take`, owes them from the moment that they are recorded (`bot.outbox`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.events import Asked, Event, Explained, Followed, Picked, Rated, Referred, Shared, Told, Verdict
from bot.ledger import Ledger, Recorded
from bot.publishing import matcher_of
from knowledge.answering import PRECISION, Note, Outcome, Question, Reply, answer, give
from knowledge.matching import Matcher
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue
from knowledge.versions import Versions

Clock = Callable[[], datetime]

_log = structlog.get_logger("unavoz.desk")


@dataclass(frozen=True, slots=True)
class _InService:
    """The published version that answers, with the matcher learnt from it."""

    catalogue: Catalogue
    matcher: Matcher


class Desk:
    """Answers every event from the version in service and records it. Threads may share it.

    Of 100 automatic answers `precision` times 100 are to be right. `clock` gives the time with its zone; days begin and end in `zone`, where
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
    ) -> None:
        self.versions = versions
        self.ledger = ledger
        self.clock = clock
        self._zone = zone
        self._precision = precision
        self._encoder = encoder
        self._service: _InService | None = None
        self._lock = threading.Lock()

    def handle(self, event: Event) -> Reply:
        """Return the reply to `event`; to one that was handled before, the reply that it got then."""
        return self._handle(event).reply

    def take(self, event: Event, send_to: str) -> Reply | None:
        """Return the reply to `event` to be sent to `send_to` now, or None where it was sent before, or is just being sent.

        Whoever gets a reply marks it in `ledger.outbox` when it is sent; one that is not marked in time is sent by another process.
        """
        handled = self._handle(event, send_to, is_held=True)
        is_due = handled.is_new or self.ledger.outbox.claim(event.key, self.clock())
        return handled.reply if is_due else None

    def owe(self, event: Event, send_to: str) -> bool:
        """Record the reply to `event` as one to be sent to `send_to` by whichever process claims it; tell whether it is new."""
        return self._handle(event, send_to, is_held=False).is_new

    def preview(self, question: Question) -> Reply:
        """Return what `question` would be answered with now; nothing is recorded."""
        service = self._in_service()
        return answer(question, service.catalogue, service.matcher, self.today(), self._precision)

    def today(self) -> date:
        return self.clock().astimezone(self._zone).date()

    def _handle(self, event: Event, send_to: str = "", *, is_held: bool = False) -> Recorded:
        if earlier := self.ledger.reply_to(event.key):
            return Recorded(earlier, is_new=False)
        recorded = self.ledger.record(event, self._reply(event), self.clock(), send_to, is_held=is_held)
        reply = recorded.reply
        # Never the text: what citizens ask may hold personal data.
        _log.info("handled", kind=type(event).__name__, outcome=str(reply.outcome), entry=reply.entry, version=reply.version)
        return recorded

    def catalogue(self) -> Catalogue:
        """Return the catalogue in service; an empty one of version 0 before the first publication."""
        return self._in_service().catalogue

    def _reply(self, event: Event) -> Reply:
        match event:
            case Asked(question=question):
                return self.preview(question)
            case Picked(entry=entry, channel=channel):
                return give(self.catalogue(), entry, Question("", channel, entry.language), self.today())
            case _:
                return self._reply_about(event)

    def _reply_about(self, event: Rated | Explained | Followed | Shared | Referred | Told) -> Reply:
        """Return the reply to what somebody does with an earlier one."""
        version = self.catalogue().version
        earlier = self.ledger.reply_to(event.about)
        if earlier is None:
            return Reply(Outcome.UNANSWERED, version, notes=(Note.NOT_ON_RECORD,))
        match event:
            case Rated(verdict=Verdict.NONE_OF_THESE):
                return Reply(Outcome.UNANSWERED, version, channel=earlier.channel, language=earlier.language)
            case Shared():
                return earlier
            case Told():
                asked = self.ledger.asked(event.about)
                return self.preview(asked.question) if asked else earlier
            case Followed():
                return Reply(Outcome.NOTED, version, notes=(Note.WILL_BE_TOLD,))
            case Referred():
                details = {"owner": earlier.owner, "contact": earlier.contact}
                return Reply(
                    Outcome.NOTED, version, entry=earlier.entry, owner=earlier.owner, contact=earlier.contact, notes=(Note.REFERRED,), details=details
                )
            case _:
                return Reply(Outcome.NOTED, version, notes=(Note.THANKS,))

    def _in_service(self) -> _InService:
        """Return the version in service, taking up a newer one as soon as it is published."""
        number = self.versions.current_number()
        service = self._service
        if service and service.catalogue.version == number:
            return service
        with self._lock:
            if not self._service or self._service.catalogue.version != number:
                catalogue = self.versions.catalogue(number)
                self._service = _InService(catalogue, matcher_of(catalogue, self.versions, self._encoder))
            return self._service
