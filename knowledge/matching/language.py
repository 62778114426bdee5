"""Which of the catalogue's languages a question is in.

Three signs are added up: a general naive Bayes model of 97 languages that comes with its library (py3langid, after Lui and Baldwin 2012), the
common words of each language, and the letters in a row of the catalogue's own texts, which know the town's words. The last weigh little while a
language has little text: a name that stands in one French row is no sign that a question is French. Where all leave it open, the language with
more rows is the likelier.

Needed only where a catalogue has several languages; it says nothing of languages that the catalogue has not.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from knowledge import text
from knowledge.matching.common_words import stop_words
from knowledge.model import Catalogue

# Enough to know a language by, and to read; more would only make the start and the answer slower.
_MOST_CHARACTERS = 60_000
_MOST_READ = 300
# Neighbouring signs say nearly the same twice, so that the plain sums would be far too sure.
_TEMPER_GENERAL, _TEMPER_OWN = 0.25, 0.4
_OF_COMMON_WORD = 1.0
# A language's own counts are mixed with those of all the catalogue, as if these were so many signs more.
_SHARED, _UNSEEN = 3_000, 0.3


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The languages of a catalogue, and for each the logarithms of its share of the rows and of each sign's, `_unseen` for one that no text has."""

    languages: tuple[str, ...]
    _rows: tuple[float, ...]
    _signs: tuple[Mapping[str, float], ...]
    _unseen: tuple[float, ...]

    def shares(self, sentence: str) -> dict[str, float]:
        """Return how likely `sentence` is in each language, adding up to 1."""
        if len(self.languages) < 2:
            return dict.fromkeys(self.languages, 1.0)
        words = text.words(sentence[:_MOST_READ])
        found = list(_signs(words))
        general = _general(" ".join(words), self.languages)
        sums = [
            rows
            + _TEMPER_GENERAL * general[language]
            + _TEMPER_OWN * sum(signs.get(sign, unseen) for sign in found)
            + _OF_COMMON_WORD * self._common(words, language)
            for language, rows, signs, unseen in zip(self.languages, self._rows, self._signs, self._unseen, strict=True)
        ]
        weights = [math.exp(one - max(sums)) for one in sums]
        return {language: weight / sum(weights) for language, weight in zip(self.languages, weights, strict=True)}

    def _common(self, words: Iterable[str], language: str) -> int:
        """Return how many of the words are common in `language`; 0 where there is no list of some other language's words."""
        return sum(word in stop_words(language) for word in words) if all(map(stop_words, self.languages)) else 0


def likeliest(shares: Mapping[str, float]) -> str:
    """Return the language with the largest share."""
    return max(shares, key=lambda language: (shares[language], language))


def learn(catalogue: Catalogue) -> LanguageGuess:
    """Return the guess among the languages of `catalogue`, which it may be asked in."""
    texts: dict[str, list[str]] = {}
    for key in sorted(catalogue.entries):
        entry = catalogue.entries[key]
        texts.setdefault(entry.language, []).extend((*sorted(entry.asked_as), entry.answer))
    languages = tuple(sorted(texts))
    if len(languages) < 2:
        return LanguageGuess(languages, (), (), ())
    _identifier()  # now, rather than with the first question
    counted = [Counter(_signs(text.words("\n".join(texts[language])[:_MOST_CHARACTERS]))) for language in languages]
    shared: Counter[str] = sum(counted, Counter())
    whole = shared.total() + _UNSEEN * len(shared)
    logs, unseen = [], []
    for counts in counted:
        size = counts.total() + _SHARED
        logs.append({sign: math.log((counts[sign] + _SHARED * (times + _UNSEEN) / whole) / size) for sign, times in shared.items()})
        unseen.append(math.log(_SHARED * _UNSEEN / whole / size))
    rows = Counter(key.language for key in catalogue.entries)
    return LanguageGuess(languages, tuple(math.log(rows[language] / rows.total()) for language in languages), tuple(logs), tuple(unseen))


def _signs(words: Iterable[str]) -> Iterable[str]:
    """Give each word with its borders, and its letters in a row, three by three."""
    for word in words:
        bordered = f" {word} "
        yield bordered
        for start in range(len(bordered) - 2):
            yield bordered[start : start + 3]


def _general(sentence: str, languages: Iterable[str]) -> dict[str, float]:
    """Return the general model's logarithm for each language, the likeliest of them 0; one that it does not know is as likely as any."""
    ranked = dict(_identifier().rank(sentence))
    highest = max((ranked[language] for language in languages if language in ranked), default=0.0)
    return {language: ranked.get(language, highest) - highest for language in languages}


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)
