"""The desk: whatever a person does on any platform comes here as an event, and goes back as a Reply.

event -> seen before? -> the version in service -> answer -> ledger -> Reply
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.events import Asked, Event, Picked
from bot.ledger import Ledger
from bot.publishing import matcher_of
from knowledge.answering import PRECISION, Question, Reply, answer, give
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
        self._versions = versions
        self._ledger = ledger
        self._clock = clock
        self._zone = zone
        self._precision = precision
        self._encoder = encoder
        self._service: _InService | None = None
        self._lock = threading.Lock()

    def handle(self, event: Event) -> Reply:
        """Return the reply to `event`; to one that was handled before, the reply that it got then."""
        if earlier := self._ledger.reply_to(event.key):
            return earlier
        now = self._clock()
        reply = self._reply(event, now.astimezone(self._zone).date())
        reply = self._ledger.record(event, reply, now)
        # Never the text: what citizens ask may hold personal data.
        _log.info("handled", kind=type(event).__name__, outcome=str(reply.outcome), entry=reply.entry, version=reply.version)
        return reply

    def catalogue(self) -> Catalogue:
        """Return the catalogue in service; an empty one of version 0 before the first publication."""
        return self._in_service().catalogue

    def _reply(self, event: Event, today: date) -> Reply:
        service = self._in_service()
        match event:
            case Asked(question=question):
                return answer(question, service.catalogue, service.matcher, today, self._precision)
            case Picked(entry=entry, channel=channel):
                return give(service.catalogue, entry, Question("", channel, entry.language), today)

    def _in_service(self) -> _InService:
        """Return the version in service, taking up a newer one as soon as it is published."""
        number = self._versions.current_number()
        service = self._service
        if service and service.catalogue.version == number:
            return service
        with self._lock:
            if not self._service or self._service.catalogue.version != number:
                catalogue = self._versions.catalogue(number)
                self._service = _InService(catalogue, matcher_of(catalogue, self._versions, self._encoder))
            return self._service
