"""实人认证 by Alipay: who holds the phone is compared with who the document says.

Three calls (https://opendocs.alipay.com/open/02ahjy): `initialize` names the person and buys a
number, a page of Alipay's looks at the face, `query` says how it went. Pictures stay with Alipay.
"""

import json
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.alipay import Alipay, AlipayError, configured
from accounts.models import IdentityCheck
from portal.lib.identifiers import IdDocType

CERTIFICATE_TYPES = {
    IdDocType.RESIDENT_ID: "IDENTITY_CARD",
    IdDocType.HM_PERMIT: "HOME_VISIT_PERMIT_HK_MC",
    IdDocType.TW_PERMIT: "HOME_VISIT_PERMIT_TAIWAN",
    IdDocType.HMT_RESIDENCE: "RESIDENCE_PERMIT_HK_MC",
    IdDocType.FOREIGN_PR: "PERMANENT_RESIDENCE_FOREIGNER",
}
TAIWAN = "83"  # a residence permit says by its first digits where its holder is from


class FaceCheck(Protocol):
    """Whoever can tell that the holder of a phone is the holder of a document."""

    @property
    def provider(self) -> str:
        """A value of IdentityCheck.Provider."""

    def begin(self, name: str, doc_type: str, number: str, order: str, return_to: str) -> str:
        """Announces a check; the number it has over there. Raises AlipayError."""

    def page(self, number: str) -> str:
        """The address where the check takes place; it leads back to `return_to`."""

    def has_passed(self, number: str) -> bool:
        """How it went; False as well when it has not been finished. Raises AlipayError."""


@dataclass(frozen=True)
class AlipayFaceCheck:
    client: Alipay
    provider: str = IdentityCheck.Provider.ALIPAY

    def begin(self, name: str, doc_type: str, number: str, order: str, return_to: str) -> str:
        content = {
            "outer_order_no": order,
            "biz_code": "FACE",
            "identity_param": {
                "identity_type": "CERT_INFO",
                "cert_type": _certificate_type(doc_type, number),
                "cert_name": name,
                "cert_no": number,
            },
            "merchant_config": {"return_url": return_to},
        }
        answer = self.client.ask("alipay.user.certify.open.initialize", biz_content=_json(content))
        found = answer.get("certify_id")
        if not isinstance(found, str) or not found:
            raise AlipayError(_("支付宝暂时无法进行实人认证，请稍后重试。"))
        return found

    def page(self, number: str) -> str:
        content = _json({"certify_id": number})
        return self.client.page("alipay.user.certify.open.certify", biz_content=content)

    def has_passed(self, number: str) -> bool:
        content = _json({"certify_id": number})
        answer = self.client.ask("alipay.user.certify.open.query", biz_content=content)
        return answer.get("passed") == "T"


def configured_check() -> FaceCheck:
    """Alipay as the settings name it."""
    return AlipayFaceCheck(configured())


def _certificate_type(doc_type: str, number: str) -> str:
    if doc_type == IdDocType.HMT_RESIDENCE and number.startswith(TAIWAN):
        return "RESIDENCE_PERMIT_TAIWAN"
    found = CERTIFICATE_TYPES.get(IdDocType(doc_type)) if doc_type else None
    if found is None:
        raise AlipayError(_("支付宝不支持您的证件类型，请携带证件到受理窗口核验。"))
    return found


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
