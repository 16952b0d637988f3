"""What our client does when the network, or somebody who plays it, sends what it should not."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey

from accounts.models import AuditEntry, User
from portal.lib.crypto import keyed_hash
from tests.factories import make_person

from .identity_provider import CLIENT_ID, PERSON, Provider, new_key
from .network import CALLBACK, off_to_the_network, user_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    provider = Provider()
    settings.SERVICE_NETWORK_ISSUER = provider.issuer
    settings.SERVICE_NETWORK_CLIENT_ID = CLIENT_ID
    settings.SERVICE_NETWORK_AUTHORIZE_URL = ""
    yield provider
    provider.stop()


@pytest.fixture
def person() -> User:
    number = str(PERSON["id_doc_number"])
    return make_person(
        full_name=PERSON["name"], id_doc_number=number, id_doc_hash=keyed_hash(number)
    )


def set_out(client: Client, provider: Provider) -> dict[str, str]:
    """Starts a login; the provider learns the nonce. Returns what our client asked for."""
    query = urlsplit(off_to_the_network(client)).query
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    provider.nonce = asked["nonce"]
    return asked


def come_back(client: Client, provider: Provider) -> Any:
    state = set_out(client, provider)["state"]
    return client.get(CALLBACK, {"code": "anything", "state": state})


def assert_refused(client: Client, answer: Any, reason: str, status: int = 400) -> None:
    """Clear words, no session, and a line in the audit log without anything personal."""
    assert answer.status_code == status
    assert "政务服务网登录未完成" in answer.content.decode()
    assert user_id(client) is None
    entry = AuditEntry.objects.get(action="service_network_refused")
    assert entry.detail["reason"].startswith(reason)
    assert str(PERSON["id_doc_number"]) not in json.dumps(entry.detail)


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def to_sign(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))


def unsecured(claims: dict[str, Any]) -> str:
    return to_sign({"alg": "none"}, claims) + "."


def test_an_honest_answer_opens_the_account(
    client: Client, provider: Provider, person: User
) -> None:
    assert come_back(client, provider).status_code == 302
    assert user_id(client) == str(person.pk)


def test_our_request_is_bound_to_this_session(client: Client, provider: Provider) -> None:
    asked = set_out(client, provider)
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert min(len(asked["nonce"]), len(asked["state"])) >= 20
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"exp": int(time.time()) - 3600}, id="expired"),
        {"exp": None},
        {"iat": None},
        {"nonce": "of somebody else's login"},
        {"nonce": None},
        {"aud": "another-site"},
        {"aud": "another-site", "azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "another-site"], "azp": CLIENT_ID},
        {"aud": None},
        {"iss": "https://example.com"},
        {"iss": None},
        pytest.param({"nbf": int(time.time()) + 3600}, id="not valid yet"),
    ],
    ids=str,
)
def test_an_id_token_for_another_login_is_refused(
    client: Client, provider: Provider, person: User, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert_refused(client, come_back(client, provider), "id_token:")


@pytest.mark.parametrize("key", ["the same name", "an unknown name"])
def test_a_signature_by_somebody_else_is_refused(
    client: Client, provider: Provider, person: User, key: str
) -> None:
    forger = new_key()
    kid = provider.key.kid if key == "the same name" else forger.kid
    provider.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": kid}, claims, forger)
    assert_refused(client, come_back(client, provider), "id_token:")


def test_an_unsigned_token_is_refused(client: Client, provider: Provider, person: User) -> None:
    provider.sign = unsecured
    assert_refused(client, come_back(client, provider), "id_token:")


@pytest.mark.parametrize("announced", [True, False])
def test_a_token_signed_with_the_public_key_as_secret_is_refused(
    client: Client, provider: Provider, person: User, announced: bool
) -> None:
    secret = provider.key.as_pem(private=False)

    def by_secret(claims: dict[str, Any]) -> str:
        text = to_sign({"alg": "HS256", "kid": provider.key.kid}, claims)
        return f"{text}.{base64url(hmac.digest(secret, text.encode(), 'sha256'))}"

    provider.sign = by_secret
    if announced:
        provider.metadata = {"id_token_signing_alg_values_supported": ["HS256", "none"]}
    assert_refused(client, come_back(client, provider), "id_token:")


def test_the_provider_does_not_choose_the_algorithm(
    client: Client, provider: Provider, person: User
) -> None:
    shared = OctKey.generate_key(256, auto_kid=True)
    provider.published.append(shared)
    provider.metadata = {"id_token_signing_alg_values_supported": ["HS256"]}
    header = {"alg": "HS256", "kid": shared.kid}
    provider.sign = lambda claims: jwt.encode(header, claims, shared)
    assert_refused(client, come_back(client, provider), "id_token:")


def test_changed_claims_are_refused(client: Client, provider: Provider, person: User) -> None:
    def tampered(claims: dict[str, Any]) -> str:
        header, _body, signature = provider.signed(claims).split(".")
        body = base64url(json.dumps({**claims, "sub": "somebody else"}).encode())
        return f"{header}.{body}.{signature}"

    provider.sign = tampered
    assert_refused(client, come_back(client, provider), "id_token:")


@pytest.mark.parametrize("rubbish", ["", "not.a.token", "x", "a.b.c.d.e"])
def test_rubbish_is_refused(client: Client, provider: Provider, person: User, rubbish: str) -> None:
    provider.sign = lambda claims: rubbish
    answer = come_back(client, provider)
    assert answer.status_code == 400
    assert user_id(client) is None


def test_a_new_key_of_the_provider_is_fetched(
    client: Client, provider: Provider, person: User
) -> None:
    come_back(Client(), provider)
    provider.key = new_key()
    provider.published = [provider.key]
    assert come_back(client, provider).status_code == 302
    assert user_id(client) == str(person.pk)


def test_a_withdrawn_key_is_forgotten_within_two_hours(
    client: Client, provider: Provider, person: User, freeze: Any
) -> None:
    come_back(Client(), provider)
    provider.published = [new_key()]
    freeze("2099-01-01 12:00")
    assert_refused(client, come_back(client, provider), "id_token:")


def test_data_about_somebody_else_is_refused(
    client: Client, provider: Provider, person: User
) -> None:
    provider.userinfo["sub"] = "somebody else"
    assert_refused(client, come_back(client, provider), "subject")


def test_a_discovery_document_of_another_issuer_is_refused(
    client: Client, provider: Provider
) -> None:
    provider.metadata = {"issuer": "https://example.com"}
    answer = client.post("/service-network/start/", {"kind": "person"})
    assert_refused(client, answer, "unreachable", 503)


@pytest.mark.parametrize(
    "change",
    [
        {"id_doc_number": "320508198407117770"},
        {"id_doc_type": "library_card"},
        {"real_name_level": "high"},
        {"name": " "},
        {"account_kind": "robot"},
        {"account_kind": "legal"},
        {"account_kind": "legal", "uscc": "91320508MA1D00TPX1", "unit_name": "某公司"},
    ],
    ids=str,
)
def test_an_account_that_makes_no_sense_is_refused(
    client: Client, provider: Provider, person: User, change: dict[str, Any]
) -> None:
    provider.userinfo.update(change)
    assert_refused(client, come_back(client, provider), "claims")


@pytest.mark.parametrize("change", ["foreign", "missing", "other visitor"])
def test_a_foreign_state_is_refused(
    client: Client, provider: Provider, person: User, change: str
) -> None:
    state = set_out(client, provider)["state"]
    visitor = Client() if change == "other visitor" else client
    query = {"foreign": {"state": "forged"}, "missing": {}, "other visitor": {"state": state}}
    answer = visitor.get(CALLBACK, {"code": "anything", **query[change]})
    assert_refused(visitor, answer, "state")


def test_a_state_is_good_once(client: Client, provider: Provider, person: User) -> None:
    state = set_out(client, provider)["state"]
    client.get(CALLBACK, {"code": "anything", "state": state})
    client.post("/accounts/logout/")
    again = client.get(CALLBACK, {"code": "anything", "state": state})
    assert_refused(client, again, "state")


def test_who_cancels_there_is_told_so(client: Client, provider: Provider) -> None:
    state = set_out(client, provider)["state"]
    answer = client.get(CALLBACK, {"error": "access_denied", "state": state})
    assert_refused(client, answer, "exchange")


def test_an_unreachable_network_is_said_so(client: Client, provider: Provider) -> None:
    state = set_out(client, provider)["state"]
    provider.stop()
    answer = client.get(CALLBACK, {"code": "anything", "state": state})
    assert_refused(client, answer, "unreachable", 503)
