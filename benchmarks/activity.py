"""How fast Activity counts among 100,000 questions: `uv run python benchmarks/activity.py`.

Prints milliseconds, the best of five: of the clock, and of the processor.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.statistics import Selection, Statistics
from knowledge.database import Database
from knowledge.model import Catalogue, Entry

QUESTIONS, ENTRIES, DAYS, ROUNDS = 100_000, 150, 90, 5
START = 1_760_000_000_000  # 9 October 2025
WHOLE = Selection(date(2025, 10, 9), date(2026, 1, 10))
COUNTS = ("timeline", "by_platform", "by_department", "by_owner", "by_topic", "given")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "unavoz.db")
        database.make_quick()
        fill(database)
        entries = [
            Entry(f"E-{number:03}", "es", f"pregunta {number}", "r", owner=f"D{number % 8}", topic=f"T{number % 20}") for number in range(ENTRIES)
        ]
        catalogue = Catalogue(1, {entry.key: entry for entry in entries})
        of_one = Selection(WHOLE.first, WHOLE.last, platform="teams", department="D3")
        for name, selection in (("all", WHOLE), ("of an owner", Selection(WHOLE.first, WHOLE.last, owner="D3")), ("platform, department", of_one)):
            for count in COUNTS:
                took = [measure(Statistics(database, catalogue, ZoneInfo("Europe/Madrid")), count, selection) for _ in range(ROUNDS)]
                print(f"{name:>22} {count:>14} {min(took)[0]:6.0f} {min(cpu for _, cpu in took):6.0f} ms")
        database.close()


def measure(statistics: Statistics, count: str, selection: Selection) -> tuple[float, float]:
    began, used = time.perf_counter(), time.process_time()
    getattr(statistics, count)(selection)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)


def fill(database: Database) -> None:
    """Put questions into the ledger's table of events, their keys in no order, each tenth picked of suggestions and each eighth judged."""
    with database.write() as tables:
        tables.conn.executemany(
            """INSERT INTO event (key, received_at, kind, platform, asker, about, detail, department, outcome, entry)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            events(random.Random(1)),
        )


def events(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(QUESTIONS):
        at = START + number * DAYS * 86_400_000 // QUESTIONS
        key, asker, department = f"slack:T1:{chance.getrandbits(64):016X}", f"~{chance.randrange(2000):016}", f"D{chance.randrange(8)}"
        platform, entry = chance.choice(("slack", "teams", "web")), f"E-{chance.randrange(ENTRIES):03}"
        outcome = chance.choices(("answered", "suggested", "unanswered"), (6, 2, 2))[0]
        yield key, at, "asked", platform, asker, "", "", department, outcome, entry if outcome == "answered" else ""
        if outcome == "suggested" and chance.random() < 0.5:
            yield f"{key}:pick", at + 9_000, "picked", platform, asker, key, "", department, "answered", entry
        if outcome == "answered" and chance.random() < 0.2:
            yield f"{key}#rated", at + 9_000, "rated", platform, asker, key, chance.choice(("useful", "not_useful")), department, "noted", ""


if __name__ == "__main__":
    main()
