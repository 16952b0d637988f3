"""`make run`: everything local, secrets made once and kept beside the data."""

import contextlib
import os
import secrets
from collections.abc import Callable

from portal.lib.rsa import new_private_key
from portal.settings import alipay, certificates, service_network
from portal.settings.base import *
from portal.settings.base import (
    ALIPAY_APP_ID,
    CERTIFICATE_AUTHORITIES,
    DATA_DIR,
    SERVICE_NETWORK_ISSUER,
    SITE_URL,
)
from portal.settings.env import NOT_FOR_PRODUCTION


def new_secret() -> str:
    return f"{NOT_FOR_PRODUCTION}-{secrets.token_urlsafe(48)}"


def kept(name: str, make: Callable[[], str] = new_secret) -> str:
    """The secret of that name, made on the first start. Two first starts at once agree on one."""
    path = DATA_DIR / "secrets" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


DEMO = True
SECRET_KEY = kept("secret_key")
FIELD_KEYS = [kept("field_key")]
ALLOWED_HOSTS = ["*"]
# Static files are served from where they lie: nothing to collect.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None

if not ALIPAY_APP_ID:
    our_key = kept("alipay_our_key", new_private_key)
    their_key = kept("alipay_their_key", new_private_key)
    globals().update(alipay.stand_in(our_key, their_key, SITE_URL))

if not SERVICE_NETWORK_ISSUER:
    network_key = kept("service_network_key", new_private_key)
    network_secret = kept("service_network_secret")
    globals().update(service_network.network_stand_in(network_key, network_secret, SITE_URL))

if not CERTIFICATE_AUTHORITIES:
    ca_keys = {name: kept(f"ca_{name}_key", new_private_key) for name in certificates.NAMES}
    globals().update(certificates.stand_in(ca_keys, DATA_DIR / "certificates"))
