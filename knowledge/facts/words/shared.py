"""Words that are read in a text of any language: what numbers are called by, signs, and the names of laws, which are often left in another."""

from collections.abc import Mapping, Sequence

from knowledge.facts.words import ca, en, es, eu, gl
from knowledge.facts.words.language import Words

LANGUAGES: Mapping[str, Words] = {"es": es.WORDS, "ca": ca.WORDS, "gl": gl.WORDS, "eu": eu.WORDS, "en": en.WORDS}

GROUPS = {
    "INNAMES": "de|del|la|las|los|el|do|da|dos|das|d'|l'|les|els|i|y|e|o|a|san|of|the|.|n",
    "CALLING": "llame|llamar|llamando|llama|llamen|llamad|llamada|llamadas|telefono|telefonos|tel|tfno|tlf|tlfno|tfn|telf|al|el|marque|marcar|marcando|marca|emergencias|emerxencias|larrialdiak|larrialdia|urgencias|urgencies|telefonica|numero|numeros|"
    "truqueu|truca|truqui|trucar|trucant|truquin|telefon|telefons|marqueu|marqui|emergencies|"
    "chame|chamar|chamando|chama|chamada|chamen|ao|marque|"
    "deitu|dei|deituz|telefonoa|telefono|telefonora|telefonoan|larrialdi|larrialdietarako|larrialdietan|zenbakira|zenbakia|"
    "call|calling|phone|dial|dialling|telephone|ring|number|emergency|emergencies|at|on",
    "AFTERCALLING": "telefonora|telefonoan|telefonoa|zenbakira|zenbakian|deitu|telefonoz|telefono",
    "ARTICLES": "articulo|articulos|art|arts|article|articles|artigo|artigos",
    "FORMS": "modelo|modelos|impreso|impresos|formulario|formularios|model|models|impres|impresos|formulari|formularis|form|forms",
}

MEASURES = {
    "mm": "mm",
    "cm": "cm",
    "m": "m|mts",
    "km": "km|kms",
    "m2": "m²|m2|m ²",
    "ha": "ha",
    "g": "g|gr",
    "kg": "kg|kgs",
    "l": "l",
    "KB": "kb",
    "MB": "mb|mbytes",
    "GB": "gb",
    "m3": "m³|m3|m ³",
    "W": "w",
    "kW": "kw",
}


def joined(own: Mapping[str, str], others: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return tables as one; a writing means what the first table says."""
    rows: dict[str, list[str]] = {}
    seen: set[str] = set()
    for table in (own, *others):
        for name, writings in table.items():
            fresh = [writing for writing in writings.split("|") if writing and writing not in seen]
            seen.update(fresh)
            rows.setdefault(name, []).extend(fresh)
    return {name: "|".join(writings) for name, writings in rows.items()}
