"""The frame around every page: who is signed in, language, type size, navigation."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from tests.factories.people import make_clerk, make_person, make_staff

pytestmark = pytest.mark.django_db


def page(client: Client, path: str = "/privacy/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.requirement("S0-003")
def test_visitors_find_the_way_in_at_the_top_right(client: Client) -> None:
    topbar = page(client, "/").split('class="topbar"')[1].split("</header>")[0]

    assert f'href="{reverse("account_login")}"' in topbar
    assert "注册登入" in topbar
    assert "退出" not in topbar


@pytest.mark.requirement("S0-003")
def test_the_way_in_gives_way_to_the_user_menu(client: Client) -> None:
    client.force_login(make_clerk(full_name="杜希土"))

    html = page(client, "/")

    assert "注册登入" not in html.split("</header>")[0]
    assert "杜**" in html
    assert "杜希土" not in html
    assert f'action="{reverse("account_logout")}"' in html


def test_signing_out_is_a_post(client: Client) -> None:
    client.force_login(make_person())

    assert f'href="{reverse("account_logout")}"' not in page(client)


@pytest.mark.requirement("S0-031")
def test_only_units_have_a_member_centre(client: Client) -> None:
    client.force_login(make_clerk())
    assert "会员中心" in page(client)

    client.force_login(make_person())
    assert "会员中心" not in page(client)


def test_staff_find_the_review_desk(client: Client) -> None:
    client.force_login(make_staff("auditor"))

    assert reverse("admin:index") in page(client)


def test_the_bell_counts_what_is_unread(client: Client) -> None:
    clerk = make_clerk()
    for _number in range(3):
        Notification.objects.create(recipient=clerk, kind="returned", title="退回", body="请修改")
    Notification.objects.create(recipient=make_person(), kind="returned", title="退回", body="")
    client.force_login(clerk)

    assert '<span class="count">3' in page(client)


def test_a_visitor_costs_no_query(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        page(client)


def test_chinese_first_english_on_demand(client: Client) -> None:
    assert '<html lang="zh-hans"' in page(client)

    response = client.post(reverse("set_language"), {"language": "en", "next": "/help/"})

    assert response.headers["Location"] == "/help/"
    assert '<html lang="en"' in page(client)


def test_large_type_is_remembered_and_given_up(client: Client) -> None:
    assert 'class="large-type"' not in page(client)

    response = client.post(reverse("set_display"), {"large_type": "1", "next": "/help/?a=b"})
    assert response.headers["Location"] == "/help/?a=b"
    assert 'class="large-type"' in page(client)

    client.post(reverse("set_display"), {"large_type": "0"})
    assert 'class="large-type"' not in page(client)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x()"])
def test_the_display_choice_leads_nowhere_else(client: Client, target: str) -> None:
    response = client.post(reverse("set_display"), {"large_type": "1", "next": target})

    assert response.headers["Location"] == "/"


def test_the_display_choice_is_no_link(client: Client) -> None:
    assert client.get(reverse("set_display")).status_code == 405


def test_the_current_page_is_marked(client: Client) -> None:
    html = page(client, reverse("help"))

    assert f'<a href="{reverse("help")}" aria-current="page">' in html
    assert '<a href="/" aria-current="page">' not in html


def test_the_identity_comes_from_the_settings(client: Client, settings: object) -> None:
    settings.PORTAL_NAME = "无锡人才总入口"  # type: ignore[attr-defined]
    settings.PORTAL_HOTLINE = "0510-12345678"  # type: ignore[attr-defined]

    html = page(client)

    assert "无锡人才总入口" in html
    assert "0510-12345678" in html
    assert "苏州人才总入口" not in html


@pytest.mark.requirement("S0-002")
def test_every_page_carries_the_browser_hint(client: Client) -> None:
    hint = page(client).split('class="old-browser"')[1].split("</div>")[0]

    assert "360极速模式" in hint
    assert "Google Chrome" in hint
