"""Addresses of accounts: getting in, and what belongs to somebody who is in."""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from accounts.views import (
    account_change,
    account_security,
    activation,
    affiliation,
    alipay,
    alipay_stand_in,
    appeals,
    captcha,
    certificate_registration,
    certificates,
    certificates_stand_in,
    codes,
    confirming_otherwise,
    consents,
    grants,
    identity_checks,
    inbox,
    legacy,
    log_in,
    log_in_operator,
    member_center,
    members,
    my_data,
    operators,
    payment_details,
    person_profile,
    profile,
    qr_log_in,
    qr_phone,
    reset,
    second_factor,
    service_network,
    service_network_stand_in,
    sign_up,
    unit_introduction,
)
from accounts.views.access import not_while_acting

# A 经办密码 opens none of what belongs to the person: her second factor, her password.
# django-allauth looks for these by name; what it would offer besides is not served.
getting_in: list[URLPattern | URLResolver] = [
    path("accounts/login/", log_in.log_in, name="account_login"),
    path("accounts/login/staff/", log_in.staff_log_in, name="staff_login"),
    path("accounts/login/operator/", log_in_operator.log_in_operator, name="operator_login"),
    path("accounts/login/account-change/", account_change.account_change, name="account_change"),
    path("accounts/login/account-change/filed/", account_change.filed, name="account_change_filed"),
    path(
        "accounts/login/account-change/progress/",
        account_change.progress,
        name="account_change_progress",
    ),
    path("accounts/activate/", activation.account_activate, name="account_activate"),
    path("accounts/logout/", log_in.log_out, name="account_logout"),
    path("accounts/sign-up/unit/", sign_up.sign_up_unit, name="account_sign_up_unit"),
    path("accounts/sign-up/person/", sign_up.sign_up_person, name="account_sign_up_person"),
    path("accounts/sign-up/user-name/", sign_up.check_user_name, name="account_check_user_name"),
    path("accounts/password/reset/", reset.reset, name="account_reset_password"),
    path("accounts/codes/<str:purpose>/", codes.send, name="account_send_code"),
    path("accounts/captcha/", captcha.renew, name="captcha"),
    path("accounts/captcha/<str:challenge_id>.png", captcha.picture, name="captcha_picture"),
    path("accounts/login/qr/", qr_log_in.qr_log_in, name="qr_log_in"),
    path("accounts/login/qr/state/", qr_log_in.qr_log_in_state, name="qr_log_in_state"),
    path("accounts/session/", log_in.keep_session, name="keep_session"),
    path("accounts/consent/", consents.privacy_consent, name="privacy_consent"),
    path(
        "accounts/confirm/",
        allauth_account.reauthenticate,
        name="account_reauthenticate",
    ),
    path(
        "accounts/confirm/otherwise/",
        confirming_otherwise.confirm_otherwise,
        name="confirm_otherwise",
    ),
    path(
        "accounts/confirm/code/",
        not_while_acting(allauth_mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path("accounts/2fa/", second_factor.SecondFactorView.as_view(), name="mfa_authenticate"),
    path(
        "accounts/2fa/enrol/",
        not_while_acting(second_factor.EnrolView.as_view()),
        name="mfa_activate_totp",
    ),
    path(
        "accounts/2fa/recovery/",
        not_while_acting(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery/new/",
        not_while_acting(second_factor.NewRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery/download/",
        not_while_acting(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

inside: list[URLPattern | URLResolver] = [
    path("member/", member_center.member_center, name="member_center"),
    path("member/switch/", member_center.switch_unit, name="switch_unit"),
    path("member/profile/", profile.unit_profile, name="unit_profile"),
    path("member/profile/edit/", profile.edit, name="unit_profile_edit"),
    path("member/profile/change/withdraw/", profile.withdraw_change, name="unit_change_withdraw"),
    path("member/profile/certificate/", profile.certificate, name="unit_certificate"),
    path(
        "member/profile/certificate/upload/",
        profile.upload_certificate,
        name="unit_certificate_upload",
    ),
    path("member/introduction/", unit_introduction.unit_introduction, name="unit_introduction"),
    path("member/introduction/logo/", unit_introduction.unit_logo, name="unit_logo"),
    path(
        "member/introduction/withdraw/",
        unit_introduction.withdraw_introduction,
        name="unit_introduction_withdraw",
    ),
    path("member/members/", members.unit_members, name="unit_members"),
    path("member/members/join/", members.join, name="join_unit"),
    path("member/members/leave/", members.leave, name="membership_leave"),
    path("member/members/<int:membership_id>/revoke/", members.revoke, name="membership_revoke"),
    path(
        "member/requests/<int:request_id>/accept/",
        members.accept_request,
        name="join_request_accept",
    ),
    path(
        "member/requests/<int:request_id>/refuse/",
        members.refuse_request,
        name="join_request_refuse",
    ),
    path("member/payment/", payment_details.unit_payment_details, name="unit_payment_details"),
    path("member/payment/<slug:kind>/add/", payment_details.edit, name="payment_detail_add"),
    path("member/payment/<slug:kind>/<int:pk>/", payment_details.edit, name="payment_detail_edit"),
    path(
        "member/payment/<slug:kind>/<int:pk>/delete/",
        payment_details.delete,
        name="payment_detail_delete",
    ),
    path("member/legacy/", legacy.of_unit, name="legacy_of_unit"),
    path("me/legacy/", legacy.mine, name="my_legacy"),
    path("member/operators/", operators.unit_operators, name="unit_operators"),
    path("member/operators/grant/", operators.grant, name="operator_grant"),
    path("member/operators/<int:membership_id>/period/", operators.period, name="operator_period"),
    path(
        "member/operators/<int:membership_id>/business/",
        operators.business,
        name="operator_business",
    ),
    path("member/operators/<int:membership_id>/end/", operators.end_grant, name="operator_end"),
    path(
        "member/operators/<int:membership_id>/reset/",
        operators.reset_login,
        name="operator_reset_login",
    ),
    path("member/affiliation/", affiliation.unit_affiliation, name="unit_affiliation"),
    path("member/liaison/", affiliation.unit_liaison, name="unit_liaison"),
    path("member/stop/", grants.stop_acting, name="stop_acting"),
    path("me/units/", grants.my_units, name="my_units"),
    path("me/units/<int:membership_id>/", grants.my_unit, name="my_unit"),
    path("me/units/<int:membership_id>/confirm/", grants.confirm, name="my_unit_confirm"),
    path("me/units/<int:membership_id>/decline/", grants.decline, name="my_unit_decline"),
    path("me/units/<int:membership_id>/password/", grants.set_password, name="my_unit_password"),
    path("me/units/<int:membership_id>/act/", grants.act, name="my_unit_act"),
    path("me/", member_center.personal_center, name="personal_center"),
    path("me/security/", account_security.account_security, name="account_security"),
    path("me/security/phone/", account_security.new_phone, name="change_phone"),
    path("me/security/password/", account_security.new_password, name="change_password"),
    path(
        "me/security/sessions/end/", account_security.end_other_sessions, name="end_other_sessions"
    ),
    path("me/security/sessions/<int:pk>/end/", account_security.end_session, name="end_session"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/export/", my_data.order, name="my_data_export"),
    path("me/data/export/<int:pk>/", my_data.download, name="my_data_download"),
    path("me/data/request/", my_data.request_change, name="my_data_request"),
    path("me/data/request/<int:pk>/withdraw/", my_data.withdraw, name="my_data_withdraw"),
    path("me/data/consent/withdraw/", consents.withdraw_consent, name="consent_withdraw"),
    path("me/profile/", person_profile.person_profile, name="person_profile"),
    path("me/profile/typed/", person_profile.keep_typed, name="person_profile_typed"),
    path("me/profile/divisions/", person_profile.divisions, name="person_divisions"),
    path("me/verification/", identity_checks.identity_verification, name="identity_verification"),
    path(
        "me/verification/real-person/", identity_checks.real_person_check, name="real_person_check"
    ),
    path(
        "me/verification/real-person/state/",
        identity_checks.real_person_state,
        name="real_person_state",
    ),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("inbox/<int:pk>/open/", inbox.open_notice, name="inbox_open"),
    path("appeal/", appeals.appeal, name="appeal"),
    path("appeal/filed/", appeals.filed, name="appeal_filed"),
    path("appeal/progress/", appeals.progress, name="appeal_progress"),
    path("appeal/mine/", appeals.mine, name="my_appeals"),
]

with_alipay: list[URLPattern | URLResolver] = [
    path("alipay/start/", alipay.start, name="alipay_start"),
    path("alipay/callback/", alipay.callback, name="alipay_callback"),
    path("alipay/enter/", alipay.enter, name="alipay_enter"),
]

# What phones open that have scanned one of our codes.
scanned: list[URLPattern | URLResolver] = [
    path("q/<str:token>/", qr_phone.qr, name="qr"),
    path("q/<str:token>/start/", qr_phone.start, name="qr_start"),
    path("q/<str:token>/done/", qr_phone.done, name="qr_done"),
    path("q/<str:token>/scanned/", not_while_acting(qr_phone.scanned), name="qr_scanned"),
    path("q/<str:token>/confirm/", not_while_acting(qr_phone.confirm), name="qr_confirm"),
]

alipay_played_by_us: list[URLPattern | URLResolver] = [
    path("demo/alipay/authorize/", alipay_stand_in.authorize, name="demo_alipay_authorize"),
    path("demo/alipay/gateway/", alipay_stand_in.gateway, name="demo_alipay_gateway"),
    path("demo/alipay/certify/", alipay_stand_in.certify, name="demo_alipay_certify"),
]

with_service_network: list[URLPattern | URLResolver] = [
    path("service-network/", service_network.about, name="service_network"),
    path("service-network/start/", service_network.start, name="service_network_start"),
    path("service-network/callback/", service_network.callback, name="service_network_callback"),
    path("service-network/upgrade/", service_network.upgrade, name="service_network_upgrade"),
    path("service-network/enter/", service_network.enter, name="service_network_enter"),
]

network_played_by_us: list[URLPattern | URLResolver] = [
    path(
        "demo/service-network/.well-known/openid-configuration",
        service_network_stand_in.discovery,
        name="demo_network_discovery",
    ),
    path("demo/service-network/jwks/", service_network_stand_in.key_set, name="demo_network_keys"),
    path(
        "demo/service-network/authorize/",
        service_network_stand_in.authorize,
        name="demo_network_authorize",
    ),
    path("demo/service-network/token/", service_network_stand_in.token, name="demo_network_token"),
    path(
        "demo/service-network/userinfo/",
        service_network_stand_in.userinfo,
        name="demo_network_userinfo",
    ),
]

with_certificates: list[URLPattern | URLResolver] = [
    path("certificate/login/", certificates.log_in, name="certificate_log_in"),
    path("certificate/register/", certificates.register, name="certificate_register"),
    path("certificate/answer/", certificates.answer, name="certificate_answer"),
    path(
        "certificate/registration/",
        certificate_registration.registration,
        name="certificate_registration",
    ),
    path(
        "certificate/registration/confirm/",
        certificate_registration.confirm,
        name="certificate_confirm",
    ),
    path("certificate/registration/done/", certificate_registration.done, name="certificate_done"),
]

certificates_played_by_us: list[URLPattern | URLResolver] = [
    path("demo/certificate/", certificates_stand_in.usb_key, name="demo_certificate"),
]

urlpatterns = [*getting_in, *inside, *scanned]
if settings.ALIPAY_APP_ID:
    urlpatterns += with_alipay
if settings.SERVICE_NETWORK_ISSUER:
    urlpatterns += with_service_network
if settings.CERTIFICATE_AUTHORITIES:
    urlpatterns += with_certificates
if settings.DEMO:
    urlpatterns += certificates_played_by_us
    urlpatterns += network_played_by_us
    urlpatterns += alipay_played_by_us
