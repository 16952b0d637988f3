"""Logging in: two kinds of accounts, two names for each, a lockout, and the way back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.people import PASSWORD, make_clerk, make_person, make_staff

from .getting_in import captcha_of

pytestmark = pytest.mark.django_db

PERSON = "/accounts/login/"
ENTERPRISE = "/accounts/login/?kind=enterprise"
STAFF = "/accounts/login/staff/"


def try_to_log_in(client: Client, url: str, login: str, password: str = PASSWORD) -> str:
    """Tries once, captcha included when the page asks for one; the text of the answer."""
    response = client.post(url, {"login": login, "password": password})
    text = response.content.decode()
    assert response.status_code == (422 if text else 302)
    return text


def is_signed_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


@pytest.mark.requirement("S0-012")
@pytest.mark.parametrize("name", ["username", "phone"])
def test_user_name_and_phone_both_log_in(client: Client, name: str) -> None:
    clerk = make_clerk()

    try_to_log_in(client, ENTERPRISE, getattr(clerk, name))

    assert is_signed_in(client, clerk)


@pytest.mark.parametrize("typed", [" {} ", "+86{}", "{} "])
def test_a_phone_is_understood_however_it_is_typed(client: Client, typed: str) -> None:
    person = make_person()

    try_to_log_in(client, PERSON, typed.format(person.phone))

    assert is_signed_in(client, person)


def test_user_names_ignore_case(client: Client) -> None:
    clerk = make_clerk()

    try_to_log_in(client, ENTERPRISE, clerk.username.upper())

    assert is_signed_in(client, clerk)


@pytest.mark.requirement("S2-001")
@pytest.mark.requirement("S0-004")
def test_the_switch_changes_form_address_and_accounts(client: Client) -> None:
    person, clerk = make_person(), make_clerk()
    personal = client.get(PERSON).content.decode()
    enterprise = client.get(ENTERPRISE).content.decode()

    assert "切换为企业登入" in personal
    assert 'href="/accounts/login/?kind=enterprise"' in personal
    assert "企业名称登录" in enterprise
    assert "企业名称登录" not in personal
    try_to_log_in(client, ENTERPRISE, person.phone or "")
    assert not is_signed_in(client, person)
    try_to_log_in(client, PERSON, clerk.username)
    assert not is_signed_in(client, clerk)
    try_to_log_in(client, ENTERPRISE, clerk.username)
    assert is_signed_in(client, clerk)


def test_one_phone_may_hold_an_account_of_each_kind(client: Client) -> None:
    person = make_person(phone="13912349999")
    clerk = make_clerk(phone="13912349999")

    try_to_log_in(client, ENTERPRISE, "13912349999")
    assert is_signed_in(client, clerk)
    other = Client()
    try_to_log_in(other, PERSON, "13912349999")
    assert is_signed_in(other, person)


@pytest.mark.requirement("S0-005")
def test_enterprise_login_leads_to_the_registration_of_companies(client: Client) -> None:
    assert f'href="{reverse("account_sign_up_unit")}"' in client.get(ENTERPRISE).content.decode()
    assert client.get(reverse("account_sign_up_unit")).status_code == 200


@pytest.mark.requirement("S0-016")
def test_forgotten_password_is_two_clicks_away(client: Client) -> None:
    """登录 → 切换为企业登入 → 忘记密码."""
    assert 'href="/accounts/login/?kind=enterprise"' in client.get(PERSON).content.decode()
    assert "忘记密码" in client.get(ENTERPRISE).content.decode()
    link = "/accounts/password/reset/?kind=enterprise"
    assert f'href="{link}"' in client.get(ENTERPRISE).content.decode()
    assert client.get(link).context["form"]["kind"].value() == "enterprise"


def test_account_change_says_what_to_bring_and_whom_to_call(client: Client) -> None:
    assert 'href="/accounts/login/account-change/"' in client.get(ENTERPRISE).content.decode()

    page = client.get("/accounts/login/account-change/").content.decode()

    assert "65224600" in page
    assert "申请书" in page


@pytest.mark.requirement("S2-004")
def test_persons_have_two_ways_in(client: Client) -> None:
    page = client.get(PERSON).content.decode()

    assert "个人登录" in page
    assert "快捷方式登录" in page
    assert "支付宝" in page


@pytest.mark.parametrize("page", [PERSON, ENTERPRISE, STAFF])
def test_no_account_wrong_kind_and_wrong_password_get_the_same_answer(page: str) -> None:
    cast: dict[str, Callable[..., User]] = {
        PERSON: make_person,
        ENTERPRISE: make_clerk,
        STAFF: lambda **fields: make_staff("auditor", **fields),
    }
    right, wrong = cast.pop(page), next(iter(cast.values()))

    answers = {
        _without_tokens(try_to_log_in(Client(), page, name, password), name)
        for name, password in (
            ("nobody", PASSWORD),
            (right().username, "Wrong-2026"),
            (wrong().username, PASSWORD),
            (right(is_active=False).username, PASSWORD),
        )
    }

    assert len(answers) == 1


def _without_tokens(page: str, name: str) -> str:
    """The page without what differs from view to view: the CSRF token and the name typed."""
    lines = page.replace(f'value="{name}"', "").splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


def test_a_captcha_after_three_failures_and_a_lockout_after_five(client: Client) -> None:
    clerk = make_clerk()
    for _failure in range(3):
        page = try_to_log_in(client, ENTERPRISE, clerk.username, "Wrong-2026")
    assert "账号、密码或企业信息不正确" in page

    assert "请填写图形验证码" in try_to_log_in(client, ENTERPRISE, clerk.username)
    for _failure in range(2):
        answered = {"login": clerk.username, "password": "Wrong-2026", **captcha_of(page)}
        page = client.post(ENTERPRISE, answered).content.decode()
    answered = {"login": clerk.username, "password": PASSWORD, **captcha_of(page)}
    locked = client.post(ENTERPRISE, answered).content.decode()

    assert "15分钟后再试" in locked
    assert not is_signed_in(client, clerk)


def test_the_lockout_is_of_one_account_from_one_address(client: Client) -> None:
    locked, other = make_person(), make_person()
    page = ""
    for _failure in range(5):
        fields = {"login": locked.username, "password": "Wrong-2026"}
        answer = captcha_of(page) if 'name="captcha_id"' in page else {}
        page = client.post(PERSON, {**fields, **answer}).content.decode()

    try_to_log_in(client, PERSON, other.username)
    assert is_signed_in(client, other)
    elsewhere = Client(REMOTE_ADDR="203.0.113.50")
    try_to_log_in(elsewhere, PERSON, locked.username)
    assert is_signed_in(elsewhere, locked)


def test_people_land_where_they_wanted_to_go(client: Client) -> None:
    person = make_person()
    page = client.get(PERSON + "?next=/help/").content.decode()
    assert '<input type="hidden" name="next" value="/help/">' in page
    assert "?kind=enterprise&amp;next=/help/" in page

    fields = {"login": person.phone, "password": PASSWORD, "next": "/help/"}
    assert client.post(PERSON, fields).headers["Location"] == "/help/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_but_never_to_another_site(client: Client, target: str) -> None:
    fields = {"login": make_person().phone, "password": PASSWORD, "next": target}

    location = client.post(PERSON, fields).headers["Location"]

    assert "evil" not in location
    assert "javascript" not in location


@pytest.mark.parametrize("login", ["\x00", "😀", "a" * 5000, "'; DROP TABLE accounts_user; --"])
def test_odd_input_is_answered_calmly(client: Client, login: str) -> None:
    try_to_log_in(client, PERSON, login)


def test_passwords_are_never_sent_back(client: Client) -> None:
    page = try_to_log_in(client, PERSON, "nobody", "Secret-Typed-1")

    assert "Secret-Typed-1" not in page
    assert 'value="nobody"' in page


def test_logging_out_is_a_post(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    assert client.get("/accounts/logout/").status_code == 405
    assert is_signed_in(client, person)

    client.post("/accounts/logout/")

    assert not is_signed_in(client, person)
