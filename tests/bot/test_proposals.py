"""What picked suggestions propose, from events through the desk's own ledger."""

import itertools

from bot.desk import Desk
from bot.events import Asked, Picked
from bot.ledger import Ledger, PickedSuggestion
from bot.proposals import Proposal, proposals
from knowledge.answering import Outcome, Question
from knowledge.model import Catalogue, Entry, EntryKey
from tests.bot.test_publishing import publish
from tests.conftest import PSEUDONYMS, row

PADRON, BASURA = EntryKey("PAD", "es"), EntryKey("BAS", "es")
KEYS = (f"test:{number}" for number in itertools.count())
ROWS = (
    row("PAD", "¿Cómo me empadrono?", phrasings="alta en el padrón\nquiero empadronarme"),
    row("BAS", "¿Cuánto es la tasa de basura?", phrasings="recibo de la basura\npagar la basura"),
)


def test_a_picked_suggestion_is_proposed_for_its_entry(workbook, versions, database, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    publish(workbook(*ROWS), versions)
    asked = "y el recibo de basuras este año?"
    assert desk.handle(Asked(next(KEYS), "test", "ana", Question(asked))).outcome is Outcome.SUGGESTED
    desk.handle(Asked(next(KEYS), "test", "luis", Question("alta del padrón de mi hijo")))
    desk.handle(Picked(next(KEYS), "test", "ana", BASURA))
    ledger = Ledger(database, PSEUDONYMS)
    assert ledger.picked() == [PickedSuggestion(asked, BASURA)]
    assert proposals(ledger.picked(), desk.catalogue()) == [Proposal(BASURA, asked, 1)]
    publish(workbook(ROWS[0], row("BAS", "¿Cuánto es la tasa de basura?", phrasings=asked)), versions)
    assert proposals(ledger.picked(), desk.catalogue()) == []


def test_an_entry_picked_by_other_ways_proposes_nothing(workbook, versions, database, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    """Another wording of an answer, or an entry that was not suggested."""
    publish(workbook(*ROWS), versions)
    desk.handle(Asked(next(KEYS), "test", "ana", Question("¿Cómo me empadrono?")))
    desk.handle(Picked(next(KEYS), "test", "ana", PADRON, "phone"))
    reply = desk.handle(Asked(next(KEYS), "test", "ana", Question("recibo de basuras")))
    assert [suggestion.entry for suggestion in reply.suggestions] == ["BAS"]
    assert desk.handle(Picked(next(KEYS), "test", "ana", PADRON)).outcome is Outcome.ANSWERED
    desk.handle(Picked(next(KEYS), "test", "ana", EntryKey("NO-1", "es")))
    assert Ledger(database, PSEUDONYMS).picked() == []


def test_the_most_picked_comes_first_and_a_draw_is_proposed_for_none() -> None:
    entries = [Entry(*PADRON, "¿Cómo me empadrono?", "x"), Entry(*BASURA, "¿Cuánto es la basura?", "x")]
    held = Catalogue(1, {entry.key: entry for entry in entries})
    picked = [
        PickedSuggestion("el padrón", PADRON), PickedSuggestion("basuras", BASURA), PickedSuggestion("¡Basuras!", BASURA), PickedSuggestion("basuras", PADRON),
        PickedSuggestion("el censo", PADRON), PickedSuggestion("el censo", BASURA), PickedSuggestion("¿Cómo me empadrono?", BASURA), PickedSuggestion("¿?", PADRON),
    ]  # fmt: skip
    assert proposals(picked, held) == [Proposal(BASURA, "basuras", 2), Proposal(PADRON, "el padrón", 1)]
