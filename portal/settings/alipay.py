"""Signing in with Alipay: off unless ALIPAY_APP_ID names our application there."""

from typing import Any
from urllib.parse import urlsplit

from portal.lib.rsa import public_half
from portal.settings import env

ALIPAY_APP_ID = env.text("ALIPAY_APP_ID")
if ALIPAY_APP_ID:
    env.require("ALIPAY_PRIVATE_KEY", "ALIPAY_PUBLIC_KEY")
ALIPAY_PRIVATE_KEY = env.text("ALIPAY_PRIVATE_KEY")  # ours, PKCS #8
ALIPAY_PUBLIC_KEY = env.text("ALIPAY_PUBLIC_KEY")  # Alipay's
ALIPAY_GATEWAY = env.text("ALIPAY_GATEWAY", "https://openapi.alipay.com/gateway.do")
ALIPAY_AUTHORIZE_URL = env.text(
    "ALIPAY_AUTHORIZE_URL", "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm"
)
ALIPAY_STAND_IN_KEY = ""  # of the Alipay that the demo plays itself
# The login form leads to Alipay by a redirect, which the content policy has to permit.
ALIPAY_ORIGINS = (
    ["{0.scheme}://{0.netloc}".format(urlsplit(ALIPAY_AUTHORIZE_URL))] if ALIPAY_APP_ID else []
)


def stand_in(our_key: str, their_key: str, site_url: str) -> dict[str, Any]:
    """Settings for the demo: Alipay is played by pages of our own, with keys of its own."""
    return {
        "ALIPAY_APP_ID": "demo",
        "ALIPAY_PRIVATE_KEY": our_key,
        "ALIPAY_PUBLIC_KEY": public_half(their_key),
        "ALIPAY_STAND_IN_KEY": their_key,
        "ALIPAY_GATEWAY": f"{site_url}/demo/alipay/gateway/",
        "ALIPAY_AUTHORIZE_URL": "/demo/alipay/authorize/",
    }
