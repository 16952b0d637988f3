"""What staff do to accounts and memberships: for a reason, and after the password once more."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, IdentityCheck, Membership, Notification, User
from accounts.rules import acts_for, identity_level
from tests.accounts.getting_in import captcha_of, messages_to
from tests.accounts.inside import enter, leave_for_minutes
from tests.factories import make_clerk, make_person, make_reviewer, make_staff, make_unit
from tests.factories.people import PASSWORD
from tests.factories.places import district_office

pytestmark = pytest.mark.django_db
MEMBERS, USERS = "/admin/accounts/membership/", "/admin/accounts/user/"
REASON = {"reason": "窗口核验单位证明"}


@pytest.fixture
def admin(client: Client) -> User:
    user = make_staff("system_admin")
    enter(user, client)
    leave_for_minutes(client)
    return user


def confirmed(client: Client, page: str) -> None:
    """Sends the reason; the password is asked again first, and then it goes on."""
    asked = client.post(page, REASON)
    assert asked.headers["Location"].startswith("/accounts/confirm/?next=")
    done = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert done.status_code == 302, done.content.decode()


def unit_account() -> Membership:
    """The account "super" of a unit whose administrator has a phone."""
    unit = make_unit()
    make_clerk(unit, role="admin")
    owner = make_clerk(unit, phone=None)
    owner.memberships.update(login_name="super")
    return owner.memberships.get()


def test_a_membership_ends_after_the_password_and_its_owner_is_told(
    client: Client, admin: User
) -> None:
    membership = make_clerk().memberships.get()
    page = f"{MEMBERS}{membership.pk}/end/"
    assert "结束成员资格" in client.get(f"{MEMBERS}{membership.pk}/change/").content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422

    assert client.post(page, REASON).status_code == 302
    assert acts_for(membership.user, membership.unit_id)
    confirmed(client, page)

    assert not acts_for(membership.user, membership.unit_id)
    entry = AuditEntry.objects.get(action="revoke_membership")
    assert (entry.actor, entry.detail["reason"]) == (admin, REASON["reason"])
    assert Notification.objects.filter(
        recipient=membership.user, kind="membership_revoked"
    ).exists()
    assert client.post(page, REASON).status_code == 409


def test_nothing_of_a_membership_is_typed_over(client: Client, admin: User) -> None:
    membership = make_clerk().memberships.get()
    client.post(f"{MEMBERS}{membership.pk}/change/", {"ends_on": "2020-01-02"})
    membership.refresh_from_db()
    assert (membership.is_active, membership.ends_on) == (True, None)


def test_the_units_own_account_gets_a_new_code_by_sms(client: Client, admin: User) -> None:
    membership = unit_account()
    session = Client()
    session.force_login(membership.user)
    manager = membership.unit.memberships.get(role="admin").user

    confirmed(client, f"{MEMBERS}{membership.pk}/activation/")

    told = messages_to(manager.phone or "")[-1]
    code = told.partition("激活码(")[2].partition(")")[0]
    assert AuditEntry.objects.get(action="reissue_activation").actor == admin
    assert code not in str([entry.detail for entry in AuditEntry.objects.all()])
    membership.user.refresh_from_db()
    assert not membership.user.has_usable_password()
    visitor = Client()
    page = visitor.get("/accounts/login/?kind=enterprise&method=unit_name").content.decode()
    typed = {"unit_name": membership.unit.name, "login": "super", "password": code}
    entered = visitor.post(
        "/accounts/login/?kind=enterprise&method=unit_name", {**typed, **captcha_of(page)}
    )
    assert entered.headers["Location"] == "/accounts/activate/"
    chosen = {"password1": "Tianping-88", "password2": "Tianping-88"}
    assert visitor.post("/accounts/activate/", chosen).headers["Location"] == "/member/"


def test_no_code_without_a_phone_or_for_another_kind_of_account(
    client: Client, admin: User
) -> None:
    membership = unit_account()
    User.objects.filter(memberships__role="admin").update(phone=None)
    plain = make_clerk().memberships.get()
    leave_for_minutes(client, 0)

    for each, said in ((membership, "请先办理账号变更"), (plain, "不能重发激活码")):
        answer = client.post(f"{MEMBERS}{each.pk}/activation/", REASON)
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert each.user.has_usable_password()


@pytest.mark.parametrize("kind", ["enterprise", "person"])
def test_a_check_at_the_counter_counts_for_the_document_only(
    client: Client, admin: User, kind: str
) -> None:
    passport: dict[str, Any] = {"id_doc_type": "passport", "id_doc_number": "E12345678"}
    user = make_person() if kind == "person" else make_clerk(**passport)
    assert identity_level(user) == 0

    confirmed(client, f"{USERS}{user.pk}/checked/")

    check = IdentityCheck.objects.get(user=user)
    assert (check.kind, check.provider) == ("real_person", "counter")
    assert identity_level(user) == 2
    entry = AuditEntry.objects.get(action="record_counter_check", subject_id=str(user.pk))
    assert (entry.actor, entry.detail["reason"]) == (admin, REASON["reason"])
    assert user.id_doc_number not in str(entry.detail)
    user.id_doc_number, user.id_doc_hash = "E87654321", None
    assert identity_level(user) == 0


def test_no_check_without_a_document(client: Client, admin: User) -> None:
    leave_for_minutes(client, 0)
    for user in (make_clerk(), make_staff("auditor")):
        assert client.post(f"{USERS}{user.pk}/checked/", REASON).status_code == 409
    assert not IdentityCheck.objects.exists()


@pytest.mark.requirement("X-004")
def test_nobody_else_does_any_of_it(client: Client) -> None:
    membership, person = unit_account(), make_person()
    pages = [f"{MEMBERS}{membership.pk}/{verb}/" for verb in ("end", "activation")]
    for user in (make_reviewer(district_office()), make_staff("auditor")):
        enter(user, client)
        for page in (*pages, f"{USERS}{person.pk}/checked/"):
            assert client.post(page, REASON).status_code == 403


def test_login_by_password_is_closed_and_opened_again_on_the_record(
    client: Client, admin: User
) -> None:
    person = make_person()
    page = f"{USERS}{person.pk}/change/"
    for typed, closed in (
        ({"is_active": "on", "must_use_network": "on"}, True),
        ({"is_active": "on"}, False),
    ):
        client.post(page, typed)
        person.refresh_from_db()
        assert person.must_use_network is closed
        visitor = Client()
        visitor.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
        assert ("_auth_user_id" not in visitor.session) is closed
    entries = AuditEntry.objects.filter(action="admin_change", subject_id=str(person.pk))
    assert entries.count() == 2
    assert all("停用本地登录" in str(entry.detail) for entry in entries)


def test_staff_cannot_lock_each_other_out_that_way(client: Client, admin: User) -> None:
    colleague = make_staff("auditor")
    client.post(
        f"{USERS}{colleague.pk}/change/",
        {
            "is_active": "on",
            "must_use_network": "on",
            "positions-TOTAL_FORMS": "0",
            "positions-INITIAL_FORMS": "0",
        },
    )
    colleague.refresh_from_db()
    assert not colleague.must_use_network
