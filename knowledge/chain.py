"""A chain of hashes: each link holds the one before it, so that nothing before a link that is known can be altered unseen. Pure."""

import hashlib
import json

START = ""


def link(before: str, *fields: str | int | None) -> str:
    """Return the link that follows `before` for these fields: the SHA-256, in hexadecimal, of both as JSON."""
    content = json.dumps([before, *fields], ensure_ascii=False, separators=(",", ":"), default=repr)  # a cell altered by hand may hold bytes
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
