"""What stands in a text that is nobody else's business, found and taken out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.redaction import accounts, contacts, documents, names
from knowledge.redaction.kinds import Kind
from knowledge.redaction.reading import Span, covered, read
from knowledge.redaction.rules import Rules, compact, spans


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with marks for what was taken out, and the kinds of that, in the order of the text."""

    text: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the published catalogue says itself, and so is no secret of a citizen.

    `phones` are digits, without Spain's code; `emails` casefolded; `links` casefolded, without scheme and closing slash; `numbers` (of tax
    identity and of accounts) letters and digits in capitals.
    """

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def holds(self, kind: Kind, written: str) -> bool:
        return _normal(kind, written) in self._of(kind)

    def _of(self, kind: Kind) -> frozenset[str]:
        match kind:
            case Kind.PHONE:
                return self.phones
            case Kind.EMAIL:
                return self.emails
            case Kind.LINK:
                return self.links
            case Kind.CIF | Kind.NIF | Kind.IBAN | Kind.ACCOUNT:
                return self.numbers
        return frozenset()


NOTHING_KEPT = Kept()


def kept_of(texts: Iterable[str]) -> Kept:
    """Return what `texts`, which are approved, make public: telephones, addresses, the numbers of companies and accounts."""
    said: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for text in texts:
        reading = read(text).text
        for kind, (start, end) in _finds(reading):
            said[kind].add(_normal(kind, reading[start:end]))
    numbers = said[Kind.CIF] | said[Kind.NIF] | said[Kind.IBAN] | said[Kind.ACCOUNT]
    return Kept(frozenset(said[Kind.PHONE]), frozenset(said[Kind.EMAIL]), frozenset(said[Kind.LINK]), frozenset(numbers))


def redact(text: str, kept: Kept = NOTHING_KEPT) -> Redacted:
    """Return `text` without personal data, each piece replaced by its mark. What is in `kept` stays.

    Redacting the result changes nothing: it is looked through until a round finds no more, each time as a later call would read it.
    """
    reading = read(text)
    taken: list[tuple[Span, Kind]] = []
    bare = reading.text
    while more := [(span, kind) for kind, span in _finds(bare) if not kept.holds(kind, bare[slice(*span)])]:
        taken += more
        bare = covered(bare, sorted(span for span, _ in more))
    if not taken:
        return Redacted(text, ())
    parts: list[str] = []
    place = 0
    for (start, end), kind in sorted(taken):
        parts += (text[place : reading.places[start]], kind.mark)
        place = reading.places[end]
    return Redacted("".join((*parts, text[place:])), tuple(kind.value for _, kind in sorted(taken)))


def _finds(reading: str) -> Iterator[tuple[Kind, Span]]:
    """Yield what the rules find, one rule after the other, none in what an earlier one found."""
    for rule in _rules(reading):
        found = list(spans(rule, reading))
        if found:
            yield from ((rule.kind, span) for span in found)
            reading = covered(reading, found)


def _rules(reading: str) -> Rules:
    """Return the rules that can find something in `reading`, what is longer before what may be a part of it."""
    has_digits = any(digit in reading for digit in "0123456789")
    small = reading.casefold()
    return (
        *(contacts.LINKS if "." in reading or "://" in reading else ()),
        *(contacts.EMAILS if "@" in reading else ()),
        *(contacts.SPELT_EMAILS if any(at in small for at in ("arroba", "at)", "at]", "at )", "at ]")) else ()),
        *((*accounts.RULES, *documents.RULES, *contacts.PHONES) if has_digits else ()),
        *names.RULES,
    )


def _normal(kind: Kind, written: str) -> str:
    """Return `written` as `Kept` holds it."""
    match kind:
        case Kind.PHONE:
            return contacts.national(written)
        case Kind.EMAIL:
            return "".join(written.split()).casefold()
        case Kind.LINK:
            return written.casefold().partition("://")[2].rstrip("/") if "://" in written else written.casefold().rstrip("/")
    return compact(written)
