"""What reviewers take away as tables: the list of unanswered groups, and the questions that were asked. Nobody who asked is named in either."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.review import Review
from bot.review.values import Filter, Group
from knowledge.answering import Outcome
from knowledge.database import Database, to_milliseconds, to_moment
from knowledge.review import Decided
from knowledge.translation import Translations
from knowledge.translation import marked as _
from knowledge.workbook.export import Cell, Table

MOST_ROWS = 100_000
_AT_ONCE = 1_000

DECISIONS = {
    Decided.LINKED: _("answered by an entry"),
    Decided.DRAFTED: _("an entry is proposed"),
    Decided.REFERRED: _("put to a department"),
    Decided.ARCHIVED: _("needs no answer"),
}
_OUTCOMES = {
    Outcome.ANSWERED: _("answer given"),
    Outcome.SUGGESTED: _("suggestions given"),
    Outcome.UNANSWERED: _("no answer"),
}


def queue_table(review: Review, chosen: Filter, now: datetime, zone: ZoneInfo, words: Translations, most: int = MOST_ROWS) -> Table:
    """Return the groups that `chosen` lets through, a row each, `most` at most; a last row says where there are more."""
    headers = (
        words.gettext("Question"), words.gettext("Language"), words.gettext("State"), words.gettext("People"), words.gettext("Questions"),
        words.gettext("First asked"), words.gettext("Last asked"), words.gettext("Causes"), words.gettext("Platforms"), words.gettext("Departments"),
        words.gettext("Decided"), words.gettext("Decided by"), words.gettext("Closed by version"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    total = 0
    while len(rows) < most:
        page = review.listing.page(chosen, now, len(rows), min(_AT_ONCE, most - len(rows)))
        total = page.total
        rows += [_group(group, zone, words) for group in page.groups]
        if not page.groups:
            break
    return Table(words.gettext("Unanswered"), headers, _capped(rows, total > len(rows), len(headers), words))


def questions_table(
    database: Database, since: datetime, until: datetime, department: str, zone: ZoneInfo, words: Translations, most: int = MOST_ROWS
) -> Table:
    """Return what was asked from `since` until before `until`, the latest first, `most` rows at most; of one department only where one is given."""
    headers = (
        words.gettext("Asked"), words.gettext("Question"), words.gettext("Channel"), words.gettext("Language"), words.gettext("Platform"),
        words.gettext("Department"), words.gettext("Outcome"), words.gettext("Entry"), words.gettext("Version"),
    )  # fmt: skip
    found = database.rows(
        """SELECT received_at, question.text AS text, question.channel AS channel, question.language AS language, platform, department,
        reply.outcome AS outcome, reply.entry AS entry, reply.version AS version
        FROM event JOIN question ON question.event = event.key JOIN reply ON reply.event = event.key
        WHERE kind = 'asked' AND received_at >= ? AND received_at < ? AND (? = '' OR department = ?)
        ORDER BY received_at DESC, event.rowid DESC LIMIT ?""",
        (to_milliseconds(since), to_milliseconds(until), department, department, most + 1),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            to_moment(row["received_at"]).astimezone(zone),
            row["text"],
            wording.channel_name(row["channel"], words),
            wording.language_name(row["language"], words),
            wording.platform_name(row["platform"], words),
            row["department"],
            words.gettext(_OUTCOMES[Outcome(row["outcome"])]),
            row["entry"],
            row["version"],
        )
        for row in found[:most]
    ]
    return Table(words.gettext("Questions"), headers, _capped(rows, len(found) > most, len(headers), words))


def _group(group: Group, zone: ZoneInfo, words: Translations) -> tuple[Cell, ...]:
    decision = group.standing.decision
    return (
        group.text,
        wording.language_name(group.language, words),
        wording.state(group.standing.state, words),
        group.askers,
        group.questions,
        group.opened_at.astimezone(zone),
        group.last_at.astimezone(zone),
        ", ".join(f"{wording.cause(cause, words)} ({times})" for cause, times in group.causes.items()),
        ", ".join(wording.platform_name(platform, words) for platform in group.platforms),
        ", ".join(group.departments),
        _decided(group, words),
        decision.by,
        decision.version or None,
    )


def _decided(group: Group, words: Translations) -> str:
    decision = group.standing.decision
    if decision.kind is Decided.NOTHING:
        return decision.entry
    about = decision.entry or decision.department or decision.reason or (decision.draft.question if decision.draft else "")
    return ": ".join(filter(None, (words.gettext(DECISIONS[decision.kind]), about)))


def _capped(rows: list[tuple[Cell, ...]], has_more: bool, columns: int, words: Translations) -> list[tuple[Cell, ...]]:
    if not has_more:
        return rows
    said = words.gettext("Only the first {number} rows are here: choose fewer days or a narrower filter.").format(number=len(rows))
    return [*rows, (said, *[None] * (columns - 1))]
