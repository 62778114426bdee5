"""How right the facts of texts are read, and how fast.

    uv run python benchmarks/facts.py right FILE... [--wrong]
    uv run python benchmarks/facts.py fast

`right`: precision and recall, by kind and by language, of the tables named (without one, those of tests/knowledge/facts); a value counts as often as it
stands in the table, and its place where it overlaps the table's. `--wrong` lists what was missed and what was found too much. `fast`: the processor
time of a text, of the example workbook's answers and of an answer of 600 characters full of facts, and of comparing two. The first reading of a
language is not timed.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.setup import example_workbook
from knowledge.facts import compare, facts
from tests.conftest import check
from tests.knowledge.facts_table import TABLES, Score, read_table, score

LONG = (
    "La tasa por la expedición del certificado es de 12,50 € y debe abonarse en los 10 días hábiles siguientes a la solicitud, antes del 30 "
    "de junio de 2026. Puede solicitarlo en la sede electrónica https://sede.villa.example/tramites o de forma presencial, con cita previa "
    "en el 913 123 456, de lunes a viernes de 9:00 a 14:00 h. No es necesario aportar fotocopia del DNI, salvo para los menores de 14 años, "
    "que deben presentar dos fotografías y el modelo 036. El trámite es gratuito para las familias numerosas según la Ley 39/2015. Si no "
    "recibe respuesta en el plazo de tres meses, puede entender desestimada su petición por silencio."
)
ROUNDS = 200


def line(label: str, one: Score) -> str:
    expected, found = one.right + one.missed, one.right + one.wrong
    return f"{label:14} precision {one.precision:7.2%} ({one.right} of {found})   recall {one.recall:7.2%} ({one.right} of {expected})"


def right(paths: Sequence[Path], *, lists_wrong: bool) -> None:
    for path in paths:
        scores = score(read_table(path))
        print(f"{path.name}: {len(read_table(path))} texts")
        for label, one in (*sorted(scores.kinds.items()), *sorted(scores.languages.items()), ("all", scores.total)):
            print("  " + line(label, one))
        print(f"  places         {scores.places.recall:7.2%} of the right values stand where the table says")
        if lists_wrong:
            for case, missed, extra in scores.wrong:
                print(f"  {case.language} {case.text}\n      missed {sorted(missed.elements())}\n      too much {sorted(extra.elements())}")


def microseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1_000_000)
    return statistics.median(times)


def fast() -> None:
    draft = check(example_workbook())
    answers = [(entry.answer, entry.language) for entry in draft.entries]
    for text, language in (*answers, (LONG, "es")):
        facts(text, language)
    began = time.process_time()
    for text, language in answers:
        facts(text, language)
    each = (time.process_time() - began) * 1_000_000 / len(answers)
    middle = statistics.mean(len(text) for text, _ in answers)
    print(f"an answer of the example ({middle:.0f} characters, mean)  {each:7.0f} µs")
    print(f"an answer of {len(LONG)} characters, {len(facts(LONG))} facts              {microseconds(lambda: facts(LONG)):7.0f} µs")
    approved, given = facts(LONG), facts(LONG.replace("12,50", "13,50").replace("tres", "dos"))
    print(f"comparing two of them                               {microseconds(lambda: compare(approved, given)):7.0f} µs")


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in ("right", "fast"):
        print(__doc__)
        return 2
    if arguments[0] == "fast":
        fast()
        return 0
    paths = [Path(argument) for argument in arguments[1:] if argument != "--wrong"]
    right(paths or sorted(TABLES.glob("*.jsonl")), lists_wrong="--wrong" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
