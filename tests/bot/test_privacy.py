"""The rights of those whose data are kept: what is found is erased, and what is erased is in no file any more."""

import itertools
import json
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import contacts, privacy
from bot.contacts import Contact
from bot.privacy import NoSuchText, NotErasable, Place
from bot.review import acting, rows
from bot.review.listing import Listing
from bot.review.values import Archive, Done, Propose, Refer
from knowledge import database as storage
from knowledge import text
from knowledge.database import Database
from knowledge.model import Catalogue
from knowledge.review import Draft
from tests.bot.kept import PEOPLE, PLATFORM, ask, does, everything, of
from tests.conftest import NOW

SECRET = "Zacarías Ñáñez"


def act(database: Database, group: int, action: object) -> None:
    seen = Listing(database).group(group, NOW)
    assert seen
    assert isinstance(acting.act(database, Catalogue(1, {}), group, seen.revision, action, "marta", NOW), Done)  # type: ignore[arg-type]


def files(path: Path) -> bytes:
    """Return every byte of a database's files."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")) if not file.name.endswith("-shm"))


def spellings(written: str) -> list[bytes]:
    return [one.encode() for one in (written, written.upper(), written.lower(), written.replace("í", "i").replace("Ñ", "N").replace("á", "a"))]


@pytest.mark.parametrize(
    ("written", "sought", "found"),
    [
        ("Soy José Álvarez.", "jose alvarez", ["José Álvarez"]),
        ("SOY JOSE\u0301 A\u0301LVAREZ", "José Álvarez", ["JOSE\u0301 A\u0301LVAREZ"]),
        ("Straße, strasse", "STRASSE", ["Straße", "strasse"]),
        ("1234 y 1234", "1234", ["1234", "1234"]),
        ("año", "an", ["añ"]),
        ("nada", "", []),
    ],
)
def test_a_text_is_found_whatever_its_case_and_accents(written: str, sought: str, found: list[str]) -> None:
    """The places are those of the text as it is written."""
    assert [written[first:end] for first, end in text.places(written, sought)] == found


@given(st.text(max_size=20), st.text(min_size=1, max_size=8), st.text(max_size=20))
def test_what_stands_in_a_text_is_found_there(before: str, sought: str, after: str) -> None:
    """Wherever it stands, if it has a letter, and each place once."""
    places = text.places(before + sought + after, sought)
    assert bool(places) or not text.fold(sought) or text.fold(sought) not in text.fold(before + sought + after)
    assert all(first < end <= following for (first, end), (following, _) in itertools.pairwise(places))


def scene(database: Database) -> int:
    """A text in every place where one may stand. Returns the group."""
    group = ask(database, "slack:T1:Ev1", f"Mi nombre es {SECRET}, ¿dónde pago?", "U1")
    ask(database, "slack:T1:Ev2", "¿Dónde pago la tasa?", "U2", group=group)
    does(database, "explained", "slack:T1:Ev1", "U2", detail="Zacarias ñañez ya pagó", key="slack:T1:view1")
    draft = Draft('¿Dónde paga "ZACARÍAS ÑÁÑEZ"?', "En la\ncaja.", (("phone", f"Dígale a {SECRET}"),))
    act(database, group, Propose(draft))
    act(database, group, Refer("Hacienda", f"preguntan por {SECRET} \\ otra"))
    return group


def test_a_text_is_found_wherever_it_stands(database: Database) -> None:
    """With where, when, and what stands around it."""
    group = scene(database)
    found = privacy.find(database, " zacarias ÑAÑEZ ")
    assert {one.place for one in found} == set(Place)
    assert {(one.event, one.group) for one in found} == {("slack:T1:Ev1", 0), ("slack:T1:view1", 0), ("", group)}
    assert found[0].excerpt == f"Mi nombre es {SECRET}, ¿dónde pago?"
    assert all(one.at == NOW for one in found)
    assert privacy.find(database, "nadie") == []


def test_an_erased_text_is_replaced_everywhere_and_all_else_stays(database: Database) -> None:
    """Also inside the JSON of decisions, which is read as before."""
    group = scene(database)
    erased = privacy.erase_text(database, SECRET, "dpd", NOW)
    assert erased.counts == {"questions": 1, "reasons": 1, "groups": 1, "decisions": 1, "remarks": 1, "steps": 2}
    assert erased.is_gone
    assert privacy.find(database, SECRET) == []
    assert database.rows("SELECT text FROM question ORDER BY event")[0]["text"] == "Mi nombre es [BORRADO], ¿dónde pago?"
    refer, propose = Listing(database).steps(group)
    assert (refer.remark, refer.after.decision.reason) == ("preguntan por [BORRADO] \\ otra",) * 2
    assert propose.after.decision.draft == Draft('¿Dónde paga "[BORRADO]"?', "En la\ncaja.", (("phone", "Dígale a [BORRADO]"),))
    evidence = database.rows("SELECT * FROM evidence")
    assert [(row["id"], row["kind"], row["by"]) for row in evidence] == [(erased.evidence, "erased", "dpd")]
    assert not text.places(evidence[0]["detail"], SECRET)


@pytest.mark.parametrize("word", ["linked", "in_review", "drafted", "phone", "marta", "TRIB-014"])
def test_an_erasure_never_breaks_what_a_decision_is_read_by(database: Database, word: str) -> None:
    """The names of states, channels and entries, and who decided, are not texts."""
    group = ask(database, "slack:T1:Ev1", f"¿Qué es {word}?", "U1")
    act(database, group, Propose(Draft(f"¿Y {word}?", wordings=(("phone", word),))))
    privacy.erase_text(database, word, "dpd", NOW)
    now = Listing(database).group(group, NOW)
    assert now
    assert now.standing.decision.draft == Draft("¿Y [BORRADO]?", wordings=(("phone", "[BORRADO]"),))
    assert now.standing.decision.by == "marta"


@pytest.mark.parametrize("word", ["Ana", " a b c ", "¿?!", "", "borrado", "BORRADO]"])
def test_what_stands_in_every_other_word_is_not_erased(database: Database, word: str) -> None:
    """Nor is the mark of what was erased."""
    ask(database, "slack:T1:Ev1", "Mañana, en el banco [BORRADO]", "U1")
    before = everything(database)
    with pytest.raises(NotErasable):
        privacy.erase_text(database, word, "dpd", NOW)
    assert everything(database) == before


def family(database: Database) -> tuple[int, int]:
    """Two groups, one part of the other, in which U1, U2 and U3 asked, and what they did since."""
    root = ask(database, "slack:T1:Ev1", "¿Cuándo abre la piscina del barrio?", "U1")
    ask(database, "slack:T1:Ev2", "¿Cuándo abre la piscina?", "U2", group=root)
    ask(database, "slack:T1:Ev3", "¿A qué hora puedo nadar yo con mi perro Tobi?", "U1", group=root)
    part = ask(database, "slack:T1:Ev4", "Horario piscina cubierta de mi calle", "U1")
    ask(database, "slack:T1:Ev5", "horas de baño", "U3")
    with database.write() as tables:
        row = tables.conn.execute("SELECT * FROM unanswered WHERE id = ?", (part,)).fetchone()
        now = rows.standing_of(row)
        rows.change(tables, part, now, replace(now, part_of=root), "merge", "marta", "", NOW)
    does(database, "rated", "slack:T1:Ev2", "U1", detail="not_useful")
    told = does(database, "told", "slack:T1:Ev1", "U1")
    does(database, "rated", told, "U2", detail="useful")
    does(database, "followed", "slack:T1:Ev2", "U1", detail='{"user": "U1"}')
    does(database, "explained", "slack:T1:Ev2", "U1", detail="vivo al lado", key="slack:T1:press:m:1.2:U1")
    return root, part


def test_a_person_is_erased_and_what_is_counted_stays(database: Database) -> None:
    """Their texts, addresses and names go, from keys too; the groups count as many questions and people as before."""
    root, part = family(database)
    act(database, root, Propose(Draft("a que hora puedo nadar yo con mi perro TOBI", "Pregunta: ¿A qué hora puedo nadar yo con mi perro Tobi? Así.")))
    group = Listing(database).group(root, NOW)
    assert group
    assert (group.questions, group.askers) == (4, 2)
    counted = {name: len(held) for name, held in everything(database).items()}

    erased = privacy.erase_person(database, PEOPLE, PLATFORM, "U1", "dpd", NOW)

    assert erased.counts == {
        "questions": 3,
        "reasons": 1,
        "groups": 2,
        "decisions": 1,
        "steps": 1,
        "remarks": 0,
        "contacts": 3,
        "reach": 0,
        "events": 7,
    }
    after = everything(database)
    assert {name: len(held) for name, held in after.items()} == counted | {"contact": counted["contact"] - 3, "evidence": 1}
    for gone in ("U1", of("U1"), "Tobi", "barrio", "mi calle", "vivo al lado"):
        assert gone.encode() not in files(database.path), gone
    group = Listing(database).group(root, NOW)
    assert group
    assert (group.questions, group.askers, group.text) == (4, 2, "¿Cuándo abre la piscina?")
    assert group.standing.decision.draft == Draft("[BORRADO]", "Pregunta: ¿[BORRADO]? Así.")
    assert database.rows("SELECT text FROM unanswered WHERE id = ?", (part,))[0]["text"] == "[BORRADO]"
    assert {row["asker"] for row in after["event"]} == {"", of("U2"), of("U3")}
    assert [(row["state"], row["send_to"], row["recipient"]) for row in after["outgoing"] if row["event"] == "slack:T1:Ev1"] == [
        ("undeliverable", "", "")
    ]
    assert database.rows("PRAGMA foreign_key_check") == []
    assert privacy.export_person(database, PEOPLE, PLATFORM, "U1")["events"] == []


def test_a_chain_of_keys_still_leads_to_its_question(database: Database) -> None:
    """What somebody else did with a reply to the person stays about that reply."""
    family(database)
    privacy.erase_person(database, PEOPLE, PLATFORM, "U1", "dpd", NOW)
    rated = database.rows("SELECT key, about FROM event WHERE asker = ? AND kind = 'rated'", (of("U2"),))
    told = database.rows("SELECT key, about FROM event WHERE kind = 'told'")
    assert [row["about"] for row in rated] == [row["key"] for row in told]
    assert told[0]["about"] == "slack:T1:Ev1"


def test_nobody_else_is_touched(database: Database) -> None:
    """Erasing one person leaves every row of another as it was; erasing a stranger changes nothing."""
    family(database)
    before = {name: held for name, held in everything(database).items() if name != "evidence"}
    assert sum(privacy.erase_person(database, PEOPLE, PLATFORM, "U", "dpd", NOW).counts.values()) == 0
    assert sum(privacy.erase_person(database, PEOPLE, "teams", "U1", "dpd", NOW).counts.values()) == 0
    assert {name: held for name, held in everything(database).items() if name != "evidence"} == before
    with pytest.raises(ValueError, match="name"):
        privacy.erase_person(database, PEOPLE, PLATFORM, "", "dpd", NOW)
    others = privacy.export_person(database, PEOPLE, PLATFORM, "U3")
    privacy.erase_person(database, PEOPLE, PLATFORM, "U1", "dpd", NOW)
    assert privacy.export_person(database, PEOPLE, PLATFORM, "U3") == others


def test_whoever_judged_the_answer_to_another_persons_question_is_erased_alone(database: Database) -> None:
    """A group counts the question for whoever put it on the list."""
    group = ask(database, "slack:T1:Ev1", "¿Cuándo abre la piscina?", "U1")
    does(database, "rated", "slack:T1:Ev1", "U2", detail="not_useful")
    with database.write() as tables:
        tables.conn.execute("UPDATE unanswered_question SET asker = ?", (of("U2"),))
    privacy.erase_person(database, PEOPLE, PLATFORM, "U2", "dpd", NOW)
    assert of("U2").encode() not in files(database.path)
    now = Listing(database).group(group, NOW)
    assert now
    assert (now.text, now.askers) == ("¿Cuándo abre la piscina?", 1)
    assert privacy.export_person(database, PEOPLE, PLATFORM, "U1")["events"]


def test_what_several_people_asked_alike_stays_where_one_is_erased(database: Database) -> None:
    """The words are the others' as well."""
    group = ask(database, "slack:T1:Ev1", "¿Cuándo abre la piscina?", "U1")
    ask(database, "slack:T1:Ev2", "¿Cuándo abre la piscina?", "U2", group=group)
    privacy.erase_person(database, PEOPLE, PLATFORM, "U1", "dpd", NOW)
    now = Listing(database).group(group, NOW)
    assert now
    assert (now.text, now.askers, now.questions) == ("¿Cuándo abre la piscina?", 2, 2)


def test_one_question_is_erased_by_its_key(database: Database) -> None:
    """Or one reason; a key of neither is said to be none."""
    family(database)
    assert privacy.erase_event(database, "slack:T1:Ev3", "dpd", NOW).counts["questions"] == 1
    assert privacy.erase_event(database, "slack:T1:press:m:1.2:U1", "dpd", NOW).counts["reasons"] == 1
    assert b"Tobi" not in files(database.path)
    assert b"vivo al lado" not in files(database.path)
    assert privacy.find(database, "piscina")
    for key in ("slack:T1:Ev99", f"slack:T1:Ev2#rated:{of('U1')}"):
        with pytest.raises(NoSuchText):
            privacy.erase_event(database, key, "dpd", NOW)


def test_a_reviewer_who_saw_the_text_cannot_put_it_back_unseen(database: Database) -> None:
    """The group is another one than they saw."""
    group = ask(database, "slack:T1:Ev1", f"Soy {SECRET}", "U1")
    seen = Listing(database).group(group, NOW)
    privacy.erase_person(database, PEOPLE, PLATFORM, "U1", "dpd", NOW)
    assert seen
    again = acting.act(database, Catalogue(1, {}), group, seen.revision, Archive(f"es {SECRET}"), "marta", NOW)
    assert not isinstance(again, Done)


def test_everything_about_a_person_is_exported(database: Database) -> None:
    """In the order in which it happened, as JSON, and nothing about anybody else."""
    family(database)
    found = json.loads(json.dumps(privacy.export_person(database, PEOPLE, PLATFORM, "U1"), ensure_ascii=False))
    assert (found["platform"], found["person"], found["pseudonym"]) == (PLATFORM, "U1", of("U1"))
    assert [one["what"] for one in found["events"]] == ["asked", "asked", "asked", "rated", "told", "followed", "explained"]
    assert found["events"][0] == {
        "event": "slack:T1:Ev1", "at": "2026-11-24T11:00:00+00:00", "what": "asked", "question": "¿Cuándo abre la piscina del barrio?",
        "language": "es", "outcome": "unanswered", "version": 1, "group": 1, "cause": "unanswered",
    }  # fmt: skip
    assert found["events"][-1]["said"] == "vivo al lado"
    assert {one["recipient"] for one in found["contacts"]} == {one["recipient"] for one in found["messages"]} == {"U1"}
    assert len(found["contacts"]) == len(found["messages"]) == 3


MODES = ["truncate", "wal"]


def filled(path: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of some hundred pages in which the secret was written, edited, moved from page to page, and deleted in part."""
    monkeypatch.setattr(storage, "journal_mode", lambda _: mode)
    database = Database(path)
    assert database.rows("PRAGMA journal_mode") == [{"journal_mode": mode}]
    database._tables.conn.execute("PRAGMA synchronous = OFF")  # no power is lost here
    by_chance = random.Random(5)
    group = 0
    for number in range(400):
        secret = number % 8 == 0
        written = f"{number} {SECRET if secret else 'Otra persona'} {'y' * by_chance.randrange(300)}"
        group = ask(database, f"slack:T1:Ev{by_chance.random()}", written, "USECRETO" if secret else f"U{number}", group=group if number % 3 else 0)
        if number % 20 == 0:
            act(database, group, Refer("Hacienda", f"{SECRET.upper()} {'z' * by_chance.randrange(900)}"))
        if number % 16 == 0:
            with database.write() as tables:
                tables.conn.execute("UPDATE question SET text = text || ? WHERE rowid = ?", ("w" * 500, by_chance.randrange(1, number + 2)))
                tables.conn.execute("DELETE FROM contact WHERE event = (SELECT event FROM contact ORDER BY random() LIMIT 1)")
    return database


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("others", [0, 2])
def test_what_is_erased_is_in_no_byte_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, others: int) -> None:
    """In either journal mode, while other processes have the database open."""
    database = filled(tmp_path / "unavoz.db", mode, monkeypatch)
    second = [Database(tmp_path / "unavoz.db") for _ in range(others)]
    assert all(other.rows("SELECT count(*) AS n FROM question")[0]["n"] for other in second)
    assert all(files(database.path).count(name.encode()) > 40 for name in (SECRET, "USECRETO", of("USECRETO")))

    assert privacy.erase_person(database, PEOPLE, PLATFORM, "USECRETO", "dpd", NOW).is_gone
    assert [name for name in ("USECRETO", of("USECRETO")) if name.encode() in files(database.path)] == []
    assert privacy.erase_text(database, SECRET, "dpd", NOW).is_gone
    assert [name for name in spellings(SECRET) if name in files(database.path)] == []
    assert database.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert all(other.rows("SELECT count(*) AS n FROM question")[0]["n"] == 400 for other in second)
    for opened in (*second, database):
        opened.close()


def test_what_moved_from_page_to_page_leaves_no_copy_behind(tmp_path: Path) -> None:
    """SQLite overwrites what it deletes where it stands, not where it once stood while a page was split."""
    database = Database(tmp_path / "unavoz.db")
    by_chance = random.Random(1)
    for start in range(0, 8_000, 200):
        with database.write() as tables:
            for number in range(start, start + 200):
                person = "USECRETO" if number % 10 == 0 else f"U{number}"
                key = f"slack:T1:press:{by_chance.random()}:{person}"
                tables.conn.execute(
                    "INSERT INTO event (key, received_at, kind, platform, asker, about) VALUES (?, 0, 'picked', 'slack', ?, ?)",
                    (key, of(person), f"slack:T1:{by_chance.random()}#told:{of(person)}"),
                )
                tables.conn.execute("INSERT INTO outgoing VALUES (?, ?, 'sent', 0, 1, ?)", (key, "x" * by_chance.randrange(300), person))
    privacy.erase_person(database, PEOPLE, PLATFORM, "USECRETO", "dpd", NOW)
    assert [name for name in ("USECRETO", of("USECRETO")) if name.encode() in files(database.path)] == []
    database.close()


def test_the_order_of_what_happened_survives_the_writing_anew(database: Database) -> None:
    """The ledger and the groups go by the numbers of rows, which SQLite does not promise to keep."""
    for number in range(9):
        ask(database, f"slack:T1:Ev{9 - number}", "¿Una?", f"U{number}")
    with database.write() as tables:
        for table, column in (
            ("contact", "event"),
            ("outgoing", "event"),
            ("unanswered_question", "event"),
            ("reply", "event"),
            ("question", "event"),
            ("event", "key"),
        ):
            tables.conn.execute(f"DELETE FROM {table} WHERE {column} IN ('slack:T1:Ev7', 'slack:T1:Ev4')")
    sql = "SELECT event.rowid AS a, member.rowid AS b, key FROM event JOIN unanswered_question AS member ON member.event = key ORDER BY a"
    before = database.rows(sql)
    assert database.scrub()
    assert database.rows(sql) == before
    assert [row["a"] for row in before] == [1, 2, 4, 5, 7, 8, 9]


def test_where_somebody_was_reached_is_in_no_byte_once_it_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is overwritten by every deletion, not by erasures alone."""
    monkeypatch.setattr(storage, "journal_mode", lambda _: "truncate")
    database = Database(tmp_path / "unavoz.db")
    with database.write() as tables:
        ask_key = "slack:T1:Ev1"
        tables.conn.execute("INSERT INTO event (key, received_at, kind, platform, asker) VALUES (?, 0, 'asked', 'slack', ?)", (ask_key, of("U1")))
        contacts.keep(tables, Contact(ask_key, ask_key, PLATFORM, of("U1"), "USECRETO", ""), NOW)
    assert b"USECRETO" in files(database.path)
    with database.write() as tables:
        tables.conn.execute("DELETE FROM contact")
    assert b"USECRETO" not in files(database.path)
    database.close()


def test_the_search_of_the_bytes_finds_what_sqlite_leaves_by_itself(tmp_path: Path) -> None:
    """The control: without our measures a deleted text is still in the file."""
    connection = sqlite3.connect(tmp_path / "plain.db")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE question (text TEXT)")
    connection.execute("INSERT INTO question VALUES (?)", (SECRET,))
    connection.commit()
    connection.execute("DELETE FROM question")
    connection.commit()
    connection.close()
    assert SECRET.encode() in files(tmp_path / "plain.db")


def test_an_erasure_says_when_a_reader_keeps_the_old_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once that one has ended, the same erasure cleans the files."""
    database = filled(tmp_path / "unavoz.db", "wal", monkeypatch)
    database._tables.conn.execute("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(tmp_path / "unavoz.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM question").fetchone()
    assert not privacy.erase_text(database, SECRET, "dpd", NOW).is_gone
    assert privacy.find(database, SECRET) == []
    reader.execute("COMMIT")
    again = privacy.erase_text(database, SECRET, "dpd", NOW)
    assert again.is_gone
    assert not any(again.counts.values())
    assert SECRET.encode() not in files(database.path)
    reader.close()
    database.close()


def test_a_write_that_cannot_be_kept_leaves_the_database_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the write-ahead log a long reader makes the commit fail."""
    monkeypatch.setattr(storage, "journal_mode", lambda _: "truncate")
    database = Database(tmp_path / "unavoz.db")
    ask(database, "slack:T1:Ev1", f"Soy {SECRET}", "U1")
    database._tables.conn.execute("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(tmp_path / "unavoz.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM question").fetchone()
    with pytest.raises(sqlite3.OperationalError):
        privacy.erase_text(database, SECRET, "dpd", NOW)
    reader.execute("COMMIT")
    assert privacy.find(database, SECRET)
    assert privacy.erase_text(database, SECRET, "dpd", NOW).is_gone
    reader.close()
    database.close()
