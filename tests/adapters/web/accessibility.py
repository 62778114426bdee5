"""What axe-core finds in a page, as Chromium shows it, and whether it has to be scrolled sideways."""

from functools import cache
from importlib import resources
from typing import Any

# WCAG 2.0 to 2.2, levels A and AA, and what axe calls good practice.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return next(resources.files("axe_playwright_python").glob("**/axe.min.js")).read_text(encoding="utf-8")  # type: ignore[attr-defined]


def faults(page: Any) -> list[str]:
    """Return every rule that is broken, with the elements that break it."""
    page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", _RULES)
    broken = [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in found["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*broken, *([f"{wider} pixels wider than the screen"] if wider > 0 else [])]
