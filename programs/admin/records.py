"""Documents, transitions and submissions: records that staff look at and nobody writes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.roles import Role, StaffRoleAdmin
from accounts.models import User
from portal.lib.changelist import KeysetAdmin
from programs.models import Document, Submission, Transition
from programs.rules.access import overseen_districts

from .programs import READERS


class ApplicationRecordAdmin(KeysetAdmin, StaffRoleAdmin):
    """Records of applications within the reach of the user; looked at, never written.

    They are found by the application's number.
    """

    view_roles = READERS | {Role.REVIEWER, Role.FINANCE}
    list_select_related: ClassVar[Any] = ("application",)
    search_fields: ClassVar[Any] = ("=application__number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records = super().get_queryset(request).defer("application__answers")
        assert isinstance(request.user, User)
        districts = overseen_districts(request.user)
        if districts is None:
            return records
        return records.filter(application__district__in=districts)


@admin.register(Document)
class DocumentAdmin(ApplicationRecordAdmin):
    """What was rendered for whom, and whether it is still valid."""

    list_display = ("number", "kind", "version", "application", "state", "issued_at", "valid_until")
    list_filter = ("kind", "state")
    search_fields = ("=number", "=code", "=application__number")
    fields = (
        "number", "kind", "version", "application", "state", "code", "sha256", "issued_at",
        "rendered_at", "valid_until",
    )  # fmt: skip


@admin.register(Transition)
class TransitionAdmin(ApplicationRecordAdmin):
    """The log of every change of state."""

    list_display = ("at", "application", "action", "from_state", "to_state", "actor", "comment")
    list_select_related = ("application", "actor")
    list_filter = ("action",)
    fields = (
        "application", "action", "from_state", "to_state", "stage", "actor", "office", "comment",
        "address", "at",
    )  # fmt: skip


@admin.register(Submission)
class SubmissionAdmin(ApplicationRecordAdmin):
    """When something was submitted, with which files; answers are read at the review desk."""

    list_display = ("at", "application", "proposed_amount", "files")
    fields = ("application", "at", "proposed_amount", "files")
    readonly_fields = ("files",)

    @admin.display(description=_("材料"))
    def files(self, submission: Submission) -> str:
        return "、".join(
            f"{each['name']}（{each['sha256'][:8]}）" for each in submission.attachments
        )
