"""Which of the catalogue's languages a question is in: naive Bayes over words and letters, learnt from the catalogue's own texts.

Needed only where a catalogue has several languages; it says nothing of languages that the catalogue has not.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge import text
from knowledge.model import Catalogue

# Enough to know a language by; more would only make the start slower.
_MOST_CHARACTERS = 60_000
_UNSEEN = 0.3
# Neighbouring letter groups say nearly the same twice, so that the plain sum would be far too sure.
_TEMPER = 0.4


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The languages of a catalogue, with how often each sign of a language stands in its texts."""

    languages: tuple[str, ...]
    _counts: tuple[Mapping[str, int], ...]
    _kinds: int

    def shares(self, sentence: str) -> dict[str, float]:
        """Return how likely `sentence` is in each language, adding up to 1."""
        if len(self.languages) < 2:
            return dict.fromkeys(self.languages, 1.0)
        signs = list(_signs(sentence[:300]))
        sums = []
        for counts in self._counts:
            total = math.log(counts[""] + _UNSEEN * self._kinds)
            sums.append(_TEMPER * sum(math.log(counts.get(sign, 0) + _UNSEEN) - total for sign in signs))
        weights = [math.exp(one - max(sums)) for one in sums]
        return {language: weight / sum(weights) for language, weight in zip(self.languages, weights, strict=True)}

    def likeliest(self, sentence: str) -> str:
        """Return the language that `sentence` is most likely in."""
        return likeliest(self.shares(sentence))


def likeliest(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda language: (shares[language], language))


def learn(catalogue: Catalogue) -> LanguageGuess:
    """Return the guess among the languages of `catalogue`, which it may be asked in."""
    texts: dict[str, list[str]] = {}
    for key in sorted(catalogue.entries):
        entry = catalogue.entries[key]
        texts.setdefault(entry.language, []).extend((*entry.asked_as, entry.answer))
    languages = tuple(sorted(texts))
    if len(languages) < 2:
        return LanguageGuess(languages, (), 0)
    counts = []
    for language in languages:
        counted = Counter(_signs("\n".join(texts[language])[:_MOST_CHARACTERS]))
        counts.append({**counted, "": sum(counted.values())})
    return LanguageGuess(languages, tuple(counts), len(set().union(*counts)))


def _signs(sentence: str) -> Iterable[str]:
    for word in text.words(sentence):
        bordered = f" {word} "
        yield bordered
        for start in range(len(bordered) - 2):
            yield bordered[start : start + 3]
