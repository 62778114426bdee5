"""The app as Slack is told of it: what `unavoz slack manifest` writes, to be pasted where a new app is made.

The agent view, for new apps can have no other (docs.slack.dev, 30 June 2026); the scopes are those that the listeners use, and no more.
"""

from typing import Any

from adapters.slack.listeners import ASK_SHORTCUT, CHECK_SHORTCUT, DRAFT_SHORTCUT, MESSAGE_SHORTCUT
from bot.settings import Settings
from knowledge.translation import Translations, translations

# Each scope with what needs it.
SCOPES = {
    "app_mentions:read": "mentions",
    "assistant:write": "the agent view: its prompts",
    "chat:write": "answers",
    "commands": "the command and the shortcuts",
    "im:history": "direct messages",
    "im:write": "looking whether a notice has arrived",
    "users:read": "staff only",
}
# Where a channel is answered without a mention, its messages must be heard.
_EVERY_MESSAGE = {"channels:history": "message.channels", "groups:history": "message.groups"}
_EVENTS = ("app_home_opened", "app_mention", "message.im")
_PATH = "/slack/events"


def scopes(settings: Settings) -> list[str]:
    """Return the bot scopes that these settings need."""
    return sorted([*SCOPES, *(_EVERY_MESSAGE if _hears_every_message(settings) else ())])


def manifest(settings: Settings) -> dict[str, Any]:
    """Return the manifest for these settings. Its texts are in the settings' language, for everybody in the workspace sees them alike."""
    slack = settings.slack
    words: Translations = translations(settings.common_language)
    is_socket = slack.transport == "socket"
    address = {} if is_socket else {"request_url": settings.serve.public_url.rstrip("/") + _PATH}
    about = words.gettext("Approved answers for citizens, word for word. It never makes one up.")
    events = sorted([*_EVENTS, *(_EVERY_MESSAGE.values() if _hears_every_message(settings) else ())])
    command = {
        "command": slack.command,
        "description": words.gettext("The approved answer, for your eyes only"),
        "usage_hint": words.gettext("what the citizen asks"),
        "should_escape": False,
    }
    shortcuts = [
        {
            "name": words.gettext("Look up an answer"),
            "type": "global",
            "callback_id": ASK_SHORTCUT,
            "description": words.gettext("The approved answer, for one channel or for all"),
        },
        {
            "name": words.gettext("Approved answer"),  # at most 24 characters
            "type": "message",
            "callback_id": MESSAGE_SHORTCUT,
            "description": words.gettext("The approved answer to this message"),
        },
        {
            "name": words.gettext("Check a draft"),
            "type": "global",
            "callback_id": DRAFT_SHORTCUT,
            "description": words.gettext("Compare what you are about to send with the approved answer"),
        },
        {
            "name": words.gettext("Check this reply"),
            "type": "message",
            "callback_id": CHECK_SHORTCUT,
            "description": words.gettext("Compare this message with the approved answer"),
        },
    ]
    return {
        "display_information": {"name": "Una Voz", "description": about, "background_color": "#1f4e79"},
        "features": {
            "agent_view": {"agent_description": about},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Una Voz", "always_online": True},
            "slash_commands": [command | ({} if is_socket else {"url": address["request_url"]})],
            "shortcuts": shortcuts,
        },
        "oauth_config": {"scopes": {"bot": scopes(settings)}},
        "settings": {
            "event_subscriptions": {"bot_events": events} | address,
            "interactivity": {"is_enabled": True} | address,
            "org_deploy_enabled": False,
            "socket_mode_enabled": is_socket,
            "token_rotation_enabled": False,
        },
    }


def _hears_every_message(settings: Settings) -> bool:
    return "all" in (settings.slack.mode, *settings.slack.channels.values())
