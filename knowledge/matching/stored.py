"""A matcher as bytes, so that a restart learns nothing anew. What the catalogue itself holds is not repeated."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.matching import language
from knowledge.matching.about import About
from knowledge.matching.confidence import Confidence
from knowledge.matching.index import Index
from knowledge.matching.matcher import CatalogueMatcher
from knowledge.matching.meaning import Encoder
from knowledge.matching.model import Kind, Model
from knowledge.matching.phrasings import Phrasings, phrasings
from knowledge.matching.postings import Floats, Postings
from knowledge.model import Catalogue

# Raised whenever a change to this package makes bytes of before useless or wrong: they are then not read, and the matcher is built anew.
FORMAT = 4


class Unusable(Exception):
    """The bytes are of another format or another catalogue, or damaged."""


def to_bytes(matcher: CatalogueMatcher) -> bytes:
    """Return what was learnt, as an uncompressed NumPy archive."""
    model, sure = matcher.model, matcher.confidence
    content = io.BytesIO()
    np.savez(
        content,
        mark=np.array([FORMAT, _fingerprint(model.phrasings, matcher.encoder)], np.uint64),
        kind=np.array(str(model.kind)),
        weights=model.weights,
        directions=np.empty((0, 0), np.float32) if model.directions is None else model.directions,
        **_as_arrays("index", model.index.postings, model.index.weights),
        **_as_arrays("about", model.about.postings, model.about.weights),
        sure_weights=sure.weights,
        sure_of=sure.sure,
        sure_right=sure.right,
        sure_answerable=sure.answerable,
        sure_mass=sure.mass,
    )
    return content.getvalue()


def from_bytes(content: bytes, catalogue: Catalogue, encoder: Encoder | None = None) -> CatalogueMatcher:
    """Return the matcher of `catalogue` that `to_bytes` was given. Raises Unusable, also where it was learnt with another encoder."""
    rows = phrasings(catalogue)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            if kept["mark"].tolist() != [FORMAT, _fingerprint(rows, encoder)]:
                raise Unusable("of another format or catalogue")
            index = Index(*_of_arrays("index", len(rows.texts), kept))
            about = About(*_of_arrays("about", len(rows.keys), kept))
            kind = Kind(str(kept["kind"]))
            directions = kept["directions"]
            vectors = index.rows() if kind is Kind.NEAREST else None
            model = Model(rows, about, index, kind, kept["weights"], vectors, directions if len(directions) else None)
            sure = Confidence(kept["sure_weights"], kept["sure_of"], kept["sure_right"], kept["sure_answerable"], kept["sure_mass"])
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise Unusable(str(error)) from error
    return CatalogueMatcher(model, sure, language.learn(catalogue), encoder)


def _as_arrays(name: str, postings: Postings, weights: Floats) -> dict[str, Any]:
    return {
        f"{name}_known": postings.known, f"{name}_starts": postings.starts, f"{name}_owners": postings.owners,
        f"{name}_values": postings.values, f"{name}_weights": weights,
    }  # fmt: skip


def _of_arrays(name: str, count: int, kept: Mapping[str, NDArray[Any]]) -> tuple[Postings, Floats]:
    known, starts, owners, values, weights = (kept[f"{name}_{part}"] for part in ("known", "starts", "owners", "values", "weights"))
    return Postings(count, known, starts, owners, values), weights


def _fingerprint(rows: Phrasings, encoder: Encoder | None) -> int:
    """Return a hash of the phrasings and names in their rows, the synonyms, the words known elsewhere, and the encoder.

    A matcher is kept with a version, whose answers never change; `FORMAT` is raised with the libraries that stem and list words, too.
    """
    read = sorted(rows.reading.synonyms.items()), sorted(rows.elsewhere)
    every = repr((encoder.name if encoder else "", rows.keys, rows.texts, rows.entries.tolist(), rows.ends.tolist(), read))
    return int.from_bytes(hashlib.blake2b(every.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
