"""One request as a page sees it: who came, what they sent, in which language they read, and how they are answered."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web import drawing, noticing
from adapters.web.console import Console
from adapters.web.roles import Access, Person, Role
from adapters.web.security import is_over_tls
from adapters.web.sessions import LONGEST, Session
from knowledge.text import without_controls
from knowledge.translation import TRANSLATED, Translations, translations
from knowledge.workbook.dates import to_date

LANGUAGE_COOKIE = "unavoz-language"
_SAID_COOKIE = "unavoz-said"
_YEAR = 365 * 24 * 3600


class Problem(Exception):
    """A request cannot be done. `status` is that of the page that says so; `reason` is said where the status alone does not say enough."""

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(str(status))
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, read. `form` is empty for one that only asks to see something, and for a program's, which brings `content`."""

    console: Console
    request: Request
    session: Session | None
    language: str
    form: FormData = field(default_factory=FormData)
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Translations:
        return translations(self.language)

    @property
    def person(self) -> Person:
        """Whoever is signed in. A route that lets everybody in must not ask."""
        assert self.session is not None
        return self.session.person

    @property
    def token(self) -> str:
        """What every form that changes something carries; empty where nobody is signed in."""
        return self.session.secret if self.session else ""

    def may(self, access: Access) -> bool:
        return self.session is not None and self.session.person.may(access)

    def sent(self, name: str, most: int = 4_000) -> str:
        """Return a field of the form as text, without control characters, cut at `most` characters; empty where it was not sent."""
        value = self.form.get(name, "")
        return without_controls(value.replace("\r\n", "\n"))[:most] if isinstance(value, str) else ""

    def chosen(self, name: str) -> list[str]:
        """Return every value of a field of the form, as of boxes that were ticked."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """Return an uploaded file, or None where none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def asked(self, name: str, default: str = "") -> str:
        """Return a parameter of the address."""
        return without_controls(self.request.query_params.get(name, default))[:1_000]

    def url(self, path: str) -> str:
        """Return the address of a page of the console, as a link may have it."""
        return f"{self.request.scope.get('root_path', '')}{path}"

    @property
    def path(self) -> str:
        """The path of this request within the console."""
        return str(self.request.url.path).removeprefix(self.request.scope.get("root_path", ""))

    @property
    def wants_fragment(self) -> bool:
        """Whether a part of the page is asked for, to be put into the one that is shown."""
        return "hx-request" in self.request.headers

    def page(self, template: str, *, fragment: str = "", status: int = 200, **context: Any) -> Response:
        """Return a page; where a fragment of it is asked for, and it has one, that alone."""
        said = self._said()
        content = self.render(fragment if fragment and self.wants_fragment else template, said=said, **context)
        response = HTMLResponse(content, status, headers={"Vary": "HX-Request, Cookie, Accept-Language"})
        if said:
            response.delete_cookie(_SAID_COOKIE, httponly=True, samesite="lax", secure=self._is_over_tls)
        return response

    def render(self, template: str, **context: Any) -> str:
        common: Mapping[str, Any] = {
            "visit": self,
            "url": self.url,
            "language": self.language,
            "organisation": self.console.settings.organisation or "Una Voz",
            "navigation": self.console.navigation,
            "static": self._static,
            "token": self.token,
            "languages": {"es": "Español", "en": "English"},
            "said": "",
            "unread_changes": len(noticing.waiting(self.console.desk, self.person)) if self.may(Role.READER) else 0,
        }
        return drawing.render(template, self.words, **{**common, **context})

    def go(self, path: str, said: str = "") -> Response:
        """Send the reader to another page of the console (303), where `said` is told them once."""
        response = RedirectResponse(self.url(path), 303)
        if said and self.session:
            content = base64.urlsafe_b64encode(said.encode()).decode()
            response.set_cookie(
                _SAID_COOKIE, f"{content}.{_signed(content, self.session)}", max_age=60, httponly=True, samesite="lax", secure=self._is_over_tls
            )
        return response

    def remember(self, response: Response, token: str) -> Response:
        """Let the browser keep a session's token."""
        secure = self._is_over_tls
        response.set_cookie(
            cookie_name(self.request, secure), token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="lax", secure=secure
        )
        return response

    def forget(self, response: Response) -> Response:
        """Let the browser forget the session's token."""
        secure = self._is_over_tls
        response.delete_cookie(cookie_name(self.request, secure), httponly=True, samesite="lax", secure=secure)
        return response

    def keep_language(self, response: Response, language: str) -> Response:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", secure=self._is_over_tls)
        return response

    @property
    def _is_over_tls(self) -> bool:
        return is_over_tls(self.request, self.console.settings)

    def _said(self) -> str:
        content, _, signature = self.request.cookies.get(_SAID_COOKIE, "").partition(".")
        if not content or not self.session or not hmac.compare_digest(_signed(content, self.session), signature):
            return ""
        return base64.urlsafe_b64decode(content).decode()

    def _static(self, name: str) -> str:
        return self.url(f"/static/{name}?v={drawing.static_files()[name].hash[:12]}")


def number_in(text: str) -> int | None:
    """Return the number that a text is, as a database can hold it; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def beginning_of(day: str, zone: ZoneInfo, days: int = 0) -> datetime | None:
    """Return when the day that an address or a form names begins, `days` later; None where it names none of use."""
    found = to_date(day)
    try:
        return datetime.combine(found + timedelta(days=days), time(), zone) if found else None
    except OverflowError:
        return None


def cookie_name(request: Request, is_over_tls: bool) -> str:
    """Return the name of the session's cookie: bound to this host by `__Host-` behind TLS; on loopback, where ports share cookies, with the port."""
    return "__Host-unavoz" if is_over_tls else f"unavoz-{request.url.port or 80}"


def reader_language(request: Request) -> str:
    """Return the language of the screen: the one that was chosen; else the first that the browser asks for and we have; else English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in TRANSLATED:
        return chosen
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in ("ca", "gl", "eu", "ast", "an", "oc"):
            return "es"
        if code in TRANSLATED:
            return code
    return "en"


def new_name() -> str:
    """Return a name that nobody can guess, for something that is to happen once."""
    return secrets.token_hex(16)


def _signed(content: str, session: Session) -> str:
    return hmac.new(session.secret.encode(), content.encode(), hashlib.sha256).hexdigest()
