"""The matcher, as whoever asks and whoever edits would notice it."""

import random
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.setup import example_workbook
from knowledge import text
from knowledge.answering import Outcome, Question, answer
from knowledge.matching import CatalogueMatcher, build, model, stored
from knowledge.matching.language import learn as learn_languages
from knowledge.model import Catalogue, Entry, Synonyms
from knowledge.workbook.check import Draft
from tests.conftest import TODAY, check


def catalogue(*entries: Entry, **more: object) -> Catalogue:
    return Catalogue(1, {entry.key: entry for entry in entries}, **more)  # type: ignore[arg-type]


def entry(id: str, *ways: str, language: str = "es") -> Entry:
    return Entry(id, language, ways[0], f"Respuesta {id}.", phrasings=ways[1:])


PADRON = entry("PAD", "¿Cómo me empadrono?", "alta en el padrón municipal", "quiero empadronarme", "empadronamiento de un recién llegado")
BASURA = entry("BAS", "¿Cuánto es la tasa de basura?", "recibo de la basura", "dónde pago la basura", "plazo para pagar la tasa de residuos")
PISCINA = entry("PIS", "¿Qué horario tiene la piscina?", "cuándo abre la piscina", "abono de la piscina municipal", "precio de la piscina")
TOWN = (PADRON, BASURA, PISCINA)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return check(example_workbook())


@pytest.fixture(scope="module")
def example(draft: Draft) -> CatalogueMatcher:
    return build(draft.catalogue())


def first(matcher: CatalogueMatcher, question: str) -> str:
    found = matcher.rank(question)
    return found[0].entry.id if found else ""


def without_accents(line: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", line) if not unicodedata.combining(letter))


@pytest.mark.parametrize("change", [str.upper, str.lower, without_accents, lambda line: f"  {line.replace(' ', '   ')}\n", lambda line: f"¡{line}!!"])
def test_case_accents_spaces_and_punctuation_change_nothing(draft: Draft, example: CatalogueMatcher, change) -> None:  # type: ignore[no-untyped-def]
    for test in draft.tests:
        assert example.rank(change(test.question)) == example.rank(test.question), test.question


def test_no_order_of_rows_or_phrasings_changes_anything(draft: Draft) -> None:
    """What is learnt is the same to the last bit."""
    entries = list(draft.entries)[:60]
    chance = random.Random(7)
    shuffled = [replace(one, phrasings=tuple(chance.sample(one.phrasings, len(one.phrasings)))) for one in entries]
    chance.shuffle(shuffled)
    assert stored.to_bytes(build(catalogue(*shuffled))) == stored.to_bytes(build(catalogue(*entries)))


UNRELATED = (
    entry("X-1", "¿A qué distancia está la galaxia de Andrómeda?", "años luz hasta Andrómeda", "galaxia más cercana"),
    entry("X-2", "¿Cómo afino una guitarra eléctrica?", "afinador de guitarra", "cuerdas desafinadas"),
    entry("X-3", "¿Quién pintó el Guernica?", "autor del Guernica", "cuadro de Picasso"),
    entry("X-4", "¿Por qué el cielo es azul?", "color del cielo", "dispersión de la luz"),
    entry("X-5", "¿Cómo se juega al ajedrez?", "reglas del ajedrez", "mover el caballo"),
    entry("X-6", "¿Cuánto pesa un elefante adulto?", "peso del elefante africano", "el animal terrestre más grande"),
)


@pytest.mark.parametrize(
    "unrelated", [pytest.param(one, marks=[] if one.id == "X-1" else [pytest.mark.heavy]) for one in UNRELATED], ids=lambda one: one.id
)
def test_an_unrelated_entry_turns_no_right_answer_into_a_wrong_one(draft: Draft, example: CatalogueMatcher, unrelated: Entry) -> None:
    """At most one in a thousand: of the example's 190 test questions with an answer, none; in the long form of 1,140."""
    grown = build(catalogue(*draft.entries, unrelated, synonyms=draft.synonyms))
    turned = [
        test.question for test in draft.tests
        if test.expected and first(example, test.question) == test.expected != first(grown, test.question)
    ]  # fmt: skip
    assert turned == []


@given(st.text(max_size=80), st.sampled_from(TOWN), st.randoms())
def test_the_exact_phrasing_comes_first_whatever_stands_around_it(noise: str, asked: Entry, chance: random.Random) -> None:
    marks = "".join(letter for letter in noise if not text.key(letter) and unicodedata.category(letter)[0] in "PSZ")
    way = chance.choice(asked.asked_as)
    if text.key(marks + way) == text.key(way):
        found = MATCHER.rank(marks + way)
        assert (found[0].entry.id, found[0].score, len(found)) == (asked.id, 1.0, 1)


MATCHER = build(catalogue(*TOWN))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("enpadronarme", "PAD"), ("comomeempadrono", "PAD"), ("kiero empadronarme ya pq me he mudado", "PAD"), ("basuras: pagar", "BAS"),
        ("la piscna cuando avre", "PIS"), ("PISCINA???", "PIS"), ("empadronamientos", "PAD"), ("tasas de la basura 2026", "BAS"),
        ("xq sube la basura", "BAS"), ("q precio tiene la pisc. municipal", "PIS"), ("x la tasa d basura munic.", "BAS"),
    ],
)  # fmt: skip
def test_people_type_as_they_do(question: str, expected: str) -> None:
    assert first(MATCHER, question) == expected


@pytest.mark.parametrize(
    "question",
    ["", " ", "¿?", "🙂" * 1000, "\u200b\u200d\ufeff", "كيف أسجل عنواني", "empadronar " * 10_000, "a" * 100_000, "\ud800", "\x00\x1b[31m", "1 2 3", "ﷺ" * 500],
    ids=["empty", "space", "marks", "emoji", "zero-width", "right-to-left", "long", "one-word", "surrogate", "controls", "numbers", "ligature"],
)  # fmt: skip
def test_any_question_at_all_gets_a_ranking(question: str) -> None:
    """No more is looked at than the first lines hold."""
    assert all(0 < match.score < 1 for match in MATCHER.rank(question))


def test_nothing_but_the_exact_phrasing_scores_1_however_sure() -> None:
    """A score of 1 is answered even where the catalogue promises nothing."""
    boundless = CatalogueMatcher(MATCHER.model, replace(MATCHER.confidence, weights=MATCHER.confidence.weights * 1_000), MATCHER._guess)
    scores = [match.score for match in boundless.rank("pagar la tasa de la basura en el plazo")]
    assert max(scores) == 0.999999
    assert boundless.rank("¡RECIBO DE LA BASURA!")[0].is_exact


def test_evidence_names_the_phrasing_and_the_words() -> None:
    found = MATCHER.rank("necesito el recibo de mi basura")[0]
    assert (found.entry.id, found.phrasing) == ("BAS", "recibo de la basura")
    assert {"recibo", "basura"} <= set(found.words) <= {"necesito", "el", "recibo", "de", "mi", "basura"}


def test_the_questions_language_is_found_and_answered_in() -> None:
    catalan = entry("PAD", "Com m'empadrono?", "alta al padró municipal", "vull empadronar-me al poble", language="ca")
    english = entry("PAD", "How do I register my address?", "register with the town hall", "sign up as a resident", language="en")
    pool = entry("PIS", "When does the swimming pool open?", "swimming pool timetable", "price of the pool", language="en")
    held = build(catalogue(*TOWN, catalan, english, pool))
    asked = {"quiero darme de alta en el padron": "es", "vull donar-me d'alta al padró": "ca", "how can I register at the town hall": "en"}
    for question, language in asked.items():
        assert held.rank(question)[0].entry == ("PAD", language), question


def test_answers_and_topics_help_to_find_entries_that_are_asked_in_one_way_only(draft: Draft) -> None:
    """People ask with words of the answer. The example's entries with their question alone: the other ways of asking find more of them."""
    held = [one for one in draft.entries if one.language == "es"]
    bare = [replace(one, phrasings=()) for one in held]
    mute = [replace(one, phrasings=(), answer="–", topic="") for one in held]
    asked = [(way, one.id) for one in held for way in one.phrasings]

    def found(matcher: CatalogueMatcher) -> int:
        return sum(first(matcher, way) == expected for way, expected in asked)

    assert found(build(catalogue(*bare))) >= 1.08 * found(build(catalogue(*mute)))


@pytest.mark.parametrize(("id", "topic"), [("tasa-residuos", ""), ("TRIB-001", "Tasa de residuos")])
def test_a_topic_and_an_id_of_words_help_to_find_an_entry_and_are_never_shown(id: str, topic: str) -> None:
    named = Entry(id, "es", "¿Cuándo pasan el recibo de la basura?", "En mayo.", topic=topic, phrasings=("recibo de la basura",))
    held = build(catalogue(named, entry("PAD", *PADRON.asked_as), entry("PIS", *PISCINA.asked_as)))
    best = held.rank("tasa residuos")[0]
    assert (best.entry.id, best.is_exact) == (id, False)
    assert {match.phrasing for question in ("tasa residuos", "recibo") for match in held.rank(question)} <= {
        way for one in (named, PADRON, PISCINA) for way in one.asked_as
    }
    assert "residuos" not in build(catalogue(replace(named, id="TRIB-001", topic=""))).rank("recibo residuos")[0].words


QUESTIONS = {
    "es": ("horario de la piscina", "quiero pagar el recibo de la basura", "se puede aparcar en zona azul", "perdi el dni", "ruido de los vecinos"),
    "ca": ("horari de la piscina", "vull pagar el rebut de les escombraries", "es pot aparcar a la zona blava", "he perdut el dni", "soroll dels veins"),
    "gl": ("horario da piscina", "quero pagar o recibo do lixo", "podese aparcar na zona azul", "perdin o dni", "ruido dos vecinos"),
    "eu": ("igerilekuaren ordutegia", "zaborraren ordainagiria ordaindu nahi dut", "aparka daiteke gune urdinean", "nortasun agiria galdu dut",
           "bizilagunen zarata"),
    "en": ("pool opening hours", "I want to pay the rubbish bill", "can I park in the blue zone", "I lost my id card", "noise from neighbours"),
    "fr": ("horaires de la piscine", "je veux payer la facture des ordures", "peut-on se garer en zone bleue", "j'ai perdu ma carte", "bruit des voisins"),
    "pt": ("horário da piscina", "quero pagar a fatura do lixo", "posso estacionar na zona azul", "perdi o cartão de cidadão", "barulho dos vizinhos"),
}  # fmt: skip


@pytest.mark.parametrize("language", [one for one in QUESTIONS if one != "es"])
def test_two_rows_a_language_are_enough_to_tell_a_question_s_language(language: str) -> None:
    """Nothing of the asked questions stands in the catalogue; no question is taken to be surely in the other language."""
    rows = [Entry(f"E-{number}", tongue, QUESTIONS[tongue][number], "–") for tongue in ("es", language) for number in (0, 1)]
    guess = learn_languages(catalogue(*rows))
    shares = [guess.shares(question)[tongue] for tongue in ("es", language) for question in QUESTIONS[tongue][2:]]
    assert min(shares) > 0.05
    assert sum(share > 0.5 for share in shares) >= len(shares) - 1


def test_a_name_that_stands_in_a_row_of_another_language_makes_no_question_foreign() -> None:
    """The town's name stands in the French row alone; a Spanish question that names it gets the Spanish row all the same."""
    french = Entry("MER", "fr", "Où est le marché de Castroalba ?", "Place de Castroalba, à Castroalba.", phrasings=("marché de Castroalba",))
    spanish = Entry("MER", "es", "¿Dónde está el mercado?", "En la plaza.", phrasings=("mercado municipal",))
    held = build(catalogue(french, spanish, *TOWN))
    for question in ("donde esta el mercado de Castroalba", "quiero ir al mercado de castroalba"):
        assert held.rank(question)[0].entry == ("MER", "es"), question
    assert held.rank("où se trouve le marché de castroalba")[0].entry == ("MER", "fr")


NOUNS = {
    "es": ("recogida contenedores basura", "aparcamiento subterráneo gratuito", "vacunación perros gatos"),
    "ca": ("recollida contenidors escombraries", "aparcament subterrani gratuït", "vacunació gossos gats"),
    "gl": ("recollida colectores lixo", "aparcadoiro soterrado gratuíto", "vacinación cans gatos"),
    "eu": ("zabor bilketa edukiontziak", "doako lurpeko aparkalekua", "txakurren txertaketa"),
    "en": ("waste collection bins", "free underground parking", "dog vaccination"),
    "fr": ("collecte poubelles conteneurs", "stationnement souterrain gratuit", "vaccination chiens chats"),
    "pt": ("recolha contentores lixo", "estacionamento subterrâneo gratuito", "vacinação cães gatos"),
}


@pytest.mark.parametrize("language", [one for one in NOUNS if one != "es"])
def test_a_language_is_told_without_its_common_words_and_without_its_accents(language: str) -> None:
    """Three nouns in a row, none of them in the catalogue: right by three to one, on the average."""
    rows = [Entry(f"E-{number}", tongue, QUESTIONS[tongue][number], "–") for tongue in ("es", language) for number in (0, 1)]
    guess = learn_languages(catalogue(*rows))
    shares = [guess.shares(without_accents(nouns))[tongue] for tongue in ("es", language) for nouns in NOUNS[tongue]]
    assert sum(shares) / len(shares) > 0.75


def test_an_entry_of_another_language_is_not_offered_for_likeness_of_letters() -> None:
    """`Horario nocturno` and `horário noturno` are spelt nearly alike; only who asks in Portuguese is offered the Portuguese entry."""
    bus = Entry("BUS", "pt", "Qual é o horário do autocarro noturno?", "Das 23 às 6.", phrasings=("autocarro noturno",))
    rows = (bus, entry("BIB", "¿Hasta qué hora abre la biblioteca?", "biblioteca por la noche"), *TOWN)
    held = build(catalogue(*rows))
    assert answer(Question("horario nocturno"), catalogue(*rows), held, TODAY).outcome is Outcome.UNANSWERED
    offered = answer(Question("qual é o horário noturno?"), catalogue(*rows), held, TODAY).suggestions
    assert [suggestion.entry for suggestion in offered] == ["BUS"]


def test_of_an_entry_s_rows_the_one_in_the_question_s_language_is_given() -> None:
    """The Catalan row has the very words of the Spanish question, which is asked in Spanish all the same."""
    rows = (
        Entry("CITA", "es", "¿Cómo pido hora?", "Llame."),
        Entry("CITA", "ca", "Com demano cita prèvia?", "Truqui.", phrasings=("cita prèvia",)),
        *TOWN,
    )
    assert build(catalogue(*rows)).rank("quiero pedir cita previa")[0].entry == ("CITA", "es")


def test_synonyms_of_the_workbook_reach_the_entry() -> None:
    rows = (*TOWN, entry("TER", "¿Puedo poner una terraza en la calle?", "licencia de terraza para un bar"))
    assert first(build(catalogue(*rows)), "velador") != "TER"
    assert first(build(catalogue(*rows, synonyms=(Synonyms(("terraza", "velador")),))), "velador") == "TER"


def test_two_questions_in_one_message_are_both_offered(draft: Draft, example: CatalogueMatcher) -> None:
    """Whatever the two: each that would be found by itself is found beside the other."""
    from_ = example.thresholds(0.98).suggested_from
    found = {test.expected: test.question for test in draft.tests if test.expected and example.rank(test.question)[0].score >= from_}
    alone = [(first(example, question), question) for question in list(found.values())[:40] if not example.rank(question)[0].is_exact]
    given = {suggestion.entry for _, question in alone for suggestion in answer(Question(question), draft.catalogue(), example, TODAY).suggestions}
    pairs = [(one, two) for one, two in pairwise(alone) if one[0] != two[0] and {one[0], two[0]} <= given]
    assert len(pairs) >= 10
    both = [(one, two) for one, two in pairs if first(example, f"Hola, {one[1]}") == one[0] and first(example, f"Y otra cosa: {two[1]}") == two[0]]
    assert len(both) >= 10
    for (one, asked), (two, also) in both:
        reply = answer(Question(f"Hola, {asked}? Y otra cosa: {also}?"), draft.catalogue(), example, TODAY)
        assert {one, two} <= {suggestion.entry for suggestion in reply.suggestions}, (asked, also)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("quiero empadronarme y saber cuanto es la tasa de basura", {"OAC-001", "TRIB-001"}),
        ("como pido cita previa, y donde pago el ibi", {"OAC-007", "TRIB-003"}),
        ("como pido una cita para el ayuntamiento y no puedo ir mañana a la cita como la anulo", {"OAC-007", "OAC-008"}),
        ("necesito un certificado de empadronamiento y bonificacion del ibi por familia numerosa", {"OAC-002", "TRIB-004"}),
        ("horario y precio de la piscina", {"DEC-001"}),  # one word says too little to be a question of its own
    ],
)
def test_two_questions_in_one_sentence_are_both_offered(draft: Draft, example: CatalogueMatcher, question: str, offered: set[str]) -> None:
    reply = answer(Question(question), draft.catalogue(), example, TODAY)
    assert offered <= {suggestion.entry for suggestion in reply.suggestions}


def test_too_few_phrasings_promise_nothing_and_are_suggested() -> None:
    assert not MATCHER.thresholds(0.98).is_promised
    assert answer(Question("quiero empadronarme mañana"), catalogue(*TOWN), MATCHER, TODAY).outcome is Outcome.SUGGESTED


def test_what_is_kept_ranks_as_before_and_nothing_else_is_read(draft: Draft, example: CatalogueMatcher) -> None:
    kept = stored.to_bytes(example)
    back = stored.from_bytes(kept, draft.catalogue())
    for test in draft.tests:
        assert back.rank(test.question) == example.rank(test.question)
    assert back.thresholds(0.95) == example.thresholds(0.95)
    for content, of in ((kept, catalogue(*TOWN)), (kept[:-200], draft.catalogue()), (b"", draft.catalogue()), (b"PK\x03\x04", draft.catalogue())):
        with pytest.raises(stored.Unusable):
            stored.from_bytes(content, of)


@pytest.mark.parametrize("kind", model.Kind)
def test_every_way_of_learning_finds_the_same_entries(draft: Draft, kind: model.Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which one is used depends on the size of the catalogue alone; kept and read again it stays the same."""
    monkeypatch.setattr(model, "_MOST_BY_PHRASING", 3_000 if kind is model.Kind.BY_PHRASING else 0)
    monkeypatch.setattr(model, "_MOST_BY_MARK", 60_000 if kind is model.Kind.BY_MARK else 0)
    held = build(draft.catalogue())
    assert held.model.kind is kind
    asked = [test for test in draft.tests if test.expected]
    right = sum(first(held, test.question) == test.expected for test in asked)
    assert right >= 0.8 * len(asked)
    back = stored.from_bytes(stored.to_bytes(held), draft.catalogue())
    assert [back.rank(test.question) for test in asked[:50]] == [held.rank(test.question) for test in asked[:50]]


def test_nothing_published_matches_nothing() -> None:
    assert build(catalogue()).rank("hola") == ()


def test_phrasings_whose_words_come_too_late_to_be_read_match_nothing_but_themselves() -> None:
    """A thousand marks before the first word, in every phrasing that there is."""
    way = "¿" * 1_001 + "padrón"
    held = build(catalogue(entry("PAD", way)))
    assert held.rank("hola") == ()
    assert held.rank(way)[0].is_exact


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kiero", "quiero"),
        ("vasura", "basura"),
        ("orario", "horario"),
        ("enpadronarme", "empadronarme"),
        ("piscna", "piscina"),
        ("munisipal", "municipal"),
    ],
)
def test_misspelt_words_are_read_as_the_catalogue_spells_them(typed: str, meant: str) -> None:
    """By sound in the languages of Spain, or an edit away."""
    assert MATCHER.model.phrasings.asked(typed, "es").line == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("q hago", "que hago"), ("xq", "porque"), ("ayto", "ayuntamiento"), ("recib. nuevo", "recibo nuevo"), ("tasa munic.", "tasa municipal")],
)
def test_shorthand_and_cut_words_are_read_in_full(typed: str, meant: str) -> None:
    assert MATCHER.model.phrasings.asked(typed, "es").line == meant


@pytest.mark.parametrize(
    "question", ["la linea d", "abrir un bar.", "www.recib.es", "quiero ir de caza", "un empleado", "centralita tlf"], ids=lambda question: question
)
def test_a_letter_that_names_a_whole_word_and_the_catalogue_s_own_are_left_as_they_are(question: str) -> None:
    """`bar` begins `barrio`, `caza` sounds like `casa`, and `tlf` is the editors' own word for a thing."""
    rows = (
        *TOWN,
        entry("CAS", "quiero una casa en el barrio"),
        replace(entry("CAZ", "¿Dónde piden la licencia?"), answer="La licencia de caza, aquí."),
    )
    told = build(catalogue(*rows, synonyms=(Synonyms(("tlf", "centralita")),))).model.phrasings.asked(question, "es")
    assert told.line.split() == text.words(question)


@pytest.mark.parametrize("word", ["piscina", "gato", "sol", "2026", "036", "banco", "aplazamiento", "teneis", "cuantas", "pisc"])
def test_a_known_a_common_a_short_and_an_unlike_word_are_left_as_they_are(word: str) -> None:
    assert MATCHER.model.phrasings.asked(word, "es").line == word
