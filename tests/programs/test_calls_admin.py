"""A call on its way: prepared after last year's, checked, published, with texts and files."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Office, StaffPosition
from portal.lib.refusals import Refused
from programs.actions.calls import a_year_later, clone_call, publish_call
from programs.actions.figures import set_figures
from programs.models import Call, CallFile, Hotline
from programs.queries.call_checklist import checklist
from tests.cast import signed_in
from tests.factories import district, make_staff
from tests.programs.calls import add_file, change, complete_call, form_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = 2027


@pytest.fixture
def staff() -> Any:
    return make_staff(StaffPosition.Role.PROGRAM_MANAGER)


@pytest.fixture
def manager(staff: Any) -> Client:
    return signed_in(staff)


@pytest.fixture
def call() -> Call:
    return complete_call()


def missing(call: Call) -> set[str]:
    return {item.key for item in checklist(Call.objects.get(pk=call.pk)) if item.blocks}


def test_next_years_call_begins_as_this_years(staff: Any, call: Call) -> None:
    call.notice, call.budget = "2026年通知", Decimal(5)
    call.save()
    add_file(call)
    add_file(call, part="unit", slot="industry_proof")
    add_file(call, part="unit", slot="gone_since")
    following = clone_call(call.pk, staff)
    assert (following.year, following.published_at, following.budget) == (NEXT_YEAR, None, None)
    assert following.version == call.version
    assert following.opens_at == a_year_later(call.opens_at)
    assert sorted(following.files.values_list("slot", flat=True)) == ["", "industry_proof"]
    # Files of its own: one may go without the other.
    names = set(CallFile.objects.values_list("file", flat=True))
    assert len(names) == 5
    assert AuditEntry.objects.filter(action="clone_call").count() == 1


def test_a_year_has_one_call(staff: Any, call: Call) -> None:
    clone_call(call.pk, staff)
    with pytest.raises(Refused, match="已有 2027 年度"):
        clone_call(call.pk, staff)


def test_the_day_after_a_leap_day() -> None:
    moment = dt.datetime(2028, 2, 29, 9, tzinfo=timezone.get_default_timezone())
    assert f"{a_year_later(moment):%Y-%m-%d %H:%M}" == "2029-02-28 09:00"


def test_nothing_is_published_while_something_is_missing(staff: Any, call: Call) -> None:
    following = clone_call(call.pk, staff)
    assert missing(following) == {"figures"}
    with pytest.raises(Refused, match="年度参数"):
        publish_call(following.pk, staff)
    figures = call.figures
    assert figures
    set_figures(following.pk, following.version_id, figures, staff)
    publish_call(following.pk, staff)
    assert Call.objects.get(pk=following.pk).is_published
    assert AuditEntry.objects.filter(action="publish_call").count() == 1
    with pytest.raises(Refused, match="已发布"):
        publish_call(following.pk, staff)


def test_each_item_says_what_is_missing(call: Call) -> None:
    assert missing(call) == set()
    Hotline.objects.filter(district=district()).delete()
    assert missing(call) == {"hotlines"}
    Office.objects.filter(district=district("320583"), kind="talent_office").delete()
    call.notice = "2025年申报通知"
    call.closes_at = timezone.now() - dt.timedelta(days=1)
    call.save()
    assert missing(call) == {"hotlines", "offices", "notice", "window"}


def test_advice_stands_in_nobodys_way(call: Call) -> None:
    call.notice = "2026年通知，详见附件。"
    call.closes_at = None
    call.year = 2026
    call.save()
    items = {item.key: item for item in checklist(call)}
    assert "没有上传附件" in items["files"].missing
    assert "英文仍为空" in items["english"].missing
    assert "2027" in items["holidays"].missing
    assert not any(item.blocks for item in items.values())


def test_the_checklist_leads_to_where_things_are_mended(manager: Client, call: Call) -> None:
    Hotline.objects.all().delete()
    html = manager.get(reverse("admin:programs_call_checklist", args=[call.pk])).content.decode()
    assert "缺少咨询电话" in html
    assert reverse("admin:programs_program_change", args=[call.program_id]) in html


def test_it_is_prepared_and_published_in_the_admin(manager: Client, call: Call) -> None:
    response = manager.post(reverse("admin:programs_call_clone", args=[call.pk]))
    following = Call.objects.get(year=NEXT_YEAR)
    assert response.headers["Location"].endswith(f"/call/{following.pk}/checklist/")
    again = manager.post(reverse("admin:programs_call_clone", args=[call.pk]))
    assert again.status_code == 409
    refused = manager.post(reverse("admin:programs_call_publish", args=[following.pk]))
    assert refused.status_code == 409
    assert "不能发布" in refused.content.decode()


def test_what_is_being_prepared_is_nobody_elses(client: Client, call: Call) -> None:
    Call.objects.all().delete()
    hidden = Call.objects.create(
        program=call.program,
        version=call.version,
        year=2026,
        opens_at=timezone.now() - dt.timedelta(days=1),
        published_at=None,
    )
    kept = add_file(hidden)
    assert not hidden.is_open()
    slug = call.program.slug
    assert client.get(reverse("programs:policy", args=[slug])).status_code == 404
    file_url = reverse("programs:call_file", args=[slug, 2026, kept.pk])
    assert client.get(file_url).status_code == 404
    Call.objects.update(published_at=timezone.now())
    assert client.get(reverse("programs:policy", args=[slug])).status_code == 200
    assert client.get(file_url).status_code == 200


def test_what_is_published_is_not_taken_back(call: Call) -> None:
    with pytest.raises(InternalError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(published_at=None)


def test_a_call_added_by_hand_waits_for_its_checklist(manager: Client, call: Call) -> None:
    sent = form_of(call, year=2028)
    assert manager.post(reverse("admin:programs_call_add"), sent).status_code == 302
    assert Call.objects.get(year=2028).published_at is None


def test_finance_and_auditors_only_look(call: Call) -> None:
    for role in (StaffPosition.Role.FINANCE, StaffPosition.Role.AUDITOR):
        reader = signed_in(make_staff(role))
        assert reader.get(reverse("admin:programs_call_change", args=[call.pk])).status_code == 200
        assert change(reader, call).status_code == 403
