"""The papers of a registration by certificate, as they come out of the printer."""

import pypdfium2
import pytest
from django.test import Client

from accounts.models import StashedUpload, Unit

from .certificate import FORM, NEW, at_the_form, entered
from .getting_in import png

pytestmark = pytest.mark.django_db


def printed(client: Client, paper: str, **changes: str) -> str:
    """The text of the paper, without the blanks of its layout."""
    answer = client.post(FORM, {**entered(**changes), "print": paper})
    assert answer.headers["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


@pytest.mark.requirement("S3-011")
def test_the_administrators_record_shows_what_was_entered(client: Client) -> None:
    at_the_form(client)
    text = printed(client, "admin_filing", admin_name="唐寅", admin_phone="13912345555")
    for part in (NEW.name, NEW.uscc, "唐寅", "13912345555", "admin@example.com", "企业（公章）"):
        assert part in text


@pytest.mark.requirement("S3-012")
def test_the_registration_form_shows_what_was_entered(client: Client) -> None:
    at_the_form(client)
    text = printed(client, "registration_form", address="星湖街328号")
    for part in (NEW.name, NEW.uscc, "星湖街328号", "沈周", "0512-62881234", "祝允明"):
        assert part in text


@pytest.mark.requirement("S3-013")
def test_the_agreement_is_there_before_anything_is_entered(client: Client) -> None:
    at_the_form(client)
    text = printed(client, "user_agreement", address="", admin_name="", consent="")
    for part in ("用户实名注册及使用协议", NEW.name, "企业（公章）"):
        assert part in text


def test_a_paper_is_printed_from_whole_answers_only(client: Client) -> None:
    at_the_form(client)
    missing = entered(admin_name="", address="")
    page = client.post(FORM, {**missing, "print": "admin_filing"})
    text = page.content.decode()
    assert page.status_code == 422
    summary = text[text.index("error-summary") : text.index("</ul>", text.index("error-summary"))]
    # Only what this paper shows is asked for.
    assert "管理员姓名" in summary
    assert "注册地址" not in summary
    assert "请上传" not in summary


def test_printing_keeps_files_and_registers_nothing(client: Client) -> None:
    at_the_form(client)
    data = {**entered(), "uscc_certificate": png(), "print": "registration_form"}
    assert client.post(FORM, data).status_code == 200
    assert StashedUpload.objects.get().slot == "ca_uscc_certificate"
    assert not Unit.objects.exists()
    assert client.post(FORM, {**entered(), "print": "rubbish"}).status_code == 422
