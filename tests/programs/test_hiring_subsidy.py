"""高层次和紧缺人才招聘补贴: its guide page."""

import re

import pytest
from django.test import Client

from tests.factories import make_clerk, open_call


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
