"""Users in the admin: masked, revealed for a reason, corrected, created; appeals decided."""

import pytest
from django.test import Client

from accounts.actions.staff import create_staff
from accounts.models import Appeal, AuditEntry, User
from portal.lib.crypto import keyed_hash
from tests.factories import make_clerk, make_person, make_reviewer, make_staff, resident_id
from tests.factories.places import district_office

from .test_appeals import PHONE, file_appeal

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


@pytest.fixture
def system_admin(client: Client) -> User:
    user = make_staff("system_admin")
    client.force_login(user)
    return user


def test_persons_are_masked_in_list_and_page(client: Client, system_admin: User) -> None:
    person = make_person(full_name="钱谦益", email="qian@example.com")
    for page in (USERS, f"{USERS}{person.pk}/change/"):
        text = client.get(page).content.decode()
        assert "钱**" in text
        for secret in (person.full_name, person.id_doc_number, person.phone, person.email):
            assert str(secret) not in text
        assert "pbkdf2" not in text
        assert person.password not in text


def test_a_document_is_shown_for_a_reason_that_is_logged(
    client: Client, system_admin: User
) -> None:
    person = make_person()
    page = f"{USERS}{person.pk}/reveal/"
    assert person.id_doc_number not in client.get(page).content.decode()
    assert client.post(page, {"reason": "看"}).status_code == 422
    assert not AuditEntry.objects.filter(action="reveal_document").exists()

    shown = client.post(page, {"reason": "核实电话来访人身份"})

    assert person.id_doc_number in shown.content.decode()
    entry = AuditEntry.objects.get(action="reveal_document")
    assert (entry.actor, entry.subject_id) == (system_admin, str(person.pk))
    assert entry.detail == {"field": "id_doc_number", "reason": "核实电话来访人身份"}


@pytest.mark.requirement("S2-014")
def test_a_document_is_corrected_by_staff_and_audited(client: Client, system_admin: User) -> None:
    person, number = make_person(), resident_id()
    client.post(
        f"{USERS}{person.pk}/document/",
        {
            "full_name": "柳如是",
            "id_doc_type": "resident_id",
            "id_doc_number": number,
            "reason": "窗口核验证件原件",
        },
    )
    person.refresh_from_db()
    assert (person.full_name, person.id_doc_number) == ("柳如是", number)
    assert person.id_doc_hash == keyed_hash(number)
    assert number not in str(AuditEntry.objects.get(action="correct_document").detail)


def test_a_document_of_somebody_else_is_not_given_away(client: Client, system_admin: User) -> None:
    person, other = make_person(), make_person()
    answer = client.post(
        f"{USERS}{person.pk}/document/",
        {
            "full_name": "柳如是",
            "id_doc_type": "resident_id",
            "id_doc_number": other.id_doc_number,
            "reason": "窗口核验证件原件",
        },
    )
    assert answer.status_code == 422
    assert "已绑定其他账号" in answer.content.decode()


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("verb", ["reveal", "document"])
def test_nobody_else_reveals_or_corrects(client: Client, verb: str) -> None:
    page = f"{USERS}{make_person().pk}/{verb}/"
    for user in (make_reviewer(district_office()), make_staff("auditor")):
        client.force_login(user)
        assert client.post(page, {"reason": "核实身份"}).status_code == 403


def test_users_are_found_by_whole_numbers_only(client: Client, system_admin: User) -> None:
    person = make_person()
    for term in (person.username, str(person.phone), person.id_doc_number, person.full_name):
        assert person.username in client.get(USERS, {"q": term}).content.decode()
    half = client.get(USERS, {"q": str(person.phone)[:7]}).content.decode()
    assert person.username not in half


def test_a_staff_account_is_made_in_the_admin(client: Client, system_admin: User) -> None:
    form = {
        "username": "kuangzhong",
        "full_name": "况钟",
        "phone": "13700005555",
        "email": "",
        "password1": "Xumen-2026!",
        "password2": "Xumen-2026!",
        "usable_password": "true",
    }
    made = client.post(f"{USERS}add/", form)
    assert made.status_code == 302, made.content.decode()
    user = User.objects.get(username="kuangzhong")
    assert (user.kind, user.is_staff, user.is_superuser) == ("staff", True, False)
    page = client.get(f"{USERS}{user.pk}/change/").content.decode()
    assert "positions-0-role" in page or "positions-__prefix__-role" in page


def test_only_passwords_of_staff_are_set_here(client: Client, system_admin: User) -> None:
    clerk, colleague = make_clerk(), make_staff("auditor")
    assert client.get(f"{USERS}{clerk.pk}/password/").status_code == 403
    assert client.get(f"{USERS}{colleague.pk}/password/").status_code == 200


def test_staff_are_created_with_their_position() -> None:
    office = district_office()
    user = create_staff("wangao", "王鏊", "reviewer", office)
    assert (user.positions.get().office, user.has_usable_password()) == (office, False)
    assert AuditEntry.objects.get(action="grant_position").subject_id == str(user.pk)


@pytest.mark.requirement("S2-015")
def test_an_appeal_is_looked_into_and_approved_in_the_admin(client: Client) -> None:
    holder = make_person(phone=PHONE)
    appeal = file_appeal(Client())
    judge = make_reviewer(district_office(kind="hrss_bureau"))
    client.force_login(judge)
    page = f"/admin/accounts/appeal/{appeal.pk}/change/"
    text = client.get(page).content.decode()
    assert appeal.full_name in text
    assert appeal.id_doc_number not in text
    proof = client.get(f"/admin/accounts/appeal/{appeal.pk}/proof/{appeal.attachments.get().pk}/")
    assert proof.headers["Content-Type"] == "image/png"

    client.post(f"/admin/accounts/appeal/{appeal.pk}/approve/", {"opinion": "属实"})

    holder.refresh_from_db()
    appeal.refresh_from_db()
    assert (holder.phone, appeal.state, appeal.decided_by) == (None, "approved", judge)
    again = client.post(f"/admin/accounts/appeal/{appeal.pk}/refuse/", {"opinion": "迟了"})
    assert again.status_code == 409


def test_a_refusal_needs_an_opinion(client: Client, system_admin: User) -> None:
    appeal = file_appeal(Client())
    answer = client.post(f"/admin/accounts/appeal/{appeal.pk}/refuse/", {"opinion": " "})
    assert answer.status_code == 409
    assert "不予通过须填写审核意见" in answer.content.decode()
    assert Appeal.objects.get().state == "pending"


@pytest.mark.requirement("X-004")
def test_outsiders_see_no_proof_and_decide_nothing(client: Client) -> None:
    appeal = file_appeal(Client())
    proof = f"/admin/accounts/appeal/{appeal.pk}/proof/{appeal.attachments.get().pk}/"
    client.force_login(make_reviewer(district_office()))
    assert client.get(proof).status_code == 403
    for verb in ("approve", "refuse"):
        answer = client.post(f"/admin/accounts/appeal/{appeal.pk}/{verb}/", {"opinion": "好的"})
        assert answer.status_code == 403
