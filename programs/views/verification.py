"""The public check of documents: by the QR code's token, by the typed code, by the file itself."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.captcha import new_challenge, solve
from portal.lib.limits import Limit
from portal.lib.masking import mask_name
from portal.lib.refusals import RateLimited
from programs.forms.verification import CodeForm, FileForm
from programs.queries.documents import Finding, Verdict, look_up

#: A captcha after the first, nothing at all after the second.
FREE_TRIES = Limit("verify-typed", 5, 600)
LOOK_UPS = Limit("verify", 60, 600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a typed code; a code that is known leads to its document."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return _show_form(request, form)
    _count(request)
    if error := _captcha_error(request):
        return _show_form(request, form, status=422, captcha_error=error)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    finding = look_up(code=form.cleaned_data["code"])
    if finding.document is None:
        return _show(request, finding, status=404)
    return redirect("programs:verify_document", finding.document.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest, token: str) -> HttpResponse:
    """What is known of a document; with a file posted, whether it is the one that was issued."""
    _count(request)
    finding = look_up(token=token)
    if finding.document is None:
        return _show(request, finding, status=404)
    if request.method != "POST":
        return _show(request, finding)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, finding, status=422, file_error=form.errors["file"][0])
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    return _show(request, finding, file_is_same=digest.hexdigest() == finding.document.sha256)


def _count(request: HttpRequest) -> None:
    """Nobody gets to try codes at random."""
    if not LOOK_UPS.take(request):
        raise RateLimited(_("核验过于频繁，请稍后再试。"), retry_after=LOOK_UPS.seconds)


def _captcha_error(request: HttpRequest) -> str:
    """Why the captcha stands in the way; empty while there is none or it was solved."""
    if FREE_TRIES.take(request):
        return ""
    answer = request.POST.get("captcha_answer", "")
    if not answer:
        return _("请填写图形验证码。")
    if solve(request.session, request.POST.get("captcha_id", ""), answer):
        return ""
    return _("图形验证码不正确，已更换新的验证码，请重新填写。")


def _show_form(
    request: HttpRequest, form: CodeForm, *, status: int = 200, captcha_error: str = ""
) -> HttpResponse:
    asks_captcha = FREE_TRIES.is_used_up(request)
    context = {
        "form": form,
        "challenge": new_challenge(request.session) if asks_captcha else None,
        "captcha_error": captcha_error,
    }
    return _page(request, "programs/verification/form.html", context, status)


def _show(
    request: HttpRequest, finding: Finding, *, status: int = 200, **more: Any
) -> HttpResponse:
    document = finding.document
    context = {
        "verdict": finding.verdict.value,
        "is_valid": finding.verdict is Verdict.VALID,
        "document": document,
        "is_told": document is not None and finding.verdict is not Verdict.RESTRICTED,
        "masked_name": mask_name(document.content["name"]) if document else "",
        "file_is_same": None,
        "file_error": "",
        **more,
    }
    return _page(request, "programs/verification/result.html", context, status)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """A page that search engines leave alone: tokens are for those who hold the document."""
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
