"""用户申诉: filing an appeal with proof, and asking how it stands.

Uploads are kept as soon as they arrive, so a mistake in another field loses none.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.appeals import file_appeal
from accounts.actions.codes import WrongCode, use_code
from accounts.actions.stash import stash
from accounts.forms.appeals import AppealForm, ProgressForm
from accounts.models import Appeal, StashedUpload, User, VerificationCode
from accounts.queries import appeals_of, find_appeal
from accounts.views.access import signed_in
from accounts.views.codes import CodePart, answer_send, code_part
from accounts.views.menu import frame
from portal.lib.client import client_address
from portal.lib.uploads import UploadRefused, check_upload

SLOT = "appeal"
TYPES = ("pdf", "jpg", "png")
MAX_PROOFS = 5
MAX_BYTES = 10 * 1024 * 1024
FILED = "filed_appeal"
PURPOSE = VerificationCode.Purpose.APPEAL


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, AppealForm(initial=_initial(request)))
    refused = _keep_uploads(request)
    _remove_proof(request)
    form = AppealForm(request.POST)
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        return _page(request, _as_typed(request), part=part, status=part.status, refused=refused)
    if "keep" in request.POST or "remove" in request.POST:
        return _page(request, _as_typed(request), status=422 if refused else 200, refused=refused)
    proofs = list(_proofs(request))
    if not proofs and not refused:
        refused = [_("请至少上传一份证明材料。")]
    if not form.is_valid() or refused:
        return _page(request, form, status=422, refused=refused)
    try:
        filed = file_appeal(
            form.values, form.cleaned_data["code"], proofs, _user(request), client_address(request)
        )
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, form, status=422)
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
@login_required
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


def _proofs(request: HttpRequest) -> list[StashedUpload]:
    key = request.session.session_key
    if not key:
        return []
    return list(StashedUpload.objects.filter(session_key=key, slot=SLOT).order_by("pk"))


def _keep_uploads(request: HttpRequest) -> list[str]:
    """Keeps what came with the form; returns a sentence for each file that was refused."""
    refused = []
    room = MAX_PROOFS - len(_proofs(request))
    for file in request.FILES.getlist("proof"):
        if room <= 0:
            refused.append(_("最多上传 %(limit)s 份证明材料。") % {"limit": MAX_PROOFS})
            break
        try:
            stash(request.session, SLOT, check_upload(file, types=TYPES, max_bytes=MAX_BYTES))
            room -= 1
        except UploadRefused as refusal:
            refused.append(f"{file.name}" + _("：") + refusal.messages[0])
    return refused


def _remove_proof(request: HttpRequest) -> None:
    """Takes back one upload of this visitor."""
    for proof in _proofs(request):
        if request.POST.get("remove") == str(proof.pk):
            proof.delete()
            proof.file.delete(save=False)
            messages.info(request, _("已移除 %(name)s。") % {"name": proof.name})


def _page(
    request: HttpRequest,
    form: AppealForm,
    *,
    part: CodePart | None = None,
    status: int = 200,
    refused: list[str] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "part": part or code_part(request, PURPOSE, form),
        "proofs": _proofs(request),
        "max_proofs": MAX_PROOFS,
        "refused": refused or [],
    }
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
