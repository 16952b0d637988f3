"""Both SMS platforms through their own SDKs, against a stub that checks every signature."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.gateways.aliyun import AliyunGateway
from accounts.gateways.base import Gateway, Message, Never, TryLater, Unsure
from accounts.gateways.registry import gateway_for, load
from accounts.gateways.tencent import TencentGateway
from tests.sms_stub import SmsStub

MESSAGE = Message(
    id="8a0e7c1e-0000-4000-8000-000000000001",
    to="13800000001",
    subject="",
    body="验证码 482913",
    template="SMS_100001",
    parameters={"code": "482913", "minutes": "5"},
    tried_at=timezone.now(),
)
GATEWAYS: dict[str, Callable[[], Gateway]] = {"aliyun": AliyunGateway, "tencent": TencentGateway}
ON_THE_WIRE = {"aliyun": "13800000001", "tencent": "+8613800000001"}
LIMITS = {
    "aliyun": "isv.BUSINESS_LIMIT_CONTROL",
    "tencent": "LimitExceeded.PhoneNumberOneHourLimit",
}
FOREVER = {
    "aliyun": "isv.MOBILE_NUMBER_ILLEGAL",
    "tencent": "InvalidParameterValue.IncorrectPhoneNumber",
}


@pytest.fixture
def stub() -> Iterator[SmsStub]:
    with SmsStub() as running:
        yield running


@pytest.fixture(params=["aliyun", "tencent"])
def gateway(request: pytest.FixtureRequest, stub: SmsStub, settings: Settings) -> Gateway:
    settings.SMS_ACCESS_KEY, settings.SMS_ACCESS_SECRET = stub.key, stub.secret
    settings.SMS_SIGN_NAME, settings.SMS_APP_ID = "苏州人才", "1400000001"
    settings.SMS_ENDPOINT = stub.endpoint
    return GATEWAYS[request.param]()


@pytest.mark.requirement("X-009")
def test_a_signed_message_is_taken(gateway: Gateway, stub: SmsStub) -> None:
    reference = gateway.send(MESSAGE)
    [taken] = stub.taken
    assert reference == taken.number
    assert (taken.phone, taken.sign) == (ON_THE_WIRE[gateway.name], "苏州人才")
    assert (taken.template, taken.our_id) == ("SMS_100001", MESSAGE.id)
    named, listed = {"code": "482913", "minutes": "5"}, ["482913", "5"]
    assert taken.parameters == (named if gateway.name == "aliyun" else listed)


def test_a_wrong_secret_is_refused(gateway: Gateway, stub: SmsStub, settings: Settings) -> None:
    settings.SMS_ACCESS_SECRET = "wrong"
    with pytest.raises(TryLater, match="Signature"):
        GATEWAYS[gateway.name]().send(MESSAGE)
    assert stub.taken == []


def test_a_limit_means_later(gateway: Gateway, stub: SmsStub) -> None:
    stub.refusals[ON_THE_WIRE[gateway.name]] = [LIMITS[gateway.name]]
    with pytest.raises(TryLater, match=LIMITS[gateway.name]):
        gateway.send(MESSAGE)
    gateway.send(MESSAGE)
    assert len(stub.taken) == 1


def test_an_impossible_number_means_never(gateway: Gateway, stub: SmsStub) -> None:
    stub.refusals[ON_THE_WIRE[gateway.name]] = [FOREVER[gateway.name]]
    with pytest.raises(Never):
        gateway.send(MESSAGE)


def test_it_knows_what_it_took_and_nothing_else(gateway: Gateway) -> None:
    assert gateway.find(MESSAGE) is None
    gateway.send(replace(MESSAGE, id="another"))
    assert gateway.find(MESSAGE) is None
    gateway.send(MESSAGE)
    assert gateway.find(MESSAGE)


def test_a_platform_that_is_not_there_took_nothing(gateway: Gateway, settings: Settings) -> None:
    settings.SMS_ENDPOINT = "http://127.0.0.1:9"
    with pytest.raises(TryLater):
        GATEWAYS[gateway.name]().send(MESSAGE)


def test_a_lost_answer_leaves_us_unsure_and_is_not_repeated(
    gateway: Gateway, stub: SmsStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.gateways.aliyun.READ_SECONDS", 1)
    monkeypatch.setattr("accounts.gateways.tencent.READ_SECONDS", 1)
    stub.answers.clear()
    with pytest.raises(Unsure):
        GATEWAYS[gateway.name]().send(MESSAGE)
    assert stub.calls == ["SendSms"]
    assert len(stub.taken) == 1


def test_long_values_are_cut_to_what_the_platforms_allow(gateway: Gateway, stub: SmsStub) -> None:
    gateway.send(replace(MESSAGE, parameters={"unit": "苏州\n" + "工业" * 30}))
    assert "\\n" not in json.dumps(stub.taken[0].parameters)
    values = stub.taken[0].parameters
    assert len(values["unit"] if gateway.name == "aliyun" else values[0]) == 35


def test_without_a_template_number_nothing_is_sent(gateway: Gateway, stub: SmsStub) -> None:
    with pytest.raises(Never, match="模板编号"):
        gateway.send(replace(MESSAGE, template=""))
    assert stub.calls == []


def test_threads_share_a_gateway(gateway: Gateway, stub: SmsStub) -> None:
    messages = [replace(MESSAGE, id=f"id-{number}") for number in range(8)]
    threads = [threading.Thread(target=gateway.send, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {taken.our_id for taken in stub.taken} == {message.id for message in messages}


@pytest.mark.parametrize("name", ["outbox", "aliyun", "tencent"])
def test_the_setting_chooses_the_gateway(name: str, settings: Settings) -> None:
    load.cache_clear()
    settings.SMS_ACCESS_KEY = settings.SMS_ACCESS_SECRET = "anything"
    settings.SMS_GATEWAY = name
    assert gateway_for("sms").name == name
    assert gateway_for("email").name == "email"
