"""Once a version answers a group's question, the group closes by itself, and everybody who asked is told, where they asked.

1. A reviewer's decision says which entry is meant: that entry is what everybody in the group is told. A proposed entry is found by its question.
2. Without a decision, a group closes when its best wording is answered; who asked otherwise is told what their own question finds by now. Who is not
   answered by that is not told anything, and is counted on the group's page: rather no answer than a wrong one.
3. An answer judged not useful, or wrong, is answered once another text is given.
"""

from collections.abc import Mapping
from typing import Any

from bot import contacts
from bot.desk import Desk, Job
from bot.events import Told
from bot.review import rows
from bot.review.values import Action, Done, Link, Merge, Result, Unmerge
from knowledge import review
from knowledge.answering import Outcome, Question, Reply, can_be_given
from knowledge.review import OPEN, Cause, Decided, Decision, Standing

_JUDGED = (Cause.UNHELPFUL, Cause.WRONG)


def settle(desk: Desk) -> int:
    """Close every group that the version in service answers, and owe its askers the answer. Returns how many people are told.

    Each is told once, whichever process does it, and however often it is done.
    """
    open_groups = f"SELECT * FROM unanswered WHERE part_of IS NULL AND state IN ({', '.join('?' * len(OPEN))}) ORDER BY id"  # noqa: S608 (question marks)
    told = sum(_settle(desk, row) for row in desk.ledger.database.rows(open_groups, OPEN))
    return told + _tell_the_rest(desk)


def settle_group(desk: Desk, group: int) -> int:
    """Do the same for one group, as soon as something was decided of it."""
    found = desk.ledger.database.rows("SELECT * FROM unanswered WHERE id = ? AND part_of IS NULL", (group,))
    return sum(_settle(desk, row) for row in found)


def decide(desk: Desk, group: int, seen: int, action: Action, by: str) -> Result:
    """Do what a reviewer wants with a group that they saw in the revision `seen`; what follows from it at once, follows."""
    result = desk.decide(group, seen, action, by)
    if isinstance(result, Done) and isinstance(action, Link | Merge | Unmerge):
        settle_group(desk, result.group.standing.part_of or group)
    return result


def tell_if_answered(desk: Desk, about: str) -> None:
    """Owe the answer at once to whoever waits for that of a question, or of what the reply to an event left open, where it has come since."""
    asked = desk.ledger.asked(about)
    if asked and _is_answered(desk, asked.event, None):
        _tell(desk, asked.event, "")


def _settle(desk: Desk, row: Mapping[str, Any]) -> int:
    """Close a group first, and tell then: whoever asks after that has asked again, and who dies in between leaves the telling to `_tell_the_rest`."""
    standing = rows.standing_of(row)
    entry, is_decided = _entry_for(desk, row, standing) if standing.state in OPEN else ("", False)
    if not entry or not _close(desk, row, entry, is_decided=is_decided):
        return 0
    return _tell_members(desk, row["id"], entry if is_decided else "")


def _entry_for(desk: Desk, row: Mapping[str, Any], standing: Standing) -> tuple[str, bool]:
    """Return the id of the entry that answers a group by now, empty where none does, and whether a reviewer said so."""
    decision = standing.decision
    if decision.kind is Decided.LINKED:
        catalogue = desk.catalogue()
        can_be = any(can_be_given(entry, catalogue, desk.today()) for entry in catalogue.in_languages(decision.entry))
        return decision.entry if can_be else "", True
    if decision.kind is Decided.DRAFTED and decision.draft:
        reply = desk.preview(Question(decision.draft.question, language=decision.draft.language))
        if reply.outcome is Outcome.ANSWERED and not _is_still_judged(desk, row["id"], reply):
            return reply.entry, True
    reply = desk.preview(Question(row["text"], reads=row["language"]))
    return reply.entry if reply.outcome is Outcome.ANSWERED and not _is_still_judged(desk, row["id"], reply) else "", False


def _is_still_judged(desk: Desk, group: int, reply: Reply) -> bool:
    """Tell whether one of a group's questions is there because of the very text that would be given now."""
    found = desk.ledger.database.rows(
        """SELECT member.event AS event FROM unanswered AS part JOIN unanswered_question AS member ON member.member_of = part.id
        WHERE part.root = ? AND cause IN (?, ?)""",
        (group, *_JUDGED),
    )
    return any(reply.text in _given(desk, row["event"]) for row in found)


def _given(desk: Desk, question: str) -> set[str]:
    """Return the texts that were given for a question: at once, and when its asker was told."""
    found = desk.ledger.database.rows(
        """SELECT text FROM reply WHERE event = ? UNION
        SELECT text FROM event JOIN reply ON reply.event = event.key WHERE about = ? AND about <> '' AND kind = 'told'""",
        (question, question),
    )
    return {row["text"] for row in found}


def _tell_members(desk: Desk, group: int, entry: str) -> int:
    found = desk.ledger.database.rows(
        """SELECT member.event AS event, cause FROM unanswered AS part JOIN unanswered_question AS member ON member.member_of = part.id
        WHERE part.root = ? AND EXISTS (SELECT 1 FROM contact WHERE question = member.event) ORDER BY member.rowid DESC""",
        (group,),
    )
    return sum(_tell(desk, row["event"], entry) for row in found if entry or _is_answered(desk, row["event"], Cause(row["cause"])))


def _tell_the_rest(desk: Desk) -> int:
    """Tell those who wait for the answer to a question that is in no open group: whoever closed its group died before that, or they wait since then."""
    found = desk.ledger.database.rows(
        """SELECT DISTINCT contact.question AS question, cause, shown.* FROM contact
        LEFT JOIN unanswered_question AS member ON member.event = contact.question
        LEFT JOIN unanswered AS part ON part.id = member.member_of LEFT JOIN unanswered AS shown ON shown.id = part.root
        WHERE shown.state IS NULL OR shown.state = 'answered'"""
    )
    told = 0
    for row in found:
        decision = rows.standing_of(row).decision if row["id"] else Decision()
        entry = decision.entry if decision.kind in (Decided.LINKED, Decided.DRAFTED) else ""
        if entry or _is_answered(desk, row["question"], Cause(row["cause"]) if row["cause"] else None):
            told += _tell(desk, row["question"], entry)
    return told


def _is_answered(desk: Desk, event: str, cause: Cause | None) -> bool:
    """Tell whether a question finds its answer by itself, and another one than it was judged for."""
    asked = desk.ledger.asked(event)
    if asked is None:
        return False
    reply = desk.preview(asked.question)
    if reply.outcome is not Outcome.ANSWERED:
        return False
    return cause not in _JUDGED or reply.text not in _given(desk, event)


def _tell(desk: Desk, question: str, entry: str) -> int:
    """Owe the answer to whoever waits for it; where they are reached is forgotten with the same write (`Arrivals.notice`)."""
    waiting = contacts.waiting_for(desk.ledger.database, question)
    jobs = [Job(Told(one.platform, one.asker, question, entry, one.event), one.send_to, is_held=False, recipient=one.recipient) for one in waiting]
    return sum(handled.is_due for handled in desk.handle_all(jobs))


def _close(desk: Desk, seen: Mapping[str, Any], entry: str, *, is_decided: bool) -> bool:
    """Close a group that was read as `seen`; tell whether it was still so, for a reviewer may have decided otherwise meanwhile."""
    with desk.ledger.database.write() as tables:
        row = tables.conn.execute("SELECT * FROM unanswered WHERE id = ?", (seen["id"],)).fetchone()
        if row["revision"] != seen["revision"]:
            return False
        before = rows.standing_of(row)
        after = review.closed(before, entry, desk.catalogue().version, is_decided=is_decided)
        rows.change(tables, seen["id"], before, after, "answered", "", "", desk.clock())
    return True
