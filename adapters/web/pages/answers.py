"""Answers: every entry in service, looked for by what it answers or by its words, and how healthy each is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlencode

from starlette.responses import Response

from adapters.web.roles import Role
from adapters.web.routes import Route
from adapters.web.visits import Visit
from bot import health, wording
from bot.health import UNUSED_FOR, Ailment, Symptom
from knowledge.model import Catalogue, Entry
from knowledge.text import words as words_of
from knowledge.translation import Translations

PATH = "/respuestas"

_A_PAGE = 25
# What the matcher finds is shown from so likely on, and so many at most; whatever has all the words comes after it.
_LIKELY_FROM, _MOST_LIKELY = 0.1, 10
# What a filter for the health may be, beside one ailment.
ANY, GRAVE = "alguno", "graves"

Health = Mapping[str, tuple[Symptom, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, as it stands in the address; empty is everything."""

    text: str
    owner: str
    topic: str
    language: str
    health: str

    def address(self, page: int = 1) -> str:
        """Return the part of an address that asks for this."""
        fields = {"q": self.text, "responsable": self.owner, "tema": self.topic, "idioma": self.language, "salud": self.health}
        return urlencode({name: value for name, value in {**fields, "pagina": page if page > 1 else ""}.items() if value})

    @property
    def is_everything(self) -> bool:
        return not (self.text or self.owner or self.topic or self.language or self.health)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list. `times` is how often it was given lately."""

    entry: Entry
    languages: tuple[str, ...]
    times: int
    symptoms: tuple[Symptom, ...]


def show(visit: Visit) -> Response:
    asked = Asked(*(visit.asked(name).strip() for name in ("q", "responsable", "tema", "idioma", "salud")))
    catalogue, symptoms = visit.console.desk.catalogue(), examined(visit)
    found = [entry_id for entry_id in _found(visit, asked.text) if _is_let_through(entry_id, asked, catalogue, symptoms)]
    pages = max(1, -(-len(found) // _A_PAGE))
    page = min(max(int(visit.asked("pagina")) if visit.asked("pagina").isdecimal() else 1, 1), pages)
    times = _times_given(visit)
    rows = [_line(visit, entry_id, times, symptoms) for entry_id in found[(page - 1) * _A_PAGE : page * _A_PAGE]]
    entries = list(catalogue.entries.values())
    return visit.page(
        "answers.html",
        asked=asked,
        rows=[row for row in rows if row],
        total=len(found),
        page=page,
        pages=pages,
        owners=sorted({entry.owner for entry in entries} - {""}),
        topics=sorted({entry.topic for entry in entries} - {""}),
        spoken=sorted({entry.language for entry in entries}),
        ailments=_ailments(symptoms, visit.words),
        said_symptom=said,
        pairs=lambda names: [(name, name) for name in names],
        named=lambda codes: [(code, wording.language_name(code, visit.words)) for code in codes],
        is_grave=lambda symptom: symptom.ailment.is_grave,
    )


def examined(visit: Visit) -> dict[str, tuple[Symptom, ...]]:
    """Return the health of every entry in service, by its id."""
    console = visit.console
    settings = console.settings
    tried = console.tested.of(console.desk, settings.language)
    return health.of(console.desk, console.service.database, settings.zone, tried, settings.language)


def said(symptom: Symptom, words: Translations) -> str:
    """Return what is wrong, as a few words for a badge."""
    short = _SAID[symptom.ailment](words)
    return short.format(
        language=wording.language_name(symptom.language, words),
        day=wording.day(symptom.day, words) if symptom.day else "",
        name=wording.channel_name(symptom.name, words) if symptom.ailment is Ailment.NO_WORDING else symptom.name,
        times=symptom.times,
    )


_SAID: dict[Ailment, Callable[[Translations], str]] = {
    Ailment.EXPIRED: lambda words: words.gettext("Expired on {day}"),
    Ailment.FACT_WITHOUT_VALUE: lambda words: words.gettext("“{name}” has no value today"),
    Ailment.SUSPENDED: lambda words: words.gettext("Suspended"),
    Ailment.FROZEN: lambda words: words.gettext("Frozen until {day}"),
    Ailment.NOT_YET_VALID: lambda words: words.gettext("Valid from {day} on"),
    Ailment.FAILING_TEST: lambda words: words.gettext("Test question not answered: “{name}”"),
    Ailment.WEB_CONTRADICTS: lambda words: words.gettext("The web page says otherwise: {name}"),
    Ailment.WEB_PAGE: lambda words: words.gettext("Web page: {name}"),
    Ailment.EXPIRING: lambda words: words.gettext("Expires on {day}"),
    Ailment.UNREAD: lambda words: words.gettext("{times} have not acknowledged its change"),
    Ailment.NO_WORDING: lambda words: words.gettext("No wording for {name}, asked for {times} times"),
    Ailment.MISSING_LANGUAGE: lambda words: words.gettext("Not in {language}"),
    Ailment.UNUSED: lambda words: words.gettext("Not used in 90 days"),
}


def _ailments(symptoms: Health, words: Translations) -> list[tuple[str, str]]:
    """Return what the list may be filtered by, with how many entries have it."""
    names = {
        Ailment.EXPIRED: words.gettext("Expired"),
        Ailment.FACT_WITHOUT_VALUE: words.gettext("A shared fact without a value"),
        Ailment.SUSPENDED: words.gettext("Suspended"),
        Ailment.FROZEN: words.gettext("Topic frozen"),
        Ailment.NOT_YET_VALID: words.gettext("Not valid yet"),
        Ailment.FAILING_TEST: words.gettext("Failing test questions"),
        Ailment.WEB_CONTRADICTS: words.gettext("Contradicted by its web page"),
        Ailment.WEB_PAGE: words.gettext("Web page missing, or saying less"),
        Ailment.EXPIRING: words.gettext("About to expire"),
        Ailment.UNREAD: words.gettext("Changed, and not everybody has read it"),
        Ailment.NO_WORDING: words.gettext("Without a wording that people ask for"),
        Ailment.MISSING_LANGUAGE: words.gettext("Missing a language of its topic"),
        Ailment.UNUSED: words.gettext("Not used in 90 days"),
    }
    every: list[tuple[str, str, Callable[[Symptom], bool]]] = [
        (ANY, words.gettext("Anything to mend"), lambda _: True),
        (GRAVE, words.gettext("Keeping somebody from the answer today"), lambda symptom: symptom.ailment.is_grave),
        *((str(ailment), name, lambda symptom, ailment=ailment: symptom.ailment is ailment) for ailment, name in names.items()),
    ]
    counted = [(value, name, sum(any(map(has, found)) for found in symptoms.values())) for value, name, has in every]
    return [(value, f"{name} ({number})") for value, name, number in counted if number]


def _found(visit: Visit, asked: str) -> list[str]:
    """Return the ids of the entries that are looked for: the one with that id; those that the text asks for; those that have all its words."""
    catalogue = visit.console.desk.catalogue()
    every = list(dict.fromkeys(key.id for key in catalogue.entries))
    if not asked:
        return every
    named = [entry_id for entry_id in every if entry_id.casefold() == asked.casefold()]
    likely = [entry_id for entry_id, score in visit.console.desk.likely(asked)[:_MOST_LIKELY] if score >= _LIKELY_FROM]
    sought = words_of(asked)
    having = [entry_id for entry_id in every if sought and all(word in _read(entry_id, catalogue) for word in sought)]
    return list(dict.fromkeys((*named, *likely, *having)))


def _read(entry_id: str, catalogue: Catalogue) -> str:
    """Return everything that an entry says, folded for finding words and beginnings of words."""
    rows = catalogue.in_languages(entry_id)
    return " ".join(
        word for entry in rows for content in (entry_id, *entry.asked_as, *entry.texts, entry.topic, entry.owner) for word in words_of(content)
    )


def _is_let_through(entry_id: str, asked: Asked, catalogue: Catalogue, symptoms: Health) -> bool:
    rows = catalogue.in_languages(entry_id)
    found = symptoms.get(entry_id, ())
    return (
        (not asked.owner or any(entry.owner == asked.owner for entry in rows))
        and (not asked.topic or any(entry.topic == asked.topic for entry in rows))
        and (not asked.language or any(entry.language == asked.language for entry in rows))
        and (
            not asked.health
            or (asked.health == ANY and bool(found))
            or (asked.health == GRAVE and any(symptom.ailment.is_grave for symptom in found))
            or any(symptom.ailment == asked.health for symptom in found)
        )
    )


def _line(visit: Visit, entry_id: str, times: Mapping[str, int], symptoms: Health) -> Line | None:
    catalogue = visit.console.desk.catalogue()
    entry = catalogue.in_language(entry_id, visit.console.settings.language)
    languages = tuple(row.language for row in catalogue.in_languages(entry_id))
    return Line(entry, languages, times.get(entry_id, 0), symptoms.get(entry_id, ())) if entry else None


def _times_given(visit: Visit) -> Mapping[str, int]:
    desk = visit.console.desk
    since = datetime.combine(desk.today() - UNUSED_FOR, time(), visit.console.settings.zone)
    return health.usage(visit.console.service.database, desk.versions, since).given


ROUTES = (Route("GET", PATH, Role.READER, show),)
