"""Word and Excel files of today: a zip archive with a known inside."""

import zipfile
import zlib
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portal.lib.uploads.refused import UploadRefused

MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MAX_MEMBERS = 5000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError)


def check_office(file: "File[Any]", kind: str) -> None:
    """Raises UploadRefused unless the archive is sound, of the right kind and without macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_bomb(members)
            _check_parts(members, kind)
            if archive.testzip():
                raise zipfile.BadZipFile
    except DAMAGE as error:
        raise UploadRefused(
            _("文件已损坏，无法打开，请重新保存后上传。"), code="broken_office"
        ) from error


def _check_bomb(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        raise UploadRefused(
            _("文件解压后过大，请删减内容或转换为 PDF 后上传。"), code="office_bomb"
        )


def _check_parts(members: list[zipfile.ZipInfo], kind: str) -> None:
    names = {member.filename for member in members}
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise UploadRefused(_("文件设有密码，请去除密码后重新上传。"), code="office_encrypted")
    if not {"[Content_Types].xml", MAIN_PART[kind]} <= names:
        raise UploadRefused(
            _("文件内容不是 %(kind)s 格式，请不要直接修改扩展名，应另存为或导出为该格式。"),
            code="content",
            params={"kind": kind.upper()},
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused(
            _("文件含有宏，为安全起见不能接收，请另存为不含宏的格式后上传。"),
            code="office_macro",
        )
