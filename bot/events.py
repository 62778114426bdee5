"""What a person can do, whatever the platform: one small value each, handed to the desk.

`key` is the platform's own name for the event (`slack:T1:Ev123`), the same at every redelivery. What is done once to a reply (a verdict, a wish to
be told) is named by that reply and the person, so that a second press is the first one again. `about` is the key of the event that was replied to.
"""

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Recalled:
    """Somebody is to be told that what they were given is another answer now. Nobody does this: the recall `recall` is its sender.

    `about` is the event that gave them the former text of `entry`, for `channel`, on `given_on`. `is_reachable` where it is known how to tell them.
    """

    platform: str
    asker: str
    about: str
    recall: int
    entry: EntryKey
    channel: str = ""
    is_reachable: bool = True
    given_on: date | None = None

    @property
    def key(self) -> str:
        return f"recall:{self.recall}:{self.platform}#recalled:{self.asker}"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has read the notice `about`, of a change or of a new measure."""

    platform: str
    asker: str
    about: str

    @property
    def key(self) -> str:
        return f"{self.about}#acknowledged:{self.asker}"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody is told for the `number`th time again of the notice `about`, which they have not acknowledged."""

    platform: str
    asker: str
    about: str
    number: int

    @property
    def key(self) -> str:
        return f"{self.about}#reminded{self.number}:{self.asker}"


@dataclass(frozen=True, slots=True)
class Announced:
    """A department is told of an answer that begins to be valid on `day`: `before` that day, or on it. Nobody does this."""

    platform: str
    department: str
    entry: EntryKey
    day: date
    before: bool
    asker: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        return f"announced:{self.entry.id}:{self.day}:{'before' if self.before else 'now'}:{self.department}"


@dataclass(frozen=True, slots=True)
class Digested:
    """A department that asked for it is told on `day` what happened the day before, or in the week before. Nobody does this."""

    platform: str
    department: str
    day: date
    weekly: bool
    asker: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        return f"digested:{'week' if self.weekly else 'day'}:{self.day}:{self.platform}:{self.department}"


Event = (
    Asked
    | Drafted
    | Picked
    | Rated
    | Explained
    | Followed
    | Shared
    | Referred
    | Told
    | Awaited
    | Recalled
    | Acknowledged
    | Reminded
    | Announced
    | Digested
)
