"""A person's name, where the sentence introduces it: "me llamo…", "a nombre de…", "… naiz".

What stands after an introduction is a name by its capitals, or, where the capitals say nothing (all small, all large), by the lists of
`known_names`. A weak introduction ("soy…") may also introduce a trade or a town, so that it needs a known name, or two words with a capital that
are no trade.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.redaction.kinds import Kind
from knowledge.redaction.known_names import ALSO_WORDS, GIVEN, NO_NAMES, SURNAMES
from knowledge.redaction.reading import Span
from knowledge.redaction.rules import LOOK_BACK, Found, Rule, Rules, compiled

_WORD = re.compile(r"[^\W\d_]{1,30}(?:['’\-][^\W\d_]{1,30}){0,2}")
_SHORTENED = frozenset({"ma", "mª", "fco", "fdez", "glez", "gzlez", "hdez", "rguez", "mtez"})  # with a dot that ends no sentence
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "i", "e", "da", "do", "dos", "das", "di", "van", "von", "der", "el", "al", "ben", "bin", "san", "santa"}
)
_MOST_WORDS = 8
_SPACE = re.compile(r" {1,2}")

_ARTICLE = r"(?:(?:el|la|en|na|lo|l'|don|do[ñn]a|d\.|d[ªa]\.|dª|sr\.?|sra\.?|se[ñn]ora?|senyora?|mr\.?|mrs\.?|ms\.?) ?){0,2}"
_STRONG = compiled(
    r"\b(?:me llamo|mi nombre(?: completo)? es|em dic|el meu nom es|chamome|o meu nome e|nire izena(?: da)?|my name(?: is|'s)|"
    rf"nombre:|nom:|nome:|izena:|name:):? {_ARTICLE}"
)
_WEAK = compiled(
    r"\b(?:soy|soc|i am|i'm|(?:a|en) nombre de|(?:a|en) nom de|(?:a|en) nome de|in the name of|on behalf of|firmado:?|fdo\.?:?|atentamente[,.:]?|"
    rf"interesad[oa]:|solicitante:|titular:|nombre y apellidos:?) {_ARTICLE}"
)
_TITLE = re.compile(
    r"\b(?:(?i:(?:padre|madre|hij[oa]|marido|mujer|espos[oa]|abuel[oa]|herman[oa]|parte|fill[oa]?|pare|mare)(?: de)?|se llama|su nombre es|es diu|"
    r"chamase|s?he is called|son|this is|veci[nñ][oa]|ciudadan[oa]|ciutadana?|cidadan?a?|contribuyente|se[ñn]ora?|senyora?|interesad[oa]|"
    r"citizen|neighbour),? |(?i:don|do[ñn]a|sra?\.?|srta\.?|mrs?\.?) |D\.ª? ?|Dª\.? ?|Dña\.? ?)",
    re.ASCII,
)
_STREET = compiled(
    r"\b(?:calle|c/|avenida|avda\.?|plaza|pza\.?|paseo|pso\.?|colegio|ceip|ies|instituto|parque|carrer|rua|kalea|plaça|praza|centro|hospital|"
    r"biblioteca|barrio)(?: del?)? $"
)
# "Ane Lasa naiz", "Ana Ruiz, con DNI…": the name comes first.
_FIRST = re.compile(
    r"((?:[^\W\d_]{1,30}[ \-]){0,6}[^\W\d_]{1,30})(?i: (?:naiz|dut izena|deitzen naiz|izenean)|"
    r",? {1,2}\(?(?:con |amb |co |with )?(?:el )?(?:dni|nie|nif|pasaporte) ?:? ?[0-9XYZ\0])(?![A-Z])"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """The words of a name and where it ends; `by_capitals` where its capitals tell it from other words."""

    words: tuple[str, ...]
    end: int
    by_capitals: bool

    def is_known(self, lists: frozenset[str] = GIVEN) -> bool:
        """Say whether its first word, or the first half of it, is a name of `lists`."""
        first = self.words[0].casefold()
        return first in lists or first.partition("-")[0] in lists

    def is_a_pair(self) -> bool:
        """Say whether it is two words or more, each with nothing but its first letter large."""
        return len(self.words) > 1 and self.by_capitals and all(word.istitle() and word.casefold() not in _PARTICLES for word in self.words[:2])


def _words(text: str, place: int) -> Iterator[re.Match[str]]:
    """Yield the words from `place` on with nothing but spaces between them, and the dot of a shortened one."""
    for _ in range(_MOST_WORDS):
        if not (word := _WORD.match(text, place)):
            return
        yield word
        place = word.end()
        if text.startswith(".", place) and (len(word[0]) == 1 or word[0].casefold() in _SHORTENED):
            place += 1
        if not (space := _SPACE.match(text, place)):
            return
        place = space.end()


def _is_name(word: str, *, by_capitals: bool) -> bool:
    folded = word.casefold()
    if folded in NO_NAMES:
        return False
    return not word[0].islower() if by_capitals else folded in SURNAMES or folded in GIVEN


def _name_at(text: str, place: int, introduction: str) -> _Name | None:
    """Return the name that begins at `place`; particles belong to it only between two of its words."""
    first = _WORD.match(text, place)
    if not first:
        return None
    by_capitals = not introduction.strip().isupper() and not first[0][0].islower()
    words: list[str] = []
    count, end = 0, place
    for word in _words(text, place):
        is_particle = bool(words) and word[0].casefold() in _PARTICLES
        if not is_particle and not _is_name(word[0], by_capitals=by_capitals):
            break
        words.append(word[0])
        if not is_particle:
            count, end = len(words), word.end()
    is_a_word = count == 1 and not by_capitals and words[0].casefold() in ALSO_WORDS
    return _Name(tuple(words[:count]), end, by_capitals) if count and not is_a_word else None


def _after(holds: Callable[[_Name], bool] = lambda _: True) -> Found:
    """Return what finds the name after an introduction."""

    def found(match: re.Match[str]) -> Span | None:
        name = _name_at(match.string, match.end(), match[0])
        return (match.end(), name.end) if name and holds(name) else None

    return found


def _is_person(name: _Name) -> bool:
    return name.is_known() or name.is_a_pair() or (len(name.words) > 1 and name.is_known(SURNAMES))


def _titled(match: re.Match[str]) -> Span | None:
    """The name after a title, where it is not that of a street or a school."""
    if _STREET.search(match.string, max(0, match.start() - LOOK_BACK), match.start()):
        return None
    return _after(lambda name: name.is_known(GIVEN | SURNAMES))(match)


def _before(match: re.Match[str]) -> Span | None:
    """The longest name that ends where the verb begins."""
    for word in _WORD.finditer(match[1]):
        name = _name_at(match.string, match.start() + word.start(), "")
        reaches = name is not None and not match.string[name.end : match.end(1)].strip()
        if name and reaches and name.by_capitals and (name.is_known() or (word.start() > 0 and name.is_a_pair())):
            return match.start() + word.start(), name.end
    return None


RULES: Rules = (
    Rule(Kind.NAME, _STRONG, _after()),
    Rule(Kind.NAME, _WEAK, _after(_is_person)),
    Rule(Kind.NAME, _TITLE, _titled),
    Rule(Kind.NAME, _FIRST, _before),
)
