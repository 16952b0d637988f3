"""What a programme manager finds on the first page."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffPosition
from programs.actions.calls import clone_call
from programs.models import Call
from programs.queries.matters import matters
from tests.cast import signed_in
from tests.factories import make_staff, open_call
from tests.programs.calls import complete_call, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    return make_staff(StaffPosition.Role.PROGRAM_MANAGER)


def said() -> dict[str, str]:
    return {each.page: each.text for each in matters().waiting}


def test_a_prepared_call_says_what_it_lacks(staff: Any) -> None:
    following = clone_call(complete_call().pk, staff)
    assert "还有 1 项必备项未完成" in said()["admin:programs_call_checklist"]
    page = signed_in(staff).get("/admin/").content.decode()
    assert reverse("admin:programs_call_checklist", args=[following.pk]) in page


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [(3, 30, "开始申报"), (-30, 3, "截止申报"), (-30, 30, ""), (30, 60, "")],
)
def test_windows_that_open_or_close_soon(opens: int, closes: int, expected: str) -> None:
    open_call(opens_in=opens, closes_in=closes)
    assert expected in said().get("admin:programs_call_change", "")


def test_next_years_calls_are_asked_for_late_in_the_year(staff: Any) -> None:
    with time_machine.travel("2026-09-30T12:00:00+08:00", tick=False):
        call = open_call()
        assert matters().unfollowed == []
    with time_machine.travel("2026-10-01T12:00:00+08:00", tick=False):
        assert matters().unfollowed == [call]
        clone_call(call.pk, staff)
        assert matters().unfollowed == []


def test_a_year_has_one_call_and_who_adds_a_second_is_told(staff: Any) -> None:
    call = open_call()
    response = signed_in(staff).post(reverse("admin:programs_call_add"), form_of(call))
    assert response.status_code == 200
    assert "已经存在" in str(response.context["adminform"].form.non_field_errors())
    assert Call.objects.count() == 1


def test_a_script_in_the_policy_is_text(staff: Any) -> None:
    call = open_call()
    call.policy = "<script>alert(1)</script> [x](javascript:alert(1))"
    call.closes_at = timezone.now() + dt.timedelta(days=9)
    call.save()
    page = signed_in(staff).get(reverse("programs:policy", args=[call.program.slug]))
    html = page.content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html
    assert "&lt;script&gt;alert(1)" in html
