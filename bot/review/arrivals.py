"""What arrives: each question that no approved answer covered joins the group of its like, at once, in the transaction that records it.

The groups' questions are held in memory (`knowledge.grouping`), and caught up with what other processes wrote before each arrival, so that the same
questions make the same groups however many processes there are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot import contacts
from bot.contacts import Contact
from bot.events import Asked, Drafted, Followed, Rated, Told, Verdict
from bot.ledger import AskedQuestion, Ledger, Record
from bot.review import rows
from knowledge import review, text
from knowledge.answering import Note, Outcome, Question, Reply
from knowledge.database import Tables, to_milliseconds
from knowledge.grouping import Grouping
from knowledge.review import Cause

# Up to so many questions a group's best wording is looked for at every arrival; then at every so-manieth.
_ALWAYS, _EVERY = 20, 10
_NOT_IN_FORCE = {Note.EXPIRED, Note.SUSPENDED, Note.NOT_YET_VALID, Note.FACT_WITHOUT_VALUE}
_ERASURES = "SELECT coalesce(max(id), 0) AS latest FROM evidence WHERE kind = 'erased'"
_SINCE = """SELECT member.rowid AS number, member_of, text, language, reads FROM unanswered_question AS member
    JOIN question ON question.event = member.event WHERE member.rowid > ? AND text <> '' ORDER BY member.rowid"""
_JUDGED = {Verdict.NONE_OF_THESE: Cause.REFUSED, Verdict.NOT_USEFUL: Cause.UNHELPFUL, Verdict.WRONG: Cause.WRONG}


def _cause_of(reply: Reply) -> Cause | None:
    """Return why a question with this reply is put on the list; None where it is not."""
    if reply.outcome is not Outcome.UNANSWERED or Note.NOTHING_PUBLISHED in reply.notes:
        return None
    return Cause.NOT_IN_FORCE if _NOT_IN_FORCE & set(reply.notes) else Cause.UNANSWERED


_log = structlog.get_logger("unavoz.review")


class Arrivals:
    """Puts the questions of `ledger` into groups. `language` is that of questions which name none."""

    def __init__(self, ledger: Ledger, language: str) -> None:
        self._ledger = ledger
        self._language = language
        self._grouping = Grouping()
        self._seen = 0  # the last row of `unanswered_question` that `_grouping` holds
        self._erasures = 0

    def prepare(self) -> None:
        """Read the groups' questions, which takes long where there are many, before anybody waits for it, and without keeping anybody waiting.

        Again where something was erased since: what is held is left as it is until then.
        """
        database, grouping, seen = self._ledger.database, Grouping(), 0
        erasures = database.rows(_ERASURES)[0]["latest"]
        for row in database.rows(_SINCE, (0,)):
            self._add(grouping, row)
            seen = row["number"]
        with database.write():
            self._grouping, self._seen, self._erasures = grouping, seen, erasures

    def is_outdated(self) -> bool:
        """Tell whether a text that is held was erased since it was read."""
        return bool(self._ledger.database.rows(_ERASURES)[0]["latest"] != self._erasures)

    def similar(self, text: str, language: str, limit: int) -> list[int]:
        """Return the groups whose questions are somewhat like a text, the most like first."""
        with self._ledger.database.write() as tables:
            self._catch_up(tables)
            return [found.group for found in self._grouping.similar(text, language or self._language, limit)]

    def forget(self) -> None:
        """Read the groups anew next time: what was taken up was not kept."""
        self._grouping, self._seen = Grouping(), 0

    def notice(self, tables: Tables, record: Record, at: datetime) -> None:
        """Put the question that an event left open on the list, and keep where whoever waits for its answer is reached."""
        event = record.event
        asked: AskedQuestion | None
        cause: Cause | None
        match event:
            case Asked() | Drafted() if event.question.text:
                asked, cause, tell_at = AskedQuestion(event.key, event.question, at), _cause_of(record.reply), event.tell_at
            case Rated(verdict=verdict) if verdict in _JUDGED:
                asked, cause, tell_at = self._ledger.asked(event.about), _JUDGED[verdict], event.tell_at
            case Followed():
                asked, cause, tell_at = self._ledger.asked(event.about), None, event.send_to
            case Told():
                rows.told(tables, event.about, event.platform, event.asker, record.reply.version)
                return
            case _:
                return
        if asked is None or (cause is None and not isinstance(event, Followed)):
            return
        if cause:
            self._take_up(tables, asked.event, asked.question, event.asker, cause, at)
        if tell_at:
            contacts.keep(tables, Contact(event.key, asked.event, event.platform, event.asker, record.recipient, tell_at), at)

    def _take_up(self, tables: Tables, event: str, question: Question, asker: str, cause: Cause, at: datetime) -> None:
        """Put the question that `event` asked on the list, inside the transaction `tables`.

        One that is there already is marked with the newest cause.
        """
        known = tables.conn.execute("SELECT member_of FROM unanswered_question WHERE event = ?", (event,)).fetchone()
        if known:
            tables.conn.execute("UPDATE unanswered_question SET cause = ?, told_in = 0 WHERE event = ?", (cause, event))
            self._ask_again(tables, _root(tables, known["member_of"]), at, times=0)
            return
        if not text.key(question.text):
            return
        self._catch_up(tables)
        language = question.language or question.reads or self._language
        group = self._nearest(question.text, language) or rows.insert(tables, question.text, language, at)
        root = _root(tables, group)
        is_new_asker = not rows.has_asked(tables, root["id"], asker)
        tables.conn.execute(
            """INSERT INTO unanswered_question (event, member_of, cause, asker, at, platform, department)
            SELECT ?, ?, ?, ?, ?, platform, department FROM event WHERE key = ?""",
            (event, group, cause, asker, to_milliseconds(at), event),
        )
        if root["questions"] < _ALWAYS or root["questions"] % _EVERY == 0:
            rows.recount(tables, root["id"])
        else:
            rows.count_one(tables, root["id"], at, is_new_asker=is_new_asker)
        self._ask_again(tables, root, at, times=1)

    def _nearest(self, asked: str, language: str) -> int | None:
        """Return the group that a question joins. A text that the grouping fails at gets one of its own: nobody's answer may fail by it."""
        try:
            likest = self._grouping.nearest(asked, language)
        except Exception as error:  # noqa: BLE001 (pure, so that whatever fails has changed nothing)
            _log.error("not grouped", error=type(error).__name__)
            return None
        return likest.group if likest else None

    def _ask_again(self, tables: Tables, root: Mapping[str, Any], at: datetime, times: int) -> None:
        now = rows.standing_of(root)
        then = review.asked_again(now, root["questions"] + times)
        if then != now:
            rows.change(tables, root["id"], now, then, "asked_again", "", "", at)

    def _catch_up(self, tables: Tables) -> None:
        """Read what was put on the list since, by whichever process."""
        for row in tables.conn.execute(_SINCE, (self._seen,)):
            self._add(self._grouping, row)
            self._seen = row["number"]

    def _add(self, grouping: Grouping, row: Mapping[str, Any]) -> None:
        try:
            grouping.add(row["member_of"], row["text"], row["language"] or row["reads"] or self._language)
        except Exception as error:  # noqa: BLE001 (its group is found by its other questions)
            _log.error("not grouped", error=type(error).__name__)


def _root(tables: Tables, group: int) -> Mapping[str, Any]:
    """Return the row of the group within which `group` is shown."""
    found = tables.conn.execute("SELECT * FROM unanswered WHERE id = (SELECT root FROM unanswered WHERE id = ?)", (group,)).fetchone()
    return dict(found)
