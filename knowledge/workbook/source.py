"""Where the workbook lies: a path or any address that fsspec reaches. It is looked at, and copied before it is read; never written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import fsspec

from knowledge.text import one_line
from knowledge.versions import Workbook
from knowledge.workbook.findings import Refused
from knowledge.workbook.limits import LIMITS, MIB

# What Excel and LibreOffice put beside a workbook while somebody has it open, or while it is being saved.
_LOCK_PREFIXES = ("~$", ".~lock.")

Look = tuple[Any, ...]
"""How a file looked: size, time, identity. Equal looks mean an unchanged file."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A private copy of the workbook, with how the original looked just before it was copied."""

    path: Path
    workbook: Workbook
    look: Look


def look(place: str) -> Look:
    """Return how the workbook at `place` looks now. Raises Refused where it is not there or cannot be reached."""
    return _look(*_file_system(place), place)


@contextmanager
def snapshot(place: str) -> Iterator[Snapshot]:
    """Give a private copy of the workbook at `place`, removed at the end.

    Raises Refused where it is missing, cannot be reached, is too large, or is changed while it is copied.
    """
    system, path = _file_system(place)
    before = _look(system, path, place)
    if isinstance(before[0], int) and before[0] > LIMITS.file_size:
        raise Refused("file-too-large", size=round(before[0] / MIB), limit=LIMITS.file_size // MIB)
    with TemporaryDirectory(prefix="unavoz-") as folder:
        try:
            with system.open(path, "rb") as original:
                content = original.read(LIMITS.file_size + 1)
        except FileNotFoundError as error:
            raise Refused("file-missing", place=place) from error
        except Exception as error:  # every file system of fsspec has errors of its own
            raise Refused("file-unreachable", place=place, reason=one_line(str(error))[:200] or type(error).__name__) from error
        if len(content) > LIMITS.file_size:
            raise Refused("file-too-large", size=round(len(content) / MIB), limit=LIMITS.file_size // MIB)
        if _look(system, path, place) != before:
            raise Refused("file-damaged")
        copy = Path(folder) / "workbook.xlsx"
        copy.write_bytes(content)
        yield Snapshot(copy, Workbook(PurePosixPath(path).name, content), before)


def _file_system(place: str) -> tuple[Any, str]:
    try:
        system, path = fsspec.core.url_to_fs(place, **({"use_listings_cache": False} if "://" in place else {}))
    except Exception as error:  # an unknown scheme, a driver that is not installed, a malformed address
        raise Refused("file-unreachable", place=place, reason=one_line(str(error))[:200]) from error
    if PurePosixPath(path).name.startswith(_LOCK_PREFIXES):
        raise Refused("file-locked-name", place=PurePosixPath(path).name)
    return system, str(path)


def _look(system: Any, path: str, place: str) -> Look:
    try:
        info = system.info(path)
    except FileNotFoundError as error:
        raise Refused("file-missing", place=place) from error
    except Exception as error:  # as above
        raise Refused("file-unreachable", place=place, reason=one_line(str(error))[:200] or type(error).__name__) from error
    if info.get("type") == "directory":
        raise Refused("file-not-workbook")
    marks = ("mtime", "ino", "ETag", "etag", "LastModified", "last_modified", "updated", "created", "version")
    return (info.get("size"), *(str(info.get(mark)) for mark in marks))
