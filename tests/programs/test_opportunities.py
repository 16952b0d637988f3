"""One person's page: all years, what may be filed this year and what it would bring, one click."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from programs.answers import unpack
from programs.continuing import Opportunity
from programs.models import Application, Call
from tests.factories import (
    approve,
    district_office,
    draft_person_application,
    draft_unit_application,
    make_clerk,
    open_call,
    submit,
    submitted_unit,
)
from tests.factories.people import settle

pytestmark = pytest.mark.django_db

START = "/member/people/start/"


@pytest.fixture
def earlier(clerk: User) -> Application:
    """Somebody whom the offices approved in 2025: 40 000 yuan."""
    part = submitted_unit(open_call(2025), clerk)
    return approve(submit(draft_person_application(part, name="沈石田")))


def person_page(client: Client, person: Application) -> str:
    url = reverse("programs:workspace_person", args=[person.number])
    return client.get(url).content.decode()


def offer(client: Client, person: Application, slug: str) -> Opportunity:
    url = reverse("programs:workspace_person", args=[person.number])
    offers: list[Opportunity] = client.get(url).context["opportunities"]
    return next(each for each in offers if each.call.program.slug == slug)


def unit_part(clerk: User, slug: str) -> Application:
    """The unit's part of any programme, submitted as far as the people are concerned."""
    part = draft_unit_application(open_call(2026, slug), clerk, complete=False)
    part.fixed, part.submitted_at, part.state = {}, timezone.now(), "pending_review"
    part.office = district_office()
    part.save()
    return part


def test_the_page_tells_years_amounts_documents_and_what_is_next(
    client: Client, clerk: User, earlier: Application
) -> None:
    submitted_unit(open_call(2026), clerk)

    text = person_page(client, earlier)

    assert "优秀人才贡献奖励" in text
    assert earlier.number in text
    assert "40,000.00" in text
    assert reverse("programs:continue", args=[earlier.number]) in text
    assert unpack(earlier.form, earlier.answers)["id_doc_number"] not in text
    assert earlier.id_doc_hash not in text


def test_the_amount_is_estimated_before_anything_is_typed(
    client: Client, clerk: User, earlier: Application
) -> None:
    submitted_unit(open_call(2026), clerk)

    found = offer(client, earlier, "contribution_award")

    assert found.estimate
    # The wage and the tax of last time; of invoices, which count only once, none or many.
    assert found.estimate.lowest == Decimal(0)
    assert found.estimate.highest == earlier.proposed_amount
    assert found.estimate.open == ("发票信息",)
    assert set(found.estimate.assumed) == {
        "上年度工资薪金收入（元）", "上年度缴纳个人所得税（元）",
    }  # fmt: skip
    assert found.can_start
    assert found.continues == earlier
    assert "按上次填报测算，须更新" in person_page(client, earlier)
    assert not Application.objects.filter(call__year=2026, part="person").exists()


def test_what_nobody_has_told_yet_is_asked_for(
    client: Client, clerk: User, earlier: Application
) -> None:
    call = open_call(2026, "hiring_subsidy")
    assert "只受理苏州工业园区的单位申报" in offer(client, earlier, "hiring_subsidy").obstacle
    settle(clerk.memberships.get().unit, call)

    found = offer(client, earlier, "hiring_subsidy")

    assert not found.obstacle
    assert found.estimate
    assert found.estimate.lowest is not None
    assert found.estimate.highest is not None
    assert found.estimate.lowest < found.estimate.highest
    assert found.estimate.open
    text = person_page(client, earlier)
    assert "需补充：" in text
    assert "请先提交本年度单位申报信息" in text


def test_an_award_that_excludes_it_is_named(
    client: Client, clerk: User, earlier: Application
) -> None:
    part = submitted_unit(open_call(2026), clerk)
    number = unpack(earlier.form, earlier.answers)["id_doc_number"]
    submit(draft_person_application(part, id_doc_number=number))
    open_call(2026, "high_end_award")

    found = offer(client, earlier, "high_end_award")

    assert "已申报“优秀人才贡献奖励”" in found.obstacle
    assert not found.can_start
    assert "同一年度只能享受其中一项" in person_page(client, earlier)
    assert offer(client, earlier, "contribution_award").existing


def test_a_closed_call_offers_nothing(
    freeze: Callable[[str], None], client: Client, clerk: User, earlier: Application
) -> None:
    freeze("2026-11-21 10:00")  # of this year; those of years that are over are not shown
    submitted_unit(open_call(2026), clerk)
    Call.objects.filter(year=2026).update(closes_at=timezone.now() - dt.timedelta(seconds=1))

    assert not offer(client, earlier, "contribution_award").can_start
    refused = client.post(START, {"number": earlier.number, "program": "contribution_award"})
    assert refused.status_code == 409
    assert "不在申报时间内" in refused.content.decode()


def test_one_click_continues_and_a_second_finds_the_same_draft(
    client: Client, clerk: User, earlier: Application
) -> None:
    submitted_unit(open_call(2026), clerk)
    form = {"number": earlier.number, "program": "contribution_award"}

    first, second = (client.post(START, form).headers["Location"] for _click in range(2))

    draft = Application.objects.get(carried_from=earlier)
    assert first == second == reverse("programs:application", args=[draft.number])


def test_another_programme_begins_with_all_that_is_known(
    client: Client, clerk: User, earlier: Application
) -> None:
    settle(clerk.memberships.get().unit, open_call(2026, "hiring_subsidy"))
    unit_part(clerk, "hiring_subsidy")

    client.post(START, {"number": earlier.number, "program": "hiring_subsidy"})

    draft = Application.objects.get(call__program__slug="hiring_subsidy", part="person")
    told, known = unpack(earlier.form, earlier.answers), unpack(draft.form, draft.answers)
    for key in ("name", "id_doc_type", "id_doc_number", "mobile", "position"):
        assert known[key] == told[key]
    assert draft.id_doc_hash == earlier.id_doc_hash
    copied = draft.attachments.get(slot="id_document")
    assert copied.file.name == earlier.attachments.get(slot="id_document").file.name


def test_all_who_are_ticked_are_begun_at_once(
    client: Client, clerk: User, earlier: Application
) -> None:
    part = submitted_unit(open_call(2026), clerk)
    assert earlier.unit_application
    other = approve(submit(draft_person_application(earlier.unit_application, name="唐寅")))
    there = draft_person_application(part, name="仇英")
    nameless = draft_person_application(part, complete=False, name="文徵明")
    numbers = [each.number for each in (earlier, other, there, nameless)]

    page = client.post(START, {"number": numbers, "program": "contribution_award"})

    text = page.content.decode()
    assert "新建草稿 2 份" in text
    assert "未重复建立" in text
    assert "尚未填写证件号码" in text
    drafts = Application.objects.filter(carried_from__in=[earlier, other])
    assert {draft.name for draft in drafts} == {"沈石田", "唐寅"}


def test_nobody_ticked_and_a_stranger_ticked(
    client: Client, clerk: User, earlier: Application
) -> None:
    submitted_unit(open_call(2026), clerk)
    form = {"program": "contribution_award"}
    assert client.post(START, form).status_code == 409
    assert client.post(START, {"number": earlier.number, "program": "no"}).status_code == 404

    client.force_login(make_clerk())
    assert client.post(START, {**form, "number": earlier.number}).status_code == 404
    url = reverse("programs:workspace_person", args=[earlier.number])
    assert client.get(url).status_code == 404
    assert Application.objects.filter(call__year=2026, part="person").count() == 0


def test_many_filings_cost_as_many_queries_as_one(
    client: Client, clerk: User, earlier: Application
) -> None:
    for slug in ("contribution_award", "hiring_subsidy"):
        open_call(2026, slug)
    number = unpack(earlier.form, earlier.answers)["id_doc_number"]
    url = reverse("programs:workspace_person", args=[earlier.number])

    def queries_for(year: int) -> int:
        part = draft_unit_application(open_call(year), clerk)
        draft_person_application(part, id_doc_number=number)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    queries_for(2021)
    first, *others = (queries_for(year) for year in (2022, 2023, 2024))
    assert others == [first, first]
