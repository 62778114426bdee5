"""What is looked up or called: phones, e-mail and web addresses, laws and their articles, forms."""

import re
from collections.abc import Sequence

from knowledge.facts.rules import Match, Rule, Rules, Said
from knowledge.facts.values import FactKind

_NOT_DIGITS = re.compile(r"\D")
_SPANISH = 9  # digits of a number of Spain
_AFTER_ADDRESS = ".,;:!?'\"*_…»”’]}"


def _phone(match: Match) -> Sequence[Said] | None:
    written = match.shape.words[match.first]
    number = _NOT_DIGITS.sub("", written)
    if written.lstrip("(").startswith("+"):
        value = f"+{number}"
    elif written.lstrip("(").startswith("00"):
        value = f"+{number[2:]}"
    else:
        number = number.removeprefix("34") if len(number) > _SPANISH else number
        if len(number) != _SPANISH:
            return None
        value = f"+34{number}"
    return [Said(FactKind.PHONE, value, match.first, match.last)]


_SHORT = re.compile(r"(?:0\d\d|112|116\d{3})$")
_SHORT_ANYWHERE = re.compile(r"(?:0[1-9]\d)$")


def _short_after_calling(match: Match) -> Sequence[Said] | None:
    """`llame al 112`, `teléfonos 010 y 112`."""
    numbers = [token for token in range(match.at("numbers"), match.last + 1) if match.shape.signs[token] == "n"]
    if not all(_SHORT.match(match.shape.words[token]) for token in numbers):
        return None
    return [Said(FactKind.PHONE, match.shape.words[token], token, token) for token in numbers]


def _short(match: Match) -> Sequence[Said] | None:
    return [Said(FactKind.PHONE, match.word("a"), match.last, match.last)] if _SHORT_ANYWHERE.match(match.word("a")) else None


def _email(match: Match) -> Sequence[Said]:
    return [Said(FactKind.EMAIL, match.shape.words[match.first], match.first, match.last)]


def _url(match: Match) -> Sequence[Said] | None:
    """The host in lower case, the path as it stands; the span ends before the sentence's punctuation."""
    start, end = match.shape.span(match.first, match.first)
    written = match.shape.text[start:end]
    address = written.rstrip(_AFTER_ADDRESS)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_ADDRESS)
    host, slash, path = address.partition("://")[2].partition("/") if "://" in address else address.partition("/")
    bare = host.lower().removeprefix("www.")
    value = f"{bare}{slash}{path}".rstrip("/")
    return [Said(FactKind.URL, value, match.first, match.last, shorter=len(written) - len(address))] if value else None


CONTACTS: Rules = (
    Rule("EMAIL", _email),
    Rule("URL", _url),
    Rule("PHONE", _phone),
    Rule("(?P<numbers> NUMERAL (?: (?: , | AND | OR ) NUMERAL ){0,4} ) (?= CASE ? AFTERCALLING )", _short_after_calling),
    Rule(
        "CALLING [.:]? (?: OR | AND )? (?: CALLING | THE )? (?P<numbers> NUMERAL (?: (?: , | AND | OR | / ) (?: CALLING | THE )? NUMERAL ){0,4} )",
        _short_after_calling,
    ),
)
SHORT_PHONES: Rules = (Rule("(?P<a> NUMERAL ) (?! WORD )", _short),)


def _law(match: Match) -> Sequence[Said]:
    kind = match.shape.alphabet.laws[match.word("kind")]
    return [Said(FactKind.LAW, f"{kind} {_law_number(match)}", match.first, match.last)]


def _law_number(match: Match) -> str:
    """`39/2015`; an order's with the ministry's letters, in capitals."""
    return match.word("number").replace(" ", "").upper()


_ARTICLE_NUMBER = "(?: FIG | CODE )"


def _articles(match: Match) -> Sequence[Said]:
    """Each of the articles named; a range of them is one fact."""
    shape = match.shape
    tokens = [token for token in range(match.at("numbers"), match.last + 1) if shape.signs[token] in "ndyIMR"]
    said: list[Said] = []
    for number, token in enumerate(tokens):
        first = match.first if number == 0 else token
        last = match.last if token == tokens[-1] else token
        if number and any(shape.signs[between] == "-" or shape.words[between] in ("a", "al", "to") for between in range(tokens[number - 1] + 1, token)):
            earlier = said.pop()
            said.append(Said(FactKind.LAW, f"{earlier.value}..{shape.words[token]}", earlier.first, last))
        else:
            said.append(Said(FactKind.LAW, f"art {shape.words[token].strip('.')}", first, last))
    return said


_NUMBER = "(?P<number> REFERENCE )"
LAWS: Rules = (
    Rule(f"(?P<kind> LAWKIND ) (?: \\( (?: ANYWORD ){{1,2}} \\) )? ,? (?: NUMBERMARK )? {_NUMBER}", _law),
    Rule(f"{_NUMBER} (?: \\( (?: ANYWORD ){{1,2}} \\) )? (?P<kind> LAWKIND )", _law),
    Rule(f"(?P<numbers> {_ARTICLE_NUMBER} (?: \\.? (?: , | AND | OR | - ) {_ARTICLE_NUMBER} ){{0,8}} ) \\.? ARTICLESAFTER", _articles),
    Rule(f"ARTICLES \\.? (?P<numbers> {_ARTICLE_NUMBER} (?: (?: , | AND | OR | TO ) {_ARTICLE_NUMBER} (?! WORD ) ){{0,8}} )", _articles),
)


def _forms(match: Match) -> Sequence[Said]:
    shape = match.shape
    tokens = [token for token in range(match.at("numbers"), match.last + 1) if shape.signs[token] in "ndyI"]
    return [
        Said(FactKind.FORM, shape.words[token].upper(), match.first if number == 0 else token, match.last if token == tokens[-1] else token)
        for number, token in enumerate(tokens)
    ]


FORMS: Rules = (
    Rule("FORMS (?: NUMBERMARK )? (?P<numbers> (?: FIG | CODE ) (?: (?: , | AND | OR ) (?: FIG | CODE ) (?! WORD ) ){0,6} )", _forms),
    Rule("(?P<numbers> (?: FIG | CODE ) (?: (?: , | AND | OR ) (?: FIG | CODE ) ){0,6} ) FORMSAFTER", _forms),
)
