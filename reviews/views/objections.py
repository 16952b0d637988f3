"""公示异议: objecting to a public notice, and following the objection without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.codes import WrongCode
from accounts.models import VerificationCode
from accounts.views.codes import CodePart, answer_send, code_part
from accounts.views.proofs import Proofs
from portal.lib.client import client_address
from portal.lib.limits import Limit
from portal.lib.numbering import small_number
from portal.lib.refusals import RateLimited, Refused
from reviews.actions.objections import answer, file_objection
from reviews.forms.objections import AnswerForm, FollowForm, ObjectionForm
from reviews.models import NoticeLine, Objection, PublicNotice
from reviews.queries.notices import find_objection, get_notice, is_closed, shown_lines
from reviews.views.notices import closed_page, crumbs_of

PURPOSE = VerificationCode.Purpose.OBJECTION
#: In the session: number and code of what was filed, and the number of what may be followed.
FILED, FOLLOWED = "filed_objection", "followed_objection"
FILINGS = Limit("objection", 20, 3600)
#: A code has 55 random bits; nobody needs many tries.
TRIES = Limit("objection-code", 10, 600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """提出异议, to the line named by `?line=` or to the whole notice."""
    notice = get_notice(number)
    if is_closed(notice):
        return closed_page(request, notice)
    line = _line(request, notice)
    if request.method != "POST" and not notice.is_running:
        raise Refused(_("公示期已结束，不再受理异议。如需反映情况，请拨打公示页上的受理电话。"))
    proofs = Proofs(request, f"objection-{notice.pk}", _("如公示对象不符合条件的书面材料、照片。"))
    if request.method != "POST":
        return _page(request, notice, line, ObjectionForm(), proofs)
    unfinished = proofs.take()
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        return _page(request, notice, line, _as_typed(request), proofs, part=part)
    if unfinished:
        return _page(request, notice, line, _as_typed(request), proofs)
    form = ObjectionForm(request.POST)
    if not form.is_valid() or proofs.refused:
        return _page(request, notice, line, form, proofs)
    _count(request, FILINGS)
    try:
        code, files = form.cleaned_data["code"], proofs.files
        address = client_address(request)
        filed, secret = file_objection(notice, line, form.claim, code, files, address)
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return _page(request, notice, line, form, proofs)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, notice, line, form, proofs, status=409)
    request.session[FILED] = [filed.number, secret]
    request.session[FOLLOWED] = filed.number
    return redirect("reviews:objection_filed")


@never_cache
@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    """Number and code: kept nowhere in plain but in this visitor's session."""
    if FILED not in request.session:
        return redirect("reviews:follow_objection")
    number, secret = request.session[FILED]
    context = {"number": number, "secret": secret, "crumbs": _crumbs()}
    return render(request, "reviews/notices/filed.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """查询异议进度: number and code open the page of the objection in this session."""
    form = FollowForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST":
        _count(request, TRIES)
        if form.is_valid():
            found = find_objection(form.cleaned_data["number"], form.cleaned_data["secret"])
            if found:
                request.session[FOLLOWED] = found.number
                return redirect("reviews:objection", found.number)
            form.add_error("secret", _("异议编号或查询码不正确，请核对后重试。"))
    context = {"form": form, "crumbs": _crumbs()}
    status = 422 if form.errors else 200
    return render(request, "reviews/notices/follow.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """How it stands, what was asked and answered; and a place to add to it until it is decided."""
    found = _followed(request, number)
    proofs = Proofs(request, f"answer-{found.pk}", _("如公示对象不符合条件的书面材料、照片。"))
    if request.method != "POST":
        return _thread(request, found, AnswerForm(), proofs)
    if proofs.take():
        typed = AnswerForm(initial=request.POST.dict())
        return _thread(request, found, typed, proofs, status=422 if proofs.refused else 200)
    form = AnswerForm(request.POST)
    if not form.is_valid() or proofs.refused:
        return _thread(request, found, form, proofs, status=422)
    try:
        answer(found.pk, form.cleaned_data["text"], proofs.files, client_address(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _thread(request, found, form, proofs, status=409)
    messages.success(request, _("已提交，核查人员将看到您的补充。"))
    return redirect("reviews:objection", found.number)


def _followed(request: HttpRequest, number: str) -> Objection:
    """The objection whose code this visitor has shown; Http404 for every other."""
    if request.session.get(FOLLOWED) != number:
        raise Http404
    rows = Objection.objects.select_related("notice", "line")
    return get_object_or_404(rows, number=number)


def _line(request: HttpRequest, notice: PublicNotice) -> NoticeLine | None:
    """The row that is meant; Http404 for one that is not on show."""
    asked = request.GET.get("line", "")
    if not asked:
        return None
    position = small_number(asked, 6)
    if position is None:
        raise Http404
    return get_object_or_404(shown_lines(notice), position=position)


def _as_typed(request: HttpRequest) -> ObjectionForm:
    """The form unjudged: somebody is still filling it in."""
    return ObjectionForm(initial=request.POST.dict())


def _page(
    request: HttpRequest,
    notice: PublicNotice,
    line: NoticeLine | None,
    form: ObjectionForm,
    proofs: Proofs,
    *,
    part: CodePart | None = None,
    status: int = 0,
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    context = {
        "notice": notice,
        "line": line,
        "form": form,
        "part": part,
        "proofs": proofs,
        "crumbs": [*crumbs_of(notice), (_("提出异议"), "")],
    }
    status = status or (422 if form.errors or proofs.refused else part.status)
    return render(request, "reviews/notices/object.html", context, status=status)


def _thread(
    request: HttpRequest, found: Objection, form: AnswerForm, proofs: Proofs, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "objection": found,
        "thread": found.messages.all(),
        "kept": found.attachments.all(),
        "form": form,
        "proofs": proofs,
        "crumbs": [*_crumbs(), (found.number, "")],
    }
    return render(request, "reviews/notices/objection.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("公示公告"), reverse("reviews:notices")),
        (_("公示异议"), reverse("reviews:follow_objection")),
    ]


def _count(request: HttpRequest, limit: Limit) -> None:
    if not limit.take(request):
        raise RateLimited(_("操作过于频繁，请稍后再试。"), retry_after=limit.seconds)
