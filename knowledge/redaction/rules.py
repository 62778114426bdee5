"""What a rule is, and the parts that patterns are made of.

1. Every quantifier has a bound, so a pattern's time grows with the text and not with its square. Tests hold each pattern to that.
2. What is refused at a place is looked for again from the next character on; after an empty span, from its end on.
3. A number without a context counts by its format or its checksum; beside its name ("mi DNI es…") it counts without either.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.redaction.kinds import Kind
from knowledge.redaction.reading import Span

Found = Callable[[re.Match[str]], Span | None]

IGNORE = re.ASCII | re.IGNORECASE
# Before and after a number: nothing that would make it part of a longer one. The words are those that people glue to it.
GLUED = "|".join(f"(?<={word})" for word in ("dni", "nif", "nie", "cif", "tel", "tlf", "tfno", "movil", "iban", "cuenta"))
BEFORE = rf"(?:(?<![0-9A-Za-z\0])|{GLUED})"
AFTER = r"(?![0-9A-Za-z\0])"
# What stands between the groups of a number.
GAP = r"(?: ?[.\-·] ?| {1,2})"
# What may stand between the name of a number and the number.
UNTIL = r"[^0-9\0\n]{0,25}?"

# A number after these is a reference to a file, a rule, a form or a device.
_REFERENCE = re.compile(
    r"\b(?:expedient\w?s?|expte?s?|exp|espedientea?\w{0,3}|ref|referencias?|referenci[ae]|registro|rexistro|registre|asiento|entrada|salida|facturas?|fra|"
    r"factures?|faktura|recibos?|rebuts?|liquidacion|liquidacio|autoliquidacion|modelo|model|ley|decreto|csv|codigo|codi|kodea|code|localizador|bando|"
    r"boletin|contador|poliza|contrato|licitacion|isbn|issn|lote|justificante|denuncia|multa|sancion|solicitud|resolucion|ticket|incidencia|"
    r"file|case|reference|invoice|orden|pedido|partida|aplicacion|proyecto|inventario|serie)\.?"
    r"(?: ?[:#º°./-]| numero| num\.?| n\.?[ºo°]?\.?| es| el| la| con| de| del| is| e| o){0,5} {0,2}[A-Za-z]{0,4}[ /.-]?$",
    IGNORE,
)
_AMOUNT_AFTER = re.compile(
    r" {0,2}(?:[€$£%]|(?:eur|euros?|euroa\w?|dolares|libras|usd|millon\w{0,3}|millions?|miles|habitantes?|habitants?|hab|m2|m3|metros|metres|"
    r"personas|persones|votos|kwh|kw|kg|km|toneladas|litros|bytes|unidades|ejemplares)\b|m²|m³)",
    IGNORE,
)
_AMOUNT_BEFORE = re.compile(
    r"(?:[€$£]|\b(?:presupuesto|pressupost|orzamento|aurrekontua|budget|importe|import|coste|cost|cantidad|suma|total|valor|poblacion|habitantes))"
    r"(?: anual| total| municipal| de| del| es| por| of| base){0,4} {0,2}:? {0,2}$",
    IGNORE,
)
LOOK_BACK = 60
_WORD_IN_CAPITALS = re.compile("[A-Z]{4}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind's pattern, and what it means in a match: a span of the reading, or nothing."""

    kind: Kind
    pattern: re.Pattern[str]
    found: Found


def whole(match: re.Match[str]) -> Span | None:
    return match.span()


def it(match: re.Match[str]) -> Span | None:
    """The part of the pattern that is named so; the rest is its context."""
    return match.span("it")


def when(holds: Callable[[re.Match[str]], bool], found: Found = whole) -> Found:
    return lambda match: found(match) if holds(match) else None


def spans(rule: Rule, text: str) -> Iterator[Span]:
    """Yield where `rule` finds its kind, in ascending order and apart from each other."""
    place = 0
    while match := rule.pattern.search(text, place):
        span = rule.found(match)
        place = max(span[1] if span else 0, match.start() + 1)
        if span and span[0] < span[1]:
            yield span


def is_reference(match: re.Match[str]) -> bool:
    """Say whether the words before a match make it the number of a file, a rule, a form or a device."""
    return _REFERENCE.search(match.string, max(0, match.start() - LOOK_BACK), match.start()) is not None


def is_amount(match: re.Match[str]) -> bool:
    """Say whether what stands round a match makes it an amount of something."""
    string, (start, end) = match.string, match.span("it" if "it" in match.re.groupindex else 0)
    return bool(_AMOUNT_AFTER.match(string, end) or _AMOUNT_BEFORE.search(string, max(0, start - LOOK_BACK), start))


def shouts(text: str) -> bool:
    """Say whether `text` is all in capitals, so that they tell nothing."""
    return text.isupper() and _WORD_IN_CAPITALS.search(text) is not None


def compact(number: str) -> str:
    """Return the letters and digits of `number`, in capitals."""
    return "".join(filter(str.isalnum, number)).upper()


def digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, IGNORE)


def beside(names: str, number: str) -> re.Pattern[str]:
    """Return the pattern of `number` (the part named "it") after one of `names`."""
    return compiled(rf"\b(?:{names})(?![A-Za-z])(?:{UNTIL}(?<![0-9A-Za-z\0]))?(?P<it>{number}){AFTER}")


Rules = Sequence[Rule]
