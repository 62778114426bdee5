"""The workbook's Tests sheet, run: does each question reach the entry that its editor expects?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.answering import PRECISION, Outcome, Question, Reply, answer
from knowledge.matching import Matcher
from knowledge.model import Catalogue, TestQuestion


class Verdict(StrEnum):
    """How a test question did: the wrong ones first, as they are shown."""

    WRONG = "wrong"  # another entry was given as the answer, or one where there is none
    MISSED = "missed"  # its entry was neither given nor among the suggestions
    NEEDLESS = "needless"  # suggestions for a question that nothing answers
    SUGGESTED = "suggested"  # its entry is among the suggestions
    RIGHT = "right"

    @property
    def is_failure(self) -> bool:
        return self in (Verdict.WRONG, Verdict.MISSED)


@dataclass(frozen=True, slots=True)
class Trial:
    """A test question with the reply that it got."""

    test: TestQuestion
    reply: Reply
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Rerouted:
    """A test question that another version answers otherwise: what it reached before, and what it reaches now."""

    test: TestQuestion
    before: Trial
    after: Trial


def run(tests: Iterable[TestQuestion], catalogue: Catalogue, matcher: Matcher, today: date, precision: float = PRECISION) -> list[Trial]:
    """Return every test's trial, wrong ones first, else in the sheet's order."""
    trials = []
    for test in tests:
        reply = answer(Question(test.question, language=test.language), catalogue, matcher, today, precision)
        trials.append(judged(test, reply))
    return sorted(trials, key=lambda trial: list(Verdict).index(trial.verdict))


def judged(test: TestQuestion, reply: Reply) -> Trial:
    """Return the trial of a test question that got `reply`."""
    return Trial(test, reply, _verdict(test, reply))


def _verdict(test: TestQuestion, reply: Reply) -> Verdict:
    suggested = test.expected in {suggestion.entry for suggestion in reply.suggestions}
    if reply.outcome is Outcome.ANSWERED or reply.entry:
        return Verdict.RIGHT if reply.entry == test.expected else Verdict.WRONG
    if not test.expected:
        return Verdict.NEEDLESS if reply.suggestions else Verdict.RIGHT
    return Verdict.SUGGESTED if suggested else Verdict.MISSED


def rerouted(before: Sequence[Trial], after: Sequence[Trial]) -> list[Rerouted]:
    """Return the tests that reach something else after than before, or the same in another way."""
    earlier = {trial.test: trial for trial in before}
    return [
        Rerouted(trial.test, earlier[trial.test], trial)
        for trial in after
        if trial.test in earlier and _reached(earlier[trial.test]) != _reached(trial)
    ]


def _reached(trial: Trial) -> tuple[str, str, str]:
    return trial.reply.outcome, trial.reply.entry, trial.verdict
