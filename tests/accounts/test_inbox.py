"""The inbox: one's own notices, read by POST only."""

import pytest
from django.test import Client

from accounts.models import Notification, User
from accounts.notifications import notify
from tests.factories import make_clerk

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("X-009")]
FILE = {"program": "优秀人才贡献奖励", "year": 2026, "name": "祝允明", "comment": "缺第二页"}


def page(client: Client, query: str = "") -> str:
    return client.get(f"/inbox/{query}").content.decode()


def test_an_empty_inbox(client: Client, clerk: User) -> None:
    assert "暂无信息" in page(client)
    assert "没有未读消息" in page(client)


def test_it_shows_what_was_told_with_a_total(client: Client, clerk: User) -> None:
    notify(clerk, "application_returned", FILE, link="/my/X/")
    shown = page(client)
    assert "请修改：祝允明 的“优秀人才贡献奖励”2026 年度申报被退回" in shown
    assert "缺第二页" in shown
    assert "总计 1 条数据" in shown
    assert "1 条未读" in shown


def test_nobody_reads_what_others_were_told(client: Client, clerk: User) -> None:
    notice = notify(make_clerk(), "application_returned", FILE, link="/my/X/")
    assert "祝允明" not in page(client)
    assert client.post(f"/inbox/{notice.pk}/open/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_one_reads_it_and_leads_to_its_page(client: Client, clerk: User) -> None:
    notice = notify(clerk, "application_returned", FILE, link="/my/X/")
    assert client.get(f"/inbox/{notice.pk}/open/").status_code == 405
    assert client.post(f"/inbox/{notice.pk}/open/").headers["Location"] == "/my/X/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "祝允明" not in page(client, "?unread=1")
    assert "祝允明" in page(client)


def test_all_can_be_read_at_once(client: Client, clerk: User) -> None:
    other = notify(make_clerk(), "application_returned", FILE)
    for _ in range(3):
        notify(clerk, "application_returned", FILE)
    answer = client.post("/inbox/read/", follow=True)
    assert "已将 3 条消息标为已读" in answer.content.decode()
    assert Notification.objects.filter(read_at=None).get() == other


def test_the_bell_counts_what_is_unread(client: Client, clerk: User) -> None:
    for _ in range(2):
        notify(clerk, "application_returned", FILE)
    assert '<span class="count">2' in page(client)


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    assert client.get("/inbox/").status_code == 302


def test_pages_of_thirty_rows_cost_what_pages_of_one_do(
    client: Client, clerk: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        notify(clerk, "application_returned", FILE)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page(client)
