"""What reviewers' decisions propose: a draft is a row, a link is a way of asking; and what either would change."""

import io
from pathlib import Path

import openpyxl
import pytest

from bot.cli import main
from bot.desk import Desk
from bot.events import Asked
from bot.review import proposing, telling
from bot.review.preview import PROVISIONAL, Moved, Phrasing, moves
from bot.review.values import Action, Filter, Link, Propose
from knowledge.answering import Question
from knowledge.model import EntryKey
from knowledge.review import Draft, State
from knowledge.translation import translations
from knowledge.workbook.findings import Refused
from tests.bot.test_publishing import publish
from tests.conftest import NOW, row

ROWS = (row("PAD", "¿Cómo me empadrono?", phrasings="alta en el padrón"), row("BAS", "¿Cuánto es la tasa de basura?"))
POOL, DOG = "cuánto cuesta la piscina", "trampolines olímpicos"
DRAFT = Draft("¿Qué precio tiene la piscina?", "=4 €", (("phone", "Cuatro."),), "Deportes", "Ocio", "es")


@pytest.fixture
def place(workbook, versions, desk: Desk) -> Path:  # type: ignore[no-untyped-def]
    """The workbook in service, with two groups on the list."""
    path: Path = workbook(*ROWS)
    publish(path, versions)
    for number, text in enumerate((POOL, DOG)):
        desk.handle(Asked(f"k{number}", "slack", "U1", Question(text)))
    return path


def decide(desk: Desk, text: str, action: Action) -> int:
    group = next(group for group in desk.review.listing.page(Filter(), NOW).groups if group.text == text)
    desk.review.act(desk.catalogue(), group.id, group.revision, action, "marta", NOW)
    return group.id


def test_a_draft_is_a_row_and_a_link_a_way_of_asking(place: Path, desk: Desk) -> None:
    assert proposing.proposals(desk) == proposing.Proposed()
    pool, dog = decide(desk, POOL, Propose(DRAFT)), decide(desk, DOG, Link("BAS"))
    found = proposing.proposals(desk)
    assert [one.cells["question"] for one in found.rows] == [DRAFT.question]
    assert [(one.id, one.phrasing, one.times) for one in found.additions] == [("BAS", DOG, 1)]
    assert proposing.proposals(desk, [pool]).additions == ()
    assert proposing.proposals(desk, [dog]).rows == ()
    sheet = openpyxl.load_workbook(io.BytesIO(proposing.file(desk, found, translations("es"), "es"))).worksheets[0]
    published = openpyxl.load_workbook(place).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [cell.value for cell in published[1]]
    assert ("=4 €", "s") in [(cell.value, cell.data_type) for cell in sheet[2]]


def test_a_link_that_was_told_at_once_is_still_a_way_of_asking(workbook, versions, place: Path, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    """It closes its group, but the next to ask so would find nothing until the workbook has it."""
    dog = decide(desk, DOG, Link("BAS"))
    telling.settle_group(desk, dog)
    assert desk.review.listing.group(dog, NOW).standing.state is State.ANSWERED
    assert [(one.id, one.phrasing) for one in proposing.proposals(desk).additions] == [("BAS", DOG)]
    assert [(one.id, one.phrasing) for one in proposing.proposals(desk, [dog]).additions] == [("BAS", DOG)]
    publish(workbook(*ROWS[:1], row("BAS", "¿Cuánto es la tasa de basura?", phrasings=DOG)), versions)
    assert proposing.proposals(desk).additions == ()


def test_a_way_of_asking_that_the_catalogue_has_is_not_proposed(workbook, versions, place: Path, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    decide(desk, DOG, Link("BAS"))
    publish(workbook(*ROWS[:1], row("BAS", "¿Cuánto es la tasa de basura?", phrasings=f"¡{DOG.upper()}!")), versions)
    assert proposing.proposals(desk).additions == ()


def test_drafts_are_added_to_the_file_once(place: Path, desk: Desk) -> None:
    before = place.read_bytes()
    decide(desk, POOL, Propose(Draft("¿Qué precio tiene la piscina?", "Cuatro euros.", language="es")))
    done = proposing.append(str(place), desk)
    assert done.backup.read_bytes() == before
    sheet = openpyxl.load_workbook(place).worksheets[0]
    assert "¿Qué precio tiene la piscina?" in [cell.value for cell in sheet[done.patched.first]]
    after = place.read_bytes()
    with pytest.raises(Refused) as again:
        proposing.append(str(place), desk)
    assert again.value.finding.rule == "append-nothing"
    assert place.read_bytes() == after


@pytest.mark.parametrize("elsewhere", ["", "https://x.example/libro.xlsx"])
def test_a_workbook_elsewhere_is_refused(place: Path, desk: Desk, elsewhere: str) -> None:
    with pytest.raises(Refused) as refused:
        proposing.append(elsewhere, desk)
    assert refused.value.finding.rule == "append-elsewhere"


def test_what_would_move_is_told(place: Path, desk: Desk) -> None:
    assert Moved(POOL, "", PROVISIONAL) in moves(desk, Draft(POOL), None)
    found = moves(desk, Phrasing(EntryKey("BAS", "es"), DOG), None)
    assert Moved(DOG, "", "BAS") in found
    assert all(one.before != one.after for one in found)


def test_before_the_first_publication_the_file_has_the_headers_of_the_template(desk: Desk) -> None:
    for language, question in (("es", "Pregunta"), ("en", "Question"), ("ca", "Pregunta")):
        content = proposing.file(desk, proposing.proposals(desk), translations("es"), language)
        assert question in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]
    assert moves(desk, DRAFT, None) == [Moved(DRAFT.question, "", PROVISIONAL)]


def test_the_command_writes_the_file_and_never_over_another(tmp_path: Path) -> None:
    place, said = tmp_path / "p.xlsx", {"LANG": "es_ES.UTF-8", "UNAVOZ_DATABASE": str(tmp_path / "u.db")}
    assert main.run(("proposals", "--xlsx", str(place)), said, lambda: NOW) == 0
    before = place.read_bytes()
    assert openpyxl.load_workbook(place).sheetnames
    assert main.run(("proposals", "--xlsx", str(place)), said, lambda: NOW) == 1
    assert place.read_bytes() == before
