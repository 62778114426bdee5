"""The rights of those whose data are kept: where a text stands, what is known of a person, and erasing either (articles 15, 17 and 20 of the GDPR).

An erasure is one transaction; then the file is written anew, so that nothing is left in it or its journal. That it was done is kept (`evidence`), not
what was erased. Whoever reviewed or published stays named beside what they decided, as a public administration has to account for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot import erasing
from bot.erasing import ERASED
from bot.pseudonyms import Pseudonyms
from knowledge import text
from knowledge.database import Database, to_moment

# Shorter texts stand inside too many words that have nothing to do with them.
FEWEST_CHARACTERS = 4
_AROUND = 30  # characters of an excerpt on either side


class Place(StrEnum):
    """Where a text may stand."""

    QUESTION = "question"
    REASON = "reason"  # of a verdict
    GROUP = "group"  # the wording that a group is listed under
    DECISION = "decision"  # of a group, such as a draft
    REMARK = "remark"  # of a reviewer's step
    STEP = "step"  # what was decided before or after it


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a text stands: the key of an event, or the number of a group."""

    place: Place
    event: str
    group: int
    at: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: the number of its evidence, how many of what it changed, and whether the files hold nothing of it any more.

    Where they may, another process was reading: erasing the same again, which finds nothing, cleans them.
    """

    evidence: int
    counts: Mapping[str, int]
    is_gone: bool


class NotErasable(ValueError):
    """A text that is too short, or the mark of what was erased itself."""


class NoSuchText(LookupError):
    """No question and no reason is recorded under the key of an event."""


def find(database: Database, sought: str) -> list[Found]:
    """Return every place where a text stands in what people asked and wrote, whatever its case and accents. Approved answers are not looked through."""
    found = []
    for place, event, group, at, written in _texts(database):
        if where := text.places(written, sought.strip()):
            found.append(Found(place, event, group, to_moment(at), _excerpt(written, *where[0])))
    return found


def _texts(database: Database) -> Iterator[tuple[Place, str, int, int, str]]:
    for row in database.rows(
        "SELECT event, text, received_at FROM question JOIN event ON event.key = question.event WHERE text <> '' ORDER BY received_at"
    ):
        yield Place.QUESTION, row["event"], 0, row["received_at"], row["text"]
    for row in database.rows("SELECT key, detail, received_at FROM event WHERE kind = 'explained' AND detail <> '' ORDER BY received_at"):
        yield Place.REASON, row["key"], 0, row["received_at"], row["detail"]
    for row in database.rows("SELECT id, text, decision, last_at FROM unanswered ORDER BY id"):
        yield Place.GROUP, "", row["id"], row["last_at"], row["text"]
        for written in erasing.written_in(row["decision"]):
            yield Place.DECISION, "", row["id"], row["last_at"], written
    for row in database.rows("SELECT subject, at, remark, before, after FROM review_step ORDER BY id"):
        yield Place.REMARK, "", row["subject"], row["at"], row["remark"]
        for written in dict.fromkeys(erasing.written_in(row["before"]) + erasing.written_in(row["after"])):
            yield Place.STEP, "", row["subject"], row["at"], written


def _excerpt(written: str, first: int, end: int) -> str:
    start, stop = max(first - _AROUND, 0), min(end + _AROUND, len(written))
    return text.one_line(f"{'…' if start else ''}{written[start:stop]}{'…' if stop < len(written) else ''}")


def erase_text(database: Database, sought: str, by: str, at: datetime) -> Erased:
    """Replace a text, whatever its case and accents, by the mark of what was erased, everywhere that `find` finds it. Raises NotErasable."""
    wanted = sought.strip()
    if len(text.key(wanted)) < FEWEST_CHARACTERS or text.fold(wanted) in text.fold(ERASED):
        raise NotErasable(wanted)
    counts = Counter(questions=0, reasons=0, groups=0, decisions=0, remarks=0, steps=0)
    with database.write() as tables:
        for name, select, update in (
            ("questions", "SELECT event, text FROM question WHERE text <> ''", "UPDATE question SET text = ? WHERE event = ?"),
            ("reasons", "SELECT key, detail FROM event WHERE kind = 'explained'", "UPDATE event SET detail = ? WHERE key = ?"),
            ("groups", "SELECT id, text FROM unanswered", "UPDATE unanswered SET text = ?, revision = revision + 1 WHERE id = ?"),
        ):
            read = tables.conn.execute(select).fetchall()
            changed = [(now, key) for key, written in read if (now := erasing.without(written, wanted)) != written]
            tables.conn.executemany(update, changed)
            counts[name] = len(changed)
        counts.update(erasing.rewrite_reviews(tables, lambda written: erasing.without(written, wanted)))
        evidence = erasing.keep_evidence(tables, "erased", by, at, {"what": "text", **counts})
    return Erased(evidence, dict(counts), database.scrub())


def erase_event(database: Database, event: str, by: str, at: datetime) -> Erased:
    """Empty the text of one question, or the reason of one verdict, and what quotes it. Raises NoSuchText."""
    with database.write() as tables:
        if not tables.conn.execute("SELECT 1 FROM event WHERE key = ? AND kind IN ('asked', 'explained')", (event,)).fetchone():
            raise NoSuchText(event)
        counts = erasing.blank(tables, [event], in_reviews=True)
        evidence = erasing.keep_evidence(tables, "erased", by, at, {"what": "event", **counts})
    return Erased(evidence, dict(counts), database.scrub())


def erase_person(database: Database, pseudonyms: Pseudonyms, platform: str, person: str, by: str, at: datetime) -> Erased:
    """Erase what a platform's person asked and wrote, and take them out of everything that they did; what is counted of it stays.

    `person` is the platform's own name for them; rows that an earlier release wrote under it are theirs too.
    """
    names = _names(pseudonyms, platform, person)
    with database.write() as tables:
        events = [row["key"] for row in tables.conn.execute(f"SELECT key FROM event WHERE {_is_theirs('event', names)}", (platform, *names))]  # noqa: S608
        reached = tables.conn.execute(
            f"""SELECT event FROM contact WHERE {_is_theirs("contact", names)} OR (platform = ? AND recipient = ?)
            UNION SELECT event FROM outgoing JOIN event ON event.key = outgoing.event WHERE platform = ? AND recipient = ?""",  # noqa: S608
            (platform, *names, platform, person, platform, person),
        )
        addressed = {*events, *(row["event"] for row in reached)}
        counts = erasing.blank(tables, events, in_reviews=True)
        counts["contacts"] = erasing.forget_addresses(tables, addressed)
        counts["events"] = erasing.unlink(tables, events)
        erasing.unlink_from_groups(tables, f"event.platform = ? AND member.asker IN ({_marks(names)})", (platform, *names))
        counts["reach"] = tables.conn.execute(
            f"DELETE FROM reach WHERE {_is_theirs('reach', names)} OR (platform = ? AND recipient = ?)",  # noqa: S608
            (platform, *names, platform, person),
        ).rowcount
        for table in ("session", "login_code"):
            tables.conn.execute(f"DELETE FROM {table} WHERE person IN ({_marks(names)})", names)  # noqa: S608
        keys = tables.conn.execute(
            """SELECT key FROM event WHERE platform = :platform UNION SELECT about FROM event WHERE platform = :platform
            UNION SELECT question FROM contact WHERE platform = :platform""",
            {"platform": platform},
        )
        erasing.rename(tables, [row["key"] for row in keys.fetchall()], "|".join(map(re.escape, names)))
        evidence = erasing.keep_evidence(tables, "erased", by, at, {"what": "person", "platform": platform, **counts})
    return Erased(evidence, dict(counts), database.scrub())


def export_person(database: Database, pseudonyms: Pseudonyms, platform: str, person: str) -> dict[str, Any]:
    """Return all that is kept about a platform's person, in a form for JSON: what they did, in order, and where they are reached."""
    names = _names(pseudonyms, platform, person)
    events = database.rows(
        f"""SELECT key, received_at, kind, about, detail, event.department AS department, question.text AS text,
        question.channel AS channel, question.language AS language,
        reply.outcome AS outcome, reply.entry AS entry, version, reply.text AS answer, member_of, cause, told_in FROM event
        LEFT JOIN question ON question.event = key LEFT JOIN reply ON reply.event = key
        LEFT JOIN unanswered_question AS member ON member.event = key WHERE {_is_theirs("event", names)} ORDER BY event.rowid""",  # noqa: S608
        (platform, *names),
    )
    contacts = database.rows(
        f"SELECT question, recipient, send_to, at FROM contact WHERE ({_is_theirs('contact', names)}) OR (platform = ? AND recipient = ?) ORDER BY at",  # noqa: S608
        (platform, *names, platform, person),
    )
    owed = database.rows(
        f"""SELECT event, state, outgoing.recipient AS recipient, send_to FROM outgoing JOIN event ON event.key = outgoing.event
        WHERE platform = ? AND (asker IN ({_marks(names)}) OR recipient = ?) AND (recipient <> '' OR send_to <> '')""",  # noqa: S608
        (platform, *names, person),
    )
    reach = database.rows(
        f"SELECT recipient, seen_at FROM reach WHERE ({_is_theirs('reach', names)}) OR (platform = ? AND recipient = ?)",  # noqa: S608
        (platform, *names, platform, person),
    )
    recalls = database.rows(
        f"SELECT entry, at, reminders, acknowledged_at FROM recall_notice WHERE {_is_theirs('recall_notice', names)} ORDER BY at",  # noqa: S608
        (platform, *names),
    )
    sessions = database.rows(f"SELECT name, role, department, opened_at, seen_at FROM session WHERE person IN ({_marks(names)})", names)  # noqa: S608
    return {
        "platform": platform,
        "person": person,
        "pseudonym": pseudonyms.of(platform, person),
        "events": [_event(row) for row in events],
        "contacts": [row | {"at": _iso(row["at"])} for row in contacts],
        "messages": owed,
        "reach": [row | {"seen_at": _iso(row["seen_at"])} for row in reach],
        "recalls": [
            row | {"at": _iso(row["at"]), "acknowledged_at": _iso(row["acknowledged_at"]) if row["acknowledged_at"] else ""} for row in recalls
        ],
        "sessions": [row | {"opened_at": _iso(row["opened_at"]), "seen_at": _iso(row["seen_at"])} for row in sessions],
    }


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person did, and what they got for it, without the parts that it does not have."""
    parts = {
        "event": row["key"],
        "at": _iso(row["received_at"]),
        "what": row["kind"],
        "about": row["about"],
        "department": row["department"],
        "question": row["text"],
        "channel": row["channel"],
        "language": row["language"],
        "said": row["detail"],
        "outcome": row["outcome"],
        "entry": row["entry"],
        "version": row["version"],
        "answer": row["answer"],
        "group": row["member_of"],
        "cause": row["cause"],
        "told_in": row["told_in"],
    }
    return {name: value for name, value in parts.items() if value not in (None, "", 0)}


def _iso(milliseconds: int) -> str:
    return to_moment(milliseconds).isoformat(timespec="seconds")


def _names(pseudonyms: Pseudonyms, platform: str, person: str) -> list[str]:
    if not person:
        raise ValueError("a person has a name")  # nobody's rows are not one person's
    return list(dict.fromkeys((pseudonyms.of(platform, person), person)))


def _is_theirs(table: str, names: Sequence[str]) -> str:
    """Return the condition under which a row is a person's; its parameters are the platform and the names."""
    return f"{table}.platform = ? AND {table}.asker IN ({_marks(names)})"


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
