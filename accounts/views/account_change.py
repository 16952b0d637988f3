"""账号变更: asked for without login, and asked about by the new account."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.account_changes import PURPOSE, Handover, ask_for_account_change
from accounts.actions.codes import WrongCode
from accounts.forms.account_change import AccountChangeForm, AccountProgressForm
from accounts.models import AccountChange
from accounts.queries import account_help_line, newest_account_change
from accounts.views.captcha import challenge_of, passes_captcha
from accounts.views.codes import CodePart, answer_send, code_part
from accounts.views.proofs import Proofs
from portal.lib.client import client_address
from portal.lib.refusals import RateLimited, Refused

SLOT = "account_change"
FILED = "filed_account_change"


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_change(request: HttpRequest) -> HttpResponse:
    note = _("盖章的账号变更申请书；管理员变更另附新的授权委托书和新管理员身份证复印件。")
    proofs = Proofs(request, SLOT, note)
    help_line = account_help_line()
    if request.method != "POST":
        chosen = {"kind": request.GET.get("kind", AccountChange.Kind.ENTERPRISE)}
        return _page(request, AccountChangeForm(initial=chosen, help_line=help_line), proofs)
    unfinished = proofs.take()
    as_typed = AccountChangeForm(initial=request.POST.dict(), help_line=help_line)
    if "send_code" in request.POST:
        return _page(request, as_typed, proofs, part=answer_send(request, PURPOSE))
    if unfinished:
        return _page(request, as_typed, proofs)
    form = AccountChangeForm(request.POST, help_line=help_line)
    proofs.demand()
    if form.is_valid() and not proofs.refused:
        return _ask(request, form, proofs)
    return _page(request, form, proofs)


@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    number = request.session.get(FILED)
    if not number:
        return redirect("account_change")
    return render(request, "accounts/account_change/filed.html", {"number": number})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """业务状态: how the change of a new account stands. Tells nothing of unit and old account."""
    if request.method != "POST":
        return _progress_page(request, AccountProgressForm())
    if not ratelimit.consume(request, action="account_change_progress"):
        raise RateLimited(_("查询次数过多，请稍后再试。"))
    form = AccountProgressForm(request.POST)
    if not (form.is_valid() and passes_captcha(request, form)):
        return _progress_page(request, form)
    found = newest_account_change(form.cleaned_data["phone"])
    return _progress_page(request, form, found, asked=True)


def _ask(request: HttpRequest, form: AccountChangeForm, proofs: Proofs) -> HttpResponse:
    data = form.cleaned_data
    handover = Handover(
        kind=data["kind"],
        unit_name=data["unit_name"],
        uscc=data["uscc"],
        old_account=data["old_account"],
        contact_name=data["contact_name"],
        phone=data["phone"],
        code=data["code"],
        password=data["password1"],
    )
    try:
        change = ask_for_account_change(handover, proofs.files, client_address(request))
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, form, proofs)
    except Refused as refusal:
        form.add_error("phone", str(refusal))
        return _page(request, form, proofs, status=409)
    request.session[FILED] = change.number
    return redirect("account_change_filed")


def _page(
    request: HttpRequest,
    form: AccountChangeForm,
    proofs: Proofs,
    *,
    part: CodePart | None = None,
    status: int = 0,
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    status = status or (422 if form.errors or proofs.refused else part.status)
    context = {"form": form, "part": part, "proofs": proofs}
    return render(request, "accounts/account_change/form.html", context, status=status)


def _progress_page(
    request: HttpRequest,
    form: AccountProgressForm,
    found: AccountChange | None = None,
    *,
    asked: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "asked": asked,
        "challenge": None if found else challenge_of(request, form),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/account_change/progress.html", context, status=status)
