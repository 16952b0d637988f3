"""A reviewer with many files: ticked rows, a preview, a result for each."""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    district_office,
    draft_person_application,
    make_reviewer,
    submit,
    submitted_unit,
)
from tests.worker import Worker

from .pages import Reviewer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_ticked_rows_are_approved_by_the_worker(
    district_reviewer: Reviewer, celery_worker_process: Worker
) -> None:
    unit_part = submitted_unit()
    people = [
        submit(draft_person_application(unit_part, name=name))
        for name in ("祝允明", "文徵明", "仇英")
    ]
    page = district_reviewer.page
    district_reviewer.open("/admin/reviews/reviewitem/?part=person")
    expect(district_reviewer.rows()).to_have_count(3)
    page.locator("#action-toggle").check()
    district_reviewer.press("批量通过")
    expect(page.get_by_text("将对 3 件批量通过")).to_be_visible()
    district_reviewer.look()
    # A colleague is quicker with one of them.
    colleague = make_reviewer(district_office())
    move(people[2].pk, Action.RETURN, colleague, "缺少合同末页")

    district_reviewer.press(re.compile("确认批量通过"))

    batch = page.locator("#batch")
    expect(batch).to_contain_text("成功 2 件，未办理 1 件", timeout=15_000)
    expect(batch.get_by_role("row", name=re.compile("仇英"))).to_contain_text("不能")
    district_reviewer.look()
    stages = Application.objects.filter(part="person").values_list("name", "stage")
    assert dict(stages) == {"祝允明": "city_review", "文徵明": "city_review", "仇英": ""}
