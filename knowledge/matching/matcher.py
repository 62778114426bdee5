"""The matcher of a published catalogue: question -> marks -> likeness to the phrasings -> candidates -> evidence -> confidence -> matches."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge import text
from knowledge.matching.confidence import SIGNS, Confidence, Doubles
from knowledge.matching.evidence import Weighed
from knowledge.matching.features import MAX_CHARACTERS, marks
from knowledge.matching.language import LanguageGuess, likeliest
from knowledge.matching.match import Match, Thresholds
from knowledge.matching.meaning import Encoder, senses
from knowledge.matching.model import Candidate, Model

# A row in a language that the question is this unlikely to be in comes after all others, with so much of its confidence.
_FOREIGN_BELOW = 0.05
_FOREIGN = 0.5


class CatalogueMatcher:
    """Ranks a catalogue's entries for a question. Threads may share it."""

    def __init__(self, model: Model, confidence: Confidence, guess: LanguageGuess, encoder: Encoder | None = None) -> None:
        self.model = model
        self.confidence = confidence
        self.encoder = encoder
        self._guess = guess
        self._thresholds: dict[float, Thresholds] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)
        for row, way in enumerate(model.phrasings.texts):
            if not model.phrasings.is_name(row):
                self._exact[text.key(way)].append(row)

    def rank(self, question: str) -> tuple[Match, ...]:
        """Return the entries that `question` may ask for, the best first: the exact phrasing alone, where there is one."""
        question = question[: 4 * MAX_CHARACTERS]
        phrasings = self.model.phrasings
        exact = self._exact.get(text.key(question), ())
        if exact:
            return tuple(Match(phrasings.keys[phrasings.entries[row]], 1.0, phrasings.texts[row], phrasings.told(row).words) for row in exact)
        shares = self._guess.shares(question)
        if not shares:
            return ()
        told = phrasings.asked(question, likeliest(shares))
        asked = self.model.weigh(told)
        candidates = self.model.candidates(asked, senses([question], [marks(told)], self.encoder)[0])
        return self._matches(candidates, self.confidence.of(signs(asked, candidates, self.model)), shares)

    def thresholds(self, precision: float) -> Thresholds:
        if precision not in self._thresholds:
            self._thresholds[precision] = self.confidence.thresholds(precision)
        return self._thresholds[precision]

    def _matches(self, candidates: Sequence[Candidate], sure: Doubles, shares: Mapping[str, float]) -> tuple[Match, ...]:
        own: list[Match] = []
        foreign: list[Match] = []
        for candidate, score in zip(candidates, sure.tolist(), strict=True):
            key = self.model.phrasings.keys[candidate.entry]
            is_foreign = shares[key.language] < _FOREIGN_BELOW
            score = round(score * (_FOREIGN if is_foreign else 1), 6)
            (foreign if is_foreign else own).append(Match(key, score, self.model.phrasings.texts[candidate.row], candidate.words))
        return tuple(sorted(own, key=_best_first) + sorted(foreign, key=_best_first))


def signs(asked: Weighed, candidates: Sequence[Candidate], model: Model) -> Doubles:
    """Return what the candidates' confidence goes by, a row each (`confidence.SIGNS`)."""
    length = math.log1p(len(asked.told.words))
    ids = model.phrasings.ids
    rows = []
    for candidate in candidates:
        rival = next((other.score for other in candidates if ids[other.entry] != ids[candidate.entry]), 0.0)
        lead = candidate.score - rival
        rows.append((1.0, length, candidate.score, lead, candidate.explained, candidate.plain, candidate.nearest, -candidate.left, -asked.unknown))
    return np.array(rows, np.float64).reshape(-1, SIGNS)


def _best_first(match: Match) -> tuple[float, str, str]:
    return (-match.score, *match.entry)
