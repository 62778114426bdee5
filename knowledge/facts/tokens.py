"""The signs that stand for words, numbers and marks, and the pattern that cuts a text into them."""

import re
from collections.abc import Iterable

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
# Words that a rule knows have signs of the private use area.
FIRST_OWN, LAST_OWN = "\ue000", "\uf8ff"
# Kinds of tokens whose sign is another's.
_SAME_SIGN = {"REF": "REFERENCE", "OTHER": "CODE"}
_LAST_DAY = 31
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_TLD = r"(?:es|cat|gal|eus|eu|com|org|net|gob|info|gov|edu|int|app|io|uk|fr|pt|example|test|madrid|barcelona|online|site|web)"
_SUFFIX = r"mm2?|cm2?|m2?|m3|km2?|kg|kgs|g|gr|mb|gb|kb|h|hs|hrs?|am|pm|min|eur|euros?|st|nd|rd|th|l|ha|w|kw"
# The first way to write a word is the common one, and the quickest to try.
_PATTERN = r"""[ ]*(?:
 (?P<PLAIN>[a-z]+(?=[ ,;)!?]|\.(?:\s|$))|(?<![^\W\d_])[ck]?m[23](?!\w)|[^\W\d_]+(?=[ ,;)!?]|\.(?:\s|$)))
|(?P<EMAIL>(?<![\w.+-])[a-z0-9_%+][\w.%+-]{{0,63}}@[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{1,5}})
|(?P<URL>(?<![\w@])(?:https?://|www\.)[^\s<>"«»|]{{1,1000}}
   |(?<![\w@.-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}\.{tld}(?![\w-])(?:[/?][^\s<>"«»|]{{0,1000}})?)
|(?P<REFERENCE>(?<!\w)[a-z]{{2,5}}/\d{{1,5}}/\d{{4}}(?!\w))
|(?P<CODE>(?<!\w)(?!(?:under|over|am|pm|h|hs|hrs|m)-)[a-z]{{1,6}}-?\d[\w]{{0,20}}(?:-\w{{1,20}}){{0,3}})
|(?P<PHONE>(?<![\w.,])(?:(?:\(?(?:\+|00)\ ?[1-9]\d{{0,2}}\)?[ .-]?(?:\(?\d{{1,4}}\)?[ .-]?){{2,6}}\d{{2,4}})
   |\([6-9]\d{{1,2}}\)\ ?\d(?:[ .-]?\d){{5,6}}|[6-9]\d{{1,2}}/\d{{2,3}}(?:[ .-]\d{{2,3}}){{1,2}}
   |(?:34[ .-]?)?(?:[6-9]\d{{2}}(?:[ .-]?\d{{3}}){{2}}|[6-9]\d{{2}}(?:[ .-]?\d{{2}}){{3}}|[6-9]\d[ .-]\d{{3}}(?:[ .-]\d{{2}}){{2}}))
   (?![\w]|[.,]\d|\ ?(?:€|eur)))
|(?P<DATE>(?<![\w/])(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/\d\d|(?:19|20)\d\d-\d\d-\d\d)(?![\d/]))
|(?P<CLOCK>(?<![\w:])(?:[01]?\d|2[0-4])(?::[0-5]\d(?![\d:])|\ ?h\ ?[0-5]\d(?!\d)))
|(?P<YEARS>(?<![\w/-])(?:19|20)\d\d\ ?[/-]\ ?(?:(?:19|20)\d\d|\d\d)(?![\w/:-]))
|(?P<REF>(?<![\w/])(?:\d{{1,5}}/(?:19|20)\d\d(?![\d/])|(?:19|20)\d\d/\d{{3,5}}(?![\d/])|\d{{2,4}}/\d{{1,5}}(?=/(?:ce|ue|cee|eu|ec|ee)(?!\w))))
|(?P<DAYMONTH>(?<![\w/])\d{{1,2}}/(?:0[1-9]|1[0-2])(?![\w/]))
|(?P<NUM>(?<!\w)(?:\d{{1,3}}(?:[.,]\d{{3}}){{1,4}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|\d{{1,3}}(?:\ \d{{3}}){{1,3}}(?!\d)(?:,\d{{1,2}}(?!\d))?
   |\d+(?:[.,']\d{{1,4}}(?!\d))?)(?![.,]\d)(?=[^\w]|$|[ºª½]|(?:{suffix})(?!\w)))
|(?P<OTHER>\d[\w.,-]*\w|\d)
|(?P<WORD>[dlmstn]'(?=[^\W_])|[^\W\d_]+(?:·[^\W\d_]+)*(?:'(?:t|s|re|ve|ll)(?!\w))?)
|(?P<BREAK>\n)
|(?P<MARK>[^\w\s]))"""


def token_pattern(suffixes: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a token; `suffixes` are what may stand at a number in figures, without a space."""
    return re.compile(_PATTERN.format(tld=_TLD, suffix="|".join((_SUFFIX, *suffixes))), re.VERBOSE)


def sign_of(kind: str, word: str) -> str:
    """Return the sign of a token that is no word."""
    if kind == "NUM":
        return _numeral(word)
    if kind == "MARK":
        return word if word < FIRST_OWN else SIGNS["CODE"]
    return SIGNS[_SAME_SIGN.get(kind, kind)]


def _numeral(word: str) -> str:
    """Return the sign of a number in figures by what it may be: a day or an hour, a year, or neither."""
    if word.isdigit():
        if len(word) <= 2:
            return "d" if int(word) <= _LAST_DAY else "n"
        if len(word) == 4 and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
            return "y"
    return "n"
