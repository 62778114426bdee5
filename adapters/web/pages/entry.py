"""One entry: every wording in every language, what it needs, where it is used, how it came to be as it is, and what people asked that it answered."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import PlainTextResponse, Response

from adapters.web import activity_charts
from adapters.web.differences import Piece, word_by_word
from adapters.web.pages.answers import PATH, examined, said
from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit
from bot import approval_wording, wording
from bot.approvals import store
from bot.desk import Desk
from bot.statistics import FEW, Selection, Statistics
from knowledge import shared_facts
from knowledge.database import Database
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact
from knowledge.parity import disparities
from knowledge.publication import ChangeKind, changes
from knowledge.versions import Revision, Version
from knowledge.workbook.disparities import disparity_finding
from knowledge.workbook.findings import Finding

_USED_FOR = timedelta(days=90)
_MOST_QUESTIONS, _MOST_REVISIONS = 30, 50


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an entry as it is given today, and as it stands in its cell; `channel` is empty for the general answer.

    What is not given today (it is suspended, a shared fact has no value, …) has an empty `filled`; while its topic is frozen that is the topic's line.
    """

    channel: str
    filled: str
    cell: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field that changed, both its texts in pieces."""

    field: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True, slots=True)
class Past:
    """What a version did to one row of the entry."""

    version: Version
    language: str
    kind: ChangeKind
    fields: tuple[Field, ...]
    approved_by: str
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """A way in which people asked for the entry, and how often."""

    text: str
    times: int


def show(visit: Visit) -> Response:
    console, entry_id = visit.console, visit.request.path_params["entry"]
    desk, settings = console.desk, console.settings
    catalogue, today = desk.catalogue(), desk.today()
    revisions = desk.versions.revisions(entry_id)
    rows = catalogue.in_languages(entry_id)
    if not revisions:
        raise Problem(404, visit.words.gettext("No version has an entry {entry}.").format(entry=entry_id))
    last = next(revision.entry for revision in revisions if revision.entry)
    values = shared_facts.values_on(catalogue.facts, today)
    statistics = Statistics(console.service.database, catalogue, settings.zone, settings.language)
    chosen = Selection(today - _USED_FOR + timedelta(days=1), today)
    used = next((given for given in statistics.given(chosen) if given.entry == entry_id), None)
    return visit.page(
        "entry.html",
        decisions=[
            approval_wording.record(one, wording.day(desk.day_of(one.at), visit.words), visit.words)
            for one in store.approvals_of(console.service.database, entry_id)[:_MOST_REVISIONS]
        ],
        entry=catalogue.in_language(entry_id, settings.language) or last,
        rows=[(row, _texts(row, desk)) for row in rows],
        symptoms=examined(visit).get(entry_id, ()),
        said_symptom=said,
        disparities=_disparities(rows, catalogue, visit),
        facts=_facts(rows, catalogue),
        values=values,
        today=today,
        used=used,
        days=_USED_FOR.days,
        few=FEW,
        share=activity_charts.share,
        questions=_questions(console.service.database, entry_id),
        past=_past(revisions[:_MOST_REVISIONS]),
        zone=settings.zone,
    )


def give_text(visit: Visit) -> Response:
    """Give one text of an entry alone, as it is given today, to be read by a program or kept as a file."""
    desk, entry_id = visit.console.desk, visit.request.path_params["entry"]
    row = desk.catalogue().entries.get(EntryKey(entry_id, visit.asked("idioma")))
    found = {text.channel: text.filled for text in _texts(row, desk)} if row else {}
    channel = visit.asked("canal")
    if not found.get(channel):
        raise Problem(404)
    return PlainTextResponse(found[channel])


def _texts(row: Entry, desk: Desk) -> list[Text]:
    return [Text(channel, desk.given(row.key, channel).text, cell) for channel, cell in (("", row.answer), *row.wordings)]


def _facts(rows: tuple[Entry, ...], catalogue: Catalogue) -> list[SharedFact]:
    names = {name for row in rows for content in (*row.texts, row.web_page) for name in shared_facts.named_in(content)}
    return sorted((fact for fact in catalogue.facts if fact.name in names), key=lambda fact: (fact.name, fact.valid_from or date.min))


def _disparities(rows: tuple[Entry, ...], catalogue: Catalogue, visit: Visit) -> list[tuple[str, str, Finding]]:
    """Return what the texts in service do not share, and what of it is so on purpose, each with its language and channel."""
    settings, words = visit.console.settings, visit.words
    ordered = sorted(rows, key=lambda row: row.language != settings.language)
    if not ordered:
        return []
    channels = {channel.name: channel for channel in catalogue.channels}
    found, _idle = disparities(ordered, catalogue.facts, channels, visit.console.desk.today())
    general = words.gettext("General answer")
    return [
        (one.entry.language, one.channel, disparity_finding(one, f"{general} ({wording.language_name(one.than.language, words)})")) for one in found
    ]


def _questions(database: Database, entry_id: str) -> list[Question]:
    """Return how people asked for the entry, the most frequent first; their texts were redacted before they were kept."""
    rows = database.rows(
        """SELECT text, count(*) AS times FROM (
            SELECT question.text AS text, event.received_at AS at FROM event JOIN question ON question.event = event.key
            WHERE event.entry = :entry AND event.entry <> '' AND event.kind = 'asked' AND event.outcome = 'answered'
            UNION ALL
            SELECT question.text, event.received_at FROM event JOIN question ON question.event = event.about
            WHERE event.entry = :entry AND event.entry <> '' AND event.kind = 'picked' AND event.outcome = 'answered')
        GROUP BY text ORDER BY times DESC, max(at) DESC LIMIT :limit""",
        {"entry": entry_id, "limit": _MOST_QUESTIONS},
    )
    return [Question(row["text"], row["times"]) for row in rows]


def _past(revisions: list[Revision]) -> list[Past]:
    """Return what each version did, the newest first."""
    found = []
    for number, revision in enumerate(revisions):
        before = next((one.entry for one in revisions[number + 1 :] if one.language == revision.language), None)
        change = next(iter(changes(_alone(before), _alone(revision.entry))), None)
        if change is None:
            continue
        fields = tuple(Field(one.field, *word_by_word(one.before, one.after)) for one in change.fields) if change.kind is ChangeKind.CHANGED else ()
        entry = revision.entry
        approved = (entry.approved_by, entry.approved_on) if entry else ("", None)
        found.append(Past(revision.version, revision.language, change.kind, fields, *approved))
    return found


def _alone(entry: Entry | None) -> Catalogue:
    return Catalogue(0, {entry.key: entry} if entry else {}, channels=())


ROUTES = (
    Route("GET", f"{PATH}/{{entry}}", Role.READER, show),
    Route("GET", f"{PATH}/{{entry}}/texto", Role.READER, give_text),
)
