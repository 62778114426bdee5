"""The list of unanswered questions, and what a reviewer does with a group: each page and each action, as a browser sends them."""

import re
from html import unescape
from typing import Any

import pytest

from adapters.web.roles import Role
from bot.events import Asked
from knowledge.answering import Question
from knowledge.model import Catalogue, Entry
from tests.adapters.web.conftest import ENTRIES, House
from tests.conftest import NOW

POOL = "cuanto cuesta el abono de la piscina"
NOISE = "a que hora se pueden hacer obras en casa"


def ask(house: House, text: str, asker: str = "U1", key: str = "") -> None:
    house.desk.handle(Asked(key or f"slack:T1:{len(text)}:{asker}", "slack", asker, Question(text, reads="es"), f"D{asker}"))


def only_group(house: House) -> Any:
    (group,) = house.desk.review.listing.page(filter_all(), NOW).groups
    return group


def filter_all() -> Any:
    from bot.review.values import Filter
    from knowledge.review import State

    return Filter(tuple(State))


def act(house: House, client: Any, what: str, group: Any = None, **fields: str) -> Any:
    group = group or only_group(house)
    return client.submit(f"/sin-respuesta/{group.id}", {"hacer": what, "revision": str(group.revision), **fields})


def shown(response: Any) -> str:
    """Return what a page says, without its markup."""
    assert response.status_code in (200, 409, 422), response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture
def reviewer(house: House) -> Any:
    return house.signed_in(Role.REVIEWER)


def test_the_list_shows_how_many_ask_what_and_filters_stand_in_the_address(house: House, reviewer: Any) -> None:
    """What was typed is no markup."""
    for asker in ("U1", "U2"):
        ask(house, POOL, asker)
    ask(house, "<script>alert(1)</script> & obras nocturnas", "U3")
    page = reviewer.see("/sin-respuesta")
    said = shown(page)
    assert said.index(POOL) < said.index("<script>alert(1)</script>"), "the most asked first"
    assert "2 personas 2 preguntas" in said
    assert "<script>alert" not in page.text
    assert POOL not in shown(reviewer.see("/sin-respuesta?q=nocturnas"))
    assert "Ningún grupo es así." in shown(reviewer.see("/sin-respuesta?estado=archived"))
    assert POOL in shown(reviewer.see("/sin-respuesta?estado=nonsense&motivo=x&orden=y&pagina=99&desde=ayer"))


def test_an_empty_list_is_good_news(house: House, reviewer: Any) -> None:
    """And says so."""
    assert "No hay nada pendiente" in shown(reviewer.see("/sin-respuesta"))


def test_a_group_is_taken_passed_on_archived_reopened_and_undone(house: House, reviewer: Any) -> None:
    """Each step stands in its history, with who and why."""
    ask(house, POOL)
    for what, fields in (("revisar", {}), ("pasar", {"area": "Deportes", "nota": "¿Lo sabéis?"}), ("archivar", {"razon": "No es nuestra"})):
        assert act(house, reviewer, what, **fields).status_code == 303
    page = shown(reviewer.see(f"/sin-respuesta/{only_group(house).id}"))
    assert "Persona reviewer lo archivó" in page
    assert "«No es nuestra»" in page
    assert "Persona reviewer lo pasó a Deportes" in page
    assert act(house, reviewer, "deshacer").status_code == 303
    assert only_group(house).standing.decision.department == "Deportes"
    assert act(house, reviewer, "deshacer").status_code == 422
    assert act(house, reviewer, "archivar", razon=" ").status_code == 422
    assert act(house, reviewer, "nada").status_code == 400


def test_a_link_tells_whoever_asked_and_says_what_answers(house: House, reviewer: Any) -> None:
    """An entry that is not there is refused in plain words, with what was typed."""
    ask(house, "quiero estar en el censo del pueblo")
    refused = act(house, reviewer, "enlazar", entrada="NO-1")
    assert "No hay ninguna entrada con ese id" in shown(refused)
    assert 'value="NO-1"' in refused.text
    assert act(house, reviewer, "enlazar", entrada="OAC-1").status_code == 303
    group = only_group(house)
    assert (group.standing.state, group.standing.decision.entry) == ("answered", "OAC-1")
    assert [owed.recipient for owed in house.desk.ledger.outbox.overdue("slack", house.clock())] == ["U1"]
    assert "Respondida por OAC-1, desde la versión v1" in shown(reviewer.see(f"/sin-respuesta/{group.id}"))


def test_a_draft_is_kept_without_personal_data_and_shown_again(house: House, reviewer: Any) -> None:
    """Its wordings too."""
    ask(house, POOL)
    fields = {"pregunta": "¿Cuánto cuesta el abono?", "respuesta": "40 euros. Como dijo la vecina con DNI 12345678Z.", "canal:phone": "Son 40 euros."}
    assert act(house, reviewer, "proponer", responsable="Deportes", **fields).status_code == 303
    draft = only_group(house).standing.decision.draft
    assert (draft.question, draft.answer, draft.wordings) == (
        "¿Cuánto cuesta el abono?", "40 euros. Como dijo la vecina con DNI [DNI].", (("phone", "Son 40 euros."),),
    )  # fmt: skip
    page = reviewer.see(f"/sin-respuesta/{only_group(house).id}").text
    assert "Son 40 euros." in page
    assert "12345678Z" not in page
    entry = Entry("DEP-9", "es", "¿Cuánto cuesta el abono?", "Cuarenta euros.", owner="Deportes")
    house.versions.publish(Catalogue(0, {one.key: one for one in (*ENTRIES, entry)}), after=1, at=NOW, by="ana")
    from bot.review import telling

    assert telling.settle(house.desk) == 1
    assert only_group(house).standing.decision.version == 2


def test_the_second_of_two_reviewers_sees_what_the_first_did_and_loses_nothing(house: House, reviewer: Any) -> None:
    """A page of its own, 409."""
    ask(house, POOL)
    seen = only_group(house)
    act(house, house.signed_in(Role.EDITOR), "pasar", seen, area="Deportes", nota="¿Lo sabéis?")
    late = act(house, reviewer, "proponer", seen, pregunta="¿Cuánto cuesta?", respuesta="Lo que escribí yo.")
    assert late.status_code == 409
    assert "Persona editor lo pasó a Deportes" in shown(late)
    assert "Lo que escribí yo." in late.text
    assert only_group(house).standing.decision.kind == "referred"
    assert act(house, reviewer, "proponer", pregunta="¿Cuánto cuesta?", respuesta="Lo que escribí yo.").status_code == 303


def test_groups_are_merged_and_taken_apart_again(house: House, reviewer: Any) -> None:
    """From the list, several at once; and from a group's page."""
    ask(house, POOL)
    ask(house, NOISE, "U2")
    one, two = house.desk.review.listing.page(filter_all(), NOW).groups
    ticked = [f"{group.id}.{group.revision}" for group in (one, two)]
    done = reviewer.submit("/sin-respuesta", {"hacer": "unir", "grupo": ticked, "volver": "q=x"})
    assert done.headers["location"] == "/web/sin-respuesta?q=x"
    merged = only_group(house)
    assert (merged.questions, merged.parts) == (2, (two.id,))
    assert NOISE in shown(reviewer.see(f"/sin-respuesta/{merged.id}"))
    part = house.desk.review.listing.group(two.id, NOW)
    assert "forma parte del grupo" in shown(reviewer.see(f"/sin-respuesta/{part.id}"))
    assert act(house, reviewer, "separar", part).status_code == 303
    assert len(house.desk.review.listing.page(filter_all(), NOW).groups) == 2


def test_several_are_archived_and_what_changed_meanwhile_is_left(house: House, reviewer: Any) -> None:
    """It is said how many."""
    ask(house, POOL)
    ask(house, NOISE, "U2")
    one, two = house.desk.review.listing.page(filter_all(), NOW).groups
    act(house, reviewer, "revisar", one)
    sent = {"hacer": "archivar", "razon": "no", "grupo": [f"{one.id}.{one.revision}", f"{two.id}.{two.revision}", "x", "1.2.3"]}
    assert reviewer.submit("/sin-respuesta", sent).status_code == 303
    assert "Hecho con 1 grupo. 1 se ha dejado como está" in shown(reviewer.see("/sin-respuesta?estado=archived"))
    assert reviewer.submit("/sin-respuesta", {"hacer": "archivar"}).status_code == 303


def test_a_question_with_personal_data_is_erased_for_good(house: House, reviewer: Any) -> None:
    """Its group stays, counted."""
    ask(house, "el hijo de Fulanita la del estanco quiere plaza de garaje")
    group = only_group(house)
    (member,) = house.desk.review.listing.members(group.id)
    assert reviewer.submit(f"/sin-respuesta/{group.id}/borrar", {"pregunta": "slack:T1:other"}).status_code == 404
    assert reviewer.submit(f"/sin-respuesta/{group.id}/borrar", {"pregunta": member.event}).status_code == 303
    page = reviewer.see(f"/sin-respuesta/{group.id}").text
    assert "Fulanita" not in page
    assert "(borrada)" in page
    assert only_group(house).questions == 1
    assert b"Fulanita" not in house.database.path.read_bytes()


def test_whoever_may_only_read_sees_no_buttons_and_changes_nothing(house: House) -> None:
    """The group's page has no form but those of the frame."""
    ask(house, POOL)
    reader = house.signed_in(Role.READER)
    assert 'name="hacer"' not in reader.see("/sin-respuesta").text + reader.see(f"/sin-respuesta/{only_group(house).id}").text
    assert act(house, reader, "revisar").status_code == 403
    assert reader.see("/sin-respuesta/99999").status_code == reader.see("/sin-respuesta/x").status_code == 404


def test_what_a_proposal_would_change_is_shown_before_it_is_made(house: House, reviewer: Any) -> None:
    """With what was typed kept; nothing is decided by looking."""
    ask(house, POOL)
    looked = act(house, reviewer, "proponer", mirar="1", pregunta="¿Cuánto cuesta el abono de la piscina?", respuesta="40 euros.")
    said = shown(looked)
    assert "Qué cambiaría" in said
    assert f"{POOL} : sin respuesta → la respuesta nueva" in said or f"{POOL}: sin respuesta → la respuesta nueva" in said
    assert "40 euros." in looked.text
    assert only_group(house).standing.state == "new"
    assert "Qué cambiaría" in shown(act(house, reviewer, "enlazar", mirar="1", entrada="OAC-1"))


def test_numbers_that_no_database_holds_do_no_harm(house: House, reviewer: Any) -> None:
    """Nor do days that no calendar has."""
    ask(house, POOL)
    group = only_group(house)
    for number in ("1" + "0" * 20, "9" * 5_000, "²"):
        assert reviewer.see(f"/sin-respuesta?pagina={number[:900]}").status_code == 200
        assert reviewer.submit("/sin-respuesta", {"hacer": "revisar", "grupo": f"{number[:900]}.1"}).status_code == 303
        assert act(house, reviewer, "revisar", group, revision=number).status_code == 409
        assert act(house, reviewer, "unir", con=number).status_code == 422
    assert reviewer.see("/exportar/preguntas?hasta=0001-01-01").status_code == 200
