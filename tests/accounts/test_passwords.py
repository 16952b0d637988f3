"""Passwords: none that others would guess, none that staff had lately, none too old."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions.second_factor import current_totp
from accounts.models import PasswordHistory, User
from tests.factories import make_person, make_staff
from tests.factories.people import PASSWORD, TOTP_SECRET

from .getting_in import ask_for_code, person_fields

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("S2-016")
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Aa1-567", "password_length"),
        ("Aa1-56789012345678901", "password_length"),
        ("abcdefgh12345", "password_classes"),
        ("ABCDEFGH12345", "password_classes"),
        ("Canglang2026", None),
        ("canglang-2026", None),
        ("CANGLANG-2026", None),
        ("Canglang-Ting", None),
    ],
)
def test_eight_to_twenty_characters_of_three_kinds(password: str, code: str | None) -> None:
    if code is None:
        validate_password(password)
        return
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    ["Woaini520!", "Password123!", "P@ssw0rd1", "Admin@123", "Qwer1234!", "Aa111111", "Abc12345"],
)
def test_what_everybody_chooses_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password", ["Ab-13912345678", "Ab-345678", "Ab19940604-", "Xy-041819z", "Zhuyunming-9"]
)
def test_what_is_known_of_the_owner_is_refused(password: str) -> None:
    user = User(username="zhuyunming", phone="13912345678", id_doc_number="320508199406041819")

    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)

    assert "password_personal" in {error.code for error in refused.value.error_list}


def test_registration_names_the_fault_at_the_field(client: Client) -> None:
    code = ask_for_code(client, page="account_sign_up_person")
    weak = person_fields(code=code, password1="Ab-13912340001", password2="Ab-13912340001")

    answer = client.post("/accounts/sign-up/person/", weak)

    assert answer.status_code == 422
    assert "密码不能包含" in str(answer.context["form"].errors["password1"])


def test_staff_do_not_go_back_to_their_last_five() -> None:
    user = make_staff("auditor")
    used = [f"Canglang-{number}" for number in range(101, 106)]
    for password in used:
        user.set_password(password)
        user.save()

    for password in used:
        with pytest.raises(ValidationError):
            validate_password(password, user)
    validate_password(PASSWORD, user)
    assert PasswordHistory.objects.filter(user=user).count() == 5
    assert all(each.password != used[0] for each in PasswordHistory.objects.all())


def test_of_others_no_old_passwords_are_kept() -> None:
    person = make_person()
    person.set_password("Canglang-2027")
    person.save()

    assert not PasswordHistory.objects.filter(user=person).exists()


def test_staff_change_their_password_every_ninety_days(client: Client) -> None:
    user = make_staff("auditor")
    with time_machine.travel(timezone.now() + dt.timedelta(days=91), tick=False):
        typed = {"login": user.username, "password": PASSWORD}
        client.post("/accounts/login/staff/", typed)
        client.post("/accounts/2fa/", {"code": current_totp(TOTP_SECRET)})
        assert client.get("/admin/").headers["Location"] == "/me/security/"

        new = "Canglang-2027"
        client.post(
            "/me/security/password/",
            {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        )

        assert client.get("/admin/").status_code == 200
