"""Environment variables are typed, and a bad one says its name and what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env

GOOD_KEY = "k" * 50


def test_database_over_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "postgresql://hr:p%40ss@db.example:5433/talent?sslmode=require")

    assert env.database("DB", "") == {
        "NAME": "talent",
        "USER": "hr",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_over_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "postgresql://postgres@/portal?host=/srv/run%20dir")

    read = env.database("DB", "")

    assert (read["HOST"], read["PORT"], read["NAME"]) == ("/srv/run dir", "", "portal")


@pytest.mark.parametrize(
    ("url", "cache", "broker"),
    [
        (
            "redis://:pw@q.example:6380",
            "redis://:pw@q.example:6380/1",
            "redis://:pw@q.example:6380/1",
        ),
        (
            "unix:///run/v.sock",
            "unix:///run/v.sock?db=1",
            "redis+socket:///run/v.sock?virtual_host=1",
        ),
    ],
)
def test_redis(monkeypatch: pytest.MonkeyPatch, url: str, cache: str, broker: str) -> None:
    monkeypatch.setenv("REDIS", url)

    server = env.redis("REDIS", "")

    assert (server.cache(1), server.broker(1)) == (cache, broker)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example", 587, True, False),
        ("smtp+ssl://u:p@mail.example:4650", 4650, False, True),
    ],
)
def test_email(monkeypatch: pytest.MonkeyPatch, url: str, port: int, tls: bool, ssl: bool) -> None:
    monkeypatch.setenv("MAIL", url)

    read = env.email("MAIL")

    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_without_a_mail_server_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL", raising=False)

    assert env.email("MAIL") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_items_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMS", " a.example, ,b.example,")

    assert env.items("ITEMS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (lambda name: env.number(name, 1), "two", "whole number"),
        (lambda name: env.choice(name, ("outbox", "aliyun")), "sms", "outbox, aliyun"),
        (lambda name: env.database(name, ""), "mysql://u@h/db", "expected postgresql"),
        (lambda name: env.database(name, ""), "postgresql://u@h:port/db", "no valid URL"),
        (lambda name: env.database(name, ""), "postgresql://u@h/", "no database name"),
        (lambda name: env.database(name, ""), "postgresql://u@h/db?pool=9", "option pool"),
        (lambda name: env.redis(name, ""), "http://h", "expected redis"),
        (lambda name: env.redis(name, ""), "redis://", "no host"),
        (lambda name: env.redis(name, ""), "unix://relative.sock", "absolute"),
        (env.email, "mail.example", "expected smtp"),
        (env.secret_key, "", "must be set"),
        (env.secret_key, "short", "at least 50"),
        (env.secret_key, "demo-only-" + "x" * 60, "demo secret"),
        (env.secret_key, "django-insecure-" + "x" * 60, "demo secret"),
        (env.secret_keys, "", "must be set"),
        (env.secret_keys, f"{GOOD_KEY},short", "at least 50"),
        (env.secret_keys, f"{GOOD_KEY},demo-only-{GOOD_KEY}", "demo secret"),
    ],
)
def test_a_bad_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], Any], value: str, complaint: str
) -> None:
    monkeypatch.setenv("THE_NAME", value)

    with pytest.raises(ImproperlyConfigured, match=r"^THE_NAME: ") as caught:
        read("THE_NAME")

    assert complaint in str(caught.value)


def test_the_refusal_does_not_repeat_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "mysql://hr:verysecret@db/talent")

    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("DB", "")

    assert "verysecret" not in str(caught.value)
