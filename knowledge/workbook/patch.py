"""Rows added to the editors' own workbook, for who asks for it; otherwise that file is only ever read, and `proposals` writes one to copy from.

The part of one sheet is patched, and the range of its table (`appending` says how); formats, drop-downs, pictures, macros stay as they are.

1. Nobody has the workbook open, and it is what was read: its hash says so.
2. The patched copy is read by our own reader before it goes anywhere: what it said before, and the new rows.
3. A backup lies beside the workbook before the workbook is touched.
4. The new content is written to a file in the same folder and synchronised, and takes the workbook's name in one step: whoever looks, and
   whenever this process dies, there is the old workbook or the new one.
5. It is read back. What is not what was written is put aside, and the backup's content takes its place.

Between the last look and that step somebody's program could save: a matter of milliseconds, and their work is then what the workbook misses; it
cannot be closed without a lock that spreadsheets honour.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge.text import one_line
from knowledge.translation import marked as _
from knowledge.workbook import sandbox
from knowledge.workbook.appending import APPENDING
from knowledge.workbook.check import read_rows
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, MIB
from knowledge.workbook.proposals import Row, header_of
from knowledge.workbook.safe import plain
from knowledge.workbook.sheets import COLUMNS, Sheet, display_name
from knowledge.workbook.tables import Header


@dataclass(frozen=True, slots=True)
class Patched:
    """A workbook with rows added: its bytes, the rows' first and last number on `sheet`, and the parts of the file that were changed."""

    workbook: bytes
    sheet: str
    first: int
    last: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appended:
    """What was done to the editors' file, and where it lies as it was before."""

    patched: Patched
    backup: Path


def append_rows(workbook: bytes, header: Header, rows: Sequence[Row]) -> Patched:
    """Return `workbook` with `rows` below the last row of the answers; `header` is that of this very workbook (`header_of`).

    Works in a child process. Raises Refused where it cannot be done safely, with what to do instead; ValueError for no rows.
    """
    if not rows:
        raise ValueError("no rows to add")
    if "status" not in header.columns:
        raise Refused("append-no-status")
    columns = sorted({*(number for numbers in header.columns.values() for number in numbers), *header.channels.values()})
    placed = [_placed(row, header) for row in rows]
    job = {"sheet": header.sheet, "header_row": header.row, "columns": columns, "rows": placed}
    with TemporaryDirectory(prefix="unavoz-") as folder:
        job_file, source, target = (Path(folder) / name for name in ("job.json", "workbook.xlsx", "patched.xlsx"))
        job_file.write_text(json.dumps(job), encoding="utf-8")
        source.write_bytes(workbook)
        done: dict[str, Any] = {}
        for line in sandbox.lines("knowledge.workbook.appending", [str(job_file), str(source), str(target)], APPENDING):
            done = line
        patched = Patched(target.read_bytes(), header.sheet, done["first"], done["first"] + len(rows) - 1, tuple(done["parts"]))
        if not _says_the_same_and(patched, target, source, placed):
            raise Refused("append-unsafe", reason=_("it does not read back as it should"))
    return patched


def append_to_file(path: Path, rows: Sequence[Row], expected_hash: str, *, now: datetime) -> Appended:
    """Add `rows` to the workbook at `path`, whose SHA-256 is `expected_hash`, with a backup beside it named after `now`.

    Raises Refused where somebody has it open, it was changed, it cannot be done safely, or the disk does not let us; then it is as it was.
    """
    path = path.resolve()
    before = _unchanged(path, expected_hash)
    patched = append_rows(before, header_of(before), rows)
    _unchanged(path, expected_hash)
    try:
        backup = _back_up(path, before, now)
        _unchanged(path, expected_hash)
        replace(path, patched.workbook)
        if path.read_bytes() != patched.workbook:
            _put_back(path, before, backup, now)
            raise Refused("append-not-kept", place=path.name, backup=backup.name)
    except OSError as error:
        raise Refused("append-unwritable", place=path.name, reason=one_line(error.strerror or str(error))) from error
    return Appended(patched, backup)


def replace(path: Path, content: bytes) -> None:
    """Let `content` take the place of the file at `path` in one step, with its permissions and, where we may, its owner. Raises OSError."""
    before = path.stat()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(before.st_mode & 0o7777)
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(name, before.st_uid, before.st_gid)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _synchronise(path.parent)


def _placed(row: Row, header: Header) -> dict[int, str]:
    try:
        return {number: plain(text) for number, text in row.placed(header).items()}
    except KeyError as error:
        column = str(error.args[0])
        known = column in COLUMNS[Sheet.ANSWERS]
        raise Refused("append-no-column", column=display_name(Sheet.ANSWERS, column) if known else column) from error


def _says_the_same_and(patched: Patched, target: Path, source: Path, rows: Sequence[dict[int, str]]) -> bool:
    """Tell whether our reader finds in the patched copy what the workbook said, and the new rows below."""
    before, after = read_rows(source), read_rows(target)
    new = {patched.first + position: {number: text for number, text in row.items() if text} for position, row in enumerate(rows)}
    for number in new:
        # What stood there already were cells of the editor's own columns, a running number say.
        new[number] = before[patched.sheet].get(number, {}) | new[number]
    return after == before | {patched.sheet: before[patched.sheet] | new}


def _unchanged(path: Path, expected_hash: str) -> bytes:
    """Return what the workbook holds. Raises Refused where somebody has it open, or it is not what was read."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise Refused("append-open", place=path.name, lock=lock.name)
    try:
        if (size := path.stat().st_size) > LIMITS.file_size:
            raise Refused("file-too-large", size=round(size / MIB), limit=LIMITS.file_size // MIB)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("file-missing", place=str(path)) from error
    except OSError as error:
        raise Refused("file-unreachable", place=str(path), reason=one_line(error.strerror or str(error))) from error
    if hashlib.sha256(content).hexdigest() != expected_hash:
        raise Refused("append-changed", place=path.name)
    return content


def _back_up(path: Path, content: bytes, now: datetime) -> Path:
    """Keep `content` beside the workbook under a name that nothing has yet, and return where."""
    backup = _beside(path, "backup", now)
    with backup.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    backup.chmod(path.stat().st_mode & 0o7777)
    _synchronise(path.parent)
    return backup


def _put_back(path: Path, content: bytes, backup: Path, now: datetime) -> None:
    """Put the workbook back as it was; what was found instead, perhaps somebody's work, is kept beside it."""
    with contextlib.suppress(OSError):
        _beside(path, "found", now).write_bytes(path.read_bytes())
    if not path.exists():
        path.write_bytes(b"")
        path.chmod(backup.stat().st_mode & 0o7777)
    replace(path, content)


def _beside(path: Path, kind: str, now: datetime) -> Path:
    name = f"{path.stem}.{kind}-{now:%Y-%m-%d-%H%M%S}"
    names = (path.with_name(f"{name}{number}{path.suffix}") for number in ("", *(f"-{again}" for again in range(2, 1000))))
    return next(place for place in names if not place.exists())


def _synchronise(folder: Path) -> None:
    """Let the folder's names reach the disk, where the system can be told so (POSIX)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
