"""企业注册: the form, what it refuses, and the account it makes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import JoinRequest, Membership, Unit, User
from tests.factories.people import make_clerk, make_unit

from .getting_in import (
    PASSWORD,
    PHONE,
    ask_for_code,
    captcha_of,
    last_code,
    png,
    unit_fields,
)

pytestmark = pytest.mark.django_db

URL = "/accounts/sign-up/unit/"


def register(client: Client, **changes: Any) -> Any:
    """Fills the form in with a right code and sends it."""
    return client.post(URL, unit_fields(code=ask_for_code(client), **changes))


def errors_of(response: Any) -> dict[str, Any]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


@pytest.mark.requirement("S0-014")
def test_a_company_registers_and_logs_in_at_once(client: Client) -> None:
    code = ask_for_code(client)

    registered = client.post(URL, unit_fields(code=code), follow=True)

    assert "注册成功" in registered.content.decode()
    login = client.post(
        reverse("account_login") + "?kind=enterprise",
        {"login": "hr_pingjiang", "password": PASSWORD},
    )
    assert login.status_code == 302
    user = User.objects.get(pk=client.session["_auth_user_id"])
    membership = Membership.objects.get(user=user)
    assert (user.kind, user.phone, membership.role) == ("enterprise", PHONE, "legal_representative")
    assert membership.unit == Unit.objects.get()
    assert membership.unit.attachments.get().name == "营业执照.png"
    assert user.consents.filter(purpose="privacy_notice", withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("username", "", marks=pytest.mark.requirement("S0-006")),
        pytest.param("username", "abc", marks=pytest.mark.requirement("S0-006")),
        ("username", "13912345678"),
        ("username", "hr\x00chen"),
        ("username", "hr😀chen"),
        pytest.param("unit_name", "  ", marks=pytest.mark.requirement("S0-007")),
        ("unit_name", "苏州😀公司"),
        ("unit_name", "苏" * 101),
        pytest.param("district", "", marks=pytest.mark.requirement("S0-008")),
        pytest.param("district", "110101", marks=pytest.mark.requirement("S0-008")),
        pytest.param("uscc", "", marks=pytest.mark.requirement("S0-009")),
        pytest.param("uscc", "91320594MA1", marks=pytest.mark.requirement("S0-009")),
        pytest.param("uscc", "91320594MA1I0001X1", marks=pytest.mark.requirement("S0-009")),
        pytest.param("uscc", "91350100M000100Y44", marks=pytest.mark.requirement("S0-009")),
        pytest.param("code", "", marks=pytest.mark.requirement("S0-011")),
        pytest.param("code", "000000", marks=pytest.mark.requirement("S0-011")),
        ("phone", "1391234000"),
        ("consent", ""),
        pytest.param("password1", "Ab1!567", marks=pytest.mark.requirement("S0-013")),
        pytest.param("password1", "abcd12345", marks=pytest.mark.requirement("S0-013")),
    ],
)
def test_a_field_that_is_wrong_is_refused_at_its_place(
    client: Client, field: str, value: str
) -> None:
    code = ask_for_code(client)
    response = client.post(URL, unit_fields(**{"code": code, field: value}))

    assert field in errors_of(response)
    assert not User.objects.exists()
    assert not Unit.objects.exists()


@pytest.mark.requirement("S0-006")
def test_a_user_name_is_had_once_whatever_the_case(client: Client) -> None:
    User.objects.create_user("HR_PingJiang")

    assert "username" in errors_of(register(client))


@pytest.mark.requirement("S0-006")
def test_a_user_name_is_checked_while_it_is_typed(client: Client) -> None:
    User.objects.create_user("taken_name")

    taken = client.post("/accounts/sign-up/user-name/", {"username": "Taken_Name"})
    free = client.post("/accounts/sign-up/user-name/", {"username": "free_name"})

    assert (taken.status_code, free.status_code) == (422, 200)
    assert "已被使用" in taken.content.decode()
    assert 'value="free_name"' in free.content.decode()


def test_digits_and_letters_of_any_width_and_case_are_understood(client: Client) -> None:
    fields = unit_fields(code=ask_for_code(client))
    wide = "".join(chr(ord(char) + 0xFEE0) for char in fields["uscc"].lower())

    response = client.post(URL, {**fields, "uscc": wide, "phone": "１３９ １２３４ ０００１"})

    assert response.status_code == 302
    assert Unit.objects.get().uscc == fields["uscc"]


@pytest.mark.requirement("S0-010")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        (None, b""),
        ("营业执照.pdf", b""),
        ("营业执照.pdf", b"MZ\x90\x00 this program cannot be run in DOS mode"),
        ("virus.exe", b"MZ\x90\x00"),
        ("营业执照.png", b"\x89PNG\r\n\x1a\n broken"),
        ("营业执照.pdf", b"%PDF-1.4" + b"0" * (10 * 1024 * 1024)),
    ],
    ids=["none", "empty", "renamed program", "program", "broken", "too large"],
)
def test_the_certificate_is_checked_by_content(
    client: Client, name: str | None, content: bytes
) -> None:
    upload = SimpleUploadedFile(name, content) if name else ""

    assert "certificate" in errors_of(register(client, certificate=upload))
    assert not Unit.objects.exists()


@pytest.mark.requirement("S0-010")
def test_an_upload_outlives_a_mistake_elsewhere(client: Client) -> None:
    code = ask_for_code(client)
    fields = unit_fields(code=code)

    refused = client.post(URL, {**fields, "unit_name": ""})
    assert "已上传：营业执照.png" in refused.content.decode()
    del fields["certificate"]
    accepted = client.post(URL, fields)

    assert accepted.status_code == 302
    assert Unit.objects.get().attachments.get().file.size > 0


def test_an_upload_of_somebody_else_is_not_found(client: Client) -> None:
    client.post(URL, {"certificate": png()})

    assert "已上传" not in Client().get(URL).content.decode()


def test_what_was_typed_stays_but_for_the_passwords(client: Client) -> None:
    page = register(client, uscc="错误").content.decode()

    assert "苏州平江精密仪器有限公司" in page
    assert PHONE in page
    assert "错误" in page
    assert PASSWORD not in page


def test_asking_for_a_code_without_javascript_keeps_the_form(client: Client) -> None:
    page = client.get(URL).content.decode()
    fields = unit_fields(send_code="1")

    answer = client.post(URL, {**fields, **captcha_of(page)})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "验证码已发送至 139****0001" in text
    assert "苏州平江精密仪器有限公司" in text
    assert "已上传：营业执照.png" in text
    del fields["send_code"], fields["certificate"]
    assert client.post(URL, {**fields, "code": last_code()}).status_code == 302


@pytest.mark.requirement("S0-001")
def test_a_company_registers_once_and_is_told_the_way_out(client: Client) -> None:
    holder = make_clerk()
    unit = Unit.objects.get()

    response = register(client, uscc=unit.uscc)

    text = response.content.decode()
    assert "该单位已注册" in str(errors_of(response)["uscc"])
    assert f"{holder.username[0]}***{holder.username[-1]}" in text
    assert holder.username not in text
    assert "申请加入该单位" in text
    assert reverse("account_change") in text
    assert Unit.objects.count() == 1
    assert User.objects.count() == 1


@pytest.mark.requirement("S0-001")
def test_the_way_out_makes_an_account_that_waits_for_the_administrator(client: Client) -> None:
    holder = make_clerk()
    unit = Unit.objects.get()
    fields = unit_fields(code=ask_for_code(client), uscc=unit.uscc)
    client.post(URL, fields)

    joined = client.post(URL, {**fields, "certificate": png(), "intent": "join"}, follow=True)

    assert "加入申请已提交" in joined.content.decode()
    request = JoinRequest.objects.get()
    assert (request.unit, request.user.username, request.state) == (
        unit,
        "hr_pingjiang",
        "pending",
    )
    assert not request.user.memberships.exists()
    assert holder.notifications.filter(kind="join_request_received").exists()


def test_joining_a_unit_that_nobody_administers_is_no_way_out(client: Client) -> None:
    unit = make_unit()

    response = register(client, uscc=unit.uscc, intent="join")

    assert "uscc" in errors_of(response)
    assert "申请加入该单位" not in response.content.decode()


def test_a_phone_of_another_company_account_is_refused(client: Client) -> None:
    make_clerk(phone=PHONE)

    assert "phone" in errors_of(register(client))


def test_signed_in_people_do_not_register(client: Client) -> None:
    client.force_login(make_clerk())

    assert client.get(URL).status_code == 302


def test_a_stale_token_is_refused_with_the_way_back() -> None:
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(URL, {"username": "hr_pingjiang"})

    assert refused.status_code == 403
    assert "填写的内容仍在" in refused.content.decode()
