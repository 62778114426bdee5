"""JSON from outside, read without going as deep as whoever wrote it wants.

What is nested a thousand deep uses up the stack, and whatever else happens to be done at that moment (a connection cleared away) fails half-way.
"""

import json
import re
from typing import Any

_MOST_DEEP = 64  # of what Teams sends, a tenth of that is usual
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def read_json(text: str | bytes) -> Any:
    """Return what a JSON text says. Raises ValueError, also for what is nested too deep."""
    found = text.decode() if isinstance(text, bytes) else text
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", found)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > _MOST_DEEP:
            raise ValueError("nested too deep")
    return json.loads(found)
