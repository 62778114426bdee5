"""The matcher of a published catalogue: question -> marks -> likeness to the phrasings -> candidates -> evidence -> confidence -> matches."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from knowledge import text
from knowledge.matching.confidence import SIGNS, Confidence, Doubles
from knowledge.matching.evidence import Weighed
from knowledge.matching.features import MAX_CHARACTERS, marks
from knowledge.matching.language import LanguageGuess, likeliest
from knowledge.matching.match import Match, Thresholds
from knowledge.matching.meaning import Encoder, senses
from knowledge.matching.model import Candidate, Model
from knowledge.matching.postings import Floats

# What speaks for a row counts in full from such a share of its language on, and never less than so much.
_IN_FULL_FROM, _FOREIGN = 0.2, 0.5
# However sure, what is not the exact phrasing stays below 1, which alone is answered where nothing is promised.
_SUREST = 0.999999


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
        candidates = self.model.candidates(asked, senses([question], [marks(told)], self.encoder)[0], trusted(self.model, shares))
        return self._matches(candidates, self.confidence.of(signs(asked, candidates, self.model)), shares)

    def thresholds(self, precision: float) -> Thresholds:
        if precision not in self._thresholds:
            self._thresholds[precision] = self.confidence.thresholds(precision)
        return self._thresholds[precision]

    def _matches(self, candidates: Sequence[Candidate], sure: Doubles, shares: Mapping[str, float]) -> tuple[Match, ...]:
        """Return the matches of the candidates, the best first."""
        held = self.model.phrasings
        found = [
            Match(held.keys[candidate.entry], score, held.texts[candidate.row], candidate.words)
            for candidate, score in zip(candidates, np.minimum(np.round(sure, 6), _SUREST).tolist(), strict=True)
        ]
        if len(shares) > 1:
            found = [_as_sure_as_its_rows(match, found, shares) for match in found]
        return tuple(sorted(found, key=lambda match: (-match.score, -shares[match.entry.language], *match.entry)))


def _as_sure_as_its_rows(match: Match, found: Sequence[Match], shares: Mapping[str, float]) -> Match:
    """Return the match; where it is the row of its entry in the likeliest language, as sure as the surest row."""
    rows = [other for other in found if other.entry.id == match.entry.id]
    if shares[match.entry.language] < max(shares[row.entry.language] for row in rows):
        return match
    return replace(match, score=max(row.score for row in rows))


def trusted(model: Model, shares: Mapping[str, float]) -> Floats | None:
    """Return what the entries' scores are multiplied with, so that those in another language than the question's come after."""
    if len(shares) < 2:
        return None
    of_language = [min(max(shares[language] / _IN_FULL_FROM, _FOREIGN), 1.0) for language in model.phrasings.languages]
    trust: Floats = np.array(of_language, np.float32)[model.phrasings.spoken]
    return trust


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
