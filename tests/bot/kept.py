"""What the ledger and the review keep, written as they write it: questions in groups, what is done with replies, where people are reached."""

from datetime import datetime

from bot import contacts
from bot.contacts import Contact
from bot.pseudonyms import Pseudonyms
from bot.review import rows
from knowledge.database import Database, to_milliseconds
from tests.conftest import NOW

PEOPLE = Pseudonyms(b"k" * 32)
PLATFORM = "slack"


def of(person: str) -> str:
    return PEOPLE.of(PLATFORM, person)


def ask(database: Database, key: str, text: str, person: str, at: datetime = NOW, group: int = 0, department: str = "") -> int:
    """Record a question that nothing answered, in `group` or in a new one, and where its asker is reached. Returns the group."""
    with database.write() as tables:
        execute = tables.conn.execute
        _event(tables, key, "asked", of(person), at, department=department)
        execute("INSERT INTO question (event, text, channel, language) VALUES (?, ?, '', 'es')", (key, text))
        execute("INSERT INTO outgoing VALUES (?, ?, 'sending', ?, 1, ?)", (key, f'{{"user": "{person}"}}', to_milliseconds(at), person))
        contacts.keep(tables, Contact(key, key, PLATFORM, of(person), person, f'{{"user": "{person}"}}'), at)
        group = group or rows.insert(tables, text, "es", at)
        execute(
            "INSERT INTO unanswered_question (event, member_of, cause, asker, at) VALUES (?, ?, 'unanswered', ?, ?)",
            (key, group, of(person), to_milliseconds(at)),
        )
        rows.recount(tables, execute("SELECT root FROM unanswered WHERE id = ?", (group,)).fetchone()[0])
    return group


def does(database: Database, kind: str, about: str, person: str, at: datetime = NOW, detail: str = "", key: str = "") -> str:
    """Record what a person does with a reply. Returns the key of that."""
    key = key or f"{about}#{kind}:{of(person)}"
    with database.write() as tables:
        _event(tables, key, kind, of(person), at, about, detail)
    return key


def _event(tables, key: str, kind: str, asker: str, at: datetime, about: str = "", detail: str = "", department: str = "") -> None:  # type: ignore[no-untyped-def]
    tables.conn.execute(
        "INSERT INTO event (key, received_at, kind, platform, asker, about, detail, department) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (key, to_milliseconds(at), kind, PLATFORM, asker, about, detail, department),
    )
    tables.conn.execute("INSERT INTO reply VALUES (?, 'unanswered', 1, '', '', 'es', 0.1, '', '{}')", (key,))


def everything(database: Database) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table."""
    names = [row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: database.rows(f"SELECT * FROM {name}") for name in names}
