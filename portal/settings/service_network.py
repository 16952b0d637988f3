"""Signing in through the provincial service network: off unless SERVICE_NETWORK_ISSUER is set."""

from typing import Any
from urllib.parse import urlsplit

from portal.settings import env

SERVICE_NETWORK_ISSUER = env.text("SERVICE_NETWORK_ISSUER").rstrip("/")
if SERVICE_NETWORK_ISSUER:
    env.require("SERVICE_NETWORK_CLIENT_ID", "SERVICE_NETWORK_CLIENT_SECRET")
SERVICE_NETWORK_CLIENT_ID = env.text("SERVICE_NETWORK_CLIENT_ID")
SERVICE_NETWORK_CLIENT_SECRET = env.text("SERVICE_NETWORK_CLIENT_SECRET")
# Where visitors say yes; without it, what the network's discovery document names.
SERVICE_NETWORK_AUTHORIZE_URL = env.text("SERVICE_NETWORK_AUTHORIZE_URL")
# Pages of the network that we lead people to.
SERVICE_NETWORK_HOME = env.text("SERVICE_NETWORK_HOME", "https://www.jszwfw.gov.cn/")
SERVICE_NETWORK_REGISTER_URL = env.text("SERVICE_NETWORK_REGISTER_URL", SERVICE_NETWORK_HOME)
SERVICE_NETWORK_UPGRADE_URL = env.text("SERVICE_NETWORK_UPGRADE_URL", SERVICE_NETWORK_HOME)
SERVICE_NETWORK_SUPPORT = env.text("SERVICE_NETWORK_SUPPORT", "12345")  # a telephone number
SERVICE_NETWORK_STAND_IN_KEY = ""  # of the network that the demo plays itself
# The login form leads to the network by a redirect, which the content policy has to permit.
SERVICE_NETWORK_ORIGINS = (
    [
        "{0.scheme}://{0.netloc}".format(
            urlsplit(SERVICE_NETWORK_AUTHORIZE_URL or SERVICE_NETWORK_ISSUER)
        )
    ]
    if SERVICE_NETWORK_ISSUER
    else []
)


def network_stand_in(key: str, secret: str, site_url: str) -> dict[str, Any]:
    """Settings for the demo: the network is played by pages of our own, with a key of its own."""
    return {
        "SERVICE_NETWORK_ISSUER": f"{site_url}/demo/service-network",
        "SERVICE_NETWORK_CLIENT_ID": "talent-portal",
        "SERVICE_NETWORK_CLIENT_SECRET": secret,
        "SERVICE_NETWORK_AUTHORIZE_URL": "/demo/service-network/authorize/",
        "SERVICE_NETWORK_STAND_IN_KEY": key,
    }
