"""What the comms team is told, daily or weekly, when there is something to say: a value, which each adapter draws from its `sections`.

A daily one is about yesterday, a weekly one about the seven days before today. What grows is told by the last seven days against the seven before
in both. Group texts are redacted before they are kept; nobody who asked is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import approval_wording, recall_wording, wording
from bot.approvals import store
from bot.approvals.values import Approval, Pending, Way
from bot.desk import Desk
from bot.recalls import listing
from bot.recalls.listing import RecallShown
from bot.statistics import FEW, Counts, Selection, Statistics, Worth, by_owner_worth
from bot.web_check import checking
from bot.web_check.checking import Report, Trouble
from knowledge.database import Database, to_milliseconds
from knowledge.model import Catalogue, Status
from knowledge.review import OPEN, State
from knowledge.translation import Translations

_WEEK = timedelta(days=7)
# So many groups, entries and departments are named; the rest is counted.
MOST = 5
# A group grows when it was asked so often in seven days, and twice as often as in the seven before.
_GROWS_FROM = 3
# A weekly digest names what expires within thirty days; a daily one what does so in exactly so many, so that it is not said every day.
_EXPIRES_WITHIN = 30
_REMINDERS = (30, 7, 1, 0, -1)


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group of like questions without an answer. `lately` and `before` are how often it was asked in seven days, and in the seven before.

    `askers` is how many people asked in all; None for fewer than FEW.
    """

    id: int
    text: str
    questions: int
    askers: int | None
    lately: int
    before: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """An entry whose answer is given for the last time on `day`."""

    entry: str
    question: str
    owner: str
    day: date


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened from `first` to `last`, both included. Each list is whole, the most important first.

    `overrides` got into service without a second person, each on its day; `waiting` waits for one. `frozen` are the topics that are, until when.
    """

    first: date
    last: date
    counts: Counts
    before: Counts
    new: tuple[OpenGroup, ...] = ()
    growing: tuple[OpenGroup, ...] = ()
    regressions: tuple[OpenGroup, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    thanks: tuple[Worth, ...] = ()
    pages: tuple[Report, ...] = ()
    overrides: tuple[tuple[Approval, date], ...] = ()
    waiting: tuple[Pending, ...] = ()
    frozen: tuple[tuple[str, date], ...] = ()
    unread: tuple[RecallShown, ...] = ()

    @property
    def is_weekly(self) -> bool:
        return self.first != self.last

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say, so that nothing is sent."""
        return not (
            self.new or self.growing or self.regressions or self.expiring or self.thanks or self.pages or self.overrides or self.waiting or self.unread
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest in the reader's language: plain texts, for an adapter to escape and to draw."""

    heading: str
    lines: tuple[str, ...]


def digest(desk: Desk, database: Database, zone: ZoneInfo, *, weekly: bool, language: str = "es") -> Digest:
    """Return what there is to say today; entries are shown by their rows in `language`, where they have one."""
    today = desk.today()
    last = today - timedelta(days=1)
    selection = Selection(today - _WEEK if weekly else last, last)
    catalogue = desk.catalogue()
    statistics = Statistics(database, catalogue, zone, language)
    start, end = (datetime.combine(day, time(), zone) for day in (selection.first, today))
    worth = by_owner_worth(statistics.given(selection)) if weekly else ()
    helped = sorted((one for one in worth if one.owner and one.useful > one.not_useful), key=lambda one: (-one.useful, one.owner))
    groups = list(_groups(database, end))
    return Digest(
        selection.first,
        last,
        statistics.timeline(selection).total,
        statistics.timeline(selection.before()).total,
        new=tuple(group for state, opened, _, group in groups if state in (State.NEW, State.IN_REVIEW) and opened >= to_milliseconds(start)),
        growing=tuple(
            sorted(
                (group for state, opened, _, group in groups if state in OPEN and opened < to_milliseconds(start) and _grows(group)),
                key=lambda group: group.before - group.lately,
            )
        ),
        regressions=tuple(group for state, _, asked, group in groups if state == State.REGRESSION and asked >= to_milliseconds(start)),
        expiring=tuple(_expiring(catalogue, today, language, weekly=weekly)),
        thanks=tuple(helped),
        pages=tuple(report for report in checking.latest(database) if report.trouble is Trouble.CONTRADICTS),
        overrides=tuple((one, desk.day_of(one.at)) for one in store.decided_between(database, start, end, Way.URGENT)),
        waiting=tuple(store.waiting(database, catalogue)),
        frozen=tuple(desk.frozen_names()),
        unread=tuple(_unread(database, start, weekly=weekly)),
    )


def sections(value: Digest, words: Translations) -> list[Section]:
    """Return a digest as texts, its sections in the order of what is to be done; empty ones are left out."""
    found = [
        *_said_approvals(value, words),
        Section(words.gettext("Questions"), (_said_counts(value, words),)),
        _said_groups(words.gettext("Answered once, and asked without an answer again"), value.regressions, words),
        _said_groups(words.gettext("Asked more and more"), value.growing, words),
        _said_groups(words.gettext("New, without an answer"), value.new, words),
        Section(
            words.gettext("Changes that not everybody has read"),
            _at_most(
                [f"{one.entry} ({recall_wording.weight(one.weight, words)}): {recall_wording.counted(one.counts, words)}" for one in value.unread],
                words,
            ),
        ),
        Section(
            words.gettext("About to expire"),
            _at_most(
                [
                    words.gettext("{entry}, “{question}”: until {day} ({owner})").format(
                        entry=one.entry, question=one.question, day=wording.day(one.day, words), owner=one.owner or "—"
                    )
                    for one in value.expiring
                ],
                words,
            ),
        ),
        Section(
            words.gettext("The web page says otherwise"),
            _at_most(
                [
                    words.gettext("{entry}: the page says “{given}”, the answer “{approved}”").format(
                        entry=one.entry.id, given=one.given, approved=one.approved
                    )
                    for one in value.pages
                ],
                words,
            ),
        ),
        Section(
            words.gettext("Thank you"),
            tuple(
                words.ngettext(
                    "{owner}: its answers were given {times} times and found useful {n} time.",
                    "{owner}: its answers were given {times} times and found useful {n} times.",
                    one.useful,
                ).format(owner=one.owner, times=one.times, n=one.useful)
                for one in value.thanks[:MOST]
            ),
        ),
    ]
    return [section for section in found if section.lines]


def _said_approvals(value: Digest, words: Translations) -> Iterator[Section]:
    """Yield what got into service without a second person, what waits for one, and what is frozen."""
    overrides = [f"{one.subject.key}: {approval_wording.record(one, wording.day(day, words), words)}" for one, day in value.overrides]
    yield Section(words.gettext("Put into service without a second person"), _at_most(overrides, words))
    yield Section(words.gettext("Waiting for approval"), _at_most([approval_wording.title(one, words) for one in value.waiting], words))
    until = words.gettext("The topic “{topic}” is frozen until {day}: it is answered with its holding line only.")
    yield Section(
        words.gettext("Frozen topics"), _at_most([until.format(topic=topic, day=wording.day(day, words)) for topic, day in value.frozen], words)
    )


def title(value: Digest, words: Translations) -> str:
    if not value.is_weekly:
        return words.gettext("Digest of {day}").format(day=wording.day(value.last, words))
    return words.gettext("Digest from {first} to {last}").format(first=wording.day(value.first, words), last=wording.day(value.last, words))


def _groups(database: Database, end: datetime) -> Iterator[tuple[str, int, int, OpenGroup]]:
    """Return every group that is open, with its state and when it was opened and asked last, the most asked first."""
    rows = database.rows(
        """SELECT unanswered.id AS id, state, text, questions, askers, opened_at, last_at,
            (SELECT count(*) FROM unanswered AS part JOIN unanswered_question ON member_of = part.id
                WHERE part.root = unanswered.id AND at >= :middle AND at < :end) AS lately,
            (SELECT count(*) FROM unanswered AS part JOIN unanswered_question ON member_of = part.id
                WHERE part.root = unanswered.id AND at >= :start AND at < :middle) AS before
        FROM unanswered WHERE part_of IS NULL AND state IN ('new', 'in_review', 'regression') AND opened_at < :end
        ORDER BY askers DESC, last_at DESC, id""",
        {"start": to_milliseconds(end - 2 * _WEEK), "middle": to_milliseconds(end - _WEEK), "end": to_milliseconds(end)},
    )
    for row in rows:
        askers = row["askers"] if row["askers"] >= FEW else None
        group = OpenGroup(row["id"], row["text"], row["questions"], askers, row["lately"], row["before"])
        yield row["state"], row["opened_at"], row["last_at"], group


def _grows(group: OpenGroup) -> bool:
    return group.lately >= _GROWS_FROM and group.lately >= 2 * group.before


def _expiring(catalogue: Catalogue, today: date, language: str, *, weekly: bool) -> Iterator[Expiring]:
    found: dict[str, Expiring] = {}
    for entry in catalogue.entries.values():
        if entry.valid_until is None or entry.status is not Status.APPROVED:
            continue
        left = (entry.valid_until - today).days
        if (-_WEEK.days <= left <= _EXPIRES_WITHIN) if weekly else left in _REMINDERS:
            shown = catalogue.in_language(entry.id, language) or entry
            found.setdefault(entry.id, Expiring(entry.id, shown.question, entry.owner, entry.valid_until))
    yield from sorted(found.values(), key=lambda one: (one.day, one.entry))


def _unread(database: Database, start: datetime, *, weekly: bool) -> Iterator[RecallShown]:
    """Return the changes that somebody has not acknowledged: a weekly digest names those still open as well, a daily one yesterday's and today's."""
    for one in listing.recalls(database):
        if (one.at >= start and one.counts.missing + one.counts.pending) or (weekly and one.is_open):
            yield one


def _said_counts(value: Digest, words: Translations) -> str:
    counts, before = value.counts, value.before
    if counts.share is None:
        return words.gettext("Nothing was asked.")
    said = words.ngettext("{n} question, {share} % answered.", "{n} questions, {share} % answered.", counts.questions).format(
        n=counts.questions, share=round(100 * counts.share)
    )
    if before.share is None:
        return said
    return f"{said} " + words.gettext("Before: {n}, {share} %.").format(n=before.questions, share=round(100 * before.share))


def _said_groups(heading: str, groups: tuple[OpenGroup, ...], words: Translations) -> Section:
    return Section(heading, _at_most([_said_group(group, words) for group in groups], words))


def _said_group(group: OpenGroup, words: Translations) -> str:
    times = words.ngettext("asked {n} time", "asked {n} times", group.questions).format(n=group.questions)
    if group.questions > group.lately > group.before:
        times += ", " + words.gettext("{lately} in the last seven days, {before} in the seven before").format(lately=group.lately, before=group.before)
    return words.gettext("“{text}”: {times}").format(text=group.text, times=times)


def _at_most(lines: list[str], words: Translations) -> tuple[str, ...]:
    left = len(lines) - MOST
    more = (words.ngettext("and {n} more", "and {n} more", left).format(n=left),) if left > 0 else ()
    return (*lines[:MOST], *more)
