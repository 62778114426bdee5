"""What turns an answer round: what must be, need not be, may not be, costs nothing, is denied."""

from collections.abc import Sequence

from knowledge.facts.rules import Match, Reads, Rule, Rules, Said, nothing
from knowledge.facts.values import FactKind

# In the order in which they are looked for: "no es gratuito" before "gratuito".
VALUES = {
    "EXEMPT": "free",
    "NOTREQUIRED": "not required",
    "NOTFREE": "not free",
    "FREE": "free",
    "NOTALLOWED": "not allowed",
    "REQUIRED": "required",
    "EXCEPT": "except",
    "NEVER": "not",
}


def _said(value: str) -> Reads:
    return lambda match: [Said(FactKind.POLARITY, value, match.first, match.last)]


def _denied(match: Match) -> Sequence[Said] | None:
    """A denied verb, and no noun: "no caduca", not "no residentes"."""
    shape, verb = match.shape, match.last
    word = shape.words[verb]
    if not shape.alphabet.is_verb(word, is_unknown=shape.signs[verb] == "w"):
        return None
    return [Said(FactKind.POLARITY, "not", match.first, match.last)]


POLARITY: Rules = (
    Rule("NOPOLARITY", nothing),
    *(Rule(name, _said(value)) for name, value in VALUES.items()),
    Rule("THE NO ANYWORD", nothing),  # "la no presentación"
    Rule("NO (?: PRONOUN ){0,3} (?P<verb> ANYWORD )", _denied),
)
