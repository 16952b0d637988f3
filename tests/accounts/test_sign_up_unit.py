"""企业注册: the form, what it refuses, and the account it makes."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Unit, User

from .getting_in import PASSWORD, PHONE, ask_for_code, unit_fields

pytestmark = pytest.mark.django_db

URL = "/accounts/sign-up/unit/"


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
    assert (user.kind, user.phone, membership.role) == ("enterprise", PHONE, "admin")
    assert membership.unit == Unit.objects.get()
    assert membership.unit.attachments.get().name == "营业执照.png"
