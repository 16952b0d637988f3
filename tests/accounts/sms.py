"""The SMS platform as a fixture, for this process and for workers started after it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.gateways.registry import load
from tests.sms_stub import SmsStub


@pytest.fixture
def sms_platform(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[SmsStub]:
    """A platform that `SMS_GATEWAY=aliyun` talks to."""
    with SmsStub() as stub:
        chosen = {
            "SMS_GATEWAY": "aliyun",
            "SMS_ACCESS_KEY": stub.key,
            "SMS_ACCESS_SECRET": stub.secret,
            "SMS_TEMPLATE": "SMS_100001",
            "SMS_ENDPOINT": stub.endpoint,
            "NOTICE_WINDOW": 0,
        }
        for name, value in chosen.items():
            monkeypatch.setenv(name, str(value))
            setattr(settings, name, value)
        load.cache_clear()
        yield stub
        load.cache_clear()
