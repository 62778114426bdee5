"""The example workbook of the fictional town hall: as large as promised, without a fault, and useful from the first minute."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.cli.setup import example_workbook
from knowledge import trials
from knowledge.matching import build
from knowledge.workbook.check import Draft
from knowledge.workbook.findings import has_faults
from tests.conftest import TODAY, check
from tests.messages import ROOT


@pytest.fixture(scope="module")
def draft() -> Draft:
    return check(example_workbook())


def test_it_is_as_large_as_an_editor_would_have_it_after_two_years(draft: Draft) -> None:
    """150 entries or more in 8 departments, 30 also in English, 20 in Catalan, 12 shared facts, 250 test questions of which 60 have no answer."""
    assert not has_faults(draft.findings)
    by_language = Counter(entry.language for entry in draft.entries)
    ways = [len(entry.asked_as) for entry in draft.entries]
    assert by_language["es"] >= 140  # the rest are drafts, in review and retired, as in any real workbook
    assert (by_language["en"] >= 30, by_language["ca"] >= 20) == (True, True)
    assert sum(ways) / len(ways) >= 4
    assert len({entry.owner for entry in draft.entries}) == 8
    assert len({fact.name for fact in draft.facts}) == 12
    assert (len(draft.tests), sum(not test.expected for test in draft.tests)) == (250, 60)


def test_every_phrasing_of_the_example_reaches_its_own_entry(draft: Draft) -> None:
    """The exact phrasing always wins, in any language."""
    catalogue = draft.catalogue()
    matcher = build(catalogue)
    for entry in catalogue.entries.values():
        for way in entry.asked_as:
            assert matcher.rank(way.upper())[0].entry.id == entry.id


def test_wrong_answers_to_the_test_questions_are_few(draft: Draft) -> None:
    """Rather unanswered than wrong: at most 2 in 100 automatic answers."""
    catalogue = draft.catalogue()
    results = Counter(trial.verdict for trial in trials.run(draft.tests, catalogue, build(catalogue), TODAY))
    answered = results[trials.Verdict.RIGHT] + results[trials.Verdict.WRONG]
    assert results[trials.Verdict.WRONG] <= 0.02 * answered


def test_the_demonstration_answers_three_questions_and_shows_one_without_an_answer(tmp_path: Path) -> None:
    """Without a terminal, in an empty folder, with no settings; and it leaves nothing behind."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "demo", "--json"], cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "LANG": "es_ES.UTF-8"},
        capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [reply["outcome"] for reply in replies] == ["answered", "answered", "answered", "unanswered"]
    assert [reply["language"] for reply in replies[:3]] == ["es", "es", "en"]
    assert list(tmp_path.iterdir()) == []
