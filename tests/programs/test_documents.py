"""Receipts and award notices: ordered, drawn once, versioned, the same bytes every time."""

import hashlib
import io
import json
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.utils import translation

from programs.documents import order
from programs.documents.rendering import draw, render
from programs.models import Application, Document
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    approve,
    district_office,
    draft_person_application,
    make_clerk,
    make_reviewer,
    make_unit,
    resident_id,
    submit,
    submitted_unit,
)

pytestmark = pytest.mark.django_db
RECEIPT, NOTICE = Document.Kind.ACCEPTANCE_RECEIPT, Document.Kind.AWARD_NOTICE


def submitted(**changes: Any) -> Application:
    return submit(draft_person_application(submitted_unit(), **changes))


def rendered(application: Application, kind: Document.Kind) -> Document:
    document = application.documents.get(kind=kind, state="pending")
    assert render(document.pk)
    document.refresh_from_db()
    return document


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")


@pytest.mark.requirement("X-008")
def test_a_receipt_says_what_was_received() -> None:
    application = submitted()
    text = text_of(rendered(application, RECEIPT).file.read())
    for expected in (
        "申报受理回执",
        application.number,
        "祝允明",
        f"*****{application.id_doc_tail}",
        application.unit_name,
        "姑苏区",
        "身份证件",
        "¥40,000.00",
        "肆万元整",
    ):
        assert expected in text


@pytest.mark.requirement("X-008")
def test_an_award_notice_says_how_much_and_why() -> None:
    application = approve(submitted())
    text = text_of(rendered(application, NOTICE).file.read())
    for expected in ("奖励认定通知", "肆万元整", "¥40,000.00", "个人所得税地方留成"):
        assert expected in text


def test_no_document_number_is_printed_or_stored_in_full() -> None:
    number = resident_id()
    document = rendered(submitted(id_doc_number=number), RECEIPT)
    assert number not in text_of(document.file.read())
    assert number not in json.dumps(document.content)
    assert number[-4:] in document.content["id_doc"]


def test_rare_characters_are_printed() -> None:
    document = rendered(submitted(name="𠮷䶮㛃"), RECEIPT)
    assert "𠮷䶮㛃" in text_of(document.file.read())


def test_the_qr_code_leads_to_the_check_and_tells_nothing_else() -> None:
    document = rendered(submitted(), RECEIPT)
    pages = pypdfium2.PdfDocument(document.file.read())
    page = pages[len(pages) - 1]
    codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert [code.text for code in codes] == [f"http://127.0.0.1:8000/verify/{document.token}/"]


def test_every_font_is_embedded() -> None:
    content = rendered(submitted(name="𠮷䶮"), RECEIPT).file.read()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [item for item in pdf.objects if _is_descriptor(item)]
    assert fonts
    assert all("/FontFile2" in font for font in fonts)


def _is_descriptor(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"


def test_drawn_again_in_another_language_it_is_the_same_file() -> None:
    document = rendered(submitted(), RECEIPT)
    with translation.override("en"):
        again = draw(document)
    assert hashlib.sha256(again).hexdigest() == document.sha256


def test_it_is_drawn_once() -> None:
    application = submitted()
    document = rendered(application, RECEIPT)
    name = document.file.name
    assert not render(document.pk)
    document.refresh_from_db()
    assert document.file.name == name


@pytest.mark.requirement("S0-070")
def test_a_second_submission_supersedes_the_first_receipt() -> None:
    application = submitted()
    first = rendered(application, RECEIPT)
    move(application.pk, Action.RETURN, make_reviewer(district_office()), "请补正")
    submit(application)
    second = rendered(application, RECEIPT)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "valid")
    assert (second.number, second.version) == (first.number, 2)
    assert second.token != first.token
    assert f"{second.number}（第2版）" in text_of(second.file.read())


def test_what_was_superseded_before_it_was_drawn_stays_undrawn() -> None:
    application = submitted()
    first = application.documents.get()
    order(application, RECEIPT)
    assert not render(first.pk)


def test_a_notice_about_a_company_with_a_long_name_stays_on_one_page() -> None:
    unit = make_unit(name="苏州工业园区金鸡湖畔新一代信息技术与生物医药融合创新研究院有限责任公司")
    person = approve(submit(draft_person_application(submitted_unit(clerk=make_clerk(unit)))))
    for document in person.documents.all():
        with pikepdf.open(io.BytesIO(draw(document))) as paper:
            assert len(paper.pages) == 1, document.kind
