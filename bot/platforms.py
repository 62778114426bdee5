"""The seam to the platforms: what an adapter offers, what it is given, and how it is found.

An adapter is a module behind an entry point of the group `unavoz.adapters`, ours by the same door as anyone's:

    [project.entry-points."unavoz.adapters"]
    mattermost = "my_package.mattermost"

It turns what a person does into an event, hands that to the desk, and draws the Reply. It holds no rule of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from bot.desk import Desk
from bot.settings import Settings
from knowledge.answering import Reply
from knowledge.translation import Translations

GROUP = "unavoz.adapters"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, declared beforehand. `max_text` is the longest text of one message, in characters; None where there is no limit."""

    buttons: bool = False
    private_replies: bool = False
    updates: bool = False
    notices: bool = False
    max_text: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What an adapter is given to serve with: the desk, the settings, and the words of the screen's language."""

    desk: Desk
    settings: Settings
    words: Translations


@runtime_checkable
class Adapter(Protocol):
    """What the module behind an entry point offers."""

    @property
    def CAPABILITIES(self) -> Capabilities: ...  # noqa: N802 (a constant of the module)

    def draw(self, reply: Reply, words: Translations) -> Any:
        """Return `reply` as the platform shows it: text, blocks, a card."""

    def copied(self, drawn: Any) -> str:
        """Return what a person gets who copies the approved text out of what `draw` made."""

    def serve(self, service: Service) -> None:
        """Talk to people until they, or the process, stop."""


class NoSuchAdapter(LookupError):
    """No installed package brings an adapter of that name, or it is not one. Holds the names that there are."""

    def __init__(self, name: str, reason: str, known: list[str]) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.known = known


def installed() -> Mapping[str, Any]:
    """Return the entry points of every adapter that is installed, by name."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def find(name: str) -> Adapter:
    """Return the adapter called `name`. Raises NoSuchAdapter."""
    points = installed()
    if name not in points:
        raise NoSuchAdapter(name, "not installed", list(points))
    adapter = points[name].load()
    if not isinstance(adapter, Adapter):
        raise NoSuchAdapter(name, "no CAPABILITIES, draw, copied and serve", list(points))
    return adapter
