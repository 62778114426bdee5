"""A text as a row of signs, one for each word, number and mark: what the rules are matched on.

Every word that some rule knows has a sign of its own, every other word is `w`; numbers have a few signs by what they may be. A rule is a
regular expression over signs, written with the names of groups of words (in capitals) and with words themselves: `FROM? DAY TO DAY OF MONTH`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from knowledge.facts.numbers import Composer, figures
from knowledge.facts.reading import read
from knowledge.facts.words.language import Words
from knowledge.facts.words.shared import GROUPS, LANGUAGES, MEASURES, joined

CLAIMED = "\0"
# The signs that are no word. Punctuation stands for itself.
SIGNS = {
    "EMAIL": "E",
    "URL": "U",
    "PHONE": "P",
    "DATE": "D",
    "DAYMONTH": "M",
    "CLOCK": "C",
    "YEARS": "S",
    "REFERENCE": "R",
    "CODE": "I",
    "NUMERAL": "n",
    "SMALL": "d",
    "YEAR": "y",
    "INWORDS": "W",
    "WORD": "w",
    "BREAK": "b",
}
# Anything but a number and what ends a part of a sentence.
NUMBERS = {"WITHIN": r"[^,.;:\0bndyW]", "NUM": "[ndyW]", "FIG": "[ndy]", "SHORT": "[ndW]"}
_FIRST_OWN, _LAST_OWN = 0xE000, 0xF8FF
FIRST_OWN = chr(_FIRST_OWN)
_LAST_DAY = 31
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_TLD = r"(?:es|cat|gal|eus|eu|com|org|net|gob|info|gov|edu|int|app|io|uk|fr|pt|example|test|madrid|barcelona|online|site|web)"
_SUFFIX = r"mm2?|cm2?|m2?|m3|km2?|kg|kgs|g|gr|mb|gb|kb|h|hs|hrs?|am|pm|min|eur|euros?|st|nd|rd|th|l|ha|w|kw"
_TOKEN = r"""[ ]*(?:
 (?P<PLAIN>(?<![^\W\d_])[ck]?m[23](?!\w)|[^\W\d_]+(?=[ ,;)!?]|\.(?:\s|$)))
|(?P<EMAIL>(?<![\w.+-])[a-z0-9_%+][\w.%+-]{{0,63}}@[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{1,5}})
|(?P<URL>(?<![\w@])(?:https?://|www\.)[^\s<>"«»|]{{1,1000}}|(?<![\w@.-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}\.{tld}(?![\w-])(?:[/?][^\s<>"«»|]{{0,1000}})?)
|(?P<REFERENCE>(?<!\w)[a-z]{{2,5}}/\d{{1,5}}/\d{{4}}(?!\w))
|(?P<CODE>(?<!\w)(?!(?:under|over)-)[a-z]{{1,6}}-?\d[\w]{{0,20}}(?:-\w{{1,20}}){{0,3}})
|(?P<PHONE>(?<![\w.,])(?:(?:\(?(?:\+|00)[1-9]\d{{0,2}}\)?[ .-]?(?:\(?\d{{1,4}}\)?[ .-]?){{2,6}}\d{{2,4}})
   |[6-9]\d{{2}}(?:[ .-]?\d{{3}}){{2}}|[6-9]\d{{2}}(?:[ .-]?\d{{2}}){{3}}|[6-9]\d[ .-]\d{{3}}(?:[ .-]\d{{2}}){{2}})(?![\w]|[.,]\d|\ ?(?:€|eur)))
|(?P<DATE>(?<![\w/])(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/\d\d|(?:19|20)\d\d-\d\d-\d\d)(?![\d/]))
|(?P<CLOCK>(?<![\w:])(?:[01]?\d|2[0-4])(?::[0-5]\d(?![\d:])|\ ?h\ ?[0-5]\d(?!\d)))
|(?P<YEARS>(?<![\w/-])(?:19|20)\d\d\ ?[/-]\ ?(?:(?:19|20)\d\d|\d\d)(?![\w/-]))
|(?P<REF>(?<![\w/])(?:\d{{1,5}}/(?:19|20)\d\d(?![\d/])|(?:19|20)\d\d/\d{{3,5}}(?![\d/])|\d{{2,4}}/\d{{1,5}}(?=/(?:ce|ue|cee|eu|ec|ee)(?!\w))))
|(?P<DAYMONTH>(?<![\w/])\d{{1,2}}/(?:0[1-9]|1[0-2])(?![\w/]))
|(?P<NUM>(?<!\w)(?:\d{{1,3}}(?:[.,]\d{{3}}){{1,4}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|\d{{1,3}}(?:\ \d{{3}}){{1,3}}(?!\d)(?:,\d{{1,2}}(?!\d))?
   |\d+(?:[.,']\d{{1,4}}(?!\d))?)(?![.,]\d)(?=[^\w]|$|[ºª½]|(?:{suffix})(?!\w)))
|(?P<OTHER>\d[\w.,-]*\w|\d)
|(?P<WORD>[dlmstn]'(?=[^\W_])|[^\W\d_]+(?:·[^\W\d_]+)*(?:'(?:t|s|re|ve|ll)(?!\w))?)
|(?P<BREAK>\n)
|(?P<MARK>[^\w\s]))"""
_PROCLITIC = re.compile(r"\b([dlmstn]')(?=[a-z])")
_SAME_SIGN = {"REF": "REFERENCE", "OTHER": "CODE"}
_LONGEST_ENDING = 8
_POLARITY = frozenset(
    {"NO", "IS", "NEEDED", "FREEWORD", "NOPOLARITY", "NOTREQUIRED", "NOTFREE", "FREE", "NOTALLOWED", "REQUIRED", "NEVER", "PLAIN", "NOTDO"}
)
_UNITS = ("DAYS", "HOURS", "WEEKS", "MONTHS", "YEARS_", "MINUTES", "MEASURE", "EURO", "PERCENT", "CENT")
_JOINING_HUNDREDS = frozenset({"en", "eu", "gl"})
_PIECE = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|[A-Za-z_]+'?")


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
    alphabet: "Alphabet"

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


@dataclass(slots=True)
class Alphabet:
    """The signs of one language's words, and the patterns written with them."""

    words: Words
    language: str
    signs: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    composer: Composer = field(init=False)
    tokens: re.Pattern[str] = field(init=False)
    months: Mapping[str, int] = field(init=False)
    weekdays: Mapping[str, int] = field(init=False)
    laws: Mapping[str, str] = field(init=False)
    measures: Mapping[str, str] = field(init=False)
    percents: frozenset[tuple[str, ...]] = field(init=False)
    endings: frozenset[str] = field(init=False)
    stems: frozenset[str] = field(init=False)
    units: frozenset[str] = field(init=False)
    _no_polarity: set[str] = field(init=False)
    _verbs: frozenset[str] = field(init=False)
    _no_verbs: frozenset[str] = field(init=False)
    _noun_endings: tuple[str, ...] = field(init=False)
    _sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = self.words
        self.groups.update(SIGNS)
        self.groups.update(NUMBERS)
        self.groups["ANYWORD"] = f"[w{chr(_FIRST_OWN)}-{chr(_LAST_OWN)}]"
        self.months, self.weekdays = _in_order(words.months), _in_order(words.weekdays)
        self.laws = _by_writing(joined(words.laws, [other.laws for other in LANGUAGES.values()]))
        self.measures = _by_writing(joined(MEASURES, [words.measures]))
        for name, phrases in (("MONTH", self.months), ("WEEKDAY", self.weekdays), ("LAWKIND", self.laws), ("MEASURE", self.measures)):
            self.groups[name] = self._alternatives(phrases)
        self.groups["ONE"] = self._alternatives(words.one.split())
        self.groups["QTY"] = f"(?:{NUMBERS['NUM']}|{self.groups['ONE']})"
        for name, row in {**GROUPS, **words.groups}.items():
            self.groups[name] = self._alternatives(row.split("|"))
        joins_hundreds = self.language in _JOINING_HUNDREDS
        self.composer = Composer(words.numbers, words.one.split(), words.joiners.split(), joins_hundreds=joins_hundreds)
        self.percents = frozenset(tuple(phrase.split()) for phrase in words.groups["PERCENT"].split("|"))
        rows = [row for name, row in {**GROUPS, **words.groups}.items() if name not in _POLARITY]
        self._no_polarity = {word for row in rows for word in row.replace("|", " ").split()} | {
            *self.months,
            *self.weekdays,
            *self.measures,
            *self.composer.numbers,
        }
        self._verbs, self._no_verbs = frozenset(words.verbs.split()), frozenset(words.no_verbs.split())
        self._noun_endings = tuple(words.noun_endings.split())
        self.endings = frozenset(words.endings.split("|")) if words.endings else frozenset()
        self.stems = frozenset(stem for name in words.stems.split() for stem in self._single_words(name)) | (self.endings and {*self.composer.numbers})
        self.units = frozenset(word for name in _UNITS for word in self._single_words(name))
        suffix = "|".join((_SUFFIX, *sorted(self.endings), *words.suffixes.split()))
        self.tokens = re.compile(_TOKEN.format(tld=_TLD, suffix=suffix), re.VERBOSE)

    def _single_words(self, name: str) -> Iterable[str]:
        """Return the words of a group that stand alone."""
        rows = {"MONTH": self.months, "WEEKDAY": self.weekdays, "MEASURE": self.measures}
        phrases = rows[name] if name in rows else self.words.groups[name].split("|")
        return (word for phrase in phrases for word in phrase.split())

    def set_of(self, name: str) -> frozenset[str]:
        """Return the phrases of a group."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets[name] = frozenset(self.words.groups.get(name, "").split("|"))
        return found

    def is_verb(self, word: str, *, is_unknown: bool) -> bool:
        """Say whether a word after "no" is a verb, as words are that no rule knows and that do not look like nouns."""
        if word in self._verbs:
            return True
        return (is_unknown or word not in self._no_polarity) and word not in self._no_verbs and not word.endswith(self._noun_endings)

    def sign(self, word: str) -> str:
        """Return the word's own sign, a new one where it has none yet."""
        return self.signs.setdefault(word, chr(_FIRST_OWN + len(self.signs)))

    def pattern(self, rule: str) -> re.Pattern[str]:
        """Return `rule` as a regular expression over signs."""

        def signs(piece: re.Match[str]) -> str:
            name = piece[0]
            if name.startswith("("):
                return name
            return self.groups.get(name, "(?!)") if name.isupper() else self.sign(name)

        return re.compile(_PIECE.sub(signs, "".join(rule.split(" "))) if " " not in rule else "".join(_PIECE.sub(signs, part) for part in rule.split()))

    def shape(self, text: str) -> Shape:
        """Return `text` as signs."""
        read_as, places = read(text)
        signs: list[str] = []
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        own = self.signs
        numbers = self.composer.numbers
        in_words: list[int] = []
        for match in self.tokens.finditer(read_as):
            kind = match.lastgroup
            if kind is None:
                continue
            word, start, end = match[kind], match.start(kind), match.end()
            if kind in ("PLAIN", "WORD"):
                sign = own.get(word)
                if sign is None and word in numbers:
                    sign = "w"
                elif sign is None:
                    sign = "w"
                    if self.endings and (split := self._stem(word)):
                        if split in numbers:
                            in_words.append(len(signs))
                        signs.append(own.get(split, "w"))
                        words.append(split)
                        starts.append(start)
                        start += len(split)
                        ends.append(start)
                        word = word[len(split) :]
                        sign = own[word]
                if word in numbers:
                    in_words.append(len(signs))
            elif kind == "MARK":
                sign = word
            elif kind == "NUM":
                sign = _numeral(word)
            elif kind == "BREAK":
                if _goes_on(text, places[end]):
                    continue
                sign = "b"
            else:
                sign = SIGNS[_SAME_SIGN.get(kind, kind)]
            signs.append(sign)
            words.append(word)
            starts.append(start)
            ends.append(end)
        values = self._compose(signs, words, starts, ends, in_words) if in_words else {}
        return Shape(text, "".join(signs), words, starts, ends, places, values, self)

    def _stem(self, word: str) -> str | None:
        """Return a word's stem where the word is one of `stems` with an ending: `martxo` of `martxoaren`."""
        for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
            if word[-length:] in self.endings and word[:-length] in self.stems:
                return word[:-length]
        return None

    def _compose(self, signs: list[str], words: list[str], starts: list[int], ends: list[int], in_words: Iterable[int]) -> dict[int, Decimal]:
        """Make one token of each number in words, in place; "un" and the like alone stay words."""
        values: dict[int, Decimal] = {}
        merged: list[tuple[int, int, Decimal]] = []
        done = 0
        for at in in_words:
            if at < done or (at and (words[at - 1], words[at]) in self.percents):
                continue
            before = at - 1
            if before >= done and signs[before] in "nd" and self.composer.numbers[words[at]] >= 1000:
                found = self.composer.compose(words, at, figures(words[before], self.language))
                first = before
            else:
                found = self.composer.compose(words, at)
                first = at
            if found is None:
                continue
            value, done = found
            if done - first == 1 and words[first] in self.composer.ones:
                continue
            merged.append((first, done, value))
        shift = 0
        for first, end, value in merged:
            values[first - shift] = value
            shift += end - first - 1
        for row in (signs, words, starts, ends):
            _merge(row, merged, last=row is ends)
        for place in values:
            signs[place] = SIGNS["INWORDS"]
        return values

    def _part(self, part: str) -> str:
        """Return the sign of a word, the pattern of another group, or a mark."""
        if part.isupper() and len(part) > 1:
            return self.groups[part] if part in self.groups else self._alternatives(self.words.groups[part].split("|"))
        return self.sign(part) if part[0].isalpha() else re.escape(part)

    def _alternatives(self, phrases: Iterable[str]) -> str:
        single: list[str] = []
        several: list[str] = []
        for phrase in phrases:
            parts = _PROCLITIC.sub(r"\1 ", phrase).split()
            if not parts:
                continue
            signs = [self._part(part) for part in parts]
            (single if len(signs) == 1 and parts[0][0].islower() else several).append("".join(signs))
        several.sort(key=len, reverse=True)
        options = [*several, *([f"[{''.join(single)}]"] if single else [])]
        return f"(?:{'|'.join(options)})" if options else "(?!)"


def _by_writing(rows: Mapping[str, str]) -> dict[str, str]:
    """Return each writing with its value."""
    return {" ".join(writing.split()): value for value, row in rows.items() for writing in row.split("|")}


def _in_order(rows: str) -> dict[str, int]:
    """Return each writing of the months or weekdays with its number."""
    return {writing: number for number, row in enumerate(rows.split(), start=1) for writing in row.split("/")}


def _merge(row: list[Any], merged: Sequence[tuple[int, int, Decimal]], *, last: bool) -> None:
    """Leave of each merged stretch its first item, or its last."""
    kept: list[Any] = []
    done = 0
    for first, end, _ in merged:
        kept += row[done:first]
        kept.append(row[end - 1] if last else row[first])
        done = end
    row[:] = kept + row[done:]


def _numeral(word: str) -> str:
    if word.isdigit():
        if len(word) <= 2:
            return "d" if int(word) <= _LAST_DAY else "n"
        if len(word) == 4 and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
            return "y"
    return "n"


def _goes_on(text: str, place: int) -> bool:
    """Say whether the line after a break goes on with the sentence."""
    while place < len(text) and text[place] in " \t\r\xa0":
        place += 1
    return place < len(text) and text[place].islower()
