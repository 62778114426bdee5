"""What people are told of changes and new measures, in the reader's language; and how it is said of those who have read it."""

from datetime import date

from bot import wording
from bot.fact_wording import fact_name, fact_value
from bot.recalls.listing import Counts, Stand
from knowledge.changes import Change, FactChange, Weight
from knowledge.facts import Fact, FactKind
from knowledge.translation import Translations
from knowledge.translation import marked as _

_HEADLINES = {
    Weight.WITHDRAWN: _("An answer that you were given is not given any more. Please do not use it."),
    Weight.SUSPENDED: _("An answer that you were given is suspended. Please do not use it for now."),
    Weight.MAJOR: _("An answer that you were given has changed. Please use this text from now on."),
    Weight.RESUMED: _("An answer that had been withdrawn is given again."),
    Weight.MINOR: _("An answer that you were given has other words now; its facts are the same."),
    Weight.NONE: _("An answer that you were given is the same again."),
}
_WEIGHTS = {
    Weight.WITHDRAWN: _("withdrawn"),
    Weight.SUSPENDED: _("suspended"),
    Weight.MAJOR: _("other facts"),
    Weight.RESUMED: _("given again"),
    Weight.MINOR: _("other words"),
    Weight.NONE: _("none"),
}
STANDS = {
    Stand.UNREACHABLE: _("no address known"),
    Stand.UNDELIVERABLE: _("could not be delivered"),
    Stand.UNCERTAIN: _("perhaps delivered"),
    Stand.SILENT: _("did not acknowledge it"),
    Stand.WAITING: _("not seen yet"),
    Stand.TOLD: _("told"),
    Stand.ACKNOWLEDGED: _("acknowledged"),
    Stand.SUPERSEDED: _("replaced by a later notice"),
}


def weight(value: Weight, words: Translations) -> str:
    return words.gettext(_WEIGHTS[value])


def stand(value: Stand, words: Translations) -> str:
    """Return how it stands with a person's notice, in a few words."""
    return words.gettext(STANDS[value])


def headline(change: Change, words: Translations) -> str:
    """Return what became of an answer, in a sentence or two, with the day on which it was given."""
    said = words.gettext(_HEADLINES[change.weight])
    if change.given_on is None:
        return said
    return f"{said} " + words.gettext("You got it on {day}.").format(day=wording.day(change.given_on, words))


def fact(value: FactChange, words: Translations) -> str:
    """Return what became of one fact, as a line: before and now."""
    kind = fact_name(value.kind, words)
    kind = kind[:1].upper() + kind[1:]
    former, present = _said(value.kind, value.former, words), _said(value.kind, value.present, words)
    if former and present:
        return words.gettext("{kind}: before “{former}”, now “{present}”.").format(kind=kind, former=former, present=present)
    if former:
        return words.gettext("{kind}: “{former}” is not said any more.").format(kind=kind, former=former)
    return words.gettext("{kind}: “{present}” is new.").format(kind=kind, present=present)


def _said(kind: FactKind, said: str, words: Translations) -> str:
    return fact_value(Fact(kind, said, 0, len(said), said), words) if said and kind is FactKind.POLARITY else said


def lines(change: Change, words: Translations) -> list[str]:
    """Return what stands above the new text: what became of it, and each fact that is another one now."""
    return [headline(change, words), *(fact(one, words) for one in change.facts)]


def announced_by(key: str, words: Translations) -> str:
    """Return what a department is told of a new measure by the announcement under that key."""
    _, _, day, stage, _ = key.split(":", 4)
    said = words.gettext("From {day} on this will be answered:") if stage == "before" else words.gettext("From today, {day}, on this is answered:")
    return said.format(day=wording.day(date.fromisoformat(day), words))


def counted(counts: Counts, words: Translations) -> str:
    """Return how many were told and how many have read it, in one line; what is none is left out."""
    parts = [words.ngettext("given to {n} person", "given to {n} people", counts.given).format(n=counts.given)]
    parts += [f"{stand(one, words)}: {number}" for one in Stand if (number := getattr(counts, one.value))]
    return " · ".join(parts)
