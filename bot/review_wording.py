"""What is said of the review of unanswered questions, in the reader's language: what somebody did, what became of it, why it is not possible."""

from bot import wording
from bot.review.values import Action, Done, Group, Link, Propose, Refused, Step
from knowledge.review import OPEN
from knowledge.translation import Translations


def step(value: Step, words: Translations) -> str:
    """Return what a step did, as a sentence."""
    decision = value.after.decision
    sentences = {
        "take": words.gettext("{who} took it into review"),
        "release": words.gettext("{who} left it for others"),
        "link": words.gettext("{who} linked it with {entry}"),
        "propose": words.gettext("{who} proposed a new answer"),
        "refer": words.gettext("{who} passed it to {department}"),
        "archive": words.gettext("{who} archived it"),
        "reopen": words.gettext("{who} opened it again"),
        "merge": words.gettext("{who} made it part of group {group}"),
        "unmerge": words.gettext("{who} took it out of group {before}"),
        "undo": words.gettext("{who} undid the step before"),
        "answered": words.gettext("Version {version} answers it, with {entry}"),
        "asked_again": words.gettext("It was asked again"),
        "asked": words.gettext("Its questions changed"),
    }
    return sentences.get(value.action, value.action).format(
        who=value.by or "Una Voz",
        entry=decision.entry,
        department=decision.department,
        group=value.after.part_of,
        before=value.before.part_of,
        version=f"v{decision.version}",
    )


def refusal(refused: Refused, words: Translations) -> str:
    """Return why an action is not possible."""
    return {
        Refused.NO_SUCH_GROUP: words.gettext("There is no such group."),
        Refused.NO_SUCH_ENTRY: words.gettext("There is no entry with that id in service. Choose one of the list."),
        Refused.NOT_POSSIBLE_NOW: words.gettext("That cannot be done with this group as it stands now."),
        Refused.NEEDS_REASON: words.gettext("Something is missing: write the question, the department or the reason."),
        Refused.NOTHING_TO_UNDO: words.gettext("There is no step of a reviewer to be undone."),
    }[refused]


def done(action: Action, result: Done, words: Translations) -> str:
    """Return what became of an action."""
    if isinstance(action, Link) and result.group.standing.state in OPEN:
        return words.gettext("Linked. Whoever asked is told the answer, and the way of asking is proposed for the workbook.")
    if isinstance(action, Propose):
        return words.gettext("Proposed. It leaves with the file of proposals; nothing is published until it is approved in the workbook.")
    return words.gettext("Done.")


def standing(group: Group, words: Translations) -> str:
    """Return how many people asked a group's question, and where it stands."""
    people = words.ngettext("asked by {number} person", "asked by {number} people", group.askers).format(number=group.askers)
    return f"{people} · {wording.state(group.standing.state, words)}"
