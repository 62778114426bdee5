"""Publish: check a workbook, see what would change, put it into service; go back to an earlier version.

uploaded, or watched -> the reader that runs apart -> faults and differences -> confirmed, of the same file and version -> in service
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from urllib.parse import quote

import structlog
from starlette.responses import Response

from adapters.web.checks import Check
from adapters.web.differences import Piece, word_by_word
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.security import MOST_BYTES
from adapters.web.visits import Problem, Visit
from bot import fact_wording, publishing, wording
from bot.publishing import Preparation
from knowledge.model import EntryKey
from knowledge.publication import Change, ChangeKind
from knowledge.text import one_line
from knowledge.translation import Translations
from knowledge.versions import NoSuchVersion, OutOfDate, Workbook
from knowledge.workbook import annotate, source
from knowledge.workbook.findings import Finding, Refused, Severity
from knowledge.workbook.limits import LIMITS

PATH = "/publicar"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 200
_MOST_REMARK = 500

_log = structlog.get_logger("unavoz.web")


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field's two texts, in pieces, under its name on the screen."""

    name: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change under its name on the screen. `uses` are the texts that a shared fact changes, by their entry."""

    kind: ChangeKind
    name: str
    language: str
    fields: Sequence[FieldShown]
    uses: Mapping[EntryKey, str]


def show(visit: Visit) -> Response:
    desk = visit.console.desk
    versions = [(version, desk.day_of(version.published_at), _clock_time(visit, version.published_at)) for version in desk.versions.all()[:_MOST_SHOWN]]
    return visit.page("publish.html", versions=versions, workbook=visit.console.settings.workbook, watched=visit.console.settings.watch.enabled)


def check(visit: Visit) -> Response:
    """Check the uploaded workbook, or the watched one, and show what was found."""
    place = visit.console.settings.workbook if visit.sent("libro") == "vigilado" else ""
    uploaded = visit.file("fichero")
    if place:
        name = PurePath(place).name
    elif uploaded:
        name, content = one_line(PurePath(uploaded.filename or "").name)[:120] or "libro.xlsx", uploaded.file.read(LIMITS.file_size + 1)
    else:
        return visit.go(PATH, visit.words.gettext("Choose a workbook first."))
    made = visit.console.checks.make(
        visit.person.id, visit.console.desk.clock(), name, place, lambda: _prepare(visit, place) if place else _prepare_upload(visit, name, content)
    )
    return visit.go(f"{PATH}/{made.name}")


def review(visit: Visit) -> Response:
    """Show what a check found, and what publishing would change."""
    found = _found(visit)
    preparation = found.preparation
    findings = sorted(preparation.draft.findings, key=lambda finding: list(Severity).index(finding.severity))
    changes = [shown_change(change, visit.words) for change in preparation.changes[:_MOST_SHOWN]]
    counts = {kind: sum(change.kind is kind for change in preparation.changes) for kind in ChangeKind}
    return visit.page(
        "publish_check.html",
        check=found,
        preparation=preparation,
        findings=findings[:_MOST_SHOWN],
        changes=changes,
        counts=counts,
        more_changes=len(preparation.changes) - len(changes),
        more_findings=max(0, len(findings) - _MOST_SHOWN),
        can_be_annotated=_can_be_annotated(findings, preparation.workbook),
        is_nothing_new=bool(preparation.current.version) and not preparation.changes and not preparation.held.waiting,
        held=preparation.held,
    )


def annotated(visit: Visit) -> Response:
    """Give the workbook back with a comment on every cell that something is wrong with."""
    found = _found(visit)
    workbook, findings = found.preparation.workbook, found.preparation.draft.findings
    if workbook is None or not _can_be_annotated(findings, workbook):
        raise Problem(404)
    with TemporaryDirectory(prefix="unavoz-") as folder:
        original, copy = Path(folder) / "workbook.xlsx", Path(folder) / "annotated.xlsx"
        original.write_bytes(workbook.content)
        try:
            annotate.write(original, copy, findings, visit.words)
        except Refused as refusal:
            raise Problem(409, refusal.finding.problem(visit.words)) from refusal
        name = f"{PurePath(workbook.name).stem}-{visit.words.gettext('reviewed')}.xlsx"
        return Response(copy.read_bytes(), media_type=_XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"})


def publish(visit: Visit) -> Response:
    """Put into service what was checked, if it still is what the editor has seen."""
    found = _found(visit)
    if not found.preparation.can_be_published or not found.hash or visit.sent("huella", 64) != found.hash:
        raise Problem(409)
    if found.place and _hash_at(found.place) != found.hash:
        visit.console.checks.drop(found.name)
        raise Problem(409, visit.words.gettext("The workbook was saved again after it was checked. Check it once more: you will see what is new."))
    desk = visit.console.desk
    try:
        version = publishing.put_in_service(found.preparation, desk.versions, at=desk.clock(), by=visit.person.name, submitter=visit.person.id)
    except OutOfDate as error:
        visit.console.checks.drop(found.name)
        raise Problem(409, visit.words.gettext("Another version was published meanwhile. Check the workbook once more against it.")) from error
    visit.console.checks.drop(found.name)
    _log.info("published", version=version.number, person=visit.person.id)
    if waiting := len(found.preparation.held.waiting):
        said = visit.words.ngettext("{n} change waits for approval.", "{n} changes wait for approval.", waiting).format(n=waiting)
        return visit.go(PATH, f"{visit.words.gettext('Version {version} is in service.').format(version=version.number)} {said}")
    if version.number == found.preparation.current.version:
        return visit.go(PATH, visit.words.gettext("Nothing has changed since version {version}.").format(version=version.number))
    return visit.go(PATH, visit.words.gettext("Version {version} is in service.").format(version=version.number))


def roll_back(visit: Visit) -> Response:
    """Put the answers of an earlier version into service again."""
    number, seen = (int(value) if value.isascii() and value.isdecimal() else -1 for value in (visit.sent("version", 9), visit.sent("vista", 9)))
    desk, words = visit.console.desk, visit.words
    try:
        version = publishing.roll_back(
            desk.versions, number, at=desk.clock(), by=visit.person.name, after=seen, remark=one_line(visit.sent("motivo", _MOST_REMARK))
        )
    except NoSuchVersion as error:
        raise Problem(404) from error
    except OutOfDate as error:
        raise Problem(409, words.gettext("Another version was published meanwhile. Look at the list again before you go back.")) from error
    _log.info("rolled back", version=version.number, to=number, person=visit.person.id)
    if version.number == seen:
        return visit.go(PATH, words.gettext("Version {version} already says the same: nothing was changed.").format(version=seen))
    return visit.go(
        PATH, words.gettext("Version {version} is in service: the answers of version {earlier} again.").format(version=version.number, earlier=number)
    )


def _prepare(visit: Visit, place: str) -> Preparation:
    desk, settings = visit.console.desk, visit.console.settings
    return publishing.prepare(
        place,
        desk.versions,
        today=desk.today(),
        language=settings.language,
        precision=settings.precision,
        encoder=visit.console.service.encoder,
        rule=settings.approval.rule,
    )


def _prepare_upload(visit: Visit, name: str, content: bytes) -> Preparation:
    """Check what somebody uploaded, by a copy under a name of ours; the name that they gave is kept as a name only."""
    with TemporaryDirectory(prefix="unavoz-") as folder:
        copy = Path(folder) / "upload.xlsx"
        copy.write_bytes(content)
        return publishing.renamed(_prepare(visit, str(copy)), name)


def _found(visit: Visit) -> Check:
    found = visit.console.checks.find(visit.request.path_params["check"], visit.person.id, visit.console.desk.clock())
    if found is None:
        raise Problem(404, visit.words.gettext("That check is not kept any more. Check the workbook once more."))
    return found


def _hash_at(place: str) -> str:
    """Return the hash of the workbook as it lies there now; empty where it cannot be read."""
    try:
        with source.snapshot(place) as copy:
            return copy.workbook.hash
    except Refused:
        return ""


def _can_be_annotated(findings: Sequence[Finding], workbook: Workbook | None) -> bool:
    return workbook is not None and any(finding.sheet for finding in findings)


def shown_change(change: Change, words: Translations) -> ChangeShown:
    """Return a change as it is drawn, its texts word by word."""
    name = change.name if change.part == "entry" else f"{wording.part_name(change.part, words)}: {change.name}"
    fields = [FieldShown(wording.field_name(field.field, words), *word_by_word(field.before, field.after)) for field in change.fields]
    return ChangeShown(change.kind, name, change.language, fields, fact_wording.uses_by_entry(change.uses, words))


def _clock_time(visit: Visit, moment: datetime) -> str:
    return f"{moment.astimezone(visit.console.settings.zone):%H:%M}"


ROUTES = (
    Route("GET", PATH, Role.EDITOR, show),
    Route("POST", PATH, Role.EDITOR, check, most_bytes=LIMITS.file_size + MOST_BYTES),
    Route("POST", f"{PATH}/volver", Role.EDITOR, roll_back),
    Route("GET", f"{PATH}/{{check}}", Role.EDITOR, review),
    Route("GET", f"{PATH}/{{check}}/copia", Role.EDITOR, annotated),
    Route("POST", f"{PATH}/{{check}}", Role.EDITOR, publish),
)
