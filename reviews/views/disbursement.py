"""人才资金拨付申请: 待拨付资金列表, and the page of one payment with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import StoredFile
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.paging import paginate
from portal.lib.refusals import Refused
from reviews.actions import payments, receipts
from reviews.disbursing import is_to_company
from reviews.documents import draw_receipt
from reviews.forms.disbursement import EmploymentProofForm, PayeeAccountForm
from reviews.models import Payment, PaymentState, Receipt
from reviews.queries.disbursement import get_payment_for, payments_of, with_people
from reviews.views.disbursement_page import PaymentPage
from reviews.views.disbursement_steps import steps_of


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """待拨付资金列表: one's own matters only."""
    is_done = request.GET.get("tab") == "done"
    mine = payments_of(signed_in(request))
    open_ones = mine.exclude(state=PaymentState.PAID)
    shown = mine.filter(state=PaymentState.PAID) if is_done else open_ones
    context = {
        "page": paginate(request, with_people(shown)),
        "is_done": is_done,
        "number_waiting": open_ones.count(),
        "crumbs": _crumbs(),
    }
    return render(request, "reviews/disbursement/list.html", context)


@login_required
@require_safe
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """详情."""
    return _page(request, get_payment_for(signed_in(request), number))


@login_required
@require_POST
def add_proof(request: HttpRequest, number: str) -> HttpResponse:
    found = get_payment_for(signed_in(request), number)
    form = EmploymentProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, proof_form=form, status=422)
    data = form.cleaned_data
    try:
        receipts.add_employment_proof(
            found.pk, data["file"], data["issued_on"], signed_in(request), client_address(request)
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, found, proof_form=form, status=409)
    messages.success(request, _("在职证明已上传。"))
    return redirect("reviews:payment", number)


@login_required
@require_POST
def remove_proof(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = get_payment_for(signed_in(request), number)
    get_object_or_404(found.employment_proofs, pk=pk)
    receipts.remove_employment_proof(found.pk, pk, signed_in(request), client_address(request))
    messages.success(request, _("在职证明已删除。"))
    return redirect("reviews:payment", number)


@login_required
@require_safe
def proof(request: HttpRequest, number: str, pk: int) -> FileResponse:
    found = get_payment_for(signed_in(request), number)
    return _send(get_object_or_404(found.employment_proofs, pk=pk))


@login_required
@require_POST
def choose_account(request: HttpRequest, number: str) -> HttpResponse:
    """调整银行账户: one of those that the unit has saved."""
    found = get_payment_for(signed_in(request), number)
    return _choose(request, found, "bank_accounts", payments.choose_account)


@login_required
@require_POST
def choose_contact(request: HttpRequest, number: str) -> HttpResponse:
    """调整联系人."""
    found = get_payment_for(signed_in(request), number)
    return _choose(request, found, "contacts", payments.choose_contact)


def _choose(
    request: HttpRequest, found: Payment, saved: str, action: Callable[..., Payment]
) -> HttpResponse:
    if found.unit is None or found.to_person:
        raise Http404
    chosen = request.POST.get("chosen", "")
    rows = getattr(found.unit, saved)
    detail = rows.filter(pk=chosen).first() if chosen.isdecimal() else None
    if detail is None:
        messages.error(request, _("请选择一项，或先添加。"))
        return _page(request, found, status=422)
    had_receipt = found.receipts.filter(state=Receipt.State.VALID).exists()
    changed = action(found.pk, detail, signed_in(request), client_address(request))
    still = changed.receipts.filter(state=Receipt.State.VALID).exists()
    if had_receipt and not still:
        messages.warning(request, _("已更换，原收据已作废，请重新打印收据并盖章。"))
    else:
        messages.success(request, _("已选择。"))
    return redirect("reviews:payment", found.number)


@login_required
@require_POST
def give_account(request: HttpRequest, number: str) -> HttpResponse:
    """The bank account of a person, where the one in her application could not be used."""
    found = get_payment_for(signed_in(request), number)
    form = PayeeAccountForm(request.POST, is_company=is_to_company(found))
    if not form.is_valid():
        return _page(request, found, account_form=form, status=422)
    data = form.cleaned_data
    payments.give_account(
        found.pk, data["bank_name"], data["number"], signed_in(request), client_address(request)
    )
    messages.success(request, _("收款账户已保存，等待付款。"))
    return redirect("reviews:payment", number)


@login_required
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """信息无误, where no (new) receipt is needed."""
    found = get_payment_for(signed_in(request), number)
    payments.confirm(found.pk, signed_in(request), client_address(request))
    messages.success(request, _("收款信息已确认，等待付款。"))
    return redirect("reviews:payment", number)


@login_required
@require_POST
def print_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """打印收据: makes the version to be downloaded, sealed and photographed."""
    found = get_payment_for(signed_in(request), number)
    try:
        receipts.print_receipt(found.pk, signed_in(request), client_address(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, found, status=409)
    messages.success(request, _("收据已生成，请点击“下载PDF打印”，盖章后用手机拍照上传。"))
    return redirect("reviews:payment", number)


@login_required
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """下载PDF打印."""
    found = get_payment_for(signed_in(request), number)
    valid = get_object_or_404(found.receipts, state=Receipt.State.VALID)
    response = HttpResponse(draw_receipt(valid), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{valid.number}-{valid.version}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def photo(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """The photo of the sealed receipt: looked at and downloaded where one has signed in."""
    found = get_payment_for(signed_in(request), number)
    page = PaymentPage(found, signed_in(request))
    return _send(get_object_or_404(page.photos, pk=pk))


@login_required
@require_POST
def submit_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """确认提交 of the photo that is there, once information and seal have been looked at."""
    found = get_payment_for(signed_in(request), number)
    page = PaymentPage(found, signed_in(request))
    if page.photo is None:
        raise Refused(_("还没有可提交的收据照片，请先用手机拍照上传。"))
    if not all(request.POST.get(name) for name in ("checked_information", "checked_seal")):
        messages.error(request, _("请核对收据信息和印章，并勾选两项确认。"))
        return _page(request, found, status=422)
    receipts.submit_photo(page.photo.pk, signed_in(request), client_address(request))
    messages.success(request, _("收据已提交，等待财务审核。"))
    return redirect("reviews:payment", number)


def _send(stored: StoredFile) -> FileResponse:
    if stored.scan != StoredFile.Scan.CLEAN:
        raise Http404
    response = send_file(stored)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, found: Payment, status: int = 200, **forms: Any) -> HttpResponse:
    page = PaymentPage(found, signed_in(request))
    context = {
        "payment": found,
        "crumbs": [*_crumbs(), (found.number, "")],
        "page": page,
        "steps": steps_of(page),
        "proof_form": EmploymentProofForm(),
        "account_form": PayeeAccountForm(is_company=is_to_company(found)),
        **forms,
    }
    return render(request, "reviews/disbursement/payment.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    """The way there, in the words of the manual."""
    return [
        (_("人才服务"), reverse("programs:catalogue")),
        (_("人才服务用户空间"), reverse("programs:mine")),
        (_("苏州工业园区人才信息枢纽平台"), reverse("programs:mine")),
        (_("人才资金拨付申请"), reverse("reviews:disbursement")),
    ]
