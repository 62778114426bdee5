"""What Teams takes of a message and of a card, and what Una Voz asks of itself (learn.microsoft.com/microsoftteams/platform, 2026).

The schema beside this file is Adaptive Cards' own, version 1.5 (github.com/microsoft/AdaptiveCards, MIT).
"""

import functools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.exceptions import best_match

from tests.adapters.teams.fake_world import Json, cards_in, parts, size

CARD = "application/vnd.microsoft.card.adaptive"
MOST_MESSAGE = 100 * 1024
MOST_CARD = 28_000
MOST_ACTIONS = 6
MOST_RESULTS = 25
MARKDOWN = re.compile(r"[*_\[\]`~#\\]|^\s*(?:- |\d+\. )", re.MULTILINE)


def violations(activity: Any) -> list[str]:
    """Return what is wrong with a message, and with every card in it."""
    found = [fault for card in cards_in(activity) for fault in card_violations(card)]
    if not isinstance(activity, dict) or activity.get("type") == "AdaptiveCard":
        return found
    if size(activity) > MOST_MESSAGE:
        found.append(f"the message takes {size(activity)} bytes of {MOST_MESSAGE}")
    if activity.get("type", "message") == "message" and activity.get("text") and activity.get("textFormat") != "plain":
        found.append(f"the message's textFormat is {activity.get('textFormat')}, not plain")
    for number, attachment in enumerate(activity.get("attachments") or ()):
        content = attachment.get("content")
        if attachment.get("contentType") == CARD and (not isinstance(content, dict) or content.get("type") != "AdaptiveCard"):
            found.append(f"attachments[{number}] holds no Adaptive Card")
    return found


def answer_violations(name: str, body: Any) -> list[str]:
    """Return what is wrong with the answer to an invoke of that name, and with every card in it."""
    found = [fault for card in cards_in(body) for fault in card_violations(card)]
    if name == "adaptiveCard/action":
        if not isinstance(body, dict) or not {"statusCode", "type", "value"} <= set(body):
            found.append(f"the answer to {name} has no statusCode, type and value")
        elif body["type"] == CARD and not (isinstance(body["value"], dict) and body["value"].get("type") == "AdaptiveCard"):
            found.append(f"the answer to {name} holds no Adaptive Card")
        elif body["type"] == "application/vnd.microsoft.activity.message" and not (isinstance(body["value"], str) and body["value"]):
            found.append(f"the answer to {name} says nothing")
    if name in ("task/fetch", "composeExtension/fetchTask") and not (isinstance(body, dict) and ("task" in body or "composeExtension" in body)):
        found.append(f"the answer to {name} opens nothing")
    if isinstance(body, dict) and "task" in body:
        found += [f"{name}: {fault}" for fault in _task(body["task"])]
    if isinstance(body, dict) and "composeExtension" in body:
        found += [f"{name}: {fault}" for fault in _extension(body["composeExtension"])]
    return found


def _task(task: Any) -> list[str]:
    kind, value = (task.get("type"), task.get("value")) if isinstance(task, dict) else (None, None)
    if kind == "message":
        return [] if isinstance(value, str) and value else ["the dialog says nothing"]
    if kind != "continue" or not isinstance(value, dict):
        return [f"the dialog is of type {kind}"]
    if value.get("card", {}).get("contentType") == CARD or value.get("url"):
        return []
    return ["the dialog has neither a card nor a url"]


def _extension(answer: Any) -> list[str]:
    kind = answer.get("type") if isinstance(answer, dict) else None
    if kind == "message":
        return [] if answer.get("text") else ["the message extension says nothing"]
    if kind not in ("result", "auth", "config", "botMessagePreview", "silentAuth"):
        return [f"the message extension's answer is of type {kind}"]
    results = answer.get("attachments") or []
    found = [f"{len(results)} results, more than {MOST_RESULTS}"] if len(results) > MOST_RESULTS else []
    if kind == "result" and answer.get("attachmentLayout") not in ("list", "grid"):
        found.append("the results have no attachmentLayout")
    return found + [
        "a card among several results has no preview" for one in results if one.get("contentType") == CARD and len(results) > 1 and "preview" not in one
    ]


def card_violations(card: Json) -> list[str]:
    """Return what is wrong with a card."""
    found = []
    if error := best_match(_validator().iter_errors(_without_msteams(card))):
        found.append(f"{error.json_path}: {error.message[:300]}")
    if size(card) > MOST_CARD:
        found.append(f"the card takes {size(card)} bytes of {MOST_CARD}")
    if card.get("version") != "1.5":
        found.append(f"the card's version is {card.get('version')}, not 1.5")
    names = Counter(part["id"] for part in parts(card) if str(part.get("type", "")).startswith("Input.") and "id" in part)
    found += [f"{number} inputs are named {name}" for name, number in names.items() if number > 1]
    for part in parts(card):
        found += _part(part)
    return found


def _part(part: Json) -> list[str]:
    kind, found = str(part.get("type", "")), []
    if isinstance(part.get("actions"), list) and len(part["actions"]) > MOST_ACTIONS:
        found.append(f"{len(part['actions'])} actions in {kind}, more than {MOST_ACTIONS}")
    if kind == "Action.Execute" and not (part.get("verb") and "data" in part):
        found.append(f"Action.Execute {part.get('title')!r} has no verb or no data")
    if kind.startswith("Action.") and not str(part.get("title", "")).strip() and not part.get("iconUrl"):
        found.append(f"an {kind} has no title")
    if kind == "TextBlock" and MARKDOWN.search(str(part.get("text", ""))):
        found.append(f"a TextBlock holds Markdown: {part['text'][:80]!r}")
    if kind.startswith("Input.") and not part.get("id"):
        found.append(f"an {kind} has no id")
    if kind == "Input.Text" and len(str(part.get("value", ""))) > part.get("maxLength", 2**31):
        found.append(f"the value of {part.get('id')} is longer than its maxLength")
    if kind == "Input.ChoiceSet" and part.get("value"):
        chosen = str(part["value"]).split(",") if part.get("isMultiSelect") else [part["value"]]
        if set(chosen) - {choice.get("value") for choice in part.get("choices", ())}:
            found.append(f"the value of {part.get('id')} is none of its choices")
    return found


def _without_msteams(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_msteams(inner) for key, inner in part.items() if key != "msteams"}
    return [_without_msteams(inner) for inner in part] if isinstance(part, list) else part


@functools.cache
def _validator() -> jsonschema.Draft6Validator:
    schema = Path(__file__).with_name("schemas") / "adaptive-card-1.5.json"
    return jsonschema.Draft6Validator(json.loads(schema.read_text(encoding="utf-8")))
