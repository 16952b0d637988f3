"""拨付批次: what could be paid, against what budget; started here, by finance or a manager."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.admin.roles import StaffRoleAdmin
from accounts.models import District
from accounts.views.access import signed_in
from portal.lib.admin_pages import OwnPageAdmin
from portal.lib.client import client_address
from portal.lib.money import yuan
from portal.lib.refusals import Refused
from programs.rules.access import paying_districts
from reviews.actions.disbursement import start_batch
from reviews.forms.disbursement import StartForm
from reviews.models import DisbursementBatch, Payment
from reviews.queries.disbursement import Reach, proposals, within
from reviews.rules import ONLOOKERS, payment_districts


def districts_in(reach: Reach) -> list[District]:
    """Those among which the user may choose; one who pays for the whole city may name none."""
    active = District.objects.filter(is_active=True)
    return list(active if reach is None else active.filter(pk__in=[code for code in reach if code]))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What could be paid now, and the button for each."""
    reach = paying_districts(request.user)
    if reach is not None and not reach:
        raise PermissionDenied(_("您没有办理此事项的权限。"))
    choices = districts_in(reach)
    form = StartForm(request.POST or None, districts=choices)
    status, refusal = 200, ""
    if form.is_bound and not form.is_valid():
        raise Http404
    if form.is_valid():
        data = form.cleaned_data
        try:
            batch = start_batch(
                data["call"].pk,
                data["instalment"],
                data["district"] or None,
                signed_in(request),
                client_address(request),
            )
        except Refused as refused:
            status, refusal = 409, str(refused)
        else:
            messages.success(request, _("拨付已启动，正在通知收款单位和个人。"))
            return redirect("admin:reviews_disbursement", batch.pk)
    wanted = _chosen(request, choices, reach)
    context = {
        **admin.site.each_context(request),
        "opts": DisbursementBatch._meta,
        "title": _("启动拨付"),
        "proposals": list(proposals(wanted)),
        "districts": choices,
        "district": wanted,
        "is_for_all": reach is None,
        "refusal": refusal,
    }
    name = "admin/reviews/disbursement_start.html"
    return TemplateResponse(request, name, context, status=status)


def _chosen(request: HttpRequest, choices: list[District], reach: Reach) -> str | None:
    """The district that is looked at; the first of one's own where one pays for some only."""
    wanted = request.GET.get("district", "") or request.POST.get("district", "")
    if any(each.pk == wanted for each in choices):
        return wanted
    return None if reach is None or not choices else choices[0].pk


@require_safe
def disbursement(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch with its payments by state."""
    batch = get_object_or_404(_batches(request), pk=pk)
    payments = within(Payment.objects.filter(batch=batch), payment_districts(request.user))
    states = dict(payments.values_list("state").annotate(number=Count("pk")).order_by())
    context = {
        **admin.site.each_context(request),
        "opts": DisbursementBatch._meta,
        "title": str(batch),
        "batch": batch,
        "states": [(s, label, states[s]) for s, label in Payment.State.choices if s in states],
        "payments": payments.select_related("unit", "district").order_by("pk")[:200],
        "count": sum(states.values()),
    }
    return TemplateResponse(request, "admin/reviews/disbursement.html", context)


def _batches(request: HttpRequest) -> QuerySet[DisbursementBatch]:
    """Those of which the user sees a payment; what the clock has prepared is for all who pay."""
    reach = payment_districts(request.user)
    found = DisbursementBatch.objects.select_related("call__program", "district", "started_by")
    if reach is None:
        return found
    mine = found.filter(payments__district__in=[code for code in reach if code])
    return (mine | found.filter(district__in=[code for code in reach if code])).distinct()


@admin.register(DisbursementBatch)
class DisbursementBatchAdmin(OwnPageAdmin, StaffRoleAdmin):
    page = "admin:reviews_disbursement"
    view_roles = ONLOOKERS
    list_display = ("number", "call", "instalment", "district", "state", "amount", "started_at")
    list_filter = ("state",)
    list_select_related = ("call__program", "district")
    search_fields = ("number__exact",)

    @admin.display(description=_("拨付总额"), ordering="total")
    def amount(self, batch: DisbursementBatch) -> str:
        return yuan(batch.total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DisbursementBatch]:
        return _batches(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("start/", wrap(start), name="reviews_disbursement_start"),
            path("<int:pk>/", wrap(disbursement), name="reviews_disbursement"),
            *super().get_urls(),
        ]
