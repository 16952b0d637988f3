"""Who may open the filing pages: people who act for a unit, and persons who file for themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.queries import acting_unit
from accounts.rules import acts_as_self, acts_for, identity_level
from accounts.views.access import signed_in
from portal.lib.numbering import is_number
from programs.definitions.schema import Definition
from programs.models import Application, Call, GuideReading
from programs.queries.applications import get_application_for, unit_application
from programs.queries.guide import must_read, reading_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

#: The least `identity_level` that a definition may ask for.
LEVELS = {"none": 0, "real_name": 1, "real_person": 2}


def for_units(view: View[P]) -> View[P]:
    """Lets only people in who act for a unit today; others are told what to do."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), _log_in(User.Kind.ENTERPRISE))
        if acting_unit(request) is None:
            raise PermissionDenied(
                _("本项目由单位申报，请使用企业账号登录；个人如需申报，请联系所在单位的经办人。")
            )
        demand_business(request, str(kwargs.get("slug", "")))
        return view(request, *args, **kwargs)

    return checked


def demand_business(request: HttpRequest, slug: str) -> None:
    """An operator files only in the programmes that the unit has allowed."""
    if slug and not acts_for(signed_in(request), unit_of(request).pk, slug):
        raise PermissionDenied(
            _("您尚未获得该项目的经办授权，请联系本单位法定代表人或管理员在“经办人管理”中授权。")
        )


def for_persons(view: View[P]) -> View[P]:
    """Lets only persons in who are there for themselves; nobody can file in their place."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), _log_in(User.Kind.PERSON))
        if not acts_as_self(signed_in(request)):
            raise PermissionDenied(
                _("本项目由本人使用个人账号申报，单位账号不能代为申报；本人提交后由单位上报。")
            )
        return view(request, *args, **kwargs)

    return checked


def _log_in(kind: str) -> str:
    """The side of the login page that lets in who files here."""
    return f"{resolve_url(settings.LOGIN_URL)}?kind={kind}"


def unit_of(request: HttpRequest) -> Unit:
    """The unit of a view behind `for_units`."""
    unit = acting_unit(request)
    assert unit
    return unit


def ticked_numbers(request: HttpRequest) -> list[str]:
    """The numbers of the applications that were ticked in a list; nonsense is left out."""
    return [number for number in request.POST.getlist("number") if is_number(number)]


def is_identified(user: User, definition: Definition) -> bool:
    """Whether the user has proved who she is as far as the programme demands."""
    wanted = LEVELS[definition.identity_level]
    return wanted == 0 or identity_level(user) >= wanted


def reading_by(request: HttpRequest, call: Call) -> GuideReading | None:
    """The tick under the guide of the call, by whoever the request files for."""
    if not must_read(call) or not request.user.is_authenticated:
        return None
    return reading_of(call, signed_in(request), acting_unit(request))


def asks_to_read(request: HttpRequest, call: Call) -> bool:
    """Whether who files must tick 已阅读 first: nothing is begun, and it is not ticked yet."""
    if not must_read(call) or not request.user.is_authenticated:
        return False
    unit = acting_unit(request)
    if call.definition.filed_by == "person":
        may_file = acts_as_self(signed_in(request))
    else:
        may_file = unit is not None and unit_application(call, unit.pk) is None
    return may_file and reading_by(request, call) is None


def to_guide(request: HttpRequest, call: Call) -> HttpResponse:
    """To what has to be read, for a page that somebody may not open before that."""
    messages.warning(request, _("请先在线阅读申报说明并勾选“已阅读”，再开始申报。"))
    page = reverse("programs:policy", args=[call.program.slug])
    return redirect(f"{page}?{urlencode({'year': call.year})}#start")


def to_identity_check(request: HttpRequest) -> HttpResponse:
    """The way to 去认证, for a page that somebody may not open yet, and back to that page."""
    messages.warning(request, _demand())
    check = reverse("real_person_check")
    if request.method == "POST":
        return redirect(check)
    return redirect(f"{check}?{urlencode({'next': request.path})}")


def get_editable_for(request: HttpRequest, number: str) -> Application:
    """An application to be written to: by who files it, once she has proved who she is."""
    user = signed_in(request)
    application = get_application_for(user, number)
    if application.is_own and not is_identified(user, application.definition):
        raise PermissionDenied(_demand())
    return application


def _demand() -> str:
    return _("申报本项目须先完成高级实名认证（实人认证），请按提示完成认证后再继续。")
