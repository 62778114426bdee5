"""A value kept once: it changes everywhere at the same moment, and what it touches can be seen before."""

import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.desk import Desk, Job
from bot.events import Asked, Picked
from bot.ledger import Ledger
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.model import Catalogue, Entry, EntryKey, SharedFact
from knowledge.versions import Versions
from tests.conftest import MADRID, NOW, PSEUDONYMS, row

MIDNIGHT = datetime(2027, 1, 1, tzinfo=MADRID)
FACTS = (SharedFact("tasa_padron", "12,50 €", valid_until=date(2026, 12, 31)), SharedFact("tasa_padron", "13,10 €", valid_from=date(2027, 1, 1)))
ENTRIES = (
    Entry("OAC-1", "es", "¿Cuánto cuesta el certificado?", "Cuesta {{tasa_padron}}.", wordings=(("phone", "Son {{tasa_padron}}."), ("social", "{{tasa_padron}}."))),
    Entry("OAC-1", "en", "How much is the certificate?", "It costs {{tasa_padron}}."),
    Entry("TRI-9", "es", "¿Qué tasas hay?", "La del padrón: {{tasa_padron}}."),
)  # fmt: skip


def test_a_fee_that_changes_on_new_years_day_changes_in_every_entry_wording_and_language_at_midnight(tmp_path: Path) -> None:
    """A second before, all of them have the old one; nothing is published in between."""
    database = Database(tmp_path / "x.db")
    versions = Versions(database)
    versions.publish(Catalogue(0, {entry.key: entry for entry in ENTRIES}, FACTS), after=0, at=NOW, by="ana")
    moment = [MIDNIGHT]
    desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: moment[0], MADRID)
    questions = [Question(entry.question, channel, entry.language) for entry in ENTRIES for channel in ("", "phone", "social", "email")]
    for at, fee, other in ((MIDNIGHT - timedelta(seconds=1), "12,50 €", "13,10 €"), (MIDNIGHT, "13,10 €", "12,50 €")):
        moment[0] = at
        texts = [desk.handle(Asked(f"{at}{number}", "web", "U1", question)).text for number, question in enumerate(questions)]
        assert all(fee in text and other not in text for text in texts), texts
    database.close()


@pytest.fixture
def unavoz(capsys, tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    """Run one command in an empty folder; give its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        code = main.run(arguments, {"LANG": "es_ES.UTF-8"}, lambda: NOW)
        out, err = capsys.readouterr()
        return code, out, err

    return run


ROWS = (
    row("OAC-1", "¿Cuánto cuesta el certificado?", "Cuesta {{tasa_padron}}.", phone="Son {{tasa_padron}}."),
    row("TRI-9", "¿Qué tasas hay?", "La del padrón: {{tasa_padron}}."),
    row("DEC-1", "¿Cuánto cuesta el taller?", "Son doce euros con cincuenta."),
)
DATOS = [
    ("Nombre", "Valor", "Válido desde", "Válido hasta"),
    ("tasa_padron", "12,50 €", None, date(2026, 12, 31)),
    ("telefono", "910 000 010", None, None),
]


def test_what_a_shared_fact_touches_is_listed_with_its_dates_and_where_it_is_written_out(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    """Of all of them, and of one; an unknown one is said to be unknown."""
    workbook(*ROWS, Datos=DATOS)
    assert unavoz("publish")[0] in (0, 1)
    _, out, _ = unavoz("facts")
    assert "hasta el 31/12/2026" in out
    assert "3 textos: OAC-1, TRI-9" in out
    code, out, _ = unavoz("facts", "tasa_padron")
    assert code == 0
    assert "OAC-1 (es): Respuesta, teléfono" in out
    assert "«doce euros con cincuenta» en DEC-1" in out
    assert "nadie ha recibido un texto con ese dato" in out
    unavoz("ask", "cuanto cuesta el certificado")
    shown = json.loads(unavoz("facts", "{{tasa_padron}}", "--json")[1])
    assert [(use["entry"], use["text"]) for use in shown["uses"]] == [("OAC-1", "answer"), ("OAC-1", "phone"), ("TRI-9", "answer")]
    assert [(one["entry"], one["channel"], one["platform"]) for one in shown["held"]] == [("OAC-1", "", "cli")]
    assert unavoz("facts", "nada")[0] == 1


def test_who_holds_a_text_with_a_shared_fact_is_listed_as_the_platform_names_them(unavoz, workbook, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Each text once, the last that they were given of it; not who was given another entry, nor by their pseudonym."""
    workbook(*ROWS, Datos=DATOS)
    unavoz("publish")
    database = Database(tmp_path / "unavoz.db")
    desk = Desk(Versions(database), Ledger(database, PSEUDONYMS), lambda: NOW, MADRID)
    given = (
        ("1", "U1", "OAC-1", "phone"),
        ("2", "U1", "OAC-1", "phone"),
        ("3", "U1", "OAC-1", ""),
        ("4", "U2", "TRI-9", "social"),
        ("5", "U3", "DEC-1", ""),
    )
    for key, person, entry, channel in given:
        desk.handle_all([Job(Picked(key, "slack", person, EntryKey(entry, "es"), channel))])
    database.close()
    _, out, _ = unavoz("facts", "tasa_padron")
    held = json.loads(unavoz("facts", "tasa_padron", "--json")[1])["held"]
    assert [(one["entry"], one["channel"], one["platform"], one["recipient"]) for one in held] == [
        ("OAC-1", "", "slack", "U1"), ("OAC-1", "phone", "slack", "U1"), ("TRI-9", "social", "slack", "U2"),
    ]  # fmt: skip
    assert "se han dado 3 textos con ese dato" in out
    assert "Slack U1" in out
    assert "U3" not in out
    assert PSEUDONYMS.of("slack", "U2") not in out


def test_a_changed_value_is_shown_with_the_entries_and_wordings_that_it_changes(unavoz, workbook) -> None:  # type: ignore[no-untyped-def]
    workbook(*ROWS, Datos=DATOS)
    unavoz("publish")
    workbook(*ROWS, Datos=[DATOS[0], ("tasa_padron", "14,00 €", None, date(2026, 12, 31)), DATOS[2]])
    unavoz("publish")
    _, out, _ = unavoz("diff")
    assert "OAC-1 (es): Respuesta, teléfono" in out
    assert "TRI-9 (es): Respuesta" in out
    change = json.loads(unavoz("diff", "--json")[1])["changes"][0]
    assert {use["entry"] for use in change["uses"]} == {"OAC-1", "TRI-9"}
