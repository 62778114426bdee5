"""What a question is answered with: the exact text, honestly or not at all."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.answering import MAX_SUGGESTIONS, Note, Outcome, Question, answer, give
from knowledge.channels import Channel, with_declared
from knowledge.matching import build
from knowledge.model import Catalogue, Entry, SharedFact, Status
from tests.conftest import TODAY


def catalogue(*entries: Entry, **parts: object) -> Catalogue:
    return Catalogue(3, {entry.key: entry for entry in entries}, **parts)  # type: ignore[arg-type]


def ask(question: str | Question, *entries: Entry, **parts: object):  # type: ignore[no-untyped-def]
    held = catalogue(*entries, **parts)
    asked = question if isinstance(question, Question) else Question(question)
    return answer(asked, held, build(held), TODAY)


WORDS = st.text(string.ascii_letters + string.digits + "áéíóúñçüÀÈ·'’ ¿?¡!.,-ßıſœ", min_size=1, max_size=30).filter(text.key)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Draw a catalogue in which every way of asking belongs to one entry."""
    ways = draw(st.lists(WORDS, min_size=1, max_size=40, unique_by=text.key))
    entries, number = [], 0
    while ways:
        count = draw(st.integers(1, min(5, len(ways))))
        mine, ways = ways[:count], ways[count:]
        entries.append(Entry(f"E-{number}", draw(st.sampled_from(["es", "ca", "en"])), mine[0], f"Respuesta {number}", phrasings=tuple(mine[1:])))
        number += 1
    return catalogue(*entries)


def typed_otherwise(draw: st.DrawFn, way: str) -> str:
    """Return `way` with other capitals, accents, spaces and punctuation."""
    change = draw(st.sampled_from([str.upper, str.lower, str.swapcase, text.fold, lambda t: t]))
    parts = [draw(st.sampled_from(["", " ", "  ", "\u00a0", "?", "¡", ", ", "\u200b", "\n"])) + character for character in change(way)]
    return "".join(parts)


@given(st.data())
def test_every_phrasing_of_a_catalogue_reaches_its_own_entry_however_typed(data: st.DataObject) -> None:
    """The exact phrasing always wins, whatever its case, accents, spaces and punctuation."""
    held = data.draw(catalogues())
    matcher = build(held)
    entry = data.draw(st.sampled_from(list(held.entries.values())))
    way = typed_otherwise(data.draw, data.draw(st.sampled_from(entry.asked_as)))
    reply = answer(Question(way), held, matcher, TODAY)
    assert (reply.outcome, reply.entry, reply.text) == (Outcome.ANSWERED, entry.id, entry.answer)


@given(catalogues(), st.text(max_size=200))
def test_whatever_is_asked_every_suggestion_is_answered_once_picked(held: Catalogue, question: str) -> None:
    """A suggestion never leads to a refusal."""
    reply = answer(Question(question), held, build(held), TODAY)
    assert len(reply.suggestions) <= MAX_SUGGESTIONS
    for suggestion in reply.suggestions:
        assert answer(Question(suggestion.question), held, build(held), TODAY).entry == suggestion.entry


PADRON = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.", phrasings=("alta en el padrón municipal",), wordings=(("phone", "Pida cita."),))
PADRON_EN = Entry("OAC-1", "en", "How do I register as a resident?", "With an appointment.")
BASURA = Entry("TRIB-1", "es", "¿Cuánto es la tasa de basura?", "Son {{tasa}}.", owner="Hacienda")
PISCINA = Entry("DEC-1", "es", "¿Qué horario tiene la piscina municipal?", "De 11 a 20 h.", owner="Deportes", valid_until=date(2026, 9, 15))


@pytest.mark.parametrize(
    ("question", "outcome", "entry"),
    [
        ("como me empadrono", Outcome.ANSWERED, "OAC-1"),
        ("alta padron municipal", Outcome.SUGGESTED, ""),
        ("quiero darme de alta en el padrom municipal", Outcome.SUGGESTED, ""),
        ("how do i register as a resident", Outcome.ANSWERED, "OAC-1"),
        ("¿Venden helicópteros usados?", Outcome.UNANSWERED, ""),
        ("", Outcome.UNANSWERED, ""),
        ("🙂🙂🙂", Outcome.UNANSWERED, ""),
        ("x" * 100_000, Outcome.UNANSWERED, ""),
        ("\u202e\u0000 ;DROP TABLE", Outcome.UNANSWERED, ""),
    ],
)
def test_questions_as_people_type_them(question: str, outcome: Outcome, entry: str) -> None:
    """Right where it is sure, silent where nothing fits, and never lost on odd input."""
    facts = (SharedFact("tasa", "96,40 €"),)
    reply = ask(question, PADRON, PADRON_EN, BASURA, facts=facts)
    assert (reply.outcome, reply.entry) == (outcome, entry)


def test_a_channel_gets_its_own_wording_and_another_the_general_answer_with_a_note() -> None:
    """An asked-for channel without a wording says so."""
    own = ask(Question("¿Cómo me empadrono?", channel="phone"), PADRON)
    general = ask(Question("¿Cómo me empadrono?", channel="email"), PADRON)
    assert (own.text, own.notes, own.wordings) == ("Pida cita.", (), ("phone",))
    assert (general.text, general.notes) == ("Con cita.", (Note.GENERAL_WORDING,))


def test_the_answer_comes_in_the_language_asked_for_or_says_that_there_is_none() -> None:
    """Nothing is translated."""
    in_english = ask(Question("¿Cómo me empadrono?", language="en"), PADRON, PADRON_EN)
    in_basque = ask(Question("¿Cómo me empadrono?", language="eu"), PADRON, PADRON_EN)
    assert (in_english.text, in_english.notes) == ("With an appointment.", ())
    assert (in_basque.text, in_basque.notes) == ("Con cita.", (Note.OTHER_LANGUAGE,))


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        (PISCINA, Note.EXPIRED),
        (Entry("A", "es", "¿Qué horario tiene la piscina municipal?", "x", valid_from=date(2027, 1, 1)), Note.NOT_YET_VALID),
        (Entry("A", "es", "¿Qué horario tiene la piscina municipal?", "x", Status.SUSPENDED), Note.SUSPENDED),
        (Entry("A", "es", "¿Qué horario tiene la piscina municipal?", "{{nada}}"), Note.FACT_WITHOUT_VALUE),
    ],
)
def test_what_is_not_in_force_is_said_and_never_given(entry: Entry, note: Note) -> None:
    """The reply names the entry and its owner, and has no text."""
    reply = ask("que horario tiene la piscina municipal", entry)
    assert (reply.outcome, reply.text, reply.entry, reply.notes) == (Outcome.UNANSWERED, "", entry.id, (note,))
    assert reply.stamp is None
    assert not ask("horario piscina", entry, BASURA, facts=(SharedFact("tasa", "1 €"),)).suggestions


def test_facts_change_at_midnight_and_their_values_are_read_once() -> None:
    """A value that itself looks like a placeholder is not filled again."""
    facts = (SharedFact("tasa", "96,40 €", valid_until=date(2026, 12, 31)), SharedFact("tasa", "99 €", valid_from=date(2027, 1, 1)))
    held = catalogue(BASURA, facts=facts)
    asked = Question("¿Cuánto es la tasa de basura?")
    texts = [give(held, BASURA.key, asked, day).text for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert texts == ["Son 96,40 €.", "Son 99 €."]
    assert give(catalogue(BASURA, facts=(SharedFact("tasa", "{{otra}}"),)), BASURA.key, asked, TODAY).text == "Son {{otra}}."


def test_a_channels_opening_and_closing_stand_beside_the_text_and_count_for_its_length() -> None:
    """The approved text itself stays the cell's."""
    phone = Channel("phone", limit=20, opening="Buenos días.", closing="Gracias.")
    reply = ask(Question("¿Cómo me empadrono?", channel="phone"), PADRON, channels=with_declared((phone,)))
    assert (reply.opening, reply.text, reply.closing) == ("Buenos días.", "Pida cita.", "Gracias.")
    assert phone.length("Pida cita.") == len("Buenos días.\nPida cita.\nGracias.")


@pytest.mark.parametrize(
    ("wording", "length"),
    [("hola", 4), ("Más en https://www.castroalba.example/padron/alta?x=1.", 7 + 23 + 1), ("sí 👍", 5), ("👩‍👩‍👧", 2), ("日本", 4), ("e\u0301", 1)],
)
def test_x_counts_links_as_23_and_emoji_as_2(wording: str, length: int) -> None:
    """As docs.x.com, "Counting characters", says."""
    assert Channel("social", 280, "x").length(wording) == length
