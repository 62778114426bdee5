"""The languages that an entry can be written in, and how editors name them."""

from knowledge.text import key

# ISO 639-1 code: the names that editors write in a language cell.
_NAMES: dict[str, tuple[str, ...]] = {
    "es": ("español", "castellano", "spanish", "castilian", "castellà", "castelán", "gaztelania", "espanyol", "spa"),
    "ca": ("catalán", "català", "catalan", "valenciano", "valencià", "valencian", "katalana", "cat", "va"),
    "gl": ("gallego", "galego", "galician", "gallec", "galiziera", "glg"),
    "eu": ("euskera", "vasco", "basque", "euskara", "basc", "éuscaro", "vascuence", "eus"),
    "en": ("inglés", "english", "anglès", "ingelesa", "eng"),
    "fr": ("francés", "french", "francès", "français", "frantsesa", "fra"),
    "pt": ("portugués", "portuguese", "portuguès", "português", "portugesa", "por"),
    "it": ("italiano", "italian", "italià", "italiera", "ita"),
    "de": ("alemán", "german", "alemany", "deutsch", "alemana", "alemaniera", "deu"),
    "ro": ("rumano", "romanian", "romanès", "română", "ron"),
    "ar": ("árabe", "arabic", "àrab", "arabiera", "العربية", "ara"),
    "zh": ("chino", "chinese", "xinès", "chinés", "txinera", "中文", "zho"),
    "uk": ("ucraniano", "ukrainian", "ucraïnès", "українська", "ukr"),
    "ru": ("ruso", "russian", "rus", "русский"),
    "bg": ("búlgaro", "bulgarian", "búlgar", "български", "bul"),
    "pl": ("polaco", "polish", "polonès", "polski", "pol"),
    "ast": ("asturiano", "asturian", "bable", "asturianu"),
    "an": ("aragonés", "aragonese", "arg"),
    "oc": ("occitano", "aranés", "occitan", "aranès", "oci"),
}
_CODES = {key(name): code for code, names in _NAMES.items() for name in (code, *names)}

LANGUAGES = tuple(_NAMES)


def to_language(text: str) -> str | None:
    """Return the ISO 639 code that `text` names (`Català`, `es-ES`, `EN`), or None where it names none known."""
    return _CODES.get(key(text)) or _CODES.get(key(text.replace("_", "-").split("-")[0]))
