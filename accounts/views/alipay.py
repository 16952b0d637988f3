"""支付宝登录: off to Alipay, back again, and in.

Coming back writes nothing: the visitor sees whom Alipay vouches for and says yes by a POST.
"""

import secrets
from dataclasses import asdict

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.external import create_person, find_or_bind
from accounts.actions.identity_checks import note_vouched_name
from accounts.alipay import AlipayError, AlipayPerson, configured
from accounts.forms.alipay import EnterForm, FirstVisitForm
from accounts.models import IdentityCheck
from accounts.queries import has_account
from accounts.sealed import seal, unseal
from portal.lib.client import client_address
from portal.lib.refusals import Refused

STATE = "alipay_state"
PERSON = "alipay_person"
MAX_AGE = 600  # seconds between coming back and saying yes


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Sends the visitor to Alipay, with a state that only this session knows."""
    request.session[STATE] = secrets.token_urlsafe(24)
    return_to = request.build_absolute_uri(reverse("alipay_callback"))
    return redirect(configured().login_url(request.session[STATE], return_to))


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Takes in whoever comes back with our state and a code that Alipay vouches for."""
    expected = request.session.pop(STATE, "")
    state = request.GET.get("state", "")
    if not expected or not secrets.compare_digest(expected.encode(), state.encode()):
        return _refused(request, _("登录请求已失效或不是从本页发起，请返回登录页重新扫码。"))
    try:
        person = configured().person(request.GET.get("auth_code", ""))
    except AlipayError as error:
        return _refused(request, str(error))
    seal(request.session, PERSON, asdict(person))
    return redirect("alipay_enter")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Signs in, after consent when the person has no account yet."""
    person = _kept(request)
    if person is None:
        return _refused(request, _("登录已超时，请返回登录页重新扫码。"))
    if request.user.is_authenticated:
        return _refused(request, _("请先退出当前账号，再使用支付宝登录。"))
    is_new = not has_account(person)
    form = (FirstVisitForm if is_new else EnterForm)(request.POST if request.POST else None)
    if not form.is_valid():
        context = {"form": form, "person": person, "is_new": is_new}
        status = 422 if form.is_bound else 200
        return render(request, "accounts/alipay/enter.html", context, status=status)
    try:
        account = find_or_bind(person, client_address(request))
        account = account or create_person(person, client_address(request))
        note_vouched_name(
            account,
            IdentityCheck.Provider.ALIPAY,
            person.subject,
            person.id_doc_number,
            client_address(request),
        )
    except Refused as refusal:
        return _refused(request, str(refusal), status=409, appeal=True)
    del request.session[PERSON]
    # Through the same gate as a password: second factor, session list, where people land.
    response: HttpResponse = perform_login(request, account)
    return response


def _kept(request: HttpRequest) -> AlipayPerson | None:
    kept = unseal(request.session, PERSON, MAX_AGE)
    return AlipayPerson(**kept) if kept else None


def _refused(
    request: HttpRequest, sentence: str, *, status: int = 400, appeal: bool = False
) -> HttpResponse:
    context = {"sentence": sentence, "appeal": appeal}
    return render(request, "accounts/alipay/refused.html", context, status=status)
