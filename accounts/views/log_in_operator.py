"""经办人登录: document number or mobile, and the 经办密码 of a grant."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import acting
from accounts.backends import OPERATOR
from accounts.forms.handling import ActForm, OperatorLogInForm
from accounts.models import Membership, User
from accounts.queries import memberships_of
from accounts.views.captcha import challenge_of, passes_captcha


@sensitive_post_parameters("password")
@never_cache
def log_in_operator(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(get_adapter().get_login_redirect_url(request))
    if request.method != "POST":
        return _show(request, OperatorLogInForm(captcha=False))
    name = request.POST.get("login", "").strip()
    form = OperatorLogInForm(request.POST, captcha=needs_captcha(request, name))
    person = try_password(request, form, name) if form.is_valid() else None
    if person is not None:
        acting.remember(request.session, memberships_of(person)[0], alone=True)
        # The user of this request is not acting yet; the next one is.
        person.acting_under = None
        home = reverse("member_center")
        response: HttpResponse = perform_login(request, person, redirect_url=home)
        return response
    if needs_captcha(request, name):
        form.ask_captcha()
    return _show(request, form)


def needs_captcha(request: HttpRequest, name: str) -> bool:
    return bool(get_adapter().needs_captcha(request, username=name, kind=OPERATOR))


def try_password(
    request: HttpRequest, form: ActForm, name: str, membership: Membership | None = None
) -> User | None:
    """The person with the grant that the 经办密码 opens, or why there is none, at the form."""
    if not passes_captcha(request, form):
        return None
    try:
        user = get_adapter().authenticate(
            request,
            username=name,
            password=form.cleaned_data["password"],
            kind=OPERATOR,
            membership=membership,
        )
    except ValidationError as locked_out:
        form.add_error(None, locked_out)
        return None
    if not isinstance(user, User):
        form.add_error(
            None, _("账号或经办密码不正确，或没有有效的授权。此处不能使用个人登录密码。")
        )
        return None
    return user


def _show(request: HttpRequest, form: OperatorLogInForm) -> HttpResponse:
    context = {"form": form, "challenge": challenge_of(request, form)}
    status = 422 if form.errors else 200
    return render(request, "accounts/log_in_operator.html", context, status=status)
