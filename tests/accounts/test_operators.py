"""经办人管理: who may be granted what by whom."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import members, operators
from accounts.models import AuditEntry, Delivery, Membership, Notification, Unit, User
from accounts.models.membership import MAX_OPERATORS
from portal.lib.dates import today
from portal.lib.refusals import Refused
from tests.accounts.acting import activated, granted, log_in_as_operator, typed, wanted
from tests.accounts.inside import page_text
from tests.factories import make_member, make_person

pytestmark = pytest.mark.django_db
PAGE = "/member/operators/"
GRANT = "/member/operators/grant/"


@pytest.mark.requirement("S2-033")
@pytest.mark.requirement("S2-041")
@pytest.mark.requirement("S2-042")
def test_the_page_counts_three_levels_and_has_two_tabs(
    desk: Client, legal: User, unit: Unit
) -> None:
    granted(unit, legal, "admin")
    granted(unit, legal)
    granted(unit, legal)
    page = " ".join(page_text(desk.get(PAGE)).split())
    for role, level, count in (
        ("法定代表人", "一级", 1),
        ("管理员", "二级", 1),
        ("经办人", "三级", 2),
    ):
        assert f"<dt>{role} {level}</dt> <dd>授权账号 {count}个</dd>" in page
    assert "已授权管理" in page
    assert f'href="{GRANT}"' in page


@pytest.mark.requirement("S2-043")
def test_four_fields_are_required_and_the_end_follows_the_start(desk: Client) -> None:
    empty = desk.post(GRANT, {"role": ""})
    assert empty.status_code == 422
    required = {name for name, errors in empty.context["form"].errors.items() if errors}
    assert required == {"role", "full_name", "phone", "id_doc_number"}

    person = make_person()
    late, early = today() + dt.timedelta(days=9), today() + dt.timedelta(days=2)
    data = typed(person, starts_on=late.isoformat(), ends_on=early.isoformat())
    answer = desk.post(GRANT, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["ends_on"] == ["结束日期不能早于开始日期。"]
    assert person.full_name in page_text(answer)
    assert not Membership.objects.filter(user=person).exists()


@pytest.mark.requirement("S2-046")
def test_who_is_granted_something_gets_an_sms(desk: Client, unit: Unit) -> None:
    person = make_person()
    assert desk.post(GRANT, typed(person)).status_code == 302
    message = Delivery.objects.get(channel="sms")
    assert unit.name in message.body
    assert "我是经办人" in message.body
    assert AuditEntry.objects.filter(action="grant_membership").exists()


@pytest.mark.requirement("S2-035")
@pytest.mark.requirement("S2-038")
@pytest.mark.parametrize("role", ["admin", "operator"])
def test_a_person_must_be_registered_and_nobody_learns_what_differs(
    desk: Client, role: str
) -> None:
    known, other = make_person(), make_person()
    wrong = [
        typed(known, role, full_name="张择端"),
        typed(known, role, phone=str(other.phone)),
        typed(known, role, id_doc_number=other.id_doc_number),
        typed(known, role, full_name="张择端", phone="13700000000", id_doc_number="E12345678"),
    ]
    answers = [desk.post(GRANT, data) for data in wrong]
    assert {answer.status_code for answer in answers} == {422}
    said = {tuple(answer.context["form"].non_field_errors()) for answer in answers}
    assert len(said) == 1
    assert "请该人员先完成个人注册" in said.pop()[0]
    assert not Membership.objects.filter(user__in=[known, other]).exists()


@pytest.mark.requirement("S2-034")
def test_there_is_one_administrator_who_can_be_replaced(
    desk: Client, legal: User, unit: Unit
) -> None:
    first = activated(unit, legal, "admin")
    theirs = log_in_as_operator(first.user)
    person = make_person()

    refused = desk.post(GRANT, typed(person, "admin"))
    assert refused.status_code == 422
    assert "已有 1 名管理员" in refused.context["form"].errors["role"][0]

    assert desk.post(GRANT, typed(person, "admin", replaces="on")).status_code == 302
    first.refresh_from_db()
    assert not first.is_active
    assert unit.memberships.get(role="admin", is_active=True).user == person
    assert theirs.get("/member/").headers["Location"].startswith("/accounts/login/")
    assert AuditEntry.objects.filter(action="replace_admin").exists()

    later = today() + dt.timedelta(days=5)
    period = f"{PAGE}{unit.memberships.get(role='admin', is_active=True).pk}/period/"
    assert desk.post(period, {"starts_on": "", "ends_on": later.isoformat()}).status_code == 302
    assert unit.memberships.get(role="admin", is_active=True).ends_on == later
    assert desk.post(period.replace("period", "end")).status_code == 302
    assert not unit.memberships.filter(role="admin", is_active=True).exists()


@pytest.mark.requirement("S2-036")
@pytest.mark.parametrize("role", ["legal_representative", "admin"])
def test_both_grant_operators_up_to_ten(legal: User, unit: Unit, role: str) -> None:
    actor = legal
    if role == "admin":
        actor = activated(unit, legal, "admin").user
        actor.acting_under = actor.memberships.get().pk
    for _number in range(MAX_OPERATORS):
        granted(unit, actor)
    with pytest.raises(Refused, match="最多 10 名经办人"):
        granted(unit, actor)
    assert unit.memberships.filter(role="operator").count() == MAX_OPERATORS


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("S2-034")
@pytest.mark.requirement("S2-036")
@pytest.mark.requirement("X-012")
@pytest.mark.parametrize(("role", "most"), [("operator", MAX_OPERATORS), ("admin", 1)])
def test_two_grants_at_once_keep_the_limit(legal: User, unit: Unit, role: str, most: int) -> None:
    for _number in range(most - 1):
        granted(unit, legal, role)
    people = [make_person(), make_person()]

    def try_it(person: User) -> bool:
        try:
            operators.grant(unit.pk, wanted(person, role), legal)
        except (Refused, ValidationError):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, people)) == [False, True]
    assert unit.memberships.filter(role=role, is_active=True).count() == most


@pytest.mark.requirement("X-009")
@pytest.mark.parametrize("role", ["operator", "admin"])
def test_who_is_granted_something_is_told(legal: User, unit: Unit, role: str) -> None:
    person = granted(unit, legal, role).user
    notice = Notification.objects.get(recipient=person)
    assert (notice.kind, unit.name in notice.body) == (f"{role}_granted", True)
    sent = Delivery.objects.filter(kind=f"{role}_granted", channel="sms")
    assert [message.address for message in sent] == [person.phone]


def test_the_database_has_no_eleventh_seat(unit: Unit) -> None:
    for seat in (0, 11, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_member(unit, make_person(), seat=seat)
    make_member(unit, make_person(), seat=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(unit, make_person(), seat=3)


@pytest.mark.requirement("S2-037")
def test_operators_are_changed_and_deleted_and_it_is_written_down(
    desk: Client, legal: User, unit: Unit
) -> None:
    theirs = granted(unit, legal)
    later = today() + dt.timedelta(days=90)
    data = {"starts_on": today().isoformat(), "ends_on": later.isoformat()}
    assert desk.post(f"{PAGE}{theirs.pk}/period/", data).status_code == 302
    assert desk.post(f"{PAGE}{theirs.pk}/end/").status_code == 302
    theirs.refresh_from_db()
    assert not theirs.is_active
    changed = AuditEntry.objects.get(action="change_membership_period")
    assert changed.detail["after"]["to"] == later.isoformat()
    assert AuditEntry.objects.filter(action="revoke_membership").exists()


@pytest.mark.requirement("S2-039")
def test_who_grants_what(legal: User, unit: Unit) -> None:
    admin, operator = activated(unit, legal, "admin"), activated(unit, legal)
    other = granted(unit, legal)
    may = {}
    for name, actor in (("legal", legal), ("admin", admin.user), ("operator", operator.user)):
        if name != "legal":
            actor.acting_under = actor.memberships.get().pk
        for role in ("legal_representative", "admin", "operator"):
            try:
                with transaction.atomic():
                    person = make_person()
                    operators.grant(unit.pk, wanted(person, role, replaces=True), actor)
                    transaction.set_rollback(True)
            except PermissionDenied:
                may[name, role] = False
            else:
                may[name, role] = True
    assert {pair for pair, allowed in may.items() if allowed} == {
        ("legal", "admin"),
        ("legal", "operator"),
        ("admin", "operator"),
    }
    with pytest.raises(PermissionDenied):
        members.revoke(other.pk, operator.user)
    for actor in (legal, admin.user):
        with pytest.raises(PermissionDenied):
            members.revoke(legal.memberships.get().pk, actor)
    page = log_in_as_operator(operator.user)
    assert page.get(GRANT).status_code == 403
    assert "开通授权" not in page_text(page.get(PAGE))


def test_nobody_is_granted_anything_by_herself(desk: Client, legal: User, unit: Unit) -> None:
    same_phone = make_person(phone=legal.phone)
    answer = desk.post(GRANT, typed(same_phone))
    assert answer.context["form"].errors["id_doc_number"] == ["不能为本人开通授权。"]

    admin = activated(unit, legal, "admin")
    page = log_in_as_operator(admin.user)
    refused = page.post(GRANT, typed(admin.user))
    assert refused.context["form"].errors["id_doc_number"] == ["不能为本人开通授权。"]


@pytest.mark.requirement("S2-044")
@pytest.mark.requirement("S2-045")
def test_cards_are_masked(desk: Client, legal: User, unit: Unit) -> None:
    theirs = granted(unit, legal, ends_on=today() + dt.timedelta(days=44))
    person = theirs.user
    page = page_text(desk.get(PAGE))
    assert person.id_doc_number not in page
    assert str(person.phone) not in page
    assert person.full_name not in page
    assert f"*****{person.id_doc_number[-4:]}" in page
    assert f"{theirs.starts_on:%Y-%m-%d} ~ {theirs.ends_on:%Y-%m-%d}" in page
    assert "授权人" in page
    assert legal.username not in page
    assert "删除" in page


def test_the_page_costs_the_same_for_one_and_for_many(
    desk: Client, legal: User, unit: Unit
) -> None:
    desk.get(PAGE)
    costs = []
    for _round in range(2):
        granted(unit, legal)
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]
