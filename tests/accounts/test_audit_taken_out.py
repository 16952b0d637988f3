"""The audit log taken out as a sheet: the words of its list, and the keys beside them."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.contrib.admin import site

from accounts.actions.audit import record
from accounts.admin.requests import ReviewedRequestAdmin
from accounts.models import AuditEntry, StaffPosition, UnitChange
from tests.cast import signed_in
from tests.factories import make_clerk, make_staff, make_unit

pytestmark = pytest.mark.django_db
PAGE = "/admin/accounts/auditentry/"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", {"动作": "维护单位联络员", "动作代码": "name_liaison", "对象类别": "单位"}),
        ("en", {"Action code": "name_liaison", "Object type code": "unit"}),
    ],
)
def test_a_sheet_has_words_and_keys(language: str, told: dict[str, str]) -> None:
    record(make_clerk(), "name_liaison", make_unit())
    auditor = signed_in(make_staff(StaffPosition.Role.AUDITOR))
    auditor.cookies["django_language"] = language

    answer = auditor.post(f"{PAGE}export/csv/?action=name_liaison")

    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert {name: row[name] for name in told} == told
    assert "name_liaison" not in {v for k, v in row.items() if k not in ("动作代码", "Action code")}


def test_a_line_is_called_by_its_local_time_and_what_was_done() -> None:
    with time_machine.travel(dt.datetime(2026, 3, 1, 20, 5, tzinfo=dt.UTC), tick=False):
        entry = record(None, "sign_in")

    assert str(AuditEntry.objects.get(pk=entry.pk)) == "2026-03-02 04:05:00 登录"


def test_a_page_of_requests_without_its_facts_cannot_be_registered() -> None:
    class Forgetful(ReviewedRequestAdmin[UnitChange]):
        """Says nothing of its requests."""

    with pytest.raises(TypeError, match="facts"):
        Forgetful(UnitChange, site)  # type: ignore[abstract]  # that is what is tried
