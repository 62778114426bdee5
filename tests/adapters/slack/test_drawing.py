"""What Slack shows: the adapters' contract, and every payload within Slack's limits whatever the catalogue holds."""

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import blocks, messages, reviewing, views
from adapters.slack.manifest import manifest
from adapters.slack.messages import Shown
from adapters.slack.payloads import Address, spoken
from bot import platforms
from bot.digest import Section
from bot.ledger import AskedQuestion
from bot.overview import LateChange, MyQuestion
from bot.review.deciding import Looked
from bot.review.values import Group
from bot.settings import Settings, Slack
from knowledge.answering import Note, Outcome, Question, Reply, Stamp, Suggestion
from knowledge.channels import Channel
from knowledge.model import Entry
from knowledge.review import Standing, State
from knowledge.translation import translations
from tests.adapters.contract import NASTY, AdapterContract, answered
from tests.adapters.slack.limits import problems
from tests.conftest import NOW, TODAY
from tests.messages import ROOT

ES = translations("es")
KEY = "slack:T0123456789:Ev0123456789"

# What an editor can put into a cell; the longest that Excel's hold have a test of their own.
LONG = ("&" * 7_000, "é\n" * 4_000, "<!channel>" * 700, "x" * 3_001, "🧾" * 3_100)
CELLS = st.one_of(st.text(min_size=1, max_size=200), st.sampled_from([*NASTY[:2], *LONG])).filter(lambda text: text.strip())
NAMES = st.one_of(st.text(min_size=1, max_size=40), st.sampled_from(["a" * 300, "Redes <!here> & más", "🧾" * 80])).filter(lambda text: text.strip())
PAGES = st.sampled_from(
    ["", "https://www.castroalba.example/padron?a=1&b=2", "https://x.example/" + "a" * 4_000, "javascript:alert(1)", "no es una dirección"]
)
NOTES = (Note.GENERAL_WORDING, Note.OTHER_LANGUAGE, Note.EXPIRED, Note.FACT_WITHOUT_VALUE)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    outcome = draw(st.sampled_from(list(Outcome)))
    entry, owner, channel = draw(NAMES), draw(NAMES), draw(st.one_of(st.just(""), NAMES))
    details = {
        "entry": entry,
        "owner": owner,
        "channel": draw(NAMES),
        "fact": draw(NAMES),
        "language": "es",
        "asked_language": "en",
        "contact": draw(NAMES),
    }
    is_answered = outcome is Outcome.ANSWERED
    return Reply(
        outcome,
        7,
        text=draw(CELLS) if is_answered else "",
        entry=entry,
        channel=channel,
        language="es",
        owner=owner,
        contact=draw(st.one_of(st.just(""), NAMES)),
        web_page=draw(PAGES),
        wordings=tuple(draw(st.lists(NAMES, max_size=60, unique=True))) if is_answered else (),
        opening=draw(st.one_of(st.just(""), CELLS)) if is_answered else "",
        closing=draw(st.one_of(st.just(""), CELLS)) if is_answered else "",
        suggestions=tuple(Suggestion(draw(NAMES), "es", draw(CELLS)) for _ in range(draw(st.integers(1, 3)))) if outcome is Outcome.SUGGESTED else (),
        question=draw(st.one_of(st.just(""), CELLS)),
        stamp=Stamp(entry, 7, owner, date(2026, 12, 31)) if is_answered else None,
        notes=tuple(draw(st.lists(st.sampled_from(NOTES), min_size=int(outcome is Outcome.NOTED), max_size=2, unique=True))),
        details=details,
    )


SHOWN = st.builds(
    Shown,
    about=st.just(KEY),
    done=st.frozensets(st.sampled_from(["useful", "not_useful", "wrong", "none_of_these", "followed", "shared", "referred"])),
    can_share=st.booleans(),
    can_follow=st.booleans(),
    can_refer=st.booleans(),
    headline=st.one_of(st.just(""), CELLS),
)


class TestSlack(AdapterContract):
    """The contract, kept by Slack."""

    adapter = platforms.find("slack")


@given(replies(), SHOWN, st.sampled_from(["es", "en"]))
def test_every_message_is_within_slacks_limits_and_copies_as_it_was_approved(reply: Reply, shown: Shown, language: str) -> None:
    """Whatever the catalogue holds and whatever was done with the reply."""
    drawn = messages.draw(reply, translations(language), shown)
    for message in drawn:
        assert problems(message) == []
    assert messages.copied(drawn) == reply.text


@given(replies(), SHOWN)
def test_every_modal_is_within_slacks_limits_and_shows_the_whole_text(reply: Reply, shown: Shown) -> None:
    """One that is too long for a window says that it came as a message."""
    view = views.answer(reply, ES, replace(shown, in_modal=True), Address("C1", "1.2")) or views.sent_apart(ES)
    assert problems(view) == []
    if view != views.sent_apart(ES):
        assert messages.copied([view]) == reply.text


@pytest.mark.parametrize("text", [character * 32_767 for character in ("&", "x", "é", "🧾", "\n>")])
def test_the_longest_cell_that_excel_holds_is_sent_whole(text: str) -> None:
    """In as many messages as it takes."""
    text = f"a{text}a"
    drawn = messages.draw(answered(text), ES, Shown(KEY))
    assert [problems(message) for message in drawn] == [[]] * len(drawn)
    assert messages.copied(drawn) == text


@given(st.lists(CELLS, max_size=5), st.lists(CELLS, max_size=5), NAMES)
def test_home_and_the_other_modals_are_within_slacks_limits(asked: list[str], questions: list[str], organisation: str) -> None:
    """Long questions are cut in their label only."""
    mine = [
        MyQuestion(AskedQuestion(KEY, Question(text), NOW), TODAY, Reply(Outcome.ANSWERED, 1, "Sí.", organisation, language="es"), is_followed=True)
        for text in asked
    ]
    changed = [LateChange(Entry(f"A-{n}" * 40, "es", f"a{text}", "Sí."), is_new=bool(n % 2)) for n, text in enumerate(questions)]
    channels = [Channel(f"{organisation}{number}") for number in range(120)]
    for view in (views.home(ES, organisation, "/respuesta", mine, changed), views.ask(ES, channels), views.reason(KEY, ES)):
        assert problems(view) == []


@given(CELLS, st.integers(20, 3_000))
def test_a_text_is_split_never_cut(text: str, limit: int) -> None:
    """Joined, the pieces are the text; each fits; none is empty."""
    pieces = blocks.split(text, limit)
    assert "".join(pieces) == text
    assert all(0 < blocks.length(piece) <= limit for piece in pieces)
    assert blocks.unescape(blocks.escape(text)) == text


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("uno dos tres cuatro", 10, ["uno dos ", "tres ", "cuatro"]),
        ("Primera frase. Segunda frase.", 20, ["Primera frase. ", "Segunda frase."]),
        ("Un párrafo.\n\nOtro párrafo.", 20, ["Un párrafo.\n\n", "Otro párrafo."]),
        ("&&&&", 10, ["&&", "&&"]),
        ("abcdefg\n\n" + " " * 10 + "z", 10, ["abcdefg\n\n ", " " * 9 + "z"]),
        ("palabra" + " " * 15 + "z", 10, ["palabr", "a" + " " * 9, " " * 6 + "z"]),
        ("uno dos" + " " * 5, 8, ["uno do", "s" + " " * 5]),
        (" " * 6 + "a bcd ef", 8, [" " * 6 + "a ", "bcd ef"]),
    ],
)
def test_a_text_is_split_where_a_reader_would_split_it(text: str, limit: int, pieces: list[str]) -> None:
    assert blocks.split(text, limit) == pieces


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@UBOT> como me empadrono", "como me empadrono"),
        ("hola <@UBOT|una voz>, ¿qué vale &lt;5 m² &amp; más?", "hola  , ¿qué vale <5 m² & más?"),
        ("mire <https://x.example/a|x.example/a> y <mailto:a@b.example|a@b.example>", "mire x.example/a y a@b.example"),
        ("<!channel> <#C1|general> <@U2|ana>", "general ana"),
        ("<" * 5_000, "<" * 4_000),
    ],
)
def test_slacks_markup_is_read_as_what_the_person_wrote(written: str, read: str) -> None:
    """Without the mention of the bot."""
    assert spoken(written, "UBOT") == read


def test_a_long_digest_comes_in_several_messages() -> None:
    """Each within what Slack takes; every line begins as it does."""
    sections = [Section(f"Apartado {number}", tuple(f"{number}.{one} ¿Cuándo <vence> & " * 200 for one in range(6))) for number in range(9)]
    drawn = messages.digest("Lo de ayer", sections)
    assert len(drawn) > 1
    assert [fault for message in drawn for fault in problems(message)] == []
    shown = "".join(blocks.unescape(block["text"]["text"]) for message in drawn for block in message["blocks"])
    assert all(f"• {number}.{one} ¿Cuándo" in shown for number in range(9) for one in range(6))
    assert len(messages.digest("Lo de ayer", [Section("Preguntas", ("Una.",))])) == 1


@pytest.mark.parametrize("number", [0, 1, 100, 101])
@pytest.mark.parametrize("text", [*NASTY[:2], *LONG])
def test_the_window_of_a_group_is_within_slacks_limits(number: int, text: str) -> None:
    """Whatever is asked and however many departments there are; each can be named."""
    group = Group(1, 2, text, "es", Standing(State.NEW), NOW, NOW, 3, 2, {}, (), (), (), 0, 0)
    departments = tuple(f"{one} & {'é' * 65}" for one in range(number))
    near = (("🧾" * 75, text), *((f"E{one}", text) for one in range(4)))
    view = reviewing.window(Looked(group, (text,) * 5, near, departments, text), ES, "https://voz.example")
    assert problems(view) == []
    fields = {
        element["action_id"]: element["type"]
        for block in view["blocks"]
        for element in (*block.get("elements", ()), block.get("element", {}))
        if "action_id" in element
    }
    kind = "plain_text_input" if number > 100 else "static_select"
    assert fields.get("review_department") == (kind if number else None)


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("mode", ["all", "mentions"])
def test_the_manifest_keeps_slacks_schema(transport: str, language: str, mode: str) -> None:
    """With every scope that an event needs."""
    slack = Slack(transport=transport, mode=mode, command="/pregunta")  # type: ignore[arg-type]
    settings = Settings.model_construct(
        **{**dict(Settings()), "slack": slack, "language": language, "serve": Settings().serve.model_copy(update={"public_url": "https://voz.example"})}
    )
    written = manifest(settings)
    schema = json.loads((ROOT / "../shared/schemas/slack-manifest.schema.2.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(written)
    needed = {
        "app_mention": "app_mentions:read",
        "message.im": "im:history",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
    }
    events, scopes = written["settings"]["event_subscriptions"]["bot_events"], written["oauth_config"]["scopes"]["bot"]
    assert {needed[event] for event in events if event in needed} <= set(scopes)
    assert ("message.channels" in events) == (mode == "all")
    assert ("request_url" in written["settings"]["interactivity"]) == (transport == "http")
    assert written["features"]["slash_commands"][0]["command"] == "/pregunta"
