"""What every upload has to pass."""

import hashlib

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from portal.lib.uploads import UploadRefused, check_upload, safe_filename
from tests.lib.uploads.files import MEBIBYTE, image, office, pdf, upload

ALL = ("pdf", "jpg", "png", "docx", "xlsx")
LIMIT = 10 * MEBIBYTE


def refusal(name: str, content: bytes, types: tuple[str, ...] = ALL) -> str:
    with pytest.raises(UploadRefused) as refused:
        check_upload(upload(name, content), types=types, max_bytes=LIMIT)
    assert len(refused.value.messages) == 1
    assert refused.value.code
    return refused.value.code


def padded_pdf(size: int) -> bytes:
    """A PDF of exactly `size` bytes, most of them a comment behind the last object."""
    base = pdf()
    end = base.rindex(b"startxref")
    return base[:end] + b"%" + b" " * (size - len(base) - 2) + b"\n" + base[end:]


def test_a_pdf_comes_back_as_it_is() -> None:
    content = pdf(pages=3)
    checked = check_upload(upload("证明.PDF", content), types=("pdf",), max_bytes=LIMIT)
    assert (checked.kind, checked.mime, checked.pages) == ("pdf", "application/pdf", 3)
    assert (checked.clean_name, checked.size) == ("证明.pdf", len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.content.read() == content


def test_a_file_on_disk_is_read_there() -> None:
    content = pdf()
    with TemporaryUploadedFile("a.pdf", "application/pdf", len(content), None) as file:
        file.write(content)
        checked = check_upload(file, types=("pdf",), max_bytes=LIMIT)
        assert checked.content is file
        assert checked.content.read() == content


@pytest.mark.requirement("S0-010")
def test_exactly_the_limit_is_accepted_and_one_byte_more_is_not() -> None:
    content = padded_pdf(LIMIT)
    assert check_upload(upload("a.pdf", content), types=("pdf",), max_bytes=LIMIT).size == LIMIT
    with pytest.raises(UploadRefused, match=r"10\.01 MB，超过10 MB") as refused:
        check_upload(upload("a.pdf", padded_pdf(LIMIT + 1)), types=("pdf",), max_bytes=LIMIT)
    assert refused.value.code == "too_large"


@pytest.mark.requirement("S0-010")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ\x90\x00", "extension"),
        ("a.pdf.exe", b"%PDF-1.7", "extension"),
        ("pdf", b"%PDF-1.7", "extension"),
        ("a.svg", b"<svg/>", "extension"),
        ("a.pdf", b"MZ\x90\x00" * 100, "content"),
        ("a.jpg", b"MZ\x90\x00" * 100, "content"),
        ("a.docx", b"MZ\x90\x00" * 100, "content"),
        ("a.jpg", image("PNG"), "content"),
        ("a.png", image("JPEG"), "content"),
        ("a.pdf", image("JPEG"), "content"),
        ("a.pdf", b"<html>" + pdf(), "content"),
        ("a.xlsx", office("word/document.xml"), "content"),
    ],
)
def test_refuses_what_it_does_not_say_it_is(name: str, content: bytes, reason: str) -> None:
    assert refusal(name, content) == reason


@pytest.mark.requirement("S4-008")
@pytest.mark.parametrize(("name", "reason"), [("scan.jpg", "extension"), ("scan.pdf", "content")])
def test_pdf_only_means_pdf_only(name: str, reason: str) -> None:
    assert refusal(name, image("JPEG"), types=("pdf",)) == reason


def test_the_reasons_are_different_sentences() -> None:
    files = [
        ("a.pdf", b""),
        ("a.exe", b"MZ"),
        ("a.pdf", b"MZ"),
        ("a.pdf", pdf()[:-40]),
        ("a.jpg", image()[:-200]),
        ("a.docx", office()[:-20]),
    ]
    sentences = set()
    for name, content in files:
        with pytest.raises(UploadRefused) as refused:
            check_upload(upload(name, content), types=ALL, max_bytes=LIMIT)
        sentences.update(refused.value.messages)
    assert len(sentences) == len(files)


@pytest.mark.requirement("X-006")
@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.PDF", "passwd.pdf"),
        ("C:\\Users\\wang\\证明 材料.pdf", "证明 材料.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('"quoted"<b>.pdf', "_quoted__b_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("...", "文件"),
        ("", "文件"),
        (".pdf", "pdf"),
        ("长" * 200 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_names_are_harmless(name: str, safe: str) -> None:
    assert safe_filename(name) == safe
