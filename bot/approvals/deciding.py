"""What people do with what waits: approve it, reject it, or, as an admin in a hurry, put it into service with a reason.

1. Whoever decides says what they have seen, by its mark; anything else than what waits now is refused. What waits is looked up here.
2. What is approved goes into service at once as a version of its own, in the transaction that writes the approval down. What else waits, waits on.
3. Decided twice is decided once: the second is told so.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.approvals import store
from bot.approvals.store import Gone
from bot.approvals.values import Approval, Decided, Decision, Outcome, Pending, Person, Rule, Way, refusal
from knowledge import approval, text
from knowledge.approval import Subject
from knowledge.matching import learn, stored
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue, TestQuestion
from knowledge.versions import OutOfDate, Versions, Workbook
from knowledge.workbook.check import check_workbook

_MOST_REASON = 500
_TRIES = 10


class Approvals:
    """What waits, and who may do what with it. Threads and processes may share the database."""

    def __init__(self, versions: Versions, rule: Rule, encoder: Encoder | None = None, language: str = "es") -> None:
        self._versions = versions
        self._database = versions.database
        self._encoder = encoder
        self._language = language
        self.rule = rule

    def waiting(self) -> list[Pending]:
        """Return everything that waits, the longest waiting first."""
        return store.waiting(self._database, self._in_service())

    def find(self, subject: Subject) -> Pending | None:
        return store.find(self._database, subject, self._in_service())

    def named(self, name: str, language: str = "") -> list[Pending]:
        """Return what waits under a name, as people write it (`TRIB-014`), in one language where it is given."""
        return [one for one in self.waiting() if one.name.casefold() == name.casefold() and language in ("", one.language)]

    def waiting_for(self, person: Person) -> list[Pending]:
        """Return what this person may decide."""
        in_service = self._in_service()
        return [one for one in store.waiting(self._database, in_service) if refusal(one, person, in_service, self.rule) is None]

    def refusal(self, pending: Pending, person: Person) -> Outcome | None:
        """Return why this person may not decide this; None where they may."""
        return refusal(pending, person, self._in_service(), self.rule)

    def may_be_approved_by(self, pending: Pending) -> tuple[str, ...]:
        """Return whom the department in charge names, as the workbook has them; nobody where an admin decides."""
        named = approval.approvers_of(pending.difference, self._in_service())
        return named if self.rule.ids_of(named) else ()

    def rejections(self) -> list[Approval]:
        return store.rejections(self._database)

    def approve(self, subject: Subject, seen: str, person: Person, at: datetime, today: date) -> Decided:
        """Put what waits into service, where this person may, and has seen it."""
        return self._decide(subject, seen, person, lambda pending: self._put_in_service(pending, Way.APPROVED, person, at, today, ""))

    def reject(self, subject: Subject, seen: str, person: Person, reason: str, at: datetime) -> Decided:
        """Refuse what waits, with a reason for its editors."""
        why = text.one_line(reason)[:_MOST_REASON]
        if not why:
            return Decided(Outcome.NO_REASON)

        def write(pending: Pending) -> Decided:
            with self._database.write() as tables:
                store.settle(tables, pending, Decision.REJECTED, Way.APPROVED, person, at, why, 0)
            return Decided(Outcome.DONE)

        return self._decide(subject, seen, person, write, wanted=Decision.REJECTED)

    def override(self, subject: Subject, seen: str, person: Person, reason: str, at: datetime, today: date) -> Decided:
        """Put what waits into service without a second person; an admin's, in the digest and the entry's history with the reason."""
        why = text.one_line(reason)[:_MOST_REASON]
        if not person.is_admin:
            return Decided(Outcome.NOT_ALLOWED)
        if not why:
            return Decided(Outcome.NO_REASON)
        return self._decide(subject, seen, person, lambda pending: self._put_in_service(pending, Way.URGENT, person, at, today, why), is_urgent=True)

    def _decide(
        self,
        subject: Subject,
        seen: str,
        person: Person,
        write: Callable[[Pending], Decided],
        *,
        is_urgent: bool = False,
        wanted: Decision = Decision.APPROVED,
    ) -> Decided:
        for _ in range(_TRIES):
            in_service = self._in_service()
            pending = store.find(self._database, subject, in_service)
            if pending is None or pending.mark != seen:
                return Decided(Outcome.ALREADY if store.settled(self._database, subject, seen) == wanted else Outcome.CHANGED)
            if not is_urgent and (refused := refusal(pending, person, in_service, self.rule)):
                return Decided(refused)
            try:
                return write(pending)
            except (OutOfDate, Gone):  # somebody published, or decided, meanwhile: look again
                continue
        raise OutOfDate("others publish all the time")

    def _put_in_service(self, pending: Pending, way: Way, person: Person, at: datetime, today: date, reason: str) -> Decided:
        current = self._in_service()
        if approval.hash_of(approval.subjects(current).get(pending.subject, ())) != approval.hash_of(pending.before):
            raise OutOfDate("what it takes the place of is another by now")
        catalogue = approval.with_parts(current, pending.subject, pending.parts)
        if needs := set(approval.lacking(catalogue)) - set(approval.lacking(current)):
            return Decided(Outcome.NEEDS, needs=tuple(sorted(needs)))
        workbook = self._versions.kept_workbook(pending.workbook)
        learnt = learn(catalogue, self._tests(workbook, today), self._encoder)
        version = self._versions.publish(
            catalogue,
            after=current.version,
            at=at,
            by=person.name,
            workbook=workbook,
            matcher=stored.to_bytes(learnt.matcher),
            remark=" ".join(filter(None, ("⚠" if way is Way.URGENT else "✓", pending.name, pending.language, reason))),
            also=lambda tables, number: store.settle(tables, pending, Decision.APPROVED, way, person, at, reason, number),
        )
        return Decided(Outcome.DONE, version.number)

    def _in_service(self) -> Catalogue:
        return self._versions.catalogue(self._versions.current_number())

    def _tests(self, workbook: Workbook | None, today: date) -> tuple[TestQuestion, ...]:
        """Return the Tests sheet of the workbook that a change came from, by which the matcher's thresholds are set."""
        if workbook is None:
            return ()
        with TemporaryDirectory(prefix="unavoz-") as folder:
            path = Path(folder) / "workbook.xlsx"
            path.write_bytes(workbook.content)
            return check_workbook(path, today=today, default_language=self._language).tests
