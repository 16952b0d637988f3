"""账号变更: asked for without login, decided by the office, and who can sign in then."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions import account_changes
from accounts.models import AccountChange, Office, Unit
from tests.factories import city_office, district_office, make_clerk, make_staff, make_unit, uscc

from .getting_in import ask_for_code, captcha_of, messages_to, png

pytestmark = pytest.mark.django_db

FORM = "/accounts/login/account-change/"
PROGRESS = "/accounts/login/account-change/progress/"
PHONE = "13912345555"
PASSWORD = "Canglang-2026"
REQUIRED = ("kind", "unit_name", "uscc", "contact_name", "phone", "password1", "password2")


def fields(unit: Unit | None = None, **changes: Any) -> dict[str, Any]:
    """The form filled in rightly but for the code."""
    return {
        "kind": "enterprise",
        "unit_name": unit.name if unit else "苏州胥江电子有限公司",
        "uscc": unit.uscc if unit else uscc(),
        "old_account": "",
        "contact_name": "祝枝山",
        "phone": PHONE,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "proof": png("账号变更申请书.png"),
        **changes,
    }


def ask(client: Client, unit: Unit | None = None, **changes: Any) -> AccountChange:
    """A request as a visitor makes it."""
    code = ask_for_code(client, changes.get("phone", PHONE), page="account_change")
    answer = client.post(FORM, fields(unit, code=code, **changes))
    assert answer.headers["Location"] == "/accounts/login/account-change/filed/"
    return AccountChange.objects.latest("pk")


def query(visitor: Client, phone: str = PHONE) -> Any:
    """业务状态 as the holder of a new account asks for it."""
    captcha = captcha_of(visitor.get(PROGRESS).content.decode())
    return visitor.post(PROGRESS, {"phone": phone, **captcha})


def told_after(client: Client) -> str:
    """What the page after the form says, without the number."""
    page = client.get("/accounts/login/account-change/filed/").content.decode()
    section = re.search(r"<section.*</section>", page, re.DOTALL)
    assert section
    return re.sub(r"BG[\d-]+", "", section[0])


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.mark.requirement("S0-021")
@pytest.mark.requirement("S0-022")
@pytest.mark.requirement("S0-023")
@pytest.mark.requirement("S0-027")
def test_the_enterprise_login_leads_to_the_form_and_to_the_state(client: Client) -> None:
    login = client.get("/accounts/login/?kind=enterprise").content.decode()
    assert f'<a href="{FORM}">账号变更</a>' in login

    page = client.get(FORM)
    assert page.status_code == 200
    text = page.content.decode()
    assert "企业账号变更" in text
    assert "管理员变更" in text
    assert "切换到业务状态" in text
    assert f'href="{PROGRESS}"' in text
    assert client.get(PROGRESS).status_code == 200


@pytest.mark.requirement("S0-024")
@pytest.mark.parametrize("missing", REQUIRED)
def test_each_required_field_is_asked_for(client: Client, missing: str) -> None:
    answer = client.post(FORM, {**fields(code="123456"), missing: ""})
    assert answer.status_code == 422
    assert answer.context["form"].has_error(missing)
    assert not AccountChange.objects.exists()


def test_mistakes_are_named_at_their_fields(client: Client) -> None:
    wrong: dict[str, Any] = {"uscc": "9132X", "password1": "short", "password2": "other"}
    wrong["kind"] = "robbery"
    answer = client.post(FORM, fields(code="123456", **wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


@pytest.mark.requirement("S0-025")
def test_a_proof_is_demanded_and_kept_while_other_fields_are_mended(client: Client) -> None:
    code = ask_for_code(client, PHONE, page="account_change")
    without = client.post(FORM, {**fields(code=code), "proof": ""})
    assert without.status_code == 422
    assert "请至少上传一份证明材料" in without.content.decode()

    mistaken = client.post(FORM, fields(code=code, unit_name=""))
    assert "账号变更申请书.png" in mistaken.content.decode()
    assert "祝枝山" in mistaken.content.decode()
    assert PASSWORD not in mistaken.content.decode()

    client.post(FORM, {**fields(code=code), "proof": ""})
    change = AccountChange.objects.get()
    assert change.attachments.get().name == "账号变更申请书.png"
    assert change.number in client.get("/accounts/login/account-change/filed/").content.decode()


@pytest.mark.requirement("S0-026")
def test_the_number_to_ring_is_shown_and_changed_by_the_administrator(client: Client) -> None:
    bureau = city_office("hrss_bureau")
    assert bureau.phone == "65224600"
    assert "请咨询 65224600" in client.get(FORM).content.decode()

    admin = Client()
    admin.force_login(make_staff("system_admin"))
    typed = {"kind": bureau.kind, "name": bureau.name, "name_en": "", "district": ""}
    page = reverse("admin:accounts_office_change", args=[bureau.pk])
    assert admin.post(page, {**typed, "phone": "0512-12345678"}).status_code == 302

    assert "请咨询 0512-12345678" in client.get(FORM).content.decode()
    Office.objects.update(phone="")
    assert "已忘记的可不填。" in client.get(FORM).content.decode()


def test_the_code_is_checked_for_its_purpose_and_used_up(client: Client, unit: Unit) -> None:
    other = ask_for_code(client, PHONE, page="account_sign_up_unit")
    assert client.post(FORM, fields(unit, code=other)).status_code == 422

    change = ask(client, unit)
    assert client.post(FORM, fields(unit, code="000000")).status_code == 422
    assert AccountChange.objects.get() == change


def test_a_phone_asks_once_at_a_time(client: Client, unit: Unit, freeze: Any) -> None:
    freeze("2026-11-20 09:00")
    ask(client, unit)
    freeze("2026-11-20 09:02")
    code = ask_for_code(client, PHONE, page="account_change")
    again = client.post(FORM, fields(unit, code=code))
    assert again.status_code == 409
    text = again.content.decode()
    assert "已有一件账号变更正在审核中" in text
    assert "祝枝山" in text


def test_the_answer_is_the_same_whether_or_not_there_is_such_a_company(client: Client) -> None:
    known = make_clerk(role="legal_representative").memberships.get().unit
    ask(client, known)
    told = told_after(client)
    stranger = Client()
    ask(stranger, None, phone="13912346666")
    assert told == told_after(stranger)


def test_the_chosen_password_is_kept_hashed_and_forgotten(client: Client, unit: Unit) -> None:
    change = ask(client, unit)
    assert PASSWORD not in change.password
    assert change.password.startswith("argon2") or "$" in change.password
    account_changes.refuse(change.pk, "材料不全", make_staff("system_admin"))
    change.refresh_from_db()
    assert change.password == ""


@pytest.mark.requirement("S0-028")
def test_an_unknown_account_finds_nothing(client: Client, unit: Unit) -> None:
    ask(client, unit)
    answer = query(Client(), "13900001234")
    text = answer.content.decode()
    assert "未查询到记录" in text
    assert unit.name not in text
    assert PHONE not in text


@pytest.mark.requirement("S0-028")
def test_queries_need_a_captcha_and_are_limited(client: Client) -> None:
    bare = client.post(PROGRESS, {"phone": PHONE, "captcha_answer": "0", "captcha_id": "x"})
    assert bare.status_code == 422
    assert "未查询到记录" not in bare.content.decode()
    answers = [query(client).status_code for _time in range(10)]
    assert answers[-1] == 429
    cache.clear()


@pytest.mark.requirement("S0-029")
def test_the_state_changes_as_the_reviewer_decides(client: Client, unit: Unit) -> None:
    change = ask(client, unit)
    waiting = query(Client()).content.decode()
    assert "待审核" in waiting
    assert unit.name not in waiting

    reviewer = Client()
    reviewer.force_login(make_staff("reviewer", district_office(kind="hrss_bureau")))
    page = reverse("admin:accountchange_refuse", args=[change.pk])
    reviewer.post(page, {"opinion": "申请书未盖章，请盖章后重新上传。"})

    refused = query(Client()).content.decode()
    assert "未通过" in refused
    assert "申请书未盖章" in refused
    assert "重新提交" in refused
    assert change.number in messages_to(PHONE)[-1]
