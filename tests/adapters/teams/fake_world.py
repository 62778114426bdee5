"""What the fake Teams knows: its people, its conversations, what stands in them, and what the test scripted."""

import hashlib
import json
import threading
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

PERSONAL = "personal"
APP_ID = "5c0e9a52-6a3f-4f0b-9d0e-2b7d3c1f8a11"
TENANT_ID = "8f3b1c64-0d5e-4c58-a7f2-91d4e6b20c77"
APP_PASSWORD = "Zx8~q0.fake-secret-of-the-tests_W4"
BOT_ID = f"28:{APP_ID}"
BOT_NAME = "Una Voz"
TEAM_ID = "19:a1b2c3d4e5f6@thread.tacv2"
# Sends into one conversation, and the seconds within which no more may be.
PACES = ((7, 1.0), (8, 2.0), (60, 30.0))


@dataclass(frozen=True)
class Fault:
    """What becomes of a call: refused with `status`, answered after `seconds`, or dropped."""

    status: int = 0
    retry_after: float | None = None
    seconds: float = 0.0
    drops: bool = False
    acts: bool = False  # it is done, and the answer lost
    page: str = ""  # what a proxy says in the service's place


@dataclass
class Person:
    object_id: str
    name: str
    locale: str
    role: str
    tenant: str
    is_installed: bool = True
    is_blocked: bool = False

    @property
    def id(self) -> str:
        return "29:1" + hashlib.sha256(self.object_id.encode()).hexdigest()[:40]

    @property
    def conversation(self) -> str:
        return "a:1" + hashlib.sha256(f"with {self.object_id}".encode()).hexdigest()[:40]


@dataclass
class Conversation:
    id: str
    name: str
    kind: str = "channel"
    person: Person | None = None
    is_installed: bool = True
    absent: set[str] = field(default_factory=set)  # object ids of who is no member


class Refusal(Exception):
    """The Connector refuses a call."""

    def __init__(self, status: int, code: str, message: str = "", retry_after: float | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.retry_after = status, code, message or code, retry_after


class World:
    """All of it; whoever reads or changes it holds `changed`."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self.posted: list[Json] = []
        self.recorded: list[Json] = []  # every call of the Connector
        self.delivered: dict[str, Json] = {}
        self.tokens: dict[str, float] = {}
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.violations: list[str] = []
        self.throttled: list[str] = []
        self.is_throttling = True
        self._sends: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=60))
        self._number = int(time.time() * 1000)

    def add(self, person: Person) -> None:
        with self.changed:
            self.people[person.object_id] = person
            self.conversations[person.conversation] = Conversation(person.conversation, "", PERSONAL, person)

    def new_id(self) -> str:
        """Return an id as Teams numbers messages: milliseconds."""
        with self.changed:
            self._number += 1
            return str(self._number)

    def person(self, id: str) -> Person | None:
        """Return whom an object id or a 29:id stands for."""
        return next((one for one in self.people.values() if id in (one.object_id, one.id)), None)

    def known(self, person: str) -> Person:
        found = self.person(person)
        assert found is not None, f"there is no person {person}: add_person() first"
        return found

    def conversation(self, id: str) -> Conversation:
        """Return the conversation that a call names. Raises Refusal."""
        found = self.conversations.get(base(id))
        if found is None:
            raise Refusal(404, "ConversationNotFound", "Conversation not found.")
        return found

    def checked_for_writing(self, id: str) -> Conversation:
        found = self.conversation(id)
        if found.person is not None and (found.person.is_blocked or not found.person.is_installed):
            raise Refusal(403, "MessageWritesBlocked", "Message Writes are blocked.")
        if not found.is_installed:
            raise Refusal(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return found

    def member(self, conversation: str, id: str) -> Person:
        """Return a member of a conversation. Raises Refusal."""
        where = self.conversation(conversation)
        if not where.is_installed or (where.person is not None and not where.person.is_installed):
            raise Refusal(404, "ConversationNotFound", "The bot is not part of the conversation roster.")
        found = self.person(id)
        if found is None or found.object_id in where.absent or where.person not in (None, found):
            raise Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return found

    def count_send(self, id: str) -> None:
        """Count a send into a conversation. Raises Refusal where Teams would say that it is too much."""
        if not self.is_throttling:
            return
        now, sends = time.monotonic(), self._sends[id]
        for most, within in PACES:
            if len(sends) >= most and now - sends[-most] < within:
                self.throttled.append(f"{id}: more than {most} sends in {within:g} s")
                raise Refusal(429, "TooManyRequests", "Too many requests.", retry_after=max(1.0, sends[-most] + within - now))
        sends.append(now)

    def post(self, conversation: str, activity: Json) -> Json:
        message = activity | {"id": self.new_id(), "conversation": {"id": conversation}}
        self.posted.append(message)
        self.changed.notify_all()
        return message

    def message(self, conversation: str, id: str) -> int:
        """Return which of the posted messages this is. Raises Refusal."""
        for number, message in enumerate(self.posted):
            if message["id"] == id and base(message["conversation"]["id"]) == base(conversation):
                return number
        raise Refusal(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")

    def new_token(self) -> str:
        token = f"fake-token-{uuid.uuid4().hex}"
        self.tokens[token] = time.time() + 3600
        return token

    def fault(self, kind: str) -> Fault | None:
        with self.changed:
            return self.faults[kind].popleft() if self.faults[kind] else None


def base(conversation: str) -> str:
    """Return a conversation's id without the thread's."""
    return conversation.partition(";messageid=")[0]


def size(part: Any) -> int:
    """Return how many bytes something takes as JSON in UTF-16."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def cards_in(part: Any) -> Iterator[Json]:
    """Yield every Adaptive Card within a message or an answer, not those within another."""
    if isinstance(part, dict):
        if part.get("type") == "AdaptiveCard":
            yield part
        else:
            for inner in part.values():
                yield from cards_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from cards_in(inner)


def parts(part: Any) -> Iterator[Json]:
    """Yield every object within a part, in the order of reading, itself first."""
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from parts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from parts(inner)


def visible_text(shown: Any) -> str:
    """Return all that a person sees of a message, a card or an answer, a part a line."""
    cards = list(cards_in(shown))
    said = [shown.get("text", "")] if isinstance(shown, dict) and shown.get("type") != "AdaptiveCard" else []
    lines = [*said, *(line for card in cards for part in parts(card) for line in _seen(part))]
    return "\n".join(line for line in lines if line)


def _seen(part: Json) -> list[str]:
    kind = str(part.get("type", ""))
    if kind == "TextBlock":
        return [part.get("text", "")]
    if kind == "RichTextBlock":
        return ["".join(run if isinstance(run, str) else run.get("text", "") for run in part.get("inlines", ()))]
    if kind == "FactSet":
        return [f"{fact.get('title', '')} {fact.get('value', '')}" for fact in part.get("facts", ())]
    if kind.startswith("Action."):
        return [part.get("title", "")]
    if kind.startswith("Input."):
        chosen = [choice.get("title", "") for choice in part.get("choices", ())]
        value = "" if kind in ("Input.ChoiceSet", "Input.Toggle") else str(part.get("value", ""))
        return [part.get("label", ""), part.get("title", ""), part.get("placeholder", ""), value, *chosen]
    return []


def buttons(shown: Any) -> list[str]:
    """Return the titles of all that can be pressed."""
    return [part.get("title", "") for card in cards_in(shown) for part in parts(card) if str(part.get("type", "")).startswith("Action.")]
