"""Word and Excel files."""

import io
import zipfile

import pytest

from portal.lib.uploads import UploadRefused, check_upload
from portal.lib.uploads import office as checks
from tests.lib.uploads.files import MEBIBYTE, office, upload


def reason(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        check_upload(upload(name, content), types=("docx", "xlsx"), max_bytes=10 * MEBIBYTE)
    return refused.value.code or ""


def flagged_encrypted(content: bytes) -> bytes:
    """The same archive with the "encrypted" bit set on its first member."""
    changed = bytearray(content)
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "main"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")]
)
def test_accepts(name: str, main: str) -> None:
    checked = check_upload(
        upload(name, office(main)), types=("docx", "xlsx"), max_bytes=10 * MEBIBYTE
    )
    assert (checked.kind, checked.pages) == (name[2:], None)


def test_refuses_macros() -> None:
    assert reason("a.docx", office("word/document.xml", "word/vbaProject.bin")) == "office_macro"


def test_refuses_another_archive() -> None:
    assert reason("a.docx", office("inside.txt")) == "content"


def test_refuses_a_damaged_archive() -> None:
    assert reason("a.docx", office()[:-20]) == "broken_office"


def test_refuses_a_damaged_main_part() -> None:
    content = office()
    start = content.index(b"word/document.xml") + len(b"word/document.xml")
    assert reason("a.docx", content[:start] + b"\xff" * 8 + content[start + 8 :]) == "broken_office"


def test_refuses_passwords() -> None:
    assert reason("a.docx", flagged_encrypted(office())) == "office_encrypted"


def test_refuses_a_bomb_before_unpacking_it() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        with archive.open("word/media/zeros", "w", force_zip64=True) as member:
            for _block in range(checks.MAX_UNPACKED_BYTES // MEBIBYTE + 1):
                member.write(b"\0" * MEBIBYTE)
    assert len(target.getvalue()) < MEBIBYTE
    assert reason("a.docx", target.getvalue()) == "office_bomb"
