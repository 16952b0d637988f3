"""Turns refusals into answers that people and htmx understand."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from portal.lib.refusals import RateLimited, Refused

from .views.errors import error_response

View = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """`Refused` by an action is a 409 with its sentence, `RateLimited` a 429."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return error_response(request, 409, sentence=str(exception))
        if isinstance(exception, RateLimited):
            response = error_response(request, 429, sentence=str(exception))
            if exception.retry_after is not None:
                response.headers["Retry-After"] = str(exception.retry_after)
            return response
        return None


class ExpiredSessionMiddleware:
    """An htmx request that would be sent to the login page gets a 401 with a sentence instead.

    Otherwise htmx would follow the redirect and put the login page into the middle of a form.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") and _leads_to_login(response):
            text = _("登录已过期，填写的内容仍保留在本页。请在新窗口登录后回到本页重试。")
            return HttpResponse(text, status=401, content_type="text/plain; charset=utf-8")
        return response


def _leads_to_login(response: HttpResponse) -> bool:
    target = response.headers.get("Location", "")
    return response.status_code == 302 and target.startswith(resolve_url(settings.LOGIN_URL))
