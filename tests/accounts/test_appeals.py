"""用户申诉: filed with proof, asked about, decided; the binding moves."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actions import appeals
from accounts.models import Appeal, AuditEntry, Notification, PersonProfile, User
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import birth_date_of
from portal.lib.refusals import Refused
from tests.factories import make_person, make_reviewer, make_staff, resident_id
from tests.factories.places import city_office, district_office

from .getting_in import ask_for_code, messages_to, png
from .inside import sign_in

pytestmark = pytest.mark.django_db

PHONE = "13912349876"


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "claim": "phone",
        "account_kind": "person",
        "full_name": "顾炎武",
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(),
        "reason": "该号码本人已使用三年，被他人注册占用。",
        "phone": PHONE,
        "proof": png("开户证明.png"),
        **changes,
    }


def file_appeal(client: Client, **changes: Any) -> Appeal:
    """An appeal as a visitor files it."""
    code = ask_for_code(client, changes.get("phone", PHONE), page="appeal")
    answer = client.post("/appeal/", fields(code=code, **changes))
    assert answer.headers["Location"] == "/appeal/filed/"
    return Appeal.objects.latest("pk")


@pytest.fixture
def judge() -> User:
    return make_reviewer(district_office(kind="hrss_bureau"))


@pytest.mark.requirement("S2-015")
def test_an_appeal_is_filed_with_proof_and_can_be_asked_about(client: Client) -> None:
    appeal = file_appeal(client)

    assert appeal.number in client.get("/appeal/filed/").content.decode()
    assert appeal.attachments.get().name == "开户证明.png"
    assert appeal.id_doc_hash == keyed_hash(appeal.id_doc_number)


def test_a_mistake_costs_no_upload_and_no_typing(client: Client) -> None:
    answer = client.post("/appeal/", fields(id_doc_number="123", code="000000"))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "开户证明.png" in text
    assert "该号码本人已使用三年" in text

    code = ask_for_code(client, PHONE, page="appeal")
    again = client.post("/appeal/", {**fields(code=code), "proof": ""})
    assert again.status_code == 302
    assert Appeal.objects.get().attachments.count() == 1


def test_an_appeal_needs_a_proof_and_the_right_code(client: Client) -> None:
    code = ask_for_code(client, PHONE, page="appeal")
    without = client.post("/appeal/", {**fields(code=code), "proof": ""})
    assert without.status_code == 422
    assert "请至少上传一份证明材料" in without.content.decode()

    wrong = client.post("/appeal/", fields(code="000000" if code != "000000" else "111111"))
    assert wrong.status_code == 422
    assert not Appeal.objects.exists()


def test_a_file_that_is_no_proof_is_refused_and_a_kept_one_taken_back(client: Client) -> None:
    fake = SimpleUploadedFile("病毒.pdf", b"MZ", "application/pdf")
    answer = client.post("/appeal/", fields(proof=[png("一.png"), fake], keep="1"))
    assert answer.status_code == 422
    kept = answer.context["proofs"].files
    assert [proof.name for proof in kept] == ["一.png"]

    removed = client.post("/appeal/", {**fields(), "proof": "", "remove": kept[0].pk})
    assert removed.context["proofs"].files == []


def test_the_same_appeal_is_not_filed_twice(client: Client, freeze: Any) -> None:
    number = resident_id()
    freeze("2026-11-20 09:00")
    file_appeal(client, id_doc_number=number)
    freeze("2026-11-20 09:02")
    code = ask_for_code(client, PHONE, page="appeal")
    again = client.post("/appeal/", fields(code=code, id_doc_number=number))
    assert again.status_code == 409
    assert "正在审核中" in again.content.decode()


def test_the_public_pages_tell_nothing_of_the_other_account(client: Client, freeze: Any) -> None:
    holder = make_person(phone=PHONE, full_name="洪承畴")
    freeze("2026-11-20 09:00")
    appeal = file_appeal(client)
    freeze("2026-11-20 09:02")
    appeals.refuse(appeal.pk, "证明材料不清晰。", make_staff("system_admin"))

    text = ask_progress(Client(), appeal.number)

    assert "证明材料不清晰。" in text
    assert holder.full_name not in text
    assert holder.username not in text


def ask_progress(visitor: Client, number: str, phone: str = PHONE) -> str:
    code = ask_for_code(visitor, phone, page="appeal_progress")
    asked = {"number": number, "phone": phone, "code": code}
    return visitor.post("/appeal/progress/", asked).content.decode()


@pytest.mark.requirement("X-005")
def test_an_appeal_is_shown_to_the_holder_of_its_phone_only(client: Client) -> None:
    appeal = file_appeal(client)
    text = ask_progress(Client(), appeal.number, "13800001111")
    assert "申诉编号、手机号或验证码不正确" in text
    assert appeal.get_claim_display() not in text

    stranger = Client()
    stranger.force_login(make_person())
    assert appeal.number not in stranger.get("/appeal/mine/").content.decode()


@pytest.mark.requirement("S2-015")
def test_approval_moves_the_phone(client: Client, judge: User) -> None:
    holder = make_person(phone=PHONE)
    theirs = sign_in(holder)
    assert theirs.get("/me/").status_code == 200
    claimant = make_person(phone=None)
    client.force_login(claimant)
    appeal = file_appeal(client, id_doc_number=claimant.id_doc_number)
    assert appeal.number in client.get("/appeal/mine/").content.decode()

    appeals.approve(appeal.pk, "材料属实", judge, "10.0.0.1")

    holder.refresh_from_db()
    claimant.refresh_from_db()
    assert (holder.phone, claimant.phone) == (None, PHONE)
    assert theirs.get("/me/").status_code == 302
    assert Notification.objects.filter(recipient=holder, kind="binding_removed").exists()
    assert Notification.objects.filter(recipient=claimant, kind="appeal_accepted").exists()
    entry = AuditEntry.objects.get(action="approve_appeal")
    assert (entry.actor, entry.address) == (judge, "10.0.0.1")
    assert entry.detail == {"claim": "phone", "from": holder.pk, "to": claimant.pk}


def test_approval_moves_the_document(client: Client, judge: User) -> None:
    holder = make_person()
    number = holder.id_doc_number
    claimant = make_person(
        phone=PHONE, id_doc_type="", id_doc_number="", id_doc_hash=None, full_name=""
    )
    PersonProfile.objects.create(
        user=claimant,
        person_number="RY2026-00000001-2",
        sex="female",
        birth_date="1990-01-01",
        mobile=PHONE,
        residence_address="苏州市姑苏区平江路 1 号",
        household_address="苏州市姑苏区平江路 1 号",
    )
    appeal = file_appeal(client, claim="document", id_doc_number=number)

    appeals.approve(appeal.pk, "", judge)

    holder.refresh_from_db()
    claimant.refresh_from_db()
    profile = PersonProfile.objects.get()
    assert (profile.sex, profile.birth_date) == ("male", birth_date_of(number))
    assert (holder.id_doc_number, holder.id_doc_hash) == ("", None)
    assert (claimant.id_doc_number, claimant.full_name) == (number, "顾炎武")


def test_without_an_account_the_binding_is_set_free(client: Client, judge: User) -> None:
    holder = make_person(phone=PHONE)
    appeal = file_appeal(client)

    appeals.approve(appeal.pk, "", judge)

    holder.refresh_from_db()
    assert holder.phone is None
    assert len(messages_to(PHONE)) == 3  # the code, the receipt, the news


def test_an_appeal_is_decided_once(client: Client, judge: User) -> None:
    appeal = file_appeal(client)
    appeals.refuse(appeal.pk, "材料不足", judge)
    with pytest.raises(Refused, match="已由其他人员处理"):
        appeals.approve(appeal.pk, "", judge)


@pytest.mark.requirement("X-004")
def test_only_hrss_and_system_administrators_judge(client: Client) -> None:
    appeal = file_appeal(client)
    others = [
        make_reviewer(city_office("sti_bureau")),
        make_staff("finance", city_office("finance_bureau")),
        make_staff("auditor"),
        make_person(),
    ]
    for user in others:
        with pytest.raises(PermissionDenied, match="没有审核用户申诉的权限"):
            appeals.approve(appeal.pk, "", user)
