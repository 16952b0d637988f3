"""The second factor of staff."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.actions.second_factor import current_totp_of
from accounts.actions.sessions import end_sessions


class EnrolView(ActivateTOTPView):
    """Setting up the authenticator app, on the first login of staff."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and is_mfa_enabled(request.user):
            return redirect("mfa_view_recovery_codes")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        # Whoever else knew the password only is out; the holder of the phone is not asked again.
        end_sessions(self.request.user, except_key=self.request.session.session_key)
        record_authentication(self.request, self.request.user, "mfa", reauthenticated=True)
        _mark_codes_as_shown(self.request.user)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """New recovery codes; the old ones are good for nothing from now on."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _mark_codes_as_shown(self.request.user)
        return response


class SecondFactorView(AuthenticateView):
    """Asks for the code after the password. The demo shows it: its phones do not exist."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_code"] = current_totp_of(self.stage.login.user)
        return context


def _mark_codes_as_shown(user: Any) -> None:
    """The next page shows the codes; noted now, because opening a page changes nothing here."""
    Authenticator.objects.get(
        user=user, type=Authenticator.Type.RECOVERY_CODES
    ).wrap().mark_as_viewed()
