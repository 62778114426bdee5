"""What tests build on: real workbooks, a real database, a desk with a clock that stands still."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.desk import Desk
from bot.ledger import Ledger
from bot.pseudonyms import Pseudonyms
from knowledge.database import Database
from knowledge.versions import Versions
from knowledge.workbook.check import Draft, check_workbook

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("default")

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
PSEUDONYMS = Pseudonyms(b"the tests' own key, 32 bytes long")

ANSWERS_HEADER = (
    "Id", "Tema", "Pregunta", "Otras formas de preguntar", "Respuesta", "Redes sociales", "Teléfono", "Idioma", "Responsable",
    "Estado", "Aprobada por", "Aprobada el", "Válida desde", "Válida hasta", "Página web",
)  # fmt: skip

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def row(id: str | None, question: str, answer: str = "Una respuesta.", **more: Any) -> list[Any]:
    """Return a row under ANSWERS_HEADER, approved unless `more` says otherwise."""
    values = {"Id": id, "Pregunta": question, "Respuesta": answer, "Estado": "Aprobada", "Aprobada por": "Marta Soler", "Aprobada el": date(2026, 1, 9)}
    names = {
        "phrasings": "Otras formas de preguntar", "social": "Redes sociales", "phone": "Teléfono", "language": "Idioma", "owner": "Responsable",
        "status": "Estado", "valid_from": "Válida desde", "valid_until": "Válida hasta", "web_page": "Página web", "topic": "Tema",
    }  # fmt: skip
    values |= {names[name]: value for name, value in more.items()}
    return [values.get(name) for name in ANSWERS_HEADER]


def save(path: Path, sheets: Sheets) -> Path:
    """Write a workbook with these sheets, each a list of rows, as openpyxl saves it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for values in rows:
            sheet.append(list(values))
    workbook.save(path)
    return path


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """Let no test log to the output of one before it, which is closed by then."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of answers' rows, with more sheets where given, and return its path."""

    def write(*rows: Sequence[Any], name: str = "respuestas.xlsx", **sheets: Sequence[Sequence[Any]]) -> Path:
        return save(tmp_path / name, {"Respuestas": [ANSWERS_HEADER, *rows], **sheets})

    return write


def check(path: Path) -> Draft:
    return check_workbook(path, today=TODAY, default_language="es")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(tmp_path / "unavoz.db")
    yield opened
    opened.close()


@pytest.fixture
def versions(database: Database) -> Versions:
    return Versions(database)


@pytest.fixture
def desk(database: Database, versions: Versions) -> Desk:
    return Desk(versions, Ledger(database, PSEUDONYMS), lambda: NOW, MADRID)


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a user's machine may lack `program`; never in CI, which installs it."""
    from shutil import which

    return pytest.mark.skipif(which(program) is None and not os.environ.get("CI"), reason=f"{program} is not installed")
