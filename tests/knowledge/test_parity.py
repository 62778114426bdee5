"""The same facts everywhere: in every wording, in every language, in entries that speak of the same thing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.cli.setup import example_workbook
from knowledge.contradictions import contradictions
from knowledge.translation import translations
from knowledge.workbook import annotate, template
from knowledge.workbook.check import Draft, check_workbook
from knowledge.workbook.findings import Finding, Severity
from knowledge.workbook.sheets import Sheet
from tests.conftest import TODAY, check, save
from tests.knowledge.planted import CHANNELS, ENTRIES, LANGUAGES, Plant

_ABOUT_FACTS = ("parity-", "contradiction", "twin-", "near-", "shared-literal")


@pytest.fixture(scope="module")
def clean() -> Draft:
    return check(example_workbook())


def _about_facts(draft: Draft) -> list[Finding]:
    weighty = (Severity.FAULT, Severity.WARNING)
    return [finding for finding in draft.findings if finding.rule.startswith(_ABOUT_FACTS) and finding.severity in weighty]


def _planted(path: Path, plants: Sequence[Plant], draft: Draft) -> list[str]:
    """Write a copy of the example with these disagreements, and return the address of each one's first cell."""
    workbook = openpyxl.load_workbook(example_workbook())
    places = {(entry.id, entry.language): draft.places[entry.key] for entry in draft.entries}
    addresses = []
    for plant in plants:
        place = places[plant.entry, plant.language]
        for column in plant.columns:
            cell = workbook[place.sheet][place.cell(column)]
            assert plant.old in cell.value, plant
            cell.value = cell.value.replace(plant.old, plant.new)
        addresses.append(place.address(plant.columns[0]))
    workbook.save(path)
    return addresses


def _is_about(finding: Finding, plant: Plant, address: str) -> bool:
    said = [str(finding.details.get(name, "")) for name in ("given", "approved", "value")]
    return address in (finding.place, finding.related) and any(one and (one in plant.new or plant.new in one or one in plant.old) for one in said)


def test_the_example_agrees_with_itself(clean: Draft) -> None:
    """No fault, and at most three false alarms."""
    found = _about_facts(clean)
    assert not [finding for finding in found if finding.severity is Severity.FAULT]
    assert len(found) <= 3, [(finding.place, finding.rule, finding.details) for finding in found]


@pytest.mark.parametrize("kind", ["all", "channels", "languages", "entries"])
def test_sixty_planted_disagreements_are_all_caught_with_their_cells(kind: str, clean: Draft, tmp_path: Path) -> None:
    """Each by a finding that names the cell (itself, or as the one that it was compared with) and the fact; none of them was there before."""
    plants = {"channels": CHANNELS, "languages": LANGUAGES, "entries": ENTRIES, "all": (*CHANNELS, *LANGUAGES, *ENTRIES)}[kind]
    addresses = _planted(tmp_path / "planted.xlsx", plants, clean)
    before = {(finding.rule, finding.place, finding.related) for finding in _about_facts(clean)}
    found = [one for one in _about_facts(check(tmp_path / "planted.xlsx")) if (one.rule, one.place, one.related) not in before]
    missed = [plant for plant, address in zip(plants, addresses, strict=True) if not any(_is_about(one, plant, address) for one in found)]
    assert not missed
    assert len(plants) == 60 or kind != "all"


HEADER = ("Id", "Idioma", "Pregunta", "Respuesta", "Redes sociales", "Teléfono", "Sede", "Excepciones")


def _written(
    path: Path, *rows: Sequence[str], facts: Sequence[Sequence[object]] = (), channels: Sequence[Sequence[str]] = (), today: date = TODAY
) -> Draft:
    """Write rows under HEADER, shared facts and channels, and return what the check makes of them."""
    sheets: dict[str, Sequence[Sequence[object]]] = {"Respuestas": [HEADER, *rows]}
    if facts:
        sheets["Datos"] = [("Nombre", "Valor", "Válido desde", "Válido hasta"), *facts]
    if channels:
        sheets["Canales"] = [("Canal", "Omite"), *channels]
    return check_workbook(save(path / "w.xlsx", sheets), today=today, default_language="es")


def _rules(draft: Draft) -> list[tuple[str, str]]:
    return [(finding.rule, finding.cell) for finding in draft.findings if finding.rule not in ("no-status-column", "column-ignored")]


def test_a_text_with_another_fact_keeps_its_row_out_and_names_both_cells_and_both_values(tmp_path: Path) -> None:
    draft = _written(tmp_path, ("A-1", "", "¿Cuánto cuesta?", "Cuesta 12,50 €.", "Son 12,05 €.", "Son doce euros con cincuenta.", "", ""))
    found = next(finding for finding in draft.findings if finding.rule == "parity-different")
    assert (found.place, found.related, draft.entries) == ("Respuestas!E2", "Respuestas!D2", ())
    said = found.problem(translations("es"))
    assert all(part in said for part in ("12,05 €", "12,50 €", "Respuestas!D2"))


def test_what_is_missing_is_a_fault_and_what_is_added_a_warning(tmp_path: Path) -> None:
    draft = _written(
        tmp_path,
        ("A-1", "", "¿Una?", "Cuesta 12 € y tarda 3 meses.", "Cuesta 12 €.", "", "", ""),
        ("A-2", "", "¿Otra?", "Cuesta 12 €.", "Cuesta 12 € y tarda tres meses.", "", "", ""),
    )
    assert _rules(draft) == [("parity-missing", "E2"), ("parity-extra", "E3")]
    assert [entry.id for entry in draft.entries] == ["A-2"]


def test_another_language_is_compared_with_the_row_in_the_default_one_wherever_that_stands(tmp_path: Path) -> None:
    """And its wordings with its own answer."""
    draft = _written(
        tmp_path,
        ("A-1", "en", "How much?", "It costs €12.50 and takes three months.", "€12.50, 3 months.", "", "", ""),
        ("A-1", "", "¿Cuánto cuesta?", "Cuesta 12,50 € y tarda 2 meses.", "", "", "", ""),
    )
    assert _rules(draft) == [("parity-different", "D2")]
    assert [entry.language for entry in draft.entries] == ["es"]


def test_what_a_channel_omits_may_be_left_out_of_its_texts_but_not_changed(tmp_path: Path) -> None:
    """The telephone omits links where the sheet does not say otherwise."""
    rows = (
        ("A-1", "", "¿Una?", "Pídalo en https://sede.villa.example o en oac@villa.example.", "", "Pídalo en oac@villa.example.", "", ""),
        ("A-2", "", "¿Otra?", "Escriba a oac@villa.example.", "Escriba.", "Escriba a oca@villa.example.", "", ""),
    )
    assert _rules(_written(tmp_path, *rows)) == [("parity-different", "F3"), ("parity-missing", "E3")]
    declared = (("Redes sociales", "correos, enlaces"), ("Teléfono", "correos"))
    assert _rules(_written(tmp_path, *rows, channels=declared)) == [("parity-missing", "F2"), ("parity-different", "F3")]
    assert _rules(_written(tmp_path, *rows[:1], channels=(("Teléfono", "chismes"),)))[0] == ("omits-unknown", "B2")


EXEMPTED = (
    # What is written, the rules that are found then.
    ("Redes sociales: importes; Teléfono: 12,50 €", ["parity-exempt", "parity-exempt"]),
    ("redes: importe\ntelefono: todo", ["parity-exempt", "parity-exempt"]),
    ("importes", ["parity-exempt", "parity-exempt"]),
    ("12,50 euros", ["parity-exempt", "parity-exempt"]),
    ("Redes sociales: 12,50 €", ["parity-exempt", "parity-missing"]),
    ("Redes sociales: importes y plazos; Teléfono: importes; inglés: leyes", ["parity-exempt", "parity-exempt", "exemption-idle"]),
    ("Redes sociales: bagatelas", ["parity-missing", "parity-missing", "exemption-unknown"]),
)


@pytest.mark.parametrize(("written", "rules"), EXEMPTED)
def test_what_is_left_out_on_purpose_is_no_fault_and_is_told(written: str, rules: list[str], tmp_path: Path) -> None:
    """In the editors' words: where, then which kinds or facts; what exempts nothing is told too."""
    draft = _written(tmp_path, ("A-1", "", "¿Una?", "Cuesta 12,50 €.", "Tiene un coste.", "Se paga.", "", written))
    assert sorted(rule for rule, _ in _rules(draft)) == sorted(rules)
    if draft.entries:
        assert draft.entries[0].exempt == tuple(written.split("\n"))


def test_a_fact_that_differs_on_purpose_and_one_more_than_the_answer_has_may_be_exempted(tmp_path: Path) -> None:
    draft = _written(
        tmp_path, ("A-1", "", "¿Una?", "Cuesta 12 €.", "Cuesta 10 €.", "Cuesta 12 € y tarda 2 meses.", "", "Redes: 10 €; Teléfono: plazos")
    )
    assert _rules(draft) == [("parity-exempt-extra", "F2"), ("parity-exempt-different", "E2")]


def test_a_figure_that_a_shared_fact_will_leave_behind_is_seen_before_that_day(tmp_path: Path) -> None:
    """A warning until then, a fault from then on; today both say the same."""
    facts = (("tasa", "12,50 €", None, date(2026, 12, 31)), ("tasa", "13,00 €", date(2027, 1, 1), None))
    rows = (("A-1", "", "¿Una?", "Cuesta {{tasa}}.", "Son 12,50 euros.", "Son {{tasa}}.", "", ""),)
    assert _rules(_written(tmp_path, *rows, facts=facts)) == [("parity-later", "E2"), ("shared-literal", "E2")]
    assert _rules(_written(tmp_path, *rows, facts=facts, today=date(2027, 1, 1))) == [("parity-different", "E2")]


def test_a_shared_fact_written_out_is_pointed_at_however_it_is_spelt_and_chance_is_not(tmp_path: Path) -> None:
    """Opening hours that happen to be the same are nobody's fact."""
    facts = (("tasa_padron", "12,50 €"), ("telefono", "910 000 010"), ("horario", "9:00-14:00"))
    draft = _written(
        tmp_path,
        ("A-1", "", "¿Una?", "Son doce euros con cincuenta.", "", "", "", ""),
        ("A-2", "", "¿Otra?", "Llame al +34 910000010.", "", "", "", ""),
        ("A-3", "", "¿La piscina?", "Abre de 9:00 a 14:00.", "", "", "", ""),
        facts=facts,
    )
    assert _rules(draft) == [("shared-literal", "D2"), ("shared-literal", "D3")]
    assert "{{tasa_padron}}" in next(finding.problem(translations("es")) for finding in draft.findings if finding.rule == "shared-literal")


def test_entries_that_contradict_each_other_are_a_warning_until_one_says_that_it_is_on_purpose(tmp_path: Path) -> None:
    """Both stay fit for publication."""
    rows = [
        ("A-1", "", "¿Cuál es el teléfono de la Policía Local?", "El teléfono de la Policía Local es el 910 000 092.", "", "", "", ""),
        ("A-2", "", "¿Quién retira los coches?", "La grúa. Llame a la Policía Local, al 910 000 029.", "", "", "", ""),
    ]
    draft = _written(tmp_path, *rows)
    found = [finding for finding in draft.findings if finding.rule == "contradiction"]
    assert [(finding.place, finding.related) for finding in found] == [("Respuestas!D3", "Respuestas!D2")]
    assert len(draft.entries) == 2
    rows[1] = (*rows[1][:-1], "910 000 029")
    assert _rules(_written(tmp_path, *rows)) == [("contradiction-exempt", "D3")]


NO_CONTRADICTION = (
    ("¿Cuánto cuesta la pista de pádel?", "Cuesta 6 €.", "¿Cuánto cuesta la pista de tenis?", "Cuesta 5 €."),
    ("¿Qué horario tiene la biblioteca?", "De 9:00 a 21:00.", "¿Qué horario tiene el museo?", "De 10:00 a 14:00."),
    ("¿Cómo pido una terraza?", "Con 10 días hábiles de antelación.", "¿Cómo pido una mudanza?", "Con 5 días hábiles de antelación."),
    ("¿Cuánto cuesta el abono?", "Son 38 € al año.", "¿Cuánto tarda el abono?", "Tarda 3 meses."),
    ("¿Hay bonificación por familia?", "Sí, del 50 %.", "¿Hay bonificación por placas solares?", "Sí, del 40 %."),
    ("¿Dónde llamo?", "A la Policía Local, al 910 000 092.", "¿Y por una fuga?", "Llame a Aguas Municipales, al 910 000 029."),
)


@pytest.mark.parametrize(("one", "says", "other", "answers"), NO_CONTRADICTION)
def test_figures_of_different_things_are_no_contradiction(one: str, says: str, other: str, answers: str, tmp_path: Path) -> None:
    draft = _written(tmp_path, ("A-1", "", one, says, "", "", "", ""), ("B-1", "", other, answers, "", "", "", ""))
    assert _rules(draft) == []


# Eighteen were written after the sixty. Eleven were found at first; a rule was then added while looking at the misses, and fourteen are found since. So these
# are no measure of what is found in a text that nobody has seen: eleven of eighteen is nearer to that.
MENTIONED = (
    ("EDU-006", "El programa de madrugadores cuesta 25 € al mes."),
    ("EDU-015", "El carné joven cuesta 6 €."),
    ("POL-003", "Cada día en el depósito cuesta 10 €."),
    ("DEC-016", "La tasa de la feria es de 18 € por metro."),
    ("AMB-003", "El punto limpio abre los domingos de 10:00 a 13:00."),
    ("POL-001", "El atestado de un accidente cuesta 40 €."),
    ("EDU-014", "El Punto Joven abre de lunes a viernes de 17:00 a 20:00."),
    ("SOC-002", "La primera cita con la trabajadora social se da en un plazo de 15 días hábiles."),
    ("TRIB-004", "El IBI se puede pagar hasta el 5 de diciembre de 2026."),
    ("DEC-006", "La pista de pádel cuesta 8 € por hora y media."),
    ("POL-018", "El billete sencillo cuesta 1,30 €."),
    ("TRIB-006", "La bonificación por familia numerosa es del 60 %."),
    ("EDU-001", "La cuota de la escuela infantil es de 135 € al mes."),
    ("URB-002", "Las obras se pueden hacer de lunes a viernes de 8:00 a 20:00."),
)
# The other four.
MENTIONED_UNSEEN = (
    ("URB-001", "El ICIO es del 5 % del presupuesto."),
    ("AMB-012", "La multa por no recoger los excrementos va de 100 € a 700 €."),
    ("SOC-011", "El bono taxi es de hasta 50 € al mes."),
    ("OAC-004", "El volante cuesta 3 €."),
)


@pytest.mark.parametrize(("entry", "said"), MENTIONED)
def test_another_figure_mentioned_in_passing_is_seen(entry: str, said: str, clean: Draft) -> None:
    """Beside the entry that is asked about it."""
    rows = [replace(row, answer=f"{row.answer} {said}") if (row.id, row.language) == (entry, "es") else row for row in clean.entries]
    found = contradictions(rows, clean.facts, TODAY)
    assert [one for one in found if entry in (one.entry.id, one.other.id)]


@pytest.mark.parametrize(("entry", "said"), MENTIONED_UNSEEN)
@pytest.mark.xfail(reason="known misses", strict=True)
def test_these_figures_mentioned_in_passing_are_not_seen_yet(entry: str, said: str, clean: Draft) -> None:
    test_another_figure_mentioned_in_passing_is_seen(entry, said, clean)


def test_a_range_said_with_and_is_exempted_as_one_fact(tmp_path: Path) -> None:
    """ "Entre las 9 y las 14 h" is no list of two."""
    answer = {
        "id": "A-1",
        "question": "¿Una?",
        "answer": "Abre entre las 9 y las 14 h.",
        "phone": "Abre.",
        "exempt": "Teléfono: entre las 9 y las 14 h",
    }
    template.build("es", {Sheet.ANSWERS: [answer | {"status": "Aprobada", "approved_by": "Marta Soler"}]}).save(tmp_path / "range.xlsx")
    assert _about_facts(check(tmp_path / "range.xlsx")) == []


def test_both_columns_of_the_template_come_back_as_they_were_written(tmp_path: Path) -> None:
    answer = {"id": "A-1", "question": "¿Una?", "answer": "Cuesta 3 €.", "social": "Se paga.", "exempt": "Redes sociales: importes\n3 €"}
    answer |= {"status": "Aprobada", "approved_by": "Marta Soler"}
    rows = {Sheet.ANSWERS: [answer], Sheet.CHANNELS: [{"name": "Redes sociales", "omits": "enlaces, correos"}]}
    for language in ("es", "en"):
        template.build(language, rows).save(tmp_path / f"{language}.xlsx")
        draft = check(tmp_path / f"{language}.xlsx")
        assert draft.entries[0].exempt == ("Redes sociales: importes", "3 €")
        assert next(channel.omits for channel in draft.channels if channel.name == "social") == ("url", "email")


def test_the_annotated_copy_has_a_comment_on_the_cell_that_differs(tmp_path: Path) -> None:
    draft = _written(tmp_path, ("A-1", "", "¿Una?", "Cuesta 12 €.", "Cuesta 10 €.", "", "", ""))
    annotate.write(tmp_path / "w.xlsx", tmp_path / "copy.xlsx", draft.findings, translations("es"))
    comment = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Respuestas"]["E2"].comment
    assert comment is not None
    assert "12 €" in comment.text
