"""Every entry's web page, checked: what is wrong with each, kept until the next round."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.settings import Settings
from bot.web_check.fetching import Fetcher, Page, State
from bot.web_check.reading import text_of
from knowledge import shared_facts
from knowledge.database import Database, to_milliseconds, to_moment
from knowledge.facts.naming import LABELS
from knowledge.facts.values import FactKind
from knowledge.model import Catalogue, Entry, EntryKey, Standing
from knowledge.web_pages import judge_page
from knowledge.workbook.findings import Finding
from knowledge.workbook.tables import Place


class Trouble(StrEnum):
    """What is wrong with an entry's page."""

    CONTRADICTS = "contradicts"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    LACKS = "lacks"
    MOVED = "moved"
    NOT_READ = "not_read"  # no HTML, or its robots.txt asks not to
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that is wrong with the page of an entry's row: a fact of the answer (`approved`) that it lacks, or says as `given`; or where it is."""

    entry: EntryKey
    address: str
    trouble: Trouble
    kind: FactKind | None = None
    approved: str = ""
    given: str = ""
    detail: str = ""


def check(entries: Iterable[Entry], catalogue: Catalogue, settings: Settings, database: Database, now: datetime, today: date) -> list[Report]:
    """Fetch the page of each entry and compare it, one page at a time for a host; hosts beside each other."""
    rows = [(row, address, filled) for row in entries for address, filled in [_wanted(row, catalogue, today)] if address]
    return asyncio.run(_check_all(rows, settings, database, now))


def _wanted(row: Entry, catalogue: Catalogue, today: date) -> tuple[str, str]:
    """Return a row's page and its answer, both with the shared facts of today; nothing where it is not given today."""
    if row.standing(today) is not Standing.IN_FORCE:
        return "", ""
    values = shared_facts.values_on(catalogue.facts, today)
    try:
        return shared_facts.fill(row.web_page, values), shared_facts.fill(row.answer, values)
    except shared_facts.NoValueToday:
        return "", ""


async def _check_all(rows: Sequence[tuple[Entry, str, str]], settings: Settings, database: Database, now: datetime) -> list[Report]:
    async with Fetcher(settings.web_check, _agent(settings)) as fetcher:
        pages: dict[str, tuple[Page, str]] = {}

        async def read(address: str) -> None:
            pages[address] = await _page(fetcher, address, database, now)

        await asyncio.gather(*(read(address) for address in dict.fromkeys(address for _, address, _ in rows)))
    return [report for row, address, answer in rows for report in _reports(row, address, answer, *pages[address])]


def _agent(settings: Settings) -> str:
    """Return how we call ourselves: the program, and the administration whose pages it reads."""
    whose = settings.organisation.encode("ascii", "ignore").decode().replace("(", "").replace(")", "")
    return f"UnaVoz/1.0 ({whose})" if whose else "UnaVoz/1.0"


async def _page(fetcher: Fetcher, address: str, database: Database, now: datetime) -> tuple[Page, str]:
    """Return a page and its text, the one that was read before where it has not changed."""
    known = await asyncio.to_thread(database.rows, "SELECT etag, modified, text FROM web_page WHERE address = ?", (address,))
    page = await fetcher.fetch(address, known[0] if known else {})
    if page.state is State.NOT_CHANGED and known:
        return page, known[0]["text"]
    if page.state is not State.READ:
        return page, ""
    text = await asyncio.to_thread(text_of, page.content, page.charset)
    row = (address, page.etag, page.modified, text, to_milliseconds(now))
    await asyncio.to_thread(_keep, database, row)
    return page, text


def _keep(database: Database, row: tuple[Any, ...]) -> None:
    with database.write() as tables:
        tables.conn.execute("INSERT OR REPLACE INTO web_page (address, etag, modified, text, fetched_at) VALUES (?, ?, ?, ?, ?)", row)


def _reports(row: Entry, address: str, answer: str, page: Page, text: str) -> Iterable[Report]:
    match page.state:
        case State.NOT_ALLOWED:
            yield Report(row.key, address, Trouble.NOT_ALLOWED, detail=page.address if page.address != address else "")
        case State.ROBOTS | State.NOT_HTML:
            yield Report(row.key, address, Trouble.NOT_READ, detail=page.reason or "robots.txt")
        case State.MISSING:
            yield Report(row.key, address, Trouble.MISSING, detail=page.reason)
        case State.FAILED:
            yield Report(row.key, address, Trouble.UNREACHABLE, detail=page.reason)
        case _:
            if page.address.rstrip("/") != address.rstrip("/"):
                yield Report(row.key, address, Trouble.MOVED, detail=page.address)
            judged = judge_page(answer, text, row.language)
            for one in judged.contradictions:
                yield Report(row.key, address, Trouble.CONTRADICTS, one.approved.kind, one.approved.written, one.given.written, one.passage)
            for fact in judged.lacking:
                yield Report(row.key, address, Trouble.LACKS, fact.kind, fact.written)


def findings(reports: Iterable[Report], places: Mapping[EntryKey, Place]) -> Iterable[Finding]:
    """Yield what is wrong with the pages of a workbook's rows, each at the cell of its address."""
    for report in reports:
        place = places.get(report.entry)
        if place:
            details = {"kind": LABELS[report.kind] if report.kind else "", "approved": report.approved, "given": report.given, "detail": report.detail}
            yield Finding(f"web-{report.trouble}", place.sheet, place.cell("web_page"), report.entry.id, details)


def due(database: Database, settings: Settings, now: datetime) -> bool:
    """Tell whether the scheduled round is due."""
    if not settings.web_check.enabled:
        return False
    rows = database.rows("SELECT at FROM web_round ORDER BY at DESC LIMIT 1")
    return not rows or now - to_moment(rows[0]["at"]) >= timedelta(hours=settings.web_check.every_hours)


def run(database: Database, catalogue: Catalogue, settings: Settings, now: datetime, today: date) -> list[Report]:
    """Check the pages of the version in service, and keep what was found in place of the round before."""
    with database.write() as tables:  # first, so that no other process begins a round too; what the one before found stands until this one is done
        before = tables.conn.execute("SELECT reports FROM web_round ORDER BY at DESC LIMIT 1").fetchone()
        tables.conn.execute("DELETE FROM web_round")
        tables.conn.execute("INSERT INTO web_round (at, reports) VALUES (?, ?)", (to_milliseconds(now), before["reports"] if before else "[]"))
    found = check(catalogue.entries.values(), catalogue, settings, database, now, today)
    content = json.dumps([_to_data(report) for report in found], ensure_ascii=False)
    with database.write() as tables:
        tables.conn.execute("UPDATE web_round SET reports = ? WHERE at = ?", (content, to_milliseconds(now)))
    return found


def latest(database: Database) -> list[Report]:
    """Return what the latest scheduled round found."""
    rows = database.rows("SELECT reports FROM web_round ORDER BY at DESC LIMIT 1")
    return [_from_data(one) for one in json.loads(rows[0]["reports"])] if rows else []


def _to_data(report: Report) -> dict[str, Any]:
    return {
        "entry": list(report.entry),
        "address": report.address,
        "trouble": str(report.trouble),
        "kind": str(report.kind) if report.kind else "",
        "approved": report.approved,
        "given": report.given,
        "detail": report.detail,
    }


def _from_data(data: dict[str, Any]) -> Report:
    kind = FactKind(data["kind"]) if data["kind"] else None
    return Report(EntryKey(*data["entry"]), data["address"], Trouble(data["trouble"]), kind, data["approved"], data["given"], data["detail"])
