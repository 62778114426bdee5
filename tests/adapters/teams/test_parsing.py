"""JSON from outside: read as it is, but not as deep as somebody may want."""

import json

import pytest

from adapters.teams.parsing import read_json

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "text", ['{"a": [1, {"b": null}], "c": "«ñ» \\" [[[[ {{{{"}', "3", '"' + DEEP + '"', json.dumps({"text": "\\" + DEEP + '"'}), "[" * 64 + "]" * 64]
)
def test_what_is_said_is_read(text: str) -> None:
    """Brackets within texts do not count."""
    assert read_json(text) == read_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize("text", [DEEP, '{"a":' * 100_000, "[" * 65 + "]" * 65, '"' + DEEP, "", "{", b"\xff\xfe", '{"a": 1' + "0" * 10_000 + "}"])
def test_what_is_too_deep_or_no_json_is_refused(text: str | bytes) -> None:
    """As one error, whatever is wrong."""
    with pytest.raises(ValueError):
        read_json(text)
