"""Agreeing to a new edition of the privacy notice, and taking separate consents back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.consents import give, withdraw
from accounts.forms.my_data import PrivacyConsentForm
from accounts.middleware import CONSENT_DUE
from accounts.models import Consent
from accounts.views.access import for_owners, signed_in
from accounts.views.log_in import next_url
from portal.lib.client import client_address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def privacy_consent(request: HttpRequest) -> HttpResponse:
    """The whole notice and one tick; nothing else opens before."""
    form = PrivacyConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        give(signed_in(request), Consent.Purpose.PRIVACY_NOTICE, client_address(request))
        request.session.pop(CONSENT_DUE, None)
        return redirect(next_url(request) or settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "next": next_url(request)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/my_data/consent.html", context, status=status)


@require_POST
@for_owners
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    withdraw(signed_in(request), request.POST.get("purpose", ""), client_address(request))
    messages.success(request, _("已撤回同意。撤回前已进行的处理不受影响。"))
    return redirect("my_data")
