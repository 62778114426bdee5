"""The settings of what people are told without asking: changes of answers, new measures, what happened."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge import text


class Recall(BaseModel):
    """Who is told that an answer which they were given is another one now: those who got it within `days`; 0 tells nobody.

    `topics` have days of their own. `reminders` follow, `remind_after_hours` apart, until they acknowledge it (docs/operators.md).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(default=30, ge=0, le=3_650)
    topics: dict[str, Annotated[int, Field(ge=0, le=3_650)]] = {}
    reminders: int = Field(default=2, ge=0, le=20)
    remind_after_hours: float = Field(default=24.0, gt=0, le=1_000)

    def days_of(self, topic: str) -> int:
        """Return the days of a topic, whatever its case and accents."""
        return next((days for name, days in self.topics.items() if text.key(name) == text.key(topic)), self.days)

    @property
    def longest(self) -> int:
        return max((self.days, *self.topics.values()))


class Announce(BaseModel):
    """When departments are told of an answer that begins to be valid: so many days before, and on the day itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days_before: int = Field(default=2, ge=0, le=365)


class Digest(BaseModel):
    """How often the comms team is told what happened, in the channels of these `departments` in Slack or Teams: from `hour` on; weekly on Mondays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Literal["never", "day", "week"] = "never"
    departments: list[str] = []
    hour: int = Field(default=8, ge=0, le=23)
