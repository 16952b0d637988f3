"""拨付单: the photo of the sealed receipt beside the facts; approved, or returned with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.audit import record
from accounts.admin.roles import StaffRoleAdmin
from accounts.models import StoredFile
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.admin_pages import OwnPageAdmin
from portal.lib.client import client_address
from portal.lib.money import yuan
from portal.lib.refusals import Refused
from reviews.actions import payments as actions
from reviews.models import EmploymentProof, Payment, PaymentState, ReceiptPhoto
from reviews.queries.disbursement import lines_of, within
from reviews.rules import ONLOOKERS, cashier_districts, payment_districts


def payments_seen(request: HttpRequest) -> QuerySet[Payment]:
    seen = within(Payment.objects.all(), payment_districts(request.user))
    return seen.select_related("batch__call__program", "unit", "district")


def is_cashier(request: HttpRequest) -> bool:
    reach = cashier_districts(request.user)
    return reach is None or bool(reach)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(payments_seen(request), pk=pk))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    def act(payment: Payment) -> None:
        actions.approve(payment.pk, signed_in(request), client_address(request))

    return _decide(request, pk, act, _("已通过，等待导出付款文件。"))


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(payment: Payment) -> None:
        reason = request.POST.get("reason", "")
        actions.send_back(payment.pk, reason, signed_in(request), client_address(request))

    return _decide(request, pk, act, _("已退回，并告知收款单位。"))


def _decide(
    request: HttpRequest, pk: int, act: Callable[[Payment], None], done: Any
) -> HttpResponse:
    if not is_cashier(request):
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    payment = get_object_or_404(payments_seen(request), pk=pk)
    try:
        act(payment)
    except Refused as refusal:
        payment.refresh_from_db()
        return _page(request, payment, str(refusal), 409)
    messages.success(request, str(done))
    following = payments_seen(request).filter(state=PaymentState.AWAITING_REVIEW).order_by("pk")
    if (next_one := following.first()) is not None:
        return redirect("admin:reviews_payment_review", next_one.pk)
    return redirect("admin:reviews_payment_changelist")


@require_safe
def photo(request: HttpRequest, pk: int, photo_id: int) -> HttpResponseBase:
    payment = get_object_or_404(payments_seen(request), pk=pk)
    handed_in = ReceiptPhoto.objects.filter(receipt__payment=payment, submitted_at__isnull=False)
    return _send(request, payment, get_object_or_404(handed_in, pk=photo_id))


@require_safe
def proof(request: HttpRequest, pk: int, proof_id: int) -> HttpResponseBase:
    payment = get_object_or_404(payments_seen(request), pk=pk)
    return _send(request, payment, get_object_or_404(payment.employment_proofs, pk=proof_id))


def _send(
    request: HttpRequest, payment: Payment, stored: ReceiptPhoto | EmploymentProof
) -> HttpResponseBase:
    if stored.scan != StoredFile.Scan.CLEAN:
        raise Http404
    record(signed_in(request), "view_proof", payment, {"file": stored.pk}, client_address(request))
    return send_file(stored)


def _page(
    request: HttpRequest, payment: Payment, refusal: str = "", status: int = 200
) -> HttpResponse:
    handed_in = ReceiptPhoto.objects.filter(receipt__payment=payment, submitted_at__isnull=False)
    context = {
        **admin.site.each_context(request),
        "opts": Payment._meta,
        "title": f"{Payment._meta.verbose_name} {payment}",
        "payment": payment,
        "lines": lines_of(payment),
        "photo": handed_in.select_related("receipt").first(),
        "proofs": payment.employment_proofs.all(),
        "may_decide": is_cashier(request) and payment.state == PaymentState.AWAITING_REVIEW,
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/reviews/payment.html", context, status=status)


@admin.register(Payment)
class PaymentAdmin(OwnPageAdmin, StaffRoleAdmin):
    page = "admin:reviews_payment_review"
    view_roles = ONLOOKERS
    list_display = ("number", "payee_name", "program", "amount_shown", "state", "updated_at")
    list_filter = ("state", "bank", "district")
    search_fields = ("number__exact", "payee_name__startswith", "file__number__exact")
    search_help_text = _("完整的拨付编号、付款文件编号，或收款人名称开头")

    @admin.display(description=_("项目"))
    def program(self, payment: Payment) -> str:
        return f"{payment.batch.call} · {payment.batch.instalment}"

    @admin.display(description=_("金额"), ordering="amount")
    def amount_shown(self, payment: Payment) -> str:
        return yuan(payment.amount)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Payment]:
        return payments_seen(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/", wrap(review), name="reviews_payment_review"),
            path("<int:pk>/approve/", wrap(approve), name="reviews_payment_approve"),
            path("<int:pk>/return/", wrap(send_back), name="reviews_payment_return"),
            path("<int:pk>/photos/<int:photo_id>/", wrap(photo), name="reviews_payment_photo"),
            path("<int:pk>/proofs/<int:proof_id>/", wrap(proof), name="reviews_payment_proof"),
            *super().get_urls(),
        ]
