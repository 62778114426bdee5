"""Draws the pictures of docs/images/teams: what the adapter shows for the example workbook, drawn by adaptivecards in Chromium.

    (cd docs/pictures && npm install)
    PYTHONPATH=. .venv/bin/python docs/pictures/teams.py

Every reply is the desk's own, as in slack.py beside this file. What the frame around them looks like is ours; the cards are Microsoft's renderer's.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from slack import HERE, NOW, Office

from adapters.teams import cards, drafting, messages
from adapters.teams.messages import Shown
from adapters.teams.people import Person
from adapters.teams.reviewing import Reviewing
from adapters.teams.reviewing import dialog as dialog_of
from adapters.teams.showing import help_lines, said_in_their_name
from bot.drafts import DraftChecker
from bot.events import Followed, Picked, Rated, Referred, Told, Verdict
from bot.platforms import Service
from bot.review import deciding
from bot.review.values import Filter
from bot.settings import Settings
from knowledge.answering import Question, Reply
from knowledge.changes import Change, Weight
from knowledge.matching import build
from knowledge.model import EntryKey
from knowledge.translation import Translations, translations

PICTURES = HERE.parent / "images" / "teams"
SCRIPT = HERE / "node_modules/adaptivecards/dist/adaptivecards.min.js"
PERSON = "Ana Vidal"
WIDTH = 640

# Teams' own colours and sizes, as its light theme has them.
HOST = {
    "fontFamily": "'Segoe UI', 'Noto Sans', Lato, sans-serif",
    "fontSizes": {"small": 12, "default": 14, "medium": 16, "large": 18, "extraLarge": 24},
    "spacing": {"small": 4, "default": 8, "medium": 12, "large": 16, "extraLarge": 24, "padding": 16},
    "actions": {"maxActions": 6, "spacing": "default", "buttonSpacing": 8, "actionsOrientation": "horizontal", "actionAlignment": "left"},
    "supportsInteractivity": True,
}
STYLE = """
body { margin: 0; padding: 16px; background: #f5f5f5; font: 14px/20px 'Segoe UI', 'Noto Sans', Lato, sans-serif; color: #242424; width: 608px }
.asked { background: #e8ebfa; border-radius: 6px; padding: 8px 14px; margin: 0 0 12px 120px }
.who { font-size: 12px; color: #616161; margin: 0 0 4px 4px }
.text { background: #fff; border-radius: 6px; padding: 8px 14px; margin: 0 0 6px; white-space: pre-wrap; overflow-wrap: anywhere }
.card { background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; margin: 0 0 12px }
.dialog { box-shadow: 0 8px 24px #0003; border-radius: 8px; background: #fff; overflow: hidden }
.dialog > .title { font-weight: 700; padding: 14px 16px 0 }
.ac-pushButton { font: 600 12px/16px inherit; font-family: inherit; background: #fff; border: 1px solid #d1d1d1; border-radius: 4px;
  padding: 5px 12px; color: #242424 }
.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
.ac-pushButton.style-destructive { color: #b10e1c; border-color: #b10e1c }
.ac-input { font: inherit; border: 1px solid #d1d1d1; border-radius: 4px; padding: 5px 8px; width: 100%; box-sizing: border-box }
.ac-richTextBlock { white-space: pre-wrap !important; overflow-wrap: anywhere }
"""

Picture = dict[str, Any]


def conversation(asked: str, drawn: list[messages.Activity]) -> Picture:
    return {"asked": asked, "messages": drawn}


def dialog(card: cards.Element) -> Picture:
    return {"dialog": card}


class Drawing:
    """Draws the replies on record in an office."""

    def __init__(self, office: Office, words: Translations) -> None:
        self.office = office
        self.words = words

    def reply(self, key: str) -> Reply:
        reply = self.office.desk.ledger.reply_to(key)
        assert reply, key
        return reply

    def messages(self, key: str, **shown: Any) -> list[messages.Activity]:
        done = self.office.desk.ledger.done_with(key, "slack", PERSON)
        return messages.draw(self.reply(key), self.words, Shown(key, done, **shown))

    def card(self, key: str, **shown: Any) -> cards.Element:
        done = self.office.desk.ledger.done_with(key, "slack", PERSON)
        drawn = messages.draw_card(self.reply(key), self.words, Shown(key, done, **shown))
        assert drawn
        return drawn


def pictures(office: Office) -> Iterator[tuple[str, Picture]]:
    """Yield the name and content of every picture. What a person does in one is on record in those after it."""
    words = translations("es")
    drawing = Drawing(office, words)
    office.publish_earlier()
    yield from of_open_question(office, drawing)
    yield from of_answers(office, drawing)
    yield from of_dialogs(office, drawing)
    english = Drawing(office, translations("en"))
    asked = "How do I register as a resident?"
    yield "english", conversation(asked, english.messages(office.ask(asked, language="en")))


def of_open_question(office: Office, drawing: Drawing) -> Iterator[tuple[str, Picture]]:
    """Yield a question's way from unanswered, in the first version, to told, in the second."""
    words = drawing.words
    starters = [said_in_their_name(one, one) for one in ("¿Cómo me empadrono?", "¿Cuánto se paga de basura al año?", "¿Cómo pido cita previa?")]
    about = words.gettext("Approved answers for citizens, word for word. It never makes one up.")
    title = words.gettext("Una Voz · {organisation}").format(organisation="Ayuntamiento de Castroalba")
    yield "bienvenida", conversation("", [messages.said(about, *help_lines(words), actions=starters, title=title)])
    asked = "¿Cómo consigo un huerto urbano?"
    key = office.ask(asked)
    yield "sin-respuesta", conversation(asked, drawing.messages(key))
    office.do(Followed("slack", PERSON, key, "{}"))
    office.publish_example()
    told = words.gettext("There is an approved answer now to what you asked: “{question}”").format(question=asked)
    yield "aviso", conversation("", drawing.messages(office.do(Told("slack", PERSON, key)), headline=told))


def of_answers(office: Office, drawing: Drawing) -> Iterator[tuple[str, Picture]]:
    asked = "¿cómo me empadrono?"
    key = office.ask(asked)
    yield "respuesta", conversation(asked, drawing.messages(key))
    phone = office.do(Picked("slack:press:1", "slack", PERSON, EntryKey("OAC-001", "es"), "phone", key))
    yield "telefono", conversation("", [{"attachments": [cards.attachment(drawing.card(phone, can_share=True))]}])
    office.do(Rated("slack", PERSON, key, Verdict.NOT_USEFUL))
    yield "motivo", conversation("", [{"attachments": [cards.attachment(drawing.card(key, asks_why=True))]}])
    asked = "¿cuánto cuesta la piscina?"
    yield "sugerencias", conversation(asked, drawing.messages(office.ask(asked)))
    asked = "¿Hay plan de calor para mayores?"
    key = office.ask(asked)
    yield "caducada", conversation(asked, drawing.messages(key, can_refer=True))
    yield "derivada", conversation("", [messages.referred(asked, PERSON, drawing.reply(office.do(Referred("slack", PERSON, key))), drawing.words)])
    changed = replace(drawing.reply(office.ask("¿Cuánto se paga de basura al año?")), change=Change(Weight.MAJOR, given_on=NOW.date()))
    yield "cambio", conversation("", messages.draw(changed, drawing.words, Shown("k")))


def of_dialogs(office: Office, drawing: Drawing) -> Iterator[tuple[str, Picture]]:
    """Yield the dialogs: the answer for a message, the draft check."""
    key = office.ask("¿Cuánto se paga de basura al año?")
    yield "mensaje", dialog(drawing.card(key, can_share=True, in_dialog=True))
    words, channels = drawing.words, office.desk.catalogue().channels
    yield "borrador", dialog(drafting.ask(words, channels))
    catalogue = office.desk.catalogue()
    checker = DraftChecker(catalogue, build(catalogue, ()))
    draft = "Buenos días: recuperar un turismo cuesta 85 €, y 8 € por día de depósito desde el segundo."
    asked = Question("¿Cuánto cuesta recuperar el coche de la grúa?")
    judged = checker.check(draft, asked, "", office.desk.preview(asked), NOW.date(), {})
    shown = drafting.judged(words, judged)
    assert shown
    yield "comprobado", dialog(shown)
    yield from of_review(office, words)


def of_review(office: Office, words: Translations) -> Iterator[tuple[str, Picture]]:
    """Yield what reviewers see: what waits, and a group of like questions."""
    for person, text in enumerate(("¿Se puede hacer fuego en el monte?", "¿puedo hacer fuego en el monte", "¿Hay wifi en la plaza Mayor?")):
        office.ask(text, person=f"Persona {person}")
    service = Service(office.desk, Settings(), words, office.desk.ledger.database)
    reviewing = Reviewing(service)
    somebody = Person("", PERSON, "es", words)
    yield "pendientes", conversation("pendientes", [reviewing.waiting(somebody)])
    group = office.desk.review.listing.page(Filter(), NOW, limit=1).groups[0]
    looked = deciding.look(office.desk, str(group.id))
    assert looked
    yield "grupo", dialog(dialog_of(looked, words))


def show(page: Page, picture: Picture) -> None:
    """Put a picture into the page."""
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body></body>")
    page.add_script_tag(path=SCRIPT)
    if picture.get("asked"):
        page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", f'<div class="asked">{escape(picture["asked"])}</div>')
    if "messages" in picture:
        page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", '<div class="who"><b>Una Voz</b> · 10:24</div>')
    for message in picture.get("messages", ()):
        if message.get("text"):
            page.evaluate(
                "text => { const one = document.createElement('div'); one.className = 'text'; one.textContent = text; document.body.append(one) }",
                message["text"],
            )
        for attachment in message.get("attachments", ()):
            _show_card(page, attachment["content"], "card")
    if "dialog" in picture:
        _show_card(page, picture["dialog"], "dialog")


def _show_card(page: Page, card: cards.Element, kind: str) -> None:
    problems = page.evaluate(
        """([text, host, kind]) => {
        const card = new AdaptiveCards.AdaptiveCard(), context = new AdaptiveCards.SerializationContext();
        card.hostConfig = new AdaptiveCards.HostConfig(host);
        card.parse(JSON.parse(text), context);
        const place = document.createElement('div');
        place.className = kind;
        if (kind === 'dialog') place.insertAdjacentHTML('beforeend', '<div class="title">Una Voz</div>');
        place.append(card.render());
        document.body.append(place);
        const events = [...Array(context.eventCount).keys()].map((one) => context.getEventAt(one).message);
        return events.concat(card.validateProperties().validationEvents.map((one) => one.message));
        }""",
        [json.dumps({name: value for name, value in card.items() if name != "msteams"}), HOST, kind],
    )
    assert not problems, problems


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": WIDTH, "height": 200}, device_scale_factor=2).new_page()
        for name, picture in pictures(Office(Path(folder))):
            show(page, picture)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
