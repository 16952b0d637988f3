"""Notices in the admin: what was sent to whom, sending it once more, and the wording."""

import re
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.actions.deliveries import resend
from accounts.admin.roles import Role, StaffRoleAdmin
from accounts.forms.notifications import TemplateForm
from accounts.models import Channel, Delivery, NotificationTemplate
from accounts.notifications.kinds import label, samples
from accounts.notifications.messages import speak_of_all
from accounts.notifications.preview import preview
from accounts.views.access import signed_in
from portal.lib.changelist import KeysetAdmin
from portal.lib.client import client_address
from portal.lib.crypto import keyed_hash
from portal.lib.masking import mask_email, mask_mobile
from portal.lib.refusals import Refused

KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.PROGRAM_MANAGER})
DIGITS = re.compile(r"\d")


class KindFilter(admin.SimpleListFilter):
    """Kinds by their names; those of the list are asked from the templates, not from the log."""

    title = _("事件")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = NotificationTemplate.objects.order_by("kind").values_list("kind", flat=True)
        return [(kind, label(kind)) for kind in kinds.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Delivery)
class DeliveryAdmin(KeysetAdmin, StaffRoleAdmin):
    """The delivery log. Addresses are masked; codes are never shown."""

    list_display = (
        "created_at", "channel", "kind_label", "masked_address", "state_tag", "attempts",
        "count", "sent_at",
    )  # fmt: skip
    list_filter = ("state", "channel", KindFilter, "created_at")
    search_fields = ("address_hash",)
    search_help_text = _("完整的手机号或邮箱")
    ordering = ("-created_at", "-pk")
    show_facets = admin.ShowFacets.NEVER
    change_roles = KEEPERS

    @admin.display(description=_("事件"))
    def kind_label(self, delivery: Delivery) -> str:
        return label(delivery.kind)

    @admin.display(description=_("接收地址"))
    def masked_address(self, delivery: Delivery) -> str:
        return masked(delivery)

    @admin.display(description=_("状态"))
    def state_tag(self, delivery: Delivery) -> SafeString:
        return format_html(
            '<span class="tag" data-state="{}">{}</span>',
            delivery.state,
            delivery.get_state_display(),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return Delivery.objects.defer("body", "parameters")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Addresses are encrypted: they are found whole or not at all."""
        if term := search_term.strip():
            queryset = queryset.filter(address_hash=keyed_hash(term))
        return queryset, False

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(require_POST(self.send_again))
        urls: list[URLPattern] = [
            path("<uuid:pk>/resend/", again, name="accounts_delivery_resend"),
            *super().get_urls(),
        ]
        return urls

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One delivery with its history; nothing in it can be edited."""
        delivery = self.get_object(request, object_id)
        if delivery is None:
            raise Http404
        if not self.has_view_permission(request, delivery):
            raise PermissionDenied
        speak_of_all(delivery)
        context = {
            **self.admin_site.each_context(request),
            "opts": Delivery._meta,
            "title": _("发送记录"),
            "delivery": delivery,
            "kind_label": label(delivery.kind),
            "address": masked(delivery),
            "body": DIGITS.sub("*", delivery.body) if delivery.expires_at else delivery.body,
            "history": delivery.history.all(),
            "resends": delivery.resends.order_by("created_at"),
            "may_resend": delivery.state in (Delivery.State.SENT, Delivery.State.FAILED)
            and not delivery.expires_at,
        }
        return TemplateResponse(request, "admin/accounts/delivery/detail.html", context)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits the log; `change_roles` are who may resend."""
        return False

    def send_again(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not super().has_change_permission(request):
            raise PermissionDenied
        try:
            copy = resend(pk, signed_in(request), client_address(request))
        except Delivery.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:accounts_delivery_change", pk)
        messages.success(request, _("已重新发送，发送结果见本页。"))
        return redirect("admin:accounts_delivery_change", copy.pk)


@admin.register(NotificationTemplate)
class NotificationTemplateAdmin(StaffRoleAdmin):
    """The wording of notices. Which kinds there are is the program's business."""

    form = TemplateForm
    list_display = ("kind_label", "medium", "subject", "gateway_code", "is_active", "updated_at")
    list_filter = ("medium", "is_active", KindFilter)
    search_fields = ("subject", "body")
    readonly_fields = ("kind_label", "medium")
    change_form_template = "admin/accounts/notificationtemplate/change_form.html"
    change_roles = KEEPERS

    @admin.display(description=_("事件"), ordering="kind")
    def kind_label(self, template: NotificationTemplate) -> str:
        return label(template.kind)

    def get_urls(self) -> list[URLPattern]:
        show = self.admin_site.admin_view(require_POST(self.preview))
        name = "accounts_notificationtemplate_preview"
        urls: list[URLPattern] = [path("<int:pk>/preview/", show, name=name), *super().get_urls()]
        return urls

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A subject for what has one, a number at the gateway for SMS."""
        is_sms = obj is not None and obj.medium == NotificationTemplate.Medium.SMS
        own = ["body", "gateway_code"] if is_sms else ["subject", "body"]
        return ["kind_label", "medium", *own, "is_active"]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        template = kwargs.get("obj")
        if template is not None:
            context["subtitle"] = f"{label(template.kind)} · {template.get_medium_display()}"
            context["placeholders"] = samples(template.kind).items()
            context["preview"] = preview(template)
        return super().render_change_form(request, context, *args, **kwargs)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is in the form now as people would get it, without saving it."""
        template = self.get_object(request, str(pk))
        if template is None:
            raise Http404
        if not self.has_change_permission(request, template):
            raise PermissionDenied
        form = TemplateForm(request.POST, instance=template)
        valid = form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "opts": NotificationTemplate._meta,
            "title": _("预览"),
            "form": form,
            "preview": preview(form.instance) if valid else None,
            "kind_label": label(template.kind),
        }
        page = "admin/accounts/notificationtemplate/preview.html"
        return TemplateResponse(request, page, context, status=200 if valid else 422)


def masked(delivery: Delivery) -> str:
    mask = mask_mobile if delivery.channel == Channel.SMS else mask_email
    return mask(delivery.address)
