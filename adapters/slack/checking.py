"""What is wrong with the tokens: each asked of Slack itself, each fault with what to do about it."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from adapters.slack.manifest import scopes
from bot.platforms import Finding
from bot.settings import Settings
from knowledge.translation import Translations

_PATIENCE = 10  # seconds


def check(settings: Settings, words: Translations) -> list[Finding]:
    """Return what Slack says of the tokens in `settings`."""
    slack = settings.slack
    found = [_bot_token(settings, words)]
    if slack.transport == "socket":
        found.append(_app_token(settings, words))
    else:
        missing = words.gettext("it is empty. Copy “Signing Secret” from “Basic Information” into slack.signing_secret.")
        found.append(Finding("slack.signing_secret", "" if slack.signing_secret.get_secret_value() else missing))
    return found


def _bot_token(settings: Settings, words: Translations) -> Finding:
    token = settings.slack.bot_token.get_secret_value()
    if not token.startswith("xoxb-"):
        return Finding("slack.bot_token", words.gettext("it must begin with xoxb-. Copy “Bot User OAuth Token” from “OAuth & Permissions”."))
    try:
        answer = WebClient(token, base_url=settings.slack.api_url, timeout=_PATIENCE).auth_test()
    except (SlackApiError, OSError) as error:
        return Finding("slack.bot_token", _refused(error, words))
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")} - {""}
    missing = [scope for scope in scopes(settings) if scope not in granted]
    if granted and missing:
        message = words.gettext("the app lacks {scopes}. Paste the manifest of “unavoz slack manifest” again and reinstall the app.")
        return Finding("slack.bot_token", message.format(scopes=", ".join(missing)))
    return Finding("slack.bot_token")


def _app_token(settings: Settings, words: Translations) -> Finding:
    token = settings.slack.app_token.get_secret_value()
    if not token.startswith("xapp-"):
        message = words.gettext("it must begin with xapp-. Make one under “Basic Information”, “App-Level Tokens”, with connections:write.")
        return Finding("slack.app_token", message)
    try:
        WebClient(token, base_url=settings.slack.api_url, timeout=_PATIENCE).apps_connections_open(app_token=token)
    except (SlackApiError, OSError) as error:
        return Finding("slack.app_token", _refused(error, words))
    return Finding("slack.app_token")


def _refused(error: SlackApiError | OSError, words: Translations) -> str:
    if isinstance(error, SlackApiError):
        reason = str(error.response.get("error", "")) if hasattr(error.response, "get") else str(error.response)
        return words.gettext("Slack refuses it ({reason}). Copy it anew, whole.").format(reason=reason)
    return words.gettext("Slack is not reached at {reason}. Check slack.api_url and the proxy.").format(reason=error)
