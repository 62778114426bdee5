"""How personal data is taken out of the database, inside a transaction: texts, who asked, where people are reached, and names that stand in keys.

What is counted stays as it was: events and replies are kept, and of those who asked the questions of a group, each leaves one mark (`erased-…`) that
says that there was somebody, and is nobody's: it is drawn by lot, another one for every group.
"""

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bot.review import rows
from knowledge import text
from knowledge.database import Tables, to_milliseconds

ERASED = "[BORRADO]"
_MARK = "erased-"
_CHUNK = 500
# What stands in the JSON of a decision beside what people wrote.
_CODES = frozenset({"state", "kind", "entry", "language", "by"})
# A question of fewer words is looked for in reviewers' texts as the whole of one only: "piscina" says nothing of who asked.
_FEWEST_WORDS = 3
_PUNCTUATION = " ¿?¡!.,"
# Every column that holds the key of an event.
_KEYS = (
    ("event", "key"),
    ("question", "event"),
    ("reply", "event"),
    ("outgoing", "event"),
    ("contact", "event"),
    ("contact", "question"),
    ("unanswered_question", "event"),
    ("sealed", "subject"),
    ("recall_notice", "event"),
)


def keep_evidence(tables: Tables, kind: str, by: str, at: datetime, detail: dict[str, Any]) -> int:
    """Keep that something was done, never to whom; return the number of the record."""
    written = json.dumps(detail, ensure_ascii=False)
    cursor = tables.conn.execute("INSERT INTO evidence (at, kind, by, detail) VALUES (?, ?, ?, ?)", (to_milliseconds(at), kind, by, written))
    return int(cursor.lastrowid or 0)


def blank(tables: Tables, events: Sequence[str], *, in_reviews: bool) -> Counter[str]:
    """Empty the texts of these questions and reasons, and the wordings of groups that were theirs alone; return how many of each had one.

    With `in_reviews`, what reviewers wrote of the same groups loses its quotations of those questions.
    """
    found = list(
        _select(
            tables,
            """SELECT question.event AS event, question.text AS text, root FROM question
            LEFT JOIN unanswered_question AS member ON member.event = question.event LEFT JOIN unanswered ON unanswered.id = member_of
            WHERE question.text <> '' AND question.event IN""",
            events,
        )
    )
    reasons = [(row["key"],) for row in _select(tables, "SELECT key FROM event WHERE kind = 'explained' AND detail <> '' AND key IN", events)]
    tables.conn.executemany("UPDATE question SET text = '' WHERE event = ?", [(row["event"],) for row in found])
    tables.conn.executemany("UPDATE event SET detail = '' WHERE key = ?", reasons)
    of_groups: dict[int, set[str]] = {}
    for row in found:
        if row["root"] is not None:
            of_groups.setdefault(row["root"], set()).add(row["text"])
    counts = Counter(questions=len(found), reasons=len(reasons))
    for root, gone in of_groups.items():
        counts.update(_reword(tables, root, gone, in_reviews=in_reviews))
        rows.recount(tables, root)
    return counts


def _reword(tables: Tables, root: int, gone: set[str], *, in_reviews: bool) -> Counter[str]:
    """Take the wordings that nobody else used out of a group and its parts."""
    left = tables.conn.execute(
        """SELECT DISTINCT text FROM question JOIN unanswered_question AS member ON member.event = question.event
        WHERE member_of IN (SELECT id FROM unanswered WHERE root = ?)""",
        (root,),
    )
    own = gone - {row["text"] for row in left}
    counts: Counter[str] = Counter()
    for row in tables.conn.execute("SELECT id, text FROM unanswered WHERE root = ?", (root,)).fetchall():
        if row["text"] in own:
            tables.conn.execute("UPDATE unanswered SET text = ?, revision = revision + 1 WHERE id = ?", (ERASED, row["id"]))
            counts["groups"] += 1
    if in_reviews and own:
        counts.update(rewrite_reviews(tables, lambda written: _without(written, own), root))
    return counts


def _without(written: str, questions: Iterable[str]) -> str:
    for question in questions:
        if text.key(written) == text.key(question):
            return ERASED
        if len(text.words(question)) >= _FEWEST_WORDS:
            written = without(written, question.strip(_PUNCTUATION))
    return written


def without(written: str, sought: str) -> str:
    """Return `written` with `sought`, whatever its case and accents, replaced by the mark of what was erased."""
    for first, end in reversed(text.places(written, sought)):
        written = written[:first] + ERASED + written[end:]
    return written


def rewrite_reviews(tables: Tables, change: Callable[[str], str], root: int | None = None) -> Counter[str]:
    """Change what reviewers wrote, of a group and its parts, or of all; return how many decisions, remarks and steps are changed."""
    condition, parameters = ("WHERE root = ?", (root,)) if root is not None else ("", ())
    counts: Counter[str] = Counter()
    for row in tables.conn.execute(f"SELECT id, decision FROM unanswered {condition}", parameters).fetchall():  # noqa: S608 (our own words)
        decision = _rewritten(row["decision"], change)
        if decision != row["decision"]:
            tables.conn.execute("UPDATE unanswered SET decision = ?, revision = revision + 1 WHERE id = ?", (decision, row["id"]))
            counts["decisions"] += 1
    steps = f"SELECT id, remark, before, after FROM review_step WHERE subject IN (SELECT id FROM unanswered {condition})"  # noqa: S608
    for row in tables.conn.execute(steps, parameters).fetchall():
        remark, before, after = change(row["remark"]), _rewritten(row["before"], change), _rewritten(row["after"], change)
        if (remark, before, after) != (row["remark"], row["before"], row["after"]):
            tables.conn.execute("UPDATE review_step SET remark = ?, before = ?, after = ? WHERE id = ?", (remark, before, after, row["id"]))
            counts["remarks"] += remark != row["remark"]
            counts["steps"] += (before, after) != (row["before"], row["after"])
    return counts


def _rewritten(content: str, change: Callable[[str], str]) -> str:
    """Return the JSON of a decision with the texts that people wrote changed; the same characters where none is."""
    before = json.loads(content)
    after = _changed(before, change)
    return content if after == before else json.dumps(after, ensure_ascii=False, separators=(",", ":"))


def written_in(content: str) -> list[str]:
    """Return the texts that people wrote in the JSON of a decision."""
    found: list[str] = []

    def take(written: str) -> str:
        found.append(written)
        return written

    _changed(json.loads(content), take)
    return [written for written in found if written]


def _changed(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    match value:
        case str():
            return value if name in _CODES else change(value)
        case list() if name == "wordings":
            return [[channel, change(written)] for channel, written in value]
        case dict():
            return {key: _changed(inner, change, key) for key, inner in value.items()}
        case _:
            return value


def forget_addresses(tables: Tables, events: Iterable[str]) -> int:
    """Forget where these events' people are reached; what was still to be sent there is not sent. Returns how many contacts there were."""
    keys = [(event,) for event in events]
    contacts = tables.conn.executemany("DELETE FROM contact WHERE event = ?", keys).rowcount
    tables.conn.executemany(
        """UPDATE outgoing SET recipient = '', send_to = '', state = CASE state WHEN 'sending' THEN 'undeliverable' ELSE state END
        WHERE event = ? AND (recipient <> '' OR send_to <> '')""",
        keys,
    )
    tables.conn.executemany("UPDATE event SET detail = '' WHERE key = ? AND kind = 'followed'", keys)
    return max(contacts, 0)


def unlink(tables: Tables, events: Sequence[str]) -> int:
    """Take out who did these; return of how many it was known."""
    linked = [(row["key"],) for row in _select(tables, "SELECT key FROM event WHERE asker <> '' AND key IN", events)]
    tables.conn.executemany("UPDATE event SET asker = '' WHERE key = ?", linked)
    tables.conn.executemany("UPDATE recall_notice SET asker = '' WHERE event = ?", linked)
    return len(linked)


def unlink_from_groups(tables: Tables, condition: str, parameters: Sequence[Any]) -> int:
    """Take out whom the questions of groups are counted for, where `condition` holds of `event` and `member`; return of how many it was known.

    Whoever is counted for no other question of a group leaves a mark there with their latest one, so that the group counts as many people as before.
    """
    members = tables.conn.execute(
        f"""SELECT member.event AS event, member.asker AS asker, root, at FROM unanswered_question AS member
        JOIN unanswered ON unanswered.id = member_of JOIN event ON event.key = member.event
        WHERE member.asker <> '' AND member.asker NOT LIKE '{_MARK}%' AND {condition}""",  # noqa: S608 (our own words)
        parameters,
    ).fetchall()
    tables.conn.executemany("UPDATE unanswered_question SET asker = '' WHERE event = ?", [(row["event"],) for row in members])
    latest = {(row["root"], row["asker"]): row["event"] for row in sorted(members, key=lambda row: int(row["at"]))}
    for (root, asker), event in latest.items():
        if not rows.has_asked(tables, root, asker):
            tables.conn.execute("UPDATE unanswered_question SET asker = ? WHERE event = ?", (_mark(), event))
    return len(members)


def rename(tables: Tables, keys: Iterable[str], names: str) -> int:
    """Take names out of keys, wherever these stand; `names` is a regular expression of them. Returns of how many keys.

    To be called last in a transaction: keys that were read before are not those of the database any more.
    """
    between = re.compile(rf"(?<=[:#|])(?:{names})(?=$|[:#|])")
    renamed = [(between.sub(lambda _: _mark(), key), key) for key in keys if between.search(key)]
    tables.conn.execute("PRAGMA defer_foreign_keys = ON")  # until the end of this transaction
    for table, column in _KEYS:
        tables.conn.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", renamed)  # noqa: S608
    tables.conn.executemany("UPDATE event SET about = ? WHERE about = ? AND about <> ''", renamed)  # as its partial index is asked for
    return len(renamed)


def _mark() -> str:
    return _MARK + secrets.token_hex(8)


def _select(tables: Tables, sql: str, keys: Sequence[str]) -> Iterator[Any]:
    """Give the rows of a query that ends in `IN`, for however many keys."""
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        yield from tables.conn.execute(f"{sql} ({', '.join('?' * len(some))})", some).fetchall()
