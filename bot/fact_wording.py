"""A fact as its reader writes it: what its kind is called, and its value (docs/facts.md) in the reader's language."""

from collections.abc import Callable, Iterable

from bot.wording import WEEKDAYS, channel_name, field_name
from knowledge.facts import Fact, FactKind
from knowledge.facts.naming import LABELS
from knowledge.model import EntryKey
from knowledge.shared_uses import Use
from knowledge.translation import Translations
from knowledge.translation import marked as _

_NUMBER = _("1,234.5")  # translated, it says with which signs a language groups digits and begins decimals
_UNITS = {
    "minutes": (_("{n} minute"), _("{n} minutes")),
    "hours": (_("{n} hour"), _("{n} hours")),
    "days": (_("{n} day"), _("{n} days")),
    "working days": (_("{n} working day"), _("{n} working days")),
    "calendar days": (_("{n} calendar day"), _("{n} calendar days")),
    "weeks": (_("{n} week"), _("{n} weeks")),
    "months": (_("{n} month"), _("{n} months")),
    "years": (_("{n} year"), _("{n} years")),
}
_MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
_POLARITY = {
    "required": _("required"),
    "not required": _("not required"),
    "free": _("free of charge"),
    "not free": _("not free of charge"),
    "except": _("with an exception"),
    "not allowed": _("not allowed"),
    "not": _("denied"),
}
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£"}
_SQUARE = {"m2": "m²", "m3": "m³"}


def fact_name(kind: FactKind, words: Translations) -> str:
    """Return what a kind of fact is called, as it stands in a sentence."""
    return words.gettext(LABELS[kind])


def fact_value(fact: Fact, words: Translations) -> str:
    """Return what a fact says, whatever its spelling in the text: `10 working days` as `10 días hábiles`, days as dd/mm/yyyy."""
    return _SHOWN[fact.kind](fact.value, words)


def uses_by_entry(uses: Iterable[Use], words: Translations) -> dict[EntryKey, str]:
    """Return which texts of each entry use a shared fact: `Answer, phone`."""
    found: dict[EntryKey, list[str]] = {}
    for use in uses:
        name = field_name(use.column, words) if use.column in ("answer", "web_page") else channel_name(use.column, words)
        found.setdefault(use.entry, []).append(name)
    return {entry: ", ".join(names) for entry, names in found.items()}


def _as_it_is(value: str, _words: Translations) -> str:
    return value


def _number(value: str, words: Translations) -> str:
    """Return a number, or a range of them, with the reader's signs; what is no number as it is."""
    first, is_range, last = value.partition("..")
    if is_range:
        return f"{_number(first, words)}–{_number(last, words)}"
    whole, _point, decimals = value.partition(".")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()):
        return value
    pattern = words.gettext(_NUMBER)
    grouped = f"{int(whole):,}".replace(",", pattern[1])
    return grouped + (pattern[5] + decimals if decimals else "")


def _with_unit(value: str, words: Translations) -> str:
    number, _space, unit = value.partition(" ")
    return f"{_number(number, words)} {_CURRENCIES.get(unit) or _SQUARE.get(unit, unit)}".rstrip()


def _duration(value: str, words: Translations) -> str:
    number, _space, unit = value.partition(" ")
    if unit not in _UNITS:
        return value
    one, many = _UNITS[unit]
    return words.ngettext(one, many, 1 if number == "1" else 2).format(n=_number(number, words))


def _date(value: str, words: Translations) -> str:
    first, is_range, last = value.partition("..")
    if is_range:
        return f"{_date(first, words)} – {_date(last, words)}"
    match value.removeprefix("--").split("-"):
        case [year, month, day] if len(year) == 4:
            return words.gettext("{day:02}/{month:02}/{year}").format(day=int(day), month=int(month), year=int(year))
        case [year, month] if len(year) == 4:
            return f"{month}/{year}"
        case [month, day]:
            return words.gettext("{day:02}/{month:02}").format(day=int(day), month=int(month))
        case [month] if value.startswith("--"):
            return words.gettext(_MONTHS[int(month) - 1])
    return value


def _time(value: str, _words: Translations) -> str:
    return "–".join(part.removeprefix("0") for part in value.split(".."))


def _weekday(value: str, words: Translations) -> str:
    return "–".join(words.gettext(WEEKDAYS[_WEEK.index(part)]) if part in _WEEK else part for part in value.split(".."))


def _phone(value: str, _words: Translations) -> str:
    national = value.removeprefix("+34")
    return f"{national[:3]} {national[3:6]} {national[6:]}" if value.startswith("+34") and len(national) == 9 else value


def _law(value: str, _words: Translations) -> str:
    return "art. " + value.removeprefix("art ") if value.startswith("art ") else value[:1].upper() + value[1:]


def _age(value: str, words: Translations) -> str:
    number = value.strip("<+.")
    if value.endswith("+"):
        return words.gettext("{n} years or older").format(n=number)
    if value.startswith("<"):
        return words.gettext("under {n} years").format(n=number)
    if value.startswith(".."):
        return words.gettext("up to {n} years").format(n=number)
    return words.ngettext(*_UNITS["years"], 1 if number == "1" else 2).format(n=_number(number, words))


def _polarity(value: str, words: Translations) -> str:
    return words.gettext(_POLARITY[value]) if value in _POLARITY else value


_SHOWN: dict[FactKind, Callable[[str, Translations], str]] = {
    FactKind.AMOUNT: _with_unit,
    FactKind.PERCENTAGE: _with_unit,
    FactKind.DATE: _date,
    FactKind.DURATION: _duration,
    FactKind.TIME: _time,
    FactKind.WEEKDAY: _weekday,
    FactKind.PHONE: _phone,
    FactKind.EMAIL: _as_it_is,
    FactKind.URL: _as_it_is,
    FactKind.LAW: _law,
    FactKind.FORM: _as_it_is,
    FactKind.AGE: _age,
    FactKind.MEASURE: _with_unit,
    FactKind.COUNT: _number,
    FactKind.POLARITY: _polarity,
}
