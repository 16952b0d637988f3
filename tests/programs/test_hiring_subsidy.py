"""高层次和紧缺人才招聘补贴: its guide page, and what the subsidy comes to."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from programs.calculations.base import Facts
from programs.calculations.hiring import hiring_subsidy
from tests.factories import make_clerk, open_call

PARAMETERS = {
    "fee_share": Decimal("0.5"),
    "person_cap": Decimal(150000),
    "wage_floor": Decimal(300000),
}


def amount(**answers: str) -> Decimal:
    return hiring_subsidy(Facts(answers, PARAMETERS)).amount


@pytest.mark.django_db
@pytest.mark.requirement("S3-003")
def test_the_guide_page_says_its_path_and_ends_with_the_way_in(client: Client) -> None:
    open_call(slug="hiring_subsidy")
    text = client.get("/programs/hiring_subsidy/").content.decode()

    crumbs = text[text.index('class="crumbs"') : text.index("</ol>", text.index('class="crumbs"'))]
    steps = [step.strip() for step in re.findall(r">([^<>]+)</(?:a|span)>", crumbs)]
    assert steps == ["首页", "人才服务", "企业引才", "高层次和紧缺人才招聘补贴"]
    assert "我要申报" not in text
    main = text[text.index("<main") : text.index("</main>")]
    last = main.rindex("申报通知")
    assert "在线办理" in main[last:]

    # The button leads a company in, and a visitor to the login first.
    link = re.search(r'href="([^"]+)">\s*<svg[^>]*>.*?</svg>在线办理', main[last:], re.S)
    assert link
    assert "/accounts/login/" in client.get(link[1]).headers["Location"]
    client.force_login(make_clerk())
    assert client.get(link[1], follow=True).status_code == 200


def test_half_of_the_fee_up_to_the_cap() -> None:
    assert amount(qualification="doctorate", recruiting_fee="60000") == Decimal("30000.00")
    assert amount(qualification="doctorate", recruiting_fee="900000") == Decimal("150000.00")
    assert amount(qualification="doctorate", recruiting_fee="0.01") == Decimal("0.01")


def test_who_qualifies_by_wage_has_the_wage() -> None:
    low = {"qualification": "wage", "recruiting_fee": "60000", "annual_wage": "299999.99"}
    outcome = hiring_subsidy(Facts(low, PARAMETERS))
    assert outcome.amount == 0
    assert set(outcome.problems) == {"annual_wage"}
    assert amount(**{**low, "annual_wage": "300000"}) == Decimal("30000.00")
    assert amount(**{**low, "qualification": "doctorate"}) == Decimal("30000.00")
