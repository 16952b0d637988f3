"""单位成员: asking, accepting up to ten, refusing, leaving, removing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import members
from accounts.models import AuditEntry, JoinRequest, Membership, Notification, Unit, User
from accounts.models.membership import MAX_OPERATORS
from portal.lib.refusals import Refused
from tests.accounts.inside import enter, leave_for_minutes
from tests.factories import make_clerk, make_person, make_unit, uscc
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


def newcomer(unit: Unit) -> JoinRequest:
    """Somebody of no unit who asks to join this one."""
    user = make_clerk(make_unit())
    user.memberships.all().delete()
    return members.ask_to_join(unit, user, "接替离职同事")


@pytest.fixture
def admin() -> User:
    return make_clerk()


@pytest.fixture
def unit(admin: User) -> Unit:
    return admin.memberships.get().unit


def test_the_administrator_is_told_and_lets_somebody_in(
    client: Client, admin: User, unit: Unit
) -> None:
    request = newcomer(unit)
    assert Notification.objects.filter(recipient=admin, kind="join_request_received").exists()
    enter(admin, client)
    assert "接替离职同事" in client.get("/member/members/").content.decode()

    client.post(f"/member/requests/{request.pk}/accept/")

    membership = request.user.memberships.get()
    assert (membership.unit, membership.role) == (unit, "operator")
    assert Notification.objects.filter(
        recipient=request.user, kind="join_request_accepted"
    ).exists()
    assert AuditEntry.objects.filter(action="accept_join_request", actor=admin).exists()


def test_a_refusal_needs_a_reason_and_is_told(client: Client, admin: User, unit: Unit) -> None:
    request = newcomer(unit)
    enter(admin, client)

    silent = client.post(f"/member/requests/{request.pk}/refuse/", {"opinion": " "})
    assert silent.status_code == 422
    assert "请填写拒绝的原因" in silent.content.decode()

    client.post(f"/member/requests/{request.pk}/refuse/", {"opinion": "并非本单位员工"})
    request.refresh_from_db()
    assert (request.state, request.opinion) == ("refused", "并非本单位员工")
    assert Notification.objects.filter(recipient=request.user, kind="join_request_refused").exists()


def test_there_is_no_eleventh_operator(client: Client, admin: User, unit: Unit) -> None:
    for _number in range(MAX_OPERATORS):
        make_clerk(unit, role="operator")
    request = newcomer(unit)
    enter(admin, client)

    answer = client.post(f"/member/requests/{request.pk}/accept/")

    assert answer.status_code == 409
    assert "最多 10 名经办人" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == "pending"


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("X-012")
def test_two_acceptances_at_once_keep_the_limit(admin: User, unit: Unit) -> None:
    for _number in range(MAX_OPERATORS - 1):
        make_clerk(unit, role="operator")
    requests = [newcomer(unit).pk for _number in range(2)]

    def accept(request_id: int) -> bool:
        try:
            members.accept(request_id, admin)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(accept, requests))

    assert outcomes == [False, True]
    operators = unit.memberships.filter(role="operator", is_active=True)
    assert operators.count() == MAX_OPERATORS


def test_removed_operators_lose_their_rights_at_once(
    client: Client, admin: User, unit: Unit
) -> None:
    operator = make_clerk(unit, role="operator")
    theirs = Client()
    theirs.force_login(operator)
    assert theirs.get("/member/").status_code == 200
    enter(admin, client)

    client.post(f"/member/members/{operator.memberships.get().pk}/revoke/")

    assert theirs.get("/member/").status_code == 403
    assert Notification.objects.filter(recipient=operator, kind="membership_revoked").exists()


def test_the_list_begins_with_the_legal_representative(
    client: Client, admin: User, unit: Unit
) -> None:
    for role, name in (("admin", "唐寅"), ("operator", "祝允明")):
        make_clerk(unit, role=role, full_name=name)
    enter(admin, client)

    page = client.get("/member/members/").content.decode().partition('id="members"')[2]

    assert page.index(admin.full_name) < page.index("唐寅") < page.index("祝允明")


def test_operators_leave_and_administrators_do_not(client: Client, admin: User, unit: Unit) -> None:
    operator = make_clerk(unit, role="operator")
    enter(operator, client)
    leave_for_minutes(client)
    page = client.post("/member/members/leave/").headers["Location"]
    assert page.startswith("/accounts/confirm/?next=")
    assert operator.memberships.get().is_active

    client.post(page, {"password": PASSWORD})

    assert not operator.memberships.get().is_active

    enter(admin, client)
    assert client.post("/member/members/leave/").status_code == 409
    assert admin.memberships.get().is_active


def test_somebody_asks_to_join_one_more_unit(client: Client, admin: User, unit: Unit) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    unknown = client.post("/member/members/join/", {"uscc": uscc(), "reason": "代办"})
    assert unknown.status_code == 422
    assert "尚未注册" in unknown.content.decode()

    client.post("/member/members/join/", {"uscc": unit.uscc.lower(), "reason": "代办"})

    asked = JoinRequest.objects.get()
    assert (asked.user, asked.unit, asked.state) == (clerk, unit, "pending")
    again = client.post("/member/members/join/", {"uscc": unit.uscc, "reason": "再来"})
    assert again.status_code == 409
    members.accept(asked.pk, admin)
    assert "切换单位" in client.get("/member/").content.decode()


def test_persons_ask_to_join_nothing(client: Client) -> None:
    client.force_login(make_person())
    assert client.get("/member/members/join/").status_code == 404


@pytest.mark.requirement("X-004")
def test_operators_decide_nothing(client: Client, unit: Unit) -> None:
    operator = make_clerk(unit, role="operator")
    other = make_clerk(unit, role="operator")
    request = newcomer(unit)
    client.force_login(operator)

    assert client.post(f"/member/requests/{request.pk}/accept/").status_code == 403
    assert client.post(f"/member/requests/{request.pk}/refuse/").status_code == 403
    theirs = other.memberships.get()
    assert client.post(f"/member/members/{theirs.pk}/revoke/").status_code == 403
    assert "接替离职同事" not in client.get("/member/members/").content.decode()


@pytest.mark.requirement("X-005")
def test_another_units_administrator_finds_nothing(client: Client, admin: User, unit: Unit) -> None:
    request = newcomer(unit)
    operator: Membership = make_clerk(unit, role="operator").memberships.get()
    enter(make_clerk(), client)

    for path in (
        f"/member/requests/{request.pk}/accept/",
        f"/member/requests/{request.pk}/refuse/",
        f"/member/members/{operator.pk}/revoke/",
    ):
        assert client.post(path).status_code == 404
    operator.refresh_from_db()
    assert operator.is_active


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, admin: User, unit: Unit
) -> None:
    enter(admin, client)
    client.get("/member/members/")
    counts = []
    for _round in range(2):
        newcomer(unit)
        make_clerk(unit, role="operator")
        with CaptureQueriesContext(connection) as queries:
            client.get("/member/members/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
