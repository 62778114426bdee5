"""How much of made-up personal data is found, how many clean questions are changed, and how much processor time a question takes.

    uv run python benchmarks/redaction.py [DIRECTORY ...]

Two thousand pieces of each kind in five writings, and five thousand clean questions, from a seed that nothing was tuned on; the example workbook's
questions; the longest time that a text of 4,000 characters made for it needs. A directory of labelled questions (`queries.jsonl`, as
`unavoz bench` reads them) adds the share of its questions that are changed. The first redaction of a process is not timed.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.benchmarking import read_set
from bot.cli.setup import example_workbook
from knowledge.redaction import redact
from tests.conftest import check
from tests.knowledge.personal_data import KINDS, MARKS, clean, positives
from tests.knowledge.test_redaction import SHAPES, SIZE

SEED = 31_415


def milliseconds(texts: Sequence[str]) -> list[float]:
    times = []
    for text in texts:
        began = time.process_time()
        redact(text)
        times.append((time.process_time() - began) * 1_000)
    return sorted(times)


def changed(label: str, texts: Sequence[str]) -> None:
    count = sum(bool(redact(text).found) for text in texts)
    print(f"changed: {label:28} {count:4} of {len(texts):5} ({count / len(texts):.2%})")


def main(directories: Sequence[str]) -> None:
    redact("12345678Z")
    for kind in KINDS:
        results = [(redact(text).text, expected) for text, expected in positives(kind, 2_000, SEED)]
        found = sum(MARKS[kind] in text for text, _ in results) / len(results)
        exact = sum(text == expected for text, expected in results) / len(results)
        print(f"found:   {kind:28} {found:.2%}, with nothing else touched {exact:.2%}")
    questions = list(clean(5_000, SEED))
    draft = check(example_workbook())
    example = [way for entry in draft.entries for way in entry.asked_as] + [test.question for test in draft.tests]
    changed("clean questions", questions)
    changed("questions of the example", example)
    for directory in directories:
        changed(Path(directory).name, [query.text for query in read_set(Path(directory)).queries])
    carrying = [text for kind in KINDS for text, _ in positives(kind, 200, SEED)]
    hard = [shape(SIZE) for shape in SHAPES.values()]
    for label, texts in (("a clean question", questions), ("one with personal data", carrying), ("4,000 characters, made hard", hard)):
        times = milliseconds(texts)
        middle, high = statistics.median(times), times[int(len(times) * 0.99)]
        print(f"time:    {label:28} median {middle:.3f} ms, 99th of 100 {high:.3f} ms, most {times[-1]:.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
