"""What stands before Bolt on HTTP: nothing that is not signed by Slack, and well formed, gets past it.

Bolt 1.30 answers 500 with a traceback, before it looks at the signature, to a timestamp that is no number, a signature that is not ASCII, and a body
that is not a JSON object; so both are checked here (docs.slack.dev/authentication/verifying-requests-from-slack).

1. A body is at most 1 MiB (413). 2. Its headers match strict patterns, its time is within five minutes, its signature is right (401).
3. It is a JSON object, or a form that holds one, of a kind that Slack sends, with names that look like Slack's (400).
"""

import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from adapters.slack.payloads import field, part

MOST_BYTES = 1 << 20
_WINDOW = 300  # seconds
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)
_MOST_FIELDS = 100

_EVENTS = {"event_callback": ("team_id", "event_id"), "url_verification": (), "app_rate_limited": ()}
_INTERACTIONS = {"block_actions", "shortcut", "message_action", "view_submission", "view_closed"}


def refused(timestamp: str, signature: str, content_type: str, body: bytes, secret: str, now: float) -> int:
    """Return the HTTP status that a request is refused with, 0 for one that Bolt may see. `now` is in seconds since 1970."""
    if len(body) > MOST_BYTES:
        return 413
    if not is_signed(timestamp, signature, body, secret, now):
        return 401
    try:
        text = body.decode("utf-8")
        if content_type.split(";")[0].strip().lower() == "application/json":
            return 0 if _is_event(json.loads(text)) else 400
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
        payload = json.loads(fields["payload"]) if "payload" in fields else None
    except (ValueError, RecursionError):
        return 400
    return 0 if (_is_interaction(payload) if payload is not None else _is_command(fields)) else 400


def is_signed(timestamp: str, signature: str, body: bytes, secret: str, now: float) -> bool:
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)) or abs(now - int(timestamp)) > _WINDOW:
        return False
    expected = hmac.new(secret.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}", signature)


def _is_event(payload: Any) -> bool:
    kind = field(payload, "type")
    if kind not in _EVENTS or not all(_NAME.fullmatch(field(payload, name)) for name in _EVENTS[kind]):
        return False
    return kind != "event_callback" or (isinstance(part(payload, "event"), dict) and bool(_NAME.fullmatch(field(payload, "event", "type"))))


def _is_interaction(payload: Any) -> bool:
    named = (field(payload, "user", "id"), field(payload, "team", "id"))
    if field(payload, "type") not in _INTERACTIONS or not all(_NAME.fullmatch(name) for name in named):
        return False
    return field(payload, "type") != "block_actions" or bool(_NAME.fullmatch(field(payload, "actions", 0, "action_id")))


def _is_command(fields: dict[str, str]) -> bool:
    return fields.get("command", "").startswith("/") and all(_NAME.fullmatch(fields.get(name, "")) for name in ("user_id", "team_id", "trigger_id"))
