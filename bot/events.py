"""What a person can do, whatever the platform: one small value each, handed to the desk.

`key` is the platform's own name for the event (`slack:T1:Ev123`), the same at every redelivery.
"""

from dataclasses import dataclass

from knowledge.answering import Question
from knowledge.model import EntryKey


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked a question."""

    key: str
    platform: str
    asker: str
    question: Question


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody chose an entry: a suggestion, or another channel's or language's wording of what was answered."""

    key: str
    platform: str
    asker: str
    entry: EntryKey
    channel: str = ""


Event = Asked | Picked
