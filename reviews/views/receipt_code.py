"""上传收据 on the computer: the code for the phone, and how far the phone has come."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts.models import QrTicket
from accounts.views.access import signed_in
from accounts.views.qr_shown import Shown, forget, show, shown
from portal.lib.browsers import is_phone
from portal.lib.limits import Limit
from portal.lib.refusals import RateLimited, Refused
from reviews.models import Payment, PaymentState
from reviews.queries.disbursement import get_payment_for

PURPOSE = QrTicket.Purpose.RECEIPT
CODES = Limit("receipt-codes", 30, 600)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_code(request: HttpRequest, number: str) -> HttpResponse:
    """Shows a code when asked for one by POST; or opens the phone's page on this very machine."""
    payment = get_payment_for(signed_in(request), number)
    found = _shown_for(request, payment)
    if found and found.stage == "passed":
        return _done(request, payment)
    if payment.state != PaymentState.AWAITING_RECEIPT:
        if request.method == "POST":
            raise Refused(_("现在不能上传收据，请返回拨付详情查看当前步骤。"))
        return redirect("reviews:payment", number)
    if request.method != "POST":
        return _page(request, payment, found)
    if not CODES.take(request):
        raise RateLimited(_("操作过于频繁，请10分钟后再试。"), retry_after=CODES.seconds)
    token = show(request, PURPOSE, signed_in(request), subject=payment.number)
    if "here" in request.POST:
        return redirect("reviews:receipt_phone", token)
    return redirect("reviews:receipt_code", number)


@never_cache
@login_required
@require_POST
def receipt_code_state(request: HttpRequest, number: str) -> HttpResponse:
    """Polled by the page with the code: the line with the time, or what has become of it."""
    payment = get_payment_for(signed_in(request), number)
    found = _shown_for(request, payment)
    if not request.headers.get("HX-Request"):
        return redirect("reviews:receipt_code", number)
    if found and found.stage == "passed":
        return HttpResponseClientRedirect(_done(request, payment).url)
    context = _part(request, payment, found)
    if found and found.stage == request.POST.get("seen"):
        return render(request, "accounts/verification/_status.html", context)
    response = render(request, "reviews/receipt/_code.html", context)
    return reswap(retarget(response, "#qr-part"), "outerHTML")


def _shown_for(request: HttpRequest, payment: Payment) -> Shown | None:
    """The code that this browser shows, if it is for this payment."""
    found = shown(request, PURPOSE)
    return found if found and found.ticket.subject == payment.number else None


def _done(request: HttpRequest, payment: Payment) -> HttpResponseRedirect:
    forget(request, PURPOSE)
    messages.success(request, _("收据已由手机提交，等待财务审核。"))
    return redirect("reviews:payment", payment.number)


def _page(request: HttpRequest, payment: Payment, found: Shown | None) -> HttpResponse:
    context = {
        **_part(request, payment, found),
        "crumbs": [
            (_("人才资金拨付申请"), reverse("reviews:disbursement")),
            (payment.number, reverse("reviews:payment", args=[payment.number])),
            (_("上传收据"), ""),
        ],
        "has_code": found is not None,
        "on_phone": is_phone(request.headers.get("User-Agent", "")),
    }
    return render(request, "reviews/receipt/code.html", context)


def _part(request: HttpRequest, payment: Payment, found: Shown | None) -> dict[str, object]:
    """What the part with the code needs."""
    stage = found.stage if found else "expired"
    return {
        "payment": payment,
        "stage": stage,
        "poll_url": reverse("reviews:receipt_code_state", args=[payment.number]),
        "seconds": found.seconds if found else 0,
        "picture": found.picture(request, "reviews:receipt_phone")
        if found and stage == "waiting"
        else "",
    }
