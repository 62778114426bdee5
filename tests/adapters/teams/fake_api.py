"""The fake Teams' Connector: what the bot calls to write, to change what it wrote, and to ask who somebody is."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.adapters.teams.fake_world import BOT_ID, BOT_NAME, Fault, Json, Refusal, World, base
from tests.adapters.teams.limits import MOST_MESSAGE, violations

Act = Callable[[web.Request, Json], tuple[int, Json | None]]


class Connector:
    """Answers /teams/v3/conversations and what lies below."""

    def __init__(self, world: World, closing: asyncio.Event) -> None:
        self._world = world
        self._closing = closing

    def add_routes(self, router: web.UrlDispatcher) -> None:
        root = "/teams/v3/conversations"
        routes: list[tuple[str, str, str, Act]] = [
            ("POST", root, "create", self._create),
            ("POST", f"{root}/{{id}}/activities", "send", self._send),
            ("POST", f"{root}/{{id}}/activities/{{activity}}", "send", self._send),
            ("PUT", f"{root}/{{id}}/activities/{{activity}}", "update", self._update),
            ("DELETE", f"{root}/{{id}}/activities/{{activity}}", "delete", self._delete),
            ("GET", f"{root}/{{id}}/members/{{user}}", "member", self._member),
        ]
        for method, path, kind, act in routes:
            router.add_route(method, path, self._handler(kind, act))

    async def as_scripted(self, request: web.Request, fault: Fault) -> None:
        """Wait, or drop the connection, as a fault says."""
        if fault.seconds:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), fault.seconds)
        if fault.drops:
            if request.transport is not None:
                request.transport.abort()
            raise web.HTTPServiceUnavailable

    def _handler(self, kind: str, act: Act) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            raw = await request.read()
            fault = self._world.fault(kind)
            if fault is not None and not fault.acts:
                await self.as_scripted(request, fault)
            if fault is not None and fault.status:
                answer = _error(Refusal(fault.status, "Scripted", retry_after=fault.retry_after))
                if fault.page:
                    answer = web.Response(status=fault.status, text=fault.page, content_type="application/json")
                self._record(request, kind, raw, fault.status)
            else:
                answer = self._answer(request, kind, raw, act)
            if fault is not None and fault.acts:
                await self.as_scripted(request, fault)
            return answer

        return handle

    def _answer(self, request: web.Request, kind: str, raw: bytes, act: Act) -> web.Response:
        with self._world.changed:
            try:
                self._authorised(request)
                status, found = act(request, _body(raw))
            except Refusal as refusal:
                self._record(request, kind, raw, refusal.status)
                return _error(refusal)
            self._record(request, kind, raw, status)
            return web.Response(status=status) if found is None else web.json_response(found, status=status)

    def _record(self, request: web.Request, kind: str, raw: bytes, status: int) -> None:
        body = json.loads(raw) if raw.startswith(b"{") and status not in (400, 413) else None
        with self._world.changed:
            self._world.recorded.append({"kind": kind, "status": status, "path": request.path, "body": body, "at": time.monotonic()})
            self._world.changed.notify_all()

    def _authorised(self, request: web.Request) -> None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._world.tokens.get(token, 0) < time.time():
            raise Refusal(401, "Unauthorized", "Authorization has been denied for this request.")

    # Acts.

    def _create(self, request: web.Request, body: Json) -> tuple[int, Json]:
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        if channel:
            where = self._world.checked_for_writing(channel)
            activity = self._checked(body.get("activity") or {})
            self._world.count_send(where.id)
            message = self._world.post(where.id, activity)
            message["conversation"] = {"id": f"{where.id};messageid={message['id']}"}
            return 201, {"id": message["conversation"]["id"], "activityId": message["id"]}
        members = body.get("members") or []
        tenant = body.get("tenantId") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
        if len(members) != 1 or body.get("isGroup"):
            raise Refusal(400, "BadSyntax", "Incorrect conversation creation parameters")
        if not tenant:
            raise Refusal(400, "BadSyntax", "Tenant ID is missing")
        person = self._world.person(str(members[0].get("id", "")))
        if person is None or person.tenant != tenant:
            raise Refusal(403, "BotNotInConversationRoster", "Bot is not installed in user's personal scope")
        self._world.checked_for_writing(person.conversation)
        return 201, {"id": person.conversation, "serviceUrl": f"{request.url.origin()}/teams/"}

    def _send(self, request: web.Request, body: Json) -> tuple[int, Json]:
        where = request.match_info["id"]
        self._world.checked_for_writing(where)
        self._world.count_send(base(where))
        if body.get("type") == "typing":
            return 201, {"id": self._world.new_id()}
        replied = {"replyToId": request.match_info["activity"]} if "activity" in request.match_info else {}
        message = self._world.post(where, self._checked(body) | replied)
        return 201, {"id": message["id"]}

    def _update(self, request: web.Request, body: Json) -> tuple[int, Json]:
        where, activity = request.match_info["id"], request.match_info["activity"]
        self._world.checked_for_writing(where)
        number = self._world.message(where, activity)
        former = self._world.posted[number]
        self._world.posted[number] = self._checked(body) | {"id": activity, "conversation": former["conversation"]}
        self._world.changed.notify_all()
        return 200, {"id": activity}

    def _delete(self, request: web.Request, body: Json) -> tuple[int, None]:
        where = request.match_info["id"]
        self._world.checked_for_writing(where)
        del self._world.posted[self._world.message(where, request.match_info["activity"])]
        self._world.changed.notify_all()
        return 200, None

    def _member(self, request: web.Request, body: Json) -> tuple[int, Json]:
        person = self._world.member(request.match_info["id"], request.match_info["user"])
        given, _, family = person.name.partition(" ")
        mail = f"{person.name.lower().replace(' ', '.')}@castroalba.example"
        known = {"id": person.id, "name": person.name, "givenName": given, "surname": family, "email": mail, "userPrincipalName": mail}
        return 200, known | {"aadObjectId": person.object_id, "objectId": person.object_id, "userRole": person.role, "tenantId": person.tenant}

    def _checked(self, activity: Json) -> Json:
        if not activity.get("text") and not activity.get("attachments"):
            raise Refusal(400, "BadSyntax", "Activity must have text or attachments")
        found = violations(activity)
        self._world.violations += found
        return {"from": {"id": BOT_ID, "name": BOT_NAME}} | activity


def _body(raw: bytes) -> Json:
    """Return a call's body. Raises Refusal where it is too big, or none."""
    if not raw:
        return {}
    try:
        text = raw.decode()
        body = json.loads(text)
    except ValueError:
        raise Refusal(400, "BadSyntax", "Invalid JSON") from None
    if len(json.dumps(body, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > MOST_MESSAGE:
        raise Refusal(413, "MessageSizeTooBig", "Message size too large.")
    if not isinstance(body, dict):
        raise Refusal(400, "BadSyntax", "Invalid activity")
    return body


def _error(refusal: Refusal) -> web.Response:
    headers = {} if refusal.retry_after is None else {"Retry-After": f"{max(refusal.retry_after, 0):g}"}
    return web.json_response({"error": {"code": refusal.code, "message": refusal.message}}, status=refusal.status, headers=headers)
