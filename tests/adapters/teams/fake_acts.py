"""What people do in the fake Teams, as the activities that Teams sends to the bot for it."""

import copy
import html
import json
import time
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from tests.adapters.teams.fake_world import BOT_ID, BOT_NAME, PERSONAL, TEAM_ID, TENANT_ID, Json, World, base, cards_in, parts
from tests.adapters.teams.limits import answer_violations

MENTION = f"<at>{BOT_NAME}</at>"


@dataclass(frozen=True)
class Answer:
    """The bot's HTTP response: `status` is 0 where none came. `body` is what its JSON says."""

    status: int
    body: Any
    headers: dict[str, str]
    took: float = 0.0
    activity: Json = field(default_factory=dict)  # that it answers

    @property
    def card(self) -> Json:
        """The card that it shows."""
        found = list(cards_in(self.body))
        assert len(found) == 1, f"{len(found)} cards are in the answer {self.status} {self.body}"
        return found[0]

    @property
    def results(self) -> list[Json]:
        """What a search found."""
        extension = self.body.get("composeExtension", {}) if isinstance(self.body, dict) else {}
        return list(extension.get("attachments") or [])


class Acts:
    """People's acts; each returns what the bot answered."""

    world: World
    messages_url: str
    patience: float
    _session: aiohttp.ClientSession

    @property
    def service_url(self) -> str:
        raise NotImplementedError

    def token(self) -> str:
        raise NotImplementedError

    def _run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        raise NotImplementedError

    # How it reaches the bot.

    def raw(self, activity: Json | bytes, headers: dict[str, str] | None = None) -> Answer:
        """Post this to the bot, with a good token unless `headers` are given."""
        headers = {"Authorization": f"Bearer {self.token()}"} if headers is None else headers
        return self._run(self._posted(activity, {"Content-Type": "application/json"} | headers))

    async def _posted(self, activity: Json | bytes, headers: dict[str, str]) -> Answer:
        known = {} if isinstance(activity, bytes) else activity
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        started, patience = time.perf_counter(), aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(self.messages_url, data=body, headers=headers, timeout=patience) as response:
                text = await response.text()
                status, said = response.status, dict(response.headers)
        except (TimeoutError, aiohttp.ClientError) as error:
            return Answer(0, str(error), {}, time.perf_counter() - started, known)
        try:
            found = json.loads(text) if text else None
        except ValueError:
            found = text
        if known.get("type") == "invoke" and status == 200:
            with self.world.changed:
                self.world.violations += answer_violations(known["name"], found)
        return Answer(status, found, said, time.perf_counter() - started, known)

    def _activity(self, person: str, where: str, kind: str, **more: Any) -> Json:
        who = self.world.known(person)
        place = self.world.conversations[base(who.conversation if where == PERSONAL else where)]
        known = more.pop("id", None) or (f"f:{uuid.uuid4()}" if kind != "message" else self.world.new_id())
        conversation = {
            "id": place.id if where == PERSONAL else where,
            "conversationType": place.kind,
            "tenantId": who.tenant if place.person else TENANT_ID,
        }
        channel_data: Json = {"tenant": {"id": who.tenant}}
        if place.kind != PERSONAL:
            conversation |= {"isGroup": True, "name": place.name}
        if place.kind == "channel":
            channel_data |= {"teamsChannelId": place.id, "teamsTeamId": TEAM_ID, "channel": {"id": place.id}, "team": {"id": TEAM_ID}}
            if ";messageid=" not in where:
                conversation["id"] = f"{where};messageid={more.get('replyToId') or known}"
        now = datetime.now(UTC)
        client = {"type": "clientInfo", "locale": who.locale, "country": who.locale[-2:], "platform": "Web", "timezone": "Europe/Madrid"}
        return {
            "type": kind, "id": known, "timestamp": now.isoformat().replace("+00:00", "Z"), "localTimestamp": now.isoformat(),
            "localTimezone": "Europe/Madrid", "serviceUrl": self.service_url, "channelId": "msteams",
            "from": {"id": who.id, "name": who.name, "aadObjectId": who.object_id}, "conversation": conversation,
            "recipient": {"id": BOT_ID, "name": BOT_NAME}, "channelData": channel_data, "locale": who.locale,
            "entities": [client, *more.pop("entities", [])],
        } | more  # fmt: skip

    def _invoke(self, person: str, where: str, name: str, value: Any, **more: Any) -> Answer:
        return self.raw(self._activity(person, where, "invoke", name=name, value=value, **more))

    # Messages.

    def say(self, person: str, text: str, where: str = PERSONAL, *, mention: bool = True, activity_id: str | None = None) -> Answer:
        """Someone writes; the bot is mentioned where there are others. `activity_id` of what was said before sends that again as it was."""
        if activity_id in self.world.delivered:
            return self.raw(self.world.delivered[activity_id])
        entities = []
        if where != PERSONAL and mention:
            text, entities = f"{MENTION} {text}", [{"type": "mention", "text": MENTION, "mentioned": {"id": BOT_ID, "name": BOT_NAME}}]
        activity = self._activity(person, where, "message", id=activity_id, text=text, textFormat="plain", entities=entities)
        self.world.delivered[activity["id"]] = copy.deepcopy(activity)
        return self.raw(activity)

    def install(self, person: str) -> Answer:
        """Someone installs the app for themselves; the answer is to the first of the two activities."""
        self.world.known(person).is_installed = True
        return self._installed(person, PERSONAL, self.world.known(person).id)

    def install_in(self, conversation: str, person: str = "") -> Answer:
        self.world.conversations[base(conversation)].is_installed = True
        return self._installed(person or next(iter(self.world.people)), conversation, BOT_ID)

    def _installed(self, person: str, where: str, member: str) -> Answer:
        answer = self.raw(self._activity(person, where, "installationUpdate", action="add"))
        self.raw(self._activity(person, where, "conversationUpdate", membersAdded=[{"id": BOT_ID}, *([{"id": member}] if member != BOT_ID else [])]))
        return answer

    def uninstall(self, person: str, where: str = PERSONAL) -> Answer:
        if where == PERSONAL:
            self.world.known(person).is_installed = False
        else:
            self.world.conversations[base(where)].is_installed = False
        return self.raw(self._activity(person, where, "installationUpdate", action="remove"))

    # Buttons.

    def press(self, person: str, message: Json | Answer, title: str, inputs: Json | None = None, invoke_id: str | None = None) -> Answer:
        """Someone presses a button of a message, or of what an answer shows, having filled in the inputs, by id."""
        if isinstance(message, Answer):
            shown, where, of = message.body, message.activity["conversation"]["id"], message.activity.get("replyToId")
        else:
            shown, where, of = message, message["conversation"]["id"], message["id"]
        where = PERSONAL if where == self.world.known(person).conversation else where
        action, data = _pressed(shown, title, inputs or {})
        about = {"replyToId": of, "id": invoke_id}
        if action["type"] == "Action.Execute":
            value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data, "title": title}, "trigger": "manual"}
            return self._invoke(person, where, "adaptiveCard/action", value, **about)
        assert action["type"] == "Action.Submit", f"{title} is an {action['type']}, of which the bot hears nothing"
        if (data.get("msteams") or {}).get("type") == "task/fetch":
            return self._invoke(person, where, "task/fetch", {"data": data, "context": {"theme": "default"}}, **about)
        if isinstance(message, Answer):
            return self._submitted(person, where, message, data, invoke_id)
        return self.raw(self._activity(person, where, "message", value=data, replyToId=of))

    def submit(self, person: str, dialog: Answer, title: str, inputs: Json | None = None) -> Answer:
        """Someone presses a button of a dialog."""
        return self.press(person, dialog, title, inputs)

    def _submitted(self, person: str, where: str, dialog: Answer, data: Json, invoke_id: str | None) -> Answer:
        former = dialog.activity["value"]
        about = {"replyToId": dialog.activity.get("replyToId"), "id": invoke_id}
        if dialog.activity["name"].startswith("composeExtension/"):
            value = {key: former[key] for key in ("commandId", "commandContext", "messagePayload") if key in former}
            return self._invoke(person, where, "composeExtension/submitAction", value | {"data": data}, **about)
        return self._invoke(person, where, "task/submit", {"data": data, "context": {"theme": "default"}}, **about)

    # Message extensions and feedback.

    def query(self, person: str, command: str, text: str, where: str = PERSONAL, *, parameter: str = "query") -> Answer:
        """Someone searches; without a text, they opened the search."""
        asked = {"name": parameter, "value": text} if text else {"name": "initialRun", "value": "true"}
        value = {"commandId": command, "parameters": [asked], "queryOptions": {"skip": 0, "count": 25}}
        return self._invoke(person, where, "composeExtension/query", value)

    def select(self, person: str, item: Json, where: str = PERSONAL) -> Answer:
        """Someone chooses a result of a search, whose preview has a tap of type invoke."""
        tap = ((item.get("preview") or item).get("content") or {}).get("tap") or {}
        assert tap.get("type") == "invoke", f"the result has no tap of type invoke: {item}"
        return self._invoke(person, where, "composeExtension/selectItem", tap["value"])

    def open_command(self, person: str, command: str, where: str = PERSONAL, message_text: str | None = None) -> Answer:
        """Someone opens a command of the message box, or, with `message_text`, of the menu of a message."""
        value: Json = {"commandId": command, "commandContext": "compose" if message_text is None else "message", "context": {"theme": "default"}}
        if message_text is not None:
            author = {"user": {"userIdentityType": "aadUser", "id": str(uuid.uuid4()), "displayName": "Una vecina"}}
            content = f"<p>{html.escape(message_text)}</p>"
            value["messagePayload"] = {"id": self.world.new_id(), "from": author, "body": {"contentType": "html", "content": content}}
        return self._invoke(person, where, "composeExtension/fetchTask", value)

    def feedback(self, person: str, reaction: str, text: str = "", message: Json | None = None) -> Answer:
        value = {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": json.dumps({"feedbackText": text})}}
        where = message["conversation"]["id"] if message and not message["conversation"]["id"].startswith("a:") else PERSONAL
        return self._invoke(person, where, "message/submitAction", value, **({"replyToId": message["id"]} if message else {}))


def _pressed(shown: Any, title: str, inputs: Json) -> tuple[Json, Json]:
    """Return the one action of that title, and its data with what was typed; refuse what the client would."""
    cards = [(card, part) for card in cards_in(shown) for part in parts(card) if str(part.get("type", "")).startswith("Action.")]
    found = [(card, part) for card, part in cards if part.get("title") == title]
    assert len(found) == 1, f"{len(found)} buttons are {title!r}, of {[part.get('title') for _, part in cards]}"
    card, action = found[0]
    fields = {part["id"]: part for part in parts(card) if str(part.get("type", "")).startswith("Input.")}
    assert set(inputs) <= set(fields), f"the card's inputs are {sorted(fields)}, not {sorted(inputs)}"
    data = copy.deepcopy(action.get("data") or {})
    if action.get("associatedInputs") == "none":
        assert not inputs, f"{title} takes no inputs"
        return action, data
    for name, field_ in fields.items():
        value = inputs.get(name, field_.get("value", ""))
        assert value or not field_.get("isRequired"), f"{name} is empty: Teams would not send"
        assert len(str(value)) <= field_.get("maxLength", 2**31), f"{name} is too long: it cannot be typed"
        options = [choice["value"] for choice in field_.get("choices", ())]
        assert not options or not value or set(str(value).split(",") if field_.get("isMultiSelect") else [value]) <= set(options), (
            f"{value!r} is none of {options}"
        )
        data[name] = value
    return action, data
