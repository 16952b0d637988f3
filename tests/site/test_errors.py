"""Refusals and failures in the portal's look, and as sentences for htmx."""

import pytest
from allauth.core.ratelimit import respond_429
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from portal.lib.refusals import RateLimited, Refused
from portal.site.views import errors
from portal.urls import urlpatterns as portal_patterns


def refuse(exception: Exception):  # type: ignore[no-untyped-def]
    def view(request: HttpRequest) -> HttpResponse:
        raise exception

    return view


def to_login(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "/accounts/login/?next=/form/"})


urlpatterns = [
    path("bad/", refuse(BadRequest("Unreadable page cursor."))),
    path("big/", refuse(RequestDataTooBig())),
    path("denied/", refuse(PermissionDenied("您没有办理此事项的权限。"))),
    path("refused/", refuse(Refused("请填写审核意见。"))),
    path("limited/", refuse(RateLimited("验证码 60 秒后可重新获取。", retry_after=42))),
    path("broken/", refuse(RuntimeError("a secret detail"))),
    path("away/", refuse(OperationalError("server at 10.0.0.7 closed the connection"))),
    path("to-login/", to_login),
    *portal_patterns,
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/bad/", 400, "请求无法识别"),
        ("/big/", 413, "提交的内容过大"),
        ("/denied/", 403, "您没有办理此事项的权限。"),
        ("/nowhere/", 404, "页面不存在"),
        ("/refused/", 409, "请填写审核意见。"),
        ("/limited/", 429, "验证码 60 秒后可重新获取。"),
        ("/broken/", 500, "系统繁忙"),
        ("/away/", 503, "系统正在恢复"),
    ],
)
class TestEveryRefusal:
    def test_is_a_page_that_leads_on(self, address: str, status: int, words: str) -> None:
        response = Client(raise_request_exception=False).get(address)
        html = response.content.decode()

        assert response.status_code == status
        assert words in html
        assert "返回首页" in html

    def test_is_a_sentence_for_htmx(self, address: str, status: int, words: str) -> None:
        response = Client(raise_request_exception=False).get(address, headers=HTMX)

        assert response.status_code == status
        assert response.headers["Content-Type"].startswith("text/plain")
        assert words in response.content.decode()
        assert "<" not in response.content.decode()


def test_developers_words_stay_inside() -> None:
    client = Client(raise_request_exception=False)

    assert "secret" not in client.get("/broken/").content.decode()
    assert "cursor" not in client.get("/bad/").content.decode()
    assert "10.0.0.7" not in client.get("/away/").content.decode()


def test_a_database_that_is_away_is_a_matter_of_waiting() -> None:
    response = Client(raise_request_exception=False).get("/away/")

    assert response.headers["Retry-After"] == "30"
    assert "check whether your last step was kept" in response.content.decode()


def test_who_is_limited_learns_for_how_long(client: Client) -> None:
    assert client.get("/limited/").headers["Retry-After"] == "42"


def test_a_stale_token_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/display/", {"large_type": "1"})

    assert response.status_code == 403
    assert "页面打开时间过长" in response.content.decode()


@pytest.mark.urls("portal.urls")
def test_the_rate_limits_of_allauth_show_our_page(rf: RequestFactory) -> None:
    response = respond_429(rf.post("/"))

    assert response.status_code == 429
    assert "操作过于频繁" in response.content.decode()


def test_htmx_is_told_that_the_session_ended(client: Client) -> None:
    response = client.get("/to-login/", headers=HTMX)

    assert response.status_code == 401
    assert "登录已过期" in response.content.decode()


def test_a_browser_is_led_to_the_login_page(client: Client) -> None:
    assert client.get("/to-login/").status_code == 302
