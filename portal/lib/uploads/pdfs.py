"""PDF files: readable, complete, and nothing in them that acts by itself."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pikepdf
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portal.lib.uploads.preview import can_show
from portal.lib.uploads.refused import UploadRefused

END_MARK = b"%%EOF"
END_SEARCH = 2048
MAX_DEPTH = 40

# Actions that run code, start programs or send data. Jumping to a page is none of them, so an
# /OpenAction that only sets the first view, as many word processors write, is accepted.
FORBIDDEN_ACTIONS = frozenset(
    ("/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute")
)
FORBIDDEN_KEYS = {"/JS": "pdf_script", "/JavaScript": "pdf_script", "/XFA": "pdf_script"}
EMBEDDING_KEYS = frozenset({"/EF", "/EmbeddedFiles", "/RichMediaContent"})
FORBIDDEN_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D"})

MESSAGES = {
    "pdf_broken": _("PDF 已损坏或不完整，无法打开，请重新导出或扫描后上传。"),
    "pdf_encrypted": _("PDF 设有打开密码，审核人员无法查看，请去除密码后重新上传。"),
    "pdf_script": _("PDF 含有脚本，为安全起见不能接收，请用“打印为 PDF”另存后上传。"),
    "pdf_action": _("PDF 含有自动执行的动作，为安全起见不能接收，请用“打印为 PDF”另存后上传。"),
    "pdf_embedded": _("PDF 内嵌有其他文件，为安全起见不能接收，请将材料分别上传。"),
    "pdf_no_pages": _("PDF 没有任何页面，请检查文件后重新上传。"),
}


def check_pdf(file: "File[Any]") -> int:
    """The number of pages. Raises UploadRefused, with one of the codes in MESSAGES.

    A file that opens without a password but forbids changes is accepted: reviewers only read.
    """
    _check_complete(file)
    try:
        with pikepdf.open(cast(BinaryIO, file)) as document:
            pages = len(document.pages)
            if not pages:
                raise _refused("pdf_no_pages")
            _check_objects(document)
    except pikepdf.PasswordError as error:
        raise _refused("pdf_encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        raise _refused("pdf_broken") from error
    if not can_show(file):
        raise _refused("pdf_broken")
    return pages


def _refused(code: str) -> UploadRefused:
    return UploadRefused(MESSAGES[code], code=code)


def _check_complete(file: "File[Any]") -> None:
    """A transfer that broke off leaves no end mark; the library would silently drop pages."""
    file.seek(max(0, (file.size or 0) - END_SEARCH))
    tail = file.read()
    file.seek(0)
    if END_MARK not in tail:
        raise _refused("pdf_broken")


def _check_objects(document: pikepdf.Pdf) -> None:
    for indirect in document.objects:
        for dictionary in _dictionaries(indirect, MAX_DEPTH):
            _check_dictionary(dictionary)


def _dictionaries(value: Any, depth: int) -> Iterator[Any]:
    """The dictionaries written inside one object; what it refers to is visited on its own."""
    if depth == 0:
        raise _refused("pdf_broken")
    children: list[Any] = []
    if isinstance(value, pikepdf.Array):
        children = list(value)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield value
        children = [child for _key, child in value.items()]
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth - 1)


def _check_dictionary(dictionary: Any) -> None:
    keys = set(dictionary.keys())
    for key, code in FORBIDDEN_KEYS.items():
        if key in keys:
            raise _refused(code)
    if keys & EMBEDDING_KEYS or _name(dictionary, "/Subtype") in FORBIDDEN_ANNOTATIONS:
        raise _refused("pdf_embedded")
    action = _name(dictionary, "/S")
    if action == "/JavaScript":
        raise _refused("pdf_script")
    if action in FORBIDDEN_ACTIONS:
        raise _refused("pdf_action")


def _name(dictionary: Any, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
