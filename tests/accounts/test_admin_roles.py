"""Accounts in the admin: who sees what, and at what price."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.audit import record
from accounts.actions.members import ask_to_join
from accounts.models import (
    AccountChange,
    Appeal,
    AuditEntry,
    JoinRequest,
    Office,
    StaffPosition,
    UnitChange,
    User,
)
from tests.factories import make_clerk, make_person, make_reviewer, make_staff, make_unit
from tests.factories.places import city_office, district, district_office

pytestmark = pytest.mark.django_db

FOR_SYSTEM_ADMINS = (
    "user", "unit", "office", "district", "staffposition", "membership", "joinrequest",
)  # fmt: skip


def path(model: str) -> str:
    return f"/admin/accounts/{model}/"


@pytest.fixture
def system_admin(client: Client) -> User:
    user = make_staff("system_admin")
    client.force_login(user)
    return user


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("model", FOR_SYSTEM_ADMINS)
def test_system_administrators_only(client: Client, model: str) -> None:
    others = [
        make_reviewer(district_office()),
        make_staff("finance", city_office("finance_bureau")),
        make_staff("program_manager"),
        make_staff("auditor"),
    ]
    for user in others:
        client.force_login(user)
        assert client.get(path(model)).status_code == 403, user.positions.get().role
    client.force_login(make_staff("system_admin"))
    assert client.get(path(model)).status_code == 200


@pytest.mark.requirement("X-004")
def test_the_log_is_for_auditors_only(client: Client, system_admin: User) -> None:
    assert client.get(path("auditentry")).status_code == 403
    assert client.post(path("auditentry") + "export/csv/").status_code == 403
    client.force_login(make_staff("auditor"))
    assert client.get(path("auditentry")).status_code == 200


@pytest.mark.requirement("X-004")
def test_appeals_are_for_hrss_and_system_administrators(client: Client) -> None:
    outsiders = [make_reviewer(city_office("sti_bureau")), make_staff("auditor")]
    for user in outsiders:
        client.force_login(user)
        assert client.get(path("appeal")).status_code == 403
    for user in (make_reviewer(district_office(kind="hrss_bureau")), make_staff("system_admin")):
        client.force_login(user)
        assert client.get(path("appeal")).status_code == 200


def test_people_outside_do_not_reach_the_admin(client: Client) -> None:
    for user in (make_person(), make_clerk()):
        client.force_login(user)
        assert client.get(path("user")).status_code in (302, 403)


def more_rows(model: str) -> None:
    """One more row of everything a list may show."""
    unit = make_unit()
    clerk = make_clerk(unit)
    make_reviewer(district_office())
    if model == "joinrequest":
        asked = ask_to_join(make_unit(), clerk, "")
        JoinRequest.objects.filter(pk=asked.pk).update(decided_by=clerk)
    if model == "auditentry":
        record(clerk, "update_profile", unit)
    if model == "appeal":
        number = Appeal.objects.count()
        Appeal.objects.create(
            number=f"SS-{number}",
            claim="phone",
            full_name="顾炎武",
            phone=f"1390000{number:04d}",
            id_doc_hash=str(number),
            user=clerk,
        )
    if model == "unitchange":
        UnitChange.objects.create(number=unit.uscc, unit=unit, user=clerk, changes={})
    if model == "accountchange":
        AccountChange.objects.create(number=unit.uscc, uscc=unit.uscc, phone=clerk.phone or "")


@pytest.mark.parametrize(
    "model",
    [
        "user",
        "unit",
        "staffposition",
        "membership",
        "joinrequest",
        "appeal",
        "auditentry",
        "unitchange",
        "accountchange",
    ],
)
def test_lists_cost_the_same_for_one_row_and_for_many(client: Client, model: str) -> None:
    role = "auditor" if model == "auditentry" else "system_admin"
    client.force_login(make_staff(role))

    def queries() -> int:
        more_rows(model)
        client.get(path(model))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path(model)).status_code == 200
        return len(counted)

    first = queries()
    more_rows(model)
    assert queries() == first


def test_units_are_found_by_part_of_the_name_and_by_code(
    client: Client, system_admin: User
) -> None:
    wanted, other = make_unit(name="苏州虎丘光电有限公司"), make_unit(name="苏州沧浪纺织有限公司")
    for term in ("虎丘 光电", wanted.uscc, wanted.uscc.lower()):
        page = client.get(path("unit"), {"q": term}).content.decode()
        assert wanted.uscc in page
        assert other.uscc not in page


@pytest.fixture
def export(client: Client) -> Callable[[str], bytes]:
    def fetch(kind: str, query: str = "") -> bytes:
        answer = client.post(f"{path('auditentry')}export/{kind}/{query}")
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else answer.content

    return fetch


def test_the_log_is_taken_out_filtered_and_that_is_logged(
    client: Client, export: Callable[..., bytes]
) -> None:
    unit = make_unit()
    record(None, "update_profile", unit, {"changes": {"address": ["=1+1", "旧"]}})
    record(None, "accept_join_request", unit)
    auditor = make_staff("auditor")
    client.force_login(auditor)

    sheet = export("csv", "?action=update_profile").decode()

    assert sheet.startswith("\ufeff时间,操作人,动作")
    assert "update_profile" in sheet
    assert "accept_join_request" not in sheet
    assert export("xlsx").startswith(b"PK")
    assert AuditEntry.objects.filter(action="export_audit_log", actor=auditor).count() == 2
    assert client.post(f"{path('auditentry')}export/exe/").status_code == 404


@pytest.mark.requirement("X-011")
def test_the_log_cannot_be_changed(client: Client) -> None:
    entry = record(None, "update_profile", make_unit())
    client.force_login(make_staff("auditor"))
    change = f"{path('auditentry')}{entry.pk}/change/"
    assert client.get(change).status_code == 200
    assert client.post(change, {"action": "forged"}).status_code == 403
    assert client.post(f"{path('auditentry')}{entry.pk}/delete/").status_code == 403


def test_changes_in_the_admin_are_audited(client: Client, system_admin: User) -> None:
    district()
    office = Office.objects.first()
    assert office is not None
    fields = {"kind": office.kind, "district": office.district_id or "", "name": office.name}
    client.post(f"{path('office')}{office.pk}/change/", {**fields, "phone": "0512-65220000"})
    entry = AuditEntry.objects.get(action="admin_change")
    assert (entry.actor, entry.subject_id) == (system_admin, str(office.pk))
    assert "0512" not in str(entry.detail)


def test_a_superuser_may_do_everything(client: Client) -> None:
    root = make_staff("auditor", is_superuser=True)
    StaffPosition.objects.all().delete()
    client.force_login(root)
    for model in (*FOR_SYSTEM_ADMINS, "auditentry", "appeal"):
        assert client.get(path(model)).status_code == 200
