"""Users: accounts of staff with their positions, persons with masked documents."""

import contextlib
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import reveal
from accounts.actions.identity import correct_document
from accounts.actions.identity_checks import record_counter_check
from accounts.actions.sign_ins import release_lock
from accounts.admin.roles import ADMINS, RoleInline
from accounts.admin.verbs import VerbAdmin
from accounts.forms.staff import DocumentForm, RevealForm, StaffCreationForm
from accounts.models import StaffPosition, User
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import clean_mobile
from portal.lib.masking import mask_email, mask_id_number, mask_mobile, mask_name
from portal.lib.refusals import Refused


class PositionInline(RoleInline):
    model = StaffPosition
    change_roles = ADMINS


@admin.register(User)
class UserAdmin(VerbAdmin, DjangoUserAdmin):  # type: ignore[type-arg]  # none at run time
    """Names, phones and documents are masked; the document is shown for a reason, and logged."""

    change_roles = add_roles = ADMINS
    add_form = StaffCreationForm
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "phone", "email", "password1", "password2")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "kind", "is_active", "must_use_network")}),
        (_("本人"), {"fields": ("masked_name", "masked_phone", "masked_email", "document")}),
        (_("时间"), {"fields": ("date_joined", "last_login")}),
    )
    readonly_fields = (
        "username", "kind", "masked_name", "masked_phone", "masked_email", "document",
        "date_joined", "last_login",
    )  # fmt: skip
    list_display = ("username", "masked_name", "kind", "masked_phone", "is_active", "last_login")
    list_filter = ("kind", "is_active", "positions__role")
    search_fields = ("username",)
    search_help_text = _("用户名开头、完整的姓名、手机号或证件号码")
    ordering = ("-date_joined",)
    filter_horizontal = ()
    inlines = (PositionInline,)
    actions = ("release_lock",)

    @admin.action(description=_("解除登录锁定"), permissions=["change"])
    def release_lock(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        for user in queryset:
            release_lock(user, signed_in(request), client_address(request))
        messages.success(request, _("已解除登录锁定，并已记入审计日志。"))

    @admin.display(description=_("姓名"))
    def masked_name(self, user: User) -> str:
        # Colleagues are known by name; a masked person is told apart by the user name.
        return user.full_name if user.kind == User.Kind.STAFF else mask_name(user.full_name)

    @admin.display(description=_("手机号"))
    def masked_phone(self, user: User) -> str:
        return mask_mobile(user.phone or "")

    @admin.display(description=_("邮箱"))
    def masked_email(self, user: User) -> str:
        return mask_email(user.email)

    @admin.display(description=_("证件"))
    def document(self, user: User) -> str | SafeString:
        if not user.id_doc_number:
            return "—"
        verbs = [("checked", _("登记窗口核验"))]
        if user.kind == User.Kind.PERSON:
            verbs = [("reveal", _("查看")), ("document", _("更正")), *verbs]
        links = [
            (reverse(f"admin:accounts_user_{name}", args=[user.pk]), label) for name, label in verbs
        ]
        return format_html(
            "{} {} {}",
            user.get_id_doc_type_display(),
            mask_id_number(user.id_doc_number),
            format_html_join(" ", '<a href="{}">{}</a>', links),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account is typed in full; afterwards its name stands.

        Staff have no account at the service network: theirs stays open by password.
        """
        if obj is None:
            return ()
        is_staff = obj.kind == User.Kind.STAFF
        return (*self.readonly_fields, "must_use_network") if is_staff else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        return self.inlines if obj and obj.kind == User.Kind.STAFF else ()

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Model]", search_term: str
    ) -> "tuple[QuerySet[Model], bool]":
        """Exact but for user names: half a phone or document finds nobody."""
        term = search_term.strip()
        if not term:
            return queryset, False
        wanted = Q(username__istartswith=term) | Q(full_name=term)
        wanted |= Q(id_doc_hash=keyed_hash(term))
        with contextlib.suppress(ValidationError):
            wanted |= Q(phone=clean_mobile(term))
        return queryset.filter(wanted), False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/reveal/", view(self.reveal_view), name="accounts_user_reveal"),
            path("<int:pk>/document/", view(self.document_view), name="accounts_user_document"),
            path("<int:pk>/checked/", view(self.checked_view), name="accounts_user_checked"),
        ]
        urls: list[URLPattern] = [*own, *super().get_urls()]
        return urls

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """For staff only: everybody else resets it by phone."""
        user = self.get_object(request, id)
        if user is not None and user.kind != User.Kind.STAFF:
            raise PermissionDenied(_("只能为工作人员重设密码；其他用户请通过手机自行重置。"))
        return super().user_change_password(request, id, form_url)

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the document number to somebody who says why."""
        person = self._person(request, pk)
        form = RevealForm(request.POST or None)
        number = ""
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            number = reveal(
                signed_in(request), person, "id_doc_number", reason, client_address(request)
            )
        return self._verb_page(request, person, form, _("查看证件号码"), number)

    @staticmethod
    def _say(request: HttpRequest, person: User) -> HttpResponse:
        messages.success(request, _("证件信息已更正，并已记入审计日志。"))
        return redirect("admin:accounts_user_change", person.pk)

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Corrects name and document of a person."""
        person = self._person(request, pk)
        form = DocumentForm(request.POST or None)
        if form.is_valid():
            try:
                correct_document(
                    person.pk,
                    **form.cleaned_data,
                    actor=signed_in(request),
                    address=client_address(request),
                )
            except Refused as refusal:
                form.add_error("id_doc_number", str(refusal))
            else:
                return self._say(request, person)
        return self._verb_page(request, person, form, _("更正证件信息"), "")

    def checked_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Writes down that person and document were seen at the counter: 实人认证."""
        return self.do_with_reason(
            request,
            pk,
            record_counter_check,
            _("登记窗口核验"),
            _("已登记为实人认证，并已记入审计日志。"),
            _(
                "仅用于无法通过人脸识别的人员（如持护照人员）：请本人到窗口，核对证件原件与本人一致。"
            ),
        )

    def _person(self, request: HttpRequest, pk: int) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(User, pk=pk, kind=User.Kind.PERSON)

    def _verb_page(
        self, request: HttpRequest, person: User, form: Form, title: Any, number: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": User._meta,
            "title": title,
            "person": person,
            "form": form,
            "number": number,
        }
        status = 422 if form.errors else 200
        template = "admin/accounts/user/verb.html"
        return TemplateResponse(request, template, context, status=status)
