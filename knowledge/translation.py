"""The words of the screens in the reader's language: gettext catalogues, one `.po` file a language in `knowledge/locale`.

English is the language of the messages in the code. Speakers of Spain's other languages get Spanish until theirs is translated.
The `.po` files are read as they are, so a translator sees a change at the next start, without a compiler.
"""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources

import polib

Translations = gettext.NullTranslations

TRANSLATED = ("en", "es")
_READ_SPANISH = ("es", "ca", "gl", "eu", "ast", "an", "oc")
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def marked(message: str) -> str:
    """Return `message` as it is: marks a text that is translated later, where it is shown."""
    return message


@cache
def translations(language: str) -> Translations:
    """Return the translations for `language` (an ISO 639 code); for one not translated yet, the nearest that is."""
    code = "es" if language in _READ_SPANISH else "en"
    if code == "en":
        return gettext.NullTranslations()
    source = resources.files("knowledge").joinpath("locale", f"{code}.po").read_text(encoding="utf-8")
    compiled = polib.pofile(source).to_binary()
    return gettext.GNUTranslations(io.BytesIO(compiled))


def reader_language(environment: Mapping[str, str]) -> str:
    """Return the screen language, `es` or `en`, that the locale variables in `environment` ask for (POSIX order)."""
    for variable in _LOCALE_VARIABLES:
        if code := environment.get(variable, "").split(":")[0].split(".")[0].split("_")[0].lower():
            return "es" if code in _READ_SPANISH else "en"
    return "en"
