"""What a person can do, whatever the platform: one small value each, handed to the desk.

`key` is the platform's own name for the event (`slack:T1:Ev123`), the same at every redelivery. What is done once to a reply (a verdict, a wish to
be told) is named by that reply and the person, so that a second press is the first one again. `about` is the key of the event that was replied to.
"""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.answering import Question
from knowledge.model import EntryKey


class Verdict(StrEnum):
    """What somebody says of a reply."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    NONE_OF_THESE = "none_of_these"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked a question. They are told of its answer at `tell_at`, an address in the platform's own form, if it is left open.

    `department` is the one that they ask for, where the platform knows it.
    """

    key: str
    platform: str
    asker: str
    question: Question
    tell_at: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody chose an entry: a suggestion, or another channel's or language's wording of what was answered."""

    key: str
    platform: str
    asker: str
    entry: EntryKey
    channel: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody judged a reply. The first of useful and not useful stands. They are told at `tell_at` when there is a better one."""

    platform: str
    asker: str
    about: str
    verdict: Verdict
    tell_at: str = ""

    @property
    def key(self) -> str:
        is_rating = self.verdict in (Verdict.USEFUL, Verdict.NOT_USEFUL)
        return f"{self.about}#{'rated' if is_rating else self.verdict}:{self.asker}"


@dataclass(frozen=True, slots=True)
class Explained:
    """Somebody gave the reason of a verdict."""

    key: str
    platform: str
    asker: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody wants to be told, at `send_to`, when a question that was left open has its answer."""

    platform: str
    asker: str
    about: str
    send_to: str

    @property
    def key(self) -> str:
        return f"{self.about}#followed:{self.asker}"


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody showed an answer, got in private, to everybody in the conversation."""

    platform: str
    asker: str
    about: str

    @property
    def key(self) -> str:
        return f"{self.about}#shared:{self.asker}"


@dataclass(frozen=True, slots=True)
class Referred:
    """Somebody put an open question to the department that owns the entry meant."""

    platform: str
    asker: str
    about: str

    @property
    def key(self) -> str:
        return f"{self.about}#referred:{self.asker}"


@dataclass(frozen=True, slots=True)
class Drafted:
    """Somebody wants to know whether what they are about to send is right. The draft itself is never written down.

    `question` is the citizen's, its text empty where it is not given; its channel and language are those of the draft. `entry` is the id of the entry
    that is meant, where they say so; `about` the event of the reply at which they chose it.
    """

    key: str
    platform: str
    asker: str
    draft: str
    question: Question
    entry: str = ""
    about: str = ""
    tell_at: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody is due the answer that their question has by now. Nobody does this: the review is its sender.

    `entry` is the id of the one that a reviewer says is meant; empty where the question finds its answer by itself. `since` is the event since which
    they wait: who judged what they were told waits again, and is told again.
    """

    platform: str
    asker: str
    about: str
    entry: str = ""
    since: str = ""

    @property
    def key(self) -> str:
        return f"{self.since or self.about}#told:{self.asker}"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A change waits for somebody's approval, and they are due a word of it. Nobody does this: whichever platform reaches them is its sender.

    `change` is the number of what waits.
    """

    platform: str
    asker: str
    change: int

    @property
    def about(self) -> str:
        return self.about_of(self.change)

    @staticmethod
    def about_of(change: int) -> str:
        """Return the name of a change that waits, as events have it."""
        return f"change:{change}"

    @property
    def key(self) -> str:
        return f"{self.about}#awaited:{self.asker}"


Event = Asked | Drafted | Picked | Rated | Explained | Followed | Shared | Referred | Told | Awaited
