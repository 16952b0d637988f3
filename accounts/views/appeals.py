"""用户申诉: filing an appeal with proof, and asking how it stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.appeals import file_appeal
from accounts.actions.codes import WrongCode, use_code
from accounts.forms.appeals import AppealForm, ProgressForm
from accounts.models import Appeal, User, VerificationCode
from accounts.queries import appeals_of, find_appeal
from accounts.views.access import not_while_acting, signed_in
from accounts.views.codes import CodePart, answer_send, code_part
from accounts.views.menu import frame
from accounts.views.proofs import Proofs
from portal.lib.client import client_address

SLOT = "appeal"
FILED = "filed_appeal"
PURPOSE = VerificationCode.Purpose.APPEAL


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest) -> HttpResponse:
    proofs = Proofs(request, SLOT, _("如手持证件照、运营商开户证明。"))
    if request.method != "POST":
        return _page(request, AppealForm(initial=_initial(request)), proofs)
    unfinished = proofs.take()
    if "send_code" in request.POST:
        return _page(request, _as_typed(request), proofs, part=answer_send(request, PURPOSE))
    if unfinished:
        return _page(request, _as_typed(request), proofs)
    form = AppealForm(request.POST)
    files = proofs.demand()
    if not form.is_valid() or proofs.refused:
        return _page(request, form, proofs)
    try:
        filed = file_appeal(
            form.values, form.cleaned_data["code"], files, _user(request), client_address(request)
        )
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, form, proofs)
    request.session[FILED] = filed.number
    return redirect("appeal_filed")


@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    number = request.session.get(FILED)
    if not number:
        return redirect("appeal")
    return render(request, "accounts/appeals/filed.html", {"number": number})


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """How an appeal stands, for whoever knows its number and holds its phone."""
    if request.method != "POST":
        form = ProgressForm(initial={"number": request.GET.get("number", "")})
        return _progress_page(request, form)
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        typed = ProgressForm(initial=request.POST.dict())
        return _progress_page(request, typed, part=part, status=part.status)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _progress_page(request, form, status=422)
    found = _find(form.cleaned_data)
    if found is None:
        form.add_error(None, _("申诉编号、手机号或验证码不正确，请核对后重试。"))
        return _progress_page(request, form, status=422)
    return _progress_page(request, form, found=found)


@require_safe
@not_while_acting
def mine(request: HttpRequest) -> HttpResponse:
    context = {**frame(request), "appeals": appeals_of(signed_in(request))}
    return render(request, "accounts/appeals/mine.html", context)


def _find(asked: dict[str, Any]) -> Appeal | None:
    """The appeal, for whoever proves the phone; a wrong number costs the code as well."""
    try:
        use_code(asked["phone"], PURPOSE, asked["code"])
    except WrongCode:
        return None
    return find_appeal(asked["number"], asked["phone"])


def _initial(request: HttpRequest) -> dict[str, str]:
    """What the page that led here, or the account, knows already."""
    start = {"claim": request.GET.get("claim", ""), "id_doc_type": "resident_id"}
    start["account_kind"] = request.GET.get("kind", User.Kind.PERSON)
    user = _user(request)
    if user and user.kind in (User.Kind.PERSON, User.Kind.ENTERPRISE):
        start |= {"account_kind": user.kind, "full_name": user.full_name}
    return start


def _as_typed(request: HttpRequest) -> AppealForm:
    """The form unjudged: somebody is still filling it in."""
    return AppealForm(initial=request.POST.dict())


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _page(
    request: HttpRequest, form: AppealForm, proofs: Proofs, *, part: CodePart | None = None
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    status = 422 if form.errors or proofs.refused else part.status
    context = {"form": form, "part": part, "proofs": proofs}
    return render(request, "accounts/appeals/appeal.html", context, status=status)


def _progress_page(
    request: HttpRequest,
    form: ProgressForm,
    *,
    part: CodePart | None = None,
    status: int = 200,
    found: Appeal | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "part": part or code_part(request, PURPOSE, form),
        "appeal": found,
    }
    return render(request, "accounts/appeals/progress.html", context, status=status)
