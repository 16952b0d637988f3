"""The delivery log and the wording, as staff see and change them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Delivery, NotificationTemplate
from accounts.notifications import notify, notify_contact, send_code_message
from accounts.notifications.defaults import default_wordings
from accounts.notifications.kinds import KINDS, MANY
from accounts.notifications.preview import preview
from accounts.notifications.wording import check
from accounts.tasks import deliver
from tests.factories import make_clerk, make_staff

pytestmark = pytest.mark.django_db
PHONE = "13700000001"
LOG = "/admin/accounts/delivery/"
WORDING = "/admin/accounts/notificationtemplate/"


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(make_staff("system_admin"))
    return client


@pytest.fixture
def sent() -> Delivery:
    [delivery] = notify_contact("person_rejected", {"program": "优秀人才贡献奖励"}, phone=PHONE)
    deliver(str(delivery.pk))
    return delivery


def wording_of(kind: str, medium: str) -> NotificationTemplate:
    return NotificationTemplate.objects.get(kind=kind, medium=medium)


def fields_of(template: NotificationTemplate, **changes: str) -> dict[str, str]:
    fields = {"subject": template.subject, "body": template.body, "is_active": "on"}
    return {**fields, "gateway_code": template.gateway_code, **changes}


def test_the_log_masks_addresses(keeper: Client, sent: Delivery) -> None:
    page = keeper.get(LOG).content.decode()
    assert "137****0001" in page
    assert PHONE not in page
    detail = keeper.get(f"{LOG}{sent.pk}/change/").content.decode()
    assert "优秀人才贡献奖励" in detail
    assert "outbox" in detail
    assert PHONE not in detail


def test_a_delivery_is_found_by_the_whole_address_only(keeper: Client, sent: Delivery) -> None:
    assert "137****0001" in keeper.get(LOG, {"q": f" {PHONE} "}).content.decode()
    assert "137****0001" not in keeper.get(LOG, {"q": "1370000"}).content.decode()


def test_the_log_shows_no_code(keeper: Client) -> None:
    delivery = send_code_message(PHONE, "482913", "sign_up")
    page = keeper.get(f"{LOG}{delivery.pk}/change/").content.decode()
    assert "482913" not in page
    assert "******" in page


def test_a_message_that_waits_is_shown_as_it_will_go_out(keeper: Client) -> None:
    """In the log and on the demo's page; showing it fixes nothing."""
    clerk = make_clerk(email="")
    file = {"program": "优秀人才贡献奖励", "year": 2026, "unit": "平江仪器", "name": "祝允明"}
    for _ in range(3):
        notify(clerk, "application_approved", file, gather="award-2026")
    waiting = Delivery.objects.get()
    for url in (f"{LOG}{waiting.pk}/change/", "/demo/outbox/"):
        page = keeper.get(url).content.decode()
        assert "平江仪器有3件" in page
        assert "祝允明" not in page
    assert "祝允明" in Delivery.objects.get().body


@pytest.mark.requirement("X-009")
def test_sending_once_more_is_a_new_delivery_and_is_written_down(
    keeper: Client, sent: Delivery
) -> None:
    answer = keeper.post(f"{LOG}{sent.pk}/resend/")
    again = Delivery.objects.exclude(pk=sent.pk).get()
    assert answer.headers["Location"] == f"{LOG}{again.pk}/change/"
    assert (again.address, again.body, again.state) == (PHONE, sent.body, "queued")
    assert AuditEntry.objects.get(action="resend_delivery").subject_id == str(sent.pk)


def test_a_double_click_sends_once_more_once(keeper: Client, sent: Delivery) -> None:
    for _ in range(2):
        keeper.post(f"{LOG}{sent.pk}/resend/")
    assert Delivery.objects.count() == 2


def test_a_code_is_not_sent_again(keeper: Client) -> None:
    delivery = send_code_message(PHONE, "482913", "sign_up")
    Delivery.objects.update(state="failed")
    answer = keeper.post(f"{LOG}{delivery.pk}/resend/", follow=True)
    assert "验证码不能重发" in answer.content.decode()
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("role", ["reviewer", "auditor", "finance"])
def test_other_staff_send_nothing(client: Client, sent: Delivery, role: str) -> None:
    client.force_login(make_staff("auditor") if role == "reviewer" else make_staff(role))
    assert client.post(f"{LOG}{sent.pk}/resend/").status_code == 403
    assert Delivery.objects.count() == 1


def test_a_get_sends_nothing(keeper: Client, sent: Delivery) -> None:
    assert keeper.get(f"{LOG}{sent.pk}/resend/").status_code == 405


def test_the_log_cannot_be_edited(keeper: Client, sent: Delivery) -> None:
    keeper.post(f"{LOG}{sent.pk}/change/", {"state": "failed"})
    keeper.post(f"{LOG}{sent.pk}/delete/", {"post": "yes"})
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_the_log_costs_the_same_for_one_row_and_for_thirty(keeper: Client, sent: Delivery) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            keeper.get(LOG)
        return len(captured)

    keeper.get(LOG)
    one = queries()
    for _ in range(30):
        notify_contact("person_rejected", {}, phone=PHONE)
    assert queries() == one


def test_wording_is_changed_and_seen_before(keeper: Client) -> None:
    template = wording_of("application_returned", "sms")
    address = f"{WORDING}{template.pk}/"
    page = keeper.get(f"{address}change/").content.decode()
    assert "【苏州人才总入口】祝允明的“优秀人才贡献奖励”2026年度申报" in page

    changed = fields_of(template, body="{name}的申报已退回", gateway_code="SMS_200002")
    shown = keeper.post(f"{address}preview/", changed).content.decode()
    assert "【苏州人才总入口】祝允明的申报已退回" in shown
    assert "18 字，按 1 条短信计费" in shown
    template.refresh_from_db()
    assert "{program}" in template.body

    keeper.post(f"{address}change/", changed)
    template.refresh_from_db()
    assert (template.body, template.gateway_code) == ("{name}的申报已退回", "SMS_200002")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{name}的{id_doc_number}", "不能使用占位符 {id_doc_number}"),
        ("{name的申报", "花括号没有成对"),
        ("{name.password}", "花括号没有成对"),
        ("", "这个字段是必填项"),
    ],
)
def test_wording_that_cannot_be_filled_is_refused(keeper: Client, body: str, problem: str) -> None:
    template = wording_of("application_returned", "sms")
    answer = keeper.post(f"{WORDING}{template.pk}/change/", fields_of(template, body=body))
    assert problem in answer.content.decode()
    template.refresh_from_db()
    assert template.body != body


def test_codes_cannot_be_switched_off(keeper: Client) -> None:
    template = wording_of("verification_code", "sms")
    fields = fields_of(template)
    del fields["is_active"]
    answer = keeper.post(f"{WORDING}{template.pk}/change/", fields)
    assert "短信验证码不能停用" in answer.content.decode()


def test_an_auditor_does_not_see_wording(client: Client) -> None:
    client.force_login(make_staff("auditor"))
    assert client.get(WORDING).status_code == 403


def test_no_sms_takes_two() -> None:
    # S3-015 wants both new accounts named in one message.
    texts = NotificationTemplate.objects.filter(medium="sms").exclude(kind="unit_registered")
    assert {t.kind: preview(t).length for t in texts if preview(t).parts > 1} == {}


def test_the_first_wording_can_be_filled_for_every_kind() -> None:
    told = set()
    for kind, _medium, subject, body in default_wordings():
        check(kind, subject)
        check(kind, body)
        told.add(kind)
    assert told == set(KINDS)
    assert all(kind.removesuffix(MANY) in told for kind in told)
