"""The measures, against their definitions."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figures import Ranked, automatic, correlation, coverage_at, figures

RANKED = st.builds(
    Ranked, st.sampled_from(["", "A", "B", "C"]), st.lists(st.sampled_from("ABCD"), unique=True, max_size=4).map(tuple),
    st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
)  # fmt: skip


def matthews(asked: list[Ranked], threshold: float) -> float:
    """Gorodkin's formula, as it is written down."""
    said = [one.first if one.score >= threshold else "" for one in asked]
    gold = [one.gold for one in asked]
    total, agreed = len(asked), sum(one == other for one, other in zip(said, gold, strict=True))
    predicted, true = Counter(said), Counter(gold)
    above = agreed * total - sum(predicted[name] * true[name] for name in true)
    below = (total**2 - sum(n**2 for n in predicted.values())) * (total**2 - sum(n**2 for n in true.values()))
    return above / math.sqrt(below) if below else 0.0


@given(st.lists(RANKED, min_size=1, max_size=30), st.sampled_from([0.0, 0.3, 0.5, 0.8]))
def test_the_correlation_is_that_of_the_definition(asked: list[Ranked], threshold: float) -> None:
    assert correlation(asked, threshold) == pytest.approx(matthews(asked, threshold))
    assert figures(asked).best_mcc == pytest.approx(max(matthews(asked, one.score) for one in asked))


@given(st.lists(RANKED, min_size=1, max_size=30))
def test_the_area_is_the_chance_that_an_answerable_question_scores_higher(asked: list[Ranked]) -> None:
    pairs = [(one.score, other.score) for one in asked if one.gold for other in asked if not other.gold]
    wins = [1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs]
    assert figures(asked).auroc == (pytest.approx(sum(wins) / len(wins)) if wins else None)


def test_ranks_coverage_and_automatic_answers() -> None:
    asked = [Ranked("A", ("A", "B"), 0.9), Ranked("B", ("A", "B"), 0.8), Ranked("C", ("A", "B"), 0.4), Ranked("", ("B",), 0.3), Ranked("D", (), 0.0)]
    found = figures(asked)
    assert (found.questions, found.answerable, found.first, found.in_three, found.reciprocal_rank) == (5, 4, 0.25, 0.5, 0.375)
    assert (automatic(asked, 0.5).answered, automatic(asked, 0.5).right, automatic(asked, 0.5).precision) == (2, 1, 0.5)
    assert automatic(asked, 1.0).precision is None
    assert (coverage_at(asked, 1.0), coverage_at([asked[1]], 0.5)) == (0.25, 0.0)
