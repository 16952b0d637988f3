"""What a company hands in when it registers by certificate: answers, and papers with its stamp."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import UnitAttachment

Slot = UnitAttachment.Slot


@dataclass(frozen=True)
class Paper:
    """One of the uploads; `printable` ones are printed from what was entered."""

    slot: Slot
    label: str | Promise
    note: str | Promise
    limit: int = 1
    printable: bool = False

    @property
    def stash_slot(self) -> str:
        """Under which its files wait for the registration to be complete."""
        return f"ca_{self.slot}"


PAPERS = (
    Paper(Slot.USCC_CERTIFICATE, _("企业营业执照"), _("加盖公章的复印件")),
    Paper(
        Slot.ADMIN_DOCUMENT,
        _("管理员证件正反面复印件"),
        _("加盖公章；正反面两张图片，或包含正反面的一个文件"),
        limit=2,
    ),
    Paper(
        Slot.ADMIN_FILING, _("管理员备案信息"), _("打印后加盖公章，扫描或拍照上传"), printable=True
    ),
    Paper(
        Slot.REGISTRATION_FORM,
        _("企业注册信息表"),
        _("打印后加盖公章，扫描或拍照上传"),
        printable=True,
    ),
    Paper(
        Slot.USER_AGREEMENT,
        _("用户实名注册及使用协议"),
        _("打印后加盖公章，扫描或拍照上传"),
        printable=True,
    ),
)
