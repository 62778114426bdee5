"""A year of an administration: who holds a changed answer is told of it once, what it says now, and nobody else is.

The model beside it is written in a few lines of plain Python from what the texts were made of, not from reading them: an answer is a fee and a way of
saying it, so whose fee is another one has changed.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.desk import Desk, Job
from bot.events import Acknowledged, Asked, Picked, Shared
from bot.ledger import Ledger
from bot.notice_settings import Recall
from bot.recalls.telling import Recalls
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact, Status
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS

SETTINGS = Recall(days=30, topics={"Tributos": 90}, reminders=1, remind_after_hours=24)
TRADES = ("terrazas", "vados", "mercadillos", "bodas", "piscinas", "bibliotecas", "cementerios", "licencias", "mudanzas", "huertos", "rodajes", "grúas")
CHANNELS = ("", "phone", "social")
# Ways of saying a fee, by channel: equal facts in other words.
SAYINGS = {"": ("Cuesta {} €.", "El precio es de {} euros."), "phone": ("Son {} euros.", "Vale {} €."), "social": ("{} €", "Pague {} euros")}


@dataclass
class Answer:
    """What an entry of the model says: its fee by channel, in which of the two ways; None where it is not given."""

    fees: dict[str, int] | None
    saying: int = 0
    is_suspended: bool = False

    def text(self, channel: str) -> str:
        return "" if self.fees is None or self.is_suspended else SAYINGS[channel][self.saying].format(self.fees[channel])

    def fee(self, channel: str) -> int | None:
        return None if self.fees is None or self.is_suspended else self.fees[channel]


@dataclass
class Holding:
    """What a person of the model was given last of an entry in a channel: the fee, or None where they were told that there is none any more; when."""

    fee: int | None
    day: int
    number: int


@dataclass
class Model:
    """Says who is to be told what: (person, entry, text), with how often."""

    answers: dict[str, Answer]
    held: dict[tuple[str, str], dict[str, Holding]] = field(default_factory=dict)
    told: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    number: int = 0

    def gives(self, person: str, entry: str, channel: str, day: int) -> None:
        """Somebody asks: they hold the fee of that channel; or, hearing that there is none, no fee at all."""
        self.number += 1
        fee = self.answers[entry].fee(channel)
        known = self.held.setdefault((person, entry), {})
        for other in [name for name, one in known.items() if (one.fee is None) != (fee is None)]:
            del known[other]
        if fee is not None:
            known[channel] = Holding(fee, day, self.number)

    def changes(self, entry: str, answer: Answer, day: int, days: int) -> None:
        """Put another answer in service; tell whom it concerns."""
        self.answers[entry] = answer
        for (person, of), known in self.held.items():
            wrong = [(one.number, channel) for channel, one in known.items() if of == entry and one.fee != answer.fee(channel)]
            if not wrong:
                continue
            _, channel = max(wrong)
            if day - known[channel].day > days:
                continue
            self.told[person, entry, answer.text(channel)] += 1
            self.number += 1
            for other in list(known):  # whoever is told knows it in every channel
                known[other].fee = answer.fee(other)
                if known[other].fee is None and other != channel:
                    del known[other]
            known[channel] = Holding(answer.fee(channel), day, self.number)


class Town:
    """The administration itself, its clock in the test's hand."""

    def __init__(self, folder: Path, entries: int, staff: int, seed: int) -> None:
        self.random = Random(seed)
        self.now = NOW
        self.database = Database(folder / "year.db")
        self.database.make_quick()
        self.versions = Versions(self.database)
        self.ids = [f"E-{number}" for number in range(entries)]
        self.staff = [f"U{number}" for number in range(staff)]
        self.model = Model({entry: Answer(dict.fromkeys(CHANNELS, 10 + number)) for number, entry in enumerate(self.ids)})
        self.publish()
        self.processes = [self.process(), self.process()]
        self.day = 0
        self.asked: dict[str, str] = {}
        self.told: Counter[tuple[str, str, str]] = Counter()

    def process(self) -> tuple[Desk, Recalls]:
        desk = Desk(self.versions, Ledger(self.database, PSEUDONYMS), lambda: self.now, MADRID)
        return desk, Recalls(desk, SETTINGS)

    def topic(self, entry: str) -> str:
        return "Tributos" if self.ids.index(entry) % 3 == 0 else "Otros"

    def publish(self, *facts: SharedFact) -> None:
        rows = [self.row(entry, answer) for entry, answer in self.model.answers.items() if answer.fees is not None]
        catalogue = Catalogue(0, {row.key: row for row in rows}, facts)
        self.versions.publish(catalogue, after=self.versions.current_number(), at=self.now, by="ana")

    def row(self, entry: str, answer: Answer) -> Entry:
        question = f"¿Cuánto cuesta lo de {TRADES[self.ids.index(entry) % len(TRADES)]} {entry}?"
        texts = {channel: Answer(answer.fees, answer.saying).text(channel) for channel in CHANNELS}
        wordings = tuple((channel, texts[channel]) for channel in sorted(CHANNELS) if channel)
        status = Status.SUSPENDED if answer.is_suspended else Status.APPROVED
        return Entry(entry, "es", question, texts[""], status, wordings=wordings, topic=self.topic(entry))

    def ask(self, many: int) -> None:
        """Let people ask, in batches, as a busy platform does."""
        jobs = []
        for _ in range(many):
            person, entry, channel = self.random.choice(self.staff), self.random.choice(self.ids), self.random.choice(CHANNELS)
            key = f"q{len(self.asked)}"
            self.asked[key] = person
            if self.model.answers[entry].fees is None:  # nobody is given what is withdrawn
                continue
            if self.random.random() < 0.02:
                row = self.row(entry, self.model.answers[entry])
                jobs.append(Job(Asked(key, "slack", person, Question(row.question, channel), '{"channel": "C1"}')))
            else:
                jobs.append(Job(Picked(key, "slack", person, EntryKey(entry, "es"), channel)))
            self.model.gives(person, entry, channel, self.day)
            if self.random.random() < 0.02 and self.model.answers[entry].fee(channel) is not None:
                jobs.append(Job(Shared("slack", person, key)))
        self.random.choice(self.processes)[0].handle_all(jobs)

    def change(self, *, major: bool) -> None:
        """Publish a version in which one entry is another one, or says the same in other words."""
        entry = self.random.choice(self.ids)
        former = self.model.answers[entry]
        if not major:
            answer = Answer(former.fees, 1 - former.saying, former.is_suspended)
        elif former.fees is None or former.is_suspended:
            answer = Answer(dict.fromkeys(CHANNELS, self.random.randrange(10, 90)), former.saying)
        else:
            answer = self.random.choice(
                [
                    Answer({channel: fee + self.random.randrange(1, 9) for channel, fee in former.fees.items()}, former.saying),
                    Answer(former.fees | {"phone": former.fees["phone"] + 1}, former.saying),
                    Answer(None),
                    Answer(former.fees, former.saying, is_suspended=True),
                ]
            )
        self.model.changes(entry, answer, self.day, SETTINGS.days_of(self.topic(entry)))
        self.publish()

    def keep_house(self) -> None:
        """Let every process look, one of them having died between the change and now; send what is owed, and let people read it or not."""
        for number in self.random.sample(range(len(self.processes)), len(self.processes)):
            if self.random.random() < 0.2:
                self.processes[number] = self.process()
            self.processes[number][1].step()
        desk = self.processes[0][0]
        while owed := desk.ledger.outbox.overdue("slack", self.now):
            for message in owed:
                reply = desk.ledger.reply_to(message.event)
                assert reply is not None
                if message.kind == "recalled":
                    self.told[message.recipient, reply.entry, reply.text] += 1
                    assert message.send_to == f"person:slack:{message.recipient}"
                if self.random.random() < 0.5:
                    about = message.about if message.kind == "reminded" else message.event
                    desk.handle(Acknowledged("slack", message.recipient, about))
            desk.handle_all([], sent=[message.event for message in owed])

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)
        self.day += 1


def year(folder: Path, *, staff: int, questions: int, publications: int, recalls: int, entries: int, days: int = 365, seed: int = 7) -> Town:
    town = Town(folder, entries, staff, seed)
    changes = sorted(town.random.sample(range(5, days), publications))
    major = set(town.random.sample(changes, recalls))
    for day in range(days):
        town.keep_house()
        town.ask(questions // days)
        if day in changes:
            town.change(major=day in major)
        town.keep_house()
        town.tomorrow()
    return town


def hold(town: Town) -> None:
    assert town.told == town.model.told, (town.told - town.model.told, town.model.told - town.told)
    notices = town.database.rows("SELECT count(*) AS n, count(DISTINCT recall || asker) AS people FROM recall_notice")
    assert notices[0]["n"] == notices[0]["people"] == town.told.total()
    states = town.database.rows("SELECT DISTINCT state FROM outgoing")
    assert states == [{"state": "sent"}]
    reminders = town.database.rows("SELECT max(reminders) AS most FROM recall_notice")
    assert reminders[0]["most"] == SETTINGS.reminders
    open_ones = town.database.rows("SELECT count(*) AS n FROM recall_notice WHERE acknowledged_at = 0 AND ended = '' AND at < ?", (0,))
    assert open_ones[0]["n"] == 0
    town.database.close()


@pytest.mark.parametrize("seed", [3, 5])
def test_fifty_days_of_few_answers_that_change_often(tmp_path: Path, seed: int) -> None:
    """What was withdrawn comes back, and what came back changes in one channel alone."""
    hold(year(tmp_path, staff=12, questions=600, publications=14, recalls=11, entries=5, days=50, seed=seed))


@pytest.mark.heavy
def test_a_year(tmp_path: Path) -> None:
    """200 people, 20,000 questions, 40 publications, 15 of them changes of facts."""
    hold(year(tmp_path, staff=200, questions=20_000, publications=40, recalls=15, entries=60))
