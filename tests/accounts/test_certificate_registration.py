"""成为新用户: from the certificate of a company to its two accounts."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Delivery, Membership, StashedUpload, Unit, User
from tests.factories import make_clerk, make_unit

from .certificate import (
    CONFIRM,
    FORM,
    LOG_IN,
    NEW,
    REGISTER,
    ask_for_code,
    at_the_form,
    codes,
    entered,
    in_register,
    log_in,
    papers,
    registered,
    show,
)
from .getting_in import PASSWORD, PHONE, png

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("S3-007", "S3-008")
def test_the_certificate_leads_to_a_form_of_two_parts_and_names_the_company(
    client: Client,
) -> None:
    page = at_the_form(client)
    assert "企业注册信息" in page
    assert "管理员授权委托信息" in page
    for value in (NEW.name, NEW.uscc):
        assert re.search(rf'value="{value}"\s+readonly', page)


@pytest.mark.requirement("S3-007")
def test_what_the_certificate_says_cannot_be_sent_otherwise(client: Client) -> None:
    registered(client, unit_name="别的公司", uscc="91320508MA1D00TPXD", name="别的公司")
    unit = Unit.objects.get()
    assert (unit.uscc, unit.name) == (NEW.uscc, NEW.name)


def test_without_a_certificate_there_is_no_form(client: Client) -> None:
    for page in (FORM, "/certificate/registration/done/"):
        assert client.get(page).headers["Location"] == REGISTER
        assert client.get(page, follow=True).status_code == 200
    assert client.post(FORM, entered()).headers["Location"] == REGISTER
    assert client.post(CONFIRM, {"code": "123456"}).headers["Location"] == FORM
    assert not Unit.objects.exists()


@pytest.mark.requirement("S3-017")
def test_a_registered_company_is_told_so(client: Client) -> None:
    make_clerk(make_unit(uscc=NEW.uscc))
    answer = show(client, "new", REGISTER)
    assert answer.status_code == 409
    assert "该企业已注册" in answer.content.decode()


@pytest.mark.requirement("S3-021")
@pytest.mark.parametrize("authority", ["jiangsu", "suzhou"])
def test_the_three_errors_of_a_certificate_are_told_apart(client: Client, authority: str) -> None:
    label = {"jiangsu": "江苏CA", "suzhou": "苏州CA"}[authority]
    expected = {
        "without_uscc": "无法自动匹配出企业社会统一信用代码",
        "revoked": f"无效的{label}证书",
        "unknown": "无法匹配法人库",
    }
    for key, sentence in expected.items():
        answer = show(client, key, REGISTER, authority)
        text = answer.content.decode()
        assert answer.status_code == 403
        assert [each for each in expected.values() if each in text] == [sentence]
    entries = AuditEntry.objects.filter(action="certificate_refused").order_by("pk")
    assert [e.detail["reason"] for e in entries] == ["no_uscc", "revoked", "not_in_register"]


def test_a_name_that_the_register_does_not_know_is_no_match(client: Client) -> None:
    entity = in_register()
    entity.name = "改了名的公司"
    entity.save()
    assert "无法匹配法人库" in show(client, "new", REGISTER).content.decode()


@pytest.mark.requirement("S3-009", "S3-010", "S3-011", "S3-012", "S3-013", "S3-022")
def test_what_is_missing_is_listed_and_nothing_is_entered_twice(client: Client) -> None:
    at_the_form(client)
    answer = client.post(FORM, {**entered(address="", admin_name="")})
    page = answer.content.decode()
    summary = page[page.index("error-summary") : page.index("</ul>", page.index("error-summary"))]
    assert answer.status_code == 422
    for label in (
        "注册地址",
        "管理员姓名",
        "企业营业执照",
        "管理员证件正反面复印件",
        "管理员备案信息",
        "企业注册信息表",
        "用户实名注册及使用协议",
    ):
        assert label in summary
    assert "法定代表人" not in summary
    assert "techsoft@sipac.gov.cn" in page

    client.post(FORM, {**entered(address=""), **papers()})
    assert StashedUpload.objects.count() == 6
    done = client.post(FORM, entered())
    assert done.headers["Location"] == CONFIRM

    # Somebody who comes back with the stamped papers finds what was entered.
    later = Client()
    assert show(later, "new", REGISTER).status_code == 302
    assert "星湖街218号" in later.get(FORM).content.decode()


@pytest.mark.requirement("S3-010")
def test_both_sides_of_the_document_come_as_two_pictures_or_one_file(client: Client) -> None:
    at_the_form(client)
    three = [png("1.png"), png("2.png"), png("3.png")]
    answer = client.post(FORM, {**entered(), "admin_document": three})
    assert "最多上传 2 个文件" in answer.content.decode()
    pdf = client.post(FORM, {**entered(), "print": "user_agreement"}).content
    mixed = [png(), SimpleUploadedFile("a.pdf", pdf, "application/pdf")]
    answer = client.post(FORM, {**entered(), "admin_document": mixed})
    assert "两张图片，或一个包含正反面的文件" in answer.content.decode()
    one = SimpleUploadedFile("a.pdf", pdf, "application/pdf")
    client.post(FORM, {**entered(), "admin_document": one})
    assert [each.name for each in StashedUpload.objects.filter(slot="ca_admin_document")] == [
        "a.pdf"
    ]
    client.post(FORM, {**entered(), "admin_document": [png("1.png"), png("2.png")]})
    assert StashedUpload.objects.filter(slot="ca_admin_document").count() == 2


def test_rubbish_is_refused_at_its_paper(client: Client) -> None:
    at_the_form(client)
    rubbish = SimpleUploadedFile("执照.pdf", b"MZ not a PDF", "application/pdf")
    answer = client.post(FORM, {**entered(), "uscc_certificate": rubbish})
    assert answer.status_code == 422
    assert not StashedUpload.objects.exists()


@pytest.mark.requirement("S3-014", "S3-015")
def test_a_code_comes_first_and_one_message_tells_both_accounts(client: Client) -> None:
    answer = registered(client)

    assert answer.headers["Location"] == "/certificate/registration/done/"
    assert "注册完成" in client.get(answer.headers["Location"]).content.decode()
    unit = Unit.objects.get()
    members = {m.login_name: m for m in unit.memberships.select_related("user")}
    assert {name: m.role for name, m in members.items()} == {
        "admin": Membership.Role.ADMIN,
        "super": Membership.Role.LEGAL_REPRESENTATIVE,
    }
    assert members["admin"].user.full_name == "祝允明"
    assert unit.attachments.count() == 6
    told = Delivery.objects.get(kind="unit_registered")
    assert told.address == PHONE
    assert told.body.startswith(
        f"【苏州人才总入口】您申请注册的（{NEW.name}）企业，已注册成功。企业管理员账号(admin)"
    )
    assert set(codes()) == {"admin", "super"}
    assert not any(member.user.has_usable_password() for member in members.values())


@pytest.mark.requirement("S3-014")
def test_a_wrong_code_makes_nothing(client: Client) -> None:
    at_the_form(client)
    client.post(FORM, {**entered(), **papers()})
    assert client.post(CONFIRM, {"code": "000000"}).status_code == 422
    ask_for_code(client)
    # A code of another phone is no use.
    answer = client.post(CONFIRM, {"code": "000000", "phone": "13900000000"})
    assert answer.status_code == 422
    assert "验证码不正确" in answer.content.decode()
    assert not Unit.objects.exists()
    assert not User.objects.exists()


def test_a_phone_that_has_a_company_account_is_named_at_its_field(client: Client) -> None:
    make_clerk(phone=PHONE)
    answer = registered(client)
    assert answer.status_code == 422
    assert "该手机号已注册企业账号" in answer.content.decode()
    assert not Unit.objects.filter(uscc=NEW.uscc).exists()


def test_the_company_that_registered_meanwhile_wins(client: Client) -> None:
    at_the_form(client)
    client.post(FORM, {**entered(), **papers()})
    code = ask_for_code(client)
    make_unit(uscc=NEW.uscc)
    answer = client.post(CONFIRM, {"code": code})
    assert answer.status_code == 422
    assert "该企业已注册" in answer.content.decode()


@pytest.mark.requirement("S3-015", "S3-016")
@pytest.mark.parametrize("name", ["admin", "super"])
def test_the_first_login_sets_the_password_and_leads_to_the_companys_pages(
    client: Client, name: str
) -> None:
    registered(client)
    code = codes()[name]

    first = Client()
    answer = log_in(first, name, code)
    assert answer.headers["Location"] == reverse("account_activate")
    assert "_auth_user_id" not in first.session
    short = first.post(reverse("account_activate"), {"password1": "1", "password2": "1"})
    assert short.status_code == 422
    done = first.post(reverse("account_activate"), {"password1": PASSWORD, "password2": PASSWORD})
    assert done.headers["Location"] == "/member/"
    # Only who registered has agreed to the privacy notice; the other account is asked now.
    first.post(reverse("privacy_consent"), {"consent": "on"})
    assert NEW.name in first.get("/member/profile/").content.decode()

    assert log_in(Client(), name, code).status_code == 422
    again = log_in(Client(), name.upper(), PASSWORD)
    assert again.headers["Location"] == "/member/"


def test_a_code_opens_its_own_account_of_its_own_unit_only(client: Client) -> None:
    registered(client)
    told = codes()
    make_unit(name="别的公司")
    assert log_in(Client(), "super", told["admin"]).status_code == 422
    assert log_in(Client(), "admin", told["admin"], unit="别的公司").status_code == 422
    assert log_in(Client(), "admin", "0000000000").status_code == 422
    plain = {"login": User.objects.get(full_name="祝允明").username, "password": told["admin"]}
    assert Client().post("/accounts/login/?kind=enterprise", plain).status_code == 422


def test_a_code_ends_after_a_week(client: Client) -> None:
    registered(client)
    told = codes()
    Membership.objects.get(login_name="admin").activation.__class__.objects.update(
        expires_at="2020-01-01T00:00Z"
    )
    assert log_in(Client(), "admin", told["admin"]).status_code == 422


def test_the_certificate_opens_the_super_account(client: Client) -> None:
    registered(client)
    other = Client()
    assert show(other, "new", LOG_IN).headers["Location"] == "/member/"
    own = Membership.objects.get(login_name="super").user
    assert other.session["_auth_user_id"] == str(own.pk)
