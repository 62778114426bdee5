"""An entry learnt as a class from all its phrasings: kernel ridge regression (Saunders, Gammerman and Vovk 1998).

`A = (K + λI)⁻¹ Y` over the likenesses K of the phrasings; a text of likeness k to them scores `kA` for each entry.
"""

import numpy as np
from scipy import linalg, sparse

from knowledge.matching.index import Index
from knowledge.matching.postings import Floats, Places

# Chosen by leaving phrasings out of the public catalogues; from .1 to 1 it hardly matters.
RIDGE = 0.3
_STEPS = 30  # of conjugate gradients: further ones no longer change which entry comes first


def of_phrasings(likenesses: Floats, entries: Places, count: int) -> Floats:
    """Return A, solved directly: a row for each phrasing, a column for each of the `count` entries; `entries` is each phrasing's."""
    solved = linalg.cho_solve(
        linalg.cho_factor(_ridged(likenesses), overwrite_a=True, check_finite=False), _targets(entries, count), check_finite=False
    )
    weights: Floats = solved.astype(np.float32)
    return weights


def of_nearest(likenesses: Floats, likeness: Floats) -> Floats:
    """Return what each of a few phrasings adds to its entry's score, where the model is learnt from these alone.

    `likenesses` are theirs to each other, `likeness` that of the text to each. Of a large catalogue only what is near matters (Bottou and
    Vapnik 1992, local learning).
    """
    parts: Floats = np.linalg.solve(_ridged(likenesses), likeness.astype(np.float64)).astype(np.float32)
    return parts


def of_marks(index: Index, entries: Places, count: int) -> Floats:
    """Return `XᵀA`: a row for each mark, a column for each entry; a text of vector x scores `x XᵀA`.

    For more phrasings than a matrix of their likenesses has room for: conjugate gradients (Hestenes and Stiefel 1952) over the sparse rows.
    """
    rows = index.matrix()
    columns = rows.T.tocsr()
    solved = np.zeros((index.count, count), np.float32)
    rest = _targets(entries, count).astype(np.float32)
    direction = rest.copy()
    square = (rest * rest).sum(axis=0)
    for _ in range(_STEPS):
        image = rows @ (columns @ direction) + np.float32(RIDGE) * direction
        step = square / np.maximum((direction * image).sum(axis=0), 1e-12)
        solved += step * direction
        rest -= step * image
        left = (rest * rest).sum(axis=0)
        direction = rest + (left / np.maximum(square, 1e-12)) * direction
        square = left
    weights: Floats = columns @ solved
    return weights


def means(index: Index, entries: Places, count: int) -> Floats:
    """Return the mean vector of each entry's phrasings: a row for each mark, a column for each entry."""
    sizes = np.maximum(np.bincount(entries, minlength=count), 1)
    membership = sparse.csr_matrix((1 / sizes[entries].astype(np.float32), (np.arange(len(entries)), entries)), shape=(len(entries), count))
    mean: Floats = (index.matrix().T @ membership).toarray().astype(np.float32)
    return mean


def _ridged(likenesses: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return K + λI."""
    kernel = likenesses.astype(np.float64)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    return kernel


def _targets(entries: Places, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    targets = np.zeros((len(entries), count))
    targets[np.arange(len(entries)), entries] = 1
    return targets
