"""What programme managers keep in the admin: windows, hotlines, places in the catalogue."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import District, StaffPosition
from programs.models import Call, Hotline, Program, ProgramVersion
from tests.factories import district, make_staff, open_call, submitted_unit

from .conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    return signed_in(make_staff(StaffPosition.Role.PROGRAM_MANAGER))


def window(call: Call, **changes: str) -> dict[str, str]:
    """What the form of a call sends."""
    return {
        "program": str(call.program_id),
        "version": str(call.version_id),
        "year": str(call.year),
        "opens_at_0": "2026-03-01",
        "opens_at_1": "09:00:00",
        "closes_at_0": "2026-06-30",
        "closes_at_1": "17:00:00",
        "budget": "",
        **dict.fromkeys(("policy", "policy_en", "notice", "notice_en"), ""),
        **{
            f"{rows}-{number}_FORMS": "0"
            for rows in ("district_budgets", "files")
            for number in ("TOTAL", "INITIAL")
        },
        **changes,
    }


def url_of(call: Call) -> str:
    return reverse("admin:programs_call_change", args=[call.pk])


@pytest.mark.requirement("X-013")
def test_a_window_is_moved(manager: Client) -> None:
    call = open_call()
    assert manager.post(url_of(call), window(call)).status_code == 302
    call.refresh_from_db()
    assert f"{call.closes_at:%Y-%m-%d %H:%M}" == "2026-06-30 09:00"


def test_a_call_without_end_stays_open(manager: Client) -> None:
    call = open_call()
    manager.post(url_of(call), window(call, closes_at_0="", closes_at_1=""))
    call.refresh_from_db()
    assert call.closes_at is None


def test_a_window_that_closes_before_it_opens_is_refused_at_its_field(manager: Client) -> None:
    call = open_call()
    response = manager.post(url_of(call), window(call, closes_at_0="2026-01-31"))
    assert "截止时间必须晚于开始时间" in response.content.decode()
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["closes_at"]


def test_programme_version_and_year_are_fixed_once_somebody_files(manager: Client) -> None:
    unit = submitted_unit()
    version = ProgramVersion.objects.create(
        program=unit.call.program, number=99, content=unit.version.content, sha256="0" * 64
    )
    manager.post(url_of(unit.call), window(unit.call, version=str(version.pk), year="2027"))
    call = Call.objects.get(pk=unit.call.pk)
    assert (call.version_id, call.year) == (unit.version_id, 2026)
    assert f"{call.opens_at:%Y-%m-%d}" == "2026-03-01"


def test_two_managers_at_one_call(manager: Client) -> None:
    """The second is told what changed meanwhile; what she typed stays, and may be saved again."""
    call = open_call()
    seen = manager.get(url_of(call)).context["adminform"].form.initial["seen"]
    manager.post(url_of(call), window(call, budget="500.00", seen=seen))
    response = manager.post(url_of(call), window(call, closes_at_0="2026-07-31", seen=seen))
    html, form = response.content.decode(), response.context["adminform"].form
    assert "他人已修改：" in html
    assert "年度预算（元）" in form.non_field_errors()[0]
    assert "政策说明" not in form.non_field_errors()[0]
    assert 'value="2026-07-31"' in html
    again = window(call, closes_at_0="2026-07-31", seen=form["seen"].value())
    assert manager.post(url_of(call), again).status_code == 302
    assert f"{Call.objects.get(pk=call.pk).closes_at:%m-%d}" == "07-31"


def test_a_published_call_takes_no_version_without_its_figures(manager: Client) -> None:
    call = open_call()
    content = {**call.version.content, "parameters": {}}
    version = ProgramVersion.objects.create(
        program=call.program, number=99, content=content, sha256="0" * 64
    )
    response = manager.post(url_of(call), window(call, version=str(version.pk)))
    assert list(response.context["adminform"].form.errors) == ["version"]


def test_a_hotline_is_kept_with_its_programme(manager: Client) -> None:
    program = open_call().program
    url = reverse("admin:programs_program_change", args=[program.pk])
    sent = {
        "position": "5",
        "is_listed": "on",
        "name": "改名",
        "hotlines-TOTAL_FORMS": "1",
        "hotlines-INITIAL_FORMS": "0",
        "hotlines-0-district": district().pk,
        "hotlines-0-office_name": "姑苏区人才办",
        "hotlines-0-phone": "0512-68720000",
    }
    assert manager.post(url, sent).status_code == 302
    assert Hotline.objects.get().phone == "0512-68720000"
    program = Program.objects.get(slug="contribution_award")
    assert (program.position, program.name) == (5, "优秀人才贡献奖励")


def test_each_district_waits_with_a_row_for_its_hotline(manager: Client) -> None:
    program = open_call().program
    url = reverse("admin:programs_program_change", args=[program.pk])
    rows = manager.get(url).context["inline_admin_formsets"][0].formset.forms
    assert [row.initial["district"].pk for row in rows] == [
        each.pk for each in District.objects.all()
    ]
    sent = {f"hotlines-{at}-district": row.initial["district"].pk for at, row in enumerate(rows)}
    sent |= {"hotlines-TOTAL_FORMS": str(len(rows)), "hotlines-INITIAL_FORMS": "0"}
    sent |= {"hotlines-0-office_name": "人才办", "hotlines-0-phone": "0512-1"}
    saved = manager.post(url, {"position": "1", "is_listed": "on", **sent})
    assert saved.status_code == 302
    assert Hotline.objects.get().phone == "0512-1"


def test_versions_are_only_looked_at(manager: Client) -> None:
    version = open_call().version
    url = reverse("admin:programs_programversion_change", args=[version.pk])
    assert "district_review" in manager.get(url).content.decode()
    assert manager.post(url, {"number": "7"}).status_code == 403


def test_reviewers_do_not_move_windows() -> None:
    call = open_call()
    reviewer = signed_in(make_staff(StaffPosition.Role.AUDITOR))
    assert reviewer.get(url_of(call)).status_code == 200
    assert reviewer.post(url_of(call), window(call)).status_code == 403
