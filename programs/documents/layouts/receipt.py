"""申报受理回执: that an application was received, with what, and who looks at it until when."""

from decimal import Decimal

from portal.lib import pdf
from portal.lib.money import chinese_amount, yuan
from programs.models import Document

from .parts import closing_of, number_of, working_table

NOTES = (
    "本回执证明申报件已提交受理，不代表审核结果；需要补正时，平台以短信、邮件和站内信通知。",
    "退回修改后重新提交的，以新版回执为准，本回执同时失效。",
)


def draw(document: Document) -> bytes:
    """The receipt as PDF."""
    content = document.content
    page = pdf.Document(
        title="申报受理回执",
        number=number_of(document),
        issuer=content["office"],
        subtitle=f"{content['year']}年度 {content['program']}",
    )
    page.section("一、申报信息")
    page.facts(_facts(content), columns=2)
    if content["materials"]:
        page.section("二、已收材料")
        page.facts(
            [
                (label, f"{files} 个文件，共 {pages} 页")
                for label, files, pages in content["materials"]
            ],
            columns=2,
        )
    if content["proposed_amount"]:
        amount = Decimal(content["proposed_amount"])
        label = content["proposed_label"]
        page.section(f"三、{label}：{yuan(amount)}（人民币{chinese_amount(amount)}）")
        working_table(page, content["working"])
    page.notes(NOTES)
    page.closing(closing_of(document, "受理专用章"))
    return page.render()


def _facts(content: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("申报编号", content["application"]),
        ("提交时间", content["submitted_at"]),
        ("申报人", content["name"]),
        ("证件号码", content["id_doc"]),
        ("申报单位", content["unit"]),
        ("所属区域", content["district"]),
        ("受理机构", content["office"]),
        ("当前环节", f"{content['stage']}（{content['due_on']} 前）"),
    ]
