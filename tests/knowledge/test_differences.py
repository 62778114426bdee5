"""Two wordings compared word by word."""

import time

from hypothesis import given
from hypothesis import strategies as st

from knowledge.differences import Mark, Piece, by_words


def test_a_changed_word_is_marked_and_its_neighbours_are_kept() -> None:
    assert by_words("Cuesta 3 € al día.", "Cuesta 4 € al día.") == [
        Piece(Mark.KEPT, "Cuesta "), Piece(Mark.REMOVED, "3"), Piece(Mark.ADDED, "4"), Piece(Mark.KEPT, " € al día."),
    ]  # fmt: skip
    assert by_words("", "Nuevo.") == [Piece(Mark.ADDED, "Nuevo.")]
    assert by_words("Igual.", "Igual.") == [Piece(Mark.KEPT, "Igual.")]
    assert by_words("", "") == []


def test_the_longest_texts_of_a_cell_are_compared_at_once() -> None:
    before, after = "\n".join(f"a{n} b c" for n in range(3_000)), "\n".join(f"a{n} b d" for n in range(3_000))
    began = time.perf_counter()
    assert len(by_words(before, after)) == 2
    assert time.perf_counter() - began < 2


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_of_either_text_is_lost(before: str, after: str) -> None:
    pieces = by_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == after
