"""The same facts everywhere: in every wording, in every language, in entries that speak of the same thing."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from bot.cli.setup import example_workbook
from knowledge.workbook.check import Draft
from knowledge.workbook.findings import Finding, Severity
from tests.conftest import check
from tests.knowledge.planted import CHANNELS, ENTRIES, LANGUAGES, Plant

_ABOUT_FACTS = ("parity-", "contradiction", "twin-", "near-", "shared-literal")


@pytest.fixture(scope="module")
def clean() -> Draft:
    return check(example_workbook())


def _about_facts(draft: Draft) -> list[Finding]:
    weighty = (Severity.FAULT, Severity.WARNING)
    return [finding for finding in draft.findings if finding.rule.startswith(_ABOUT_FACTS) and finding.severity in weighty]


def _planted(path: Path, plants: Sequence[Plant], draft: Draft) -> list[str]:
    """Write a copy of the example with these disagreements, and return the address of each one's first cell."""
    workbook = openpyxl.load_workbook(example_workbook())
    places = {(entry.id, entry.language): draft.places[entry.key] for entry in draft.entries}
    addresses = []
    for plant in plants:
        place = places[plant.entry, plant.language]
        for column in plant.columns:
            cell = workbook[place.sheet][place.cell(column)]
            assert plant.old in cell.value, plant
            cell.value = cell.value.replace(plant.old, plant.new)
        addresses.append(place.address(plant.columns[0]))
    workbook.save(path)
    return addresses


def _is_about(finding: Finding, plant: Plant, address: str) -> bool:
    said = [str(finding.details.get(name, "")) for name in ("given", "approved", "value")]
    return address in (finding.place, finding.related) and any(one and (one in plant.new or plant.new in one or one in plant.old) for one in said)


def test_the_example_agrees_with_itself(clean: Draft) -> None:
    """No fault, and at most three false alarms."""
    found = _about_facts(clean)
    assert not [finding for finding in found if finding.severity is Severity.FAULT]
    assert len(found) <= 3, [(finding.place, finding.rule, finding.details) for finding in found]


@pytest.mark.parametrize("kind", ["all", "channels", "languages", "entries"])
def test_sixty_planted_disagreements_are_all_caught_with_their_cells(kind: str, clean: Draft, tmp_path: Path) -> None:
    """Each by a finding that names the cell (itself, or as the one that it was compared with) and the fact; none of them was there before."""
    plants = {"channels": CHANNELS, "languages": LANGUAGES, "entries": ENTRIES, "all": (*CHANNELS, *LANGUAGES, *ENTRIES)}[kind]
    addresses = _planted(tmp_path / "planted.xlsx", plants, clean)
    before = {(finding.rule, finding.place, finding.related) for finding in _about_facts(clean)}
    found = [one for one in _about_facts(check(tmp_path / "planted.xlsx")) if (one.rule, one.place, one.related) not in before]
    missed = [plant for plant, address in zip(plants, addresses, strict=True) if not any(_is_about(one, plant, address) for one in found)]
    assert not missed
    assert len(plants) == 60 or kind != "all"
