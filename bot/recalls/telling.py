"""Whoever holds an answer that is another one now is told, once for each change, and reminded until they say that they have read it.

1. Looked for whenever other answers are in force: after a publication, when a day begins, and when a topic is frozen or let go; again a while later,
   for another process may have given the former text at that moment. An entry is looked at where what it gives has changed since this process looked
   last, or was given since then.
2. Each is told once: a change of an entry is a row of its own (`recall`), made by whoever comes first, and being told of it an event of one name,
   whose transaction owes the message. Whoever does it twice finds it done, for what they were told is then what they hold.
3. Whoever is told of a second change before they have acknowledged the first is reminded of the second alone.
4. Whose address is not known is told nothing, and is on the list as such. What nobody can tell whether it arrived is not sent again.
"""

import hashlib
from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.desk import Desk, Job
from bot.events import Recalled, Reminded
from bot.notice_settings import Recall
from bot.recalls import reaching
from bot.recalls.holding import Holders, Stale, given_since
from knowledge import shared_facts
from knowledge.database import to_milliseconds
from knowledge.model import Catalogue, EntryKey

# So long may another process have gone on giving what was in force before.
_LATE = timedelta(minutes=1)
_BATCH = 200


class Recalls:
    """Tells people for one process; several may do it at once."""

    def __init__(self, desk: Desk, settings: Recall) -> None:
        self._desk = desk
        self._settings = settings
        self._in_force: tuple[int, date, frozenset[str]] | None = None
        self._digests: dict[str, str] = {}
        self._left: set[str] = set()
        self._changed_at: datetime | None = None
        self._looked_at: datetime | None = None

    def step(self) -> int:
        """Do what is due; return how many people are told of a change now."""
        if not self._settings.longest:
            return 0
        told = self._look() if self._is_due() else 0
        remind(self._desk, self._settings)
        return told

    def _is_due(self) -> bool:
        in_force = (self._desk.catalogue().version, self._desk.today(), self._desk.frozen_entries())
        if in_force != self._in_force:
            self._in_force, self._changed_at = in_force, self._desk.clock()
            return True
        is_late = self._changed_at is not None and self._desk.clock() >= self._changed_at + _LATE
        if is_late:
            self._changed_at = None
        return is_late

    def _look(self) -> int:
        now = self._desk.clock()
        digests = digests_of(self._desk.catalogue(), self._desk.today(), self._desk.frozen_entries())
        if self._looked_at is None:
            entries = set(given_since(self._desk, now - timedelta(days=self._settings.longest)))
        else:
            changed = {entry for entry in digests.keys() | self._digests.keys() if digests.get(entry) != self._digests.get(entry)}
            entries = changed | self._left | set(given_since(self._desk, self._looked_at - _LATE))
        holders = Holders(self._desk)
        told, self._left = 0, set()
        for entry in sorted(entries):
            found = holders.stale(entry, self._settings.days_of, self._settings.longest)
            now_told = _tell(self._desk, holders, found, entry)
            told += now_told
            if now_told < len(found):  # of a topic that was frozen and let go on one day there is one notice on that day: the rest the next
                self._left.add(entry)
        self._digests, self._looked_at = digests, now
        return told


def tell(desk: Desk, settings: Recall, entry: str, *, minor: bool = False) -> int:
    """Tell whoever holds a stale text of an entry; with `minor` also those whose text has other words only. Returns how many are told."""
    holders = Holders(desk)
    return _tell(desk, holders, holders.stale(entry, settings.days_of, settings.longest, minor=minor), entry)


def digests_of(catalogue: Catalogue, today: date, frozen: frozenset[str]) -> dict[str, str]:
    """Return, for each entry of a catalogue, the hash of all that it gives on a day: equal where it gives the same. `frozen` are entries' ids."""
    values = shared_facts.values_on(catalogue.facts, today)
    found: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    for row in catalogue.entries.values():
        named = sorted({name for text in row.texts for name in shared_facts.named_in(text)})
        given = (row.language, row.standing(today), row.answer, row.wordings, row.id in frozen, [(name, values.get(name)) for name in named])
        found[row.id].update(repr(given).encode("utf-8", "surrogatepass"))
    return {entry: digest.hexdigest() for entry, digest in found.items()}


def _tell(desk: Desk, holders: Holders, found: list[Stale], entry: str) -> int:
    if not found:
        return 0
    recall = _recall(desk, holders, entry, found)
    addresses: dict[str, dict[str, str]] = {}
    for platform in {one.held.platform for one in found}:
        askers = [one.held.asker for one in found if one.held.platform == platform]
        addresses[platform] = reaching.recipients(desk.ledger.database, platform, askers)
    jobs = [_job(desk, one, recall, entry, addresses[one.held.platform].get(one.held.asker, "")) for one in found]
    told = 0
    for start in range(0, len(jobs), _BATCH):
        told += sum(handled.is_due for handled in desk.handle_all(jobs[start : start + _BATCH]))
    return told


def _job(desk: Desk, stale: Stale, recall: int, entry: str, recipient: str) -> Job:
    held = stale.held
    event = Recalled(held.platform, held.asker, held.event, recall, EntryKey(entry, held.language), held.channel, bool(recipient), desk.day_of(held.at))
    send_to = reaching.private(held.platform, recipient) if recipient else ""
    return Job(event, send_to, is_held=False, recipient=recipient)


def _recall(desk: Desk, holders: Holders, entry: str, found: list[Stale]) -> int:
    """Return the number of the change of an entry that these are to be told of: one for each version and day, whichever process makes it."""
    version, day = holders.in_force
    weights = [one.change.weight for one in found]
    weight = max(set(weights), key=lambda one: (weights.count(one), one))
    with desk.ledger.database.write() as tables:
        tables.conn.execute(
            "INSERT INTO recall (entry, version, day, at, weight) VALUES (?, ?, ?, ?, ?) ON CONFLICT (entry, version, day) DO NOTHING",
            (entry, version, day.isoformat(), to_milliseconds(desk.clock()), str(weight)),
        )
        row = tables.conn.execute("SELECT id FROM recall WHERE entry = ? AND version = ? AND day = ?", (entry, version, day.isoformat())).fetchone()
    return int(row["id"])


def remind(desk: Desk, settings: Recall) -> int:
    """Remind whoever got a notice and has not acknowledged it; give up after the last reminder. Returns how many are reminded.

    Each waits its time after the one before, however late that was. While a topic is frozen nobody is reminded of what its answers say.
    """
    wait = timedelta(hours=settings.remind_after_hours)
    rows = desk.ledger.database.rows(
        """SELECT recall_notice.event AS event, entry, platform, asker, reminders, coalesce(state, '') AS state, coalesce((SELECT max(received_at)
        FROM event AS reminder WHERE reminder.about = recall_notice.event AND reminder.about <> '' AND kind = 'reminded'), recall_notice.at) AS last
        FROM recall_notice LEFT JOIN outgoing ON outgoing.event = recall_notice.event
        WHERE acknowledged_at = 0 AND ended = '' AND is_reachable = 1 AND recall_notice.at <= ?""",
        (to_milliseconds(desk.clock() - wait),),
    )
    frozen = desk.frozen_entries() if rows else frozenset()
    jobs, silent = [], []
    for row in rows:
        if row["last"] > to_milliseconds(desk.clock() - wait) or row["entry"] in frozen:
            continue
        if row["reminders"] >= settings.reminders:
            silent.append((row["event"],))
        elif row["state"] == "sent":
            jobs.append((row["platform"], row["asker"], row["event"], row["reminders"] + 1))
    _end(desk, silent)
    return sum(_remind(desk, *job) for job in jobs)


def _end(desk: Desk, silent: list[tuple[str]]) -> None:
    if silent:
        with desk.ledger.database.write() as tables:
            tables.conn.executemany("UPDATE recall_notice SET ended = 'silent' WHERE event = ? AND acknowledged_at = 0 AND ended = ''", silent)


def _remind(desk: Desk, platform: str, asker: str, about: str, number: int) -> bool:
    recipient = reaching.recipients(desk.ledger.database, platform, [asker]).get(asker, "")
    if not recipient:
        _end(desk, [(about,)])
        return False
    job = Job(Reminded(platform, asker, about, number), reaching.private(platform, recipient), is_held=False, recipient=recipient)
    return desk.handle_all([job])[0].is_due
