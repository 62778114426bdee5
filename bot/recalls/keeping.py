"""What the transaction of an event keeps of recalls: where whoever was given something is reached; who is told, reminded, and has read it."""

from datetime import datetime

from bot.events import Acknowledged, Recalled, Reminded
from bot.ledger import Record
from bot.recalls import reaching
from knowledge.answering import Outcome
from knowledge.database import Tables, to_milliseconds


def notice(tables: Tables, record: Record, at: datetime) -> None:
    """Keep what an event means for recalls, inside its transaction."""
    event = record.event
    match event:
        case Recalled():
            _told(tables, event, at)
        case Reminded():
            tables.conn.execute("UPDATE recall_notice SET reminders = max(reminders, ?) WHERE event = ?", (event.number, event.about))
        case Acknowledged():
            tables.conn.execute(
                "UPDATE recall_notice SET acknowledged_at = ? WHERE event = ? AND platform = ? AND asker = ? AND acknowledged_at = 0",
                (to_milliseconds(at), event.about, event.platform, event.asker),
            )
        case _ if record.reply.outcome is Outcome.ANSWERED and event.asker:
            reaching.keep(tables, event.platform, event.asker, record.recipient, at)


def _told(tables: Tables, event: Recalled, at: datetime) -> None:
    """Put a person on the list of a change; what they were told of the same entry before, and have not acknowledged, is out of date by that.

    Of that nothing is sent any more: what failed at first would come after the newer text, and be taken for it.
    """
    theirs = "platform = ? AND asker = ? AND entry = ? AND acknowledged_at = 0 AND ended <> 'superseded'"
    person = (event.platform, event.asker, event.entry.id)
    notices = [row["event"] for row in tables.conn.execute(f"SELECT event FROM recall_notice WHERE {theirs}", person)]  # noqa: S608 (our own words)
    for notice in notices:
        tables.conn.execute(
            """UPDATE outgoing SET state = 'undeliverable', send_to = '', recipient = '' WHERE state = 'sending' AND event IN (
            SELECT ? UNION ALL SELECT key FROM event WHERE about = ? AND about <> '' AND kind = 'reminded')""",
            (notice, notice),
        )
    tables.conn.execute(f"UPDATE recall_notice SET ended = 'superseded' WHERE {theirs}", person)  # noqa: S608
    tables.conn.execute(
        "INSERT INTO recall_notice (event, recall, entry, platform, asker, at, is_reachable) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (event.key, event.recall, event.entry.id, event.platform, event.asker, to_milliseconds(at), int(event.is_reachable)),
    )
