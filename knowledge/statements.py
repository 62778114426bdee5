"""What an entry's plain answer says of what: each fact with the words around it, by which two entries are found to speak of the same thing.

1. A fact belongs to its part of a sentence: from the last comma, or the last fact of its kind, to the next.
2. Of the words there those that any text may have, and those that only say what kind of fact it is ("cuesta", "abre", "plazo"), tell nothing.
3. A name is what is written with capitals and does not only begin a sentence: the last one before the fact, or else in the question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import shared_facts, text
from knowledge.facts import Fact, FactKind
from knowledge.matching.common_words import stop_words
from knowledge.matching.features import stem
from knowledge.model import Entry, EntryKey
from knowledge.parity import facts_in

# Words that say what kind of fact follows, or how an answer is begun, in the languages of Spain and English.
_GENERAL = frozenset(
    """
    cuesta cuestan costar coste costes precio precios tarifa importe cuota paga pagan pagar pague pagara pago vale valen euros dinero
    horario horarios abre abren abrir abierta abierto cierra cierran atiende atencion hora horas dia dias semana semanas mes meses ano anos
    telefono telefonos llame llamar llamando llama numero tel marque contacte correo escriba web enlace pagina direccion
    plazo plazos maximo maxima minimo minima como termina empieza comienza acaba fin hasta desde fecha antelacion respuesta tarda dura vigente entre
    pida pidalo pidala pidalas pedir pedirla pedirlo solicite solicitelo solicitela solicitar solicita presente preselo presentelo presentela presentar
    puede pueden debe deben tiene tienen necesita traiga lleve venga vaya haga hacerlo reserve reservela indicando informe consulte cumple
    inscripcion inscripciones solicitud solicitudes matricula voluntario edad mayor menor mayores menores ayuntamiento municipal municipales castellano
    cost costs price fee fees pay paid open opens opening close closes closed hours phone call telephone number deadline period ends maximum within
    apply application voluntary payment book ask year month week day years months weeks days
    costa costen preu quota obre obren obert tanca truqueu telefon termini demaneu sol liciteu any mesos setmana dies dia hores
    custa prezo abre chame prazo solicite
    """.split()
)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[^\W\d_a-záéíóúüñçàèòï]|[¿¡«\"])|\n+")
_CLAUSE_END = re.compile(r"[,;:()]\s")
_NAME = re.compile(r"[A-ZÁÉÍÓÚÜÑÇÀÈÒ][\w·'’]+(?:\s+(?:(?:de|del|de la|de los|d'|of|of the|i|y|e|and)\s+)?[A-ZÁÉÍÓÚÜÑÇÀÈÒ][\w·'’]+)*")
_SHORTEST_NAME = 5  # DNI, NIE, IBI


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact, with the words of its part of the sentence, those of the whole one, and the name before it.

    `name` is the nearest one, `name_here` that in the same sentence. `shared` are the shared facts that stand where the fact stands.
    """

    entry: EntryKey
    fact: Fact
    words: frozenset[str]
    sentence: frozenset[str]
    name: str = ""
    name_here: str = ""
    shared: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        return bool(self.shared)

    @property
    def is_named_here(self) -> bool:
        return bool(self.name_here)

    @property
    def form(self) -> tuple[str, ...]:
        """What two facts must have in common to contradict each other: kind, unit, whether they are ranges, how long a number is."""
        numbers, _space, unit = self.fact.value.partition(" ")
        kind = self.fact.kind
        size = ("short" if len(self.fact.value) < 8 else "long") if kind is FactKind.PHONE else unit if kind is not FactKind.LAW else ""
        return (str(kind), size.replace("working days", "days").replace("calendar days", "days"), "range" if ".." in numbers else "")


def about(sentence: str, language: str) -> frozenset[str]:
    """Return the stems of the words of `sentence` that tell what it is about."""
    common = stop_words(language)
    return frozenset(
        stem(word, language) for word in text.words(sentence) if word not in common and word not in _GENERAL and not word.isdigit() and len(word) > 2
    )


def statements(row: Entry, values: dict[str, str]) -> list[Statement]:
    """Return what the row's plain answer says, shared facts filled in; nothing where one has no value."""
    try:
        content = shared_facts.fill(row.answer, values)
    except shared_facts.NoValueToday:
        return []
    found = facts_in(content, row.language)
    if not found:
        return []
    used = [(name, values[name]) for name in dict.fromkeys(shared_facts.named_in(row.answer))]
    bare = _without(content, found)
    sentences = _parts(content, 0, len(content), _SENTENCE_END)
    asked = _last_name(row.question)
    told: list[Statement] = []
    for fact in found:
        if fact.kind is FactKind.POLARITY:
            continue
        place = next(number for number, (_start, end) in enumerate(sentences) if fact.start < end or number == len(sentences) - 1)
        start, end = sentences[place]
        here = _last_name(bare[start : fact.start])
        before = next((name for one in reversed(sentences[:place]) if (name := _last_name(bare[slice(*one)]))), "")
        first, last = _segment(content, fact, found, start, end)
        told.append(
            Statement(
                row.key,
                fact,
                about(bare[first:last], row.language),
                about(bare[start:end], row.language),
                here or before or asked,
                here,
                tuple(name for name, value in used if fact.written in value),
            )
        )
    return told


def _without(content: str, found: Sequence[Fact]) -> str:
    """Return the text with each fact but the polarity ones blotted out, as long as it was."""
    letters = list(content)
    for fact in found:
        if fact.kind is not FactKind.POLARITY:
            letters[fact.start : fact.end] = " " * (fact.end - fact.start)
    return "".join(letters)


def _parts(content: str, start: int, end: int, between: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where the parts of a stretch of text begin and end."""
    cuts = [match.end() for match in between.finditer(content, start, end)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _segment(content: str, fact: Fact, found: Sequence[Fact], start: int, end: int) -> tuple[int, int]:
    """Return the part of the sentence from `start` to `end` that a fact belongs to."""
    first, last = next((part for part in _parts(content, start, end, _CLAUSE_END) if part[0] <= fact.start < part[1]), (start, end))
    last = max(last, fact.end)
    like = [one for one in found if one.kind is fact.kind and first <= one.start < last and one is not fact]
    before = [one.end for one in like if one.end <= fact.start]
    is_last = not any(one.start >= fact.end for one in like)
    return max([first, *before]), last if is_last else fact.end


def _last_name(content: str) -> str:
    """Return the key of the last name in `content`; one word at its beginning is none."""
    names = [
        match for match in _NAME.finditer(content) if len(match[0]) >= _SHORTEST_NAME and (content[: match.start()].strip(" ¿¡«-") or " " in match[0])
    ]
    return text.key(names[-1][0]) if names else ""
