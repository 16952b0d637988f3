"""What holds for every way of running the portal."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings import env
from portal.settings.alipay import *
from portal.settings.alipay import ALIPAY_ORIGINS
from portal.settings.audit import *
from portal.settings.certificates import *
from portal.settings.messages import *
from portal.settings.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from portal.settings.service_network import *
from portal.settings.service_network import SERVICE_NETWORK_ORIGINS
from portal.settings.sign_in import *
from portal.settings.storage import private_storage

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / ".data")))

DEBUG = False
DEMO = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")
# Absolute links in messages and QR codes start with this.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "portal.site",
    "reviews",
    "programs",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.lib.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.lib.middleware.CookieLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.devices.DeviceMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.StaffMiddleware",
    "accounts.middleware.ConsentMiddleware",
    "accounts.middleware.UnitTotpMiddleware",
    "accounts.middleware.ActingMiddleware",
    "portal.site.middleware.ExpiredSessionMiddleware",
    "portal.site.middleware.RefusalMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.portal",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data -----------------------------------------------------------------------------------
RUN_DIR = DATA_DIR / "run"
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **env.database("DATABASE_URL", f"postgresql://postgres@/portal?host={RUN_DIR}"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# Helpers for a query cost a page more than they bring: a search was seven times slower with them.
DATABASES["default"]["OPTIONS"]["options"] = "-c max_parallel_workers_per_gather=0"
REDIS = env.redis("REDIS_URL", f"unix://{RUN_DIR / 'valkey.sock'}")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS.cache(db=1),
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # form fields without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a tick for every person of a large company
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # larger ones wait on disk
FILE_UPLOAD_PERMISSIONS = 0o600
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_STORAGE = private_storage()
STORAGES = {
    "default": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CLAMD_SOCKET = env.text("CLAMD_SOCKET")

# --- language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
#: What gives the public holidays to `portal.lib.dates`: those of its file, and those entered.
HOLIDAYS_SOURCE = "accounts.reference.known_holidays"

# --- what the browser may do -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF, *ALIPAY_ORIGINS, *SERVICE_NETWORK_ORIGINS],
        "base-uri": [SELF],
    }
}
# For old browsers; new ones follow frame-ancestors above. The preview of a file says SAMEORIGIN.
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.site.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"

# --- background work ------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS.broker(db=0)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task: one that outlives it runs twice.
    "visibility_timeout": 3600,
    # Without these two, what a killed worker held comes back after 100 s only.
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # it logs as LOGGING says
CELERY_TIMEZONE = TIME_ZONE

# --- logs -----------------------------------------------------------------------------------
# Standard output, and nothing personal in it: no request bodies, no addresses, no names.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.lib.logs.Formatter", "fmt": "%(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {"pikepdf": {"level": "WARNING"}},
}
