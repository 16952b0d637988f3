"""The provincial service network (政务服务网), asked by OpenID Connect who somebody is.

Authlib carries the protocol: authorization code with PKCE, state and nonce kept in the session.
django-allauth's client checks neither nonce nor, on this way, the signature of the ID token.
Here besides: the algorithms are ours to name, not the provider's, the audience must be us alone,
and what the network publishes about itself is read anew every hour, so that a withdrawn key ends.

Claims, read from the userinfo of the ID token's subject:
`account_kind` is `legal` (with `uscc`, `unit_name`) or `personal` (with `name`, `id_doc_type` as
in `IdDocType`, `id_doc_number` and `real_name_level`: 0 none, 1 real name, 2 高级实名).
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from authlib.integrations.base_client.errors import MismatchingStateError, OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from portal.lib.identifiers import IdDocType, clean_id_document, clean_uscc

NAME = "service_network"
ALGORITHMS = ["RS256", "PS256", "ES256"]  # never "none", never one with a shared secret
TIMEOUT = 10  # seconds
LEEWAY = 60  # seconds by which two clocks may differ
METADATA_LIFETIME = 3600  # seconds
ADVANCED = 2  # 高级实名


class NetworkError(Exception):
    """Nobody can be signed in by this answer. The message is for the visitor, `reason` for us."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class LevelTooLow(NetworkError):
    """A person who has not completed 高级实名 there."""


@dataclass(frozen=True)
class NetworkPerson:
    """A personal account of the network, of somebody verified at the highest level."""

    issuer: str
    subject: str
    full_name: str
    id_doc_type: str
    id_doc_number: str
    transaction_id: str

    user_name_prefix: ClassVar[str] = "zww"


@dataclass(frozen=True)
class NetworkUnit:
    """A legal-person account of the network."""

    issuer: str
    subject: str
    uscc: str
    name: str

    user_name_prefix: ClassVar[str] = "fr"


class Client(DjangoOAuth2App):
    """Authlib's client, with the checks that it leaves to us."""

    def load_server_metadata(self) -> dict[str, Any]:
        if time.time() - self.server_metadata.get("_loaded_at", 0) > METADATA_LIFETIME:
            self.server_metadata.clear()
        metadata: dict[str, Any] = super().load_server_metadata()
        if metadata.get("issuer") != settings.SERVICE_NETWORK_ISSUER:
            self.server_metadata.clear()
            raise OAuthError("issuer", "The discovery document is another issuer's.")
        metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        return metadata


def configured() -> Client:
    """The network as the settings name it."""
    return _client(
        settings.SERVICE_NETWORK_ISSUER,
        settings.SERVICE_NETWORK_CLIENT_ID,
        settings.SERVICE_NETWORK_CLIENT_SECRET,
        settings.SERVICE_NETWORK_AUTHORIZE_URL,
    )


@lru_cache(maxsize=1)
def _client(issuer: str, client_id: str, client_secret: str, authorize_url: str) -> Client:
    return Client(
        DjangoIntegration(NAME),
        NAME,
        client_id=client_id,
        client_secret=client_secret,
        authorize_url=authorize_url or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )


def to_the_network(request: HttpRequest, return_to: str, account_kind: str) -> HttpResponse:
    """A redirect to the network's login page; it opens with that kind of account."""
    try:
        response: HttpResponse = configured().authorize_redirect(
            request, return_to, account_kind=account_kind
        )
    except (OAuthError, RequestException, ValueError, RuntimeError) as error:
        raise unreachable() from error
    return response


def who_came_back(request: HttpRequest) -> NetworkPerson | NetworkUnit:
    """Whom the network vouches for in the request it sent to our callback. Raises NetworkError."""
    try:
        token, claims = _ask(configured(), request)
    except MismatchingStateError as error:
        raise NetworkError(
            "state", _("登录请求已失效或不是从本页发起，请返回登录页重新登录。")
        ) from error
    except OAuthError as error:
        raise NetworkError(
            "exchange", _("政务服务网未确认本次登录（授权已取消、已失效或已使用），请重新登录。")
        ) from error
    except RequestException as error:
        raise unreachable() from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NetworkError(
            f"id_token:{type(error).__name__}",
            _("政务服务网返回的登录凭证未通过校验，已拒绝本次登录，请重新登录。"),
        ) from error
    if not token or claims.get("sub") != token["sub"]:
        raise NetworkError(
            "subject", _("政务服务网返回的登录凭证未通过校验，已拒绝本次登录，请重新登录。")
        )
    return read_claims({**claims, "transaction_id": _transaction(token)})


def _ask(client: Client, request: HttpRequest) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The claims of the ID token, and what the network tells about its subject."""
    answer = client.authorize_access_token(
        request,
        leeway=LEEWAY,
        claims_options={
            "iss": {"essential": True, "value": settings.SERVICE_NETWORK_ISSUER},
            "aud": {"essential": True, "validate": _is_us_alone},
        },
    )
    token = answer.get("userinfo") or {}
    return token, client.userinfo(token=answer) if token else {}


def _is_us_alone(claims: Any, audience: Any) -> bool:
    ours = settings.SERVICE_NETWORK_CLIENT_ID
    return bool(audience == ours or audience == [ours])


def unreachable() -> NetworkError:
    return NetworkError(
        "unreachable", _("暂时无法连接政务服务网，请稍后重试，或使用其他方式登录。")
    )


def read_claims(claims: Mapping[str, Any]) -> NetworkPerson | NetworkUnit:
    """The account behind the claims. Raises NetworkError for one that cannot be used here."""
    try:
        if claims.get("account_kind") == "legal":
            uscc = clean_uscc(str(claims["uscc"]))
            return NetworkUnit(_issuer(), str(claims["sub"]), uscc, _text(claims, "unit_name"))
        if claims.get("account_kind") == "personal":
            return _read_person(claims)
    except (KeyError, ValueError, ValidationError):
        pass
    raise NetworkError(
        "claims", _("政务服务网返回的账号信息不完整或无法识别，请联系政务服务网客服核对账号信息。")
    )


def _read_person(claims: Mapping[str, Any]) -> NetworkPerson:
    if int(claims["real_name_level"]) < ADVANCED:
        raise LevelTooLow(
            "level", _("您的政务服务网个人账号尚未完成高级实名认证，完成后才能登录本系统。")
        )
    doc_type = IdDocType(claims["id_doc_type"])
    number = clean_id_document(doc_type, str(claims["id_doc_number"]))
    name = _text(claims, "name")
    transaction_id = str(claims["transaction_id"])
    return NetworkPerson(
        _issuer(), str(claims["sub"]), name, doc_type.value, number, transaction_id
    )


def _transaction(token: Mapping[str, Any]) -> str:
    """By what the network finds this login again, in a length that we can keep."""
    number = str(token.get("jti") or f"{token['sub']} {token['iat']}")
    return f"oidc-{hashlib.sha256(f'{_issuer()} {number}'.encode()).hexdigest()}"


def _issuer() -> str:
    return str(settings.SERVICE_NETWORK_ISSUER)


def _text(claims: Mapping[str, Any], name: str) -> str:
    text = " ".join(str(claims[name]).split())
    if not text:
        raise ValueError(name)
    return text
