"""Dates as editors type them into a cell that is not formatted as a date."""

import re
from datetime import date, datetime

from knowledge.text import fold

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_WITH_MONTH_NAME = re.compile(r"(?:\w+,?\s+)?(\d{1,2})\.?[ºª]?\s*(?:de |d'|d’|of )?\s*([^\W\d]+)\.?,?\s*(?:de |del |de l'any |of )?\s*(\d{4})")

# First three or more letters of the months, folded, in Spanish, Catalan, Galician, Basque and English.
_MONTHS = (
    ("ene", "gen", "xan", "urt", "jan"),
    ("feb", "ots"),
    ("mar",),
    ("abr", "api", "apr"),
    ("may", "mai"),
    ("jun", "xun", "eka"),
    ("jul", "xul", "uzt"),
    ("ago", "abu", "aug"),
    ("sep", "set", "ira"),
    ("oct", "out", "urr"),
    ("nov", "aza"),
    ("dic", "des", "dec", "abe"),
)


def to_date(text: str) -> date | None:
    """Return the day that `text` means, day before month, or None where it means none for sure."""
    folded = " ".join(fold(text).split())
    try:
        if match := _ISO.fullmatch(folded):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(folded):
            year = int(match[3])
            return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
        if (match := _WITH_MONTH_NAME.fullmatch(folded)) and (month := _month(match[2])):
            return date(int(match[3]), month, int(match[1]))
    except ValueError:  # 31/02/2026
        return None
    return None


def _month(name: str) -> int | None:
    return next((number for number, starts in enumerate(_MONTHS, 1) if name.startswith(starts)), None)


def from_cell(iso: str) -> date:
    """Return the day of a cell that the spreadsheet itself holds as a date (ISO 8601, with or without a time)."""
    return datetime.fromisoformat(iso).date()
