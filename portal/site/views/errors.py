"""Error pages in the portal's look; a sentence of plain text for htmx, which shows it as a toast.

What somebody typed is never lost: pages say how to get back to it.
"""

import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Page:
    """What an error page says: what happened, and what to do now."""

    title: str | Promise
    hint: str | Promise


PAGES = {
    400: Page(_("请求无法识别"), _("请返回上一页检查填写的内容，或从首页重新进入。")),
    403: Page(_("没有权限访问"), _("请确认登录的账号；如需代表其他单位办理，请先切换单位。")),
    404: Page(_("页面不存在"), _("页面可能已被移动或删除，请从首页重新进入。")),
    409: Page(_("操作未完成"), _("请返回上一页并刷新，查看最新状态后再操作。")),
    413: Page(_("提交的内容过大"), _("请返回上一页，压缩文件或分次上传后重试。")),
    429: Page(_("操作过于频繁"), _("请稍候再试；填写的内容可通过浏览器的“后退”找回。")),
    500: Page(_("系统繁忙"), _("操作未完成，我们已记录此问题。请稍后重试或拨打咨询热线。")),
    503: Page(_("系统正在恢复"), _("请一分钟后重试；填写的内容仍保留在本页。")),
}
# A database that died is back within seconds; the lost connection is the server's to mend.
DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = "30"  # seconds
STALE_TOKEN = Page(
    _("页面打开时间过长"),
    _("为保障安全，本次提交未被接受。请点击浏览器的“后退”，填写的内容仍在，刷新后重新提交。"),
)


def error_response(
    request: HttpRequest, status: int, *, page: Page | None = None, sentence: str = ""
) -> HttpResponse:
    """The page for a status; `sentence`, when given, says what exactly was refused."""
    shown = page or PAGES[status]
    if request.headers.get("HX-Request"):
        text = sentence or f"{shown.title}。{shown.hint}"
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    context = {"status": status, "page": shown, "sentence": sentence}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 403, sentence=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The exception's text is written for developers.
    return error_response(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    # Called by django-allauth, which finds it as `handler429`.
    return error_response(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database does not answer.

    Here and not in a middleware, since a middleware may be the first to miss the database. Both
    pages need nothing that may be broken: no database, no session, no context processor.
    """
    if not isinstance(sys.exception(), DATABASE_AWAY):
        return error_response(request, 500)
    response = error_response(request, 503)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_response(request, 403, page=STALE_TOKEN)
