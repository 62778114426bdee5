"""What is said of a person's own questions, and of what changed lately, in their language."""

from bot import wording
from bot.overview import LateChange, MyQuestion
from knowledge.answering import Outcome
from knowledge.translation import Translations


def standing(question: MyQuestion, words: Translations) -> str:
    """Return when a question was asked and how it stands now, in a line."""
    reply = question.now
    state = {
        Outcome.ANSWERED: words.gettext("It has an approved answer."),
        Outcome.SUGGESTED: words.gettext("There are answers that may be meant: ask again to choose."),
    }.get(reply.outcome, " ".join(wording.notes(reply, words)) or words.gettext("No approved answer yet."))
    if question.is_followed:
        state = f"{state} {words.gettext('You will be told.')}"
    return f"{wording.day(question.day, words)} · {state}"


def changed(change: LateChange, words: Translations) -> str:
    """Return what an entry is called in a list of what changed lately."""
    mark = words.gettext("New: {question}") if change.is_new else words.gettext("Changed: {question}")
    return mark.format(question=change.entry.question)
