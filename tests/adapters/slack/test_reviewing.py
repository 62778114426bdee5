"""The review in Slack: a reviewer decides in a window about what nobody has answered, and whoever asked is told."""

from tests.adapters.slack.conftest import ENTRIES, OWNER, Installation, until
from tests.adapters.slack.fake_workspace import visible_text

QUESTION = "¿Qué papeles hacen falta al mudarse aquí?"


def opened(installation: Installation, user: str = "U1") -> dict:  # type: ignore[type-arg]
    """Return the window of the first group, opened from the Home tab."""
    slack = installation.slack
    slack.open_home("U1")
    until(lambda: QUESTION in visible_text(slack.home("U1") or {}))
    slack.press(user, "review_open_0", view=slack.home("U1"))
    until(lambda: slack.modal(user) is not None)
    return slack.modal(user)  # type: ignore[no-any-return]


def asked(installation: Installation) -> None:
    slack = installation.slack
    slack.direct_message("U2", QUESTION)
    until(lambda: len(slack.messages("DU2")) == 1)


def test_what_has_an_answer_is_linked_and_whoever_asked_is_told(installation: Installation) -> None:
    """From the Home tab; and who looks at what was there before is shown what came between."""
    slack = installation.slack
    with installation.serving(reviewers=["U1"]):
        asked(installation)
        view = opened(installation)
        slack.press("U1", "review_take", view=view)
        until(lambda: "en revisión" in visible_text(slack.modal("U1")))
        slack.press("U1", "review_refer", view=view)
        until(lambda: "Alguien se adelantó" in visible_text(slack.modal("U1")))
        slack.press("U1", "review_link", view=slack.modal("U1"))
        until(lambda: "Elija una de la lista" in visible_text(slack.modal("U1")))
        slack.press("U1", "review_link", view=slack.modal("U1"), values={"review_entry": "OAC-1"})
        until(lambda: "Enlazado." in visible_text(slack.modal("U1")))
        assert "review_link" not in str(slack.modal("U1"))  # it is answered: there is nothing more to decide
        until(lambda: any(ENTRIES[0].answer in visible_text(one) or "Book an appointment." in visible_text(one) for one in slack.messages("DU2")), 20)


def test_it_is_passed_on_or_archived_with_a_reason(installation: Installation) -> None:
    """Without one, it is said that one is missing."""
    slack = installation.slack
    with installation.serving(reviewers=["U1"]) as desk:
        asked(installation)
        view = opened(installation)
        slack.press("U1", "review_refer", view=view, values={"review_department": OWNER})
        until(lambda: "Hecho." in visible_text(slack.modal("U1")))
        slack.submit("U1", slack.modal("U1"))
        until(lambda: "Falta algo" in visible_text(slack.modal("U1")))
        slack.submit("U1", slack.modal("U1"), {"reason": "Ya <no> hace falta"})
        until(lambda: "archivada" in visible_text(slack.modal("U1")))
        (step,) = desk.ledger.database.rows("SELECT remark, by FROM review_step WHERE action = 'archive'")
        assert (step["remark"], step["by"]) == ("Ya <no> hace falta", "Marta Soler")


def test_who_is_no_reviewer_decides_nothing(installation: Installation) -> None:
    """Whatever they press."""
    slack = installation.slack
    with installation.serving(reviewers=["U1"]) as desk:
        asked(installation)
        view = opened(installation)
        slack.press("U2", "review_take", view=view)
        until(lambda: "Only reviewers decide" in visible_text(slack.modal("U2") or {}))
        assert desk.ledger.database.rows("SELECT 1 FROM review_step WHERE action = 'take'") == []
