"""The kinds of personal data, and the mark that each leaves behind."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data, by its short name."""

    DNI = "dni"
    NIE = "nie"
    NIF = "nif"
    CIF = "cif"
    NUSS = "nuss"
    IBAN = "iban"
    ACCOUNT = "account"
    CARD = "card"
    PLATE = "plate"
    CADASTRAL = "cadastral"
    CUPS = "cups"
    PASSPORT = "passport"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NAME = "name"

    @property
    def mark(self) -> str:
        return f"[{_MARKED_AS[self]}]"


_MARKED_AS = {
    Kind.DNI: "DNI",
    Kind.NIE: "NIE",
    Kind.NIF: "NIF",
    Kind.CIF: "CIF",
    Kind.NUSS: "NUSS",
    Kind.IBAN: "IBAN",
    Kind.ACCOUNT: "CUENTA",
    Kind.CARD: "TARJETA",
    Kind.PLATE: "MATRÍCULA",
    Kind.CADASTRAL: "REF. CATASTRAL",
    Kind.CUPS: "CUPS",
    Kind.PASSPORT: "PASAPORTE",
    Kind.PHONE: "TELÉFONO",
    Kind.EMAIL: "CORREO",
    Kind.LINK: "ENLACE",
    Kind.NAME: "NOMBRE",
}
MARK = re.compile("|".join(re.escape(kind.mark) for kind in Kind))
_MARK_IN_ITS_SPACES = re.compile(f" ?(?:{MARK.pattern}) ?")


def without_marks(text: str) -> str:
    """Return `text` without the marks, for matching: a mark must not add a word to a question."""
    return _MARK_IN_ITS_SPACES.sub(" ", text).strip() if MARK.search(text) else text
