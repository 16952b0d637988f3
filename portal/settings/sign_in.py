"""Who may sign in and how: Django's authentication and django-allauth."""

from portal.settings import env

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
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
    {"NAME": "accounts.passwords.RecentPasswordValidator"},
]

# Who stores something about people, lowest last: what is erased above must be gone first.
OWN_DATA_SOURCES = ["programs.own_data", "accounts.own_account"]

# Whether those who administer a unit must have a second factor, as staff must.
UNIT_TOTP = env.choice("UNIT_TOTP", ("offered", "required"))
STAFF_PASSWORD_DAYS = env.number("STAFF_PASSWORD_DAYS", 90)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
# A session that is not used for so long has ended.
STAFF_IDLE_SECONDS = env.number("STAFF_IDLE_MINUTES", 30) * 60
MEMBER_IDLE_SECONDS = env.number("MEMBER_IDLE_MINUTES", 60) * 60

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
