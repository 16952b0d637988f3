"""身份认证: what has been verified, and 实人认证 by a code that a phone takes up."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.consents import give
from accounts.actions.identity_checks import begin
from accounts.alipay import AlipayError
from accounts.alipay_certify import configured_check
from accounts.forms.identity_checks import FaceConsentForm
from accounts.models import Consent, QrTicket
from accounts.rules import identity_level
from accounts.views.access import for_persons, signed_in
from accounts.views.menu import frame
from accounts.views.qr_shown import (
    answer_poll,
    part_of,
    remember_way_back,
    show,
    shown,
)
from portal.lib.browsers import is_phone
from portal.lib.client import client_address, session_key_of
from portal.lib.limits import Limit
from portal.lib.refusals import RateLimited

PURPOSE = QrTicket.Purpose.REAL_PERSON
PART = "accounts/verification/_face_part.html"
CODES = Limit("face-codes", 10, 600)


@require_safe
@for_persons
def identity_verification(request: HttpRequest) -> HttpResponse:
    """What has been verified about the visitor, and the way to what has not."""
    user = signed_in(request)
    level = identity_level(user)
    context = {
        **frame(request),
        "level": level,
        "real_person_done": level == 2,
        "has_document": bool(user.id_doc_number),
        "checks": user.identity_checks.filter(id_doc_hash=user.id_doc_hash or "")[:10],
    }
    return render(request, "accounts/verification/verification.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def real_person_check(request: HttpRequest) -> HttpResponse:
    """Consent first, then the code, then what came of it."""
    if request.method != "POST":
        return _page(request, FaceConsentForm())
    user = signed_in(request)
    form = FaceConsentForm(request.POST)
    if not user.id_doc_number:
        form.add_error(None, _("您的账号尚未绑定证件，无法认证，请携带证件到受理窗口办理。"))
    if not settings.ALIPAY_APP_ID:
        form.add_error(None, _("本站暂未开通线上实人认证，请携带证件到受理窗口办理。"))
    if not form.is_valid():
        return _page(request, form, status=422)
    if not CODES.take(request):
        raise RateLimited(_("操作过于频繁，请10分钟后再试。"), retry_after=CODES.seconds)
    if "next" in request.POST:
        remember_way_back(request, request.POST["next"])
    give(user, Consent.Purpose.FACE_CHECK, client_address(request))
    token = show(request, PURPOSE, user)
    if "here" not in request.POST:
        return redirect("real_person_check")
    try:
        return leave_for_check(request, token)
    except AlipayError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=400)


@never_cache
@require_POST
@for_persons
def real_person_state(request: HttpRequest) -> HttpResponse:
    """Polled by the page with the code."""
    return answer_poll(request, shown(request, PURPOSE), PART)


def leave_for_check(request: HttpRequest, token: str) -> HttpResponse:
    """Off to the page that looks at the face. Raises AlipayError and Refused.

    A page that moves on by itself instead of a redirect: the content policy holds the target of
    a form to addresses we know, and where Alipay leads from there is Alipay's affair.
    """
    return_to = request.build_absolute_uri(reverse("qr_done", args=[token]))
    address = client_address(request)
    target = begin(token, session_key_of(request.session), configured_check(), return_to, address)
    response = render(request, "accounts/verification/leaving.html", {"target": target})
    response.headers["Refresh"] = f"0; url={target}"
    return response


def _page(request: HttpRequest, form: FaceConsentForm, *, status: int = 200) -> HttpResponse:
    found = None if form.errors else shown(request, PURPOSE)
    context = {
        **frame(request),
        **part_of(request, found),
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "is_passed": identity_level(signed_in(request)) == 2,
        "has_code": found is not None,
        "on_phone": is_phone(request.headers.get("User-Agent", "")),
    }
    return render(request, "accounts/verification/real_person.html", context, status=status)
