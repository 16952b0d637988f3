"""忘记密码: reset by the bound phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions.codes import WrongCode
from accounts.actions.passwords import PURPOSE, reset_password
from accounts.forms.reset import ResetPasswordForm
from accounts.lockout import release
from accounts.models import User
from accounts.views.codes import CodePart, answer_send, code_part
from portal.lib.client import client_address


@sensitive_post_parameters("password")
@never_cache
def reset(request: HttpRequest) -> HttpResponse:
    """One page: kind of account, phone, SMS code, new password."""
    if request.method != "POST":
        kind = request.GET.get("kind", User.Kind.PERSON)
        return _show(request, ResetPasswordForm(initial={"kind": kind}))
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        return _show(request, ResetPasswordForm(initial=request.POST.dict()), part)
    form = ResetPasswordForm(request.POST)
    if form.is_valid() and (done := _reset(request, form)):
        return done
    return _show(request, form)


def _reset(request: HttpRequest, form: ResetPasswordForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        user = reset_password(
            data["kind"], data["phone"], data["code"], data["password"], client_address(request)
        )
    except WrongCode as error:
        form.add_error("code", str(error))
        return None
    except ValidationError as error:
        form.add_error("password", error)
        return None
    release(user)
    messages.success(request, _("重置成功"))
    return redirect(f"{reverse('account_login')}?kind={user.kind}")


def _show(
    request: HttpRequest, form: ResetPasswordForm, part: CodePart | None = None
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    status = 422 if form.errors else part.status
    return render(request, "accounts/reset.html", {"form": form, "part": part}, status=status)
