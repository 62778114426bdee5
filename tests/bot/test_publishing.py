"""Publishing: whole or not at all, nothing faulty, nothing lost, everything to be found again."""

import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot import publishing
from knowledge import trials
from knowledge.database import Database, StorageFailed, journal_mode
from knowledge.translation import translations
from knowledge.versions import NoSuchVersion, OutOfDate, Version, Versions
from tests.conftest import NOW, TODAY, row


def publish(path: Path, versions: Versions, at=NOW) -> Version:  # type: ignore[no-untyped-def]
    preparation = publishing.prepare(str(path), versions, today=TODAY, language="es")
    return publishing.put_in_service(preparation, versions, at=at, by="ana")


def answers(versions: Versions, number: int) -> dict[str, str]:
    return {entry.id: entry.answer for entry in versions.catalogue(number).entries.values()}


def test_only_approved_and_suspended_rows_are_published(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """Drafts, rows in review and retired ones stay in the workbook."""
    states = ["Aprobada", "Suspendida", "Borrador", "En revisión", "Retirada", None]
    publish(workbook(*(row(f"A-{n}", f"¿Pregunta {n}?", status=status) for n, status in enumerate(states))), versions)
    assert set(answers(versions, 1)) == {"A-0", "A-1"}


def test_a_row_with_a_fault_keeps_its_last_good_version_with_the_facts_it_needs(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """Also where its id was wiped by accident."""
    facts = [("Nombre", "Valor"), ("tasa", "3 €")]
    publish(workbook(row("A-1", "¿Uno?", "Son {{tasa}}."), row("A-2", "¿Dos?", "Dos."), row("A-3", "¿Tres?"), Datos=facts), versions)
    publish(workbook(row("A-1", "¿Uno?", "Son {{tasa}}.", valid_from="nunca"), row(None, "¿Dos?", "Nuevo."), row("A-4", "¿Cuatro?")), versions)
    assert answers(versions, 2) == {"A-1": "Son {{tasa}}.", "A-2": "Dos.", "A-4": "Una respuesta."}
    assert [fact.value for fact in versions.catalogue(2).facts] == ["3 €"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"id;pregunta;respuesta\n1;2;3\n"])
def test_a_file_that_cannot_be_read_changes_nothing(workbook, versions, tmp_path, content: bytes) -> None:  # type: ignore[no-untyped-def]
    """The version in service answers on."""
    publish(workbook(row("A-1", "¿Uno?")), versions)
    (tmp_path / "roto.xlsx").write_bytes(content)
    preparation = publishing.prepare(str(tmp_path / "roto.xlsx"), versions, today=TODAY, language="es")
    assert preparation.draft.is_refused
    with pytest.raises(ValueError, match="cannot be published"):
        publishing.put_in_service(preparation, versions, at=NOW, by="ana")
    assert versions.current_number() == 1


def test_unchanged_content_is_no_new_version_and_unchanged_entries_are_stored_once(workbook, versions, database) -> None:  # type: ignore[no-untyped-def]
    """Versions are addressed by their content; order of rows is not content."""
    one, two = row("A-1", "¿Uno?"), row("A-2", "¿Dos?")
    first = publish(workbook(one, two), versions)
    assert publish(workbook(two, one), versions) == first
    publish(workbook(one, row("A-2", "¿Dos?", "Otra.")), versions)
    assert database.rows("SELECT count(*) AS n FROM part WHERE kind = 'entry'")[0]["n"] == 3


def test_the_workbook_is_kept_with_its_version_byte_for_byte(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """It can be shown afterwards what was published from what."""
    path = workbook(row("A-1", "¿Uno?"))
    publish(path, versions)
    kept = versions.workbook(1)
    assert (kept.name, kept.content) == (path.name, path.read_bytes())


def test_what_was_in_force_then_is_found_by_its_day_and_rollback_is_a_new_version(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """Nothing is rewritten."""
    publish(workbook(row("A-1", "¿Uno?", "Antes.")), versions, NOW - timedelta(days=10))
    publish(workbook(row("A-1", "¿Uno?", "Después.")), versions, NOW - timedelta(days=5))
    assert answers(versions, versions.in_service_at(NOW - timedelta(days=7)).number) == {"A-1": "Antes."}
    with pytest.raises(NoSuchVersion):
        versions.in_service_at(NOW - timedelta(days=11))
    back = publishing.roll_back(versions, 1, at=NOW, by="ana")
    assert (back.number, back.rollback_to, answers(versions, 3)) == (3, 1, {"A-1": "Antes."})
    assert answers(versions, 2) == {"A-1": "Después."}


def test_a_publication_prepared_against_an_older_version_is_refused(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """Two publishers never overwrite each other unseen."""
    late = publishing.prepare(str(workbook(row("A-1", "¿Uno?"))), versions, today=TODAY, language="es")
    publish(workbook(row("A-1", "¿Uno?", "Otra.")), versions)
    with pytest.raises(OutOfDate):
        publishing.put_in_service(late, versions, at=NOW, by="ana")


def test_the_tests_sheet_is_run_and_says_which_questions_changed_their_answer(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """An editor sees what a change does before it is in service."""
    tests = [("Pregunta", "Id esperado"), ("donde pago la basura", "A-1"), ("venden helicopteros", None)]
    publish(workbook(row("A-1", "¿Dónde pago la tasa de basura?"), Pruebas=tests), versions)
    moved = workbook(row("A-1", "¿Abren el museo?"), row("A-2", "¿Dónde pago la basura hoy?"), Pruebas=tests)
    preparation = publishing.prepare(str(moved), versions, today=TODAY, language="es")
    assert [value.test.question for value in preparation.rerouted] == ["donde pago la basura"]
    assert {value.verdict for value in preparation.failed} <= {trials.Verdict.WRONG, trials.Verdict.MISSED}
    assert preparation.failed


PUBLISHER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from knowledge.database import Database
from knowledge.model import Catalogue, Entry
from knowledge.translation import translations
from knowledge.versions import Versions, Workbook
versions = Versions(Database(Path(sys.argv[1])))
entries = {word: [Entry(f"A-{n}", "es", f"Question {n}?", f"{word} {n}") for n in range(400)] for word in ("old", "new")}
catalogues = {word: Catalogue(0, {entry.key: entry for entry in found}) for word, found in entries.items()}
print("ready", flush=True)
while True:
    for word, catalogue in catalogues.items():
        after = versions.current_number()
        versions.publish(catalogue, after=after, at=datetime.now(UTC), by="x", workbook=Workbook(word, word.encode() * 100_000))
"""


def test_kill_9_while_publishing_leaves_the_old_or_the_new_version_never_a_mix(tmp_path: Path) -> None:
    """Fifty times, at fifty moments of a publication of 400 entries."""
    database = tmp_path / "unavoz.db"
    seen = set()
    for number in range(50):
        child = subprocess.Popen([sys.executable, "-c", PUBLISHER, str(database)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.002 + 0.0013 * number)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        opened = Database(database)
        versions = Versions(opened)
        if current := versions.current_number():
            words = {answer.split()[0] for answer in answers(versions, current).values()}
            assert len(words) == 1
            assert len(answers(versions, current)) == 400
            assert versions.workbook(current).name in words
            seen |= words
        opened.close()
    opened = Database(database)
    assert opened.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    opened.close()
    assert seen == {"old", "new"}


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 54, 1), "wal"),
    ],
)
def test_the_write_ahead_log_is_used_only_where_sqlite_has_no_reset_bug(version: tuple[int, int, int], mode: str) -> None:
    """sqlite.org/wal.html#walresetbug."""
    assert journal_mode(version) == mode


def test_a_file_that_is_no_database_is_refused_with_its_name(tmp_path: Path) -> None:
    """An operator who points at the wrong file is told."""
    (tmp_path / "x.db").write_text("this is not a database, but it is long enough to be mistaken for one" * 40)
    with pytest.raises(StorageFailed, match=r"x\.db"):
        Database(tmp_path / "x.db")


ALIKE = (
    row(
        "A-1",
        "¿Cuánto cuesta el certificado de empadronamiento?",
        phrasings="precio del certificado del padrón\ncuánto vale el certificado de empadronamiento",
    ),
    row("A-2", "¿Qué vale el certificado del padrón?", phrasings="cuánto cuesta el certificado del padrón\nprecio del certificado de empadronamiento"),
    row("B-1", "¿Qué horario tiene la piscina?", phrasings="cuándo abre la piscina\nhoras de la piscina municipal"),
    row("B-2", "¿Dónde recojo una bicicleta retirada?", phrasings="me han quitado la bicicleta\nbicicleta en el depósito"),
)


def test_entries_that_are_asked_alike_are_named_at_their_cell(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """At check and at publication; a warning, for the editor may have her reasons."""
    path = workbook(*ALIKE)
    for draft in (publishing.check(str(path), today=TODAY, language="es"), publishing.prepare(str(path), versions, today=TODAY, language="es").draft):
        found = [finding for finding in draft.findings if finding.rule == "asked-alike"]
        assert [(finding.place, finding.entry, finding.related, finding.severity) for finding in found] == [
            ("Respuestas!C2", "A-1", "Respuestas!C3", "warning")
        ]
        assert "A-2" in found[0].problem(translations("es"))


def test_an_entry_tells_its_whole_past(workbook, versions) -> None:  # type: ignore[no-untyped-def]
    """Each language by itself, its leaving and its return; versions that did not touch it are not told."""
    publish(workbook(row("A-1", "¿Abre?", "A las 9."), row("A-10", "¿Cierra?")), versions)
    publish(workbook(row("A-1", "¿Abre?", "A las 9."), row("A-10", "¿Cierra?", "A las 20.")), versions)
    publish(workbook(row("A-1", "¿Abre?", "A las 10."), row("A-1", "Open?", "At 10.", language="en"), row("A-10", "¿Cierra?")), versions)
    publish(workbook(row("A-10", "¿Cierra?")), versions)
    publishing.roll_back(versions, 1, at=NOW, by="ana")
    told = [(one.version.number, one.language, one.entry.answer if one.entry else None) for one in versions.revisions("A-1")]
    assert told == [(5, "es", "A las 9."), (4, "es", None), (4, "en", None), (3, "es", "A las 10."), (3, "en", "At 10."), (1, "es", "A las 9.")]
    assert versions.revisions("ZZZ") == []
