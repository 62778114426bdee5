"""Draws the pictures of docs/images/slack: what the Slack adapter shows for the example workbook, rendered by render.mjs beside this file.

    .venv/bin/python docs/pictures/slack.py

Every reply is the desk's own, from two published versions of the example: in the first, the entry on allotments was still missing, so that
a question about it stays open, is followed, and has its answer in the second. Run it again after a change to what the adapter draws.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.slack import draw, messages, views
from adapters.slack.messages import Shown
from adapters.slack.payloads import Address
from bot import overview, publishing
from bot.desk import Desk
from bot.events import Asked, Event, Followed, Picked, Rated, Referred, Told, Verdict
from bot.ledger import Ledger
from bot.pseudonyms import Pseudonyms
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.matching import learn, stored
from knowledge.model import Catalogue, EntryKey
from knowledge.translation import Translations, translations
from knowledge.versions import Versions
from knowledge.workbook.check import check_workbook

HERE = Path(__file__).parent
WORKBOOK = HERE.parents[1] / "examples" / "ayuntamiento.xlsx"
PICTURES = HERE.parent / "images" / "slack"
SCALE = 2

NOW = datetime(2026, 11, 25, 9, 24, tzinfo=UTC)  # 10:24 in Madrid
TODAY = date(2026, 11, 25)
PERSON, PLATFORM = "Ana Vidal", "slack"
CHANNEL, CONVERSATION = Address("C1", "1764062580.000100"), Address("D1")
ALLOTMENT, OPENING_HOURS, LONG = EntryKey("AMB-017", "es"), EntryKey("AMB-002", "es"), EntryKey("SOC-002", "es")

Picture = dict[str, Any]


class Office:
    """A desk over a temporary database, and what one person does at it."""

    def __init__(self, folder: Path) -> None:
        draft = check_workbook(WORKBOOK, today=TODAY, default_language="es")
        self.example, self._tests = draft.catalogue(), draft.tests
        self.versions = Versions(Database(folder / "pictures.db"))
        self.desk = Desk(self.versions, Ledger(Database(folder / "pictures.db"), Pseudonyms(b"pictures" * 4)), lambda: NOW, ZoneInfo("Europe/Madrid"))
        self._asked = 0

    def publish_earlier(self) -> None:
        """Publish the example as it was two months ago: an entry was missing, another said something else."""
        entries = {key: entry for key, entry in self.example.entries.items() if key != ALLOTMENT}
        entries[OPENING_HOURS] = replace(entries[OPENING_HOURS], answer="De lunes a sábado, de 8 a 20 horas.")
        self._publish(replace(self.example, entries=entries), NOW - timedelta(days=60))

    def publish_example(self) -> None:
        preparation = publishing.prepare(str(WORKBOOK), self.versions, today=TODAY, language="es")
        publishing.put_in_service(preparation, self.versions, at=NOW, by=PERSON)

    def publish_long(self) -> None:
        """Publish the example with an answer of three sections: the questions and answers of several topics, one after another."""
        told = [f"{entry.question}\n{entry.answer}" for key, entry in self.example.entries.items() if key.language == "es" and "{{" not in entry.answer]
        entry = replace(self.example.entries[LONG], answer="\n\n".join(told[:35]))
        self._publish(replace(self.example, entries={**self.example.entries, LONG: entry}), NOW)

    def ask(self, text: str, language: str = "es", person: str = PERSON) -> str:
        """Ask a question; return the key of its event."""
        self._asked += 1
        return self.do(Asked(f"slack:T1:Ev{self._asked}", PLATFORM, person, Question(text, reads=language)))

    def do(self, event: Event) -> str:
        self.desk.handle(event)
        return self.desk.key_of(event)

    def draw(self, key: str, words: Translations, person: str = PERSON, **shown: Any) -> list[Picture]:
        """Return the messages that show the reply on record, with what the person did with it."""
        reply = self.desk.ledger.reply_to(key)
        assert reply, key
        return draw(reply, words, Shown(key, self.desk.ledger.done_with(key, PLATFORM, person), **shown))

    def _publish(self, catalogue: Catalogue, at: datetime) -> None:
        matcher = stored.to_bytes(learn(catalogue, self._tests).matcher)
        self.versions.publish(catalogue, after=self.versions.current_number(), at=at, by=PERSON, matcher=matcher)


def posted(message: Picture, *thread: str, ephemeral: bool = False, person: str = PERSON) -> Picture:
    """Return the picture of a message of the app, under what the person wrote before it."""
    said = [{"author": person, "text": text, "time": "10:23"} for text in thread]
    return {"message": {"blocks": message["blocks"], "author": "Una Voz", "badge": "APP", "time": "10:24", "ephemeral": ephemeral, "thread": said}}


def pictures(office: Office) -> Iterator[tuple[str, Picture]]:
    """Yield the name and content of every picture. What a person does in one is on record in those after it."""
    words = translations("es")
    office.publish_earlier()
    yield from of_open_question(office, words)
    yield from of_answers(office, words)
    yield from of_withheld(office, words)
    yield from of_views(office, words)
    yield from of_english(office, translations("en"))
    office.publish_long()
    yield "larga", posted(office.draw(office.ask("¿Qué centro de servicios sociales me corresponde?"), words)[-1])


def of_open_question(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    """Yield a question's way from unanswered, in the first version, to told, in the second."""
    asked = "¿Cómo consigo un huerto urbano?"
    key = office.ask(asked)
    yield "sin-respuesta", posted(office.draw(key, words)[0], asked)
    office.do(Followed(PLATFORM, PERSON, key, CONVERSATION.to_text()))
    yield "avisar", posted(office.draw(key, words)[0], asked)
    office.publish_example()
    headline = words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=asked)
    yield "aviso", posted(office.draw(office.do(Told(PLATFORM, PERSON, key)), words, headline=headline)[0])


def of_answers(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    asked = "¿cómo me empadrono?"
    key = office.ask(asked)
    yield "mencion", posted(office.draw(key, words)[0], f"@Una Voz {asked}")
    yield "privada", posted(office.draw(key, words, can_share=True)[0], ephemeral=True)
    phone = office.do(Picked("slack:T1:press:1", PLATFORM, PERSON, EntryKey("OAC-001", "es"), "phone", key))
    yield "telefono", posted(office.draw(phone, words)[0], asked)
    office.do(Rated(PLATFORM, PERSON, key, Verdict.USEFUL))
    yield "valorada", posted(office.draw(key, words)[0], asked)
    asked = "¿cuánto cuesta la piscina?"
    yield "sugerencias", posted(office.draw(office.ask(asked), words)[0], asked)


def of_withheld(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    """Yield an expired answer, and the question put to its department."""
    asked = "¿Hay plan de calor para mayores?"
    key = office.ask(asked)
    yield "caducada", posted(office.draw(key, words)[0], asked)
    reply = office.desk.ledger.reply_to(office.do(Referred(PLATFORM, PERSON, key)))
    assert reply, key
    yield "derivada", posted(messages.referred(asked, PERSON, reply, words))


def of_views(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    """Yield the modals and the Home tab."""
    key = office.ask("¿Cuánto se paga de basura al año?")
    reply = office.desk.ledger.reply_to(key)
    assert reply, key
    window = views.answer(reply, words, Shown(key, can_share=True, in_modal=True), CHANNEL)
    assert window, key
    yield "ventana", {"view": window}
    yield "motivo", {"view": views.reason(key, words)}
    yield "preguntar", {"view": views.ask(words, office.desk.catalogue().channels)}
    person = "Luis Pons"
    for text in ("¿cómo me empadrono?", "precio de la piscina"):
        office.ask(text, person=person)
    office.do(Followed(PLATFORM, person, office.ask("¿Puedo hacer una barbacoa en el parque?", person=person), CONVERSATION.to_text()))
    mine, changed = overview.my_questions(office.desk, PLATFORM, person, 5), overview.changed_lately(office.desk, "es", 5)
    yield "inicio", {"view": views.home(words, "Ayuntamiento de Castroalba", "/respuesta", mine, changed)}


def of_english(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    asked, person = "How do I register as a resident?", "Tom Reed"
    yield "english", posted(office.draw(office.ask(asked, language="en", person=person), words, person)[0], asked, person=person)


def main() -> None:
    node = shutil.which("node")
    assert node, "install Node.js"
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "pictures.json"
        drawn.write_text(json.dumps(dict(pictures(Office(Path(folder)))), ensure_ascii=False), encoding="utf-8")
        subprocess.run([node, str(HERE / "render.mjs"), str(drawn), str(PICTURES), str(SCALE)], check=True)


if __name__ == "__main__":
    main()
