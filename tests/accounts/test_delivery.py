"""Carrying a delivery out: once, again when that helps, never twice."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from accounts.jobs import sweep_deliveries
from accounts.models import Delivery, NotificationTemplate
from accounts.notifications import notify, notify_contact, send_code_message
from accounts.notifications.carrying import RETRY_AFTER, carry_out, claim, claim_due
from accounts.tasks import deliver
from tests.factories import make_clerk
from tests.sms_stub import SmsStub

pytestmark = pytest.mark.django_db
PHONE = "13700000001"
LIMIT = "isv.BUSINESS_LIMIT_CONTROL"


def message() -> Delivery:
    """An SMS that waits for its first try."""
    NotificationTemplate.objects.update(gateway_code="SMS_200002")
    [delivery] = notify_contact("person_rejected", {"program": "优秀人才贡献奖励"}, phone=PHONE)
    return delivery


def come_due(delivery: Delivery, **changes: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now(), **changes)


def test_a_delivery_is_carried_out_once(sms_platform: SmsStub) -> None:
    delivery = message()
    deliver(str(delivery.pk))
    deliver(str(delivery.pk))
    sweep_deliveries()

    assert [taken.our_id for taken in sms_platform.sent_to(PHONE)] == [str(delivery.pk)]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.gateway_reference) == ("sent", "SN000001")
    attempt = delivery.history.get()
    assert (attempt.gateway, attempt.succeeded) == ("aliyun", True)


def test_a_limit_of_the_platform_is_waited_for(sms_platform: SmsStub) -> None:
    sms_platform.refusals[PHONE] = [LIMIT]
    delivery = message()
    deliver(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "queued"
    assert delivery.due_at - timezone.now() > dt.timedelta(seconds=RETRY_AFTER[0] - 10)

    sweep_deliveries()
    assert sms_platform.taken == []
    come_due(delivery)
    sweep_deliveries()
    assert len(sms_platform.taken) == 1
    assert [attempt.succeeded for attempt in delivery.history.all()] == [False, True]


def test_after_the_last_try_it_is_given_up(sms_platform: SmsStub) -> None:
    sms_platform.refusals[PHONE] = [LIMIT] * 20
    delivery = message()
    for _ in range(20):
        come_due(delivery)
        sweep_deliveries()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", len(RETRY_AFTER) + 1)


def test_a_number_that_does_not_exist_is_not_tried_again(sms_platform: SmsStub) -> None:
    sms_platform.refusals[PHONE] = ["isv.MOBILE_NUMBER_ILLEGAL"]
    delivery = message()
    deliver(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "MOBILE_NUMBER_ILLEGAL" in delivery.history.get().message


def test_an_expired_code_is_not_sent(sms_platform: SmsStub) -> None:
    delivery = send_code_message(PHONE, "482913", "sign_up")
    Delivery.objects.update(expires_at=timezone.now())
    deliver(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert sms_platform.calls == []


def test_a_platform_that_has_it_is_not_given_it_again(sms_platform: SmsStub) -> None:
    """The worker died after the platform had taken the message."""
    delivery = message()
    claimed = claim(str(delivery.pk))
    assert claimed
    carry_out(claimed)
    come_due(delivery, state="sending", sent_at=None)

    sweep_deliveries()

    assert sms_platform.calls == ["SendSms", "QuerySendDetails"]
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_a_platform_that_does_not_have_it_is_given_it(sms_platform: SmsStub) -> None:
    """The worker died before the platform had taken the message."""
    delivery = message()
    assert claim(str(delivery.pk))
    come_due(delivery)
    sweep_deliveries()
    assert sms_platform.calls == ["QuerySendDetails", "SendSms"]


def test_a_platform_that_cannot_say_is_asked_later(sms_platform: SmsStub) -> None:
    delivery = message()
    assert claim(str(delivery.pk))
    come_due(delivery)
    sms_platform.secret = "changed"
    sweep_deliveries()
    delivery.refresh_from_db()
    assert delivery.state == "sending"
    assert delivery.due_at > timezone.now()
    assert sms_platform.taken == []


def test_while_one_holds_a_delivery_nobody_else_gets_it() -> None:
    delivery = message()
    assert claim(str(delivery.pk))
    assert claim(str(delivery.pk)) is None
    assert claim_due() is None


def test_who_was_too_slow_changes_nothing(sms_platform: SmsStub) -> None:
    """A worker that slept through its claim must not undo what another found out."""
    delivery = message()
    slow = claim(str(delivery.pk))
    come_due(delivery)
    sms_platform.refusals[PHONE] = ["isv.MOBILE_NUMBER_ILLEGAL"]
    sweep_deliveries()
    assert slow
    carry_out(slow)
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_gathered_messages_wait_for_the_sweep(sms_platform: SmsStub) -> None:
    context = {"program": "优秀人才贡献奖励", "year": 2026, "unit": "平江仪器", "name": "祝允明"}
    clerk = make_clerk(email="")
    NotificationTemplate.objects.update(gateway_code="SMS_200002")
    for _ in range(3):
        notify(clerk, "application_approved", context, gather="award-2026")
    sweep_deliveries()
    [taken] = sms_platform.taken
    assert taken.parameters["count"] == "3"
    assert "平江仪器有3件" in Delivery.objects.get().body


def test_codes_go_by_the_template_of_the_settings(sms_platform: SmsStub) -> None:
    deliver(str(send_code_message(PHONE, "482913", "sign_up").pk))
    [taken] = sms_platform.taken
    assert (taken.template, taken.parameters["code"]) == ("SMS_100001", "482913")


def test_other_kinds_never_borrow_it(sms_platform: SmsStub) -> None:
    [delivery] = notify_contact("person_rejected", {}, phone=PHONE)
    deliver(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert "模板编号" in delivery.history.get().message
    assert sms_platform.calls == []


def test_a_message_is_encrypted_where_it_lies() -> None:
    send_code_message(PHONE, "482913", "sign_up")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, body, parameters, address_hash FROM accounts_delivery")
        stored = " ".join(cursor.fetchone())
    assert "482913" not in stored
    assert PHONE not in stored
