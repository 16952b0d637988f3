"""公示异议: filed by a visitor with a phone, followed by number and code, decided by staff."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from accounts.models import Delivery, Notification
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions import objections
from reviews.jobs import conclude_notices
from reviews.models import Objection, PublicNotice
from tests.accounts.getting_in import captcha_of, last_code, png
from tests.factories import city_office, make_reviewer, make_staff
from tests.factories.notices import noticed_people, publish_for
from tests.factories.objections import PHONE, object_to

pytestmark = pytest.mark.django_db
TEXT = "该人员已于2026年3月离职，不在该单位工作。"


@pytest.fixture
def person() -> Application:
    return noticed_people(name="祝允明")[1]


@pytest.fixture
def notice(person: Application) -> PublicNotice:
    return publish_for(person)


def state_of(application: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=application.pk)


def code_at(client: Client, url: str) -> str:
    """Gets a code as a visitor does, captcha included, and reads the SMS."""
    shown = client.get(url).content.decode()
    client.post(url, {"send_code": "1", "phone": PHONE, **captcha_of(shown)})
    return last_code(PHONE)


def fields(**changes: Any) -> dict[str, Any]:
    return {"text": TEXT, "name": "顾炎武", "phone": PHONE, "code": "000000", **changes}


def test_a_visitor_objects_to_a_line_and_follows_it_by_number_and_code(
    client: Client, notice: PublicNotice
) -> None:
    url = f"/notices/{notice.number}/object/?line=2"
    assert "祝**" in client.get(url).content.decode()
    code = code_at(client, url)
    answer = client.post(url, fields(code=code, proof=png("离职证明.png")))
    assert answer.status_code == 302
    filed = client.get(answer.headers["Location"]).content.decode()
    objection = Objection.objects.get()
    assert objection.line
    assert objection.line.position == 2
    assert objection.attachments.get().name == "离职证明.png"
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", filed)
    assert found
    assert objection.number in filed
    assert any(objection.number in s.body for s in Delivery.objects.filter(kind__startswith="ob"))

    other = Client()
    page = f"/objections/{objection.number}/"
    assert other.get(page).status_code == 404
    wrong = other.post("/objections/", {"number": objection.number, "secret": "7K3M-Q9TX-2BHD"})
    assert wrong.status_code == 422
    assert other.get(page).status_code == 404
    typed = found[0].lower().replace("-", " ")
    assert other.post("/objections/", {"number": objection.number, "secret": typed}).url == page  # type: ignore[attr-defined]
    assert TEXT in other.get(page).content.decode()


def test_who_objects_is_encrypted_and_the_code_kept_nowhere(notice: PublicNotice) -> None:
    objection, secret = object_to(notice, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT o::text FROM reviews_objection o WHERE id = %s", [objection.pk])
        row = cursor.fetchone()[0]
    for hidden in ("顾炎武", PHONE, secret):
        assert hidden not in row


def test_a_mistake_costs_no_typing_and_stands_at_its_field(
    client: Client, notice: PublicNotice
) -> None:
    url = f"/notices/{notice.number}/object/"
    answer = client.post(url, fields(text="不实", proof=png("照片.png")))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "至少10个字" in text
    assert "顾炎武" in text
    assert "照片.png" in text
    wrong = client.post(url, fields())
    assert wrong.status_code == 422
    assert "验证码不正确或已失效" in wrong.content.decode()
    assert not Objection.objects.exists()


def test_lines_that_are_not_there_are_not_found(client: Client, notice: PublicNotice) -> None:
    for line in ("99", "x", "-1", "1" * 30):
        assert client.get(f"/notices/{notice.number}/object/?line={line}").status_code == 404
    assert client.get("/notices/GS2026-00000000-0/object/").status_code == 404


def test_the_days_over_no_objection_is_taken(
    client: Client, freeze: Any, person: Application
) -> None:
    freeze("2026-11-20 09:00")
    notice = publish_for(person)
    freeze("2026-11-28 00:01")
    answer = client.get(f"/notices/{notice.number}/object/")
    assert answer.status_code == 409
    assert "公示期已结束" in answer.content.decode()
    with pytest.raises(Refused, match="公示期已结束"):
        object_to(notice, None)


def test_the_same_is_not_objected_to_twice_by_one_phone(notice: PublicNotice, freeze: Any) -> None:
    freeze("2026-11-23 09:00")
    object_to(notice, None)
    freeze("2026-11-23 09:02")
    with pytest.raises(Refused, match="已对此提出过异议"):
        object_to(notice, None)
    freeze("2026-11-23 09:04")
    object_to(notice, notice.lines.first())


def test_staff_ask_and_the_objector_answers(client: Client, notice: PublicNotice) -> None:
    objection, secret = object_to(notice, None)
    objections.ask(objection.pk, "请提供离职时间。", notice.published_by)
    assert Delivery.objects.filter(kind="objection_asked").exists()
    client.post("/objections/", {"number": objection.number, "secret": secret})
    page = f"/objections/{objection.number}/"
    assert "请提供离职时间。" in client.get(page).content.decode()
    assert client.post(page, {"text": ""}).status_code == 422
    answered = client.post(page, {"text": "2026年3月1日。", "proof": png("证明.png")})
    assert answered.status_code == 302
    objection.refresh_from_db()
    assert not objection.awaits_answer
    assert objection.attachments.count() == 1
    assert [m.author_id is None for m in objection.messages.all()] == [False, True]


def test_upheld_the_application_is_refused_with_the_reason_and_both_are_told(
    person: Application, notice: PublicNotice
) -> None:
    objection, _code = object_to(notice, notice.lines.get(application=person))
    manager = notice.published_by
    with pytest.raises(Refused, match="核查意见"):
        objections.uphold(objection.pk, " ", manager)
    objections.uphold(objection.pk, "经核查，该人员已离职。", manager)

    assert state_of(person) == "rejected"
    last = person.transitions.latest("pk")
    assert last.actor == manager
    assert last.comment == "公示异议成立：经核查，该人员已离职。"
    told = Notification.objects.get(kind="application_rejected")
    assert "已离职" in told.body
    assert "顾炎武" not in told.body
    assert Delivery.objects.filter(kind="objection_decided").count() == 1
    assert "祝**" not in Client().get(f"/notices/{notice.number}/").content.decode()
    with pytest.raises(Refused, match="已由其他人员处理"):
        objections.dismiss(objection.pk, "不属实", manager)


def test_upheld_against_the_whole_list_the_notice_is_withdrawn(
    person: Application, notice: PublicNotice
) -> None:
    objection, _code = object_to(notice, None)
    objections.uphold(objection.pk, "名单漏列单位，重新公示。", notice.published_by)
    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    assert state_of(person) == "on_notice"
    assert publish_for(person).lines.count() == 2


def test_dismissed_both_are_told_and_the_notice_goes_on(
    person: Application, notice: PublicNotice, freeze: Any
) -> None:
    objection, _code = object_to(notice, notice.lines.get(application=person))
    objections.dismiss(objection.pk, "经核查不属实。", notice.published_by)
    told = Notification.objects.get(kind="notice_objection_dismissed")
    assert "经核查不属实。" in told.body
    assert Delivery.objects.filter(kind="objection_decided").count() == 1
    freeze(f"{notice.ends_on} 23:59")
    conclude_notices()
    assert state_of(person) == "on_notice"


def test_nobody_else_decides(notice: PublicNotice) -> None:
    objection, _code = object_to(notice, None)
    for user in (make_reviewer(city_office()), make_staff("finance"), make_staff("auditor")):
        for act in (objections.uphold, objections.dismiss, objections.ask):
            with pytest.raises(PermissionDenied):
                act(objection.pk, "核查意见说明", user)
    objection.refresh_from_db()
    assert objection.is_pending


def test_codes_are_not_to_be_tried_out(client: Client, notice: PublicNotice) -> None:
    objection, _secret = object_to(notice, None)
    guess = {"number": objection.number, "secret": "7K3M-Q9TX-2BHD"}
    answers = [client.post("/objections/", guess).status_code for _try in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[10:] == [429, 429]
