"""成为新用户, after the certificate: the form, its printed papers, the SMS code, and the end.

What was entered waits, encrypted, for some days: papers have to be stamped meanwhile. It is found
again by whoever shows a certificate of the same company.
"""

import json
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.certificate_registration import Registration, register_by_certificate
from accounts.actions.codes import WrongCode
from accounts.actions.sign_up import PURPOSE, Taken
from accounts.actions.stash import discard_stashed, find_all_stashed, stash
from accounts.certificates import LABELS, CertificateError, Holder
from accounts.forms.certificate_registration import PRINTED, ConfirmForm, RegistrationForm
from accounts.models import StashedUpload
from accounts.registration import PAPERS
from accounts.registration_papers import draw, file_name
from accounts.sealed import seal, unseal
from accounts.views.codes import CodePart, answer_send, code_part
from portal.lib.client import client_address
from portal.lib.crypto import decrypt, encrypt, keyed_hash

HOLDER, COMPLETE, DONE = "certificate_holder", "certificate_complete", "certificate_done"
MAX_AGE = 8 * 3600  # seconds, as long as a session
DRAFT_KEPT = 7 * 24 * 3600  # seconds


def begin(request: HttpRequest, holder: Holder) -> HttpResponse:
    """From the certificate to the form."""
    seal(request.session, HOLDER, asdict(holder))
    return redirect("certificate_registration")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """企业注册信息表: fill in, print, upload, 提交注册."""
    holder = _holder(request)
    if holder is None:
        return redirect("certificate_register")
    if request.method != "POST":
        return _show(request, holder, RegistrationForm(initial=_draft(holder)))
    form = RegistrationForm(request.POST, request.FILES, kept=_kept(request))
    valid = form.is_valid()
    _keep(request, holder, form)
    slot = request.POST.get("print", "")
    if slot in PRINTED and not form.errors.keys() & set(PRINTED[slot]):
        content = draw(slot, holder, form.answers)
        return HttpResponse(content, content_type="application/pdf", headers=_shown_as(slot))
    if slot in PRINTED:
        _forget_other_errors(form, PRINTED[slot])
    elif valid:
        seal(request.session, COMPLETE, form.answers)
        return redirect("certificate_confirm")
    return _show(request, holder, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """获取验证码, and the accounts once it is right."""
    holder, answers = _holder(request), unseal(request.session, COMPLETE, MAX_AGE)
    if holder is None or answers is None:
        return redirect("certificate_registration")
    told = Registration(**answers)
    if request.method != "POST":
        return _show_confirm(request, holder, told, ConfirmForm())
    if "send_code" in request.POST:
        return _show_confirm(request, holder, told, ConfirmForm(), answer_send(request, PURPOSE))
    form = ConfirmForm(request.POST)
    if form.is_valid() and (done := _register(request, holder, told, form)):
        return done
    return _show_confirm(request, holder, told, form)


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """注册完成: where the codes went, and how to go on."""
    registered = unseal(request.session, DONE, MAX_AGE)
    if registered is None:
        return redirect("certificate_register")
    return render(request, "accounts/certificates/done.html", registered)


def _register(
    request: HttpRequest, holder: Holder, told: Registration, form: ConfirmForm
) -> HttpResponse | None:
    papers = [
        (paper.slot, each)
        for paper in PAPERS
        for each in find_all_stashed(request.session, paper.stash_slot)
    ]
    if {slot for slot, _file in papers} != {paper.slot for paper in PAPERS}:
        return redirect("certificate_registration")
    code = form.cleaned_data["code"]
    try:
        register_by_certificate(holder, told, papers, code, client_address(request))
    except WrongCode as error:
        form.add_error("code", str(error))
        return None
    except Taken as taken:
        return _ask_again(request, holder, taken)
    except CertificateError as error:
        form.add_error(None, str(error))
        return None
    cache.delete(_draft_key(holder))
    for name in (HOLDER, COMPLETE):
        del request.session[name]
    seal(request.session, DONE, {"unit_name": holder.name, "phone": told.admin_phone})
    return redirect("certificate_done")


def _ask_again(request: HttpRequest, holder: Holder, taken: Taken) -> HttpResponse:
    """The form once more, with what somebody else has already at its field."""
    form = RegistrationForm({**_draft(holder), "consent": "on"}, kept=_kept(request))
    if taken.field == "uscc":
        form.add_error(None, _("该企业已注册"))
    else:
        form.add_error("admin_phone", _("该手机号已注册企业账号，请填写其他手机号。"))
    return _show(request, holder, form)


def _keep(request: HttpRequest, holder: Holder, form: RegistrationForm) -> None:
    """Keeps what is right so far: nobody types or uploads it twice."""
    cache.set(_draft_key(holder), encrypt(json.dumps(form.answers)), DRAFT_KEPT)
    for paper in PAPERS:
        if files := form.cleaned_data.get(paper.slot):
            discard_stashed(request.session, paper.stash_slot)
            for each in files:
                stash(request.session, paper.stash_slot, each)


def _kept(request: HttpRequest) -> dict[str, list[StashedUpload]]:
    found = {p.slot: find_all_stashed(request.session, p.stash_slot) for p in PAPERS}
    return {str(slot): files for slot, files in found.items() if files}


def _holder(request: HttpRequest) -> Holder | None:
    """Whom this session's certificate named, not long ago."""
    kept = unseal(request.session, HOLDER, MAX_AGE)
    return Holder(**kept) if kept and not request.user.is_authenticated else None


def _draft(holder: Holder) -> dict[str, Any]:
    kept = cache.get(_draft_key(holder))
    return dict(json.loads(decrypt(kept))) if kept else {}


def _draft_key(holder: Holder) -> str:
    return f"certificate-draft:{keyed_hash(holder.uscc)}"


def _forget_other_errors(form: RegistrationForm, printed: Any) -> None:
    for name in form.errors.keys() - set(printed):
        del form.errors[name]


def _shown_as(slot: str) -> dict[str, str]:
    return {"Content-Disposition": str(content_disposition_header(False, file_name(slot)))}


def _show(request: HttpRequest, holder: Holder, form: RegistrationForm) -> HttpResponse:
    kept = _kept(request)
    papers = [(paper, form[paper.slot], kept.get(paper.slot, [])) for paper in PAPERS]
    context = {
        "form": form,
        "holder": holder,
        "authority": LABELS[holder.authority],
        "papers": papers,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/certificates/registration.html", context, status=status)


def _show_confirm(
    request: HttpRequest,
    holder: Holder,
    told: Registration,
    form: ConfirmForm,
    part: CodePart | None = None,
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    context = {"form": form, "part": part, "holder": holder, "told": told}
    status = 422 if form.errors else part.status
    return render(request, "accounts/certificates/confirm.html", context, status=status)
