"""The door for uploads: size, extension, then a parser for what the file says it is."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portal.lib.uploads import images, office, pdfs
from portal.lib.uploads.names import extension_of, safe_filename
from portal.lib.uploads.refused import UploadRefused

MEBIBYTE = 1024 * 1024
OPENXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Kind:
    """`signatures`: what the first bytes of such a file must be, any of them."""

    mime: str
    signatures: tuple[bytes, ...]


KINDS = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "docx": Kind(f"{OPENXML}.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": Kind(f"{OPENXML}.spreadsheetml.sheet", (b"PK\x03\x04",)),
}


@dataclass(frozen=True)
class CheckedFile:
    """What may be stored. `content` is rewound; size and hash are those of `content`.

    `pages` is None for files that have none, such as sheets.
    """

    kind: str
    mime: str
    size: int
    sha256: str
    pages: int | None
    clean_name: str
    content: "File[Any]"


def check_upload(file: "File[Any]", *, types: Collection[str], max_bytes: int) -> CheckedFile:
    """Checks a file of at most `max_bytes` against the kinds in `types` (keys of KINDS).

    Images come back re-encoded: upright, without position and other metadata, and without
    anything hidden behind the picture. Other files come back as they are. Raises UploadRefused.
    """
    clean_name = safe_filename(file.name or "")
    _check_size(file, max_bytes)
    kind = _check_extension(clean_name, types)
    _check_signature(file, kind)
    content, pages = _parse(file, kind)
    content.seek(0)
    return CheckedFile(
        kind=kind,
        mime=KINDS[kind].mime,
        size=content.size,
        sha256=_sha256(content),
        pages=pages,
        clean_name=clean_name,
        content=content,
    )


def _check_size(file: "File[Any]", max_bytes: int) -> None:
    if not file.size:
        raise UploadRefused(_("文件是空的（0字节），请重新选择文件。"), code="empty")
    if file.size > max_bytes:
        raise UploadRefused(
            _("文件大小为%(size)s MB，超过%(limit)s MB的限制，请压缩后重新上传。"),
            code="too_large",
            # Rounded up, lest 10.001 MB be called 10 and refused all the same.
            params={
                "size": f"{-(-file.size * 100 // MEBIBYTE) / 100:.2f}",
                "limit": f"{max_bytes / MEBIBYTE:g}",
            },
        )


def _check_extension(clean_name: str, types: Collection[str]) -> str:
    kind = extension_of(clean_name)
    if kind not in types or kind not in KINDS:
        raise UploadRefused(
            _("不支持此类文件，请上传 %(types)s 格式的文件。"),
            code="extension",
            params={"types": _("、").join(name.upper() for name in types)},
        )
    return kind


def _check_signature(file: "File[Any]", kind: str) -> None:
    file.seek(0)
    if not file.read(16).startswith(KINDS[kind].signatures):
        raise UploadRefused(
            _("文件内容不是 %(kind)s 格式，请不要直接修改扩展名，应另存为或导出为该格式。"),
            code="content",
            params={"kind": kind.upper()},
        )


def _parse(file: "File[Any]", kind: str) -> tuple["File[Any]", int | None]:
    file.seek(0)
    if kind == "pdf":
        return file, pdfs.check_pdf(file)
    if kind in images.FORMATS:
        return images.clean_image(file, kind), 1
    office.check_office(file, kind)
    return file, None


def _sha256(content: "File[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
