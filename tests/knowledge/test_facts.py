"""What a text says is read whatever its spelling; two texts that say the same are the same, and those that do not are told apart."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.facts import Fact, FactKind, compare, facts
from tests.knowledge.facts_table import TABLES, read_table, score
from tests.knowledge.number_words import basque, galician, spanish

ENOUGH = 0.98
FEWEST_CASES = 300
LANGUAGES = ("es", "ca", "gl", "eu", "en", "de")


def said(text: str, language: str = "es") -> list[str]:
    return [f"{fact.kind}: {fact.value}" for fact in facts(text, language)]


# The table that came last, and that nothing may be tuned on, is not read as it is wanted yet: docs/facts.md says by how much.
SHORT = pytest.mark.xfail(strict=True, reason="97.2 of 100 facts are found, 98 are wanted")


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=SHORT if path.stem == "heldout_es" else (), id=path.stem) for path in sorted(TABLES.glob("*.jsonl"))]
)
def test_the_tables_are_read_right(path: Path) -> None:
    """At least 98 of 100 facts, and at most 2 of 100 that the text does not say; of the table written with the rules, in each language."""
    cases = read_table(path)
    scores = score(cases)
    assert len(cases) >= FEWEST_CASES
    of_each = scores.languages if path.stem == "dev" else {}
    for label, one in {"all": scores.total, **of_each}.items():
        assert one.precision >= ENOUGH, (label, scores.wrong)
        assert one.recall >= ENOUGH, (label, scores.wrong)
    assert scores.places.recall >= ENOUGH


def test_what_is_read_of_the_last_table_is_right() -> None:
    scores = score(read_table(TABLES / "heldout_es.jsonl"))
    assert scores.total.precision >= ENOUGH
    assert scores.places.recall >= ENOUGH


def test_the_table_of_cases_has_every_kind_and_stands_in_its_texts() -> None:
    cases = read_table(TABLES / "dev.jsonl")
    assert {kind for case in cases for kind, _, _ in case.facts} == {kind.value for kind in FactKind}
    assert {case.language for case in cases} == {"es", "ca", "gl", "eu", "en"}
    assert all(written in case.text for case in cases for _, _, written in case.facts)
    assert sum(not case.facts for case in cases) >= 100


# One row for what docs/facts.md says: a text, its language, what it says.
RULES = [
    ("12,50 €, 1.250 euros, doce euros con cincuenta", "es", ["amount: 12.50 EUR", "amount: 1250.00 EUR", "amount: 12.50 EUR"]),
    ("60 céntimos y 1,5 millones de euros", "es", ["amount: 0.60 EUR", "amount: 1500000.00 EUR"]),
    ("€1,250.50", "en", ["amount: 1250.50 EUR"]),
    ("el cinco por ciento", "es", ["percentage: 5 %"]),
    ("ehuneko 5 edo %5", "eu", ["percentage: 5 %", "percentage: 5 %"]),
    ("15/03/2026, 15 de marzo, marzo de 2026, en agosto", "es", ["date: 2026-03-15", "date: --03-15", "date: 2026-03", "date: --08"]),
    ("el año 2026, curso 2025-2026, pero no 2026", "es", ["date: 2026", "date: 2025..2026"]),
    ("del 1 al 15 de marzo de 2026, de junio a septiembre", "es", ["date: 2026-03-01..2026-03-15", "date: --06..--09"]),
    ("you may come in May", "en", ["date: --05"]),
    ("10 días hábiles, tres meses, media hora, de 3 a 5 días", "es", ["duration: 10 working days", "duration: 3 months", "duration: 0.5 hours", "duration: 3..5 days"]),
    ("un mes, año y medio, al mes, cada mes, cada dos años", "es", ["duration: 1 months", "duration: 1.5 years", "duration: 2 years"]),
    ("a las nueve de la mañana, las 9 y media, de 9 a 14 h", "es", ["time: 09:00", "time: 09:30", "time: 09:00..14:00"]),
    ("las dos de la tarde, las 12 del mediodía, a medianoche", "es", ["time: 14:00", "time: 12:00", "time: 00:00"]),
    ("9–11 am", "en", ["time: 09:00..11:00"]),
    ("a dos quarts de deu", "ca", ["time: 09:30"]),
    ("de lunes a viernes, fines de semana", "es", ["weekday: mon..fri", "weekday: sat..sun"]),
    ("llame al 112 o al 010; 913 123 456", "es", ["phone: 112", "phone: 010", "phone: +34913123456"]),
    ("Registro@Villa.example", "es", ["email: registro@villa.example"]),
    ("(https://www.Sede.example.es/Tramites/).", "es", ["url: sede.example.es/Tramites"]),
    ("39/2015 Legea", "eu", ["law: ley 39/2015"]),
    ("Orden HFP/1234/2021, Reglamento (UE) 2016/679, RDL 8/2020", "es", ["law: orden HFP/1234/2021", "law: reglamento 2016/679", "law: real decreto-ley 8/2020"]),
    ("artículos 14 y 15", "es", ["law: art 14", "law: art 15"]),
    ("modelos 036 y 037, impreso TRIB-03", "es", ["form: 036", "form: 037", "form: TRIB-03"]),
    ("mayores de 65 años, menores de 14, de 3 a 16 años, hasta los 12 años", "es", ["age: 65+", "age: <14", "age: 3..16", "age: ..12"]),
    ("32 x 26 mm, 10 MB, 60 m²", "es", ["measure: 32 mm", "measure: 26 mm", "measure: 10 MB", "measure: 60 m2"]),
    ("dos fotografías y una copia, 2.ª planta, calle Mayor 3, 28001 Madrid", "es", ["count: 2"]),
    ("No es necesario", "es", ["polarity: not required"]),
    ("no cal; és gratuït; llevat dels diumenges", "ca", ["polarity: not required", "polarity: free", "polarity: except", "weekday: sun"]),
    ("Non se pode; é de balde; agás o luns", "gl", ["polarity: not allowed", "polarity: free", "polarity: except", "weekday: mon"]),
    ("Ez da beharrezkoa; doakoa da; ezin da", "eu", ["polarity: not required", "polarity: free", "polarity: not allowed"]),
    ("You don't have to; it is not free; unless", "en", ["polarity: not required", "polarity: not free", "polarity: except"]),
    ("no dude en llamar, si no puede; los no residentes; no, gracias", "es", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "expected"), RULES, ids=[text for text, _, _ in RULES])
def test_what_counts_as_a_fact(text: str, language: str, expected: list[str]) -> None:
    assert said(text, language) == expected


def test_a_language_that_is_not_known_is_read_as_spanish() -> None:
    assert said("12,50 € en 10 días", "de") == said("12,50 € en 10 días")


def test_what_is_written_may_be_shouted_and_without_accents() -> None:
    text = "A partir del 1 de marzo, el trámite no cuesta nada: dispone de veintidós días hábiles."
    plain = "".join(c for c in unicodedata.normalize("NFD", text.upper()) if unicodedata.category(c) != "Mn")
    assert said(plain) == said(text) == said(unicodedata.normalize("NFD", text))
    assert facts(unicodedata.normalize("NFD", "veintidós días hábiles"))[0].written == unicodedata.normalize("NFD", "veintidós días hábiles")


@given(st.integers(min_value=2, max_value=999_999), st.sampled_from([("es", spanish, "euros"), ("gl", galician, "euros"), ("eu", basque, "euro")]))
@settings(max_examples=300, deadline=None)
def test_a_number_in_words_is_the_one_in_figures(number: int, saying: tuple) -> None:
    language, words, euros = saying
    assert said(f"{words(number)} {euros}", language) == said(f"{number} {euros}", language) == [f"amount: {number}.00 EUR"]


def test_hard_spaces_and_lines_that_go_on_divide_nothing() -> None:
    assert said("12,50\u00a0€ en 10\u202fdías\nhábiles") == ["amount: 12.50 EUR", "duration: 10 working days"]
    assert said("Planta 2\nHoras: 3") == []


SAME = [
    ("3 meses", "tres meses"),
    ("9:00 h", "las nueve de la mañana"),
    ("913 123 456", "+34 913123456"),
    ("el 15 de marzo", "15/03/2026"),
    ("en marzo", "marzo de 2026"),
    ("de 9:00 a 14:00", "abre a las 9 y cierra a las 14"),
    ("abre a las 9 y cierra a las 14", "de 9:00 a 14:00"),
    ("de lunes a miércoles", "lunes, martes y miércoles"),
    ("12 meses", "un año"),
    ("60 minutos", "una hora"),
    ("una semana", "7 días"),
    ("es gratuito", "cuesta 0 €"),
    ("mayores de 65 años", "tener 65 años"),
    ("debe tener 18 años", "18 años: es el mínimo"),
    ("es gratuito: no tiene coste", "gratis"),
    ("12,50 €", "12.50 €"),
]


@pytest.mark.parametrize(("approved", "given"), SAME, ids=[" = ".join(pair) for pair in SAME])
def test_nothing_is_different_for_its_spelling(approved: str, given: str) -> None:
    comparison = compare(facts(approved), facts(given))
    assert comparison.is_equal
    assert comparison.same


DIFFERENT = [
    ("10 días hábiles", "10 días naturales"),
    ("es obligatorio", "no es obligatorio"),
    ("es gratuito", "no es gratuito"),
    ("es gratuito", "cuesta 12 €"),
    ("cuesta 12 €", "es gratuito"),
    ("12,50 €", "13,50 €"),
    ("mayores de 65 años", "menores de 65 años"),
    ("15 de marzo de 2026", "15 de marzo de 2025"),
    ("Ley 39/2015", "Ley 40/2015"),
    ("de lunes a viernes", "de lunes a jueves"),
]


@pytest.mark.parametrize(("approved", "given"), DIFFERENT, ids=[" / ".join(pair) for pair in DIFFERENT])
def test_what_differs_stands_side_by_side(approved: str, given: str) -> None:
    comparison = compare(facts(approved), facts(given))
    assert len(comparison.different) == 1
    assert (comparison.same, comparison.missing, comparison.extra) == ((), (), ())


def test_what_is_left_out_and_what_is_added_are_told_apart_and_the_likest_are_paired() -> None:
    approved = facts("12 € en 10 días hábiles, salvo agosto. Llame al 010.")
    given = facts("12 € en 11 días hábiles, con 2 fotos. Escriba a oac@villa.example.")
    comparison = compare(approved, given)
    assert [(pair.approved.value, pair.given.value) for pair in comparison.same] == [("12.00 EUR", "12.00 EUR")]
    assert [(pair.approved.value, pair.given.value) for pair in comparison.different] == [("10 working days", "11 working days")]
    assert [fact.value for fact in comparison.missing] == ["except", "010"]
    assert [fact.value for fact in comparison.extra] == ["2", "oac@villa.example"]
    two = compare(facts("3 meses y 10 días"), facts("12 días y 4 meses"))
    assert [(pair.approved.value, pair.given.value) for pair in two.different] == [("3 months", "4 months"), ("10 days", "12 days")]


def test_a_week_is_not_its_first_and_its_last_day() -> None:
    assert not compare(facts("de lunes a viernes"), facts("lunes y viernes")).is_equal


def test_the_same_facts_in_five_languages_are_the_same() -> None:
    texts = {
        "es": "La tasa es de 12,50 € y no es necesario pedir cita. Plazo: del 1 al 15 de marzo, de lunes a viernes, de 9:00 a 14:00 h.",
        "ca": "La taxa és de 12,50 € i no cal demanar cita. Termini: de l'1 al 15 de març, de dilluns a divendres, de 9:00 a 14:00 h.",
        "gl": "A taxa é de 12,50 € e non é necesario pedir cita. Prazo: do 1 ao 15 de marzo, de luns a venres, de 9:00 a 14:00 h.",
        "eu": "Tasa 12,50 eurokoa da eta ez da beharrezkoa hitzordua. Epea: martxoaren 1etik 15era, astelehenetik ostiralera, 9:00etatik 14:00etara.",
        "en": "The fee is €12.50 and you do not need an appointment. Period: from 1 to 15 March, Monday to Friday, from 9 am to 2 pm.",
    }
    approved = facts(texts["es"])
    assert len(approved) == 5
    for language, text in texts.items():
        assert compare(approved, facts(text, language)).is_equal, language


PIECES = (
    "12", "€", "12,50 €", "1.250", "15/03/2026", "9:00", "h", "de", "a", "y", "del 1 al 15 de", "marzo", "2026", "lunes", "no", "se", "puede", "mayores de",
    "años", "calle", "Mayor", "n", "º", "3", "art.", "14", "Ley", "39/2015", "913 123 456", "+34", "x@y.es", "www.a.es/", "(", ")", "-", "–", "\u00a0", "\u202f",
    "\n", "%", "mil", "dos", "treinta y", "cinco", "por ciento", "media", "hora", "e\u0301", "\u200b", "İ", "ß", "²", "½", "١٢", "１２", "😀", "\ud800", "'", "d'",
    "vint-i-", "ehuneko", "3tik", "5era", "15ean", "half past", "99:99", "32/13/2026", "1.000.000.000.000.000", "\ue001", "\0", "primero", "un", "abre",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_facts_that_stand_where_they_say(text: str, language: str) -> None:
    found = facts(text, language)
    assert all(text[fact.start : fact.end] == fact.written for fact in found)
    assert list(found) == sorted(found, key=lambda fact: (fact.start, fact.end))
    assert compare(found, found).is_equal


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_each_fact_is_told_once(approved: str, given_: str) -> None:
    """A missing fact, or one that differs, is no other; and what is the other's extra is missing the other way round."""
    one, other = facts(approved), facts(given_)
    there, back = compare(one, other), compare(other, one)
    told = [*there.missing, *(pair.approved for pair in there.different), *there.extra, *(pair.given for pair in there.different)]
    assert len({id(fact) for fact in told}) == len(told)
    assert there.is_equal == back.is_equal


@pytest.mark.parametrize(
    "piece",
    ["1 ", "12 € ", "1, ", "a", "1.", "no ", "de 1 a ", "http://a", "a@", "a.", "calle Mayor ", "+34 ", "e\u0301", "\n ", "d'", "mil ", "9:00-"],
)
def test_a_long_text_of_one_piece_is_read(piece: str) -> None:
    """Twenty thousand characters of anything; that the time grows with the length is benchmarks/facts.py's to say."""
    text = (piece * 20_000)[:20_000]
    for language in ("es", "eu", "en"):
        assert all(text[fact.start : fact.end] == fact.written for fact in facts(text, language))


def test_comparing_takes_many_facts() -> None:
    def row(first: int) -> list[Fact]:
        return [Fact(FactKind.COUNT, str(first + n), n, n + 1, "x") for n in range(1_000)]

    comparison = compare(row(0), row(5_000))
    assert len(comparison.different) == 1_000
