"""What the console shows of a reply."""

from datetime import date

import adapters.web as adapter
from adapters.web.drawing import Shown, draw
from bot.platforms import find
from knowledge.answering import Note, Outcome, Reply, Stamp, Suggestion
from knowledge.translation import translations
from tests.adapters.contract import AdapterContract


class TestWeb(AdapterContract):
    adapter = adapter


def test_it_is_found_like_any_other_adapter() -> None:
    """By its entry point."""
    assert find("web") is adapter


def test_nothing_that_is_shown_becomes_markup() -> None:
    """Not the answer, not a question, not an address."""
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    reply = Reply(
        Outcome.ANSWERED, 7, nasty, "A", "phone", "es", 1.0, nasty, "javascript:alert(1)", ("phone", nasty), nasty, nasty, stamp=Stamp("A", 7, nasty, date(2026, 12, 31)),
        notes=(Note.GENERAL_WORDING,), details={"channel": nasty, "owner": nasty}, contact=nasty, question=nasty,
    )  # fmt: skip
    for shown in (Shown(), Shown("/web/probar/x", "secret", "once")):
        drawn = draw(reply, translations("es"), shown)
        assert "<script" not in drawn
        assert "<img" not in drawn
        assert 'href="javascript:' not in drawn
    suggested = Reply(Outcome.SUGGESTED, 7, suggestions=(Suggestion(nasty, "es", nasty),))
    assert "<script" not in draw(suggested, translations("en"), Shown("/web/probar/x", "secret", "once"))
