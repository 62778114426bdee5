"""Bank accounts and cards."""

import re

from stdnum import iban, luhn
from stdnum.es import ccc

from knowledge.redaction.kinds import Kind
from knowledge.redaction.reading import Span
from knowledge.redaction.rules import AFTER, BEFORE, GAP, Rule, Rules, beside, compact, compiled, digits, is_reference, it, when, whole

_ACCOUNT_NAMES = r"cuenta|cta|ccc|c/c|compte|conta|kontua?\w{0,3}|account|domicilia\w{0,6}"
_CARD_NAMES = r"tarjeta|visa|mastercard|maestro|targeta|tarxeta|txartel\w{0,4}|card"
_SHORTEST, _LONGEST = 15, 34  # of an IBAN (ISO 13616)
_BIN = re.compile("4|5[0-9]|6[0-9]|3[0-9]|2[2-7]")  # what the number of a card begins with (ISO/IEC 7812)


def _foreign_iban(match: re.Match[str]) -> Span | None:
    """The first length at which the country's format and the control agree: what follows may be a word of the sentence."""
    start, place, number = match.start(), match.start(), ""
    for place in range(start, match.end()):
        if not (character := match.string[place]).isalnum():
            continue
        number += character.upper()
        following = match.string[place + 1 : place + 2]
        if len(number) >= _SHORTEST and not (following.isalnum() and following.isascii()) and iban.is_valid(number):
            return start, place + 1
    return None


def _is_spanish_iban(match: re.Match[str]) -> bool:
    """Not where "es" is a verb before the twenty digits of an account: "mi cuenta es 2100…"."""
    return not match[0].startswith("es ") or len(digits(match[0])) != len("21000418450200051332")


def _is_card(match: re.Match[str]) -> bool:
    number = digits(match[0])
    return bool(_BIN.match(number)) and luhn.is_valid(number) and not is_reference(match)


RULES: Rules = (
    # One digit more or less than the 24 characters is still somebody's account.
    Rule(Kind.IBAN, compiled(rf"{BEFORE}ES[ .\-]?[0-9]{{2}}(?:[ .\-/]{{0,2}}[0-9]){{18,22}}{AFTER}"), when(_is_spanish_iban)),
    Rule(Kind.IBAN, compiled(rf"{BEFORE}[A-Z]{{2}}[0-9]{{2}}(?:[ .\-]?[A-Z0-9]){{{_SHORTEST - 4},{_LONGEST - 4}}}"), _foreign_iban),
    Rule(Kind.ACCOUNT, compiled(rf"{BEFORE}[0-9]{{4}}{GAP}[0-9]{{4}}{GAP}[0-9]{{2}}{GAP}[0-9]{{10}}{AFTER}"), whole),
    Rule(
        Kind.ACCOUNT,
        compiled(rf"{BEFORE}(?:[0-9]{{20}}|[0-9]{{4}}(?:{GAP}[0-9]{{4}}){{4}}){AFTER}"),
        when(lambda match: ccc.is_valid(compact(match[0]))),
    ),
    Rule(Kind.ACCOUNT, beside(_ACCOUNT_NAMES, r"[0-9](?:[ .\-/]{0,2}[0-9]){19}"), it),
    Rule(
        Kind.CARD,
        compiled(
            rf"{BEFORE}(?:[0-9]{{13,19}}|[0-9]{{4}}(?:{GAP}[0-9]{{4}}){{3}}(?:{GAP}[0-9]{{3}})?|3[0-9]{{3}}{GAP}[0-9]{{6}}{GAP}[0-9]{{4,5}}){AFTER}"
        ),
        when(_is_card),
    ),
    Rule(Kind.CARD, beside(_CARD_NAMES, r"[0-9](?:[ .\-]?[0-9]){14,18}"), it),
)
