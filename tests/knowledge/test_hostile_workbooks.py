"""Hostile, broken and foreign files: a clear message in bounded time and memory, and nothing changed."""

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from bot import publishing
from knowledge.translation import translations
from knowledge.workbook import reading, sandbox
from knowledge.workbook.check import check_lines, check_workbook
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, Limits
from tests.conftest import NOW, TODAY, row
from tests.knowledge.hostile import CORPUS, good
from tests.messages import ROOT

# Run in a process of its own, so that its children's peak memory is the reader's.
MEASURED = """
import json, resource, sys
from datetime import date
from pathlib import Path
from knowledge.workbook.check import check_workbook
draft = check_workbook(Path(sys.argv[1]), today=date(2026, 11, 24))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"refused": draft.is_refused, "rules": [finding.rule for finding in draft.findings], "peak": peak}))
"""


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_named_within_10_seconds_and_256_mb(tmp_path: Path, name: str) -> None:
    """No traceback, no hang, no exhausted machine."""
    make, rule = CORPUS[name]
    make(tmp_path / "w.xlsx")
    began = time.monotonic()
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "w.xlsx")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    took = time.monotonic() - began
    found = json.loads(ran.stdout)
    assert ran.stderr == ""
    assert (found["refused"], found["rules"][:1] if rule else rule) == (rule is not None, [rule] if rule else None)
    assert took < 10
    assert found["peak"] < 256 * 1024


@pytest.mark.parametrize("name", ["billion laughs", "truncated", "heavy strings", "csv"])
def test_a_hostile_file_leaves_the_version_in_service(workbook, versions, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    """The previous catalogue keeps answering."""
    before = publishing.prepare(str(workbook(row("A-1", "¿Uno?"))), versions, today=TODAY, language="es")
    publishing.put_in_service(before, versions, at=NOW, by="ana")
    CORPUS[name][0](tmp_path / "malo.xlsx")
    after = publishing.prepare(str(tmp_path / "malo.xlsx"), versions, today=TODAY, language="es")
    assert not after.can_be_published
    assert after.successor.catalogue.entries == after.current.entries
    for language in ("es", "en"):
        assert after.draft.findings[0].mend(translations(language))


def test_a_reader_that_takes_too_long_is_stopped_with_a_clear_message(tmp_path: Path) -> None:
    """The clock is the parent's, whatever the child does."""
    good(tmp_path / "w.xlsx")
    draft = check_workbook(tmp_path / "w.xlsx", today=TODAY, limits=Limits(wall=0))
    assert [finding.rule for finding in draft.findings] == ["file-too-slow"]


def test_a_reader_that_dies_is_a_clear_message() -> None:
    """Also when it is killed half way through a line."""
    for program in ("import os; print('[1', end='', flush=True); os.abort()", "import os; os._exit(3)"):
        module = f"-c{program}"
        with pytest.raises(Refused) as refused:
            list(sandbox._lines_of([sys.executable, module], LIMITS))
        assert refused.value.finding.rule == "file-too-much"


@pytest.mark.parametrize("name", ["~$respuestas.xlsx", ".~lock.respuestas.xlsx#"])
def test_a_lock_file_is_not_taken_for_the_workbook(tmp_path: Path, name: str) -> None:
    """Nor a folder, nor a file that is not there."""
    (tmp_path / name).write_bytes(b"x")
    rules = [publishing.check(str(tmp_path / place), today=TODAY, language="es").findings[0].rule for place in (name, "", "nada.xlsx")]
    assert rules == ["file-locked-name", "file-not-workbook", "file-missing"]


def test_any_address_that_fsspec_reaches_will_do_and_others_are_a_message() -> None:
    """A workbook in memory, an unknown scheme, a missing file there."""
    import fsspec

    path = Path("/tmp") / f"unavoz-{os.getpid()}.xlsx"
    fsspec.filesystem("memory").pipe("/libros/respuestas.xlsx", good(path))
    path.unlink()
    assert len(publishing.check("memory://libros/respuestas.xlsx", today=TODAY, language="es").entries) == 30
    assert publishing.check("memory://libros/otro.xlsx", today=TODAY, language="es").findings[0].rule == "file-missing"
    assert publishing.check("paloma://x/y.xlsx", today=TODAY, language="es").findings[0].rule == "file-unreachable"


def test_a_strict_open_xml_workbook_is_read(tmp_path: Path) -> None:
    """The other namespaces of the same standard."""
    from knowledge.workbook import strict

    content = good(tmp_path / "w.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(tmp_path / "w.xlsx", "w") as target:
        for member in source.infolist():
            body = source.read(member)
            for name, transitional in strict._NAMESPACES.items():
                body = body.replace(transitional, name)
            target.writestr(member.filename, body)
    assert len(check_workbook(tmp_path / "w.xlsx", today=TODAY).entries) == 30


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a workbook with something in it broken: bytes, length, or a token of one of its parts."""
    kind = chance.randrange(4)
    if kind == 0:
        broken = bytearray(content)
        for _ in range(chance.randint(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        return bytes(broken)
    if kind == 1:
        return content[: chance.randrange(len(content))]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        victim = chance.choice(source.namelist())
        for name in source.namelist():
            body = source.read(name)
            if name == victim:
                if kind == 2 and chance.random() < 0.2:
                    continue
                at = chance.randrange(len(body))
                token = chance.choice(
                    [b"", b"<", b">", b'"', b"&#0;", b'r="ZZZ9"', b"-1", b"99999999999", b"\xff\xfe", b"<row>", b"</c>", b't="d"', b"NaN"]
                )
                body = body[:at] + token + body[at + chance.randint(0, 12) :]
            copy.writestr(name, body)
    return target.getvalue()


def outcomes(folder: Path, seeds: range) -> dict[str, int]:
    """Read and check each mutation in this process; count what came of them."""
    content = good(folder / "good.xlsx")
    counted: dict[str, int] = {}
    for seed in seeds:
        path = folder / "mutated.xlsx"
        path.write_bytes(mutated(content, random.Random(seed)))
        lines = list(reading.contained(path, LIMITS))
        json.dumps(lines)
        try:
            stream = (line for line in lines if not (isinstance(line, dict) and line.get("end")))
            if isinstance(lines[-1], dict) and "refused" in lines[-1]:
                raise Refused(lines[-1]["refused"], **lines[-1]["details"])
            check_lines(stream, today=TODAY, default_language="es")
            outcome = "read"
        except Refused as refusal:
            outcome = refusal.finding.rule
        counted[outcome] = counted.get(outcome, 0) + 1
    return counted


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(0, 300, 100)])
def test_mutated_workbooks_are_read_or_refused_and_never_crash(tmp_path: Path, seeds: range) -> None:
    """The short form of the round below."""
    assert sum(outcomes(tmp_path, seeds).values()) == 100


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seeds", [range(start, start + 500) for start in range(0, 3000, 500)])
def test_3000_mutated_workbooks_are_read_or_refused_and_never_crash(tmp_path: Path, seeds: range) -> None:
    """None uncaught, none hangs."""
    counted = outcomes(tmp_path, seeds)
    assert sum(counted.values()) == 500
    assert counted["read"] > 50
    assert counted["file-damaged"] > 50
