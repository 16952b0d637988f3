"""PDF files that do more than show pages."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from portal.lib.uploads import UploadRefused, check_upload
from tests.lib.uploads.files import MEBIBYTE, pdf, upload


def reason(content: bytes) -> str:
    """Why the file is refused; "" when it is accepted."""
    try:
        check_upload(upload("a.pdf", content), types=("pdf",), max_bytes=10 * MEBIBYTE)
    except UploadRefused as refused:
        return refused.code or "without a code"
    return ""


def with_root(key: str, value: object) -> bytes:
    return pdf(root={key: value})


def with_annotation(annotation: Dictionary) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.pages[0].obj["/Annots"] = Array([annotation])
        document.save(target)
    return target.getvalue()


def with_embedded_file() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.attachments["virus.exe"] = b"MZ"
        document.save(target)
    return target.getvalue()


def with_a_font_for_a_page() -> bytes:
    """qpdf counts this as a page, the viewer does not."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.pages[0].obj["/Type"] = Name.Font
        document.save(target)
    return target.getvalue()


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (with_root("/OpenAction", SCRIPT), "pdf_script"),
        (with_root("/AA", Dictionary(WC=SCRIPT)), "pdf_script"),
        (with_root("/Names", Dictionary(JavaScript=Dictionary(Names=Array([])))), "pdf_script"),
        (with_root("/AcroForm", Dictionary(XFA=String("<xdp/>"))), "pdf_script"),
        (with_root("/OpenAction", Dictionary(S=Name.Launch, F=String("cmd.exe"))), "pdf_action"),
        (with_root("/OpenAction", Dictionary(S=Name.SubmitForm)), "pdf_action"),
        (with_annotation(Dictionary(Subtype=Name.Link, A=SCRIPT)), "pdf_script"),
        (with_annotation(Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch))), "pdf_action"),
        (with_annotation(Dictionary(Subtype=Name.FileAttachment)), "pdf_embedded"),
        (with_embedded_file(), "pdf_embedded"),
        (pdf(pages=0), "pdf_no_pages"),
        (pdf(encryption=pikepdf.Encryption(user="geheim", owner="geheim")), "pdf_encrypted"),
        (pdf()[:-40], "pdf_broken"),
        (with_a_font_for_a_page(), "pdf_broken"),
        (b"%PDF-1.7\nnothing but a header and an end\n%%EOF\n", "pdf_broken"),
    ],
)
def test_refuses(content: bytes, expected: str) -> None:
    assert reason(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        # What word processors write to open a file at its first page.
        with_root("/OpenAction", Dictionary(S=Name.GoTo, D=String("first"))),
        with_annotation(
            Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a.cn")))
        ),
        # Printing allowed, changing not: everybody can open it.
        pdf(encryption=pikepdf.Encryption(user="", owner="geheim")),
        pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ],
)
def test_accepts(content: bytes) -> None:
    assert reason(content) == ""


def test_a_script_in_a_compressed_object_stream_is_found() -> None:
    hidden = pdf(root={"/OpenAction": SCRIPT}, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in hidden
    assert reason(hidden) == "pdf_script"


def test_a_script_deep_inside_other_dictionaries_is_found() -> None:
    nested: Dictionary | Array = SCRIPT
    for level in range(12):
        nested = Array([nested]) if level % 2 else Dictionary(Next=nested)
    assert reason(with_root("/Piece", nested)) == "pdf_script"
