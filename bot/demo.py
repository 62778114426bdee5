"""Three months in the life of a fictional town hall, for its console to have something to show: the same ones at every start.

Everything goes the way of every question, through the desk with a clock that is put to the moment; nothing is written beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo_questions import AFTER, BEFORE, THEMES
from bot.desk import Desk
from bot.events import Asked, Followed, Picked, Rated, Shared, Verdict
from bot.publishing import Preparation
from bot.review.values import Archive, Filter, Refer, Take
from knowledge.answering import Outcome, Question, Reply, can_be_given
from knowledge.matching import stored
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact
from knowledge.text import fold
from knowledge.versions import Versions

DAYS = 91
# The texts were last mended so many days ago; before that they said what their first version said.
_MENDED = 33
_PEOPLE = 64
# Questions on an ordinary Monday, Tuesday…; and how likely each hour is, from 7 to 20.
_A_DAY = (20, 19, 17, 17, 13, 3, 2)
_HOURS = (1, 6, 12, 15, 15, 12, 9, 4, 2, 4, 5, 4, 2, 1)
_FIRST_HOUR = 7
_PLATFORMS = {"slack": 55, "teams": 33, "web": 12}
_CHANNELS = {"": 50, "phone": 24, "counter": 12, "social": 8, "email": 6}


class Clock:
    """A clock that stands where it is put; the real one once it is let go."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    platform: str
    department: str


def publish(preparation: Preparation, versions: Versions, now: datetime) -> None:
    """Put the example into service as it would have been three months ago, and again as it is, learnt once."""
    matcher = stored.to_bytes(preparation.matcher)
    catalogue = preparation.successor.catalogue
    first = versions.publish(_as_first_written(catalogue), after=0, at=now - timedelta(days=DAYS + 1), by="Marta Soler", matcher=matcher)
    versions.publish(catalogue, after=first.number, at=now - timedelta(days=_MENDED), by="Luis Ortega", workbook=preparation.workbook, matcher=matcher)


def _as_first_written(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with a few answers as they were before they were mended; nothing that a matcher learns from differs."""
    before = {
        entry.key: replace(entry, answer=entry.answer.rstrip(".") + ". Para más información, llame al 010.")
        for entry in list(catalogue.entries.values())[:: 9]
        if entry.language == "es"
    }  # fmt: skip
    facts = tuple(_as_first_valued(fact) for fact in catalogue.facts)
    return replace(catalogue, version=0, entries={**catalogue.entries, **before}, facts=facts)


def _as_first_valued(fact: SharedFact) -> SharedFact:
    return replace(fact, owner="") if fact.valid_from is None else fact


def live(desk: Desk, clock: Clock, zone: ZoneInfo, seed: int = 2026) -> int:
    """Let people ask for three months up to now, and the comms team look at what was left open. Returns how many questions were asked."""
    chance, now = Random(seed), clock()  # noqa: S311 (a story, not a secret)
    catalogue = desk.catalogue()
    people = _people(chance, catalogue)
    entries = _by_popularity(chance, catalogue, desk.today())
    for number, (moment, text) in enumerate(asked := sorted(_moments(chance, now.astimezone(zone), entries))):
        clock.at = moment
        _ask(desk, chance, clock, chance.choice(people), f"demo{number:06}", text)
    clock.at = now - timedelta(hours=3)
    _review(desk, clock.at)
    clock.at = None
    return len(asked)


def _people(chance: Random, catalogue: Catalogue) -> list[_Person]:
    departments = sorted({entry.owner for entry in catalogue.entries.values()} - {""})
    return [_Person(f"D{number:03}", _drawn(chance, _PLATFORMS), chance.choice([*departments, ""])) for number in range(_PEOPLE)]


def _drawn(chance: Random, weights: Mapping[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _by_popularity(chance: Random, catalogue: Catalogue, today: date) -> list[Entry]:
    """Return the entries, from what is asked every day to what hardly anybody asks, such as what is not in force; a fifth nobody asks for."""
    found = [entry for entry in catalogue.entries.values() if entry.language == "es" or entry.id.endswith("1")]
    chance.shuffle(found)
    found.sort(key=lambda entry: not can_be_given(entry, catalogue, today))
    out_of_force = sum(not can_be_given(entry, catalogue, today) for entry in found)
    return [*found[: len(found) * 4 // 5], *found[len(found) - out_of_force :]]


def _moments(chance: Random, now: datetime, entries: Sequence[Entry]) -> Iterator[tuple[datetime, str]]:
    """Give what is asked, each at its moment, in no order."""
    weights = [1 / (place + 3) for place in range(len(entries))]
    for ago in range(DAYS, -1, -1):
        day = now - timedelta(days=ago)
        busy = _A_DAY[day.weekday()] * (1.25 - ago / (2 * DAYS))
        texts = [_covered(chance, entry) for entry in chance.choices(entries, weights, k=max(1, round(busy * chance.uniform(0.8, 1.2))))]
        for theme in THEMES:
            a_week = next((rate for from_, rate in reversed(theme.a_week) if ago <= from_), 0.0)
            share = a_week / 7 * (1.2 if day.weekday() < 5 else 0.4)
            times = int(share) + (chance.random() < share % 1)
            texts += [_as_typed(chance, chance.choice(theme.ways)) for _ in range(times)]
        for text in texts:
            hour = chance.choices(range(_FIRST_HOUR, _FIRST_HOUR + len(_HOURS)), _HOURS)[0]
            moment = datetime.combine(day.date(), time(hour, chance.randrange(60), chance.randrange(60)), now.tzinfo)
            if moment < now - timedelta(hours=4):
                yield moment, text


def _covered(chance: Random, entry: Entry) -> str:
    way = chance.choice(entry.asked_as)
    return _as_typed(chance, way) if chance.random() < 0.4 else way


def _as_typed(chance: Random, way: str) -> str:
    """Return a question as somebody in a hurry types it."""
    kind = chance.random()
    if kind < 0.3:
        return fold(way).strip("¿?¡! ")
    if kind < 0.5:
        return chance.choice(BEFORE) + way[0] + way[1:]
    if kind < 0.6:
        return way.strip("¿? ").rstrip(".") + chance.choice(AFTER)
    return way.lower()


def _ask(desk: Desk, chance: Random, clock: Clock, person: _Person, key: str, text: str) -> None:
    """Let a person ask, and do with the reply what people do."""
    event = f"{person.platform}:{key}"
    asked = Asked(event, person.platform, person.name, Question(text, _drawn(chance, _CHANNELS), reads="es"), department=person.department)
    reply = desk.handle(asked)
    assert clock.at
    clock.at += timedelta(seconds=chance.randrange(8, 60))
    if reply.outcome is Outcome.SUGGESTED:
        _choose(desk, chance, person, event, reply)
    elif reply.outcome is Outcome.ANSWERED:
        _judge(desk, chance, person, event, reply.entry)
    elif chance.random() < 0.45:
        desk.handle(Followed(person.platform, person.name, event, f"{person.platform}-{person.name}"))


def _choose(desk: Desk, chance: Random, person: _Person, event: str, reply: Reply) -> None:
    if chance.random() < 0.72:
        chosen = reply.suggestions[0]
        desk.handle(Picked(f"{event}:pick", person.platform, person.name, EntryKey(chosen.entry, chosen.language), reply.channel, event))
        _judge(desk, chance, person, f"{event}:pick", chosen.entry)
    elif chance.random() < 0.6:
        desk.handle(Rated(person.platform, person.name, event, Verdict.NONE_OF_THESE))


def _judge(desk: Desk, chance: Random, person: _Person, about: str, entry: str) -> None:
    """Let a person say whether an answer helped; those of some entries do so less often, and always do."""
    helps = 0.62 if sum(entry.encode()) % 7 == 0 else 0.94
    if chance.random() < 0.28:
        desk.handle(Rated(person.platform, person.name, about, Verdict.USEFUL if chance.random() < helps else Verdict.NOT_USEFUL))
    if chance.random() < 0.05 and person.platform == "slack":
        desk.handle(Shared(person.platform, person.name, about))


def _review(desk: Desk, at: datetime) -> None:
    """Let the comms team take one group, pass one to a department and archive one."""
    groups = {group.text: group for group in desk.review.listing.page(Filter(), at).groups}
    decisions = (
        ("wifi", Take()),
        ("nicho", Refer("Atención Ciudadana", "¿Lo lleva el cementerio o la funeraria?")),
        ("pasaporte", Archive("Es de la Policía Nacional, no del Ayuntamiento.")),
    )
    for word, action in decisions:
        group = next((group for text, group in groups.items() if word in fold(text)), None)
        if group:
            desk.review.act(desk.catalogue(), group.id, group.revision, action, "Marta Soler", at)
