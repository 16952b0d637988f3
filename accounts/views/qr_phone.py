"""What a phone sees that has scanned one of our codes."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import qr_log_in
from accounts.actions.identity_checks import finish
from accounts.actions.qr import OBSTACLES, hash_of, note_refusal, obstacle_for_phone
from accounts.alipay import AlipayError
from accounts.alipay_certify import configured_check
from accounts.models import QrTicket, User
from accounts.rules import acts_as_self
from accounts.views.access import signed_in
from accounts.views.identity_checks import leave_for_check
from accounts.views.qr_shown import way_back
from portal.lib.browsers import browser_name
from portal.lib.client import client_address, session_key_of
from portal.lib.refusals import Refused

Purpose = QrTicket.Purpose
PURPOSES = (Purpose.LOG_IN, Purpose.REAL_PERSON)
ACTING_TEXT = gettext_lazy("您正在代表单位办理业务，请先切换回个人身份，再重新扫码。")
STAFF_TEXT = gettext_lazy("工作人员账号不能扫码登录，请使用账号、密码和动态验证码。")


@never_cache
@require_safe
def qr(request: HttpRequest, token: str) -> HttpResponse:
    """Says what the code is for, and asks."""
    ticket = _ticket(token)
    if ticket.purpose not in PURPOSES:
        return refused(request, str(OBSTACLES["purpose"]), status=410)
    user = request.user if isinstance(request.user, User) else None
    if ticket.purpose == Purpose.LOG_IN and user is None:
        return redirect_to_login(request.get_full_path())
    session_key = request.session.session_key or ""
    if found := obstacle_for_phone(ticket, ticket.purpose, session_key):
        note_refusal(ticket, found, user, client_address(request))
        return refused(request, str(OBSTACLES[found]), status=410)
    if ticket.purpose == Purpose.REAL_PERSON:
        context = {"token": token, "person": ticket.user}
        return render(request, "accounts/verification/phone_face.html", context)
    return _ask_about_log_in(request, ticket, token)


@never_cache
@require_POST
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Begins the check of the face; the owner of the phone need not be signed in."""
    _ticket(token)
    try:
        return leave_for_check(request, token)
    except AlipayError as error:
        return refused(request, str(error), status=400)
    except Refused as refusal:
        return refused(request, str(refusal))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Back from the check: the page asks by itself how it went, or by its button."""
    ticket = _ticket(token)
    is_own = ticket.session_hash == hash_of(request.session.session_key or "")
    context: dict[str, object] = {
        "token": token,
        "is_own": is_own,
        "back": way_back(request),
        "sentence": "",
        "passed": None,
    }
    status = 200
    if request.method == "POST":
        try:
            context["passed"] = finish(token, configured_check(), client_address(request))
        except (AlipayError, Refused) as error:
            context["sentence"] = str(error)
            status = 409 if isinstance(error, Refused) else 400
    if request.headers.get("HX-Request"):
        # htmx puts this answer into the page, which it does with no other refusal.
        part = "accounts/verification/_done.html"
        return render(request, part, context, status=422 if status >= 400 else 200)
    return render(request, "accounts/verification/phone_done.html", context, status=status)


@never_cache
@require_POST
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The page about a login is open on the phone: the computer may say so."""
    _ticket(token)
    user = _owner(request)
    qr_log_in.take_up(token, user, session_key_of(request.session), client_address(request))
    return HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Yes or no to the computer that wants in; who had to sign in first is asked again."""
    if request.method != "POST":
        return redirect("qr", token)
    _ticket(token)
    user = _owner(request)
    says_yes = request.POST.get("answer") == "yes"
    try:
        qr_log_in.confirm(
            token,
            user,
            session_key_of(request.session),
            says_yes=says_yes,
            address=client_address(request),
        )
    except Refused as refusal:
        return refused(request, str(refusal))
    context = {"says_yes": says_yes}
    return render(request, "accounts/verification/phone_confirmed.html", context)


def refused(request: HttpRequest, sentence: str, *, status: int = 409) -> HttpResponse:
    context = {"sentence": sentence}
    return render(request, "accounts/verification/phone_refused.html", context, status=status)


def _ask_about_log_in(request: HttpRequest, ticket: QrTicket, token: str) -> HttpResponse:
    _owner(request)
    context = {
        "token": token,
        "ticket": ticket,
        "browser": browser_name(ticket.browser) or _("未知浏览器"),
        "same_network": ticket.address == client_address(request),
    }
    return render(request, "accounts/verification/phone_log_in.html", context)


def _ticket(token: str) -> QrTicket:
    ticket = QrTicket.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    if ticket is None:
        raise Http404
    return ticket


def _owner(request: HttpRequest) -> User:
    """Who holds the phone, if their account may be opened this way."""
    user = signed_in(request)
    if user.is_staff:
        raise PermissionDenied(STAFF_TEXT)
    if user.is_person and not acts_as_self(user):
        # A session of somebody's 经办密码 must not turn into one of her own.
        raise PermissionDenied(ACTING_TEXT)
    return user
