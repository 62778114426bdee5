"""From the workbook to the version in service: read, check, compare, hold back what waits for approval, try the Tests sheet, put in service.

Whatever publishes a workbook (a command, the watch, the console) comes this way.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.approvals import holding
from bot.approvals.holding import Held
from bot.approvals.store import Handed
from bot.approvals.values import SHEET, Rule
from knowledge import trials
from knowledge.answering import PRECISION
from knowledge.database import Tables
from knowledge.matching import CatalogueMatcher, build, learn, stored
from knowledge.matching.meaning import Encoder
from knowledge.model import Catalogue
from knowledge.publication import Change, Successor, changes, succeed
from knowledge.trials import Rerouted, Trial
from knowledge.versions import Version, Versions, Workbook, keep_workbook
from knowledge.workbook import source
from knowledge.workbook.author import last_editor
from knowledge.workbook.check import Draft, check_workbook
from knowledge.workbook.findings import Refused


@dataclass(frozen=True, slots=True)
class Preparation:
    """What publishing a workbook would do: nothing is changed yet.

    `matcher` is that of the next version. `trials` are the Tests sheet's questions asked of the next version, `rerouted` those that the version
    in service answers otherwise. `held` is what does not go into service, because it waits for approval or was rejected.
    """

    draft: Draft
    current: Catalogue
    successor: Successor
    matcher: CatalogueMatcher
    changes: list[Change]
    trials: list[Trial]
    rerouted: list[Rerouted]
    workbook: Workbook | None
    held: Held = field(default_factory=Held)

    @property
    def can_be_published(self) -> bool:
        """Whether there is something to publish: the file could be read, and a first version would not be empty."""
        return not self.draft.is_refused and bool(self.current.version or self.successor.catalogue.entries)

    @property
    def failed(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.verdict.is_failure]


def read(place: str, *, today: date, language: str) -> tuple[Draft, Workbook | None]:
    """Return what the workbook at `place` holds, and the file itself; everything that is wrong, the file's absence included, is a finding."""
    workbook = None
    try:
        with source.snapshot(place) as copy:
            workbook = copy.workbook
            return check_workbook(copy.path, today=today, default_language=language), workbook
    except Refused as refusal:
        return Draft(findings=(refusal.finding,), is_refused=True), workbook


def check(place: str, *, today: date, language: str, encoder: Encoder | None = None) -> Draft:
    """Check the workbook at `place`: its rows, and whether its entries can be told apart."""
    draft, _ = read(place, today=today, language=language)
    return draft.with_alike(learn(draft.catalogue(), draft.tests, encoder).alike)


def prepare(
    place: str,
    versions: Versions,
    *,
    today: date,
    language: str,
    precision: float = PRECISION,
    encoder: Encoder | None = None,
    rule: Rule = SHEET,
) -> Preparation:
    """Read the workbook at `place` and work out what publishing it would do, where changes are approved by `rule`."""
    draft, workbook = read(place, today=today, language=language)
    current = versions.catalogue(versions.current_number())
    successor = succeed(current, draft)
    passing, held = holding.hold_back(current, successor.catalogue, rule, versions.database)
    successor = replace(successor, catalogue=passing)
    differences = changes(current, successor.catalogue)
    in_service = matcher_of(current, versions, encoder)
    matcher = in_service
    if differences or not current.version:
        learnt = learn(successor.catalogue, draft.tests, encoder)
        matcher, draft = learnt.matcher, draft.with_alike(learnt.alike)
    after = trials.run(draft.tests, successor.catalogue, matcher, today, precision)
    before = trials.run(draft.tests, current, in_service, today, precision) if after and differences and current.version else []
    return Preparation(draft, current, successor, matcher, differences, after, trials.rerouted(before, after), workbook, held)


def matcher_of(catalogue: Catalogue, versions: Versions, encoder: Encoder | None = None) -> CatalogueMatcher:
    """Return the matcher kept with a version; where none is, or one of another release, it is learnt and kept."""
    if not catalogue.version:
        return build(catalogue, encoder=encoder)
    try:
        return stored.from_bytes(versions.matcher(catalogue.version), catalogue, encoder)
    except stored.Unusable:
        matcher = build(catalogue, encoder=encoder)
        versions.keep_matcher(catalogue.version, stored.to_bytes(matcher))
        return matcher


def put_in_service(preparation: Preparation, versions: Versions, *, at: datetime, by: str, submitter: str = "") -> Version:
    """Publish what was prepared, and let wait what waits. Raises OutOfDate where somebody else published meanwhile.

    `submitter` is the id of whoever hands the workbook in; empty where a program found it changed.
    Returns the version in service, the same as before where nothing changed. What cannot be published must not come here.
    """
    if not preparation.can_be_published:
        raise ValueError("a refused workbook cannot be published, nor an empty first one")
    workbook = preparation.workbook
    handed = Handed(submitter, by if submitter else "", last_editor(workbook.content) if workbook else "")

    def also(tables: Tables, number: int) -> None:
        if workbook and preparation.held.waiting:
            keep_workbook(tables, workbook)
        preparation.held.record(tables, handed, workbook.hash if workbook else None, at, number)

    return versions.publish(
        preparation.successor.catalogue,
        after=preparation.current.version,
        at=at,
        by=by,
        workbook=workbook,
        matcher=stored.to_bytes(preparation.matcher),
        also=also,
    )


def roll_back(versions: Versions, number: int, *, at: datetime, by: str, after: int | None = None, remark: str = "") -> Version:
    """Put the content of an earlier version in service again, as a new version. Raises NoSuchVersion, OutOfDate.

    `after` is the version in service that whoever goes back has seen; whichever it is where they do not say.
    """
    earlier = versions.catalogue(number)
    return versions.publish(
        earlier,
        after=versions.current_number() if after is None else after,
        at=at,
        by=by,
        workbook=versions.workbook(number),
        rollback_to=number,
        remark=remark,
    )


def renamed(preparation: Preparation, name: str) -> Preparation:
    """Return `preparation` with its file under the name that its editor knows it by."""
    workbook = preparation.workbook
    return replace(preparation, workbook=Workbook(name, workbook.content)) if workbook else preparation
