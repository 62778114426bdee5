"""What every request passes, and every response carries, whatever the page.

1. A request for another host's name is not answered: a page elsewhere cannot be made to look like ours (DNS rebinding).
2. Every response has the headers below; only the files of `static` may be kept by a browser.
3. A body is read up to what its route allows, not further.
4. Whatever changes something comes from a page of ours (Origin, or where a browser hides it Sec-Fetch-Site) and, where somebody is signed in,
   carries their session's token.
"""

import hmac
import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.sessions import Session
from bot.settings import Settings

MOST_BYTES = 64 * 1024

_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
_NOT_USED = (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_USED),
    "Cache-Control": "private, no-store",
}
TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}

TOKEN_FIELD, TOKEN_HEADER = "csrf", "X-CSRF-Token"
_HOST = re.compile(r"(?:([A-Za-z0-9.-]{1,253})|\[([0-9A-Fa-f:.]{2,45})\])(?::\d{1,5})?")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class TooLarge(Exception):
    """A body is larger than its route allows."""


class Guard:
    """Stands before the whole application."""

    def __init__(self, application: ASGIApp, settings: Settings) -> None:
        self._application = application
        self._hosts = {*_LOOPBACK, settings.serve.host, host_of(settings)} - {""}
        self._headers = {**HEADERS, **(TRANSPORT if is_behind_tls(settings) else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] != "http":
            return
        if _name(Request(scope).headers.get("host", "")) not in self._hosts:
            await PlainTextResponse("unknown host\n", 421)(scope, receive, answer)
            return
        await self._application(scope, receive, answer)


def _name(host: str) -> str:
    """Return the name, or the address, in a Host header; empty for a header of another shape."""
    found = _HOST.fullmatch(host)
    return (found.group(1) or found.group(2)).lower() if found else ""


def capped(receive: Receive, most: int) -> Receive:
    """Return `receive` for a body of `most` bytes. It raises TooLarge beyond."""
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooLarge
        return message

    return receive_some


def is_from_our_page(request: Request) -> bool:
    """Tell whether a browser says that one of our own pages sent this.

    Under `Referrer-Policy: no-referrer` a form's Origin is "null" (fetch.spec.whatwg.org, "append a request Origin header"); then Sec-Fetch-Site
    decides, which no page can set.
    """
    origin = request.headers.get("origin", "null")
    if origin != "null":
        return urlsplit(origin).netloc == request.headers.get("host", "") and origin.startswith(("http://", "https://"))
    return request.headers.get("sec-fetch-site") == "same-origin"


def has_token(session: Session, sent: str) -> bool:
    return hmac.compare_digest(session.secret.encode(), sent.encode("utf-8", "replace"))


def host_of(settings: Settings) -> str:
    """Return the name under which people reach us from outside; empty for none."""
    return urlsplit(settings.serve.public_url).hostname or ""


def is_behind_tls(settings: Settings) -> bool:
    return settings.serve.public_url.startswith("https://")


def is_over_tls(request: Request, settings: Settings) -> bool:
    """Tell whether a request came to our public address, before which TLS ends."""
    return is_behind_tls(settings) and request.url.hostname == host_of(settings)


def is_loopback(address: str) -> bool:
    """Tell whether an address, or the name of one, is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def is_trusted(address: str, proxies: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    """Tell whether `address` is one of a trusted proxy."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found.version == proxy.version and found in proxy for proxy in proxies)
