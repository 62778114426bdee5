"""What Activity draws: the counts of `bot.statistics` as charts, each with its numbers, in the reader's language."""

from collections.abc import Sequence
from datetime import date

from adapters.web import charts
from adapters.web.charts import Bar, Chart, Point, Series
from bot import wording
from bot.statistics import Counts, Group, Timeline, Worth
from knowledge.translation import Translations

# So many bars are drawn; the table has them all.
MOST_BARS = 12
_LOOKS = (1, 2, 3, 4)


def share(value: float | None) -> str:
    """Return a share as it is written: `82 %`, and a dash where there is none."""
    return "—" if value is None else f"{round(100 * value)} %"


def outcomes(words: Translations) -> tuple[Series, ...]:
    """Return what becomes of questions, in the order in which it is drawn."""
    names = (
        words.gettext("Answered at once"), words.gettext("Answered by a suggestion"), words.gettext("Only suggested"), words.gettext("Unanswered")
    )  # fmt: skip
    return tuple(Series(name, look) for name, look in zip(names, _LOOKS, strict=True))


def over_time(counted: Sequence[tuple[date, Counts]], words: Translations, *, weekly: bool) -> Chart:
    """Draw the questions of each day, or week from its Monday."""
    title = words.gettext("Questions by week") if weekly else words.gettext("Questions by day")
    total = sum((counts for _, counts in counted), Counts())
    about = words.ngettext("{n} question, {share} answered.", "{n} questions, {share} answered.", total.questions).format(
        n=total.questions, share=share(total.share)
    )
    values = [Bar(_short_day(day), _parts(counts), "") for day, counts in counted]
    return Chart(
        title,
        about,
        charts.columns("time", title, about, values, outcomes(words)),
        _headers(words.gettext("Week from") if weekly else words.gettext("Day"), words),
        tuple(_row(wording.day(day, words), counts) for day, counts in counted),
        outcomes(words),
        "time",
    )


def answered_share(counted: Sequence[tuple[date, Counts]], words: Translations, *, weekly: bool) -> Chart:
    """Draw the share that got an approved answer, of each day or week."""
    title = words.gettext("Answered share")
    total = sum((counts for _, counts in counted), Counts())
    about = words.gettext("{share} of all questions got an approved answer, at once or by a suggestion.").format(share=share(total.share))
    values = [Point(_short_day(day), counts.share, share(counts.share)) for day, counts in counted]
    first = words.gettext("Week from") if weekly else words.gettext("Day")
    return Chart(
        title,
        about,
        charts.line("share", title, about, values),
        (first, words.gettext("Questions"), words.gettext("Answered share")),
        tuple((wording.day(day, words), str(counts.questions), share(counts.share)) for day, counts in counted),
    )


def hours_of_week(timeline: Timeline, words: Translations) -> Chart:
    title = words.gettext("When people ask")
    names = [words.gettext(name) for name in wording.WEEKDAYS]
    most = max((count, -day, -hour) for day, row in enumerate(timeline.week) for hour, count in enumerate(row))
    about = words.gettext("Most are asked on {day} from {hour}:00: {n} in all.").format(day=names[-most[1]], hour=-most[2], n=most[0])
    return Chart(
        title,
        about,
        charts.week("week", title, about, timeline.week, [words.gettext(name) for name in wording.WEEKDAYS_SHORT]),
        (words.gettext("Day"), *(f"{hour}:00" for hour in range(24))),
        tuple((name, *map(str, row)) for name, row in zip(names, timeline.week, strict=True)),
    )


def grouped(name: str, title: str, first: str, groups: Sequence[Group], words: Translations, named: dict[str, str] | None = None) -> Chart:
    """Draw questions by group, each bar in the parts of what became of them. `named` are the groups' names where their own are not shown."""
    unknown = words.gettext("Not known")
    labels = [(named or {}).get(group.name, group.name) or unknown for group in groups]
    about = (
        words.gettext("Most: {label}, with {n}.").format(label=labels[0], n=groups[0].counts.questions) if groups else words.gettext("No questions.")
    )
    total = sum((group.counts for group in groups), Counts())
    kept = [place for place, part in enumerate(_parts(total)) if part]
    series = tuple(outcomes(words)[place] for place in kept)
    has_shares = any(group.counts.suggested or group.counts.unanswered for group in groups)
    values = [
        Bar(
            label,
            tuple(_parts(group.counts)[place] for place in kept),
            f"{group.counts.questions} · {share(group.counts.share)}" if has_shares else str(group.counts.questions),
        )
        for label, group in list(zip(labels, groups, strict=True))[:MOST_BARS]
    ]
    return Chart(
        title,
        about,
        charts.bars(name, title, about, values, series),
        _headers(first, words),
        tuple(_row(label, group.counts) for label, group in zip(labels, groups, strict=True)),
        series,
        name,
    )


def worth(departments: Sequence[Worth], words: Translations) -> Chart:
    """Draw how often each department's answers were given, and how often people said that they were useful, or not."""
    title = words.gettext("What each department's answers were worth")
    series = (Series(words.gettext("Found useful"), 1), Series(words.gettext("Not judged"), 3), Series(words.gettext("Found not useful"), 4))
    unknown = words.gettext("Not known")
    about = words.gettext("No answers were given.")
    if departments:
        best = departments[0]
        about = words.gettext("Given most: those of {owner}, {n} times.").format(owner=best.owner or unknown, n=best.times)
    values = [
        Bar(one.owner or unknown, (one.useful, max(one.times - one.useful - one.not_useful, 0), one.not_useful), _given(one)) for one in departments
    ]
    headers = (
        words.gettext("Department"), words.gettext("Entries given"), words.gettext("Times given"), words.gettext("Found useful"),
        words.gettext("Found not useful"), words.gettext("Useful share"),
    )  # fmt: skip
    rows = [(one.owner or unknown, *map(str, (one.entries, one.times, one.useful, one.not_useful)), share(one.useful_share)) for one in departments]
    return Chart(title, about, charts.bars("worth", title, about, values, series), headers, tuple(rows), series, "worth")


def _given(one: Worth) -> str:
    return f"{one.times} · {share(one.useful_share)}"


def _parts(counts: Counts) -> tuple[float, ...]:
    return counts.answered, counts.picked, counts.suggested, counts.unanswered


def _headers(first: str, words: Translations) -> tuple[str, ...]:
    return (first, words.gettext("Questions"), *(series.name for series in outcomes(words)), words.gettext("Answered share"))


def _row(label: str, counts: Counts) -> tuple[str, ...]:
    parts = (counts.answered, counts.picked, counts.suggested, counts.unanswered)
    return (label, str(counts.questions), *map(str, parts), share(counts.share))


def _short_day(day: date) -> str:
    return f"{day.day}/{day.month}"
