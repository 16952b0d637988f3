"""Logging in: persons, companies by two methods, staff."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.adapters import AccountAdapter
from accounts.forms.log_in import LogInForm, UnitNameLogInForm
from accounts.models import User
from accounts.views import activation
from accounts.views.captcha import challenge_of, passes_captcha
from portal.lib.links import page_of_ours

BY_UNIT_NAME = "unit_name"


@sensitive_post_parameters("password")
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """个人登录 and 企业登录; `?kind=` says which, and so which accounts are accepted."""
    is_enterprise = request.GET.get("kind") == User.Kind.ENTERPRISE
    kind = User.Kind.ENTERPRISE if is_enterprise else User.Kind.PERSON
    by_unit_name = is_enterprise and request.GET.get("method") == BY_UNIT_NAME
    return _log_in(request, kind, by_unit_name=by_unit_name)


@sensitive_post_parameters("password")
@never_cache
def staff_log_in(request: HttpRequest) -> HttpResponse:
    """The login page of staff, where `/admin/` leads; the public pages do not name it."""
    return _log_in(request, User.Kind.STAFF)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    get_adapter().logout(request)
    messages.success(request, _("您已退出登录。"))
    return redirect("home")


@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    """Somebody is still there, says the warning before an idle session ends."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


def _log_in(request: HttpRequest, kind: str, *, by_unit_name: bool = False) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_url(request) or get_adapter().get_login_redirect_url(request))
    form_class = UnitNameLogInForm if by_unit_name else LogInForm
    if request.method != "POST":
        return _show(request, form_class(captcha=by_unit_name), kind, by_unit_name)
    name = request.POST.get("login", "").strip()
    asks_captcha = by_unit_name or get_adapter().needs_captcha(request, username=name, kind=kind)
    form = form_class(request.POST, captcha=asks_captcha)
    if form.is_valid() and (done := _try(request, form, kind)):
        return done
    if get_adapter().needs_captcha(request, username=name, kind=kind):
        form.ask_captcha()
    return _show(request, form, kind, by_unit_name)


def _try(request: HttpRequest, form: LogInForm, kind: str) -> HttpResponse | None:
    """Signs in, or says why not: in the same words for a wrong password and no such account."""
    if not passes_captcha(request, form):
        return None
    data = form.cleaned_data
    adapter: AccountAdapter = get_adapter()
    credentials = {"username": data["login"], "password": data["password"], "kind": kind}
    if "unit_name" in data:
        credentials["unit_name"] = data["unit_name"]
    try:
        user = adapter.authenticate(request, **credentials)
    except ValidationError as locked_out:
        form.add_error(None, locked_out)
        return None
    if user is None:
        form.add_error(None, _refusal(kind))
        return None
    if activating := activation.begin(request, user, data["password"]):
        return activating
    response: HttpResponse = perform_login(request, user, redirect_url=next_url(request))
    return response


def _refusal(kind: str) -> str:
    if kind == User.Kind.PERSON:
        return _("账号或密码不正确。企业账号请切换到“企业登录”。")
    if kind == User.Kind.ENTERPRISE:
        return _("账号、密码或企业信息不正确。个人账号请切换到“个人登录”。")
    return _("账号或密码不正确。")


def next_url(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is a page of ours."""
    return page_of_ours(request, request.POST.get("next") or request.GET.get("next") or "")


def _show(request: HttpRequest, form: LogInForm, kind: str, by_unit_name: bool) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "by_unit_name": by_unit_name,
        "challenge": challenge_of(request, form),
        "next": next_url(request),
    }
    return render(request, "accounts/log_in.html", context, status=422 if form.errors else 200)
