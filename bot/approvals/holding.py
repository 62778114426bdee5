"""Publishing's part: which differences of a workbook go into service at once, and which wait."""

from dataclasses import dataclass
from datetime import datetime

from bot.approvals import store
from bot.approvals.store import Handed
from bot.approvals.values import Approval, Decision, Person, Rule, Way
from knowledge import approval
from knowledge.approval import Difference
from knowledge.database import Database, Tables
from knowledge.model import Catalogue


@dataclass(frozen=True, slots=True)
class Held:
    """What a publication would leave out: what waits, and what was rejected in exactly these words. `minor` passes with one person, and is logged."""

    waiting: tuple[Difference, ...] = ()
    rejected: tuple[tuple[Difference, Approval], ...] = ()
    minor: tuple[Difference, ...] = ()

    def record(self, tables: Tables, handed: Handed, workbook: str | None, at: datetime, version: int) -> None:
        """Write down what waits now, and what passed with one person."""
        store.hold(tables, self.waiting, handed, workbook, at)
        by = Person(handed.submitter, handed.submitted_by or handed.editor)
        for difference in self.minor:
            store.record(tables, difference, Decision.APPROVED, Way.MINOR, by, at, version=version)


def hold_back(current: Catalogue, successor: Catalogue, rule: Rule, database: Database) -> tuple[Catalogue, Held]:
    """Return what of `successor` goes into service, and what does not.

    The first version passes as it is: nothing is in service that would say who may approve, and whoever sets the system up publishes it.
    """
    if not rule.two_person or not current.version:
        return successor, Held()
    found = {difference.subject: difference for difference in approval.differences(current, successor)}
    minor = {subject for subject, difference in found.items() if not rule.minor_needs_two and approval.leaves_facts_alone(difference)}
    result, waits = approval.held_back(current, successor, found.keys() - minor)
    rejections = {subject: rejection for subject in waits if subject in found and (rejection := store.rejected(database, found[subject]))}
    return result, Held(
        tuple(difference for subject, difference in found.items() if subject in waits and subject not in rejections),
        tuple((found[subject], rejection) for subject, rejection in rejections.items()),
        tuple(difference for subject, difference in found.items() if subject not in waits),
    )
