"""What programme managers see, in a real browser: no violation, nothing our own policy refuses."""

import os
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import District, StaffPosition
from programs.models import Call, DistrictBudget
from tests.axe import assert_accessible, assert_clean_and_accessible, watch_console
from tests.factories import (
    approve,
    district,
    draft_person_application,
    make_clerk,
    make_staff,
    make_unit,
    submit,
    submitted_unit,
)
from tests.programs.calls import add_file, complete_call

from .conftest import signed_in
from .test_browser import bring_session

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def call() -> Call:
    """A call with people in three districts, its own notice and files, half of its money spent."""
    call = complete_call()
    for at, place in enumerate(District.objects.all()[:3]):
        unit = submitted_unit(call, make_clerk(make_unit(district=place)))
        people = [submit(draft_person_application(unit)) for _each in range(3 - at)]
        approve(people[0])
    DistrictBudget.objects.create(call=call, district=district(), amount=Decimal("80000.00"))
    call.budget = Decimal("200000.00")
    call.notice = "请于截止前提交，详见附件和https://www.suzhou.gov.cn/rcb。\n\n逾期不予受理。"
    call.save()
    add_file(call)
    add_file(call, part="unit", slot="industry_proof")
    return call


@pytest.fixture
def manager(page: Page, live_server: LiveServer, call: Call) -> Page:
    staff = make_staff(StaffPosition.Role.PROGRAM_MANAGER)
    bring_session(page, live_server, signed_in(staff))
    return page


#: A table of the admin's rows heads the column of what stands above each row with nothing.
HEAD_OF_DJANGO = "th.original"
PAGES: dict[str, Callable[[Call], str]] = {
    "calls": lambda call: reverse("admin:programs_call_changelist"),
    "call": lambda call: reverse("admin:programs_call_change", args=[call.pk]),
    "checklist": lambda call: reverse("admin:programs_call_checklist", args=[call.pk]),
    "statistics": lambda call: reverse("admin:reviews_statistic_change", args=[call.pk]),
}


def keep(page: Page, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_the_pages_of_a_manager(manager: Page, live_server: LiveServer, call: Call) -> None:
    manager.set_viewport_size({"width": 1280, "height": 900})
    for name, address in PAGES.items():
        errors = watch_console(manager)
        manager.goto(live_server.url + address(call))
        assert errors == []
        assert_accessible(manager, {"exclude": [HEAD_OF_DJANGO]})
        keep(manager, name)


def test_the_next_year_is_prepared_and_its_notice_looked_at(
    manager: Page, live_server: LiveServer, call: Call
) -> None:
    manager.set_viewport_size({"width": 1280, "height": 900})
    manager.goto(live_server.url + PAGES["checklist"](call))
    manager.get_by_role("button", name="按本批次准备下一年度").click()
    manager.get_by_text("还有 1 项必备项未完成").wait_for()
    assert manager.get_by_role("button", name="发布本批次").is_disabled()
    assert_accessible(manager)
    keep(manager, "checklist-of-next-year")
    manager.get_by_role("link", name="修改本批次").click()
    manager.locator("#id_notice").fill("第一段\n\n见[办法](https://a.gov.cn/b)。")
    with manager.expect_popup() as opened:
        manager.get_by_role("button", name="预览政策页文字").click()
    preview = opened.value
    preview.set_viewport_size({"width": 1280, "height": 900})
    assert preview.get_by_role("link", name="办法").first.is_visible()
    assert_accessible(preview)
    keep(preview, "preview")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_the_programme(
    page: Page, live_server: LiveServer, call: Call, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    address = reverse("programs:policy", args=[call.program.slug])
    assert_clean_and_accessible(page, live_server.url + address)
    keep(page, f"policy-{width}")
