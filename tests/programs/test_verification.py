"""The public check of documents."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programs.documents import order
from programs.documents.rendering import render
from programs.models import Document
from tests.factories import draft_person_application, submit, submitted_unit

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S0-080")]


@pytest.fixture
def receipt() -> Document:
    submit(draft_person_application(submitted_unit()))
    document = Document.objects.get()
    render(document.pk)
    document.refresh_from_db()
    return document


def page_of(client: Client, document: Document) -> str:
    return client.get(f"/verify/{document.token}/").content.decode()


def verdict(page: str) -> str:
    found = re.search(r"<h1>\s*(\S+)\s*</h1>", page)
    assert found
    return found[1]


def test_the_token_of_a_valid_document(client: Client, receipt: Document) -> None:
    answer = client.get(f"/verify/{receipt.token}/")
    page = answer.content.decode()
    assert verdict(page) == "有效"
    assert receipt.number in page
    assert receipt.sha256 in page
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_tells_no_more_than_a_masked_name(client: Client, receipt: Document) -> None:
    page = page_of(client, receipt)
    application = receipt.application
    assert "祝**" in page
    for secret in ("祝允明", application.id_doc_tail, application.number, "40,000", "40000"):
        assert secret not in page


@pytest.mark.parametrize("spoil", ["{}", " {} ", "{0:s}"])
def test_the_typed_code_leads_to_the_document(
    client: Client, receipt: Document, spoil: str
) -> None:
    typed = spoil.format(receipt.code.lower().replace("-", " "))
    answer = client.post("/verify/", {"code": typed})
    assert answer.headers["Location"] == f"/verify/{receipt.token}/"


def test_a_mistyped_code_is_told_at_its_field(client: Client, receipt: Document) -> None:
    last = "Z" if receipt.code[-1] != "Z" else "Y"
    answer = client.post("/verify/", {"code": receipt.code[:-1] + last})
    assert answer.status_code == 422
    assert "验证码不正确，请对照文件上的12位验证码重新输入" in answer.content.decode()


def test_a_code_and_a_token_of_nothing(client: Client, receipt: Document) -> None:
    code = receipt.code
    Document.objects.update(code="0000-0000-0000")
    for answer in (client.post("/verify/", {"code": code}), client.get("/verify/nothing/")):
        assert answer.status_code == 404
        assert verdict(answer.content.decode()) == "不存在"


def test_a_document_that_is_not_drawn_yet_is_not_known(client: Client, receipt: Document) -> None:
    newer = order(receipt.application, Document.Kind.ACCEPTANCE_RECEIPT)
    assert client.get(f"/verify/{newer.token}/").status_code == 404


def test_an_older_version_has_lapsed(client: Client, receipt: Document) -> None:
    newer = order(receipt.application, Document.Kind.ACCEPTANCE_RECEIPT)
    render(newer.pk)
    assert verdict(page_of(client, receipt)) == "已失效"
    assert "已有新版本" in page_of(client, receipt)
    assert "（第2版）" in page_of(client, newer)


def test_a_revoked_and_an_expired_document(client: Client, receipt: Document) -> None:
    Document.objects.update(valid_until="2020-01-01")
    assert "已超过有效期" in page_of(client, receipt)
    Document.objects.update(state="revoked")
    assert "现已撤销" in page_of(client, receipt)


@pytest.mark.parametrize(("tail", "sentence"), [(b"", "文件一致"), (b" ", "文件不一致")])
def test_the_file_itself_can_be_compared(
    client: Client, receipt: Document, tail: bytes, sentence: str
) -> None:
    content = receipt.file.read() + tail
    upload = SimpleUploadedFile("回执.pdf", content, content_type="application/pdf")
    answer = client.post(f"/verify/{receipt.token}/", {"file": upload})
    assert f"<h2>{sentence}</h2>" in answer.content.decode()


def test_no_file_is_a_question_not_an_error(client: Client, receipt: Document) -> None:
    assert client.post(f"/verify/{receipt.token}/").status_code == 422


def test_after_some_tries_a_captcha_and_then_no_more(client: Client, receipt: Document) -> None:
    for _ in range(5):
        assert "captcha" not in client.get("/verify/").content.decode()
        assert client.post("/verify/", {"code": receipt.code}).status_code == 302
    refused = client.post("/verify/", {"code": receipt.code})
    assert refused.status_code == 422
    assert "请填写图形验证码" in refused.content.decode()

    statuses = [client.get(f"/verify/{receipt.token}/").status_code for _ in range(60)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert client.get(f"/verify/{receipt.token}/").headers["Retry-After"]


def test_the_captcha_lets_through(client: Client, receipt: Document) -> None:
    for _ in range(5):
        client.post("/verify/", {"code": receipt.code})
    challenge = client.get("/verify/").context["challenge"]
    typed = {"captcha_id": challenge.id, "captcha_answer": str(challenge.total)}
    assert client.post("/verify/", {"code": receipt.code, **typed}).status_code == 302
