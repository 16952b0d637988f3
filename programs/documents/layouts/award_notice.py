"""认定通知: what a person was granted, how much, and how it was computed."""

from decimal import Decimal
from typing import Any

from portal.lib import pdf
from portal.lib.money import yuan
from programs.models import Document

from .parts import closing_of, number_of, working_table

#: Whose account it goes to. Notices of earlier days do not say: it was the person's.
PAID = {
    "person": "申报时填写的本人银行账户",
    "named": "申报时填写的收款账户",
    "unit": "申报单位的银行账户",
}


def draw(document: Document) -> bytes:
    """The notice as PDF."""
    content = document.content
    amount = Decimal(content["approved_amount"])
    page = pdf.Document(
        title=content.get("title", "奖励认定通知"),
        number=number_of(document),
        issuer=content["office"],
        subtitle=f"{content['year']}年度 {content['program']}",
    )
    page.paragraph(
        f"{_address(content)}上述项目（编号 {content['application']}）符合规定条件，现予认定，"
        f"{content['amount_label']}如下。"
    )
    page.amount(content["amount_label"], amount)
    page.section("一、认定信息")
    page.facts(_facts(content), columns=2)
    page.section("二、计算过程")
    working_table(page, [*content["working"], *_adjustment(content)])
    page.notes(_notes(content))
    page.closing(closing_of(document, "人才认定专用章"))
    return page.render()


def _address(content: dict[str, Any]) -> str:
    """Whom it speaks to: the person where she is paid, else the unit that has filed for her."""
    person, unit = f"{content['name']}（{content['id_doc']}）", content["unit"]
    if content.get("payee", "person") == "person":
        return f"{person}：经审核，您由{unit}申报的"
    return f"{unit}：经审核，你单位为{person}申报的"


def _notes(content: dict[str, Any]) -> list[str]:
    money, account = content.get("money", "奖励"), PAID[content.get("payee", "person")]
    only_one = "同一年度内与互斥项目不重复享受；" if content.get("excludes", True) else ""
    return [
        f"{money}资金按规定程序拨付至{account}，不收取任何费用。",
        f"{only_one}提供虚假材料的，撤销认定并追回{money}资金。",
        "本通知为电子文书，扫描二维码或输入验证码核验，核验结果与打印件不一致的，以核验结果为准。",
    ]


def _facts(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("姓名", content["name"]),
        ("证件号码", content["id_doc"]),
        ("所在单位", content["unit"]),
        ("信用代码", content["uscc"]),
        *([("收款人", content["payee_name"])] if content.get("payee") == "named" else ()),
    ]


def _adjustment(content: dict[str, Any]) -> list[dict[str, str]]:
    """A row for an amount that the offices set otherwise than it was computed."""
    approved, proposed = content["approved_amount"], content["proposed_amount"]
    if Decimal(approved) == Decimal(proposed):
        return []
    formula = f"审核核定（原拟 {yuan(Decimal(proposed))}）"
    return [{"label": "核定金额", "formula": formula, "value": approved}]
