"""Which topics are frozen on a day, and what is said of their entries then: the topic's approved holding line, word for word, and nothing else.

A topic is frozen by its row of the workbook, from one day to another, or by an admin, until a day (`ordered`). An entry belongs to a topic with all its
rows: one in another language that names the topic otherwise is frozen with them.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from knowledge import text
from knowledge.model import Catalogue, Entry, Standing, Topic, standing

Frozen = Mapping[str, date]
"""The topics that are frozen, by their keys, each with its last day."""


def frozen_on(catalogue: Catalogue, today: date, ordered: Frozen) -> Frozen:
    """Return the topics that are frozen on `today`, by their rows or by an order that still holds."""
    found: dict[str, date] = {}
    rows = (
        (text.key(topic.name), topic.frozen_until)
        for topic in catalogue.topics
        if topic.frozen_until and standing(topic.frozen_from, topic.frozen_until, today) is Standing.IN_FORCE
    )
    for topic, until in (*rows, *ordered.items()):
        if until >= today:
            found[topic] = max(until, found.get(topic, until))
    return found


def topic_frozen(entry: Entry, catalogue: Catalogue, frozen: Frozen) -> str:
    """Return the key of the frozen topic that an entry belongs to; empty for one that may be given."""
    if not frozen:
        return ""
    return next((key for row in catalogue.in_languages(entry.id) if (key := text.key(row.topic)) in frozen), "")


def entries_frozen(catalogue: Catalogue, frozen: Frozen) -> frozenset[str]:
    """Return the ids of the entries whose topics are frozen."""
    return frozenset(row.id for row in catalogue.entries.values() if text.key(row.topic) in frozen) if frozen else frozenset()


def line_of(catalogue: Catalogue, topic: str, languages: Iterable[str]) -> Topic | None:
    """Return a topic's holding line in the first of these languages that it has, else any; None where it has none."""
    rows = {row.language: row for row in catalogue.topics if text.key(row.name) == topic}
    return next((rows[language] for language in (*languages, "") if language in rows), next(iter(rows.values()), None))


def names_of(catalogue: Catalogue) -> dict[str, str]:
    """Return the topics that have a holding line, each key with its name."""
    return {text.key(topic.name): topic.name for topic in reversed(catalogue.topics)}
