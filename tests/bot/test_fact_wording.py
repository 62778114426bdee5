"""Facts as their readers write them."""

import pytest

from bot.fact_wording import fact_name, fact_value
from knowledge.facts import Fact, FactKind, facts
from knowledge.translation import translations

SHOWN = (
    ("Cuesta 1.250,50 euros.", "1.250,50 €", "1,250.50 €"),
    ("De 12 a 15 €.", "12,00–15,00 €", "12.00–15.00 €"),
    ("El 5,5 por ciento.", "5,5 %", "5.5 %"),
    ("Antes del 5 de noviembre de 2026.", "05/11/2026", "05/11/2026"),
    ("Del 1 al 15 de marzo.", "01/03 – 15/03", "01/03 – 15/03"),
    ("Se paga en agosto.", "agosto", "August"),
    ("En diez días hábiles.", "10 días hábiles", "10 working days"),
    ("Tarda un mes.", "1 mes", "1 month"),
    ("Abre a las nueve de la mañana.", "9:00", "9:00"),
    ("De 9 a 14 h.", "9:00–14:00", "9:00–14:00"),
    ("Abre de lunes a viernes.", "lunes–viernes", "Monday–Friday"),
    ("Llame al +34913123456.", "913 123 456", "913 123 456"),
    ("Según la ley 39/2015.", "Ley 39/2015", "Ley 39/2015"),
    ("Para mayores de 65 años.", "65 años o más", "65 years or older"),
    ("Para menores de 14 años.", "menores de 14 años", "under 14 years"),
    ("Mide 60 m².", "60 m²", "60 m²"),
    ("Traiga dos fotografías.", "2", "2"),
    ("No es necesario.", "no es necesario", "not required"),
    ("Es gratuito.", "gratuito", "free of charge"),
)


@pytest.mark.parametrize(("text", "spanish", "english"), SHOWN)
def test_a_fact_is_shown_as_its_reader_writes_it(text: str, spanish: str, english: str) -> None:
    fact = facts(text, "es")[0]
    assert (fact_value(fact, translations("es")), fact_value(fact, translations("en"))) == (spanish, english)


def test_every_kind_has_a_name_and_what_cannot_be_read_is_shown_as_it_is() -> None:
    for kind in FactKind:
        assert fact_name(kind, translations("en"))
        assert fact_value(Fact(kind, "¿?", 0, 2, "¿?"), translations("en"))
