"""企业信息变更: what the register says of a unit changes by decision of the office."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.actions import unit_changes
from accounts.actions.profile import update_profile
from accounts.models import AuditEntry, Notification, Unit, UnitChange, User
from accounts.queries import editable_values
from portal.lib.refusals import Refused
from tests.factories import (
    city_office,
    district,
    district_office,
    make_clerk,
    make_reviewer,
    make_staff,
    open_call,
    submitted_unit,
)

from .getting_in import png
from .test_unit_profile import EDIT, open_form

pytestmark = pytest.mark.django_db

PAGE = "/member/profile/"
WITHDRAW = "/member/profile/change/withdraw/"
NEW_NAME = "苏州平江精密科技股份有限公司"


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def unit(clerk: User) -> Unit:
    return clerk.memberships.get().unit


@pytest.fixture
def judge() -> User:
    return make_reviewer(district_office(kind="hrss_bureau"))


def ask(client: Client, **typed: Any) -> UnitChange:
    """A change as somebody of the unit asks for it."""
    proof = {"proof": [png("新营业执照.png"), png("准予变更登记通知书.png")]}
    answer = client.post(EDIT, open_form(client) | typed | proof)
    assert answer.status_code == 302, answer.content.decode()
    return UnitChange.objects.latest("pk")


@pytest.mark.requirement("S3-020")
def test_a_new_name_waits_for_the_office(
    client: Client, clerk: User, unit: Unit, judge: User
) -> None:
    client.force_login(clerk)
    old = unit.name

    change = ask(client, name=NEW_NAME, contact_name="文彭")

    unit.refresh_from_db()
    assert (unit.name, unit.contact_name) == (old, "文彭")
    assert change.changes == {"name": [old, NEW_NAME]}
    assert change.attachments.count() == 2
    page = client.get(PAGE).content.decode()
    assert "待审核" in page
    assert f"{old} → <b>{NEW_NAME}</b>" in page

    unit_changes.approve(change.pk, "", judge, "10.0.0.1")

    unit.refresh_from_db()
    assert unit.name == NEW_NAME
    assert "待审核" not in client.get(PAGE).content.decode()
    assert Notification.objects.filter(recipient=clerk, kind="unit_change_approved").exists()
    entry = AuditEntry.objects.get(action="approve_unit_change")
    assert (entry.actor, entry.detail["changes"]) == (judge, {"name": [old, NEW_NAME]})


@pytest.mark.requirement("S0-034")
def test_what_is_filed_keeps_the_old_name_and_new_filings_have_the_new(
    client: Client, clerk: User, unit: Unit, judge: User
) -> None:
    filed = submitted_unit(clerk=clerk)
    old = unit.name
    client.force_login(clerk)
    change = ask(client, name=NEW_NAME)

    unit_changes.approve(change.pk, "", judge)

    slug, earlier, later = filed.call.program.slug, filed.call, open_call(2027)
    shown = client.get(reverse("programs:unit", args=[slug, earlier.year])).content.decode()
    assert old in shown
    offered = client.get(reverse("programs:unit", args=[slug, later.year])).content.decode()
    assert NEW_NAME in offered
    filed.refresh_from_db()
    assert filed.unit_name == old


def test_without_proof_nothing_is_saved_and_what_was_typed_stays(
    client: Client, clerk: User, unit: Unit
) -> None:
    client.force_login(clerk)
    typed = open_form(client) | {"name": NEW_NAME, "industry": "仪器"}

    answer = client.post(EDIT, typed)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请至少上传一份证明材料" in text
    assert NEW_NAME in text
    unit.refresh_from_db()
    assert unit.industry == ""

    kept = client.post(EDIT, typed | {"proof": png("新营业执照.png"), "keep": "1"})
    assert NEW_NAME in kept.content.decode()
    assert "新营业执照.png" in kept.content.decode()
    typed["seen"] = kept.context["form"]["seen"].value()
    assert client.post(EDIT, typed).status_code == 302
    assert UnitChange.objects.get().attachments.get().name == "新营业执照.png"


def test_what_is_empty_is_filled_in_at_once(client: Client, clerk: User, unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(address="", legal_representative="")
    client.force_login(clerk)

    client.post(
        EDIT, open_form(client) | {"address": "干将路 9 号", "legal_representative": "沈周"}
    )

    unit.refresh_from_db()
    assert (unit.address, unit.legal_representative) == ("干将路 9 号", "沈周")
    assert not UnitChange.objects.exists()


def test_one_request_at_a_time(client: Client, clerk: User, unit: Unit) -> None:
    client.force_login(clerk)
    before = open_form(client)
    ask(client, name=NEW_NAME)

    form = client.get(EDIT)
    assert form.context["form"]["name"].field.disabled
    assert "变更审核中" in form.content.decode()

    late = client.post(EDIT, before | {"address": "干将路 9 号", "proof": png()})
    assert late.status_code == 422
    assert "同事刚刚提交了信息变更" in late.content.decode()

    unit.refresh_from_db()
    seen = editable_values(unit)
    values, proofs = seen | {"address": "干将路 9 号"}, [stashed(client)]
    with pytest.raises(Refused, match="已有一件信息变更正在审核中"):
        update_profile(unit.pk, values, seen, proofs, clerk)
    assert UnitChange.objects.count() == 1

    client.post(EDIT, open_form(client) | {"industry": "仪器"})
    unit.refresh_from_db()
    assert unit.industry == "仪器"


def stashed(client: Client) -> Any:
    """A file that waits for its form."""
    client.post(EDIT, open_form(client) | {"proof": png("变更说明.png"), "keep": "1"})
    return client.get(EDIT).context["proofs"].files[0]


def test_the_unit_takes_its_request_back(client: Client, clerk: User, unit: Unit) -> None:
    client.force_login(clerk)
    change = ask(client, name=NEW_NAME)
    stranger = Client()
    stranger.force_login(make_clerk())
    assert stranger.post(WITHDRAW).status_code == 409

    assert client.post(WITHDRAW).status_code == 302

    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("withdrawn", clerk)
    assert client.post(WITHDRAW).status_code == 409
    with pytest.raises(Refused, match="已由其他人员处理"):
        unit_changes.approve(change.pk, "", make_staff("system_admin"))
    assert ask(client, name=NEW_NAME).is_pending


def test_a_refusal_tells_the_unit_why(client: Client, clerk: User, unit: Unit, judge: User) -> None:
    client.force_login(clerk)
    change = ask(client, name=NEW_NAME)
    with pytest.raises(Refused, match="须填写审核意见"):
        unit_changes.refuse(change.pk, " ", judge)

    unit_changes.refuse(change.pk, "缺少登记机关的变更说明", judge)

    page = client.get(PAGE).content.decode()
    assert "缺少登记机关的变更说明" in page
    assert "重新提交变更" in page
    assert Notification.objects.filter(recipient=clerk, kind="unit_change_refused").exists()


def test_a_district_that_was_closed_meanwhile_is_not_moved_to(
    client: Client, clerk: User, unit: Unit, judge: User
) -> None:
    client.force_login(clerk)
    other = district("320583")
    change = ask(client, district=other.pk)
    other.is_active = False
    other.save()
    with pytest.raises(Refused, match="区域已停用"):
        unit_changes.approve(change.pk, "", judge)


@pytest.mark.requirement("X-004")
def test_the_office_of_the_unit_decides_and_others_find_nothing(
    client: Client, clerk: User, unit: Unit, judge: User
) -> None:
    client.force_login(clerk)
    change = ask(client, district="320583")
    page = reverse("admin:accounts_unitchange_change", args=[change.pk])
    outsider = make_reviewer(district_office("320583", kind="hrss_bureau"))
    with pytest.raises(PermissionDenied):
        unit_changes.approve(change.pk, "", outsider)
    stranger = Client()
    stranger.force_login(outsider)
    assert stranger.get(page).status_code == 404

    for member in (judge, make_reviewer(city_office("hrss_bureau"))):
        office = Client()
        office.force_login(member)
        text = office.get(page).content.decode()
        assert "姑苏区 → 昆山市" in text
        assert "准予变更登记通知书.png" in text
