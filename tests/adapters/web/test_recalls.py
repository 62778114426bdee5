"""The console tells whoever uses it what changed under them, and shows those who answer for the texts who has read it."""

from dataclasses import replace
from datetime import timedelta

from adapters.web.roles import Person, Role
from bot.events import Picked
from bot.notice_settings import Recall
from bot.recalls import announcing
from bot.recalls.telling import Recalls
from knowledge.model import Entry, EntryKey, Topic
from tests.adapters.web.conftest import ENTRIES, House, catalogue
from tests.conftest import NOW, TODAY

FEE = Entry("TAS-1", "es", "¿Cuánto cuesta la tasa?", "Son 12 € y <i>dos</i> copias.", owner="Hacienda", wordings=(("phone", "Doce euros."),))
DEARER = Entry("TAS-1", "es", "¿Cuánto cuesta la tasa?", "Son 15 € y <i>dos</i> copias.", owner="Hacienda", wordings=(("phone", "Quince euros."),))
ANA = Person("test:ana", "Ana", frozenset({Role.READER}), "Hacienda")


def publish(house: House, *entries: Entry) -> None:
    house.versions.publish(catalogue(*ENTRIES, *entries), after=house.versions.current_number(), at=NOW, by="ana")


def recalled(house: House, *after: Entry) -> Recalls:
    """Give Ana the fee by phone, somebody in Slack too, and change it."""
    publish(house, FEE)
    house.desk.handle(Picked("web:1", "web", ANA.id, EntryKey("TAS-1", "es"), "phone"))
    house.desk.handle(Picked("s1", "slack", "U1", EntryKey("TAS-1", "es")))
    recalls = Recalls(house.desk, Recall())
    recalls.step()
    publish(house, *after)
    assert recalls.step() == 2
    return recalls


def test_whoever_was_given_it_sees_the_change_on_every_page_until_they_have_read_it(house: House) -> None:
    recalled(house, DEARER)
    page = house.signed_in(ANA)
    assert "1 respuesta que recibió ha cambiado" in page.see("/").text
    shown = page.see("/avisos").text
    assert "antes «Doce euros», ahora «Quince euros»." in shown
    assert "Quince euros." in shown
    other = house.signed_in(Role.READER)
    assert "ha cambiado" not in other.see("/").text
    name = house.database.rows("SELECT event FROM recall_notice WHERE platform = 'web'")[0]["event"]
    assert other.submit("/avisos", {"aviso": name}).status_code == 404
    assert page.submit("/avisos", {"aviso": name}).status_code == 303
    assert "No hay nada que no haya leído." in page.see("/avisos").text
    assert page.submit("/avisos", {"aviso": name}).status_code == 404


def test_reviewers_see_how_many_have_not_read_it_and_editors_who(house: House) -> None:
    recalls = recalled(house)
    listed = house.signed_in(Role.REVIEWER).see("/cambios").text
    assert "retirada" in listed
    assert "la recibieron 2 personas · sin ver todavía: 2" in listed
    one = house.signed_in(Role.REVIEWER).see("/cambios/1").text
    assert "departamento desconocido: 2" in one
    assert "U1" not in one
    assert "U1" in house.signed_in(Role.EDITOR).see("/cambios/1").text
    assert house.signed_in(Role.READER).see("/cambios").status_code == 403
    assert [house.signed_in(Role.EDITOR).see(f"/cambios/{number}").status_code for number in ("2", "x")] == [404, 404]
    assert recalls.step() == 0


def test_an_editor_tells_of_other_words(house: House) -> None:
    publish(house, FEE)
    house.desk.handle(Picked("web:1", "web", ANA.id, EntryKey("TAS-1", "es")))
    publish(house, Entry("TAS-1", "es", FEE.question, "Cuesta 12 € y <i>dos</i> copias.", owner="Hacienda"))
    assert Recalls(house.desk, Recall()).step() == 0
    assert house.signed_in(Role.REVIEWER).submit("/cambios", {"entrada": "TAS-1"}).status_code == 403
    editor = house.signed_in(Role.EDITOR)
    assert editor.submit("/cambios", {"entrada": "NO-1"}).status_code == 404
    assert editor.submit("/cambios", {"entrada": "TAS-1"}).status_code == 303
    assert "Se avisa a 1 persona." in editor.see("/cambios").text
    assert "tiene ahora otra redacción" in house.signed_in(ANA).see("/avisos").text


def test_a_department_is_told_of_a_new_measure_until_one_of_its_people_has_read_it(house: House) -> None:
    new = Entry("ZBE-1", "es", "¿Quién entra en la zona?", "Quien tenga distintivo.", valid_from=TODAY + timedelta(days=1), announce_to=("Hacienda",))
    publish(house, new)
    assert announcing.announce(house.desk, house.settings) == 1
    page = house.signed_in(ANA)
    assert "A partir del 25/11/2026 se responderá esto:" in page.see("/avisos").text
    assert "se responderá" not in house.signed_in(Role.READER).see("/avisos").text
    name = house.database.rows("SELECT event FROM outgoing")[0]["event"]
    assert page.submit("/avisos", {"aviso": name}).status_code == 303
    assert "se responderá" not in page.see("/avisos").text


def test_a_notice_and_a_measure_of_a_topic_that_was_frozen_afterwards_wait_until_that_is_over(house: House) -> None:
    """They say the topic's own text."""
    new = replace(FEE, topic="Tasas", valid_from=TODAY, announce_to=("Hacienda",))
    lines = (Topic("Tasas", "Consulte el BOE."),)

    def put(row: Entry) -> None:
        content = replace(catalogue(*ENTRIES, row), topics=lines)
        house.versions.publish(content, after=house.versions.current_number(), at=NOW, by="ana")

    put(new)
    recalls = Recalls(house.desk, Recall())
    house.desk.handle(Picked("web:1", "web", ANA.id, EntryKey("TAS-1", "es"), "phone"))
    put(replace(new, wordings=(("phone", "Quince euros."),)))
    assert recalls.step() == 1
    asked = {"topic": "Tasas", "until": TODAY, "reason": "x", "person": "p", "by": "ana", "at": NOW, "today": TODAY}
    house.desk.freezes.freeze(house.desk.catalogue(), **asked)
    assert announcing.announce(house.desk, house.settings) == 0
    page = house.signed_in(ANA)
    assert "No hay nada que no haya leído." in page.see("/avisos").text
    house.desk.freezes.end("Tasas", house.desk.frozen(), by="ana", at=NOW, today=TODAY)
    assert announcing.announce(house.desk, house.settings) == 1
    shown = page.see("/avisos").text
    assert "Quince euros." in shown
    assert "12 €" in shown
    house.desk.freezes.freeze(house.desk.catalogue(), **asked)
    assert "No hay nada que no haya leído." in page.see("/avisos").text


def test_of_two_changes_that_were_not_read_the_later_alone_is_shown_also_where_nobody_is_reminded(house: House) -> None:
    """The former would say a text to be used from now on which is not in force any more."""
    publish(house, FEE)
    house.desk.handle(Picked("web:1", "web", ANA.id, EntryKey("TAS-1", "es"), "phone"))
    recalls = Recalls(house.desk, Recall(reminders=0))
    publish(house, DEARER)
    assert recalls.step() == 1
    house.clock = house.desk.clock = lambda: NOW + timedelta(days=2)
    recalls.step()
    publish(house, replace(DEARER, wordings=(("phone", "Veinte euros."),)))
    assert recalls.step() == 1
    shown = house.signed_in(ANA).see("/avisos").text
    assert "Veinte euros." in shown
    assert shown.count('name="aviso"') == 1
