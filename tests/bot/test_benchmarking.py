"""`unavoz benchmark` on sets as a user would write them, and what it says of a bad one."""

import json
from pathlib import Path

import pytest

from bot.benchmarking import BadSet, measure, read_set, sets_in
from knowledge.translation import translations

CATALOGUE = [
    {"id": "PAD", "lang": "es", "phrasings": ["¿Cómo me empadrono?", "alta en el padrón", "quiero empadronarme"]},
    {"id": "BAS", "lang": "es", "phrasings": ["¿Cuánto es la tasa de basura?", "recibo de la basura", "pagar la basura"]},
    {"id": "PAD", "lang": "en", "phrasings": ["How do I register my address?", "register at the town hall"]},
]
QUERIES = [
    {"text": "como me empadrono", "gold": "PAD", "lang": "es"},
    {"text": "register my address", "gold": "PAD", "lang": "en"},
    {"text": "xyzzy", "gold": None, "lang": "es"},
]


def write(folder: Path, catalogue: object = CATALOGUE, queries: object = QUERIES) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in (("catalogue.jsonl", catalogue), ("queries.jsonl", queries)):
        (folder / name).write_text(lines if isinstance(lines, str) else "\n".join(json.dumps(line) for line in lines), encoding="utf-8")  # type: ignore[attr-defined]
    return folder


def test_a_set_is_measured(tmp_path: Path) -> None:
    found = measure(read_set(write(tmp_path / "set")))
    assert (found.entries, found.phrasings, found.figures.questions, found.figures.answerable) == (2, 8, 3, 2)
    assert (found.figures.first, found.figures.auroc, sorted(found.languages)) == (1.0, 1.0, ["en", "es"])
    # Eight phrasings are too few to promise anything: the exact one alone is answered with.
    assert all((not promise.is_promised, promise.met.answered, promise.met.right) == (True, 1, 1) for promise in found.promises)
    assert found.size > 0 < found.median <= found.p99


def test_a_folder_of_sets_is_searched(tmp_path: Path) -> None:
    write(tmp_path / "b")
    write(tmp_path / "a")
    assert [place.name for place in sets_in(tmp_path)] == ["a", "b"]
    assert sets_in(tmp_path / "a") == [tmp_path / "a"]
    with pytest.raises(BadSet):
        sets_in(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("catalogue", "queries", "place", "said"),
    [
        ("{", QUERIES, "set/catalogue.jsonl:1", "esta línea no es JSON."),
        ("[" * 100_000, QUERIES, "set/catalogue.jsonl:1", "esta línea no es JSON."),
        ("[]", QUERIES, "set/catalogue.jsonl:1", "esta línea no es un objeto JSON."),
        ('\n{"id": 3, "phrasings": []}', QUERIES, "set/catalogue.jsonl:2", "cada línea lleva un «id»"),
        ([*CATALOGUE, CATALOGUE[0]], QUERIES, "set/catalogue.jsonl:4", "por segunda vez"),
        ([CATALOGUE[1], {**CATALOGUE[0], "answer": ["Venga."]}], QUERIES, "set/catalogue.jsonl:2", "«answer» y «topic»"),
        ([{**CATALOGUE[0], "topic": 7}], QUERIES, "set/catalogue.jsonl:1", "«answer» y «topic»"),
        ([{**CATALOGUE[0], "lang": "klingon"}], QUERIES, "set/catalogue.jsonl:1", "idioma"),
        (CATALOGUE, [QUERIES[0], {"text": "x", "gold": "NO"}], "set/queries.jsonl:2", "ninguna línea del catálogo"),
        (CATALOGUE, [{"gold": "PAD"}], "set/queries.jsonl:1", "«text»"),
        (CATALOGUE, "", "set", "están vacíos"),
    ],
)
def test_a_bad_line_is_named_in_the_readers_language(tmp_path: Path, catalogue: object, queries: object, place: str, said: str) -> None:
    with pytest.raises(BadSet) as error:
        read_set(write(tmp_path / "set", catalogue, queries))
    message = error.value.said(translations("es"))
    assert place in message
    assert said in message
