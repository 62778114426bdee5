"""What was asked and what became of it, in numbers: from the ledger, for a range of days.

Every question is counted once, under one of four: answered at once; suggested, and one of the suggestions picked; suggested, and none picked;
unanswered. Where few people got an answer nobody is told how few: a number below five, beside a department's name, may point at a person.

Nothing here reads a question's or a reply's text, and each count is a walk along an index: `benchmarks/activity.py` says how fast.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.draft_statistics import JUDGED, Checked, checked
from knowledge.database import Database, to_milliseconds, to_moment
from knowledge.model import Catalogue, Entry
from knowledge.versions import Versions

# Of so many people or more it is said how many they were.
FEW = 5

# Every entry that any event reached: the index is walked from one entry to the next.
_REACHED = """WITH RECURSIVE walked (entry) AS (
    SELECT min(entry) FROM event WHERE entry <> ''
    UNION ALL SELECT (SELECT min(entry) FROM event WHERE entry <> '' AND entry > walked.entry) FROM walked WHERE entry IS NOT NULL),
reached AS (SELECT entry FROM walked WHERE entry IS NOT NULL)"""

_HOUR = 3_600_000  # milliseconds
_DAYS_OF_A_WEEK = 7
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Selection:
    """The days, both included, and what else is asked for; empty is everything.

    `department` is that of whoever asked, `owner` that of the answer. With an owner or a topic only questions that reached one of its entries count.
    """

    first: date
    last: date
    platform: str = ""
    department: str = ""
    owner: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_of_entries(self) -> bool:
        return bool(self.owner or self.topic)

    def before(self) -> "Selection":
        """Return the same, for as many days just before."""
        return replace(self, first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a number of questions."""

    answered: int = 0
    picked: int = 0
    suggested: int = 0
    unanswered: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.answered + other.answered, self.picked + other.picked, self.suggested + other.suggested, self.unanswered + other.unanswered)

    @property
    def questions(self) -> int:
        return self.answered + self.picked + self.suggested + self.unanswered

    @property
    def share(self) -> float | None:
        """The share of the questions that got an approved answer, at once or by a suggestion, from 0 to 1; None of no questions."""
        return (self.answered + self.picked) / self.questions if self.questions else None


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that have something in common: a platform, a department, a topic. An empty name is "not known"."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Timeline:
    """The questions of every day, and how many were asked at each hour of the week: seven rows from Monday, of 24 hours."""

    days: tuple[tuple[date, Counts], ...]
    week: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> Counts:
        return sum((counts for _, counts in self.days), Counts())

    def weeks(self) -> tuple[tuple[date, Counts], ...]:
        """Return the same by weeks, each by its Monday."""
        found: dict[date, Counts] = {}
        for day, counts in self.days:
            monday = day - timedelta(days=day.weekday())
            found[monday] = found.get(monday, Counts()) + counts
        return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Given:
    """How an entry's answer did: how often it was given, what people said of it, and how many got it (None for fewer than FEW)."""

    entry: str
    question: str
    owner: str
    topic: str
    times: int
    useful: int
    not_useful: int
    askers: int | None

    @property
    def useful_share(self) -> float | None:
        judged = self.useful + self.not_useful
        return self.useful / judged if judged else None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a department's answers were worth: how many of its entries were given, how often, and what people said of them."""

    owner: str
    entries: int
    times: int
    useful: int
    not_useful: int

    @property
    def useful_share(self) -> float | None:
        judged = self.useful + self.not_useful
        return self.useful / judged if judged else None


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be selected: everything that has occurred, and every owner and topic of the catalogue."""

    platforms: tuple[str, ...]
    departments: tuple[str, ...]
    owners: tuple[str, ...]
    topics: tuple[str, ...]


class _Picked(NamedTuple):
    """A question whose suggestions held what was meant: when and by whom it was asked, and the entry that was picked of them first."""

    at: int
    platform: str
    department: str
    entry: str


class Statistics:
    """Counts what stands in `database` at the moment; made anew for each page.

    Owners and topics are those of `catalogue`, or the last ones of an entry that is gone from it; days begin and end in `zone`.
    """

    def __init__(self, database: Database, catalogue: Catalogue, zone: ZoneInfo, language: str = "es") -> None:
        """Count what stands in `database`; entries are shown by their rows in `language`, where they have one."""
        self._database = database
        self._versions = Versions(database)
        self._zone = zone
        self._picks: dict[tuple[int, int], list[_Picked]] = {}
        self._entries = {key.id: entry for key in catalogue.entries if (entry := catalogue.in_language(key.id, language))}

    def timeline(self, selection: Selection) -> Timeline:
        """Return the questions by day, and by hour of the week."""
        start, end = self._moments(selection)
        hours = [(hour, min(hour + _HOUR, end)) for hour in range(start, end, _HOUR)]
        # One walk along the index for each hour: grouping by the hour would sort every row.
        rows = self._database.rows(
            f"""SELECT (
                SELECT json_array(count(*), sum(outcome = 'answered'), sum(outcome = 'suggested')) FROM event
                WHERE kind = 'asked' AND received_at >= json_extract(hour.value, '$[0]') AND received_at < json_extract(hour.value, '$[1]')
                {_where(selection)}) AS counted
            FROM json_each(:hours) AS hour ORDER BY hour.key""",  # noqa: S608 (our own words alone)
            {**self._parameters(selection), "hours": json.dumps(hours)},
        )
        picked = self._picked(selection, lambda pick: (pick.at - start) // _HOUR)
        days: dict[date, Counts] = {selection.first + timedelta(days=number): Counts() for number in range(selection.days)}
        week = [[0] * _HOURS_OF_A_DAY for _ in range(_DAYS_OF_A_WEEK)]
        for number, (row, (hour, _)) in enumerate(zip(rows, hours, strict=True)):
            questions, answered, suggested = (value or 0 for value in json.loads(row["counted"]))
            counts = _counts(questions, answered, suggested, picked[number], is_of_entries=selection.is_of_entries)
            if counts.questions:
                local = to_moment(hour).astimezone(self._zone)
                days[local.date()] += counts
                week[local.weekday()][local.hour] += counts.questions
        return Timeline(tuple(days.items()), tuple(map(tuple, week)))

    def by_platform(self, selection: Selection) -> tuple[Group, ...]:
        return self._by(selection, "platform")

    def by_department(self, selection: Selection) -> tuple[Group, ...]:
        """Return the questions by the department of whoever asked."""
        return self._by(selection, "department")

    def by_owner(self, selection: Selection) -> tuple[Group, ...]:
        """Return the questions that reached an entry, by the department that owns it."""
        return self._by_entry(selection, lambda entry: entry.owner)

    def by_topic(self, selection: Selection) -> tuple[Group, ...]:
        """Return the questions that reached an entry, by its topic."""
        return self._by_entry(selection, lambda entry: entry.topic)

    def given(self, selection: Selection) -> tuple[Given, ...]:
        """Return every entry whose answer was given, the most given first."""
        rows = self._of_entries(
            "json_array(count(*), count(DISTINCT asker))", "kind IN ('asked', 'picked', 'told') AND outcome = 'answered'", selection
        )
        verdicts: dict[tuple[str, str], int] = {(row["entry"], row["verdict"]): row["times"] for row in self._verdicts(selection)}
        found = []
        for entry_id, (times, askers) in rows.items():
            entry = self._entry(entry_id)
            if times and entry:
                useful, not_useful = (verdicts.get((entry_id, verdict), 0) for verdict in ("useful", "not_useful"))
                known = askers if askers >= FEW else None
                found.append(Given(entry_id, entry.question, entry.owner, entry.topic, times, useful, not_useful, known))
        return tuple(sorted(found, key=lambda given: (-given.times, given.entry)))

    def drafts(self, selection: Selection) -> tuple[Checked, ...]:
        """Return the entries that drafts were checked against, with what the check said."""
        return checked(self._database.rows(JUDGED.format(where=_where(selection)), self._parameters(selection)), self._entry)

    def choices(self) -> Choices:
        """Return what a selection may name."""

        def occurred(column: str) -> tuple[str, ...]:
            rows = self._database.rows(f"SELECT DISTINCT {column} AS name FROM event WHERE {column} <> '' ORDER BY 1")  # noqa: S608 (a column's name)
            return tuple(row["name"] for row in rows)

        entries = self._entries.values()
        owners, topics = ({getattr(entry, field) for entry in entries} - {""} for field in ("owner", "topic"))
        return Choices(occurred("platform"), occurred("department"), tuple(sorted(owners)), tuple(sorted(topics)))

    def _by(self, selection: Selection, column: str) -> tuple[Group, ...]:
        rows = self._database.rows(
            f"""SELECT {column} AS name, count(*) AS questions, sum(outcome = 'answered') AS answered, sum(outcome = 'suggested') AS suggested
            FROM event WHERE kind = 'asked' AND received_at >= :start AND received_at < :end {_where(selection)} GROUP BY {column}""",  # noqa: S608
            self._parameters(selection),
        )
        found = {row["name"]: (row["questions"], row["answered"], row["suggested"]) for row in rows}
        picked = self._picked(selection, lambda pick: getattr(pick, column))
        return _ordered(
            Group(name, _counts(*found.get(name, (0, 0, 0)), picked[name], is_of_entries=selection.is_of_entries))
            for name in found.keys() | picked.keys()
        )

    def _by_entry(self, selection: Selection, named: Callable[[Entry], str]) -> tuple[Group, ...]:
        groups: dict[str, Counts] = defaultdict(Counts)
        asked = self._of_entries("json_array(count(*), coalesce(sum(outcome = 'answered'), 0))", "kind = 'asked'", selection)
        picked = self._picked(selection, lambda pick: pick.entry)
        for entry_id in asked.keys() | picked.keys():
            questions, answered = asked.get(entry_id, (0, 0))
            counts = Counts(answered=answered, picked=picked[entry_id], unanswered=questions - answered)
            if counts.questions and (entry := self._entry(entry_id)):
                groups[named(entry)] += counts
        return _ordered(Group(name, counts) for name, counts in groups.items())

    def _picked(self, selection: Selection, named: Callable[[_Picked], Any]) -> Counter[Any]:
        """Return how many suggested questions had one of their suggestions picked, by what `named` gives for each."""
        span = self._moments(selection)
        if span not in self._picks:
            rows = self._database.rows(
                """SELECT min(pick.rowid), pick.entry AS entry, ask.platform AS platform, ask.department AS department, ask.received_at AS at
                FROM event AS pick CROSS JOIN event AS ask ON ask.key = pick.about
                WHERE pick.kind = 'picked' AND pick.outcome = 'answered' AND pick.received_at >= ?
                AND ask.kind = 'asked' AND ask.outcome = 'suggested' AND ask.received_at >= ? AND ask.received_at < ? GROUP BY ask.key""",
                (span[0], *span),
            )
            self._picks[span] = [_Picked(row["at"], row["platform"], row["department"], row["entry"]) for row in rows]
        chosen = self._chosen(selection) if selection.is_of_entries else None
        return Counter(
            named(pick)
            for pick in self._picks[span]
            if selection.platform in ("", pick.platform) and selection.department in ("", pick.department) and (chosen is None or pick.entry in chosen)
        )

    def _verdicts(self, selection: Selection) -> list[dict[str, Any]]:
        """Return how often people judged answers that were given on these days, by entry and verdict."""
        return self._database.rows(
            f"""SELECT entry, verdict, count(*) AS times FROM (
                SELECT given.entry AS entry, rating.detail AS verdict, given.platform AS platform, given.department AS department
                FROM event AS rating CROSS JOIN event AS given ON given.key = rating.about
                WHERE rating.kind = 'rated' AND rating.received_at >= :start AND given.outcome = 'answered'
                AND given.received_at >= :start AND given.received_at < :end)
            WHERE TRUE {_where(selection)} GROUP BY entry, verdict""",  # noqa: S608 (our own words alone)
            self._parameters(selection),
        )

    def _of_entries(self, counted: str, condition: str, selection: Selection) -> dict[str, list[int]]:
        """Return what `counted` gives for each entry that any event ever reached."""
        rows = self._database.rows(
            f"""{_REACHED} SELECT reached.entry AS entry, (
                SELECT {counted} FROM event WHERE entry <> '' AND entry = reached.entry AND {condition}
                AND received_at >= :start AND received_at < :end {_where(replace(selection, owner="", topic=""))}) AS counted
            FROM reached WHERE TRUE {_where(replace(selection, platform="", department=""), "reached.entry")}""",  # noqa: S608
            self._parameters(selection),
        )
        return {row["entry"]: json.loads(row["counted"]) for row in rows}

    def _parameters(self, selection: Selection) -> dict[str, Any]:
        start, end = self._moments(selection)
        parameters: dict[str, Any] = {"start": start, "end": end, "platform": selection.platform, "department": selection.department}
        if not selection.is_of_entries:
            return parameters
        return {**parameters, "entries": json.dumps(sorted(self._chosen(selection)))}

    def _chosen(self, selection: Selection) -> set[str]:
        """Return the ids of the selected owner's and topic's entries that any event reached."""
        reached = (self._entry(row["entry"]) for row in self._database.rows(f"{_REACHED} SELECT entry FROM reached"))  # noqa: S608
        return {entry.id for entry in reached if entry and selection.owner in ("", entry.owner) and selection.topic in ("", entry.topic)}

    def _moments(self, selection: Selection) -> tuple[int, int]:
        start, end = (datetime.combine(day, time(), self._zone) for day in (selection.first, selection.last + timedelta(days=1)))
        return to_milliseconds(start), to_milliseconds(end)

    def _entry(self, entry_id: str) -> Entry | None:
        """Return an entry as it is in service, or as it last was."""
        if entry_id not in self._entries:
            last = next((revision.entry for revision in self._versions.revisions(entry_id) if revision.entry), None)
            if last is None:
                return None
            self._entries[entry_id] = last
        return self._entries[entry_id]


def by_owner_worth(given: Iterable[Given]) -> tuple[Worth, ...]:
    """Return what each department's answers were worth, the one whose answers were given most first."""
    found: dict[str, Worth] = {}
    for one in given:
        sum_ = found.get(one.owner, Worth(one.owner, 0, 0, 0, 0))
        found[one.owner] = Worth(one.owner, sum_.entries + 1, sum_.times + one.times, sum_.useful + one.useful, sum_.not_useful + one.not_useful)
    return tuple(sorted(found.values(), key=lambda worth: (-worth.times, worth.owner)))


def _where(selection: Selection, entry: str = "entry") -> str:
    """Return the conditions of a selection beside its days, as SQL to be added to others; their values are those of `_parameters`."""
    conditions: Sequence[tuple[bool, str]] = (
        (bool(selection.platform), "AND platform = :platform"),
        (bool(selection.department), "AND department = :department"),
        (selection.is_of_entries, f"AND {entry} IN (SELECT value FROM json_each(:entries))"),  # noqa: S608 (a column's name)
    )
    return " ".join(condition for is_asked, condition in conditions if is_asked)


def _counts(questions: int, answered: int, suggested: int, picked: int, *, is_of_entries: bool) -> Counts:
    """Return the counts of questions; a suggested one reaches an entry only when it is picked, so of entries the picked ones come on top."""
    left = 0 if is_of_entries else suggested - picked
    return Counts(answered, picked, left, questions - answered - suggested)


def _ordered(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.counts.questions, group.name)))
