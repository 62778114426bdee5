"""Activity: what was asked, what became of it, and whose answers helped; for the days and the filters that stand in the address."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from adapters.web import activity_charts
from adapters.web.charts import Chart
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit
from bot import wording
from bot.draft_statistics import Checked
from bot.statistics import FEW, Given, Selection, Statistics, by_owner_worth
from knowledge.translation import Translations
from knowledge.workbook.dates import to_date
from knowledge.workbook.export import Table, to_csv, to_xlsx

PATH = "/actividad"

# Days that a link offers; a month where nothing is said. So many days at most are counted, and up to so many drawn one by one.
_SPANS = (7, 30, 90, 365)
_USUAL, _MOST_DAYS, _DAY_BY_DAY = 30, 731, 92
_MOST_ANSWERS = 20
_FIELDS = {"plataforma": "platform", "departamento": "department", "responsable": "owner", "tema": "topic"}
_FORMATS: dict[str, tuple[str, Callable[[Sequence[Table]], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "csv": ("text/csv; charset=utf-8", lambda tables: to_csv(tables[0])),
}


def show(visit: Visit) -> Response:
    statistics, chosen, is_weekly = _asked(visit)
    timeline = statistics.timeline(chosen)
    counted = timeline.weeks() if is_weekly else timeline.days
    given = statistics.given(chosen)
    words = visit.words
    drawn = [activity_charts.over_time(counted, words, weekly=is_weekly)]
    if not chosen.is_of_entries:  # what reached nothing has no owner: of the rest, nearly all is answered
        drawn.append(activity_charts.answered_share(counted, words, weekly=is_weekly))
    drawn += [activity_charts.hours_of_week(timeline, words), *_groups(statistics, chosen, words)]
    return visit.page(
        "activity.html",
        chosen=chosen,
        weekly=is_weekly,
        counts=timeline.total,
        before=statistics.timeline(chosen.before()).total,
        helped=_helped(given),
        charts=drawn if timeline.total.questions else [],
        worth=activity_charts.worth(by_owner_worth(given), words) if given else None,
        given=given[:_MOST_ANSWERS],
        few=FEW,
        drafts=[(one, _facts(one)) for one in statistics.drafts(chosen)[:_MOST_ANSWERS]],
        share=activity_charts.share,
        choices=statistics.choices(),
        pairs=lambda names: [(name, name) for name in names],
        platforms=lambda names: [(name, wording.platform_name(name, words)) for name in names],
        spans=[(days, _address(replace(chosen, first=chosen.last - timedelta(days=days - 1)))) for days in _SPANS],
        address=_address(chosen, weekly=is_weekly),
        is_filtered=any(getattr(chosen, field) for field in _FIELDS.values()),
    )


def export(visit: Visit) -> Response:
    """Give every number of the page as tables; a CSV has the answers that were given, for it holds one."""
    statistics, chosen, is_weekly = _asked(visit)
    format_ = visit.request.path_params["format"]
    if format_ not in _FORMATS:
        raise Problem(404)
    words = visit.words
    timeline, given = statistics.timeline(chosen), statistics.given(chosen)
    drawn = [
        activity_charts.over_time(timeline.weeks() if is_weekly else timeline.days, words, weekly=is_weekly),
        activity_charts.hours_of_week(timeline, words),
        *_groups(statistics, chosen, words),
        activity_charts.worth(by_owner_worth(given), words),
    ]
    tables = [
        _answers(given, words),
        _drafts(statistics.drafts(chosen), words),
        *(Table(_sheet(chart.title), chart.headers, [list(map(_number, row)) for row in chart.rows]) for chart in drawn),
    ]
    media_type, write = _FORMATS[format_]
    name = f"actividad-{chosen.first}-{chosen.last}.{format_}"
    return Response(write(tables), media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(visit: Visit) -> tuple[Statistics, Selection, bool]:
    """Return what counts, what of it is asked for, and whether by weeks; an address that says nothing of use asks for the last month."""
    desk = visit.console.desk
    today = desk.today()
    last = min(to_date(visit.asked("hasta")) or today, today)
    first = to_date(visit.asked("desde")) or last - timedelta(days=_USUAL - 1)
    first, last = min(first, last), max(first, last)
    chosen = Selection(max(first, last - timedelta(days=_MOST_DAYS - 1)), last, **{field: visit.asked(name) for name, field in _FIELDS.items()})
    settings = visit.console.settings
    statistics = Statistics(visit.console.service.database, desk.catalogue(), settings.zone, settings.language)
    return statistics, chosen, visit.asked("por") == "semana" or chosen.days > _DAY_BY_DAY


def _groups(statistics: Statistics, chosen: Selection, words: Translations) -> list[Chart]:
    by_platform = statistics.by_platform(chosen)
    platforms = {group.name: wording.platform_name(group.name, words) for group in by_platform}
    department = words.gettext("Department")
    return [
        activity_charts.grouped("owner", words.gettext("By the department that answers"), department, statistics.by_owner(chosen), words),
        activity_charts.grouped("topic", words.gettext("By topic"), words.gettext("Topic"), statistics.by_topic(chosen), words),
        activity_charts.grouped("platform", words.gettext("By platform"), words.gettext("Platform"), by_platform, words, platforms),
        activity_charts.grouped("asker", words.gettext("By the department that asks"), department, statistics.by_department(chosen), words),
    ]


def _helped(given: Sequence[Given]) -> float | None:
    useful, not_useful = (sum(getattr(one, verdict) for one in given) for verdict in ("useful", "not_useful"))
    return useful / (useful + not_useful) if useful + not_useful else None


def _answers(given: Sequence[Given], words: Translations) -> Table:
    headers = (
        words.gettext("Entry"), words.gettext("Question"), words.gettext("Owner"), words.gettext("Topic"), words.gettext("Times given"),
        words.gettext("Found useful"), words.gettext("Found not useful"), words.gettext("People"),
    )  # fmt: skip
    rows = [
        (one.entry, one.question, one.owner, one.topic, one.times, one.useful, one.not_useful, f"< {FEW}" if one.askers is None else one.askers)
        for one in given
    ]
    return Table(_sheet(words.gettext("Answers given")), headers, rows)


def _drafts(drafts: Sequence[Checked], words: Translations) -> Table:
    headers = (
        words.gettext("Entry"), words.gettext("Question"), words.gettext("Owner"), words.gettext("Drafts checked"), words.gettext("Fine"),
        words.gettext("Contrary to the answer"), words.gettext("Incomplete"), words.gettext("With additions"), words.gettext("Nothing to compare"),
        words.gettext("Wrong most often"),
    )  # fmt: skip
    rows = [
        (one.entry, one.question, one.owner, one.times, one.fine, one.differs, one.incomplete, one.adds, one.no_facts, _facts(one)) for one in drafts
    ]
    return Table(_sheet(words.gettext("Drafts checked")), headers, rows)


def _facts(checked: Checked) -> str:
    """Return the approved facts that drafts had wrong most often: `95 € (3), 8 € (1)`."""
    return ", ".join(f"{fact.approved} ({fact.times})" for fact in checked.facts)


def _sheet(title: str) -> str:
    return title[:31].strip(" '")


def _number(text: str) -> str | int:
    return int(text) if text.isdecimal() else text


def _address(chosen: Selection, *, weekly: bool = False) -> str:
    """Return the part of an address that asks for this selection."""
    asked = {"desde": chosen.first, "hasta": chosen.last, **{name: getattr(chosen, field) for name, field in _FIELDS.items()}}
    return urlencode({name: value for name, value in {**asked, "por": "semana" if weekly else ""}.items() if value})


ROUTES = (
    Route("GET", PATH, Role.READER, show),
    Route("GET", f"{PATH}/exportar/{{format}}", Role.READER, export),
)
