"""Who may sign in and how: Django's authentication and django-allauth."""

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "member_center"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.AccountBackend",
    "accounts.backends.HandlingBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.PasswordRuleValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
STAFF_IDLE_SECONDS = 30 * 60  # a session of staff that is not used for so long has ended

# django-allauth carries the login, the second factor, sessions and limits. Accounts are made and
# passwords reset by our own pages: it knows neither companies nor a reset by phone.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,100/15m/ip",
    "check_user_name": "60/m/ip",
    "account_change_progress": "10/m/ip,60/h/ip",
}
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.SecondFactorForm",
    "reauthenticate": "accounts.forms.second_factor.ConfirmForm",
    "activate_totp": "accounts.forms.second_factor.EnrolForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # phones run up to half a minute early or late
MFA_TOTP_ISSUER = "苏州人才总入口"
MFA_ALLOW_UNVERIFIED_EMAIL = True
