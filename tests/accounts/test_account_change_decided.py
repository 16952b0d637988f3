"""账号变更 decided: who may, what moves, and who can sign in then."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.actions import account_changes
from accounts.models import AccountChange, AuditEntry, Membership, Notification, Unit, User
from portal.lib.refusals import Refused
from tests.factories import (
    city_office,
    district_office,
    draft_person_application,
    make_clerk,
    make_person,
    make_reviewer,
    make_staff,
    make_unit,
    submitted_unit,
)
from tests.factories.people import PASSWORD as OLD_PASSWORD
from tests.factories.people import make_member

from .inside import sign_in
from .test_account_change import PASSWORD, PHONE, ask

pytestmark = pytest.mark.django_db

LEGAL = Membership.Role.LEGAL_REPRESENTATIVE


def can_log_in(login: str, password: str) -> bool:
    typed = {"login": login, "password": password}
    return Client().post("/accounts/login/?kind=enterprise", typed).status_code == 302


@pytest.fixture
def judge() -> User:
    return make_reviewer(district_office(kind="hrss_bureau"))


@pytest.fixture
def holder() -> User:
    return make_clerk()


@pytest.fixture
def unit(holder: User) -> Unit:
    return holder.memberships.get().unit


@pytest.mark.requirement("S0-030")
def test_the_new_login_works_after_approval_and_the_old_fails(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    old_phone = holder.phone
    assert old_phone
    theirs = sign_in(holder)
    change = ask(client, unit)
    assert not can_log_in(PHONE, PASSWORD)
    assert can_log_in(old_phone, OLD_PASSWORD)

    account_changes.approve(change.pk, "材料属实", judge, "10.0.0.1")

    assert can_log_in(PHONE, PASSWORD)
    assert not can_log_in(holder.username, OLD_PASSWORD)
    assert not can_log_in(old_phone, OLD_PASSWORD)
    assert theirs.get("/member/").status_code == 302
    new = User.objects.get(phone=PHONE)
    assert unit.memberships.get(role=LEGAL, is_active=True).user == new
    assert Notification.objects.filter(recipient=new, kind="account_change_approved").exists()
    assert Notification.objects.filter(recipient=holder, kind="account_handed_over").exists()
    entry = AuditEntry.objects.get(action="approve_account_change")
    assert (entry.actor, entry.address) == (judge, "10.0.0.1")
    expected = {"kind": "enterprise", "unit": unit.uscc, "from": holder.pk, "to": new.pk}
    assert entry.detail == expected


@pytest.mark.requirement("S0-030")
def test_applications_and_drafts_stay_with_the_unit(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    part = submitted_unit(clerk=holder)
    draft = draft_person_application(part)
    colleague = make_clerk(unit, role="operator")
    change = ask(client, unit)

    account_changes.approve(change.pk, "", judge)

    visitor = sign_in_as_new()
    visitor.post(reverse("privacy_consent"), {"consent": "on"})
    for application in (part, draft):
        page = reverse("programs:application", args=[application.number])
        assert visitor.get(page).status_code == 200
    assert colleague.memberships.get().is_active
    former = Client()
    former.force_login(holder)
    assert former.get(page).status_code in (302, 404)


def sign_in_as_new() -> Client:
    visitor = Client()
    typed = {"login": PHONE, "password": PASSWORD}
    assert visitor.post("/accounts/login/?kind=enterprise", typed).status_code == 302
    return visitor


def test_an_account_with_another_unit_keeps_that(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    other = make_unit()
    make_member(other, holder)
    change = ask(client, unit)

    account_changes.approve(change.pk, "", judge)

    assert can_log_in(holder.username, OLD_PASSWORD)
    assert [m.unit for m in holder.memberships.filter(is_active=True)] == [other]


def test_the_phone_of_a_closed_account_is_free_again(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    account_changes.approve(ask(client, unit).pk, "", judge)
    holder.refresh_from_db()
    assert (holder.is_active, holder.phone) == (False, None)


def test_an_account_without_a_unit_takes_over(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    waiting = User.objects.create_user("waiting", kind="enterprise", phone=PHONE)
    account_changes.approve(ask(client, unit).pk, "", judge)
    assert unit.memberships.get(role=LEGAL, is_active=True).user == waiting
    assert can_log_in("waiting", PASSWORD)


def test_an_operator_of_the_unit_rises(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    operator = make_clerk(unit, role="operator", phone=PHONE)
    account_changes.approve(ask(client, unit).pk, "", judge)
    active = operator.memberships.filter(is_active=True)
    assert [membership.role for membership in active] == [LEGAL]


@pytest.mark.requirement("S3-019")
def test_an_administrator_who_left_is_replaced(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    left = make_person()
    make_member(unit, left, role="admin")
    change = ask(client, unit, kind="admin", contact_name="唐子畏")
    assert change.attachments.count() == 1

    account_changes.approve(change.pk, "", judge)

    new = User.objects.get(phone=PHONE, kind="enterprise")
    assert new.full_name == "唐子畏"
    assert unit.memberships.get(role="admin", is_active=True).user == new
    assert unit.memberships.get(role=LEGAL, is_active=True).user == holder
    left.refresh_from_db()
    assert left.is_active
    assert left.phone
    assert Notification.objects.filter(recipient=left, kind="account_handed_over").exists()


def test_what_cannot_be_is_refused_with_words(
    client: Client, unit: Unit, holder: User, judge: User
) -> None:
    admin = make_staff("system_admin")
    unknown = ask(client, None)
    with pytest.raises(Refused, match="没有该统一社会信用代码的单位"):
        account_changes.approve(unknown.pk, "", admin)
    with pytest.raises(PermissionDenied):
        account_changes.approve(unknown.pk, "", judge)

    User.objects.filter(pk=holder.pk).update(phone=PHONE)
    AccountChange.objects.update(uscc=unit.uscc)
    with pytest.raises(Refused, match="就是该单位的现有账号"):
        account_changes.approve(unknown.pk, "", judge)

    User.objects.filter(pk=holder.pk).update(phone=None)
    rival = make_clerk(phone=PHONE)
    with pytest.raises(Refused, match="已用于其他单位"):
        account_changes.approve(unknown.pk, "", judge)
    User.objects.filter(pk=rival.pk).update(is_active=False)
    with pytest.raises(Refused, match="新账号已停用"):
        account_changes.approve(unknown.pk, "", judge)
    assert unit.memberships.get(is_active=True).user == holder


def test_two_approvals_for_one_unit(client: Client, unit: Unit, holder: User, judge: User) -> None:
    first, second = ask(client, unit), ask(client, unit, phone="13912346666")
    account_changes.approve(second.pk, "", judge)
    with pytest.raises(Refused, match="已经变更过"):
        account_changes.approve(first.pk, "", judge)
    with pytest.raises(Refused, match="已由其他人员处理"):
        account_changes.approve(second.pk, "", judge)
    assert unit.memberships.get(role=LEGAL, is_active=True).user.phone == "13912346666"


@pytest.mark.requirement("X-004")
def test_the_office_of_the_unit_decides_and_others_find_nothing(
    client: Client, unit: Unit, judge: User
) -> None:
    change = ask(client, unit)
    page = reverse("admin:accounts_accountchange_change", args=[change.pk])
    proof = reverse("admin:accountchange_proof", args=[change.pk, change.attachments.get().pk])
    approve = reverse("admin:accountchange_approve", args=[change.pk])

    stranger = Client()
    stranger.force_login(make_reviewer(district_office("320583", kind="hrss_bureau")))
    assert (
        change.number
        not in stranger.get(reverse("admin:accounts_accountchange_changelist")).content.decode()
    )
    assert [stranger.get(page).status_code, stranger.get(proof).status_code] == [404, 404]
    assert stranger.post(approve, {"opinion": ""}).status_code == 404
    other = Client()
    other.force_login(make_reviewer(city_office()))
    assert other.get(page).status_code == 403

    for member in (judge, make_reviewer(city_office("hrss_bureau"))):
        office = Client()
        office.force_login(member)
        text = office.get(page).content.decode()
        assert text.count("一致") == 2
        assert PHONE not in text
        assert office.get(proof).headers["Content-Type"] == "image/png"


def test_the_page_tells_where_the_register_differs(client: Client, unit: Unit, judge: User) -> None:
    change = ask(client, unit, unit_name="苏州冒名有限公司", old_account="nobody")
    office = Client()
    office.force_login(judge)
    text = office.get(
        reverse("admin:accounts_accountchange_change", args=[change.pk])
    ).content.decode()
    assert text.count("不一致") == 2
    assert unit.name in text


def test_a_refusal_needs_an_opinion_and_keeps_the_page(
    client: Client, unit: Unit, judge: User
) -> None:
    change = ask(client, unit)
    office = Client()
    office.force_login(judge)
    refuse = reverse("admin:accountchange_refuse", args=[change.pk])
    answer = office.post(refuse, {"opinion": " "})
    assert answer.status_code == 409
    assert "不予通过须填写审核意见" in answer.content.decode()
    change.refresh_from_db()
    assert change.is_pending


def test_a_member_since_the_request_is_not_pushed_out(
    client: Client, unit: Unit, holder: User, judge: User, freeze: Any
) -> None:
    change = ask(client, unit)
    Membership.objects.filter(user=holder).update(
        created_at=change.created_at + dt.timedelta(minutes=1)
    )
    with pytest.raises(Refused, match="已经变更过"):
        account_changes.approve(change.pk, "", judge)
