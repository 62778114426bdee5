"""A sentence model from the operator's own folder (model2vec), for the matcher. Nothing is ever downloaded."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.meaning import Encoder
from knowledge.translation import Translations
from knowledge.translation import marked as _

_FILES = ("config.json", "model.safetensors", "tokenizer.json")


class SemanticUnavailable(Exception):
    """The sentence model of the settings cannot be used; `said` tells why."""

    def __init__(self, problem: str, folder: Path, reason: str = "") -> None:
        super().__init__(problem.format(folder=folder, reason=reason))
        self._problem, self._folder, self._reason = problem, folder, reason

    def said(self, words: Translations) -> str:
        return words.gettext(self._problem).format(folder=self._folder, reason=self._reason)


class _Model2Vec:
    """A static sentence model: the mean of its tokens' vectors. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        self._model = StaticModel.from_pretrained(folder, force_download=False)
        digest = hashlib.sha256()
        for file in _FILES:
            digest.update((folder / file).read_bytes())
        self.name = digest.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Return a row for each text."""
        vectors: NDArray[np.floating] = self._model.encode(texts, use_multiprocessing=False)
        return vectors


def load(folder: Path) -> Encoder:
    """Return the model in `folder`, as model2vec's `save_pretrained` writes it. Raises SemanticUnavailable."""
    missing = [file for file in _FILES if not (folder / file).is_file()]
    if missing:
        raise SemanticUnavailable(_("There is no sentence model in {folder}: {reason} is missing."), folder, ", ".join(missing))
    try:
        return _Model2Vec(folder)
    except ImportError:
        raise SemanticUnavailable(_("The sentence model in {folder} needs an extra: install “unavoz[semantic]”."), folder) from None
    except Exception as error:  # the tokenizer library raises bare ones
        raise SemanticUnavailable(_("The sentence model in {folder} cannot be read: {reason}."), folder, str(error)) from error
