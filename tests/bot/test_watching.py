"""The watch over the workbook: half-saved, locked and missing files are ordinary, and never served."""

import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from bot import publishing
from bot.watching import Step, Watcher
from knowledge.workbook.findings import Finding
from tests.conftest import ANSWERS_HEADER, TODAY, row, save


def watcher(path: Path, taken: list[str], reported: list[Finding] | None = None, **times: float) -> Watcher:
    """Return a watcher that really reads the workbook, and notes the answers that it took."""

    def take() -> Finding | None:
        draft = publishing.check(str(path), today=TODAY, language="es")
        if draft.is_refused:
            return draft.findings[0]
        taken.append(" ".join(entry.answer for entry in draft.entries))
        return None

    return Watcher(str(path), take, (reported if reported is not None else []).append, **times)


def written(path: Path, word: str) -> Path:
    return save(path, {"Respuestas": [ANSWERS_HEADER, *(row(f"A-{number}", f"¿Pregunta {number}?", word) for number in range(20))]})


def test_a_change_is_taken_once_it_has_settled_and_only_once(tmp_path: Path) -> None:
    """Two equal looks, two seconds apart."""
    path, taken = written(tmp_path / "w.xlsx", "uno"), []
    watch = watcher(path, taken)
    assert [watch.step(now) for now in (0, 1, 2, 3)] == [Step.SETTLING, Step.SETTLING, Step.TAKEN, Step.UNCHANGED]
    (tmp_path / "~$w.xlsx").write_bytes(b"ana")
    assert watch.step(4) == Step.UNCHANGED
    written(path, "otra")
    assert [watch.step(now) for now in (5, 8, 9)] == [Step.SETTLING, Step.TAKEN, Step.UNCHANGED]
    assert [words.split()[0] for words in taken] == ["uno", "otra"]


def test_a_file_that_vanishes_or_breaks_is_waited_for_and_reported_once_after_a_while(tmp_path: Path) -> None:
    """The comms team hears of it after fifteen minutes, not after every look."""
    path, taken, reported = written(tmp_path / "w.xlsx", "uno"), [], []
    watch = watcher(path, taken, reported)
    watch.step(0)
    watch.step(2)
    path.unlink()
    assert [watch.step(now) for now in (10, 100, 909)] == [Step.NOT_READABLE] * 3
    assert reported == []
    assert [watch.step(now) for now in (911, 2000)] == [Step.NOT_READABLE] * 2
    assert [finding.rule for finding in reported] == ["file-missing"]
    path.write_bytes(b"PK\x03\x04 half a file")
    assert [watch.step(now) for now in (2001, 2004)] == [Step.SETTLING, Step.NOT_READABLE]
    written(path, "dos")
    assert [watch.step(now) for now in (2005, 2008)] == [Step.SETTLING, Step.TAKEN]
    assert [words.split()[0] for words in taken] == ["uno", "dos"]


def save_like(strategy: int, source: Path, path: Path, chance: random.Random) -> None:
    """Save as programs do: rename over; delete and rename; write in place; in two halves; wrong file first."""
    new = path.with_suffix(".tmp")
    content = source.read_bytes()
    if strategy == 0:
        shutil.copyfile(source, new)
        new.replace(path)
    elif strategy == 1:
        shutil.copyfile(source, new)
        path.unlink()
        time.sleep(chance.random() * 0.2)
        new.replace(path)
    else:
        with path.open("wb") as file:
            if strategy == 4:
                file.write(b"not a workbook at all")
                file.flush()
                time.sleep(0.15)
                file.seek(0)
                file.truncate()
            for start in range(0, len(content), 2_000 if strategy == 2 else len(content) // 2 + 1):
                file.write(content[start : start + (2_000 if strategy == 2 else len(content) // 2 + 1)])
                file.flush()
                time.sleep(0.01 if strategy == 2 else 0.12)


def watch_saves(tmp_path: Path, saves: int) -> None:
    sources = [written(tmp_path / f"source{number}.xlsx", f"palabra{number}") for number in range(5)]
    path, taken, chance = tmp_path / "w.xlsx", [], random.Random(5)
    shutil.copyfile(sources[0], path)
    watch = watcher(path, taken, settle=0.3)
    stop = threading.Event()
    thread = threading.Thread(target=watch.run, args=(stop, 0.05))
    thread.start()
    try:
        for number in range(saves):
            save_like(number % 5, sources[number % 5], path, chance)
            if number % 5 == chance.randrange(5):
                time.sleep(0.8)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and (not taken or taken[-1].split()[0] != f"palabra{(saves - 1) % 5}"):
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join()
    # Each catalogue that was taken is one whole saved workbook, and the last one saved was picked up within ten seconds.
    assert set(taken) <= {" ".join([f"palabra{number}"] * 20) for number in range(5)}
    assert taken[-1].split()[0] == f"palabra{(saves - 1) % 5}"


def test_no_half_saved_workbook_is_ever_taken(tmp_path: Path) -> None:
    """The short form of the round below."""
    watch_saves(tmp_path, 25)


@pytest.mark.heavy
def test_of_500_saves_none_is_taken_half(tmp_path: Path) -> None:
    """Five ways of saving, a hundred times each."""
    watch_saves(tmp_path, 500)
