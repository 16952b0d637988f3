"""Who is told what when an application changes its state."""

import datetime as dt

import pytest

from accounts.models import Delivery, Notification, User
from portal.lib.dates import today
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    approve,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    make_reviewer,
    make_unit,
    resident_id,
    submit,
    submitted_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("X-009")]
OWN_PHONE = "13711112222"


def sms_to(phone: str | None) -> list[tuple[str, int]]:
    found = Delivery.objects.filter(channel="sms").order_by("created_at")
    return [(message.kind, message.count) for message in found if message.address == phone]


def forget() -> None:
    Delivery.objects.all().delete()
    Notification.objects.all().delete()


def person_of(unit: Application) -> Application:
    return submit(draft_person_application(unit, mobile=OWN_PHONE, email="zhu@example.com"))


def reviewer() -> User:
    return make_reviewer(district_office())


@pytest.mark.requirement("X-003")
def test_a_return_is_told_to_clerk_and_person_with_the_opinion() -> None:
    person = person_of(submitted_unit())
    forget()
    move(person.pk, Action.RETURN, reviewer(), "完税证明缺第二页")

    clerk = person.created_by
    notice = Notification.objects.get(recipient=clerk)
    assert "完税证明缺第二页" in notice.body
    assert notice.link == f"/my/{person.number}/"
    assert sms_to(clerk.phone) == [("application_returned", 1)]
    assert sms_to(OWN_PHONE) == [("person_returned", 1)]
    mails = Delivery.objects.filter(channel="email")
    assert person.unit_application
    contact = person.unit_application.answers["contact_email"]
    assert {mail.address for mail in mails} == {clerk.email, "zhu@example.com", contact}


def test_an_approval_names_the_amount_a_step_between_stages_is_not_news() -> None:
    person = person_of(submitted_unit())
    forget()
    person = move(person.pk, Action.APPROVE, reviewer())
    assert not Notification.objects.exists()
    approve(person)
    assert "¥40,000.00" in Notification.objects.get().body
    message = next(m for m in Delivery.objects.filter(channel="sms") if m.address == OWN_PHONE)
    assert "¥40,000.00" in message.body


def test_a_refusal_is_told() -> None:
    person = person_of(submitted_unit())
    forget()
    move(person.pk, Action.REJECT, reviewer(), "不符合条件")
    assert sms_to(OWN_PHONE) == [("person_rejected", 1)]
    assert "不符合条件" in Notification.objects.get().body


def test_a_unit_returned_is_one_message_however_many_people_come_with_it() -> None:
    unit = submitted_unit()
    for _ in range(3):
        person_of(unit)
    forget()
    move(unit.pk, Action.RETURN, reviewer(), "营业执照不清晰")

    assert Notification.objects.get().kind == "unit_returned"
    messages = Delivery.objects.filter(channel="sms")
    assert all("3名人员同时退回" in message.body for message in messages)
    contact = unit.answers["contact_phone"]
    assert [m.address for m in messages.order_by("created_at")] == [unit.created_by.phone, contact]


def test_many_decisions_are_one_message_to_each_clerk() -> None:
    unit = make_unit()
    clerks = [make_clerk(unit), make_clerk(unit, role="operator")]
    application = submitted_unit(clerk=clerks[0])
    people = [person_of(application) for _ in range(5)]
    forget()
    officer = reviewer()
    for person in people:
        move(person.pk, Action.RETURN, officer, "请补正")

    for clerk in clerks:
        assert sms_to(clerk.phone) == [("application_returned", 5)]
        assert Notification.objects.filter(recipient=clerk).count() == 5


def test_only_those_are_told_who_may_act_today() -> None:
    unit = make_unit()
    clerk = make_clerk(unit)
    former = make_clerk(unit, role="operator")
    former.memberships.update(ends_on=today() - dt.timedelta(days=1))
    blocked = make_clerk(unit, role="operator")
    User.objects.filter(pk=blocked.pk).update(is_active=False)
    submitted_unit(clerk=clerk)
    assert {notice.recipient for notice in Notification.objects.all()} == {clerk}


@pytest.mark.requirement("S3-030")
def test_the_contact_chosen_in_the_application_is_told_too() -> None:
    unit = submit(draft_unit_application(contact_phone=OWN_PHONE, contact_email="hr@example.org"))
    forget()
    move(unit.pk, Action.RETURN, reviewer(), "请补正")
    assert sms_to(OWN_PHONE) == [("unit_returned", 1)]
    assert "hr@example.org" in {mail.address for mail in Delivery.objects.filter(channel="email")}


def test_no_document_number_leaves_the_house() -> None:
    number = resident_id()
    approve(submit(draft_person_application(submitted_unit(), id_doc_number=number)))
    assert Delivery.objects.count() > 3
    assert not any(number in message.body for message in Delivery.objects.all())
