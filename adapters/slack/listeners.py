"""Bolt's listeners: which of the things that Slack sends is which thing that a person does.

Each is acknowledged when its listener returns, which is when its event is on record.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import approving, blocks, drafting, reviewing, views
from adapters.slack.drafting import Drafting
from adapters.slack.payloads import Address, Payload, field, part, read_press, spoken
from adapters.slack.reception import Reception
from bot.settings import Slack, SlackMode

ASK_SHORTCUT, MESSAGE_SHORTCUT = "ask", "approved_answer_for_this"
DRAFT_SHORTCUT, CHECK_SHORTCUT = "draft", "check_this"

_log = structlog.get_logger("unavoz.slack")


def bolt_app(
    client: AsyncWebClient, identity: AuthorizeResult, settings: Slack, reception: Reception, drafts: Drafting, logger: logging.Logger
) -> AsyncApp:
    """Return the Bolt app of the workspace `identity`, everything that it hears handed to `reception`."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return identity

    app = AsyncApp(
        client=client,
        authorize=authorize,
        logger=logger,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        # The guard has verified the request by now; a socket is authenticated when it is opened.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.error(_explain)
    _hear_questions(app, identity, settings, reception)
    _hear_openings(app, identity, reception)
    _hear_interactions(app, identity, reception, drafts)
    _hear_decisions(app, identity, reception)
    return app


async def _explain(error: Exception) -> BoltResponse:
    """Acknowledge what nobody listens to; leave unacknowledged what could not be recorded, so that Slack delivers it again."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200)
    _log.error("not handled", error=type(error).__name__)
    return BoltResponse(status=503)


def _hear_questions(app: AsyncApp, identity: AuthorizeResult, settings: Slack, reception: Reception) -> None:
    def mode_of(channel: str) -> SlackMode:
        return settings.channels.get(channel, settings.mode)

    async def ask(body: Payload, address: Address, *, in_passing: bool = False) -> None:
        text = spoken(field(body, "event", "text"), identity.bot_user_id or "")
        await reception.asked(_event_key(body, identity), field(body, "event", "user"), text, address, in_passing=in_passing)

    @app.event("app_mention")
    async def mentioned(body: dict[str, Any]) -> None:
        event = body["event"]
        mode = mode_of(field(event, "channel"))
        if mode == "off" or not _is_from_a_person(body, identity):
            return
        is_private = mode == "private" or _is_shared_with_strangers(body)
        await ask(body, _in_thread(event, only_for=field(event, "user") if is_private else ""))

    @app.event("message")
    async def written(body: dict[str, Any]) -> None:
        event = body["event"]
        if not _is_from_a_person(body, identity):
            return
        if field(event, "channel_type") == "im":
            await ask(body, _in_thread(event))
        elif mode_of(field(event, "channel")) == "all" and not field(event, "thread_ts") and not _mentions(field(event, "text"), identity):
            # A mention comes as an event of its own; the same message is answered once.
            await ask(body, _in_thread(event, only_for=field(event, "user") if _is_shared_with_strangers(body) else ""), in_passing=True)

    @app.command(re.compile(r"^/"))
    async def commanded(body: dict[str, Any], ack: AsyncAck) -> None:
        if field(body, "team_id") != identity.team_id:
            await ack()
            return
        key = f"{_prefix(identity)}:command:{field(body, 'trigger_id')}"
        shown = await reception.asked_in_private(key, field(body, "user_id"), spoken(field(body, "text")))
        if shown:
            await ack(response_type="ephemeral", unfurl_links=False, unfurl_media=False, **shown)
        else:
            await ack()


def _hear_openings(app: AsyncApp, identity: AuthorizeResult, reception: Reception) -> None:
    @app.event("app_home_opened")
    async def opened(body: dict[str, Any]) -> None:
        event = body["event"]
        if field(body, "team_id") != identity.team_id:
            return
        if field(event, "tab") == "messages":
            await reception.opened_conversation(field(event, "user"), field(event, "channel"))
        else:
            await reception.opened_home(field(event, "user"))


def _hear_interactions(app: AsyncApp, identity: AuthorizeResult, reception: Reception, drafts: Drafting) -> None:
    def ours(listener: Callable[[Payload, AsyncAck], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Acknowledge when the listener is done, and let nobody else's workspace in."""

        async def heard(body: dict[str, Any], ack: AsyncAck) -> None:
            if field(body, "team", "id") == identity.team_id:
                await listener(body, ack)
            if ack.response is None:
                await ack()

        return heard

    @ours
    async def pressed(body: Payload, _: AsyncAck) -> None:
        await reception.pressed(read_press(body))

    @ours
    async def wants_to_ask(body: Payload, _: AsyncAck) -> None:
        await reception.wants_to_ask(field(body, "user", "id"), field(body, "trigger_id"))

    @ours
    async def about_message(body: Payload, _: AsyncAck) -> None:
        message = part(body, "message")
        origin = Address(field(body, "channel", "id"), field(message, "thread_ts") or field(message, "ts"))
        trigger = field(body, "trigger_id")
        text = spoken(field(message, "text"), identity.bot_user_id or "")
        await reception.asked_about_message(f"{_prefix(identity)}:shortcut:{trigger}", field(body, "user", "id"), text, origin, trigger)

    @ours
    async def asked(body: Payload, ack: AsyncAck) -> None:
        question = spoken(blocks.escape(field(body, "view", "state", "values", views.QUESTION, views.QUESTION, "value")))
        channel = field(body, "view", "state", "values", views.CHANNEL, views.CHANNEL, "selected_option", "value")
        view = await reception.asked_in_modal(_view_key(body, identity), field(body, "user", "id"), question, channel)
        await ack(response_action="update", view=view)

    @ours
    async def explained(body: Payload, _: AsyncAck) -> None:
        why = spoken(blocks.escape(field(body, "view", "state", "values", views.WHY, views.WHY, "value")))
        await reception.explained(_view_key(body, identity), field(body, "user", "id"), views.about_of(field(body, "view", "private_metadata")), why)

    @ours
    async def wants_to_check(body: Payload, _: AsyncAck) -> None:
        text = spoken(field(body, "message", "text"), identity.bot_user_id or "")
        await drafts.wants_to_check(field(body, "user", "id"), field(body, "trigger_id"), text)

    @ours
    async def checked(body: Payload, ack: AsyncAck) -> None:
        view = await drafts.check(_view_key(body, identity), field(body, "user", "id"), part(body, "view", "state", "values"))
        await ack(response_action="update", view=view)

    app.action(re.compile(""))(pressed)
    app.shortcut(ASK_SHORTCUT)(wants_to_ask)
    app.shortcut(MESSAGE_SHORTCUT)(about_message)
    app.shortcut(DRAFT_SHORTCUT)(wants_to_check)
    app.shortcut(CHECK_SHORTCUT)(wants_to_check)
    app.view(views.ASK)(asked)
    app.view(drafting.CALLBACK)(checked)
    app.view(views.REASON)(explained)


def _hear_decisions(app: AsyncApp, identity: AuthorizeResult, reception: Reception) -> None:
    @app.view(approving.APPROVAL)
    async def rejected(body: dict[str, Any], ack: AsyncAck) -> None:
        if field(body, "team", "id") != identity.team_id:
            await ack()
            return
        why = spoken(blocks.escape(approving.reason_in(body)))
        view = await reception.rejected(field(body, "user", "id"), field(body, "view", "private_metadata"), why)
        await ack(response_action="update", view=view)

    @app.view(reviewing.WINDOW)
    async def archived(body: dict[str, Any], ack: AsyncAck) -> None:
        if field(body, "team", "id") != identity.team_id:
            await ack()
            return
        why = spoken(blocks.escape(reviewing.reason_in(body)))
        view = await reception.archived(field(body, "user", "id"), field(body, "view", "private_metadata"), why)
        await ack(response_action="update", view=view)


def _prefix(identity: AuthorizeResult) -> str:
    return f"slack:{identity.team_id}"


def _event_key(body: Payload, identity: AuthorizeResult) -> str:
    return f"{_prefix(identity)}:{field(body, 'event_id')}"


def _view_key(body: Payload, identity: AuthorizeResult) -> str:
    return f"{_prefix(identity)}:view:{field(body, 'view', 'id')}:{field(body, 'view', 'hash')}"


def _is_from_a_person(body: Payload, identity: AuthorizeResult) -> bool:
    """Tell whether a message is somebody's own new one, in our workspace: no bot's, no edit, no notice of a joining."""
    event = part(body, "event")
    is_new = field(event, "subtype") in ("", "file_share", "thread_broadcast")
    is_ours = field(body, "team_id") == identity.team_id
    return (
        is_ours and is_new and not part(event, "bot_id") and bool(field(event, "user")) and bool(field(event, "channel")) and bool(field(event, "ts"))
    )


def _is_shared_with_strangers(body: Payload) -> bool:
    return part(body, "is_ext_shared_channel") is True


def _mentions(text: str, identity: AuthorizeResult) -> bool:
    return f"<@{identity.bot_user_id}" in text


def _in_thread(event: Payload, only_for: str = "") -> Address:
    thread = field(event, "thread_ts")
    if only_for:
        return Address(field(event, "channel"), thread, only_for=only_for)
    return Address(field(event, "channel"), thread or field(event, "ts"), is_new_thread=not thread)
