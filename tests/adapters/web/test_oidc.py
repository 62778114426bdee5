"""Sign-in by an identity provider: the one way that lets somebody in, and every other one that must not."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from adapters.web.oidc import NotSignedIn, Provider
from adapters.web.roles import Person, Role
from bot.settings import Console
from tests.adapters.web.conftest import ADDRESS, Client, House, catalogue
from tests.adapters.web.fake_provider import CLIENT, SECRET, Claims, FakeProvider, key
from tests.conftest import NOW


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    made = FakeProvider()
    made.now = NOW.timestamp
    yield made
    made.close()


@pytest.fixture
def signing(tmp_path: Path, provider: FakeProvider) -> Iterator[House]:
    """Una Voz with that provider."""
    console = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "roles": {"comunicacion": "editor", "dpd": "dpo"},
    }
    made = House(tmp_path, catalogue(), console=console, serve={"public_url": ADDRESS})
    yield made
    made.database.close()


def begin(client: Client) -> str:
    """Ask to sign in, and return the provider's address where the browser is sent."""
    sent = client.see("/entrar/organizacion?a=/publicar")
    assert sent.status_code == 303
    return str(sent.headers["location"])


def come_back(client: Client, answer: dict[str, str]) -> Any:
    return client.see("/entrar/vuelta", params=answer)


def sign_in(house: House, provider: FakeProvider) -> tuple[Client, Any]:
    client = house.anonymous()
    return client, come_back(client, provider.authorize(begin(client)))


def person_of(house: House, client: Client) -> Person | None:
    session = house.sessions.find(client.cookies.get("unavoz-8300", ""))
    return session.person if session else None


def test_whoever_has_a_role_gets_in(signing: House, provider: FakeProvider) -> None:
    """With a stable id, their name, and the roles of their groups; and goes where they wanted to."""
    provider.claims |= {"roles": ["comunicacion", "otros"], "groups": ["dpd"], "department": "Prensa"}
    client, sent = sign_in(signing, provider)
    assert (sent.status_code, sent.headers["location"]) == (303, "/web/publicar")
    assert person_of(signing, client) == Person(f"{provider.issuer}#u-1", "Marta Soler", frozenset({Role.EDITOR, Role.DPO}), "Prensa")


def test_groups_may_stand_deeper(tmp_path: Path, provider: FakeProvider) -> None:
    """Where Keycloak puts realm roles."""
    console = {
        "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_groups": ["realm_access.roles"], "roles": {"voz": "reader"},
    }  # fmt: skip
    house = House(tmp_path, catalogue(), console=console, serve={"public_url": ADDRESS})
    provider.claims |= {"realm_access": {"roles": ["voz"]}}
    client, _ = sign_in(house, provider)
    person = person_of(house, client)
    assert person is not None
    assert person.roles == {Role.READER}
    house.database.close()


def test_a_new_key_of_the_provider_is_looked_up(signing: House, provider: FakeProvider) -> None:
    """Keys change; nobody has to restart for it."""
    assert sign_in(signing, provider)[1].status_code == 303
    provider.key = key("k2")
    provider.published = [provider.key]
    signing.clock.ahead += timedelta(minutes=2)
    provider.now = signing.clock().timestamp
    assert sign_in(signing, provider)[1].status_code == 303


def unsigned(claims: Claims) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none", "typ": "JWT"}, claims)]
    return ".".join((*parts, ""))


def symmetric(provider: FakeProvider) -> Callable[[Claims], str]:
    """Sign with the public key as if it were a secret, which a verifier that believes the header takes for right."""
    public = provider.key.as_pem(private=False)
    return lambda claims: jwt.encode({"alg": "HS256", "kid": "k1"}, claims, OctKey.import_key(public), algorithms=["HS256"])


def forged(provider: FakeProvider) -> Callable[[Claims], str]:
    other = RSAKey.generate_key(2048, {"kid": "k1"})
    return lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, other)


def embedded(provider: FakeProvider) -> Callable[[Claims], str]:
    """Bring the key along in the header."""
    other = RSAKey.generate_key(2048, {"kid": "mine"})
    return lambda claims: jwt.encode({"alg": "RS256", "kid": "mine", "jwk": other.as_dict(private=False)}, claims, other)


def altered(provider: FakeProvider) -> Callable[[Claims], str]:
    def sign(claims: Claims) -> str:
        head, _, tail = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, provider.key).split(".")
        body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "admin"}).encode()).decode().rstrip("=")
        return f"{head}.{body}.{tail}"

    return sign


LIES_IN_CLAIMS: dict[str, Callable[[Claims], Any]] = {
    "another issuer": lambda claims: claims.update(iss="https://attacker.example"),
    "the issuer with a slash": lambda claims: claims.update(iss=claims["iss"] + "/"),
    "no issuer": lambda claims: claims.pop("iss"),
    "another audience": lambda claims: claims.update(aud="another"),
    "no audience": lambda claims: claims.pop("aud"),
    "several audiences, for another party": lambda claims: claims.update(aud=[CLIENT, "another"], azp="another"),
    "several audiences, for no party": lambda claims: claims.update(aud=[CLIENT, "another"]),
    "expired": lambda claims: claims.update(exp=claims["iat"] - 120, iat=claims["iat"] - 500),
    "without an end": lambda claims: claims.pop("exp"),
    "an end that is no number": lambda claims: claims.update(exp="never"),
    "not valid yet": lambda claims: claims.update(nbf=claims["iat"] + 3_600),
    "issued tomorrow": lambda claims: claims.update(iat=claims["iat"] + 86_400, exp=claims["iat"] + 90_000),
    "another nonce": lambda claims: claims.update(nonce="replayed"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "no subject": lambda claims: claims.pop("sub"),
    "an empty subject": lambda claims: claims.update(sub=""),
    "a subject that is no text": lambda claims: claims.update(sub=["u-1"]),
    "no group": lambda claims: claims.pop("roles"),
    "a group without a role": lambda claims: claims.update(roles=["todos"]),
    "groups that are no list": lambda claims: claims.update(roles={"comunicacion": True}),
}
LIES_IN_SIGNATURES: dict[str, Callable[[FakeProvider], Callable[[Claims], str]]] = {
    "alg none": lambda provider: unsigned,
    "the public key as a secret": symmetric,
    "another key under the same name": forged,
    "a key of its own": embedded,
    "altered after signing": altered,
    "no token": lambda provider: lambda claims: "",
    "not a token": lambda provider: lambda claims: "a.b.c",
    "not even that": lambda provider: lambda claims: "{}",
}


@pytest.mark.parametrize("lie", LIES_IN_CLAIMS)
def test_a_token_that_says_something_else_lets_nobody_in(signing: House, provider: FakeProvider, lie: str) -> None:
    provider.tamper = LIES_IN_CLAIMS[lie]
    client, sent = sign_in(signing, provider)
    assert sent.status_code == 403
    assert person_of(signing, client) is None


@pytest.mark.parametrize("lie", LIES_IN_SIGNATURES)
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(signing: House, provider: FakeProvider, lie: str) -> None:
    provider.sign = LIES_IN_SIGNATURES[lie](provider)
    client, sent = sign_in(signing, provider)
    assert sent.status_code == 403
    assert person_of(signing, client) is None


LIES_ON_THE_WAY: dict[str, Callable[[dict[str, str]], Any]] = {
    "another state": lambda answer: answer.update(state="guessed"),
    "no state": lambda answer: answer.pop("state"),
    "no code": lambda answer: answer.pop("code"),
    "a code that was never given": lambda answer: answer.update(code="guessed"),
    "another provider's answer": lambda answer: answer.update(iss="https://attacker.example"),
    "an error": lambda answer: answer.update(error="access_denied"),
}


@pytest.mark.parametrize("lie", LIES_ON_THE_WAY)
def test_an_answer_that_was_changed_on_the_way_lets_nobody_in(signing: House, provider: FakeProvider, lie: str) -> None:
    client = signing.anonymous()
    answer = provider.authorize(begin(client))
    LIES_ON_THE_WAY[lie](answer)
    assert come_back(client, answer).status_code == 403
    assert person_of(signing, client) is None


def test_an_answer_is_good_once(signing: House, provider: FakeProvider) -> None:
    """Sent again it lets nobody in, not even with the cookie kept."""
    client = signing.anonymous()
    answer = provider.authorize(begin(client))
    kept = dict(client.cookies)
    assert come_back(client, answer).status_code == 303
    again = signing.anonymous()
    again.cookies.update(kept)
    assert come_back(again, answer).status_code == 403


def test_an_answer_is_good_in_the_browser_that_asked(signing: House, provider: FakeProvider) -> None:
    """Nobody can be made to sign in as somebody else."""
    answer = provider.authorize(begin(signing.anonymous()))
    victim = signing.anonymous()
    begin(victim)
    assert come_back(victim, answer).status_code == 403
    assert person_of(signing, victim) is None


def test_the_code_of_another_sign_in_is_refused(signing: House, provider: FakeProvider) -> None:
    """It belongs to another verifier."""
    client, other = signing.anonymous(), signing.anonymous()
    stolen = provider.authorize(begin(other))["code"]
    answer = provider.authorize(begin(client))
    assert come_back(client, {**answer, "code": stolen}).status_code == 403


def test_an_answer_that_comes_late_lets_nobody_in(signing: House, provider: FakeProvider) -> None:
    client = signing.anonymous()
    answer = provider.authorize(begin(client))
    signing.clock.ahead += timedelta(minutes=10)
    assert come_back(client, answer).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://attacker.example"},
        {"token_endpoint": "http://attacker.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_describes_itself_otherwise_is_not_used(signing: House, provider: FakeProvider, said: Claims) -> None:
    provider.discovery = said
    assert signing.anonymous().see("/entrar/organizacion").status_code == 403


def test_a_provider_that_sends_us_elsewhere_is_not_followed(signing: House, provider: FakeProvider) -> None:
    elsewhere = FakeProvider()
    client = signing.anonymous()
    answer = provider.authorize(begin(client))
    provider.moved_to = f"{elsewhere.issuer}/token"
    assert come_back(client, answer).status_code == 403
    elsewhere.close()


def test_a_provider_that_is_down_is_told_so(signing: House, provider: FakeProvider) -> None:
    provider.close()
    found = signing.anonymous().see("/entrar/organizacion")
    assert found.status_code == 403
    assert "dentro de un minuto" in found.text
    provider.__init__()  # type: ignore[misc]  # so that the fixture has one to close


def test_in_entra_the_tenant_and_the_object_name_a_person() -> None:
    """`sub` differs there from one application to the next; and another tenant's people are not ours."""
    tenant = "11111111-1111-1111-1111-111111111111"
    settings = Console(oidc_issuer=f"https://login.microsoftonline.com/{tenant}/v2.0", oidc_client_id=CLIENT, roles={"g": "reader"})
    provider = Provider(settings, f"{ADDRESS}/web/entrar/vuelta", lambda: NOW)
    claims = {"sub": "s", "tid": tenant, "oid": "o-1", "roles": ["g"], "name": "Ana"}
    assert provider._person(claims) == Person(f"entra:{tenant}:o-1", "Ana", frozenset({Role.READER}))  # type: ignore[arg-type]
    for lie in ({"tid": "22222222-2222-2222-2222-222222222222"}, {"tid": ""}, {"oid": None}):
        with pytest.raises(NotSignedIn):
            provider._person({**claims, **lie})  # type: ignore[arg-type]
