"""The command that measures the matcher on labelled questions."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot import benchmarking
from bot.benchmarking import PRECISIONS, BadSet, Measured
from bot.cli import shown
from bot.cli.tools import FINDINGS, Tools
from knowledge.figures import Figures
from knowledge.translation import marked as _

_MIB = 2**20


def benchmark(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("A folder with catalogue.jsonl and queries.jsonl, or a folder of such folders."))],
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of text."))] = False,
) -> None:
    """Measure how right, how fast and how large the matcher is on labelled questions. Nothing is learnt from them."""
    tools: Tools = context.obj
    precisions = tuple(sorted({*PRECISIONS, tools.settings.precision}))
    measured = []
    try:
        for place in benchmarking.sets_in(folder):
            with tools.progress(tools.words.gettext("Measuring {name}…").format(name=place.name)):
                measured.append(benchmarking.measure(benchmarking.read_set(place), precisions, tools.encoder))
    except BadSet as error:
        tools.fail(error.said(tools.words), FINDINGS)
    if json:
        tools.show_json({"sets": [_as_json(value) for value in measured]})
    else:
        _tell(tools, measured)


def _tell(tools: Tools, measured: list[Measured]) -> None:
    words = tools.words
    of_set = words.gettext("Set")
    headers = [of_set, words.gettext("Questions"), "P@1", "R@3", "MRR", words.gettext("MCC, best"), words.gettext("MCC, own"), "AUROC", "ms", "ms, p99"]
    rows = [
        (value.name, str(value.figures.questions), *_three(value.figures), f"{value.figures.best_mcc:.3f}", f"{value.own_mcc:.3f}",
         _decimals(value.figures.auroc), f"{value.median:.2f}", f"{value.p99:.2f}", f"{value.build:.1f}", f"{value.size / _MIB:.1f}")
        for value in measured
    ]  # fmt: skip
    shown.table(tools, [*headers, words.gettext("Built in s"), "MiB"], rows)
    languages = [(value.name, language, str(found.questions), *_three(found)) for value in measured for language, found in value.languages.items()]
    if any(len(value.languages) > 1 for value in measured):
        shown.table(tools, [of_set, words.gettext("Language"), words.gettext("Questions"), "P@1", "R@3", "MRR"], languages)
    promised = [
        (value.name, f"{promise.precision:.2f}", words.gettext("yes") if promise.is_promised else words.gettext("no"), str(promise.met.answered),
         _decimals(promise.met.precision), f"{promise.met.coverage:.3f}", f"{promise.coverage_possible:.3f}")
        for value in measured for promise in value.promises
    ]  # fmt: skip
    titles = [
        of_set, words.gettext("Precision asked"), words.gettext("Promised"), words.gettext("Answered"), words.gettext("Precision met"),
        words.gettext("Coverage"), words.gettext("Coverage possible"),
    ]  # fmt: skip
    shown.table(tools, titles, promised)


def _three(found: Figures) -> tuple[str, str, str]:
    return f"{found.first:.3f}", f"{found.in_three:.3f}", f"{found.reciprocal_rank:.3f}"


def _decimals(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _as_json(value: Measured) -> dict[str, Any]:
    return {
        "set": value.name,
        "entries": value.entries,
        "phrasings": value.phrasings,
        **_figures(value.figures),
        "own_mcc": value.own_mcc,
        "languages": {language: _figures(found) for language, found in value.languages.items()},
        "promises": [
            {
                "precision": promise.precision,
                "promised": promise.is_promised,
                "answered": promise.met.answered,
                "precision_met": promise.met.precision,
                "coverage": promise.met.coverage,
                "coverage_possible": promise.coverage_possible,
            }
            for promise in value.promises
        ],
        "median_ms": value.median,
        "p99_ms": value.p99,
        "build_s": value.build,
        "bytes": value.size,
    }


def _figures(found: Figures) -> dict[str, float | None]:
    return {
        "questions": found.questions,
        "answerable": found.answerable,
        "p_at_1": found.first,
        "r_at_3": found.in_three,
        "mrr": found.reciprocal_rank,
        "best_mcc": found.best_mcc,
        "auroc": found.auroc,
    }
