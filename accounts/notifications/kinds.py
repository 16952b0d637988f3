"""The kinds of notification: what each is about, and what its wording may mention.

A kind with a sister `<kind>_many` is gathered: what would be many messages to one person within
moments becomes one that names the number (see `telling`).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MANY = "_many"


@dataclass(frozen=True)
class Kind:
    """One kind; `samples` maps every placeholder that its wording may use to an example."""

    key: str
    label: str | Promise
    samples: dict[str, str]


_FILE = {
    "program": "优秀人才贡献奖励",
    "year": "2026",
    "name": "祝允明",
    "unit": "苏州平江精密仪器有限公司",
    "number": "YXGX2026-00000123-7",
}
_OPINION = {**_FILE, "comment": "完税证明缺少第二页，请补充上传。"}
_GRANTED = {**_FILE, "granted": "，核定奖励金额 ¥40,000.00"}
_REVOKED = {**_FILE, "document": "证书 ZTC-320508-2026-000123", "comment": "材料不实"}
_EXPIRING = {**_FILE, "document": "人才直通车证明", "day": "2027-11-20", "days": "60"}
_MANY = {key: _FILE[key] for key in ("program", "year", "unit")} | {"count": "12"}
_JOIN = {"unit": _FILE["unit"], "name": "文徵明", "reason": "接替离职同事办理申报"}
_GRANT = {"unit": _FILE["unit"], "name": "文徵明"}
_APPEAL = {"number": "SS2026-00000123-7", "comment": "材料齐全"}
_HANDOVER = {"unit": _FILE["unit"], "number": "BG2026-00000123-7"}
_BINDING = {"subject": "手机号被他人占用"}
_REGISTERED = {"unit": _FILE["unit"], "admin_code": "4829135067", "super_code": "9061475238"}
_ACTIVATION = {"unit": _FILE["unit"], "name": "super", "code": "4829135067"}

_DEVICE = {"time": "2026-11-21 16:20", "device": "Chrome · Windows", "place": "203.0.*.*"}
_DATA = {"number": "SJ2026-00000123-7", "comment": "证件信息已按身份证更正"}

_PAYMENT = {
    "program": "高层次和紧缺人才招聘补贴",
    "year": "2026",
    "unit": _FILE["unit"],
    "name": _FILE["unit"],
    "number": "ZF2026-00000123-7",
    "amount": "¥150,000.00",
}
_PAYMENT_OPINION = {**_PAYMENT, "comment": "印章不清晰，请重新盖章后拍照。"}

_NOTICE = {
    **{key: _FILE[key] for key in ("program", "year", "unit", "name")},
    "number": "GS2026-00000123-7",
    "starts": "2026-11-21",
    "ends": "2026-11-27",
    "count": "12",
    "comment": "名单核对后重新公示",
}
_OBJECTION = {"number": "YY2026-00000123-7", "comment": "经核查，异议所述情况不属实。"}

_CALL = {
    "program": "优秀人才贡献奖励",
    "year": "2026",
    "period": "2026-09-01 — 2026-11-30",
}

_ALL = (
    Kind(
        "verification_code", _("短信验证码"), {"code": "482913", "purpose": "注册", "minutes": "5"}
    ),
    Kind("unit_submitted", _("单位申报信息已提交"), _FILE),
    Kind("unit_returned", _("单位申报信息退回修改"), {**_OPINION, "people": "3"}),
    Kind("unit_approved", _("单位申报信息审核通过"), _FILE),
    Kind("unit_rejected", _("单位申报信息审核不通过"), _OPINION),
    Kind("application_handed_over", _("个人申报待单位上报"), _FILE),
    Kind("application_handed_over_many", _("多件个人申报待单位上报"), _MANY),
    Kind("application_submitted", _("个人申报已提交"), _FILE),
    Kind("application_submitted_many", _("多件个人申报已提交"), _MANY),
    Kind("application_returned", _("个人申报退回修改"), _OPINION),
    Kind("application_returned_many", _("多件个人申报退回修改"), _MANY),
    Kind("application_approved", _("个人申报审核通过"), _GRANTED),
    Kind("application_approved_many", _("多件个人申报审核通过"), _MANY),
    Kind("application_rejected", _("个人申报审核不通过"), _OPINION),
    Kind("application_rejected_many", _("多件个人申报审核不通过"), _MANY),
    Kind("person_returned", _("告知本人：退回修改"), _FILE),
    Kind("person_approved", _("告知本人：审核通过"), _GRANTED),
    Kind("person_rejected", _("告知本人：审核不通过"), _FILE),
    Kind("application_restricted", _("申报已限制处理"), _FILE),
    Kind("document_revoked", _("文书已撤销"), _REVOKED),
    Kind("document_revoked_of_person", _("文书已撤销，告知本人"), _REVOKED),
    Kind("certificate_expiring", _("证书即将到期"), _EXPIRING),
    Kind("certificate_expiring_many", _("多份证书即将到期"), _MANY),
    Kind("certificate_expiring_of_person", _("证书即将到期，告知本人"), _EXPIRING),
    Kind("join_request_received", _("收到加入单位申请"), _JOIN),
    Kind("join_request_accepted", _("加入单位申请已同意"), _JOIN),
    Kind("join_request_refused", _("加入单位申请被拒绝"), _JOIN),
    Kind("membership_revoked", _("经办人权限已取消"), {"unit": _FILE["unit"]}),
    Kind("unit_registered", _("企业注册成功，告知账号激活码"), _REGISTERED),
    Kind("activation_code", _("重发账号激活码"), _ACTIVATION),
    Kind("operator_granted", _("被授权为经办人"), {"unit": _FILE["unit"]}),
    Kind("admin_granted", _("被授权为管理员"), {"unit": _FILE["unit"]}),
    Kind("grant_activated", _("授权已启用"), _GRANT),
    Kind("grant_declined", _("授权未被接受"), _GRANT),
    Kind("login_reset", _("管理员重置登录"), {"unit": _FILE["unit"]}),
    Kind("appeal_received", _("用户申诉已受理"), _APPEAL),
    Kind("appeal_accepted", _("用户申诉已通过"), _APPEAL),
    Kind("appeal_refused", _("用户申诉未通过"), _APPEAL),
    Kind("account_change_received", _("账号变更已受理"), _APPEAL),
    Kind("account_change_approved", _("账号变更已通过"), _HANDOVER),
    Kind("account_change_refused", _("账号变更未通过"), _APPEAL),
    Kind("account_handed_over", _("单位账号已移交"), {"unit": _FILE["unit"]}),
    Kind("unit_change_approved", _("企业信息变更已通过"), _HANDOVER),
    Kind("unit_change_refused", _("企业信息变更未通过"), {**_HANDOVER, **_APPEAL}),
    Kind("data_export_ready", _("个人数据副本可下载"), {}),
    Kind("data_request_approved", _("个人信息申请已办理"), _DATA),
    Kind("data_request_refused", _("个人信息申请未通过"), _DATA),
    Kind("sign_in_new_device", _("新设备登录提醒"), _DEVICE),
    Kind("sign_in_locked", _("登录已锁定提醒"), _DEVICE),
    Kind("unit_introduction_approved", _("单位展示信息已通过"), _HANDOVER),
    Kind("unit_introduction_refused", _("单位展示信息被退回"), {**_HANDOVER, **_APPEAL}),
    Kind("account_change_asked", _("有人申请变更本单位账号"), _HANDOVER),
    Kind("payment_started", _("资金拨付已启动"), _PAYMENT),
    Kind("payment_started_to_person", _("资金拨付已启动（拨付至个人）"), _PAYMENT),
    Kind("payment_receipt_returned", _("收据退回"), _PAYMENT_OPINION),
    Kind("payment_failed", _("付款失败"), _PAYMENT_OPINION),
    Kind("payment_paid", _("资金已拨付"), _PAYMENT),
    Kind("notice_started", _("公示开始"), _NOTICE),
    Kind("notice_started_of_unit", _("公示开始，告知单位"), _NOTICE),
    Kind("notice_started_of_person", _("公示开始，告知本人"), _NOTICE),
    Kind("notice_extended", _("公示延长"), _NOTICE),
    Kind("notice_withdrawn", _("公示撤回"), _NOTICE),
    Kind("notice_objection_dismissed", _("公示异议不成立，告知申报人"), {**_NOTICE, **_OBJECTION}),
    Kind("objection_received", _("公示异议已受理"), _OBJECTION),
    Kind("objection_asked", _("公示异议需补充说明"), _OBJECTION),
    Kind("objection_decided", _("公示异议已办结"), _OBJECTION),
    Kind("call_opened", _("申报批次开放"), _CALL),
    Kind("binding_removed", _("账号绑定信息变更"), _BINDING),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}
#: Placeholders that every kind knows.
COMMON = {"portal": "苏州人才总入口", "link": "https://talent.example.gov.cn/my/"}


def samples(kind: str) -> dict[str, str]:
    """Every placeholder that the wording of a kind may use, with an example."""
    return {**(KINDS[kind].samples if kind in KINDS else {}), **COMMON}


def label(kind: str) -> str:
    """The kind in words; its key for one that is no longer known."""
    return str(KINDS[kind].label) if kind in KINDS else kind
