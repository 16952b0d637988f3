"""政务服务网登录: off to the provincial service network, back again, and in.

Whoever has an account here is in as soon as the network sends them back. A first visit stops at a
page: a person agrees, a unit also says which office it belongs to; before that nothing exists.
"""

from dataclasses import asdict

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.audit import record
from accounts.actions.service_network import create_person, create_unit_account, find_account
from accounts.adapters import BY_NETWORK
from accounts.forms.alipay import FirstVisitForm
from accounts.forms.service_network import UnitFirstVisitForm
from accounts.models import Unit, User
from accounts.queries import registration_of
from accounts.sealed import seal, unseal
from accounts.service_network import (
    LevelTooLow,
    NetworkError,
    NetworkPerson,
    NetworkUnit,
    to_the_network,
    who_came_back,
)
from accounts.views.log_in import next_url
from portal.lib.client import client_address
from portal.lib.refusals import Refused

Visitor = NetworkPerson | NetworkUnit

VISITOR = "service_network_visitor"
NEXT = "service_network_next"
MAX_AGE = 600  # seconds between coming back and saying yes


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """政务服务网登录说明: which account, how to get one, whom to ask."""
    return render(request, "accounts/service_network/about.html", _links())


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Sends the visitor to the network; the state, nonce and verifier stay in this session."""
    kind = "legal" if request.POST.get("kind") == User.Kind.ENTERPRISE else "personal"
    request.session[NEXT] = next_url(request)
    return_to = request.build_absolute_uri(reverse("service_network_callback"))
    try:
        return to_the_network(request, return_to, kind)
    except NetworkError as error:
        return _refused(request, error, status=503)


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Takes in whoever comes back with an answer that the network vouches for."""
    if request.user.is_authenticated:
        sentence = _("请先退出当前账号，再使用政务服务网登录。")
        return _refused(request, NetworkError("signed_in", sentence))
    try:
        visitor = who_came_back(request)
    except LevelTooLow as error:
        _note(request, error)
        return redirect("service_network_upgrade")
    except NetworkError as error:
        return _refused(request, error, status=503 if error.reason == "unreachable" else 400)
    try:
        account = find_account(visitor, client_address(request))
    except Refused as refusal:
        return _refused(request, NetworkError("refused", str(refusal)), status=409, appeal=True)
    if account is not None:
        return _let_in(request, account)
    seal(request.session, VISITOR, [isinstance(visitor, NetworkUnit), asdict(visitor)])
    return redirect("service_network_enter")


@require_safe
def upgrade(request: HttpRequest) -> HttpResponse:
    """Where people go whose account there is not verified at the highest level."""
    return render(request, "accounts/service_network/upgrade.html", _links())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The first visit: makes the account once everything is said."""
    visitor = _visitor(request)
    if visitor is None or request.user.is_authenticated:
        sentence = _("登录已超时，请返回登录页重新登录。")
        return _refused(request, NetworkError("timeout", sentence))
    form = _first_visit_form(request, visitor)
    if not form.is_valid():
        return _show(request, visitor, form)
    address = client_address(request)
    try:
        if isinstance(visitor, NetworkUnit):
            data = form.cleaned_data
            account = create_unit_account(
                visitor, data.get("district"), data.get("reviewing_office"), address
            )
        else:
            account = create_person(visitor, address)
    except Refused as refusal:
        return _refused(request, NetworkError("refused", str(refusal)), status=409, appeal=True)
    del request.session[VISITOR]
    return _let_in(request, account)


def _let_in(request: HttpRequest, account: User) -> HttpResponse:
    # Through the same gate as a password: second factor, session list, where people land.
    redirect_url = request.session.pop(NEXT, "") or None
    response: HttpResponse = perform_login(
        request, account, redirect_url=redirect_url, signal_kwargs=BY_NETWORK
    )
    return response


def _visitor(request: HttpRequest) -> Visitor | None:
    """Who waits at the door of this session, if they came back not long ago."""
    kept = unseal(request.session, VISITOR, MAX_AGE)
    if kept is None:
        return None
    is_unit, fields = kept
    return NetworkUnit(**fields) if is_unit else NetworkPerson(**fields)


def _first_visit_form(request: HttpRequest, visitor: Visitor) -> forms.Form:
    data = request.POST or None
    if isinstance(visitor, NetworkPerson):
        return FirstVisitForm(data)
    known = registration_of(visitor.uscc)
    if isinstance(known, Unit):
        return FirstVisitForm(data)
    office = known.reviewing_office if known else None
    return UnitFirstVisitForm(data, uscc=visitor.uscc, office=office)


def _show(request: HttpRequest, visitor: Visitor, form: forms.Form) -> HttpResponse:
    is_unit = isinstance(visitor, NetworkUnit)
    known = registration_of(visitor.uscc) if isinstance(visitor, NetworkUnit) else None
    context = {
        "form": form,
        "visitor": visitor,
        "is_unit": is_unit,
        "known": known,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/service_network/enter.html", context, status=status)


def _refused(
    request: HttpRequest, error: NetworkError, *, status: int = 400, appeal: bool = False
) -> HttpResponse:
    _note(request, error)
    context = {"sentence": str(error), "appeal": appeal, **_links()}
    return render(request, "accounts/service_network/refused.html", context, status=status)


def _note(request: HttpRequest, error: NetworkError) -> None:
    record(None, "service_network_refused", None, {"reason": error.reason}, client_address(request))


def _links() -> dict[str, str]:
    return {
        "register_url": settings.SERVICE_NETWORK_REGISTER_URL,
        "upgrade_url": settings.SERVICE_NETWORK_UPGRADE_URL,
        "support": settings.SERVICE_NETWORK_SUPPORT,
    }
