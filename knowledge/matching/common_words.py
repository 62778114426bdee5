"""The common words of a language, which any text may have, and the shorthand that people type in chats."""

from collections.abc import Mapping
from functools import lru_cache

import stopwordsiso

from knowledge import text

# The lists of common words have these, but what is asked of an administration turns on them.
_TELLING = frozenset({
    "trabajo", "trabajos", "trabajar", "empleo", "empleos", "estado", "hora", "horas", "dia", "dias", "cuenta", "cuentas", "valor", "lugar",
    "alta", "baja", "feina", "treball", "hores", "dies", "compte", "emprego", "traballo", "conta",
    "bill", "bills", "fire", "help", "work", "works", "job", "open", "opening", "opened", "information", "room", "rooms", "car", "state", "system",
})  # fmt: skip


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Return the folded words of `language` that any text may have; none for a language without a list."""
    if not stopwordsiso.has_lang(language):
        return frozenset()
    return frozenset(word for entry in stopwordsiso.stopwords(language) for word in text.words(entry)) - _TELLING


_SHORTHAND: dict[str, dict[str, str]] = {
    "es": {
        "q": "que", "k": "que", "ke": "que", "xq": "porque", "pq": "porque", "xk": "porque", "x": "por", "xa": "para", "d": "de", "m": "me",
        "tb": "tambien", "tmb": "tambien", "dnd": "donde", "info": "informacion", "ayto": "ayuntamiento", "dpto": "departamento",
        "tfno": "telefono", "tlf": "telefono", "telf": "telefono", "tel": "telefono",
    },
    "ca": {
        "q": "que", "k": "que", "xq": "perque", "pq": "perque", "x": "per", "d": "de", "m": "em", "tb": "tambe", "tmb": "tambe",
        "info": "informacio", "ajt": "ajuntament", "tlf": "telefon", "tel": "telefon",
    },
    "gl": {
        "q": "que", "k": "que", "xq": "porque", "pq": "porque", "x": "por", "d": "de", "tb": "tamen", "tmb": "tamen",
        "info": "informacion", "tlf": "telefono", "tel": "telefono",
    },
    "eu": {"info": "informazioa", "tlf": "telefonoa", "tel": "telefonoa"},
    "en": {"u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "info": "information", "appt": "appointment", "tel": "telephone"},
    "pt": {"q": "que", "k": "que", "pq": "porque", "vc": "voce", "tb": "tambem", "n": "nao", "info": "informacao", "tel": "telefone"},
    "fr": {"pk": "pourquoi", "pq": "pourquoi", "rdv": "rendez", "info": "information", "tel": "telephone"},
}  # fmt: skip


def shorthand(language: str) -> Mapping[str, str]:
    """Return the folded word that each short one stands for."""
    return _SHORTHAND.get(language, {})
