"""Addresses of accounts: getting in, and what belongs to somebody who is in."""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import URLPattern, URLResolver, path

from accounts.views import captcha, codes, log_in, reset, second_factor, sign_up

# django-allauth looks for these by name; what it would offer besides is not served.
getting_in: list[URLPattern | URLResolver] = [
    path("accounts/login/", log_in.log_in, name="account_login"),
    path("accounts/login/staff/", log_in.staff_log_in, name="staff_login"),
    path("accounts/login/account-change/", log_in.account_change, name="account_change"),
    path("accounts/logout/", log_in.log_out, name="account_logout"),
    path("accounts/sign-up/unit/", sign_up.sign_up_unit, name="account_sign_up_unit"),
    path("accounts/sign-up/person/", sign_up.sign_up_person, name="account_sign_up_person"),
    path("accounts/sign-up/user-name/", sign_up.check_user_name, name="account_check_user_name"),
    path("accounts/password/reset/", reset.reset, name="account_reset_password"),
    path("accounts/codes/<str:purpose>/", codes.send, name="account_send_code"),
    path("accounts/captcha/", captcha.renew, name="captcha"),
    path("accounts/captcha/<str:challenge_id>.png", captcha.picture, name="captcha_picture"),
    path("accounts/confirm/", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("accounts/confirm/code/", allauth_mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/", second_factor.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("accounts/2fa/enrol/", second_factor.EnrolView.as_view(), name="mfa_activate_totp"),
    path(
        "accounts/2fa/recovery/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns = [*getting_in]
