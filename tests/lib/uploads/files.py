"""Real files, made in memory."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

MEBIBYTE = 1024 * 1024


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 1, root: Mapping[str, Any] | None = None, **save: Any) -> bytes:
    """A PDF whose document catalogue also has the entries of `root`."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(595, 842))
        for key, value in (root or {}).items():
            document.Root[key] = value
        document.save(target, **save)
    return target.getvalue()


def image(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **save: Any) -> bytes:
    """Red on the left, blue on the right."""
    target = io.BytesIO()
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    picture.save(target, kind, **save)
    return target.getvalue()


def office(main: str = "word/document.xml", *more: str) -> bytes:
    """A minimal Office file with the main part and `more` members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<document/>")
        for name in more:
            archive.writestr(name, b"x")
    return target.getvalue()
