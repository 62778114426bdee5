"""How long publishing takes beside what openpyxl alone needs to read the same workbook, and how memory grows with it.

    uv run python benchmarks/publishing.py

Whole processes, in turn, after one warm-up; the median of the ratios is what counts. Peak memory is that of the largest process.
"""

import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.workbook import template
from knowledge.workbook.sheets import Sheet

READ = "import sys, openpyxl\nfor row in openpyxl.load_workbook(sys.argv[1], {mode}data_only=True)['Respuestas'].iter_rows(values_only=True): pass"
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=False, stdout=-3);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
TOPICS = ("padrón", "impuesto", "licencia", "multa", "biblioteca", "piscina", "vado", "residuo", "beca", "terraza")


def workbook(path: Path, rows: int) -> None:
    answers = [
        {
            "id": f"E-{number:05}", "topic": TOPICS[number % 10], "question": f"¿Qué hago con el trámite {number} de {TOPICS[number % 10]}?",
            "phrasings": f"trámite {number} {TOPICS[number % 10]}\npapeles del asunto {number}\ncómo va lo del número {number}",
            "answer": f"Respuesta {number}. " + "Presente la solicitud en la sede electrónica con su documento de identidad. " * 4,
            "owner": "Hacienda", "status": "Aprobada", "approved_by": "Marta Soler", "approved_on": date(2026, 1, 9),
        }
        for number in range(rows)
    ]  # fmt: skip
    template.build("es", {Sheet.ANSWERS: answers, Sheet.DEPARTMENTS: [{"name": "Hacienda"}]}).save(path)


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def peak_mib(command: list[str]) -> float:
    return int(subprocess.run([sys.executable, "-c", PEAK, *command], check=True, capture_output=True, text=True).stdout) / 1024


def main(rounds: int = 5) -> None:
    with TemporaryDirectory() as folder:
        for rows in (1_000, 20_000):
            path = Path(folder) / f"{rows}.xlsx"
            workbook(path, rows)
            database = Path(folder) / "x.db"
            publish = [sys.executable, "-m", "bot.cli.main", "publish", str(path), "--json"]
            environment = {"UNAVOZ_DATABASE": str(database), "LANG": "C"}
            publish = ["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items()), *publish]
            for mode, label in (("", "full"), ("read_only=True, ", "read-only")):
                read = [sys.executable, "-c", READ.format(mode=mode), str(path)]
                pairs = []
                for number in range(rounds if rows == 1_000 else 2):
                    database.unlink(missing_ok=True)
                    pair = seconds(publish), seconds(read)
                    if number:
                        pairs.append(pair)
                ratio = statistics.median(ours / theirs for ours, theirs in pairs)
                ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
                print(f"{rows:6} rows: publish {ours:6.2f} s, openpyxl {label:9} {theirs:6.2f} s, ratio {ratio:5.2f}")
            database.unlink(missing_ok=True)
            print(f"{rows:6} rows: peak memory {peak_mib(publish):6.0f} MiB")


if __name__ == "__main__":
    main()
