"""The scans that an application of the demo needs, slot by slot."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile, File

from portal.lib.uploads import thumbnail
from portal.site.demo.scans import Rows, contract, scan
from programs.models import Application, Attachment

Answers = dict[str, Any]
Paper = Callable[[Application, Answers], bytes]
BLUE, GREEN, CREAM, WHITE = (240, 246, 253), (242, 250, 245), (253, 249, 238), (252, 252, 252)


def _simple(title: str, issuer: str, tint: tuple[int, int, int], *keys: str) -> Paper:
    """A paper that repeats some answers under their labels."""

    def draw(application: Application, answers: Answers) -> bytes:
        fields = application.form.fields
        rows: Rows = [(fields[key].label.zh, str(answers.get(key, ""))) for key in keys]
        return scan(title, [*rows, ("单位", application.unit_name)], issuer, tint=tint)

    return draw


def _contract(application: Application, answers: Answers) -> bytes:
    rows = [
        ("甲方", application.unit_name),
        ("乙方", answers["name"]),
        ("岗位", answers["position"]),
        ("起始日期", answers["employed_since"]),
        ("合同期限", "无固定期限"),
    ]
    return contract(rows, application.unit_name)


def _invoices(application: Application, answers: Answers) -> bytes:
    rows = []
    for row in answers["invoices"]:
        rows += [("发票号码", row["number"]), ("销售方", row["seller"]), ("金额", row["amount"])]
    return scan("电子发票（普通发票）", rows[:12], "苏州市税务局", tint=CREAM)


PAPERS: dict[str, Paper] = {
    "uscc_certificate": _simple(
        "营 业 执 照",
        "市场监督管理局",
        CREAM,
        "unit_name",
        "uscc",
        "legal_representative",
        "address",
    ),
    "high_tech_proof": _simple("高新技术企业证书", "科学技术厅", BLUE, "unit_name", "uscc"),
    "talent_plan_proof": _simple("人才计划入选文件", "苏州市人才办", WHITE, "unit_name"),
    "finance_proof": _simple("金融许可证", "金融监管局", CREAM, "unit_name", "uscc"),
    "industry_proof": _simple("重点产业企业证明", "工业和信息化局", WHITE, "unit_name"),
    "local_proof": _simple("属地认定文件", "区人才办", WHITE, "unit_name"),
    "id_document": _simple(
        "中华人民共和国居民身份证", "公安局", GREEN, "name", "birth_date", "id_doc_number"
    ),
    "education_certificate": _simple("毕业证书", "苏州大学", CREAM, "name", "birth_date"),
    "employment_contract": _contract,
    "talent_plan_certificate": _simple(
        "人才计划入选证书", "苏州市人才办", CREAM, "name", "talent_plan_name"
    ),
    "wage_proof": _simple("工资薪金收入证明", "公司财务部", WHITE, "name", "annual_wage"),
    "tax_certificate": _simple(
        "税收完税证明", "苏州市税务局", BLUE, "name", "id_doc_number", "tax_paid"
    ),
    "invoice_scans": _invoices,
}


def attach_papers(application: Application, answers: Answers, *, but: str = "") -> None:
    """Fills every slot that the answers ask for, except the one named `but`."""
    for slot in application.form.visible_slots(answers):
        if slot.key != but:
            draw = PAPERS.get(slot.key) or _simple(slot.label.zh, "", WHITE, "name")
            attach(application, slot.key, str(slot.label), draw(application, answers))


def attach(application: Application, slot: str, label: str, content: bytes) -> Attachment:
    """Stores one drawn paper as if it had been uploaded."""
    is_pdf = content.startswith(b"%PDF-")
    suffix = "pdf" if is_pdf else "jpg"
    return Attachment.objects.create(
        application=application,
        slot=slot,
        file=ContentFile(content, name=f"scan.{suffix}"),
        thumbnail=ContentFile(thumbnail(File(io.BytesIO(content))), name="thumbnail.jpg"),
        name=f"{label}.{suffix}",
        mime="application/pdf" if is_pdf else "image/jpeg",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=2 if is_pdf else 1,
        uploaded_by=application.created_by,
    )
