"""Telephone numbers, e-mail addresses, and web addresses that let whoever has them in."""

import re

from knowledge.redaction.kinds import Kind
from knowledge.redaction.reading import Span
from knowledge.redaction.rules import AFTER, BEFORE, GAP, Rule, Rules, beside, compiled, digits, is_amount, is_reference, it, when

_ABROAD = r"(?:\((?:\+|00) ?34\)|(?:\+|00) ?34)[ .\-]{0,2}"
_SPAIN = rf"(?:{_ABROAD}|34[ .\-]?)"
# 80x and 90x are services, free or charged: nobody's own number (Plan Nacional de Numeración Telefónica).
_SERVICE = re.compile("[89]0")
_ROUND = re.compile("0{5}$")

_PHONE_NAMES = (
    r"telefon\w{0,4}|telf?s?|tlfn?o?s?|tfnos?|movil(?:es)?|mobils?|mugikor\w{0,4}|mobiles?|phone|cell|whats?app|wasap|guasap|llam\w{1,6} al|"
    r"llameu al|truc\w{1,5} al|chama\w{0,5} ao|call|contacto"
)
_GROUPS = (
    rf"[6-9][0-9]{{8}}|[6-9][0-9]{{2}}{GAP}(?:[0-9]{{3}}{GAP}[0-9]{{3}}|[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}|[0-9]{{6}}|[0-9]{{2}}{GAP}[0-9]{{4}}|"
    rf"[0-9]{{4}}{GAP}[0-9]{{2}})|[6-9][0-9]{GAP}(?:[0-9]{{3}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}|[0-9]{{3}}{GAP}[0-9]{{4}}|[0-9]{{7}}|"
    rf"[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{3}})"
)
_BY_AREA = r"(?:\([6-9][0-9]{1,2}\)[ \-]{0,2}|[6-9][0-9]{1,2} ?/ ?)[0-9](?:[ .\-]{0,2}[0-9]){5,6}"
_NO_AMOUNT = r"(?![.,][0-9]{1,3}(?![0-9]))"


def national(number: str) -> str:
    """Return the digits of a telephone number, a Spanish one without the country's code."""
    bare = digits(number).removeprefix("00")
    return bare[2:] if bare.startswith("34") and len(bare) == len("34612345678") else bare


def _is_own_number(match: re.Match[str]) -> bool:
    """Say whether a Spanish number is that of a person or an office, and neither a service nor an amount."""
    number = national(match["it"])
    return len(number) == len("612345678") and not _SERVICE.match(number) and not is_amount(match) and not _ROUND.search(number)


def _is_bare_number(match: re.Match[str]) -> bool:
    return _is_own_number(match) and not is_reference(match)


def _is_foreign_number(match: re.Match[str]) -> bool:
    return len("376123456") <= len(digits(match[0]).removeprefix("00")) <= len("123456789012345") and not is_amount(match)


_LOCAL = r"[A-Z0-9_%+ñÑçÇ][A-Z0-9._%+'ñÑçÇ\-]{0,63}"
_LABEL = r"[A-Z0-9ñÑçÇ\-]{1,63}"
_PROVIDER = re.compile(r"(?:gmail|hotmail|outlook|yahoo|icloud|live|telefonica)(?:\.[a-z]{2,3})?$", re.IGNORECASE)


def _email(match: re.Match[str]) -> Span | None:
    """The address without what follows it; "a @ayuntamiento.es" is a mention of somebody."""
    domain = match["domain"].rstrip("-.")
    is_mention = match["at"] == " @"
    if not _PROVIDER.match(domain) and (is_mention or not domain.rpartition(".")[2].isalpha() or "." not in domain):
        return None
    return match.start(), match.start("domain") + len(domain)


# The words for @ and the dot: "juan arroba correo punto es".
_SPELT_EMAIL = compiled(
    rf"(?<![A-Z0-9])(?:[A-Z0-9_\-]{{1,30}} ?(?:punto|punt|guion|dot) ?){{0,3}}{_LOCAL} ?(?:[(\[] ?(?:arroba|at) ?[)\]]|arroba) ?"
    rf"{_LABEL}(?:(?: (?:punto|punt|dot|puntu) |\.){_LABEL}){{1,3}}"
)

_LINK = compiled(
    r"(?<![A-Z0-9@.\-])(?:[A-Z][A-Z0-9+.\-]{1,15}://|www\.|[A-Z0-9\-]{1,63}(?:\.[A-Z0-9\-]{1,63}){1,5}(?::[0-9]{1,5})?[/?])[^\s<>|¿¡\"\0]{1,2000}"
)
# A piece of an address that only a machine would write.
_TOKEN = compiled(r"(?<![A-Z0-9])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[A-Z]{0,19}[0-9])(?=[0-9]{0,19}[A-Z])[A-Z0-9]{20})")
_SENTENCE_END = ".,;:!?)]}'»”*_"


def _link(match: re.Match[str]) -> Span:
    """The address where it carries a query, a name to log in with, or a token; nothing of a public page's."""
    address = match[0].rstrip(_SENTENCE_END)
    site, _, rest = address.partition("://")[2].partition("/") if "://" in address else address.partition("/")
    before, _, asked = address.partition("?")
    is_asked = bool(asked) and ("/" in before or "=" in asked)  # "¿en ayto.es?Sí": no query
    secret = is_asked or "@" in site or "=" in before.partition("#")[2] or "=" in rest or _TOKEN.search(rest)
    end = match.start() + len(address)
    return (match.start() if secret else end), end


LINKS: Rules = (Rule(Kind.LINK, _LINK, _link),)
EMAILS: Rules = (Rule(Kind.EMAIL, compiled(rf"{_LOCAL}(?P<at> ?@ ?)(?P<domain>{_LABEL}(?:\.{_LABEL}){{0,5}})"), _email),)
SPELT_EMAILS: Rules = (Rule(Kind.EMAIL, _SPELT_EMAIL, lambda match: match.span()),)
PHONES: Rules = (
    Rule(
        Kind.PHONE,
        compiled(rf"(?<![0-9\0])(?P<it>{_ABROAD}\(?[6-9](?:[ .\-/()]{{0,2}}[0-9]){{8}}){AFTER}"),
        when(_is_own_number),
    ),
    Rule(Kind.PHONE, beside(_PHONE_NAMES, rf"{_SPAIN}?\(?[6-9](?:[ .\-/()]{{0,3}}[0-9]){{8}}"), when(_is_own_number, it)),
    Rule(Kind.PHONE, compiled(rf"{BEFORE}(?<![0-9\0]\.)(?P<it>(?:34[ .\-]?)?(?:{_GROUPS})){AFTER}{_NO_AMOUNT}"), when(_is_bare_number)),
    Rule(Kind.PHONE, compiled(rf"(?<![0-9A-Z\0])(?P<it>{_BY_AREA}){AFTER}{_NO_AMOUNT}"), when(_is_bare_number)),
    Rule(
        Kind.PHONE,
        compiled(rf"(?<![0-9\0])(?:\(\+ ?[1-9][0-9]{{0,2}}\)|\+ ?[1-9][0-9]{{0,2}})(?:[ .\-/()]{{0,2}}[0-9]){{6,13}}{AFTER}"),
        when(_is_foreign_number),
    ),
    Rule(Kind.PHONE, compiled(rf"(?<![0-9A-Z\0])00[1-9][0-9]{{0,2}}[ .\-](?:[ .\-/()]{{0,2}}[0-9]){{6,12}}{AFTER}"), when(_is_foreign_number)),
)
