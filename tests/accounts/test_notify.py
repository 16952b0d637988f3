"""Telling people: what is written, and what joins what."""

import datetime as dt
import json

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Delivery, Notification, NotificationTemplate
from accounts.notifications import notify, notify_all, notify_contact, send_code_message
from accounts.notifications.carrying import claim, claim_due
from tests.factories import make_clerk, make_unit

pytestmark = pytest.mark.django_db

FILE = {
    "program": "优秀人才贡献奖励",
    "year": 2026,
    "name": "祝允明",
    "unit": "平江仪器",
    "number": "YXGX2026-00000123-7",
    "comment": "缺第二页",
    "granted": "，核定奖励金额 ¥40,000.00",
}


@pytest.mark.requirement("X-009")
def test_one_line_in_the_inbox_one_sms_and_one_mail() -> None:
    clerk = make_clerk()
    notice = notify(clerk, "application_returned", FILE, link="/my/YXGX2026-00000123-7/")

    assert notice.title == "请修改：祝允明 的“优秀人才贡献奖励”2026 年度申报被退回"
    assert "缺第二页" in notice.body
    sms, mail = Delivery.objects.filter(notification=notice).order_by("-channel")
    assert (sms.channel, sms.address) == ("sms", clerk.phone)
    assert sms.body.startswith("【苏州人才总入口】祝允明的“优秀人才贡献奖励”2026年度申报")
    assert json.loads(sms.parameters) == {
        "name": "祝允明",
        "program": "优秀人才贡献奖励",
        "year": "2026",
    }
    assert (mail.channel, mail.address, mail.subject) == ("email", clerk.email, notice.title)
    assert "http://127.0.0.1:8000/my/YXGX2026-00000123-7/" in mail.body
    assert "\n苏州人才总入口\n" in mail.body


def test_somebody_without_an_e_mail_address_gets_no_mail() -> None:
    notify(make_clerk(email=""), "application_approved", FILE)
    assert [delivery.channel for delivery in Delivery.objects.all()] == ["sms"]


def test_a_change_that_is_rolled_back_tells_nobody() -> None:
    clerk = make_clerk()
    with transaction.atomic():
        notify(clerk, "application_returned", FILE)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


def test_a_template_switched_off_sends_nothing_but_the_inbox_stays() -> None:
    NotificationTemplate.objects.update_or_create(
        kind="application_returned", medium="sms", defaults={"is_active": False}
    )
    notify(make_clerk(), "application_returned", FILE)
    assert [delivery.channel for delivery in Delivery.objects.all()] == ["email"]


def test_what_staff_wrote_counts() -> None:
    NotificationTemplate.objects.update_or_create(
        kind="application_returned",
        medium="inbox",
        defaults={"subject": "退回：{name}", "body": "{comment}。{unknown}"},
    )
    notice = notify(make_clerk(), "application_returned", FILE)
    assert (notice.title, notice.body) == ("退回：祝允明", "缺第二页。")


def test_many_of_a_kind_become_one_message() -> None:
    unit = make_unit()
    clerks = [make_clerk(unit), make_clerk(unit, role="operator")]
    for _ in range(50):
        notify_all(clerks, "application_approved", FILE, gather="award-2026")

    assert Notification.objects.count() == 100
    messages = Delivery.objects.filter(channel="sms")
    assert {message.address for message in messages} == {clerk.phone for clerk in clerks}
    assert [message.count for message in messages] == [50, 50]
    assert Delivery.objects.filter(channel="email").count() == 2


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_the_message_names_how_many_joined_until_it_was_sent(channel: str) -> None:
    clerk = make_clerk()
    for _ in range(50):
        notify(clerk, "application_approved", FILE, gather="award-2026")
    waiting = Delivery.objects.filter(channel=channel)
    waiting.update(due_at=timezone.now())

    assert claim(str(waiting.get().pk))
    message = waiting.get()
    text = f"{message.subject} {message.body}".replace(" ", "")
    assert "50件“优秀人才贡献奖励”2026年度申报审核通过" in text
    assert "平江仪器" in message.body
    assert "祝允明" not in text
    assert json.loads(message.parameters)["unit"] == "平江仪器"


def test_a_message_that_nobody_joined_speaks_of_its_one() -> None:
    notify(make_clerk(email=""), "application_approved", FILE, gather="award-2026")
    Delivery.objects.update(due_at=timezone.now())
    assert claim_due()
    assert "祝允明" in Delivery.objects.get().body


def test_a_message_that_was_tried_keeps_its_words() -> None:
    """The gateway must not get two texts under one id."""
    clerk = make_clerk(email="")
    for _ in range(2):
        notify(clerk, "application_approved", FILE, gather="award-2026")
    Delivery.objects.update(due_at=timezone.now())
    first = claim_due()
    assert first
    NotificationTemplate.objects.update(body="另一种说法")
    Delivery.objects.update(state="queued", due_at=timezone.now())
    again = claim_due()
    assert again
    assert again.body == first.body


def test_a_template_for_many_that_is_switched_off_gathers_nothing() -> None:
    NotificationTemplate.objects.filter(kind="application_approved_many").update(is_active=False)
    clerk = make_clerk(email="")
    for _ in range(2):
        notify(clerk, "application_approved", FILE, gather="award-2026")
    assert [message.count for message in Delivery.objects.all()] == [1, 1]


def test_what_is_on_its_way_is_not_joined() -> None:
    clerk = make_clerk(email="")
    notify(clerk, "application_approved", FILE, gather="award-2026")
    Delivery.objects.update(state="sending")
    notify(clerk, "application_approved", FILE, gather="award-2026")
    assert [d.count for d in Delivery.objects.all()] == [1, 1]


def test_other_programmes_and_other_kinds_are_not_joined() -> None:
    clerk = make_clerk(email="")
    notify(clerk, "application_approved", FILE, gather="award-2026")
    notify(clerk, "application_approved", FILE, gather="award-2025")
    notify(clerk, "application_returned", FILE, gather="award-2026")
    assert Delivery.objects.count() == 3


def test_a_person_without_an_account_is_told_at_the_address_given() -> None:
    notify_contact("person_approved", FILE, phone="13700000001")
    message = Delivery.objects.get()
    assert (message.address, message.notification) == ("13700000001", None)
    assert "¥40,000.00" in message.body


@pytest.mark.requirement("S0-002")
def test_a_code_is_due_at_once_and_expires() -> None:
    message = send_code_message("13700000001", "482913", "sign_up")
    assert "482913" in message.body
    assert "注册" in message.body
    assert "5 分钟" in message.body
    assert message.expires_at == message.due_at + dt.timedelta(minutes=5)


def test_the_code_message_cannot_be_switched_off() -> None:
    NotificationTemplate.objects.update(is_active=False)
    send_code_message("13700000001", "482913", "sign_up")
    assert Delivery.objects.count() == 1
