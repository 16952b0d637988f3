"""Alipay's OAuth: asking who somebody is, in signed requests with signed answers.

Somebody comes back from Alipay with a code; the code buys a token, the token the person's data.
Every answer's signature covers the exact bytes of its body, so nothing is believed before it has
been checked (RSA2: SHA-256 with RSA).
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib import rsa
from portal.lib.dates import BUSINESS_ZONE
from portal.lib.identifiers import IdDocType, clean_id_document

TIMEOUT = 10  # seconds
MAX_ANSWER = 1024 * 1024
SUCCESS = "10000"
# Alipay's cert_type, in its old numbers and its new words.
DOCUMENT_TYPES = {
    "0": IdDocType.RESIDENT_ID,
    "IDENTITY_CARD": IdDocType.RESIDENT_ID,
    "1": IdDocType.PASSPORT,
    "PASSPORT": IdDocType.PASSPORT,
    "4": IdDocType.HM_PERMIT,
    "11": IdDocType.HM_PERMIT,
    "HOME_VISIT_PERMIT_HK_MC": IdDocType.HM_PERMIT,
    "8": IdDocType.TW_PERMIT,
    "12": IdDocType.TW_PERMIT,
    "HOME_VISIT_PERMIT_TAIWAN": IdDocType.TW_PERMIT,
    "PERMANENT_RESIDENCE_FOREIGNER": IdDocType.FOREIGN_PR,
}


class AlipayError(Exception):
    """Alipay could not be asked or its answer not be trusted. The message is for the visitor."""


@dataclass(frozen=True)
class AlipayPerson:
    """Somebody whose real name and document Alipay vouches for."""

    alipay_user_id: str
    full_name: str
    id_doc_type: str
    id_doc_number: str

    issuer: ClassVar[str] = "alipay"
    user_name_prefix: ClassVar[str] = "zfb"

    @property
    def subject(self) -> str:
        return self.alipay_user_id


class IdentityProvider(Protocol):
    """Where people may come from instead of our login page."""

    def login_url(self, state: str, return_to: str) -> str:
        """Where to send the visitor; `state` comes back with them."""

    def person(self, auth_code: str) -> AlipayPerson:
        """Who came back with the code. Raises AlipayError."""


@dataclass(frozen=True)
class Alipay:
    """The application registered with Alipay."""

    app_id: str
    private_key: str
    alipay_public_key: str
    gateway: str
    authorize_url: str

    def login_url(self, state: str, return_to: str) -> str:
        query = {
            "app_id": self.app_id,
            "scope": "auth_user",
            "redirect_uri": return_to,
            "state": state,
        }
        return f"{self.authorize_url}?{urlencode(query)}"

    def person(self, auth_code: str) -> AlipayPerson:
        token = self.ask(
            "alipay.system.oauth.token", grant_type="authorization_code", code=auth_code
        )
        if not isinstance(token.get("access_token"), str):
            raise AlipayError(_("支付宝授权已失效，请返回登录页重新扫码。"))
        shared = self.ask("alipay.user.info.share", auth_token=token["access_token"])
        return read_person(shared)

    def ask(self, method: str, **parameters: str) -> dict[str, Any]:
        """What Alipay answers. Raises AlipayError unless it is signed and a success."""
        return self._read(method, _post(self.gateway, self._signed(method, parameters)))

    def page(self, method: str, **parameters: str) -> str:
        """The address of a page of Alipay's, for the visitor to open."""
        return f"{self.gateway}?{urlencode(self._signed(method, parameters))}"

    def _signed(self, method: str, parameters: Mapping[str, str]) -> dict[str, str]:
        request = {
            "app_id": self.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": timezone.localtime(timezone=BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
            **parameters,
        }
        request["sign"] = rsa.sign(to_be_signed(request), self.private_key)
        return request

    def _read(self, method: str, body: str) -> dict[str, Any]:
        """The answer once its signature has been checked and Alipay says it is a success."""
        raw, answer = signed_part(body, f"{method.replace('.', '_')}_response")
        signature = json.loads(body).get("sign", "")
        if not rsa.verify(raw, str(signature), self.alipay_public_key):
            raise AlipayError(_("支付宝返回的信息签名不正确，已拒绝，请重新扫码。"))
        if answer.get("code", SUCCESS) != SUCCESS:
            raise AlipayError(_("支付宝授权已失效或被取消，请重新扫码。"))
        return answer


def configured() -> Alipay:
    """Alipay as the settings name it."""
    return Alipay(
        app_id=settings.ALIPAY_APP_ID,
        private_key=settings.ALIPAY_PRIVATE_KEY,
        alipay_public_key=settings.ALIPAY_PUBLIC_KEY,
        gateway=settings.ALIPAY_GATEWAY,
        authorize_url=settings.ALIPAY_AUTHORIZE_URL,
    )


def to_be_signed(parameters: Mapping[str, str]) -> str:
    """The parameters in order of their names, without the signature and without empty ones."""
    pairs = sorted((key, value) for key, value in parameters.items() if key != "sign" and value)
    return "&".join(f"{key}={value}" for key, value in pairs)


def signed_part(body: str, name: str) -> tuple[str, dict[str, Any]]:
    """The member `name` of a JSON body, or its error, as the text that was signed and as data.

    The text must be cut out as it stands: written anew, it would have another signature.
    """
    try:
        members = json.loads(body)
        name = name if name in members else "error_response"
        start = body.index(":", body.index(f'"{name}"')) + 1
        start += len(body[start:]) - len(body[start:].lstrip())
        answer, end = json.JSONDecoder().raw_decode(body, start)
    except (ValueError, TypeError):
        raise AlipayError(_("支付宝返回的信息无法识别，请稍后重试。")) from None
    if not isinstance(members, dict) or not isinstance(answer, dict):
        raise AlipayError(_("支付宝返回的信息无法识别，请稍后重试。"))
    return body[start:end], answer


def read_person(shared: Mapping[str, Any]) -> AlipayPerson:
    """The person behind the shared data; only those whose real name has been verified."""
    user_id = shared.get("open_id") or shared.get("user_id")
    doc_type = DOCUMENT_TYPES.get(str(shared.get("cert_type", "")))
    name, number = shared.get("user_name"), shared.get("cert_no")
    if not user_id:
        raise AlipayError(_("支付宝返回的信息无法识别，请稍后重试。"))
    if shared.get("is_certified") != "T" or not (doc_type and name and number):
        raise AlipayError(_("您的支付宝尚未完成实名认证，请先在支付宝完成实名认证后再登录。"))
    try:
        clean_number = clean_id_document(doc_type, str(number))
    except ValidationError:
        raise AlipayError(_("支付宝的证件信息无法识别，请改用网页注册。")) from None
    return AlipayPerson(str(user_id), str(name).strip(), doc_type.value, clean_number)


def _post(url: str, parameters: Mapping[str, str]) -> str:
    request = urllib.request.Request(  # noqa: S310 - the address stands in our settings
        url, data=urlencode(parameters).encode(), headers={"Accept": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return str(response.read(MAX_ANSWER).decode())
    except (urllib.error.URLError, TimeoutError, UnicodeDecodeError):
        raise AlipayError(_("暂时无法连接支付宝，请稍后重试。")) from None
