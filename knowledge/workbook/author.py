"""Who saved a workbook last, as the file itself says: the name that a spreadsheet program signs with (`docProps/core.xml`). Anybody can write any."""

import io
import re
import zipfile
from html import unescape

from knowledge.text import one_line

_PROPERTIES = "docProps/core.xml"
_MOST_BYTES = 64 * 1024
_LAST_EDITOR = re.compile(r"<(?:\w+:)?lastModifiedBy(?:\s[^<>]*)?>([^<]{0,2000})</(?:\w+:)?lastModifiedBy\s*>")
_MOST = 120


def last_editor(content: bytes) -> str:
    """Return the name in a workbook's properties; empty where they have none, or cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_PROPERTIES) as file:
            properties = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except (KeyError, OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError):
        return ""
    found = _LAST_EDITOR.search(properties)
    return one_line(unescape(found[1]))[:_MOST] if found else ""
