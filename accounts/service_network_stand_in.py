"""The provincial service network played by ourselves, for the demo and the tests.

Same protocol, a key of its own, invented people. Codes and tokens live in the cache for a few
minutes; a code works once, for the client and the PKCE verifier it was made for.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.jwk import RSAKey

LIFETIME = 300  # seconds


def _unit(uscc: str, name: str, note: Any) -> dict[str, Any]:
    return {"account_kind": "legal", "uscc": uscc, "unit_name": name, "note": note}


def _person(name: str, number: str, level: int, note: Any) -> dict[str, Any]:
    return {
        "account_kind": "personal",
        "name": name,
        "id_doc_type": "resident_id",
        "id_doc_number": number,
        "real_name_level": level,
        "note": note,
    }


# Subject → claims; the numbers have correct check digits.
IDENTITIES: dict[str, dict[str, Any]] = {
    "unit-known": _unit("91320508MA1D00TPXD", "苏州平江精密仪器有限公司", _("已在本系统注册")),
    "unit-new": _unit("91320594MA1DY2QXKH", "苏州独墅湖软件有限公司", _("首次登录")),
    "unit-legacy": _unit(
        "91320583MA1KEG7ACJ", "昆山千灯电子材料有限公司", _("原系统注册单位，首次登录")
    ),
    "person-known": _person("徐悲鸿", "32050819840711777X", 2, _("已在本系统注册，高级实名")),
    "person-legacy": _person("颜文樑", "32058319790922452X", 2, _("曾在原系统申报，高级实名")),
    "person-basic": _person("吴作人", "320508198803126416", 1, _("未完成高级实名")),
}


def discovery() -> dict[str, Any]:
    """What OpenID Connect Discovery asks of `/.well-known/openid-configuration`."""
    issuer = settings.SERVICE_NETWORK_ISSUER
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize/",
        "token_endpoint": f"{issuer}/token/",
        "userinfo_endpoint": f"{issuer}/userinfo/",
        "jwks_uri": f"{issuer}/jwks/",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
    }


def key_set() -> dict[str, Any]:
    return {"keys": [{**_key().as_dict(private=False), "use": "sig", "alg": "RS256"}]}


def issue_code(subject: str, request: Mapping[str, str]) -> str:
    """A code for somebody who said yes on the page that plays the network's."""
    return _keep("code", {"sub": subject, **request})


def exchange(parameters: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
    """The answer to a request for tokens; None when it is not our client's or not its code."""
    asked = _take("code", parameters.get("code", ""))
    if asked is None or not secrets.compare_digest(authorization, _client_credentials()):
        return None
    challenge = _challenge(parameters.get("code_verifier", ""))
    if asked["code_challenge"] != challenge or asked["redirect_uri"] != parameters.get(
        "redirect_uri"
    ):
        return None
    return {
        "access_token": _keep("token", {"sub": asked["sub"]}),
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "id_token": _id_token(asked["sub"], asked["nonce"]),
    }


def userinfo(authorization: str) -> dict[str, Any] | None:
    """The claims of the account an access token was made for."""
    asked = _take("token", authorization.removeprefix("Bearer "))
    if asked is None:
        return None
    claims = {name: value for name, value in IDENTITIES[asked["sub"]].items() if name != "note"}
    return {"sub": asked["sub"], **claims}


def _id_token(subject: str, nonce: str) -> str:
    now = int(time.time())
    claims = {
        "iss": settings.SERVICE_NETWORK_ISSUER,
        "sub": subject,
        "aud": settings.SERVICE_NETWORK_CLIENT_ID,
        "iat": now,
        "exp": now + LIFETIME,
        "nonce": nonce,
        "jti": secrets.token_urlsafe(16),
    }
    return jwt.encode({"alg": "RS256", "kid": _key().kid}, claims, _key())


def _key() -> RSAKey:
    key = RSAKey.import_key(settings.SERVICE_NETWORK_STAND_IN_KEY)
    key.ensure_kid()
    return key


def _client_credentials() -> str:
    pair = f"{settings.SERVICE_NETWORK_CLIENT_ID}:{settings.SERVICE_NETWORK_CLIENT_SECRET}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _keep(kind: str, content: dict[str, str]) -> str:
    key = secrets.token_urlsafe(16)
    cache.set(f"service-network-stand-in:{kind}:{key}", content, LIFETIME)
    return key


def _take(kind: str, key: str) -> dict[str, str] | None:
    name = f"service-network-stand-in:{kind}:{key}"
    content: dict[str, str] | None = cache.get(name)
    cache.delete(name)
    return content
