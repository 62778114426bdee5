"""Where people are told of a change to what they were given: one row a person and platform, kept apart from what they asked.

It holds the platform's own name for them, which is an address on every platform, and goes with the longest window of the settings after the last
answer that they were given.
"""

from datetime import datetime, timedelta

from knowledge.database import Database, Tables, to_milliseconds

# Where nobody can be told anything later.
_NOT_REACHED = frozenset({"terminal", "cli", "demo"})


def private(platform: str, recipient: str) -> str:
    """Return the address at which one person alone is told something; the platform's adapter knows what that is there."""
    return f"person:{platform}:{recipient}"


def of_department(platform: str, department: str) -> str:
    """Return the address at which the people of a department are told something."""
    return f"department:{platform}:{department}"


def keep(tables: Tables, platform: str, asker: str, recipient: str, at: datetime) -> None:
    """Keep, inside the transaction of what gave them an answer, where a person is reached."""
    if not recipient or platform in _NOT_REACHED:
        return
    tables.conn.execute(
        """INSERT INTO reach (platform, asker, recipient, seen_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (platform, asker) DO UPDATE SET recipient = excluded.recipient, seen_at = max(seen_at, excluded.seen_at)""",
        (platform, asker, recipient, to_milliseconds(at)),
    )


def recipients(database: Database, platform: str, askers: list[str]) -> dict[str, str]:
    """Return the platform's own names of these people, by their pseudonyms; of those only who can be reached."""
    found: dict[str, str] = {}
    for start in range(0, len(askers), 500):
        some = askers[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = database.rows(f"SELECT asker, recipient FROM reach WHERE platform = ? AND asker IN ({marks})", (platform, *some))  # noqa: S608 (question marks)
        found |= {row["asker"]: row["recipient"] for row in rows}
    return found


def forget(tables: Tables, now: datetime, days: int) -> int:
    """Forget whoever was given nothing for so many days; return how many."""
    return int(tables.conn.execute("DELETE FROM reach WHERE seen_at < ?", (to_milliseconds(now - timedelta(days=days)),)).rowcount)


def gone(database: Database, platform: str, recipient: str) -> None:
    """Forget whoever is not reached any more: they have taken the bot off, or blocked it."""
    with database.write() as tables:
        tables.conn.execute("DELETE FROM reach WHERE platform = ? AND recipient = ?", (platform, recipient))
