"""The web console: a chat with the bot, and the desk of those who look after the answers. Starlette, Jinja2, and forms that work without JavaScript.

request -> security (host, headers) -> routes (who, may they, from our page) -> a handler of `pages` -> a template

roles, sessions, signin, oidc     who gets in
visits, console                   what a handler works with
drawing                           templates, and a Reply as HTML
app                               the table of routes; the platform as it is served
"""

from adapters.web.drawing import copied, draw
from bot.platforms import Capabilities, Hosted, Service
from bot.settings import SettingsWrong

__all__ = ["CAPABILITIES", "copied", "draw", "host", "serve"]

CAPABILITIES = Capabilities(buttons=True, private_replies=True, updates=True, notices=True)


def host(service: Service) -> Hosted | None:
    """Return the console ready to be run, or None where the settings do not want it.

    Raises SettingsWrong where it would listen to others than this machine, and nothing says who they are.
    """
    settings, words = service.settings, service.words
    if not settings.console.enabled:
        return None
    from adapters.web.app import WebPlatform  # Authlib takes longer to import than most commands take
    from adapters.web.security import is_loopback

    if not is_loopback(settings.serve.host) and not settings.console.knows_people:
        message = words.gettext(
            "The web console would listen on {host}, where others reach it, and nothing says who they are. Listen on 127.0.0.1; or set "
            "console.oidc_issuer and console.oidc_client_id, or console.trusted_proxies; or turn the console off: console.enabled = false."
        )
        raise SettingsWrong([message.format(host=settings.serve.host)])
    if settings.console.has_provider and not settings.serve.public_url:
        raise SettingsWrong([words.gettext("The identity provider must know where people come back to: set serve.public_url.")])
    return WebPlatform(service)


def serve(service: Service) -> None:
    """Serve the console alone until the process is interrupted."""
    from bot import hosting

    platform = host(service)
    if platform is None:
        raise SettingsWrong([service.words.gettext("The web console is turned off: set console.enabled = true.")])
    hosting.run([platform], service)
