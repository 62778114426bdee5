"""How people get in, and out: a one-time link on this machine, an identity provider, or a proxy that says who comes. Nobody by default."""

import structlog
from starlette.responses import RedirectResponse, Response

from adapters.web import security
from adapters.web.fetching import NotReached
from adapters.web.oidc import NoRole, NotSignedIn
from adapters.web.roles import Door, Person, roles_of
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit
from knowledge.text import one_line
from knowledge.translation import TRANSLATED

RETURN = "/entrar/vuelta"
_BROWSER_COOKIE = "unavoz-entrada"
_MOST_GROUPS = 500

_log = structlog.get_logger("unavoz.web")


def show(visit: Visit) -> Response:
    """Whoever a trusted proxy names is let in at once; all others are asked how they want to."""
    onward = _local(visit.asked("a"))
    if visit.session:
        return visit.go(onward)
    if person := _from_proxy(visit):
        return _let_in(visit, person, onward, "proxy")
    return visit.page("signin.html", onward=onward, ways=_ways(visit))


def use_code(visit: Visit) -> Response:
    """Somebody has a one-time code, from the link that `unavoz serve` prints."""
    if not _is_here(visit):
        raise Problem(403, visit.words.gettext("One-time links work only on the computer where Una Voz runs."))
    person = visit.console.codes.use(visit.sent("codigo", 200).strip())
    if person is None:
        _log.warning("code refused")
        failed = visit.words.gettext("That code was used already, or is older than ten minutes. Start “unavoz serve” again for a new one.")
        return visit.page("signin.html", status=422, onward=_local(visit.sent("a")), failed=failed, ways=_ways(visit))
    return _let_in(visit, person, _local(visit.sent("a")), "code")


def ask_provider(visit: Visit) -> Response:
    """Send the person to the identity provider."""
    if visit.console.provider is None:
        raise Problem(404)
    try:
        address, browser = visit.console.provider.begin(_local(visit.asked("a")))
    except NotReached as error:
        return _refused(visit, error)
    response = RedirectResponse(address, 303)
    is_secure = security.is_over_tls(visit.request, visit.console.settings)
    # Lax, for the provider sends the person back here by a link of its own.
    response.set_cookie(_browser_cookie(is_secure), browser, max_age=600, httponly=True, samesite="lax", secure=is_secure)
    return response


def come_back(visit: Visit) -> Response:
    """The identity provider sends the person back."""
    provider, is_secure = visit.console.provider, security.is_over_tls(visit.request, visit.console.settings)
    if provider is None:
        raise Problem(404)
    name = _browser_cookie(is_secure)
    try:
        person, onward = provider.finish(visit.request.cookies.get(name, ""), dict(visit.request.query_params))
    except (NotSignedIn, NotReached) as error:
        response = _refused(visit, error)
    else:
        response = _let_in(visit, person, onward, "provider")
    response.delete_cookie(name, httponly=True, samesite="lax", secure=is_secure)
    return response


def leave(visit: Visit) -> Response:
    if visit.session:
        visit.console.sessions.close(visit.session)
        _log.info("signed out", person=visit.person.id)
    return visit.forget(visit.go("/entrar?fuera=1"))


def choose_language(visit: Visit) -> Response:
    language = visit.sent("idioma")
    if language not in TRANSLATED:
        raise Problem(400)
    return visit.keep_language(visit.go(_local(visit.sent("a"))), language)


def _let_in(visit: Visit, person: Person, onward: str, way: str) -> Response:
    """Begin a session with a token of its own; one that this browser had before ends."""
    if visit.session:
        visit.console.sessions.close(visit.session)
    _log.info("signed in", person=person.id, way=way, roles=sorted(person.roles))
    return visit.remember(visit.go(onward), visit.console.sessions.open(person))


def _refused(visit: Visit, error: Exception) -> Response:
    _log.warning("not signed in", reason=str(error))
    words = visit.words
    if isinstance(error, NoRole):
        failed = words.gettext("You are known, but have no role in Una Voz yet. Ask whoever looks after it in your organisation.")
    elif isinstance(error, NotReached):
        failed = words.gettext("Your organisation's sign-in is not reached just now. Try again in a minute.")
    else:
        failed = words.gettext("You could not be signed in. Begin again from this page.")
    return visit.page("signin.html", status=403, onward="/", failed=failed, ways=_ways(visit))


def _ways(visit: Visit) -> dict[str, bool]:
    return {"has_provider": visit.console.provider is not None, "is_here": _is_here(visit), "is_out": visit.asked("fuera") == "1"}


def _is_here(visit: Visit) -> bool:
    """Whether the request comes from this machine, and not through something that stands before us."""
    client = visit.request.client
    through = {"x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"} & set(visit.request.headers)
    return client is not None and security.is_loopback(client.host) and not through


def _from_proxy(visit: Visit) -> Person | None:
    """Return whom a trusted proxy names, where they have a role. Nobody else's headers are looked at."""
    settings, client, headers = visit.console.settings.console, visit.request.client, visit.request.headers
    if client is None or not security.is_trusted(client.host, settings.trusted_proxies):
        return None
    # A header that stands twice was not written by the proxy alone.
    names = (settings.proxy_user, settings.proxy_name, settings.proxy_groups)
    if any(len(headers.getlist(name)) > 1 for name in names):
        return None
    user, name, groups = (one_line(headers.get(name, "")) for name in names)
    roles = roles_of([group.strip() for group in groups.split(",")[:_MOST_GROUPS]], settings.roles)
    return Person(f"proxy:{user}", name or user, roles) if user and roles else None


def _local(path: str) -> str:
    """Return a path of the console to go on to; the start page for anything that is none."""
    return path if path.startswith("/") and path.isprintable() and "\\" not in path and not path.startswith(("//", "/entrar")) else "/"


def _browser_cookie(is_secure: bool) -> str:
    return f"__Host-{_BROWSER_COOKIE}" if is_secure else _BROWSER_COOKIE


ROUTES = (
    Route("GET", "/entrar", Door.EVERYBODY, show),
    Route("POST", "/entrar", Door.EVERYBODY, use_code),
    Route("GET", "/entrar/organizacion", Door.EVERYBODY, ask_provider),
    Route("GET", RETURN, Door.EVERYBODY, come_back),
    Route("POST", "/salir", Door.SIGNED_IN, leave),
    Route("POST", "/idioma", Door.EVERYBODY, choose_language),
)
