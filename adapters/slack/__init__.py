"""Slack as a platform, over Socket Mode or signed HTTP, on slack-bolt.

payload -> guard (HTTP) -> Bolt -> listeners: who is it? -> an event for the desk -> acknowledged -> sending, in the conversation's order

blocks, messages, views   what is shown; pure
payloads                  what Slack sends, read
presses                   what a press stands for
people                    staff only
listeners                 which of the things that Slack sends is which thing that a person does
reception                 an event for the desk of each; where the reply goes
showing                   what people see of it, and where
sending, notices, owing   what is owed to people: order, rate limits, repetition
drafting, approving, reviewing    the draft check; what waits for approval; what waits for an answer
guard, hosting            the two transports
manifest, checking        the app as Slack is told of it; what is wrong with its tokens
"""

from adapters.slack.messages import copied, draw
from bot.platforms import Capabilities, Hosted, Service
from bot.settings import SettingsWrong

__all__ = ["CAPABILITIES", "copied", "draw", "host", "serve"]

CAPABILITIES = Capabilities(buttons=True, private_replies=True, updates=True, notices=True, max_text=6_000)


def host(service: Service) -> Hosted | None:
    """Return Slack ready to be run, or None where the tokens of its transport are not set."""
    if not service.settings.slack.is_configured:
        return None
    from adapters.slack.hosting import SlackPlatform  # Bolt takes longer to import than most commands take

    return SlackPlatform(service)


def serve(service: Service) -> None:
    """Serve Slack alone until the process is interrupted. Over HTTP, `unavoz serve` is what listens."""
    import asyncio

    platform = host(service)
    if platform is None:
        other = "slack.app_token" if service.settings.slack.transport == "socket" else "slack.signing_secret"
        missing = service.words.gettext("Slack's tokens are missing: set slack.bot_token and {other}. See docs/slack.md.")
        raise SettingsWrong([missing.format(other=other)])
    asyncio.run(platform.run())
