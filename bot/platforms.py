"""The seam to the platforms: what an adapter offers, what it is given, and how it is found.

An adapter is a module behind an entry point of the group `unavoz.adapters`, ours by the same door as anyone's:

    [project.entry-points."unavoz.adapters"]
    mattermost = "my_package.mattermost"

It turns what a person does into an event, hands that to the desk, and draws the Reply. It holds no rule of its own.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from bot.desk import Desk
from bot.settings import Settings
from knowledge.answering import Reply
from knowledge.database import Database
from knowledge.matching.meaning import Encoder
from knowledge.translation import Translations

GROUP = "unavoz.adapters"

# An ASGI application, as asgi.readthedocs.io defines it.
ASGIApplication = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[MutableMapping[str, Any]]], Callable[[MutableMapping[str, Any]], Awaitable[None]]],
    Awaitable[None],
]


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
    """What an adapter is given to serve with: the desk, the settings, the words of the screen's language, and what the desk itself stands on."""

    desk: Desk
    settings: Settings
    words: Translations
    database: Database
    encoder: Encoder | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One setting that was looked at where a platform is set up; `problem` says what is wrong and what to do, and is empty where it is right."""

    what: str
    problem: str = ""

    @property
    def is_right(self) -> bool:
        return not self.problem


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


class Hosted(Protocol):
    """A platform as `unavoz serve` runs it, beside others, in one process and one event loop."""

    @property
    def name(self) -> str:
        """What the platform is called, also the first part of its paths."""

    @property
    def application(self) -> ASGIApplication | None:
        """What answers the platform's own requests, mounted at `/{name}`; None where it makes none."""

    async def run(self) -> None:
        """Serve people until cancelled; then let go of all that is open."""

    def is_ready(self) -> bool:
        """Tell whether people are reached at the moment."""


@runtime_checkable
class HostedAdapter(Adapter, Protocol):
    """An adapter that can be hosted beside others."""

    def host(self, service: Service) -> Hosted | None:
        """Return the platform ready to be run, or None where its settings are not there."""


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
