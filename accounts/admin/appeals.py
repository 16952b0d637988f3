"""用户申诉: read, look at the proof, decide."""

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import appeals
from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.models import Appeal, User
from accounts.rules import may_judge_appeals
from portal.lib.masking import mask_id_number, mask_mobile


@admin.register(Appeal)
class AppealAdmin(ReviewedRequestAdmin[Appeal]):
    """For system administrators and reviewers of HRSS offices."""

    list_display = ("number", "claim", "account_kind", "full_name", "state", "created_at")
    list_filter = ("state", "claim", "account_kind")
    search_fields = ("number__exact", "full_name__exact")
    search_help_text = _("完整的申诉编号或姓名")
    approval = Decision(_("通过并变更绑定"), appeals.approve, _("已通过，绑定已变更并通知双方。"))
    refusal = Decision(_("不通过"), appeals.refuse, _("已作不通过处理，并通知申诉人。"))
    advice = _("不通过须填写意见，将告知申诉人。意见中请勿透露其他账号的信息。")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and may_judge_appeals(request.user)

    def facts(self, request: Appeal) -> Sequence[Fact]:
        document = mask_id_number(request.id_doc_number)
        account = request.user.username if request.user else _("未登录提交")
        return [
            Fact(_("申诉事项"), request.get_claim_display()),
            Fact(_("账号类别"), request.get_account_kind_display()),
            Fact(_("姓名"), request.full_name),
            Fact(_("证件"), f"{request.get_id_doc_type_display()} {document}"),
            Fact(_("手机号"), mask_mobile(request.phone) + _("（已通过短信验证）")),
            Fact(_("申诉人账号"), account),
            Fact(_("情况说明"), request.reason),
        ]
