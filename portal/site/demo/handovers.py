"""Requests of companies that wait: 账号变更, 企业信息变更 and 单位展示信息. Demo only."""

import hashlib
import io

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.actions.unit_introductions import introduce
from accounts.models import (
    AccountChange,
    AccountChangeAttachment,
    StoredFile,
    Unit,
    UnitChange,
    UnitChangeAttachment,
    UnitIntroductionAttachment,
    User,
)
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.site.demo.cast import PASSWORD
from portal.site.demo.scans import scan

NEW_ACCOUNT = "13900000088"
INTRODUCTION = (
    "苏州平江精密仪器有限公司成立于 2008 年，专注激光干涉测量与纳米级位移传感，"
    "产品用于半导体装备、光学制造和计量院所。\n\n"
    "公司现有员工 320 人，研发人员占四成，建有省级工程技术研究中心；"
    "先后承担省重点研发计划 6 项，获授权发明专利 48 件。"
)


def make_handovers(clerks: dict[str, User]) -> None:
    """The clerk of one company of 姑苏区 has left; it has moved, and presents itself anew."""
    clerk = clerks["hr_gusu"]
    unit = clerk.memberships.get().unit
    _ask_for_account(unit, clerk)
    _ask_for_address(unit, clerk)
    introduction = introduce(unit.pk, INTRODUCTION, None, clerk)
    _store(UnitIntroductionAttachment(unit_introduction=introduction), "标志.png", _logo())


def _ask_for_account(unit: Unit, clerk: User) -> None:
    change = AccountChange.objects.create(
        number=next_number("BG", today().year),
        kind=AccountChange.Kind.ENTERPRISE,
        unit_name=unit.name,
        uscc=unit.uscc,
        old_account=clerk.username,
        contact_name="祝枝山",
        phone=NEW_ACCOUNT,
        password=make_password(PASSWORD),
    )
    rows = [("单位", unit.name), ("原账号", clerk.username), ("接管人", change.contact_name)]
    keep(AccountChangeAttachment(account_change=change), "账号变更申请书", rows, unit.name)


def _ask_for_address(unit: Unit, clerk: User) -> None:
    new = "苏州市姑苏区干将东路 178 号"
    change = UnitChange.objects.create(
        number=next_number("XX", today().year),
        unit=unit,
        user=clerk,
        changes={"address": [unit.address, new]},
    )
    rows = [("名称", unit.name), ("统一社会信用代码", unit.uscc), ("住所", new)]
    for title in ("营业执照", "准予变更登记通知书"):
        keep(UnitChangeAttachment(unit_change=change), title, rows, "市场监督管理局")


def keep(row: StoredFile, title: str, rows: list[tuple[str, str]], issuer: str) -> None:
    """Stores a drawn scan as the proof that a request carries."""
    _store(row, f"{title}.jpg", scan(" ".join(title), rows, issuer, tint=(252, 252, 250)))


def _store(row: StoredFile, name: str, content: bytes) -> None:
    row.name, row.size = name, len(content)
    row.mime = "image/png" if name.endswith(".png") else "image/jpeg"
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.file.save(name, ContentFile(content), save=False)
    row.save()


def _logo() -> bytes:
    """Two rings and a beam, as a maker of instruments may have them."""
    picture = Image.new("RGB", (256, 256), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((28, 28, 228, 228), outline=(27, 95, 193), width=18)
    pen.ellipse((84, 84, 172, 172), outline=(27, 95, 193), width=12)
    pen.line((128, 8, 128, 248), fill=(200, 22, 29), width=8)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
