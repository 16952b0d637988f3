"""The one field that asks for the code of an authenticator app, in our words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _


class OurWords:
    """The library's form with our label and without its placeholder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label = _("动态验证码")
        code.widget.attrs.pop("placeholder", None)


class SecondFactorForm(OurWords, AuthenticateForm):
    pass


class ConfirmForm(OurWords, ReauthenticateForm):
    pass


class EnrolForm(OurWords, ActivateTOTPForm):
    pass
