"""Opens an archive of scans: which of its members may be used, whose each is, and for which slot.

Names tell: the document number or the name of the person, and words of the slot, in the name of the
file or of a folder. `祝允明/身份证.pdf`, `320508…_劳动合同.jpg` and `身份证/祝允明.jpg` all do.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import normalise
from portal.lib.uploads.names import extension_of
from programs.definitions.forms import Slot
from programs.models import Application
from programs.roster.guarding import UnreadableRoster

MAX_FILES = 2_000
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
"""What unpacks to more than this many times its size is a bomb: scans hardly shrink."""
SMALL = 1024 * 1024  # below this no ratio harms
ENCRYPTED = 0x1
UTF8_NAME = 0x800
ARCHIVES = {"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"}
JUNK = re.compile(r"(^|/)(__MACOSX/|\.(?!\.)|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{5,18}(?![0-9A-Za-z])", re.ASCII)
#: Other words for a slot than those of its label.
WORDS = {
    "id_document": ("身份证", "证件", "护照", "通行证"),
    "employment_contract": ("合同",),
    "education_certificate": ("学历", "学位", "毕业证"),
    "tax_certificate": ("完税", "纳税"),
    "wage_proof": ("工资", "薪金"),
    "invoice_scans": ("发票",),
}


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    position: int
    path: str
    refusal: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody to whom a file may belong."""

    application_id: int
    name: str
    id_doc_hash: str
    slots: tuple[Slot, ...]


@dataclass
class Guess:
    """Whose a file seems to be, and for which slot; None and "" where its name does not tell."""

    application_id: int | None = None
    slot: str = ""
    doubt: str = ""
    notes: list[str] = field(default_factory=list)


def list_members(file: IO[bytes]) -> list[Member]:
    """The files of an archive, each with what speaks against it. Raises UnreadableRoster."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    # RuntimeError: zipfile's own for a version of the format that it cannot read.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise UnreadableRoster(_("文件不是有效的 ZIP 压缩包，请重新压缩后上传。")) from error
    files = [(at, info) for at, info in enumerate(infos) if not info.is_dir()]
    files = [(at, info) for at, info in files if not JUNK.search(path_of(info))]
    if not files:
        raise UnreadableRoster(_("压缩包中没有文件。"))
    if len(files) > MAX_FILES:
        message = _("压缩包中有 {count} 个文件，最多 {limit} 个，请分批上传。")
        raise UnreadableRoster(message.format(count=f"{len(files):,}", limit=f"{MAX_FILES:,}"))
    if sum(info.file_size for _at, info in files) > MAX_UNPACKED:
        raise UnreadableRoster(_("压缩包解压后超过 1 GB，请分批上传。"))
    twice = {path for path, count in Counter(path_of(i) for _at, i in files).items() if count > 1}
    return [Member(at, path_of(info), _refusal(info, twice)) for at, info in files]


def path_of(info: zipfile.ZipInfo) -> str:
    """The path as who packed it reads it: Chinese Windows writes GBK and does not say so."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    visible = "".join(char for char in name if char.isprintable())
    return visible.replace("\\", "/")[:300]


def _refusal(info: zipfile.ZipInfo, twice: set[str]) -> str:
    """Why a member is not looked at; "" when it may be."""
    path = path_of(info)
    if path.startswith("/") or ".." in PurePosixPath(path).parts or re.match("[A-Za-z]:", path):
        return _("文件路径不安全，不上传。")
    if info.flag_bits & ENCRYPTED:
        return _("文件设有密码，请去除密码后重新压缩。")
    if extension_of(path) in ARCHIVES:
        return _("压缩包中的压缩包不会展开，请解压后一起压缩。")
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return _("文件解压后异常大，不上传。")
    if path in twice:
        return _("压缩包中有同名文件，请改名后重新压缩。")
    return ""


class Matcher:
    """Guesses whose each file is."""

    def __init__(self, people: Sequence[Application]) -> None:
        self.people = [Person(p.pk, normalise(p.name), p.id_doc_hash, p.form.slots) for p in people]
        self.by_number = {p.id_doc_hash: p for p in self.people if p.id_doc_hash}

    def guess(self, path: str) -> Guess:
        """By the document number before the name, and by the file's name before its folders'."""
        person, doubt = self._person(path)
        if person is None:
            return Guess(doubt=doubt)
        slot = self._slot(path, person)
        return Guess(person.application_id, slot, "" if slot else _("未能识别材料种类，请选择。"))

    def _person(self, path: str) -> tuple[Person | None, str]:
        for number in NUMBER.findall(path):
            if found := self.by_number.get(keyed_hash(number)):
                return found, ""
        named = [p for p in self.people if p.name and p.name in normalise(path)]
        longest = max((len(p.name) for p in named), default=0)
        named = [p for p in named if len(p.name) == longest]
        if len(named) == 1:
            return named[0], ""
        if named:
            return None, _("有多人同名，请选择人员（可在文件名中加上证件号码）。")
        return None, _("文件名中没有名单内人员的姓名或证件号码，请选择人员。")

    def _slot(self, path: str, person: Person) -> str:
        """The slot whose words stand nearest to the end of the path."""
        best, found = -1, ""
        text = normalise(path)
        for slot in person.slots:
            for word in (slot.label.zh, slot.label.en, slot.key, *WORDS.get(slot.key, ())):
                at = text.rfind(normalise(word))
                if at + len(normalise(word)) * (at >= 0) > best and at >= 0:
                    best, found = at + len(normalise(word)), slot.key
        return found
