"""What reviewers take away: the list, the questions that were asked, the proposals for the workbook; and the drafts put into the workbook itself."""

from datetime import timedelta
from urllib.parse import quote

import structlog
from starlette.responses import Response

from adapters.web.pages.unanswered import PATH, filter_of, wanted_by
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit, beginning_of
from bot import exports
from bot.review import proposing
from knowledge.workbook.export import Table, to_csv, to_xlsx
from knowledge.workbook.findings import Refused

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_USUAL = timedelta(days=30)

_log = structlog.get_logger("unavoz.web")


def queue(visit: Visit) -> Response:
    """Give the list that the address's filters let through, as a table."""
    desk = visit.console.desk
    chosen = filter_of(wanted_by(visit), visit)
    return _table(visit, exports.queue_table(desk.review, chosen, desk.clock(), visit.console.settings.zone, visit.words), "sin-respuesta")


def questions(visit: Visit) -> Response:
    """Give what was asked in the address's days, the last thirty where it names none, as a table without whoever asked."""
    console = visit.console
    zone = console.settings.zone
    until = beginning_of(visit.asked("hasta"), zone, days=1) or console.desk.clock() + timedelta(seconds=1)
    since = beginning_of(visit.asked("desde"), zone) or max(until, console.desk.clock() - _USUAL) - _USUAL
    table = exports.questions_table(console.service.database, since, until, visit.asked("area"), zone, visit.words)
    return _table(visit, table, "preguntas")


def proposals(visit: Visit) -> Response:
    """Give the proposals for the workbook, those of one group where the address names one."""
    desk = visit.console.desk
    try:
        content = proposing.file(desk, proposing.proposals(desk, _groups(visit.asked("grupo"))), visit.words, visit.console.settings.language)
    except Refused as refusal:
        raise Problem(409, refusal.finding.problem(visit.words)) from refusal
    return _sent(visit, content, "propuestas", "xlsx")


def add(visit: Visit) -> Response:
    """Add the drafts to the workbook itself, and say where they and the backup are."""
    words, desk = visit.words, visit.console.desk
    try:
        done = proposing.append(str(visit.console.settings.workbook or ""), desk, _groups(visit.sent("grupo", 20)))
    except Refused as refusal:
        raise Problem(409, f"{refusal.finding.problem(words)} {refusal.finding.mend(words)}") from refusal
    _log.info("drafts added", person=visit.person.id, first=done.patched.first, last=done.patched.last)
    said = words.gettext("The drafts are on the sheet “{sheet}”, rows {first} to {last}. The workbook as it was before is kept as {backup}.")
    return visit.go(PATH, said.format(sheet=done.patched.sheet, first=done.patched.first, last=done.patched.last, backup=done.backup.name))


def _table(visit: Visit, table: Table, name: str) -> Response:
    format_ = visit.asked("formato", "xlsx")
    if format_ not in ("xlsx", "csv"):
        raise Problem(404)
    return _sent(visit, to_csv(table) if format_ == "csv" else to_xlsx([table]), name, format_)


def _sent(visit: Visit, content: bytes, name: str, format_: str) -> Response:
    file = quote(f"{name}-{visit.console.desk.today()}.{format_}", safe="")
    media_type = _CSV if format_ == "csv" else _XLSX
    return Response(content, media_type=media_type, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{file}"})


def _groups(asked: str) -> list[int] | None:
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        raise Problem(404)
    return [int(asked)]


ROUTES = (
    Route("GET", "/exportar/lista", Role.REVIEWER, queue),
    Route("GET", "/exportar/preguntas", Role.REVIEWER, questions),
    Route("GET", "/propuestas.xlsx", Role.REVIEWER, proposals),
    Route("POST", "/propuestas/anadir", Role.EDITOR, add),
)
