"""What a workbook from outside may not be: of another format, a bomb, or endless."""

from __future__ import annotations

import zipfile
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from programs.roster.columns import MAX_ROWS

#: All sheets of the workbook together, unpacked: several times what the limits can need.
MAX_UNPACKED = 60 * 1024 * 1024
#: Of the cells from the first to the last that is filled in, blank ones among them.
MAX_AREA = 4_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class UnreadableRoster(Exception):
    """Nothing of the workbook can be taken in. The message says why and what to do."""


def refuse_other_formats(file: IO[bytes]) -> None:
    """Says of a workbook with a password, or of an old one, what it is."""
    file.seek(0)
    if file.read(8) == OLE:
        file.seek(0)
        if ENCRYPTED in file.read():
            raise UnreadableRoster(_("文件设有密码，请去除密码后重新上传。"))
        raise UnreadableRoster(
            _("这是旧版 Excel（.xls）文件，请用 Excel 或 WPS 另存为 .xlsx 后重新上传。")
        )
    file.seek(0)


def check_size(file: IO[bytes]) -> None:
    """Refuses what would take the memory or the time of everybody. Raises UnreadableRoster."""
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked <= MAX_UNPACKED:
                for name in archive.namelist():
                    if name.endswith(".xml"):
                        _check_extent(archive, name)
    except (zipfile.BadZipFile, ExpatError, ValueError) as error:
        raise UnreadableRoster(_("文件已损坏，无法打开，请重新保存后上传。")) from error
    if unpacked > MAX_UNPACKED:
        raise too_many(MAX_ROWS)
    file.seek(0)


def _check_extent(archive: zipfile.ZipFile, name: str) -> None:
    """Refuses a sheet with something far out: calamine lays each out as a full rectangle."""
    extent = _Extent()
    parser = ParserCreate()
    parser.StartElementHandler = extent.start
    with archive.open(name) as content:
        parser.ParseFile(content)
    if extent.rows * extent.columns > MAX_AREA:
        message = _("第 {row} 行、{column} 列还有内容，请删除名单以外的内容后重新上传。")
        column = get_column_letter(extent.columns)
        raise UnreadableRoster(message.format(row=f"{extent.rows:,}", column=column))


class _Extent:
    """How far the cells of a sheet reach that are not blank."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            case "c":
                place = attributes.get("r")
                self._column += 1
                if place:
                    self._row, self._column = coordinate_to_tuple(place)
            case "v" | "is" | "f":
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)


def too_many(limit: int) -> UnreadableRoster:
    message = _("内容过多：一次最多导入 {limit} 行，请拆分为多个文件分别导入。")
    return UnreadableRoster(message.format(limit=f"{limit:,}"))
