"""What a change of an answer weighs, and which facts are others."""

import pytest

from knowledge.changes import Change, FactChange, Text, Weight, weigh
from knowledge.facts import FactKind


@pytest.mark.parametrize(
    ("former", "present", "expected"),
    [
        ("Son 4 €.", "Son 4 €.", Change(Weight.NONE)),
        ("Tiene 3 meses.", "El plazo es de tres meses.", Change(Weight.MINOR)),
        ("Son 4 €.", "Son 5 €.", Change(Weight.MAJOR, (FactChange(FactKind.AMOUNT, "4 €", "5 €"),))),
        ("Son 4 €, en 3 días.", "Son 4 €.", Change(Weight.MAJOR, (FactChange(FactKind.DURATION, "3 días"),))),
        ("Son 4 €.", "Son 4 €. Llame al 010.", Change(Weight.MAJOR, (FactChange(FactKind.PHONE, present="010"),))),
        ("No es necesario pedir cita.", "Es necesario pedir cita.", Change(Weight.MAJOR, (FactChange(FactKind.POLARITY, "not required", "required"),))),
        ("Son 4 €.", "", Change(Weight.WITHDRAWN)),
        ("", "Son 4 €.", Change(Weight.RESUMED)),
        ("", "", Change(Weight.NONE)),
    ],
)
def test_what_a_change_weighs(former: str, present: str, expected: Change) -> None:
    assert weigh(Text(former), Text(present)) == expected


def test_facts_that_have_changed_places_are_others_though_every_one_is_there() -> None:
    """Whoever was given the former text tells adults what children pay."""
    change = weigh(Text("Los adultos pagan 5 € y los niños pagan 3 €."), Text("Los adultos pagan 3 € y los niños pagan 5 €."))
    assert change == Change(Weight.MAJOR, (FactChange(FactKind.AMOUNT, "5 €", "3 €"), FactChange(FactKind.AMOUNT, "3 €", "5 €")))
    assert weigh(Text("Los adultos pagan 5 €, los niños 3 €."), Text("Los niños pagan 3 €, los adultos 5 €.")).weight is Weight.MINOR


def test_two_languages_compare_by_their_facts() -> None:
    assert weigh(Text("Son tres meses."), Text("It takes three months.", "en")).weight is Weight.MINOR


def test_a_suspended_text_is_told_from_a_withdrawn_one() -> None:
    assert weigh(Text("Son 4 €."), Text("", is_suspended=True)).weight is Weight.SUSPENDED


def test_only_other_words_and_nothing_tell_nobody() -> None:
    assert [weight for weight in Weight if not weight.is_told] == [Weight.MINOR, Weight.NONE]
