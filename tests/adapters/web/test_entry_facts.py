"""An entry's page: what its texts do not share, and what of it is so on purpose."""

from adapters.web.roles import Role
from knowledge.model import Entry
from tests.adapters.web.conftest import NOW, House, catalogue


def test_the_page_of_an_entry_tells_what_is_left_out_on_purpose(house: House) -> None:
    """With the words in which its editors said so."""
    entry = Entry("OAC-9", "es", "¿Cuánto cuesta el volante?", "Cuesta 3 €.", wordings=(("phone", "Se paga."),), exempt=("Teléfono: importes",))
    house.versions.publish(catalogue(entry), after=house.versions.current_number(), at=NOW, by="ana")
    page = house.signed_in(Role.READER).see("/respuestas/OAC-9").text
    assert "Teléfono: importes" in page
    assert "a propósito" in page
    assert "«3 €»" in page
