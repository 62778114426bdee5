"""Where people are reached whose question was left open: kept apart from what they asked, and deleted as soon as it is used, or too old."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.database import Database, Tables, to_milliseconds


@dataclass(frozen=True, slots=True)
class Contact:
    """Who waits for the answer to the question that the event `question` asked.

    `asker` is their pseudonym, `recipient` the platform's own name for them.
    `event` is what they did that they wait since: they asked, or they wanted to be told. `send_to` is an address in the platform's own form.
    """

    event: str
    question: str
    platform: str
    asker: str
    recipient: str
    send_to: str


def keep(tables: Tables, contact: Contact, at: datetime) -> None:
    """Keep a contact, inside the transaction of its event."""
    tables.conn.execute(
        "INSERT OR REPLACE INTO contact (event, question, platform, asker, recipient, send_to, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (contact.event, contact.question, contact.platform, contact.asker, contact.recipient, contact.send_to, to_milliseconds(at)),
    )


def waiting_for(database: Database, question: str) -> list[Contact]:
    """Return who waits for the answer to a question, each person once; whoever said so themselves is reached where they said."""
    found = database.rows(
        "SELECT event, question, platform, asker, recipient, send_to FROM contact WHERE question = ? ORDER BY event = question, at", (question,)
    )
    people: dict[tuple[str, str], Contact] = {}
    for row in found:
        people.setdefault((row["platform"], row["asker"]), Contact(**row))
    return list(people.values())
