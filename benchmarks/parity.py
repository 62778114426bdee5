"""How long it takes to compare the texts of 1,000 entries, each with three wordings, and the entries among each other.

    uv run python benchmarks/parity.py

Processor time of this process: reading the file is the child's, and is left out. The first line is of texts that nothing remembers, the third of the
same ones again, as between checking and publishing.
"""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from knowledge.contradictions import contradictions
from knowledge.parity import disparities
from knowledge.workbook import template
from knowledge.workbook.check import check_workbook
from knowledge.workbook.limits import Limits
from knowledge.workbook.sheets import Sheet

TODAY = date(2026, 11, 24)
ENTRIES = 1_000
THINGS = ("padrón", "impuesto", "licencia", "biblioteca", "piscina", "vado", "residuo", "beca", "terraza", "huerto", "mercado", "museo", "archivo")
KINDS = ("anual", "nuevo", "ordinario", "urgente", "provisional", "familiar", "colectivo", "deportivo", "escolar", "digital")


def answers(count: int = ENTRIES) -> list[dict[str, str | date]]:
    """Return the rows: each text has seven facts or so, the same ones in all four texts of an entry."""
    rng = random.Random(6)
    rows: list[dict[str, str | date]] = []
    for number in range(count):
        thing = f"{rng.choice(THINGS)} {rng.choice(KINDS)} {number}"
        euros, days, percent = f"{rng.randrange(5, 900)},{rng.randrange(10, 99)} €", rng.randrange(2, 60), rng.randrange(5, 90)
        phone, month = f"910 {rng.randrange(100, 999)} {rng.randrange(100, 999)}", rng.choice(("enero", "marzo", "junio", "octubre"))
        price, period, wait = f"cuesta {euros}", f"del 1 al {rng.randrange(10, 29)} de {month}", f"{days} días hábiles"
        discount, hours = f"un {percent} % menos", f"de lunes a viernes, de 9:00 a 14:{rng.randrange(10, 59)}"
        rows.append(
            {
                "id": f"E-{number:05}", "question": f"¿Cómo pido el {thing}?", "owner": "Hacienda", "status": "Aprobada", "approved_by": "Marta Soler",
                "approved_on": date(2026, 1, 9),
                "answer": f"El {thing} {price} y se pide {period}, {hours}. Se resuelve en {wait}. Si se pide por internet, {discount}. "
                f"No es necesaria cita. Si tiene dudas, llame al {phone}.",
                "social": f"El {thing} {price}. Plazo: {period}, {hours}. Respuesta: {wait}; por internet, {discount}. No es necesaria cita. "
                f"Tel. {phone}.",
                "email": f"Buenos días:\n\nEl {thing} {price} y se pide {period}, {hours}.\n\nSe resuelve en {wait}. Por internet, {discount}. "
                f"No es necesaria cita. Para cualquier duda, {phone}.\n\nUn saludo.",
                "phone": f"Mire, el {thing} {price}. Lo puede pedir {period}, {hours}. No es necesaria cita. Tardamos {wait}. "
                f"Por internet, {discount}. Le apunto el teléfono: {phone}.",
            }
        )  # fmt: skip
    return rows


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w.xlsx"
        template.build("es", {Sheet.ANSWERS: answers(), Sheet.DEPARTMENTS: [{"name": "Hacienda"}]}).save(path)
        began = process_time()
        draft = check_workbook(path, today=TODAY, limits=Limits(wall=600))
        whole = process_time() - began
        again = process_time()
        for entry in draft.entries:
            disparities([entry], draft.facts, {channel.name: channel for channel in draft.channels}, TODAY)
        contradictions(draft.entries, draft.facts, TODAY)
        warm = process_time() - again
        new = [
            replace(entry, answer=entry.answer + " ", wordings=tuple((name, text + " ") for name, text in entry.wordings)) for entry in draft.entries
        ]
        again = process_time()
        for entry in new:  # texts that nothing remembers
            disparities([entry], draft.facts, {channel.name: channel for channel in draft.channels}, TODAY)
        middle = process_time()
        found = contradictions(new, draft.facts, TODAY)
        cold, between = middle - again, process_time() - middle
    print(f"{len(draft.entries)} entries with three wordings, {len(draft.findings)} findings, {len(found)} contradictions")
    print(f"the texts of each entry      {cold:6.2f} s")
    print(f"the entries among each other {between:6.2f} s")
    print(f"both, once more              {warm:6.2f} s")
    print(f"the whole check              {whole:6.2f} s")


if __name__ == "__main__":
    main()
