"""What a fact is, and what comparing the facts of two texts gives. docs/facts.md says what counts, and how values are written."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact is about, in the order in which kinds are shown."""

    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    DURATION = "duration"
    TIME = "time"
    WEEKDAY = "weekday"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    LAW = "law"
    FORM = "form"
    AGE = "age"
    MEASURE = "measure"
    COUNT = "count"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a text: its kind, its value whatever its spelling, and where it stands, in characters; `written` is how."""

    kind: FactKind
    value: str
    start: int
    end: int
    written: str

    def __post_init__(self) -> None:
        if not self.value or not 0 <= self.start < self.end or len(self.written) != self.end - self.start:
            raise ValueError(f"a fact needs a value and a place: {self.kind} {self.value!r} {self.start} {self.end}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact of the approved text beside the one of the other text that stands for it."""

    approved: Fact
    given: Fact


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two texts gives. `missing` are the approved text's facts, `extra` the other's; each in the order of its text."""

    same: tuple[Pair, ...] = ()
    missing: tuple[Fact, ...] = ()
    different: tuple[Pair, ...] = ()
    extra: tuple[Fact, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether both texts have the same facts."""
        return not (self.missing or self.different or self.extra)
