"""个人信息申请: read what somebody asks about her data, and decide."""

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import my_data
from accounts.admin.requests import Decision, Fact, ReviewedRequestAdmin
from accounts.models import DataRequest, User
from accounts.own_data import all_obstacles
from accounts.rules import may_judge_data_requests
from portal.lib.masking import mask_id_number, mask_mobile, mask_name


@admin.register(DataRequest)
class DataRequestAdmin(ReviewedRequestAdmin[DataRequest]):
    """For system administrators."""

    list_display = ("number", "kind", "user", "state", "created_at")
    list_filter = ("state", "kind")
    list_select_related = ("user",)
    search_fields = ("number__exact", "user__username__exact")
    search_help_text = _("完整的编号或用户名")
    approval = Decision(_("同意并办理"), my_data.approve, _("已办理。"))
    refusal = Decision(_("不予办理"), my_data.refuse, _("已作不予办理处理，并告知申请人理由。"))
    advice = _(
        "更正：请先在“用户”中更正，再点击同意。注销：点击同意后立即执行，不可恢复；"
        "依法须保存的申报予以保留并限制处理，只作存储。不予办理须写明理由。"
    )

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and may_judge_data_requests(request.user)

    def facts(self, request: DataRequest) -> Sequence[Fact]:
        user = request.user
        facts = [
            Fact(_("申请事项"), request.get_kind_display()),
            Fact(_("账号"), f"{user.username} {user.get_kind_display()}"),
            Fact(_("姓名"), mask_name(user.full_name) or "—"),
            Fact(_("证件"), mask_id_number(user.id_doc_number) or "—"),
            Fact(_("手机号"), mask_mobile(user.phone or "") or "—"),
            Fact(_("申请说明"), request.reason),
        ]
        if request.is_pending and request.kind == DataRequest.Kind.ERASE:
            held_back = "\n".join(all_obstacles(user))
            facts.append(Fact(_("暂不能注销的原因"), held_back or _("无，可以注销")))
        if request.outcome:
            kept = _("删除 %(erased)s 项，依法保留并限制处理 %(kept)s 件申报") % request.outcome
            facts.append(Fact(_("处理结果"), kept))
        return facts
