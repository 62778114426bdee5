"""What is wrong with the settings: each asked of Microsoft itself, or of what stands in for it, each fault with what to do about it."""

from typing import Any

import requests

from adapters.teams.credentials import PATIENCE, Credentials, NoToken
from adapters.teams.package import endpoint
from adapters.teams.tokens import CHANNEL
from bot.platforms import Finding
from bot.settings import Settings
from knowledge.translation import Translations

_MOST_REASON = 200  # characters


def check(settings: Settings, words: Translations) -> list[Finding]:
    """Return what was found of the ids, of the secret (or the identity of the machine), of the keys of the service, and of our own address."""
    teams = settings.teams
    missing = words.gettext("it is empty. Copy it from the bot's page in Azure, under “Configuration”.")
    found = [Finding("teams.app_id", "" if teams.app_id else missing), Finding("teams.tenant_id", "" if teams.tenant_id else missing)]
    can_ask = all(one.is_right for one in found)
    found.append(_credentials(settings, words, can_ask=can_ask))
    found += _keys(settings, words)
    if not teams.allows(teams.service_url):
        apart = words.gettext("it does not hold the address of teams.service_url, so nobody would be answered. Set both to those of your cloud.")
        found.append(Finding("teams.allowed_service_urls", apart))
    unreached = words.gettext("it must be an https:// address, at which Teams reaches this service.")
    return [*found, Finding("serve.public_url", "" if endpoint(settings) else unreached)]


def _credentials(settings: Settings, words: Translations, *, can_ask: bool) -> Finding:
    teams = settings.teams
    what = "teams.managed_identity" if teams.managed_identity else "teams.app_password"
    if not teams.managed_identity and not teams.app_password.get_secret_value():
        missing = words.gettext("it is empty. Make a client secret under “Certificates & secrets”, or set teams.managed_identity.")
        return Finding(what, missing)
    if not can_ask:
        return Finding(what, words.gettext("not looked at: the ids are missing."))
    try:
        Credentials(teams).get()
    except NoToken as problem:
        return Finding(what, _refused(problem, words, is_managed=teams.managed_identity))
    return Finding(what)


def _refused(problem: NoToken, words: Translations, *, is_managed: bool) -> str:
    if is_managed:
        message = words.gettext("the machine has no token for it ({reason}). Give it the identity whose client id is teams.app_id.")
    elif problem.reason == "unreachable":
        message = words.gettext("the authority gives no token ({reason}). Check teams.authority, teams.tenant_id and the proxy.")
    elif problem.reason == "invalid_client":
        message = words.gettext("the authority refuses it ({reason}). Copy the secret's value, not its id, or make a new one: it may have expired.")
    else:
        message = words.gettext("the authority refuses the bot ({reason}). Check that teams.app_id is registered in the tenant of teams.tenant_id.")
    return message.format(reason=_short(problem))


def _keys(settings: Settings, words: Translations) -> list[Finding]:
    """Return what was found of the service's keys, and of whether it is the one whose tokens are believed."""
    teams = settings.teams
    what = "teams.openid_metadata_url"
    try:
        metadata = _get(teams.openid_metadata_url)
        published = _get(str(metadata["jwks_uri"]))
        usable = [key for key in published["keys"] if key.get("kty") == "RSA" and key.get("kid") and CHANNEL in (key.get("endorsements") or ())]
        issuer = metadata.get("issuer")
    except (requests.RequestException, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        message = words.gettext("the keys of the service cannot be had ({reason}). Check the address and the proxy.")
        return [Finding(what, message.format(reason=_short(error)))]
    none = words.gettext("no key there is endorsed for Teams. Check that the address is that of your cloud.")
    another = words.gettext("the service at teams.openid_metadata_url calls itself {issuer}. Set both to those of your cloud.")
    found = Finding(what, "" if usable else none)
    return [found, Finding("teams.issuer", "" if issuer == teams.issuer else another.format(issuer=issuer))]


def _get(url: str) -> Any:
    answer = requests.get(url, timeout=PATIENCE)
    answer.raise_for_status()
    return answer.json()


def _short(error: Exception) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return said if len(said) <= _MOST_REASON else f"{said[: _MOST_REASON - 1]}…"
