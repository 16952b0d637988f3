"""Home, help, health, robots and the pages of the demo."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Delivery, User
from programs.states import Action
from programs.workflow import move
from tests.factories.applications import draft_unit_application, submit
from tests.factories.people import make_clerk, make_reviewer, make_unit
from tests.factories.places import district_office, open_call

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.requirement("S0-041")
def test_home_lists_programmes_by_group(client: Client) -> None:
    open_call()

    html = page(client, "/")

    assert html.index("配套举措") < html.index("优秀人才贡献奖励")
    entries = re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*人才计划一网申报', html, re.S)
    assert "/programs/" in entries
    assert "优秀人才贡献奖励" in page(client, "/programs/")


def test_home_lists_only_the_newest_call(client: Client) -> None:
    for year in (2025, 2026):
        open_call(year)

    assert page(client, "/").count('<li class="program-card">') == 1


def test_an_unlisted_programme_stays_away(client: Client) -> None:
    program = open_call().program
    program.is_listed = False
    program.save()

    assert "优秀人才贡献奖励" not in page(client, "/")


def test_news_are_the_calls_that_opened(client: Client) -> None:
    call = open_call()
    assert f"[{timezone.localtime(call.opens_at):%Y-%m-%d}]" in page(client, "/")


def test_what_was_returned_stands_first_on_the_home_page(client: Client) -> None:
    returned = submit(draft_unit_application())
    move(returned.pk, Action.RETURN, make_reviewer(district_office()), "请补充")
    clerk = returned.created_by
    for year in (2023, 2024, 2025):
        draft_unit_application(open_call(year), clerk)
    client.force_login(clerk)

    html = page(client, "/")

    assert html.index(returned.number) < html.index("YXGX2025")


def test_my_files_are_mine(client: Client) -> None:
    clerk = make_clerk()
    mine = draft_unit_application(clerk=clerk)
    other = draft_unit_application(clerk=make_clerk(make_unit()))
    client.force_login(clerk)

    html = page(client, "/")

    assert mine.number in html
    assert other.number not in html


def test_home_costs_the_same_whatever_it_shows(client: Client) -> None:
    clerk = make_clerk()
    client.force_login(clerk)
    page(client, "/")
    with CaptureQueriesContext(connection) as without:
        page(client, "/")
    draft_unit_application(clerk=clerk)

    with CaptureQueriesContext(connection) as with_one:
        page(client, "/")

    assert len(with_one) == len(without) <= 6


@pytest.mark.parametrize(
    ("path", "words"),
    [("/help/", "360极速"), ("/privacy/", "加密存储"), ("/about/", "主办")],
)
def test_public_pages_say_what_they_must(client: Client, path: str, words: str) -> None:
    assert words in page(client, path)


def test_robots_stay_out_of_private_places(client: Client) -> None:
    assert "Disallow: /admin/" in page(client, "/robots.txt")


def test_health_asks_database_cache_and_queue(client: Client) -> None:
    response = client.get("/healthz")

    assert response.json() == {"healthy": True, "database": "ok", "cache": "ok", "queue": "ok"}


def test_health_tells_what_is_gone(client: Client, settings: object) -> None:
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["cache"] == "unreachable"
    assert response.json()["database"] == "ok"


def test_the_outbox_shows_what_was_sent_newest_first(client: Client) -> None:
    for text in ("第一条", "第二条"):
        Delivery.objects.create(
            channel="sms", kind="code", address="13900000001", body=text, due_at=timezone.now()
        )

    html = page(client, "/demo/outbox/")

    assert html.index("第二条") < html.index("第一条")
    assert "13900000001" in html


def test_the_gallery_shows_every_state(client: Client) -> None:
    html = page(client, "/gallery/")

    assert "请联系所属企业进行提交" in html
    assert User.objects.count() == 0
