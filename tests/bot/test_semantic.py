"""A sentence model in the operator's folder: a tiny real one, in which "coche" and "vehículo" mean the same."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from bot import publishing, semantic
from bot.settings import load as load_settings
from knowledge.matching import build, model, stored
from knowledge.model import Catalogue, Entry
from knowledge.translation import translations
from tests.conftest import TODAY, row

MEANINGS = {"[UNK]": (0, 0, 0.01), "coche": (1, 0, 0), "vehiculo": (1, 0.1, 0), "auto": (1, 0, 0.1), "agua": (0, 1, 0), "libro": (0, 0, 1)}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import model2vec
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(MEANINGS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    place = tmp_path_factory.mktemp("modelo")
    model2vec.StaticModel(np.array(list(MEANINGS.values()), np.float32), tokenizer, normalize=True).save_pretrained(place)
    return place


ENTRIES = (
    Entry("COC", "es", "¿Dónde aparco el coche?", "x", phrasings=("multa del coche", "quiero vender un coche")),
    Entry("AGU", "es", "¿Por qué no hay agua?", "x", phrasings=("corte de agua", "recibo del agua")),
    Entry("LIB", "es", "¿Cómo saco un libro?", "x", phrasings=("devolver un libro", "renovar el libro prestado")),
)
CATALOGUE = Catalogue(1, {entry.key: entry for entry in ENTRIES})


@pytest.mark.parametrize("most", [3_000, 0], ids=["by phrasing", "nearest"])
def test_a_word_that_no_phrasing_has_is_found_by_its_meaning(folder: Path, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_MOST_BY_PHRASING", most)
    encoder = semantic.load(folder)
    with_it, without = build(CATALOGUE, encoder=encoder), build(CATALOGUE)
    asked = "y el vehículo"
    assert with_it.rank(asked)[0].entry.id == "COC"
    assert without.rank(asked)[0].score < with_it.rank(asked)[0].score
    assert with_it.rank("multa del COCHE")[0].is_exact
    back = stored.from_bytes(stored.to_bytes(with_it), CATALOGUE, encoder)
    assert back.rank(asked) == with_it.rank(asked)


def test_what_was_learnt_with_a_model_is_not_read_without_it(folder: Path) -> None:
    """Nor with another: the version's matcher is then learnt again."""
    encoder = semantic.load(folder)
    for kept, other in ((build(CATALOGUE, encoder=encoder), None), (build(CATALOGUE), encoder)):
        with pytest.raises(stored.Unusable):
            stored.from_bytes(stored.to_bytes(kept), CATALOGUE, other)


def test_publishing_uses_the_settings_model(folder: Path, workbook, versions, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings = load_settings({"UNAVOZ_SEMANTIC_MODEL": str(folder)}, translations("es"), folder=tmp_path)
    assert settings.semantic_model == folder
    assert load_settings({"UNAVOZ_SEMANTIC_MODEL": ""}, translations("es"), folder=tmp_path).semantic_model is None
    rows = [row(entry.id, entry.question, phrasings="\n".join(entry.phrasings)) for entry in ENTRIES]
    encoder = semantic.load(folder)
    prepared = publishing.prepare(str(workbook(*rows)), versions, today=TODAY, language="es", encoder=encoder)
    assert prepared.matcher.rank("y el vehículo")[0].entry.id == "COC"


@pytest.mark.parametrize(("file", "said"), [("model.safetensors", "falta model.safetensors"), ("tokenizer.json", "no se puede leer")])
def test_a_folder_without_a_usable_model_is_named(folder: Path, tmp_path: Path, file: str, said: str) -> None:
    """And nothing is looked for anywhere else."""
    broken = tmp_path / "roto"
    shutil.copytree(folder, broken)
    (broken / file).unlink() if said.startswith("falta") else (broken / file).write_text("{", encoding="utf-8")
    with pytest.raises(semantic.SemanticUnavailable) as error:
        semantic.load(broken)
    message = error.value.said(translations("es"))
    assert str(broken) in message
    assert said in message
