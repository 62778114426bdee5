"""How sure a candidate is: a logistic model of what speaks for it, fitted to the catalogue with parts of it left out.

What speaks for a candidate never lowers its confidence: a sign that comes out wrong is a trick of the sample, and is left out (without that,
confidence on catalogues not seen before fell below the plain score).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.match import Thresholds

Doubles = NDArray[np.float64]
Truths = NDArray[np.bool_]

# What a candidate is judged by: a constant and the logarithm of the question's length in words, which may count for it or against it; then
# its score, its lead over the best other entry, the share of the question it explains, its score by marks alone, its nearest phrasing's
# likeness, and, negative, the weight of the heaviest word it does not explain and the share of words that no phrasing has.
SIGNS = 9
_FREE = np.array([True, True, *[False] * 7])
# Learnt on the public catalogues, phrasings and entries left out; a small catalogue is judged by these, a large one by its own.
USUAL = np.array([-5.0, 0.8, 1.5, 3.0, 0.8, 1.5, 1.0, 1.0, 1.0])
_PULL = 2.0  # how many rows' worth of evidence the usual weights are

# Of questions, two in three have an answer: what a public administration's own logs show is in that region.
ANSWERABLE = 2 / 3
# A test question is asked as people ask, not as editors write: it weighs as much as so many left-out phrasings.
_TEST_WEIGHS = 5.0
# So few right answers are too few to learn a threshold from.
_FEWEST = 20
_USUALLY_SUGGESTED_FROM = 0.25
_AS_GOOD = 0.02
_Z = 1.28  # of the standard normal: 9 times in 10 the true precision lies above the bound
NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Confidence:
    """`weights` of the signs, and the left-out questions they were learnt from.

    Of each: how sure the best candidate was, whether it was right, whether there was a right one, and what the question weighs.
    """

    weights: Doubles
    sure: Doubles
    right: Truths
    answerable: Truths
    mass: Doubles

    def of(self, signs: Doubles) -> Doubles:
        """Return the confidence of each row of signs, from 0 to 1, neither included."""
        return _logistic(signs @ self.weights)

    def thresholds(self, precision: float) -> Thresholds:
        """Return the thresholds that promise `precision`, from what was seen with parts of the catalogue left out."""
        return Thresholds(_answered_from(self, precision), _suggested_from(self))


def learn(signs: Doubles, right: Truths, answerable: Truths, is_test: Truths) -> Confidence:
    """Return the confidence fitted to questions whose answer is known.

    `signs` (a row each) are those of the question's best candidate; `right` whether that is its entry, `answerable` whether it has one, and
    `is_test` whether it is a test question and not a phrasing left out.
    """
    left_out = ~is_test
    share = ANSWERABLE / max((answerable & left_out).sum(), 1), (1 - ANSWERABLE) / max((~answerable & left_out).sum(), 1)
    mass = np.where(is_test, _TEST_WEIGHS, np.where(answerable, *share) * left_out.sum())
    weights = _fit(signs, right.astype(float), mass) if right.sum() >= _FEWEST else USUAL
    return Confidence(weights, np.round(_logistic(signs @ weights), 6), right, answerable, mass)


def _fit(signs: Doubles, right: Doubles, mass: Doubles) -> Doubles:
    """Return the weights of the most likely logistic model, pulled a little to the usual ones, by Newton's method."""
    used = np.ones(SIGNS, bool)
    while True:
        weights = np.where(used, USUAL, 0.0)
        for _ in range(50):
            sure = _logistic(signs @ weights)
            slope = signs.T @ (mass * (right - sure)) - _PULL * (weights - USUAL)
            curve = (signs * (mass * sure * (1 - sure))[:, None]).T @ signs + _PULL * np.eye(SIGNS)
            step = np.zeros(SIGNS)
            step[used] = np.linalg.solve(curve[np.ix_(used, used)], slope[used])
            weights += np.clip(step, -2, 2)
            if np.abs(step).max() < 1e-8:
                break
        wrong = used & ~_FREE & (weights < 0)
        if not wrong.any():
            return weights
        used[int(np.argmin(np.where(wrong, weights, np.inf)))] = False


def _logistic(values: Doubles) -> Doubles:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def _answered_from(confidence: Confidence, precision: float) -> float:
    """Return the lowest confidence from which on the precision is at least `precision`, 9 times in 10 (Wilson 1927)."""
    if confidence.right.sum() < _FEWEST:
        return NEVER
    order = np.argsort(-confidence.sure, kind="stable")
    mass, right = confidence.mass[order], confidence.right[order]
    answered = np.cumsum(mass)
    hits = np.cumsum(mass * right)
    # As many independent rows as weigh the same (Kish 1965).
    rows = answered**2 / np.cumsum(mass**2)
    met = hits / answered
    middle = met + _Z**2 / (2 * rows)
    spread = _Z * np.sqrt(met * (1 - met) / rows + _Z**2 / (4 * rows**2))
    bound = (middle - spread) / (1 + _Z**2 / rows)
    sure = confidence.sure[order]
    last_of_its_kind = np.append(sure[1:] != sure[:-1], True)
    enough = np.flatnonzero((bound >= precision) & last_of_its_kind & (rows >= _FEWEST))
    return float(sure[enough[-1]]) if len(enough) else NEVER


def _suggested_from(confidence: Confidence) -> float:
    """Return the confidence from which on suggesting does more good than harm: the best correlation of what is said with what is true.

    That is Matthews' correlation for many classes (Gorodkin 2004) with "no answer" as one of them; the products of all the other classes'
    frequencies are taken as 0, which they nearly are. Where a stretch of confidences does nearly as well as the best, its middle is taken: which of
    them comes out best is a matter of chance.
    """
    if confidence.right.sum() < _FEWEST:
        return _USUALLY_SUGGESTED_FROM
    order = np.argsort(-confidence.sure, kind="stable")
    sure, mass = confidence.sure[order], confidence.mass[order]
    total, nothing = mass.sum(), (mass * ~confidence.answerable[order]).sum()
    kept_back = total - np.cumsum(mass)
    agreed = np.cumsum(mass * confidence.right[order]) + nothing - np.cumsum(mass * ~confidence.answerable[order])
    spread = np.sqrt(np.maximum((total**2 - kept_back**2) * (total**2 - nothing**2), 1e-12))
    correlation = (agreed * total - kept_back * nothing) / spread
    good = sure[correlation >= correlation.max() - _AS_GOOD]
    return float((good[0] + good[-1]) / 2)
