"""What is said of changes that wait, of what was decided, and of frozen topics, in the reader's language."""

from bot import wording
from bot.approvals.values import Approval, Decided, Decision, Outcome, Pending, Way
from bot.freezes import Freezing
from knowledge.translation import Translations
from knowledge.translation import marked as _

_OUTCOMES = {
    Outcome.DONE: _("Version {version} is in service."),
    Outcome.ALREADY: _("That was decided already: nothing was done again."),
    Outcome.CHANGED: _("It has changed meanwhile. Look at what waits now before you decide."),
    Outcome.NOT_ALLOWED: _("You may not decide this: the department in charge has not named you."),
    Outcome.OWN: _("You edited this yourself, or handed it in: somebody else has to approve it."),
    Outcome.NO_REASON: _("Say why: the reason is kept and shown."),
    Outcome.NEEDS: _("Decide first about the shared facts that the texts in service would lack: {needs}."),
}

_FREEZING = {
    Freezing.NO_LINE: _("That topic has no approved holding line in the version in service. Write it on the Topics sheet and publish it."),
    Freezing.NO_REASON: _("Say why: the reason is kept and shown."),
    Freezing.PAST: _("That day is over already."),
    Freezing.NOT_FROZEN: _("That topic is not frozen."),
    Freezing.BY_WORKBOOK: _("The workbook freezes that topic: change its dates on the Topics sheet and publish it."),
}

_WAYS = {
    Way.APPROVED: _("Approved by {name} on {day}."),
    Way.MINOR: _("Words only, by {name} on {day}."),
    Way.URGENT: _("Put into service urgently by {name} on {day}: {reason}"),
}


def decided(value: Decided, words: Translations) -> str:
    """Return what became of what somebody wanted to decide."""
    if value.outcome is Outcome.DONE and not value.version:
        return words.gettext("Rejected. Its editors see the reason.")
    return words.gettext(_OUTCOMES[value.outcome]).format(version=value.version, needs=", ".join(value.needs))


def refused(outcome: Outcome, words: Translations) -> str:
    return words.gettext(_OUTCOMES[outcome]).format(version="", needs="")


def freezing(value: Freezing, words: Translations) -> str:
    """Return why a topic was not frozen, or is not let go; empty where it was."""
    return words.gettext(_FREEZING[value]) if value in _FREEZING else ""


def title(pending: Pending, words: Translations) -> str:
    """Return what waits, in a line: `TRIB-014 (Spanish)`, `Shared fact: tasa_basura`."""
    if pending.subject.kind == "entry":
        return f"{pending.name} ({wording.language_name(pending.language, words)})"
    return f"{wording.part_name(pending.subject.kind, words)}: {pending.name}"


def edited_by(pending: Pending, words: Translations) -> str:
    """Return who edited what waits, as far as anything tells."""
    names = dict.fromkeys((*pending.editors, *pending.submitted_by))
    return ", ".join(names) or words.gettext("not known")


def record(value: Approval, day: str, words: Translations) -> str:
    """Return what the record says of a decision, in a sentence; `day` as the reader writes it."""
    if value.decision is Decision.REJECTED:
        return words.gettext("Rejected by {name} on {day}: {reason}").format(name=value.name, day=day, reason=value.reason)
    return words.gettext(_WAYS[value.way]).format(name=value.name or "—", day=day, reason=value.reason)
