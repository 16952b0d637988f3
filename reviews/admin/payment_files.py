"""付款文件 and 银行回单: handing payments to the banks, and taking over what they answer."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.audit import record
from accounts.admin.roles import StaffRoleAdmin
from accounts.views.access import signed_in
from portal.lib.admin_pages import OwnPageAdmin
from portal.lib.banks import bank_name
from portal.lib.client import client_address
from portal.lib.money import yuan
from portal.lib.private_files import send
from portal.lib.sheets import UnreadableSheet
from reviews.actions.payment_files import export_file, import_results
from reviews.admin.payments import is_cashier
from reviews.forms.disbursement import ExportForm, ResultForm
from reviews.models import BankResult, Payment, PaymentFile, PaymentState
from reviews.payment_sheets import COLUMNS
from reviews.queries.disbursement import within
from reviews.rules import CASHIERS, cashier_districts


def _demand_cashier(request: HttpRequest) -> None:
    if not is_cashier(request):
        raise PermissionDenied(_("您没有办理此事项的权限。"))


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits to be handed to each bank."""
    _demand_cashier(request)
    ready = Payment.objects.filter(state=PaymentState.READY)
    mine = within(ready, cashier_districts(request.user))
    banks = mine.values("bank").annotate(count=Count("pk"), total=Sum("amount")).order_by("bank")
    context = {
        **admin.site.each_context(request),
        "opts": PaymentFile._meta,
        "title": _("导出付款文件"),
        "banks": [{**row, "name": bank_name(row["bank"])} for row in banks],
    }
    return TemplateResponse(request, "admin/reviews/payment_export.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    _demand_cashier(request)
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择银行和文件格式。"))
        return redirect("admin:reviews_payment_export")
    data = form.cleaned_data
    file = export_file(data["bank"], data["format"], signed_in(request), client_address(request))
    messages.success(request, _("付款文件已生成，请下载后提交银行。"))
    return redirect(f"{reverse('admin:reviews_paymentfile_changelist')}?q={file.number}")


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The file, for its maker and for finance of the whole city."""
    found = get_object_or_404(_files(request), pk=pk)
    record(signed_in(request), "download_payments", found, {}, client_address(request))
    name = f"{found.number}-{found.bank}.{found.format}"
    return send(found.file, as_attachment=True, filename=name)


def _files(request: HttpRequest) -> QuerySet[PaymentFile]:
    if cashier_districts(request.user) is None:
        return PaymentFile.objects.all()
    return PaymentFile.objects.filter(created_by=signed_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
def take_result(request: HttpRequest) -> HttpResponse:
    """导入银行回单: every row that is right is taken, the others are named."""
    _demand_cashier(request)
    form = ResultForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            result = import_results(
                file.name, file.read(), signed_in(request), client_address(request)
            )
        except UnreadableSheet as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("admin:reviews_bank_result", result.pk)
    context = {
        **admin.site.each_context(request),
        "opts": BankResult._meta,
        "title": _("导入银行回单"),
        "form": form,
        "columns": COLUMNS,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/reviews/bank_result_new.html", context, status=status)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one file of results."""
    found = get_object_or_404(_results(request), pk=pk)
    context = {
        **admin.site.each_context(request),
        "opts": BankResult._meta,
        "title": found.name,
        "result": found,
        "earlier": _results(request).filter(sha256=found.sha256, pk__lt=found.pk).first(),
    }
    return TemplateResponse(request, "admin/reviews/bank_result.html", context)


def _results(request: HttpRequest) -> QuerySet[BankResult]:
    if cashier_districts(request.user) is None:
        return BankResult.objects.all()
    return BankResult.objects.filter(created_by=signed_in(request))


@admin.register(PaymentFile)
class PaymentFileAdmin(StaffRoleAdmin):
    view_roles = CASHIERS
    list_display = ("number", "bank", "format", "count", "sum", "created_at", "sheet")
    list_display_links = None
    list_filter = ("bank",)
    search_fields = ("number__exact",)

    @admin.display(description=_("金额"), ordering="total")
    def sum(self, file: PaymentFile) -> str:
        return yuan(file.total)

    @admin.display(description=_("文件"))
    def sheet(self, file: PaymentFile) -> str:
        url = reverse("admin:reviews_payment_file", args=[file.pk])
        return format_html('<a href="{}">{}</a>', url, _("下载"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaymentFile]:
        return _files(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("waiting/", wrap(waiting), name="reviews_payment_export"),
            path("export/", wrap(export), name="reviews_payment_export_start"),
            path("<int:pk>/download/", wrap(download), name="reviews_payment_file"),
            *super().get_urls(),
        ]


@admin.register(BankResult)
class BankResultAdmin(OwnPageAdmin, StaffRoleAdmin):
    page = "admin:reviews_bank_result"
    view_roles = CASHIERS
    list_display = ("name", "paid", "failed", "number_refused", "created_by", "created_at")

    @admin.display(description=_("未采用的行"))
    def number_refused(self, result: BankResult) -> int:
        return len(result.refused)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankResult]:
        return _results(request).select_related("created_by")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("new/", wrap(take_result), name="reviews_bank_result_new"),
            path("<int:pk>/", wrap(result), name="reviews_bank_result"),
            *super().get_urls(),
        ]
