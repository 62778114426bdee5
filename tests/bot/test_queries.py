"""What SQLite does for the questions that are asked of the ledger while people wait: no table is read from end to end."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.ledger import Ledger
from bot.outbox import LEASE
from bot.recalls import listing, reaching
from knowledge.database import Database
from tests.conftest import NOW, PSEUDONYMS

ASKED: dict[str, Callable[[Ledger], object]] = {
    "overdue": lambda ledger: ledger.outbox.overdue("slack", NOW),
    "claim": lambda ledger: ledger.outbox.claim("k1", NOW + LEASE),
    "is_undeliverable": lambda ledger: ledger.outbox.is_undeliverable("k1"),
    "replies_to": lambda ledger: ledger.replies_to(["k1", "k2"]),
    "asked": lambda ledger: ledger.asked("k1"),
    "latest_asked_by": lambda ledger: ledger.latest_asked_by("slack", "U1", 5),
    "done_with": lambda ledger: ledger.done_with("k1", "slack", "U1"),
    "waiting_at": lambda ledger: ledger.outbox.waiting_at("department:web:OAC"),
    "notices of a person": lambda ledger: listing.waiting_for(ledger.database, "web", "~a"),
    "reminders of a notice": lambda ledger: listing.reminders_of(ledger.database, "k1", "~a"),
    "where people are": lambda ledger: reaching.recipients(ledger.database, "slack", ["~a", "~b"]),
    "most_given": lambda ledger: ledger.most_given(NOW, 8),
}


@pytest.mark.parametrize("name", ASKED)
def test_no_question_of_the_ledger_reads_a_table_from_end_to_end(database: Database, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """All of them wait for one lock, so that the slowest is everybody's."""
    asked: list[tuple[str, Any]] = []
    real = database.rows

    def rows(sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        asked.append((sql, parameters))
        return real(sql, parameters)

    monkeypatch.setattr(database, "rows", rows)
    ASKED[name](Ledger(database, PSEUDONYMS))
    assert asked
    for sql, parameters in asked:
        plan = [row["detail"] for row in real(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        # What a query makes itself as it goes (a chain of events about events) is as short as the answer.
        assert [step for step in plan if step.startswith("SCAN ") and step != "SCAN chain"] == [], plan
        assert [step for step in plan if "outgoing" not in step and "event_asker (platform=?)" in step] == [], plan
