"""Template tags and filters."""

from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from programs.states import State
from tools.budgets import ROOT


def render(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load portal %}" + source).render(RequestContext(request, context))


def test_an_icon_is_hidden_from_screen_readers() -> None:
    html = render('{% icon "bell" %}')

    assert 'aria-hidden="true"' in html
    assert "icons.svg#bell" in html


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon 'bel'"):
        render('{% icon "bel" %}')


def test_a_status_is_a_word_and_escaped() -> None:
    html = render("{% status_tag state label %}", state="returned", label="<退回>")

    assert html == '<span class="tag" data-state="returned">&lt;退回&gt;</span>'


@pytest.mark.parametrize("state", [s for s in State if s != State.DRAFT])
def test_every_state_has_its_colour(state: State) -> None:
    assert f'[data-state="{state.value}"]' in (ROOT / "static/gov/tags.css").read_text()


def test_masks_and_amounts() -> None:
    assert render("{{ x|mask_name }}", x="杜希土") == "杜**"
    assert render("{{ x|mask_id_number }}", x="320508199406041813") == "*****1813"
    assert render("{{ x|mask_mobile }}", x="13812341234") == "138****1234"
    assert render("{{ x|mask_mobile }}", x=None) == ""
    assert render("{{ x|yuan }}", x=Decimal("1234567.8")) == "¥1,234,567.80"
    assert render("{{ x|yuan }}", x=None) == "—"


PAGER = '{% include "components/pager.html" %}'


@pytest.mark.requirement("X-010")
@pytest.mark.parametrize(
    ("rows", "total", "pages"),
    [(0, "总计 0 条数据", 1), (1, "总计 1 条数据", 1), (21, "总计 21 条数据", 2)],
)
def test_a_pager_says_how_many_there_are(rows: int, total: str, pages: int) -> None:
    page = Paginator(range(rows), 20).get_page(1)

    html = render(PAGER, "/?year=2026", page=page)

    assert total in html
    assert ("暂无信息" in html) is (rows == 0)
    assert ("page=2" in html) is (pages > 1)


def test_a_pager_keeps_the_filter() -> None:
    page = Paginator(range(195), 20).get_page(3)

    html = render(PAGER, "/?year=2026&page=3", page=page)

    assert "?year=2026&amp;page=4" in html
    assert '<span aria-current="page">3</span>' in html


CARD = {
    "name": "优秀人才贡献奖励",
    "summary": "按个人所得税地方留成给予奖励。",
    "icon": "award",
    "period": "常态申报",
    "policy_url": "/policy/a/",
    "apply_url": "/apply/a/",
    "state": "open",
    "state_label": "申报中",
}


def test_a_card_has_two_links_side_by_side() -> None:
    html = render('{% include "components/program_card.html" %}', card=CARD)
    inner = html.split("<a ")[1].split("</a>")[0]

    assert html.count("<a ") == 2
    assert "/policy/a/" in inner
    assert "/apply/a/" not in inner


def test_a_closed_card_has_no_button() -> None:
    html = render('{% include "components/program_card.html" %}', card={**CARD, "apply_url": ""})

    assert "我要申报" not in html
