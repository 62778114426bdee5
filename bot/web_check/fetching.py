"""One page fetched: only from hosts that the settings allow, not from addresses inside the house, as its robots.txt lets us, one at a time for a host.

The address that is connected to is the one that was looked at, so that a name that points elsewhere a moment later (DNS rebinding) leads nowhere; and a
redirect is followed only where its target may be asked too.
"""

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.settings import WebCheck

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=10)
_LARGEST = 2_000_000  # bytes, unpacked
_MOST_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_READ = ("text/html", "application/xhtml+xml", "text/plain")
_CARRIERS = tuple(
    ipaddress.ip_network(name) for name in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::ffff:0:0:0/96", "::/96")
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)


class State(StrEnum):
    """What became of a page."""

    READ = "read"
    NOT_CHANGED = "not_changed"
    NOT_ALLOWED = "not_allowed"  # its host is not one of the settings', or lies inside the house
    ROBOTS = "robots"  # it asks not to be read
    NOT_HTML = "not_html"
    MISSING = "missing"  # 404, 410
    FAILED = "failed"  # any other status, or no answer


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched of an address: its content where it was read, where it was found in the end, and what to ask with next time."""

    state: State
    address: str
    status: int = 0
    content: bytes = b""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    reason: str = ""


class _Refused(Exception):
    """An address that must not be asked."""


class _Resolver(AbstractResolver):
    """Looks names up, and gives only addresses that may be connected to."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        hosts: list[ResolveResult] = [
            ResolveResult(hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=socket.AI_NUMERICHOST)
            for kind, _, protocol, _, address in found
            if self._allow_private or is_public(str(address[0]))
        ]
        if not hosts:
            raise OSError(f"{host}: no public address")
        return hosts

    async def close(self) -> None:
        """Nothing is kept open."""


def is_public(address: str) -> bool:
    """Tell whether an address is one host's of the public internet, and none that carries another address within (NAT64, SIIT, 6to4, Teredo)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    is_site_local = isinstance(found, ipaddress.IPv6Address) and found.is_site_local
    return (
        found.is_global
        and not is_site_local
        and not found.is_multicast
        and not any(found in network for network in _CARRIERS if network.version == found.version)
    )


class Fetcher:
    """Fetches pages within one event loop. `user_agent` says who asks, and for whom."""

    def __init__(self, settings: WebCheck, user_agent: str) -> None:
        self._settings = settings
        self._agent = user_agent
        self._robots: dict[str, RobotFileParser] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._asked_at: dict[str, float] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(resolver=_Resolver(allow_private=self._settings.allow_private), limit_per_host=1, use_dns_cache=False)
        headers = {"User-Agent": self._agent, "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5"}
        self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, headers=headers, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def fetch(self, address: str, known: Mapping[str, str]) -> Page:
        """Fetch a page; `known` may hold the `etag` and `modified` of what was fetched before. Never raises for what the other side does."""
        try:
            return await self._follow(address, known)
        except _Refused:
            return Page(State.NOT_ALLOWED, address)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Page(State.FAILED, address, reason=type(error).__name__)

    async def _follow(self, address: str, known: Mapping[str, str]) -> Page:
        current = address
        for _ in range(_MOST_REDIRECTS + 1):
            host = self._allowed(current)
            async with self._turns.setdefault(host, asyncio.Lock()):
                if not await self._may_read(current, host):
                    return Page(State.ROBOTS, current)
                page, onward = await self._once(current, host, known)
            if onward is None:
                return page
            current = urljoin(current, onward)
        return Page(State.FAILED, current, reason="redirects")

    def _allowed(self, address: str) -> str:
        """Return the host of an address that may be asked. Raises _Refused."""
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https") or parts.username or not is_allowed(host, self._settings.hosts):
            raise _Refused(address)
        if not self._settings.allow_private and _is_address(host) and not is_public(host):
            raise _Refused(address)
        return host

    async def _may_read(self, address: str, host: str) -> bool:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            parser = RobotFileParser()
            status, content = await self._robots_of(origin, host)
            # RFC 9309, 2.3.1: a file that is not there forbids nothing; one that cannot be had forbids everything.
            parser.parse(content.decode("utf-8", "replace").splitlines() if status < 400 else [] if status < 500 else ["User-agent: *", "Disallow: /"])
            self._robots[origin] = parser
        return self._robots[origin].can_fetch(self._agent, address)

    async def _robots_of(self, origin: str, host: str) -> tuple[int, bytes]:
        """Ask for the rules; where they were moved to, too (RFC 9309, 2.3.1.2), as far as that may be asked."""
        assert self._session is not None
        address = f"{origin}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            await self._pause(host)
            async with self._session.get(address, allow_redirects=False) as answered:
                onward = answered.headers.get("Location")
                if answered.status not in _MOVED or not onward:
                    return answered.status, await _limited(answered, 500_000)
            address = urljoin(address, onward)
            try:
                host = self._allowed(address)
            except _Refused:
                break
        return 404, b""

    async def _once(self, address: str, host: str, known: Mapping[str, str]) -> tuple[Page, str | None]:
        """Ask once; return the page, or where it was moved to."""
        assert self._session is not None
        await self._pause(host)
        headers = {name: known[field] for field, name in (("etag", "If-None-Match"), ("modified", "If-Modified-Since")) if known.get(field)}
        async with self._session.get(address, headers=headers, allow_redirects=False) as answered:
            status, onward = answered.status, answered.headers.get("Location")
            if status in _MOVED and onward:
                return Page(State.FAILED, address, status), onward
            if status == 304:
                return Page(State.NOT_CHANGED, address, status), None
            if status != 200:
                return Page(State.MISSING if status in (404, 410) else State.FAILED, address, status, reason=str(status)), None
            if answered.content_type not in _READ:
                return Page(State.NOT_HTML, address, status, reason=answered.content_type), None
            content = await _limited(answered, _LARGEST)
            charset = answered.charset or _declared(content)
            etag, modified = answered.headers.get("ETag", "")[:300], answered.headers.get("Last-Modified", "")[:100]
            return Page(State.READ, address, status, content, charset, etag, modified), None

    async def _pause(self, host: str) -> None:
        wait = self._asked_at.get(host, float("-inf")) + self._settings.delay_seconds - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        self._asked_at[host] = time.monotonic()


async def _limited(answered: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the body up to `most` bytes, unpacked: a small file can be a large page."""
    content = bytearray()
    async for chunk in answered.content.iter_chunked(65_536):
        content += chunk
        if len(content) > most:
            break
    return bytes(content[:most])


def _declared(content: bytes) -> str:
    found = _CHARSET.search(content[:4_096])
    return found.group(1).decode("ascii", "ignore") if found else ""


def is_allowed(host: str, allowed: Iterable[str]) -> bool:
    """Tell whether a host is one of those allowed, or below one that begins with a dot: `.castroalba.example`."""
    return any(host == name.lower() or (name.startswith(".") and (host.endswith(name.lower()) or host == name[1:].lower())) for name in allowed)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
