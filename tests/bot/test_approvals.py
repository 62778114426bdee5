"""Approval by a second person: nothing that changed is said to anybody before somebody else has approved exactly that."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from bot import publishing
from bot.approvals import store
from bot.approvals.deciding import Approvals
from bot.approvals.values import Decided, Outcome, Person, Rule, Way
from bot.audit.history import history
from bot.audit.said import words_on
from bot.cli import watch
from bot.cli.tools import Tools
from bot.desk import Desk
from knowledge import canonical
from knowledge.approval import Subject, changed_facts
from knowledge.database import Database
from knowledge.model import EntryKey
from knowledge.translation import translations
from knowledge.versions import Version, Versions
from tests.bot.test_command_line import unavoz  # noqa: F401 (a fixture)
from tests.conftest import NOW, TODAY, row

PEOPLE = {"ana@villa.example": ("slack:T1:U1", "entra:t:ana", "excel:Ana Ruiz"), "luis@villa.example": ("slack:T1:U2",)}
RULE = Rule(two_person=True, people=PEOPLE)
ANA, LUIS, EVA = Person("entra:t:ana", "Ana R."), Person("slack:T1:U2", "Luis"), Person("slack:T1:U3", "Eva")
ADMIN = Person("local:root", "root", is_admin=True)
DEPARTMENTS = [
    ("Departamento", "Contacto", "Quién puede aprobar"),
    ("Hacienda", "", "ana@villa.example; luis@villa.example"),
    ("Fiestas", "", "slack:T1:U3"),
]
FEE = Subject("entry", "A-1/es")


class Office:
    """An administration that approves by two people: a workbook, and what becomes of it."""

    def __init__(self, workbook: Any, versions: Versions) -> None:
        self._workbook = workbook
        self.versions = versions
        self.database = versions.database
        self.approvals = Approvals(versions, RULE)

    def save(self, *rows: Any, by: str = "Marta Soler", **sheets: Any) -> Path:
        """Save the workbook, signed as a spreadsheet program signs it."""
        path: Path = self._workbook(*rows, **{"Departamentos": DEPARTMENTS, **sheets})
        book = openpyxl.load_workbook(path)
        book.properties.lastModifiedBy = by
        book.save(path)
        return path

    def publish(self, *rows: Any, by: str = "Marta Soler", submitter: str = "", rule: Rule = RULE, **sheets: Any) -> Version:
        preparation = publishing.prepare(str(self.save(*rows, by=by, **sheets)), self.versions, today=TODAY, language="es", rule=rule)
        return publishing.put_in_service(preparation, self.versions, at=NOW, by=by, submitter=submitter)

    def answers(self) -> dict[str, str]:
        return {entry.id: entry.answer for entry in self.versions.catalogue(self.versions.current_number()).entries.values()}

    def waiting(self) -> list[Subject]:
        return [pending.subject for pending in self.approvals.waiting()]

    def approve(self, person: Person, subject: Subject = FEE, seen: str = "") -> Decided:
        pending = self.approvals.find(subject)
        return self.approvals.approve(subject, seen or (pending.mark if pending else ""), person, NOW, TODAY)


@pytest.fixture
def office(workbook: Any, versions: Versions) -> Office:
    """The first publication passes as it is: A-1 of Hacienda costs 3 €."""
    office = Office(workbook, versions)
    office.publish(fee("Son 3 €."), row("B-1", "¿Hay feria?", "Sí.", owner="Fiestas"))
    assert office.answers() == {"A-1": "Son 3 €.", "B-1": "Sí."}
    assert office.waiting() == []
    return office


def fee(answer: str, **more: Any) -> list[Any]:
    return row("A-1", "¿Cuánto cuesta?", answer, **{"owner": "Hacienda", **more})


FAIR = row("B-1", "¿Hay feria?", "Sí.", owner="Fiestas")


def test_a_changed_entry_waits_and_is_in_service_once_somebody_else_has_approved_it(office: Office) -> None:
    """What else changed waits on; the file is not needed again."""
    office.publish(fee("Son 4 €."), row("B-1", "¿Hay feria?", "No.", owner="Fiestas"))
    assert office.answers() == {"A-1": "Son 3 €.", "B-1": "Sí."}
    decided = office.approve(LUIS)
    assert decided.outcome is Outcome.DONE
    assert office.answers() == {"A-1": "Son 4 €.", "B-1": "Sí."}
    assert office.waiting() == [Subject("entry", "B-1/es")]
    version = office.versions.get(decided.version)
    assert version.published_by == "Luis"
    assert office.versions.workbook(version.number) is not None


def test_who_approved_is_found_by_the_content_that_is_in_service(office: Office) -> None:
    """Under the hash that the versions name it by."""
    office.publish(fee("Son 4 €."), FAIR)
    decided = office.approve(LUIS)
    entry = office.versions.catalogue(decided.version).entries[EntryKey("A-1", "es")]
    found = store.approved_by(office.database, canonical.hash_of(entry))
    assert found is not None
    assert (found.person, found.name, found.way, found.version) == ("slack:T1:U2", "Luis", Way.APPROVED, decided.version)
    assert store.approvals_of(office.database, "A-1") == [found]


@pytest.mark.parametrize("seen", ["0" * 64, "", "' OR 1=1 --"])
def test_a_forged_hash_approves_nothing(office: Office, seen: str) -> None:
    """What waits is looked up here."""
    office.publish(fee("Son 4 €."), FAIR)
    assert office.approvals.approve(FEE, seen, LUIS, NOW, TODAY).outcome is Outcome.CHANGED
    assert office.answers()["A-1"] == "Son 3 €."


@pytest.mark.parametrize("by", ["Ana Ruiz", "ANA RUIZ", "ana@villa.example", "Ana R."])
def test_who_saved_the_workbook_last_does_not_approve_it(office: Office, by: str) -> None:
    """By whichever of their names the file has it."""
    office.publish(fee("Son 4 €."), FAIR, by=by)
    assert office.approve(ANA).outcome is Outcome.OWN
    assert office.approve(LUIS).outcome is Outcome.DONE


def test_who_handed_it_in_does_not_approve_it_on_another_platform(office: Office) -> None:
    """One person has an id on each."""
    office.publish(fee("Son 4 €."), FAIR, submitter="slack:T1:U1")
    assert office.approve(ANA).outcome is Outcome.OWN


def test_who_edited_the_same_words_before_still_did(office: Office) -> None:
    """Taking them out, and letting somebody else put them back, makes nobody another."""
    office.publish(fee("Son 4 €."), FAIR, by="Ana Ruiz")
    office.publish(fee("Son 3 €."), FAIR, by="Marta Soler")
    office.publish(fee("Son 4 €."), FAIR, by="Marta Soler")
    assert office.approve(ANA).outcome is Outcome.OWN


def test_who_handed_the_same_words_in_before_still_did(office: Office) -> None:
    """The watch finds them again in the shared file after they had been taken back: nobody hands them in then."""
    office.publish(fee("Son 4 €."), FAIR, submitter="slack:T1:U2", by="x")
    office.publish(fee("Son 3 €."), FAIR)
    assert office.waiting() == []
    office.publish(fee("Son 4 €."), FAIR)
    assert office.approve(LUIS).outcome is Outcome.OWN
    assert office.approvals.waiting_for(LUIS) == []
    office.publish(fee("Son 3 €."), FAIR)
    office.publish(fee("Son 4 €."), FAIR, submitter="local:marta")
    assert office.approve(LUIS).outcome is Outcome.OWN
    assert office.approve(ANA).outcome is Outcome.DONE


def test_another_department_approves_nothing_here_nor_by_taking_the_entry_over(office: Office) -> None:
    """The one that owned it decides; an admin is no approver of it either."""
    for changed in (fee("Son 4 €."), fee("Son 4 €.", owner="Fiestas")):
        office.publish(changed, FAIR)
        assert office.approve(EVA).outcome is Outcome.NOT_ALLOWED
        assert office.approve(ADMIN).outcome is Outcome.NOT_ALLOWED
    english = row("A-1", "What does it cost?", "It is 3 €.", language="en", owner="Fiestas")
    office.publish(fee("Son 3 €."), english, FAIR)
    assert office.approve(EVA, Subject("entry", "A-1/en")).outcome is Outcome.NOT_ALLOWED


def test_naming_oneself_on_the_departments_sheet_approves_nothing(office: Office) -> None:
    """Those of the version in service decide; the sheet itself is an admin's."""
    taken = [DEPARTMENTS[0], ("Hacienda", "", "slack:T1:U3"), DEPARTMENTS[2]]
    office.publish(fee("Son 4 €."), FAIR, Departamentos=taken)
    assert office.approve(EVA).outcome is Outcome.NOT_ALLOWED
    department = Subject("department", "Hacienda")
    assert office.approve(LUIS, department).outcome is Outcome.NOT_ALLOWED
    assert office.approve(ADMIN, department).outcome is Outcome.DONE
    assert office.approve(EVA).outcome is Outcome.DONE


def test_what_was_edited_after_it_was_seen_is_not_approved(office: Office) -> None:
    """Neither what was seen nor what is new."""
    office.publish(fee("Son 4 €."), FAIR)
    pending = office.approvals.find(FEE)
    assert pending is not None
    office.publish(fee("Son 40 €."), FAIR)
    assert office.approve(LUIS, seen=pending.mark).outcome is Outcome.CHANGED
    assert office.answers()["A-1"] == "Son 3 €."


def test_approving_twice_is_approving_once(office: Office) -> None:
    """One version, one record."""
    office.publish(fee("Son 4 €."), FAIR)
    pending = office.approvals.find(FEE)
    assert pending is not None
    assert office.approve(LUIS, seen=pending.mark).outcome is Outcome.DONE
    number = office.versions.current_number()
    assert office.approve(ANA, seen=pending.mark).outcome is Outcome.ALREADY
    assert office.versions.current_number() == number
    assert [found.name for found in store.approvals_of(office.database, "A-1")] == ["Luis"]


_PROCESS = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from bot.approvals.deciding import Approvals
from bot.approvals.values import Person, Rule
from knowledge.approval import Subject, changed_facts
from knowledge.database import Database
from knowledge.versions import Versions
versions = Versions(Database(Path(sys.argv[1])))
approvals = Approvals(versions, Rule(two_person=True, people={"ana@villa.example": ("a:1",), "luis@villa.example": ("a:1",)}))
sys.stdin.readline()
person = Person("a:1", sys.argv[2])
print(approvals.approve(Subject("entry", "A-1/es"), sys.argv[3], person, datetime.now(UTC), date(2026, 11, 24)).outcome)
"""


def test_two_processes_that_approve_at_once_make_one_version(office: Office) -> None:
    """Whichever comes second is told so."""
    office.publish(fee("Son 4 €."), FAIR)
    pending = office.approvals.find(FEE)
    assert pending is not None
    command = [sys.executable, "-c", _PROCESS, str(office.database.path)]
    running = [subprocess.Popen([*command, name, pending.mark], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in ("Uno", "Dos")]
    said = []
    threads = [threading.Thread(target=lambda one=one: said.append(one.communicate("go\n", timeout=120)[0].strip())) for one in running]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["already", "done"]
    assert office.versions.current_number() == 2
    assert office.database.rows("SELECT count(*) AS n FROM approval")[0]["n"] == 1


def test_a_rejection_has_a_reason_and_the_same_words_do_not_come_back(office: Office) -> None:
    """Other words may."""
    office.publish(fee("Son 4 €."), FAIR)
    pending = office.approvals.find(FEE)
    assert pending is not None
    assert office.approvals.reject(FEE, pending.mark, LUIS, "  ", NOW).outcome is Outcome.NO_REASON
    assert office.approvals.reject(FEE, pending.mark, LUIS, "La tasa no cambia", NOW).outcome is Outcome.DONE
    preparation = publishing.prepare(str(office.save(fee("Son 4 €."), FAIR)), office.versions, today=TODAY, language="es", rule=RULE)
    assert [rejection.reason for _, rejection in preparation.held.rejected] == ["La tasa no cambia"]
    publishing.put_in_service(preparation, office.versions, at=NOW, by="m")
    assert office.waiting() == []
    office.publish(fee("Son 5 €."), FAIR)
    assert office.waiting() == [FEE]
    assert office.answers()["A-1"] == "Son 3 €."


def test_a_row_that_goes_back_to_what_is_in_service_waits_no_more(office: Office) -> None:
    """Nor does one with a fault."""
    office.publish(fee("Son 4 €."), FAIR)
    office.publish(fee("Son 3 €."), FAIR)
    assert office.waiting() == []
    office.publish(fee("Son 4 €."), FAIR)
    office.publish(fee("Son 4 €.", valid_from="nunca"), FAIR)
    assert office.waiting() == []


def test_new_and_withdrawn_entries_wait_too(office: Office) -> None:
    """A withdrawal is a change of what is said."""
    office.publish(FAIR, row("A-2", "¿Se fracciona?", "Sí.", owner="Hacienda"))
    assert office.answers() == {"A-1": "Son 3 €.", "B-1": "Sí."}
    assert office.approve(LUIS).outcome is Outcome.DONE
    assert office.approve(LUIS, Subject("entry", "A-2/es")).outcome is Outcome.DONE
    assert office.answers() == {"A-2": "Sí.", "B-1": "Sí."}


def test_an_admin_overrides_with_a_reason_which_is_kept(office: Office) -> None:
    """Nobody else does."""
    office.publish(fee("Son 4 €."), FAIR, submitter=ADMIN.id)
    pending = office.approvals.find(FEE)
    assert pending is not None
    assert office.approvals.override(FEE, pending.mark, LUIS, "Prisa", NOW, TODAY).outcome is Outcome.NOT_ALLOWED
    assert office.approvals.override(FEE, pending.mark, ADMIN, "", NOW, TODAY).outcome is Outcome.NO_REASON
    assert office.approvals.override(FEE, pending.mark, ADMIN, "Corte de agua", NOW, TODAY).outcome is Outcome.DONE
    (found,) = store.approvals_of(office.database, "A-1")
    assert (found.way, found.name, found.reason) == (Way.URGENT, "root", "Corte de agua")
    assert office.answers()["A-1"] == "Son 4 €."


def test_a_change_of_words_alone_passes_with_one_person_where_the_settings_say_so(office: Office) -> None:
    """It is on record; one of a fact still waits."""
    rule = replace(RULE, minor_needs_two=False)
    office.publish(fee("El precio es de 3 €."), FAIR, submitter="local:marta", rule=rule)
    assert office.answers()["A-1"] == "El precio es de 3 €."
    (found,) = store.approvals_of(office.database, "A-1")
    assert (found.way, found.person, found.version) == (Way.MINOR, "local:marta", 2)
    office.publish(fee("El precio es de 4 €."), FAIR, rule=rule)
    assert office.answers()["A-1"] == "El precio es de 3 €."
    office.publish(fee("El precio es de 3 €.", valid_until="31/12/2026"), FAIR, rule=rule)
    assert office.waiting() == [FEE]


def test_another_question_is_no_change_of_words(office: Office) -> None:
    """The same figure would be said of another thing; a question mark alone passes."""
    rule = replace(RULE, minor_needs_two=False)
    office.publish(row("A-1", "Cuánto cuesta", "Son 3 €.", owner="Hacienda"), FAIR, rule=rule)
    assert office.waiting() == []
    office.publish(row("A-1", "¿Cuánto cuesta la biblioteca?", "Son 3 €.", owner="Hacienda"), FAIR, rule=rule)
    assert office.waiting() == [FEE]


def test_two_figures_that_change_places_are_no_change_of_words(office: Office) -> None:
    """And the approver is shown which."""
    rule = replace(RULE, minor_needs_two=False)
    office.publish(fee("Los adultos pagan 5 € y los niños pagan 3 €."), FAIR)
    office.approve(LUIS)
    office.publish(fee("Los adultos pagan 3 € y los niños pagan 5 €."), FAIR, rule=rule)
    assert office.answers()["A-1"] == "Los adultos pagan 5 € y los niños pagan 3 €."
    (pending,) = office.approvals.waiting()
    assert changed_facts(pending.before, pending.parts) == [("3 €", "5 €"), ("5 €", "3 €")]


def test_a_shared_fact_waits_for_its_owner_and_what_needs_it_waits_with_it(office: Office) -> None:
    """Nobody is ever told a text without its figure."""
    facts = [("Nombre", "Valor", "Responsable"), ("tasa", "4 €", "Hacienda")]
    office.publish(fee("Son {{tasa}}."), FAIR, Datos=facts)
    assert office.approve(LUIS).needs == ("tasa",)
    assert office.approve(EVA, Subject("fact", "tasa")).outcome is Outcome.NOT_ALLOWED
    assert office.approve(LUIS, Subject("fact", "tasa")).outcome is Outcome.DONE
    assert office.approve(LUIS).outcome is Outcome.DONE
    dated = [
        ("Nombre", "Valor", "Responsable", "Desde", "Hasta"),
        ("tasa", "4 €", "Hacienda", None, "31/12/2026"),
        ("tasa", "5 €", "Hacienda", "1/1/2027"),
    ]
    office.publish(fee("Son {{tasa}}."), FAIR, Datos=dated)
    assert office.waiting() == [Subject("fact", "tasa")]
    assert [fact.value for fact in office.versions.catalogue(office.versions.current_number()).facts] == ["4 €"]
    assert office.approve(LUIS, Subject("fact", "tasa")).outcome is Outcome.DONE
    assert sorted(fact.value for fact in office.versions.catalogue(office.versions.current_number()).facts) == ["4 €", "5 €"]


def test_a_fact_is_not_withdrawn_from_under_an_answer_that_uses_it(office: Office) -> None:
    """The end of it waits until nobody needs it."""
    facts = [("Nombre", "Valor", "Responsable"), ("tasa", "4 €", "Hacienda")]
    office.publish(fee("Son {{tasa}}."), FAIR, Datos=facts, rule=Rule())
    office.publish(fee("Son 4 €."), FAIR, Datos=[facts[0], ("otra", "1 €", "Hacienda")])
    assert office.approve(LUIS, Subject("fact", "tasa")).needs == ("tasa",)
    assert office.approve(LUIS).outcome is Outcome.DONE
    assert office.approve(LUIS, Subject("fact", "tasa")).outcome is Outcome.DONE


def test_a_rollback_brings_back_what_was_approved_and_what_waits_is_then_another_difference(office: Office) -> None:
    """Nobody approves against what they did not see."""
    office.publish(fee("Son 4 €."), FAIR)
    office.approve(LUIS)
    office.publish(fee("Son 5 €."), FAIR)
    pending = office.approvals.find(FEE)
    assert pending is not None
    publishing.roll_back(office.versions, 1, at=NOW, by="ana")
    assert office.answers()["A-1"] == "Son 3 €."
    assert office.approve(LUIS, seen=pending.mark).outcome is Outcome.CHANGED
    assert office.approve(LUIS).outcome is Outcome.DONE
    assert office.answers()["A-1"] == "Son 5 €."


def test_without_the_setting_whoever_writes_the_workbook_approves(office: Office, database: Database) -> None:
    """And nothing waits any more where it did."""
    office.publish(fee("Son 4 €."), FAIR)
    office.publish(fee("Son 4 €."), FAIR, rule=Rule())
    assert office.answers()["A-1"] == "Son 4 €."
    assert office.waiting() == []


SETTINGS = """
language = "es"
[approval]
mode = "two-person"
[approval.people]
"luis@villa.example" = ["slack:T1:U2"]
"""


def test_the_command_line_lists_what_waits_and_only_overrides(unavoz: Any, workbook: Any, tmp_path: Path) -> None:  # noqa: F811
    """Whoever runs it is nobody's second person."""
    (tmp_path / "unavoz.toml").write_text(SETTINGS, encoding="utf-8")
    workbook(fee("Son 3 €."), Departamentos=DEPARTMENTS)
    assert unavoz("publish")[0] == 0
    workbook(fee("Son 4 €."), Departamentos=DEPARTMENTS)
    _, out, _ = unavoz("publish", environment={"LANG": "es_ES.UTF-8"})
    assert "Pendiente de aprobar: A-1/es." in out
    (waiting,) = json.loads(unavoz("pending", "--json")[1])["waiting"]
    assert (waiting["name"], waiting["language"], waiting["may_approve"]) == ("A-1", "es", ["ana@villa.example", "luis@villa.example"])
    assert waiting["changes"][0]["fields"] == [{"field": "answer", "before": "Son 3 €.", "after": "Son 4 €."}]
    assert "+ Son 4 €." in unavoz("pending")[1]
    assert unavoz("approve", "A-1")[0] == 2
    assert unavoz("approve", "A-1", "--urgent")[0] == 1
    assert "Son 3 €." in unavoz("ask", "cuanto cuesta")[1]
    assert unavoz("approve", "a-1", "--urgent", "--reason", "Error en la tasa")[0] == 0
    assert "Son 4 €." in unavoz("ask", "cuanto cuesta")[1]
    assert "Error en la tasa" in unavoz("digest", at=NOW + timedelta(days=1))[1]
    assert unavoz("approve", "A-1", "--urgent", "--reason", "Otra vez")[0] == 1


def test_the_watch_over_the_workbook_lets_wait_what_waits(unavoz: Any, workbook: Any, tmp_path: Path, versions: Versions) -> None:  # noqa: F811
    """It publishes the same way as anybody."""
    (tmp_path / "unavoz.toml").write_text(SETTINGS, encoding="utf-8")
    workbook(fee("Son 3 €."), Departamentos=DEPARTMENTS)
    unavoz("publish")
    place = str(workbook(fee("Son 4 €."), row("A-2", "¿Se fracciona?", "Sí.", owner="Hacienda"), Departamentos=DEPARTMENTS))
    tools = Tools({}, translations("es"), Console(), Console(), lambda: NOW)
    watcher = watch._watcher(tools, place)
    assert watcher.take() is None
    tools.close()
    assert versions.current_number() == 1
    assert [(one.name, one.submitters) for one in store.waiting(versions.database, versions.catalogue(1))] == [("A-1", ()), ("A-2", ())]


@pytest.mark.parametrize(
    ("approval", "problem"),
    [
        ('mode = "three"', "approval.mode"),
        ('minor_changes = "none"', "approval.minor_changes"),
        ('people = { "ana" = ["Ana Ruiz"] }', "excel:Ana Ruiz"),
    ],
)
def test_settings_that_cannot_be_are_named(unavoz: Any, tmp_path: Path, approval: str, problem: str) -> None:  # noqa: F811
    """Before anything is published."""
    (tmp_path / "unavoz.toml").write_text(f"[approval]\n{approval}\n", encoding="utf-8")
    code, _, err = unavoz("pending")
    assert code == 78
    assert problem in err


def test_what_was_said_on_a_day_names_who_approved_it_and_knows_what_was_frozen(office: Office, desk: Desk) -> None:
    """The record, not the cell."""
    office.publish(fee("Son 4 €.", topic="Tasas"), FAIR, Temas=[("Tema", "Texto de espera"), ("Tasas", "Consulte el BOE.")])
    office.approve(LUIS)
    office.approve(ADMIN, Subject("topic", "tasas"))
    (*_, held) = reversed(history(office.versions, office.database, "A-1"))
    assert held.approval is not None
    assert held.approval.name == "Luis"
    after = NOW + timedelta(minutes=1)
    (words,) = words_on(desk, "A-1", after, after + timedelta(minutes=1))
    assert words.approval == held.approval
    frozen_at = NOW + timedelta(minutes=5)
    desk.freezes.freeze(desk.catalogue(), "Tasas", until=TODAY, reason="Elecciones", person="p", by="p", at=frozen_at, today=TODAY)
    assert [one.reply.text for one in words_on(desk, "A-1", after, after + timedelta(minutes=1))] == ["Son 4 €."]
    late = frozen_at + timedelta(minutes=1)
    assert [one.reply.text for one in words_on(desk, "A-1", late, late + timedelta(minutes=1))] == ["Consulte el BOE."]
