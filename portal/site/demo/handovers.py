"""Requests of companies that wait for the HRSS bureau: 账号变更 and 企业信息变更. Demo only."""

import hashlib

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from accounts.models import (
    AccountChange,
    AccountChangeAttachment,
    StoredFile,
    Unit,
    UnitChange,
    UnitChangeAttachment,
    User,
)
from portal.lib.dates import today
from portal.lib.numbering import next_number
from portal.site.demo.cast import PASSWORD
from portal.site.demo.scans import scan

NEW_ACCOUNT = "13900000088"


def make_handovers(clerks: dict[str, User]) -> None:
    """The clerk of one company of 姑苏区 has left; the company has moved as well."""
    clerk = clerks["hr_gusu"]
    unit = clerk.memberships.get().unit
    _ask_for_account(unit, clerk)
    _ask_for_address(unit, clerk)


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
    content = scan(" ".join(title), rows, issuer, tint=(252, 252, 250))
    row.name, row.mime, row.size = f"{title}.jpg", "image/jpeg", len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.file.save("scan.jpg", ContentFile(content), save=False)
    row.save()
