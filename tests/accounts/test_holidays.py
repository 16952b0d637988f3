"""节假日安排: entered in the admin, and counted with from then on."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, HolidayYear, StaffPosition
from portal.lib.dates import add_working_days, has_holidays, is_working_day
from tests.cast import signed_in
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

PERIODS = """2027-01-01 至 2027-01-03
2027年2月5日—2027年2月12日
2027/4/5
2027-05-01 2027-05-05
2027-10-01 至 2027-10-07"""
ADD = "admin:accounts_holidayyear_add"


@pytest.fixture
def manager() -> Client:
    return signed_in(make_staff(StaffPosition.Role.PROGRAM_MANAGER))


def typed(**changes: Any) -> dict[str, Any]:
    said = {"year": "2027", "source": "", "periods": PERIODS, "exchanged": "2027-02-14"}
    return {**said, **changes}


def test_what_is_entered_counts_at_once(manager: Client) -> None:
    new_year, spring = dt.date(2026, 12, 31), dt.date(2027, 2, 4)
    assert not has_holidays(2027)
    assert add_working_days(new_year, 1) == dt.date(2027, 1, 1)
    assert manager.post(reverse(ADD), typed()).status_code == 302
    assert has_holidays(2027)
    assert add_working_days(new_year, 1) == dt.date(2027, 1, 4)
    assert add_working_days(spring, 1) == dt.date(2027, 2, 14)
    assert not is_working_day(dt.date(2026, 10, 1)), "the years of the file stay"
    assert AuditEntry.objects.filter(action="admin_add", subject_type="holidayyear")


def test_what_is_entered_is_shown_again_as_lines(manager: Client) -> None:
    manager.post(reverse(ADD), typed())
    row = HolidayYear.objects.get()
    page = manager.get(reverse("admin:accounts_holidayyear_change", args=[row.pk]))
    initial = page.context["adminform"].form.initial
    assert initial["periods"].splitlines()[2] == "2027-04-05"
    assert initial["exchanged"] == "2027-02-14"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"year": "1999"}, "year", "请检查年份"),
        ({"periods": "国庆"}, "periods", "第 1 行"),
        ({"periods": PERIODS + "\n2027-02-30"}, "periods", "第 6 行"),
        ({"periods": PERIODS + "\n2027-10-07"}, "periods", "重叠"),
        ({"periods": PERIODS + "\n2028-01-01"}, "periods", "不在该年度内"),
        ({"periods": PERIODS + "\n2027-09-09 至 2027-09-01"}, "periods", "末日应在首日之后"),
        ({"periods": "2027-01-01"}, "periods", "不应少于 13 天"),
        ({"exchanged": "2027-02-15"}, "exchanged", "周六或周日"),
        ({"exchanged": "2027-10-02"}, "exchanged", "已在放假中"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_saved(
    manager: Client, changes: dict[str, str], field: str, said: str
) -> None:
    response = manager.post(reverse(ADD), typed(**changes))
    errors = response.context["adminform"].form.errors
    assert field in errors
    assert said in str(errors[field])
    assert not HolidayYear.objects.exists()


def test_a_year_is_entered_once(manager: Client) -> None:
    manager.post(reverse(ADD), typed())
    response = manager.post(reverse(ADD), typed())
    assert "year" in response.context["adminform"].form.errors
