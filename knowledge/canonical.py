"""Catalogue values as canonical JSON, and the hashes that name them.

Equal values give equal text, on every machine and in every release: keys sorted, no spaces, dates in ISO 8601, fields at their default left out
(so a field added later changes no hash of what came before).
"""

import hashlib
import json
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from knowledge.channels import Channel
from knowledge.model import Department, Entry, SharedFact, Status, Synonyms, Topic

Part = Entry | SharedFact | Channel | Department | Synonyms | Topic

KINDS: dict[str, type[Part]] = {
    "entry": Entry, "fact": SharedFact, "channel": Channel, "department": Department, "synonyms": Synonyms, "topic": Topic
}  # fmt: skip
_KIND_OF = {part: kind for kind, part in KINDS.items()}


def kind_of(part: Part) -> str:
    return _KIND_OF[type(part)]


def key_of(part: Part) -> str:
    """Return what tells `part` from others of its kind; a fact has one row for each of its times."""
    if isinstance(part, Entry):
        return f"{part.id}/{part.language}"
    if isinstance(part, SharedFact):
        return f"{part.name}/{part.valid_from or ''}/{part.valid_until or ''}"
    if isinstance(part, Topic):
        return f"{part.name}/{part.language}"
    return part.words[0] if isinstance(part, Synonyms) else part.name


def to_json(part: Part) -> str:
    """Return `part` as canonical JSON."""
    content = {}
    for spec in fields(part):
        value = getattr(part, spec.name)
        if spec.default is MISSING or value != spec.default:
            content[spec.name] = value.isoformat() if isinstance(value, date) else value
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: str, text: str) -> Part:
    """Return the value that `to_json` wrote. Fields that this release does not know are passed over."""
    build = KINDS[kind]
    known = {spec.name for spec in fields(build)}
    content = {name: _value(name, value) for name, value in json.loads(text).items() if name in known}
    return build(**content)


def _value(name: str, value: Any) -> Any:
    if name in ("valid_from", "valid_until", "approved_on", "frozen_from", "frozen_until"):
        return date.fromisoformat(value)
    if name == "status":
        return Status(value)
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value


def hash_of(part: Part) -> str:
    """Return the hash that names `part`, in every version that has it."""
    return digest(f"{kind_of(part)}\n{to_json(part)}")


def digest(text: str) -> str:
    """Return the SHA-256 of `text`, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
