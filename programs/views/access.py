"""Who may open the workspace: people who act for a unit."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.queries import acting_unit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(request: HttpRequest) -> User:
    """The user of a view behind `for_units`."""
    return cast(User, request.user)


def for_units(view: View[P]) -> View[P]:
    """Lets only people in who act for a unit today; others are told what to do."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), _enterprise_log_in())
        if acting_unit(request) is None:
            raise PermissionDenied(
                _("本项目由单位申报，请使用企业账号登录；个人如需申报，请联系所在单位的经办人。")
            )
        return view(request, *args, **kwargs)

    return checked


def _enterprise_log_in() -> str:
    """The side of the login page that lets in who files here."""
    return f"{resolve_url(settings.LOGIN_URL)}?kind={User.Kind.ENTERPRISE}"


def unit_of(request: HttpRequest) -> Unit:
    """The unit of a view behind `for_units`."""
    unit = acting_unit(request)
    assert unit
    return unit
