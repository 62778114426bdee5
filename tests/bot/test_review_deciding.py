"""A reviewer's look at a group away from the console: what they see is how it stands."""

from bot.review import deciding
from bot.review.deciding import Decision, Typed
from bot.review.values import Merge
from knowledge.review import State
from knowledge.translation import translations
from tests.bot.test_review import PADRON, PISCINA, act, ask, clock, desk, listed, put  # noqa: F401 (two of them fixtures)

WORDS = translations("es")


def test_what_is_linked_with_an_answer_that_is_given_is_answered_at_once(desk, versions) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    """And nothing more can be decided of it."""
    put(versions, PADRON, PISCINA)
    ask(desk, "k1", "requisitos para una boda civil", tell_at="D1")
    looked = deciding.look(desk, str(listed(desk)[0].id))
    assert looked
    after = deciding.decide(desk, looked.seen, Decision.LINK, Typed(entry="DEP-1"), "marta", WORDS)
    assert after
    assert after.said.startswith("Enlazado.")
    assert (after.group.standing.state, after.is_open) == (State.ANSWERED, False)


def test_what_became_part_of_another_group_is_decided_there(desk) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    """Who has seen it before is told; who looks now sees the other one."""
    ask(desk, "k1", "requisitos para una boda civil", "U1")
    ask(desk, "k2", "que se necesita para casarse", "U2")
    first, second = listed(desk)
    looked = deciding.look(desk, str(first.id))
    assert looked
    act(desk, first.id, Merge(second.id))
    late = deciding.decide(desk, looked.seen, Decision.TAKE, Typed(), "luis", WORDS)
    assert late
    assert "Alguien se adelantó: marta lo unió" in late.said
    assert not late.is_open
    now = deciding.look(desk, str(first.id))
    assert now
    assert (now.group.id, now.is_open) == (second.id, True)
