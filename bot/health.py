"""What is wrong, or soon will be, with each entry in service: for the comms team, who ask its department to mend it.

`examine` takes values and gives values; `of` gathers these from the ledger, the versions and the clock of a desk.
"""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import publishing
from bot.desk import Desk
from bot.web_check import checking
from bot.web_check.checking import Report, Trouble
from knowledge import freezing, shared_facts, trials
from knowledge.answering import Question
from knowledge.database import Database, to_milliseconds
from knowledge.freezing import Frozen
from knowledge.model import Catalogue, Entry, Standing, TestQuestion
from knowledge.trials import Trial
from knowledge.versions import NoSuchVersion, Versions

EXPIRES_WITHIN = timedelta(days=30)
UNUSED_FOR = timedelta(days=90)
# A channel is one that people ask for when so many answers were given there without a wording of its own.
ASKED_FOR = 3


class Ailment(StrEnum):
    """What may be wrong with an entry: what keeps it from answering first."""

    EXPIRED = "expired"
    FACT_WITHOUT_VALUE = "fact_without_value"
    SUSPENDED = "suspended"
    FROZEN = "frozen"
    NOT_YET_VALID = "not_yet_valid"
    FAILING_TEST = "failing_test"
    WEB_CONTRADICTS = "web_contradicts"
    WEB_PAGE = "web_page"
    EXPIRING = "expiring"
    UNREAD = "unread"
    NO_WORDING = "no_wording"
    MISSING_LANGUAGE = "missing_language"
    UNUSED = "unused"

    @property
    def is_grave(self) -> bool:
        """Whether it keeps somebody from the right answer today."""
        return self in (Ailment.EXPIRED, Ailment.FACT_WITHOUT_VALUE, Ailment.SUSPENDED, Ailment.FROZEN, Ailment.FAILING_TEST)


@dataclass(frozen=True, slots=True, order=True)
class Symptom:
    """One thing that is wrong with an entry.

    `language` is the row's, empty where it is about all of them, and the one that is missing of MISSING_LANGUAGE. `day` is the last day of EXPIRED,
    EXPIRING and FROZEN, the first of NOT_YET_VALID. `name` is the fact, the channel, the test's question, or what the web page does not say; `times`
    how often the channel was asked for, and how many people have not acknowledged a change of UNREAD.
    """

    ailment: Ailment
    language: str = ""
    day: date | None = None
    name: str = ""
    times: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What the ledger knows of the entries, by their ids: how often each was given lately, and those that were in service all that time.

    `unread` counts who was told of a change and has not acknowledged it.
    `by_channel` counts answers by (entry, channel) where a channel was asked for, as far back as the ledger goes.
    """

    given: Mapping[str, int]
    long_in_service: Collection[str]
    by_channel: Mapping[tuple[str, str], int]
    unread: Mapping[str, int] = field(default_factory=dict)


def of(desk: Desk, database: Database, zone: ZoneInfo, tried: Iterable[Trial] = (), language: str = "es") -> dict[str, tuple[Symptom, ...]]:
    """Return the symptoms of every entry in service, by its id; an entry in good health has none, and is there."""
    used = usage(database, desk.versions, datetime.combine(desk.today() - UNUSED_FOR, time(), zone))
    found = examine(desk.catalogue(), desk.today(), used, tried, language, desk.frozen())
    for report in checking.latest(database):
        if report.entry.id in found and (symptom := _of_page(report)):
            found[report.entry.id] = tuple(sorted({*found[report.entry.id], symptom}, key=_by_gravity))
    return found


def examine(
    catalogue: Catalogue, today: date, used: Usage, tried: Iterable[Trial] = (), language: str = "es", frozen: Frozen | None = None
) -> dict[str, tuple[Symptom, ...]]:
    """Return the symptoms of every entry of `catalogue` on `today`, by its id, the gravest first.

    Which topic an entry belongs to is said by its row in `language`, where it has one.
    """
    found: dict[str, list[Symptom]] = {key.id: [] for key in catalogue.entries}
    values = shared_facts.values_on(catalogue.facts, today)
    spoken = _languages_of_topics(catalogue, language)
    for entry_id, symptoms in found.items():
        rows = catalogue.in_languages(entry_id)
        for entry in rows:
            symptoms += _of_row(entry, values, today)
        if frozen and (topic := freezing.topic_frozen(rows[0], catalogue, frozen)):
            symptoms.append(Symptom(Ailment.FROZEN, day=frozen[topic]))
        missing = spoken[_topic(catalogue, entry_id, language)] - {entry.language for entry in rows}
        symptoms += [Symptom(Ailment.MISSING_LANGUAGE, language) for language in missing]
        symptoms += [
            Symptom(Ailment.NO_WORDING, name=channel.name, times=times)
            for channel in catalogue.channels
            if (times := used.by_channel.get((entry_id, channel.name), 0)) >= ASKED_FOR and not any(entry.wording(channel.name) for entry in rows)
        ]
        if unread := used.unread.get(entry_id):
            symptoms.append(Symptom(Ailment.UNREAD, times=unread))
        if entry_id in used.long_in_service and not used.given.get(entry_id) and rows[0].standing(today) is Standing.IN_FORCE:
            symptoms.append(Symptom(Ailment.UNUSED))
    for trial in tried:
        if trial.verdict.is_failure and trial.test.expected in found:
            found[trial.test.expected].append(Symptom(Ailment.FAILING_TEST, name=trial.test.question))
    return {entry_id: tuple(sorted(symptoms, key=_by_gravity)) for entry_id, symptoms in found.items()}


def usage(database: Database, versions: Versions, since: datetime) -> Usage:
    """Return what the ledger knows of the entries; given, and in service, from `since` on."""
    given = database.rows(
        "SELECT entry, count(*) AS times FROM event WHERE entry <> '' AND outcome = 'answered' AND received_at >= ? GROUP BY entry",
        (to_milliseconds(since),),
    )
    by_channel = database.rows(
        "SELECT entry, channel, count(*) AS times FROM reply WHERE channel <> '' AND outcome = 'answered' GROUP BY channel, entry"
    )
    waiting = database.rows("SELECT entry, count(*) AS n FROM recall_notice WHERE acknowledged_at = 0 AND ended = '' GROUP BY entry")
    unread = {row["entry"]: row["n"] for row in waiting}
    try:
        earlier = {key.id for key in versions.catalogue(versions.in_service_at(since).number).entries}
    except NoSuchVersion:
        earlier = set()
    return Usage({row["entry"]: row["times"] for row in given}, earlier, {(row["entry"], row["channel"]): row["times"] for row in by_channel}, unread)


class Tested:
    """The trials of the Tests sheet in service, made once for each version and day: that takes seconds. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tuple[int, date] | None = None
        self._tests: tuple[TestQuestion, ...] = ()
        self._trials: list[Trial] = []

    def of(self, desk: Desk, language: str) -> list[Trial]:
        """Return the trials; `language` is that of rows which name none."""
        with self._lock:
            version, today = desk.catalogue().version, desk.today()
            if self._made is None or self._made[0] != version:
                self._tests = tests_in_service(desk.versions, today, language)
            if self._made != (version, today):
                self._trials = tried(desk, self._tests)
                self._made = (version, today)
            return self._trials


def tests_in_service(versions: Versions, today: date, language: str) -> tuple[TestQuestion, ...]:
    """Return the Tests sheet of the workbook that the version in service came from. It reads that file: a second or two, for the caller to keep."""
    number = versions.current_number()
    workbook = versions.workbook(number) if number else None
    if workbook is None:
        return ()
    with TemporaryDirectory(prefix="unavoz-tests-") as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(workbook.content)
        draft, _ = publishing.read(str(path), today=today, language=language)
    return draft.tests


def tried(desk: Desk, tests: Iterable[TestQuestion]) -> list[Trial]:
    """Ask the desk every test question; nothing is recorded."""
    return [trials.judged(test, desk.preview(Question(test.question, language=test.language))) for test in tests]


def _of_row(entry: Entry, values: Mapping[str, str], today: date) -> Iterable[Symptom]:
    standing = entry.standing(today)
    if standing is Standing.EXPIRED:
        yield Symptom(Ailment.EXPIRED, entry.language, entry.valid_until)
    elif standing is Standing.SUSPENDED:
        yield Symptom(Ailment.SUSPENDED, entry.language)
    elif standing is Standing.NOT_YET_VALID:
        yield Symptom(Ailment.NOT_YET_VALID, entry.language, entry.valid_from)
    elif entry.valid_until and entry.valid_until - today <= EXPIRES_WITHIN:
        yield Symptom(Ailment.EXPIRING, entry.language, entry.valid_until)
    for name in dict.fromkeys(name for content in entry.texts for name in shared_facts.named_in(content)):
        if name not in values:
            yield Symptom(Ailment.FACT_WITHOUT_VALUE, entry.language, name=name)


def _of_page(report: Report) -> Symptom | None:
    match report.trouble:
        case Trouble.CONTRADICTS:
            return Symptom(Ailment.WEB_CONTRADICTS, report.entry.language, name=f"{report.approved} ≠ {report.given}")
        case Trouble.MISSING | Trouble.UNREACHABLE | Trouble.MOVED:
            return Symptom(Ailment.WEB_PAGE, report.entry.language, name=report.address)
        case Trouble.LACKS:
            return Symptom(Ailment.WEB_PAGE, report.entry.language, name=report.approved)
        case _:
            return None


def _topic(catalogue: Catalogue, entry_id: str, language: str) -> tuple[str, str]:
    entry = catalogue.in_language(entry_id, language)
    return (entry.owner, entry.topic) if entry else ("", "")


def _languages_of_topics(catalogue: Catalogue, language: str) -> dict[tuple[str, str], set[str]]:
    """Return the languages that each topic's entries have between them: what is said in one is looked for in its siblings."""
    spoken: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key in catalogue.entries:
        spoken[_topic(catalogue, key.id, language)].add(key.language)
    return spoken


def _by_gravity(symptom: Symptom) -> tuple[int, str, str]:
    return list(Ailment).index(symptom.ailment), symptom.language, symptom.name
