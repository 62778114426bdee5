"""Approval in Slack: approvers are told once, see the whole difference, and decide it in its window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.approvals import store
from bot.approvals.store import Handed
from bot.settings import Approval, Settings
from knowledge import approval
from knowledge.approval import Subject
from knowledge.channels import CHANNELS
from knowledge.model import Catalogue, Department, Entry
from tests.adapters.slack.conftest import ENTRIES, OWNER, Installation, until
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.fake_workspace import visible_text
from tests.conftest import NOW

RULE = Approval(mode="two-person", people={"marta@castroalba.example": ["slack:T1:U1"], "bob@castroalba.example": ["slack:T1:U2", "excel:Bob Smith"]})
NEW = "Pida cita, <!channel> y traiga *3* documentos & _tasas_."


class Office(Installation):
    """Where changes are approved by two people: U1 and U2, whom the department names."""

    def __init__(self, slack: FakeSlack, folder: Path, transport: str) -> None:
        super().__init__(slack, folder, transport)
        self.wait(replace(ENTRIES[0], answer=NEW))

    def settings(self, **more: object) -> Settings:
        return super().settings(**more).model_copy(update={"approval": RULE})

    def wait(self, entry: Entry) -> None:
        """Let a change wait, as publishing a workbook that Bob saved does."""
        departments = (Department(OWNER, "oac@castroalba.example", ("marta@castroalba.example", "bob@castroalba.example")),)
        entries = {one.key: one for one in ENTRIES}
        current = self.versions.current_number()
        before = Catalogue(0, entries, departments=departments, channels=CHANNELS)
        if self.versions.catalogue(current).departments != departments:
            self.versions.publish(before, after=current, at=NOW, by="ana")
        after = replace(before, entries=entries | {entry.key: entry})
        with self.database.write() as tables:
            store.hold(tables, approval.differences(before, after), Handed("local:bot", "ana", "Bob Smith"), None, NOW)

    def answer(self) -> str:
        return self.versions.catalogue(self.versions.current_number()).entries[ENTRIES[0].key].answer


@pytest.fixture(params=["socket", "http"])
def office(request: pytest.FixtureRequest, slack: FakeSlack, tmp_path: Path) -> Iterator[Office]:
    installed = Office(slack, tmp_path, request.param)
    yield installed
    installed.database.close()


def opened(office: Office, user: str = "U1") -> dict:  # type: ignore[type-arg]
    """Return the window of the change, opened from the message of it."""
    slack = office.slack
    until(lambda: bool(slack.messages("DU1")), timeout=20)
    slack.press(user, "approval_open", message=slack.messages("DU1")[-1])
    until(lambda: slack.modal(user) is not None)
    return slack.modal(user)  # type: ignore[no-any-return]


def test_an_approver_is_told_once_sees_all_of_it_and_approves(office: Office) -> None:
    """Not whoever edited it; what the cell says is shown as it is, and in service at once."""
    slack = office.slack
    with office.serving():
        view = opened(office)
        shown = visible_text(view)
        assert NEW in shown
        assert ENTRIES[0].answer in shown
        assert "Editado por: Bob Smith, ana" in shown
        slack.open_home("U1")
        until(lambda: "Pendiente de su aprobación: 1" in visible_text(slack.home("U1") or {}))
        slack.press("U1", "approval_yes", view=view)
        until(lambda: "Versión 3" in visible_text(slack.modal("U1") or {}) or "versión 3" in visible_text(slack.modal("U1") or {}), timeout=30)
        assert office.answer() == NEW
        assert slack.messages("DU2") == []
    with office.serving():
        pass
    assert len(slack.messages("DU1")) == 1


def test_a_press_that_was_made_up_decides_nothing(office: Office) -> None:
    """Who it is is what Slack says; what was seen is compared with what waits."""
    slack = office.slack
    with office.serving():
        view = opened(office)
        slack.press("U2", "approval_yes", view=view)
        until(lambda: "You edited this yourself" in visible_text(slack.modal("U1") or {}))
        forged = view | {"blocks": [_forged(block) for block in view["blocks"]]}
        slack.press("U1", "approval_yes", view=forged)
        until(lambda: "Ha cambiado entretanto" in visible_text(slack.modal("U1") or {}))
        assert office.answer() == ENTRIES[0].answer
        assert store.find(office.database, Subject("entry", "OAC-1/es"), office.versions.catalogue(2)) is not None


def _forged(block: dict) -> dict:  # type: ignore[type-arg]
    elements = [element | {"value": f'["entry", "OAC-1/es", "{"0" * 64}"]'} for element in block.get("elements", [])]
    return block | {"elements": elements} if block["type"] == "actions" else block


def test_a_rejection_needs_a_reason(office: Office) -> None:
    """Which its editors read."""
    slack = office.slack
    with office.serving():
        view = opened(office)
        slack.submit("U1", view, {"why": "Faltan las <tasas>"})
        until(lambda: "Rechazado" in visible_text(slack.modal("U1") or {}))
    (rejection,) = store.rejections(office.database)
    assert (rejection.person, rejection.reason) == ("slack:T1:U1", "Faltan las <tasas>")
    assert office.answer() == ENTRIES[0].answer
