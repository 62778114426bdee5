"""In Teams, what people are told without asking: changes, approvals, new measures, what happened; and what reviewers decide."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import hosting
from adapters.teams.showing import Showing
from bot import housekeeping
from bot.approvals import store
from bot.approvals.store import Handed
from bot.desk import Desk
from bot.ledger import Ledger
from bot.notice_settings import Digest, Recall
from bot.recalls.telling import Recalls
from bot.settings import Approval, Settings
from knowledge import approval
from knowledge.channels import CHANNELS
from knowledge.model import Catalogue, Department, Entry
from tests.adapters.slack.conftest import ENTRIES, OWNER, POOL
from tests.adapters.teams.conftest import DEPARTMENT, GROUP, Installation, publish, until
from tests.adapters.teams.fake import JOHN, MARTA, PERSONAL, FakeTeams, buttons, visible_text
from tests.adapters.teams.test_dialogues import kinds, last
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY

TAX = Entry("TRI-9", "es", "¿Cuánto cuesta la tasa de terrazas?", "Son 12 € y <b>solo</b> dos copias.", owner=OWNER)
DEARER = replace(TAX, answer="Son 15 € & <at>todos</at> dos copias.")
NEW = "Pida cita, <at>todos</at> y traiga *3* documentos & _tasas_."


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "_LOOKED_EVERY", 0.2)
    monkeypatch.setattr(housekeeping, "_LOOKED_EVERY", 0.2)


def states(desk: Any, kind: str) -> list[str]:
    sql = "SELECT state FROM outgoing JOIN event ON event.key = outgoing.event WHERE kind = ? ORDER BY event.rowid"
    return [row["state"] for row in desk.ledger.database.rows(sql, (kind,))]


def test_a_change_is_told_in_private_and_acknowledged_with_a_button(installation: Installation, teams: FakeTeams) -> None:
    """Whoever asked in a chat too, and nobody who was given something else."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas", GROUP)
        teams.say(JOHN, "¿Cómo me empadrono?")
        last(teams, GROUP), last(teams, teams.personal(JOHN))
        publish(desk.versions, *ENTRIES, DEARER)
        head, message = teams.wait_for_sent(teams.personal(MARTA), 2, timeout=20)
        assert "Ha cambiado una respuesta que recibió." in visible_text(head)
        assert "antes «12 €», ahora «15 €»." in visible_text(head)
        assert message["text"] == DEARER.answer
        read = teams.press(MARTA, message, "Enterado")
        assert "✓ Lo ha leído" in visible_text(read.body)
        assert "Enterado" not in buttons(read.body)
        teams.press(MARTA, message, "Enterado", invoke_id="f:again")
        assert desk.ledger.database.rows("SELECT count(*) AS n FROM recall_notice WHERE acknowledged_at > 0")[0]["n"] == 1
        installation.clock.ahead += timedelta(hours=25)
        time.sleep(0.8)
        assert [len(teams.sent(where)) for where in (teams.personal(MARTA), teams.personal(JOHN), GROUP)] == [2, 1, 1]


def test_a_change_is_told_in_the_language_in_which_they_asked(installation: Installation, teams: FakeTeams) -> None:
    """By another process too, to which their client has said nothing."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving():
        teams.say(JOHN, "How do I register as a resident?")
        last(teams, teams.personal(JOHN))
    publish(installation.versions, *ENTRIES[:1], replace(ENTRIES[1], answer="Book an appointment on 910 000 010."), *ENTRIES[2:])
    with installation.serving():
        assert "An answer that you were given has changed." in visible_text(teams.wait_for_sent(teams.personal(JOHN), 2, timeout=20)[1])


def test_who_does_not_acknowledge_it_is_reminded(installation: Installation, teams: FakeTeams) -> None:
    """With the same button; and no more than so often."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        publish(desk.versions, *ENTRIES)
        assert "Una respuesta que recibió ya no se da." in visible_text(teams.wait_for_sent(teams.personal(MARTA), 2, timeout=20)[-1])
        for count in (3, 4, 4):
            installation.clock.ahead += timedelta(hours=25)
            teams.wait_for_sent(teams.personal(MARTA), count, timeout=20)
            time.sleep(0.6)
        reminder = teams.sent(teams.personal(MARTA))[-1]
        assert "Recordatorio: por favor, confirme que ha leído esto." in visible_text(reminder)
        teams.press(MARTA, reminder, "Enterado")
        until(lambda: desk.ledger.database.rows("SELECT count(*) AS n FROM recall_notice WHERE acknowledged_at > 0")[0]["n"] == 1)


@pytest.mark.parametrize("how", ["blocked", "uninstalled"])
def test_who_is_gone_is_on_the_list_as_not_delivered_and_forgotten(installation: Installation, teams: FakeTeams, how: str) -> None:
    """By a 403, or by taking the app out."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        assert desk.ledger.database.rows("SELECT recipient FROM reach")[0]["recipient"] == MARTA
        if how == "blocked":
            teams.block(MARTA)
            publish(desk.versions, *ENTRIES, DEARER)
            until(lambda: states(desk, "recalled") == ["undeliverable"], 20)
        else:
            teams.uninstall(MARTA)
        until(lambda: not desk.ledger.database.rows("SELECT 1 FROM reach"))


@pytest.mark.parametrize("acts", [True, False])
def test_a_notice_of_which_no_answer_came_is_uncertain_and_not_sent_twice(installation: Installation, teams: FakeTeams, acts: bool) -> None:
    """Whether Teams had taken it or not: nobody can tell."""
    publish(installation.versions, *ENTRIES, replace(TAX, answer="Doce euros."))
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        until(lambda: states(desk, "asked") == ["sent"])
        teams.drop("send", acts=acts)
        publish(desk.versions, *ENTRIES, DEARER)
        until(lambda: states(desk, "recalled") == ["uncertain"], 20)
        installation.clock.ahead += timedelta(minutes=5)
        time.sleep(0.8)
        assert len(teams.sent(teams.personal(MARTA))) == (2 if acts else 1)


def test_a_notice_during_whose_sending_a_process_died_is_uncertain(installation: Installation, teams: FakeTeams) -> None:
    """It is not known how far that one came."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        until(lambda: states(desk, "asked") == ["sent"])
    publish(installation.versions, *ENTRIES, DEARER)
    desk = Desk(installation.versions, Ledger(installation.database, PSEUDONYMS), installation.clock, MADRID)
    Recalls(desk, Recall()).step()
    with installation.database.write() as tables:
        tables.conn.execute("UPDATE outgoing SET attempts = 1 WHERE state = 'sending'")
    with installation.serving() as desk:
        until(lambda: states(desk, "recalled") == ["uncertain"])
        assert len(teams.sent(teams.personal(MARTA))) == 1


def test_a_notice_that_teams_refuses_in_passing_comes_later(installation: Installation, teams: FakeTeams) -> None:
    """Once."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        until(lambda: states(desk, "asked") == ["sent"])
        teams.fail("send", 503)
        publish(desk.versions, *ENTRIES, DEARER)
        until(lambda: not teams.world.faults["send"], 20)

        def is_told() -> bool:
            installation.clock.ahead += timedelta(minutes=2)
            time.sleep(0.3)
            return states(desk, "recalled") == ["sent"]

        until(is_told, 20)
        assert len(teams.sent(teams.personal(MARTA))) == 3


def test_a_department_is_told_of_a_new_measure_and_of_what_happened(installation: Installation, teams: FakeTeams) -> None:
    """In its channel."""
    new = Entry("ZBE-1", "es", "¿Quién entra en la zona?", "Quien tenga distintivo.", valid_from=TODAY + timedelta(days=1), announce_to=(OWNER,))
    publish(installation.versions, *ENTRIES, new)
    with installation.serving({"departments": {OWNER: DEPARTMENT}}, digest=Digest(every="day", departments=[OWNER])):
        head, message = teams.wait_for_sent(DEPARTMENT, 2, timeout=20)
        assert "A partir del 25/11/2026 se responderá esto:" in visible_text(head)
        assert message["text"] == "Quien tenga distintivo."
        teams.say(MARTA, POOL.question)
        last(teams, teams.personal(MARTA))
        installation.clock.ahead += timedelta(days=1)
        until(lambda: any("Resumen del 24/11/2026" in visible_text(one) for one in teams.sent(DEPARTMENT)), 20)
        digest = next(one for one in teams.sent(DEPARTMENT) if "Resumen del 24/11/2026" in visible_text(one))
        assert POOL.question in visible_text(digest)


class Office(Installation):
    """Where changes are approved by two people, whom the department names: Marta and John."""

    def settings(self, more: dict[str, object] | None = None, **others: object) -> Settings:
        ids = {name: [f"entra:{self.teams.tenant_id}:{person}"] for name, person in (("marta@x.example", MARTA), ("bob@x.example", JOHN))}
        rule = Approval(mode="two-person", people={**ids, "bob@x.example": [*ids["bob@x.example"], "excel:Bob Smith"]})
        return super().settings(more, **{"approval": rule, **others})

    def wait(self, entry: Entry) -> None:
        """Let a change wait, as publishing a workbook that Bob saved does."""
        departments = (Department(OWNER, "oac@castroalba.example", ("marta@x.example", "bob@x.example")),)
        before = Catalogue(0, {one.key: one for one in ENTRIES}, departments=departments, channels=CHANNELS)
        self.versions.publish(before, after=self.versions.current_number(), at=NOW, by="ana")
        after = replace(before, entries={**before.entries, entry.key: entry})
        with self.database.write() as tables:
            store.hold(tables, approval.differences(before, after), Handed("local:bot", "ana", "Bob Smith"), None, NOW)

    def answer(self) -> str:
        return self.versions.catalogue(self.versions.current_number()).entries[ENTRIES[0].key].answer


@pytest.fixture
def office(teams: FakeTeams, tmp_path: Path) -> Iterator[Office]:
    installed = Office(teams, tmp_path)
    installed.wait(replace(ENTRIES[0], answer=NEW))
    yield installed
    installed.database.close()


def test_an_approver_is_told_once_sees_all_of_it_and_approves(office: Office, teams: FakeTeams) -> None:
    """Not whoever edited it; in service at once."""
    with office.serving():
        message = teams.wait_for_sent(teams.personal(MARTA), 1, timeout=20)[0]
        shown = teams.press(MARTA, message, "Revisar")
        assert NEW in visible_text(shown.body)
        assert ENTRIES[0].answer in visible_text(shown.body)
        assert "Editado por: Bob Smith, ana" in visible_text(shown.body)
        assert "Se está poniendo en servicio" in visible_text(teams.submit(MARTA, shown, "Aprobar").body)
        until(lambda: office.answer() == NEW, 30)
        assert "ya estaba decidido" in visible_text(teams.submit(MARTA, shown, "Aprobar").body).lower()
        assert "ersión 3" in visible_text(teams.wait_for_sent(teams.personal(MARTA), 2, timeout=20)[-1])
        assert teams.sent(teams.personal(JOHN)) == []


def test_who_is_named_otherwise_than_they_are_is_not_told_that_they_may_decide(teams: FakeTeams, tmp_path: Path) -> None:
    """For they would be refused: an id is compared as it is, here and in the console."""
    office = Office(teams, tmp_path)
    office.wait(replace(ENTRIES[0], answer=NEW))
    rule = Approval(mode="two-person", people={"marta@x.example": [f"entra:{teams.tenant_id}:{MARTA.upper()}"]})
    with office.serving(approval=rule):
        time.sleep(1.0)
        assert teams.sent(teams.personal(MARTA)) == []
    office.database.close()


def test_an_approver_sees_every_fact_that_changes(office: Office, teams: FakeTeams) -> None:
    """However many they are."""
    office.wait(replace(ENTRIES[0], answer=", ".join(f"{number} €" for number in range(1_000, 1_200))))
    with office.serving():
        message = teams.wait_for_sent(teams.personal(MARTA), 1, timeout=20)[0]
        shown = visible_text(teams.press(MARTA, message, "Revisar").body)
        assert [number for number in range(1_000, 1_200) if f"→ {number} €" not in shown] == []


def test_who_may_not_decide_cannot_and_a_rejection_needs_a_reason(office: Office, teams: FakeTeams) -> None:
    """Whatever they press."""
    with office.serving():
        message = teams.wait_for_sent(teams.personal(MARTA), 1, timeout=20)[0]
        shown = teams.press(MARTA, message, "Revisar")
        message["conversation"] = {"id": teams.personal(JOHN)}
        assert "You edited this yourself" in visible_text(teams.press(JOHN, message, "Revisar").body)
        assert "Indique el motivo" in visible_text(teams.submit(MARTA, shown, "Rechazar").body)
        rejected = teams.submit(MARTA, shown, "Rechazar", {"reason": "Faltan las <tasas>"})
        assert "Rechazado" in visible_text(rejected.body)
        (rejection,) = store.rejections(office.database)
        assert (rejection.person, rejection.reason) == (f"entra:{teams.tenant_id}:{MARTA}", "Faltan las <tasas>")
        teams.say(MARTA, "aprobaciones")
        assert "Nada espera su aprobación" in visible_text(teams.wait_for_sent(teams.personal(MARTA), 2)[-1])


def test_a_reviewer_decides_what_waits_and_whoever_asked_is_told(installation: Installation, teams: FakeTeams) -> None:
    """By the answer that there is; and another reviewer's older view is shown what came between."""
    with installation.serving({"reviewers": [MARTA.upper()]}, serve=Settings().serve.model_copy(update={"public_url": "https://voz.example"})) as desk:
        teams.say(JOHN, "¿Qué papeles hacen falta al mudarse aquí?")
        last(teams, teams.personal(JOHN))
        teams.say(MARTA, "pendientes")
        waiting = last(teams, teams.personal(MARTA))
        assert "¿Qué papeles hacen falta al mudarse aquí?" in visible_text(waiting)
        shown = teams.press(MARTA, waiting, "Revisar")
        taken = teams.submit(MARTA, shown, "Me encargo yo")
        assert "en revisión" in visible_text(taken.body)
        late = teams.submit(MARTA, shown, "Archivar", {"reason": "Otra cosa"})
        assert "Alguien se adelantó" in visible_text(late.body)
        options = [one for one in visible_text(taken.body).splitlines() if one.startswith("OAC-1")]
        assert options
        linked = teams.submit(MARTA, taken, "Esta la responde", {"entry": "OAC-1"})
        assert "Enlazado." in visible_text(linked.body)
        told = teams.wait_for_sent(teams.personal(JOHN), 3, timeout=20)
        assert told[-1]["text"] in (ENTRIES[0].answer, ENTRIES[1].answer)
        until(lambda: "told" in kinds(desk))


@pytest.mark.parametrize(("number", "name", "seen"), [(300, "Área", "Área que debe responder"), (60, "Área de gobierno de " * 20, "demasiado largo")])
def test_a_group_can_be_passed_to_any_of_many_departments(installation: Installation, teams: FakeTeams, number: int, name: str, seen: str) -> None:
    """By its name, where there are too many for a menu; what is too long for the window is the console's."""
    departments = tuple(Department(f"{name} {one}", "") for one in range(number))
    catalogue = Catalogue(0, {entry.key: entry for entry in ENTRIES}, departments=departments)
    installation.versions.publish(catalogue, after=installation.versions.current_number(), at=NOW, by="ana")
    with installation.serving({"reviewers": [MARTA]}):
        teams.say(JOHN, "¿Qué papeles hacen falta al mudarse aquí?")
        last(teams, teams.personal(JOHN))
        teams.say(MARTA, "pendientes")
        shown = teams.press(MARTA, last(teams, teams.personal(MARTA)), "Revisar")
        assert seen in visible_text(shown.body)
        if number == 300:
            assert "Hecho." in visible_text(teams.submit(MARTA, shown, "Pasársela", {"department": "Área 299"}).body)


def test_who_is_no_reviewer_sees_nothing_of_it(installation: Installation, teams: FakeTeams) -> None:
    """Asked for, it is a question like any other; a press is refused."""
    with installation.serving({"reviewers": [MARTA]}):
        teams.say(JOHN, "¿Hay dragones?")
        last(teams, teams.personal(JOHN))
        teams.say(MARTA, "pendientes")
        waiting = last(teams, teams.personal(MARTA))
        waiting["conversation"] = {"id": teams.personal(JOHN)}
        assert "Only reviewers decide" in visible_text(teams.press(JOHN, waiting, "Revisar").body)
        teams.say(JOHN, "pendientes")
        assert "¿Hay dragones?" not in visible_text(teams.wait_for_sent(teams.personal(JOHN), 2)[-1])


def test_a_new_release_of_the_app_forgets_nobody(installation: Installation, teams: FakeTeams) -> None:
    """Teams says that the old one is removed and the new one added: whoever is to be told of a change still is, and nobody is welcomed again."""
    with installation.serving() as desk:
        teams.say(MARTA, "¿Cómo me empadrono?")
        last(teams, teams.personal(MARTA))
        for action in ("remove-upgrade", "add-upgrade"):
            teams.raw(teams._activity(MARTA, PERSONAL, "installationUpdate", action=action))
        assert desk.ledger.database.rows("SELECT recipient FROM reach")[0]["recipient"] == MARTA
        time.sleep(0.3)
        assert len(teams.sent(teams.personal(MARTA))) == 1


def test_who_cannot_be_looked_up_is_told_later_and_keeps_nobody_waiting(installation: Installation, teams: FakeTeams) -> None:
    """Teams is not asked for them at every look, and what is owed to others comes first."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
    with installation.serving() as desk:  # which knows nobody yet
        before = len(teams.calls("member"))
        teams.fail("member", 500, times=50)
        publish(desk.versions, *ENTRIES, DEARER)
        until(lambda: len(teams.calls("member")) > before, 20)
        time.sleep(1)
        assert len(teams.calls("member")) == before + 1
        assert states(desk, "recalled") == ["sending"]
        teams.world.faults["member"].clear()
        installation.clock.ahead += timedelta(minutes=2)
        assert teams.wait_for_sent(teams.personal(MARTA), 3, timeout=20)[-1]["text"] == DEARER.answer


def test_who_is_slow_to_be_looked_up_is_told_all_the_same(installation: Installation, teams: FakeTeams) -> None:
    """What waits to be claimed is not held by the one that waits."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving():
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
    with installation.serving() as desk:
        teams.hang("member", 1)
        publish(desk.versions, *ENTRIES, DEARER)
        assert teams.wait_for_sent(teams.personal(MARTA), 3, timeout=10)[-1]["text"] == DEARER.answer


def test_a_notice_that_could_not_be_drawn_is_sent_later(installation: Installation, teams: FakeTeams, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it was sent, so there is nothing uncertain about it."""
    publish(installation.versions, *ENTRIES, TAX)
    with installation.serving() as desk:
        teams.say(MARTA, "cuánto cuesta la tasa de terrazas")
        last(teams, teams.personal(MARTA))
        failed: list[object] = []
        with monkeypatch.context() as broken:
            broken.setattr(Showing, "owed", lambda *_: failed.append(1) or asyncio.to_thread(lambda: 1 // 0))
            publish(desk.versions, *ENTRIES, DEARER)
            until(lambda: failed, 20)
            time.sleep(0.3)
        installation.clock.ahead += timedelta(minutes=2)
        assert teams.wait_for_sent(teams.personal(MARTA), 3, timeout=20)[-1]["text"] == DEARER.answer
        until(lambda: states(desk, "recalled") == ["sent"])
