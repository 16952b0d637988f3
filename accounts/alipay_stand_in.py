"""Alipay played by ourselves, for the demo and the tests: same protocol, own keys, two people.

Codes and tokens live in the cache for a few minutes and work once; checks of faces as long.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache

from accounts.alipay import to_be_signed
from portal.lib import rsa

LIFETIME = 300  # seconds
CHECK_LIFETIME = 1200
# Invented people; the numbers have correct check digits.
PEOPLE: dict[str, dict[str, str]] = {
    "2088000000000017": {
        "user_name": "陆羽茶",
        "cert_type": "0",
        "cert_no": "320508199003078238",
        "is_certified": "T",
    },
    "2088000000000025": {
        "user_name": "林海若",
        "cert_type": "8",
        "cert_no": "04857213",
        "is_certified": "T",
    },
    "2088000000000033": {"user_name": "未实名用户", "is_certified": "F"},
}


def issue_code(user_id: str) -> str:
    """A code for somebody who has agreed on the page that plays Alipay's."""
    return _keep("code", user_id)


def answer(parameters: Mapping[str, str]) -> str:
    """The body of the gateway's answer to a request, signed."""
    if not is_from_us(parameters):
        return _signed("error_response", _failure("isv.invalid-signature"))
    method = parameters.get("method", "")
    name = f"{method.replace('.', '_')}_response"
    if method == "alipay.system.oauth.token":
        return _signed(name, _token(parameters.get("code", "")))
    if method == "alipay.user.info.share":
        return _signed(name, _person(parameters.get("auth_token", "")))
    content = str(parameters.get("biz_content", ""))
    if method == "alipay.user.certify.open.initialize":
        return _signed(name, _new_check(content))
    if method == "alipay.user.certify.open.query":
        return _signed(name, _result(content))
    return _signed("error_response", _failure("isv.invalid-method"))


def is_from_us(parameters: Mapping[str, str]) -> bool:
    """Whether the request carries the signature of the portal's key."""
    public_key = rsa.public_half(settings.ALIPAY_PRIVATE_KEY)
    return rsa.verify(to_be_signed(parameters), parameters.get("sign", ""), public_key)


def check_named_in(parameters: Mapping[str, str]) -> str:
    """The number of the check that an address of `alipay.user.certify.open.certify` opens."""
    return str(_content(parameters.get("biz_content", "")).get("certify_id", ""))


def find_check(number: str) -> dict[str, Any] | None:
    """`name`, `return_to` and `passed` of a check that was announced."""
    found: dict[str, Any] | None = cache.get(f"alipay-stand-in:check:{number}")
    return found


def settle(number: str, check: dict[str, Any], *, passed: bool) -> None:
    """Somebody has chosen, on the page that plays Alipay's, how the check went."""
    cache.set(f"alipay-stand-in:check:{number}", {**check, "passed": passed}, CHECK_LIFETIME)


def _new_check(content: str) -> dict[str, Any]:
    asked = _content(content)
    person = asked.get("identity_param", {})
    return_to = asked.get("merchant_config", {}).get("return_url")
    if not (person.get("cert_name") and person.get("cert_no") and return_to):
        return _failure("isv.invalid-parameter")
    number = secrets.token_hex(16)
    settle(number, {"name": person["cert_name"], "return_to": return_to}, passed=False)
    return {"code": "10000", "msg": "Success", "certify_id": number}


def _result(content: str) -> dict[str, Any]:
    check = find_check(str(_content(content).get("certify_id", "")))
    if check is None:
        return _failure("isv.certify-id-invalid")
    return {"code": "10000", "msg": "Success", "passed": "T" if check["passed"] else "F"}


def _content(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _token(code: str) -> dict[str, Any]:
    user_id = _take("code", code)
    if user_id is None:
        return _failure("isv.code-invalid")
    return {"user_id": user_id, "access_token": _keep("token", user_id), "expires_in": LIFETIME}


def _person(token: str) -> dict[str, Any]:
    user_id = _take("token", token)
    if user_id is None:
        return _failure("aop.invalid-auth-token")
    return {"code": "10000", "msg": "Success", "user_id": user_id, **PEOPLE[user_id]}


def _failure(sub_code: str) -> dict[str, Any]:
    return {"code": "40002", "msg": "Invalid Arguments", "sub_code": sub_code}


def _signed(name: str, content: Mapping[str, Any]) -> str:
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    signature = rsa.sign(raw, settings.ALIPAY_STAND_IN_KEY)
    return f'{{"{name}":{raw},"sign":"{signature}"}}'


def _keep(kind: str, user_id: str) -> str:
    key = secrets.token_urlsafe(16)
    cache.set(f"alipay-stand-in:{kind}:{key}", user_id, LIFETIME)
    return key


def _take(kind: str, key: str) -> str | None:
    name = f"alipay-stand-in:{kind}:{key}"
    user_id: str | None = cache.get(name)
    cache.delete(name)
    return user_id
