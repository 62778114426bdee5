"""The tables that reviewers take away: every group and question, nobody's name, and hostile texts as text."""

import csv
import io
from datetime import timedelta

import openpyxl

from bot.desk import Desk
from bot.events import Asked
from bot.exports import questions_table, queue_table
from bot.review.values import Filter, Propose
from knowledge.answering import Question
from knowledge.model import Catalogue, Entry
from knowledge.review import Draft
from knowledge.translation import translations
from knowledge.workbook.export import to_csv, to_xlsx
from tests.conftest import MADRID, NOW

ES = translations("es")
HOSTILE = ('=HYPERLINK("http://x.example";"piscina")', "+34 trampolín olímpico", "@SUM(A1) alquilar teatro", "-2 perros sueltos")
FIRST, LAST = NOW - timedelta(days=1), NOW + timedelta(days=1)


def ask(desk: Desk, texts=HOSTILE) -> None:  # type: ignore[no-untyped-def]
    entry = Entry("OAC-1", "es", "¿Cómo me empadrono?", "Con cita.")
    desk.versions.publish(Catalogue(0, {entry.key: entry}), after=0, at=NOW, by="ana")
    for number, text in enumerate(texts):
        desk.handle(Asked(f"k{number}", "slack", "ana-perez-7413", Question(text, "phone"), department="Cultura" if number else "Deportes"))


def test_the_list_has_a_row_for_each_group_and_hostile_texts_stay_text(desk: Desk) -> None:
    ask(desk)
    table = queue_table(desk.review, Filter(), NOW, MADRID, ES)
    kept = [group.text for group in desk.review.listing.page(Filter(), NOW).groups]
    assert [row[0] for row in table.rows] == kept
    assert len(kept) == len(HOSTILE)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([table]))).worksheets[0]
    assert [sheet.cell(number, 1).value for number in range(2, sheet.max_row + 1)] == kept
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    assert [sheet.cell(1, 1).value, sheet.cell(2, 3).value, sheet.cell(2, 4).value] == ["Pregunta", "nueva", 1]
    rows = list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig")), delimiter=";"))
    assert not [value for row in rows for value in row if value[:1] in ("=", "+", "@")]


def test_a_table_that_is_cut_says_so_in_its_last_row(desk: Desk) -> None:
    ask(desk)
    for table in (
        queue_table(desk.review, Filter(), NOW, MADRID, ES, most=2),
        questions_table(desk.ledger.database, FIRST, LAST, "", MADRID, ES, most=2),
    ):
        assert len(table.rows) == 3
        assert "2" in str(table.rows[-1][0])
        assert set(table.rows[-1][1:]) == {None}
    assert len(queue_table(desk.review, Filter(), NOW, MADRID, ES, most=4).rows) == 4


def test_what_was_decided_is_told_with_whoever_did(desk: Desk) -> None:
    ask(desk, ("cuánto cuesta la piscina",))
    (group,) = desk.review.listing.page(Filter(), NOW).groups
    desk.review.act(desk.catalogue(), group.id, group.revision, Propose(Draft("¿Cuánto cuesta?", "4 €")), "marta", NOW)
    (row,) = queue_table(desk.review, Filter(), NOW, MADRID, ES).rows
    assert (row[2], row[11]) == ("en revisión", "marta")
    assert str(row[10]).endswith(": ¿Cuánto cuesta?")


def test_the_questions_are_those_of_the_days_and_the_department_and_name_nobody(desk: Desk) -> None:
    ask(desk)
    table = questions_table(desk.ledger.database, FIRST, LAST, "", MADRID, ES)
    asker = desk.ledger.pseudonyms.of("slack", "ana-perez-7413")
    assert len(table.rows) == 4
    assert not [value for row in table.rows for value in row if asker in str(value) or "ana-perez" in str(value)]
    assert [row[5] for row in questions_table(desk.ledger.database, FIRST, LAST, "Deportes", MADRID, ES).rows] == ["Deportes"]
    assert questions_table(desk.ledger.database, FIRST, NOW, "", MADRID, ES).rows == []
