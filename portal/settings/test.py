"""The test suite: real PostgreSQL and Valkey, cheap passwords, nothing leaves the machine."""

import os

from portal.lib.rsa import new_private_key
from portal.settings import alipay, certificates, service_network
from portal.settings.base import *
from portal.settings.base import CACHES, DATA_DIR, MIDDLEWARE, REDIS, TEMPLATES
from tests.guards import UnknownVariable

DEMO = True
SECRET_KEY = "demo-only-secret-of-the-test-suite"  # noqa: S105
FIELD_KEYS = ["demo-only-field-key-of-the-test-suite"]
ALLOWED_HOSTS = ["*"]
# Static files are served from where they lie: nothing to collect.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Parallel test processes must not read each other's cache and queue: a pair of databases each.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES["default"]["LOCATION"] = REDIS.cache(db=2 * WORKER + 1)
CELERY_BROKER_URL = REDIS.broker(db=2 * WORKER)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 8,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
# `make test` throws DATA_DIR away afterwards.
MEDIA_ROOT = DATA_DIR / "test-media"

# Guards: an unknown template variable fails, and so does a page that writes when it is opened.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
MIDDLEWARE.append("tests.guards.ReadOnlyGetMiddleware")

# Playwright's event loop runs in the thread of the test, where Django would refuse its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

globals().update(alipay.stand_in(new_private_key(), new_private_key(), "http://testserver"))
globals().update(
    service_network.network_stand_in(new_private_key(), "demo-only-client", "http://testserver")
)
globals().update(
    certificates.stand_in(
        {name: new_private_key() for name in certificates.NAMES},
        DATA_DIR / f"certificates-{os.getpid()}",
    )
)
CERTIFICATE_PROXY_SECRET = "demo-only-proxy-of-the-test-suite"  # noqa: S105
