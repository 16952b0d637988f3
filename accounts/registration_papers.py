"""The papers of a registration by certificate, printed from what was entered, to be stamped."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.certificates import LABELS, Holder
from accounts.models import District, UnitAttachment
from portal.lib.identifiers import IdDocType
from portal.lib.pdf import Document

Slot = UnitAttachment.Slot
SPACE = "\n".join(["\u3000"] * 5)  # room for a stamp and a signature
TITLES = {
    Slot.ADMIN_FILING: "企业管理员备案信息",
    Slot.REGISTRATION_FORM: "企业注册信息表",
    Slot.USER_AGREEMENT: "用户实名注册及使用协议",
}
MANDATE = (
    "兹授权上述人员为本企业在{portal}的管理员，办理实名注册、账号维护、经办人管理及相关申报事项。"
    "管理员在授权期间以本企业名义办理的事项，由本企业承担相应责任。"
    "管理员变更或离职的，本企业将及时办理管理员变更备案。"
)
AGREEMENT = (
    (
        "一、实名注册",
        "用户以企业数字证书（江苏CA或苏州CA）完成实名认证，统一社会信用代码和企业名称以证书记载为准。"
        "用户保证所填写的信息和上传的材料真实、准确、完整，并在发生变化后及时更新。",
    ),
    (
        "二、账号使用",
        "注册成功后，系统开通企业管理员账号（admin）和企业超级用户账号（super）。"
        "账号仅限本企业授权的人员使用，不得转借、出售。"
        "激活码、密码和数字证书由用户妥善保管；通过账号或证书办理的事项视为用户的行为。"
        "发现账号被冒用或证书遗失的，应当立即修改密码、挂失证书并告知平台。",
    ),
    (
        "三、信息保护",
        "平台依照《中华人民共和国个人信息保护法》和《个人信息处理告知书》处理信息，"
        "仅用于身份核验、业务办理和依法监督，并采取必要措施保障安全。",
    ),
    (
        "四、责任",
        "提供虚假材料、冒用他人身份或者违反本协议的，平台可以停用账号、撤销注册；"
        "造成损失或者违反法律的，依法承担责任。",
    ),
    ("五、生效", "本协议自用户加盖公章并提交注册之日起生效。"),
)


def draw(slot: str, holder: Holder, told: Mapping[str, Any]) -> bytes:
    """The paper of that slot as PDF. `told`: the form's answers, as far as the paper shows them."""
    title = TITLES[Slot(slot)]
    page = Document(title=title, number=holder.uscc, issuer=settings.SMS_SIGN_NAME)
    if slot == Slot.USER_AGREEMENT:
        for heading, text in AGREEMENT:
            page.section(heading)
            page.paragraph(text)
    else:
        _company(page, holder, told if slot == Slot.REGISTRATION_FORM else {})
        _admin(page, told)
        page.section("授权委托" if slot == Slot.ADMIN_FILING else "填报声明")
        page.paragraph(
            MANDATE.format(portal=settings.SMS_SIGN_NAME)
            if slot == Slot.ADMIN_FILING
            else "本企业保证以上信息真实、准确、完整，并对此承担责任。"
        )
    signatures = [("企业（公章）", SPACE), ("日期", SPACE)]
    if slot == Slot.USER_AGREEMENT:
        page.facts([("企业名称", holder.name), ("统一社会信用代码", holder.uscc)])
    else:
        signatures[:0] = [("法定代表人（签字）", SPACE), ("管理员（签字）", SPACE)]
    page.facts(signatures, columns=2)
    return page.render()


def file_name(slot: str) -> str:
    return f"{TITLES[Slot(slot)]}.pdf"


def _company(page: Document, holder: Holder, told: Mapping[str, Any]) -> None:
    page.section("企业注册信息")
    facts = [
        ("企业名称", holder.name),
        ("统一社会信用代码", holder.uscc),
        ("实名认证方式", str(LABELS[holder.authority])),
    ]
    if told:
        facts += [
            ("所属区域", District.objects.get(code=told["district"]).name),
            ("注册地址", told["address"]),
            ("法定代表人", told["legal_representative"]),
            ("企业联系电话", told["contact_phone"]),
            ("企业电子邮箱", told["contact_email"]),
        ]
    page.facts(facts)


def _admin(page: Document, told: Mapping[str, Any]) -> None:
    page.section("管理员授权委托信息")
    page.facts(
        [
            ("管理员姓名", told["admin_name"]),
            ("证件类型", str(IdDocType(told["admin_id_doc_type"]).label)),
            ("证件号码", told["admin_id_doc_number"]),
            ("手机号", told["admin_phone"]),
            ("电子邮箱", told["admin_email"]),
        ]
    )
