"""The example workbook of the fictional town hall: as large as promised, without a fault, and useful from the first minute."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlencode

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


def test_the_demonstration_opens_a_console_in_which_three_months_went_by(tmp_path: Path) -> None:
    """The one-time link opens it, once; every page has something to show; and it leaves nothing behind."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot.cli.main", "demo", "--console", "--port", str(port)], cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        env={"PYTHONPATH": str(ROOT), "LANG": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1", "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    try:
        link = next(found[0] for line in demo.stdout or () if (found := re.findall(r"http://127\.0\.0\.1:\d+/web/entrar#\S+", line)))
        address, _, code = link.partition("/web/entrar#")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        browser.addheaders = [("Origin", address), ("Accept-Language", "es")]

        def see(path: str, form: bytes | None = None) -> str:
            with browser.open(f"{address}/web{path}", form, timeout=60) as response:
                return str(response.read().decode())

        retry(lambda: see("/entrar"))
        assert "Le damos la bienvenida" in see("/entrar", urlencode({"codigo": unquote(code)}).encode())
        activity = see("/actividad?desde=2020-01-01")
        assert int(re.search(r"<dt>Preguntas</dt><dd>(\d+)</dd>", activity)[1]) > 800  # type: ignore[index]
        assert "respuestas se han dado" in see("/resumen")
        assert "Se preguntan cada vez más" in see("/resumen")
        assert see("/respuestas/OAC-001").count("<summary>v") >= 2
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=30)
        assert demo.stdout
        demo.stdout.close()
    assert list(tmp_path.iterdir()) == []


def retry(act: Callable[[], object]) -> None:
    """Do it again until the server listens."""
    for _ in range(200):
        try:
            act()
            return
        except urllib.error.URLError:
            time.sleep(0.05)
    act()
