"""What use proposes for the workbook: questions that people asked, and the suggestion that they then picked.

Nothing is learnt from them by itself: an editor who finds one right adds it to the entry's other ways of asking.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.ledger import PickedSuggestion
from knowledge import text
from knowledge.model import Catalogue, EntryKey


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way of asking that `entry` does not have yet, and how many times it was picked for it."""

    entry: EntryKey
    phrasing: str
    times: int


def proposals(picked: Iterable[PickedSuggestion], catalogue: Catalogue) -> list[Proposal]:
    """Return the ways of asking that no entry of `catalogue` has, the most picked first.

    One that was picked for several entries is proposed for that of most picks, and for none where two have as many.
    """
    known = {text.key(way) for entry in catalogue.entries.values() for way in entry.asked_as}
    wording: dict[str, str] = {}
    times: dict[str, Counter[EntryKey]] = {}
    for one in picked:
        key = text.key(one.question)
        if key and key not in known and one.entry in catalogue.entries:
            wording.setdefault(key, text.one_line(one.question))
            times.setdefault(key, Counter())[one.entry] += 1
    found = []
    for key, counted in times.items():
        (entry, count), *others = counted.most_common(2)
        if not others or others[0][1] < count:
            found.append(Proposal(entry, wording[key], count))
    return sorted(found, key=lambda proposal: (-proposal.times, proposal.entry, proposal.phrasing))
