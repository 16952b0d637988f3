"""The audit log: for auditors only, read-only, to be taken out as a sheet."""

import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.actions.audit import record
from accounts.admin.roles import Role, StaffRoleAdmin
from accounts.exports import CHUNK, audit_csv, audit_xlsx
from accounts.models import AuditEntry, User
from portal.lib.changelist import KeysetAdmin
from portal.lib.client import client_address

# Actions of the apps above are shown by their key.
LABELS = {
    "accept_join_request": _("同意加入单位"),
    "admin_add": _("后台新增"),
    "admin_change": _("后台修改"),
    "approve_account_change": _("通过账号变更"),
    "approve_appeal": _("通过用户申诉"),
    "approve_unit_change": _("通过企业信息变更"),
    "ask_for_account_change": _("申请账号变更"),
    "ask_for_unit_change": _("申请企业信息变更"),
    "ask_to_join": _("申请加入单位"),
    "bind_external_identity": _("绑定外部账号"),
    "change_password": _("修改密码"),
    "change_phone": _("更换手机号"),
    "correct_document": _("更正证件信息"),
    "attach_legacy_unit": _("归入原系统单位"),
    "end_local_login": _("停用本地登录"),
    "export_audit_log": _("导出审计日志"),
    "file_appeal": _("提交用户申诉"),
    "grant_position": _("授予岗位"),
    "import_legacy": _("导入原系统数据"),
    "leave_unit": _("退出单位"),
    "legacy_login_refused": _("原系统账号本地登录被拒"),
    "refuse_account_change": _("不通过账号变更"),
    "refuse_appeal": _("不通过用户申诉"),
    "refuse_join_request": _("拒绝加入单位"),
    "refuse_unit_change": _("不通过企业信息变更"),
    "replace_certificate": _("更换信用代码证"),
    "reveal_document": _("查看证件号码"),
    "revoke_membership": _("移除单位成员"),
    "service_network_refused": _("政务服务网登录未通过"),
    "sign_in": _("登录"),
    "sign_in_failed": _("登录失败"),
    "sign_in_locked": _("登录锁定"),
    "sign_in_released": _("解除登录锁定"),
    "give_consent": _("作出同意"),
    "withdraw_consent": _("撤回同意"),
    "order_data_export": _("申请导出本人数据"),
    "download_data_export": _("下载本人数据"),
    "file_data_request": _("提交个人信息申请"),
    "withdraw_data_request": _("撤回个人信息申请"),
    "approve_data_request": _("办理个人信息申请"),
    "refuse_data_request": _("不予办理个人信息申请"),
    "end_session": _("退出一台设备"),
    "sign_in_by_network": _("通过政务服务网登录"),
    "sign_out_elsewhere": _("退出其他设备"),
    "update_profile": _("修改单位基本信息"),
    "view_proof": _("查看证明材料"),
    "withdraw_unit_change": _("撤回企业信息变更"),
}


@admin.register(AuditEntry)
class AuditEntryAdmin(KeysetAdmin, StaffRoleAdmin):
    list_display = ("at", "actor_name", "label", "subject_type", "subject_id", "address")
    list_filter = ("action", "subject_type", "at")
    list_select_related = ("actor",)
    ordering = ("-at", "-pk")
    search_fields = ("actor__username__exact", "subject_id__exact")
    search_help_text = _("用户名或对象编号")
    fields = ("at", "actor_name", "label", "subject_type", "subject_id", "address", "content")
    readonly_fields = fields
    change_list_template = "admin/accounts/auditentry/change_list.html"
    view_roles = frozenset({Role.AUDITOR})

    @admin.display(description=_("操作人"))
    def actor_name(self, entry: AuditEntry) -> str:
        return entry.actor.username if entry.actor else "—"

    @admin.display(description=_("动作"))
    def label(self, entry: AuditEntry) -> str:
        return str(LABELS.get(entry.action, entry.action))

    @admin.display(description=_("内容"))
    def content(self, entry: AuditEntry) -> str:
        return json.dumps(entry.detail, ensure_ascii=False, indent=2, sort_keys=True)

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_POST(self.export))
        urls: list[URLPattern] = [
            path("export/<str:kind>/", export, name="accounts_auditentry_export"),
            *super().get_urls(),
        ]
        return urls

    def export(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The filtered list as CSV or XLSX. Taking it out is written down as well."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in ("csv", "xlsx"):
            raise Http404
        entries: QuerySet[AuditEntry] = self.get_changelist_instance(request).get_queryset(request)
        assert isinstance(request.user, User)
        detail = {"kind": kind, "filter": request.GET.urlencode()}
        record(request.user, "export_audit_log", None, detail, client_address(request))
        rows = entries.iterator(chunk_size=CHUNK)
        response: HttpResponseBase
        if kind == "csv":
            response = StreamingHttpResponse(audit_csv(rows), "text/csv; charset=utf-8")
        else:
            mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            response = HttpResponse(audit_xlsx(rows), mime)
        name = f"audit-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
