"""Identity documents, and numbers that lead to a person's home, vehicle or employment."""

import re

from stdnum.es import cif, dni, nie, nif, referenciacatastral

from knowledge.redaction.kinds import Kind
from knowledge.redaction.rules import (
    AFTER,
    BEFORE,
    LOOK_BACK,
    Rule,
    Rules,
    beside,
    compact,
    compiled,
    digits,
    is_amount,
    is_reference,
    it,
    shouts,
    when,
    whole,
)

_CHECK = r"(?: ?[.\-/] ?| {1,2})?"  # between the digits and the letter of control
_EIGHT = r"(?:[0-9]{8}|[0-9]{2}[ .\-][0-9]{3}[ .\-][0-9]{3}|[0-9]{2}[ .\-][0-9]{6}|[0-9]{4}[ \-][0-9]{4})"
_SEVEN = r"(?:[0-9]{7}|[0-9][ .\-][0-9]{3}[ .\-][0-9]{3})"
_DATE = re.compile(
    r"(?:[0-9]{1,2}[ .\-][0-9]{1,2}[ .\-])?(?:19|20)[0-9]{2}(?:[ .\-]?(?:0[1-9]|1[0-2])[ .\-]?(?:[0-2][0-9]|3[01])|[ \-](?:19|20)[0-9]{2})?"
)
# Words of one letter, and units: "de 12.345.678 a 15.000.000", "12345678 y 87654321".
_WORDS = frozenset("AEYOUMLHGK")

_ID_NAMES = (
    r"dni|d\. ?n\. ?i\.?|nif|n\. ?i\. ?f\.?|nan(?:aren)?|documento (?:nacional )?de identi(?:dad|dade)|document (?:nacional )?d'identitat|"
    r"carn(?:et|e) de identidad|carnet d'identitat|nortasun agiri\w{0,6}|identity (?:card|document|number)|id (?:card|number)"
)
_COMPANY_NAMES = r"cif|c\. ?i\. ?f\.?|nif|n\. ?i\. ?f\.?|ifz|razon social|empresa|sociedad|societat|company|enpresa\w{0,3}"
_NIE_NAMES = r"nie|n\. ?i\. ?e\.?|numero de (?:identidad de )?extranjer[oi]a?|aiz"
_SECURITY_NAMES = r"seguridad social|seguretat social|seguridade social|gizarte segurantza\w{0,5}|social security|nuss|n\.?a\.?f\.?|afilia\w{3,5}"


def _letter_is_a_word(match: re.Match[str]) -> bool:
    """Say whether the letter after the digits reads as a word of the sentence."""
    letter = match["letter"]
    return match.string[match.start("letter") - 1] == " " and letter.upper() in _WORDS and (letter.islower() or shouts(match.string))


def _is_dni(match: re.Match[str]) -> bool:
    """A letter that is wrong is a slip of the pen, unless the whole may be something else."""
    number = match["digits"]
    if _letter_is_a_word(match) and not number.isdigit():
        return False
    may_be_another = _letter_is_a_word(match) or not number[4].isdigit() or is_reference(match)
    return not may_be_another or dni.is_valid(compact(match[0]))


def _is_old_dni(match: re.Match[str]) -> bool:
    """A number below ten million, written without its zero."""
    return not _letter_is_a_word(match) and dni.is_valid("0" + compact(match[0]))


def _is_no_date(match: re.Match[str]) -> bool:
    return not _DATE.fullmatch(match["it"]) and not is_amount(match)


def _begins_with_a_word(match: re.Match[str], number: str) -> bool:
    """Say whether the letter before the digits reads as a word of the sentence: "y 1.234.567", "a 12345678"."""
    return number[1] == " " and number[0].upper() in "AEUHXYZ" and (number[0].islower() or shouts(match.string))


def _is_nie(match: re.Match[str]) -> bool:
    return not _begins_with_a_word(match, match[0]) or (nie.is_valid(compact(match[0])) and not _letter_is_a_word(match))


def _is_cif(match: re.Match[str]) -> bool:
    return not _begins_with_a_word(match, match[0]) and cif.is_valid(compact(match[0])) and not is_reference(match) and not is_amount(match)


def _is_company(match: re.Match[str]) -> bool:
    return not _begins_with_a_word(match, match["it"]) and not is_amount(match)


def _is_nuss(match: re.Match[str]) -> bool:
    """The last two digits are the rest of the others by 97; a number of seven digits counts without its zero."""
    number = digits(match[0])
    province, person, control = int(number[:2]), int(number[2:-2]), int(number[-2:])
    valid = (province * 10_000_000 + person if person < 10_000_000 else int(number[:-2])) % 97 == control
    return (valid or match[0].count("/") == len("//")) and not is_reference(match)


# Abbreviations that look like the letters of a plate.
_NO_PLATE = frozenset(
    {
        "BCN", "CTS", "CPD", "DGT", "FPB", "GHZ", "GPS", "HRS", "KGS", "KMH", "KMS", "KWH", "LTS", "MHZ", "MTS",
        "MWH", "PCR", "PGC", "PTS", "PTZ", "PVP", "RPM", "SMS", "TDT", "TPV", "VPT", "WWW", "XXL",
    }
)  # fmt: skip
_VEHICLE_NAMES = (
    r"matricul\w{1,5}|placa|coche|vehiculo|cotxe|vehicle|motos?|motocicleta|ciclomotor|furgoneta|camion|turismo|remolque|tractor|ibilgailu\w{0,3}|plate"
)
_VEHICLE = compiled(rf"\b(?:{_VEHICLE_NAMES})\b")
_PROVINCES = (
    "AB|AL|AV|A|BA|BI|BU|B|CA|CC|CE|CO|CR|CS|CU|C|GC|GE|GI|GR|GU|HU|H|IB|J|LE|LO|LU|L|ML|MA|MU|M|NA|OR|OU|O|PM|PO|P|SA|SE|SG|SO|SS|S|TE|TF|TO|T|"
    "VA|VI|V|ZA|Z"
)


def _is_plate(match: re.Match[str]) -> bool:
    letters = match["letters"]
    if is_reference(match):
        return False
    if match.string[match.start("letters") - 1] != " ":
        return True
    is_a_year = match["digits"].startswith(("19", "20"))
    if not letters.isupper() or letters in _NO_PLATE or is_a_year:
        return _VEHICLE.search(match.string, max(0, match.start() - LOOK_BACK), match.start()) is not None
    return True


_FEWEST_DIGITS = 11  # of a cadastral reference: fewer are words


def _is_cadastral(match: re.Match[str]) -> bool:
    return len(digits(match[0])) >= _FEWEST_DIGITS and referenciacatastral.is_valid(compact(match[0]))


RULES: Rules = (
    Rule(Kind.CUPS, compiled(rf"{BEFORE}ES(?:[ .\-]?[0-9]{{4}}){{4}}[ .\-]?[A-Z]{{2}}(?:[ .\-]?[0-9][FPRCXYZ])?{AFTER}"), whole),
    # Urban and rustic references by their format, others (those of a ñ, of a port) by their control.
    Rule(Kind.CADASTRAL, compiled(rf"{BEFORE}[0-9]{{7}}[ \-]?[A-Z]{{2}}[0-9]{{4}}[A-Z](?:[ \-]?[0-9]{{4}}[ \-]?[A-Z]{{2}})?{AFTER}"), whole),
    Rule(Kind.CADASTRAL, compiled(rf"{BEFORE}[0-9]{{5}}[ \-]?[A-Z][ \-]?[0-9]{{3}}[ \-]?[0-9]{{5}}[ \-]?[0-9]{{4}}[ \-]?[A-Z]{{2}}{AFTER}"), whole),
    Rule(
        Kind.CADASTRAL,
        re.compile(rf"{BEFORE}[0-9A-ZÑ]{{7}}[ \-]?[0-9A-ZÑ]{{7}}[ \-]?[0-9]{{4}}[ \-]?[A-Z]{{2}}{AFTER}", re.IGNORECASE),
        when(_is_cadastral),
    ),
    Rule(Kind.CADASTRAL, beside(r"catastr\w{1,4}|cadastr\w{1,4}|katastro\w{0,3}", r"[0-9]{5}[ \-]?[0-9A-Z]{2}[ \-]?[0-9A-Z]{7,13}"), it),
    Rule(
        Kind.NUSS,
        compiled(rf"{BEFORE}(?:0[1-9]|[1-5][0-9]|66)(?:[0-9]{{10}}|[ /\-][0-9]{{7,8}}[ /\-][0-9]{{2}}|[ /\-][0-9]{{10}}){AFTER}"),
        when(_is_nuss),
    ),
    Rule(Kind.NUSS, beside(_SECURITY_NAMES, r"[0-9](?:[ /.\-]?[0-9]){10,11}"), it),
    Rule(
        Kind.NIE,
        compiled(rf"{BEFORE}[XYZ][ .\-]?(?:{_SEVEN}|0[0-9]{{7}}|[0-9]{{4}} [0-9]{{3}}|[0-9]{{3}} [0-9]{{4}}){_CHECK}(?P<letter>[A-Z]){AFTER}"),
        when(_is_nie),
    ),
    Rule(Kind.NIE, beside(_NIE_NAMES, rf"[XYZ][ .\-]?{_SEVEN}"), it),
    Rule(Kind.NIF, compiled(rf"{BEFORE}[KLM][ .\-]?{_SEVEN}{_CHECK}[A-Z]{AFTER}"), when(lambda match: nif.is_valid(compact(match[0])))),
    Rule(
        Kind.CIF,
        compiled(rf"{BEFORE}[ABCDEFGHJNPQRSUVW](?: ?[.\-/] ?| )?(?:[0-9]{{2}}[ .\-][0-9]{{3}}[ .\-][0-9]{{2}}|{_SEVEN}){_CHECK}[0-9A-J]{AFTER}"),
        when(_is_cif),
    ),
    Rule(Kind.CIF, compiled(rf"{BEFORE}[ABCDEFGHJNPQRSUVW](?: ?[.\-/] ?| )?{_EIGHT}{AFTER}"), when(_is_cif)),
    Rule(Kind.CIF, beside(_COMPANY_NAMES, rf"[ABCDEFGHJNPQRSUVW](?: ?[.\-/] ?| )?(?:{_EIGHT}|{_SEVEN}[ .\-]?[0-9A-J])"), when(_is_company, it)),
    Rule(Kind.DNI, compiled(rf"{BEFORE}(?<![0-9\0][.,])(?P<digits>{_EIGHT}){_CHECK}(?P<letter>[A-Z]){AFTER}"), when(_is_dni)),
    Rule(Kind.DNI, compiled(rf"{BEFORE}(?<![0-9\0][.,])(?P<digits>{_SEVEN}){_CHECK}(?P<letter>[A-Z]){AFTER}"), when(_is_old_dni)),
    Rule(Kind.DNI, beside(_ID_NAMES, rf"(?:{_EIGHT}|{_SEVEN}|[0-9](?: [0-9]){{7}})(?:[.\-/]?[A-Z]|(?-i: [A-Z]))?"), when(_is_no_date, it)),
    Rule(
        Kind.PLATE,
        compiled(rf"{BEFORE}(?:[CEHPRSTV][ \-]?)?(?P<digits>[0-9]{{4}})[ \-]{{0,2}}(?P<letters>[B-DF-HJ-NP-TV-Z]{{3}}){AFTER}"),
        when(_is_plate),
    ),
    Rule(
        Kind.PLATE,
        beside(_VEHICLE_NAMES, rf"(?:{_PROVINCES})(?:-[0-9]{{4}}-?[A-Z]{{1,2}}|-[0-9]{{5,6}})|(?-i:(?:{_PROVINCES}) ?[0-9]{{4}} ?[A-Z]{{1,2}})"),
        it,
    ),
    Rule(
        Kind.PASSPORT,
        beside(r"pasaport\w{1,4}|passaport\w{0,2}|passports?", r"[A-Z]{1,3}-?[0-9]{5,8}[A-Z]?|(?-i:[A-Z]{1,3}) [0-9]{5,8}|[0-9]{7,9}"),
        when(_is_no_date, it),
    ),
)
