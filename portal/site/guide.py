"""What the help page says: how to do things, by role, and what people ask."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps one kind of user takes."""

    key: str
    title: Promise
    icon: str
    steps: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Question:
    text: Promise
    answer: Promise


GUIDES = (
    Guide(
        "unit",
        _("单位经办人"),
        "building",
        (
            _(
                "点击右上角【注册登入】，切换为企业登入；首次使用请先【企业注册】，每个单位只能注册一次。"
            ),
            _("登录后进入【会员中心】，完善单位基本信息，申报时将自动带入。"),
            _("在【人才计划一网申报】选择项目，点击【我要申报】，先填写并提交单位申报信息。"),
            _(
                "在【奖励申报信息】新增申报人员，或在【奖励申报进度】对上年度已入选人员【继续申报】。"
            ),
            _("填写过程中自动保存草稿；材料齐全后勾选人员，点击【提交审核】。"),
            _("审核退回时会收到短信、邮件和站内消息，按标注修改后重新提交。"),
        ),
    ),
    Guide(
        "person",
        _("个人申报人"),
        "person",
        (
            _("点击右上角【注册登入】，用手机号注册个人账号。"),
            _("查看项目的政策说明，确认申报条件与所需材料。"),
            _("由所在单位申报的项目，请联系单位经办人为您填报。"),
            _("在【我的办件】查看办理进度与审核意见。"),
            _("通过后可下载带二维码的认定通知，任何人均可扫码核验真伪。"),
        ),
    ),
    Guide(
        "reviewer",
        _("审核人员"),
        "clipboard-check",
        (
            _("使用工作人员账号登录审核平台，并完成二次验证。"),
            _("在待审队列中按项目、年度、区域和等待天数筛选。"),
            _("左侧查看填报内容与自动核验结果，右侧对照申请材料。"),
            _("作出通过、退回修改或不通过的决定；退回与不通过须填写意见，并标注需修改的内容。"),
            _("批量处理前会先显示将要办理与将被跳过的清单。"),
        ),
    ),
)

QUESTIONS = (
    Question(
        _("单位已被注册怎么办？"),
        _(
            "同一统一社会信用代码只能注册一个单位账号。请联系单位管理员将您加为经办人，或在登录页办理账号变更。"
        ),
    ),
    Question(
        _("收不到短信验证码？"),
        _("请确认手机号填写正确、未拦截通知类短信；60 秒后可重新获取，仍未收到请拨打咨询热线。"),
    ),
    Question(
        _("填到一半可以离开吗？"),
        _("可以。系统自动保存草稿，登录已过期时填写的内容也会保留在页面上，重新登录后即可继续。"),
    ),
    Question(
        _("上传材料有什么要求？"),
        _("支持 PDF、JPG、PNG，单个文件不超过 10 MB；手机可直接拍照，请保证四角完整、文字清晰。"),
    ),
    Question(
        _("为什么本单位人员被同时退回？"),
        _(
            "单位申报信息被退回修改时，本单位同批次人员一并退回；单位重新提交后，请再次提交人员信息。"
        ),
    ),
    Question(
        _("提交后还能修改吗？"),
        _("提交后不可修改或删除。如确有错误，请联系受理机构退回后再修改。"),
    ),
)
