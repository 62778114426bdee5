"""The names of our sheets and columns, as editors write them in Spanish, English, Catalan, Galician and Basque.

Names are compared by `text.key`, so capitals, accents, spaces and punctuation make no difference, and a number at the end of a
column's name ("Variante 2") or a remark in brackets ("Fecha (dd/mm/aaaa)") is passed over.
"""

import re
from enum import StrEnum

from knowledge.text import key


class Sheet(StrEnum):
    """The sheets of a workbook that are read."""

    ANSWERS = "answers"
    FACTS = "facts"
    CHANNELS = "channels"
    SYNONYMS = "synonyms"
    DEPARTMENTS = "departments"
    TOPICS = "topics"
    TESTS = "tests"


_SHEET_NAMES = {
    Sheet.ANSWERS: ("respuestas", "answers", "respostes", "respostas", "erantzunak", "catálogo", "catalogue", "catalog", "catàleg", "preguntas y respuestas", "preguntas frecuentes", "faq", "faqs", "q&a", "galderak eta erantzunak"),
    Sheet.FACTS: ("datos", "facts", "dades", "datos compartidos", "shared facts", "dades compartides", "datuak", "feitos", "hechos", "valores"),
    Sheet.CHANNELS: ("canales", "channels", "canals", "canles", "kanalak"),
    Sheet.SYNONYMS: ("sinónimos", "synonyms", "sinònims", "sinonimoak"),
    Sheet.DEPARTMENTS: ("departamentos", "departments", "departaments", "sailak", "áreas", "servicios", "unidades", "responsables", "owners"),
    Sheet.TOPICS: ("temas", "topics", "temes", "gaiak", "asuntos", "temáticas"),
    Sheet.TESTS: ("pruebas", "tests", "proves", "probas", "probak", "test"),
}  # fmt: skip
_SHEETS_BY_KEY = {key(name): sheet for sheet, names in _SHEET_NAMES.items() for name in names}

_VALID_FROM = (
    "válida desde",
    "válido desde",
    "vigente desde",
    "desde",
    "valid from",
    "from",
    "vàlida des de",
    "vàlid des de",
    "vigent des de",
    "des de",
    "válido dende",
    "vixente desde",
    "dende",
    "noiztik",
    "indarrean noiztik",
    "fecha inicio",
    "fecha de inicio",
    "inicio",
    "start date",
)
_VALID_UNTIL = (
    "válida hasta",
    "válido hasta",
    "vigente hasta",
    "hasta",
    "valid until",
    "valid to",
    "until",
    "expires",
    "vàlida fins",
    "vàlid fins",
    "vàlida fins a",
    "vigent fins",
    "fins",
    "fins a",
    "válida ata",
    "válido ata",
    "vixente ata",
    "ata",
    "noiz arte",
    "indarrean noiz arte",
    "fecha fin",
    "fecha de fin",
    "caducidad",
    "caduca",
    "fin de vigencia",
    "end date",
    "expiry",
)
_OWNER = (
    "responsable",
    "departamento",
    "propietario",
    "área",
    "servicio",
    "unidad",
    "owner",
    "department",
    "departament",
    "àrea",
    "servei",
    "responsábel",
    "servizo",
    "arduraduna",
    "saila",
)
_NAME = ("nombre", "name", "nom", "nome", "izena")

# What a column is called, first the name that the check uses when one is missing.
COLUMNS: dict[Sheet, dict[str, tuple[str, ...]]] = {
    Sheet.ANSWERS: {
        "id": ("id", "identificador", "código", "clave", "ref", "referencia", "code", "identifier", "reference", "key", "codi", "referència", "kodea", "identifikatzailea", "erreferentzia", "núm id"),
        "topic": ("tema", "topic", "asunto", "materia", "categoría", "category", "subject", "assumpte", "matèria", "gaia", "temática", "sección"),
        "question": ("pregunta", "question", "galdera", "pregunta principal", "main question", "pregunta canónica", "consulta", "qué preguntan"),
        "phrasings": ("otras formas de preguntar", "otras preguntas", "otras formas", "variantes", "variante", "formulaciones", "formulación", "preguntas alternativas", "pregunta alternativa", "otra pregunta", "otras formulaciones", "también preguntan", "other phrasings", "phrasings", "phrasing", "other ways of asking", "alternative questions", "variants", "variant", "variations", "altres formes de preguntar", "altres preguntes", "altres formulacions", "variants de la pregunta", "outras formas de preguntar", "outras preguntas", "beste galdera batzuk", "beste galderak", "galderaren aldaerak", "aldaerak", "aldaera", "sinónimos de la pregunta"),
        "answer": ("respuesta", "answer", "resposta", "erantzuna", "respuesta aprobada", "approved answer", "respuesta general", "general answer", "texto de la respuesta", "resposta general", "resposta aprovada", "resposta xeral", "erantzun orokorra"),
        "language": ("idioma", "lengua", "language", "lang", "llengua", "lingua", "hizkuntza"),
        "owner": _OWNER,
        "status": ("estado", "status", "estat", "egoera", "situación", "state", "vigente", "aprobada", "aprobado", "approved", "publicar", "published", "publicada"),
        "approved_by": ("aprobada por", "aprobado por", "aprueba", "approved by", "approver", "aprovada per", "aprovat per", "aprobada por quien", "onartzailea", "nork onartua", "validada por", "visto bueno"),
        "approved_on": ("aprobada el", "aprobado el", "fecha de aprobación", "fecha aprobación", "approved on", "approval date", "aprovada el", "aprovat el", "data d'aprovació", "data de aprobación", "onarpen data", "noiz onartua", "revisado el", "revisada el", "fecha de revisión"),
        "valid_from": _VALID_FROM,
        "valid_until": _VALID_UNTIL,
        "web_page": ("página web", "enlace", "url", "enlace web", "web page", "link", "pàgina web", "enllaç", "páxina web", "ligazón", "weborria", "web orria", "esteka", "más información", "more information", "dirección web"),
        "exempt": ("excepciones", "excepción", "se omite a propósito", "datos que se omiten", "exceptions", "exception", "left out on purpose", "excepcions", "excepcións", "excepcións a propósito", "salbuespenak", "salbuespena"),
        "announce_to": ("avisar a", "avisos a", "avisar a los departamentos", "announce to", "tell", "avisar als departaments", "avisar", "avisos", "jakinarazi"),
        "notes": ("notas", "observaciones", "notes", "remarks", "comentarios", "comments", "observacions", "observacións", "oharrak", "notas internas", "internal notes"),
    },
    Sheet.FACTS: {
        "name": ("nombre", "name", "nom", "nome", "izena", "dato", "fact", "dada", "datua", "clave", "hecho"),
        "value": ("valor", "value", "balioa", "texto"),
        "owner": _OWNER,
        "valid_from": _VALID_FROM,
        "valid_until": _VALID_UNTIL,
    },
    Sheet.CHANNELS: {
        "name": ("canal", "channel", "canle", "kanala", *_NAME),
        "limit": ("límite", "limit", "límit", "muga", "límite de caracteres", "longitud máxima", "length limit", "max length", "máximo", "caracteres", "caracteres máximos"),
        "counting": ("cómo se cuenta", "cómo cuenta", "recuento", "cuenta", "how it counts", "counts", "counting", "com es compta", "recompte", "como se conta", "nola zenbatzen den", "zenbaketa"),
        "opening": ("apertura", "saludo", "línea inicial", "encabezado", "opening", "opening line", "obertura", "salutació", "hasiera", "encabezamiento"),
        "omits": ("omite", "no incluye", "datos que omite", "omits", "leaves out", "omet", "omite datos", "ez du aipatzen", "uzten du"),
        "closing": ("cierre", "despedida", "línea final", "pie", "closing", "closing line", "tancament", "comiat", "peche", "amaiera"),
    },
    Sheet.SYNONYMS: {
        "words": ("palabras", "palabra", "sinónimos", "sinónimo", "words", "word", "synonyms", "synonym", "paraules", "paraula", "sinònims", "sinònim", "palabras que significan lo mismo", "hitzak", "hitza", "sinonimoak", "término", "términos", "term", "terms"),
    },
    Sheet.DEPARTMENTS: {
        "name": ("departamento", "department", "departament", "saila", "área", "servicio", *_NAME),
        "contact": ("contacto", "dónde se les localiza", "contact", "correo", "email", "e-mail", "canal", "channel", "contacte", "harremana", "buzón", "reached at"),
        "approvers": ("aprueban", "aprobadores", "quién aprueba", "quién puede aprobar", "pueden aprobar", "approvers", "may approve", "who may approve", "aproven", "qui pot aprovar", "quen aproba", "onartzaileak"),
    },
    Sheet.TOPICS: {
        "name": ("tema", "topic", "gaia", "asunto", "temática", *_NAME),
        "holding_line": ("texto de espera", "mensaje de espera", "mientras está congelado", "holding line", "holding text", "text d'espera", "texto de espera aprobado", "itxaroteko testua", "missatge d'espera"),
        "language": ("idioma", "lengua", "language", "lang", "llengua", "lingua", "hizkuntza"),
        "owner": _OWNER,
        "frozen_from": ("congelado desde", "congelada desde", "frozen from", "congelat des de", "conxelado desde", "conxelado dende", "noiztik izoztuta", "izoztuta noiztik", *_VALID_FROM),
        "frozen_until": ("congelado hasta", "congelada hasta", "frozen until", "congelat fins", "congelat fins a", "conxelado ata", "noiz arte izoztuta", "izoztuta noiz arte", *_VALID_UNTIL),
    },
    Sheet.TESTS: {
        "question": ("pregunta", "question", "galdera", "consulta"),
        "expected": ("id esperado", "esperado", "expected", "expected id", "id esperat", "espera", "id", "debe llegar a", "esperotako id", "entrada", "entry", "respuesta esperada"),
        "language": ("idioma", "lengua", "language", "lang", "llengua", "lingua", "hizkuntza"),
    },
}  # fmt: skip

# Columns that an editor may have several of, all of them read.
REPEATABLE = frozenset({"phrasings", "words", "approvers", "exempt", "announce_to"})
REQUIRED: dict[Sheet, tuple[str, ...]] = {
    Sheet.ANSWERS: ("id", "question", "answer"),
    Sheet.FACTS: ("name", "value"),
    Sheet.CHANNELS: ("name",),
    Sheet.SYNONYMS: ("words",),
    Sheet.DEPARTMENTS: ("name",),
    Sheet.TOPICS: ("name", "holding_line"),
    Sheet.TESTS: ("question", "expected"),
}

_COLUMNS_BY_KEY = {sheet: {key(name): column for column, names in columns.items() for name in names} for sheet, columns in COLUMNS.items()}
_TRAILING = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|n[.ºo°]*\s*\d+|\d+|\*|:)\s*$", re.IGNORECASE)
# A column whose name begins so is a channel's wording; what follows names the channel.
_CHANNEL_COLUMN = re.compile(
    r"^\s*(?:respuesta|texto|canal|wording|answer|text|channel|resposta|canle|erantzuna|testua|kanala)\s*[:\-–]?\s+"
    r"(?:(?:para|en|por|de|for|on|by|per a|per|en la|en el)\s+)?(?:(?:el|la|los|las|les|els|the|o|a|os|as)\s+)?(?P<channel>\S.*?)\s*$",
    re.IGNORECASE,
)


# Sheets that our own workbooks carry and that hold no data: passed over without a word.
_WITHOUT_DATA = frozenset(map(key, ("léeme", "read me", "listas", "lists", "revisión", "review", "formas de preguntar", "ways of asking")))


def is_without_data(title: str) -> bool:
    return key(title) in _WITHOUT_DATA


def to_sheet(title: str) -> Sheet | None:
    """Return which of our sheets `title` names, or None."""
    return _SHEETS_BY_KEY.get(key(title))


def to_column(sheet: Sheet, header: str) -> str | None:
    """Return the column of `sheet` that `header` names, or None. `Pregunta 2` is another phrasing."""
    names = _COLUMNS_BY_KEY[sheet]
    if column := names.get(key(header)):
        return column
    shorter = _TRAILING.sub("", header)
    column = names.get(key(shorter))
    if sheet is Sheet.ANSWERS and column == "question" and shorter != header and any(c.isdigit() for c in header):
        return "phrasings"
    return column


def channel_named(header: str) -> str | None:
    """Return the channel's name in a header such as `Respuesta para redes sociales`, or None where there is none."""
    match = _CHANNEL_COLUMN.match(header)
    return match["channel"] if match else None


def display_name(sheet: Sheet, column: str) -> str:
    """Return the name under which the check speaks of `column`."""
    return COLUMNS[sheet][column][0]
