"""Numbers in figures and in words, and how their values are written."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

_MILLION = 1_000_000
_THOUSAND = 1_000
_HUNDRED = 100
_MOST_JOINERS = 3  # vint-i-cinc
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+$")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+$")


@lru_cache(4_096)
def figures(written: str, language: str) -> Decimal:
    """Return what a number in figures says; `1.250` is 1250 in Spanish and `1,250` is in English."""
    number = written.replace(" ", "").replace("'", ",")
    point, comma = number.rfind("."), number.rfind(",")
    if point >= 0 and comma >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return Decimal(number.replace(thousands, "").replace(decimal, "."))
    if language == "en" and _COMMAS.match(number):
        return Decimal(number.replace(",", ""))
    if language != "en" and _POINTS.match(number):
        return Decimal(number.replace(".", ""))
    return Decimal(number.replace(",", "."))


def plain(number: Decimal) -> str:
    """Return `number` without decimals that it does not need."""
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


class Composer:
    """Puts the words of one number together: `ciento`, `veinte`, `y`, `cinco`."""

    __slots__ = ("_joiners", "_joins_hundreds", "numbers", "ones")

    def __init__(self, numbers: Mapping[str, int], ones: Sequence[str], joiners: Sequence[str], *, joins_hundreds: bool) -> None:
        self.numbers = {**dict.fromkeys(ones, 1), **numbers}
        self.ones = frozenset(ones)
        self._joiners = frozenset(joiners)
        self._joins_hundreds = joins_hundreds

    def compose(self, words: Sequence[str], place: int, start: Decimal | None = None) -> tuple[Decimal, int] | None:
        """Return the number that begins at the word `place` and the place after its last word; after figures (`start`), only thousands and millions."""
        whole, part, end = Decimal(0), start, place
        at = place
        while at < len(words):
            value = self.numbers.get(words[at])
            if value is None:
                if part is None or not (words[at] in self._joiners and self._goes_on(words, at, int(part), int(whole))):
                    break
                at += 1
                continue
            if value >= _THOUSAND:
                if whole and not part and value > whole:  # dos mil millones
                    whole *= value
                elif whole and value >= whole:
                    break
                else:
                    whole += (part or 1) * value
                part = Decimal(0)
            elif start is not None:
                break
            elif value == _HUNDRED and part is not None and 0 < part < 10:
                part *= _HUNDRED
            elif part and not _fits(value, int(part)):
                break
            else:
                part = (part or Decimal(0)) + value
            at += 1
            end = at
        return None if end == place else (whole + (part or 0), end)

    def _goes_on(self, words: Sequence[str], at: int, part: int, whole: int) -> bool:
        """Say whether a joiner at `at` ties the next word to what was read: `treinta y | cinco`, `dos | -cents`, not `dos y | tres`."""
        following = at + 1
        while following < min(at + _MOST_JOINERS, len(words)) and words[following] in self._joiners:
            following += 1
        value = self.numbers.get(words[following]) if following < len(words) else None
        if value is None:
            return False
        if value == _HUNDRED and 1 < part < 10:
            return words[at] == "-"
        if part % _HUNDRED == 0:
            return self._joins_hundreds and (part > 0 or whole > 0) and value < (_HUNDRED if part else _THOUSAND)
        return _fits(value, part)


def _fits(value: int, part: int) -> bool:
    """Say whether `value` may follow what has been read of a number: units after tens, tens after hundreds."""
    if part % _HUNDRED == 0:
        return value < _HUNDRED
    tens = part % _HUNDRED
    return tens % 10 == 0 and tens >= 20 and value < 20 and (value < 10 or tens % 20 == 0)  # Basque counts by twenties
