"""How long the draft check takes through the desk: with the example's workbook, and with a thousand made-up entries.

    uv run python benchmarks/draft.py

Processor time of the whole event: the answer found, the draft judged, the question redacted, the outcome written. Half of the drafts name no entry, so
that it has to be found; a fourth brings the citizen's question. The first of each kind is not timed: it reads the catalogue.
"""

import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import structlog

from bot.cli.setup import example_workbook
from bot.desk import Desk
from bot.events import Drafted
from bot.ledger import Ledger
from knowledge.answering import Question
from knowledge.database import Database
from knowledge.model import Catalogue, Entry
from knowledge.versions import Versions
from knowledge.workbook.check import check_workbook
from tests.conftest import MADRID, NOW, PSEUDONYMS, TODAY
from tests.knowledge.drafts import DRAFTS
from tests.knowledge.more_drafts import MORE_DRAFTS, OTHER_DRAFTS

THINGS = ("padrón", "impuesto", "licencia", "multa", "biblioteca", "piscina", "vado", "residuo", "beca", "terraza")
Draft = tuple[str, str, str, str]  # the draft, the entry's id, the citizen's question, the channel


def example() -> tuple[Catalogue, list[Draft]]:
    catalogue = check_workbook(Path(example_workbook()), today=TODAY).catalogue()
    cases = (*DRAFTS, *MORE_DRAFTS, *OTHER_DRAFTS)
    return catalogue, list(_ways((draft, entry, _question(catalogue, entry), channel) for entry, channel, draft, _, _ in cases))


def thousand() -> tuple[Catalogue, list[Draft]]:
    rng = Random(6)
    made = []
    for number in range(1_000):
        thing = f"{THINGS[number % 10]} {rng.choice('ABCDEFGH')}{number}"
        price, days, last, papers = f"{rng.randint(1, 300)},{rng.randint(10, 99)} €", rng.randint(2, 60), rng.randint(2, 30), rng.randint(2, 6)
        answer = (
            f"El trámite del {thing} cuesta {price} y se resuelve en {days} días hábiles. Preséntelo del 1 al {last} de marzo con {papers} documentos, "
            f"de 9:00 a 14:00, o llame al 910 000 {rng.randint(100, 999)}. No es necesario pedir cita."
        )
        short = answer.replace("Preséntelo", "Se presenta").replace(" o llame al", " tel.")
        made.append(
            Entry(f"E-{number}", "es", f"¿Cuánto cuesta el trámite del {thing}?", answer, wordings=(("phone", short), ("social", answer[:180])))
        )
    catalogue = Catalogue(0, {entry.key: entry for entry in made})
    drafts = [(entry.answer.replace("1 al", "2 al"), entry.id, entry.question, "phone") for entry in rng.sample(made, 200)]
    return catalogue, list(_ways(drafts))


def _question(catalogue: Catalogue, entry: str) -> str:
    row = next(iter(catalogue.in_languages(entry)), None)
    return row.question if row else ""


def _ways(drafts: Iterable[Draft]) -> Iterable[Draft]:
    """Yield each draft as it may come: with its entry named, without, with the citizen's question."""
    for draft, entry, question, channel in drafts:
        yield draft, entry, "", channel
        yield draft, "", "", channel
        yield draft, entry, "", ""
        yield draft, "", question, ""


def measure(label: str, catalogue: Catalogue, drafts: Sequence[Draft]) -> None:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "unavoz.db")
        versions = Versions(database)
        versions.publish(catalogue, after=0, at=NOW, by="ana")
        desk = Desk(versions, Ledger(database, PSEUDONYMS), lambda: NOW, MADRID)
        times = []
        for number, (draft, entry, question, channel) in enumerate((*drafts[:4], *drafts)):
            event = Drafted(f"bench:{number}", "bench", "ana", draft, Question(question, channel), entry)
            began = time.process_time()
            desk.handle(event)
            times.append((time.process_time() - began) * 1_000)
        database.close()
    times = sorted(times[4:])
    middle, high = statistics.median(times), times[int(len(times) * 0.99)]
    print(f"{label:20} {len(times):4} drafts: median {middle:5.2f} ms, 99th of 100 {high:5.2f} ms, most {times[-1]:5.2f} ms")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    measure("the example", *example())
    measure("a thousand entries", *thousand())


if __name__ == "__main__":
    main()
