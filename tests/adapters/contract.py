"""What every adapter keeps: the text a person copies from it is the approved text, byte for byte, at any length."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms import Adapter, Capabilities
from knowledge.answering import Note, Outcome, Reply, Stamp, Suggestion
from knowledge.text import control_characters
from knowledge.translation import translations

TEXTS = st.text(min_size=1, max_size=9_000).filter(lambda text: text.strip() and not control_characters(text))
NASTY = (
    "*_~`<!channel> <@U1> [a](javascript:x) & &amp; {{x}} =1+1 [bold]x[/] :smile: \\n",
    " \n\n  dos líneas\u00a0\n",
    "a" * 45_000,
    "👩‍👩‍👧 e\u0301",
)


def answered(text: str) -> Reply:
    stamp = Stamp("TRIB-014", 7, "Hacienda", date(2026, 12, 31))
    return Reply(Outcome.ANSWERED, 7, text, "TRIB-014", "phone", "es", 1.0, "Hacienda", "https://x.example/", ("phone", "social"), stamp=stamp)


class AdapterContract:
    """Inherit in a test class that sets `adapter`."""

    adapter: Adapter

    def test_it_declares_its_capabilities(self) -> None:
        assert isinstance(self.adapter, Adapter)
        assert isinstance(self.adapter.CAPABILITIES, Capabilities)

    def test_what_is_copied_is_the_approved_text(self) -> None:
        # Made anew for each adapter: Hypothesis keeps what it found by the function, and one adapter's findings are not another's.
        @given(TEXTS)
        def is_copied_whole(text: str) -> None:
            for language in ("es", "en"):
                assert self.adapter.copied(self.adapter.draw(answered(text), translations(language))) == text

        is_copied_whole()

    def test_nasty_texts_are_copied_as_they_are(self) -> None:
        for text in NASTY:
            assert self.adapter.copied(self.adapter.draw(answered(text), translations("es"))) == text

    def test_nothing_is_copied_where_nothing_was_answered(self) -> None:
        suggested = Reply(Outcome.SUGGESTED, 7, suggestions=(Suggestion("A", "es", "¿Una?"),))
        refused = Reply(Outcome.UNANSWERED, 7, entry="A", notes=(Note.EXPIRED,), details={"entry": "A", "day": "2026-01-31"})
        for reply in (suggested, refused, Reply(Outcome.UNANSWERED, 7)):
            assert self.adapter.copied(self.adapter.draw(reply, translations("es"))) == ""
