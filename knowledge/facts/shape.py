"""A text as a row of signs, one for each word, number and mark: what the rules are matched on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from knowledge.facts.alphabet import Alphabet
from knowledge.facts.numbers import figures
from knowledge.facts.reading import read
from knowledge.facts.tokens import SIGNS, sign_of

_THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A text's signs, and for each where it stands in the text as read; `words` are as read, `values` those of numbers in words."""

    text: str
    signs: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    places: Sequence[int]
    values: Mapping[int, Decimal]
    alphabet: Alphabet

    def number(self, token: int) -> Decimal:
        """Return the number at `token`."""
        value = self.values.get(token)
        return figures(self.words[token], self.alphabet.language) if value is None else value

    def span(self, first: int, last: int, *, with_ending: bool = False) -> tuple[int, int]:
        """Return where the tokens from `first` to `last` stand in the text itself, with the ending of the last word where one was read apart."""
        following = last + 1
        if with_ending and following < len(self.words) and self.starts[following] == self.ends[last] and self.words[following] in self.alphabet.endings:
            last = following
        end = self.places[self.ends[last] - 1] + 1
        while end < len(self.text) and "\u0300" <= self.text[end] <= "\u036f":  # the accents of its last letter
            end += 1
        return self.places[self.starts[first]], end

    def is_plural(self, token: int) -> bool:
        """Say whether the word at `token` looks like several of a thing."""
        return self.words[token].endswith("s") and self.words[token] not in self.alphabet.set_of("NOTCOUNTED")

    def is_counting(self, token: int) -> bool:
        """Say whether a thing that is counted, or a unit, stands at `token`."""
        if token >= len(self.signs):
            return False
        return self.is_plural(token) or self.words[token] in self.alphabet.units

    def is_name(self, token: int) -> bool:
        """Say whether a word that no rule knows stands at `token`, with a capital letter."""
        return token < len(self.signs) and self.signs[token] == "w" and self.is_capital(token)

    def is_capital(self, token: int) -> bool:
        return self.text[self.places[self.starts[token]]].isupper()


class _Row:
    """The tokens read so far: their signs, words and places."""

    __slots__ = ("_alphabet", "ends", "in_words", "signs", "starts", "words")

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self.signs: list[str] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.in_words: list[int] = []  # which tokens are words for numbers

    def add(self, sign: str, word: str, start: int, end: int) -> None:
        self.signs.append(sign)
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def add_word(self, word: str, start: int, end: int) -> None:
        """Add a word, its ending apart where it has one."""
        alphabet = self._alphabet
        sign = alphabet.signs.get(word)
        if word in alphabet.composer.numbers:
            self.in_words.append(len(self.signs))
        elif sign is None and alphabet.endings and (stem := alphabet.stem(word)):
            self.add_word(stem, start, start + len(stem))
            start, word = start + len(stem), word[len(stem) :]
            sign = alphabet.signs[word]
        self.add(sign or SIGNS["WORD"], word, start, end)


def shape(text: str, alphabet: Alphabet) -> Shape:
    """Return `text` as signs."""
    read_as, places = read(text)
    row = _Row(alphabet)
    for match in alphabet.tokens.finditer(read_as):
        kind = match.lastgroup
        if kind is None:
            continue
        word, start, end = match[kind], match.start(kind), match.end()
        if kind in ("PLAIN", "WORD"):
            row.add_word(word, start, end)
        elif kind != "BREAK" or not _goes_on(text, places[end]):
            row.add(sign_of(kind, word), word, start, end)
    values = _compose(row, alphabet) if row.in_words else {}
    return Shape(text, "".join(row.signs), row.words, row.starts, row.ends, places, values, alphabet)


def _compose(row: _Row, alphabet: Alphabet) -> dict[int, Decimal]:
    """Make one token of each number in words, in place; "un" and the like alone stay words."""
    words, composer = row.words, alphabet.composer
    values: dict[int, Decimal] = {}
    merged: list[tuple[int, int, Decimal]] = []
    done = 0
    for at in row.in_words:
        if at < done or (at and (words[at - 1], words[at]) in alphabet.percents):
            continue
        before = at - 1
        if before >= done and row.signs[before] in "nd" and composer.numbers[words[at]] >= _THOUSAND:
            found = composer.compose(words, at, figures(words[before], alphabet.language))
            first = before
        else:
            found = composer.compose(words, at)
            first = at
        if found is None:
            continue
        value, done = found
        if done - first == 1 and words[first] in composer.ones:
            continue
        merged.append((first, done, value))
    shift = 0
    for first, end, value in merged:
        values[first - shift] = value
        shift += end - first - 1
    for items in (row.signs, row.words, row.starts, row.ends):
        _merge(items, merged, last=items is row.ends)
    for place in values:
        row.signs[place] = SIGNS["INWORDS"]
    return values


def _merge(row: list[Any], merged: Sequence[tuple[int, int, Decimal]], *, last: bool) -> None:
    """Leave of each merged stretch its first item, or its last."""
    kept: list[Any] = []
    done = 0
    for first, end, _ in merged:
        kept += row[done:first]
        kept.append(row[end - 1] if last else row[first])
        done = end
    row[:] = kept + row[done:]


def _goes_on(text: str, place: int) -> bool:
    """Say whether the line after a break goes on with the sentence."""
    while place < len(text) and text[place] in " \t\r\xa0":
        place += 1
    return place < len(text) and text[place].islower()
