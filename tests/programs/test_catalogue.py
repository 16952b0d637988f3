"""人才计划一网申报: the list of programmes, the policy page, the way to the form."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.models import Hotline, Program
from tests.factories import district, make_clerk, open_call

pytestmark = pytest.mark.django_db
CATALOGUE = "/programs/"


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.requirement("S0-041")
def test_all_programmes_stand_in_their_groups(client: Client) -> None:
    for slug in ("contribution_award", "key_shortage", "talent_fast_track"):
        open_call(slug=slug)

    text = page(client, CATALOGUE)

    found = [text.index(f"<h2>{group}</h2>") for group in ("专项计划", "普惠政策", "配套举措")]
    assert found == sorted(found)
    assert text.index("姑苏重点产业紧缺人才") < text.index("人才乐居")
    assert text.index("人才乐居") < text.index("优秀人才贡献奖励")


@pytest.mark.requirement("S0-042")
@pytest.mark.requirement("S0-043")
def test_the_group_filter_leaves_one_group(client: Client) -> None:
    for slug in ("contribution_award", "key_shortage", "talent_fast_track"):
        open_call(slug=slug)

    special = page(client, f"{CATALOGUE}?group=special")
    universal = page(client, f"{CATALOGUE}?group=universal")

    assert "姑苏重点产业紧缺人才" in special
    assert "人才乐居" not in special
    assert "人才乐居" in universal
    assert "人才直通车" in universal
    assert "姑苏重点产业紧缺人才" not in universal


@pytest.mark.parametrize("query", ["group=nonsense", "q=%00", "q=%25", "page=-1"])
def test_nonsense_in_the_address_does_no_harm(client: Client, query: str) -> None:
    open_call()
    assert client.get(f"{CATALOGUE}?{query}").status_code == 200


def test_the_search_finds_part_of_a_name(client: Client) -> None:
    open_call()
    open_call(slug="key_shortage")

    text = page(client, f"{CATALOGUE}?q=贡献")

    assert "优秀人才贡献奖励" in text
    assert "紧缺" not in text
    assert "暂无信息" in page(client, f"{CATALOGUE}?q=没有这个项目")


def test_an_unlisted_programme_is_not_shown(client: Client) -> None:
    program = open_call().program
    Program.objects.filter(pk=program.pk).update(is_listed=False)

    assert program.name not in page(client, CATALOGUE)
    assert client.get(reverse("programs:policy", args=[program.slug])).status_code == 404


@pytest.mark.requirement("S0-044")
def test_the_path_of_groups_is_in_the_breadcrumb(client: Client) -> None:
    call = open_call()
    text = page(client, reverse("programs:policy", args=[call.program.slug]))

    crumbs = text[text.index('class="crumbs"') : text.index("</nav>", text.index('class="crumbs"'))]
    places = [crumbs.index(part) for part in ("配套举措", "人才激励", "优秀人才贡献奖励")]
    assert places == sorted(places)
    assert f'href="{CATALOGUE}?group=supporting"' in crumbs


@pytest.mark.requirement("S0-046")
def test_a_card_has_two_destinations_both_of_them_links(client: Client) -> None:
    slug = open_call().program.slug
    text = page(client, CATALOGUE)

    assert f'<a href="{reverse("programs:policy", args=[slug])}">' in text
    assert f'href="{reverse("programs:apply", args=[slug])}"' in text


@pytest.mark.requirement("S0-047")
@pytest.mark.requirement("S0-048")
def test_the_policy_page_says_everything_and_leads_to_the_form(client: Client) -> None:
    call = open_call()
    text = page(client, reverse("programs:policy", args=[call.program.slug]))

    policy = call.definition.policy
    assert str(policy.amount) in text
    for paragraph in f"{policy.description}\n\n{policy.notice}".split("\n\n"):
        assert paragraph.strip() in text
    *reviews, disbursement = call.definition.route
    for stage in reviews:
        assert re.search(rf"{stage.title}</b>\s*{stage.days} 个工作日内", text)
    # How long the money takes, the definition does not say.
    assert re.search(rf"{disbursement.title}</b>\s*</li>", text)
    link = f'href="{reverse("programs:apply", args=[call.program.slug])}"'
    assert len(re.findall(rf"<a[^>]*{link}>(?:(?!</a>).)*我要申报</a>", text, re.S)) == 2


@pytest.mark.requirement("S0-047")
@pytest.mark.parametrize(
    ("opens_in", "closes_in", "word"), [(-20, -5, "已截止"), (5, 20, "未开始")]
)
def test_a_closed_call_shows_its_dates_instead(
    client: Client, opens_in: int, closes_in: int, word: str
) -> None:
    call = open_call(opens_in=opens_in, closes_in=closes_in)
    text = page(client, reverse("programs:policy", args=[call.program.slug]))

    assert word in text
    buttons = re.findall(
        r"<button[^>]*disabled>(?:(?!</button>).)*我要申报</button>(.*?)</p>", text, re.S
    )
    assert len(buttons) == 2
    for beneath in buttons:
        for moment in (call.opens_at, call.closes_at):
            assert f"{timezone.localtime(moment):%Y-%m-%d}" in beneath
    assert reverse("programs:apply", args=[call.program.slug]) not in text


def test_the_managers_own_notice_replaces_that_of_the_definition(client: Client) -> None:
    call = open_call()
    call.notice = "今年的申报截止时间提前。"
    call.save()

    assert "今年的申报截止时间提前。" in page(
        client, reverse("programs:policy", args=[call.program.slug])
    )


@pytest.mark.requirement("S0-049")
def test_a_stranger_signs_in_first_and_comes_back(client: Client) -> None:
    url = reverse("programs:apply", args=[open_call().program.slug])

    response = client.get(url)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?kind=enterprise&next={url}"


@pytest.mark.requirement("S0-050")
def test_the_filing_page_shows_every_districts_hotline(client: Client) -> None:
    call = open_call()
    for code, phone in (("320508", "0512-68728000"), ("320583", "0512-57360000")):
        Hotline.objects.create(
            program=call.program, district=district(code), office_name="人才办", phone=phone
        )
    client.force_login(make_clerk())

    text = page(client, reverse("programs:unit", args=[call.program.slug, call.year]))

    for expected in ("姑苏区", "0512-68728000", "昆山市", "0512-57360000"):
        assert expected in text


@pytest.mark.requirement("S0-084")
def test_visitors_without_password_or_account_are_shown_the_ways_out(client: Client) -> None:
    url = reverse("programs:policy", args=[open_call().program.slug])
    ways = [reverse("account_reset_password"), reverse("account_change"), reverse("appeal")]

    page = client.get(url).content.decode()

    assert all(f'href="{way}' in page for way in ways)
    assert all(client.get(way).status_code == 200 for way in ways)
    client.force_login(make_clerk())
    assert reverse("appeal") not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("slug", "label", "kind"),
    [
        ("contribution_award", "奖励金额", "enterprise"),
        ("hiring_subsidy", "补贴金额", "enterprise"),
        ("rental_subsidy", "补贴金额", "person"),
        ("recognition", "享受待遇", "person"),
    ],
)
def test_a_policy_page_speaks_of_its_own_programme(
    client: Client, slug: str, label: str, kind: str
) -> None:
    """Whether it pays an award or a subsidy, and whose account a visitor needs."""
    open_call(slug=slug)

    text = page(client, f"{CATALOGUE}{slug}/")

    assert f"<dt>{label}</dt>" in text
    assert f"{reverse('account_reset_password')}?kind={kind}" in text
    assert (reverse("account_sign_up_person") in text) == (kind == "person")
