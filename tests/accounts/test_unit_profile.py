"""单位基本信息: edited with an audit trail, and by two people at once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEntry, Unit, User
from accounts.queries import unit_profile
from tests.factories import make_clerk, make_person, make_unit

from .getting_in import png

pytestmark = pytest.mark.django_db

EDIT = "/member/profile/edit/"


@pytest.fixture
def clerk() -> User:
    return make_clerk()


def open_form(client: Client) -> dict[str, str]:
    """The fields of the form as it was opened."""
    form = client.get(EDIT).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.mark.requirement("S0-032")
def test_a_change_is_saved_and_audited_with_masked_contacts(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    unit = clerk.memberships.get().unit
    old_phone = unit.contact_phone
    typed = open_form(client) | {
        "bank_name": "苏州银行",
        "contact_phone": "13700001234",
    }

    saved = client.post(EDIT, typed, follow=True)

    assert "已保存" in saved.content.decode()
    unit.refresh_from_db()
    assert (unit.bank_name, unit.contact_phone) == ("苏州银行", "13700001234")
    entry = AuditEntry.objects.get(action="update_profile")
    assert entry.actor == clerk
    assert entry.detail["changes"] == {
        "bank_name": ["", "苏州银行"],
        "contact_phone": [f"{old_phone[:3]}****{old_phone[-4:]}", "137****1234"],
    }


@pytest.mark.requirement("S0-033")
def test_the_profile_offers_a_filing_everything_it_takes_over(clerk: User) -> None:
    unit = clerk.memberships.get().unit
    profile = unit_profile(unit)
    assert profile["name"] == unit.name
    assert set(profile) >= {
        "uscc",
        "district_id",
        "legal_representative",
        "address",
        "contact_name",
        "contact_phone",
        "contact_email",
        "type",
        "bank_name",
    }


def test_the_credit_code_cannot_be_changed(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    unit = clerk.memberships.get().unit

    client.post(EDIT, open_form(client) | {"uscc": make_unit().uscc, "industry": "精密仪器"})

    uscc = unit.uscc
    unit.refresh_from_db()
    assert (unit.uscc, unit.industry) == (uscc, "精密仪器")


def test_mistakes_are_named_and_what_was_typed_stays(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    answer = client.post(EDIT, open_form(client) | {"contact_phone": "123", "industry": "纺织"})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请填写11位手机号" in text
    assert "纺织" in text


def test_two_people_do_not_overwrite_each_other(client: Client, clerk: User) -> None:
    unit = clerk.memberships.get().unit
    colleague = Client()
    colleague.force_login(make_clerk(unit, role="operator"))
    client.force_login(clerk)
    mine, theirs = open_form(client), open_form(colleague)
    colleague.post(EDIT, theirs | {"contact_name": "文彭", "industry": "仪器"})

    late = client.post(EDIT, mine | {"industry": "精密仪器", "bank_name": "苏州银行"})

    assert late.status_code == 409
    text = late.content.decode()
    assert "同事刚刚修改了以下信息" in text
    assert re.search(r"联系人：文彭（已带入下方表单）", text)
    assert re.search(r"所属行业：仪器（保留了您填写的内容", text)
    again = late.context["form"]
    merged = {name: again[name].value() or "" for name in again.fields}
    client.post(EDIT, merged)
    unit.refresh_from_db()
    assert (unit.contact_name, unit.industry, unit.bank_name) == (
        "文彭",
        "精密仪器",
        "苏州银行",
    )


def test_a_form_with_a_forged_origin_is_refused(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    answer = client.post(EDIT, open_form(client) | {"seen": "forged", "industry": "纺织"})
    assert answer.status_code == 422
    assert Unit.objects.get(memberships__user=clerk).industry == ""


def test_the_certificate_is_replaced_and_seen_by_the_unit_only(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    client.post("/member/profile/certificate/upload/", {"file": png("新证.png")})

    page = client.get("/member/profile/").content.decode()
    assert "新证.png" in page
    shown = client.get("/member/profile/certificate/")
    assert shown.headers["Content-Type"] == "image/png"
    assert AuditEntry.objects.filter(action="replace_certificate", actor=clerk).exists()

    stranger = Client()
    stranger.force_login(make_clerk())
    assert stranger.get("/member/profile/certificate/").status_code == 404
    person = Client()
    person.force_login(make_person())
    assert person.post("/member/profile/certificate/upload/").status_code == 403


def test_a_file_that_is_no_certificate_is_refused(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    fake = SimpleUploadedFile("证书.pdf", b"MZ this is a program", "application/pdf")

    answer = client.post("/member/profile/certificate/upload/", {"file": fake})

    assert answer.status_code == 422
    assert clerk.memberships.get().unit.attachments.count() == 0
