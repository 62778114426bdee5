"""How long personal data are kept: a round once a day takes out what is older than the settings allow, and keeps evidence that it was made.

1. Where people are reached, after `contacts_days`; where they are told of changes, once the longest window of the recalls is over.
2. The texts of archived groups, after `archived_text_days` in the archive.
3. What was asked, the reasons given, and who did anything, after `questions_days`: what is counted stays.
4. Every trace of an event, and what reviewers did, after `audit_days`; with them the groups that nothing is left of.
5. Sessions and login codes that have ended.

Each in transactions of its own, none so large that people wait for it; what one has done, the next does not find. What reviewers wrote is theirs, and
stays until the fourth.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import erasing
from bot.notice_settings import Recall
from bot.recalls import reaching
from bot.review import rows
from bot.settings import Retention
from knowledge.database import Database, Tables, to_milliseconds, to_moment
from knowledge.review import State

# Sessions end much earlier; no longer than this is a row of one kept.
_SESSIONS = timedelta(days=1)
_PSEUDONYM = "~[a-z2-7]{16}"
_WITH_PSEUDONYM = f"*[:#|]~{'[a-z2-7]' * 16}*"  # the same for GLOB
# So many events are dealt with in one transaction: about a second's work.
_BATCH = 5_000
# What a round takes out of texts, or of what is counted in groups: whoever holds these in memory has to read them anew.
_READ_ANEW = ("questions", "archived_questions", "deleted_questions", "deleted_groups")


@dataclass(frozen=True, slots=True)
class Report:
    """What a round took out: the number of its evidence, how many of what, and whether the files hold nothing of it any more."""

    evidence: int
    counts: Mapping[str, int]
    is_gone: bool


def due(database: Database, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether no round was made yet on the day that it is in `zone`."""
    last = database.rows("SELECT at FROM evidence WHERE kind = 'retention' ORDER BY id DESC LIMIT 1")
    return not last or to_moment(last[0]["at"]).astimezone(zone).date() != now.astimezone(zone).date()


def apply(database: Database, policy: Retention, now: datetime, by: str = "", *, reach_days: int = Recall().longest) -> Report:
    """Take out all that is older than `policy` allows, and keep evidence of it, also where there was nothing.

    Where people are told of changes is kept for `reach_days` after the last answer that they were given.
    """
    counts: Counter[str] = Counter()
    for days, step in (
        (policy.contacts_days, _contacts),
        (policy.archived_text_days, _archived),
        (policy.questions_days, _questions),
        (policy.questions_days, _groups),
        (policy.questions_days, _keys),
        (policy.audit_days, _audit),
    ):
        while days:
            with database.write() as tables:
                took = step(tables, to_milliseconds(now - timedelta(days=days)))
                if any(took[name] for name in (*_READ_ANEW, "deleted_events")):  # told at once: a round that ends before its end has deleted lawfully
                    erasing.keep_evidence(tables, "erased", by, now, {"what": "retention", **took, "policy": policy.model_dump()})
            counts.update(took)
            if not any(took.values()):
                break
    with database.write() as tables:
        counts.update(_sessions(tables, now))
        counts["reach"] = reaching.forget(tables, now, reach_days)
        detail = {"policy": policy.model_dump(), "counts": dict(counts)}
        evidence = erasing.keep_evidence(tables, "retention", by, now, detail)
    return Report(evidence, dict(counts), database.scrub() if any(counts.values()) else True)


def _contacts(tables: Tables, before: int) -> Counter[str]:
    old = tables.conn.execute(
        """SELECT event FROM contact WHERE at < ?
        UNION SELECT event FROM outgoing JOIN event ON event.key = outgoing.event WHERE received_at < ? AND (recipient <> '' OR send_to <> '')
        UNION SELECT key FROM event WHERE kind = 'followed' AND detail <> '' AND received_at < ?""",
        (before, before, before),
    )
    return Counter(contacts=erasing.forget_addresses(tables, [row["event"] for row in old.fetchall()]))


def _archived(tables: Tables, before: int) -> Counter[str]:
    """Empty the questions of groups that went into the archive before then, but for those that were asked since."""
    old = tables.conn.execute(
        """SELECT member.event AS event FROM unanswered AS shown JOIN unanswered AS part ON part.root = shown.id
        JOIN unanswered_question AS member ON member.member_of = part.id JOIN question ON question.event = member.event
        WHERE shown.root = shown.id AND shown.state = ? AND member.at < ? AND question.text <> '' AND ? > coalesce(
            (SELECT max(at) FROM review_step WHERE subject = shown.id AND action = 'archive'), shown.last_at)""",
        (State.ARCHIVED, before, before),
    )
    blanked = erasing.blank(tables, [row["event"] for row in old.fetchall()], in_reviews=False)
    return Counter(archived_questions=blanked["questions"], archived_groups=blanked["groups"])


def _questions(tables: Tables, before: int) -> Counter[str]:
    """Empty what was asked and said before then, and take out who did it, and where they are reached."""
    told = tables.conn.execute(
        """SELECT key FROM event LEFT JOIN question ON question.event = key WHERE received_at < ?
        AND (asker <> '' OR question.text <> '' OR (kind = 'explained' AND detail <> '')) ORDER BY received_at LIMIT ?""",
        (before, _BATCH),
    )
    events = [row["key"] for row in told.fetchall()]
    counts = erasing.blank(tables, events, in_reviews=False)
    counts["contacts"] = erasing.forget_addresses(tables, events)
    counts["askers"] = erasing.unlink(tables, events)
    return counts


def _groups(tables: Tables, before: int) -> Counter[str]:
    """Take out whom the questions from before then are counted for, who may have judged their answers only."""
    condition = "event.received_at < ? ORDER BY member.at LIMIT ?"
    return Counter(group_askers=erasing.unlink_from_groups(tables, condition, (before, _BATCH)))


def _keys(tables: Tables, before: int) -> Counter[str]:
    """Take who did it out of the keys of events from before then."""
    named = tables.conn.execute(
        """SELECT key FROM event WHERE received_at < :before AND key GLOB :named
        UNION SELECT about FROM event WHERE received_at < :before AND about GLOB :named LIMIT :most""",
        {"before": before, "named": _WITH_PSEUDONYM, "most": _BATCH},
    )
    return Counter(keys=erasing.rename(tables, [row["key"] for row in named.fetchall()], _PSEUDONYM))


def _audit(tables: Tables, before: int) -> Counter[str]:
    """Delete the events from before then with all that hangs on them, what reviewers did before then, and the groups that are empty by that."""
    old = "(SELECT key FROM event WHERE received_at < :before ORDER BY received_at, key LIMIT :most)"
    execute, when = tables.conn.execute, {"before": before, "most": _BATCH}
    roots = execute(
        f"SELECT DISTINCT root FROM unanswered JOIN unanswered_question ON member_of = unanswered.id WHERE event IN {old}",  # noqa: S608 (our own words)
        when,
    ).fetchall()
    counts = Counter(contacts=execute(f"DELETE FROM contact WHERE event IN {old} OR question IN {old}", when).rowcount)  # noqa: S608
    for table, name in (
        ("outgoing", "deleted_messages"),
        ("unanswered_question", "deleted_questions"),
        ("recall_notice", "deleted_notices"),
        ("reply", "deleted_replies"),
        ("question", "deleted_texts"),
    ):
        counts[name] = execute(f"DELETE FROM {table} WHERE event IN {old}", when).rowcount  # noqa: S608
    execute(f"UPDATE sealed SET subject = '' WHERE subject IN {old} AND subject <> ''", when)  # noqa: S608 (the chain keeps its hash)
    counts["deleted_events"] = execute(f"DELETE FROM event WHERE key IN {old}", when).rowcount  # noqa: S608
    counts["deleted_recalls"] = execute(
        "DELETE FROM recall WHERE at < ? AND NOT EXISTS (SELECT 1 FROM recall_notice WHERE recall_notice.recall = recall.id)", (before,)
    ).rowcount
    counts["deleted_steps"] = execute("DELETE FROM review_step WHERE at < ?", (before,)).rowcount
    for row in roots:
        rows.recount(tables, row["root"])
    counts["deleted_groups"] = _delete_empty_groups(tables, before)
    return counts


def _delete_empty_groups(tables: Tables, before: int) -> int:
    """Delete the groups that have no question, no part and no step, the innermost first; return how many."""
    deleted = 0
    while True:
        found = tables.conn.execute(
            """DELETE FROM unanswered WHERE opened_at < ? AND NOT EXISTS (SELECT 1 FROM unanswered_question WHERE member_of = unanswered.id)
            AND NOT EXISTS (SELECT 1 FROM unanswered AS part WHERE part.part_of = unanswered.id)
            AND NOT EXISTS (SELECT 1 FROM review_step WHERE subject = unanswered.id)""",
            (before,),
        )
        if not found.rowcount:
            return deleted
        deleted += found.rowcount


def _sessions(tables: Tables, now: datetime) -> Counter[str]:
    codes = tables.conn.execute("DELETE FROM login_code WHERE ends_at < ?", (to_milliseconds(now),)).rowcount
    sessions = tables.conn.execute("DELETE FROM session WHERE opened_at < ?", (to_milliseconds(now - _SESSIONS),)).rowcount
    return Counter(login_codes=codes, sessions=sessions)
