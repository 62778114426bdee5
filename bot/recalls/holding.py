"""Who holds what of an entry: what the ledger says that each was given last, against what the same question gives today.

1. Whoever was given a text holds it, for its channel and language, until they are given another one for these.
2. A text is *stale* where today's, for the same channel and language, differs from it in its facts, or is not given any more.
3. Whoever was given something later, in whichever channel, knows what had changed by then. Who has heard that an answer is not given any more holds
   nothing of it; who was told so without asking is told too when it is given again (who asked waits for that: `bot.review`).
4. A frozen topic's holding line is no text of its entries: whoever asked for one and got the line holds what they held before. Freezing changes nothing
   that anybody holds. Whoever is told of a change meanwhile hears that the answer is not given for now, and is told once it is again.
5. Of what somebody holds that is stale, the latest counts: they are told of an entry once, not once a channel.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from bot.desk import Desk
from knowledge.answering import Note, Question, Reply, give
from knowledge.changes import Change, Text, Weight, weigh
from knowledge.database import to_milliseconds, to_moment
from knowledge.model import Catalogue, EntryKey

_MOST_CATALOGUES = 8


@dataclass(frozen=True, slots=True)
class Held:
    """What an event gave somebody. `text` is empty where it said that there is no answer; `until` the last day that its stamp named."""

    event: str
    platform: str
    asker: str
    language: str
    channel: str
    text: str
    version: int
    at: datetime
    until: date | None
    is_notice: bool
    department: str = ""

    @property
    def place(self) -> tuple[str, str]:
        return self.language, self.channel


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody who holds what is another answer now, and what the change weighs."""

    held: Held
    change: Change


class Holders:
    """Finds who holds stale texts of one desk's entries, as its catalogue gives them today."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._catalogue = desk.catalogue()
        self._today = desk.today()
        self._frozen = desk.frozen_entries()
        self._earlier: dict[int, Catalogue] = {self._catalogue.version: self._catalogue}
        self._given: dict[tuple[int, date, str, str, str], Reply] = {}
        self._weighed: dict[tuple[str, str, str, str, bool], Change] = {}

    @cached_property
    def in_force(self) -> tuple[int, date]:
        return self._catalogue.version, self._today

    def stale(self, entry: str, days: Callable[[str], int], longest: int, *, minor: bool = False) -> list[Stale]:
        """Return everybody who holds a stale text of an entry: those who were given it within `days` of its topic, none longer than `longest`.

        With `minor`, also those whose text has other words only.
        """
        now = self._desk.clock()
        found = []
        held = self._held(entry, now.timestamp() - longest * 86_400)
        minor = minor and entry not in self._frozen  # whose new words are not given
        for _, group in groupby(held, key=lambda one: (one.platform, one.asker)):
            theirs = list(group)
            one = self._latest_stale(entry, theirs, minor=minor)
            if one and (now - one.held.at).total_seconds() <= 86_400 * days(self._topic(entry, one.held.version)):
                found.append(one)
        return found

    def holders(self, entry: str, since: datetime) -> list[Held]:
        """Return what each person holds of an entry, of what they were given since then: a text a channel and language."""
        given = groupby(self._held(entry, since.timestamp()), key=lambda one: (one.platform, one.asker))
        return [held for _, theirs in given for held in _still_held(theirs)]

    def text_now(self, entry: str, language: str, channel: str) -> Reply:
        return self._give(self._catalogue.version, self._today, entry, language, channel)

    def _latest_stale(self, entry: str, theirs: list[Held], *, minor: bool) -> Stale | None:
        """Return what is stale of one person's, given in the order of `theirs`."""
        for one in reversed(_still_held(theirs)):
            if (one.text or entry not in self._frozen) and (change := self._change(entry, one, theirs[-1], minor=minor)):
                return Stale(one, change)
        return None

    def _change(self, entry: str, held: Held, latest: Held, *, minor: bool) -> Change | None:
        """Return what became of a text that is held by somebody who was given something `latest`; None for nothing that they are to be told."""
        now = self.text_now(entry, held.language, held.channel)
        if Note.EXPIRED in now.notes and held.until and held.until < self._today:
            return None  # as the stamp had said
        change = self._weigh(held.text, held.language, now)
        if not _is_told(change, minor=minor):
            return None
        if held is latest or not held.text:
            return change
        then = self._give(latest.version, self._desk.day_of(latest.at), entry, held.language, held.channel)
        return change if _is_told(self._weigh(then.text, then.language, now), minor=minor) else None

    def _weigh(self, text: str, language: str, now: Reply) -> Change:
        is_suspended = Note.SUSPENDED in now.notes
        key = (text, language, now.text, now.language, is_suspended)
        if key not in self._weighed:
            self._weighed[key] = weigh(Text(text, language), Text(now.text, now.language, is_suspended))
        return self._weighed[key]

    def _give(self, version: int, day: date, entry: str, language: str, channel: str) -> Reply:
        key = (version, day, entry, language, channel)
        if key not in self._given:
            self._given[key] = give(self._catalogue_of(version), EntryKey(entry, language), Question("", channel, language), day)
        return self._given[key]

    def _catalogue_of(self, version: int) -> Catalogue:
        if version not in self._earlier:
            if len(self._earlier) > _MOST_CATALOGUES:
                self._earlier = {self._catalogue.version: self._catalogue}
            self._earlier[version] = self._desk.versions.catalogue(version)
        return self._earlier[version]

    def _topic(self, entry: str, version: int) -> str:
        """Return an entry's topic, that of the version that was given where it is withdrawn."""
        rows = self._catalogue.in_languages(entry) or self._catalogue_of(version).in_languages(entry)
        return next((row.topic for row in rows if row.topic), "")

    def _held(self, entry: str, since: float) -> Iterator[Held]:
        """Give all that was given of an entry since then, person by person, each in the order in which they got it."""
        rows = self._desk.ledger.database.rows(
            """SELECT key, event.platform AS platform, event.asker AS asker, department, language, channel, text, version, received_at, kind,
            json_extract(content, '$.stamp.valid_until') AS until, instr(json_extract(content, '$.notes'), '"frozen') > 0 AS is_line
            FROM event INDEXED BY event_entry CROSS JOIN reply ON reply.event = event.key
            WHERE event.entry = ? AND event.entry <> '' AND received_at >= ? AND event.outcome IN ('answered', 'unanswered') AND asker <> ''
            AND asker NOT LIKE 'erased-%' ORDER BY event.platform, asker, received_at, event.rowid""",
            (entry, int(since * 1000)),
        )
        return (held for row in rows if (held := _to_held(row)).is_notice or not row["is_line"])


def _to_held(row: Mapping[str, Any]) -> Held:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    at, is_notice = to_moment(row["received_at"]), row["kind"] in ("recalled", "reminded")
    place = (row["language"], row["channel"])
    text = "" if row["is_line"] else row["text"]
    return Held(row["key"], row["platform"], row["asker"], *place, text, row["version"], at, until, is_notice, row["department"] or "")


def _still_held(given: Iterable[Held]) -> list[Held]:
    """Return what is left of what a person was given, the latest last: a text a channel and language, or that there is none any more."""
    held: dict[tuple[str, str], Held] = {}
    for one in given:
        if not one.text and one.is_notice:
            held = {one.place: one}
            continue
        held = {place: other for place, other in held.items() if bool(other.text) is bool(one.text)}
        if one.text:
            held.pop(one.place, None)
            held[one.place] = one
    return list(held.values())


def _is_told(change: Change, *, minor: bool) -> bool:
    return change.weight.is_told or (minor and change.weight is Weight.MINOR)


def given_since(desk: Desk, moment: datetime) -> Iterable[str]:
    """Return the ids of the entries of which something was given since then."""
    rows = desk.ledger.database.rows("SELECT DISTINCT entry FROM event WHERE received_at >= ? AND entry <> ''", (to_milliseconds(moment),))
    return [row["entry"] for row in rows]
