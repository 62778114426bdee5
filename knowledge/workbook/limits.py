"""How much a workbook may hold, and how much reading it may cost.

An honest catalogue has hundreds or thousands of rows and a few megabytes. The limits lie far above that, and below what lets a
hostile file of a few kilobytes hang or exhaust the machine (one far cell, one giant merge, a zip bomb).
"""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    file_size: int = 20 * MIB
    members: int = 2_000
    unpacked: int = 200 * MIB
    ratio: int = 100  # unpacked to packed, for members above `ratio_from`; rows of text reach 5 to 30
    ratio_from: int = MIB
    strings: int = 48 * MIB  # the table of texts, which openpyxl holds in memory whole
    cells: int = 1_000_000
    merges: int = 10_000
    sheets: int = 60
    rows: int = 50_000
    columns: int = 64
    blank_rows: int = 5_000  # in a row, after which a sheet is taken to have ended
    cell_text: int = 32_767  # what Excel itself holds in a cell
    memory: int = 160 * MIB  # above what the reader needs before it opens the file
    cpu: int = 25
    wall: int = 30


LIMITS = Limits()
