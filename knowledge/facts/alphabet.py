"""The signs of one language's words, and the patterns that rules are written in.

Every word that some rule knows has a sign of its own, every other word is `w`; numbers have a few signs by what they may be. A rule is a regular
expression over signs, written with the names of groups of words (in capitals) and with words themselves: `FROM ? DAY TO DAY OF MONTH`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.facts.numbers import Composer
from knowledge.facts.tokens import FIRST_OWN, LAST_OWN, NUMBERS, SIGNS, token_pattern
from knowledge.facts.words.language import Words
from knowledge.facts.words.shared import GROUPS, LANGUAGES, MEASURES, joined

_PROCLITIC = re.compile(r"\b([dlmstn]')(?=[a-z])")
_LONGEST_ENDING = 8
_POLARITY = frozenset(
    {"NO", "IS", "NEEDED", "FREEWORD", "NOPOLARITY", "NOTREQUIRED", "NOTFREE", "FREE", "NOTALLOWED", "REQUIRED", "NEVER", "PLAIN", "NOTDO"}
)
_UNITS = ("DAYS", "HOURS", "WEEKS", "MONTHS", "YEARS_", "MINUTES", "MEASURE", "EURO", "PERCENT", "CENT")
_JOINING_HUNDREDS = frozenset({"en", "eu", "gl"})
_NEVER = "(?!)"
_PIECE = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|[A-Za-z_]+'?")


@dataclass(slots=True)
class Alphabet:
    """The signs of one language's words, and the patterns written with them."""

    words: Words
    language: str
    signs: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    ending_signs: dict[str, frozenset[str]] = field(default_factory=dict)
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
        self.groups["ANYWORD"] = f"[w{FIRST_OWN}-{LAST_OWN}]"
        self.months, self.weekdays = _in_order(words.months), _in_order(words.weekdays)
        self.laws = _by_writing(joined(words.laws, [other.laws for other in LANGUAGES.values()]))
        self.measures = _by_writing(joined(MEASURES, [words.measures]))
        for name, phrases in (("MONTH", self.months), ("WEEKDAY", self.weekdays), ("LAWKIND", self.laws), ("MEASURE", self.measures)):
            self._add_group(name, phrases)
        self._add_group("ONE", words.one.split())
        self.groups["QTY"] = f"(?:{NUMBERS['NUM']}|{self.groups['ONE']})"
        for name, row in {**GROUPS, **words.groups}.items():
            self._add_group(name, row.split("|"))
        aliases = words.aliases.split()
        self.signs.update({word: self.sign(other) for word, other in zip(aliases[::2], aliases[1::2], strict=True)})
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
        self.tokens = token_pattern((*sorted(self.endings), *words.suffixes.split()))

    def _add_group(self, name: str, phrases: Iterable[str]) -> None:
        self.groups[name] = self._alternatives(phrases)
        self.ending_signs[name] = self._endings_of(phrases)

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
        return self.signs.setdefault(word, chr(ord(FIRST_OWN) + len(self.signs)))

    def pattern(self, rule: str) -> re.Pattern[str]:
        """Return `rule` as a regular expression over signs."""

        def signs(piece: re.Match[str]) -> str:
            name = piece[0]
            if name.startswith("("):
                return name
            return self.groups.get(name, _NEVER) if name.isupper() else self.sign(name)

        return re.compile("".join(_PIECE.sub(signs, part) for part in rule.split()))

    def signs_of(self, name: str) -> frozenset[str] | None:
        """Return the signs of which a text has one where it has the word, the mark or one of the group named; None where that says nothing."""
        if name in ("ANYWORD", "WITHIN"):
            return None
        if name in SIGNS or name in NUMBERS:
            return frozenset(SIGNS.get(name) or NUMBERS[name].strip("[]"))
        if name == "QTY":
            return frozenset(NUMBERS["NUM"].strip("[]")) | self.ending_signs["ONE"]
        if name.isupper():
            return self.ending_signs.get(name, frozenset())
        return frozenset({self.sign(name) if name[0].isalpha() else name})

    def stem(self, word: str) -> str | None:
        """Return a word's stem where the word is one of `stems` with an ending: `martxo` of `martxoaren`."""
        for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
            if word[-length:] in self.endings and word[:-length] in self.stems:
                return word[:-length]
        return None

    def _part(self, part: str) -> str:
        """Return the sign of a word, the pattern of another group, or a mark."""
        if part.isupper() and len(part) > 1:
            return self.groups[part] if part in self.groups else self._alternatives(self.words.groups[part].split("|"))
        return self.sign(part) if part[0].isalpha() else re.escape(part)

    def _endings_of(self, phrases: Iterable[str]) -> frozenset[str]:
        """Return the sign of each phrase's last word."""
        signs: set[str] = set()
        for phrase in phrases:
            for part in _PROCLITIC.sub(r"\1 ", phrase).split()[-1:]:
                if part in SIGNS:
                    signs.add(SIGNS[part])
                elif part.isupper() and len(part) > 1:
                    signs |= self.ending_signs[part] if part in self.ending_signs else self._endings_of(self.words.groups[part].split("|"))
                else:
                    signs.add(self.sign(part) if part[0].isalpha() else part)
        return frozenset(signs)

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
        return f"(?:{'|'.join(options)})" if options else _NEVER


def _by_writing(rows: Mapping[str, str]) -> dict[str, str]:
    """Return each writing with its value."""
    return {" ".join(writing.split()): value for value, row in rows.items() for writing in row.split("|")}


def _in_order(rows: str) -> dict[str, int]:
    """Return each writing of the months or weekdays with its number."""
    return {writing: number for number, row in enumerate(rows.split(), start=1) for writing in row.split("/")}
