"""The app as Teams is told of it: what `unavoz teams package` writes, to be uploaded in the Teams admin center.

Its texts are in the settings' language, and in the other one for those whose Teams speaks it. The questions to begin with stay in the settings'
language, for Teams sends them as they are.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from adapters.teams import icons
from adapters.teams.commands import (
    ANSWER,
    APPROVE_WORDS,
    ASK,
    CHANGES_WORDS,
    CHECK,
    DRAFT,
    DRAFT_WORDS,
    HELP_WORDS,
    MINE_WORDS,
    QUERY,
    QUEUE_WORDS,
    SEARCH,
)
from bot.settings import Settings
from knowledge.translation import Translations, reader_language, translations

Manifest = dict[str, Any]

VERSION = "1.0.0"
_SCHEMA = "1.27"  # the first in which a command can be a question to begin with
_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{_SCHEMA}"
_LANGUAGES = ("es", "en")  # in the order of the words in `commands`
# What is for one person alone is not offered where others read it.
_WITH_OTHERS = (HELP_WORDS, CHANGES_WORDS, DRAFT_WORDS)
_ALONE = (HELP_WORDS, MINE_WORDS, CHANGES_WORDS, DRAFT_WORDS, QUEUE_WORDS, APPROVE_WORDS)
_PATH = "/teams/messages"
_NAME = "Una Voz"
_MOST_NAME = 32
_PICTURES = {"color": "color.png", "outline": "outline.png"}
_MADE = (1980, 1, 1, 0, 0, 0)  # the same at every time, so that the same settings make the same bytes


def endpoint(settings: Settings) -> str:
    """Return the address that Azure has to know as the bot's messaging endpoint; empty where `serve.public_url` is not one that Teams can call."""
    return f"{settings.serve.public_url.rstrip('/')}{_PATH}" if _host(settings) else ""


def manifest(settings: Settings, version: str = VERSION) -> Manifest:
    """Return the manifest for these settings, in their language."""
    return _manifest(settings, version, _language(settings))


def package(settings: Settings, version: str = VERSION) -> bytes:
    """Return the app for these settings as Teams takes it: a zip with the manifest, its other language, and two pictures."""
    files = {
        "manifest.json": _written(manifest(settings, version)),
        **{f"{code}.json": _written(localization(settings, code)) for code in _LANGUAGES if code != _language(settings)},
        _PICTURES["color"]: icons.colour(),
        _PICTURES["outline"]: icons.outline(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as if made on the same kind of machine everywhere
            archive.writestr(entry, content)
    return made.getvalue()


def localization(settings: Settings, language: str) -> dict[str, str]:
    """Return the manifest's texts in `language`, each under the path at which it stands in the manifest."""
    found = _manifest(settings, VERSION, language)
    texts = {f"{name}.{part}": found[name][part] for name in ("name", "description") for part in ("short", "full")}
    for number, commands in enumerate(found["bots"][0]["commandLists"]):
        for place, command in enumerate(commands["commands"]):
            names = ("title", "description") if command["type"] == "basic" else ("description",)
            texts |= {f"bots[0].commandLists[{number}].commands[{place}].{name}": command[name] for name in names}
    for place, command in enumerate(found["composeExtensions"][0]["commands"]):
        path = f"composeExtensions[0].commands[{place}]"
        texts |= {f"{path}.{name}": command[name] for name in ("title", "description")}
        for inner, parameter in enumerate(command.get("parameters", ())):
            texts |= {f"{path}.parameters[{inner}].{name}": parameter[name] for name in ("title", "description")}
    return {"$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json"} | texts


def _manifest(settings: Settings, version: str, language: str) -> Manifest:
    words = translations(language)
    app_id, address = settings.teams.app_id, settings.serve.public_url.rstrip("/")
    about = words.gettext(
        "Ask as a citizen asks, and get the approved answer, word for word, with who approved it. In the message box, insert an approved answer, or "
        "have what you are about to send compared with it. On a message, see the approved answer to it, or check what was replied. It never makes an "
        "answer up."
    )
    alone = _commands(words, language, _ALONE)
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": _SCHEMA,
        "version": version,
        "id": app_id,
        "developer": {"name": _developer(settings), "websiteUrl": address, "privacyUrl": address, "termsOfUseUrl": address},
        "name": {"short": _NAME, "full": words.gettext("Una Voz: approved answers for citizens")},
        "description": {"short": words.gettext("Approved answers for citizens, word for word"), "full": about},
        "icons": dict(_PICTURES),
        "accentColor": icons.BACKGROUND,
        "localizationInfo": {
            "defaultLanguageTag": _language(settings),
            "additionalLanguages": [{"languageTag": code, "file": f"{code}.json"} for code in _LANGUAGES if code != _language(settings)],
        },
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [
                    {"scopes": ["personal"], "commands": [*alone, *_questions(words)]},
                    {"scopes": ["team", "groupChat"], "commands": _commands(words, language, _WITH_OTHERS)},
                ],
            }
        ],
        "composeExtensions": [{"botId": app_id, "composeExtensionType": "botBased", "canUpdateConfiguration": False, "commands": _extension(words)}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host] if (host := _host(settings)) else [],
    }


def _commands(words: Translations, language: str, offered: Sequence[tuple[str, str]]) -> list[Manifest]:
    """Return commands of the bot's menu: the title is what a person sends who chooses one."""
    number = _LANGUAGES.index(language)
    about = {
        HELP_WORDS: words.gettext("What can be done here"),
        MINE_WORDS: words.gettext("What you asked, and how it stands"),
        CHANGES_WORDS: words.gettext("What changed in the last 30 days"),
        DRAFT_WORDS: words.gettext("Compare what you are about to send with the approved answer"),
        QUEUE_WORDS: words.gettext("What waits for an answer, for those who review it"),
        APPROVE_WORDS: words.gettext("What waits for your approval"),
    }
    return [{"type": "basic", "title": names[number], "description": about[names]} for names in offered]


def _questions(words: Translations) -> list[Manifest]:
    """Return questions to begin with."""
    about = (
        (words.gettext("How do I register as a resident?"), words.gettext("Asks what a citizen needs to be on the register of residents")),
        (words.gettext("How do I make an appointment?"), words.gettext("Asks how a citizen gets an appointment to be attended")),
        (words.gettext("When is the vehicle tax due?"), words.gettext("Asks in which days a citizen pays a tax")),
        (words.gettext("What are the opening hours?"), words.gettext("Asks when the office is open to citizens")),
    )
    return [{"type": "prompt", "title": question, "description": description, "prompt": question} for question, description in about]


def _extension(words: Translations) -> list[Manifest]:
    action = {"type": "action", "fetchTask": True}
    query = {"name": QUERY, "title": words.gettext("Question"), "description": words.gettext("What the citizen asks"), "inputType": "text"}
    return [
        {
            "id": SEARCH,
            "type": "query",
            "context": ["compose", "commandBox"],
            "title": words.gettext("Insert approved answer"),
            "description": words.gettext("Look up an approved answer and put it into your message"),
            "initialRun": True,
            "parameters": [query],
        },
        {
            **action,
            "id": ASK,
            "context": ["compose", "commandBox"],
            "title": words.gettext("Look up an answer"),
            "description": words.gettext("The approved answer, to be written into the conversation as text"),
        },
        {
            **action,
            "id": ANSWER,
            "context": ["message"],
            "title": words.gettext("Approved answer for this"),
            "description": words.gettext("The approved answer to this message"),
        },
        {
            **action,
            "id": DRAFT,
            "context": ["compose", "commandBox"],
            "title": words.gettext("Check a draft"),
            "description": words.gettext("Compare what you are about to send with the approved answer"),
        },
        {
            **action,
            "id": CHECK,
            "context": ["message"],
            "title": words.gettext("Check this reply"),
            "description": words.gettext("Compare this message with the approved answer"),
        },
    ]


def _language(settings: Settings) -> str:
    """Return the language of the screens in which all are spoken to alike."""
    return reader_language({"LANG": settings.common_language})


def _developer(settings: Settings) -> str:
    name = settings.organisation.strip() or _NAME
    return name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 1].rstrip()}…"


def _host(settings: Settings) -> str:
    """Return the name under which Teams reaches the service; empty where it does not."""
    try:
        address = urlsplit(settings.serve.public_url)
    except ValueError:
        return ""
    return (address.hostname or "") if address.scheme == "https" else ""


def _written(value: Manifest) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
