"""The list of unanswered questions at 100,000 logged ones: how long its page takes, a group's page, and what another question adds.

    uv run python benchmarks/review.py [QUESTIONS]

Questions are invented (`benchmarks/grouping.py`), asked through the desk of an empty catalogue, and everything runs on a real file. A page is the whole
answer of the console, signed in, from its ASGI application.
"""

import logging
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import structlog

from adapters.web.roles import Role
from benchmarks.grouping import invented
from bot.desk import Job
from bot.events import Asked
from knowledge.answering import Question
from tests.adapters.web.conftest import House, catalogue

_BATCH = 500


def show(name: str, taken: list[float]) -> None:
    print(f"{name:<34} median {median(taken) * 1000:7.1f} ms   99 of 100 {quantiles(taken, n=100)[98] * 1000:7.1f} ms", flush=True)


def timed(count: int, act) -> list[float]:  # type: ignore[no-untyped-def]
    taken = []
    for number in range(count):
        start = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with TemporaryDirectory() as name:
        house = House(Path(name), catalogue())
        texts = invented(count + 400)
        jobs = [Job(Asked(f"slack:T1:{n}", "slack", f"U{n % 700}", Question(text, reads="es"), f"D{n}", "Deportes")) for n, text in enumerate(texts)]
        start = time.perf_counter()
        for first in range(0, count, _BATCH):
            house.clock.ahead = timedelta(minutes=first)  # type: ignore[attr-defined]
            house.desk.handle_all(jobs[first : min(first + _BATCH, count)])
        groups = house.database.rows("SELECT count(*) AS n FROM unanswered")[0]["n"]
        print(f"{count} questions, {groups} groups, written in {time.perf_counter() - start:.0f} s", flush=True)
        notice, grouped = house.desk.review.arrivals.notice, list[float]()

        def noticed(*told: object) -> None:
            begun = time.perf_counter()
            notice(*told)  # type: ignore[arg-type]
            grouped.append(time.perf_counter() - begun)

        house.desk.review.arrivals.notice = noticed  # type: ignore[method-assign, assignment]
        show("another question, on disk", timed(200, lambda n: house.desk.handle_all([jobs[count + n]])))
        show("  of it: finding its group", grouped)
        reviewer = house.signed_in(Role.REVIEWER)
        largest = house.database.rows("SELECT id FROM unanswered ORDER BY questions DESC LIMIT 1")[0]["id"]
        for path in ("", "?orden=growing", "?q=horario", "?motivo=unanswered&plataforma=slack", "?pagina=200", f"/{largest}"):
            assert reviewer.see(f"/sin-respuesta{path}").status_code == 200
            show(f"/sin-respuesta{path}", timed(20, lambda _, path=path: reviewer.see(f"/sin-respuesta{path}")))  # type: ignore[misc]
        house.database.close()


if __name__ == "__main__":
    main()
