"""激活账号: somebody signed in with a one-time code, and now chooses a password."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.activation import activate
from accounts.backends import opened_by
from accounts.forms.activation import FirstPasswordForm
from accounts.models import Activation, User
from accounts.sealed import seal, unseal
from portal.lib.client import client_address

WAITING = "account_activation"
MAX_AGE = 600  # seconds between the code and the password


def begin(request: HttpRequest, user: User, code: str) -> HttpResponse | None:
    """Leads on to the page for the password; None for an account that has one."""
    activation = opened_by(user, code)
    if activation is None:
        return None
    seal(request.session, WAITING, activation.pk)
    return redirect("account_activate")


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_activate(request: HttpRequest) -> HttpResponse:
    """Signs in with the password just chosen, and leads to the unit's pages."""
    waiting = Activation.objects.select_related("membership__user", "membership__unit")
    activation = waiting.filter(pk=unseal(request.session, WAITING, MAX_AGE)).first()
    if activation is None or request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?kind=enterprise&method=unit_name")
    form = FirstPasswordForm(activation.membership.user, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "membership": activation.membership}
        status = 422 if form.is_bound else 200
        return render(request, "accounts/certificates/activate.html", context, status=status)
    user = activate(activation.pk, form.cleaned_data["password1"], client_address(request))
    del request.session[WAITING]
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("member_center"))
    return response
