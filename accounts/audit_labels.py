"""What the audit log calls what was done, and to what."""

from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

ACTIONS = {
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
    "lapse_grant": _("到期失效"),
    "leave_unit": _("退出单位"),
    "legacy_login_refused": _("原系统账号本地登录被拒"),
    "rank_call": _("排名定档"),
    "refuse_account_change": _("不通过账号变更"),
    "refuse_appeal": _("不通过用户申诉"),
    "refuse_join_request": _("拒绝加入单位"),
    "refuse_unit_change": _("不通过企业信息变更"),
    "replace_certificate": _("更换信用代码证"),
    "revoke_document": _("撤销文书"),
    "restrict_application": _("限制处理申报"),
    "reveal_document": _("查看证件号码"),
    "revoke_membership": _("移除单位成员"),
    "service_network_refused": _("政务服务网登录未通过"),
    "sign_in": _("登录"),
    "sign_in_failed": _("登录失败"),
    "sign_in_locked": _("登录锁定"),
    "sign_in_released": _("解除登录锁定"),
    "give_consent": _("作出同意"),
    "read_guide": _("阅读申报说明"),
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
    "activate_account": _("启用账号"),
    "activate_membership": _("启用授权"),
    "change_handling_password": _("修改经办密码"),
    "confirm_qr_log_in": _("同意扫码登录"),
    "turn_away_qr_log_in": _("拒绝扫码登录"),
    "allow_business": _("设置可经办业务"),
    "application_deleted": _("删除申报草稿"),
    "begin_acting": _("开始代表单位办事"),
    "begin_identity_check": _("发起身份认证"),
    "certificate_refused": _("企业数字证书验证未通过"),
    "change_membership_period": _("修改授权期限"),
    "choose_affiliation": _("维护隶属关系和审核机构"),
    "confirm_by_code": _("短信确认身份"),
    "confirm_membership": _("确认授权"),
    "decide_unit_introduction": _("审核单位展示信息"),
    "decline_membership": _("不接受授权"),
    "export_applications": _("导出申报"),
    "export_people": _("导出申报人员"),
    "import_roster": _("导入人员名单"),
    "send_roster": _("上传人员名单"),
    "send_scans": _("上传材料压缩包"),
    "store_scans": _("批量上传材料"),
    "take_roster_template": _("下载名单模板"),
    "fail_identity_check": _("身份认证未通过"),
    "grant_membership": _("开通授权"),
    "import_legal_entities": _("导入法人基础信息"),
    "introduce_unit": _("提交单位展示信息"),
    "leave_acting": _("结束代表单位办事"),
    "name_liaison": _("维护单位联络员"),
    "pass_identity_check": _("通过身份认证"),
    "qr_log_in": _("扫码登录"),
    "record_counter_check": _("登记窗口核验"),
    "refuse_qr": _("二维码被拒"),
    "reissue_activation": _("重发账号激活码"),
    "register_unit": _("企业注册"),
    "replace_admin": _("替换管理员"),
    "resend_delivery": _("重新发送消息"),
    "reset_employee_login": _("重置登录"),
    "reset_password": _("重置密码"),
    "save_person_profile": _("保存个人信息"),
    "sign_in_by_certificate": _("用企业数字证书登录"),
    "view_document": _("查看文书"),
    "withdraw_unit_introduction": _("撤回单位展示信息"),
    "add_bank_account": _("添加银行账户"),
    "change_bank_account": _("修改银行账户"),
    "delete_bank_account": _("删除银行账户"),
    "add_contact": _("添加联系人"),
    "change_contact": _("修改联系人"),
    "delete_contact": _("删除联系人"),
    "clone_call": _("准备新年度申报批次"),
    "publish_call": _("发布申报批次"),
    "set_figures": _("设置年度参数"),
    "start_disbursement": _("启动拨付"),
    "add_employment_proof": _("上传在职证明"),
    "remove_employment_proof": _("删除在职证明"),
    "change_payment_details": _("调整收款账户或联系人"),
    "confirm_payment": _("确认收款信息"),
    "print_receipt": _("打印收据"),
    "submit_receipt": _("提交收据"),
    "approve_receipt": _("收据审核通过"),
    "return_receipt": _("退回收据"),
    "export_payments": _("导出付款文件"),
    "download_payments": _("下载付款文件"),
    "import_payment_results": _("导入银行回单"),
    "payment_paid": _("付款成功"),
    "payment_failed": _("付款失败"),
    "publish_notice": _("发布公示"),
    "extend_notice": _("延长公示"),
    "withdraw_notice": _("撤回公示"),
    "conclude_notice": _("公示结束"),
    "file_objection": _("提出公示异议"),
    "answer_objection": _("补充公示异议"),
    "ask_objector": _("要求补充公示异议"),
    "uphold_objection": _("公示异议成立"),
    "dismiss_objection": _("公示异议不成立"),
}


#: The apps whose models are subjects of the log.
APPS = ("accounts", "programs", "reviews")


def actions() -> list[str]:
    return sorted(ACTIONS)


def subject_types() -> list[str]:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return sorted(str(model._meta.model_name) for model in models if not model._meta.proxy)


def action_label(action: str) -> str:
    return str(ACTIONS.get(action, action))


def subject_label(subject_type: str) -> str:
    """The name of the kind of object; `subject_type` is the name of a model of ours."""
    return str(_names().get(subject_type, subject_type))


@cache
def _names() -> dict[str, Text]:
    found: dict[str, Text] = {}
    for model in apps.get_models():
        found.setdefault(str(model._meta.model_name), model._meta.verbose_name or "")
    return found
