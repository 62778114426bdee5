"""What the draft check says, in the reader's language: its verdict, each fact in trouble, and the draft in pieces, with a number at each."""

from collections.abc import Iterable

from knowledge.answering import Note, Outcome, Reply
from knowledge.drafts import Judgement, Mark, Trouble, Verdict
from knowledge.facts.naming import LABELS
from knowledge.translation import Translations
from knowledge.translation import marked as _

_VERDICTS = {
    Verdict.EXACT: _("It is the approved text, word for word."),
    Verdict.FINE: _("Fine: the facts are those of the approved answer."),
    Verdict.NO_FACTS: _("Nothing to compare: the approved answer has no figures, dates or other facts. Read both, or send the approved text."),
    Verdict.ADDS: _("Careful: it says something that the approved answer does not."),
    Verdict.INCOMPLETE: _("Something of the approved answer is missing."),
    Verdict.DIFFERS: _("Do not send it yet: it does not agree with the approved answer."),
}
_MARKS = {
    Trouble.DIFFERENT: _("{kind}: you wrote “{given}”; approved is “{approved}”."),
    Trouble.MISSING: _("{kind}: “{approved}” is missing."),
    Trouble.ADDED: _("{kind}: “{given}” is not in the approved answer."),
}


def headline(reply: Reply, words: Translations) -> str:
    """Return what is said of a draft in one sentence; empty where the reply's own notes say it."""
    if reply.judgement and Note.FROZEN in reply.notes and reply.judgement.verdict is not Verdict.EXACT:
        return words.gettext("Do not send it: the topic is frozen, and only the approved text below goes out, word for word.")
    if reply.judgement:
        return words.gettext(_VERDICTS[reply.judgement.verdict])
    if reply.outcome is Outcome.SUGGESTED:
        return words.gettext("Which answer is it about?")
    return "" if reply.notes else words.gettext("No approved answer was found for it, so nothing can be compared.")


def mark(value: Mark, words: Translations) -> str:
    """Return what is wrong with one fact, as a sentence."""
    kind = words.gettext(LABELS[value.kind])
    return words.gettext(_MARKS[value.trouble]).format(kind=kind[:1].upper() + kind[1:], given=value.given, approved=value.approved)


def pieces(draft: str, judgement: Judgement) -> Iterable[tuple[str, int, Mark | None]]:
    """Yield a draft in pieces, in order: its text, and for a fact in trouble the number under which it is listed (from 1) and its mark."""
    place = 0
    for number, value in enumerate(judgement.marks, 1):
        if value.trouble is Trouble.MISSING or value.start < place or draft[value.start : value.end] != value.given:
            continue
        yield draft[place : value.start], 0, None
        yield value.given, number, value
        place = value.end
    yield draft[place:], 0, None


def as_data(judgement: Judgement, words: Translations) -> list[dict[str, str | int]]:
    """Return the facts in trouble as plain values, for machines: what is wrong, of which kind, where in the draft, and the sentence that says it."""
    return [
        {
            "trouble": str(value.trouble),
            "kind": str(value.kind),
            "given": value.given,
            "approved": value.approved,
            "start": value.start,
            "end": value.end,
            "says": mark(value, words),
        }
        for value in judgement.marks
    ]
