"""What the console's pages work with."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.web.checks import Checks
from adapters.web.oidc import Provider
from adapters.web.pace import Pace
from adapters.web.roles import Access
from adapters.web.sessions import Codes, Sessions
from bot.desk import Desk
from bot.health import Tested
from bot.platforms import Service
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Destination:
    """A page that the navigation leads to. `label` is a message."""

    path: str
    label: str
    access: Access


@dataclass(frozen=True, slots=True)
class Console:
    """The service, who is signed in, and what waits in this process between two requests of a person."""

    service: Service
    sessions: Sessions
    codes: Codes
    provider: Provider | None
    navigation: Sequence[Destination] = ()
    checks: Checks = field(default_factory=Checks)
    pace: Pace = field(default_factory=Pace)
    tested: Tested = field(default_factory=Tested)

    @property
    def desk(self) -> Desk:
        return self.service.desk

    @property
    def settings(self) -> Settings:
        return self.service.settings
