"""A text as a row of signs, one for each word, number and mark: what the rules are matched on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.facts.alphabet import Alphabet
from knowledge.facts.numbers import figures
from knowledge.facts.reading import read
from knowledge.facts.tokens import SIGNS, sign_of

_THOUSAND = 1_000
_WORD, _IN_WORDS = SIGNS["WORD"], SIGNS["INWORDS"]


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


_Token = tuple[str, str, int, int]  # sign, word, start, end


class _Row:
    """The tokens read so far."""

    __slots__ = ("_alphabet", "in_words", "tokens")

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self.tokens: list[_Token] = []
        self.in_words: list[int] = []  # which tokens are words for numbers

    def add_word(self, word: str, start: int, end: int) -> None:
        """Add a word, its ending apart where it has one."""
        alphabet = self._alphabet
        sign = alphabet.signs.get(word)
        if word in alphabet.composer.numbers:
            self.in_words.append(len(self.tokens))
        elif sign is None and alphabet.endings and (stem := alphabet.stem(word)):
            self.add_word(stem, start, start + len(stem))
            start, word = start + len(stem), word[len(stem) :]
            sign = alphabet.signs[word]
        self.tokens.append((sign or _WORD, word, start, end))


def shape(text: str, alphabet: Alphabet) -> Shape:
    """Return `text` as signs."""
    read_as, places = read(text)
    row = _Row(alphabet)
    for match in alphabet.tokens.finditer(read_as):
        kind = match.lastgroup
        if kind is None:
            continue
        word = match[kind]
        start, end = match.span(kind)
        if kind in ("PLAIN", "WORD"):
            row.add_word(word, start, end)
        elif kind != "BREAK" or not _goes_on(text, places[end]):
            row.tokens.append((sign_of(kind, word), word, start, end))
    tokens, values = _compose(row, alphabet) if row.in_words else (row.tokens, {})
    signs, words, starts, ends = zip(*tokens, strict=True) if tokens else ((), (), (), ())
    return Shape(text, "".join(signs), words, starts, ends, places, values, alphabet)


def _compose(row: _Row, alphabet: Alphabet) -> tuple[list[_Token], dict[int, Decimal]]:
    """Return the tokens with one for each number in words, and the numbers by their places; "un" and the like alone stay words."""
    words, composer = [word for _, word, _, _ in row.tokens], alphabet.composer
    values: dict[int, Decimal] = {}
    composed: list[_Token] = []
    done = 0
    for at in row.in_words:
        if at < done or (at and (words[at - 1], words[at]) in alphabet.percents):
            continue
        first = at - 1
        if first >= done and row.tokens[first][0] in "nd" and composer.numbers[words[at]] >= _THOUSAND:
            found = composer.compose(words, at, figures(words[first], alphabet.language))
        else:
            first = at
            found = composer.compose(words, at)
        if found is None:
            continue
        value, end = found
        if end - first > 1 or words[first] not in composer.ones:
            composed += row.tokens[done:first]
            values[len(composed)] = value
            composed.append((_IN_WORDS, words[first], row.tokens[first][2], row.tokens[end - 1][3]))
        else:
            composed += row.tokens[done:end]
        done = end
    return composed + row.tokens[done:], values


def _goes_on(text: str, place: int) -> bool:
    """Say whether the line after a break goes on with the sentence."""
    while place < len(text) and text[place] in " \t\r\xa0":
        place += 1
    return place < len(text) and text[place].islower()
