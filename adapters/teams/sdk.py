"""The seam to Microsoft's SDK, botbuilder-core: all that is known of it is in this file. Activities are mappings, as JSON has them.

A successor replaces this file: `Connection` is what it offers, `Refused` and `Unreached` what it raises. Whether a request is authentic is told before
that, by `tokens`; whether something is sent again, after that, by `sending`.

Of the SDK, release 4.17.1, which is archived and will not be mended, these are mended here:

1. It asks for a token on the event loop, and anew for each turn: ours is asked for in a thread, and kept (`credentials`).
2. It makes a client, with its connections, for each turn: here there is one for each service URL.
3. It has no limit of time, and lets its HTTP library repeat what may have been done.
   Its calls wait in the threads of everybody else: here in their own, so that a service that hangs keeps nobody from the database.
4. It drops every field of an entity but its type, and takes tokens that never expire: entities are kept whole, and tokens are not its business.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import requests
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ConversationAccount, ConversationParameters, ConversationReference, Entity, ResourceResponse
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity, ConnectorFactory
from botframework.connector.auth.app_credentials import AppCredentials
from msrest.exceptions import (  # type: ignore[attr-defined]  # it is there, re-exported
    ClientException,
    ClientRequestError,
    DeserializationError,
    HttpOperationError,
)
from msrest.pipeline import AsyncPipeline  # type: ignore[attr-defined]
from msrest.pipeline.async_requests import AsyncPipelineRequestsHTTPSender, AsyncRequestsCredentialsPolicy
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_requests import AsyncRequestsClientResponse, AsyncRequestsHTTPSender

from adapters.teams.credentials import Credentials
from adapters.teams.tokens import CHANNEL
from bot.teams_settings import Teams

Payload = Mapping[str, Any]
# What a person's doing is answered with, where Teams waits for it: a status, and the body that goes with it.
Answer = tuple[int, Any]
Handler = Callable[[Payload], Awaitable[Answer | None]]

_PATIENCE = 15  # seconds, for each call of the service
_MOST_CLIENTS = 20
_MOST_AT_ONCE = 32  # calls; whoever comes then waits
_UNAUTHORISED = 401
_INVOKE_RESPONSE = "invokeResponse"
# What the SDK needs of an activity to run a turn; we read what came.
_OF_A_TURN = ("type", "id", "channelId", "serviceUrl", "conversation", "recipient", "from")


class NotUnderstood(Exception):
    """An activity is of a shape that the SDK cannot read."""


class Refused(Exception):
    """The service refuses a call. Holds its status, its own name for the reason, and how many seconds it wants to be waited."""

    def __init__(self, status: int, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Unreached(Exception):
    """No answer came. Whether the call was carried out is not known, but where `nothing_sent`: then nobody was there to carry it out."""

    def __init__(self, reason: str, *, nothing_sent: bool) -> None:
        super().__init__(reason)
        self.nothing_sent = nothing_sent


class Connection:
    """The bot of `settings`, as the service sees it. Where no service URL is known, that of the settings is taken. Lives in one event loop."""

    def __init__(self, settings: Teams, credentials: Credentials) -> None:
        self._app_id = settings.app_id
        self._tenant = settings.tenant_id
        self._service_url = settings.service_url
        self._credentials = credentials
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, "teams")
        self._asking: asyncio.Future[str] | None = None
        self._clients = _Clients(_Signed(credentials, settings.app_id), self._threads)
        self._adapter = _Adapter(_Authentication(self._clients, credentials.scope))

    async def receive(self, activity: Payload, claims: Mapping[str, Any], handler: Handler) -> Answer | None:
        """Run a turn of an activity that is known to be authentic; return what `handler` answers it with. Raises NotUnderstood, or what that raises."""

        async def turn(context: TurnContext) -> None:
            answer = await handler(activity)
            if answer is not None:
                response = InvokeResponse(status=answer[0], body=answer[1])
                await context.send_activity(Activity(type=_INVOKE_RESPONSE, value=response))

        authenticated = AuthenticateRequestResult()
        authenticated.claims_identity = ClaimsIdentity(dict(claims), is_authenticated=True)
        authenticated.audience = self._credentials.scope
        authenticated.caller_id = None
        authenticated.connector_factory = self._clients
        try:
            incoming = _to_activity({name: activity[name] for name in _OF_A_TURN if name in activity})
        except (DeserializationError, AttributeError, TypeError, ValueError, KeyError) as error:
            raise NotUnderstood(type(error).__name__) from error
        response = await self._adapter.process_activity(authenticated, incoming, turn)
        return None if response is None else (int(response.status), response.body)

    async def send(self, service_url: str, conversation: str, activity: Payload) -> str:
        """Send an activity into a conversation; return its id there. Raises Refused, Unreached, NoToken."""
        account = ConversationAccount(id=conversation)
        reference = ConversationReference(channel_id=CHANNEL, service_url=service_url or self._service_url, conversation=account)
        sent: list[ResourceResponse] = []

        async def turn(context: TurnContext) -> None:
            sent.append(await context.send_activity(_to_activity(activity)))

        await self._call(lambda: self._adapter.continue_conversation(reference, turn, self._app_id))
        return str(sent[0].id or "") if sent and sent[0] else ""

    async def open(self, service_url: str, person: str) -> str:
        """Return the id of the conversation between the bot and a person, named by their Entra object id. Raises Refused, Unreached, NoToken."""
        client = await self._clients.create(service_url or self._service_url)
        named = {"isGroup": False, "bot": {"id": f"28:{self._app_id}"}, "members": [{"id": person}], "tenantId": self._tenant}
        wanted = ConversationParameters.deserialize({**named, "channelData": {"tenant": {"id": self._tenant}}})
        opened = await self._call(lambda: client.conversations.create_conversation(wanted))
        return str(opened.id)

    async def member(self, service_url: str, conversation: str, person: str) -> Payload:
        """Return what the service says of a member of a conversation. Raises Refused, Unreached, NoToken."""
        client = await self._clients.create(service_url or self._service_url)
        found = await self._call(lambda: client.conversations.get_conversation_member(conversation, person))
        return {**found.serialize(), **(found.additional_properties or {})}

    async def close(self) -> None:
        """Let go of every connection."""
        await self._clients.close()
        self._credentials.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def authenticate(self) -> None:
        """Get a token where none is at hand, by one request for all who wait. Raises NoToken."""
        if self._credentials.known():
            return
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().run_in_executor(self._threads, self._credentials.get)
        await asyncio.shield(self._asking)

    async def _call(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Do a call of the SDK, with a token at hand before the SDK wants one on the event loop; with a new one where that is taken no more.

        Raises Refused, Unreached, NoToken.
        """
        await self.authenticate()
        try:
            return await _understood(call())
        except Refused as error:
            if error.status != _UNAUTHORISED:
                raise
        await asyncio.to_thread(self._credentials.forget)
        await self.authenticate()
        return await _understood(call())


class _Adapter(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """The SDK's turns; what they send goes straight to the service."""

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        sent = []
        for activity in activities:
            if activity.type == _INVOKE_RESPONSE:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
                sent.append(ResourceResponse())
                continue
            client = context.turn_state[self.BOT_CONNECTOR_CLIENT_KEY]
            # Never as a reply: a channel's thread is part of the conversation's id, and in chats Teams shows replies as messages anyway.
            activity.reply_to_id = None
            sent.append(await client.conversations.send_to_conversation(activity.conversation.id, activity))
        return sent


class _Authentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """What the SDK asks for while a turn runs. Requests are authenticated elsewhere, before it is asked anything."""

    def __init__(self, clients: "_Clients", scope: str) -> None:
        self._clients = clients
        self._scope = scope

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002 (the SDK's own signature)
        return self._clients

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nobody signs in to anything else through this bot."""

    def get_originating_audience(self) -> str:
        return self._scope

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:  # noqa: ARG002
        raise PermissionError

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> AuthenticateRequestResult:  # noqa: ARG002
        raise PermissionError


class _Clients(ConnectorFactory):  # type: ignore[misc]
    """One client, with its connections, for each service URL."""

    def __init__(self, credentials: "_Signed", threads: ThreadPoolExecutor) -> None:
        self._credentials = credentials
        self._threads = threads
        self._made: dict[str, ConnectorClient] = {}

    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:  # noqa: ARG002 (the SDK's own signature)
        if service_url not in self._made:
            if len(self._made) >= _MOST_CLIENTS:
                await self.close()
            client = ConnectorClient(self._credentials, base_url=service_url)
            client.config.connection.timeout = _PATIENCE
            for kind in ("total", "connect", "read"):  # what may have been done is not repeated behind our back
                setattr(client.config.retry_policy.policy, kind, 0)
            client.config.pipeline = self._pipeline(client.config)
            self._made[service_url] = client
        return self._made[service_url]

    def _pipeline(self, config: Any) -> AsyncPipeline[Any, Any]:
        """Return the SDK's own way of a request, but for the threads in which it waits."""
        signed = AsyncRequestsCredentialsPolicy(self._credentials)  # type: ignore[no-untyped-call]
        policies = [config.user_agent_policy, signed, RawDeserializer(), config.http_logger_policy]
        return AsyncPipeline(policies, AsyncPipelineRequestsHTTPSender(_Driver(config, self._threads)))

    async def close(self) -> None:
        made, self._made = list(self._made.values()), {}
        for client in made:
            await client.__aexit__()


class _Driver(AsyncRequestsHTTPSender):
    """Does requests in `threads`."""

    def __init__(self, config: Any, threads: ThreadPoolExecutor) -> None:
        super().__init__(config)
        self._threads = threads

    async def send(self, request: ClientRequest, **given: Any) -> AsyncRequestsClientResponse:  # type: ignore[override]  # as the SDK does itself
        more = self._configure_send(request, **given)
        session = more.pop("session", self.session)
        call = partial(session.request, request.method, request.url, **more)
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except requests.RequestException as error:
            raise ClientRequestError("no answer", error) from error
        return AsyncRequestsClientResponse(request, answer)  # type: ignore[no-untyped-call]


class _Signed(AppCredentials):  # type: ignore[misc]
    """Credentials of which the SDK gets the token that is at hand."""

    def __init__(self, credentials: Credentials, app_id: str) -> None:
        super().__init__(app_id=app_id, oauth_scope=credentials.scope)
        self._credentials = credentials

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: ARG002
        return self._credentials.known()


def _to_activity(given: Payload) -> Activity:
    activity = Activity().deserialize({name: value for name, value in given.items() if name != "entities"})
    if entities := given.get("entities"):
        activity.entities = [_to_entity(entity) for entity in entities if isinstance(entity, Mapping)]
    return activity


def _to_entity(given: Payload) -> Entity:
    """Return an entity that is sent as it is given: of a type of its own, for the SDK sends only the fields that its type knows."""
    fields = {f"field{number}": {"key": name.replace(".", "\\."), "type": "object"} for number, name in enumerate(given)}
    whole = type("WholeEntity", (Entity,), {"_attribute_map": fields})(type=given.get("type"))
    for name, value in zip(fields, given.values(), strict=True):
        setattr(whole, name, value)
    return whole


async def _understood(call: Awaitable[Any]) -> Any:
    """Return what a call of the SDK gives. Raises Refused or Unreached for what the SDK raises."""
    try:
        return await call
    except HttpOperationError as error:
        response = error.response
        raise Refused(int(response.status_code), _code(error), _retry_after(response.headers)) from None
    except (ClientException, OSError, TimeoutError) as error:
        raise Unreached(type(error).__name__, nothing_sent=_was_not_connected(error)) from None
    except DeserializationError:  # a page in the place of an answer: that was not the service
        raise Unreached("no JSON", nothing_sent=False) from None


def _was_not_connected(error: Exception) -> bool:
    """Tell whether no connection came about, so that nothing can have been sent over it."""
    inner = getattr(error, "inner_exception", None)
    if isinstance(inner, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError | requests.exceptions.SSLError):
        return True
    reason = getattr(inner.args[0], "reason", None) if isinstance(inner, requests.exceptions.ConnectionError) and inner.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError")


def _code(error: HttpOperationError) -> str:
    """Return the service's own name for what is wrong: in JSON, where it was no proxy that answered."""
    found = getattr(getattr(error, "error", None), "error", None)
    return str(getattr(found, "code", "") or "")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(named))
    except ValueError:
        return None
