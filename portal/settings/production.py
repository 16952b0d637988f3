"""Behind HTTPS, with real servers and real secrets; refuses to start with less."""

from portal.settings import env
from portal.settings.base import *
from portal.settings.base import PRIVATE_STORAGE, SMS_GATEWAY

env.require("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL")
if SMS_GATEWAY != "outbox":
    env.require("SMS_ACCESS_KEY", "SMS_ACCESS_SECRET", "SMS_SIGN_NAME", "SMS_TEMPLATE")
if SMS_GATEWAY == "tencent":
    env.require("SMS_APP_ID")

SECRET_KEY = env.secret_key("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
FIELD_KEYS = env.secret_keys("FIELD_KEYS")  # the first encrypts, all decrypt

UNIT_TOTP = env.choice("UNIT_TOTP", ("required", "offered"))

SECURE_SSL_REDIRECT = True
# The proxy in front ends TLS and must overwrite this header on every request.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies stand in front; without it every visitor shares one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
