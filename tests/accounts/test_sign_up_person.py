"""个人注册: the form, what it refuses, and what is bound for good."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import IdDocType
from tests.factories.people import make_person

from .getting_in import PASSWORD, PHONE, ask_for_code, person_fields

pytestmark = pytest.mark.django_db

URL = "/accounts/sign-up/person/"


def register(client: Client, **changes: Any) -> Any:
    code = ask_for_code(client, page="account_sign_up_person")
    return client.post(URL, {**person_fields(code=code), **changes})


def errors_of(response: Any) -> dict[str, Any]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


def test_a_person_registers_and_logs_in_by_phone(client: Client) -> None:
    registered = register(client)

    assert "注册成功" in client.get(registered.headers["Location"]).content.decode()
    login = client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD})
    assert login.status_code == 302
    person = User.objects.get()
    assert (person.kind, person.full_name, person.phone) == ("person", "祝允明", PHONE)
    assert person.id_doc_hash == keyed_hash(person.id_doc_number)


@pytest.mark.requirement("S2-006")
def test_the_type_of_document_is_chosen_from_a_list(client: Client) -> None:
    field = client.get(URL).context["form"]["id_doc_type"]

    assert field.value() == IdDocType.RESIDENT_ID
    assert [value for value, _label in field.field.choices] == IdDocType.values
    assert "id_doc_type" in errors_of(register(client, id_doc_type="library_card"))


@pytest.mark.requirement("S2-007")
@pytest.mark.parametrize(
    ("doc_type", "number"),
    [
        ("resident_id", ""),
        ("resident_id", "320508198803140011"),
        ("resident_id", "320508880314001"),
        ("resident_id", "\x00"),
        ("resident_id", "😀" * 18),
        ("hm_permit", "K12345678"),
        ("tw_permit", "123"),
        ("passport", "12"),
    ],
)
def test_the_number_is_checked_by_its_type(client: Client, doc_type: str, number: str) -> None:
    response = register(client, id_doc_type=doc_type, id_doc_number=number)

    assert "id_doc_number" in errors_of(response)
    assert not User.objects.exists()


@pytest.mark.requirement("S2-007")
def test_other_documents_have_their_own_rule(client: Client) -> None:
    response = register(client, id_doc_type="hm_permit", id_doc_number="ｈ12345678")

    assert response.status_code == 302
    assert User.objects.get().id_doc_number == "H12345678"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("full_name", "  ", marks=pytest.mark.requirement("S2-008")),
        ("full_name", "祝😀明"),
        pytest.param("phone", "", marks=pytest.mark.requirement("S2-009")),
        pytest.param("phone", "1391234000", marks=pytest.mark.requirement("S2-009")),
        pytest.param("phone", "139123400012", marks=pytest.mark.requirement("S2-009")),
        pytest.param("password2", "Shihu-2027", marks=pytest.mark.requirement("S2-010")),
        pytest.param("password2", "", marks=pytest.mark.requirement("S2-010")),
        pytest.param("code", "", marks=pytest.mark.requirement("S2-011")),
        ("consent", ""),
    ],
)
def test_a_field_that_is_wrong_is_refused_at_its_place(
    client: Client, field: str, value: str
) -> None:
    assert field in errors_of(register(client, **{field: value}))
    assert not User.objects.exists()


@pytest.mark.requirement("S2-016")
@pytest.mark.parametrize(
    ("password", "is_accepted"),
    [
        ("Abc12!x", False),  # 7 characters
        ("Abc12!xy", True),
        ("Abcdefgh1234567!wxyz", True),
        ("Abcdefgh1234567!wxyzz", False),  # 21 characters
        ("abcdefgh12", False),
        ("ABCDEFGH!!", False),
        ("abcdefghij", False),
        ("qhcdefG129", True),
        ("qhcdef!129", True),
        ("QHCDEF!129", True),
        ("密码Abc123!", False),
        ("Abc 123 !x", False),
        ("Password1", False),  # known to everybody
    ],
)
def test_the_rule_for_passwords(client: Client, password: str, is_accepted: bool) -> None:
    response = register(client, password1=password, password2=password)

    assert User.objects.exists() == is_accepted
    if not is_accepted:
        assert "password1" in errors_of(response)


@pytest.mark.requirement("S2-012")
def test_people_with_an_account_are_led_to_the_login(client: Client) -> None:
    page = client.get(URL).content.decode()

    assert f'<a href="{reverse("account_login")}">已有帐号, 去登录</a>' in page


@pytest.mark.requirement("S2-014")
def test_the_document_cannot_be_changed_after_binding(client: Client) -> None:
    assert "绑定后不能修改" in client.get(URL).content.decode()
    person = make_person()
    client.force_login(person)
    number, name = person.id_doc_number, person.full_name

    for url in _addresses_of("accounts"):
        client.post(url, {"id_doc_type": "passport", "id_doc_number": "E12345678"})
        client.force_login(person)

    person.refresh_from_db()
    assert (person.id_doc_type, person.id_doc_number) == ("resident_id", number)
    assert person.full_name == name


def _addresses_of(module: str) -> list[str]:
    """Every address without parameters that a view of the app answers."""
    found = []
    patterns: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            patterns.extend(pattern.url_patterns)
        elif pattern.callback.__module__.startswith(module) and "<" not in str(pattern.pattern):
            found.append(f"/{pattern.pattern}")
    assert len(found) > 5
    return found


@pytest.mark.requirement("S2-015")
@pytest.mark.parametrize("field", ["phone", "id_doc_number"])
def test_what_another_has_leads_to_an_appeal(client: Client, field: str) -> None:
    other = make_person(phone=PHONE if field == "phone" else "13900000000")
    taken = {field: getattr(other, field)}

    response = register(client, **taken)

    assert field in errors_of(response)
    assert reverse("appeal") in response.content.decode()
    assert User.objects.count() == 1


def test_whether_a_document_is_known_is_told_to_who_holds_the_phone_only(client: Client) -> None:
    other = make_person()

    response = register(client, id_doc_number=other.id_doc_number, code="000000")

    assert list(errors_of(response)) == ["code"]
