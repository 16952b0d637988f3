"""Typed readers of environment variables.

Each variable is read once, by one call. A value that cannot be used stops the start with the
variable's name and what is wrong with it; the value itself is never repeated, it may be a secret.
"""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 50  # characters
# Secrets made by `make run` and the test settings start so; production refuses them.
NOT_FOR_PRODUCTION = "demo-only"


def problem(name: str, what: str) -> ImproperlyConfigured:
    """The error that names the variable and what is wrong with it."""
    return ImproperlyConfigured(f"{name}: {what}")


def require(*names: str) -> None:
    """Refuse to start while one of the named variables is missing or empty."""
    missing = [name for name in names if not os.environ.get(name, "").strip()]
    if missing:
        raise problem(", ".join(missing), "must be set")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`; the first is the default."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise problem(name, f"must be one of {', '.join(allowed)}")
    return value


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise problem(name, "must be a whole number") from None


def items(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma separated list, blanks dropped."""
    value = text(name)
    if not value:
        return list(default)
    return [item.strip() for item in value.split(",") if item.strip()]


def secret_key(name: str) -> str:
    """A secret fit for production: present, long, and not the one of a demo."""
    require(name)
    return _fit_for_production(name, text(name))


def secret_keys(name: str) -> list[str]:
    """At least one secret, each fit for production. The order matters to the caller."""
    require(name)
    return [_fit_for_production(name, key) for key in items(name)]


def _fit_for_production(name: str, key: str) -> str:
    if key.startswith((NOT_FOR_PRODUCTION, "django-insecure")):
        raise problem(name, "is a demo secret; make a new one for production")
    if len(key) < SECRET_LENGTH:
        raise problem(name, f"must have at least {SECRET_LENGTH} characters")
    return key


def split_url(name: str, value: str, forms: str, schemes: tuple[str, ...]) -> SplitResult:
    """Split a URL, refusing other schemes and a port that is no number."""
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        raise problem(name, f"is no valid URL; expected {forms}") from None
    if url.scheme not in schemes:
        raise problem(name, f"expected {forms}")
    return url


def database(name: str, default: str) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST and PORT from a PostgreSQL URL.

    `?host=/dir` names the directory of a Unix socket, as libpq does; `?sslmode=…` is passed on.
    """
    forms = "postgresql://user:password@host:port/name or postgresql://user@/name?host=/socket/dir"
    url = split_url(name, text(name, default), forms, ("postgresql", "postgres"))
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    database_name = unquote(url.path.lstrip("/"))
    if not database_name:
        raise problem(name, f"has no database name; expected {forms}")
    unknown = query.keys() - {"host", "sslmode"}
    if unknown:
        raise problem(name, f"does not know the option {min(unknown)}")
    return {
        "NAME": database_name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.get("host") or unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {"sslmode": query["sslmode"]} if "sslmode" in query else {},
    }


@dataclass(frozen=True)
class Redis:
    """A Redis or Valkey server: a socket path, or a TCP address as scheme://user:pw@host:port."""

    socket: str = ""
    address: str = ""

    def cache(self, db: int) -> str:
        """The URL as redis-py and Django's cache want it."""
        return f"unix://{self.socket}?db={db}" if self.socket else f"{self.address}/{db}"

    def broker(self, db: int) -> str:
        """The URL as Celery wants it."""
        if self.socket:
            return f"redis+socket://{self.socket}?virtual_host={db}"
        return f"{self.address}/{db}"


def redis(name: str, default: str) -> Redis:
    """A server from `redis://`, `rediss://` or `unix://`; we number the databases ourselves."""
    forms = "redis://host:port, rediss://host:port or unix:///path/to/socket"
    schemes = ("redis", "rediss", "unix", "redis+socket")
    url = split_url(name, text(name, default), forms, schemes)
    if url.scheme in ("unix", "redis+socket"):
        if not url.path.startswith("/"):
            raise problem(name, f"needs an absolute socket path; expected {forms}")
        return Redis(socket=url.path)
    if not url.hostname:
        raise problem(name, f"has no host; expected {forms}")
    return Redis(address=f"{url.scheme}://{url.netloc}")


def email(name: str) -> dict[str, Any]:
    """Django's e-mail settings from `smtp://` (plain), `smtp+tls://` or `smtp+ssl://`.

    Without the variable nothing leaves the machine; the outbox page shows every message.
    """
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    forms = "smtp+tls://user:password@host:587 (or smtp:// or smtp+ssl://)"
    url = split_url(name, value, forms, ("smtp", "smtp+tls", "smtp+ssl"))
    if not url.hostname:
        raise problem(name, f"has no host; expected {forms}")
    ports = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or ports[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtp+ssl",
    }
