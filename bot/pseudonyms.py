"""Who asked, without saying who: a keyed hash of the platform's own name for a person.

The key lies outside the database, so that whoever has the database alone cannot try out names. The same person has the same pseudonym on one
platform, and another one on every other platform.
"""

import base64
import hashlib
import hmac
import os
import re
from pathlib import Path

_PREFIX = "~"
_CHARACTERS = 16  # of base32: 80 bits
_IS_ONE = re.compile(r"~[a-z2-7]{16}")
_KEY_BYTES = 32


class KeyUnusable(Exception):
    """The key of the pseudonyms cannot be read or made. Holds the path and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Pseudonyms:
    """The pseudonyms that one key gives."""

    def __init__(self, key: bytes) -> None:
        if len(key) < _KEY_BYTES:
            raise ValueError(f"a key has {_KEY_BYTES} bytes or more")
        self._key = key

    def of(self, platform: str, person: str) -> str:
        """Return the pseudonym of a person; what is one already stays as it is, and nobody stays nobody."""
        if not person or _IS_ONE.fullmatch(person):
            return person
        digest = hmac.new(self._key, f"{platform}:{person}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return _PREFIX + base64.b32encode(digest).decode().lower()[:_CHARACTERS]


def load_key(path: Path) -> bytes:
    """Return the key kept at `path`, made there, for its owner's eyes only, where there is none. Raises KeyUnusable."""
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _decoded(path)
        key = os.urandom(_KEY_BYTES)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    except OSError as error:
        raise KeyUnusable(path, error.strerror or type(error).__name__) from error
    return key


def _decoded(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) < _KEY_BYTES:
        raise KeyUnusable(path, f"not {2 * _KEY_BYTES} hexadecimal digits")
    return key
